"""The proposals of two meetings, aligned: what persisted, what was reframed, is new or dropped.

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

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from readouts.comparison.assignment import assigned
from readouts.comparison.contradictions import FORBIDS, contradictions
from readouts.comparison.similarity import Similarity, similarity
from readouts.model import BOTH, DECISION, Item
from readouts.reading import Reading
from readouts.settings import check_settings
from readouts.tables import table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

Status = Literal["persisted", "reframed", "new", "dropped"]
STATUSES: tuple[Status, ...] = ("persisted", "reframed", "new", "dropped")

# Links of 29 pairs aligned by hand, each pair left out in turn: F1 is 0.84 to 0.86 from 0.3 to
# 0.6 and falls beyond. In the band around it six in ten matches are right; above it nine in ten.
THRESHOLD = 0.55
BAND = 0.2
MARGIN = 0.05
# Where side and act stay, coders call a proposal reframed only if hardly a word is left: 93 % of
# their answers follow from 0.2, 82 % from 0.4.
SAME_WORDING = 0.2
# Between two partners about equally alike, the one carried by the same side wins. It shapes the
# choice of partner only; the similarity shown stays that of wording and themes.
SAME_SIDE_BONUS = 0.1


@dataclass(frozen=True)
class Settings:
    """What a user may vary, each from 0 to 1; raises `ReadoutsError` for anything else.

    ``threshold`` is the least probability of a match; ``band`` how far above or below it a row
    needs a look; ``margin`` the least lead over the runner-up that goes without a look;
    ``same_wording`` the least likeness of wording that counts as unchanged.
    """

    threshold: float = THRESHOLD
    band: float = BAND
    margin: float = MARGIN
    same_wording: float = SAME_WORDING

    def __post_init__(self) -> None:
        check_settings(**asdict(self))


@dataclass(frozen=True)
class PairDecision:
    """What a person decided of one pair: ``match`` (or never), by positions of the items."""

    then: int
    now: int
    match: bool
    reason: str


@dataclass(frozen=True)
class Row:
    """One proposal across two meetings; ``then`` and ``now`` are positions among their items.

    ``probability`` is that of what the row says: that the two are the same proposal, or that the
    one has no partner. ``similarity`` is the probability that the two are the same before what
    contradicts it is heard; of a row without a partner it is that with ``nearest``, the item of
    the other meeting most like it. ``margin`` is the lead over the next best partner of either
    item (below zero where that one was given up for the sake of the whole). ``changed`` names what
    differs: wording, act, side, figure (``figures`` has then and now), and split or merged where a
    partner stands in several rows (``shared``). ``needs_look`` says why a person should judge:
    threshold, margin, or a contradiction (see `contradictions`).
    """

    theme: str
    themes: tuple[str, ...]
    status: Status
    then: int | None
    now: int | None
    similarity: float
    probability: float = 1.0
    nearest: int | None = None
    margin: float | None = None
    wording: float | None = None
    theme_likeness: float | None = None
    verb: float | None = None
    changed: tuple[str, ...] = ()
    figures: str = ""
    shared: bool = False
    needs_look: tuple[str, ...] = ()
    decided: bool = False
    reason: str = ""


@dataclass(frozen=True, repr=False)
class Ledger:
    """The aligned proposals of two readings: ``rows`` are records, ``frame`` the same as a table.

    Every item of both meetings stands in at least one row. One row pairs each item with at most
    one partner; an item left over whose like is already paired joins it in a row of its own
    (``shared``): one proposal split into two, or two merged into one.
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
        """Return the number of rows of each status, all four named."""
        return {name: sum(row.status == name for row in self.rows) for name in STATUSES}

    def counts(self) -> pd.DataFrame:
        """Return a row per status: status, rows, then_items, now_items (items counted once)."""
        records = [
            {
                "status": name,
                "rows": len(rows := [row for row in self.rows if row.status == name]),
                "then_items": len({row.then for row in rows} - {None}),
                "now_items": len({row.now for row in rows} - {None}),
            }
            for name in STATUSES
        ]
        columns = {"status": "str", "rows": "int64", "then_items": "int64", "now_items": "int64"}
        return table(records, columns)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the rows, by theme in the codebook's order, then by place in the texts.

        Columns: row (from 1), theme, themes, status, changed, then_ and now_ item, start, end,
        quote, speaker, side, act; similarity, wording, theme_likeness, verb, margin (0 to 1, empty
        where there is no partner), nearest (item), shared, moved (see `hands`), needs_look,
        decided, reason. ``themes``, ``changed`` and ``needs_look`` are texts parted by spaces.
        """
        records = [self._record(number, row) for number, row in enumerate(self.rows, 1)]
        return table(records, _COLUMNS)

    @property
    def needs_look(self) -> pd.DataFrame:
        """Return the rows of ``frame`` that a person should judge."""
        return self.frame[self.frame["needs_look"] != ""]

    @property
    def moved_hands(self) -> pd.DataFrame:
        """Return the rows of ``frame`` whose proposal one side carries on from the other."""
        return self.frame[self.frame["moved"] != ""]

    def links(self) -> pd.DataFrame:
        """Return every pair of items as like as the threshold asks, whether it is a row or not.

        Columns: then, now (items), score, wording, then_in_now, now_in_then, themes, verb,
        then_side, now_side, in_ledger. Sorted from the most alike.
        """
        from readouts.comparison.similarity import components

        pairs = components(self.similarity)
        pairs = pairs[pairs["score"] >= self.settings.threshold]
        rows = {(row.then, row.now) for row in self.rows}
        pairs = pairs.assign(
            then_side=[self.then.item_rows[at].side for at in pairs["then"]],
            now_side=[self.now.item_rows[at].side for at in pairs["now"]],
            in_ledger=[pair in rows for pair in zip(pairs["then"], pairs["now"], strict=True)],
        ).astype({"then_side": "str", "now_side": "str", "in_ledger": "bool"})
        return pairs.sort_values(["score", "then", "now"], ascending=[False, True, True])

    def _record(self, number: int, row: Row) -> dict[str, Any]:
        return {
            "row": number,
            "theme": row.theme,
            "themes": " ".join(row.themes),
            "status": row.status,
            "changed": " ".join(row.changed),
            **_cells("then", self.then, row.then),
            **_cells("now", self.now, row.now),
            **{name: getattr(row, name) for name in _NUMBERS},
            "nearest": row.nearest,
            "figures": row.figures,
            "shared": row.shared,
            "moved": hands(self, row),
            "needs_look": " ".join(row.needs_look),
            "decided": row.decided,
            "reason": row.reason,
        }

    def _repr_html_(self) -> str:
        heads = ("", "Theme", "Status", self.then.doc, self.now.doc, "Similarity")
        lines = "".join(_html_row(number, row, self) for number, row in enumerate(self.rows, 1))
        head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
        return (
            f"<table><caption>{escape(repr(self)[1:-1])}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        )


def compare(
    then: Reading,
    now: Reading,
    *,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    band: float = BAND,
    same_wording: float = SAME_WORDING,
    pair_decisions: Iterable[PairDecision] = (),
    theme_order: Sequence[str] | None = None,
) -> Ledger:
    """Return the ledger of an earlier and a later reading.

    Items are paired by optimal assignment over the probability that they are the same, where it
    is ``threshold`` or more; decisions by people come before it (see `decisions.pair_decisions`),
    of two about one pair the later. ``theme_order`` is the codebook's unless given. Equal choices
    are settled by place in the text, so that the same readings give the same ledger, and the
    readings exchanged give its mirror image.
    """
    settings = Settings(threshold, band, margin, same_wording)
    pair_decisions = tuple(
        {(ruling.then, ruling.now): ruling for ruling in pair_decisions}.values()
    )
    alike = _similarity(then, now)
    pairs = _paired(alike.score, _bonus(then, now), settings, pair_decisions)
    joined = _joined(alike.score, pairs, settings, pair_decisions)
    builder = _Builder(then, now, alike, settings, pair_decisions, theme_ranks(theme_order))
    rows = [builder.pair(i, j, ()) for i, j in pairs]
    rows += [builder.pair(i, j, (how,)) for i, j, how in joined]
    matched = pairs + [(i, j) for i, j, _ in joined]
    rows += [builder.single("dropped", i) for i in _rest(then, {i for i, _ in matched})]
    rows += [builder.single("new", j) for j in _rest(now, {j for _, j in matched})]
    rows.sort(key=builder.order)
    return Ledger(then, now, tuple(rows), settings, alike, pair_decisions)


def hands(ledger: Ledger, row: Row) -> str:
    """Return how a row's proposal changed hands between sides: taken up, joined, or "".

    ``taken_up``: one side carries now what only the other carried then, and the other no longer
    does. ``joined``: the other side still does. Nothing moved where both sides carried the like
    of it then, or where the two sides carry it together.

    >>> from readouts.model import Meeting
    >>> words, sides = "xây cầu qua sông", Meeting(sides=("Lào", "Việt Nam"))
    >>> then = Reading("a", words, sides, item_rows=(Item(0, 16, 0, "A", "Lào", "propose"),))
    >>> now = Reading("b", words, sides, item_rows=(Item(0, 16, 0, "B", "Việt Nam", "propose"),))
    >>> ledger = compare(then, now)
    >>> hands(ledger, ledger.rows[0])
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


def counterparts(then: Reading, now: Reading) -> dict[str, str]:
    """Return for each side of the earlier meeting the name it goes by in the later one.

    A side in both meetings keeps its name. Where each meeting has exactly one side that the other
    has not (a country then, a province of it now), the two stand for one another.

    >>> from readouts.model import Meeting
    >>> then = Reading("a", "", Meeting(sides=("Việt Nam", "Lào")))
    >>> now = Reading("b", "", Meeting(sides=("Savannakhet", "Việt Nam")))
    >>> counterparts(then, now)["Lào"]
    'Savannakhet'
    """
    earlier, later = _sides(then), _sides(now)
    only_then = [side for side in earlier if side not in later]
    only_now = [side for side in later if side not in earlier]
    names = {side: side for side in (*earlier, BOTH, "")}
    if len(only_then) == len(only_now) == 1 < len(earlier):
        names[only_then[0]] = only_now[0]
    return names


def _sides(reading: Reading) -> tuple[str, ...]:
    """Return the sides of a meeting, and whoever else speaks in it."""
    speaking = (row.side for rows in (reading.item_rows, reading.statement_rows) for row in rows)
    sides = dict.fromkeys((*reading.meeting.sides, *speaking))
    return tuple(side for side in sides if side not in ("", BOTH))


def _similarity(then: Reading, now: Reading) -> Similarity:
    quotes = [[r.source[item.start : item.end] for item in r.item_rows] for r in (then, now)]
    themes = [[item.themes for item in r.item_rows] for r in (then, now)]
    return similarity(quotes[0], quotes[1], themes[0], themes[1])


def _bonus(then: Reading, now: Reading) -> NDArray[np.float64]:
    """Return what decides between partners about equally alike: same side, then same place.

    The squared distance of places prefers, among equal items, pairs in the order of the texts; it
    is far smaller than any difference of similarity worth telling.
    """
    import numpy as np

    names = counterparts(then, now)
    earlier = np.array([names[item.side] for item in then.item_rows], dtype=object)
    later = np.array([item.side for item in now.item_rows], dtype=object)
    places = [(np.arange(len(side)) + 1) / (len(side) + 1) for side in (earlier, later)]
    same = np.equal.outer(earlier, later).astype(float).reshape(len(earlier), len(later))
    return SAME_SIDE_BONUS * same - 1e-6 * np.subtract.outer(*places) ** 2


def _paired(
    score: NDArray[np.float64],
    bonus: NDArray[np.float64],
    settings: Settings,
    pair_decisions: tuple[PairDecision, ...],
) -> list[tuple[int, int]]:
    """Return the pairs of the best one-to-one assignment.

    What is summed is the similarity above the threshold: a plain sum would break one good pair
    for two poor ones. A ruled match takes both items out of the reach of any other partner.
    """
    import numpy as np

    allowed = score >= settings.threshold
    worth = np.where(allowed, score - settings.threshold + bonus + 1e-3, 0.0)
    for ruling in pair_decisions:
        if ruling.match:
            worth[ruling.then, :] = np.minimum(worth[ruling.then, :], 0.0)
            worth[:, ruling.now] = np.minimum(worth[:, ruling.now], 0.0)
        else:
            worth[ruling.then, ruling.now] = 0.0
    for ruling in pair_decisions:
        if ruling.match:
            worth[ruling.then, ruling.now] = 10.0 + score[ruling.then, ruling.now]
    return assigned(worth)


def _joined(
    score: NDArray[np.float64],
    pairs: list[tuple[int, int]],
    settings: Settings,
    pair_decisions: tuple[PairDecision, ...],
) -> list[tuple[int, int, str]]:
    """Return each item left over with the paired item most like it: then, now, split or merged."""
    import numpy as np

    strength = np.where(score >= settings.threshold, score, 0.0)
    for ruling in pair_decisions:
        strength[ruling.then, ruling.now] = 2.0 if ruling.match else 0.0
    left_then = sorted(set(range(score.shape[0])) - {i for i, _ in pairs})
    left_now = sorted(set(range(score.shape[1])) - {j for _, j in pairs})
    joined = []
    for i in left_then if score.shape[1] else ():
        j = int(strength[i].argmax())
        if strength[i, j] > 0:
            joined.append((i, j, "merged"))
    for j in left_now if score.shape[0] else ():
        i = int(strength[:, j].argmax())
        if strength[i, j] > 0:
            joined.append((i, j, "split"))
    return joined


def _rest(reading: Reading, taken: set[int]) -> list[int]:
    return [at for at in range(len(reading.item_rows)) if at not in taken]


def theme_ranks(theme_order: Sequence[str] | None = None) -> dict[str, int]:
    """Return the place of each theme in ``theme_order``, the codebook's unless given.

    >>> theme_ranks(["trade", "education"])
    {'trade': 0, 'education': 1}
    """
    if theme_order is None:
        from readouts.codebook.schema import load_file

        theme_order = [theme.id for theme in load_file().themes]
    return {theme: rank for rank, theme in enumerate(theme_order)}


@dataclass(frozen=True)
class _Builder:
    """Makes rows of pairs and of single items."""

    then: Reading
    now: Reading
    alike: Similarity
    settings: Settings
    pair_decisions: tuple[PairDecision, ...]
    ranks: dict[str, int]

    def pair(self, i: int, j: int, joined: tuple[str, ...]) -> Row:
        earlier, later = self.then.item_rows[i], self.now.item_rows[j]
        changed = self._changed(i, j)
        shared_themes = [theme for theme in earlier.themes if theme in later.themes]
        themes = self._sorted({*earlier.themes, *later.themes})
        ruling = next(
            (r for r in self.pair_decisions if (r.then, r.now) == (i, j) and r.match), None
        )
        score = float(self.alike.score[i, j])
        lead = _lead(self.alike.score, i, j)
        return Row(
            theme=next(iter(self._sorted(shared_themes) or themes), ""),
            themes=themes,
            status="reframed" if changed else "persisted",
            then=i,
            now=j,
            similarity=float(self.alike.likely[i, j]),
            probability=1.0 if ruling else score,
            margin=lead,
            wording=float(self.alike.wording[i, j]),
            theme_likeness=float(self.alike.themes[i, j]),
            verb=float(self.alike.verb[i, j]),
            changed=(*changed, *joined),
            figures=self._figures(i, j) if "figure" in changed else "",
            shared=bool(joined),
            needs_look=()
            if ruling
            else (*self._look(score, None if joined else lead), *_doubts(*self._words(i, j))),
            decided=ruling is not None or DECISION in (earlier.rule, later.rule),
            reason=ruling.reason if ruling else "",
        )

    def single(self, status: Status, at: int) -> Row:
        reading = self.then if status == "dropped" else self.now
        likely, score = (
            array[at] if status == "dropped" else array[:, at]
            for array in (self.alike.likely, self.alike.score)
        )
        nearest = int(likely.argmax()) if len(likely) else None
        best = float(likely.max()) if len(likely) else 0.0
        themes = self._sorted(reading.item_rows[at].themes)
        reasons = self._refused(status, at)
        return Row(
            theme=next(iter(themes), ""),
            themes=themes,
            status=status,
            then=at if status == "dropped" else None,
            now=at if status == "new" else None,
            similarity=best,
            probability=1.0 if reasons else 1.0 - float(score.max(initial=0.0)),
            nearest=nearest,
            needs_look=() if reasons else self._near_miss(status, at, nearest, best),
            decided=bool(reasons) or reading.item_rows[at].rule == DECISION,
            reason="; ".join(dict.fromkeys(reasons)),
        )

    def order(self, row: Row) -> tuple[int, str, int, int, int]:
        place = self.then.item_rows[row.then].start if row.then is not None else -1
        later = self.now.item_rows[row.now].start if row.now is not None else -1
        rank = self.ranks.get(row.theme, len(self.ranks))
        return rank, row.theme, row.then is None, place, later

    def _changed(self, i: int, j: int) -> tuple[str, ...]:
        earlier, later = self.then.item_rows[i], self.now.item_rows[j]
        side = counterparts(self.then, self.now)[earlier.side]
        found = {
            "wording": bool(self.alike.wording[i, j] < self.settings.same_wording),
            "act": earlier.act != later.act,
            "side": side != later.side,
            "figure": "figure" in contradictions(*self._words(i, j)),
        }
        return tuple(name for name, differs in found.items() if differs)

    def _words(self, i: int, j: int) -> tuple[str, str]:
        earlier, later = self.then.item_rows[i], self.now.item_rows[j]
        return (
            self.then.source[earlier.start : earlier.end],
            self.now.source[later.start : later.end],
        )

    def _figures(self, i: int, j: int) -> str:
        then, now = self.then.item_rows[i], self.now.item_rows[j]
        return f"{_figures_in(self.then, then)} → {_figures_in(self.now, now)}"

    def _near_miss(
        self, status: Status, at: int, nearest: int | None, best: float
    ) -> tuple[str, ...]:
        """Return why someone should see an item without a partner: one is close, or forbidden."""
        if nearest is None or best < self.settings.threshold - self.settings.band:
            return ()
        pair = (at, nearest) if status == "dropped" else (nearest, at)
        forbidden = [kind for kind in contradictions(*self._words(*pair)) if kind in FORBIDS]
        return tuple(forbidden) or ("threshold",)

    def _look(self, score: float, lead: float | None) -> tuple[str, ...]:
        near = abs(score - self.settings.threshold) < self.settings.band
        close = lead is not None and lead < self.settings.margin
        return (*(("threshold",) if near else ()), *(("margin",) if close else ()))

    def _refused(self, status: Status, at: int) -> list[str]:
        """Return why people keep an item from the partners it resembles."""
        return [
            ruling.reason
            for ruling in self.pair_decisions
            if not ruling.match and at == (ruling.then if status == "dropped" else ruling.now)
        ]

    def _sorted(self, themes: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            sorted(themes, key=lambda theme: (self.ranks.get(theme, len(self.ranks)), theme))
        )


def _doubts(then: str, now: str) -> tuple[str, ...]:
    return tuple(kind for kind in contradictions(then, now) if kind in ("names", "object"))


def _figures_in(reading: Reading, item: Item) -> str:
    return ", ".join(
        reading.source[known.start : known.end]
        for known in reading.mention_rows
        if item.start <= known.start and known.end <= item.end
    )


def _lead(score: NDArray[np.float64], i: int, j: int) -> float:
    """Return the lead of a pair over the next best partner of either item, 1 where none is."""
    others = [*score[i, :j], *score[i, j + 1 :], *score[:i, j], *score[i + 1 :, j]]
    return float(score[i, j] - max(others)) if others else 1.0


_NUMBERS = ("probability", "similarity", "wording", "theme_likeness", "verb", "margin")
_SIDE_CELLS = {
    "item": "Int64", "start": "Int64", "end": "Int64", "quote": "str", "speaker": "str",
    "side": "str", "act": "str",
}  # fmt: skip
_COLUMNS = {
    "row": "int64", "theme": "str", "themes": "str", "status": "str", "changed": "str",
    **{f"then_{name}": kind for name, kind in _SIDE_CELLS.items()},
    **{f"now_{name}": kind for name, kind in _SIDE_CELLS.items()},
    **dict.fromkeys(_NUMBERS, "float64"),
    "nearest": "Int64", "figures": "str", "shared": "bool", "moved": "str", "needs_look": "str",
    "decided": "bool", "reason": "str",
}  # fmt: skip


def _cells(name: str, reading: Reading, at: int | None) -> dict[str, Any]:
    if at is None:
        return {
            f"{name}_{cell}": None if kind == "Int64" else "" for cell, kind in _SIDE_CELLS.items()
        }
    item: Item = reading.item_rows[at]
    return {
        f"{name}_item": at,
        f"{name}_quote": reading.source[item.start : item.end],
        **{
            f"{name}_{cell}": getattr(item, cell)
            for cell in ("start", "end", "speaker", "side", "act")
        },
    }


def _html_row(number: int, row: Row, ledger: Ledger) -> str:
    cells = [str(number), row.theme, " ".join((row.status, *row.changed))]
    for reading, at in ((ledger.then, row.then), (ledger.now, row.now)):
        item = reading.item_rows[at] if at is not None else None
        cells.append(f"{reading.source[item.start : item.end]} ({item.side})" if item else "")
    cells.append(f"{row.similarity:.2f}" if row.nearest is None else "")
    flags = ["needs a look"] * bool(row.needs_look) + ["decided by hand"] * row.decided
    cells[-1] += f" {', '.join(flags)}" if flags else ""
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
