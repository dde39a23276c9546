"""What visitors decide about verdicts: from the form to the store, from there to the report, and decisions files."""
