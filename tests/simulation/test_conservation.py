"""Conservation, and chances that are chances, in any world and whatever the parameters."""

import jax
import numpy as np
import pytest
from conftest import anything
from hypothesis import given

from simulation.worlds import ALL_ON, FEW, MIXED, drawn_parameters, explained_year, seeds
from westphalia.mechanisms.forms import FORMS
from westphalia.mechanisms.salience import MOST
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, agents_of, assign
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import ABOUT, BRINKMANSHIP, DEFAULTS, Forms, Parameters

pytestmark = pytest.mark.xdist_group(name="experiments")

# Conservation, and chances that are chances


@pytest.mark.parametrize("form", FORMS["crisis"])
def test_peaceful_years_conserve_resources_and_shares_always_add_up(form):
    @FEW
    @given(seeds)
    def holds(seed):
        scene = anything(4, 64, seed, MIXED, ALL_ON).with_forms(crisis=form)
        conserves(*explained_year()(scene, seed))

    holds()


def conserves(between, _, roles):
    """Years of peace leave resources as they were, and any year shares that add up to 1."""
    before, after = between["shocks"], between["war and joining"]
    peace = np.asarray(roles == 0).all((0, 1))
    assert peace.sum() > 0
    assert (after.resources == before.resources)[:, peace].all()
    assert (after.alive == before.alive)[:, peace].all()
    for name, world in between.items():
        total = np.asarray(world.stake + world.stake.swapaxes(0, 1))
        alive = np.asarray(world.alive[:, None] * world.alive[None, :])
        live = (alive > 0) & ~np.eye(4, dtype=bool)[:, :, None]
        assert total[live] == pytest.approx(1.0, abs=1e-5), name
        assert ((world.stake >= 0) & (world.stake <= 1)).all(), name
    end = between["consequences"]
    shares = np.asarray((end.resources * end.alive).sum(0) / end.alive.sum(0))
    assert shares == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("form", FORMS["crisis"])
@pytest.mark.parametrize("ends", [False, True])
def test_chances_are_chances_whatever_the_parameters(ends, form):
    @FEW
    @given(seeds)
    def holds(seed):
        runs = 64
        scene = anything(4, runs, seed, MIXED, ALL_ON)
        scene = scene._replace(p=drawn_parameters(seed, runs, ends, crisis=form))
        between, record, _ = explained_year()(scene, seed)
        record = record["taken"]
        for name in (
            *(a.name for a in AGREEMENTS),
            "comply",
            "signal",
            "align",
            "arm",
            "challenge",
            "stand",
        ):
            note = record[name]
            chance = np.asarray(note.chance)
            assert ((chance >= 0) & (chance <= 1 + 1e-6)).all(), name
            assert np.isfinite(np.asarray(note.value)).all(), name
            assert np.isin(np.asarray(note.choice), (0.0, 1.0)).all(), name
        assert np.asarray(record["arm"].chance.sum(1)) == pytest.approx(1.0, abs=1e-5)
        assert np.asarray(record["challenge"].chance.sum(1)) == pytest.approx(1.0, abs=1e-5)
        # nobody does what is not allowed
        assert form == BRINKMANSHIP or not np.asarray(record["stand"].allowed).any()
        for name in ("signal", "align", "arm", "challenge"):
            note = record[name]
            done = note.choice * (1 - note.allowed)
            if name in ("arm", "challenge"):
                assert not np.asarray(done).any(), name
        for name, world in between.items():
            for share in ("posture", "belief", "transparency", "institutions", "pact", "fear"):
                values = np.asarray(getattr(world, share))
                assert ((values >= 0) & (values <= 1)).all(), (name, share)
            assert (np.abs(world.identity) <= 1 + 1e-6).all(), name
            assert ((world.threat >= 0) & (world.threat < 1)).all(), name
            assert ((world.salience > 0) & (world.salience <= MOST)).all(), name

    holds()


# Extreme parameters


@pytest.mark.parametrize(
    ("theory", "form"),
    [*((t, "ultimatum") for t in (*THEORIES, "random")), ("defensive", BRINKMANSHIP)],
)
def test_nothing_breaks_at_the_ends_of_the_limits(theory, form):
    """Each parameter at each end alone, and then corners of all of them together."""
    n, width = 4, 128
    theories = assign({**THEORIES, **BASELINES}[theory], n)
    own = Parameters(forms=Forms(crisis=form))
    setting = Setting(
        *(RandomWorld(n), theories, 26),
        **{"seed": 1, "parameters": own, "modules": ALL_ON, "detail": True},
    )
    program, agents = Program(setting), agents_of(theories)
    agents = jax.tree.map(lambda v: np.broadcast_to(v, (n, width)), agents)
    ends = [(name, end) for name in ABOUT for end in ("least", "most")]
    batches = [ends[at : at + width] for at in range(0, len(ends), width)]
    for batch in (*batches, []):
        p = drawn_parameters(7, width, ends=True, crisis=form)
        if batch:
            alone = {name: np.full(width, DEFAULTS[name], np.float32) for name in ABOUT}
            for k, (name, end) in enumerate(batch):
                alone[name][k] = getattr(ABOUT[name], end)
            p = Parameters(**alone, forms=Forms(crisis=form))
        records = program.chunk(np.arange(width), p, agents)
        for name, values in records.items():
            if values.dtype.kind != "f":
                continue
            bad = sorted(set(np.nonzero(~np.isfinite(values))[-1].tolist()))
            offenders = [batch[k] if k < len(batch) else f"corner {k}" for k in bad]
            assert not bad, f"{name} is not finite at {offenders}"
        assert (records["resources"] >= 0).all()
        assert ((records["burden"] > 0) & (records["burden"] <= 0.6)).all()
