"""The act of a statement, by its verbs and the words after them; and the side to which it
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
# How far before a verb "luôn" stands that makes a standing policy of it ("luôn sẵn sàng").
_ALWAYS_REACH = 6
# How far before a statement "Đáp lại, " may stand.
_LEAD = 80


@dataclass(frozen=True)
class Clause:
    """One chain of verbs of a sentence, from ``start`` to ``end``, with the span of what they
    govern, whose words it is (``own``), and whether it goes on with the last speaker's."""

    floor: SpeakerState
    sentence: Sentence
    chain: Sequence[ReportingVerb]
    start: int
    end: int
    content: tuple[int, int]
    own: Subject
    within: bool = False

    @property
    def text(self) -> str:
        return self.floor.document.text

    @cached_property
    def joint(self) -> bool:
        return self.floor.speaker == BOTH

    @cached_property
    def reporting(self) -> list[ReportingVerb]:
        return [verb for verb in self.chain if verb.sense not in ("need", "will")]

    @cached_property
    def modal(self) -> str:
        return self.chain[-1].sense if self.chain[-1].sense in ("need", "will") else ""

    @cached_property
    def head(self) -> str:
        return self.reporting[-1].sense if self.reporting else ""

    @cached_property
    def consent(self) -> bool:
        return any(verb.sense == "agree" for verb in self.chain)

    @property
    def subject(self) -> str:
        return self.chain[-1].subject.kind

    @property
    def narrated(self) -> bool:
        """Whether the report itself tells what somebody will do."""
        return not self.reporting and not self.within and self.own.kind == "person"

    @property
    def earlier(self) -> bool:
        """Whether it was said at another time."""
        return bool(pattern("said_earlier").search(self.text, self.start, self.chain[-1].start))

    @property
    def assents(self) -> bool:
        return assented_to(self.chain, self.end, self.floor) is not None

    def followed_by(self, name: str) -> bool:
        return bool(pattern(name).match(self.text, *self.content))

    @property
    def standing(self) -> bool:
        """Tell a policy that holds always from a next act."""
        verb = self.chain[-1].start
        always = pattern("always_before").search(self.text, max(0, verb - _ALWAYS_REACH), verb)
        return self.followed_by("standing") or (not self.modal and bool(always))

    @property
    def always_before(self) -> bool:
        return any(pattern("always").match(verb.verb) for verb in self.chain[:-1])

    @property
    def own_next_act(self) -> bool:
        """Return whether what is affirmed is that the speaker's own side will go on doing it."""
        start, end = self.content
        found = pattern("next_act").search(self.text, start, min(end, start + _NEXT_ACT_REACH))
        if found is None:
            return False
        subject = self.text[start : found.start()].strip(" ,:")
        return not subject or same_side(side_of(subject), self.floor.side)

    @property
    def of_another(self) -> bool:
        subject = self.chain[-1].subject
        own_side = not subject.side or same_side(subject.side, self.floor.side)
        own = subject.kind in ("none", "own", "joint", "person")
        believed = any(verb.verb in words("verbs", "beliefs") for verb in self.chain)
        return believed or not (own or (subject.kind == "side" and own_side))


def act_of(clause: Clause) -> tuple[Act, str]:
    """Return the act of a clause by its verbs and what follows them, and the rule that says so.

    >>> from readouts.entities.document import one_sentence
    >>> from readouts.statements.reporting_verbs import find_governors
    >>> document = one_sentence("Hai bên nhất trí tiếp tục hợp tác")
    >>> [sentence] = document.body
    >>> [verb] = find_governors(document, sentence)
    >>> floor = SpeakerState(document, speaker=BOTH, side=BOTH)
    >>> act_of(Clause(floor, sentence, [verb], 0, 33, (16, 33), verb.subject))
    ('agree', 'verb of consent')
    """
    row = decide("acts", clause)
    return row.get("then", clause.head), row["rule"]


def assented_to(chain: Sequence[ReportingVerb], end: int, floor: SpeakerState) -> str | None:
    """Return whose proposals a chain of verbs consents to, "" where they are nobody's by name, or
    ``None`` where it consents to something else.

    >>> from readouts.statements.reporting_verbs import find_governors
    >>> from readouts.entities.document import one_sentence
    >>> document = one_sentence("Phía Lào tán thành các đề xuất")
    >>> chain = find_governors(document, document.body[0])
    >>> heard = {"Việt Nam": "Trần Văn Hải"}
    >>> assented_to(chain, 30, SpeakerState(document, speaker="Lào", side="Lào", heard=heard))
    'Trần Văn Hải'
    """
    verb, text = chain[-1], floor.document.text
    if verb.verb not in words("verbs", "consents"):
        return None
    raised = pattern("raised").match(text, verb.end, end)
    if raised is None and (
        verb.sense != "agree" or not pattern("asked").match(text, verb.end, end)
    ):
        return None
    stop = _clause_end(text, raised.end() if raised else verb.end, end)
    whose = _named(verb.end, stop, floor)
    if whose is None and floor.speaker != BOTH:
        whose = _other_speaker(floor)
    return None if whose in (None, floor.speaker) else whose


def answered(  # no example: needs a read document; tests/statements/test_statement_spans.py
    chain: Sequence[ReportingVerb], start: int, end: int, floor: SpeakerState
) -> str:
    """Return whom any other statement answers: whose proposals it refuses, or the speaker before
    "Đáp lại, …"; empty if nobody."""
    verb, text = chain[-1], floor.document.text
    if verb.sense == "decline":
        whose = _named(verb.end, _clause_end(text, verb.end, end), floor)
        return whose or _other_speaker(floor) or ""
    reply = pattern("reply").match(text, start, end) or pattern("replied").search(
        text, max(0, start - _LEAD), start
    )
    return (_other_speaker(floor) or "") if reply else ""


def _clause_end(text: str, start: int, end: int) -> int:
    return next((at for at in range(start, end) if text[at] in ",;."), end)


def _named(start: int, end: int, floor: SpeakerState) -> str | None:
    """Return the person a clause names, or who has spoken for the side that it names, or that
    side."""
    cast = floor.document.people
    for naming in cast.within(start, end):
        index = naming.person if naming.person is not None else resolve(naming, floor)
        if index is not None and cast.people[index].name != floor.speaker:
            return cast.people[index].name
    names = floor.document.places.within(start, end) if floor.speaker != BOTH else []
    sides = [name.place.side for name in names if not same_side(name.place.side, floor.side)]
    return floor.heard.get(sides[0], sides[0]) if sides else None


def _other_speaker(floor: SpeakerState) -> str | None:
    """Return who of another side has spoken last."""
    others = [name for side, name in floor.heard.items() if side != floor.side]
    return others[-1] if others else None
