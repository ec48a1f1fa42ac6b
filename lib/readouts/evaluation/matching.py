"""Match the items of two codings of a text, and compare their sides and names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from readouts.errors import ReadoutsError
from readouts.language.sentences import trimmed

Record = Mapping[str, Any]
Span = tuple[int, int]

EDGES = " \t\n.,;:…“”\"'()–-"
HOME, BOTH_SIDES = "việt nam", ("both", "hai bên")


def located(record: Record, text: str, coding: str) -> tuple[Record, ...]:
    """Return the items with offsets; items with only a quotation are looked up in order.

    Raises `ReadoutsError` for an item whose offsets do not give its quotation.

    >>> located({"doc": "a", "items": [{"quote": "cửa"}]}, "mở cửa", "gold")[0]["start"]
    3
    """
    items, cursor = [], 0
    for item in record["items"]:
        if item.get("start") is None or item.get("end") is None:
            if not item.get("quote"):
                raise ReadoutsError(
                    f"{record['doc']}: expected `start` and `end`, or a `quote`, in every {coding} "
                    "item; one has neither."
                )
            start = text.find(item["quote"], cursor)
            start = start if start >= 0 else text.find(item["quote"])
            item = {**item, "start": start, "end": start + len(item["quote"])}
        if not 0 <= item["start"] < item["end"] <= len(text):
            raise ReadoutsError(
                f"{record['doc']}: the {coding} item {item.get('quote', '')[:60]!r} "
                f"[{item['start']}, {item['end']}) is outside its text of {len(text)} "
                "characters. Were these items coded on another version of the text?"
            )
        quoted, words = item.get("quote"), text[item["start"] : item["end"]]
        if quoted is not None and quoted != words:
            raise ReadoutsError(
                f"{record['doc']}: the {coding} item [{item['start']}, {item['end']}) quotes "
                f"{quoted[:60]!r}, but there the text says {words[:60]!r}. Were these items coded "
                "on another version of the text, or moved?"
            )
        cursor = item["start"] + 1
        items.append(item)
    return tuple(items)


def matched_pairs(
    text: str, gold: tuple[Record, ...], predicted: tuple[Record, ...], overlap: float
) -> tuple[tuple[int, int], ...]:
    """Return the pairs that share enough tokens, each item used once, best pairs first.

    >>> matched_pairs("mở cửa khẩu", ({"start": 0, "end": 6},), ({"start": 0, "end": 6},), 0.6)
    ((0, 0),)
    """
    left, right = ([words_of(text, (item,)) for item in items] for items in (gold, predicted))
    shared = [
        (len(a & b) / len(a | b), g, p)
        for g, a in enumerate(left)
        for p, b in enumerate(right)
        if gold[g]["start"] < predicted[p]["end"]
        and predicted[p]["start"] < gold[g]["end"]
        and a | b
    ]
    pairs: dict[int, int] = {}
    for share, g, p in sorted(shared, reverse=True):
        if share >= overlap and g not in pairs and p not in pairs.values():
            pairs[g] = p
    return tuple(sorted(pairs.items()))


def words_of(text: str, items: Iterable[Record]) -> set[int]:
    """Return the start positions of the white-space tokens of the items; a token cut by the start
    of a span starts there.

    >>> sorted(words_of("mở cửa khẩu", [{"start": 3, "end": 11}]))
    [3, 7]
    """
    spans = [(item["start"], item["end"]) for item in items]
    return {
        start + token.start()
        for start, end in spans
        for token in re.finditer(r"\S+", text[start:end])
    }


def bare_span(text: str, item: Record) -> Span:
    """Return the item's span without punctuation and spaces at both ends.

    >>> bare_span(" mở. ", {"start": 0, "end": 5})
    (1, 3)
    """
    return trimmed(text, item["start"], item["end"], EDGES)


def _normal(name: str | None) -> str:
    return unicodedata.normalize("NFC", name or "").casefold().strip()


def bloc(side: str | None) -> str:
    """Return home, both, counterpart or nothing, because outlets name the same counterpart
    differently.

    >>> bloc("hai bên"), bloc("Lào")
    ('both', 'counterpart')
    """
    side = _normal(side)
    if side in BOTH_SIDES:
        return "both"
    return "home" if side == HOME else "counterpart" if side else ""


def same_name(first: str | None, second: str | None) -> bool:
    """Return whether two names may be of one person: one contains the other.

    >>> same_name("Somsay Keo", "ông Somsay Keo")
    True
    """
    first, second = _normal(first), _normal(second)
    return first == second or bool(first and second and (first in second or second in first))
