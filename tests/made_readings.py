"""Readings made by hand for tests: a sentence a statement, its proposals parted by semicolons."""

from __future__ import annotations

from readouts.model import BOTH, Item, Meeting, Mention, Person, Sentence, Statement, Zone
from readouts.reading import Reading


def made(*statements: tuple, doc: str = "made", date: str = "", mentions: tuple = ()) -> Reading:
    """Return a reading of ``(side, act, text, themes…)``, the themes one text per proposal.

    Statements of acts that ask, agree or commit have their clauses as items. ``mentions`` are
    ``(kind, quote, value, unit, iso)``, found at the first place of the quote.
    """
    source, spoken, items, sentences = "", [], [], []
    for number, (side, act, text, *themes) in enumerate(statements, 1):
        start = len(source)
        source += text + ".\n"
        end = start + len(text)
        person = {BOTH: BOTH}.get(side, f"Đại diện {side}")
        sentences.append(Sentence(start, end + 1, number, number, "body"))
        spoken.append(Statement(start, end, person, side, act, "", sentence=number))
        if act in ("propose", "commit", "agree"):
            items += _items(text, start, number, side, act, person, themes)
    sides = tuple(dict.fromkeys(row.side for row in spoken if row.side not in ("", BOTH)))
    found = [
        Mention(
            at := source.index(quote), at + len(quote), kind, value, unit, iso, _at(at, sentences)
        )
        for kind, quote, value, unit, iso in mentions
    ]
    return Reading(
        doc=doc,
        source=source,
        meeting=Meeting(date=date, date_basis="text" if date else "", sides=sides),
        participant_rows=tuple(Person(0, 1, f"Đại diện {side}", side, (), True) for side in sides),
        statement_rows=tuple(spoken),
        item_rows=tuple(items),
        mention_rows=tuple(found),
        zone_rows=(Zone(0, len(source), "body"),) if source else (),
        sentence_rows=tuple(sentences),
    )


def _at(place: int, sentences: list[Sentence]) -> int:
    return next((one.number for one in sentences if one.start <= place < one.end), 0)


def _items(text, start, number, side, act, person, themes) -> list[Item]:
    rows, at = [], start
    for position, clause in enumerate(text.split("; ")):
        coded = tuple(themes[position].split()) if position < len(themes) else ()
        rows.append(
            Item(
                at, at + len(clause), number - 1, person, side, act, themes=coded, sentence=number
            )
        )  # fmt: skip
        at += len(clause) + 2
    return rows
