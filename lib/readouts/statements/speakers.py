"""Who has the floor as a readout goes on, and whom a title or form of address alone stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from readouts.entities.people import HOME, People, PersonMention, office_of, portfolios_of
from readouts.entities.places import side_of
from readouts.entities.sides import same_side
from readouts.language.lexicon import alternation, word_list, words
from readouts.model import BOTH, ITEM_ACTS, Statement
from readouts.statements.reporting_verbs import Subject


@dataclass
class SpeakerState:
    """Who has the floor as the reading goes on: the last speaker and his last statement, and who
    has spoken for each side (``heard``, the latest last); ``listing`` is the last statement of
    proposals, which a list under it goes on with."""

    speaker: str = ""
    side: str = ""
    person: int | None = None
    last_person: int | None = None
    last: Statement | None = None
    guest: str = ""
    listing: Statement | None = None
    heard: dict[str, str] = field(default_factory=dict)

    def hear(self, statement: Statement) -> None:
        """Remember a statement, and who made it."""
        self.last = statement
        self.listing = statement if statement.act in ITEM_ACTS else None
        if statement.side not in ("", BOTH) and statement.act != "inform":
            self.heard.pop(statement.side, None)
            self.heard[statement.side] = statement.speaker


def set_speaker(subject: Subject, cast: People, floor: SpeakerState, text: str) -> None:
    """Give the floor to a subject; where none is named, whoever has it keeps it."""
    if subject.kind in ("none", "own"):
        return
    if subject.kind == "joint":
        floor.speaker, floor.side, floor.person = BOTH, BOTH, None
    elif subject.kind == "person" and subject.naming is not None:
        _person_takes(subject.naming, cast, floor)
    elif subject.kind == "side" and not subject.side:
        _kind_of_body_takes(text[subject.start : subject.end], cast, floor)
    elif subject.kind == "side":
        if floor.person is not None and same_side(subject.side, floor.side):
            return
        floor.speaker, floor.side, floor.person = subject.side, subject.side, None
    else:
        _phrase_takes(text[subject.start : subject.end], cast, floor)


def _kind_of_body_takes(kind: str, cast: People, floor: SpeakerState) -> None:
    """Give the floor to whose titles have a body of that kind ("Tập đoàn sẽ …")."""
    word = kind.lower()
    heads = [i for i, p in enumerate(cast.people) if any(word in t.lower() for t in p.titles)]
    if floor.person is not None and (floor.person in heads or not heads):
        return
    if heads:
        _known_takes(heads[0], cast, floor)
    else:
        floor.speaker, floor.side, floor.person = kind, "", None


def _phrase_takes(phrase: str, cast: People, floor: SpeakerState) -> None:
    """Give the floor to somebody named in words of his own: a body whose head is at the table is
    its head as long as he speaks, any other phrase is the other side's."""
    named = [i for i, p in enumerate(cast.people) if any(phrase in title for title in p.titles)]
    if phrase[:1].isupper() and floor.person in named:
        return
    side = cast.people[named[0]].side if named else side_of(phrase) or floor.guest
    floor.speaker, floor.side, floor.person = phrase, side, None


def _person_takes(naming: PersonMention, cast: People, floor: SpeakerState) -> None:
    index = naming.person if naming.person is not None else resolve(naming, cast, floor)
    if index is None:
        floor.speaker, floor.side, floor.person = naming.title, naming.side or HOME, None
        return
    _known_takes(index, cast, floor)


def _known_takes(index: int, cast: People, floor: SpeakerState) -> None:
    person = cast.people[index]
    floor.speaker, floor.side = person.name, person.side
    floor.person = floor.last_person = index


def resolve(naming: PersonMention, cast: People, floor: SpeakerState) -> int | None:
    """Return who a title or form of address alone stands for, by index in the cast.

    >>> from readouts.entities.people import find_people
    >>> text = "Thủ tướng Lào Somsay Keo phát biểu. Thủ tướng cảm ơn."
    >>> cast = find_people(text, [(0, 35), (36, len(text))])
    >>> resolve(cast.starting_at(36), cast, SpeakerState())
    0
    """
    if not naming.office and not naming.title:
        return _by_address(naming, cast, floor)
    if not naming.office:
        return _by_portfolio(naming, cast)
    ever = cast.holders(_synonyms(naming.office))
    met = [i for i in ever if cast.last_named(i, naming.start) is not None]
    holders = met or ever
    if naming.side:
        sided = [i for i in holders if same_side(cast.people[i].side, naming.side)]
        if not sided:
            sided = [i for i, p in enumerate(cast.people) if same_side(p.side, naming.side)]
            named = [i for i in sided if cast.last_named(i, naming.start) is not None]
            sided = named if met else sided
        holders = sided
    if _host().search(naming.title):
        holders = [i for i in holders if cast.people[i].side != HOME] or holders
    if not holders:
        return None
    spoke = floor.last_person if floor.last_person in holders else None
    home = [i for i in holders if cast.people[i].side == HOME]
    if len(holders) == 1 or naming.side:
        return spoke if spoke is not None else holders[0]
    if home:
        return spoke if spoke in home else home[0]
    return (
        spoke
        if spoke is not None
        else max(holders, key=lambda i: cast.last_named(i, naming.start) or -1)
    )


def _by_portfolio(naming: PersonMention, cast: People) -> int | None:
    """Return whose title has the portfolio of "người đứng đầu ngành nông nghiệp", or the side."""
    wanted = portfolios_of(naming.title)
    for index, person in enumerate(cast.people):
        known = {name for title in person.titles for name in portfolios_of(title)}
        shared = any(ours in theirs or theirs in ours for ours in wanted for theirs in known)
        if shared and (not naming.side or same_side(person.side, naming.side)):
            return index
    sided = [i for i, p in enumerate(cast.people) if same_side(p.side, naming.side)]
    return sided[0] if sided else None


def _by_address(naming: PersonMention, cast: People, floor: SpeakerState) -> int | None:
    def fits(person: int | None) -> bool:
        known = cast.genders(person) if person is not None else set()
        return person is not None and (
            naming.gender == "any" or not known or naming.gender in known
        )

    if fits(floor.last_person):
        return floor.last_person
    before = cast.before(naming.start)
    return next((n.person for n in before if fits(n.person)), None)


@cache
def _synonyms(office: str) -> set[str]:
    found = {office}
    for row in word_list("titles")["same_office"]:
        offices = {office_of(title) for title in row}
        if office in offices:
            found |= offices
    return found


@cache
def _host() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "hosts")), re.IGNORECASE)
