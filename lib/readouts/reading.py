"""All tables of one readout: the source, and every record that the parser found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readouts.model import Item, Meeting, Mention, Person, Review, Sentence, Statement, Zone
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Reading:
    """One readout and its records. Attributes ending in ``_rows`` are tuples of records;
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
    def uncoded(self) -> pd.DataFrame:
        """Return the body sentences without any part of a statement, as rows of ``sentences``."""
        body = self.sentences[self.sentences["zone"] == "body"]
        coded = {statement.sentence for statement in self.statement_rows}
        return body[~body["number"].isin(coded)].reset_index(drop=True)

    @cached_property
    def coverage(self) -> float:
        """Return the share of the characters of the body that are in a statement, 0 to 1.

        Words before the first speaker of a sentence ("Tại cuộc gặp, …") count with the statement. A
        text without a body has coverage 0.
        """
        body = [(row.start, row.end) for row in self.sentence_rows if row.zone == "body"]
        opens = {row.number: row.start for row in self.sentence_rows}
        coded: list[tuple[int, int]] = []
        for row in self.statement_rows:
            start = min(row.start, opens.pop(row.sentence, row.start))
            coded.append((start, row.end))
        total = sum(end - start for start, end in body)
        return _overlap(body, coded) / total if total else 0.0

    def quote(self, row: Any) -> str:
        """Return the words from ``row.start`` to ``row.end``.

        >>> Reading("a", "mở cửa").quote(Sentence(3, 6, 1, 1, "body"))
        'cửa'
        """
        return self.source[row.start : row.end]

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


def _overlap(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> int:
    """Return how many positions of ``spans`` are in ``others``; both are in order, without
    overlaps."""
    shared = at = to = 0
    while at < len(spans) and to < len(others):
        (start, end), (first, last) = spans[at], others[to]
        shared += max(0, min(end, last) - max(start, first))
        at, to = (at + 1, to) if end <= last else (at, to + 1)
    return shared
