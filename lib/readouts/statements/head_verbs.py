"""Head verbs: verbs at which a proposal may start, by the lexicon first and then the tagger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from readouts.language.patterns import pattern
from readouts.language.words import edges, tag

# How much of a clause the tagger is given: it is quadratic in the length of its input.
_CLAUSE_MAX = 60
WORD_START = re.compile(r"(?<!\w)\w")


@dataclass(frozen=True)
class HeadVerb:
    """A head verb at ``start`` (its adverbs included); ``verb`` is where the verb itself starts.

    ``kind`` is its list in ``head_verbs.yml``, or ``tagged`` where the tagger found it.
    """

    start: int
    verb: int
    end: int
    kind: str
    adverb: bool


class HeadVerbFinder:
    """The head verbs of a sentence, looked up by offset.

    >>> text = "hai bên tiếp tục mở rộng hợp tác"
    >>> head = HeadVerbFinder(text, (0, len(text))).at(8, len(text))
    >>> text[head.start : head.end], text[head.verb : head.end], head.kind
    ('tiếp tục mở rộng', 'mở rộng', 'acts')
    """

    def __init__(self, text: str, sentence: tuple[int, int]) -> None:
        self.text, self.sentence = text, sentence

    @cached_property
    def _edges(self) -> tuple[frozenset[int], frozenset[int]]:
        first, last = self.sentence
        starts, ends = edges(self.text[first:last])
        return frozenset(a + first for a in starts), frozenset(b + first for b in ends)

    def at(self, at: int, end: int) -> HeadVerb | None:
        """Return the head verb of the lexicon that starts at ``at``, with its adverbs."""
        if pattern("head_verbs.not_heads").match(self.text, at, end) or not self._may_be_verb(at):
            return None
        stop = past_adverbs(self.text, at, end)
        verb = self.verb(stop, end, ("acts", "either", "fields"))
        if verb is not None and not pattern("head_verbs.not_heads").match(self.text, stop, end):
            return HeadVerb(at, stop, verb[0], verb[1], stop > at)
        # "phối hợp", "tập trung", "nỗ lực" are heads themselves where no other verb follows.
        for word in reversed(list(WORD_START.finditer(self.text, at, stop))):
            verb = self.verb(word.start(), end, ("acts", "either"))
            if verb is not None:
                return HeadVerb(at, word.start(), verb[0], verb[1], word.start() > at)
        return self.tagged(at, end) if stop > at else None

    def tagged(self, at: int, end: int) -> HeadVerb | None:
        """Return the verb with an object that the tagger finds at ``at``, after adverbs."""
        stop = past_adverbs(self.text, at, end)
        if pattern("head_verbs.not_heads").match(self.text, stop, end) or pattern(
            "connectives.fillers"
        ).match(self.text, stop, end):
            return None
        clause_end = min(end, stop + _CLAUSE_MAX)
        tagged = [word for word in tag(self.text[stop:clause_end]) if word.tag != "R"]
        if not tagged or tagged[0].tag != "V" or self.text[stop + tagged[0].start].isupper():
            return None
        if pattern("goes_with").match(self.text[stop:clause_end]):
            return None
        if len(tagged) < 2 or tagged[1].tag in ("CH", "C", "E"):
            return None
        return HeadVerb(at, stop + tagged[0].start, stop + tagged[0].end, "tagged", stop > at)

    def verb(self, at: int, end: int, kinds: tuple[str, ...]) -> tuple[int, str] | None:
        """Return where the longest listed verb at ``at`` ends, and its list; ``None`` for none."""
        found = [
            (v.end(), kind)
            for kind in kinds
            if (v := pattern(f"head_verbs.{kind}").match(self.text, at, end))
        ]
        if not found:
            return None
        longest = max(found, key=lambda verb: verb[0])
        several = " " in self.text[at : longest[0]]
        return longest if several or self._starts_word(at) else None

    def has_object(self, head: HeadVerb, end: int) -> bool:
        """Return whether an object follows a head verb, directly or after joined verbs."""
        joined = pattern("idle").match(self.text, head.end, end)
        at = joined.end() if joined else head.end
        if at >= end or self.text[at] in ",;.…":
            return False
        return head.kind == "acts" or not pattern("connectives.prepositions").match(
            self.text, at, end
        )

    def _starts_word(self, start: int) -> bool:
        """One syllable is a verb only where the segmenter starts a word ("cử", not "đề cử")."""
        return start in self._edges[0]

    def _may_be_verb(self, at: int) -> bool:
        """A capital in mid-sentence opens a name, not a verb."""
        before = self.text[max(0, at - 2) : at].strip(' "\n')
        return not self.text[at : at + 1].isupper() or not before or before[-1] in ".:-)"


def past_adverbs(text: str, at: int, end: int) -> int:
    """Return where the adverbs at ``at`` end.

    >>> past_adverbs("tiếp tục tích cực mở rộng", 0, 25)
    18
    """
    while True:
        adverb = pattern("adverbs_of_act").match(text, at, end)
        if adverb is None:
            return at
        at = adverb.end()


def past_openers(text: str, start: int, end: int) -> int:
    """Return where the openers, joiners and fillers at ``start`` end.

    >>> past_openers("; đồng thời cần mở rộng", 1, 23)
    16
    """
    at = start
    while True:
        match = pattern("openers").match(text, at, end)
        if match is None or match.end() == at:
            return at
        at = match.end()
