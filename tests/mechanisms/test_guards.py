"""The sources of the mechanisms: they name no theory, no prediction and no rank."""

import ast
import re
from pathlib import Path

import pytest

import westphalia

MECHANISMS = Path(westphalia.__file__).parent / "mechanisms"
FILES = sorted(MECHANISMS.rglob("*.py"))

#: Words no mechanism may use as a name or part of a name: a theory, what a theory predicts, or
#: a rank among states. Balancing, buck-passing and leadership must come out, not be put in.
FORBIDDEN = {
    # theories and schools
    *("realism", "realist", "defensive", "offensive", "constructivism", "constructivist"),
    *("liberal", "liberalism", "waltz", "walt", "mearsheimer", "wendt", "baseline"),
    # what they predict
    *("balance", "balancer", "balancing", "unbalanced", "bandwagon", "bandwagoning"),
    *("buckpassing", "buck", "passing", "spiral", "jackal", "revisionist", "expansionist"),
    # ranks and thresholds of power
    *("leader", "hegemon", "hegemony", "polarity", "unipolar", "bipolar", "multipolar"),
    *("superpower", "rank", "ranks", "top", "strongest", "weakest", "largest", "biggest"),
    *("argsort", "sort", "lexsort", "partition", "argpartition", "topk", "quantile"),
    *("percentile", "median"),
}

FORBIDDEN_PHRASES = ("great_power", "top_k", "buck_passing", "major_power", "status_quo_power")

#: (file, word): why it may stand there.
ALLOWED = {
    ("pledges.py", "balancing"): "rho, the chance a state gives to it: an expectation, not a rule",
    ("critiques/leaders.py", "leader"): "leaders of governments, not of the system",
    ("threat.py", "leader"): "the confidence of a government's leader",
    ("threat.py", "balancing"): "rho again, read from `pledges`",
    ("bargaining.py", "top"): "`top_cost`, the largest cost of war a target may have",
    ("prospects.py", "top"): "`own_top`, `target_top`: the largest cost of war",
    ("crisis.py", "top"): "`target_top`, the largest cost of war a target may have",
    ("looming.py", "top"): "`target_top` again",
    ("brinkmanship.py", "top"): "`target_top` again",
    ("joining/next_victim.py", "balancing"): "rho again, read from `pledges`",
    ("forms.py", "walt"): "the source of a form of joining, told to people and read by no rule",
}


def place(path: Path) -> str:
    return path.relative_to(MECHANISMS).as_posix()


def names(tree: ast.AST) -> list[str]:
    """Every name and every text in code; docstrings and comments may say what they like."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.append(node.id)
        elif isinstance(node, ast.Attribute):
            found.append(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.arg) or (isinstance(node, ast.keyword) and node.arg):
            found.append(node.arg)
        elif isinstance(node, ast.alias):
            found += [node.name, node.asname or ""]
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ):
            found.append(node.value)
    return found


def offences(path: Path) -> set[str]:
    """Forbidden words in the names of a file."""
    found = set()
    for name in names(ast.parse(path.read_text())):
        plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
        found |= set(re.split(r"[^a-z]+", plain)) & FORBIDDEN
        found |= {phrase for phrase in FORBIDDEN_PHRASES if phrase in plain}
    return found


@pytest.mark.parametrize("path", FILES, ids=place)
def test_no_mechanism_names_a_theory_a_prediction_or_a_rank(path):
    unexcused = {word for word in offences(path) if (place(path), word) not in ALLOWED}
    assert not unexcused, f"{place(path)} uses {sorted(unexcused)}"


def test_every_excuse_is_needed():
    used = {(place(path), word) for path in FILES for word in offences(path)}
    assert set(ALLOWED) <= used


def test_the_guard_sees_what_it_should(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(
        '"""Balancing against the hegemon is allowed in a docstring."""\n'
        "def ally_against_leader(power):\n"
        '    """A bandwagon may be mentioned."""\n'
        "    x = jnp.argsort(power)  # a rank\n"
        "    return isGreatPower or DefensiveRealist.great_powers\n"
    )
    assert offences(path) == {"leader", "argsort", "defensive", "realist", "great_power"}


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def own_words(node: ast.AST) -> set[str]:
    return {
        getattr(part, "id", getattr(part, "attr", ""))
        for part in ast.walk(node)
        if isinstance(part, ast.Name | ast.Attribute)
    }


POWER = {"resources", "arms", "power", "defend", "burden", "strength", "power_share"}


@pytest.mark.parametrize("path", FILES, ids=place)
def test_no_mechanism_picks_a_state_by_its_power(path):
    """No largest or smallest over states of anything that measures power, and no comparison of
    it with a number or another state's: what matters is what it does to the odds of war."""
    tree = ast.parse(path.read_text())
    for call in calls(tree):
        if called(call) in ("argmax", "argmin", "max", "min", "amax", "amin", "cumsum"):
            assert not own_words(call) & POWER, f"{place(path)}:{call.lineno}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.Is | ast.IsNot):
            assert not own_words(node) & POWER, f"{place(path)}:{node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_no_mechanism_knows_one_state_from_another(path):
    """States are only ever indexed all together, or by an index that is data, never by number."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Attribute):
            continue
        root = node.value.value
        if isinstance(root, ast.Name) and root.id in (
            "world",
            "state",
            "agents",
            "assessment",
            "now",
        ):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            numbers = [p for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, int)]
            assert not numbers, f"{place(path)}:{node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_every_mechanism_says_what_it_does(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert ast.get_docstring(node), f"{place(path)}: {node.name}"
