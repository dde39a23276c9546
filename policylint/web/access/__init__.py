"""Who asks, and whether they may: sessions, tokens, the reverse proxy's word, other sites' forms, and rates."""
