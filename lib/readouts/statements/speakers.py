"""Who speaks: the subject of a reporting verb, the speaker from statement to statement, and the
person whom a title or form of address alone refers to."""

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
    """The subject of a verb: ``mention`` for a person, ``side`` for a country or body."""

    start: int
    end: int
    kind: SubjectKind
    mention: PersonMention | None = None
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
            # "Thủ tướng đồng thời đề nghị": after a speaker the word joins nothing.
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
        mention = self.document.people.ending_at(end)
        if mention is not None and mention.start >= left:
            return self._person(left, mention)
        parenthesis = _PARENTHESIS.search(text, left, end)
        if parenthesis:
            inner = self.before(left, parenthesis.start())
            return Subject(inner.start, end, inner.kind, inner.mention, inner.side)
        return self._other(left, end)

    def _person(self, left: int, mention: PersonMention) -> Subject:
        """A person, or two joined by "và" (both sides)."""
        if pattern("object_of").search(self.text, left, mention.start):
            return Subject(mention.start, mention.end, "other")
        first = self._apposed(left, mention)
        other = pattern("and_another").search(self.text, left, first.start)
        if other:
            partner = self.document.people.ending_at(other.start())
            if partner is not None and partner.start >= left:
                return Subject(partner.start, mention.end, "joint", side=BOTH)
        return Subject(mention.start, mention.end, "person", mention)

    def _apposed(self, left: int, mention: PersonMention) -> PersonMention:
        """Return the first of the mentions that commas join ("Đại tướng X, Phó Thủ tướng")."""
        while self.text[mention.start - 2 : mention.start] == ", ":
            before = self.document.people.ending_at(mention.start - 2)
            if before is None or before.start < left:
                break
            mention = before
        return mention

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
    """Return the end of the text before ``at`` without the adverbs that belong to a verb.

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


# "ông" refers to one of so many mentions before it.
_NEAR = 200


@dataclass
class SpeakerState:
    """The current speaker of a text as its sentences are read in order.

    ``person`` is his index in the people, None for a side; ``last_person`` the last person who
    spoke; ``last`` the last statement; ``listing`` the last one with proposals, which a list below
    it continues; ``guest`` the other side; ``speakers`` the last speaker of each side, the latest
    side last.
    """

    document: Document
    speaker: str = ""
    side: str = ""
    person: int | None = None
    last_person: int | None = None
    last: Statement | None = None
    guest: str = ""
    listing: Statement | None = None
    speakers: dict[str, str] = field(default_factory=dict)

    def record(self, statement: Statement) -> None:
        """Remember a statement, and who made it."""
        self.last = statement
        self.listing = statement if statement.act in ITEM_ACTS else None
        if statement.side not in ("", BOTH) and statement.act != "inform":
            self.speakers.pop(statement.side, None)
            self.speakers[statement.side] = statement.speaker


def set_speaker(subject: Subject, state: SpeakerState) -> None:
    """Set the speaker to a subject; without a subject the speaker stays the same."""
    if subject.kind in ("none", "own"):
        return
    if subject.kind == "joint":
        state.speaker, state.side, state.person = BOTH, BOTH, None
    elif subject.kind == "person" and subject.mention is not None:
        _set_person(subject.mention, state)
    elif subject.kind == "side":
        # A person who speaks for that body stays the speaker ("Tập đoàn sẽ …").
        if state.person is None or (subject.side and not same_side(subject.side, state.side)):
            state.speaker = subject.side or state.document.text[subject.start : subject.end]
            state.side, state.person = subject.side, None
    else:
        phrase = state.document.text[subject.start : subject.end]
        state.speaker, state.side, state.person = phrase, side_of(phrase) or state.guest, None


def _set_person(mention: PersonMention, state: SpeakerState) -> None:
    index = mention.person if mention.person is not None else resolve(mention, state)
    if index is None:
        state.speaker, state.side, state.person = mention.title, mention.side or HOME, None
        return
    person = state.document.people.persons[index]
    state.speaker, state.side = person.name, person.side
    state.person = state.last_person = index


def resolve(mention: PersonMention, state: SpeakerState) -> int | None:
    """Return the person whom a title or form of address alone refers to, as an index.

    >>> from readouts.entities.document import read_document
    >>> document = read_document("Thủ tướng Lào Somsay Keo phát biểu. Thủ tướng cảm ơn.")
    >>> resolve(document.people.starting_at(36), SpeakerState(document))
    0
    """
    people = state.document.people
    if not mention.office and not mention.title:
        return _by_address(mention, people, state)
    if not mention.office:
        return _by_portfolio(mention, people)
    holders = _holders(mention, people)
    spoke = [i for i in holders if i == state.last_person]
    of_home = [i for i in holders if people.persons[i].side == HOME]
    sided = holders if mention.side or len(holders) == 1 else []
    # First the side that the title names, then Việt Nam (of each the last speaker, else the first
    # holder), then the last speaker.
    spoke_of_home = [i for i in spoke if i in of_home]
    ranked = [*(spoke if sided else ()), *sided, *spoke_of_home, *of_home, *spoke]
    last_named = max(holders, key=lambda i: people.last_named(i, mention.start) or -1, default=None)
    return ranked[0] if ranked else last_named


def _holders(mention: PersonMention, people: People) -> list[int]:
    """Return the people who hold an office: those named before it, of the side it names if any."""
    holders = people.holders(_synonyms(mention.office))
    holders = [i for i in holders if people.last_named(i, mention.start) is not None] or holders
    if pattern("speakers.hosts").search(mention.title):
        holders = [i for i in holders if people.persons[i].side != HOME] or holders
    if not mention.side:
        return holders
    of_side = _of_side(mention.side, people)
    return [i for i in holders if i in of_side] or of_side


def _of_side(side: str, people: People) -> list[int]:
    return [i for i, person in enumerate(people.leading) if same_side(person.side, side)]


def _by_portfolio(mention: PersonMention, people: People) -> int | None:
    """Return the person whose title names the portfolio of "người đứng đầu ngành nông nghiệp", or
    the first person of the side it names."""
    of_side, wanted = _of_side(mention.side, people), portfolios_of(mention.title)
    for index in of_side if mention.side else range(len(people.leading)):
        titles = " ".join(people.persons[index].titles).lower()
        if any(portfolio in titles for portfolio in wanted):
            return index
    return next(iter(of_side), None)


def _by_address(mention: PersonMention, people: People, state: SpeakerState) -> int | None:
    """Return the last speaker, else the person named last, whose gender "ông" or "bà" fits."""
    near = list(islice(people.before(mention.start), _NEAR))
    other_gender = {"male": "female", "female": "male"}.get(mention.gender)
    unfit = {None, *(before.person for before in near if before.gender == other_gender)}
    named = [state.last_person, *(before.person for before in near)]
    return next((person for person in named if person not in unfit), None)


@cache
def _synonyms(office: str) -> set[str]:
    found = {office}
    for row in word_list("titles")["same_office"]:
        offices = {office_of(title) for title in row}
        if office in offices:
            found |= offices
    return found
