"""The comparison page: from every number, row and mark back to the words it came from.

`compared` gathers what the page shows of a ledger; `write_index` turns that into one HTML file
that needs no other and no network. The modules beside this one prepare its parts (`headline`,
`rows`, `sections`, `sources`) from tables; none computes a result of its own.
"""

from __future__ import annotations

from pathlib import Path

from readouts import pages, plots
from readouts.atomic import write_text
from readouts.evidence import headline, rows, sections, sources
from readouts.evidence.comparison import Comparison, NotebookPage, Provenance, compared

__all__ = ["Comparison", "NotebookPage", "Provenance", "compared", "index_html", "write_index"]


def write_index(comparison: Comparison, folder: str | Path, language: str = "en") -> Path:
    """Write the comparison's page to ``folder/index.html`` and return its path.

    The page opens in ``language`` (``en`` or ``vi``) and holds both.
    """
    path = Path(folder, "index.html")
    write_text(path, index_html(comparison, language))
    return path


def index_html(comparison: Comparison, language: str = "en") -> str:
    """Return the comparison's page as HTML."""
    with plots.house_style():
        return pages.render(
            "index.html.j2",
            language=language,
            comparison=comparison,
            meetings=headline.meetings(comparison),
            findings=headline.findings(comparison),
            agenda=sections.agenda(comparison),
            ledger=rows.ledger(comparison),
            sections=sections.sections(comparison),
            sources=sources.sources(comparison),
            sides=[(side, comparison.side_class(side)) for side in comparison.voices],
            phrases=headline.script_phrases(),
        )
