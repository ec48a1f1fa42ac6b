"""The proposals of two meetings, aligned: what persisted, what was reframed, is new or dropped.

>>> from readouts.model import Item
>>> words = "xây cầu qua sông"
>>> then = Reading("then", words, item_rows=(Item(0, 16, 0, "Bà A", "Lào", "propose"),))
>>> now = Reading("now", words, item_rows=(Item(0, 16, 0, "Bà A", "Lào", "commit"),))
>>> ledger = compare(then, now)
>>> ledger
<Ledger then → now: 0 persisted, 1 reframed, 0 new, 0 dropped>
>>> ledger.frame[["then_act", "now_act", "changed"]].values.tolist()
[['propose', 'commit', 'act']]
>>> compare(then, Reading("none", "")).counts()["rows"].tolist()
[0, 0, 0, 1]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger_rows import (
    BAND,
    MARGIN,
    SAME_WORDING,
    STATUSES,
    THRESHOLD,
    PairDecision,
    Row,
    RowBuilder,
    Settings,
    counterparts,
)
from readouts.comparison.pairing import joined, paired, side_bonus
from readouts.comparison.similarity import Similarity, similarity
from readouts.model import BOTH, DECISION
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Ledger:
    """The aligned proposals of two readings; ``rows`` are records, ``frame`` is the same as a
    table.

    Every item of both meetings is in at least one row. A row matches at most one item of each
    meeting. If the best partner of an item already has a match, the two get an extra row
    (``shared``): one proposal was split into two, or two were merged into one.
    """

    then: Reading
    now: Reading
    rows: tuple[Row, ...]
    settings: Settings
    similarity: Similarity
    pair_decisions: tuple[PairDecision, ...] = field(default=())

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.count_by_status.items())
        return f"<Ledger {self.then.doc} → {self.now.doc}: {counts}>"

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def count_by_status(self) -> dict[str, int]:
        """Return the number of rows of each status."""
        return {name: sum(row.status == name for row in self.rows) for name in STATUSES}

    def counts(self) -> pd.DataFrame:
        """Return a row per status: status, rows, then_items, now_items (items counted once)."""
        rows = self.frame.groupby("status")
        counts = (
            rows[["then_item", "now_item"]].nunique().set_axis(["then_items", "now_items"], axis=1)
        )
        counts.insert(0, "rows", rows.size())
        return counts.reindex([*STATUSES], fill_value=0).rename_axis("status").reset_index()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the rows, by theme in the order of the codebook, then by position in the texts.

        Columns: row (from 1), theme, themes, status, changed, then_ and now_ item, start, end,
        quote, speaker, side, act; probability, similarity, wording, margin (0 to 1, empty
        where there is no partner), nearest (item), shared, moved (see `side_change`), needs_look,
        decided (see `by_hand`), reason. ``themes``, ``changed`` and ``needs_look`` are separated
        by spaces.
        """
        records = [self._record(number, row) for number, row in enumerate(self.rows, 1)]
        return table(records, COLUMNS)

    @property
    def needs_look(self) -> pd.DataFrame:
        """Return the rows of ``frame`` that a person should review."""
        return self.frame[self.frame["needs_look"] != ""]

    @property
    def raised_by_other_side(self) -> pd.DataFrame:
        """Return the rows of ``frame`` whose proposal is now raised by the other side."""
        return self.frame[self.frame["moved"] != ""]

    def by_hand(self, row: Row) -> bool:
        """Return whether a person decided the match of a row or one of its items."""
        places = ((self.then, row.then), (self.now, row.now))
        items = (reading.item_rows[at] for reading, at in places if at is not None)
        return row.decided or any(item.settled or item.rule == DECISION for item in items)

    def _record(self, number: int, row: Row) -> dict[str, Any]:
        return {
            **vars(row),
            "row": number,
            **{name: " ".join(getattr(row, name)) for name in ("themes", "changed", "needs_look")},
            **_cells("then", self.then, row.then),
            **_cells("now", self.now, row.now),
            "moved": side_change(self, row),
            "decided": self.by_hand(row),
        }

    def _repr_html_(self) -> str:
        shown = self.frame[["row", "theme", "status", "then_quote", "now_quote", "similarity"]]
        return str(shown.to_html(index=False, na_rep="", float_format="{:.2f}".format))


def compare(
    then: Reading,
    now: Reading,
    *,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    band: float = BAND,
    same_wording: float = SAME_WORDING,
    pair_decisions: Iterable[PairDecision] = (),
) -> Ledger:
    """Return the ledger of an earlier and a later reading.

    Items are matched by optimal assignment over the probability that they are the same, if it is
    ``threshold`` or more. Decisions by people come first (see `decisions.pair_decisions`); of two
    about the same pair, the later counts. Ties are decided by position in the text, so that the
    same readings always give the same ledger, and exchanged readings give its mirror image.
    """
    settings = Settings(threshold, band, margin, same_wording)
    pair_decisions = tuple(
        {(decision.then, decision.now): decision for decision in pair_decisions}.values()
    )
    alike = _similarity(then, now)
    pairs = paired(alike.score, side_bonus(then, now), settings, pair_decisions)
    joining = joined(alike.score, pairs, settings, pair_decisions)
    builder = RowBuilder(then, now, alike, settings, pair_decisions)
    rows = [builder.pair(i, j, ()) for i, j in pairs]
    rows += [builder.pair(i, j, (how,)) for i, j, how in joining]
    matched = pairs + [(i, j) for i, j, _ in joining]
    rows += [builder.single("dropped", i) for i in _rest(then, {i for i, _ in matched})]
    rows += [builder.single("new", j) for j in _rest(now, {j for _, j in matched})]
    rows.sort(key=builder.order)
    return Ledger(then, now, tuple(rows), settings, alike, pair_decisions)


def side_change(ledger: Ledger, row: Row) -> str:
    """Return whether the other side now raises the proposal of a row: taken_up, joined, or "".

    ``taken_up``: then only one side raised it, now only the other does. ``joined``: then only one
    side raised it, now both do. "": all other cases, such as a joint proposal.

    >>> from readouts.model import Item, Meeting
    >>> words, sides = "xây cầu qua sông", Meeting(sides=("Lào", "Việt Nam"))
    >>> then = Reading("a", words, sides, item_rows=(Item(0, 16, 0, "A", "Lào", "propose"),))
    >>> now = Reading("b", words, sides, item_rows=(Item(0, 16, 0, "B", "Việt Nam", "propose"),))
    >>> ledger = compare(then, now)
    >>> side_change(ledger, ledger.rows[0])
    'taken_up'
    """
    if row.then is None or row.now is None:
        return ""
    names = counterparts(ledger.then, ledger.now)
    then_side = names.get(ledger.then.item_rows[row.then].side, "")
    now_side = ledger.now.item_rows[row.now].side
    if not then_side or BOTH in (then_side, now_side) or then_side == now_side:
        return ""
    alike = ledger.similarity.score >= ledger.settings.threshold
    before = {
        names[item.side] for at, item in enumerate(ledger.then.item_rows) if alike[at, row.now]
    }
    after = {item.side for at, item in enumerate(ledger.now.item_rows) if alike[row.then, at]}
    if now_side in before:
        return ""
    return "joined" if then_side in after else "taken_up"


def _similarity(then: Reading, now: Reading) -> Similarity:
    quotes = [[r.quote(item) for item in r.item_rows] for r in (then, now)]
    themes = [[item.themes for item in r.item_rows] for r in (then, now)]
    return similarity(quotes[0], quotes[1], themes[0], themes[1])


def _rest(reading: Reading, taken: set[int]) -> list[int]:
    return [at for at in range(len(reading.item_rows)) if at not in taken]


_SIDE_CELLS = {
    "item": "Int64", "start": "Int64", "end": "Int64", "quote": "str", "speaker": "str",
    "side": "str", "act": "str",
}  # fmt: skip
COLUMNS = {
    "row": "int64", "theme": "str", "themes": "str", "status": "str", "changed": "str",
    **{f"then_{name}": kind for name, kind in _SIDE_CELLS.items()},
    **{f"now_{name}": kind for name, kind in _SIDE_CELLS.items()},
    **dict.fromkeys(("probability", "similarity", "wording", "margin"), "float64"),
    "nearest": "Int64", "figures": "str", "shared": "bool", "moved": "str", "needs_look": "str",
    "decided": "bool", "reason": "str",
}  # fmt: skip


def _cells(name: str, reading: Reading, at: int | None) -> dict[str, Any]:
    if at is None:
        return {f"{name}_{cell}": "" for cell, kind in _SIDE_CELLS.items() if kind == "str"}
    item = reading.item_rows[at]
    cells = vars(item) | {"item": at, "quote": reading.quote(item)}
    return {f"{name}_{cell}": cells[cell] for cell in _SIDE_CELLS}
