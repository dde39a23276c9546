"""Rule packs: the format, loading, validating and explaining. The data is in `rules/`."""
