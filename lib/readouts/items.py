"""Atomic proposals: what one asking, pledging or consenting verb governs, taken apart by its heads.

A proposal starts at its own head verb (with that verb's adverbs) and ends where the next one, or a
new statement, starts. Objects listed under one verb stay together; what a purpose word opens stays
with the proposal it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from readouts.lexicon import alternation, word_list, words
from readouts.model import ITEM_ACTS
from readouts.people import Cast
from readouts.places import find_names
from readouts.statements import Said
from readouts.tokens import edges, tag

# How far from its start a clause's head verb may stand: the addressee is in between.
_ADDRESSEE_MAX = 160
# What may stand before a place's name in an addressee ("khu tự trị dân tộc …").
_PLACE_PREFIX = 20
# Longer than this, in syllables, a clause is an act of its own, no field of cooperation.
_SUBJECT_MATTER_MAX = 6
# A head verb alone, adverbs included, names no object ("mong muốn thúc đẩy.").
_BARE = 4
# How much of a clause the tagger is given: it is quadratic in the length of its input.
_CLAUSE_MAX = 60


@dataclass(frozen=True)
class Proposal:
    """An item's span, with its addressee, the rule that cut it and the head verb as cue."""

    start: int
    end: int
    addressee: str
    rule: str
    cue: str


@dataclass(frozen=True)
class Head:
    """A head verb at ``start`` (its adverbs included); ``verb`` is where the verb itself starts.

    ``kind`` is its list in ``head_verbs.yml``, or ``tagged`` where the tagger found it.
    """

    start: int
    verb: int
    end: int
    kind: str
    adverb: bool


def find_proposals(text: str, said: Said, cast: Cast) -> list[Proposal]:
    """Return the items of one statement, in order; none for acts that put nothing on the table.

    >>> from readouts.model import Statement
    >>> text = "đề nghị Lào tăng cường kết nối đường sắt, đường bộ, tạo thuận lợi thông quan."
    >>> said = Said(Statement(0, 77, "", "", "propose", "đề nghị"), (), 7, len(text), (0, 77))
    >>> [text[p.start:p.end] for p in find_proposals(text, said, Cast((), ()))]
    ['tăng cường kết nối đường sắt, đường bộ', 'tạo thuận lợi thông quan']
    """
    if said.statement.act not in ITEM_ACTS:
        return []
    return list(_Splitter(text, said, cast).proposals())


class _Splitter:
    """What one statement says, being taken apart."""

    def __init__(self, text: str, said: Said, cast: Cast) -> None:
        self.text, self.said, self.cast = text, said, cast
        self.start, self.end = said.start, said.end
        shut = (_BRACKETS, _bound())
        self.closed = [m.span() for p in shut for m in p.finditer(text, self.start, self.end)]

    @cached_property
    def edges(self) -> tuple[frozenset[int], frozenset[int]]:
        first, last = self.said.sentence
        starts, ends = edges(self.text[first:last])
        return frozenset(a + first for a in starts), frozenset(b + first for b in ends)

    def proposals(self) -> Iterator[Proposal]:
        for number, (start, end) in enumerate(self._parts()):
            rule = "first of its statement" if number == 0 else "after a semicolon"
            for proposal in self._clauses(start, end, rule):
                quote = self.text[proposal.start : proposal.end]
                if quote.endswith(proposal.cue) and len(quote.split()) <= _BARE:
                    continue
                if not self._mannerly(quote) and not self._no_act(quote):
                    yield proposal

    def _mannerly(self, quote: str) -> bool:
        """Tell what is courtesy: greetings to pass on, and visits of one's own."""
        invited = _INVITES.match(quote) and re.search(r"(?<!\w)(?:thăm|dự|tham dự)(?!\w)", quote)
        return bool(_courtesy().match(quote) or _visit().match(quote) or invited)

    def _no_act(self, quote: str) -> bool:
        """Tell what names no act: what announces a list, holds something to be so, or (unless it
        is asked of the other side) takes a stand."""
        stands = self.said.statement.act != "propose" and _stance().match(quote)
        stands = stands or _ALWAYS.match(quote)
        return bool(stands or _regard().match(quote) or _announcement().search(quote))

    def _parts(self) -> Iterator[tuple[int, int]]:
        """Cut at semicolons outside brackets and quotation marks."""
        at = self.start
        for stop in re.compile(";").finditer(self.text, self.start, self.end):
            if not self._enclosed(stop.start()):
                yield at, stop.start()
                at = stop.end()
        yield at, self.end

    def _enclosed(self, at: int) -> bool:
        return any(a <= at < b for a, b in self.closed)

    def _clauses(self, start: int, end: int, rule: str) -> Iterator[Proposal]:
        opened = self._open(start, end)
        if opened is None:
            return
        at, head, addressee = opened
        if at < head.start:
            rule = "keeps its own subject or date"
        for cut, follow in self._cuts(head, end):
            yield self._proposal(at, cut, addressee, rule, head)
            at, head, rule = follow.start, follow, "head verb after a joiner"
        yield self._proposal(at, end, addressee, rule, head)

    def _proposal(self, start: int, end: int, addressee: str, rule: str, head: Head) -> Proposal:
        tail = _event_tail().search(self.text, head.end, end)
        stop = _trim(self.text, start, tail.start() if tail else end)
        if head.kind == "tagged":
            rule += "; head verb by the tagger"
        return Proposal(start, stop, addressee, rule, self.text[head.start : head.end])

    def _open(self, start: int, end: int) -> tuple[int, Head, str] | None:
        """Return where a part's first proposal starts, its head verb and whom it addresses."""
        at = _past_openers(self.text, start, end)
        if _purpose().match(self.text, at, end) and not self._asked_for(at):
            return None
        at = _GET.match(self.text, at).end()
        dated = at
        at, date = self._past_circumstance(at, end)
        head = self._head_at(at, end) or self._tagged_at(at, end)
        if head is not None:
            return (dated if date else head.start), head, ""
        found = self._head_behind(at, end)
        if found is None:
            return None
        subject = self.text[at : found.start].strip(" ,")
        bare = _WITH.sub("", subject)
        passive = _PASSIVE.search(self.text, at, found.verb)
        if _event().match(bare) and not passive:
            return None
        if not passive and self._addressed(at, bare):
            return (dated if date else found.start), found, bare
        if self._judged():
            return None
        return (dated if date else at), found, ""

    def _asked_for(self, at: int) -> bool:
        """Tell whether a contribution is what the verb right before it asks ("mong muốn đóng góp
        vào …"), and no purpose."""
        governed = at - self.start <= 1 and bool(self.said.chain)
        return governed and bool(_contribution().match(self.text, at))

    def _judged(self) -> bool:
        """A consent to what somebody else does or is, without a modal, is a judgement."""
        return bool(self.said.chain) and self.said.chain[-1].sense == "agree"

    def _addressed(self, at: int, subject: str) -> bool:
        """Tell whether a subject is the addressee or the speaker's own side, and so left out."""
        if _third_party().match(subject):
            return False
        if _joint_or_group().match(subject):
            return True
        offset = self.text.find(subject, at)
        if self.cast.starting_at(offset):
            return True
        if self._at_table(subject):
            return True
        if _SHARED.search(subject) and subject[:1].islower():
            return True
        names = find_names(subject)
        near = bool(names) and names[0].start <= _PLACE_PREFIX and names[0].kind != "body"
        return near or (bool(_state_body().match(subject)) and (bool(names) or _one_body(subject)))

    def _head_behind(self, at: int, end: int) -> Head | None:
        """Return the first head verb behind a noun phrase that opens a clause."""
        reach = min(end, at + _ADDRESSEE_MAX)
        for word in _WORD_START.finditer(self.text, at + 1, reach):
            if _AIM.match(self.text, word.start()):
                return None
            ends = self._subject_ends(at, word.start())
            head = self._head_at(word.start(), end) or (
                self._tagged_at(word.start(), end) if ends else None
            )
            if head is None or self._makes_noun(at, word.start()):
                continue
            if head.kind != "fields" or head.adverb or ends:
                return head
        return None

    def _makes_noun(self, at: int, stop: int) -> bool:
        return bool(_noun_maker().search(self.text, at, stop))

    def _subject_ends(self, at: int, stop: int) -> bool:
        """Tell whether a subject visibly ends before ``stop``: a joint or group word, a place, a
        body at the table or a person."""
        subject = self.text[at:stop].rstrip()
        named = self.cast.ending_at(at + len(subject))
        if named is not None and named.start >= at:
            return True
        names = find_names(subject)
        ends = bool(names) and names[-1].end == len(subject)
        return ends or self._at_table(subject) or bool(_ends_in_group().search(subject))

    def _at_table(self, subject: str) -> bool:
        """Tell whether a subject is a body at the table, by its kind or as titles name it."""
        known = subject in self.cast.sides or subject in self.cast.bodies
        return known or bool(_kind_of_body().fullmatch(subject))

    def _tagged_at(self, at: int, end: int) -> Head | None:
        """Return the verb the tagger reads at ``at``, behind adverbs, that has an object."""
        stop = _past_adverbs(self.text, at, end)
        if _not_head().match(self.text, stop, end) or _fill_word().match(self.text, stop, end):
            return None
        clause_end = min(end, stop + _CLAUSE_MAX)
        words = [word for word in tag(self.text[stop:clause_end]) if word.tag != "R"]
        if not words or words[0].tag != "V" or self.text[stop + words[0].start].isupper():
            return None
        if _WITH.match(self.text[stop:clause_end]):
            return None
        if len(words) < 2 or words[1].tag in ("CH", "C", "E"):
            return None
        return Head(at, stop + words[0].start, stop + words[0].end, "tagged", stop > at)

    def _cuts(self, head: Head, end: int) -> Iterator[tuple[int, Head]]:
        """Yield where a proposal ends and the head verb of the next one."""
        for joint in _joiners().finditer(self.text, head.end, end):
            if self._enclosed(joint.start()) or joint.start() < head.end:
                continue
            at = _past_openers(self.text, joint.end(), end)
            if _purpose().match(self.text, at, end):
                return
            if _manner().match(self.text, at, end):
                continue
            follow = self._head_at(at, end) or self._after_subject(at, end)
            if follow is None or not self._has_object(follow, end):
                continue
            if _NOMINAL.search(self.text, joint.start(), at):
                continue
            if self._results(follow, end):
                continue
            if _NEED.search(self.text, joint.start(), at) or self._parts_here(
                head, joint.start(), follow, self.text[joint.start() : at]
            ):
                yield joint.start(), follow
                head = follow

    def _results(self, follow: Head, end: int) -> bool:
        """Tell a result from help: ", giúp nâng cao …" helps nobody and stays with the proposal."""
        if self.text[follow.verb : follow.end].lower() not in words("head_verbs", "results"):
            return False
        stop = _joiners().search(self.text, follow.end + 1, end)
        if _FOR.search(self.text, follow.end, stop.start() if stop else end):
            return False
        return self._verb_at(follow.end + 1, end, ("acts", "either")) is not None

    def _after_subject(self, at: int, end: int) -> Head | None:
        """Return the head right behind a joint or country's name that opens the next clause."""
        subject = _joint().match(self.text, at, end)
        stop = subject.end() if subject else 0
        names = find_names(self.text[at : min(end, at + 40)])
        listed = self._ends_in_place(at)
        if names and names[0].start == 0 and names[0].kind != "body" and not listed:
            stop = at + names[0].end
        if stop <= at or self.text[stop : stop + 1] != " ":
            return None
        follow = _filler().match(self.text, stop, end)
        head = self._head_at(follow.end() if follow else stop + 1, end)
        return None if head and _purpose().match(self.text, head.start, end) else head

    def _ends_in_place(self, at: int) -> bool:
        """Tell whether a place's name stands right before ``at``: the next one only goes on."""
        before = self.text[max(self.start, at - 40) : at].rstrip(" ,")
        names = find_names(before)
        return bool(names) and names[-1].end == len(before)

    def _parts_here(self, head: Head, at: int, follow: Head, joiner: str) -> bool:
        """Decide whether a head verb after a joiner starts a proposal of its own."""
        inside = self.text[head.end : at]
        comma = not _WEAK_JOINER.fullmatch(joiner)
        if not self._has_content(head, at, comma):
            return False
        if _FOREMOST.search(joiner) and (follow.kind == "acts" or follow.adverb):
            return True
        if _REOPENS.search(joiner):
            named = follow.kind == "acts" or follow.adverb or bool(_NOMINAL.search(joiner))
            return named or not _PART.search(joiner + " ")
        purpose = _purpose().search(inside)
        if purpose:
            anew = _GOES_ON.match(self.text, follow.start) is not None
            return comma and anew and not _GOES_ON.search(inside, purpose.start())
        if follow.kind != "acts" and self.text[follow.verb : follow.end] in inside:
            return False
        verb = self.text[follow.verb : follow.end].lower()
        steering = self._steers(follow)
        if self._causes(head) and self._puts_to_work(head, at):
            goes_on = _GOES_ON.match(self.text, follow.start)
            if goes_on or verb in words("head_verbs", "granting"):
                return True
            resumes = verb in words("head_verbs", "resuming")
            return comma and (resumes or bool(_STRONG_JOINER.search(joiner)))
        if comma and not (follow.adverb or steering) and _IN_DOING.search(inside):
            return False
        exemplified = bool(_example().search(inside)) or self._names_a_part(head.end, at)
        if follow.kind == "fields":
            if exemplified or _field_noun().search(inside):
                return False
            whole = self._is_long(head.start, at) and self._is_long(follow.start, self.end)
            return follow.adverb or (comma and whole and not _ABOUT.search(inside))
        if exemplified:
            return steering
        if follow.kind == "either" and not follow.adverb and _FIELDS_OPEN.search(inside):
            return False
        if _field_list().search(inside):
            return steering or (follow.kind == "acts" and follow.adverb)
        if _field_noun().search(inside) and follow.kind == "either":
            return steering
        if follow.adverb or steering or verb in words("head_verbs", "granting"):
            return True
        if verb in words("head_verbs", "subject_matters"):
            brief = not self._is_long(follow.verb, self.end)
            about = bool(_ABOUT.search(inside))
            return not (brief and about) if comma else not (brief or about)
        return comma or follow.kind == "acts" or self._is_long(follow.start, self.end)

    def _causes(self, head: Head) -> bool:
        """Tell a verb that puts somebody to work; "thúc đẩy" does where a group follows it."""
        groups = _pushed().match(self.text, head.verb)
        return bool(groups or _causative().match(self.text, head.verb))

    def _steers(self, head: Head) -> bool:
        return self.text[head.verb : head.end].lower() in words("head_verbs", "steering")

    def _names_a_part(self, start: int, end: int) -> bool:
        """Tell whether "trong đó có" opens a list of acts named as fields ("… có hợp tác …")."""
        part = _PART.search(self.text, start, end)
        return bool(part) and self._verb_at(part.end(), end, ("either", "fields")) is not None

    def _syllables(self, start: int, end: int) -> int:
        """Count the syllables of a clause from ``start`` to its next joiner or purpose."""
        joints = _joiners().finditer(self.text, start, end)
        stops = [next((j for j in joints if not self._enclosed(j.start())), None)]
        stops += [mark.search(self.text, start, end) for mark in (_purpose(), _STOP)]
        return len(self.text[start : min([s.start() for s in stops if s], default=end)].split())

    def _is_long(self, start: int, end: int) -> bool:
        return self._syllables(start, end) > _SUBJECT_MATTER_MAX

    def _has_content(self, head: Head, at: int, comma: bool) -> bool:
        """Tell whether a head verb has an object of its own before ``at``."""
        start, joined = head.end, _idle()
        while True:
            idle = joined.match(self.text, start, at)
            several = bool(idle) and idle.group().strip() != ""
            start = idle.end() if idle else start
            joined = _joined_verb() if comma else _idle()
            kinds = ("acts",) if comma else ("acts", "either")
            verb = self._verb_at(start, at, kinds + (("fields",) if several else ()))
            if verb is None:
                return bool(_CONTENT.search(self.text, start, at))
            start = verb[0]

    def _puts_to_work(self, head: Head, at: int) -> bool:
        """Tell whether a causative head governs somebody's verb ("giúp Lào đào tạo")."""
        if self._names_worker(head, at):
            return True
        for word in _WORD_START.finditer(self.text, head.end + 1, at):
            if word.start() == head.end + 1:
                continue
            if self._head_at(word.start(), at) and not self._makes_noun(head.end, word.start()):
                return True
        return False

    def _names_worker(self, head: Head, at: int) -> bool:
        """Tell whether a side stands right behind a head verb, and something it does behind it."""
        names = find_names(self.text[head.end : at])
        if not names or names[0].start != 1 or names[0].kind == "body":
            return False
        stop = head.end + names[0].end
        return bool(_WORD_START.match(self.text, stop + 1)) and not (
            _preposition().match(self.text, stop + 1) or _joiner_word().match(self.text, stop + 1)
        )

    def _head_at(self, at: int, end: int) -> Head | None:
        """Return the head verb of the lexicon that starts at ``at``, its adverbs taken in."""
        if _not_head().match(self.text, at, end) or not self._may_be_verb(at):
            return None
        stop = _past_adverbs(self.text, at, end)
        verb = self._verb_at(stop, end, ("acts", "either", "fields"))
        if verb is not None and not _not_head().match(self.text, stop, end):
            return Head(at, stop, verb[0], verb[1], stop > at)
        # "phối hợp", "tập trung", "nỗ lực" are heads themselves where no other verb follows.
        for word in reversed(list(_WORD_START.finditer(self.text, at, stop))):
            verb = self._verb_at(word.start(), end, ("acts", "either"))
            if verb is not None:
                return Head(at, word.start(), verb[0], verb[1], word.start() > at)
        return self._tagged_at(at, end) if stop > at else None

    def _verb_at(self, at: int, end: int, kinds: tuple[str, ...]) -> tuple[int, str] | None:
        found = [(v.end(), kind) for kind in kinds if (v := _heads(kind).match(self.text, at, end))]
        if not found:
            return None
        longest = max(found, key=lambda verb: verb[0])
        several = " " in self.text[at : longest[0]]
        return longest if several or self._starts_word(at) else None

    def _starts_word(self, start: int) -> bool:
        """One syllable is a verb only where the segmenter starts a word ("cử", not "đề cử")."""
        return start in self.edges[0]

    def _may_be_verb(self, at: int) -> bool:
        """A capital in mid-sentence opens a name, not a verb."""
        before = self.text[max(0, at - 2) : at].strip(' "\n')
        return not self.text[at : at + 1].isupper() or not before or before[-1] in ".:-)"

    def _has_object(self, head: Head, end: int) -> bool:
        """Tell whether an object follows a head verb, at once or behind the verbs joined to it."""
        idle = _idle().match(self.text, head.end, end)
        at = idle.end() if idle else head.end
        if at >= end or self.text[at] in ",;.…":
            follow = self._head_at(_past_openers(self.text, at, end), end) if at < end else None
            if follow is None or follow.start <= head.start:
                return False
            listed = head.kind != "acts" and self._steers(follow)
            return not listed and self._has_object(follow, end)
        return head.kind == "acts" or not _preposition().match(self.text, at, end)

    def _past_circumstance(self, at: int, end: int) -> tuple[int, bool]:
        """Skip "trong thời gian tới, " and its like; tell whether it holds a date."""
        opener = _circumstance().match(self.text, at, end)
        comma = self.text.find(",", at, end) if opener else -1
        if comma > 0:
            follow = _past_openers(self.text, comma + 1, end)
            if self._head_at(follow, end) or self._head_behind(follow, end):
                return follow, bool(re.search(r"\d", self.text[at:comma]))
        return at, False


def _one_body(subject: str) -> bool:
    """Tell a ministry or department by name ("Bộ Tài chính"), and nothing more."""
    return bool(_MINISTRY.fullmatch(subject))


def _past_adverbs(text: str, at: int, end: int) -> int:
    while True:
        adverb = _adverb().match(text, at, end)
        if adverb is None:
            return at
        at = adverb.end()


def _past_openers(text: str, start: int, end: int) -> int:
    at = start
    while True:
        match = _openers().match(text, at, end)
        if match is None or match.end() == at:
            return at
        at = match.end()


def _trim(text: str, start: int, end: int) -> int:
    """Return ``end`` without closing punctuation and the openers of what follows."""
    while True:
        stop = end
        while stop > start and _closing(text, start, stop):
            stop -= 1
        opener = _trailing_opener().search(text, max(start, stop - 40), stop)
        if opener and opener.start() > start:
            stop = opener.start()
        if stop == end:
            return stop
        end = stop


def _closing(text: str, start: int, stop: int) -> bool:
    if text[stop - 1] == '"':
        return text.count('"', start, stop) % 2 == 1
    return text[stop - 1] in " ,;:.…'"


_CONTENT = re.compile(r"\w")
_WORD_START = re.compile(r"(?<!\w)\w")
# A common noun of both sides ("ngân hàng hai nước") is an addressee.
_SHARED = re.compile(r"(?:hai nước|hai bên|hai tỉnh|hai địa phương|liên quan)$")
_NOMINAL = re.compile(r"(?<!\w)việc(?!\w)")
# A clause that says what something is about lists subject matters.
_ABOUT = re.compile(r"(?<!\w)(?:về|trong|trên|việc)(?!\w)")
_NEED = re.compile(r"(?<!\w)cần(?!\w)")
_WITH = re.compile(r"^(?:cùng với|cùng|với|được|để|cho) ")
_PASSIVE = re.compile(r"(?<=\w )được(?!\w)")
# "và" alone may join objects; a comma or "đồng thời" parts proposals.
_WEAK_JOINER = re.compile(r" *(?:và|hay|hoặc) *")
# These go on with the list even behind what a purpose word opened.
_REOPENS = re.compile(r"(?<!\w)(?:đồng thời|trong đó|ngoài ra|bên cạnh đó)(?!\w)")
# Work in which something is done goes on over a comma ("phối hợp trong việc tổ chức …, đào tạo …").
_IN_DOING = re.compile(r"trong (?:việc|quá trình) ")
_ALWAYS = re.compile(r"luôn(?: luôn)? ", re.IGNORECASE)
# A list of fields that is under way ("hợp tác về giáo dục, y tế, | bảo vệ môi trường").
_FIELDS_OPEN = re.compile(r"(?<!\w)(?:(?:hợp tác|về) [^,]*,|kinh nghiệm )")
_MINISTRY = re.compile(r"(?:Bộ|Sở|Ban|Văn phòng|Đại sứ quán)(?: \w+)+")
_FOR = re.compile(r" cho ")
# Behind these stands what an act is for, not the act.
_AIM = re.compile(r"(?:để|nhằm) ")
_GET = re.compile(r"(?:được )?")
_INVITES = re.compile(r"(?:trân trọng |ngỏ ý |ngỏ lời )?mời(?!\w)", re.IGNORECASE)
_FOREMOST = re.compile(r"nhất là|đặc biệt là|trước mắt là|trước hết là")
_PART = re.compile(r"trong đó có ")
_STOP = re.compile(r"[;.]")
_GOES_ON = re.compile(r"tiếp tục(?!\w)")
_STRONG_JOINER = re.compile(r"đồng thời|cũng như|ngoài ra|bên cạnh đó")
_BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"")


@cache
def _heads(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", kind)), re.IGNORECASE)


@cache
def _adverb() -> re.Pattern[str]:
    listed = words("connectives", "adverbs") + words("connectives", "negations")
    return re.compile(alternation(listed) + " +", re.IGNORECASE)


@cache
def _not_head() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "not_heads")), re.IGNORECASE)


@cache
def _after_head() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "after_head")), re.IGNORECASE)


@cache
def _idle() -> re.Pattern[str]:
    """Adverbs behind a verb and plain joiners: no object."""
    idle = (*words("head_verbs", "after_head"), *words("connectives", "joiners"), "việc")
    listed = alternation(idle)
    return re.compile(
        rf"(?:[ ,]+|{listed}|{alternation(words('connectives', 'adverbs'))})*", re.IGNORECASE
    )


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "prepositions")), re.IGNORECASE)


@cache
def _field_list() -> re.Pattern[str]:
    listed = alternation(words("connectives", "field_lists"))
    return re.compile(rf"{listed}(?! (?:này|đó|trên|khác|mà|có|hai|cùng|còn)\b)", re.IGNORECASE)


@cache
def _kind_of_body() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "kinds_of_body")), re.IGNORECASE)


@cache
def _joined_verb() -> re.Pattern[str]:
    """Plain joiners and adverbs between verbs; what describes an object is no joiner."""
    listed = alternation(
        (*words("connectives", "joiners"), *words("connectives", "adverbs"), "việc")
    )
    return re.compile(rf"(?:[ ,]+|{listed})*", re.IGNORECASE)


@cache
def _visit() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "visits")), re.IGNORECASE)


@cache
def _courtesy() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "courtesies")), re.IGNORECASE)


@cache
def _announcement() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "announcements")) + "[ :]*$", re.IGNORECASE)


@cache
def _stance() -> re.Pattern[str]:
    adverbs = alternation(words("connectives", "adverbs"))
    return re.compile(
        rf"(?:{adverbs} +)*{alternation(words('head_verbs', 'stances'))}", re.IGNORECASE
    )


@cache
def _regard() -> re.Pattern[str]:
    adverbs = alternation(words("connectives", "adverbs"))
    listed = alternation(words("head_verbs", "regards"))
    return re.compile(rf"(?:{adverbs} +)*{listed} [^,;]*(?<!\w)là(?!\w)", re.IGNORECASE)


@cache
def _bound() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "bound")), re.IGNORECASE)


@cache
def _causative() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "causatives")), re.IGNORECASE)


@cache
def _pushed() -> re.Pattern[str]:
    verbs = alternation(words("connectives", "pushes"))
    named = (*words("speakers", "groups", "kinds_of_body"), *words("connectives", "workers"))
    groups = alternation(named)
    return re.compile(rf"{verbs} {groups}", re.IGNORECASE)


@cache
def _purpose() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "purposes")), re.IGNORECASE)


@cache
def _contribution() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "contributions")), re.IGNORECASE)


@cache
def _manner() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "manners")), re.IGNORECASE)


@cache
def _field_noun() -> re.Pattern[str]:
    listed = alternation(words("connectives", "field_nouns"))
    return re.compile(rf"{listed}(?! (?:này|đó|trên|khác)\b)", re.IGNORECASE)


@cache
def _example() -> re.Pattern[str]:
    listed = alternation(words("connectives", "examples"))
    return re.compile(rf"(?<!cũng )(?<!hầu )(?<!dường ){listed}", re.IGNORECASE)


@cache
def _openers() -> re.Pattern[str]:
    listed = alternation(words("connectives", "openers", "joiners", "fillers"))
    return re.compile(rf"[ ,:\"]+|(?:{listed}|\(?\d{{1,2}}[.)/]|[-+•*])[ ,:]*", re.IGNORECASE)


@cache
def _trailing_opener() -> re.Pattern[str]:
    listed = alternation(words("connectives", "openers", "joiners"))
    return re.compile(rf"[ ,]*{listed}$", re.IGNORECASE)


@cache
def _joiners() -> re.Pattern[str]:
    listed = alternation(words("connectives", "openers", "joiners"))
    return re.compile(rf"(?:…|\.\.\.|,|:) *| (?={listed})", re.IGNORECASE)


@cache
def _circumstance() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "circumstances")), re.IGNORECASE)


@cache
def _noun_maker() -> re.Pattern[str]:
    """Words right before a verb that make it a noun or part of one."""
    listed = alternation(words("connectives", "noun_makers"))
    return re.compile(rf"{listed} *$", re.IGNORECASE)


@cache
def _event() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "events")), re.IGNORECASE)


@cache
def _joiner_word() -> re.Pattern[str]:
    listed = (*words("connectives", "joiners"), *words("connectives", "purposes"), "với", "về")
    return re.compile(alternation(listed), re.IGNORECASE)


@cache
def _joint_or_group() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "joint", "groups")), re.IGNORECASE)


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(rf" +(?:{alternation(words('connectives', 'fillers'))} +)*", re.IGNORECASE)


@cache
def _fill_word() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "fillers")), re.IGNORECASE)


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "joint")), re.IGNORECASE)


@cache
def _third_party() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "third_parties")), re.IGNORECASE)


@cache
def _ends_in_group() -> re.Pattern[str]:
    listed = alternation(words("speakers", "joint", "groups"))
    return re.compile(rf"{listed}(?: liên quan| hai nước| hai bên)*$", re.IGNORECASE)


@cache
def _state_body() -> re.Pattern[str]:
    return re.compile(alternation(word_list("bodies")["openers"]["state"]), re.IGNORECASE)


@cache
def _event_tail() -> re.Pattern[str]:
    """ "… trong buổi tiếp X", ", theo Y": where and by whom it was said, not what."""
    met = alternation(words("meeting", "events"))
    asides = alternation(words("connectives", "asides"))
    return re.compile(
        rf",? (?:trong|tại|nhân) (?:buổi|cuộc) {met}|, {asides}"
        rf"|, theo (?=[A-ZĐ]|[a-z]+\.|(?:ông|bà|thông cáo|thông báo|tin) )"
    )
