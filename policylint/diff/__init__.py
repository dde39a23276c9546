"""Coverage diff: what a new version of a policy gained and lost, and what became of the clauses that settled it."""
