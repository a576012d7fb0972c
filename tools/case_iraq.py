"""Specification of iraq-1990."""

from case_spec import Spec

IRAQ_1990 = Spec(
    name="iraq-1990",
    title="Iraq from the invasion of Kuwait to 2003",
    summary=(
        "Fourteen states. The inputs are those of the end of 1989, so that the first simulated "
        "year, 1990, holds the invasion of Kuwait in August. GMY is the Federal Republic (COW "
        "260) and from October 1990 Germany (COW 255), taken for one state. RUS is the Soviet "
        "Union at the start and keeps its size in the simulation; from 1992 the figures are "
        "Russia's and are not among the facts. The Arab League and its defence treaty of 1950, "
        "which bind IRQ to KUW and to SAU, are not counted as promises of help. No growth is "
        "given: war comes in the first simulated year and would leak into it. Kuwait's "
        "occupation is no death of a state in the Correlates of War. Non-state actors, and with "
        "them the attacks of September 2001, are not in the case. Israel is nuclear as in Singh "
        "& Way. Great powers are those of 1989; GMY becomes one in the data only in 1991. The "
        "case has no war between great powers."
    ),
    start=1989,
    end=2003,
    last_peace=None,
    nuclear=("USA", "RUS", "UKG", "FRN", "ISR"),
    same={260: 255},
    states={
        "USA": (2, "United States"),
        "IRQ": (645, "Iraq"),
        "KUW": (690, "Kuwait"),
        "SAU": (670, "Saudi Arabia"),
        "IRN": (630, "Iran"),
        "SYR": (652, "Syria"),
        "EGY": (651, "Egypt"),
        "JOR": (663, "Jordan"),
        "ISR": (666, "Israel"),
        "TUR": (640, "Turkey"),
        "UKG": (200, "United Kingdom"),
        "FRN": (220, "France"),
        "GMY": (255, "Germany"),
        "RUS": (365, "Soviet Union"),
    },
    judgements=[
        (
            ["IRQ"],
            "capture",
            0.7,
            ["weeks2012"],
            "a personal ruler without an audience that could punish him; the size is a guess",
        ),
    ],
    abstentions=[
        {
            "states": ["ISR"],
            "year": 1991,
            "event": "stays out of the Gulf War",
            "source": "cow_wars",
            "note": "although hit by Iraqi missiles (not in the data)",
        },
        {
            "states": ["TUR", "GMY"],
            "year": 1991,
            "event": "stay out of the Gulf War although allied with USA; show force",
            "source": ["cow_wars", "atop", "gml"],
            "note": "dispute 3957: highest action of TUR and GMY is 7 (show of force)",
        },
        {
            "states": ["RUS"],
            "year": 1991,
            "event": "stays out of the Gulf War although bound to IRQ until 1990",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["IRN", "JOR"],
            "year": 1991,
            "event": "stay out of the Gulf War",
            "source": "cow_wars",
        },
        {
            "states": ["RUS"],
            "year": 1999,
            "event": "stays out of the war over Kosovo",
            "source": "cow_wars",
        },
        {
            "states": ["FRN", "GMY", "TUR"],
            "year": 2003,
            "event": "stay out of the invasion of IRQ although allied with USA",
            "source": ["cow_wars", "atop"],
            "note": "FRN and GMY opposed it, TUR refused passage on 1 March (not in the data)",
        },
        {
            "states": ["RUS"],
            "year": 2003,
            "event": "stays out of the invasion of IRQ and does not balance against it",
            "source": ["cow_wars", "atop"],
            "note": "it opposed it in the United Nations (not in the data)",
        },
        {
            "states": ["KUW", "SAU", "IRN", "SYR", "EGY", "JOR", "ISR"],
            "year": 2003,
            "event": "stay out of the invasion of IRQ",
            "source": "cow_wars",
            "note": "KUW was its base (not in the data)",
        },
    ],
    deals=[
        {
            "states": ["USA", "KUW"],
            "year": 1991,
            "what": "Defence cooperation agreement, September; no pact in ATOP",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "UKG", "FRN", "RUS", "IRQ"],
            "year": 1991,
            "what": "Security Council resolution 687, 3 April: cease-fire, inspections",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["USA", "UKG", "FRN", "RUS", "SYR", "GMY", "IRQ"],
            "year": 2002,
            "what": "Security Council resolution 1441, 8 November: inspections resume",
            "source": "memory",
            "checked": False,
        },
    ],
    arms_known={
        ("RUS", measure): (1990, 1991, "from 1992 the figures are Russia's alone")
        for measure in ("milex", "milper")
    },
    arms_title="Arms",
)
