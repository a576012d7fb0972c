"""Are dear wars rare wars? A claim of one's own: `westphalia claims own_claim.py:DEAR_WARS`."""

import westphalia as wp

DEAR_WARS = wp.Claim(
    id=101,
    title="Dear wars",
    sentence="Where war costs more, it is rarer.",
    source="Fearon 1995",
    treatment="a war costs 6% of the smaller side's resources",
    control="it costs 3%",
    conditions={
        "treatment": wp.Condition(years=50, set={"war_cost": 0.06}),
        "control": wp.Condition(years=50, set={"war_cost": 0.03}),
    },
    parts=(wp.Part("fewer wars begin", wp.measures.wars(), "-"),),
    reported=(wp.Part("burdens", wp.measures.burden(), "-"),),
    without=wp.Without("war is impossible at any cost", {"off": ("limited_war", "total_war")}),
    note="Both sides know what wars cost on average, and neither what this one costs the other.",
)
