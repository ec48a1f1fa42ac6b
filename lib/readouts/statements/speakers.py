"""Who speaks: the subject of a reporting verb, who has the floor as a readout goes on, and whom a
title or form of address alone stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice
from typing import Literal

from readouts.entities.document import Document
from readouts.entities.people import People, PersonMention, office_of, portfolios_of
from readouts.entities.places import HOME, PlaceSpan, side_of
from readouts.entities.sides import same_side
from readouts.language.lexicon import word_list, words
from readouts.language.patterns import pattern
from readouts.model import BOTH, ITEM_ACTS, Statement

SubjectKind = Literal["none", "own", "joint", "person", "side", "other"]

_SEGMENT = re.compile(r"[,;:\"(] ?")
_PARENTHESIS = re.compile(r" \([^()]{1,40}\)$")


@dataclass(frozen=True)
class Subject:
    """Who stands before a verb: ``naming`` for a person, ``side`` for a country or body."""

    start: int
    end: int
    kind: SubjectKind
    naming: PersonMention | None = None
    side: str = ""


@dataclass(frozen=True)
class SubjectFinder:
    """Finds the subjects in one sentence of a document.

    >>> from readouts.entities.document import one_sentence
    >>> SubjectFinder(one_sentence("Hai bên cũng nhất trí"), 0, 21).before(0, 13).kind
    'joint'
    """

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def places(self) -> list[PlaceSpan]:
        return self.document.places.within(self.start, self.end)

    def before(self, left: int, at: int) -> Subject:
        """Return the subject that ends directly before ``at`` (adverbs aside), not left of
        ``left``."""
        text, end = self.text, before_adverbs(self.text, left, at)
        if end <= left or text[end - 1] in ',;:"-(':
            return Subject(end, end, "none")
        joined = pattern("connectives.clause_joiners").match(text, end + 1, at)
        if joined:
            # "Thủ tướng đồng thời đề nghị": what joins nothing stands after who speaks.
            joins = joined.group().lower() not in words("verbs", "joiners_behind_subject")
            nobody = Subject(end, end, "none")
            before = nobody if joins else self.before(left, end)
            return nobody if before.kind == "other" else before
        own = pattern("own_end").search(text, max(left, end - 20), end)
        if own:
            return Subject(own.start(), end, "own")
        joint = pattern("joint_end").search(text, max(left, end - 60), end)
        if joint and not pattern("between_them").search(text, left, joint.start()):
            return Subject(joint.start(), end, "joint", side=BOTH)
        naming = self.document.people.ending_at(end)
        if naming is not None and naming.start >= left:
            return self._person(left, naming)
        parenthesis = _PARENTHESIS.search(text, left, end)
        if parenthesis:
            inner = self.before(left, parenthesis.start())
            return Subject(inner.start, end, inner.kind, inner.naming, inner.side)
        return self._other(left, end)

    def _person(self, left: int, naming: PersonMention) -> Subject:
        """A person, or two joined by "và" (both sides)."""
        if pattern("object_of").search(self.text, left, naming.start):
            return Subject(naming.start, naming.end, "other")
        first = self._apposed(left, naming)
        other = pattern("and_another").search(self.text, left, first.start)
        if other:
            partner = self.document.people.ending_at(other.start())
            if partner is not None and partner.start >= left:
                return Subject(partner.start, naming.end, "joint", side=BOTH)
        return Subject(naming.start, naming.end, "person", naming)

    def _apposed(self, left: int, naming: PersonMention) -> PersonMention:
        """Return the first of the mentions that commas join ("Đại tướng X, Phó Thủ tướng")."""
        while self.text[naming.start - 2 : naming.start] == ", ":
            before = self.document.people.ending_at(naming.start - 2)
            if before is None or before.start < left:
                break
            naming = before
        return naming

    def _other(self, left: int, end: int) -> Subject:
        """A country, a body, or somebody else."""
        text, opening = self.text, self._opening(left, end)
        of_body = self.document.people.side_of_body(text[opening:end])
        if of_body:
            return Subject(opening, end, "side", side=of_body)
        if pattern("speakers.events").match(text, opening, end):
            return Subject(opening, end, "other")
        if pattern("body_opener").match(text, opening, end):
            return Subject(opening, end, "side", side=side_of(text[opening:end]))
        ending = next((p for p in self.places if p.end == end and p.start >= left), None)
        if ending is not None:
            return self._place(opening, end, ending)
        return Subject(opening, end, "other")

    def _opening(self, left: int, end: int) -> int:
        """Return where a noun phrase starts; a comma may stand inside it ("khẳng định, Đảng, Nhà
        nước Việt Nam luôn …")."""
        opening = self._segment_start(left, end)
        groups = pattern("groups_apart").search(self.text, left, opening)
        apart = groups and self.text[groups.start() - 2] in ",;:"
        return groups.start() if groups and apart else opening

    def _place(self, opening: int, end: int, ending: PlaceSpan) -> Subject:
        """A country with its people before its name, or two joined (both sides)."""
        groups = pattern("groups_before").search(self.text, opening, ending.start)
        start = groups.start() if groups else ending.start
        if pattern("object_of").search(self.text, opening, start):
            return Subject(start, end, "other")
        pair = pattern("and_or_dash").search(self.text, opening, start)
        partner = next((p for p in self.places if pair and p.end == pair.start()), None)
        if partner is not None and partner.place.side != ending.place.side:
            return Subject(partner.start, end, "joint", side=BOTH)
        side = side_of(self.text[start:end]) or ending.place.side
        return Subject(start, end, "side", side=side)

    def _segment_start(self, left: int, end: int) -> int:
        last = left
        for stop in _SEGMENT.finditer(self.text, left, end):
            last = stop.end()
        while last < end and self.text[last] == " ":
            last += 1
        return last


def before_adverbs(text: str, left: int, at: int) -> int:
    """Return the end of what stands left of ``at`` without the adverbs that belong to a verb.

    >>> text = "Hai bên cũng đã nhất trí"
    >>> text[: before_adverbs(text, 0, text.index("nhất"))]
    'Hai bên'
    """
    while True:
        stop = at
        while stop > left and text[stop - 1] == " ":
            stop -= 1
        adverb = pattern("before_verb").search(text, max(left, stop - 30), stop)
        if adverb is None or adverb.start() < left:
            return stop
        at = adverb.start()
        if pattern("connectives.clause_joiners").fullmatch(adverb.group()):
            return len(text[:at].rstrip(" ")) if at > left else at


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
    elif subject.kind == "side":
        # Whoever speaks for that body goes on ("Tập đoàn sẽ …").
        if floor.person is None or (subject.side and not same_side(subject.side, floor.side)):
            floor.speaker = subject.side or floor.document.text[subject.start : subject.end]
            floor.side, floor.person = subject.side, None
    else:
        phrase = floor.document.text[subject.start : subject.end]
        floor.speaker, floor.side, floor.person = phrase, side_of(phrase) or floor.guest, None


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
    """Return who a title or form of address alone stands for, by index in the people.

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
    # Of the side named, then of ours: who spoke last, else the first; then whoever spoke last.
    of_ours = [i for i in spoke if i in ours]
    ranked = [*(spoke if sided else ()), *sided, *of_ours, *ours, *spoke]
    last_named = max(holders, key=lambda i: cast.last_named(i, naming.start) or -1, default=None)
    return ranked[0] if ranked else last_named


def _holders(naming: PersonMention, cast: People) -> list[int]:
    """Return who may be meant by an office: those named before, of the side it names if any."""
    holders = cast.holders(_synonyms(naming.office))
    holders = [i for i in holders if cast.last_named(i, naming.start) is not None] or holders
    if pattern("speakers.hosts").search(naming.title):
        holders = [i for i in holders if cast.people[i].side != HOME] or holders
    if not naming.side:
        return holders
    of_side = _of_side(naming.side, cast)
    return [i for i in holders if i in of_side] or of_side


def _of_side(side: str, cast: People) -> list[int]:
    return [i for i, person in enumerate(cast.leading) if same_side(person.side, side)]


def _by_portfolio(naming: PersonMention, cast: People) -> int | None:
    """Return whose title has the portfolio of "người đứng đầu ngành nông nghiệp", or the side."""
    of_side, wanted = _of_side(naming.side, cast), portfolios_of(naming.title)
    for index in of_side if naming.side else range(len(cast.leading)):
        titles = " ".join(cast.people[index].titles).lower()
        if any(portfolio in titles for portfolio in wanted):
            return index
    return next(iter(of_side), None)


def _by_address(naming: PersonMention, cast: People, floor: SpeakerState) -> int | None:
    """Return who spoke last, else who was named last, of those whom "ông" or "bà" fits."""
    near = list(islice(cast.before(naming.start), _NEAR))
    other = {"male": "female", "female": "male"}.get(naming.gender)
    unfit = {None, *(mention.person for mention in near if mention.gender == other)}
    named = [floor.last_person, *(mention.person for mention in near)]
    return next((person for person in named if person not in unfit), None)


@cache
def _synonyms(office: str) -> set[str]:
    found = {office}
    for row in word_list("titles")["same_office"]:
        offices = {office_of(title) for title in row}
        if office in offices:
            found |= offices
    return found
