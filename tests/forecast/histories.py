"""A history drawn at random, with habits that baselines can learn."""

import numpy as np

from westphalia.forecast.baselines import BASELINES
from westphalia.records.panel import Panel, War

BY_NAME = {baseline.name: baseline for baseline in BASELINES}


def made_up(years=90, n=7, seed=0) -> Panel:
    """A history drawn at random: neighbours quarrel and go on quarrelling, arming goes on,
    powers of much resources join wars; gaps where real data have gaps.
    """
    rng = np.random.default_rng(seed)

    def drawn(low, high, *shape):
        return rng.uniform(low, high, (years, *shape))

    def both(values):
        upper = np.triu(values, 1)
        return upper + np.swapaxes(upper, -1, -2)

    def steady(start, chance_on, chance_off):
        """Flags of pairs that change seldom."""
        flags = [start]
        for _ in range(years - 1):
            drawn, now = both(rng.random((n, n))), flags[-1]
            flags.append(np.where(now > 0, drawn > chance_off, drawn < chance_on) * (1 - np.eye(n)))
        return np.array(flags)

    none = np.zeros((n, n))
    contiguous = np.broadcast_to(both(rng.random((n, n)) < 0.5).astype(float), (years, n, n))
    pact, rival = steady(none, 0.04, 0.1), steady(none, 0.1, 0.05)
    dispute = np.zeros((years, n, n), int)
    arming = np.zeros((years, n))
    for t in range(1, years):
        chance = 0.03 + 0.1 * contiguous[0] + 0.4 * (dispute[t - 1] > 0)
        dispute[t] = (rng.random((n, n)) < chance) * (1 - np.eye(n))
        fresh = rng.choice([-1, 0, 1], n, p=[0.2, 0.5, 0.3])
        arming[t] = np.where(rng.random(n) < 0.6, arming[t - 1], fresh)
    fought = both(drawn(0, 1, n, n) < 0.02).astype(int)
    peace = np.full((years, n, n), 20.0)
    for t in range(1, years):
        peace[t] = np.where(fought[t] > 0, 0.0, peace[t - 1] + 1.0)
    wars = []
    for t in range(1, years, 2):
        a, b, *others = (int(k) for k in rng.permutation(n))
        side = {k: rng.choice(3, p=[0.6, 0.2, 0.2]) for k in others}
        wars.append(
            War(
                name=f"war {t}",
                year=t,
                ended=t,
                attacker=a,
                target=b,
                with_attacker=tuple(k for k in others if side[k] == 2),
                with_target=tuple(k for k in others if side[k] == 1),
                third=tuple(others),
                total=np.nan,
                won=0,
            )
        )
    openness = np.repeat(rng.random((1, n)), years, 0)
    openness[:, 0] = np.nan
    member = np.ones((years, n), bool)
    member[:10, 1] = False
    calendar = np.arange(1880, 1880 + years)
    every = (int(calendar[0]), int(calendar[-1]))
    return Panel(
        labels=tuple("ABCDEFGHIJ"[:n]),
        codes=tuple(range(n)),
        years=calendar,
        member=member,
        resources=np.where(member, drawn(1, 5, n), np.nan),
        growth=drawn(-0.05, 0.05, n),
        arms=np.where(member, drawn(0.1, 1, n), np.nan),
        burden=drawn(0.01, 0.1, n),
        arming=arming,
        openness=openness,
        nuclear=np.zeros((years, n)),
        major=np.repeat((rng.random((1, n)) < 0.5) * 1.0, years, 0),
        distance=np.repeat(both(rng.uniform(0.1, 8, (1, n, n))), years, 0),
        contiguous=contiguous,
        relevant=np.broadcast_to(1.0 - np.eye(n), (years, n, n)),
        pact=pact.astype(int),
        dispute=dispute,
        attack=np.zeros((years, n, n)),
        fought=fought,
        rival=rival,
        trade=np.where(drawn(0, 1, n, n) < 0.1, np.nan, 1.0),
        institutions=np.full((years, n, n), np.nan),
        peace_years=peace,
        wars=tuple(wars),
        covered=dict.fromkeys(("pact", "dispute", "war", "arms"), every),
    )
