"""The data types of OSCAL: ids made of content, tokens, strings, markup, properties and timestamps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from policylint.model.report import PackInfo
from policylint.outputs.issues import is_absolute, posix_name
from policylint.outputs.wording import visible
from policylint.packs.files import combined_digest

Json = dict[str, object]

OSCAL_VERSION: Final = "1.2.1"
"""The version of the models against which the tests and the benchmark validate what is written here."""

NAMESPACE: Final = "urn:policylint:oscal"
"""The namespace of our properties and of the parts of controls that OSCAL has no name for."""

_IDS: Final = uuid5(NAMESPACE_URL, NAMESPACE)
_TOKEN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_NOT_IN_TOKEN: Final = re.compile(r"[^A-Za-z0-9._-]")
_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_ACTS: Final = re.compile(
    r"""
    (?P<slash>
        [\\`*\[\]<~^|]            # acts wherever it stands; ~ and ^ are subscript and superscript in OSCAL
      | (?<!\w)_+ | _+(?!\w)      # emphasis, but not within a word
      | &(?=\#?\w+;)              # an entity
      | \{(?=\{) | (?<=\{)\{      # a parameter to be inserted
      | \A[-+=>\#]                # a list, a rule, a heading, a quotation
    )
  | \A(?P<number>[0-9]{1,9})(?P<stop>[.)])(?=\s|\Z)
    """,
    re.VERBOSE,
)


class Ids:
    """Gives ids (UUID version 5) that are made of names: the same names, the same id on every machine.

    Where the same names come again within one document, the second id is made of them and the number 2.
    """

    def __init__(self) -> None:
        """No name has come yet."""
        self._seen: dict[tuple[str, ...], int] = {}

    def new(self, *names: str) -> str:
        """The id of something that these names tell, unlike all that were given before."""
        number = self._seen[names] = self._seen.get(names, 0) + 1
        return uuid_of(*names, *([str(number)] if number > 1 else []))


def uuid_of(*names: str) -> str:
    """The UUID (version 5, in our namespace) of these names in this order."""
    return str(uuid5(_IDS, "\x00".join(map(visible, names))))


def catalog_uuid(packs: Iterable[PackInfo]) -> str:
    """The id of the catalogue of these packs in this order. It changes with every change of their files."""
    known = tuple(packs)
    return uuid_of("catalog", *(pack.id for pack in known), combined_digest(pack.digest for pack in known))


def catalog_file(packs: Iterable[PackInfo]) -> str:
    """The name under which results look for the catalogue of these packs, beside themselves."""
    return "+".join(_NOT_IN_TOKEN.sub("_", f"{pack.id}-{pack.version}") for pack in packs) + ".catalog.json"


def catalog_title(packs: Iterable[PackInfo]) -> str:
    """What the catalogue of these packs is called."""
    return markup(" and ".join(pack.title for pack in packs))


def version_of(packs: Iterable[PackInfo]) -> str:
    """The versions of these packs as one string."""
    return line("+".join(pack.version for pack in packs)) or "none"


def instant(day: str) -> str:
    """The first moment of a day (ISO), in UTC."""
    return f"{day}T00:00:00Z"


def token(text: str) -> str:
    """Text as an OSCAL token. Ids of rules are tokens as they are; of anything else, what is none becomes `_`."""
    if _TOKEN.fullmatch(text):
        return text
    return f"_{_NOT_IN_TOKEN.sub('_', text)}"


def objective(rule: str) -> str:
    """The id of a control's objective, at which the findings aim."""
    return f"{token(rule)}_obj"


def line(text: str) -> str:
    """Text as an OSCAL string: one line, without white space at its ends, what could act made visible."""
    return " ".join(visible(text).split())


def markup(text: str) -> str:
    """Text as a line of OSCAL markup (a kind of Markdown) that shows just this text: no markup, no parameter in it."""
    return _ACTS.sub(_inert, line(text))


def paragraphs(*texts: str) -> str:
    """Markup as paragraphs; those that are empty are left out."""
    return "\n\n".join(text for text in texts if text)


def _inert(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match['number']}\\{match['stop']}"
    return "".join(f"\\{character}" for character in match["slash"])


def prop(name: str, value: str | int | bool | None, *, remarks: str = "", group: str = "") -> list[Json]:
    """A property in our namespace, as a list of one; of none where there is no value. `remarks` is markup."""
    text = ("true" if value else "false") if isinstance(value, bool) else line("" if value is None else str(value))
    if not text:
        return []
    return [filled({"name": name, "ns": NAMESPACE, "value": text, "group": group, "remarks": remarks})]


def oscal_prop(name: str, value: str) -> Json:
    """A property that OSCAL itself knows."""
    return {"name": name, "value": line(value)}


def filled(fields: Json) -> Json:
    """The fields that say something: OSCAL knows neither null nor empty text nor empty lists."""
    return {name: value for name, value in fields.items() if value is not None and value != "" and value != []}


def reference(uuid: str) -> str:
    """How something within the document is pointed at."""
    return f"#{uuid}"


def href(name: str) -> str:
    """The path of a file as a URI reference: percent-encoded, so that nothing in it is taken for a scheme."""
    path = posix_name(name)
    encoded = quote(path.encode("utf-8", "replace"), safe="/")
    if is_absolute(path):
        return f"file:///{encoded.lstrip('/')}"
    return encoded


def hashes(digest: str) -> list[Json]:
    """A SHA-256 digest as OSCAL writes it; none where there is none."""
    return [{"algorithm": "SHA-256", "value": digest}] if _SHA256.fullmatch(digest) else []
