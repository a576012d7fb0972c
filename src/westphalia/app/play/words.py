"""The words of a game: what may be done, what was done, what the staff advises."""

from collections.abc import Mapping, Sequence
from typing import Any

#: decision -> field of the move, title, yes, no; {} is the partner.
PROPOSALS = {
    "signal": ("signal", "A costly signal", "scrap part of your offensive arms, for all to see",
               "send no signal"),
    "deal": ("agreements", "A trade deal with {}", "accept the deal", "refuse the deal"),
    "inspection": ("agreements", "Mutual inspections with {}", "let {} inspect, and inspect it",
                   "refuse inspections"),
    "hotline": ("agreements", "A hotline with {}", "accept the hotline", "refuse the hotline"),
    "withdrawal": ("agreements", "Withdrawal from the border with {}", "withdraw if it does too",
                   "keep your troops there"),
    "cap": ("agreements", "An arms cap with {}", "accept the cap", "refuse the cap"),
    "institution": ("agreements", "Joint institutions with {}", "deepen them", "loosen them"),
    "comply": ("caps", "Keeping the arms cap with {}", "keep to the cap", "cheat"),
    "align": ("pacts", "A pact of help with {}", "want a pact", "want no pact"),
    "keep": ("pacts", "Your pact of help with {}", "keep the pact", "leave the pact"),
}  # fmt: skip
AGAINST = {"signal": "no signal", "align": "no pact", "keep": "no pact", "comply": "cheating"}
#: agreement -> where the world holds it, and what that means at a new meeting.
IN_FORCE = {
    "deal": ("trade", "You trade already; without a new deal that ends."),
    "inspection": ("transparency", "In force; refusing ends it."),
    "hotline": ("hotline", "In force; refusing ends it."),
    "withdrawal": ("withdrawal", "In force; refusing ends it."),
    "cap": ("cap", "In force; refusing ends it."),
    "institution": ("institutions", "There are some; they loosen unless both deepen them."),
}
POSTURES = {
    "offence": "move a tenth of your arms to the offence",
    "defence": "move a tenth of your arms to the defence",
}
CRISIS = {
    "quiet": "challenge nobody",
    "claim": "make a claim on {}",
    "total war": "go to total war against {}",
}
JOINING = {
    "out": "stay out",
    "target": "join {target}, the target",
    "attacker": "join {attacker}, the attacker",
}
#: A theory's follower.
FOLLOWER = {
    "defensive": "a defensive realist",
    "offensive": "an offensive realist",
    "liberal": "a liberal",
    "constructivist": "a constructivist",
}


def figure(value: Any) -> float:
    """A number to five significant digits."""
    return float(f"{float(value):.5g}")


def listed(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def advice(options: Sequence[Any]) -> str:
    """What the staff would do and why, without figures."""
    best = max(options, key=lambda o: o.value)
    other = max((o for o in options if o is not best), key=lambda o: o.value)
    names = dict.fromkeys([*best.terms, *other.terms])
    terms = {k: best.terms.get(k, 0.0) - other.terms.get(k, 0.0) for k in names}
    return f"Your staff would {best.act}{_because(terms)}."


def _because(terms: Mapping[str, float]) -> str:
    """The largest term for and the largest against."""
    told = {k: v for k, v in terms.items() if k != "rest"}
    gain = max(told.items(), key=lambda kv: kv[1], default=("", 0.0))
    loss = min(told.items(), key=lambda kv: kv[1], default=("", 0.0))
    if gain[1] > 0:
        return f": {gain[0]} " + (f"outweighs {loss[0]}" if loss[1] < 0 else "speaks for it")
    return ""


def spans(years: Sequence[int]) -> str:
    """Years in words: '1891-1899, 1905', or ''."""
    out: list[list[int]] = []
    for year in years:
        if out and out[-1][1] == year - 1:
            out[-1][1] = year
        else:
            out.append([year, year])
    return ", ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in out)
