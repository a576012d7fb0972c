"""Reading and checking the files of a folder of data."""
