"""The sources of the built-in cases, by the key that the case files use."""

SOURCES = {
    "nmc": "Singer, Bremer & Stuckey (1972); Singer (1987), International Interactions 14(2). "
    "Correlates of War, National Material Capabilities v7.0.",
    "cow_states": "Correlates of War Project (2017), State System Membership v2016.",
    "cow_majors": "Correlates of War Project (2017), State System Membership (Majors) v2016.",
    "capitals": "Miller (2022), Conflict Management and Peace Science: COW capitals, "
    "as in peacesciencer; capitals of Turkey corrected.",
    "contiguity": "Stinnett, Tir, Schafer, Diehl & Gochman (2002), Conflict Management and Peace "
    "Science 19(2). Correlates of War, Direct Contiguity v3.2.",
    "atop": "Leeds, Ritter, Mitchell & Long (2002), International Interactions 28(3). Alliance "
    "Treaty Obligations and Provisions v5.1 (treaty members from v4.01).",
    "cow_wars": "Sarkees & Wayman (2010), Resort to War. Correlates of War, "
    "Inter-State War Data v4.0.",
    "iwd": "Reiter, Stam & Horowitz (2016), Journal of Conflict Resolution 60(5). "
    "Interstate War Data 1.",
    "tss": "Thompson, Sakuwa & Suhas (2021), Analyzing Strategic Rivalries in World Politics.",
    "cow_trade": "Barbieri, Keshk & Pollins (2009), Conflict Management and Peace Science 26(5). "
    "Correlates of War, Trade v4.0.",
    "cow_igo": "Pevehouse, Nordstrom, McManus & Jamison (2020), Journal of Peace Research 57(3). "
    "Correlates of War, International Governmental Organizations v3.",
    "vdem": "V-Dem Institute, electoral democracy index (v2x_polyarchy), as in isard; "
    "CC BY-SA 4.0.",
    "polity": "Center for Systemic Peace, Polity5, polity2 rescaled to 0-1, as in isard.",
    "gml": "Gibler, Miller & Little (2016), International Studies Quarterly 60(4). "
    "Militarized Interstate Disputes v2.2.1.",
    "memory": "General histories; not confirmed in a data set.",
    "vanevera1984": "Van Evera (1984), The Cult of the Offensive and the Origins of the First "
    "World War, International Security 9(1).",
    "snyder1984": "Snyder (1984), The Ideology of the Offensive, Cornell University Press.",
    "christensen_snyder1990": "Christensen & Snyder (1990), Chain Gangs and Passed Bucks, "
    "International Organization 44(2).",
    "snyder1991": "Snyder (1991), Myths of Empire, Cornell University Press.",
    "gibler2009": "Gibler (2009), International Military Alliances, 1648-2008.",
    "schroeder1994": "Schroeder (1994), The Transformation of European Politics 1763-1848.",
    "esdaile2007": "Esdaile (2007), Napoleon's Wars: An International History, 1803-1815.",
    "chandler1966": "Chandler (1966), The Campaigns of Napoleon.",
    "rothenberg1977": "Rothenberg (1977), The Art of Warfare in the Age of Napoleon.",
    "kennedy1987": "Kennedy (1987), The Rise and Fall of the Great Powers.",
    "mcevedy_jones1978": "McEvedy & Jones (1978), Atlas of World Population History.",
    "bairoch1982": "Bairoch (1982), International Industrialization Levels from 1750 to 1980, "
    "Journal of European Economic History 11(2).",
    "levy1983": "Levy (1983), War in the Modern Great Power System, 1495-1975.",
    "singh_way2004": "Singh & Way (2004), The Correlates of Nuclear Proliferation, Journal of "
    "Conflict Resolution 48(6).",
    "weeks2012": "Weeks (2012), Strongmen and Straw Men: Authoritarian Regimes and the Initiation "
    "of International Conflict, American Political Science Review 106(2).",
}
