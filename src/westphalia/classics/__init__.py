"""Published models, small enough to check by hand, each with its equation and source.

They stand beside the simulation, not in it: they share its mechanisms where these contain them
and are what its limits are held against.
"""
