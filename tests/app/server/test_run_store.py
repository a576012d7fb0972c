"""Code in a run folder is not run unasked."""

import hashlib
import json
import shutil
import time

from places import ROOT
from serving import done, serving

from westphalia.cli import dispatch

CHANGE = {"theories": {}, "parameters": {}, "modules": {}}


def test_code_in_a_run_folder_is_not_run_unasked(client, folder, tmp_path):
    """Whoever is given a run folder is given its theories, which are code."""
    own = tmp_path / "own.py"
    own.write_text((ROOT / "examples" / "own_theory.py").read_text(encoding="utf-8"))
    args = ["run", "iraq-1990", "--theory", f"{own}:anxious", "--runs", "4", "--years", "2"]
    assert dispatch([*args, "--no-baselines", "--out", str(folder / "own")]) == 0
    theory = next((folder / "own" / "theories").glob("*.py"))
    mark = tmp_path / "ran"
    theory.write_text(theory.read_text(encoding="utf-8") + f"\nopen({str(mark)!r}, 'w')\n")
    manifest = json.loads((folder / "own" / "manifest.json").read_text(encoding="utf-8"))
    for line in manifest["resolved"]["theories"]:
        line["files"] = {k: hashlib.sha256(theory.read_bytes()).hexdigest() for k in line["files"]}
    (folder / "own" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    try:
        view = client.get("/api/runs/own").json()
        assert not view["live"]
        assert "--own-theories" in view["not_live_reason"]
        (anxious,) = view["own_theories"]
        assert "anxious.worst_case" in [number["name"] for number in anxious["numbers"]]
        asked = {"theory": "anxious", "run": 0, "year": 1990}
        assert client.get("/api/runs/own/why", params=asked).status_code == 422
        time.sleep(0.3)
        assert not mark.exists()
        with serving(folder, own_theories=True) as trusting:
            assert trusting.get("/api/runs/own").json()["live"]
            assert trusting.get("/api/runs/own/why", params=asked).status_code == 200
            key, theory = "own", "anxious"
            # a change of what was changed still finds the file
            for values in ({"reach": 1.35}, {"anxious.worst_case": 0.65}):
                change = {**CHANGE, "parameters": values}
                found = done(trusting, kind="change", key=key, theory=theory, change=change)
                key, theory = found["key"], found["line"]["label"]
            saved = done(trusting, kind="save", key=key, name="own-changed")
            assert trusting.get(f"/api/runs/{saved['key']}").json()["live"]
        assert mark.exists()
    finally:
        shutil.rmtree(folder / "own")
        shutil.rmtree(folder / "own-changed", ignore_errors=True)
