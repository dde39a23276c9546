"""What speaks against notes in a PDF file: each is told, and no copy is made."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from policylint.annotate.pdf_annotate import annotate_pdf
from policylint.annotate.pdf_same import require_same
from policylint.errors import UserMistake
from tests.annotate.pdf_making import BRANCH, note_on, rewritten, sample

Change = Callable[[pikepdf.Pdf], None]


def copy_of(data: bytes, **options: Any) -> Any:
    return annotate_pdf(data, [note_on(sample())], BRANCH, shown="policies/use.pdf", **options)


def mistake(data: bytes) -> UserMistake:
    with pytest.raises(UserMistake) as caught:
        copy_of(data)
    assert str(caught.value).startswith("policies/use.pdf: ")
    return caught.value


def form(**entries: Any) -> Change:
    """Put a form into the file, with a field of a signature that has these entries."""

    def change(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Signature1"), **entries))
        above = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("Last page"), Kids=[field]))
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[above])

    return change


def signed(pdf: pikepdf.Pdf) -> None:
    form(V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 10, 20, 30]))(pdf)


def test_signed_file_is_left_alone_and_the_option_is_named() -> None:
    found = mistake(rewritten(sample(), signed))
    assert found.code == "M495"
    assert "--break-signature" in str(found)


def test_rights_that_a_signature_grants_count_as_a_signature() -> None:
    def grant(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/Perms"] = pikepdf.Dictionary(UR3=pikepdf.Dictionary(Type=pikepdf.Name.Sig))

    assert mistake(rewritten(sample(), grant)).code == "M495"


def test_signed_file_keeps_its_signed_version_where_somebody_breaks_the_signature() -> None:
    data = rewritten(sample(), signed)
    copy = copy_of(data, break_signature=True)
    assert copy.data.startswith(data)
    assert "changed after signing" in copy.remarks[0]


def test_place_for_a_signature_is_none() -> None:
    assert copy_of(rewritten(sample(), form())).remarks == ()


def test_fields_that_are_their_own_parts_come_to_an_end() -> None:
    def bend(pdf: pikepdf.Pdf) -> None:
        form()(pdf)
        above = pdf.Root.AcroForm.Fields[0]
        above.Kids.append(above)

    assert copy_of(rewritten(sample(), bend)).data


def test_owner_who_forbids_notes_is_heeded() -> None:
    forbids = pikepdf.Encryption(owner="x", allow=pikepdf.Permissions(modify_annotation=False), R=6)
    found = mistake(rewritten(sample(), encryption=forbids))
    assert (found.code, "does not allow notes" in str(found)) == ("M496", True)


def test_file_under_a_password_that_allows_notes_is_none_to_write_to_either() -> None:
    found = mistake(rewritten(sample(), encryption=pikepdf.Encryption(owner="x", R=6)))
    assert (found.code, "protected by a password" in str(found)) == ("M496", True)


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))


def test_form_whose_pages_the_viewer_draws_cannot_be_annotated() -> None:
    def dynamic(pdf: pikepdf.Pdf) -> None:
        xfa(pdf)
        pdf.Root["/NeedsRendering"] = True

    assert "XFA" in str(mistake(rewritten(sample(), dynamic)))


def test_other_forms_of_that_kind_are_annotated_with_a_word_of_warning() -> None:
    assert "XFA" in copy_of(rewritten(sample(), xfa)).remarks[0]


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
    'rdf:about=""STATED</rdf:Description></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("><pdfaid:part>2</pdfaid:part>", "PDF/A-2"),
        (" pdfaid:part='1'>", "PDF/A-1"),
        ("><pdfuaid:part>1</pdfuaid:part>", "PDF/UA"),
    ],
)
def test_claims_that_the_copy_may_not_keep_are_told(stated: str, told: str) -> None:
    def claim(pdf: pikepdf.Pdf) -> None:
        packet = XMP.replace("STATED", stated).encode()
        pdf.Root["/Metadata"] = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)

    (remark,) = copy_of(rewritten(sample(), claim)).remarks
    assert told in remark


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: data.rindex(b"startxref")],
    "table elsewhere": lambda data: re.sub(rb"startxref\n\d+", b"startxref\n77", data),
    "beyond the end": lambda data: re.sub(rb"startxref\n\d+", b"startxref\n9999999", data),
    "junk before it": lambda data: b"Received: from mail\n" * 3 + data,
    "more pages than there are": lambda data: data.replace(b"/Kids [7 0 R]", b"/Kids [7 0 R 7 0 R 7 0 R]"),
    "no page is one": lambda data: data.replace(b"/Kids [7 0 R]", b"/Kids [3 0 R]"),
    "no catalogue": lambda data: data.replace(b"/Root 1 0 R", b"/Ruut 1 0 R"),
    "numbers without end": lambda data: re.sub(rb"/Size \d+", b"/Size 999999999", data),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_damaged_file_is_not_added_to(how: str) -> None:
    data = sample()
    spoiled = DAMAGES[how](data)
    assert spoiled != data
    assert mistake(spoiled).code == "M497"


def test_copy_with_other_words_is_never_given_out() -> None:
    data = sample()
    spoiled = data.replace(b"Nobody may", b"Anyone may")
    with pytest.raises(UserMistake, match="is not within it"):
        require_same(data, spoiled, {}, shown="use.pdf")
    with pytest.raises(UserMistake, match="text of page 1"):
        require_same(data, _second_version(data, b"Nobody may", b"Anyone may"), {}, shown="use.pdf")


def _second_version(data: bytes, old: bytes, new: bytes) -> bytes:
    """An update of the file in which the words on the page are others."""
    start = data.index(b"6 0 obj")
    stream = data[start : data.index(b"endobj", start) + 7].replace(old, new)
    place = len(data)
    table = place + len(stream)
    before = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    trailer = b"trailer\n<< /Size 8 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (before, table)
    return data + stream + b"xref\n6 1\n%010d 00000 n \n" % place + trailer


def test_copy_in_which_a_note_is_lost_is_never_given_out() -> None:
    data = sample()
    with pytest.raises(UserMistake, match="0 notes in place of 1"):
        require_same(data, data + b"\n", {0: 1}, shown="use.pdf")
