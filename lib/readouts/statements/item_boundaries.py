"""Whether a head verb behind a comma or "và" starts a proposal of its own.

It does where what stands before it is whole; not in a list of fields or examples, behind a purpose,
or where somebody put to work does it.
"""

from __future__ import annotations

import re
from functools import cache

from readouts.entities.places import find_names
from readouts.language.lexicon import alternation, words
from readouts.language.patterns import pattern
from readouts.statements.head_verbs import WORD_START, HeadVerb, HeadVerbFinder, idle

# Longer than this, in syllables, a clause is an act of its own, no field of cooperation.
_SUBJECT_MATTER_MAX = 6
_BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"")
_CONTENT = re.compile(r"\w")
_STOP = re.compile(r"[;.]")


class Parting:
    """What one statement says, from ``start`` to ``end``, as its joiners part it.

    >>> text = "giảm thuế, phí và mở kho hàng"
    >>> heads = HeadVerbFinder(text, (0, len(text)))
    >>> parting = Parting(text, heads, 0, len(text))
    >>> parting.parts(heads.at(0, 29), 14, heads.at(18, 29), " và ")
    True
    """

    def __init__(self, text: str, heads: HeadVerbFinder, start: int, end: int) -> None:
        self.text, self.heads, self.end = text, heads, end
        shut = (_BRACKETS, pattern("head_verbs.bound"))
        self.closed = [m.span() for p in shut for m in p.finditer(text, start, end)]

    def enclosed(self, at: int) -> bool:
        """Tell whether a place is in brackets, quotation marks or one verb written with a comma."""
        return any(a <= at < b for a, b in self.closed)

    def makes_noun(self, at: int, stop: int) -> bool:
        """Tell whether the words right before ``stop`` make a noun of a verb there."""
        return bool(pattern("noun_maker").search(self.text, at, stop))

    def parts(self, head: HeadVerb, at: int, follow: HeadVerb, joiner: str) -> bool:
        """Decide whether a head verb after a joiner at ``at`` starts a proposal of its own."""
        inside = self.text[head.end : at]
        comma = not pattern("weak_joiner").fullmatch(joiner)
        if not self._has_content(head, at, comma):
            return False
        if pattern("foremost").search(joiner) and (follow.kind == "acts" or follow.adverb):
            return True
        if pattern("reopens_list").search(joiner):
            named = (
                follow.kind == "acts" or follow.adverb or bool(pattern("nominal").search(joiner))
            )
            return named or not pattern("among_them").search(joiner + " ")
        aim = pattern("connectives.purposes").search(inside)
        if aim:
            anew = pattern("continuing").match(self.text, follow.start) is not None
            return comma and anew and not pattern("continuing").search(inside, aim.start())
        if follow.kind != "acts" and self._verb_of(follow) in inside.lower():
            return False
        if self._causes(head) and self._puts_to_work(head, at):
            return self._leaves_work(follow, joiner, comma)
        return self._leaves_fields(head, at, follow, comma)

    def _leaves_work(self, follow: HeadVerb, joiner: str, comma: bool) -> bool:
        """Decide behind somebody's work ("khuyến khích doanh nghiệp đầu tư, | tăng cường …")."""
        verb = self._verb_of(follow)
        if pattern("continuing").match(self.text, follow.start) or verb in words(
            "head_verbs", "granting"
        ):
            return True
        resumes = verb in words("head_verbs", "resuming")
        return comma and (resumes or bool(pattern("strong_joiner").search(joiner)))

    def _leaves_fields(self, head: HeadVerb, at: int, follow: HeadVerb, comma: bool) -> bool:
        """Decide behind what may be a list of fields, of examples or of work under way."""
        inside = self.text[head.end : at]
        steers = self._verb_of(follow) in words("head_verbs", "steering")
        if comma and not (follow.adverb or steers) and pattern("in_doing").search(inside):
            return False
        exemplified = bool(pattern("example").search(inside)) or self._names_a_part(head.end, at)
        if follow.kind == "fields":
            if exemplified or pattern("field_noun").search(inside):
                return False
            whole = self._is_long(head.start, at) and self._is_long(follow.start, self.end)
            return follow.adverb or (comma and whole and not pattern("about").search(inside))
        if exemplified:
            return steers
        if follow.kind == "either" and not follow.adverb and pattern("opens_fields").search(inside):
            return False
        if pattern("field_list").search(inside):
            return steers or (follow.kind == "acts" and follow.adverb)
        if pattern("field_noun").search(inside) and follow.kind == "either":
            return steers
        if self._goes_on_describing(head, at, follow):
            return False
        return follow.adverb or steers or self._stands_alone(follow, inside, comma)

    def _goes_on_describing(self, head: HeadVerb, at: int, follow: HeadVerb) -> bool:
        """Tell whether a short verb goes on describing a noun ("dự án trồng chè, nuôi cá")."""
        if follow.adverb or self._is_long(follow.start, self.end):
            return False
        nouns = list(pattern("described_by_verb").finditer(self.text, head.end, at))
        if not nouns or "," in self.text[nouns[-1].end() : at]:
            return False
        return self.heads.verb(nouns[-1].end(), at, ("acts", "either", "fields")) is not None

    def _stands_alone(self, follow: HeadVerb, inside: str, comma: bool) -> bool:
        verb = self._verb_of(follow)
        if verb in words("head_verbs", "granting"):
            return True
        if verb in words("head_verbs", "subject_matters"):
            brief = not self._is_long(follow.verb, self.end)
            about = bool(pattern("about").search(inside))
            return not (brief and about) if comma else not (brief or about)
        return comma or follow.kind == "acts" or self._is_long(follow.start, self.end)

    def _verb_of(self, head: HeadVerb) -> str:
        return self.text[head.verb : head.end].lower()

    def _causes(self, head: HeadVerb) -> bool:
        """Tell a verb that puts somebody to work, itself or by the one right behind it ("quan tâm
        chỉ đạo"); "thúc đẩy" does where a group follows it."""
        groups = pattern("pushes_somebody").match(self.text, head.verb)
        behind = pattern("connectives.causatives").match(self.text, head.end + 1)
        return bool(
            groups or behind or pattern("connectives.causatives").match(self.text, head.verb)
        )

    def _names_a_part(self, start: int, end: int) -> bool:
        """Tell whether "trong đó có" opens a list of acts named as fields ("… có hợp tác …")."""
        part = pattern("among_them").search(self.text, start, end)
        return bool(part) and self.heads.verb(part.end(), end, ("either", "fields")) is not None

    def _syllables(self, start: int, end: int) -> int:
        """Count the syllables of a clause from ``start`` to its next joiner or purpose."""
        joints = pattern("joiner").finditer(self.text, start, end)
        stops = [next((j for j in joints if not self.enclosed(j.start())), None)]
        stops += [
            mark.search(self.text, start, end) for mark in (pattern("connectives.purposes"), _STOP)
        ]
        return len(self.text[start : min([s.start() for s in stops if s], default=end)].split())

    def _is_long(self, start: int, end: int) -> bool:
        return self._syllables(start, end) > _SUBJECT_MATTER_MAX

    def _has_content(self, head: HeadVerb, at: int, comma: bool) -> bool:
        """Tell whether a head verb has an object of its own before ``at``."""
        start, joined = head.end, idle()
        while True:
            passed = joined.match(self.text, start, at)
            several = bool(passed) and passed.group().strip() != ""
            start = passed.end() if passed else start
            joined = _joined_verb() if comma else idle()
            kinds = ("acts",) if comma else ("acts", "either")
            verb = self.heads.verb(start, at, kinds + (("fields",) if several else ()))
            if verb is None:
                return bool(_CONTENT.search(self.text, start, at))
            start = verb[0]

    def _puts_to_work(self, head: HeadVerb, at: int) -> bool:
        """Tell whether a causative head governs somebody's verb ("giúp Lào đào tạo")."""
        if self._names_worker(head, at):
            return True
        for word in WORD_START.finditer(self.text, head.end + 1, at):
            if word.start() == head.end + 1:
                continue
            grouped = pattern("group_before").search(self.text, head.end, word.start())
            noun = not grouped and self.makes_noun(head.end, word.start())
            if not noun and self.heads.at(word.start(), at):
                return True
        return False

    def _names_worker(self, head: HeadVerb, at: int) -> bool:
        """Tell whether a side stands right behind a head verb, and something it does behind it."""
        names = find_names(self.text[head.end : at])
        if not names or names[0].start != 1 or names[0].kind == "body":
            return False
        stop = head.end + names[0].end
        return bool(WORD_START.match(self.text, stop + 1)) and not (
            pattern("connectives.prepositions").match(self.text, stop + 1)
            or _joiner_word().match(self.text, stop + 1)
        )


@cache
def _joined_verb() -> re.Pattern[str]:
    """Plain joiners and adverbs between verbs; what describes an object is no joiner."""
    listed = alternation(
        (*words("connectives", "joiners"), *words("connectives", "adverbs"), "việc")
    )
    return re.compile(rf"(?:[ ,]+|{listed})*", re.IGNORECASE)


@cache
def _joiner_word() -> re.Pattern[str]:
    listed = (*words("connectives", "joiners"), *words("connectives", "purposes"), "với", "về")
    return re.compile(alternation(listed), re.IGNORECASE)
