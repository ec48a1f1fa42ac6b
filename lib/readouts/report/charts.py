"""The charts of the notebooks, in one style: each takes a tidy table and returns matplotlib Axes.

Each thing has a row, with its label on the left; *then* is hollow, *now* is filled. Colour is never
the only sign: filling shows the same. `alt_text` describes each chart from the same table.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from readouts.labels import label, shown_date, shown_number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_INK, _RULE, _PAPER, _NOW = "#1c2228", "#c9c5bb", "#fdfcf9", "#0b5c8a"
_WIDTH_INCHES, _ROW_INCHES, _FRAME_INCHES = 7.0, 0.3, 0.9
_LABEL_CHARACTERS = 44
# The filled dot is smaller, so that a hollow dot at the same place is still visible.
_HOLLOW = {"markersize": 9, "markerfacecolor": _PAPER, "markeredgecolor": _INK, "zorder": 2}
_FILLED = {"markersize": 5, "markerfacecolor": _NOW, "markeredgecolor": _NOW, "zorder": 3}


@contextmanager
def chart_style() -> Iterator[None]:
    """Use the style of the project inside a ``with`` block; afterwards the caller's settings are
    restored."""
    import matplotlib.pyplot as plt

    with plt.style.context(str(files("readouts.report") / "charts.mplstyle")):
        yield


def agenda(themes: pd.DataFrame, *, language: str = "en", names: Sequence[str] = ("", "")) -> Axes:
    """Draw a dumbbell per theme: how many items then and now.

    ``themes`` has columns theme, then, now (counts); ``names`` are the names of then and now.
    """
    ordered = themes.assign(change=themes["now"] - themes["then"])
    ordered = ordered.sort_values(["change", "now", "theme"], ascending=[False, False, True])
    ax = _rows([label(theme, language) for theme in ordered["theme"]])
    ax.hlines(range(len(ordered)), ordered["then"], ordered["now"], color=_RULE, zorder=1)
    _dots(ax, ordered["then"], _HOLLOW, names[0])
    _dots(ax, ordered["now"], _FILLED, names[1])
    ax.xaxis.get_major_locator().set_params(integer=True)
    return _with_key(ax, names)


def timeline(dates: pd.DataFrame, *, language: str = "en", names: Sequence[str] = ("", "")) -> Axes:
    """Draw all dates on one time axis, with a hollow dot if only the earlier text names the date.

    ``dates`` has columns iso, first and last (days, months or years), label, meeting (``then``,
    ``now`` or ``both``). Dates without a year are left out.
    """
    import pandas as pd
    from matplotlib.dates import DateFormatter

    placed = dates[~dates["first"].str.startswith("-")].sort_values(["first", "last"])
    starts = pd.Series([pd.Period(first).start_time for first in placed["first"]])
    ends = pd.Series([pd.Period(last).end_time for last in placed["last"]])
    ax = _rows(placed["label"])
    ax.hlines(range(len(placed)), starts, ends, color=_RULE, linewidth=3, zorder=1)
    for name, look, shown in (("then", _HOLLOW, names[0]), ("now", _FILLED, names[1])):
        here = placed["meeting"].isin([name, "both"]).reset_index(drop=True)
        _dots(ax, (starts + (ends - starts) / 2).where(here), look, shown)
    ax.xaxis.set_major_formatter(DateFormatter("%m/%Y"))
    ax.tick_params("x", rotation=30)
    return _with_key(ax, names)


def reliability(tenths: pd.DataFrame, *, language: str = "en") -> Axes:
    """Draw for each tenth of probability the average (hollow) and the share that was right
    (filled).

    ``tenths`` has columns least, most, said, right, low, high (0 to 1) and items; the line is the
    interval of the share that was right.
    """
    shown = tenths[tenths["items"] > 0].iloc[::-1]
    ax = _rows(
        f"{shown_number(row.least, language, 1)} – {shown_number(row.most, language, 1)} "
        f"({row.items})"
        for row in shown.itertuples()
    )
    ax.hlines(range(len(shown)), shown["low"], shown["high"], color=_RULE, linewidth=3, zorder=1)
    _dots(ax, shown["said"], _HOLLOW)
    _dots(ax, shown["right"], _FILLED)
    ax.set_xlim(-0.03, 1.03)
    return ax


def appearances(steps: pd.DataFrame, *, language: str = "en") -> Axes:
    """Draw each thread from its first to its last appearance, in the order of the meetings.

    ``steps`` has columns thread, meeting (from 1), date, quote, status (new, persisted, reframed).
    A dot is filled if the proposal is new or persisted, hollow if it was reframed.
    """
    threads = {thread: at for at, thread in enumerate(steps["thread"].unique())}
    days = {day: at for at, day in enumerate(sorted(steps["date"].unique()))}
    placed = steps.assign(y=steps["thread"].map(threads), x=steps["date"].map(days))
    ax = _rows(steps.drop_duplicates("thread")["quote"])
    spans = placed.groupby("y")["x"].agg(["min", "max"])
    ax.hlines(spans.index, spans["min"], spans["max"], color=_RULE, zorder=1)
    hollow = placed["status"] == "reframed"
    for rows, look in ((placed[hollow], _HOLLOW), (placed[~hollow], _FILLED)):
        ax.plot(rows["x"], rows["y"], "o", **look)
    dates = [shown_date(day, language, short=True) for day in days]
    ax.set_xticks(range(len(days)), dates, rotation=60, ha="right", fontsize=8)
    return ax


def alt_text(chart: Callable[..., Axes], table: pd.DataFrame, language: str = "en") -> str:
    """Return a description of ``chart`` drawn from ``table``, for readers who cannot see it.

    >>> import pandas as pd
    >>> themes = pd.DataFrame({"theme": ["x"], "then": [0], "now": [2]})
    >>> alt_text(agenda, themes).endswith("x 0 → 2.")
    True
    """
    if table.empty:
        return label("alt.empty", language)
    if "thread" in table:
        groups = table.groupby("thread", sort=False)
        table = groups.agg(quote=("quote", "first"), days=("date", tuple))
    facts = [_FACTS[chart.__name__](row, language) for row in table.itertuples()]
    opening = label(f"alt.{chart.__name__}", language, count=len(table))
    return f"{opening} {'; '.join(filter(None, facts))}."


_FACTS: dict[str, Callable[[Any, str], str]] = {
    "agenda": lambda row, language: f"{label(row.theme, language)} {row.then} → {row.now}",
    "timeline": lambda row, language: f"{row.iso} ({row.label})",
    "reliability": lambda row, language: (
        f"{shown_number(row.said, language)} → {shown_number(row.right, language)} ({row.items})"
        if row.items
        else ""
    ),
    "appearances": lambda row, language: (
        f"“{row.quote}” {', '.join(shown_date(day, language) for day in row.days)}"
    ),
}


def _rows(labels: Iterable[str]) -> Axes:
    """Return Axes with a row per label, the first at the top."""
    import matplotlib.pyplot as plt

    shown = [_label(text) for text in labels]
    height = _ROW_INCHES * max(len(shown), 1) + _FRAME_INCHES
    _, ax = plt.subplots(figsize=(_WIDTH_INCHES, height), layout="constrained")
    ax.set_yticks(range(len(shown)), shown, fontsize=8)
    ax.set_ylim(max(len(shown), 1) - 0.5, -0.5)
    ax.grid(axis="x")
    return ax


def _dots(ax: Axes, places: pd.Series, look: dict[str, Any], name: str = "") -> None:
    ax.plot(places.to_numpy(), range(len(places)), "o", label=name, **look)


def _with_key(ax: Axes, names: Sequence[str]) -> Axes:
    if any(names):
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    return ax


def _label(words: str) -> str:
    """Return words on one line or two, without control characters."""
    line = "".join(c if c.isprintable() else " " for c in words)
    lines = textwrap.wrap(line, _LABEL_CHARACTERS) or [""]
    return "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")
