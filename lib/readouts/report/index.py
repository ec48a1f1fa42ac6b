"""The first page of a report: the comparison, or the list of its notebooks."""

from __future__ import annotations

from collections.abc import Mapping


def index_text(
    name: str,
    meetings: Mapping[str, str],
    language: str,
    notebooks: list[dict[str, str]],
    error: str = "",
) -> str:
    """Return ``index.html`` of a report: the comparison if it has two meetings, else a list.

    ``notebooks`` are mappings of name, title, address and error; ``error`` is the reason for a list
    instead of a comparison. All arguments and the result are JSON types, so that it can be called
    in a fork.

    >>> page = index_text("all", {}, "en", [{"name": "08", "title": "T", "address": "08.html"}])
    >>> '<a href="08.html">T</a>' in page
    True
    """
    from readouts import loading
    from readouts.report import comparison_page
    from readouts.report import page as pages

    listed = [comparison_page.NotebookPage(**notebook) for notebook in notebooks]
    if len(meetings) == 2:
        then, now = meetings.values()
        ledger = loading.compare(then, now)
        return comparison_page.index_html(
            comparison_page.compared(ledger, name, notebooks=listed), language
        )
    return pages.render(
        "notebooks.html.j2", name=name, notebooks=listed, language=language, error=error
    )
