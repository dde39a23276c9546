"""What holds for every document that a reader makes, whatever the file."""

from __future__ import annotations

import math

from policylint.model.document import Block, Document, Mark


def check_document(document: Document) -> None:
    """Raise `AssertionError` where a block is empty, or a mark, a link or a label reaches beyond its words."""
    assert document.blocks, "a document without a block"
    for block in document.blocks:
        _check_block(block)
    for hidden in document.hidden:
        assert hidden.text, "hidden words without words"
        for mark in hidden.marks:
            assert 0 <= mark.start < mark.end, f"a mark of hidden words runs from {mark.start} to {mark.end}"
            _check_place(mark)


def _check_block(block: Block) -> None:
    text = block.text
    assert text.strip(), "a block without words"
    if block.kind != "code":
        assert text == " ".join(text.split()), f"white space is not folded: {text[:60]!r}"
    assert 0 <= block.label_end <= len(text), f"the label ends at {block.label_end} of {len(text)}"
    assert block.level is None or block.level >= 1, f"level {block.level}"
    assert block.paragraph is None or block.paragraph >= 1, f"paragraph {block.paragraph}"
    text.encode("utf-8")  # what cannot be written to a report is no text
    end = 0
    for mark in block.marks:
        assert end <= mark.start < mark.end <= len(text), f"a mark from {mark.start} to {mark.end} of {len(text)}"
        end = mark.end
        _check_place(mark)
    for link in block.links:
        assert 0 <= link.start < link.end <= len(text), f"a link from {link.start} to {link.end} of {len(text)}"
        link.target.encode("utf-8")


def _check_place(mark: Mark) -> None:
    assert mark.page is None or mark.page >= 1, f"page {mark.page}"
    assert mark.line is None or mark.line >= 1, f"line {mark.line}"
    assert mark.column is None or mark.column >= 1, f"column {mark.column}"
    assert mark.box is None or all(map(math.isfinite, mark.box)), f"a box at {mark.box}"
