"""Commitments: counts of acts by side, and proposals that became more or less binding.

>>> from readouts.comparison.ledger import compare
>>> from readouts.model import Item
>>> def one(act):
...     return Reading(act, "xây cảng", item_rows=(Item(0, 8, 0, "Bà A", "Lào", act),))
>>> commitments(compare(one("propose"), one("commit")))[["row", "move"]].values.tolist()
[[1, 'bound']]
>>> acts(one("propose"), one("commit"))[["side", "act", "then", "now"]].values.tolist()
[['Lào', 'propose', 1, 0], ['Lào', 'commit', 0, 1]]
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readouts.comparison.ledger import Ledger, Row, counterparts
from readouts.model import ACTS, ITEM_ACTS, NARRATOR
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

_BINDING = ("agree", "commit")
# Of 11 changes in real readouts a reader accepted 7 of 8 from this probability on, and 0 of 3
# below.
_SURE = 0.9
_FIXING = ("money", "date", "period")
_MOVES = {
    "row": "int64", "move": "str",
    **{f"{when}_{name}": "str" for when in ("then", "now") for name in ("side", "act", "quote")},
}  # fmt: skip
_ACTS = {"side": "str", "act": "str", "then": "int64", "now": "int64"}


def commitments(ledger: Ledger) -> pd.DataFrame:
    """Return the proposals that became more or less binding: a row per row of the ledger.

    Columns: row, move (``bound``: requested then, agreed or pledged now; ``unbound``: the reverse;
    ``fixed``: the same act, now with a date or an amount of its own; ``unfixed`` the reverse),
    then_ and now_ side, act, quote. Proposals in one text only, and rows that may not be the same
    proposal, are left out.
    """
    moves = [
        _move(ledger, row)
        if row.decided or (row.probability >= _SURE and not row.needs_look)
        else ""
        for row in ledger.rows
    ]
    found = ledger.frame.assign(move=moves)
    return found.loc[found["move"] != "", [*_MOVES]].astype(_MOVES).reset_index(drop=True)


def _move(ledger: Ledger, row: Row) -> str:
    """Return how the proposal of a row became more or less binding (see `commitments`), or ""."""
    if row.then is None or row.now is None:
        return ""
    pair = ((ledger.then, row.then), (ledger.now, row.now))
    items = [(reading, reading.item_rows[at]) for reading, at in pair]
    then_bound, now_bound = (item.act in _BINDING for _, item in items)
    if then_bound != now_bound:
        return "bound" if now_bound else "unbound"
    then_fixed, now_fixed = (
        any(mention.kind in _FIXING for mention in reading.mentions_in(item))
        for reading, item in items
    )
    if not then_bound or then_fixed == now_fixed:
        return ""
    return "fixed" if now_fixed else "unfixed"


def acts(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the number of proposals and statements of each side by act: side, act, then, now.

    Each proposal counts once, and each statement without proposals counts once. Sides have their
    name of the later meeting; the acts are in the order of `model.ACTS`, which is not a scale.
    """
    counts = _counts(then, counterparts(then, now)), _counts(now, {})
    sides = list(dict.fromkeys(side for count in counts for side, _ in count))
    return table(
        (
            {"side": side, "act": act, "then": counts[0][side, act], "now": counts[1][side, act]}
            for side in sides
            for act in ACTS
            if counts[0][side, act] or counts[1][side, act]
        ),
        _ACTS,
    )


def _counts(reading: Reading, names: dict[str, str]) -> Counter[tuple[str, str]]:
    with_items = {item.statement for item in reading.item_rows}
    without_items = [
        row
        for number, row in enumerate(reading.statement_rows)
        if number not in with_items and row.act not in ITEM_ACTS and row.speaker != NARRATOR
    ]
    spoken = sorted((*reading.item_rows, *without_items), key=lambda row: row.start)
    return Counter((names.get(row.side, row.side), row.act) for row in spoken if row.side)
