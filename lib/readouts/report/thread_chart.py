"""The chart of many meetings: a line per proposal, a dot at each meeting it appears in."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from readouts.labels import label, shown_date
from readouts.report.charts import INK, NOW, PAPER, RULE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW_INCHES, _MEETING_INCHES, _LABEL_INCHES = 0.36, 0.34, 3.1
_LABEL_CHARACTERS = 44


def appearances(steps: pd.DataFrame, *, language: str = "en") -> Axes:
    """Draw each chain from its first to its last appearance, in the order of the days they met.

    ``steps`` has columns chain, meeting (from 1), date, quote, status (new, persisted, reframed).
    A dot is filled where the proposal is new or as it was, hollow where it was reframed.
    """
    import matplotlib.pyplot as plt

    chains = list(dict.fromkeys(steps["chain"]))
    meetings = steps.drop_duplicates("date").sort_values("date")
    size = (_LABEL_INCHES + _MEETING_INCHES * len(meetings), _ROW_INCHES * len(chains) + 0.9)
    _, ax = plt.subplots(figsize=size, layout="constrained")
    places = {day: at for at, day in enumerate(meetings["date"])}
    for at, chain in enumerate(chains):
        _draw_chain(ax, at, steps[steps["chain"] == chain], places)
    labels = [_label(steps[steps["chain"] == chain]["quote"].iloc[0]) for chain in chains]
    ax.set_yticks(range(len(chains)), labels, fontsize=8)
    dates = [shown_date(day, language, short=True) for day in meetings["date"]]
    ax.set_xticks(range(len(dates)), dates, rotation=60, ha="right", fontsize=8)
    ax.set(ylim=(len(chains) - 0.5, -0.5), xlim=(-0.6, len(dates) - 0.4))
    ax.grid(axis="x")
    return ax


def in_words(steps: pd.DataFrame, *, language: str = "en") -> str:
    """Return what the chart shows, in words.

    >>> import pandas as pd
    >>> steps = {"chain": [1, 1], "date": ["2015", "2016"], "quote": ["mở đường bay", "bay thẳng"]}
    >>> in_words(pd.DataFrame(steps))
    'Proposals and the meetings they appear in: “mở đường bay” 2015, 2016.'
    """
    facts = [
        f"“{rows['quote'].iloc[0]}” {', '.join(shown_date(d, language) for d in rows['date'])}"
        for _, rows in steps.groupby("chain", sort=False)
    ]
    return f"{label('alt.appearances', language)} {'; '.join(facts)}."


def _draw_chain(ax: Axes, at: int, steps: pd.DataFrame, places: dict[str, int]) -> None:
    met = [places[day] for day in steps["date"]]
    ax.plot([min(met), max(met)], [at, at], color=RULE, linewidth=2, zorder=1)
    for place, status in zip(met, steps["status"], strict=True):
        hollow: dict[str, Any] = {"markerfacecolor": PAPER, "markeredgecolor": INK}
        filled: dict[str, Any] = {"markerfacecolor": NOW, "markeredgecolor": NOW}
        ax.plot(
            [place], [at], "o", markersize=7, zorder=2,
            **(hollow if status == "reframed" else filled),
        )  # fmt: skip


def _label(words: str) -> str:
    lines = textwrap.wrap(words, _LABEL_CHARACTERS)
    return "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")
