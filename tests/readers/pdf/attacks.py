"""Hostile PDF files, made by hand and small."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .making import PdfFile

TEXT: Final = "Staff do not post on the town page"
SHOWN: Final = f"BT /F 10 Tf 72 700 Td ({TEXT}) Tj ET".encode()
FONT: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Attack:
    """A file and what must become of it: "read", "repaired", or the reason why not; `slow` if it takes seconds."""

    make: Make
    outcome: str
    slow: bool = False


ATTACKS: Final[dict[str, Attack]] = {}


def attack(outcome: str, *, slow: bool = False) -> Callable[[Make], Make]:
    """Put a file on the list of attacks, under the name of its function."""

    def put(make: Make) -> Make:
        ATTACKS[make.__name__] = Attack(make, outcome, slow)
        return make

    return put


def stream(content: bytes, entries: str = "", *, length: int | None = None) -> bytes:
    """A stream object; `length` is what it says of its length."""
    size = len(content) if length is None else length
    return f"<< /Length {size} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def page(extra: str = "", resources: str = "") -> bytes:
    """A page whose text is in object 4 and whose font is object 5."""
    box = "" if "/MediaBox" in extra else "/MediaBox [0 0 612 792]"
    resources = f"<< /Font << /F 5 0 R >> {resources} >>"
    return f"<< /Type /Page /Parent 2 0 R {box} /Contents 4 0 R /Resources {resources} {extra} >>".encode()


def form(content: bytes, inner: int = 0) -> bytes:
    """A form that is drawn on a page, with the same font; its name for the form in object `inner` is X."""
    forms = f"/XObject << /X {inner} 0 R >>" if inner else ""
    resources = f"<< /Font << /F 5 0 R >> {forms} >>"
    return stream(content, f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources {resources}")


def file(changes: dict[int, bytes] | None = None, *, trailer: str = "", head: bytes = b"") -> bytes:
    """A file of one page with a sentence, some of its objects put in place of others (1 is the catalog, 2 the list of
    pages, 3 the page, 4 its content, 5 its font)."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(),
        4: stream(SHOWN),
        5: FONT,
    } | (changes or {})
    out = bytearray(head + b"%PDF-1.7\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out) + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def bomb(size: int = 40 << 20) -> bytes:
    """Zeros, packed."""
    engine = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join(engine.compress(piece) for _ in range(size >> 20)) + engine.flush()


@attack("too-large")
def flate_bomb() -> bytes:
    return file({4: stream(bomb(), "/Filter /FlateDecode")})


@attack("too-large")
def flate_bomb_chained() -> bytes:
    return file({4: stream(zlib.compress(bomb()), "/Filter [/FlateDecode /FlateDecode]")})


@attack("too-large")
def flate_bomb_under_an_escaped_name() -> bytes:
    return file({4: stream(bomb(), "/Filter /Fl#61teDecode")})


@attack("too-large")
def flate_bomb_with_its_filters_elsewhere() -> bytes:
    return file({4: stream(zlib.compress(bomb()), "/Filter 6 0 R"), 6: b"[/FlateDecode /FlateDecode]"})


@attack("too-large")
def flate_bomb_of_objects() -> bytes:
    return file({4: stream(SHOWN), 6: stream(bomb(), "/Type /ObjStm /N 100 /First 800 /Filter /FlateDecode")})


@attack("too-large")
def flate_bomb_in_a_picture() -> bytes:
    picture = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return file(
        {
            3: page(resources="/XObject << /P 6 0 R >>"),
            4: stream(SHOWN + b" q 600 0 0 600 0 0 cm /P Do Q"),
            6: stream(zlib.compress(bytes(1 << 20)), picture + " /Filter /FlateDecode"),
        }
    )


@attack("too-large")
def run_length_bomb() -> bytes:
    return file({4: stream(zlib.compress(b"\x81\0" * (1 << 19)), "/Filter [/FlateDecode /RunLengthDecode]")})


@attack("too-large")
def forty_filters() -> bytes:
    packed = SHOWN
    for _ in range(40):
        packed = zlib.compress(packed)
    return file({4: stream(packed, f"/Filter [{'/FlateDecode ' * 40}]")})


@attack("timeout", slow=True)
def form_that_shows_itself() -> bytes:
    return file(
        {3: page(resources="/XObject << /X 6 0 R >>"), 4: stream(SHOWN + b" /X Do"), 6: form(b"/X Do /X Do", 6)}
    )


@attack("timeout", slow=True)
def forms_that_double_thirty_times() -> bytes:
    changes = {number: form(b"/X Do /X Do", number + 1) for number in range(6, 36)} | {36: form(SHOWN)}
    changes |= {3: page(resources="/XObject << /X 6 0 R >>"), 4: stream(SHOWN + b" /X Do")}
    return file(changes)


@attack("repaired")
def pages_that_hold_themselves() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"})


@attack("repaired")
def pages_that_hold_nothing_but_themselves() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [2 0 R] /Count 5 >>"})


@attack("read")
def a_thousand_million_pages() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"})


@attack("too-large")
def a_million_pages() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>"})


@attack("repaired")
def nine_pages_of_which_one_is_there() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>"})


@attack("read")
def minus_one_page() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"})


@attack("too-large")
def one_page_ten_thousand_times() -> bytes:
    return file({2: b"<< /Type /Pages /Kids [" + b"3 0 R " * 10_000 + b"] /Count 10000 >>"})


@attack("repaired")
def pages_ten_thousand_deep() -> bytes:
    changes = {
        number: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1 if number < 10_000 else 3)
        for number in range(6, 10_001)
    }
    return file({2: b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>"} | changes)


@attack("read")
def cross_references_in_a_circle() -> bytes:
    data = file()
    start = data.rindex(b"xref\n0 ")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


@attack("read")
def cross_references_that_lead_nowhere() -> bytes:
    data = file()
    place = data.rindex(b"startxref\n") + 10
    return data[:place] + b"99999999999999999999\n%%EOF\n"


@attack("empty")
def stream_of_objects_that_holds_itself() -> bytes:
    content = b"6 0 7 20 << /Type /ObjStm >> << /A 6 0 R /B 7 0 R >>"
    return file({6: stream(content, "/Type /ObjStm /N 2 /First 9 /Extends 6 0 R"), 4: b"7 0 R"})


@attack("empty")
def object_that_is_itself() -> bytes:
    return file({4: b"4 0 R"})


@attack("read")
def length_too_large() -> bytes:
    return file({4: stream(SHOWN, length=2_000_000_000)})


@attack("read")
def length_below_zero() -> bytes:
    return file({4: stream(SHOWN, length=-7)})


@attack("read")
def length_that_is_the_stream_itself() -> bytes:
    return file({4: b"<< /Length 4 0 R >>\nstream\n" + SHOWN + b"\nendstream"})


@attack("read", slow=True)
def a_million_characters_on_a_page() -> bytes:
    words = "post no names " * 10
    lines = "".join(f"1 0 0 1 {72 + line % 9} {9 + line % 770} Tm ({words}) Tj " for line in range(7_200))
    return file({4: stream(zlib.compress(f"BT /F 2 Tf {lines} ET".encode()), "/Filter /FlateDecode")})


@attack("timeout", slow=True)
def one_stream_ten_thousand_times() -> bytes:
    blank = zlib.compress(SHOWN + b" " * (4 << 20))
    return file(
        {
            3: page().replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * 10_000 + b"]"),
            4: stream(blank, "/Filter /FlateDecode"),
        }
    )


@attack("read")
def two_hundred_thousand_lines_on_a_page() -> bytes:
    lines = b"".join(
        b"%d %d m %d %d l S " % (x % 600, y, x % 600, y + 9) for x in range(1000) for y in range(0, 790, 8)
    )
    return file({4: stream(zlib.compress(SHOWN + b" " + lines * 2), "/Filter /FlateDecode")})


@attack("read")
def a_page_as_large_as_numbers_go() -> bytes:
    return file({3: page("/MediaBox [-1e38 -1e38 1e38 1e38]")})


@attack("read")
def a_page_of_no_size() -> bytes:
    return file({3: page("/MediaBox [0 0 0 0]")})


@attack("empty")
def text_beyond_all_numbers() -> bytes:
    return file({4: stream(b"1e38 0 0 1e38 0 0 cm BT /F 1e38 Tf 1e38 1e38 Td (" + TEXT.encode() + b") Tj ET")})


@attack("read")
def a_hundred_thousand_links() -> bytes:
    links = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://a.example) >> >> " * 100_000
    return file({3: page("/Annots 6 0 R"), 6: b"[" + links + b"]"})


@attack("read")
def bookmarks_in_a_circle() -> bytes:
    return file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            6: b"<< /Type /Outlines /First 7 0 R /Last 8 0 R >>",
            7: b"<< /Title (One) /Parent 6 0 R /Next 8 0 R /First 7 0 R /Dest [3 0 R /Fit] >>",
            8: b"<< /Title (Two) /Parent 6 0 R /Next 7 0 R /First 6 0 R /Dest [3 0 R /Fit] >>",
        }
    )


@attack("read")
def a_hundred_thousand_brackets() -> bytes:
    return file({6: b"[" * 100_000}, trailer="/Info 6 0 R")


@attack("read")
def a_hundred_thousand_brackets_on_the_page() -> bytes:
    return file({4: stream(SHOWN + b" " + b"[" * 100_000 + b" TJ")})


@attack("read")
def a_hundred_thousand_dictionaries() -> bytes:
    return file({3: page("/Deep " + "<< /A " * 100_000)})


@attack("read")
def a_font_that_is_noise() -> bytes:
    noise = bytes((place * 7919 >> 3) & 255 for place in range(20_000))
    return file(
        {
            5: b"<< /Type /Font /Subtype /TrueType /BaseFont /Noise /FontDescriptor 6 0 R >>",
            6: b"<< /Type /FontDescriptor /FontName /Noise /Flags 32 /FontFile2 7 0 R >>",
            7: stream(noise),
        }
    )


@attack("timeout", slow=True)
def a_map_of_characters_that_spills() -> bytes:
    lines = b"<0000> <FFFF> <" + b"0041" * 5_000 + b">\n"
    mapping = b"begincmap\n100 beginbfrange\n" + lines * 100 + b"endbfrange\nendcmap"
    return file(
        {
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            6: stream(zlib.compress(mapping), "/Filter /FlateDecode"),
        }
    )


@attack("read")
def a_map_of_characters_that_uses_itself() -> bytes:
    return file(
        {
            5: b"<< /Type /Font /Subtype /Type0 /Encoding 6 0 R /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
            6: stream(b"begincmap endcmap", "/Type /CMap /CMapName /X /UseCMap 6 0 R"),
            7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo 6 0 R >>",
        }
    )


@attack("encrypted")
def encryption_that_is_noise() -> bytes:
    return file({6: b"<< /Filter /Standard /V 5 /R 6 /Length -1 /O <00> /U <FFFF> /P 12 >>"}, trailer="/Encrypt 6 0 R")


@attack("encrypted")
def encryption_of_its_own_making() -> bytes:
    return file({6: b"<< /Filter /Nobody /V 99 /R 99 >>"}, trailer="/Encrypt 6 0 R")


@attack("read")
def zeros_in_front() -> bytes:
    return file(head=bytes(500))


@attack("repaired")
def a_megabyte_in_front() -> bytes:
    return file(head=b"\0" * (1 << 20))


@attack("read")
def a_name_of_a_million_letters() -> bytes:
    return file({3: page("/" + "A" * 1_000_000 + " 1")})


@attack("empty")
def colour_spaces_in_a_circle() -> bytes:
    return file(
        {
            3: page(resources="/ColorSpace << /C 6 0 R >> /Pattern << /P 7 0 R >>"),
            4: stream(b"/C cs /P scn 0 0 99 99 re f " + SHOWN),
            6: b"[/Indexed 6 0 R 255 (a)]",
            7: b"<< /Type /Pattern /PatternType 2 /Shading << /ShadingType 2 /ColorSpace 6 0 R /Function 7 0 R >> >>",
        }
    )


@attack("read")
def a_mesh_of_lines() -> bytes:
    across = b"".join(b"36 %d m 576 %d l S " % (y, y) for y in range(30, 780))
    down = b"".join(b"%d 30 m %d 780 l S " % (x, x) for x in range(36, 576))
    rows = b"".join(b"BT /F 8 Tf 40 %d Td (post no names) Tj ET " % y for y in range(40, 770, 12))
    return file({4: stream(zlib.compress(across + down + rows), "/Filter /FlateDecode")})


@attack("read")
def states_never_left() -> bytes:
    return file({4: stream(b"q " * 500_000 + SHOWN)})


def truncated(tenth: int) -> bytes:
    """So many tenths of a file of eight pages."""
    pdf = PdfFile()
    for _ in range(8):
        pdf.page(pdf.lines(72, 100, [TEXT] * 20))
    data = pdf.encoded()
    return data[: len(data) * tenth // 10]
