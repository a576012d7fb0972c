"""Text of the case files: values in YAML flow style, one row a line."""

from typing import Any

#: States, field, value, source keys, why.
Judgements = list[tuple[list[str], str, float, list[str], str]]


def flow(value: Any) -> str:
    """A value in YAML flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not value.replace("_", "").isalnum():
        return '"' + value.replace('"', '\\"') + '"'
    return str(value)


def rows(items: list[dict], indent: int = 6) -> list[str]:
    """One flow mapping a line; fields that are None are left out."""
    kept = ({k: v for k, v in item.items() if v is not None} for item in items)
    return [" " * indent + "- " + flow(item) for item in kept]


def judgement_lines(judgements: Judgements) -> list[str]:
    """The block of judgements, a row for each state."""
    items = [
        {"state": s, "field": field, "value": value, "source": source, "why": why}
        for states, field, value, source, why in judgements
        for s in states
    ]
    return [
        "  # A coder's judgement from the literature, often written with hindsight; not measured.",
        "  judgements:",
        *rows(items, 4),
    ]


def tagged(kind: str, items: list[dict]) -> list[dict]:
    """Facts of one kind."""
    return [{"kind": kind, **item} for item in items]
