"""What stands at the end: the table of requirements, decisions, notes, what was not read, verifying, signatures."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Final

from policylint.model.report import Decision, DocumentReport, Report, Requirement
from policylint.outputs.audit.blocks import (
    Block,
    Callout,
    Cell,
    Facts,
    Heading,
    Paragraph,
    Piece,
    Signature,
    Table,
)
from policylint.outputs.audit.elements import requirement_id
from policylint.outputs.audit.scope import given_cover
from policylint.outputs.audit.summary import status_cell
from policylint.outputs.audit.words import cell, code, decision_title, link, plain, said
from policylint.outputs.wording import decisions_to_look_at, place, short_kind, signed_words

_NAMED: Final = 3
"""Documents that the command to verify names; with more it says FILE..."""


def requirement_table(number: int, document: DocumentReport) -> Table:
    """Every requirement with its status and the place of its first evidence; what a person said, if anybody did."""
    remarks = [_remark(requirement) for requirement in document.requirements]
    rows = []
    for requirement, remark in zip(document.requirements, remarks, strict=True):
        where = place(requirement.evidence[0]) if requirement.evidence else "\u2013"
        cells = (
            Cell(link(requirement.title, requirement_id(number, requirement.id))),
            cell(requirement.id),
            status_cell(requirement),
            cell(where),
        )
        rows.append((*cells, cell(remark)) if any(remarks) else cells)
    header = ("Requirement", "Id", "Status", "First evidence")
    caption = f"All requirements: {said(document.source.name)}"
    if any(remarks):
        return Table(caption, (*header, "Remark"), tuple(rows), (0.25, 0.23, 0.13, 0.22, 0.17))
    return Table(caption, header, tuple(rows), (0.29, 0.23, 0.14, 0.34))


def _remark(requirement: Requirement) -> str:
    """What a person said of a requirement, or that it is not asked for."""
    decided = "; ".join(decision_title(d) for d in (requirement.review, requirement.decision) if d)
    return decided or ("" if requirement.applies else "Not asked for")


def decisions(report: Report) -> Iterator[Block]:
    """All decisions and reviews with reasons, owners and dates, and those no longer in force with the reason why."""
    yield Heading(
        1, "Decisions and reviews", "decisions", new_page=any(document.summary for document in report.documents)
    )
    rows = tuple(row for document in report.documents for row in _in_force(document, many=len(report.documents) > 1))
    if rows:
        yield Paragraph(
            plain(
                "What people have decided about gaps and findings, and what they said when they looked at a verdict. "
                "A decision hides nothing: the verdict stands where it stood."
            )
        )
        yield Table(
            f"In force ({len(rows)})",
            ("About", "Decision", "Reason", "By whom and when"),
            rows,
            (0.25, 0.18, 0.32, 0.25),
        )
    uses = decisions_to_look_at(report)
    if uses:
        yield Table(
            f"No longer in force ({len(uses)})",
            ("About", "Decision", "Why it does not hold", "By whom and when"),
            tuple(
                (
                    _about(use.rule, use.document),
                    cell(decision_title(use.decision)),
                    cell(f"{use.state.capitalize()}. {use.why} The reason was: {use.decision.reason}"),
                    _by(use.decision),
                )
                for use in uses
            ),
            (0.25, 0.18, 0.32, 0.25),
        )
    if not rows and not uses:
        yield Paragraph(plain("Nobody has decided about a gap or a finding, or reviewed a verdict."))


def _in_force(document: DocumentReport, *, many: bool) -> Iterator[tuple[Cell, ...]]:
    seen: set[tuple[str, Decision]] = set()
    for about in document.verdicts:
        for decision in (about.review, about.decision):
            if decision and (about.id, decision) not in seen:  # one decision may be about several clauses
                seen.add((about.id, decision))
                named = _about(about.id, document.source.name if many else "", about.title)
                yield named, cell(decision_title(decision)), cell(decision.reason), _by(decision)


def _about(identifier: str, document: str, title: str = "") -> Cell:
    named = f"{title} ({identifier})" if title else identifier
    return cell(f"{named} in {document}" if document else named)


def _by(decision: Decision) -> Cell:
    return cell(signed_words(decision))


def notes(report: Report) -> Iterator[Block]:
    """The reviewer's notes, where there are any."""
    said_by_reviewer = given_cover(report).notes
    if said_by_reviewer:
        yield Heading(1, "Reviewer\u2019s notes", "notes")
        for note in said_by_reviewer:
            yield Paragraph(plain(note))


def not_read(report: Report) -> Iterator[Block]:
    """What could not be read or was not checked, and why."""
    yield Heading(1, "What was not read", "not-read")
    others = [document for document in report.documents if document.verdict != "checked"]
    remarks = [(document, note) for document in report.documents for note in document.notes]
    if not others and not remarks:
        yield Paragraph(plain("No document, and no part of one that policylint knows of, was left unread."))
    for document in others:
        if document.verdict == "unreadable":
            reason = f" ({document.reason})" if document.reason else ""
            yield Callout(f"{said(document.source.name)}: unreadable", plain(f"{document.explanation}{reason}"))
        else:
            title = f"{said(document.source.name)}: not checked ({short_kind(document)})"
            yield Callout(title, plain(document.explanation or "It is checked as a part of its policy set."))
    for document, note in remarks:
        yield Paragraph(plain(f"{document.source.name}: {note}"))


def verifying(report: Report) -> Iterator[Block]:
    """How to verify: the command, and the digests and versions of all that bore on the result."""
    yield Heading(1, "How to verify this report", "verify")
    yield Paragraph(
        plain(
            "This file carries the whole report as data. Whoever has it, the documents and policylint can check them "
            "again; the command says that the result is the same, or exactly what differs and why:"
        ),
        with_next=True,
    )
    names = [shlex.quote(said(document.source.name)) for document in report.documents]
    yield Paragraph(code(f"policylint verify REPORT {' '.join(names) if len(names) <= _NAMED else 'FILE...'}"))
    yield Paragraph(
        plain(
            "REPORT is this file. A digest (SHA-256) is a number made of every byte of a file: where one word changes, "
            "it becomes another."
        )
    )
    rows = [("Document", document.source.name, document.source.sha256 or "not read") for document in report.documents]
    rows += [("Checklist", f"{pack.title} {pack.version} ({pack.id})", pack.digest) for pack in report.packs]
    manifest = report.manifest
    if manifest is not None:
        model = [("Language model", report.tool.model, manifest.model)] if manifest.model else []
        settings = [("Settings", f"for {name}", digest) for name, digest in manifest.settings.items()]
        files = [(file.role.capitalize(), file.name, file.sha256) for file in manifest.files]
        rows += [*model, *settings, *files]
    yield Table(
        "Digests (SHA-256)",
        ("What", "Name", "Digest"),
        tuple((cell(what), cell(name), Cell(code(digest))) for what, name, digest in rows),
        (0.16, 0.34, 0.5),
    )
    versions = [("policylint", report.tool.version), ("Language model", report.tool.model)]
    if manifest is not None:
        versions.append(("Libraries", ", ".join(f"{n} {v}" for n, v in sorted(manifest.libraries.items()))))
    versions.append(("Dates judged as of", report.options.as_of))
    facts = [(said(name), plain(version)) for name, version in versions if version]
    if manifest is not None:
        facts += [(said(f"Option {name}"), code(_value(value))) for name, value in sorted(manifest.given.items())]
    yield Paragraph((Piece("Versions and options", strong=True),), with_next=True)
    yield Facts(tuple(facts))


def _value(value: str | bool | float | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def signatures(report: Report) -> Iterator[Block]:
    """Where to sign."""
    given = given_cover(report)
    yield Heading(1, "Signature", "signature")
    yield Paragraph(
        plain("By signing, the person named confirms having read this report and the documents it is about."),
        with_next=True,
    )
    yield Signature((("Name", said(given.prepared_by)), ("Date", said(given.date)), ("Signature", "")))
