"""Policies written for this project, with labels: the test bed that may be given away with the code."""
