"""The rules of packs as an OSCAL catalogue: a group for each element, a control for each requirement or finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from policylint.model.report import PackInfo
from policylint.outputs.jsontext import json_text
from policylint.outputs.oscal.backmatter import pack_props
from policylint.outputs.oscal.words import (
    NAMESPACE,
    OSCAL_VERSION,
    Json,
    catalog_title,
    catalog_uuid,
    filled,
    instant,
    markup,
    objective,
    paragraphs,
    prop,
    reference,
    token,
    uuid_of,
    version_of,
)
from policylint.outputs.wording import shortened

if TYPE_CHECKING:
    from policylint.packs.model import Element, Pack, Rule

NO_DAY: Final = "1970-01-01"
"""OSCAL wants to know when a catalogue was last modified, and a pack names no day: this one stands for none."""

_NO_DAY_SAID: Final = "A pack has a version and no date: the day of its last change that is given here stands for none."
_TITLE_LENGTH: Final = 120


def render_catalog(pack: Pack, packs: Sequence[PackInfo], *, day: str = "") -> str:
    """The catalogue of a pack, or of several that were read as one.

    Args:
        pack: The rules, as they were loaded.
        packs: Of what it is made, in order; name, version and digest.
        day: When it was last modified (ISO), where somebody can say so.
    """
    sources = dict.fromkeys(source for rule in pack.rules for source in rule.source)
    document: Json = {
        "catalog": filled(
            {
                "uuid": catalog_uuid(packs),
                "metadata": {
                    "title": catalog_title(packs),
                    "last-modified": instant(day or NO_DAY),
                    "version": version_of(packs),
                    "oscal-version": OSCAL_VERSION,
                    "props": [entry for part in packs for entry in pack_props(part)],
                    "remarks": paragraphs(markup(pack.head.about), "" if day else _NO_DAY_SAID),
                },
                "groups": list(_groups(pack)),
                "back-matter": filled({"resources": [_source(text) for text in sources]}),
            }
        )
    }
    return json_text(document, indent=1)


def _groups(pack: Pack) -> Iterator[Json]:
    kinds: tuple[tuple[str, Iterable[Element]], ...] = (
        ("element", pack.head.elements),
        ("findings", pack.head.findings),
    )
    for kind, groups in kinds:
        for group in groups:
            name = token(group.id)
            yield filled(
                {
                    "id": name,
                    "class": kind,
                    "title": markup(group.title),
                    "parts": [{"id": f"{name}_ovw", "name": "overview", "prose": markup(group.about)}],
                    "controls": [_control(rule) for rule in pack.rules if rule.element == group.id],
                }
            )


def _control(rule: Rule) -> Json:
    return filled(
        {
            "id": token(rule.id),
            "class": "requirement" if rule.is_requirement else "finding",
            "title": markup(rule.title),
            "props": [
                *prop("severity", rule.severity),
                *prop("since", rule.since),
                *prop("by-itself", rule.by_itself),
                *prop("deprecated", rule.deprecated or None),
            ],
            "links": [{"href": reference(_source_uuid(text)), "rel": "reference"} for text in rule.source],
            "parts": list(_parts(rule)),
        }
    )


def _parts(rule: Rule) -> Iterator[Json]:
    """What OSCAL has a name for, then what it has not; the latter in our namespace."""
    name = token(rule.id)
    yield {"id": f"{name}_smt", "name": "statement", "prose": markup(rule.what)}
    yield {"id": f"{name}_gdn", "name": "guidance", "prose": markup(rule.why)}
    yield {"id": objective(rule.id), "name": "assessment-objective", "prose": _objective(rule)}
    own = (
        ("remedy", "rem", rule.remedy),
        ("model-clause", "mod", rule.model_clause),
        ("applies-to", "app", rule.applies_to),
        ("known-problems", "prb", rule.known_problems),
    )
    for kind, short, text in own:
        if text:
            yield {"id": f"{name}_{short}", "name": kind, "ns": NAMESPACE, "prose": markup(text)}


def _objective(rule: Rule) -> str:
    """What the findings aim at: a requirement is there and holds for social media, or a clause of a kind is not."""
    if rule.is_requirement:
        return "The policy has what the statement describes, and it holds for social media."
    return "The policy has nothing of what the statement describes."


def _source(text: str) -> Json:
    return {
        "uuid": _source_uuid(text),
        "title": markup(shortened(text, _TITLE_LENGTH)),
        "citation": {"text": markup(text)},
    }


def _source_uuid(text: str) -> str:
    return uuid_of("source", text)
