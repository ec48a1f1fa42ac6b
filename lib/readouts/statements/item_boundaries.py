"""Whether a head verb after a comma or "và" starts a new item.

It does if the item before it is complete; not in a list of fields or examples, after a purpose, or
if somebody else is made to do it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from readouts.entities.places import PlaceNames
from readouts.language.decision_tables import decide
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.statements.head_verbs import WORD_START, HeadVerb, HeadVerbFinder

# Longer than this, in syllables, a clause is an act of its own, no field of cooperation.
_SUBJECT_MATTER_MAX = 6
_BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"")
_CONTENT = re.compile(r"\w")
_STOP = re.compile(r"[;.]")


class ItemBoundaries:
    """The boundaries between the items in the content of one statement.

    >>> text = "giảm thuế, phí và mở kho hàng"
    >>> heads = HeadVerbFinder(text, (0, len(text)))
    >>> boundaries = ItemBoundaries(text, heads, PlaceNames(text), 0, len(text))
    >>> boundaries.starts_new_item(heads.at(0, 29), 14, heads.at(18, 29), " và ")
    True
    """

    def __init__(
        self, text: str, heads: HeadVerbFinder, places: PlaceNames, start: int, end: int
    ) -> None:
        self.text, self.heads, self.places, self.end = text, heads, places, end
        shut = (_BRACKETS, pattern("head_verbs.bound"))
        self.closed = [m.span() for p in shut for m in p.finditer(text, start, end)]

    def enclosed(self, at: int) -> bool:
        """Return whether an offset is in brackets, in quotes, or in a verb with a comma."""
        return any(a <= at < b for a, b in self.closed)

    def makes_noun(self, at: int, stop: int) -> bool:
        """Return whether the words directly before ``stop`` make a noun of a verb there."""
        return bool(pattern("noun_maker").search(self.text, at, stop))

    def starts_new_item(self, head: HeadVerb, at: int, follow: HeadVerb, joiner: str) -> bool:
        """Return whether the head verb ``follow`` after a joiner at ``at`` starts a new item."""
        return bool(decide("new_items", Joiner(self, head, at, follow, joiner)).get("then"))

    def causes(self, head: HeadVerb) -> bool:
        """Return whether a verb, or the one directly after it ("quan tâm chỉ đạo"), makes somebody
        act; "thúc đẩy" does if a group follows it."""
        causatives = pattern("connectives.causatives")
        own = causatives.match(self.text, head.verb) or causatives.match(self.text, head.end + 1)
        return bool(own or pattern("pushes_somebody").match(self.text, head.verb))

    def _syllables(self, start: int, end: int) -> int:
        """Count the syllables of a clause from ``start`` to its next joiner or purpose."""
        joiners = pattern("joiner").finditer(self.text, start, end)
        stops = [next((j for j in joiners if not self.enclosed(j.start())), None)]
        stops += [
            mark.search(self.text, start, end) for mark in (pattern("connectives.purposes"), _STOP)
        ]
        return len(self.text[start : min([s.start() for s in stops if s], default=end)].split())

    def is_long(self, start: int, end: int) -> bool:
        return self._syllables(start, end) > _SUBJECT_MATTER_MAX

    def has_content(self, head: HeadVerb, at: int, comma: bool) -> bool:
        """Return whether a head verb has an object of its own before ``at``."""
        start, joined = head.end, pattern("idle")
        while True:
            passed = joined.match(self.text, start, at)
            several = bool(passed) and passed.group().strip() != ""
            start = passed.end() if passed else start
            joined = pattern("joined_verb" if comma else "idle")
            kinds = ("acts",) if comma else ("acts", "either")
            verb = self.heads.verb(start, at, kinds + (("fields",) if several else ()))
            if verb is None:
                return bool(_CONTENT.search(self.text, start, at))
            start = verb[0]

    def puts_to_work(self, head: HeadVerb, at: int) -> bool:
        """Return whether somebody and his verb follow a causative ("giúp Lào đào tạo")."""
        side = self.places.starting_at(head.end + 1)
        if side and WORD_START.match(self.text, side.end + 1, at):
            return True
        for word in WORD_START.finditer(self.text, head.end + 1, at):
            if word.start() == head.end + 1:
                continue
            grouped = pattern("group_before").search(self.text, head.end, word.start())
            noun = not grouped and self.makes_noun(head.end, word.start())
            if not noun and self.heads.at(word.start(), at):
                return True
        return False


@dataclass(frozen=True)
class Joiner:
    """A joiner between two head verbs: the properties that the table ``new_items`` of ``rules.yml``
    asks for."""

    boundaries: ItemBoundaries
    head: HeadVerb
    at: int
    follow: HeadVerb
    joiner: str

    @cached_property
    def inside(self) -> str:
        return self.boundaries.text[self.head.end : self.at]

    @property
    def kind(self) -> str:
        return self.follow.kind

    @property
    def adverb(self) -> bool:
        return self.follow.adverb

    @property
    def content(self) -> bool:
        return self.boundaries.has_content(self.head, self.at, self.comma)

    @property
    def comma(self) -> bool:
        return not pattern("weak_joiner").fullmatch(self.joiner)

    @property
    def verb(self) -> str:
        return self.boundaries.text[self.follow.verb : self.follow.end].lower()

    @property
    def again(self) -> bool:
        """Whether the verb after it also occurs in the item before it."""
        return self.verb in self.inside.lower()

    @property
    def aimed(self) -> bool:
        """Whether the item before it has a purpose clause."""
        return self.within("connectives.purposes")

    @property
    def continues(self) -> bool:
        """Whether "tiếp tục" follows, for the first time after a purpose."""
        purpose = pattern("connectives.purposes").search(self.inside)
        continuing = pattern("continuing")
        before = continuing.search(self.inside, purpose.start() if purpose else 0)
        return bool(continuing.match(self.boundaries.text, self.follow.start)) and not before

    def within(self, name: str) -> bool:
        return bool(pattern(name).search(self.inside))

    def joins(self, name: str) -> bool:
        return bool(pattern(name).search(f"{self.joiner} "))

    def listed(self, key: str) -> bool:
        return self.verb in words("head_verbs", key)

    @property
    def long(self) -> bool:
        return self.boundaries.is_long(self.follow.start, self.boundaries.end)

    @property
    def whole(self) -> bool:
        return self.long and self.boundaries.is_long(self.head.start, self.at)

    @property
    def brief(self) -> bool:
        return not self.boundaries.is_long(self.follow.verb, self.boundaries.end)

    @cached_property
    def work(self) -> bool:
        """Whether the verb before it makes somebody act ("khuyến khích doanh nghiệp đầu tư, …")."""
        return self.boundaries.causes(self.head) and self.boundaries.puts_to_work(
            self.head, self.at
        )
