"""Who says what, in which act: statements, each governed by a chain of reporting verbs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from readouts.entities.document import Document
from readouts.entities.places import HOME
from readouts.entities.sides import same_side
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.language.sentences import trimmed
from readouts.model import BOTH, ITEM_ACTS, NARRATOR, Sentence, Statement
from readouts.statements.acts import Clause, act_of, answered, assented_to
from readouts.statements.reporting_verbs import ReportingVerb, find_governors
from readouts.statements.speakers import SpeakerState, Subject, set_speaker

_SIGNED = "documents signed at the meeting"
_MODAL = ("need", "will")
_CLOSING = " ,;:"

Chain = tuple[ReportingVerb, ...]


@dataclass(frozen=True)
class StatementSpan:
    """A statement, the verbs that govern it, and the spans of what is said and its sentence."""

    statement: Statement
    chain: Chain
    start: int
    end: int
    sentence: tuple[int, int]


def find_statements(document: Document) -> list[StatementSpan]:
    """Return what is said in a document's body, in order.

    >>> from readouts.entities.document import one_sentence
    >>> text = "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác."
    >>> [said] = find_statements(one_sentence(text))
    >>> said.statement.speaker, said.statement.side, said.statement.act
    ('Trần Văn Hải', 'Việt Nam', 'propose')
    """
    body = [without_source(document, sentence) for sentence in document.body]
    governed = [find_governors(document, sentence) for sentence in body]
    floor = SpeakerState(document, guest=_guest(document))
    found: list[StatementSpan] = []
    for number in range(len(body)):
        quoted, end = _quoted_speaker(document.text, body, governed, number)
        sentence = replace(body[number], end=end)
        coded = _SentenceReader(floor, sentence, tuple(governed[number]), quoted).read()
        found.extend(coded)
        floor.last = coded[-1].statement if coded else None
    return found


def without_source(document: Document, sentence: Sentence) -> Sentence:
    """Return a sentence without the source that the report names ("Theo TTXVN, …").

    >>> from readouts.entities.document import one_sentence
    >>> document = one_sentence("Theo TTXVN, hai bên nhất trí.")
    >>> without_source(document, document.body[0]).start
    12
    """
    start, end = sentence.start, sentence.end
    before = pattern("source_before").match(document.text, start, end)
    if before and document.people.starting_at(start + len("Theo ")) is None:
        start = before.end()
    behind = pattern("source_behind").search(document.text, start, end)
    return replace(sentence, start=start, end=behind.start() if behind else end)


def _guest(document: Document) -> str:
    """The other side than ours: whose people are named most."""
    people = document.people.people
    foreign = Counter(person.side for person in people if person.side not in ("", HOME))
    return foreign.most_common(1)[0][0] if foreign else ""


@dataclass(frozen=True)
class _SentenceReader:
    """One sentence with its governing verbs, and who speaks where it starts."""

    floor: SpeakerState
    sentence: Sentence
    governors: Chain
    quoted: Subject | None

    @property
    def text(self) -> str:
        return self.floor.document.text

    @property
    def bounds(self) -> tuple[int, int]:
        return self.sentence.start, self.sentence.end

    def read(self) -> list[StatementSpan]:
        opening = self.quoted or self._opening_subject() or self._subject_behind_opener()
        if opening is not None:
            set_speaker(opening, self.floor)
        chains = self._chains()
        signed = self._signed(chains)
        if not chains:
            return self._without_verbs(signed)
        first = chains[0][0]
        if pattern("earlier_meeting").search(self.text, self.sentence.start, first.start):
            return [self._narrated("earlier meeting")]
        found = [signed] if signed else []
        ends = [chain[0].lead for chain in chains[1:]] + [self.sentence.end]
        for number, (chain, end) in enumerate(zip(chains, ends, strict=True)):
            start = chain[0].lead if number or signed else self._start(chain)
            said = self._said(chain, start, end, first=number == 0 and opening is None)
            found.append(said)
            self.floor.hear(said.statement)
        return found

    def _without_verbs(self, signed: StatementSpan | None) -> list[StatementSpan]:
        told = signed or self._carried()
        if told is None and pattern("names_event").search(self.text, *self.bounds):
            told = self._narrated("says who met")
        return [told] if told else []

    def _start(self, chain: Chain) -> int:
        """Return where a sentence's first statement starts: at its speaker, without what opens the
        sentence before him ("Tại cuộc gặp, …")."""
        subject = chain[0].subject
        if self.quoted or subject.kind not in ("person", "joint", "side"):
            return self.sentence.start
        opening = pattern("opening").match(self.text, self.sentence.start, subject.start)
        return opening.end() if opening else self.sentence.start

    def _signed(self, chains: list[Chain]) -> StatementSpan | None:
        """A sentence, or its part before the first reporting verb, that tells which documents were
        signed or handed over at the meeting; the lines of their list go on with it."""
        start, end = self.sentence.start, chains[0][0].lead if chains else self.sentence.end
        signing = pattern("signing").search(self.text, start, end)
        if signing and not pattern("signed_before").search(self.text[start : signing.start()]):
            cue = self.text[signing.start() : signing.end("document")]
            return self._narrated(_SIGNED, signing["verb"].lower(), cue, _trim_end(self.text, end))
        last = self.floor.last
        mark = pattern("list_mark").match(self.text, start, end)
        listed = last is not None and last.rule == _SIGNED and mark
        return self._narrated(_SIGNED) if listed and not chains else None

    def _opening_subject(self) -> Subject | None:
        """Return the person a sentence opens with ("Ông X …, bày tỏ …", "Theo ông X, …")."""
        theo = pattern("according_to").match(self.text, *self.bounds)
        first = self.governors[0] if self.governors else None
        if not theo and first and first.subject.kind in ("person", "joint"):
            return None
        start = theo.end() if theo else self.sentence.start
        naming = self.floor.document.people.starting_at(start)
        if naming is None or (first and naming.end > first.start):
            return None
        return Subject(naming.start, naming.end, "person", naming)

    def _subject_behind_opener(self) -> Subject | None:
        """Return whose "Tán thành các đề xuất …, Y khẳng định" is: the subject after it."""
        if len(self.governors) < 2 or self.governors[0].start > self.sentence.start:
            return None
        subject = self.governors[1].subject
        return subject if subject.kind in ("person", "joint") else None

    def _chains(self) -> list[Chain]:
        chains: list[Chain] = []
        for governor in self.governors:
            if governor.joined and chains:
                chains[-1] = (*chains[-1], governor)
            else:
                chains.append((governor,))
        return chains

    def _said(self, chain: Chain, start: int, end: int, *, first: bool) -> StatementSpan:
        own, floor = _speaking_subject(chain), self.floor
        within = all(verb.sense in _MODAL for verb in chain) and _goes_on(own, floor, first)
        if not within:
            set_speaker(own, floor)
        content = (_content_start(self.text, chain), end)
        clause = Clause(floor, self.sentence, chain, start, end, content, own, within)
        act, rule = act_of(clause)
        start, end = trimmed(self.text, start, _trim_end(self.text, end))
        assented = assented_to(chain, clause.end, floor) if act == "assent" else None
        statement = Statement(
            start=start,
            end=end,
            speaker=floor.speaker or NARRATOR,
            side=floor.side,
            act=act,
            verb=" … ".join(verb.verb for verb in chain),
            rule=rule,
            cue=self.text[chain[0].start : chain[-1].end],
            responds_to=assented or answered(chain, start, end, floor),
            carried=own.kind == "none" and first,
            sentence=self.sentence.number,
        )
        return StatementSpan(statement, chain, *content, self.bounds)

    def _carried(self) -> StatementSpan | None:
        """A sentence without a reporting verb that goes on with what was said before it: a list of
        proposals where it opens with a verb, a judgement where it opens with a side."""
        start, end = self.bounds
        mark = pattern("list_mark").match(self.text, start, end)
        previous = self.floor.last or (self.floor.listing if mark else None)
        if previous is None:
            return None
        start = _past(self.text, "sentence_opener", mark.end() if mark else start, end)
        if previous.act not in ITEM_ACTS:
            return None
        listed = start if mark else self._past_joint(self._past_topic(start), previous)
        if mark or pattern("opens_with_verb").match(self.text, listed, end):
            return self._going_on(previous, listed)
        return None

    def _past_topic(self, start: int) -> int:
        """Skip "Về giao thông, " before a verb that goes on with a list."""
        topic = pattern("topic").match(self.text, start, self.sentence.end)
        end = self.sentence.end
        return _past(self.text, "sentence_opener", topic.end(), end) if topic else start

    def _past_joint(self, start: int, previous: Statement) -> int:
        """Skip "hai bên " before what goes on with what both consented to."""
        both = pattern("joint").match(self.text, start, self.sentence.end)
        return both.end() + 1 if both and previous.speaker == BOTH else start

    def _going_on(self, previous: Statement, start: int) -> StatementSpan:
        (first, last), rule = self.bounds, "goes on with the list before"
        number = self.sentence.number
        statement = replace(
            previous, start=first, end=last, rule=rule, carried=True, sentence=number
        )
        return StatementSpan(statement, (), start, last, self.bounds)

    def _narrated(
        self, rule: str, verb: str = "", cue: str = "", end: int | None = None
    ) -> StatementSpan:
        bounds = (self.sentence.start, self.sentence.end if end is None else end)
        statement = Statement(
            *bounds, NARRATOR, "", "inform", verb, rule=rule, cue=cue, sentence=self.sentence.number
        )
        return StatementSpan(statement, (), *bounds, bounds)


def _speaking_subject(chain: Chain) -> Subject:
    """Return the first subject of a chain that is somebody, else the first verb's; both sides
    where one of them only tells what they agreed on ("ông X cho biết, hai nước nhất trí …")."""
    reporting = [verb for verb in chain if verb.sense not in _MODAL]
    if reporting:
        told, said = reporting[0], reporting[-1]
        if (told.sense, said.sense, said.subject.kind) == ("inform", "agree", "joint"):
            return said.subject
    named = (verb.subject for verb in reporting if verb.subject.kind in ("person", "joint"))
    first = chain[0].subject
    return next(named, first) if first.kind in ("none", "other") else first


def _content_start(text: str, chain: Chain) -> int:
    """What is said starts after the last verb that reports; a modal of somebody else's, and a
    verb that is itself the act, belong to it."""
    last = chain[-1]
    if last.verb in words("verbs", "acts_themselves"):
        return last.start
    if last.sense not in _MODAL:
        return last.end
    reporting = [verb for verb in chain if verb.sense not in _MODAL]
    if not reporting:
        return last.subject.start if last.subject.kind == "other" else last.end
    return reporting[-1].end if last.subject.kind == "other" else last.end


def _goes_on(own: Subject, floor: SpeakerState, first: bool) -> bool:
    """Return whether a bare "hai bên cần …" or "Việt Nam sẽ …" is still the last speaker's."""
    if own.kind == "other":
        return not first
    if floor.person is None:
        return False
    if own.kind == "side":
        return same_side(own.side, floor.side)
    return own.kind == "joint"


def _quoted_speaker(
    text: str, body: list[Sentence], governed: list[list[ReportingVerb]], number: int
) -> tuple[Subject | None, int]:
    """Return who speaks in direct speech or reported speech that names him only at its end, and
    where what he says ends; take that attribution out of the sentence's governors."""
    sentence = body[number]
    last = governed[number][-1] if governed[number] else None
    if last is not None and not text[last.end : sentence.end].strip(" .\"'"):
        if last.subject.kind == "none" or last.boundary != ",":
            return None, sentence.end
        governed[number].pop()
        return (last.subject if last.subject.kind != "other" else None), last.lead
    before = text.rfind("\n", 0, sentence.start) + 1
    if text.count('"', before, sentence.start + 1) % 2 == 0:
        return None, sentence.end
    for later, verbs in zip(body[number + 1 :], governed[number + 1 :], strict=True):
        if later.paragraph != sentence.paragraph:
            break
        closing = text.find('"', later.start, later.end)
        if closing >= 0:
            after = next((verb for verb in verbs if verb.lead >= closing), None)
            return (after.subject if after else None), sentence.end
    return None, sentence.end


def _past(text: str, name: str, start: int, end: int) -> int:
    """Skip every match of a pattern at ``start``."""
    while found := pattern(name).match(text, start, end):
        start = found.end()
    return start


def _trim_end(text: str, end: int) -> int:
    while end > 0 and text[end - 1] in _CLOSING:
        end -= 1
    return end
