"""The report of a folder of data."""
