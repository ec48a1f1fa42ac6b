"""In which act something is said: by the verbs that govern it, and by what follows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from readouts.entities.places import side_of
from readouts.entities.sides import same_side
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.model import BOTH, Act
from readouts.statements.reporting_verbs import ReportingVerb
from readouts.statements.speakers import SpeakerState

# How far behind "khẳng định" the next act may start, behind its subject.
_NEXT_ACT_REACH = 50
# Right before a pledge this makes a standing policy of it ("luôn sẵn sàng").
_ALWAYS = " luôn "


@dataclass(frozen=True)
class _Said:
    """What the rules look at: a chain of verbs, what they govern, and who says it."""

    chain: Sequence[ReportingVerb]
    content: tuple[int, int]
    floor: SpeakerState

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

    def followed_by(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.match(self.text, *self.content))

    def last_verb_in(self, key: str) -> bool:
        return bool(self.reporting) and self.reporting[-1].verb in words("verbs", key)

    def standing(self) -> bool:
        """Tell a policy that holds always from a next act."""
        verb = self.chain[-1].start
        always = self.text[max(0, verb - len(_ALWAYS)) : verb].lower() == _ALWAYS
        return self.followed_by(pattern("standing")) or (not self.modal and always)

    def always_before(self) -> bool:
        return any(verb.verb.startswith("luôn") for verb in self.chain[:-1])

    def own_next_act(self) -> bool:
        """Tell whether what is affirmed is that the speaker's own side will go on doing it."""
        start, end = self.content
        found = pattern("next_act").search(self.text, start, min(end, start + _NEXT_ACT_REACH))
        if found is None:
            return False
        subject = self.text[start : found.start()].strip(" ,:")
        if self.joint and subject.lower() in words("speakers", "joint_by_number", "joint"):
            return True
        return not subject or same_side(side_of(subject), self.floor.side)

    def future_of_another(self) -> bool:
        subject = self.chain[-1].subject
        own_side = not subject.side or same_side(subject.side, self.floor.side)
        own = subject.kind in ("none", "own", "joint", "person")
        believed = any(verb.verb in words("verbs", "beliefs") for verb in self.chain)
        return believed or self.standing() or not (own or (subject.kind == "side" and own_side))


class _Rule(NamedTuple):
    name: str
    holds: Callable[[_Said], bool]
    act: Act | None
    example: str


# The first rule that holds decides; None is the act of the last reporting verb.
_RULES = (
    _Rule(
        "standing policy",
        lambda said: said.head == "propose" and said.always_before(),
        "affirm",
        "luôn coi trọng và mong muốn",
    ),
    _Rule("asking verb", lambda said: said.head == "propose", "propose", "đề nghị hai bên …"),
    _Rule(
        "joint need",
        lambda said: said.modal == "need" and (said.joint or said.consent),
        "agree",
        "hai bên cần …",
    ),
    _Rule("need stated", lambda said: said.modal == "need", "propose", "nhấn mạnh cần …"),
    _Rule(
        "consent to a future act",
        lambda said: said.modal == "will" and said.consent,
        "agree",
        "nhất trí sẽ …",
    ),
    _Rule(
        "future of another",
        lambda said: said.modal == "will" and said.future_of_another(),
        "affirm",
        "tin tưởng hợp tác sẽ …",
    ),
    _Rule(
        "joint future", lambda said: said.modal == "will" and said.joint, "agree", "hai bên sẽ …"
    ),
    _Rule(
        "joint future, one speaker",
        lambda said: said.modal == "will" and said.chain[-1].subject.kind == "joint",
        "propose",
        "khẳng định hai bên sẽ …",
    ),
    _Rule("own future act", lambda said: said.modal == "will", "commit", "Lào sẽ …"),
    _Rule(
        "refusal of what was asked",
        lambda said: said.head == "concern" and said.followed_by(pattern("asked")),
        "decline",
        "không chấp nhận đề nghị …",
    ),
    _Rule(
        "consent to a judgement",
        lambda said: said.head == "agree" and said.followed_by(pattern("no_consent")),
        "appraise",
        "nhất trí về tầm quan trọng …",
    ),
    _Rule(
        "order to one's own",
        lambda said: said.head == "agree" and said.last_verb_in("orders") and not said.joint,
        "commit",
        "giao các bộ …",
    ),
    _Rule("verb of consent", lambda said: said.head == "agree", "agree", "nhất trí mở …"),
    _Rule(
        "invitation to act",
        lambda said: said.head == "invite" and said.followed_by(pattern("invited_to_work")),
        "propose",
        "mời doanh nghiệp … đầu tư",
    ),
    _Rule(
        "consent to a judgement",
        lambda said: said.consent and said.head in ("affirm", "appraise", "inform"),
        "appraise",
        "nhất trí cho rằng …",
    ),
    _Rule(
        "standing policy",
        lambda said: said.head == "commit" and said.standing(),
        "affirm",
        "luôn sẵn sàng …",
    ),
    _Rule(
        "joint pledge",
        lambda said: said.head == "commit" and (said.joint or said.consent),
        "agree",
        "hai bên cam kết …",
    ),
    _Rule("verb of pledge", lambda said: said.head == "commit", "commit", "cam kết …"),
    _Rule(
        "joint next act",
        lambda said: said.head in ("affirm", "inform") and said.joint and said.own_next_act(),
        "agree",
        "hai bên khẳng định tiếp tục …",
    ),
    _Rule(
        "own next act",
        lambda said: said.head in ("affirm", "inform") and said.own_next_act(),
        "commit",
        "khẳng định tiếp tục …",
    ),
    _Rule("reporting verb", lambda said: True, None, "hoan nghênh …"),
)


def act_of(
    chain: Sequence[ReportingVerb], content: tuple[int, int], floor: SpeakerState
) -> tuple[Act, str]:
    """Return the act of a chain of verbs by what follows it, and the rule that says so.

    >>> from readouts.statements.reporting_verbs import find_governors
    >>> from readouts.entities.document import one_sentence
    >>> document = one_sentence("Hai bên nhất trí tiếp tục hợp tác")
    >>> chain = find_governors(document, document.body[0])
    >>> act_of(chain, (16, 33), SpeakerState(document, speaker=BOTH, side=BOTH))
    ('agree', 'verb of consent')
    """
    said = _Said(chain, content, floor)
    rule = next(rule for rule in _RULES if rule.holds(said))
    return rule.act or said.head, rule.name  # type: ignore[return-value]
