"""The verb `tournament`."""

import pytest

from westphalia.cli import dispatch
from westphalia.records.compile.build_panel import build_panel

pytestmark = pytest.mark.usefixtures("own_place")


def test_the_tournament_gets_every_coding_of_its_panel(asked, tmp_path):
    assert dispatch(["tournament", "--quick", "--out", str(tmp_path / "t")]) == 0
    (of_coding, theories), options = asked["tournament"]
    assert options["quick"]
    assert list(theories) == ["defensive", "offensive", "liberal", "constructivist"]
    usual, other = of_coding(build_panel.__defaults__[0]), of_coding(other_coding())
    assert usual.labels == other.labels
    assert (usual.pact > other.pact).any()


def other_coding():
    return build_panel.__defaults__[0]._replace(obligations=("defence",))
