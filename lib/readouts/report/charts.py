"""The charts, one house look: each function takes a tidy table and returns matplotlib Axes.

All share one grammar: a row per thing with its label at the left, *then* hollow, *now* filled,
values written at the marks instead of a legend. Colour never stands alone: shape, filling or
hatching says the same. `alt_text` puts each chart into words from the same table.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from readouts.labels import label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INK, MUTED, RULE, FAINT, PAPER = "#1c2228", "#5a646e", "#c9c5bb", "#e4e0d6", "#fdfcf9"
NOW = "#0b5c8a"
STATUS_COLOURS = {
    "new": "#0f7362",
    "dropped": "#b0491a",
    "persisted": "#566473",
    "reframed": "#7b4a94",
}
# Filled, hollow, hatched: the status is legible in grey as well.
_STATUS_LOOK: dict[str, dict[str, Any]] = {
    "new": {"facecolor": STATUS_COLOURS["new"]},
    "dropped": {"facecolor": PAPER, "linestyle": (0, (2, 1))},
    "persisted": {"facecolor": STATUS_COLOURS["persisted"]},
    "reframed": {"facecolor": PAPER, "hatch": "//////"},
}

_WIDTH_INCHES = 4.7
_ROW_INCHES = 0.275
_LABEL_SHARE = 0.5
# Where labels start, in shares of the axes' width from their left edge.
_LEFT = -_LABEL_SHARE / (0.98 - _LABEL_SHARE)
# Characters of the label's size that fit the picture's whole width.
_CHARACTERS = 66
# A unit square at its widest, the gap between columns of them, the least room for a heading.
_UNIT_INCHES, _GAP_INCHES, _HEAD_INCHES = 0.2, 0.12, 0.5


@contextmanager
def house_style() -> Iterator[None]:
    """Use the house look inside a ``with`` block; the caller's own settings come back after it."""
    import matplotlib.pyplot as plt

    with plt.style.context(str(files("readouts.report") / "house.mplstyle")):
        yield


def agenda(
    themes: pd.DataFrame, *, language: str = "en", names: Sequence[str] = ("", ""), ax: Any = None
) -> Axes:
    """Draw a dumbbell per theme: how many items then and now.

    ``themes`` has columns theme, then, now (counts); ``names`` say what then and now are.
    """
    ordered = themes.assign(change=themes["now"] - themes["then"])
    ordered = ordered.sort_values(["change", "now", "theme"], ascending=[False, False, True])
    labels = [label(theme, language) for theme in ordered["theme"]]
    urls = [f"#ledger?theme={quote(theme)}" for theme in ordered["theme"]]
    ax = _canvas(labels, ax, urls)
    for at, row in enumerate(ordered.itertuples()):
        _dumbbell(ax, int(row.then), int(row.now), at)
    most = max([1, *ordered["then"], *ordered["now"]])
    ax.set_xlim(-0.09 * most - 0.3, most * 1.12 + 0.3)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.axvline(0, color=FAINT, linewidth=0.8, zorder=0)
    _key(ax, names)
    return ax


def ledger(rows: pd.DataFrame, *, language: str = "en", ax: Any = None) -> Axes:
    """Draw every proposal as one square: gone at the left, kept between, new at the right.

    ``rows`` has columns row (its number), theme, status, and the squares' titles: then_quote and
    now_quote.
    """
    columns = {"dropped": 0, "persisted": 1, "reframed": 1, "new": 2}
    quotes = zip(rows["then_quote"], rows["now_quote"], strict=True)
    squares = rows.assign(
        column=rows["status"].map(columns),
        look=rows["status"],
        title=[" → ".join(filter(None, pair)) for pair in quotes],
    )
    heads = [
        label(f"picture.{name}", language, count=int(squares["column"].eq(at).sum()))
        for at, name in enumerate(("gone", "kept", "new"))
    ]
    labels = {theme: label(theme, language) for theme in squares["theme"].unique()}
    return _unit_squares(squares, "theme", labels, heads, ax)


def timeline(
    dates: pd.DataFrame, *, language: str = "en", names: Sequence[str] = ("", ""), ax: Any = None
) -> Axes:
    """Draw every dated thing on one time axis, hollow where only the earlier text names it.

    ``dates`` has columns iso (a date or ``start/end`` period), label, meeting (``then``, ``now`` or
    ``both``). Dates without a year have no place on the axis and are left out.
    """
    spans = [(row, _span(str(row.iso))) for row in dates.itertuples()]
    placed = sorted(((row, span) for row, span in spans if span), key=lambda pair: pair[1])
    ax = _canvas([str(row.label) for row, _ in placed], ax, row_inches=0.36)
    for at, (row, (first, last)) in enumerate(placed):
        if last - first > 62:
            ax.plot([first, last], [at, at], color=RULE, linewidth=3)
        middle = first + (last - first) / 2
        _dot(ax, middle, at, hollow=row.meeting != "now")
        if row.meeting == "both":
            _dot(ax, middle, at, inside=True)
    _year_axis(ax, [day for _, span in placed for day in span])
    _key(ax, names)
    return ax


def wording(
    words: pd.DataFrame, *, language: str = "en", names: Sequence[str] = ("", ""), ax: Any = None
) -> Axes:
    """Draw how much more one text uses a word: to the left the earlier, to the right the later.

    ``words`` has columns word, then, now (counts), effect (log2 ratio of rates; above 0 means now).
    """
    ordered = words.sort_values("effect", ascending=False)
    ax = _canvas(list(ordered["word"]), ax)
    for at, row in enumerate(ordered.itertuples()):
        ax.plot([0, row.effect], [at, at], color=RULE)
        _dot(ax, row.effect, at, hollow=row.effect < 0)
        side = 1 if row.effect >= 0 else -1
        _value(ax, row.effect, at, f"{row.then} → {row.now}", side)
    reach = max([1.0, *ordered["effect"].abs()]) * 1.55
    ax.set_xlim(-reach, reach)
    ax.axvline(0, color=RULE, linewidth=0.8)
    ax.set_xticks([])
    _key(ax, names)
    return ax


def accuracy(measures: pd.DataFrame, *, language: str = "en", ax: Any = None) -> Axes:
    """Draw how far the parser agrees with hand coding, each share with its interval and count.

    ``measures`` has columns measure, value, low, high (0 to 1) and of (what the share is of).
    """
    labels = [label(f"measure.{name}", language) for name in measures["measure"]]
    ax = _canvas(labels, ax)
    for at, row in enumerate(measures.itertuples()):
        ax.plot([row.low, row.high], [at, at], color=RULE, linewidth=3)
        _dot(ax, row.value, at)
        _share(ax, at, f"{row.value:.2f}", f"/{row.of}")
    return _share_axis(ax)


def reliability(tenths: pd.DataFrame, *, language: str = "en", ax: Any = None) -> Axes:
    """Draw, per tenth of probability, what the machine said (hollow) and how often it was right.

    ``tenths`` has columns least, most, said, right, low, high (0 to 1) and items; the line is the
    interval of the share that was right.
    """
    shown = tenths[tenths["items"] > 0].iloc[::-1]
    ax = _canvas([f"{row.least:.1f} – {row.most:.1f}" for row in shown.itertuples()], ax)
    for at, row in enumerate(shown.itertuples()):
        ax.plot([row.low, row.high], [at, at], color=RULE, linewidth=3)
        _dot(ax, row.right, at)
        _dot(ax, row.said, at, hollow=True)
        _share(ax, at, f"{row.right:.2f}", f"/{row.items}")
    return _share_axis(ax)


def validity(scores: pd.DataFrame, *, language: str = "en", ax: Any = None) -> Axes:
    """Draw the parser's F1 per theme and the counts it rests on.

    ``scores`` has columns theme, gold, both (items), f1 (0 to 1).
    """
    ordered = scores.sort_values(["gold", "f1"], ascending=False, kind="stable")
    ax = _canvas([label(theme, language) for theme in ordered["theme"]], ax)
    for at, row in enumerate(ordered.itertuples()):
        _dot(ax, row.f1, at)
        _share(ax, at, f"{row.f1:.2f}", f"{row.both}/{row.gold}")
    return _share_axis(ax)


# --- in words -------------------------------------------------------------------------------


def alt_text(chart: Callable[..., Axes], table: pd.DataFrame, language: str = "en") -> str:
    """Return what ``chart`` drawn from ``table`` shows, in words, for those who cannot see it.

    >>> import pandas as pd
    >>> themes = pd.DataFrame({"theme": ["x"], "then": [0], "now": [2]})
    >>> alt_text(agenda, themes).endswith("x 0 → 2.")
    True
    """
    if table.empty:
        return label("alt.empty", language)
    facts = _FACTS[chart.__name__](table, language)
    opening = label(f"alt.{chart.__name__}", language, count=len(table))
    return f"{opening} {'; '.join(facts)}."


def _then_now(table: pd.DataFrame, language: str, named: Callable[[Any], str]) -> list[str]:
    return [f"{named(row)} {row.then} → {row.now}" for row in table.itertuples()]


def _agenda_facts(table: pd.DataFrame, language: str) -> list[str]:
    return _then_now(table, language, lambda row: label(row.theme, language))


def _wording_facts(table: pd.DataFrame, language: str) -> list[str]:
    return _then_now(table, language, lambda row: f"“{row.word}”")


def _ledger_facts(table: pd.DataFrame, language: str) -> list[str]:
    counts = table["status"].value_counts()
    return [
        f"{label(f'status.{status}', language)} {counts[status]}"
        for status in STATUS_COLOURS
        if status in counts
    ]


def _timeline_facts(table: pd.DataFrame, language: str) -> list[str]:
    return [f"{row.iso} ({row.label})" for row in table.sort_values("iso").itertuples()]


def _accuracy_facts(table: pd.DataFrame, language: str) -> list[str]:
    return [
        f"{label(f'measure.{row.measure}', language)} {row.value:.2f} ({row.of})"
        for row in table.itertuples()
    ]


def _reliability_facts(table: pd.DataFrame, language: str) -> list[str]:
    return [
        f"{row.said:.2f} → {row.right:.2f} ({row.items})"
        for row in table[table["items"] > 0].itertuples()
    ]


def _validity_facts(table: pd.DataFrame, language: str) -> list[str]:
    return [
        f"{label(row.theme, language)} {row.f1:.2f} ({row.both}/{row.gold})"
        for row in table.itertuples()
    ]


_FACTS: dict[str, Callable[[pd.DataFrame, str], list[str]]] = {
    "agenda": _agenda_facts,
    "ledger": _ledger_facts,
    "timeline": _timeline_facts,
    "wording": _wording_facts,
    "accuracy": _accuracy_facts,
    "reliability": _reliability_facts,
    "validity": _validity_facts,
}


# --- the shared grammar ---------------------------------------------------------------------


def _canvas(
    labels: Sequence[str],
    ax: Any = None,
    urls: Sequence[str] | None = None,
    above: float = 0.3,
    row_inches: float = _ROW_INCHES,
) -> Axes:
    """Return Axes with a row per label, the first on top, and the labels left of them."""
    if ax is None:
        import matplotlib.pyplot as plt

        height = max(len(labels), 1) * row_inches
        figure = plt.figure(figsize=(_WIDTH_INCHES, height + above + 0.3))
        total = height + above + 0.3
        ax = figure.add_axes((_LABEL_SHARE, 0.3 / total, 0.98 - _LABEL_SHARE, height / total))
    ax.set_ylim(max(len(labels), 1) - 0.5, -0.5)
    ax.set_yticks([])
    for at, text in enumerate(labels):
        lines = textwrap.wrap(_plain(text), int(_LABEL_SHARE * _CHARACTERS)) or [""]
        shown = "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")
        drawn = ax.text(
            _LEFT, at, shown, transform=ax.get_yaxis_transform(), linespacing=1.05,
            va="center_baseline" if len(lines) == 1 else "center",
            fontsize=9 if len(lines) == 1 else 8,
        )  # fmt: skip
        if urls:
            drawn.set_url(urls[at])
    return ax


def _dumbbell(ax: Axes, then: int, now: int, at: float) -> None:
    if then == now == 0:
        _value(ax, 0, at, "0", 1)
        return
    ax.plot([then, now], [at, at], color=RULE, linewidth=2, zorder=1)
    _dot(ax, then, at, hollow=True)
    _dot(ax, now, at, inside=then == now)
    if then == now:
        _value(ax, now, at, str(now), 1)
        return
    _value(ax, then, at, str(then), -1 if then < now else 1)
    _value(ax, now, at, str(now), 1 if then < now else -1)


def _dot(ax: Axes, x: float, at: float, hollow: bool = False, inside: bool = False) -> None:
    """Draw then (hollow) or now (filled); ``inside`` shrinks it so that both show at one place."""
    ax.plot(
        [x], [at], "o", markersize=3.4 if inside else 7, zorder=3 if inside else 2,
        markerfacecolor=PAPER if hollow else NOW,
        markeredgecolor=INK if hollow else NOW, markeredgewidth=1.2, clip_on=False,
    )  # fmt: skip


def _value(ax: Axes, x: float, at: float, words: str, side: int) -> None:
    ax.annotate(
        words, (x, at), (side * 7, 0), textcoords="offset points", va="center",
        ha="left" if side > 0 else "right", fontsize=8, color=MUTED,
    )  # fmt: skip


def _key(ax: Axes, names: Sequence[str]) -> None:
    """Write what hollow and filled stand for above the rows."""
    if not any(names):
        return
    top = ax.get_ylim()[1]
    for x, name, hollow in ((0.02, names[0], True), (0.56, names[1], False)):
        ax.annotate(
            _plain(name), (x, 1), (9, 9), xycoords="axes fraction", textcoords="offset points",
            fontsize=8.5, color=MUTED, va="center",
        )  # fmt: skip
        ax.plot(
            [x], [1 + 9 / 72 / _axes_inches(ax)], "o", transform=ax.transAxes, markersize=5.5,
            markerfacecolor=PAPER if hollow else NOW,
            markeredgecolor=INK if hollow else NOW, clip_on=False,
        )  # fmt: skip
    ax.set_ylim(top=top)


def _axes_inches(ax: Axes, side: str = "height") -> float:
    whole = dict(zip(("width", "height"), ax.figure.get_size_inches(), strict=True))[side]
    return float(getattr(ax.get_position(), side) * whole)


def _share(ax: Axes, at: int, value: str, counts: str) -> None:
    """Write a share and the counts it rests on at the right of its row."""
    ax.text(1.08, at, value, va="center_baseline", fontsize=8)
    ax.text(1.3, at, counts, va="center_baseline", fontsize=8, color=MUTED)


def _share_axis(ax: Axes) -> Axes:
    ax.set_xlim(-0.03, 1.6)
    ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    ax.spines["bottom"].set_visible(False)
    ax.grid(axis="x")
    return ax


def _unit_squares(
    squares: pd.DataFrame,
    group: str,
    labels: dict[str, str],
    heads: Sequence[str],
    ax: Any,
) -> Axes:
    """Draw one linked square per table row in three columns, one line per ``group``."""
    groups = list(labels)
    ax = _canvas(list(labels.values()), ax, above=0.55)
    counts = squares.groupby([group, "column"]).size()
    most = [max([0, *counts[counts.index.get_level_values(1) == at]]) for at in range(len(heads))]
    needed = [max(_HEAD_INCHES, 0.066 * len(head.partition(" ")[2])) for head in heads]
    unit, widths = _unit_widths(most, needed, _axes_inches(ax, "width"))
    starts = [sum(widths[:at]) + at * _GAP_INCHES for at in range(len(heads))]
    filled: dict[tuple[str, int], int] = {}
    for square in squares.itertuples():
        key = (getattr(square, group), int(square.column))
        nth = filled[key] = filled.get(key, 0) + 1
        left = starts[key[1]] + (nth - 1) * unit
        url = f"#row-{square.row}?title={quote(_plain(square.title, 200))}"
        _square(ax, left, unit, groups.index(key[0]), square.look, url)
    for start, head in zip(starts, heads, strict=True):
        count, _, words = head.partition(" ")
        ax.annotate(
            f"{count}\n{words}", (start, 1), (0, 6), xycoords=("data", "axes fraction"),
            textcoords="offset points", color=MUTED, va="bottom", fontsize=8.5,
        )  # fmt: skip
    ax.set_xlim(0, _axes_inches(ax, "width"))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    for at in range(len(groups) + 1):
        ax.axhline(at - 0.5, _LEFT, 1, color=FAINT, linewidth=0.7, zorder=0, clip_on=False)
    return ax


def _unit_widths(
    most: Sequence[int], needed: Sequence[float], room: float
) -> tuple[float, list[float]]:
    """Return in inches a square's width and each column's, so that all fit under their headings.

    >>> unit, widths = _unit_widths([2, 0, 11], [0.5, 0.5, 0.5], 2.2)
    >>> sum(widths) + 2 * _GAP_INCHES <= 2.2
    True
    """
    unit = _UNIT_INCHES
    while True:
        widths = [max(count * unit, least) for count, least in zip(most, needed, strict=True)]
        if sum(widths) + (len(most) - 1) * _GAP_INCHES <= room or unit < 0.01:
            return unit, widths
        unit -= 0.005


def _square(ax: Axes, left: float, unit: float, at: int, look: str, url: str) -> None:
    from matplotlib.patches import Rectangle

    corner, width, height = (left + 0.06 * unit, at - 0.32), 0.88 * unit, 0.64
    edge = STATUS_COLOURS[look]
    square = Rectangle(corner, width, height, edgecolor=edge, linewidth=1, **_STATUS_LOOK[look])
    square.set_url(url)
    ax.add_patch(square)


def _year_axis(ax: Axes, days: Iterable[float]) -> None:
    days = list(days) or [date(2000, 1, 1).toordinal()]
    first, last = date.fromordinal(int(min(days))).year, date.fromordinal(int(max(days))).year
    years = range(first, last + 2)
    step = max(1, len(years) // 5)
    shown = years[::step]
    ax.set_xticks([date(year, 1, 1).toordinal() for year in shown], [str(year) for year in shown])
    ax.set_xlim(date(first, 1, 1).toordinal() - 40, date(last + 1, 1, 1).toordinal() + 40)
    ax.grid(axis="x")


def _span(iso: str) -> tuple[float, float] | None:
    """Return the first and last day of an ISO date or period as ordinals, or None without a year.

    >>> [date.fromordinal(int(day)).isoformat() for day in _span("2022-10")]
    ['2022-10-01', '2022-10-31']
    """
    first, _, last = iso.partition("/")
    try:
        return _bound(first, False), _bound(last or first, True)
    except ValueError:
        return None


def _bound(iso: str, end: bool) -> float:
    parts = [int(part) for part in iso.split("-") if part] if not iso.startswith("-") else []
    if not 1 <= len(parts) <= 3:
        raise ValueError(iso)
    year, month, day = [*parts, 0, 0][:3]
    if not end:
        return date(year, month or 1, day or 1).toordinal()
    if day:
        return date(year, month, day).toordinal()
    after = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return (after - timedelta(days=1)).toordinal()


def _plain(words: str, most: int = 80) -> str:
    """Return ``words`` on one line without control characters, shortened to ``most`` characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line if len(line) <= most else line[: most - 1] + "…"
