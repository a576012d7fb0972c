"""The concepts that a command line names."""

from collections.abc import Iterable, Sequence

from westphalia.concepts.concept import Concept
from westphalia.world.problems import Problems, unknown


def select_concepts(concepts: Sequence[Concept], wanted: Iterable[str]) -> tuple[Concept, ...]:
    """The concepts that are wanted, all if nothing is: names, or numbers of the list.

    Case does not matter, and hyphens stand for spaces: preventive-war.

    Raises:
        UserError: everything that is no concept, with the nearest that are.
    """
    texts = [text.strip().lower().replace("-", " ") for text in wanted]
    known = {key for concept in concepts for key in _keys(concept)}
    problems = Problems()
    problems.add(*(str(unknown("concept", t, _names(concepts))) for t in texts if t not in known))
    problems.refuse()
    return tuple(c for c in concepts if not texts or _keys(c) & set(texts))


def _keys(concept: Concept) -> set[str]:
    """What a concept goes by."""
    return {concept.name.lower().replace("-", " "), str(concept.number or concept.name)}


def _names(concepts: Sequence[Concept]) -> list[str]:
    return [concept.name for concept in concepts]
