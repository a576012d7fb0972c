"""The page: what it is given of a simulation, and the report that holds both in one file.

Its source is in `web/` (TypeScript, Svelte); the built files are in `built/`.
"""
