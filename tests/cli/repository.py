"""Two policies that belong together, their configuration, and what to look up in a report on them."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

SOCIAL = """# Social Media Policy

## Purpose

The city uses social media to reach its residents.

## Scope

This policy applies to all employees who post on the city's social media accounts. See the
[records policy](records.md) and section 9.

## Conduct

Employees must be respectful when they post on social media.

Employees may not criticize the city on their own social media accounts.
"""
RECORDS = """# Records Policy

## Retention

Every record of the city must be kept under the records retention schedule of the state and may not be
destroyed before the period that it sets is over.

Records are subject to disclosure under the public records act.
"""
CONFIGURATION = """
as-of = 2026-11-01

[[set]]
name = "communications"
lead = "social.md"
members = ["records.md"]
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


def documents(run: Run, *arguments: str) -> dict[str, Any]:
    report = json.loads(run("check", "--format", "json", *arguments).stdout)
    return {document["source"]["name"]: document for document in report["documents"]}


def requirement(document: Any, identifier: str) -> Any:
    return next(found for found in document["requirements"] if found["id"] == identifier)


def findings(document: Any, identifier: str) -> list[Any]:
    return [found for found in document["findings"] if found["id"] == identifier]
