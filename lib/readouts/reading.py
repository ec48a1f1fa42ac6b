"""All tables of one readout: the source, and every record that the parser found in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readouts.model import (
    COUNTED_ZONES,
    ITEM_ACTS,
    NARRATOR,
    Item,
    Meeting,
    Mention,
    Person,
    Review,
    Sentence,
    Statement,
    Zone,
)
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# The start of a list, and its parts.
_LISTED = re.compile(r":?[^\S\n]*\n|:\s")
_PART = re.compile(r"[^;\n]+")
# In lists of these acts, a part without an item was not read.
_LISTING = (*ITEM_ACTS, "inform", "affirm")


@dataclass(frozen=True, repr=False)
class Reading:
    """A readout and its records. Attributes ending in ``_rows`` are tuples of records;
    ``items``, ``statements``, ``participants``, ``mentions``, ``zones``, ``sentences`` and
    ``uncoded`` are the same as DataFrames, each row with ``start``, ``end`` and ``quote``.
    """

    doc: str
    source: str
    meeting: Meeting = field(default_factory=Meeting)
    participant_rows: tuple[Person, ...] = ()
    statement_rows: tuple[Statement, ...] = ()
    item_rows: tuple[Item, ...] = ()
    mention_rows: tuple[Mention, ...] = ()
    zone_rows: tuple[Zone, ...] = ()
    sentence_rows: tuple[Sentence, ...] = ()
    sha256: str = ""
    review: Review = field(default_factory=Review)

    def __post_init__(self) -> None:
        if not self.sha256:
            digest = hashlib.sha256(self.source.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "sha256", digest)

    def __repr__(self) -> str:
        return (
            f"<Reading {self.doc}: {len(self.statement_rows)} statements, "
            f"{len(self.item_rows)} items, {self.coverage:.0%} of the body coded>"
        )

    def _repr_html_(self) -> str:
        from readouts.highlighting import marked_text

        return str(marked_text(self))

    @cached_property
    def participants(self) -> pd.DataFrame:
        """Return who took part: start, end, quote, name, side, titles (tuple), principal."""
        return self._frame(Person, self.participant_rows)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Return the statements, in order: the columns of ``model.Statement`` and ``quote``."""
        return self._frame(Statement, self.statement_rows)

    @cached_property
    def items(self) -> pd.DataFrame:
        """Return the atomic proposals, in order: the columns of ``model.Item`` and ``quote``."""
        return self._frame(Item, self.item_rows)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Return figures and dates, in order: the columns of ``model.Mention`` and ``quote``."""
        return self._frame(Mention, self.mention_rows)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Return the zones: start, end, quote, zone, note."""
        return self._frame(Zone, self.zone_rows)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """Return every sentence of every zone: start, end, quote, number, paragraph, zone."""
        return self._frame(Sentence, self.sentence_rows)

    @cached_property
    def counted(self) -> list[Sentence]:
        """Return the sentences that count for `coverage`: those of the body, and short lines
        without a full stop, which may be headings or proposals."""
        return [row for row in self.sentence_rows if row.zone in COUNTED_ZONES]

    @cached_property
    def uncoded(self) -> pd.DataFrame:
        """Return what counts but was not read, as rows of ``sentences``: sentences without a
        statement, and parts of a speaker's list without an item."""
        coded = {statement.sentence for statement in self.statement_rows}
        whole = [row for row in self.counted if row.number not in coded]
        rows = sorted([*whole, *self._unread_parts], key=lambda row: row.start)
        return self._frame(Sentence, rows)

    @cached_property
    def coverage(self) -> float:
        """Return the share of the counted characters that are in a statement (0 to 1), without the
        parts of lists that are ``uncoded``.

        Words before the first speaker of a sentence ("Tại cuộc gặp, …") count with the statement. A
        text without a body has coverage 0.
        """
        import numpy as np

        counted, read = np.zeros((2, len(self.source)), dtype=bool)
        sentence_starts = {row.number: row.start for row in self.sentence_rows}
        for row in self.counted:
            counted[row.start : row.end] = True
        for row in self.statement_rows:
            read[min(row.start, sentence_starts.pop(row.sentence, row.start)) : row.end] = True
        for part in self._unread_parts:
            read[part.start : part.end] = False
        return int((counted & read).sum()) / max(int(counted.sum()), 1)

    @cached_property
    def _unread_parts(self) -> list[Sentence]:
        lists: dict[int, list[Statement]] = {}
        for statement in self.statement_rows:
            if statement.act in _LISTING and statement.speaker != NARRATOR:
                lists.setdefault(statement.sentence, []).append(statement)
        items: dict[int, list[Item]] = {}
        for item in self.item_rows:
            items.setdefault(item.sentence, []).append(item)
        return [
            part
            for row in self.counted
            for part in self._parts(row)
            if _overlaps(part, lists.get(row.number, ()))
            and not _overlaps(part, items.get(row.number, ()))
        ]

    @cached_property
    def _continuing(self) -> set[int]:
        rows = self.statement_rows
        return {row.sentence for row in rows if row.carried and row.act in ITEM_ACTS}

    def _parts(self, row: Sentence) -> Iterator[Sentence]:
        """Yield the parts of the list in a sentence (its lines, or more than one clause), or the
        whole sentence if it continues a list."""
        if row.number in self._continuing:
            yield row
            return
        opener = _LISTED.search(self.source, row.start, row.end)
        found = list(_PART.finditer(self.source, opener.end(), row.end)) if opener else []
        parts = [part for part in found if len(part.group().split()) > 1]
        for part in parts if len(parts) > 1 or (opener and "\n" in opener.group()) else ():
            start = part.end() - len(part.group().lstrip())
            yield replace(row, start=start, end=start + len(part.group().strip()))

    def quote(self, row: Any) -> str:
        """Return the words from ``row.start`` to ``row.end``.

        >>> Reading("a", "mở cửa").quote(Sentence(3, 6, 1, 1, "body"))
        'cửa'
        """
        return self.source[row.start : row.end]

    def mentions_in(self, item: Item) -> list[Mention]:
        """Return the figures and dates inside an item.

        >>> amounts = (Mention(3, 8, "money", 5.0, "USD"),)
        >>> reading = Reading("a", "chi 5 USD", mention_rows=amounts)
        >>> len(reading.mentions_in(Item(0, 9, 0, "", "", "propose")))
        1
        """
        return [row for row in self.mention_rows if item.start <= row.start and row.end <= item.end]

    @property
    def reviewed(self) -> bool:
        """Return whether people have settled every proposal of this text and gave their names.

        >>> Reading("a", "", review=Review(2, 2, ("AB",))).reviewed, Reading("b", "").reviewed
        (True, False)
        """
        return bool(self.review.by) and self.review.settled == self.review.of

    def record(self) -> dict[str, Any]:
        """Return the reading as plain JSON types: the record that ``readouts read`` writes."""
        return {
            "doc": self.doc,
            "sha256": self.sha256,
            "meeting": asdict(self.meeting) | {"sides": list(self.meeting.sides)},
            "participants": self._records(self.participant_rows),
            "statements": self._records(self.statement_rows),
            "items": self._records(self.item_rows),
            "mentions": self._records(self.mention_rows),
            "zones": self._records(self.zone_rows),
            "coverage": round(self.coverage, 4),
        }

    def _records(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {"start": row.start, "end": row.end, "quote": self.quote(row)}
            | {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in asdict(row).items()
                if name not in ("start", "end", "settled")
            }
            for row in rows
        ]

    def _frame(self, kind: type, rows: Iterable[Any]) -> pd.DataFrame:
        types = {column.name: _dtype(str(column.type)) for column in fields(kind)}
        records = (vars(row) | {"quote": self.quote(row)} for row in rows)
        return table(records, {"start": "int64", "end": "int64", "quote": "str"} | types)


def _dtype(kind: str) -> str:
    if kind.startswith("tuple"):
        return "object"
    return {"int": "int64", "bool": "bool", "float | None": "float64"}.get(kind, "str")


def _overlaps(span: Sentence, others: Iterable[Statement | Item]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)
