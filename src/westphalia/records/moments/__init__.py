"""History's values of the moments, compiled from raw data by the code of this folder."""
