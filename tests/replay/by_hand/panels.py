"""A panel made by hand, with one of everything that can happen."""

import numpy as np

from westphalia.records.panel import Panel, War

N, T = 4, 9


def pairs(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """Symmetric figures of pairs, each year's a little different. [T, N, N]"""
    one = np.triu(rng.uniform(low, high, (T, N, N)), 1)
    return one + np.swapaxes(one, 1, 2)


def hand_made(seed: int = 3, whole: bool = False) -> Panel:
    """Four states over nine years, with one of everything that happens.

    D enters in year 3, C leaves in year 7. A and B ally in year 2 and part in 3; B and C are
    allied as long as C lasts, though nobody knows of it in 4. A picks two quarrels in year 2; A
    and C quarrel with each other in 3; B attacks A in 4, a war that C joins and that lasts until
    5, when C attacks without a dispute; D attacks A in 6 and B helps it. Disputes are unknown
    after 6, some of what was done about arms too. `whole`: postures and shares are known.
    """
    rng = np.random.default_rng(seed)
    member = np.ones((T, N), bool)
    member[:3, 3] = member[7:, 2] = False
    resources = np.where(member, 50.0 * np.exp(rng.normal(0.0, 0.4, (T, N))), np.nan)
    burden = np.where(member, rng.uniform(0.01, 0.08, (T, N)), np.nan)
    burden[4, 1] = np.nan
    arming = np.where(member, rng.integers(-1, 2, (T, N)), np.nan)
    arming[[0, 3, 6], [0, 3, 1]] = np.nan
    pact = np.zeros((T, N, N), int)
    for a, b, first, end in ((0, 1, 2, 3), (1, 2, 0, 7), (0, 3, 7, T)):
        pact[first:end, a, b] = pact[first:end, b, a] = 1
    for t, a, b in ((4, 1, 2), (5, 0, 3)):
        pact[t, a, b] = pact[t, b, a] = -1
    dispute, attack, fought = (np.zeros((T, N, N), int) for _ in range(3))
    for t, i, j in ((1, 0, 1), (2, 0, 1), (2, 0, 2), (4, 1, 0), (5, 1, 2), (6, 3, 0)):
        dispute[t, i, j] = 1
    dispute[3, 0, 2], dispute[3, 2, 0] = 1, 2
    attack[4, 1, 0] = attack[5, 2, 0] = attack[6, 3, 0] = 1
    for t, i, j in ((4, 1, 0), (5, 1, 0), (4, 2, 0), (5, 2, 0), (6, 3, 0), (6, 1, 3)):
        fought[t, i, j] = fought[t, j, i] = 1
    dispute[7:] = -1
    rival = np.where(pairs(rng, 0.0, 1.0) > 0.5, 1.0, 0.0)
    trade = np.round(pairs(rng, 0.0, 1.0))
    trade[1:3] = np.nan
    share = np.triu(rng.uniform(0.1, 0.9, (T, N, N)), 1)
    share += np.tril(1.0 - np.swapaxes(share, 1, 2), -1)
    wars = (
        War("one", 4, 5, 1, 0, (2,), (), (2, 3), np.nan, 1),
        War("two", 6, 6, 3, 0, (), (1,), (1, 2), 1.0, -1),
    )
    return Panel(
        labels=("A", "B", "C", "D"),
        codes=(1, 2, 3, 4),
        years=np.arange(1900, 1900 + T),
        member=member,
        resources=resources,
        growth=np.where(rng.uniform(size=(T, N)) < 0.2, np.nan, rng.normal(0.0, 0.02, (T, N))),
        arms=burden_or(burden) * resources * rng.uniform(5.0, 12.0, (T, N)),
        burden=burden,
        arming=arming,
        openness=np.where(rng.uniform(size=(T, N)) < 0.2, np.nan, rng.uniform(size=(T, N))),
        nuclear=(rng.uniform(size=N) < 0.6) * np.ones((T, 1)) * (np.arange(T)[:, None] > 4),
        major=np.ones((T, N)),
        distance=pairs(rng, 0.1, 2.0),
        contiguous=np.ones((T, N, N)),
        relevant=np.ones((T, N, N)),
        pact=pact,
        dispute=dispute,
        attack=attack,
        fought=fought,
        rival=rival,
        trade=trade,
        institutions=pairs(rng, 0.0, 0.8),
        peace_years=pairs(rng, 0.0, 50.0),
        wars=wars,
        covered=dict.fromkeys(("pact", "war", "arms"), (1900, 1908)) | {"dispute": (1900, 1906)},
        posture=np.clip(0.1 * rng.integers(0, 8, (T, N)), 0.0, 1.0) if whole else None,
        stake=share if whole else None,
    )


def burden_or(burden: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(burden), 0.03, burden)
