"""How notebooks show results: full tables, charts with alternative text, sentences.

Everything is escaped, looks the same in every run, and has labels in the language of the view.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import InitVar, dataclass
from datetime import date
from inspect import signature
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.cells import WHENS, heading, in_words, split_column
from readouts.comparison.comparability import comparability, known_date
from readouts.errors import ReadoutsError
from readouts.highlighting import marked_text
from readouts.labels import LANGUAGES, label, seen, shown_date, shown_number
from readouts.measures.evidence import is_reviewed
from readouts.reading import Reading
from readouts.report import charts
from readouts.settings import check_settings

if TYPE_CHECKING:
    import pandas as pd

    from readouts.comparison.ledger import Ledger
    from readouts.measures.findings import Finding

# Columns with words of the source, which are Vietnamese in both languages.
_SOURCE = {
    "quote", "reply_quote", "first_quote", "last_quote", "name", "titles", "speaker", "addressee",
    "measured", "label", "word", "before", "keyword", "after",
}  # fmt: skip
# JupyterLab aligns the cells of a table to the right, which makes words hard to read. Short cells
# stay on one line, so that the quotations have room.
_CELL = "padding: 2px 8px; vertical-align: top; text-align: "
_LEFT, _RIGHT = _CELL + "left", _CELL + "right"
_SHORT, _LONG = 16, 24


@dataclass(frozen=True, repr=False)
class Html:
    """HTML shown in a notebook; ``text`` says the same without a browser."""

    html: Markup
    text: str

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, repr=False)
class Chart:
    """A chart as SVG with real text, and a description for readers who cannot see it."""

    svg: str
    alt: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        about = {"alt": self.alt, "needs_background": "light"}
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, {"image/svg+xml": about}

    def __repr__(self) -> str:
        return self.alt


@dataclass(frozen=True)
class NotebookView:
    """The view of two readings in a notebook: the one given first is *then*, the other *now*.

    ``settings`` are the settings of the notebook, which must be in their ranges.
    """

    then: Reading
    now: Reading
    language: str = "en"
    settings: InitVar[Mapping[str, float] | None] = None

    def __post_init__(self, settings: Mapping[str, float] | None) -> None:
        check_settings(**settings or {})
        if self.language not in LANGUAGES:
            known = " or ".join(LANGUAGES)
            raise ReadoutsError(f"language: expected {known}, found {self.language!r}.")

    @property
    def names(self) -> tuple[str, str]:
        """Return the names of the two meetings: their dates, or their ids if the dates are unknown
        or equal."""
        dates = known_date(self.then), known_date(self.now)
        if all(dates) and dates[0] != dates[1]:
            return shown_date(dates[0], self.language), shown_date(dates[1], self.language)
        return self.then.doc, self.now.doc

    def opening(self) -> Html:
        """Return the meetings compared, and the reasons not to compare them.

        >>> NotebookView(Reading("a", "một"), Reading("b", "hai")).opening().text.splitlines()[0]
        'Then: a (date not given). Now: b (date not given).'
        """
        missing = label("page.nodate", self.language)
        shown = [
            shown_date(known_date(reading), self.language) or missing
            for reading in (self.then, self.now)
        ]
        first = self.say(
            label("notebook.opening", self.language),
            then=self.then.doc, now=self.now.doc, then_date=shown[0], now_date=shown[1],
        )  # fmt: skip
        sentences = [
            warning.sentence(self.language) for warning in comparability(self.then, self.now)
        ]
        lines = [Markup("<p><b>{}</b></p>").format(line) for line in sentences]
        return Html(Markup("").join([first.html, *lines]), "\n".join([first.text, *sentences]))

    def say(self, words: str, /, **values: object) -> Html:
        """Return a sentence with ``values`` filled in, escaped; ``words`` may hold HTML.

        >>> NotebookView(Reading("a", ""), Reading("b", "")).say("<b>{n}</b> new", n="1 < 2")
        1 < 2 new
        """
        sentence = Markup(words).format(**values)
        return Html(Markup("<p>{}</p>").format(sentence), sentence.striptags())

    def findings(self, ledger: Ledger, *kinds: str) -> Html:
        """Return the findings of a ledger, each sentence with the quotations it is based on.

        ``kinds`` are the kinds wanted (default: all). If nobody has reviewed the readings, the
        first line says that they are a draft.
        """
        from readouts.measures.findings import findings

        state = label("state.draft.short", self.language)
        if is_reviewed(ledger):
            state = seen([ledger.then.review, ledger.now.review], self.language)
        found = [
            one for one in findings(ledger) if not kinds or one.kind.partition(".")[0] in kinds
        ]
        none = [Markup(label("finding.none", self.language))]
        sentences = [self._finding(ledger, finding) for finding in found] or none
        html = Markup("<p><b>{}</b></p>\n{}").format(state, _listed(sentences))
        return Html(html, "\n".join([state, *(line.striptags() for line in sentences)]))

    def _finding(self, ledger: Ledger, finding: Finding) -> Markup:
        quotes = Markup("").join(
            Markup('<br><span lang="vi">“{}”</span> ({})').format(
                " ".join(reading.source[quote.start : quote.end].split()),
                label(quote.when, self.language),
            )
            for quote in finding.quotes
            for reading in [ledger.then if quote.when == "then" else ledger.now]
        )
        return Markup("{}{}").format(finding.sentence(self.language), quotes)

    def counts(self, ledger: Ledger) -> Html:
        """Return the number of proposals of each text and of each status; ranges for a draft.

        >>> from readouts.comparison.ledger import compare
        >>> empty = NotebookView(Reading("a", ""), Reading("b", ""))
        >>> empty.counts(compare(empty.then, empty.now)).text.splitlines()[-1]
        '0 to 1 of the proposals in the second text have a counterpart in the first text'
        """
        from readouts.measures.counts import counts

        lines = [f"{one.shown(self.language)} {one.words(self.language)}" for one in counts(ledger)]
        return Html(_listed(lines), "\n".join(lines))

    def table(self, rows: pd.DataFrame, *columns: str) -> Html:
        """Return ``rows`` as a table with ``columns`` (default: all); no text is shortened.

        Ids are shown by their labels, shares as per cent, missing values as empty cells. A table
        without rows is shown as a sentence.
        """
        if rows.empty:
            return self.say("{empty}", empty=label("table.empty", self.language))
        chosen = list(columns or rows.columns)
        heads = [
            Markup('<th scope="col" style="{}">{}</th>').format(_style(head), head)
            for head in map(self._head, chosen)
        ]
        lines = [
            [self._cell(name, row[name]) for name in chosen] for row in rows.to_dict("records")
        ]
        body = Markup("\n").join(
            Markup("<tr>{}</tr>").format(Markup("").join(line)) for line in lines
        )
        html = Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>")
        words = f"{counted(len(rows), 'row')}: {', '.join(chosen)}"
        return Html(html.format(Markup("").join(heads), body), words)

    def chart(self, draw: Callable[..., Any], rows: pd.DataFrame) -> Chart | Html:
        """Return one of the charts of `report.charts`, or a sentence where there are no rows."""
        if rows.empty:
            return self.say("{empty}", empty=label("table.empty", self.language))
        named = {"names": self.names} if "names" in signature(draw).parameters else {}
        with charts.chart_style():
            axes = draw(rows, language=self.language, **named)
            words = charts.alt_text(draw, rows, self.language)
            return Chart(_svg(axes.figure), words)

    def source(self, reading: Reading) -> Html:
        """Return a whole readout with its items marked; text that is not coded is grey and
        named."""
        return Html(marked_text(reading, self.language), repr(reading))

    def _head(self, column: str) -> str:
        """Return a heading; for the column of a meeting, with its name."""
        words = heading(column, self.language)
        name = dict(zip(WHENS, self.names, strict=True)).get(column)
        return f"{words}: {name}" if name else words

    def _cell(self, column: str, value: Any) -> Markup:
        base = split_column(column)[1]
        words = self._words(column, base, value)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        spoken = Markup(' lang="vi"') if base in _SOURCE else ""
        style = _style(words, right=number or base == "before")
        return Markup('<td{}{} style="{}">{}</td>').format(spoken, _class(words), style, words)

    def _words(self, column: str, base: str, value: Any) -> str:
        if value is None or value != value:
            return ""
        if column == "meeting":
            names = dict(zip(WHENS, self.names, strict=True))
            return names.get(value) or label(value, self.language)
        if isinstance(value, float):
            if "share" in base.split("_"):
                return f"{value:.0%}"
            return shown_number(value, self.language)
        return str(in_words(column, value, self.language))


def counted(count: int, one: str, other: str = "") -> str:
    """Return a count with its noun; ``other`` is the plural if it is not ``one`` with an s.

    >>> counted(1, "proposal"), counted(0, "proposal"), counted(2, "country", "countries")
    ('1 proposal', '0 proposals', '2 countries')
    """
    return f"{count} {one if count == 1 else other or one + 's'}"


def days_between(then: Reading, now: Reading) -> int | None:
    """Return the days from one meeting to the other, or None if a date is not known to the day.

    >>> days_between(Reading("a", ""), Reading("b", "")) is None
    True
    """
    try:
        first, second = (date.fromisoformat(reading.meeting.date) for reading in (then, now))
    except ValueError:
        return None
    return (second - first).days


def _listed(lines: Iterable[str]) -> Markup:
    items = Markup("\n").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup("<ul>\n{}\n</ul>").format(items)


def _style(words: str, right: bool = False) -> str:
    style = _RIGHT if right else _LEFT
    return style + "; white-space: nowrap" if len(words) <= _SHORT else style


def _class(words: str) -> Markup:
    """Return the CSS class of a cell: long text needs space, and a very long word, such as an
    address, may break anywhere."""
    if max(map(len, words.split()), default=0) > _LONG:
        return Markup(' class="long"')
    return Markup(' class="words"') if len(words) > 2 * _LONG else Markup("")


def _svg(figure: Any) -> str:
    """Return a figure as SVG, the same bytes each time."""
    import matplotlib.pyplot as plt

    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return buffer.getvalue()
