"""Markdown, HTML and plain-text files of the corpus."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator

import yaml

from corpus.making.source import Block, Source, plain, runs

_WIDTH = 72


def to_markdown(source: Source, look: str) -> bytes:
    """A Markdown file, with the policy's own front matter if it has one; `look` makes no difference."""
    parts: list[str] = []
    if front := source.meta.get("front"):
        parts.append("---\n" + yaml.safe_dump(front, sort_keys=False, allow_unicode=True) + "---\n")
    previous: Block | None = None
    for block in source.blocks:
        if previous and not (block.kind == previous.kind == "item"):
            parts.append("\n")
        if block.kind == "heading":
            parts.append("#" * block.level + f" {block.text}\n")
        elif block.kind == "item":
            parts.append("   " * (block.level - 1) + f"{block.label} {block.text}\n")
        else:
            parts.append(block.text + "\n")
        previous = block
    return "".join(parts).encode("utf-8")


def _typed(block: Block, title_lines: int) -> str:
    if block.kind == "heading":
        return block.text.center(_WIDTH).rstrip() if title_lines else block.text
    if block.kind == "item":
        margin = " " * 6 * block.level
        first = margin[:-6] + block.label.ljust(6)
        return textwrap.fill(block.text, _WIDTH, initial_indent=first, subsequent_indent=margin, break_long_words=False)
    return textwrap.fill(plain(block.text), _WIDTH, break_on_hyphens=False)


def to_text(source: Source, look: str) -> bytes:
    """A plain-text file of 72 columns with CRLF line ends; the headings before the first paragraph are centred."""
    parts: list[str] = []
    title = True
    for block in source.blocks:
        title = title and block.kind == "heading"
        parts.append(_typed(block, title))
    return ("\n\n".join(parts) + "\n").replace("\n", "\r\n").encode("utf-8")


def _inline(text: str, bold: str, italic: str) -> str:
    out: list[str] = []
    for words, is_bold, is_italic in runs(text):
        safe = html.escape(words, quote=False)
        tag = bold if is_bold else italic if is_italic else ""
        out.append(f"<{tag}>{safe}</{tag}>" if tag else safe)
    return "".join(out)


def _old_body(source: Source) -> Iterator[str]:
    open_list = ""
    for block in source.blocks:
        wanted = "" if block.kind != "item" else "UL" if block.label == "-" else "OL"
        if open_list and wanted != open_list:
            yield f"</{open_list}>"
        if wanted and wanted != open_list:
            yield f"<{wanted}>"
        open_list = wanted
        text = _inline(block.text, "B", "I")
        if block.kind == "heading" and block.level == 1:
            yield f'<CENTER><H1><FONT COLOR="#003366">{text}</FONT></H1></CENTER>'
        elif block.kind == "heading":
            yield f'<H3><FONT FACE="Arial">{text}</FONT></H3>'
        elif block.kind == "item":
            yield f"<LI>{text}"
        else:
            yield f"<P>{text}"
    if open_list:
        yield f"</{open_list}>"


def _old(source: Source) -> str:
    rows = "\n".join(
        f'<TR><TD><FONT SIZE="2"><A HREF="{page}.htm">{name}</A></FONT></TD></TR>'
        for page, name in (("index", "Home"), ("hours", "Hours"), ("catalog", "Catalog"), ("kids", "Kids"))
    )
    body = "\n".join(_old_body(source))
    return f"""<HTML>
<HEAD>
<TITLE>{source.meta["issuer"]}: {source.meta["title"]}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
</HEAD>
<BODY BGCOLOR="#FFFFFF" TEXT="#000000" LINK="#0000CC">
<TABLE BORDER="0" CELLPADDING="6" WIDTH="100%">
<TR VALIGN="TOP"><TD WIDTH="110" BGCOLOR="#CCDDEE">
<TABLE>
{rows}
</TABLE>
</TD><TD>
{body}
<HR>
<P ALIGN="CENTER"><FONT SIZE="1">41 Harbor Street, Tern Bay&nbsp;&nbsp;|&nbsp;&nbsp;555-0142</FONT>
</TD></TR></TABLE>
</BODY>
</HTML>
"""


def _new_body(source: Source) -> Iterator[str]:
    open_list = ""
    for block in source.blocks:
        wanted = "" if block.kind != "item" else "ul" if block.label == "-" else "ol"
        if open_list and wanted != open_list:
            yield f"      </{open_list}>"
        if wanted and wanted != open_list:
            yield f"      <{wanted}>"
        open_list = wanted
        text = _inline(block.text, "strong", "em")
        if block.kind == "heading":
            anchor = "-".join(plain(block.text).lower().split()[:3])
            yield f'      <h{block.level} id="{anchor}">{text}</h{block.level}>'
        elif block.kind == "item":
            yield f"        <li>{text}</li>"
        else:
            yield f"      <p>{text}</p>"
    if open_list:
        yield f"      </{open_list}>"


def _new(source: Source) -> str:
    links = "".join(f'<li><a href="/{name.lower()}/">{name}</a></li>' for name in ("Visit", "News", "About", "Contact"))
    body = "\n".join(_new_body(source))
    language = "en-IE" if source.meta["country"] == "IE" else "en-US"
    return f"""<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <title>{source.meta["title"]} | {source.meta["issuer"]}</title>
    <style>body {{ font-family: sans-serif; max-width: 46rem; margin: auto; line-height: 1.5 }}</style>
    <script>window.dataLayer = window.dataLayer || [];</script>
  </head>
  <body>
    <header><a href="#main">Skip to main content</a><nav><ul>{links}</ul></nav></header>
    <main id="main">
{body}
    </main>
    <footer><p>{source.meta["issuer"]}</p><ul><li><a href="/cookies/">Cookies</a></li></ul></footer>
  </body>
</html>
"""


def to_html(source: Source, look: str) -> bytes:
    """An HTML file: `old` is a page of about 2001 in Latin-1, `modern` and `news` are pages of today in UTF-8."""
    if look == "old":
        return _old(source).encode("latin-1")
    return _new(source).encode("utf-8")
