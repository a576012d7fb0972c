"""Experiments: what is drawn, arms that are simulated, where results are kept, what differs."""
