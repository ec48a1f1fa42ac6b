"""The comparison page: every number, row and mark leads back to the words of the texts.

`compared` collects the content of the page from a ledger; `index_html` makes one HTML page of it
that needs no other file and no network. The other modules prepare the parts of the page
(`headline`, `passages`, `rows`, `sources`) from records; none computes new results.

>>> from readouts.comparison.ledger import compare
>>> from readouts.reading import Reading
>>> nothing = compared(compare(Reading("a", ""), Reading("b", "")), "nothing")
>>> index_html(nothing).startswith("<!doctype html>")
True
"""

from __future__ import annotations

from readouts.exports.formats import FORMATS, Export
from readouts.labels import LANGUAGES, label
from readouts.report import page as pages
from readouts.report.comparison_page.comparison import (
    Comparison,
    NotebookPage,
    Provenance,
    compared,
)
from readouts.report.comparison_page.headline import meetings, state
from readouts.report.comparison_page.rows import ledger
from readouts.report.comparison_page.sources import paragraphs

__all__ = ["Comparison", "NotebookPage", "Provenance", "compared", "index_html"]


def index_html(comparison: Comparison, language: str = "en") -> str:
    """Return the page of a comparison as HTML.

    The page has both languages and opens in ``language`` (``en`` or ``vi``).
    """
    return pages.render(
        "index.html.j2",
        language=language,
        comparison=comparison,
        meetings=meetings(comparison),
        state=state(comparison),
        ledger=ledger(comparison),
        files=_files(comparison, language),
        paragraphs=paragraphs,
        phrases={
            language: {name: label(key, language) for name, key in _SCRIPT.items()}
            for language in LANGUAGES
        },
    )


# Labels that the script of the page uses.
_SCRIPT = {
    "shown": "filter.shown", "copied": "cite.copied", "link": "cite.link", "failed": "cite.failed",
}  # fmt: skip


def _files(comparison: Comparison, language: str) -> list[tuple[str, str, str]]:
    """Return the exports for other programs: format, file name, and address of the file."""
    made = Export((comparison.ledger.then, comparison.ledger.now), (comparison.ledger,), language)
    return [
        (name, f"{comparison.name}{FORMATS[name].suffix}", pages.address(FORMATS[name].write(made)))
        for name in ("xlsx", "qdpx", "ris")
    ]
