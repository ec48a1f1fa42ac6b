"""Asks and answers: what became of each ask of one side in the words of the other.

Within one meeting, an ask is ``answered`` where the other side, or both together, agree or commit
to the like of it; ``echoed`` where the other side asks for the like itself, or says it again in a
standing position; and ``left`` where its own words do not take it up. A sentence that assents to
the asks as a whole (``Tán thành các đề xuất của X``) answers no single one; ``assented`` records
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger import THRESHOLD
from readouts.comparison.similarity import similarity
from readouts.model import BOTH, ITEM_ACTS, Item
from readouts.reading import Reading
from readouts.settings import check_settings
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = ("answered", "echoed", "left")

# A position is far longer than an ask, so what counts is how much of the ask stands in it. At
# seven tenths the object and its verb stand there, not the object alone.
_REPEATED = 0.7
_POSITIONS = ("affirm",)

_COLUMNS = {
    "meeting": "str", "item": "int64", "side": "str", "speaker": "str", "addressee": "str",
    "themes": "str", "start": "int64", "end": "int64", "quote": "str", "answer": "str",
    "similarity": "float64", "reply_side": "str", "reply_speaker": "str", "reply_act": "str",
    "reply_start": "Int64", "reply_end": "Int64", "reply_quote": "str", "assented": "bool",
}  # fmt: skip


def asks(then: Reading, now: Reading, *, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Return a row per ask of one side in either meeting, in the order of the texts.

    Columns: meeting (a, b), item, side, speaker, addressee, themes, start, end, quote; answer
    (answered, echoed, left), similarity to the reply (empty where left), the reply's side, speaker,
    act, start, end and quote; assented. Asks by both sides together have nobody to answer them and
    are no rows.

    >>> asks(Reading("a", ""), Reading("b", "")).empty
    True
    """
    rows = both(asks_in(then, threshold=threshold), asks_in(now, threshold=threshold))
    return table(rows, _COLUMNS)


def asks_in(reading: Reading, *, threshold: float = THRESHOLD) -> Iterator[dict[str, Any]]:
    """Yield the asks of one reading as mappings: the rows of `asks` without ``meeting``.

    >>> list(asks_in(Reading("a", "")))
    []
    """
    check_settings(threshold=threshold)
    quotes = [reading.source[item.start : item.end] for item in reading.item_rows]
    themes = [item.themes for item in reading.item_rows]
    alike = similarity(quotes, quotes, themes, themes).score
    positions = [row for row in reading.statement_rows if row.act in _POSITIONS]
    said = similarity(quotes, [reading.source[row.start : row.end] for row in positions])
    for at, ask in enumerate(reading.item_rows):
        if ask.act != "propose" or ask.side in ("", BOTH):
            continue
        replies = [
            (float(alike[at, other]), reply)
            for other, reply in enumerate(reading.item_rows)
            if reply.side not in ("", ask.side) and alike[at, other] >= threshold
        ] + [
            (float(said.then_in_now[at, other]), reply)
            for other, reply in enumerate(positions)
            if reply.side not in ("", ask.side) and said.then_in_now[at, other] >= _REPEATED
        ]
        yield _row(reading, at, ask, replies)


def _row(reading: Reading, at: int, ask: Item, replies: list[tuple[float, Any]]) -> dict[str, Any]:
    binding = [(score, reply) for score, reply in replies if reply.act in ("agree", "commit")]
    score, reply = max(binding or replies, key=lambda pair: pair[0], default=(None, None))
    return {
        "item": at,
        "side": ask.side,
        "speaker": ask.speaker,
        "addressee": ask.addressee,
        "themes": " ".join(ask.themes),
        "start": ask.start,
        "end": ask.end,
        "quote": reading.source[ask.start : ask.end],
        "answer": "answered" if binding else "echoed" if replies else "left",
        "similarity": score,
        **{f"reply_{name}": getattr(reply, name, "") for name in ("side", "speaker", "act")},
        "reply_start": reply.start if reply else None,
        "reply_end": reply.end if reply else None,
        "reply_quote": reading.source[reply.start : reply.end] if reply else "",
        "assented": _assented(reading, ask),
    }


def _assented(reading: Reading, ask: Item) -> bool:
    return any(
        row.responds_to and row.responds_to == ask.speaker and row.side not in ("", ask.side)
        for row in reading.statement_rows
        if row.act in ("affirm", *ITEM_ACTS)
    )
