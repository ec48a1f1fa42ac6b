"""The head of the page: the meetings, the heads of the sides, and the state of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readouts.entities.places import find_names
from readouts.labels import seen
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.page import in_both

if TYPE_CHECKING:
    from readouts.model import Person
    from readouts.reading import Reading

# `Bộ trưởng` and `Chủ tịch` are short forms; `Bộ trưởng Ngoại giao` is an office.
_FULL_TITLE_WORDS = 3


def meetings(comparison: Comparison) -> list[dict[str, Any]]:  # no example: made for the page
    """Return the content of the head of the page for each meeting."""
    return [
        {
            "when": when,
            "reading": reading,
            "meeting": reading.meeting,
            "people": [(person, office(person)) for person in _heads(reading)],
            "provenance": comparison.published(when),
        }
        for when, reading in comparison.readings.items()
    ]


def state(comparison: Comparison) -> dict[str, Any]:  # no example: made for the page
    """Return whether the comparison is reviewed, by whom and when, and what is not settled yet."""
    reviews = [reading.review for reading in comparison.readings.values()]
    return {
        "reviewed": comparison.evidence.reviewed,
        "seen": in_both(lambda language: seen(reviews, language)),
        "begun": any(review.settled for review in reviews),
        "settled": all(reading.reviewed for reading in comparison.readings.values()),
        "rows": sum(bool(row.needs_look) and not row.decided for row in comparison.ledger.rows),
    }


def office(person: Person) -> str:
    """Return the most specific title of a person's office, without repeated words.

    Titles are in the order rank, office, short form; the last one that is not a short form is
    taken. The page shows the side separately, so a side's name at the end of the title is left out.

    >>> from readouts.model import Person
    >>> office(Person(0, 1, "Bà A", "Vân Nam", ("Bí thư Tỉnh ủy Vân Nam Vân Nam", "Bí thư")))
    'Bí thư Tỉnh ủy'
    >>> office(Person(0, 1, "Bà B", "Nga", ("Thủ tướng Liên bang Nga",)))
    'Thủ tướng'
    """
    full = [title for title in person.titles if len(title.split()) >= _FULL_TITLE_WORDS]
    title = " ".join(next(reversed(full or person.titles), "").split())
    while (last := find_names(title)[-1:]) and last[0].end == len(title):
        if not last[0].start or last[0].place.side != person.side:
            break
        title = title[: last[0].start].rstrip()
    return title


def _heads(reading: Reading) -> list[Person]:
    """Return the heads of the sides; if the reading does not give them, the speakers."""
    speakers = {row.speaker for row in reading.statement_rows}
    leading = [person for person in reading.participant_rows if person.principal]
    return leading or [person for person in reading.participant_rows if person.name in speakers]
