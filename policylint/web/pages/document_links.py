"""Addresses of places in the document that is shown beside the verdicts, and of the parts in which it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from policylint.model.report import Evidence

if TYPE_CHECKING:
    from policylint.web.panel.model import PanelPart, PlaceBook

View = Literal["pages", "text"]


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """Makes addresses on a report page.

    `page` is the address of the report page. `panel` is the part of the document that is drawn with it (None: none is
    shown). `places` knows the number of each place (None: no evidence is to be linked). `kept` are the fields of the
    query that hold the filters, `first_view` is the view that is drawn where none is asked for. `base` stands before
    addresses that are but a query: empty where the page is drawn at its own address.
    """

    page: str
    panel: PanelPart | None
    places: PlaceBook | None = None
    kept: tuple[tuple[str, str], ...] = ()
    first_view: View = "text"
    base: str = ""

    def place(self, evidence: Evidence) -> str:
        """The address of the words of an evidence in the document; empty where they are not shown."""
        if self.panel is None or self.places is None:
            return ""
        number = self.places.number_of(evidence)
        place = self.panel.places.get(number) if number is not None else None
        if place is None:
            return ""
        views: tuple[tuple[View, int | None], ...] = (("pages", place.part_pages), ("text", place.part_text))
        shown = self.panel.view
        for view, part in sorted(views, key=lambda known: known[0] != shown):
            if part is not None:
                here = view == self.panel.view and part == self.panel.number
                return f"#c-{number}" if here else f"{self.part(view, part)}#c-{number}"
        return ""

    def part(self, view: View, number: int) -> str:
        """The address of the report page with a part of the document in it, and the same filters."""
        query = [*self.kept, ("view", view), *((("part", str(number)),) if number != 1 else ())]
        return f"{self.page}?{urlencode(query)}"

    def review(self, anchor: str) -> str:
        """The address at which a card is drawn with its review form, whose first field takes the focus."""
        return f"{self.base}?{urlencode([*self.seen(), ('review', anchor)])}"

    def card(self, anchor: str) -> str:
        """The address of a card in the list that is shown, without its review form."""
        seen = urlencode(self.seen())
        return f"{self.page}{'?' if seen else ''}{seen}#{anchor}"

    def unfiltered(self, anchor: str) -> str:
        """The address of a card that the filters hide."""
        return f"{self.base}?{urlencode(self.shown_part())}#{anchor}"

    def seen(self) -> list[tuple[str, str]]:
        """The fields of the query, or of a form, for all that is shown: the filters, and the part of the document."""
        return [*self.kept, *self.shown_part()]

    def shown_part(self) -> list[tuple[str, str]]:
        """The fields of the query for the part of the document that is drawn, as far as it is not drawn unasked."""
        if self.panel is None:
            return []
        view = [("view", self.panel.view)] if self.panel.view != self.first_view else []
        return [*view, *([("part", str(self.panel.number))] if self.panel.number != 1 else [])]
