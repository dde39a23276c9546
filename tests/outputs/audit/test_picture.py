"""The picture of a document's coverage."""

import struct
from xml.etree import ElementTree

from msgspec.structs import replace

from policylint.outputs.audit.picture import coverage_data, coverage_png, coverage_svg
from tests.outputs.samples import compared, document, unreadable


def test_the_picture_is_as_wide_on_paper_as_asked_for_at_200_pixels_an_inch() -> None:
    drawn = coverage_png(document(), width_points=360)
    width, _ = struct.unpack(">II", drawn[16:24])
    assert drawn.startswith(b"\x89PNG")
    assert width == 1000


def test_the_picture_of_one_document_has_the_same_bytes_each_time() -> None:
    assert coverage_png(document()) == coverage_png(document())
    assert coverage_svg(document()) == coverage_svg(document())


def test_another_status_gives_another_picture() -> None:
    changed = document()
    first, *others = changed.requirements
    assert coverage_png(document()) != coverage_png(
        replace(changed, requirements=(replace(first, status="missing"), *others))
    )


def test_a_row_is_an_element_and_a_cell_a_requirement_in_the_order_of_the_checklist() -> None:
    rows = coverage_data(compared())["rows"]
    assert rows == [
        {"title": "Use", "cells": ["covered"], "counts": [1, 0, 0]},
        {"title": "Legal", "cells": ["legacy", "missing", "missing", "legacy"], "counts": [0, 2, 2]},
        {"title": "Citizen", "cells": ["missing"], "counts": [0, 0, 1]},
    ]


def test_the_statuses_differ_in_shape_and_not_only_in_colour() -> None:
    """Without any colour, three documents that differ only in one status still look different."""
    base = document()
    kept = [
        _shapes(coverage_svg(replace(base, requirements=(replace(base.requirements[0], status=status),))))
        for status in ("covered", "legacy", "missing")
    ]
    assert len({tuple(shapes) for shapes in kept}) == 3


def test_a_title_of_an_element_is_words_and_no_markup() -> None:
    base = document()
    assert base.summary
    elements = (replace(base.summary.elements[0], title='#panic("x") $a$ <b> \u202e'), *base.summary.elements[1:])
    assert coverage_png(replace(base, summary=replace(base.summary, elements=elements))).startswith(b"\x89PNG")


def test_a_document_without_a_checklist_gives_a_picture_without_rows() -> None:
    assert coverage_data(unreadable())["rows"] == []
    assert coverage_png(unreadable()).startswith(b"\x89PNG")


def _shapes(svg: str) -> list[str]:
    """The outlines of a picture in their order, without colour."""
    return [
        f"{element.get('d')} {element.get('stroke-dasharray')}"
        for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
    ]
