"""Who says what, in which act: statements, each with its chain of reporting verbs."""

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
from readouts.statements.reporting_verbs import ReportingVerb, find_reporting_verbs
from readouts.statements.speakers import SpeakerState, Subject, set_speaker

_SIGNED = "documents signed at the meeting"
_MODAL = ("need", "will")
_CLOSING = " ,;:"

Chain = tuple[ReportingVerb, ...]


@dataclass(frozen=True)
class StatementSpan:
    """A statement, its reporting verbs, and the spans of its content and of its sentence."""

    statement: Statement
    chain: Chain
    start: int
    end: int
    sentence: tuple[int, int]


def find_statements(document: Document) -> list[StatementSpan]:
    """Return the statements of a document's body, in order.

    >>> from readouts.entities.document import one_sentence
    >>> text = "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác."
    >>> [span] = find_statements(one_sentence(text))
    >>> span.statement.speaker, span.statement.side, span.statement.act
    ('Trần Văn Hải', 'Việt Nam', 'propose')
    """
    body = [without_source(document, sentence) for sentence in document.body]
    verbs_of = [find_reporting_verbs(document, sentence) for sentence in body]
    state = SpeakerState(document, guest=_guest(document))
    found: list[StatementSpan] = []
    for number in range(len(body)):
        quoted, end = _quoted_speaker(document.text, body, verbs_of, number)
        sentence = replace(body[number], end=end)
        coded = _SentenceReader(state, sentence, tuple(verbs_of[number]), quoted).read()
        found.extend(coded)
        state.last = coded[-1].statement if coded else None
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
    """Return the other side: that of most people named who are not of Việt Nam."""
    people = document.people.persons
    foreign = Counter(person.side for person in people if person.side not in ("", HOME))
    return foreign.most_common(1)[0][0] if foreign else ""


@dataclass(frozen=True)
class _SentenceReader:
    """One sentence with its reporting verbs, and who speaks where it starts."""

    state: SpeakerState
    sentence: Sentence
    verbs: Chain
    quoted: Subject | None

    @property
    def text(self) -> str:
        return self.state.document.text

    @property
    def bounds(self) -> tuple[int, int]:
        return self.sentence.start, self.sentence.end

    def read(self) -> list[StatementSpan]:
        opening = self.quoted or self._opening_subject() or self._subject_behind_opener()
        if opening is not None:
            set_speaker(opening, self.state)
        chains = self._chains()
        signed = self._signed(chains)
        if not chains:
            return self._without_verbs(signed)
        first = chains[0][0]
        if pattern("earlier_meeting").search(self.text, self.sentence.start, first.start):
            return [self._narrated("earlier meeting")]
        found = [signed] if signed else []
        ends = [chain[0].clause_start for chain in chains[1:]] + [self.sentence.end]
        for number, (chain, end) in enumerate(zip(chains, ends, strict=True)):
            start = chain[0].clause_start if number or signed else self._start(chain)
            span = self._statement(chain, start, end, first=number == 0 and opening is None)
            found.append(span)
            self.state.record(span.statement)
        return found

    def _without_verbs(self, signed: StatementSpan | None) -> list[StatementSpan]:
        span = signed or self._carried()
        if span is None and pattern("names_event").search(self.text, *self.bounds):
            span = self._narrated("says who met")
        return [span] if span else []

    def _start(self, chain: Chain) -> int:
        """Return where a sentence's first statement starts: at its speaker, without what opens the
        sentence before him ("Tại cuộc gặp, …")."""
        subject = chain[0].subject
        if self.quoted or subject.kind not in ("person", "joint", "side"):
            return self.sentence.start
        opening = pattern("opening").match(self.text, self.sentence.start, subject.start)
        return opening.end() if opening else self.sentence.start

    def _signed(self, chains: list[Chain]) -> StatementSpan | None:
        """Return the narrator's statement on documents signed or handed over at the meeting, in a
        sentence or its part before the first reporting verb, or in a line of their list."""
        start, end = self.sentence.start, chains[0][0].clause_start if chains else self.sentence.end
        signing = pattern("signing").search(self.text, start, end)
        if signing and not pattern("signed_before").search(self.text[start : signing.start()]):
            cue = self.text[signing.start() : signing.end("document")]
            return self._narrated(_SIGNED, signing["verb"].lower(), cue, _trim_end(self.text, end))
        last = self.state.last
        mark = pattern("list_mark").match(self.text, start, end)
        listed = last is not None and last.rule == _SIGNED and mark
        return self._narrated(_SIGNED) if listed and not chains else None

    def _opening_subject(self) -> Subject | None:
        """Return the person a sentence opens with ("Ông X …, bày tỏ …", "Theo ông X, …")."""
        theo = pattern("according_to").match(self.text, *self.bounds)
        first = self.verbs[0] if self.verbs else None
        if not theo and first and first.subject.kind in ("person", "joint"):
            return None
        start = theo.end() if theo else self.sentence.start
        mention = self.state.document.people.starting_at(start)
        if mention is None or (first and mention.end > first.start):
            return None
        return Subject(mention.start, mention.end, "person", mention)

    def _subject_behind_opener(self) -> Subject | None:
        """Return whose "Tán thành các đề xuất …, Y khẳng định" is: the subject after it."""
        if len(self.verbs) < 2 or self.verbs[0].start > self.sentence.start:
            return None
        subject = self.verbs[1].subject
        return subject if subject.kind in ("person", "joint") else None

    def _chains(self) -> list[Chain]:
        chains: list[Chain] = []
        for verb in self.verbs:
            if verb.joined and chains:
                chains[-1] = (*chains[-1], verb)
            else:
                chains.append((verb,))
        return chains

    def _statement(self, chain: Chain, start: int, end: int, *, first: bool) -> StatementSpan:
        own, state = _speaking_subject(chain), self.state
        within = all(verb.verb_class in _MODAL for verb in chain) and _goes_on(own, state, first)
        if not within:
            set_speaker(own, state)
        content = (_content_start(self.text, chain), end)
        clause = Clause(state, self.sentence, chain, start, end, content, own, within)
        act, rule = act_of(clause)
        start, end = trimmed(self.text, start, _trim_end(self.text, end))
        assented = assented_to(chain, clause.end, state) if act == "assent" else None
        statement = Statement(
            start=start,
            end=end,
            speaker=state.speaker or NARRATOR,
            side=state.side,
            act=act,
            verb=" … ".join(verb.verb for verb in chain),
            rule=rule,
            cue=self.text[chain[0].start : chain[-1].end],
            responds_to=assented or answered(chain, start, end, state),
            carried=own.kind == "none" and first,
            sentence=self.sentence.number,
        )
        return StatementSpan(statement, chain, *content, self.bounds)

    def _carried(self) -> StatementSpan | None:
        """Return the statement that a sentence without a reporting verb continues: a list of
        proposals, if it opens with a verb or the mark of a list."""
        start, end = self.bounds
        mark = pattern("list_mark").match(self.text, start, end)
        previous = self.state.last or (self.state.listing if mark else None)
        if previous is None or previous.act not in ITEM_ACTS:
            return None
        start = _past(self.text, "sentence_opener", mark.end() if mark else start, end)
        listed = start if mark else self._past_joint(self._past_topic(start), previous)
        if mark or pattern("opens_with_verb").match(self.text, listed, end):
            return self._going_on(previous, listed)
        return None

    def _past_topic(self, start: int) -> int:
        """Skip "Về giao thông, " before a verb that continues a list."""
        topic = pattern("topic").match(self.text, start, self.sentence.end)
        end = self.sentence.end
        return _past(self.text, "sentence_opener", topic.end(), end) if topic else start

    def _past_joint(self, start: int, previous: Statement) -> int:
        """Skip "hai bên " if both sides made the statement before."""
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
    """Return the subject of a chain: the first that names a person or both sides, else that of
    the first verb; both sides if one person only reports what they agreed ("ông X cho biết, hai
    nước nhất trí …")."""
    reporting = [verb for verb in chain if verb.verb_class not in _MODAL]
    if reporting:
        first, last = reporting[0], reporting[-1]
        if (first.verb_class, last.verb_class, last.subject.kind) == ("inform", "agree", "joint"):
            return last.subject
    named = (verb.subject for verb in reporting if verb.subject.kind in ("person", "joint"))
    subject = chain[0].subject
    return next(named, subject) if subject.kind in ("none", "other") else subject


def _content_start(text: str, chain: Chain) -> int:
    """Return where the content of a statement starts: after its last reporting verb. A modal verb
    with another subject, and a verb that is itself the act, belong to the content."""
    last = chain[-1]
    if last.verb in words("verbs", "acts_themselves"):
        return last.start
    if last.verb_class not in _MODAL:
        return last.end
    reporting = [verb for verb in chain if verb.verb_class not in _MODAL]
    if not reporting:
        return last.subject.start if last.subject.kind == "other" else last.end
    return reporting[-1].end if last.subject.kind == "other" else last.end


def _goes_on(own: Subject, state: SpeakerState, first: bool) -> bool:
    """Return whether "hai bên cần …" or "Việt Nam sẽ …" without a reporting verb is still part of
    the last speaker's words."""
    if own.kind == "other":
        return not first
    if state.person is None:
        return False
    if own.kind == "side":
        return same_side(own.side, state.side)
    return own.kind == "joint"


def _quoted_speaker(
    text: str, body: list[Sentence], verbs_of: list[list[ReportingVerb]], number: int
) -> tuple[Subject | None, int]:
    """Return the speaker of a sentence that names him only at its end, as direct speech does, and
    where his words end. The verb of that attribution is removed from the sentence's verbs."""
    sentence = body[number]
    last = verbs_of[number][-1] if verbs_of[number] else None
    if last is not None and not text[last.end : sentence.end].strip(" .\"'"):
        if last.subject.kind == "none" or last.boundary != ",":
            return None, sentence.end
        verbs_of[number].pop()
        return (last.subject if last.subject.kind != "other" else None), last.clause_start
    before = text.rfind("\n", 0, sentence.start) + 1
    if text.count('"', before, sentence.start + 1) % 2 == 0:
        return None, sentence.end
    for later, verbs in zip(body[number + 1 :], verbs_of[number + 1 :], strict=True):
        if later.paragraph != sentence.paragraph:
            break
        closing = text.find('"', later.start, later.end)
        if closing >= 0:
            after = next((verb for verb in verbs if verb.clause_start >= closing), None)
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
