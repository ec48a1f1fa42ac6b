"""A passage quoted on a page: its words, its speaker and its links.

>>> from readouts.model import Item
>>> item = Item(0, 10, 0, "Bà A", "Lào", "propose")
>>> quoted = Passage(Reading("a", "mở cửa hàng", item_rows=(item,)), "now", item)
>>> quoted.words, quoted.href, quoted.sentence
('mở cửa hàn', '#now-i0', 0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from readouts.highlighting import Mark, mark_up
from readouts.model import Sentence
from readouts.reading import Reading


@dataclass(frozen=True)
class Passage:
    """A span of the reading of ``when``: its ``record`` has ``start`` and ``end``."""

    reading: Reading
    when: str
    record: Any

    @property
    def words(self) -> str:
        """Return the words exactly as in the source."""
        return self.reading.quote(self.record)

    @property
    def within(self) -> Sentence | None:
        """Return the sentence with the start of the passage, if there is one."""
        rows = self.reading.sentence_rows
        return next((row for row in rows if row.start <= self.record.start < row.end), None)

    @property
    def sentence(self) -> int:
        """Return the number of its sentence, 0 if it is outside all sentences."""
        return self.within.number if self.within else 0

    @property
    def item(self) -> int | None:
        """Return the number of the proposal that starts here, if there is one."""
        starts = [row.start for row in self.reading.item_rows]
        return starts.index(self.record.start) if self.record.start in starts else None

    @property
    def side(self) -> str:
        """Return the side of the statement that contains the passage, "" if there is none."""
        rows = self.reading.statement_rows
        return next((row.side for row in rows if row.start <= self.record.start < row.end), "")

    @property
    def href(self) -> str:
        """Return the link to its proposal, or else to its sentence, on the page."""
        if self.item is not None:
            return f"#{self.when}-i{self.item}"
        return self.place

    @property
    def place(self) -> str:
        """Return the link to its sentence on the page, "" if there is none."""
        return f"#{self.when}-s{self.sentence}" if self.within else ""

    def context(self, kind: str) -> Markup:
        """Return its sentence with the passage marked as ``kind``; without a sentence, the
        passage."""
        around = self.within or self.record
        marks = [Mark(self.record.start, self.record.end, kind)]
        end = max(around.end, self.record.end)
        return mark_up(self.reading.source, marks, around.start, end)
