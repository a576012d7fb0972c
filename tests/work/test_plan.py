"""Plans: made again by others, and refused where others would give other numbers."""

import json

import pytest

from westphalia.work import plan as plans
from westphalia.work.plan import read_plan
from westphalia.world.problems import UserError
from work.ledgers import begun


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the plan of a small ledger."""
    return begun(tmp_path_factory.mktemp("plan") / "ledger").folder


def changed(folder, tmp_path, **changes):
    """The same plan with changes, elsewhere."""
    data = json.loads((folder / "plan.json").read_text())
    (tmp_path / "plan.json").write_text(json.dumps(data | changes))
    return tmp_path


def test_what_is_made_again_is_the_same_work(folder):
    again = read_plan(folder)
    assert again.job.pieces() == begun(folder).job.pieces()
    assert len({piece.key for piece in again.job.pieces()}) == len(again.job.pieces()) > 1
    points = sorted(folder.glob("points-*.npy"))
    written = [path.stat().st_mtime_ns for path in points]
    begun(folder)
    assert points
    assert [path.stat().st_mtime_ns for path in points] == written  # read, not made again


def test_other_code_is_refused(folder, tmp_path, monkeypatch):
    other = changed(folder, tmp_path, code_sha256="0" * 64)
    with pytest.raises(UserError, match=r"not be the same to the bit.*another version"):
        read_plan(other)


def test_another_processor_other_settings_and_packages_are_refused(folder, tmp_path):
    about = json.loads((folder / "plan.json").read_text())
    features = [f for f in about["environment"]["cpu_features"] if not f.startswith("avx")]
    elsewhere = {
        **about["environment"],
        "cpu_features": [*features, "sse4_9"],
        "variables": {"XLA_FLAGS": "--fast"},
    }
    versions = {**about["versions"], "jax": "0.0.1"}
    with pytest.raises(UserError) as told:
        read_plan(changed(folder, tmp_path, environment=elsewhere, versions=versions))
    for part in ("instead of 0.0.1", "without sse4_9", "XLA_FLAGS"):
        assert part in str(told.value)
    with pytest.raises(UserError, match="without sse4_9"):
        begun(tmp_path)  # nor does the command that began it go on elsewhere


def test_pieces_that_have_other_names_here_are_refused(folder, tmp_path):
    with pytest.raises(UserError, match="other names here, perhaps because this is"):
        read_plan(changed(folder, tmp_path, pieces="0" * 16))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "has no plan.json"),
        ("{", "no plan of this version"),
        ("[]", "no plan of this version"),
        ('{"kind": "magic", "code": [], "about": {}}', "no plan of this version"),
    ],
)
def test_what_is_no_plan_is_told(tmp_path, text, told):
    if text is not None:
        (tmp_path / "plan.json").write_text(text)
    with pytest.raises(UserError, match=told):
        read_plan(tmp_path)


def test_a_folder_with_other_work_is_left_as_it_is(folder, tmp_path):
    (tmp_path / "plan.json").write_text("{}")
    with pytest.raises(UserError, match="holds something else"):
        begun(tmp_path)
    assert (tmp_path / "plan.json").read_text() == "{}"
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        begun(tmp_path / "file")


@pytest.mark.parametrize("text", ["", '{"hash": "1a2b', "[]", "\x00\x00"])
def test_a_damaged_plan_is_told_with_what_to_do(tmp_path, text):
    (tmp_path / "plan.json").write_text(text)
    with pytest.raises(UserError, match=r"plan\.json is damaged.*a copy.*--out"):
        begun(tmp_path)
    assert (tmp_path / "plan.json").read_text() == text


def test_a_folder_that_another_is_beginning_may_be_begun(tmp_path):
    (tmp_path / ".unfinished-0123").write_text("{")  # of another process, or of one that is gone
    begun(tmp_path)
    assert read_plan(tmp_path).job.pieces()


def test_every_kind_of_work_can_be_made_again():
    from importlib import import_module

    for makes in plans.KINDS.values():
        module, _, name = makes.partition(":")
        assert callable(getattr(import_module(module), name))
