"""From a structured document to its clauses, not yet read for force, actor and scope."""

from __future__ import annotations

from policylint.language.force import heading_states_rule
from policylint.language.sentences import split_sentences
from policylint.model.clause import Clause, Token
from policylint.model.document import Block, Document
from policylint.packs.words import split_words

_MAX_LEAD_WORDS = 60


def build_clauses(document: Document) -> tuple[Clause, ...]:
    """Every clause of the document in reading order, headings included (their `kind` is "heading").

    Running headers and footers, tables of contents and preformatted text give no clauses.
    """
    clauses: list[Clause] = []
    headings = {section.index: _headings(document, section.index) for section in document.sections}
    leads: dict[int, tuple[tuple[Token, ...], str]] = {}
    for number, block in enumerate(document.blocks):
        if block.role in {"running", "contents"} or block.kind == "code":
            continue
        lead, lead_text = _lead_of(document, block, leads)
        for sentence in split_sentences(block.text, start=block.label_end):
            own_lead, own_text = lead, lead_text
            if sentence.lead:
                text = block.text[sentence.lead[0] : sentence.lead[1]]
                own_lead = (*lead, *split_words(text, offset=sentence.lead[0]))
                own_text = f"{lead_text} {text}".strip()
            text = block.text[sentence.start : sentence.end]
            tokens = split_words(text, offset=sentence.start)
            if not tokens:
                continue
            clauses.append(
                Clause(
                    index=len(clauses),
                    block=number,
                    start=sentence.start,
                    end=sentence.end,
                    text=text,
                    section=block.section,
                    kind=block.kind,
                    rule_heading=block.kind == "heading" and heading_states_rule(block.text),
                    tokens=tokens,
                    lead=own_lead,
                    lead_text=own_text,
                    headings=headings.get(block.section, ()),
                )
            )
    return tuple(clauses)


def _headings(document: Document, section: int) -> tuple[str, ...]:
    return tuple(part.title for part in document.section_path(section))


def _lead_of(
    document: Document, block: Block, known: dict[int, tuple[tuple[Token, ...], str]]
) -> tuple[tuple[Token, ...], str]:
    """The words that introduce a list item: of each lead block the last sentence, outermost first."""
    tokens: list[Token] = []
    texts: list[str] = []
    for index in block.leads:
        if index not in known:
            lead = document.blocks[index]
            sentences = split_sentences(lead.text, start=lead.label_end)
            if sentences:
                last = sentences[-1]
                text = lead.text[last.start : last.end]
                known[index] = (split_words(text), text)
            else:
                known[index] = ((), "")
        words, text = known[index]
        tokens.extend(words)
        if text:
            texts.append(text)
    return tuple(tokens[-_MAX_LEAD_WORDS:]), " ".join(texts)
