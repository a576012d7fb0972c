"""A run described and carried out: the plan, the experiment, what came of it beside history."""
