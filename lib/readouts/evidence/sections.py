"""The sections after the ledger: each a picture, its table, its CSV and its notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts import plots
from readouts.evidence.comparison import WHEN_OF, Comparison
from readouts.interface import LANGUAGES
from readouts.pages import bilingual, inline_svg

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cell:
    """What stands in a cell and where it leads: an anchor, or a view of the ledger."""

    words: Any
    href: str = ""
    view: str = ""


@dataclass(frozen=True)
class Column:
    """A column as shown: its heading, its kind (quote, number or text), the cell of a row."""

    head: Any
    kind: str
    cell: Callable[[Any], Cell]


def picture(
    chart: Callable[..., Any], table: pd.DataFrame, names: Callable[[str], Any] | None = None
) -> Markup:
    """Return ``chart`` of ``table`` as SVG in both languages, each with its alternative text."""
    if table.empty:
        return Markup("")
    drawn = []
    for language in LANGUAGES:
        extra = {"names": names(language)} if names else {}
        axes = chart(table, language=language, **extra)
        label = plots.alt_text(chart, table, language)
        svg = inline_svg(axes.figure, label, f"{chart.__name__}-{language}")
        drawn.append(Markup('<div class="{0}" lang="{0}">{1}</div>').format(language, svg))
    return Markup("").join(drawn)


def agenda(comparison: Comparison) -> dict[str, Any]:
    """Return the agenda's picture and table."""
    columns = [_theme_column(), _number("then"), _number("now")]
    return _section(comparison, "agenda", columns, plots.agenda, comparison.names)


def sections(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the sections between the ledger and the sources, in the page's order."""
    return [_ladder(comparison), _asks(comparison)]


def _ladder(comparison: Comparison) -> dict[str, Any]:
    columns = [
        _labels("side"),
        _labels("rung", lambda rung: bilingual(f"rung.{rung}")),
        _number("then"),
        _number("now"),
    ]
    return _section(comparison, "ladder", columns, plots.ladder, comparison.names)


def _asks(comparison: Comparison) -> dict[str, Any]:
    def reply(row: Any) -> Cell:
        return _sentence_link(comparison, row.meeting, row.reply_start, row.reply_quote)

    columns = [
        _labels("meeting", lambda meeting: bilingual(f"page.{WHEN_OF[meeting]}")),
        _labels("side"),
        Column(
            bilingual("column.ask"),
            "quote",
            lambda row: Cell(row.quote, f"#{WHEN_OF[row.meeting]}-i{row.item}"),
        ),
        _labels("answer", lambda answer: bilingual(f"answer.{answer}.label")),
        Column(bilingual("column.reply"), "quote", reply),
    ]
    return _section(comparison, "asks", columns, plots.asks, comparison.names, anchor="ask")


def _section(
    comparison: Comparison,
    name: str,
    columns: Iterable[Column],
    chart: Callable[..., Any] | None = None,
    names: Callable[[str], Any] | None = None,
    anchor: str = "",
) -> dict[str, Any]:
    """Return a section ready for the page; ``anchor`` names its rows, for the chart's links."""
    table = comparison.table(name)
    columns = list(columns)
    return {
        "id": name,
        "table": table,
        "picture": picture(chart, table, names) if chart else Markup(""),
        "notebook": comparison.notebook(name),
        "view": {
            "columns": columns,
            "rows": [
                {
                    "anchor": f"{anchor}-{number}" if anchor else "",
                    "cells": [column.cell(row) for column in columns],
                }
                for number, row in enumerate(table.itertuples(), 1)
            ],
        },
    }


def _labels(name: str, label: Callable[[str], Any] = bilingual) -> Column:
    return Column(bilingual(f"column.{name}"), "text", lambda row: Cell(label(getattr(row, name))))


def _theme_column() -> Column:
    return Column(
        bilingual("column.theme"),
        "text",
        lambda row: Cell(bilingual(row.theme), "#ledger", f"theme={row.theme}"),
    )


def _number(name: str, form: str = "{}") -> Column:
    """Return a column of numbers; what is missing is an empty cell."""

    def cell(row: Any) -> Cell:
        value = getattr(row, name)
        return Cell("" if _missing(value) else form.format(value))

    return Column(bilingual(f"column.{name}"), "number", cell)


def _sentence_link(comparison: Comparison, meeting: str, start: Any, words: str) -> Cell:
    """Return words that lead to the sentence they stand in."""
    when = WHEN_OF[meeting]
    sentence = None if _missing(start) else comparison.sentence_at(when, int(start))
    return Cell(words, f"#{when}-s{sentence.number}" if sentence else "")


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))
