"""Clauses and rules to hits. Knows no verdicts."""
