"""From the files of public data sets to panels of history."""
