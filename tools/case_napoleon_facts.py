"""What happened from 1803 to 1815, coded by hand; none of it is confirmed by a data set."""

from typing import Any

HELP = ["defence", "offence"]
GUARD = ["defence"]
TREATIES = ["schroeder1994", "memory"]
GIBLER = ["gibler2009", "memory"]
NARRATIVE = ["esdaile2007", "memory"]


def _war(
    name: str,
    side_a: str,
    side_b: str,
    years: tuple[int, int],
    initiator: str,
    apart: str = "",
    later: dict[str, int] | None = None,
    **rest: Any,
) -> dict:
    """A war in which all enter and leave together, but for those who leave `later`.

    States are given in one text. `apart`: pairs on opposite sides that did not fight each other.
    """
    states = [*side_a.split(), *side_b.split()]
    outside = {key: rest.get(key) for key in ("outside_a", "outside_b")}
    return {
        "name": name,
        "side_a": side_a.split() or None,
        "side_b": side_b.split() or None,
        **outside,
        "initiator": initiator.split(),
        "entered": dict.fromkeys(states, years[0]),
        "left": dict.fromkeys(states, years[1]) | (later or {}),
        "not_opposed": [pair.split("-") for pair in apart.split()] or None,
        "source": NARRATIVE,
        "note": rest.get("note"),
    }


PACTS = [
    (("FRN", "AUH"), 1812, 1813, HELP, TREATIES, "Paris, 14 March 1812, to August 1813"),
    (("FRN", "GMY"), 1805, 1806, HELP, TREATIES, "Schönbrunn, December 1805, to Jena"),
    (("FRN", "GMY"), 1812, 1813, HELP, TREATIES, "Paris, 24 February 1812, to Kalisch"),
    (("FRN", "RUS"), 1807, 1812, HELP, TREATIES, "Tilsit, 7 July 1807; dead from 1811"),
    (("FRN", "SPN"), 1803, 1808, HELP, TREATIES, "San Ildefonso, 1796, to Bayonne"),
    (("FRN", "BAV"), 1805, 1813, HELP, TREATIES, "Bogenhausen, August 1805, to Ried"),
    (("UKG", "AUH"), 1805, 1805, HELP, TREATIES, "accession of 9 August 1805"),
    (("UKG", "AUH"), 1809, 1809, HELP, TREATIES, "April 1809 to Schönbrunn"),
    (("UKG", "AUH"), 1813, 1814, HELP, TREATIES, "Teplitz, 3 October 1813; Chaumont"),
    (("UKG", "GMY"), 1807, 1807, HELP, TREATIES, "accession to Bartenstein"),
    (("UKG", "GMY"), 1813, 1814, HELP, TREATIES, "Reichenbach, June 1813; Chaumont"),
    (("UKG", "RUS"), 1805, 1807, HELP, TREATIES, "Saint Petersburg, April 1805, to Tilsit"),
    (("UKG", "RUS"), 1812, 1814, HELP, TREATIES, "Örebro, July 1812; Chaumont"),
    (("UKG", "SPN"), 1809, 1815, HELP, TREATIES, "London, 14 January 1809"),
    (("UKG", "TUR"), 1803, 1806, GUARD, TREATIES, "1799, for eight years"),
    (("UKG", "TUR"), 1809, 1814, GUARD, TREATIES, "Dardanelles, secret; its end is a guess"),
    (("UKG", "SWD"), 1805, 1809, HELP, TREATIES, "subsidy treaties, to peace with FRN"),
    (("UKG", "SWD"), 1813, 1814, HELP, TREATIES, "Stockholm, 3 March 1813"),
    (("UKG", "POR"), 1803, 1815, GUARD, TREATIES, "Methuen, 1703, and later"),
    (("UKG", "SIC"), 1805, 1815, HELP, TREATIES, "with RUS 1805; Palermo, March 1808"),
    (("AUH", "GMY"), 1813, 1814, HELP, TREATIES, "Teplitz, 9 September 1813; Chaumont"),
    (("AUH", "RUS"), 1804, 1805, GUARD, TREATIES, "6 November 1804 to Pressburg"),
    (("AUH", "RUS"), 1813, 1814, HELP, TREATIES, "Teplitz, 9 September 1813; Chaumont"),
    (("AUH", "BAV"), 1813, 1814, HELP, GIBLER, "Ried, 8 October 1813"),
    (("GMY", "RUS"), 1803, 1807, GUARD, TREATIES, "1800; Potsdam; Bartenstein; to Tilsit"),
    (("GMY", "RUS"), 1813, 1814, HELP, TREATIES, "Kalisch, 28 February 1813; Chaumont"),
    (("GMY", "SWD"), 1813, 1815, HELP, GIBLER, "Stockholm, 22 April 1813"),
    (("RUS", "SPN"), 1812, 1815, HELP, TREATIES, "Velikie Luki, 20 July 1812"),
    (("RUS", "TUR"), 1803, 1806, GUARD, GIBLER, "1799, for eight years; to the war of 1806"),
    (("RUS", "SWD"), 1803, 1807, GUARD, TREATIES, "Gatchina, 1799; January 1805"),
    (("RUS", "SWD"), 1812, 1815, HELP, TREATIES, "Saint Petersburg, April 1812; Åbo"),
    (("RUS", "POR"), 1803, 1807, GUARD, GIBLER, "1799; its end is taken to be Tilsit"),
    (("RUS", "SIC"), 1805, 1807, HELP, TREATIES, "September 1805 to Tilsit"),
]

WARS = [
    _war(
        "Anglo-French War",
        "UKG",
        "FRN",
        (1803, 1814),
        "UKG",
        outside_b=["NTH"],
        note="declared on 18 May 1803; at sea and in the colonies, and in the wars below",
    ),
    _war(
        "Anglo-Spanish War",
        "UKG",
        "SPN",
        (1804, 1808),
        "UKG",
        note="seizure of the treasure fleet, October 1804; SPN declares war in December",
    ),
    _war(
        "Third Coalition",
        "UKG AUH RUS SWD SIC",
        "FRN SPN BAV",
        (1805, 1805),
        "AUH",
        later={"SIC": 1806, "FRN": 1806},
        apart="UKG-BAV AUH-SPN RUS-SPN SWD-SPN SWD-BAV SIC-SPN SIC-BAV",
        note="AUH enters BAV in September 1805; peace of Pressburg, 26 December 1805",
    ),
    _war(
        "Fourth Coalition",
        "GMY RUS UKG SWD",
        "FRN BAV",
        (1806, 1807),
        "GMY",
        outside_a=["SAX"],
        apart="UKG-BAV SWD-BAV",
        note="ultimatum of GMY, October 1806; SAX changes sides in December 1806",
    ),
    _war("Russo-Turkish War", "RUS", "TUR", (1806, 1812), "RUS"),
    _war("Anglo-Turkish War", "UKG", "TUR", (1807, 1809), "UKG"),
    _war("Invasion of Portugal", "FRN SPN", "POR", (1807, 1807), "FRN SPN"),
    _war("Peninsular War", "FRN", "UKG SPN POR", (1808, 1814), "FRN"),
    _war("Finnish War", "RUS", "SWD", (1808, 1809), "RUS"),
    _war(
        "Fifth Coalition",
        "AUH UKG",
        "FRN BAV",
        (1809, 1809),
        "AUH",
        apart="UKG-BAV",
        note="AUH enters BAV in April 1809; peace of Schönbrunn, 14 October 1809",
    ),
    _war(
        "Invasion of Russia",
        "FRN AUH GMY BAV",
        "RUS",
        (1812, 1812),
        "FRN",
        outside_a=["NAP", "SAX", "WRT"],
        note="AUH and GMY send auxiliary corps",
    ),
    _war("War of 1812", "", "UKG", (1812, 1815), "USA", outside_a=["USA"]),
    _war(
        "Spring campaign of 1813",
        "RUS GMY",
        "FRN BAV",
        (1813, 1813),
        "GMY",
        outside_b=["SAX"],
        note="GMY declares war on 16 March 1813; armistice of Pleischwitz, June 1813",
    ),
    _war(
        "Sixth Coalition",
        "RUS GMY UKG SWD AUH BAV SPN POR",
        "FRN",
        (1813, 1814),
        "AUH",
        outside_b=["DEN"],
        note="AUH from 11 August, BAV from 8 October 1813 (it changes sides); Paris, 1814",
    ),
    _war("Neapolitan War", "", "AUH", (1815, 1815), "NAP", outside_a=["NAP"]),
    _war(
        "Seventh Coalition",
        "FRN",
        "UKG GMY AUH RUS BAV",
        (1815, 1815),
        "FRN",
        outside_b=["NTH", "HAN"],
        apart="FRN-RUS",
        note="Waterloo, 18 June 1815; the army of RUS does not arrive in time",
    ),
]

ABSTENTIONS = [
    {
        "states": ["AUH", "GMY", "RUS"],
        "year": 1803,
        "event": "stay out when war between UKG and FRN resumes and Hanover is occupied",
        "source": NARRATIVE,
    },
    {
        "states": ["SPN"],
        "year": 1803,
        "event": "buys its neutrality from FRN although bound to it; at war from December 1804",
        "source": NARRATIVE,
    },
    {
        "states": ["GMY"],
        "year": 1805,
        "event": "stays out of the Third Coalition (Potsdam, November), allies with FRN after "
        "Austerlitz",
        "source": NARRATIVE,
    },
    {
        "states": ["TUR", "POR"],
        "year": 1805,
        "event": "stay out of the Third Coalition although bound to UKG and RUS",
        "source": NARRATIVE,
    },
    {
        "states": ["AUH"],
        "year": 1806,
        "event": "stays out of the Fourth Coalition",
        "source": NARRATIVE,
    },
    {
        "states": ["GMY"],
        "year": 1809,
        "event": "stays out when AUH fights FRN alone on the continent",
        "source": NARRATIVE,
    },
    {
        "states": ["RUS"],
        "year": 1809,
        "event": "hardly moves for FRN against AUH although bound to FRN since Tilsit",
        "source": NARRATIVE,
    },
    {
        "states": ["TUR"],
        "year": 1812,
        "event": "makes peace with RUS at Bucharest in May and stays out of the invasion",
        "source": NARRATIVE,
    },
    {
        "states": ["AUH"],
        "year": 1813,
        "event": "stays out of the spring campaign; enters against FRN in August",
        "source": NARRATIVE,
    },
    {
        "states": ["SPN", "SWD"],
        "year": 1815,
        "event": "take no part in the war of the Seventh Coalition",
        "source": NARRATIVE,
    },
]

DEALS = [
    {
        "states": ["FRN", "AUH"],
        "year": 1805,
        "what": "Peace of Pressburg: AUH cedes Venetia and Tyrol",
        "source": NARRATIVE,
    },
    {
        "states": ["FRN", "RUS", "GMY"],
        "year": 1807,
        "what": "Peace of Tilsit: GMY loses half of its people; RUS and GMY turn on British trade",
        "source": NARRATIVE,
    },
    {
        "states": ["FRN", "AUH"],
        "year": 1809,
        "what": "Peace of Schönbrunn: AUH loses its coast and limits its army",
        "source": NARRATIVE,
    },
    {
        "states": ["AUH", "BAV"],
        "year": 1813,
        "what": "Treaty of Ried, 8 October: BAV leaves the Confederation of the Rhine",
        "source": GIBLER,
    },
    {
        "states": ["UKG", "AUH", "GMY", "RUS"],
        "year": 1814,
        "what": "Treaty of Chaumont, March: no separate peace, twenty years of alliance",
        "source": TREATIES,
    },
    {
        "states": ["FRN", "UKG", "AUH", "GMY", "RUS", "SPN", "SWD", "POR"],
        "year": 1815,
        "what": "Final Act of the Congress of Vienna, 9 June",
        "source": TREATIES,
    },
]
