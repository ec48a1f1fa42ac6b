"""Threads: a proposal over several meetings, from its first to its last appearance.

Each item of a meeting is linked to at most one item of an earlier meeting: the one with which the
ledger of the two meetings matches it. If several meetings have one, the most similar counts, and of
equal ones the latest. A thread is all items connected by these links. A proposal may be absent from
some meetings and come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger import Ledger
from readouts.comparison.ledger_rows import Row
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# Similarities are compared to two decimals: smaller differences do not show which link is right.
_DECIMALS = 2
# The number of a meeting and of an item in it, both from 0.
Place = tuple[int, int]

_STEPS = {
    "thread": "int64", "meeting": "int64", "date": "str", "doc": "str", "item": "int64",
    "start": "int64", "end": "int64", "quote": "str", "speaker": "str", "side": "str", "act": "str",
    "themes": "str", "back_to": "str", "back_to_item": "Int64", "similarity": "float64",
    "status": "str",
}  # fmt: skip
_THREADS = {
    "thread": "int64", "theme": "str", "first": "str", "last": "str", "first_doc": "str",
    "last_doc": "str", "meetings": "int64", "silent": "int64", "items": "int64", "sides": "str",
    "acts": "str", "first_quote": "str", "last_quote": "str", "weakest": "float64", "open": "bool",
}  # fmt: skip


def thread_steps(readings: Sequence[Reading], ledgers: Iterable[Ledger]) -> pd.DataFrame:
    """Return a row per item of ``readings`` (by date), linked by the ledgers of its pairs.

    The threads come in the order of their first appearance, the longest first. Columns: thread
    (from 1), meeting (from 1), date, doc, item, start, end, quote, speaker, side, act, themes;
    back_to (the doc of the linked earlier item, "" for a first appearance), back_to_item,
    similarity, status (persisted or reframed; new for a first appearance).

    >>> thread_steps([], []).empty
    True
    """
    links = _links(readings, ledgers)
    threads: dict[Place, list[Place]] = {}
    for meeting, reading in enumerate(readings):
        for at in range(len(reading.item_rows)):
            place = (meeting, at)
            threads[place] = threads[links[place][0]] if place in links else []
            threads[place].append(place)
    in_order = sorted(
        {tuple(places) for places in threads.values()},
        key=lambda places: (places[0][0], -len(places), places[0]),
    )
    return table(
        (
            {"thread": number, **_step(readings, place, *links.get(place, ()))}
            for number, places in enumerate(in_order, 1)
            for place in places
        ),
        _STEPS,
    )


def thread_table(steps: pd.DataFrame, last_day: str) -> pd.DataFrame:
    """Return a row per thread of ``steps``; ``last_day`` is the date of the last meeting.

    Columns: thread, theme, first, last (dates), first_doc, last_doc, meetings (with it), silent
    (meetings between first and last without it), items, sides, acts (in order of first appearance,
    separated by spaces or commas), first_quote, last_quote, weakest (the lowest similarity of its
    links, empty for a single appearance), open (whether it appears in a meeting of the last day).

    >>> thread_table(thread_steps([], []), "").empty
    True
    """
    found = steps.groupby("thread").agg(
        theme=("themes", lambda themes: _commonest(" ".join(themes).split())),
        **{f"{edge}{name}": (column, edge)
           for edge in ("first", "last")
           for name, column in (("", "date"), ("_doc", "doc"), ("_quote", "quote"))},
        meetings=("meeting", "nunique"),
        silent=("meeting", lambda numbers: numbers.max() - numbers.min() + 1 - numbers.nunique()),
        items=("item", "size"),
        sides=("side", lambda sides: ", ".join(sides.unique())),
        acts=("act", lambda acts: " ".join(acts.unique())),
        weakest=("similarity", "min"),
    )  # fmt: skip
    return found.assign(open=found["last"] == last_day).reset_index()[[*_THREADS]].astype(_THREADS)


def _step(
    readings: Sequence[Reading], place: Place, back: Place | None = None, row: Row | None = None
) -> dict[str, Any]:
    """Return the cells of an item; ``row`` is the ledger row that links it to the item ``back``."""
    reading = readings[place[0]]
    item = reading.item_rows[place[1]]
    cells = {
        **vars(item),
        "meeting": place[0] + 1,
        "date": reading.meeting.date,
        "doc": reading.doc,
        "item": place[1],
        "quote": reading.quote(item),
        "themes": " ".join(item.themes),
        "back_to": "",
        "status": "new",
    }
    if back and row:
        cells |= {"back_to": readings[back[0]].doc, "back_to_item": back[1]}
        cells |= {"similarity": row.similarity, "status": row.status}
    return cells


def _links(
    readings: Sequence[Reading], ledgers: Iterable[Ledger]
) -> dict[Place, tuple[Place, Row]]:
    """Return for each linked item the earlier item and the row of their ledger."""
    numbers = {id(reading): number for number, reading in enumerate(readings)}
    best: dict[Place, tuple[float, float, int]] = {}
    links: dict[Place, tuple[Place, Row]] = {}
    for ledger in ledgers:
        then, now = numbers[id(ledger.then)], numbers[id(ledger.now)]
        for row in ledger.rows:
            if row.then is None or row.now is None:
                continue
            alike = round(row.similarity, _DECIMALS), round(row.wording or 0.0, _DECIMALS)
            place, rank = (now, row.now), (*alike, then)
            if place not in best or rank > best[place]:
                best[place] = rank
                links[place] = (then, row.then), row
    return links


def _commonest(words: list[str]) -> str:
    """Return the most frequent word (of equal ones the first), "" if there are none."""
    return max(words, key=words.count, default="")
