"""The act of a statement, by its verbs and the words after them, and the speaker to whom it
replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from readouts.entities.places import side_of
from readouts.entities.sides import same_side
from readouts.language.decision_tables import decide
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.model import BOTH, Act, Sentence
from readouts.statements.reporting_verbs import ReportingVerb
from readouts.statements.speakers import SpeakerState, Subject, resolve

# How far after "khẳng định" the next act may start, after its subject.
_NEXT_ACT_REACH = 50
# "luôn" at most so far before a verb makes it a standing policy ("luôn sẵn sàng").
_ALWAYS_REACH = 6
# How far before a statement "Đáp lại, " may stand.
_REPLY_REACH = 80


@dataclass(frozen=True)
class Clause:
    """A chain of reporting verbs and its clause from ``start`` to ``end``: the properties that the
    table ``acts`` of ``rules.yml`` asks for.

    ``content`` is the span of what the verbs report, ``own`` the subject of the chain; ``within``
    says that the clause is part of the last speaker's words.
    """

    state: SpeakerState
    sentence: Sentence
    chain: Sequence[ReportingVerb]
    start: int
    end: int
    content: tuple[int, int]
    own: Subject
    within: bool = False

    @property
    def text(self) -> str:
        return self.state.document.text

    @cached_property
    def joint(self) -> bool:
        return self.state.speaker == BOTH

    @cached_property
    def reporting(self) -> list[ReportingVerb]:
        return [verb for verb in self.chain if verb.verb_class not in ("need", "will")]

    @cached_property
    def modal(self) -> str:
        return self.chain[-1].verb_class if self.chain[-1].verb_class in ("need", "will") else ""

    @cached_property
    def head(self) -> str:
        return self.reporting[-1].verb_class if self.reporting else ""

    @cached_property
    def consent(self) -> bool:
        return any(verb.verb_class == "agree" for verb in self.chain)

    @property
    def subject(self) -> str:
        return self.chain[-1].subject.kind

    @property
    def narrated(self) -> bool:
        """Whether the report itself says what a person will do."""
        return not self.reporting and not self.within and self.own.kind == "person"

    @property
    def earlier(self) -> bool:
        """Whether it was said at another time."""
        return bool(pattern("said_earlier").search(self.text, self.start, self.chain[-1].start))

    @property
    def assents(self) -> bool:
        return assented_to(self.chain, self.end, self.state) is not None

    def followed_by(self, name: str) -> bool:
        return bool(pattern(name).match(self.text, *self.content))

    @property
    def standing(self) -> bool:
        """Whether it is a standing policy, not a next act."""
        verb = self.chain[-1].start
        always = pattern("always_before").search(self.text, max(0, verb - _ALWAYS_REACH), verb)
        return self.followed_by("standing") or (not self.modal and bool(always))

    @property
    def always_before(self) -> bool:
        return any(pattern("always").match(verb.verb) for verb in self.chain[:-1])

    @property
    def own_next_act(self) -> bool:
        """Whether the speaker affirms that his own side will continue something."""
        start, end = self.content
        found = pattern("next_act").search(self.text, start, min(end, start + _NEXT_ACT_REACH))
        if found is None:
            return False
        subject = self.text[start : found.start()].strip(" ,:")
        return not subject or same_side(side_of(subject), self.state.side)

    @property
    def of_another(self) -> bool:
        subject = self.chain[-1].subject
        own_side = not subject.side or same_side(subject.side, self.state.side)
        own = subject.kind in ("none", "own", "joint", "person")
        believed = any(verb.verb in words("verbs", "beliefs") for verb in self.chain)
        return believed or not (own or (subject.kind == "side" and own_side))


def act_of(clause: Clause) -> tuple[Act, str]:
    """Return the act of a clause and the name of the rule that gives it.

    >>> from readouts.entities.document import one_sentence
    >>> from readouts.statements.reporting_verbs import find_reporting_verbs
    >>> document = one_sentence("Hai bên nhất trí tiếp tục hợp tác")
    >>> [sentence] = document.body
    >>> [verb] = find_reporting_verbs(document, sentence)
    >>> state = SpeakerState(document, speaker=BOTH, side=BOTH)
    >>> act_of(Clause(state, sentence, [verb], 0, 33, (16, 33), verb.subject))
    ('agree', 'verb of consent')
    """
    row = decide("acts", clause)
    return row.get("then", clause.head), row["rule"]


def assented_to(chain: Sequence[ReportingVerb], end: int, state: SpeakerState) -> str | None:
    """Return the speaker whose proposals a chain of verbs accepts, or ``None`` if it accepts
    nothing that another speaker has proposed.

    >>> from readouts.statements.reporting_verbs import find_reporting_verbs
    >>> from readouts.entities.document import one_sentence
    >>> document = one_sentence("Phía Lào tán thành các đề xuất")
    >>> chain = find_reporting_verbs(document, document.body[0])
    >>> state = SpeakerState(document, "Lào", "Lào", speakers={"Việt Nam": "Trần Văn Hải"})
    >>> assented_to(chain, 30, state)
    'Trần Văn Hải'
    """
    verb, text = chain[-1], state.document.text
    if verb.verb not in words("verbs", "consents"):
        return None
    raised = pattern("raised").match(text, verb.end, end)
    if raised is None and (
        verb.verb_class != "agree" or not pattern("asked").match(text, verb.end, end)
    ):
        return None
    stop = _clause_end(text, raised.end() if raised else verb.end, end)
    author = _author(verb.end, stop, state)
    if author is None and state.speaker != BOTH:
        author = _other_speaker(state)
    return None if author == state.speaker else author


def answered(  # no example: needs a read document; tests/statements/test_statement_spans.py
    chain: Sequence[ReportingVerb], start: int, end: int, state: SpeakerState
) -> str:
    """Return the speaker whom a statement answers: the author of the proposals it refuses, or the
    speaker before "Đáp lại, …"; "" if none."""
    verb, text = chain[-1], state.document.text
    if verb.verb_class == "decline":
        author = _author(verb.end, _clause_end(text, verb.end, end), state)
        return author or _other_speaker(state) or ""
    reply = pattern("reply").match(text, start, end) or pattern("replied").search(
        text, max(0, start - _REPLY_REACH), start
    )
    return (_other_speaker(state) or "") if reply else ""


def _clause_end(text: str, start: int, end: int) -> int:
    return next((at for at in range(start, end) if text[at] in ",;."), end)


def _author(start: int, end: int, state: SpeakerState) -> str | None:
    """Return the person named in a span, or the last speaker of the side named there, or that
    side."""
    people = state.document.people
    for mention in people.within(start, end):
        index = mention.person if mention.person is not None else resolve(mention, state)
        if index is not None and people.persons[index].name != state.speaker:
            return people.persons[index].name
    names = state.document.places.within(start, end) if state.speaker != BOTH else []
    sides = [name.place.side for name in names if not same_side(name.place.side, state.side)]
    return state.speakers.get(sides[0], sides[0]) if sides else None


def _other_speaker(state: SpeakerState) -> str | None:
    """Return the last speaker of another side."""
    others = [name for side, name in state.speakers.items() if side != state.side]
    return others[-1] if others else None
