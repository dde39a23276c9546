"""Comparing two versions of a repository's documents, each examined with all that the repository says of it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from policylint.config import ConfigurationLookup
from policylint.diff.assemble import assemble
from policylint.diff.compare import Version, VersionPair
from policylint.diff.folders import path_comparison
from policylint.diff.lfs import is_pointer, pointer_version
from policylint.diff.model import Diff
from policylint.diff.pairing import Comparison, Item, Pair, shown_path
from policylint.diff.revisions import git_comparison
from policylint.model.report import DocumentReport
from policylint.model.text import DocumentText
from policylint.project.conclude import state
from policylint.project.decided import Decided
from policylint.project.gather import Gathered, gathered
from policylint.project.profile import require_packs
from policylint.project.run import examine_subjects
from policylint.project.subject import Checkout, Subject, SubjectFinder
from policylint.project.summary import recount
from policylint.project.wishes import Listener, Wishes
from policylint.sources import Input


def diff_paths(
    old: str, new: str, wishes: Wishes, *, listener: Listener | None = None, parse_apart: bool = False
) -> Diff:
    """Compare two files, whatever their names, or two folders, whose files pair by path.

    Args:
        old: The old file or folder; one of the two files may be "-" for standard input.
        new: The new one.
        wishes: How to examine both; its `paths` are not looked at.
        listener: Whom to tell of progress.
        parse_apart: Let a process of its own do the parsing; only for programs that are safe to import again.

    Raises:
        UserMistake: A path, configuration, pack, profile or decision that is wrong, or a file that cannot be opened.
    """
    lookup = _lookup(wishes)
    comparison = path_comparison(old, new, configuration_for=lookup)
    return diff_project(comparison, wishes, lookup, listener=listener, parse_apart=parse_apart)


def diff_revisions(
    revisions: str,
    wishes: Wishes,
    *,
    staged: bool = False,
    listener: Listener | None = None,
    parse_apart: bool = False,
) -> Diff:
    """Compare revisions of the git repository in which the current folder lies.

    Args:
        revisions: `A..B`, `A...B`, or `A` against the work tree, as `policylint.diff.revisions.git_comparison` has it.
        wishes: How to examine both sides; its `paths` are the files and folders to which to keep, if there are any.
        staged: Compare `A` with the index.
        listener: Whom to tell of progress.
        parse_apart: Let a process of its own do the parsing; only for programs that are safe to import again.

    Raises:
        UserMistake: As `diff_paths`; and what git cannot do.
    """
    lookup = _lookup(wishes)
    with git_comparison(revisions, paths=wishes.paths, staged=staged, configuration_for=lookup) as comparison:
        return diff_project(comparison, wishes, lookup, listener=listener, parse_apart=parse_apart)


def diff_project(
    comparison: Comparison,
    wishes: Wishes,
    lookup: ConfigurationLookup,
    *,
    listener: Listener | None = None,
    parse_apart: bool = False,
) -> Diff:
    """Examine what differs between two sides as a run would, each side by itself, and compare it.

    Args:
        comparison: The two sides.
        wishes: How to examine both.
        lookup: Tells which configuration governs a path.
        listener: Whom to tell of progress.
        parse_apart: Let a process of its own do the parsing; only for programs that are safe to import again.

    Raises:
        UserMistake: As `diff_paths`.
    """
    comparison = _without(comparison, wishes.left_out)
    changed = [pair for pair in comparison.pairs if not pair.is_unchanged]
    checkouts = _checkouts(comparison, changed)
    pairs = [*changed, *_companions(changed, comparison.base, checkouts, lookup, wishes)]
    old = [pair.old for pair in pairs if pair.old]
    new = [pair.new for pair in pairs if pair.new]
    waiting = [*_subjects(old, checkouts[0], lookup, wishes), *_subjects(new, checkouts[1], lookup, wishes)]
    run = gathered(tuple(subject for _, subject in waiting), lookup, wishes)
    stated = _stated(run, listener, parse_apart=parse_apart)
    versions = {id(item): Version(item.path, *said) for (item, _), said in zip(waiting, stated, strict=True)}
    for item in (*old, *new):
        if id(item) not in versions:
            versions[id(item)] = pointer_version(item.path, item.input.read())
    compared = [
        VersionPair(
            pair.pairing, versions[id(pair.old)] if pair.old else None, versions[id(pair.new)] if pair.new else None
        )
        for pair in pairs
    ]
    return assemble(comparison, compared, as_of=run.as_of.isoformat())


def _lookup(wishes: Wishes) -> ConfigurationLookup:
    return ConfigurationLookup(explicit=wishes.configuration, isolated=wishes.isolated)


def _without(comparison: Comparison, left_out: Sequence[str]) -> Comparison:
    """The comparison without files that are no documents even if they look like some."""
    places = {os.path.abspath(path) for path in left_out}
    pairs = (
        pair
        for pair in comparison.pairs
        if not any(item and item.place and os.path.abspath(item.place) in places for item in (pair.old, pair.new))
    )
    return replace(comparison, pairs=tuple(pairs))


def _companions(
    changed: Sequence[Pair],
    base: str,
    checkouts: tuple[Checkout, Checkout],
    lookup: ConfigurationLookup,
    wishes: Wishes,
) -> Iterator[Pair]:
    """The policies, unchanged themselves, of which another document of their set has changed."""
    known = {os.path.abspath(item.place) for pair in changed for item in (pair.old, pair.new) if item and item.place}
    leads: set[str] = set()
    for pair in changed:
        for item in (pair.old, pair.new):
            if item and item.place:
                # It need not be there any more.
                finder = _finder(lookup, wishes, Checkout({os.path.abspath(item.place): item.input}))
                leads.update(finder.leads_above(item.place))
    for lead in sorted(leads):
        if os.path.abspath(lead) not in known and all(checkout.has(lead) for checkout in checkouts):
            name = shown_path(os.path.relpath(lead, base))
            one, other = (Item(name, Input(name, checkout.input(lead).read, lead), lead) for checkout in checkouts)
            yield Pair("same-path", one, other)


def _subjects(
    side: Sequence[Item], checkout: Checkout, lookup: ConfigurationLookup, wishes: Wishes
) -> Iterator[tuple[Item, Subject]]:
    """The documents of one side, without those of which there is only a pointer of Git LFS."""
    finder = _finder(lookup, wishes, checkout)
    for item in side:
        if not is_pointer(item.input.read()):
            yield item, finder.subject(item.input, item.place)


def _finder(lookup: ConfigurationLookup, wishes: Wishes, checkout: Checkout) -> SubjectFinder:
    # A file that a set names may well be gone in one of the versions; that is what a comparison is for.
    return SubjectFinder(configuration_for=lookup, options=wishes.options, checkout=checkout, strict=False)


def _checkouts(comparison: Comparison, changed: Sequence[Pair]) -> tuple[Checkout, Checkout]:
    """The two versions of the repository: all that git has of them, or what is on disk but for what changed."""
    old = _by_place([pair.old for pair in changed if pair.old])
    new = _by_place([pair.new for pair in changed if pair.new])
    # The configuration that is read is today's: it knows a renamed file under its new name.
    renamed = {
        os.path.abspath(pair.new.place): pair.old.input for pair in changed if pair.old and pair.new and pair.new.place
    }
    return (
        _checkout({**renamed, **old}, absent=new.keys() - old.keys() - renamed.keys(), all_files=comparison.old_files),
        _checkout(new, absent=old.keys() - new.keys(), all_files=comparison.new_files),
    )


def _checkout(changed: Mapping[str, Input], *, absent: Collection[str], all_files: Sequence[Item] | None) -> Checkout:
    if all_files is None:
        return Checkout(changed, frozenset(absent))
    return Checkout({**_by_place(all_files), **changed}, whole=True)


def _by_place(items: Sequence[Item]) -> dict[str, Input]:
    return {os.path.abspath(item.place): item.input for item in items if item.place is not None}


def _stated(
    run: Gathered, listener: Listener | None, *, parse_apart: bool
) -> Iterator[tuple[DocumentReport, DocumentText]]:
    """What is said of each document, with policy set, profile and decisions, and the text behind it."""
    decided = Decided.load(run.subjects)
    for subject in run.subjects:
        require_packs(subject.settings)
    examined = examine_subjects(run, listener=listener, parse_apart=parse_apart)
    for subject in run.subjects:
        one = examined[subject.request]
        if one is None:
            raise RuntimeError(f"{subject.input.name} was not examined and no mistake was told")
        members = [found for request in subject.member_requests if (found := examined[request])]
        report, _ = decided.apply(state(subject, one, members), one.comments, subject, as_of=run.as_of)
        yield recount(report), one.text
