"""The manifest: what was run, from which a plan comes back."""

import pytest

from westphalia.runs.folder import open_run
from westphalia.runs.manifest import copy_file, file_name, read_manifest, spec_hash
from westphalia.runs.options import spec_from_options
from westphalia.world.problems import UserError


def test_the_manifest_says_what_was_run(folder):
    written = read_manifest(folder)
    assert written["resolved"]["seed"] == 5
    assert written["resolved"]["parameters"]["defence_advantage"] == 1.2
    assert written["resolved"]["theories"][2]["states"]["GMY"] == "offensive"
    assert {"python", "jax", "numpy", "westphalia"} <= set(written["versions"])
    assert len(written["resolved"]["case"]["sha256"]) == 64
    assert written["spec"]["parameters"] == {"defence_advantage": 1.2}
    assert {"machine", "cpu_features", "variables", "settings"} <= set(written["environment"])


def test_the_plan_comes_back_from_the_folder(folder):
    plan = open_run(folder).spec
    assert spec_hash(plan) == read_manifest(folder)["hash"]
    assert [t.name for t in plan.lines[2].theories[:2]] == ["offensive", "defensive"]
    assert plan.lines[1].theories[0].title == "Anxious states"


def test_a_changed_input_is_refused(folder, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    case = copy / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"case\.yaml was changed"):
        _ = open_run(copy).spec
    shutil.copyfile(folder / "case.yaml", case)
    own = next((copy / "theories").iterdir())
    own.write_text(own.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(UserError, match="was changed"):
        _ = open_run(copy).spec


def test_a_stump_of_a_users_file_in_a_folder_is_not_trusted(tmp_path):
    own = tmp_path / "own.py"
    own.write_text("x = 1\n")
    copy = tmp_path / file_name(own)
    copy.parent.mkdir()
    copy.write_text("x")
    copy_file(own, tmp_path)
    assert copy.read_text() == "x = 1\n"


def test_hash_tells_plans_apart():
    def of(**changes):
        options = dict.fromkeys(("set_", "off", "on")) | {"seed": 1, "runs": 9} | changes
        plan = spec_from_options(
            "europe-1890", ["liberal"], years=None, serial=False, baselines=False, **options
        )
        return spec_hash(plan)

    assert of() == of()
    others = [of(seed=2), of(runs=8), of(off=["caps"]), of(set_=["beta=1.1"])]
    assert len({of(), *others}) == 5
