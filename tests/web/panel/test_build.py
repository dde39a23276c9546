"""From a document that was read to its panel."""

from __future__ import annotations

from pathlib import Path

import msgspec

from policylint.limits import Limits
from policylint.model.document import Block, Document, Mark, Source
from policylint.readers import read
from policylint.structure import build_structure
from policylint.web.panel.build import panel_of
from policylint.web.panel.model import Panel, PanelBlock, PanelPage

FILES = Path("corpus/files")


def document(*blocks: Block) -> Document:
    return Document(Source("policy.pdf", "0", "application/pdf", 1), blocks)


def block(of: Block) -> PanelBlock:
    panel = panel_of(document(of), ())
    assert panel is not None
    return panel.blocks[0]


def from_file(name: str) -> Document:
    return read((FILES / name).read_bytes(), name=name, limits=Limits())


def test_block_has_the_place_where_it_begins() -> None:
    marks = (Mark(0, 5, page=3, box=(72, 90, 100, 102)), Mark(6, 9, page=4, box=(72, 20, 100, 32)))
    found = block(Block("paragraph", "Staff log.", marks, paragraph=7))
    assert (found.page, found.top, found.paragraph, found.line) == (3, 90, 7, None)


def test_automatic_label_is_kept_apart_from_the_text() -> None:
    found = block(Block("item", "Staff log out.", label="a)", level=2))
    assert (found.label, found.text, found.level) == ("a)", "Staff log out.", 2)


def test_typed_label_is_in_the_text_already() -> None:
    found = block(Block("item", "a) Staff log out.", label="a)", label_end=3))
    assert (found.label, found.text) == ("", "a) Staff log out.")


def test_running_headers_and_contents_are_furniture() -> None:
    panel = panel_of(document(Block("paragraph", "Page 1", role="running"), Block("paragraph", "Staff log out.")), ())
    assert panel is not None
    assert [each.furniture for each in panel.blocks] == [True, False]


def test_structure_is_built_where_the_document_has_none() -> None:
    read_only = from_file("calder-falls-go-26-4.pdf")
    panel = panel_of(read_only, ())
    assert panel == panel_of(build_structure(read_only), ())
    assert panel is not None and {each.kind for each in panel.blocks} >= {"title", "heading", "item", "paragraph"}


def test_scan_that_could_not_be_read_still_has_its_pages() -> None:
    assert panel_of(None, [PanelPage(612, 792)]) == Panel(pages=(PanelPage(612, 792),))


def test_nothing_to_show_makes_no_panel() -> None:
    assert panel_of(None, ()) is None


def test_panel_survives_being_packed() -> None:
    panel = panel_of(from_file("marlow-internet-1998-pdf.pdf"), [PanelPage(612, 792.5)])
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(panel), type=Panel) == panel
