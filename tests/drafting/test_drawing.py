import io
import re
import zipfile
from xml.etree import ElementTree

from policylint.drafting.addendum import (
    About,
    Addendum,
    Insertion,
    Left,
    NewClause,
    Piece,
    Question,
    Reworded,
    pieces_of,
)
from policylint.drafting.docx import render as as_docx
from policylint.drafting.markdown import render as as_markdown
from tests.drafting.making import examined

RECORDS = About("legal.records", "Records", "missing")


def addendum(title: str = "Mail rules", quote: str = "Send e-mail.") -> Addendum:
    return Addendum(
        document=title,
        name="rules.pdf",
        sha256="ab" * 32,
        packs=("social-media 1.0.0",),
        tool="policylint 1.2.3",
        as_of="2026-11-27",
        terms=(("the organisation", "the City"),),
        insertions=(
            Insertion(
                "after section \u201c1 Scope\u201d",
                "1A",
                "Social media: law",
                (NewClause(RECORDS, "1A.1", pieces_of("Posts are kept for [period].", "inserted")),),
            ),
        ),
        rewordings=(
            Reworded(
                (About("legacy.obsolete-term", "Obsolete", "finding"),),
                "section \u201c2\u201d, page 3",
                (Piece(quote), Piece(" No "), Piece("diskettes", "deleted"), Piece("devices", "inserted"), Piece(".")),
                whole=False,
            ),
        ),
        questions=(Question(About("rights.disparagement", "Ban on criticism", "finding"), ("page 9",), "Cut it.", ""),),
        left=(Left(About("reference.dangling", "A reference", "finding"), "Look it up.", ("page 4",)),),
        closes=frozenset({"legal.records"}),
    )


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def test_markdown_says_on_its_face_what_it_is() -> None:
    head = as_markdown(addendum())[:900]
    assert head.startswith("<!-- Draft addendum by policylint -->\n# Draft addendum to Mail rules\n")
    for words in ("Draft for counsel. Not adopted text.", "rules.pdf", "ab" * 32, "social-media 1.0.0", "2026-11-27"):
        assert words in head


def test_changes_show_what_goes_and_what_comes() -> None:
    assert "Send e-mail. No ~~diskettes~~ **devices**." in as_markdown(addendum())
    body = part(as_docx(addendum()), "word/document.xml")
    assert re.search(r'<w:del [^>]*><w:r><w:delText(?: xml:space="preserve")?>diskettes</w:delText>', body)
    assert re.search(r'<w:ins [^>]*><w:r><w:t(?: xml:space="preserve")?>devices</w:t>', body)


def test_blanks_are_marked_in_docx() -> None:
    body = part(as_docx(addendum()), "word/document.xml")
    assert re.search(r'<w:highlight w:val="yellow"/></w:rPr><w:t(?: xml:space="preserve")?>\[period\]</w:t>', body)


def test_no_reader_takes_remarks_or_old_words_for_the_draft() -> None:
    for data, name in ((as_markdown(addendum()).encode(), "a.md"), (as_docx(addendum()), "a.docx")):
        text = " ".join(clause.quote for clause in examined(data, name)[1].clauses)
        assert "Posts are kept for [period]." in text
        assert "No devices." in text
        for words in ("diskettes", "legal.records", "Cut it", "Look it up"):
            assert words not in text


def test_words_of_the_document_cannot_act() -> None:
    nasty = addendum(title="<script>x</script> `a` \u202e", quote="# Heading | ![x](http://a) ~~b~~ </w:t> \x07")
    drawn = as_markdown(nasty)
    assert not re.search(r"(?<!\\)<script>", drawn)
    assert "![x](" not in drawn
    assert "\u202e" not in drawn
    for name in ("word/document.xml", "word/comments.xml", "docProps/core.xml"):
        ElementTree.fromstring(part(as_docx(nasty), name))
    assert "\x07" not in part(as_docx(nasty), "word/document.xml")


def test_backticks_do_not_end_a_box() -> None:
    drawn = as_markdown(addendum())
    boxed = as_markdown(
        Addendum(**{**{f: getattr(addendum(), f) for f in Addendum.__slots__}, "left": (Left(RECORDS, "a ``` b"),)})
    )
    assert "````text\nlegal.records, Records: a ``` b\n````" in boxed
    assert "````" not in drawn


def test_docx_is_the_same_twice_and_says_who_wrote_it_at_its_beginning() -> None:
    data = as_docx(addendum())
    assert data == as_docx(addendum())
    assert b"<Application>policylint" in data[:1024]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())


def test_each_remark_in_docx_has_its_place() -> None:
    data = as_docx(addendum())
    comments = re.findall(r'<w:comment w:id="(\d+)"', part(data, "word/comments.xml"))
    marked = re.findall(r'<w:commentReference w:id="(\d+)"/>', part(data, "word/document.xml"))
    assert comments == marked == [str(number) for number in range(len(comments))]
