"""Which references of real documents are said to point nowhere, to be read against the documents by a person.

    python -m benchmarks.references FOLDER [--all]

Prints every reference that is reported, with its document, clause and place, then counts by form; with --all, the other
references, too.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.judging.evidence import evidence_for
from policylint.language.clauses import build_clauses
from policylint.language.references import find_references
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.model.text import Reference
from policylint.structure import build_structure


def references_of(document: Document) -> tuple[Reference, ...]:
    """What a document that has been read refers to."""
    document = build_structure(document)
    return find_references(document, build_clauses(document), lambda clause: evidence_for(document, clause))


def documents_in(folder: Path) -> Iterator[Document]:
    """The documents of a folder, in the order of their names; what cannot be read is left out."""
    with Door(Limits()) as door:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            try:
                yield door.open(path.read_bytes(), name=path.relative_to(folder).as_posix())
            except UnreadableDocument as error:
                print(f"{path.name}: not read ({error.reason})")


def line_of(reference: Reference) -> str:
    """A reference for a person: form, words, what they mean, and the clause with its place."""
    evidence = reference.evidence
    place = evidence.page or evidence.line or evidence.paragraph
    found = {True: "found", False: "NOWHERE", None: "a file"}[reference.found]
    return (
        f"  {found:8} {reference.form:9} {reference.words!r} -> {reference.target!r}  [{place}] {evidence.quote[:300]}"
    )


def main() -> None:
    """Find the references and print them."""
    parser = argparse.ArgumentParser(description="Print the references of documents that point nowhere.")
    parser.add_argument("folder", type=Path, help="folder with the documents")
    parser.add_argument("--all", action="store_true", help="print the others, too")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    documents = 0
    for document in documents_in(options.folder):
        documents += 1
        references = references_of(document)
        counts.update((reference.form, str(reference.found)) for reference in references)
        shown = [reference for reference in references if options.all or reference.found is False]
        if shown:
            print(document.source.name)
            print("\n".join(map(line_of, shown)))
    print(f"{documents} documents")
    for form in ("section", "appendix", "anchor", "file"):
        row = {found: counts[form, found] for found in ("True", "False", "None")}
        print(f"  {form:9} found {row['True']:5}   nowhere {row['False']:4}   to be looked up {row['None']:4}")


if __name__ == "__main__":
    main()
