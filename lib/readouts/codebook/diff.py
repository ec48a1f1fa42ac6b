"""What a change of the codebook moves: the items whose themes two codebooks give differently."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from readouts.codebook.coder import Codebook, Context
from readouts.model import Item
from readouts.reading import Reading

if TYPE_CHECKING:
    import pandas as pd


def moved(old: Codebook, new: Codebook, readings: Iterable[Reading]) -> pd.DataFrame:
    """Return the items whose themes differ between two codebooks, in order of the readings.

    Columns: doc, start, end, quote, then and now (tuples of theme ids), gained and lost (tuples),
    cues (of the new themes). Empty where no item moved.

    >>> from readouts.codebook.coder import load_codebook
    >>> moved(load_codebook(), load_codebook(), []).empty
    True
    """
    import pandas as pd

    columns = ["doc", "start", "end", "quote", "then", "now", "gained", "lost", "cues"]
    rows = []
    for reading in readings:
        for item in reading.item_rows:
            quote, context = reading.source[item.start : item.end], context_in(reading, item)
            before, after = old.code(quote, context), new.code(quote, context)
            if set(before.themes) != set(after.themes):
                gained = tuple(t for t in after.themes if t not in before.themes)
                lost = tuple(t for t in before.themes if t not in after.themes)
                place = (reading.doc, item.start, item.end, quote)
                rows.append((*place, before.themes, after.themes, gained, lost, after.cues))
    return pd.DataFrame(rows, columns=columns)


def context_in(reading: Reading, item: Item) -> Context:
    """Return what stands around an item in its reading, for the codebook.

    >>> item = Item(26, 44, statement=0, speaker="A", side="Lào", act="propose")
    >>> context_in(Reading(doc="", source="Về y tế, ông A đề nghị cử thêm bác sĩ"), item).sides
    ()
    """
    source = reading.source
    body = [s for s in reading.sentence_rows if s.zone == "body"]
    others = [i for i in reading.item_rows if i.statement == item.statement and i != item]
    first = min([item.start, *(i.start for i in others)])
    before = [s for s in body if s.end <= first]
    lead = next((s.start for s in body if s.start <= first < s.end), first)
    return Context(
        lead=source[lead:first],
        before=" ".join(source[s.start : s.end] for s in before[-2:]),
        earlier=tuple(source[i.start : i.end] for i in others if i.start < item.start),
        later=tuple(source[i.start : i.end] for i in others if i.start > item.start),
        sides=reading.meeting.sides,
    )
