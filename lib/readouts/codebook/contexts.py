"""The context of the items of a reading, for the codebook."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from readouts.codebook.coder import Codebook, Context
from readouts.model import Item, Sentence
from readouts.reading import Reading


def contexts(reading: Reading) -> list[Context]:
    """Return the context of each item: the start of its sentence, the two sentences before, the
    other items of its statement, and the sides of the meeting.

    >>> item = Item(26, 38, statement=0, speaker="A", side="Lào", act="propose")
    >>> reading = Reading(doc="", source="Về y tế, ông A đề nghị cử thêm bác sĩ", item_rows=(item,))
    >>> contexts(reading)[0].earlier
    ()
    """
    body = [sentence for sentence in reading.sentence_rows if sentence.zone == "body"]
    by_statement: dict[int, list[Item]] = {}
    for item in reading.item_rows:
        by_statement.setdefault(item.statement, []).append(item)
    return [
        _around(reading.source, item, by_statement[item.statement], body, reading.meeting.sides)
        for item in reading.item_rows
    ]


def themed(reading: Reading, book: Codebook) -> Reading:
    """Return a reading with the themes that a codebook gives its items.

    >>> from readouts.codebook.coder import load_codebook
    >>> themed(Reading(doc="", source=""), load_codebook()).item_rows
    ()
    """
    items = []
    for item, context in zip(reading.item_rows, contexts(reading), strict=True):
        coded = book.code(reading.source[item.start : item.end], context)
        rule = f"{item.rule}; themes: {coded.rule}"
        items.append(replace(item, themes=coded.themes, cues=coded.cues, rule=rule))
    return replace(reading, item_rows=tuple(items))


def _around(
    source: str,
    item: Item,
    siblings: Sequence[Item],
    body: Sequence[Sentence],
    sides: tuple[str, ...],
) -> Context:
    first = min(other.start for other in siblings)
    at = bisect_right(body, first, key=lambda sentence: sentence.start) - 1
    inside = at >= 0 and first < body[at].end
    sentences_before = at if inside else at + 1
    return Context(
        lead=source[body[at].start if inside else first : first],
        before=" ".join(
            source[s.start : s.end] for s in body[max(0, sentences_before - 2) : sentences_before]
        ),
        earlier=tuple(source[i.start : i.end] for i in siblings if i.start < item.start),
        later=tuple(source[i.start : i.end] for i in siblings if i.start > item.start),
        sides=sides,
    )
