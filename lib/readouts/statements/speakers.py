"""Who has the floor as a readout goes on, and whom a title or form of address alone stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from readouts.entities.document import Document
from readouts.entities.people import HOME, People, PersonMention, office_of, portfolios_of
from readouts.entities.places import side_of
from readouts.entities.sides import same_side
from readouts.language.lexicon import word_list
from readouts.language.patterns import pattern
from readouts.model import BOTH, ITEM_ACTS, Statement
from readouts.statements.subjects import Subject

# How many mentions back "ông" may refer.
_NEAR = 200


@dataclass
class SpeakerState:
    """Who has the floor as the reading goes on: the last speaker and his last statement, and who
    has spoken for each side (``heard``, the latest last); ``listing`` is the last statement of
    proposals, which a list under it goes on with."""

    document: Document
    speaker: str = ""
    side: str = ""
    person: int | None = None
    last_person: int | None = None
    last: Statement | None = None
    guest: str = ""
    listing: Statement | None = None
    heard: dict[str, str] = field(default_factory=dict)

    def words_of(self, subject: Subject) -> str:
        """Return the words of a subject."""
        return self.document.text[subject.start : subject.end]

    def hear(self, statement: Statement) -> None:
        """Remember a statement, and who made it."""
        self.last = statement
        self.listing = statement if statement.act in ITEM_ACTS else None
        if statement.side not in ("", BOTH) and statement.act != "inform":
            self.heard.pop(statement.side, None)
            self.heard[statement.side] = statement.speaker


def set_speaker(subject: Subject, floor: SpeakerState) -> None:
    """Give the floor to a subject; where none is named, whoever has it keeps it."""
    if subject.kind in ("none", "own"):
        return
    if subject.kind == "joint":
        floor.speaker, floor.side, floor.person = BOTH, BOTH, None
    elif subject.kind == "person" and subject.naming is not None:
        _person_takes(subject.naming, floor)
    elif subject.kind == "side" and not subject.side:
        _kind_of_body_takes(floor.words_of(subject), floor)
    elif subject.kind == "side":
        if floor.person is not None and same_side(subject.side, floor.side):
            return
        floor.speaker, floor.side, floor.person = subject.side, subject.side, None
    else:
        _phrase_takes(floor.words_of(subject), floor)


def _kind_of_body_takes(kind: str, floor: SpeakerState) -> None:
    """Give the floor to whose titles have a body of that kind ("Tập đoàn sẽ …")."""
    heads = floor.document.people.titled(kind)
    if floor.person is not None and (floor.person in heads or not heads):
        return
    if heads:
        _known_takes(heads[0], floor)
    else:
        floor.speaker, floor.side, floor.person = kind, "", None


def _phrase_takes(phrase: str, floor: SpeakerState) -> None:
    """Give the floor to somebody named in words of his own: a body whose head is at the table is
    its head as long as he speaks, any other phrase is the other side's."""
    cast = floor.document.people
    named = cast.titled(phrase, blind=False)
    if phrase[:1].isupper() and floor.person in named:
        return
    side = cast.people[named[0]].side if named else side_of(phrase) or floor.guest
    floor.speaker, floor.side, floor.person = phrase, side, None


def _person_takes(naming: PersonMention, floor: SpeakerState) -> None:
    index = naming.person if naming.person is not None else resolve(naming, floor)
    if index is None:
        floor.speaker, floor.side, floor.person = naming.title, naming.side or HOME, None
        return
    _known_takes(index, floor)


def _known_takes(index: int, floor: SpeakerState) -> None:
    person = floor.document.people.people[index]
    floor.speaker, floor.side = person.name, person.side
    floor.person = floor.last_person = index


def resolve(naming: PersonMention, floor: SpeakerState) -> int | None:
    """Return who a title or form of address alone stands for, by index in the cast.

    >>> from readouts.entities.document import read_document
    >>> document = read_document("Thủ tướng Lào Somsay Keo phát biểu. Thủ tướng cảm ơn.")
    >>> resolve(document.people.starting_at(36), SpeakerState(document))
    0
    """
    cast = floor.document.people
    if not naming.office and not naming.title:
        return _by_address(naming, cast, floor)
    if not naming.office:
        return _by_portfolio(naming, cast)
    holders = _holders(naming, cast)
    spoke = [i for i in holders if i == floor.last_person]
    ours = [i for i in holders if cast.people[i].side == HOME]
    sided = holders if naming.side or len(holders) == 1 else []
    for _, found in (
        ("of the side named, who spoke last", spoke if sided else []),
        ("of the side named, the first", sided),
        ("of ours, who spoke last", [i for i in spoke if i in ours]),
        ("of ours, the first", ours),
        ("who spoke last", spoke),
        ("who was named last", _last_named(holders, naming, cast)),
    ):
        if found:
            return found[0]
    return None


def _holders(naming: PersonMention, cast: People) -> list[int]:
    """Return who may be meant by an office: those named before, of the side it names if any; with
    "nước chủ nhà", of the other side."""
    ever = cast.holders(_synonyms(naming.office))
    met = [i for i in ever if cast.last_named(i, naming.start) is not None]
    holders = met or ever
    if naming.side:
        everyone = range(len(cast.leading))
        of_side = [i for i in everyone if same_side(cast.people[i].side, naming.side)]
        named = [i for i in of_side if cast.last_named(i, naming.start) is not None]
        held = [i for i in holders if same_side(cast.people[i].side, naming.side)]
        holders = held or (named if met else of_side)
    if pattern("speakers.hosts").search(naming.title):
        holders = [i for i in holders if cast.people[i].side != HOME] or holders
    return holders


def _last_named(holders: list[int], naming: PersonMention, cast: People) -> list[int]:
    return sorted(holders, key=lambda i: -(cast.last_named(i, naming.start) or -1))[:1]


def _by_portfolio(naming: PersonMention, cast: People) -> int | None:
    """Return whose title has the portfolio of "người đứng đầu ngành nông nghiệp", or the side."""
    wanted = portfolios_of(naming.title)
    for index, person in enumerate(cast.leading):
        known = {name for title in person.titles for name in portfolios_of(title)}
        shared = any(ours in theirs or theirs in ours for ours in wanted for theirs in known)
        if shared and (not naming.side or same_side(person.side, naming.side)):
            return index
    sided = (i for i, p in enumerate(cast.leading) if same_side(p.side, naming.side))
    return next(sided, None)


def _by_address(naming: PersonMention, cast: People, floor: SpeakerState) -> int | None:
    """Return who spoke last, else who was named last, of those whom "ông" or "bà" fits."""

    def fits(person: int | None) -> bool:
        known = cast.genders(person) if person is not None else set()
        fitting = naming.gender == "any" or not known or naming.gender in known
        return person is not None and fitting

    if fits(floor.last_person):
        return floor.last_person
    before = islice(cast.before(naming.start), _NEAR)
    return next((n.person for n in before if fits(n.person)), None)


@cache
def _synonyms(office: str) -> set[str]:
    found = {office}
    for row in word_list("titles")["same_office"]:
        offices = {office_of(title) for title in row}
        if office in offices:
            found |= offices
    return found
