"""Hits to statuses, findings, kind and explanations of absence. Knows no language processing."""
