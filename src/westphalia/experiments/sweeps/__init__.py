"""Sweeps: one world at many points, what is measured there, and where the points are."""
