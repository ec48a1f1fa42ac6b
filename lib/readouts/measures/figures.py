"""The ledger of figures: figures of two meetings are compared only if they measure the same thing.

What a figure measures, whether it is a level or a change, a target or a result, and its period are
read from its sentence with the words of ``data/lexicon/indicators.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from readouts.comparison.similarity import overlap
from readouts.language.normalization import normalize
from readouts.language.patterns import pattern
from readouts.measures.mentioned import mentioned
from readouts.model import Mention, Sentence
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

FIGURE_KINDS = ("money", "percent", "count", "duration")

# Each indicator shares at least half of its words (without light words) with the other: `kim ngạch
# thương mại` equals `kim ngạch thương mại hai chiều`, but not `kim ngạch xuất khẩu`.
SAME_MEASURE = 0.65
_LONGEST_MEASURE = 60

_CLAUSE = re.compile(r"[,;:.!?…\n()]|(?<=\s)-(?=\s)")
_PARTS = re.compile(r"[;\n]")
_SIDE = {
    "value": "float64", "measured": "str", "role": "str", "direction": "str", "period": "str",
    "quote": "str", "start": "Int64", "end": "Int64", "sentence": "Int64",
}  # fmt: skip
_COLUMNS = {
    "status": "str", "refusal": "str", "kind": "str", "unit": "str",
    **{f"then_{name}": kind for name, kind in _SIDE.items()},
    **{f"now_{name}": kind for name, kind in _SIDE.items()},
    "change": "float64", "ratio": "float64",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure with what it measures.

    ``role`` is ``target`` inside a proposal, else ``reported``; ``direction`` is ``rise`` or
    ``fall`` for a change, ``""`` for a level; ``period`` is the nearest ISO date or period in its
    sentence.
    """

    mention: Mention
    quote: str
    measured: str
    role: str
    direction: str
    period: str
    sentence: int


def figures(reading: Reading) -> tuple[Figure, ...]:
    """Return the figures of the body of a reading, in order, each with its indicator.

    >>> figures(Reading("a", ""))
    ()
    """
    dates = mentioned(reading, ("date", "period"))
    return tuple(
        _figure(reading, mention, sentence, [date for date, of in dates if of == sentence])
        for mention, sentence in mentioned(reading, FIGURE_KINDS)
    )


def figures_ledger(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the figures of two meetings; comparable figures, and those that only look so, are
    paired.

    Columns: status (``compared``; ``refused`` if two figures only look comparable; ``then`` or
    ``now`` for a figure without a counterpart), refusal (the reason, see `refusal`), kind, unit;
    then_ and now_ value, measured, role, direction, period, quote, start, end, sentence; change
    (now minus then) and ratio (now divided by then), both empty unless compared.

    >>> figures_ledger(Reading("a", ""), Reading("b", "")).empty
    True
    """
    earlier, later = list(figures(then)), list(figures(now))
    pairs: list[tuple[Figure | None, Figure | None]] = []
    for one, other in _alike_first(earlier, later):
        if one in earlier and other in later:
            earlier.remove(one)
            later.remove(other)
            pairs.append((one, other))
    pairs += [(one, None) for one in earlier] + [(None, other) for other in later]
    found = table((_record(*pair) for pair in pairs), _COLUMNS)
    rank = found["status"].map(("compared", "refused", "then", "now").index)
    by_place = found.assign(rank=rank).sort_values(["rank", "then_start", "now_start"])
    return by_place[[*_COLUMNS]].reset_index(drop=True)


def refusal(then: Figure, now: Figure) -> str:
    """Return the id of the reason why two figures are not compared, "" if they are comparable.

    >>> from dataclasses import replace
    >>> level = Figure(Mention(0, 1, "percent", 5.0, "%"), "5%", "vốn vay", "reported", "", "", 1)
    >>> refusal(level, level), refusal(level, replace(level, direction="rise"))
    ('', 'level')
    """
    spans = [_period_length(figure.period) for figure in (then, now)]
    checks = (
        ("kind", then.mention.kind == now.mention.kind),
        ("unit", _same(then.mention.unit, now.mention.unit)),
        ("unclear", bool(then.measured and now.measured)),
        ("measured", _alike(then, now) >= SAME_MEASURE),
        ("level", bool(then.direction) == bool(now.direction)),
        ("role", then.role == now.role),
        ("period", spans[0] == spans[1]),
    )
    return next((name for name, passed in checks if not passed), "")


def _figure(reading: Reading, mention: Mention, sentence: Sentence, dates: list[Mention]) -> Figure:
    source = reading.source
    before = normalize(source[sentence.start : mention.start]).text
    after = normalize(source[mention.end : sentence.end]).text
    inside = any(
        item.start <= mention.start and mention.end <= item.end for item in reading.item_rows
    )
    return Figure(
        mention=mention,
        quote=source[mention.start : mention.end],
        measured=_measured(mention, before, after),
        role="target" if inside else "reported",
        direction=_direction(before),
        period=_period(reading, mention, dates),
        sentence=sentence.number,
    )


def _measured(mention: Mention, before: str, after: str) -> str:
    """Return the words of the indicator of a figure, "" if there are none."""
    clause = _CLAUSE.split(before)[-1]
    following = _following(after)
    if mention.kind in ("count", "duration"):
        return f"{mention.unit} {following}".strip()
    for words_before in (clause, before):
        named = [match.group() for match in pattern("indicators.indicators").finditer(words_before)]
        if named:
            return named[-1].lower()
    named_after = pattern("indicators.indicators").search(_CLAUSE.split(after)[0])
    return named_after.group().lower() if named_after else following


def _following(after: str) -> str:
    clause = _CLAUSE.split(after)[0].strip()
    closed = pattern("indicators.closers").search(clause)
    return clause[: closed.start() if closed else None][:_LONGEST_MEASURE].strip()


def _direction(before: str) -> str:
    match = pattern("change").search(before)
    if not match:
        return ""
    return "rise" if match.group("rises") else "fall"


def _period(reading: Reading, mention: Mention, dates: list[Mention]) -> str:
    """Return the nearest date or period between the same semicolons, preferably before the figure.

    A date in brackets belongs to the words before the bracket.
    """
    dated = [
        (other.start > mention.start, abs(other.start - mention.start), other.iso)
        for other in dates
        if not _PARTS.search(reading.source, *_between(mention, other))
        and not reading.source[: other.start].endswith("(")
    ]
    return min(dated, default=(False, 0, ""))[2]


def _between(one: Mention, other: Mention) -> tuple[int, int]:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return first.end, second.start


def _period_length(iso: str) -> str:
    """Return the length of an ISO date or period: day, month, year, months…, or ""."""
    if not iso:
        return ""
    if "/" not in iso:
        return {4: "year", 7: "month", 10: "day"}.get(len(iso), "open")
    first, last = (bound.split("-") for bound in iso.split("/", 1))
    if len(first) < 2 or len(last) < 2:
        return f"{_number(last[0]) - _number(first[0]) + 1} years"
    months = 12 * (_number(last[0]) - _number(first[0])) + _number(last[1]) - _number(first[1])
    return f"{months + 1} months"


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() else 0


def _alike_first(then: list[Figure], now: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Return the pairs that may be shown in one row: comparable ones, then those of one unit.

    The latter are never compared; they are shown because a reader might compare them.
    """
    ranked = []
    for one, other in product(then, now):
        alike = _alike(one, other)
        same_unit = one.mention.kind == other.mention.kind and _same(
            one.mention.unit, other.mention.unit
        )
        if alike >= SAME_MEASURE or same_unit:
            rank = bool(refusal(one, other)), alike < SAME_MEASURE, -round(alike, 6)
            ranked.append((rank, one, other))
    return [(one, other) for _, one, other in sorted(ranked, key=lambda ranks: ranks[0])]


def _alike(then: Figure, now: Figure) -> float:
    return float(overlap([then.measured], [now.measured]).wording[0, 0])


def _same(then: str, now: str) -> bool:
    return normalize(then).text.lower() == normalize(now).text.lower()


def _record(then: Figure | None, now: Figure | None) -> dict[str, Any]:
    mentions = [figure.mention for figure in (then, now) if figure]
    record: dict[str, Any] = {
        "status": "then" if then else "now",
        "kind": " / ".join(dict.fromkeys(mention.kind for mention in mentions)),
        "unit": " / ".join(dict.fromkeys(mention.unit for mention in mentions)),
        "refusal": refusal(then, now) if then and now else "",
        **_cells("then", then),
        **_cells("now", now),
    }
    if then and now:
        record["status"] = "refused" if record["refusal"] else "compared"
    first, last = record.get("then_value"), record.get("now_value")
    if record["status"] == "compared" and first is not None and last is not None:
        record |= {"change": last - first, "ratio": last / first if first else None}
    return record


def _cells(name: str, figure: Figure | None) -> dict[str, Any]:
    if figure is None:
        return {f"{name}_{cell}": "" for cell, kind in _SIDE.items() if kind == "str"}
    cells = vars(figure.mention) | vars(figure)
    return {f"{name}_{cell}": cells[cell] for cell in _SIDE}
