"""The replay once more, in plain Python."""
