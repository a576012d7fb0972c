"""Sensitivity: which factors of a sweep a measure depends on, alone and together with others.

    sobol, morris    designs with estimators of their own
    prcc             monotone relations, for any scattered design
    anova            full grids of levels
    surrogate        a Gaussian process for any other design, and how far to trust it
    posterior        Sobol' indices of a surrogate
    noise            how much of what varies is sampling noise of finite runs

All are functions of arrays: positions of points in [0, 1], values of a measure, their errors.
"""
