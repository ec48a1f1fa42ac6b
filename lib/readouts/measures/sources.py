"""The two sources: origin of the texts, participants, and the coded share of each text.

>>> from readouts.model import Sentence
>>> then = Reading("a", "", participant_rows=(Person(0, 0, "Bà A", "Lào", ("Bộ trưởng",)),))
>>> now = Reading("b", "Trời đẹp.", sentence_rows=(Sentence(0, 9, 1, 1, "body"),))
>>> people(then, now)[["side", "then_name", "now_name"]].values.tolist()
[['Lào', 'Bà A', '']]
>>> coverage(then, now)["share"].tolist()
[0.0, 0.0]
>>> uncoded(then, now)["quote"].tolist()
['Trời đẹp.']
>>> registered(then) is None
True
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from readouts.comparison.ledger import counterparts
from readouts.model import Person
from readouts.reading import Reading
from readouts.tables import both, table

if TYPE_CHECKING:
    import pandas as pd

    from readouts.corpus.register import MeetingEntry

_PROVENANCE = {"fact": "str", "then": "str", "then_basis": "str", "now": "str", "now_basis": "str"}
_PEOPLE = {
    "side": "str", "principal": "bool", "then_name": "str", "then_titles": "str",
    "now_name": "str", "now_titles": "str",
}  # fmt: skip
_COVERAGE = {
    "meeting": "str", "body_characters": "int64", "coded_characters": "int64", "share": "float64",
    "body_sentences": "int64", "uncoded_sentences": "int64", "left_out_characters": "int64",
}  # fmt: skip
_UNCODED = {
    "meeting": "str", "sentence": "int64", "start": "int64", "end": "int64", "quote": "str",
}  # fmt: skip


def provenance(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the known facts about the two texts and meetings: fact, then, now and the basis of
    each.

    The basis is ``text``, ``register`` (data/meetings.yml), ``file``, or the reason why the fact is
    empty.

    >>> provenance(Reading("a.txt", "x"), Reading("b.txt", "y"))["then"][0]
    'a.txt'
    """
    sides = {"then": _facts(then), "now": _facts(now)}
    records = [
        {"fact": fact}
        | {name: facts[fact][0] for name, facts in sides.items()}
        | {f"{name}_basis": facts[fact][1] for name, facts in sides.items()}
        for fact in sides["then"]
    ]
    return table(records, _PROVENANCE)


def people(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the participants of the two meetings side by side, the heads of each side first.

    Columns: side (by its name in the later meeting), principal, then_name, then_titles, now_name,
    now_titles (separated by semicolons; "" if a meeting has no more persons). Persons of a side are
    in the order in which the texts name them; two persons in one row are different persons.
    """
    names = counterparts(then, now)
    groups: dict[tuple[str, bool], tuple[list[Person], list[Person]]] = {}
    for at, reading in enumerate((then, now)):
        for person in reading.participant_rows:
            side = names.get(person.side, person.side) if at == 0 else person.side
            groups.setdefault((side, person.principal), ([], []))[at].append(person)
    sides = list(dict.fromkeys(side for side, _ in groups))
    records = []
    for side, principal in sorted(groups, key=lambda key: (sides.index(key[0]), not key[1])):
        for before, after in zip_longest(*groups[side, principal]):
            row = {"side": side, "principal": principal}
            records.append(row | _person("then", before) | _person("now", after))
    return table(records, _PEOPLE)


def coverage(then: Reading, now: Reading) -> pd.DataFrame:
    """Return the coded share of each text, a row per meeting (then, now).

    Columns: body_characters (in sentences), coded_characters and share (in statements),
    body_sentences, uncoded_sentences, left_out_characters (in zones that are not coded: titles,
    captions and the like).
    """
    return table(both([_coverage(then)], [_coverage(now)]), _COVERAGE)


def uncoded(then: Reading, now: Reading) -> pd.DataFrame:
    """Return every sentence of the body, short line and part of a list that was not read.

    Columns: meeting (then, now), sentence (number), start, end, quote.
    """
    rows = (reading.uncoded.rename(columns={"number": "sentence"}) for reading in (then, now))
    return table(both(*(found.to_dict("records") for found in rows)), _UNCODED)


def registered(reading: Reading) -> MeetingEntry | None:
    """Return the register entry of a reading, found by its id, its file or its checksum."""
    from readouts.corpus import register

    for meeting_id, entry in register.meetings().items():
        known = (meeting_id, entry.path().name, entry.sha256)
        if reading.doc in known or reading.sha256 == entry.sha256:
            return entry
    return None


def _facts(reading: Reading) -> dict[str, tuple[str, str]]:
    entry, meeting = registered(reading), reading.meeting
    event = {
        name: (getattr(meeting, name), getattr(meeting, f"{name}_basis"))
        for name in ("date", "place", "event", "level")
    }
    return {
        "file": (entry.path().name if entry else reading.doc, "file"),
        "checksum": (reading.sha256, "file"),
        "characters": (str(len(reading.source)), "file"),
        **{
            name: (getattr(entry, name, ""), "register" if entry else "not registered")
            for name in ("id", "outlet", "address", "published", "notes")
        },
        **event,
        "sides": ("; ".join(meeting.sides), meeting.sides_basis),
    }


def _person(name: str, person: Person | None) -> dict[str, str]:
    return {
        f"{name}_name": person.name if person else "",
        f"{name}_titles": "; ".join(person.titles) if person else "",
    }


def _coverage(reading: Reading) -> dict[str, Any]:
    body = reading.counted
    whole = sum(row.end - row.start for row in body)
    left_out = sum(row.end - row.start for row in reading.sentence_rows) - whole
    return {
        "body_characters": whole,
        "coded_characters": round(reading.coverage * whole),
        "share": reading.coverage,
        "body_sentences": len(body),
        "uncoded_sentences": len(reading.uncoded),
        "left_out_characters": left_out,
    }
