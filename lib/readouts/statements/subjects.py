"""Who stands before a reporting verb: its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from readouts.entities.document import Document
from readouts.entities.people import PersonMention
from readouts.entities.places import PlaceSpan, side_of
from readouts.language.lexicon import alternation, word_list, words
from readouts.language.patterns import pattern
from readouts.model import BOTH

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
        return self.document.places_in(self.start, self.end)

    def before(self, left: int, at: int) -> Subject:
        """Return the subject that ends right before ``at`` (adverbs aside), not left of
        ``left``."""
        text, end = self.text, before_adverbs(self.text, left, at)
        if end <= left or text[end - 1] in ',;:"-(':
            return Subject(end, end, "none")
        joined = pattern("connectives.clause_joiners").match(text, end + 1, at)
        if joined:
            return self._behind_joiner(joined.group().lower(), left, end)
        own = pattern("own_end").search(text, max(left, end - 20), end)
        if own:
            return Subject(own.start(), end, "own")
        joint = pattern("joint_end").search(text, max(left, end - 60), end)
        if joint and not pattern("between_them").search(text, left, joint.start()):
            # "quan hệ hai nước sẽ …" is said of their relations.
            opening = self._segment_start(left, joint.start())
            if pattern("speakers.events").match(text, opening, joint.start()):
                return Subject(opening, end, "other")
            return Subject(joint.start(), end, "joint", side=BOTH)
        naming = self.document.people.ending_at(end)
        if naming is not None and naming.start >= left:
            return self._person(left, naming)
        parenthesis = _PARENTHESIS.search(text, left, end)
        if parenthesis:
            inner = self.before(left, parenthesis.start())
            return Subject(inner.start, end, inner.kind, inner.naming, inner.side)
        return self._other(left, end)

    def _behind_joiner(self, joiner: str, left: int, end: int) -> Subject:
        """ "Thủ tướng đồng thời đề nghị": what joins nothing stands behind who speaks."""
        if joiner in words("verbs", "joiners_behind_subject"):
            before = self.before(left, end)
            if before.kind in ("person", "joint", "side") and self._opens(left, before):
                return before
        return Subject(end, end, "none")

    def _opens(self, left: int, subject: Subject) -> bool:
        """Tell whether a subject opens its clause, no verb's object right behind ``left``."""
        gap = self.text[left : subject.start].rstrip()
        return gap[-1] in ",;:" if gap else not self.text[left - 1 : left].isalnum()

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
        courteous = pattern("courteous").search(self.text, left, naming.start)
        start = courteous.start() if courteous else naming.start
        return Subject(start, naming.end, "person", naming)

    def _apposed(self, left: int, naming: PersonMention) -> PersonMention:
        """Return the first of the namings that commas join ("Đại tướng X, Phó Thủ tướng")."""
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
        if pattern("speakers.kinds_of_body").fullmatch(text, opening, end):
            return Subject(opening, end, "side")
        if _body_opener().match(text, opening, end):
            return Subject(opening, end, "side", side=side_of(text[opening:end]))
        ending = next((p for p in self.places if p.end == end and p.start >= left), None)
        if ending is not None:
            return self._place(opening, end, ending)
        if not text[opening:end].strip():
            return Subject(end, end, "none")
        return Subject(opening, end, "other")

    def _opening(self, left: int, end: int) -> int:
        """Return where a noun phrase starts; a comma may stand inside it ("khẳng định, Đảng, Nhà
        nước Việt Nam luôn …")."""
        opening = self._segment_start(left, end)
        that = pattern("that").match(self.text, opening, end)
        opening = that.end() if that else opening
        groups = pattern("groups_apart").search(self.text, left, opening)
        if groups is None:
            return opening
        parted = self.text[groups.start() - 2] in ",;:"
        return groups.start() if parted or not self.text[left : groups.start()].strip() else opening

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


@cache
def _body_opener() -> re.Pattern[str]:
    openers = [o for kind in word_list("bodies")["openers"].values() for o in kind]
    return re.compile(alternation(openers), re.IGNORECASE)
