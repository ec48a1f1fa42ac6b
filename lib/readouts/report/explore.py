"""Explore readouts with widgets: choose meetings, themes, sides and acts, and read the matches.

Everything works without a browser as well: set a widget's ``value`` and read ``shown``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from markupsafe import Markup, escape

from readouts import loading
from readouts.comparison.ledger_rows import ordered
from readouts.corpus import register
from readouts.corpus.kwic import kwic, selected_items
from readouts.highlighting import highlight
from readouts.labels import label
from readouts.model import ITEM_ACTS
from readouts.reading import Reading
from readouts.report.notebook_view import Html, NotebookView

if TYPE_CHECKING:
    import pandas as pd

_ROWS_OF_A_LIST = 7
_ITEM_COLUMNS = ("meeting", "quote", "themes", "side", "act")
_LINE_COLUMNS = ("meeting", "sentence", "before", "keyword", "after")
_FIELDS = ("meetings", "themes", "sides", "acts")


class Explorer:
    """Widgets to choose meetings, themes, sides, acts and words, and three views of the result: the
    items as a table, their sentences with the items marked, and the words in context.

    ``panel`` shows everything; ``meetings``, ``themes``, ``sides``, ``acts`` and ``words`` are the
    widgets. More choices in one list give more items; choices in several lists give fewer.
    """

    def __init__(self, *meeting_ids: str, language: str = "en") -> None:
        self.language = language
        labels = {name: label(f"explore.{name}", language) for name in (*_FIELDS, "words")}
        self.meetings = _choices(labels["meetings"], sorted(register.meetings()), meeting_ids)
        self.themes, self.sides, self.acts = (_choices(labels[name]) for name in _FIELDS[1:])
        self.words = widgets.Text(description=labels["words"], continuous_update=True)
        self._views = [widgets.HTML() for _ in range(3)]
        self._offer()
        self._update()
        self.meetings.observe(self._offer, "value")
        for widget in (self.meetings, self.themes, self.sides, self.acts, self.words):
            widget.observe(self._update, "value")

    @property
    def readings(self) -> dict[str, Reading]:
        """Return the readings of the chosen meetings, by id."""
        return {meeting_id: loading.load(meeting_id) for meeting_id in self.meetings.value}

    @property
    def items(self) -> pd.DataFrame:
        """Return the items that match the choice: meeting, then the columns of `Reading.items`."""
        return selected_items(
            self.readings,
            themes=self.themes.value,
            sides=self.sides.value,
            acts=self.acts.value,
            words=self.words.value,
        )

    @property
    def table(self) -> Html:
        """Return the items that match the choice, as a table."""
        return self._view.table(self.items, *_ITEM_COLUMNS)

    @property
    def sentences(self) -> Html:
        """Return the sentences of these items with the items marked."""
        items = self.items
        parts = [
            Markup("<h4>{}</h4>\n{}").format(name, highlight(reading, spans))
            for name, reading in self.readings.items()
            if (spans := list(items.loc[items["meeting"] == name, ["start", "end"]].to_numpy()))
        ]
        html = Markup("\n").join(parts) or escape(label("table.empty", self.language))
        return Html(html, html.striptags())

    @property
    def lines(self) -> Html:
        """Return the search words in context (KWIC), one line each, anywhere in the texts."""
        found = kwic(self.readings, self.words.value)
        return self._view.table(found, *_LINE_COLUMNS)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the HTML of the three views as the widgets show it now."""
        return tuple(view.value for view in self._views)

    @property
    def panel(self) -> widgets.VBox:
        """Return the widgets: the choice above, the three views in tabs below."""
        tabs = widgets.Tab(self._views)
        for at, name in enumerate(("table", "sentences", "lines")):
            tabs.set_title(at, label(f"explore.{name}", self.language))
        choice = widgets.HBox([self.meetings, self.themes, self.sides, self.acts])
        return _Panel([choice, self.words, tabs])

    @property
    def _view(self) -> NotebookView:
        first, *others = [*self.readings.values(), Reading("", ""), Reading("", "")]
        return NotebookView(first, others[0], self.language)

    def _offer(self, _: Any = None) -> None:
        """Offer the themes, sides and acts of the chosen meetings."""
        rows = [item for reading in self.readings.values() for item in reading.item_rows]
        themes = {theme for item in rows for theme in item.themes}
        _replace_options(self.themes, ordered(themes), self)
        _replace_options(self.sides, dict.fromkeys(item.side for item in rows), self)
        _replace_options(
            self.acts, [a for a in ITEM_ACTS if any(i.act == a for i in rows)], self, "act."
        )

    def _update(self, _: Any = None) -> None:
        shown = (self.table, self.sentences, self.lines)
        for widget, view in zip(self._views, shown, strict=True):
            widget.value = str(view.html)


class _Panel(widgets.VBox):
    """A box of widgets that shows a text if widgets cannot be shown."""

    def __repr__(self) -> str:
        return label("explore.panel")


def _choices(
    label: str, options: Iterable[Any] = (), chosen: Sequence[str] = ()
) -> widgets.SelectMultiple:
    return widgets.SelectMultiple(
        options=list(options), value=tuple(chosen), description=label, rows=_ROWS_OF_A_LIST
    )


def _replace_options(
    widget: widgets.SelectMultiple, ids: Iterable[str], explorer: Explorer, prefix: str = ""
) -> None:
    """Offer other ids, and keep the choices that are still available."""
    chosen = widget.value
    options = {key: label(f"{prefix}{key}", explorer.language) for key in ids}
    widget.options = [(label, key) for key, label in options.items()]
    widget.value = tuple(key for key in chosen if key in options)
