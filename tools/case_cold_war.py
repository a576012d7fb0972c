"""Specification of cold-war-1947."""

from case_spec import Spec

EUROPE = ["POL", "HUN", "CZE", "ITA", "YUG", "GRC", "BUL", "ROM", "TUR"]

COLD_WAR_1947 = Spec(
    name="cold-war-1947",
    title="The Cold War and its end",
    summary=(
        "Fourteen states from the Truman doctrine to the end of the Soviet Union. All states of "
        "a case exist at its start, so the two Germanies (in the state system from 1954 and "
        "1955) and Japan (out of it from 1945 to 1952) are left out: no capabilities are known "
        "for them in 1947. In the facts they are outsiders, and what their division and their "
        "rearmament did is missing from the simulation. Greece, Yugoslavia and Bulgaria are in "
        "instead. The United States is the only nuclear power at the start, and nobody becomes "
        "one later in the simulation. ATOP keeps the treaties of UKG (1942) and FRN (1944) with "
        "RUS against Germany in force to 1955, so they are pacts at the start. The declaration "
        "on Laos of 1962, which has RUS, CHN and USA consult, is not counted as a promise of "
        "help; Helsinki (1975) only promises not to attack. China becomes a great power in the "
        "data in 1950, so the war in Korea is not one between the case's great powers. The end "
        "of the Soviet Union in December 1991 is no death of a state in the Correlates of War: "
        "Russia goes on as RUS. Growth, the Soviet decline in it, is given and not predicted; it "
        "stops in 1990, because the figures for RUS of 1991 are Russia's alone. Spending of CHN "
        "in 1947 is converted at a rate of hyperinflation; that of POL is unknown, because the "
        "figures to 1950 are out of line with those that follow (5.7 bn dollars in 1949, 0.3 in "
        "1951)."
    ),
    start=1947,
    end=1991,
    last_peace=1990,
    nuclear=("USA",),
    states={
        "USA": (2, "United States"),
        "RUS": (365, "Soviet Union"),
        "UKG": (200, "United Kingdom"),
        "FRN": (220, "France"),
        "POL": (290, "Poland"),
        "CZE": (315, "Czechoslovakia"),
        "HUN": (310, "Hungary"),
        "ROM": (360, "Romania"),
        "BUL": (355, "Bulgaria"),
        "YUG": (345, "Yugoslavia"),
        "ITA": (325, "Italy"),
        "GRC": (350, "Greece"),
        "TUR": (640, "Turkey"),
        "CHN": (710, "China"),
    },
    judgements=[
        (
            ["RUS"],
            "capture",
            0.5,
            ["snyder1991"],
            "party and military-industrial interests, checked by a common leadership; the size "
            "is a guess",
        ),
        (
            ["USA", "UKG"],
            "capture",
            0.2,
            ["snyder1991"],
            "diffuse interests in a democratic polity; the size is a guess",
        ),
    ],
    abstentions=[
        {
            "states": ["RUS"],
            "year": 1950,
            "event": "stays out of the Korean War although allied with CHN",
            "source": ["cow_wars", "atop"],
            "note": "its pilots flew unacknowledged (not in the data)",
        },
        {
            "states": ["USA"],
            "year": 1956,
            "event": "stays out of the Sinai War although allied with UKG and FRN",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["USA", "UKG", "FRN"],
            "year": 1956,
            "event": "stay out when RUS invades HUN",
            "source": "cow_wars",
        },
        {
            "states": ["UKG", "FRN", "ITA", "GRC", "TUR"],
            "year": 1965,
            "event": "stay out of the Vietnam War although allied with USA",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["RUS", "CHN"],
            "year": 1965,
            "event": "stay out of the Vietnam War as belligerents",
            "source": "cow_wars",
            "note": "both supplied the North (not in the data)",
        },
        {
            "states": ["USA", "UKG", "FRN"],
            "year": 1968,
            "event": "Prague, August: take no part when RUS and its allies invade CZE",
            "source": "gml",
            "note": "dispute 346: participants are CZE, POL, RUS, HUN, BUL and East Germany",
        },
        {
            "states": ["ROM"],
            "year": 1968,
            "event": "Prague, August: takes no part although in the Warsaw Pact",
            "source": ["gml", "atop"],
            "note": "dispute 346",
        },
        {
            "states": ["RUS"],
            "year": 1979,
            "event": "stays out of the war of CHN with Vietnam",
            "source": "cow_wars",
        },
        {
            "states": ["USA", "FRN"],
            "year": 1982,
            "event": "stay out of the Falklands War although allied with UKG",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["RUS"],
            "year": 1989,
            "event": "uses no force as the governments of its allies fall",
            "source": "gml",
            "note": "no dispute of RUS, POL, HUN, CZE, ROM or BUL began in 1989",
        },
    ],
    deals=[
        {
            "states": ["USA", "RUS"],
            "year": 1963,
            "what": "Hotline agreement",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS", "UKG"],
            "year": 1963,
            "what": "Partial Test Ban Treaty",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS"],
            "year": 1972,
            "what": "SALT I and ABM Treaty, May: limits on launchers and on missile defence",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS", "UKG", "FRN", *EUROPE],
            "year": 1975,
            "what": "Helsinki Final Act: frontiers, non-aggression, human rights",
            "source": "atop",
            "note": "ATOP 3740; also the promises of non-aggression among the pacts",
        },
        {
            "states": ["USA", "RUS", "UKG", "FRN", *EUROPE],
            "year": 1986,
            "what": "Stockholm Document, September: notice and inspection of exercises",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS"],
            "year": 1987,
            "what": "INF Treaty, 8 December: 2,692 missiles destroyed (846 USA, 1,846 RUS), with "
            "inspections on site",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["RUS"],
            "year": 1988,
            "what": "Gorbachev at the United Nations, 7 December: 500,000 troops and 10,000 "
            "tanks fewer, one-sided",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS", "UKG", "FRN"],
            "year": 1990,
            "what": "Treaty on the Final Settlement with respect to Germany, 12 September",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS", "UKG", "FRN", *(s for s in EUROPE if s != "YUG")],
            "year": 1990,
            "what": "CFE Treaty, 19 November: for each side 20,000 tanks, 30,000 armoured "
            "vehicles, 20,000 guns, 6,800 aircraft and 2,000 helicopters",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "RUS"],
            "year": 1991,
            "what": "START Treaty, 31 July",
            "source": "memory",
            "checked": False,
        },
    ],
    breaks={("RUS", "milex"): [1989]},
    arms_known={
        ("CHN", "milex"): (
            1949,
            1984,
            "to 1948 another government in hyperinflation; from 1985 other conversions",
        ),
    },
    arms_title="Arms; the source for RUS changes in 1989: do not difference across it",
)
