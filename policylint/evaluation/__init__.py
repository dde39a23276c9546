"""Measuring verdicts against labels, and rules against their pages."""
