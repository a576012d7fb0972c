"""The meetings of a year: each pair may meet on one item, which stands if both accept."""

import jax.numpy as jnp

from westphalia.decisions.agreements import AGREEMENTS
from westphalia.decisions.agreements.agreement import MEETING, agenda_of, deal_temperature
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.valuation import habitual, value_of, yes
from westphalia.mechanisms import inference
from westphalia.world.state import flip
from westphalia.world.terms import of_own_type


def meet(year: Year, given: Given, rules: Rules) -> Year:
    """The year after all meetings. The answers tell others something of the states' types."""
    world, n = year.world, year.n
    on_table = agenda_of(year, given)
    value = keen = jnp.zeros_like(world.belief)
    offers = {}
    for item in AGREEMENTS:
        offered = offers[item] = item.options(year, given, on_table[item.name])
        own = of_own_type(offered.terms, world.greedy)
        value = value + on_table[item.name] * value_of(own, world, given, rules)
        keen = keen + on_table[item.name] * item.keenness(offered, given)
    temperature = deal_temperature(world, given)
    chance = habitual(yes(value, temperature), given.agents.habit, given.agents.h_agree[:, None])
    u = given.streams.uniform("cooperation/consent", n, n)
    consent = rules.chooser.consent(MEETING, chance, u)
    evidence = inference.from_answer(consent, chance, keen, given.p.temperature_deal).sum(1)
    both = consent * flip(consent)
    after = world
    for item, offered in offers.items():
        if rules.explain:
            weighed = item.weigh_offered(offered, year, given, rules)
            year = year.noting(item.name, weighed.taken(consent), rules)
        after = item.after(after, on_table, both, given)
    return year._replace(world=after).telling(evidence)
