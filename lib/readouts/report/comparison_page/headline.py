"""The first screen: which meetings, and what changed between them, in sentences with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.labels import LANGUAGES, label, shown_date
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.page import two

if TYPE_CHECKING:
    from readouts.model import Person
    from readouts.reading import Reading


def meetings(comparison: Comparison) -> list[dict[str, Any]]:  # no example: made for the page
    """Return what the masthead says of each meeting."""
    return [
        {
            "when": when,
            "reading": reading,
            "meeting": reading.meeting,
            "date": _dated(reading.meeting.date),
            "published": _dated(comparison.published(when).published),
            "people": [
                (person, _office(person), comparison.side_class(person.side))
                for person in _heads(reading)
            ],
            "provenance": comparison.published(when),
            "by_register": reading.meeting.place_basis.startswith("metadata"),
        }
        for when, reading in comparison.readings.items()
    ]


# `Bộ trưởng`, `Chủ tịch` are short forms; `Bộ trưởng Ngoại giao` is an office.
_FULL_TITLE_WORDS = 3
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


def findings(
    comparison: Comparison,
) -> dict[str, list[dict[str, Any]]]:  # no example: made for the page
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


def script_phrases() -> dict[str, dict[str, str]]:  # no example: made for the page
    """Return what the page's script says, by language."""
    keys = {
        "shown": "filter.shown",
        "copied": "cite.copied",
        "link": "cite.link",
        "failed": "cite.failed",
    }
    return {lang: {name: label(key, lang) for name, key in keys.items()} for lang in LANGUAGES}


def _heads(reading: Reading) -> list[Person]:
    """Return who led the sides; where the reading does not tell, those whose words it reports."""
    speakers = {row.speaker for row in reading.statement_rows}
    leading = [person for person in reading.participant_rows if person.principal]
    return leading or [person for person in reading.participant_rows if person.name in speakers]


def _office(person: Person) -> str:
    """Return the title that says most of a person's office.

    Ranks stand before offices, short forms after them: the last title that is no short form.
    """
    full = [title for title in person.titles if len(title.split()) >= _FULL_TITLE_WORDS]
    return next(reversed(full or person.titles), "")


def _dated(iso: str) -> Markup:
    """Return a date in both languages, empty where there is none."""
    return two(*(shown_date(iso, language) for language in LANGUAGES)) if iso else Markup("")
