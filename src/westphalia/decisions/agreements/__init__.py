"""What a pair may agree on, one item a file, in the order of `world.agreements`."""

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.agreements.cap import CAP
from westphalia.decisions.agreements.deal import DEAL
from westphalia.decisions.agreements.hotline import HOTLINE
from westphalia.decisions.agreements.inspection import INSPECTION
from westphalia.decisions.agreements.institution import INSTITUTION
from westphalia.decisions.agreements.withdrawal import WITHDRAWAL

#: Every item, in the order in which an agenda is drawn.
AGREEMENTS: tuple[Agreement, ...] = (DEAL, INSPECTION, HOTLINE, WITHDRAWAL, CAP, INSTITUTION)
