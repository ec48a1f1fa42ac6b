"""The effect of a change of the codebook: the items whose themes differ between two codebooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from readouts.codebook.coder import Codebook
from readouts.codebook.contexts import contexts
from readouts.reading import Reading

if TYPE_CHECKING:
    import pandas as pd


def changed_items(old: Codebook, new: Codebook, readings: Iterable[Reading]) -> pd.DataFrame:
    """Return the items whose themes differ between two codebooks, in order of the readings.

    Columns: doc, start, end, quote, then and now (tuples of theme ids), gained and lost (tuples),
    cues (of the new themes). Without a difference the table is empty.

    >>> from readouts.codebook.coder import load_codebook
    >>> changed_items(load_codebook(), load_codebook(), []).empty
    True
    """
    import pandas as pd

    columns = ["doc", "start", "end", "quote", "then", "now", "gained", "lost", "cues"]
    rows = []
    for reading in readings:
        for item, context in zip(reading.item_rows, contexts(reading), strict=True):
            quote = reading.source[item.start : item.end]
            before, after = old.code(quote, context), new.code(quote, context)
            if set(before.themes) != set(after.themes):
                gained = tuple(t for t in after.themes if t not in before.themes)
                lost = tuple(t for t in before.themes if t not in after.themes)
                place = (reading.doc, item.start, item.end, quote)
                rows.append((*place, before.themes, after.themes, gained, lost, after.cues))
    return pd.DataFrame(rows, columns=columns)
