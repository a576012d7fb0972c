"""Specification of napoleon-1803: before the data begin, so coded by hand."""

from case_napoleon_facts import ABSTENTIONS, DEALS, GUARD, HELP, PACTS, WARS
from case_spec import HandSpec, Power

NAPOLEON_1803 = HandSpec(
    name="napoleon-1803",
    title="Napoleonic Europe: hiding, bandwagoning and the last coalition",
    summary=(
        "Eleven states from the peace of Amiens to Waterloo. The inputs are those of the end of "
        "1802, the one year in which all of them are at peace, so that the first simulated year, "
        "1803, holds the war between the United Kingdom and France. The Correlates of War begin "
        "in 1816: everything but rivalries, capitals and the pacts of 1815 is coded by hand from "
        "the literature as remembered, and no data set has confirmed it. Population is that of "
        "about 1800 (France within the frontiers of 1802, with Belgium, the left bank of the "
        "Rhine and Piedmont, but without its client republics), industry is Bairoch's level per "
        "head of 1800, and men under arms are orders of magnitude in which the Royal Navy counts "
        "by its crews alone. Prussia bears the code of Germany, and Spain is a great power as in "
        "Levy. The Two Sicilies are the Bourbon kingdom: it holds only Sicily from 1806, and the "
        "Naples of Joseph and Murat is an outsider (NAP). Wars that were declared and hardly "
        "fought (UKG with GMY in 1806, with RUS 1807-12, with SWD 1810-12) are left out, as are "
        "promises not to harm; a minor treaty may be missing. There is no growth and no series of "
        "arms, so arms are not scored."
    ),
    start=1802,
    end=1815,
    states={
        "FRN": Power(220, "France", 33, 9, 350, 0.05, True),
        "UKG": Power(200, "United Kingdom", 16, 16, 180, 0.25, True),
        "AUH": Power(300, "Austria", 28, 7, 240, 0.03, True),
        "GMY": Power(255, "Prussia", 9.5, 8, 230, 0.03, True),
        "RUS": Power(365, "Russia", 37, 6, 400, 0.02, True),
        "SPN": Power(230, "Spain", 11, 7, 110, 0.03, True),
        "TUR": Power(640, "Ottoman Empire", 24, 5, 150, 0.02, False),
        "SWD": Power(380, "Sweden", 3.3, 8, 60, 0.05, False),
        "BAV": Power(245, "Bavaria", 2.2, 8, 20, 0.03, False),
        "POR": Power(235, "Portugal", 2.9, 7, 25, 0.02, False, capital_year=1822),
        "SIC": Power(329, "Two Sicilies", 6.5, 8, 25, 0.02, False),
    },
    borders={
        ("FRN", "UKG"): "water_24",
        ("FRN", "GMY"): "land",
        ("FRN", "SPN"): "land",
        ("AUH", "GMY"): "land",
        ("AUH", "RUS"): "land",
        ("AUH", "TUR"): "land",
        ("AUH", "BAV"): "land",
        ("AUH", "SIC"): "water_150",
        ("GMY", "RUS"): "land",
        ("GMY", "SWD"): "land",
        ("GMY", "BAV"): "land",
        ("RUS", "TUR"): "land",
        ("RUS", "SWD"): "land",
        ("SPN", "POR"): "land",
        ("TUR", "SIC"): "water_150",
    },
    start_pacts={
        ("FRN", "SPN"): (HELP, 1796),
        ("UKG", "TUR"): (GUARD, 1799),
        ("UKG", "POR"): (GUARD, 1703),
        ("GMY", "RUS"): (GUARD, 1800),
        ("RUS", "TUR"): (GUARD, 1799),
        ("RUS", "SWD"): (GUARD, 1799),
        ("RUS", "POR"): (GUARD, 1799),
    },
    peace={
        ("FRN", "UKG"): 1802,
        ("FRN", "AUH"): 1801,
        ("FRN", "GMY"): 1795,
        ("FRN", "RUS"): 1801,
        ("FRN", "SPN"): 1795,
        ("FRN", "TUR"): 1802,
        ("FRN", "BAV"): 1801,
        ("FRN", "POR"): 1801,
        ("FRN", "SIC"): 1801,
        ("UKG", "SPN"): 1802,
        ("AUH", "GMY"): 1779,
        ("AUH", "TUR"): 1791,
        ("GMY", "RUS"): 1762,
        ("GMY", "SWD"): 1762,
        ("RUS", "TUR"): 1792,
        ("RUS", "SWD"): 1790,
        ("SPN", "POR"): 1801,
    },
    judgements=[
        (
            ["FRN"],
            "posture",
            0.6,
            ["chandler1966"],
            "an army made for the decisive battle abroad; the size is a guess",
        ),
    ],
    pacts=PACTS,
    wars=WARS,
    abstentions=ABSTENTIONS,
    deals=DEALS,
)
