"""Historical cases: who, when it starts, what was known then, and what happened afterwards."""

from westphalia.cases.facts import Facts, load_facts
from westphalia.cases.load import Case, case_names, load_case

__all__ = ["Case", "Facts", "case_names", "load_case", "load_facts"]
