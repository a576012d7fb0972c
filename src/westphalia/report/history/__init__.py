"""The report of replay, tournament and recovery."""
