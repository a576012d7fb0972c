"""Experiments: designs, conditions that are simulated, stored results, and effects."""
