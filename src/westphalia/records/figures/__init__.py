"""Published empirical figures, recomputed from a folder of data."""
