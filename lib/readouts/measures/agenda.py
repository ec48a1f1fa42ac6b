"""The agenda: the share of each theme in each meeting, and the themes that are new or gone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from readouts.codebook.cues import CueIndex, compile_cue
from readouts.codebook.schema import load_file
from readouts.comparison.ledger import Ledger
from readouts.comparison.ledger_rows import ordered
from readouts.language.normalization import normalize_words
from readouts.model import NARRATOR
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = {
    "theme": "str", "status": "str", "then": "int64", "now": "int64", "change": "int64",
    "then_share": "float64", "now_share": "float64",
    "then_characters": "int64", "now_characters": "int64",
    "then_characters_share": "float64", "now_characters_share": "float64",
    "then_statements": "int64", "now_statements": "int64",
}  # fmt: skip


_ONE_TEXT = {"theme": "str", "meeting": "str", "proposals": "int64", "spoken_of_in": "str"}
# The theme of items without a specific theme; it names no subject, so it cannot be new or gone.
RESIDUAL = "general"


def agenda(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per theme of either meeting, in the order of the codebook.

    Columns: theme, status (came, went, stays), then and now (items of that theme), change;
    then_share and now_share (of the items of the meeting), _characters and _characters_share (of
    the characters of its items), _statements (with such an item). An item with two themes counts in
    both, so that shares may add up to more than 1.

    >>> agenda(Reading("a", ""), Reading("b", "")).empty
    True
    """
    import pandas as pd

    counted = {"then": (then, _by_theme(then)), "now": (now, _by_theme(now))}
    themes = list(ordered({*counted["then"][1].index, *counted["now"][1].index}))
    found = pd.DataFrame({"theme": themes}, index=themes)
    for name, (reading, counts) in counted.items():
        counts = counts.reindex(themes, fill_value=0)
        characters = sum(item.end - item.start for item in reading.item_rows)
        found[name] = counts["items"]
        found[f"{name}_share"] = counts["items"] / max(len(reading.item_rows), 1)
        found[f"{name}_characters"] = counts["characters"]
        found[f"{name}_characters_share"] = counts["characters"] / max(characters, 1)
        found[f"{name}_statements"] = counts["statements"]
    found["change"] = found["now"] - found["then"]
    found["status"] = "stays"
    found.loc[found["then"] == 0, "status"] = "came"
    found.loc[found["now"] == 0, "status"] = "went"
    return found.reset_index(drop=True)[[*_COLUMNS]].astype(_COLUMNS)


def leading_themes(reading: Reading, unit: str = "items") -> tuple[str, ...]:
    """Return the theme with most items, characters or statements; several if they are equal.

    The order is that of the codebook; the result is empty if no item has a theme.

    >>> leading_themes(Reading("a", ""))
    ()
    """
    counts = _by_theme(reading)[unit]
    return ordered(counts.index[counts == counts.max()])


def themes_of_one_text(ledger: Ledger) -> pd.DataFrame:
    """Return the themes with proposals in only one text, in the order of the codebook.

    Columns: theme, meeting (then or now: the one with proposals), proposals (their number),
    spoken_of_in (numbers of the sentences of the other text that mention the theme).

    >>> from readouts.comparison.ledger import compare
    >>> themes_of_one_text(compare(Reading("a", ""), Reading("b", ""))).empty
    True
    """
    then, now = ledger.then, ledger.now
    rows = []
    for row in agenda(then, now).to_dict("records"):
        if row["status"] == "stays" or row["theme"] == RESIDUAL:
            continue
        meeting, other = ("now", then) if row["status"] == "came" else ("then", now)
        numbers = ", ".join(map(str, spoken_of(other, row["theme"])))
        rows.append(row | {"meeting": meeting, "proposals": row[meeting], "spoken_of_in": numbers})
    return table(rows, _ONE_TEXT)


def spoken_of(reading: Reading, theme: str) -> list[int]:
    """Return the numbers of the body sentences in which a speaker mentions a theme.

    One cue of the theme is enough, also a weak one; sentences of the reporter do not count.

    >>> spoken_of(Reading("a", ""), "trade")
    []
    """
    spoken = {row.sentence for row in reading.statement_rows if row.speaker != NARRATOR}
    return [
        row.number
        for row in reading.sentence_rows
        if row.zone == "body"
        and row.number in spoken
        and any(_cues(theme).matches(normalize_words(reading.source[row.start : row.end])))
    ]


@cache
def _cues(theme: str) -> CueIndex:
    known = [one for one in load_file().themes if one.id == theme]
    return CueIndex(
        compile_cue(words)
        for one in known
        for strength, words, _ in one.every_cue()
        if strength != "not"
    )


def _by_theme(reading: Reading) -> pd.DataFrame:
    """Return a row per theme: its items, their characters, and their statements."""
    rows = reading.items.assign(characters=reading.items["end"] - reading.items["start"])
    by_theme = rows.explode("themes").dropna(subset="themes").groupby("themes")
    return by_theme.agg(
        items=("characters", "size"),
        characters=("characters", "sum"),
        statements=("statement", "nunique"),
    )
