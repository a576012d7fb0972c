"""The replay once more, state by state and pair by pair, in plain Python and double precision.

Only what is given is taken from the package: the panel, which decisions there are, the numbers of
parameters and theories, and the draws of what nobody recorded.
"""
