"""The concepts of the theory, each switched on and off, and how much of an effect it has.

One file per part of the list. To add a concept, add a row to one of them.
"""

from westphalia.concepts import (
    carriers,
    cooperation,
    critiques,
    dilemma,
    rivals,
    strategies,
    structure,
)
from westphalia.concepts.concept import Concept

PARTS = (structure, strategies, cooperation, dilemma, critiques, rivals, carriers)
CONCEPTS: tuple[Concept, ...] = tuple(
    sorted((c for part in PARTS for c in part.CONCEPTS), key=lambda c: (c.part, c.number or 99))
)
