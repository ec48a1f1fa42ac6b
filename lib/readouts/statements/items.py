"""Items: the atomic proposals of one statement.

An item starts at its own head verb, with that verb's adverbs, and ends where the next item or
statement starts. Objects listed under one verb stay in one item; a purpose clause belongs to the
item before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.entities.document import Document
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.learning.evidence import ItemSpan
from readouts.model import ITEM_ACTS
from readouts.statements.head_verbs import WORD_START, HeadVerb, HeadVerbFinder, past_openers
from readouts.statements.item_boundaries import ItemBoundaries
from readouts.statements.statement_spans import StatementSpan

# How far from its start a clause's head verb may stand: the addressee is in between.
_ADDRESSEE_MAX = 160
# What may stand before a place's name in an addressee ("khu tự trị dân tộc …").
_PLACE_PREFIX = 20
# A head verb alone, adverbs included, names no object ("mong muốn thúc đẩy.").
_BARE = 4
# The mark of a list's line, as it stands within a sentence ("Lào: (a) mở …; (b) giảm …").
_MARK = r"\(?\b(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)/] *"
_MARK_BEFORE = re.compile(_MARK)
_BEHIND_ADDRESSEE = re.compile(rf" *[:(].*|[ ,-]*{_MARK}$|[ ,-]+$")


def find_proposals(document: Document, span: StatementSpan) -> list[ItemSpan]:
    """Return the items of one statement, in order; none if its act has no items.

    >>> from readouts.entities.document import one_sentence
    >>> from readouts.model import Statement
    >>> text = "đề nghị Lào tăng cường kết nối đường sắt, đường bộ, tạo thuận lợi thông quan."
    >>> asked = Statement(0, 77, "", "", "propose", "đề nghị")
    >>> span = StatementSpan(asked, (), 7, len(text), (0, 77))
    >>> [text[item.start:item.end] for item in find_proposals(one_sentence(text), span)]
    ['tăng cường kết nối đường sắt, đường bộ', 'tạo thuận lợi thông quan']
    """
    if span.statement.act not in ITEM_ACTS:
        return []
    return list(_Splitter(document, span).proposals())


class _Splitter:
    """Splits the content of one statement into items."""

    def __init__(self, document: Document, span: StatementSpan) -> None:
        self.text, self.people, self.places = document.text, document.people, document.places
        self.span, self.addressee = span, ""
        self.start, self.end = span.start, span.end
        self.heads = HeadVerbFinder(self.text, span.sentence)
        self.boundaries = ItemBoundaries(self.text, self.heads, self.places, self.start, self.end)

    def proposals(self) -> Iterator[ItemSpan]:
        for number, (start, end) in enumerate(self._parts()):
            rule = "first of its statement" if number == 0 else "after a semicolon"
            for proposal in self._clauses(start, end, rule):
                quote = self.text[proposal.start : proposal.end]
                if quote.endswith(proposal.cue) and len(quote.split()) <= _BARE:
                    continue
                if not self._courtesy(quote) and not self._no_act(quote):
                    yield proposal

    def _courtesy(self, quote: str) -> bool:
        """Return whether it is courtesy: greetings to pass on, or the speaker's own visits."""
        return bool(pattern("head_verbs.courtesies|head_verbs.visits").match(quote))

    def _no_act(self, quote: str) -> bool:
        """Return whether it names no next act: a standing policy, a regard ("coi … là") or, unless
        the other side is asked for it, a position."""
        position = self.span.statement.act != "propose" and pattern("stance").match(quote)
        return bool(position or pattern("always").match(quote) or pattern("regard").match(quote))

    def _parts(self) -> Iterator[tuple[int, int]]:
        """Yield the parts between semicolons, and after the announcement of a list, except in
        brackets and quotation marks."""
        at = self.start
        for stop in pattern("part_end").finditer(self.text, self.start, self.end):
            if not self.boundaries.enclosed(stop.end() - 1):
                yield at, stop.end() - 1
                at = stop.end()
        yield at, self.end

    def _clauses(self, start: int, end: int, rule: str) -> Iterator[ItemSpan]:
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

    def _proposal(
        self, start: int, end: int, addressee: str, rule: str, head: HeadVerb
    ) -> ItemSpan:
        tail = pattern("where_it_was_said").search(self.text, head.end, end)
        stop = _trim(self.text, start, tail.start() if tail else end)
        if head.kind == "tagged":
            rule += "; head verb by the tagger"
        return ItemSpan(start, stop, addressee, rule, self.text[head.start : head.end])

    def _open(self, start: int, end: int) -> tuple[int, HeadVerb, str] | None:
        """Return where the first item of a part starts, its head verb and its addressee: if it
        names none, that of the part before it."""
        at = past_openers(self.text, start, end)
        mark = _MARK_BEFORE.match(self.text, at, end)
        at = mark.end() if mark else at
        if pattern("connectives.purposes").match(self.text, at, end) and not self._asked_for(at):
            return None
        at = pattern("get").match(self.text, at).end()
        dated = at
        at, date = self._past_circumstance(at, end)
        head = self.heads.at(at, end) or self.heads.tagged(at, end)
        if head is not None:
            return (dated if date else head.start), head, self.addressee
        found = self._head_behind(at, end)
        if found is None:
            return None
        subject = _BEHIND_ADDRESSEE.sub("", self.text[at : found.start])
        bare = pattern("modals_behind_subject").sub("", pattern("goes_with").sub("", subject))
        passive = pattern("passive_within").search(self.text, at, found.verb)
        if pattern("speakers.events").match(bare) and not passive:
            return None
        if not passive and self._addressed(at, bare):
            self.addressee = bare
            return (dated if date else found.start), found, bare
        return (dated if date else at), found, ""

    def _asked_for(self, at: int) -> bool:
        """Return whether the reporting verb directly before it asks for a contribution ("mong muốn
        đóng góp vào …"), which is then no purpose."""
        directly = at - self.start <= 1 and bool(self.span.chain)
        return directly and bool(pattern("connectives.contributions").match(self.text, at))

    def _addressed(self, at: int, subject: str) -> bool:
        """Return whether a subject is the addressee or the speaker's own side: it is left out."""
        if pattern("speakers.third_parties").match(subject):
            return False
        if pattern("speakers.joint_by_number|speakers.joint|speakers.groups").match(subject):
            return True
        start = self.text.find(subject, at)
        if self.people.starting_at(start) or self._participates(subject):
            return True
        names = self.places.within(start, start + len(subject))
        near = names and names[0].start <= start + _PLACE_PREFIX and names[0].kind != "body"
        return bool(near or pattern("bodies.openers.state").match(subject))

    def _head_behind(self, at: int, end: int) -> HeadVerb | None:
        """Return the first head verb after a noun phrase that opens a clause."""
        reach = min(end, at + _ADDRESSEE_MAX)
        for word in WORD_START.finditer(self.text, at + 1, reach):
            if pattern("aim").match(self.text, word.start()):
                return None
            ends = self._subject_ends(at, word.start())
            head = self.heads.at(word.start(), end) or (
                self.heads.tagged(word.start(), end) if ends else None
            )
            joint = pattern("joint").fullmatch(self.text[at : word.start()].rstrip())
            if head is None or (not joint and self.boundaries.makes_noun(at, word.start())):
                continue
            if head.kind != "fields" or head.adverb or ends:
                return head
        return None

    def _subject_ends(self, at: int, stop: int) -> bool:
        """Return whether a subject ends before ``stop``: with both sides, a group, a place, a
        participating body or a person."""
        subject = self.text[at:stop].rstrip()
        person = self.people.ending_at(at + len(subject))
        if person is not None and person.start >= at:
            return True
        place = self.places.ending_at(at + len(subject)) is not None
        return (
            place or self._participates(subject) or bool(pattern("ends_in_group").search(subject))
        )

    def _participates(self, subject: str) -> bool:
        """Return whether a subject is a participating body: by its kind, or as titles name it, in
        full or in part ("Công ty X" for "Công ty X Việt Nam")."""
        if subject in self.people.sides or self.people.side_of_body(subject):
            return True
        if pattern("speakers.kinds_of_body").fullmatch(subject):
            return True
        short = f" {subject} "
        named = any(short in f" {title} " for p in self.people.leading for title in p.titles)
        return named and bool(pattern("speakers.kinds_of_body").match(subject))

    def _cuts(self, head: HeadVerb, end: int) -> Iterator[tuple[int, HeadVerb]]:
        """Yield where an item ends, and the head verb of the next one."""
        for joiner in pattern("joiner").finditer(self.text, head.end, end):
            if self.boundaries.enclosed(joiner.start()):
                continue
            at = past_openers(self.text, joiner.end(), end)
            if pattern("connectives.purposes").match(self.text, at, end):
                return
            follow = self.heads.at(at, end) or self._after_subject(at, end)
            if follow is None or not self.heads.has_object(follow, end):
                continue
            joined = self.text[joiner.start() : at]
            if pattern("nominal").search(joined) or self._results(follow, end):
                continue
            if self.boundaries.starts_new_item(head, joiner.start(), follow, joined):
                yield joiner.start(), follow
                head = follow

    def _results(self, follow: HeadVerb, end: int) -> bool:
        """Return whether a verb names a result, not help: ", giúp nâng cao …" stays in its item."""
        if self.text[follow.verb : follow.end].lower() not in words("head_verbs", "results"):
            return False
        return self.heads.verb(follow.end + 1, end, ("acts", "either")) is not None

    def _after_subject(self, at: int, end: int) -> HeadVerb | None:
        """Return the head verb directly after "hai bên" or a country that opens the next clause."""
        subject = pattern("joint").match(self.text, at, end)
        stop = subject.end() if subject else 0
        name = self.places.starting_at(at)
        if name and not self._ends_in_place(at):
            stop = name.end
        if stop <= at or self.text[stop : stop + 1] != " ":
            return None
        return self.heads.at(stop + 1, end)

    def _ends_in_place(self, at: int) -> bool:
        """Return whether a place is named directly before ``at``, in a list of places."""
        start = max(self.start, at - 40)
        before = self.text[start:at].rstrip(" ,").removesuffix(" và")
        return self.places.ending_at(start + len(before)) is not None

    def _past_circumstance(self, at: int, end: int) -> tuple[int, bool]:
        """Return the offset after "trong thời gian tới, ", and whether a date is in it."""
        opener = pattern("connectives.circumstances").match(self.text, at, end)
        stop = _TOPIC_END.search(self.text, at, end) if opener else None
        if stop:
            follow = past_openers(self.text, stop.end(), end)
            if self.heads.at(follow, end) or self._head_behind(follow, end):
                return follow, bool(re.search(r"\d", self.text[at : stop.start()]))
        return at, False


def _trim(text: str, start: int, end: int) -> int:
    """Return ``end`` without closing punctuation."""
    while end > start and _closing(text, start, end):
        end -= 1
    return end


def _closing(text: str, start: int, stop: int) -> bool:
    if text[stop - 1] == '"':
        return text.count('"', start, stop) % 2 == 1
    return text[stop - 1] in " ,;:.…'"


# Where "Về chính trị, …" or "Về chính trị: …" ends.
_TOPIC_END = re.compile("[,:]")
