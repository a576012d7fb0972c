"""Write the built-in case files from a folder of raw data: `python tools/compile_cases.py`."""

import argparse
from pathlib import Path
from textwrap import wrap

import case_by_hand
from case_facts import facts_lines
from case_inputs import inputs_lines
from case_sources import SOURCES
from case_spec import HandSpec, Spec
from case_specs import SPECS
from case_text import flow
from raw_data import Raw

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Parse the command line and write one file a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "src/westphalia/cases/data")
    options = parser.parse_args()
    raw = Raw(options.data)
    raw.check_exclusions()
    options.out.mkdir(parents=True, exist_ok=True)
    for spec in SPECS:
        path = options.out / f"{spec.name}.yaml"
        same = spec.same if isinstance(spec, Spec) else {}
        text = compile_case(spec, Raw(options.data, same) if same else raw)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path)


def compile_case(spec: Spec | HandSpec, raw: Raw) -> str:
    """The text of a case file."""
    if isinstance(spec, HandSpec):
        body = [*case_by_hand.inputs_lines(spec, raw), "", *case_by_hand.facts_lines(spec, raw)]
    else:
        body = [*inputs_lines(spec, raw), "", *facts_lines(spec, raw)]
    used = [key for key in SOURCES if _mentions(body, key)]
    head = [
        "# Written by tools/compile_cases.py; change the tool or its data, not this file.",
        "schema: 1",
        f"name: {spec.name}",
        f"title: {flow(spec.title)}",
        "summary: >-",
        *(f"  {line}" for line in wrap(spec.summary, 96)),
        f"start: {spec.start}  # the inputs are those known at the end of this year",
        f"end: {spec.end}  # last simulated year",
        "sources:",
        *(f"  {key}: {flow(SOURCES[key])}" for key in used),
        "",
    ]
    return "\n".join([*head, *body]) + "\n"


def _mentions(lines: list[str], key: str) -> bool:
    marks = (f": {key}", f"[{key}", f", {key}")
    text = "\n".join(lines)
    return any(f"{mark}{end}" in text for mark in marks for end in (",", "}", "]", "\n"))


if __name__ == "__main__":
    main()
