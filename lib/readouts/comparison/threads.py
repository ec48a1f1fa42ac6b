"""Threads: a proposal over several meetings, from its first to its last appearance.

Each item of a meeting is linked to at most one item of an earlier meeting: the one with which the
ledger of the two meetings matches it. If several meetings have one, the most similar counts, and of
equal ones the latest. A thread is all items connected by these links. A proposal may be absent from
some meetings and come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger import Ledger
from readouts.model import Item
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# Similarities are compared to two decimals: smaller differences do not show which link is right.
_DECIMALS = 2


@dataclass(frozen=True, order=True)
class Place:
    """An item of a relationship: the meeting's number and the item's, both from 0."""

    meeting: int
    item: int


@dataclass(frozen=True)
class Link:
    """The earlier item to which an item is linked, and the ledger row of the link."""

    back_to: Place
    similarity: float
    status: str


@dataclass(frozen=True)
class Threads:
    """The threads of a relationship, by first appearance, the longest first.

    ``appearances`` are the items of each thread in order; ``links`` are the links to earlier items.
    """

    readings: tuple[Reading, ...]
    appearances: tuple[tuple[Place, ...], ...]
    links: dict[Place, Link]

    def __len__(self) -> int:
        return len(self.appearances)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return a row per thread.

        Columns: thread (from 1), theme, first, last (dates), first_doc, last_doc, meetings (with
        it), silent (meetings between first and last without it), items, sides, acts (in order of
        first appearance, separated by spaces or commas), first_quote, last_quote, weakest (the
        lowest similarity of its links, empty for a single appearance), open (whether it appears in
        a meeting of the last day).
        """
        import pandas as pd

        steps = self.steps
        first, last = (steps.groupby("thread").nth(at).set_index("thread") for at in (0, -1))
        by_thread = steps.groupby("thread")
        met = by_thread["meeting"].nunique()
        found = {
            "theme": by_thread["themes"].agg(lambda of: _commonest(" ".join(of).split())),
            **{name: first[column] for name, column in _FIRST.items()},
            **{name: last[column] for name, column in _LAST.items()},
            "meetings": met,
            "silent": last["meeting"] - first["meeting"] + 1 - met,
            "items": by_thread.size(),
            "sides": by_thread["side"].agg(lambda of: ", ".join(of.unique())),
            "acts": by_thread["act"].agg(lambda of: " ".join(of.unique())),
            "weakest": by_thread["similarity"].min(),
            "open": last["date"] == (self.readings[-1].meeting.date if self.readings else ""),
        }
        return pd.DataFrame(found).reset_index()[[*_THREAD_COLUMNS]].astype(_THREAD_COLUMNS)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Return a row per appearance, in order.

        Columns: thread, meeting (from 1), date, doc, item, start, end, quote, speaker, side, act,
        themes; back_to (the doc of the linked earlier item, "" for a first appearance),
        back_to_item, similarity, status (persisted or reframed; new for a first appearance).
        """
        rows = [
            self._step(number, place)
            for number, places in enumerate(self.appearances, 1)
            for place in places
        ]
        return table(rows, _STEP_COLUMNS)

    def item(self, place: Place) -> Item:
        """Return the item of a place."""
        return self.readings[place.meeting].item_rows[place.item]

    def _step(self, number: int, place: Place) -> dict[str, Any]:
        reading, item, link = self.readings[place.meeting], self.item(place), self.links.get(place)
        return {
            "thread": number,
            "meeting": place.meeting + 1,
            "date": reading.meeting.date,
            "doc": reading.doc,
            "item": place.item,
            **{name: getattr(item, name) for name in ("start", "end", "speaker", "side", "act")},
            "quote": reading.quote(item),
            "themes": " ".join(item.themes),
            "back_to": self.readings[link.back_to.meeting].doc if link else "",
            "back_to_item": link.back_to.item if link else None,
            "similarity": link.similarity if link else None,
            "status": link.status if link else "new",
        }


_FIRST = {"first": "date", "first_doc": "doc", "first_quote": "quote"}
_LAST = {"last": "date", "last_doc": "doc", "last_quote": "quote"}
_THREAD_COLUMNS = {
    "thread": "int64", "theme": "str", "first": "str", "last": "str", "first_doc": "str",
    "last_doc": "str", "meetings": "int64", "silent": "int64", "items": "int64", "sides": "str",
    "acts": "str", "first_quote": "str", "last_quote": "str", "weakest": "float64", "open": "bool",
}  # fmt: skip
_STEP_COLUMNS = {
    "thread": "int64", "meeting": "int64", "date": "str", "doc": "str", "item": "int64",
    "start": "int64", "end": "int64", "quote": "str", "speaker": "str", "side": "str", "act": "str",
    "themes": "str", "back_to": "str", "back_to_item": "Int64", "similarity": "float64",
    "status": "str",
}  # fmt: skip


def threads(readings: Sequence[Reading], ledgers: Iterable[Ledger]) -> Threads:
    """Return the threads of the proposals of ``readings`` (by date), from the ledgers of its pairs.

    >>> threads([], []).frame.empty
    True
    """
    links = _links(readings, ledgers)
    grown: dict[Place, list[Place]] = {}
    for meeting, reading in enumerate(readings):
        for number in range(len(reading.item_rows)):
            place = Place(meeting, number)
            thread = grown[links[place].back_to] if place in links else []
            thread.append(place)
            grown[place] = thread
    found = {id(thread): tuple(thread) for thread in grown.values()}
    ordered = sorted(
        found.values(), key=lambda thread: (thread[0].meeting, -len(thread), thread[0])
    )
    return Threads(tuple(readings), tuple(ordered), links)


def _links(readings: Sequence[Reading], ledgers: Iterable[Ledger]) -> dict[Place, Link]:
    numbers = {id(reading): number for number, reading in enumerate(readings)}
    best: dict[Place, tuple[float, float, int]] = {}
    links: dict[Place, Link] = {}
    for ledger in ledgers:
        then, now = numbers[id(ledger.then)], numbers[id(ledger.now)]
        for row in ledger.rows:
            if row.then is None or row.now is None:
                continue
            alike = round(row.similarity, _DECIMALS), round(row.wording or 0.0, _DECIMALS)
            place, rank = Place(now, row.now), (*alike, then)
            if rank > best.get(place, (-1.0, -1.0, -1)):
                best[place] = rank
                links[place] = Link(Place(then, row.then), row.similarity, row.status)
    return links


def _commonest(words: list[str]) -> str:
    """Return the most frequent word (of equal ones the first), "" if there are none."""
    return max(words, key=words.count, default="")
