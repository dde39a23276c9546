"""Clauses and their features: force, actor, exception, technology scope. The only house that knows spaCy."""
