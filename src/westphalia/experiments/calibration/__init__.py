"""Calibration: which parameters are not ruled out by what history says, and draws from them.

A `schedule.Schedule` says what is searched, what is aimed at and with how many simulations; a
`job.Calibration` carries it out round by round; `file` reads both from a file.
"""
