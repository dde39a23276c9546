"""Verification: find the report in a file that was handed over, make it again, and say what differs and why."""

from __future__ import annotations

from policylint.verification.model import Verification
from policylint.verification.verify import verify_report

__all__ = ["Verification", "verify_report"]
