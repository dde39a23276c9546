"""A worker process: reads tasks from its standard input, answers on what was its standard output, until that closes.

It is warm before it says so: the packs are compiled, the language model is loaded, and the door stays open. Uploads
themselves are opened by children of that door, never here.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from policylint.choices import Ocr
from policylint.config.amounts import said_by
from policylint.door import Door
from policylint.engine import prepared_pack
from policylint.errors import UnreadableDocument, UserMistake
from policylint.language.parse import warm_up
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.model.report import DocumentReport, Report
from policylint.model.text import DocumentText
from policylint.outputs import format_for, render_report
from policylint.outputs.wording import open_count
from policylint.packs.files import DEFAULT_PACK
from policylint.project.copies import annotated_format, copy_of
from policylint.project.drafts import Ways, draft_of
from policylint.project.run import checked_with_text
from policylint.project.wishes import Listener, Wishes
from policylint.sources import Input
from policylint.web.operation.traces import trace_of
from policylint.web.panel.build import panel_of
from policylint.web.panel.model import PanelPage
from policylint.web.panel.pictures import PagePictures
from policylint.web.phrases import sentence
from policylint.web.store.model import Finished
from policylint.web.work.tasks import (
    HEADER,
    Annotate,
    Answer,
    Broken,
    Check,
    Checked,
    DraftAddendum,
    Draw,
    FromWorker,
    Made,
    Progress,
    Ready,
    Refused,
    Setup,
    Task,
    frame,
    to_worker,
)

Tell = Callable[[FromWorker], None]

_PDF: Final = "application/pdf"
_PAGE: Final = 4096


def main() -> None:
    """Serve tasks until the server closes the line or is gone."""
    # The server stops its workers itself; an interrupt at the terminal goes to the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(200_000, 50, 50)
    incoming = sys.stdin.buffer
    # What a library prints must not get among the frames.
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(message: FromWorker) -> None:
        outgoing.write(frame(message))
        outgoing.flush()

    try:
        setup = _next(incoming)
        if not isinstance(setup, Setup):
            return
        with Workshop(setup) as workshop:
            tell(Ready())
            while (task := _next(incoming)) is not None:
                if not isinstance(task, Setup):
                    tell(workshop.answer(task, tell))
                gc.collect()
    except (BrokenPipeError, EOFError):
        return


def _next(incoming: BinaryIO) -> Setup | Task | None:
    head = incoming.read(HEADER)
    if len(head) < HEADER:
        return None
    data = incoming.read(int.from_bytes(head, "big"))
    return to_worker.decode(data)


class Workshop:
    """What a worker keeps warm, and what it can do."""

    def __init__(self, setup: Setup) -> None:
        """Nothing is warm yet."""
        self._limits = msgspec.convert(setup.limits, Limits, strict=False)
        self._ocr = msgspec.convert(
            {"engine": setup.ocr_engine, "languages": setup.ocr_languages, "confidence": setup.ocr_confidence}, Ocr
        )
        self._packs = setup.packs
        self._door = Door(self._limits, ocr=self._ocr, workers=1)
        self._pictures = PagePictures(limits=self._limits, workers=1)

    def __enter__(self) -> Workshop:
        """Open the door, and load what a check takes."""
        self._door.start()
        prepared_pack(self._packs)
        warm_up()
        return self

    def __exit__(self, *_: object) -> None:
        """Close what was opened."""
        self._door.close()
        self._pictures.close()

    def answer(self, task: Task, tell: Tell) -> Answer:
        """Do one task. A fault of ours is an answer, too: the next task is another."""
        try:
            if isinstance(task, Check):
                return self._check(task, tell)
            if isinstance(task, Draw):
                return self._draw(task)
            if isinstance(task, Annotate):
                return self._annotate(task)
            return self._draft(task)
        except UserMistake as mistake:
            told = str(mistake)
            if isinstance(task, Check | Annotate):  # where uploads lie is nobody's business
                told = told.replace(Path(task.file).as_posix(), task.name)
            return Refused(problem=sentence(told))
        except Exception as error:
            return Broken(trace=trace_of(error))

    def _check(self, task: Check, tell: Tell) -> Checked:
        seen: list[Document] = []

        def on_progress(_: Input, stage: str, done: int, of: int) -> None:
            tell(Progress(stage=stage, done=done, of=of))

        listener = Listener(on_document=lambda _, document: seen.append(document), on_progress=on_progress)
        file, options = Path(task.file), self._options(task)
        wishes = Wishes(paths=(task.file,), options=options, isolated=True, names={os.path.abspath(file): task.name})
        document, text, report = checked_with_text(wishes, listener=listener, door=self._door)
        parts = {"report.json": msgspec.json.encode(report), "text.msgpack": msgspec.msgpack.encode(text)}
        pages = self._sizes(file, document)
        panel = panel_of(seen[0] if seen else None, pages)
        if panel is not None:
            parts["panel.msgpack"] = msgspec.msgpack.encode(panel)
        return Checked(finished=finished(document), parts=parts, memory=memory())

    def _options(self, task: Check) -> dict[str, object]:
        """What the report says that it was made with: what is usual is left out."""
        said: dict[str, object] = {"as-of": date.fromisoformat(task.as_of)}
        if task.profile:
            said["profile"] = task.profile
        if task.any_kind:
            said["any-kind"] = True
        if self._packs != (DEFAULT_PACK,):
            said["packs"] = self._packs
        if self._limits != Limits():
            said |= said_by(self._limits)
        if self._ocr != Ocr():
            ocr = self._ocr
            said |= {"ocr": ocr.engine, "ocr-languages": ocr.languages, "ocr-confidence": ocr.confidence}
        return said

    def _sizes(self, file: Path, document: DocumentReport) -> tuple[PanelPage, ...]:
        """The pages of a PDF; none where it cannot be drawn, which takes nothing from what was found."""
        if document.source.media_type != _PDF or not document.source.sha256:
            return ()
        try:
            return self._pictures.sizes(file.read_bytes())
        except UnreadableDocument:
            return ()

    def _draw(self, task: Draw) -> Made:
        drawn = render_report(Report.from_json(task.report), format_for(task.format, None))
        return Made(data=drawn.encode("utf-8") if isinstance(drawn, str) else drawn, memory=memory())

    def _annotate(self, task: Annotate) -> Made:
        file = Path(task.file)
        report = Report.from_json(task.report)
        text = msgspec.msgpack.decode(task.text, type=DocumentText)
        copy = copy_of(
            file.read_bytes(),
            report.documents[0],
            text,
            format_=annotated_format(file),
            shown=task.name,
            limits=self._limits,
            break_signature=task.break_signature,
        )
        return Made(data=copy.data, remarks=copy.remarks, memory=memory())

    def _draft(self, task: DraftAddendum) -> Made | Refused:
        report = Report.from_json(task.report)
        draft = draft_of(
            report,
            report.documents[0],
            msgspec.msgpack.decode(task.text, type=DocumentText),
            task.format,
            packs=self._packs,
            as_of=date.fromisoformat(report.options.as_of),
            ways=Ways(self._limits, self._ocr, door=self._door),
        )
        if draft is None:
            return Refused(problem="Nothing is open in this document, so there is nothing to draft.")
        return Made(data=draft.data, memory=memory())


def finished(document: DocumentReport) -> Finished:
    """What is kept of a report for lists."""
    summary = document.summary
    return Finished(
        verdict=document.verdict,
        kind=document.kind or "",
        title=document.title,
        covered=summary.covered if summary else 0,
        legacy=summary.legacy if summary else 0,
        missing=summary.missing if summary else 0,
        open=open_count(document),
    )


def memory() -> int:
    """Bytes of memory that this process has in use; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main()
