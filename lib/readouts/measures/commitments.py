"""The commitment ladder: how far each side bound itself, by theme, and how that moved.

From the lowest rung: ``welcome`` (judges what is), ``affirm`` (a standing position), ``ask`` (asks
or wishes), ``agree``, ``commit``, and ``commit_fixed``, a commitment with a date or an amount.
Courtesies and information are on no rung.

>>> from readouts.model import Item
>>> def one(act):
...     item = Item(0, 8, 0, "Bà A", "Lào", act, themes=("infrastructure",))
...     return Reading(act, "xây cảng", item_rows=(item,))
>>> then, now = one("propose"), one("commit")
>>> steps(then, now)[["meeting", "side", "rung"]].values.tolist()
[['a', 'Lào', 'ask'], ['b', 'Lào', 'commit']]
>>> ladder_moves(then, now)[["theme", "move", "steps"]].values.tolist()
[['infrastructure', 'up', 2]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger import counterparts, theme_ranks
from readouts.model import ITEM_ACTS, NARRATOR, Item
from readouts.reading import Reading
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

RUNGS = ("welcome", "affirm", "ask", "agree", "commit", "commit_fixed")
RUNG_OF_ACT = {
    "appraise": "welcome", "affirm": "affirm", "propose": "ask", "agree": "agree",
    "commit": "commit",
}  # fmt: skip

_STEPS = {
    "meeting": "str", "side": "str", "speaker": "str", "rung": "str", "themes": "str",
    "unit": "str", "start": "int64", "end": "int64", "quote": "str",
}  # fmt: skip
_LADDER = {"side": "str", "rung": "str", "then": "int64", "now": "int64", "change": "int64"}
_MOVES = {
    "side": "str", "theme": "str", "move": "str", "steps": "Int64", "then_rung": "str",
    "now_rung": "str", "then_start": "Int64", "then_end": "Int64", "then_quote": "str",
    "now_start": "Int64", "now_end": "Int64", "now_quote": "str",
}  # fmt: skip


def steps(then: Reading, now: Reading) -> pd.DataFrame:
    """Return everything that stands on a rung: a row per item, and per statement without items.

    Columns: meeting (a, b), side (by its name in the later meeting), speaker, rung, themes (parted
    by spaces), unit (item or statement), start, end, quote. A statement's themes are the
    codebook's for its words.
    """
    return table(_step_rows(then, now), _STEPS)


def ladder(then: Reading, now: Reading) -> pd.DataFrame:
    """Return how many things each side put on each rung: side, rung, then, now, change.

    Every side has all rungs, from the lowest.

    >>> list(ladder(Reading("a", ""), Reading("b", "")).columns)
    ['side', 'rung', 'then', 'now', 'change']
    """
    found = steps(then, now)
    sides = dict.fromkeys(found["side"])
    counts = found.groupby(["meeting", "side", "rung"]).size().to_dict()
    records = []
    for side in sides:
        for rung in RUNGS:
            before, after = (int(counts.get((name, side, rung), 0)) for name in ("a", "b"))
            row = {"side": side, "rung": rung, "then": before, "now": after}
            records.append(row | {"change": after - before})
    return table(records, _LADDER)


def ladder_moves(then: Reading, now: Reading) -> pd.DataFrame:
    """Return a row per side and theme: its highest rung in each meeting, and the move.

    Columns: side, theme, move (up, down, same, came, went), steps (rungs climbed, below zero
    where it went down, empty where either meeting has none), then_rung and now_rung ("" for none),
    and of the first words on that rung start, end and quote. In the codebook's order of themes.
    """
    return table(move_rows(then, now), _MOVES)


def move_rows(then: Reading, now: Reading) -> list[dict[str, Any]]:
    """Return the rows of `ladder_moves` as mappings, for those who count and show no table.

    >>> move_rows(Reading("a", ""), Reading("b", ""))
    []
    """
    ranks = theme_ranks()
    highest: dict[tuple[str, str], dict[str, Any]] = {}
    for step in _step_rows(then, now):
        for theme in step["themes"].split():
            best = highest.setdefault((step["side"], theme), {})
            meeting = step["meeting"]
            if meeting not in best or _height(step) > _height(best[meeting]):
                best[meeting] = step
    sides = list(dict.fromkeys(side for side, _ in highest))
    keys = sorted(
        highest, key=lambda key: (sides.index(key[0]), ranks.get(key[1], len(ranks)), key[1])
    )
    return [_move(*key, highest[key]) for key in keys]


def _step_rows(then: Reading, now: Reading) -> list[dict[str, Any]]:
    return both(_steps(then, counterparts(then, now)), _steps(now, {}))


def _steps(reading: Reading, names: dict[str, str]) -> list[dict[str, Any]]:
    spans = [(item, _rung(reading, item), item.themes, "item") for item in reading.item_rows]
    with_items = {item.statement for item in reading.item_rows}
    for number, statement in enumerate(reading.statement_rows):
        rung = RUNG_OF_ACT.get(statement.act)
        if number in with_items or statement.act in ITEM_ACTS or rung is None:
            continue
        words = reading.source[statement.start : statement.end]
        spans.append((statement, rung, _coded(words), "statement"))
    return [
        {
            "side": names.get(row.side, row.side),
            "speaker": row.speaker,
            "rung": rung,
            "themes": " ".join(themes),
            "unit": unit,
            "start": row.start,
            "end": row.end,
            "quote": reading.source[row.start : row.end],
        }
        for row, rung, themes, unit in sorted(spans, key=lambda span: span[0].start)
        if row.side and row.speaker != NARRATOR
    ]


def _rung(reading: Reading, item: Item) -> str:
    rung = RUNG_OF_ACT[item.act]
    fixed = rung == "commit" and any(
        mention.kind in ("money", "date", "period")
        for mention in reading.mention_rows
        if item.start <= mention.start and mention.end <= item.end
    )
    return "commit_fixed" if fixed else rung


def _coded(words: str) -> tuple[str, ...]:
    from readouts.codebook.coder import code

    return tuple(code(words)[0])


def _height(step: dict[str, Any]) -> int:
    return RUNGS.index(step["rung"])


def _move(side: str, theme: str, best: dict[str, Any]) -> dict[str, Any]:
    before, after = best.get("a"), best.get("b")
    climbed = _height(after) - _height(before) if before and after else None
    if climbed is None:
        move = "came" if after else "went"
    else:
        move = "up" if climbed > 0 else "down" if climbed < 0 else "same"
    cells: dict[str, Any] = {"side": side, "theme": theme, "move": move, "steps": climbed}
    for name, step in (("then", before), ("now", after)):
        cells[f"{name}_rung"] = step["rung"] if step else ""
        cells[f"{name}_start"] = step["start"] if step else None
        cells[f"{name}_end"] = step["end"] if step else None
        cells[f"{name}_quote"] = step["quote"] if step else ""
    return cells
