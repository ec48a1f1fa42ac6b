"""The first screen: which meetings, and what changed between them, in sentences with counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.evidence.comparison import Comparison
from readouts.interface import LANGUAGES, phrase, shown_date

if TYPE_CHECKING:
    import pandas as pd


def meetings(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what the masthead says of each meeting."""
    return [
        {
            "when": when,
            "reading": reading,
            "meeting": reading.meeting,
            "date": _both(shown_date, reading.meeting.date),
            "published": _both(shown_date, comparison.published(when).published),
            "people": [
                (person, comparison.side_class(person.side))
                for person in reading.participant_rows
                if person.principal
            ],
            "provenance": comparison.published(when),
            "by_register": reading.meeting.place_basis.startswith("metadata"),
        }
        for when, reading in comparison.readings.items()
    ]


def findings(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the headline sentences: a count, the view of the ledger behind it, its main themes."""
    rows = comparison.ledger.frame
    views = {
        "new": ("status=new", rows["status"].eq("new")),
        "dropped": ("status=dropped", rows["status"].eq("dropped")),
        "persisted": ("status=persisted", rows["status"].eq("persisted")),
        "reframed": ("status=reframed", rows["status"].eq("reframed")),
        "changed_hands": ("hands=1", rows["moved"].ne("")),
    }
    fragile = _fragile(comparison)
    return [
        {
            "id": name,
            "view": view,
            "count": int(chosen.sum()),
            "themes": _leading_themes(rows[chosen]),
            "fragile": fragile.get(name, ""),
        }
        for name, (view, chosen) in views.items()
    ]


def script_phrases() -> dict[str, dict[str, str]]:
    """Return what the page's script says, by language."""
    keys = {
        "shown": "filter.shown",
        "copied": "cite.copied",
        "link": "cite.link",
        "failed": "cite.failed",
    }
    return {lang: {name: phrase(key, lang) for name, key in keys.items()} for lang in LANGUAGES}


def _leading_themes(rows: pd.DataFrame) -> list[tuple[str, int]]:
    """Return up to three themes with most rows; of equal ones the first in the ledger."""
    counts = rows.groupby("theme", sort=False).size()
    return list(counts.nlargest(3, keep="first").items())


def _fragile(comparison: Comparison) -> dict[str, str]:
    """Return why a finding is fragile, by its id."""
    table = comparison.table("findings")
    return {row.id: str(row.why) for row in table.itertuples() if row.fragile}


def _both(words: Callable[[str, str], str], value: str) -> Markup:
    """Return a value put into words in both languages, for the page's switch."""
    if not value:
        return Markup("")
    return Markup("").join(
        Markup('<span class="{0}" lang="{0}">{1}</span>').format(language, words(value, language))
        for language in LANGUAGES
    )
