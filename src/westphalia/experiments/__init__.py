"""Experiments: what is drawn, conditions that are simulated, where results are kept, what differs."""
