"""The first screen: which meetings, and what changed between them, in sentences with counts."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from readouts.evidence.comparison import Comparison
from readouts.interface import LANGUAGES, phrase, shown_date
from readouts.pages import two


def meetings(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what the masthead says of each meeting."""
    return [
        {
            "when": when,
            "reading": reading,
            "meeting": reading.meeting,
            "date": _dated(reading.meeting.date),
            "published": _dated(comparison.published(when).published),
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


# The findings that are counts of ledger rows, and the view of the ledger that shows those.
_VIEWS = {
    "new": "status=new",
    "dropped": "status=dropped",
    "persisted": "status=persisted",
    "reframed": "status=reframed",
    "changed_hands": "hands=1",
}
# The section where a reader can check any other finding.
_PLACES = {
    "balance": "ledger",
    "carried": "ledger",
    "asker_then": "asks",
    "asker_now": "asks",
    "left": "asks",
    "up": "ladder",
    "down": "ladder",
}


def findings(comparison: Comparison) -> dict[str, list[dict[str, Any]]]:
    """Return the headline: ``counts`` of ledger rows with their views, and ``also`` the rest.

    Each says in both languages what it is and, where it is fragile, what would flip it.
    """
    counts, also = [], []
    for english, vietnamese in comparison.findings:
        told = {
            "id": english.id,
            "count": english.count,
            "sentence": two(english.sentence("en"), vietnamese.sentence("vi")),
            "fragile": english.fragile,
            "why": two(english.why, vietnamese.why),
        }
        if english.id in _VIEWS:
            view = _VIEWS[english.id]
            rows = comparison.ledger.frame
            themes = rows[rows["row"].isin(english.rows)]["theme"].value_counts()
            told["themes"] = [(theme, int(themes[theme])) for theme in english.themes]
            counts.append({**told, "view": view})
        else:
            also.append({**told, "href": f"#{_PLACES.get(english.id, 'answer')}"})
    return {"counts": counts, "also": also}


def script_phrases() -> dict[str, dict[str, str]]:
    """Return what the page's script says, by language."""
    keys = {
        "shown": "filter.shown",
        "copied": "cite.copied",
        "link": "cite.link",
        "failed": "cite.failed",
    }
    return {lang: {name: phrase(key, lang) for name, key in keys.items()} for lang in LANGUAGES}


def _dated(iso: str) -> Markup:
    """Return a date in both languages, empty where there is none."""
    return two(*(shown_date(iso, language) for language in LANGUAGES)) if iso else Markup("")
