"""The data that the houses hand to each other."""
