"""`westphalia concepts`: what each mechanism does, for people and as data."""
