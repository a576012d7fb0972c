"""What the critics of the theory add: modules that are off by default, off being the identity."""
