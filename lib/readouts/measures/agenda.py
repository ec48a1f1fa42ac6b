"""The agenda: how much of each meeting each theme took, what came and what went."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from readouts.codebook.cues import CueIndex, compile_cue
from readouts.codebook.schema import load_file
from readouts.comparison.ledger import Ledger, theme_ranks
from readouts.language.normalization import normalize_words
from readouts.model import NARRATOR
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

UNITS = ("items", "characters", "statements")

_COLUMNS = {
    "theme": "str", "status": "str", "then": "int64", "now": "int64", "change": "int64",
    "then_share": "float64", "now_share": "float64",
    "then_characters": "int64", "now_characters": "int64",
    "then_characters_share": "float64", "now_characters_share": "float64",
    "then_statements": "int64", "now_statements": "int64",
}  # fmt: skip


_ONE_TEXT = {"theme": "str", "meeting": "str", "proposals": "int64", "spoken_of_in": "str"}
# The theme of what has no theme of its own: it names no matter, so it is no news.
RESIDUAL = "general"


def agenda(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per theme of either meeting, in the codebook's order.

    Columns: theme, status (came, went, stays), then and now (items of that theme), change;
    then_share and now_share (of the meeting's items), _characters and _characters_share (of the
    characters of its items), _statements (that hold such an item). An item of two themes counts
    in both, so that shares may add up to more than 1.

    >>> agenda(Reading("a", ""), Reading("b", "")).empty
    True
    """
    return table(agenda_rows(then, now), _COLUMNS)


def agenda_rows(then: Reading, now: Reading) -> list[dict[str, Any]]:
    """Return the rows of `agenda` as mappings, for those who count and show no table.

    >>> agenda_rows(Reading("a", ""), Reading("b", ""))
    []
    """
    ranks = theme_ranks()
    earlier, later = (_by_theme(reading) for reading in (then, now))
    themes = sorted({*earlier, *later}, key=lambda theme: (ranks.get(theme, len(ranks)), theme))
    return [_row(theme, earlier, later, then, now) for theme in themes]


def leading_themes(reading: Reading, unit: str = "items") -> tuple[str, ...]:
    """Return the theme with most items, characters or statements; several where they have as many.

    In the codebook's order; empty where no item has a theme.

    >>> leading_themes(Reading("a", ""))
    ()
    """
    ranks = theme_ranks()
    counts = _by_theme(reading)
    most = max((count[unit] for count in counts.values()), default=0)
    leading = [theme for theme, count in counts.items() if count[unit] == most]
    return tuple(sorted(leading, key=lambda theme: (ranks.get(theme, len(ranks)), theme)))


def themes_of_one_text(ledger: Ledger) -> pd.DataFrame:
    """Return the themes that only one text makes proposals on, in the codebook's order.

    Columns: theme, meeting (then, now: whose proposals), proposals (how many), spoken_of_in (the
    numbers of the other text's sentences that speak of it outside its proposals, parted by commas).

    >>> from readouts.comparison.ledger import compare
    >>> themes_of_one_text(compare(Reading("a", ""), Reading("b", ""))).empty
    True
    """
    then, now = ledger.then, ledger.now
    rows = []
    for row in agenda_rows(then, now):
        if row["status"] == "stays" or row["theme"] == RESIDUAL:
            continue
        meeting, other = ("now", then) if row["status"] == "came" else ("then", now)
        numbers = ", ".join(map(str, spoken_of(other, row["theme"])))
        rows.append(
            {
                "theme": row["theme"],
                "meeting": meeting,
                "proposals": row[meeting],
                "spoken_of_in": numbers,
            }
        )
    return table(rows, _ONE_TEXT)


def spoken_of(reading: Reading, theme: str) -> list[int]:
    """Return the numbers of the body's sentences in which somebody speaks of a theme.

    A cue of the theme is enough, be it a weak one; the report's own sentences do not count.

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


def _by_theme(reading: Reading) -> dict[str, dict[str, int]]:
    """Return for each theme its number of items, characters and statements."""
    found: dict[str, dict[str, int]] = {}
    seen: dict[str, set[int]] = {}
    for item in reading.item_rows:
        for theme in item.themes:
            count = found.setdefault(theme, dict.fromkeys(UNITS, 0))
            count["items"] += 1
            count["characters"] += item.end - item.start
            seen.setdefault(theme, set()).add(item.statement)
    for theme, statements in seen.items():
        found[theme]["statements"] = len(statements)
    return found


def _row(
    theme: str,
    earlier: dict[str, dict[str, int]],
    later: dict[str, dict[str, int]],
    then: Reading,
    now: Reading,
) -> dict[str, Any]:
    nothing = dict.fromkeys(UNITS, 0)
    cells: dict[str, Any] = {"theme": theme, "status": "stays"}
    for name, counts, reading in (("then", earlier, then), ("now", later, now)):
        count = counts.get(theme, nothing)
        characters = sum(item.end - item.start for item in reading.item_rows)
        cells |= {
            name: count["items"],
            f"{name}_share": _share(count["items"], len(reading.item_rows)),
            f"{name}_characters": count["characters"],
            f"{name}_characters_share": _share(count["characters"], characters),
            f"{name}_statements": count["statements"],
        }
    cells["change"] = cells["now"] - cells["then"]
    if not cells["then"] or not cells["now"]:
        cells["status"] = "came" if cells["now"] else "went"
    return cells


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
