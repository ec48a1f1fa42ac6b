"""In which act something is said: by the verbs that govern it, and by what follows them."""

from __future__ import annotations

import re
from functools import cache

from readouts.entities.places import side_of
from readouts.entities.sides import same_side
from readouts.language.lexicon import alternation, words
from readouts.model import BOTH, Act
from readouts.statements.reporting_verbs import ReportingVerb
from readouts.statements.speakers import SpeakerState

# How far behind "khẳng định" the next act may start, behind its subject.
_NEXT_ACT_REACH = 50
# Right before a pledge this makes a standing policy of it ("luôn sẵn sàng").
_ALWAYS = " luôn "


def act_of(
    text: str, chain: list[ReportingVerb], content: tuple[int, int], floor: SpeakerState
) -> tuple[Act, str]:
    """Return the act of a chain of verbs by what follows it, and the rule that says so.

    >>> from readouts.statements.reporting_verbs import find_governors
    >>> from readouts.entities.people import People
    >>> text = "Hai bên nhất trí tiếp tục hợp tác"
    >>> chain = find_governors(text, 0, len(text), People((), ()))
    >>> act_of(text, chain, (16, len(text)), SpeakerState(speaker=BOTH, side=BOTH))
    ('agree', 'verb of consent')
    """
    joint = floor.speaker == BOTH
    reporting = [governor for governor in chain if governor.sense not in ("need", "will")]
    modal = chain[-1] if chain[-1].sense in ("need", "will") else None
    head = reporting[-1].sense if reporting else ""
    consent = any(governor.sense == "agree" for governor in chain)
    if head == "propose":
        always = any(governor.verb.startswith("luôn") for governor in chain[:-1])
        return ("affirm", "standing policy") if always else ("propose", "asking verb")
    if modal is not None and modal.sense == "need":
        return ("agree", "joint need") if joint or consent else ("propose", "need stated")
    if modal is not None:
        return _future(text, chain, modal, joint, content, floor)
    if head == "agree":
        if _no_consent().match(text, *content):
            return "appraise", "consent to a judgement"
        ordered = chain[-1].verb in words("verbs", "orders") and not joint
        return ("commit", "order to one's own") if ordered else ("agree", "verb of consent")
    invites = reporting and reporting[-1].verb in words("verbs", "invitations")
    if invites and _to_work().match(text, *content):
        return "propose", "invitation to act"
    if consent and head in ("affirm", "appraise", "inform"):
        return "appraise", "consent to a judgement"
    if head == "commit":
        verb = chain[-1].start
        always = text[max(0, verb - len(_ALWAYS)) : verb].lower() == _ALWAYS
        if always or _standing().match(text, *content):
            return "affirm", "standing policy"
        return ("agree", "joint pledge") if joint or consent else ("commit", "verb of pledge")
    if head in ("affirm", "inform") and _own_next_act(text, content, floor):
        return ("agree", "joint next act") if joint else ("commit", "own next act")
    return head, "reporting verb"  # type: ignore[return-value]


def _own_next_act(text: str, content: tuple[int, int], floor: SpeakerState) -> bool:
    """Tell whether what is affirmed is that the speaker's own side will go on doing something."""
    found = _next_act().search(text, content[0], min(content[1], content[0] + _NEXT_ACT_REACH))
    if found is None:
        return False
    subject = text[content[0] : found.start()].strip(" ,:")
    if floor.speaker == BOTH and subject.lower() in words("speakers", "joint"):
        return True
    return not subject or same_side(side_of(subject), floor.side)


def _future(
    text: str,
    chain: list[ReportingVerb],
    modal: ReportingVerb,
    joint: bool,
    content: tuple[int, int],
    floor: SpeakerState,
) -> tuple[Act, str]:
    """A pledge where the speaker's own side will act; else what the verb before it does."""
    senses = [governor.sense for governor in chain]
    own = modal.subject.kind in ("none", "own", "joint") or (
        modal.subject.kind == "side"
        and (not modal.subject.side or same_side(modal.subject.side, floor.side))
    )
    own = own or modal.subject.kind == "person"
    if "agree" in senses:
        return "agree", "consent to a future act"
    believed = any(governor.verb in words("verbs", "beliefs") for governor in chain)
    if not own or believed or _standing().match(text, *content):
        return "affirm", "future of another"
    if joint or modal.subject.kind == "joint":
        return ("agree", "joint future") if joint else ("propose", "joint future, one speaker")
    return "commit", "own future act"


@cache
def _no_consent() -> re.Pattern[str]:
    listed = alternation(words("verbs", "no_consent_after"))
    return re.compile(rf" *{listed}(?! việc)", re.IGNORECASE)


@cache
def _to_work() -> re.Pattern[str]:
    """An invitation to invest or take part, not to come: "mời doanh nghiệp … đầu tư"."""
    visits = alternation(words("verbs", "invited_to"))
    works = alternation(words("verbs", "invited_to_work"))
    return re.compile(rf"(?![^,;]*{visits})[^,;]*?{works}", re.IGNORECASE)


@cache
def _standing() -> re.Pattern[str]:
    return re.compile(r" *" + alternation(words("verbs", "standing")), re.IGNORECASE)


@cache
def _next_act() -> re.Pattern[str]:
    after = alternation(words("verbs", "next_act_after"))
    never = alternation(words("verbs", "positions"))
    return re.compile(rf"{after} (?!{never})", re.IGNORECASE)
