"""The first screen: which meetings, who has reviewed them, what may be said of the two texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.comparison.ledger import STATUSES
from readouts.labels import LANGUAGES, label, seen, shown_date
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.page import two

if TYPE_CHECKING:
    from readouts.measures.findings import Quote
    from readouts.model import Person
    from readouts.reading import Reading

# `Bộ trưởng`, `Chủ tịch` are short forms; `Bộ trưởng Ngoại giao` is an office.
_FULL_TITLE_WORDS = 3


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
                (person, office(person), comparison.side_class(person.side))
                for person in _heads(reading)
            ],
            "provenance": comparison.published(when),
            "by_register": reading.meeting.place_basis.startswith("metadata"),
        }
        for when, reading in comparison.readings.items()
    ]


def state(comparison: Comparison) -> dict[str, Any]:  # no example: made for the page
    """Return whether the comparison is reviewed, by whom, and what speaks against comparing."""
    told = [
        two(*(warning.sentence(language) for language in LANGUAGES))
        for warning in comparison.warnings
    ]
    reviews = [reading.review for reading in comparison.readings.values()]
    return {
        "warnings": told,
        "reviewed": comparison.reviewed,
        "seen": two(*(seen(reviews, language) for language in LANGUAGES)),
        "begun": any(review.settled for review in reviews),
        "settled": all(reading.reviewed for reading in comparison.readings.values()),
        "rows": sum(bool(row.needs_look) and not row.decided for row in comparison.ledger.rows),
        "glossed": bool(comparison.glosses),
    }


def findings(comparison: Comparison) -> list[dict[str, Any]]:  # no example: made for the page
    """Return the findings, each a sentence in both languages with the quotations it rests on."""
    return [
        {
            "kind": finding.kind.partition(".")[0],
            "sentence": two(*(finding.sentence(language) for language in LANGUAGES)),
            "quotes": [_quoted(comparison, quote) for quote in finding.quotes],
            "rows": finding.rows,
        }
        for finding in comparison.findings
    ]


def counts(comparison: Comparison) -> list[dict[str, Any]]:  # no example: made for the page
    """Return how many proposals each text has and what became of them, as ranges on a draft."""
    return [
        {
            "name": one.name,
            "number": two(*(one.shown(language) for language in LANGUAGES)),
            "view": f"status={one.name}" if one.name in STATUSES else "",
        }
        for one in comparison.counts
    ]


def script_phrases() -> dict[str, dict[str, str]]:  # no example: made for the page
    """Return what the page's script says, by language."""
    keys = {
        "shown": "filter.shown",
        "copied": "cite.copied",
        "link": "cite.link",
        "failed": "cite.failed",
    }
    return {lang: {name: label(key, lang) for name, key in keys.items()} for lang in LANGUAGES}


def office(person: Person) -> str:
    """Return the title that says most of a person's office, its words once.

    Ranks stand before offices, short forms after them: the last title that is no short form. The
    page shows the side beside it, so a title that ends in the side's name is shown without.

    >>> from readouts.model import Person
    >>> office(Person(0, 1, "Bà A", "Vân Nam", ("Bí thư Tỉnh ủy Vân Nam Vân Nam", "Bí thư")))
    'Bí thư Tỉnh ủy'
    """
    full = [title for title in person.titles if len(title.split()) >= _FULL_TITLE_WORDS]
    title = " ".join(next(reversed(full or person.titles), "").split())
    while person.side and title.endswith(f" {person.side}"):
        title = title.removesuffix(person.side).rstrip()
    return title


def _quoted(comparison: Comparison, quote: Quote) -> dict[str, Any]:
    """Return a quotation with its side, its English gloss if any, and where it leads."""
    reading = comparison.readings[quote.when]
    words = reading.source[quote.start : quote.end]
    sentence = comparison.sentence_at(quote.when, quote.start)
    number = next(
        (at for at, row in enumerate(reading.item_rows) if row.start == quote.start), None
    )
    anchor = f"{quote.when}-i{number}" if number is not None else ""
    if not anchor and sentence:
        anchor = f"{quote.when}-s{sentence.number}"
    spoken = [row for row in reading.statement_rows if row.start <= quote.start < row.end]
    return {
        "when": quote.when,
        "words": words.strip(),
        "gloss": comparison.glosses.get(words, ""),
        "href": f"#{anchor}" if anchor else "",
        "side_class": comparison.side_class(spoken[0].side) if spoken else "side-none",
        "sentence": sentence.number if sentence else 0,
    }


def _heads(reading: Reading) -> list[Person]:
    """Return who led the sides; where the reading does not tell, those whose words it reports."""
    speakers = {row.speaker for row in reading.statement_rows}
    leading = [person for person in reading.participant_rows if person.principal]
    return leading or [person for person in reading.participant_rows if person.name in speakers]


def _dated(iso: str) -> Markup:
    """Return a date in both languages, empty where there is none."""
    return two(*(shown_date(iso, language) for language in LANGUAGES)) if iso else Markup("")
