"""What is read off the records of a simulation."""
