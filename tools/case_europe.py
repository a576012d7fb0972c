"""Specifications of europe-1890 and europe-1930, the roads to the two world wars."""

from case_spec import Spec

EUROPE_1890 = Spec(
    name="europe-1890",
    title="Wilhelmine Germany and the road to 1914",
    summary=(
        "Thirteen states from Bismarck's fall to the outbreak of the First World War. Bulgaria is "
        "left out: it joins the state system of the Correlates of War only in 1908, and no "
        "capabilities are known for it in 1890; its part in the Balkan wars is in the facts as an "
        "outsider's. The reinsurance treaty between Germany and Russia lapsed in 1890 and is not "
        "in force at the start. Growth includes territory won and lost before 1914."
    ),
    start=1890,
    end=1914,
    last_peace=1913,
    states={
        "GMY": (255, "Germany"),
        "AUH": (300, "Austria-Hungary"),
        "ITA": (325, "Italy"),
        "RUS": (365, "Russia"),
        "FRN": (220, "France"),
        "UKG": (200, "United Kingdom"),
        "TUR": (640, "Ottoman Empire"),
        "JPN": (740, "Japan"),
        "USA": (2, "United States"),
        "ROM": (360, "Romania"),
        "GRC": (350, "Greece"),
        "YUG": (345, "Serbia"),
        "BEL": (211, "Belgium"),
    },
    judgements=[
        (
            ["GMY", "AUH", "RUS", "FRN"],
            "perceived_defence",
            0.7,
            ["vanevera1984", "snyder1984"],
            "cult of the offensive among the continental powers; the size is a guess",
        ),
        (
            ["GMY"],
            "capture",
            0.8,
            ["snyder1991"],
            "iron and rye: a cartelised polity; the size is a guess",
        ),
        (
            ["UKG"],
            "capture",
            0.2,
            ["snyder1991"],
            "diffuse interests in a democratising polity; the size is a guess",
        ),
    ],
    abstentions=[
        {
            "states": ["ITA"],
            "year": 1914,
            "event": "stays out although bound to GMY and AUH; enters against AUH in 1915",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["ROM"],
            "year": 1914,
            "event": "stays out although bound to GMY and AUH; enters against them in 1916",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["USA", "GRC"],
            "year": 1914,
            "event": "stay out of the First World War until 1917",
            "source": "cow_wars",
        },
        {
            "states": ["UKG"],
            "year": 1904,
            "event": "stays out of the Russo-Japanese War although allied with JPN",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["FRN"],
            "year": 1904,
            "event": "stays out of the Russo-Japanese War although allied with RUS",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["GMY", "AUH"],
            "year": 1911,
            "event": "stay out of the Italian-Turkish War although allied with ITA",
            "source": ["cow_wars", "atop"],
        },
    ],
    deals=[
        {
            "states": ["UKG", "FRN"],
            "year": 1904,
            "what": "Entente Cordiale: colonial settlement; ATOP has consultation only from 1907",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["UKG", "RUS"],
            "year": 1907,
            "what": "Convention on Persia, Afghanistan and Tibet; not an alliance in ATOP",
            "source": "memory",
            "checked": False,
        },
    ],
)

EUROPE_1930 = Spec(
    name="europe-1930",
    title="The 1930s: buck-passing, appeasement and war",
    summary=(
        "Sixteen states from the last year of Weimar calm to the end of 1941. Small western states "
        "and China are not in the case and appear in the facts as outsiders. Locarno (1925) and "
        "Nyon (1937) are not counted as promises of help. The consultation that binds USA, UKG, "
        "FRN and JPN at the start is the Four-Power Treaty of 1921; ATOP ends it in 1931. Spending "
        "of the Soviet Union is in converted dollars and overstated at the start."
    ),
    start=1930,
    end=1941,
    last_peace=1938,
    states={
        "GMY": (255, "Germany"),
        "UKG": (200, "United Kingdom"),
        "FRN": (220, "France"),
        "RUS": (365, "Soviet Union"),
        "ITA": (325, "Italy"),
        "POL": (290, "Poland"),
        "CZE": (315, "Czechoslovakia"),
        "ROM": (360, "Romania"),
        "YUG": (345, "Yugoslavia"),
        "HUN": (310, "Hungary"),
        "BUL": (355, "Bulgaria"),
        "GRC": (350, "Greece"),
        "FIN": (375, "Finland"),
        "JPN": (740, "Japan"),
        "USA": (2, "United States"),
        "TUR": (640, "Turkey"),
    },
    judgements=[
        (
            ["UKG", "FRN", "RUS"],
            "perceived_defence",
            1.5,
            ["christensen_snyder1990"],
            "lessons of the trenches: defence thought easier than it was; the size is a guess",
        ),
        (
            ["JPN"],
            "capture",
            0.8,
            ["snyder1991"],
            "cartelised polity led by the services; the size is a guess",
        ),
    ],
    abstentions=[
        {
            "states": ["FRN"],
            "year": 1936,
            "event": "Rhineland, March: target of GMY's move, takes no militarised action",
            "source": "gml",
            "note": "dispute 174: highest action of FRN is 0",
        },
        {
            "states": ["UKG", "ITA", "POL", "CZE", "RUS"],
            "year": 1936,
            "event": "Rhineland, March: take no part",
            "source": "gml",
            "note": "dispute 174: participants are GMY, FRN and BEL",
        },
        {
            "states": ["UKG", "FRN", "ITA", "CZE", "RUS"],
            "year": 1938,
            "event": "Anschluss, March: take no part",
            "source": "gml",
            "note": "dispute 11: participants are GMY and Austria",
        },
        {
            "states": ["UKG", "FRN", "RUS"],
            "year": 1938,
            "event": "Munich, September: show force beside CZE but do not use it",
            "source": "gml",
            "note": "dispute 12: highest actions 7 and 10 (show of force, fortify border)",
        },
        {
            "states": ["UKG", "FRN", "RUS", "POL", "ROM", "YUG"],
            "year": 1939,
            "event": "Prague, March: take no part when GMY occupies CZE",
            "source": "gml",
            "note": "dispute 2302: participants are GMY and CZE",
        },
        {
            "states": ["ITA"],
            "year": 1939,
            "event": "stays out in September although bound to GMY; enters in 1940",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["ROM", "TUR"],
            "year": 1939,
            "event": "stay out of the war although bound to POL (ROM) or to UKG and FRN (TUR)",
            "source": ["cow_wars", "atop"],
        },
        {
            "states": ["USA"],
            "year": 1939,
            "event": "stays out of the Second World War until December 1941",
            "source": "cow_wars",
        },
    ],
    deals=[
        {
            "states": ["UKG", "GMY"],
            "year": 1935,
            "what": "Naval agreement: German fleet at 35 per cent of the British",
            "source": "memory",
            "checked": False,
        },
        {
            "states": ["GMY", "UKG", "FRN", "ITA"],
            "year": 1938,
            "what": "Munich agreement: Sudeten areas of CZE ceded to GMY",
            "source": "memory",
            "checked": False,
        },
    ],
)
