"""Measurements: each module prints what it measured, with n, and fails where a promise is broken."""
