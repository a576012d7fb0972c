"""Forecasts of history: baselines, scores, windows, tournament, recovery."""
