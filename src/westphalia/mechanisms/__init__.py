"""How things change: one file a process, pure functions on arrays.

A mechanism that holds a decision is split in two: `options` gives, for every decider and every
option, the terms of its value; `resolve` takes what was chosen and returns the consequences.
Terms are named (see `world.terms`); the theories weigh them, mechanisms never do.
"""
