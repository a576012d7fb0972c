"""From raw data sets to tables and panels, one group of columns a file."""
