"""The sections after the ledger: each a table, its picture if any, its CSV and its notebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.labels import LANGUAGES, shown_period
from readouts.report import charts as plots
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.page import bilingual, inline_svg, two

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, where it leads (an anchor, a view of the ledger), what is below."""

    words: Any
    href: str = ""
    view: str = ""
    below: str = ""


@dataclass(frozen=True)
class Column:
    """A column as shown: its heading, its kind (said, number or label), the cell of a row."""

    head: Any
    kind: str
    cell: Callable[[Any], Cell]


def picture(chart: Callable[..., Any], table: pd.DataFrame, names: Callable[[str], Any]) -> Markup:
    """Return ``chart`` of ``table`` as SVG in both languages, each with its alternative text.

    ``names`` gives what then and now are called in a language, for the charts that say it.

    >>> import pandas as pd
    >>> picture(plots.agenda, pd.DataFrame(), lambda language: ("", ""))
    Markup('')
    """
    if table.empty:
        return Markup("")
    drawn = []
    for language in LANGUAGES:
        extra = {"names": names(language)} if "names" in signature(chart).parameters else {}
        axes = chart(table, language=language, **extra)
        label = plots.alt_text(chart, table, language)
        svg = inline_svg(axes.figure, label, f"{chart.__name__}-{language}")
        drawn.append(Markup('<div class="{0}" lang="{0}">{1}</div>').format(language, svg))
    return Markup("").join(drawn)


def agenda(comparison: Comparison) -> dict[str, Any]:  # no example: made for the page
    """Return the agenda's picture and table."""
    columns = [_theme_column(), _number("then"), _number("now")]
    return _section(comparison, "agenda", columns, plots.agenda)


def sections(comparison: Comparison) -> list[dict[str, Any]]:  # no example: made for the page
    """Return the sections between the ledger and the sources, in the page's order."""
    makers = (_requests, _figures, _accuracy)
    return [maker(comparison) for maker in makers]


def _requests(comparison: Comparison) -> dict[str, Any]:
    def answer(row: Any) -> Cell:
        general = ".general" if row.answer == "none" and row.assented else ""
        return Cell(bilingual(f"answer.{row.answer}{general}"))

    columns = [
        _meeting_column(),
        _labels("side"),
        Column(
            bilingual("column.request"),
            "said",
            lambda row: Cell(row.quote, f"#{row.meeting}-i{row.item}"),
        ),
        Column(bilingual("column.answer"), "label", answer),
        _quote_column(comparison, "reply", lambda row: row.meeting),
    ]
    return _section(comparison, "requests", columns)


def _figures(comparison: Comparison) -> dict[str, Any]:
    def verdict(row: Any) -> Cell:
        if row.status == "compared":
            return Cell("" if _missing(row.ratio) else f"× {row.ratio:.2f}")
        reason = two(row.reason, row.reason_vi)
        return Cell(bilingual(f"figure.{row.status}") + (": " + reason if reason else ""))

    columns = [
        _figure_column(comparison, "then"),
        _figure_column(comparison, "now"),
        Column(bilingual("column.verdict"), "label", verdict),
    ]
    return _section(comparison, "figures", columns)


def _figure_column(comparison: Comparison, when: str) -> Column:
    """Return a column of figures as quoted, each with what it measures, and of when, beneath."""

    def cell(row: Any) -> Cell:
        start, words = getattr(row, f"{when}_start"), getattr(row, f"{when}_quote")
        direction, measured, period = (
            getattr(row, f"{when}_{name}") for name in ("direction", "measured", "period")
        )
        about = [
            bilingual(f"direction.{direction}") if direction else "",
            Markup('<span lang="vi">{}</span>').format(measured) if measured else "",
            two(*(shown_period(period, name) for name in LANGUAGES)) if period else "",
        ]
        below = Markup(" · ").join(filter(None, about))
        return _sentence_link(comparison, when, start, words, below)

    return Column(bilingual(f"column.{when}"), "said", cell)


def _accuracy(comparison: Comparison) -> dict[str, Any]:
    def interval(row: Any) -> Cell:
        return Cell("" if _missing(row.low) else f"{row.low:.2f} – {row.high:.2f}")

    measures = [
        _labels("measure", lambda name: bilingual(f"measure.{name}")),
        _number("value", "{:.2f}"),
        Column(bilingual("column.interval"), "number", interval),
        _number("of"),
    ]
    return _section(comparison, "accuracy", measures)


def _section(
    comparison: Comparison,
    name: str,
    columns: Sequence[Column],
    chart: Callable[..., Any] | None = None,
) -> dict[str, Any]:
    """Return a section ready for the page."""
    table = comparison.table(name)
    return {
        "id": name,
        "notebook": comparison.notebook(name),
        "heading": f"table.{name}",
        "table": table,
        "picture": picture(chart, table, comparison.names) if chart else Markup(""),
        "columns": columns,
        "rows": [{"cells": [column.cell(row) for column in columns]} for row in table.itertuples()],
    }


def _meeting_column() -> Column:
    return _labels("meeting", lambda name: bilingual(f"page.{name}"))


def _quote_column(comparison: Comparison, name: str, when: Callable[[Any], str]) -> Column:
    """Return a column of quotations (``<name>_quote``), each leading to its sentence."""

    def cell(row: Any) -> Cell:
        start, words = getattr(row, f"{name}_start"), getattr(row, f"{name}_quote")
        return _sentence_link(comparison, when(row), start, words)

    return Column(bilingual(f"column.{name}"), "said", cell)


def _labels(name: str, label: Callable[[str], Any] = bilingual) -> Column:
    return Column(bilingual(f"column.{name}"), "label", lambda row: Cell(label(getattr(row, name))))


def _theme_column() -> Column:
    return Column(
        bilingual("column.theme"),
        "label",
        lambda row: Cell(bilingual(row.theme), "#ledger", f"theme={row.theme}"),
    )


def _number(name: str, form: str = "{}") -> Column:
    """Return a column of numbers; what is missing is an empty cell."""

    def cell(row: Any) -> Cell:
        value = getattr(row, name)
        return Cell("" if _missing(value) else form.format(value).replace("-", "−"))

    return Column(bilingual(f"column.{name}"), "number", cell)


def _sentence_link(
    comparison: Comparison, when: str, start: Any, words: str, below: str = ""
) -> Cell:
    """Return words that lead to the sentence they stand in."""
    sentence = None if _missing(start) else comparison.sentence_at(when, int(start))
    return Cell(words, f"#{when}-s{sentence.number}" if sentence else "", below=below)


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))
