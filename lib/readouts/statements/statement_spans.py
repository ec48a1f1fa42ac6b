"""Who says what, in which act: statements, each governed by a chain of reporting verbs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readouts.entities.people import (
    HOME,
    People,
)
from readouts.entities.places import find_names
from readouts.entities.sides import same_side
from readouts.language.lexicon import words
from readouts.language.patterns import pattern
from readouts.language.sentences import trimmed
from readouts.model import BOTH, NARRATOR, Sentence, Statement
from readouts.statements.acts import act_of
from readouts.statements.reporting_verbs import ReportingVerb, Subject, find_governors
from readouts.statements.responses import answered, assented_to
from readouts.statements.speakers import SpeakerState, set_speaker

# How far before a bare verb the "luôn" that governs it stands.
_STANDING_REACH = 60
_FIGURE = re.compile(r"\d")
_ITEM_ACTS = ("propose", "commit", "agree")
_SIGNED = "documents signed at the meeting"


@dataclass(frozen=True)
class StatementSpan:
    """A statement, the verbs that govern it, and the spans of what is said and its sentence."""

    statement: Statement
    chain: tuple[ReportingVerb, ...]
    start: int
    end: int
    sentence: tuple[int, int]


def find_statements(text: str, body: Sequence[Sentence], cast: People) -> list[StatementSpan]:
    """Return what is said in the body's sentences, in order.

    >>> from readouts.entities.people import find_people
    >>> text = "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác."
    >>> from readouts.entities.sides import assign_sides
    >>> cast = assign_sides(text, find_people(text, [(0, len(text))]), [(0, len(text))])
    >>> [said] = find_statements(text, [Sentence(0, len(text), 1, 1, "body")], cast)
    >>> said.statement.speaker, said.statement.side, said.statement.act
    ('Trần Văn Hải', 'Việt Nam', 'propose')
    """
    floor = SpeakerState(guest=_guest(cast))
    found: list[StatementSpan] = []
    body = [_without_source(text, sentence, cast) for sentence in body]
    governed = [find_governors(text, s.start, s.end, cast) for s in body]
    for number, whole in enumerate(body):
        quoted, end = _quoted_speaker(text, body, governed, number)
        sentence = replace(whole, end=end)
        coded = _read(text, sentence, governed[number], cast, floor, quoted)
        found.extend(coded)
        floor.last = coded[-1].statement if coded else None
    return found


def _without_source(text: str, sentence: Sentence, cast: People) -> Sentence:
    """Return a sentence without the source that the report names ("Theo TTXVN, …")."""
    start, end = sentence.start, sentence.end
    before = pattern("source_before").match(text, start, end)
    if before and cast.starting_at(start + len("Theo ")) is None:
        start = before.end()
    behind = pattern("source_behind").search(text, start, end)
    return replace(sentence, start=start, end=behind.start() if behind else end)


def _guest(cast: People) -> str:
    """The other side than ours: whose people are named most."""
    foreign = Counter(person.side for person in cast.people if person.side not in ("", HOME))
    return foreign.most_common(1)[0][0] if foreign else ""


def _read(
    text: str,
    sentence: Sentence,
    governors: list[ReportingVerb],
    cast: People,
    floor: SpeakerState,
    quoted: Subject | None,
) -> list[StatementSpan]:
    opening = quoted or _opening_subject(text, sentence, governors, cast)
    opening = opening or _subject_behind_opener(text, sentence, governors)
    if opening is not None:
        set_speaker(opening, cast, floor, text)
    chains = _chains(governors)
    signed = _signed(text, sentence, chains, floor)
    if signed and not chains:
        return [signed]
    if chains and pattern("earlier_meeting").search(text, sentence.start, chains[0][0].start):
        return [_narrated(sentence, floor, "earlier meeting")]
    if not chains:
        carried = _carried(text, sentence, floor) or _pledged(text, sentence, cast, floor)
        if carried is not None:
            return [carried]
        met = pattern("names_event").search(text, sentence.start, sentence.end)
        return [_narrated(sentence, floor, "says who met")] if met else []
    found = [signed] if signed else []
    for number, chain in enumerate(chains):
        end = chains[number + 1][0].lead if number + 1 < len(chains) else sentence.end
        start = chain[0].lead if number or signed else _start(text, sentence, chain, quoted)
        first = number == 0 and opening is None
        said = _said(text, sentence, chain, start, end, cast, floor, first=first)
        found.append(said)
        floor.hear(said.statement)
    return found


def _start(
    text: str, sentence: Sentence, chain: list[ReportingVerb], quoted: Subject | None
) -> int:
    """Return where a sentence's first statement starts: at its speaker, without what opens the
    sentence before him ("Tại cuộc gặp, …")."""
    subject = chain[0].subject
    if quoted or subject.kind not in ("person", "joint", "side"):
        return sentence.start
    opening = pattern("opening").match(text, sentence.start, subject.start)
    return opening.end() if opening else sentence.start


def _signed(
    text: str, sentence: Sentence, chains: list[list[ReportingVerb]], floor: SpeakerState
) -> StatementSpan | None:
    """A sentence, or its part before the first reporting verb, that tells which documents were
    signed or handed over at the meeting; the lines of their list go on with it."""
    end = chains[0][0].lead if chains else sentence.end
    signing = pattern("signing").search(text, sentence.start, end)
    if signing and not pattern("signed_before").search(text[sentence.start : signing.start()]):
        told = replace(sentence, end=_trim_end(text, sentence.start, end))
        cue = text[signing.start() : signing.end("document")]
        return _narrated(told, floor, _SIGNED, signing["verb"].lower(), cue)
    last = floor.last
    mark = pattern("list_mark").match(text, sentence.start, end)
    listed = last is not None and last.rule == _SIGNED and mark
    return _narrated(sentence, floor, _SIGNED) if listed and not chains else None


def _opening_subject(
    text: str, sentence: Sentence, governors: list[ReportingVerb], cast: People
) -> Subject | None:
    """Return the person a sentence opens with ("Ông X …, bày tỏ …", "Theo ông X, …")."""
    theo = pattern("according_to").match(text, sentence.start, sentence.end)
    if not theo and governors and governors[0].subject.kind in ("person", "joint"):
        return None
    start = theo.end() if theo else sentence.start
    naming = cast.starting_at(start)
    if naming is None or (governors and naming.end > governors[0].start):
        return None
    return Subject(naming.start, naming.end, "person", naming)


def _subject_behind_opener(
    text: str, sentence: Sentence, governors: list[ReportingVerb]
) -> Subject | None:
    """Return whose "Tán thành các đề xuất …, Y khẳng định" is: the subject behind it."""
    if len(governors) < 2 or governors[0].subject.kind != "none":
        return None
    follow = governors[1]
    opens = governors[0].start == sentence.start and follow.boundary == ","
    return follow.subject if opens and follow.subject.kind in ("person", "joint") else None


def _chains(governors: list[ReportingVerb]) -> list[list[ReportingVerb]]:
    chains: list[list[ReportingVerb]] = []
    for governor in governors:
        if governor.joined and chains:
            chains[-1].append(governor)
        else:
            chains.append([governor])
    return chains


def _said(
    text: str,
    sentence: Sentence,
    chain: list[ReportingVerb],
    start: int,
    end: int,
    cast: People,
    floor: SpeakerState,
    *,
    first: bool,
) -> StatementSpan:
    content = (_content_start(text, chain), end)
    reporting = [governor for governor in chain if governor.sense not in ("need", "will")]
    own = _speaking_subject(chain)
    bare = not reporting
    within = bare and _goes_on(own, floor, first)
    if not within:
        set_speaker(own, cast, floor, text)
    act, rule = act_of(text, chain, content, floor)
    if chain[-1].verb in words("verbs", "acts_themselves") and _always(text, sentence, chain):
        act, rule = "affirm", "standing policy"
    if rule == "consent to a judgement" and (
        part := pattern("acts_in_part").search(text, *content)
    ):
        act, rule, content = "agree", "consent to measures, some named", (part.end(), end)
    assented = assented_to(text, chain, end, cast, floor)
    if assented is not None and act in ("agree", "appraise", "affirm"):
        act, rule = "assent", "consent to what another speaker put forward"
    if act in _ITEM_ACTS and pattern("said_earlier").search(text, start, chain[-1].start):
        act, rule = "inform", "said at another time"
    if act in _ITEM_ACTS and pattern("speakers.outsiders").match(text, own.start, own.end):
        act, rule = "inform", "said by somebody not at the table"
    if bare and not within and own.kind == "person":
        act, rule = "inform", "narrated future"
    start, end = trimmed(text, start, _trim_end(text, start, end))
    statement = Statement(
        start=start,
        end=end,
        speaker=floor.speaker or NARRATOR,
        side=floor.side,
        act=act,
        verb=" … ".join(governor.verb for governor in chain),
        rule=rule,
        cue=text[chain[0].start : chain[-1].end],
        responds_to=assented or answered(text, chain, start, end, cast, floor),
        carried=own.kind == "none" and first,
        sentence=sentence.number,
    )
    return StatementSpan(statement, tuple(chain), *content, (sentence.start, sentence.end))


def _always(text: str, sentence: Sentence, chain: list[ReportingVerb]) -> bool:
    """Tell whether "luôn" governs a bare verb from before ("luôn hoan nghênh, tạo điều kiện …")."""
    before = text[max(sentence.start, chain[0].start - _STANDING_REACH) : chain[0].start]
    return bool(re.search(r"(?<!\w)luôn(?!\w)", before))


def _speaking_subject(chain: list[ReportingVerb]) -> Subject:
    """Return the first subject of a chain that is somebody, else the first verb's; both sides
    where one of them only tells what they agreed on ("ông X cho biết, hai nước nhất trí …")."""
    reporting = [g for g in chain if g.sense not in ("need", "will")]
    if reporting:
        told, said = reporting[0], reporting[-1]
        if (told.sense, said.sense, said.subject.kind) == ("inform", "agree", "joint"):
            return said.subject
    named = (g.subject for g in reporting if g.subject.kind in ("person", "joint"))
    first = chain[0].subject
    return next(named, first) if first.kind in ("none", "other") else first


def _content_start(text: str, chain: list[ReportingVerb]) -> int:
    """What is said starts behind the last verb that reports; a modal of somebody else's, and a
    verb that is itself the act, belong to it."""
    last = chain[-1]
    if last.verb in words("verbs", "acts_themselves"):
        return last.start
    if last.sense not in ("need", "will"):
        return last.end
    if len(chain) == 1 and last.subject.kind == "other":
        return last.subject.start
    reporting = [governor for governor in chain if governor.sense not in ("need", "will")]
    asks = bool(reporting) and reporting[-1].sense == "propose"
    if reporting and last.subject.kind == "none" and last.subject.start > reporting[-1].end + 1:
        return reporting[-1].end
    circumstance = pattern("connectives.circumstances").match(text, last.subject.start)
    if reporting and (asks or (last.subject.kind == "other" and not circumstance)):
        return reporting[-1].end
    return last.end


def _goes_on(own: Subject, floor: SpeakerState, first: bool) -> bool:
    """Tell whether a bare "hai bên cần …" or "Việt Nam sẽ …" is still the last speaker's."""
    if own.kind == "other":
        return not first
    if floor.person is None:
        return False
    if own.kind == "side":
        return same_side(own.side, floor.side)
    spoke = floor.last is not None and floor.last.act != "inform"
    return own.kind == "joint" and (spoke or not first)


def _carried(text: str, sentence: Sentence, floor: SpeakerState) -> StatementSpan | None:
    """A sentence without a reporting verb that goes on with what was said before it: a list of
    proposals where it opens with a verb, a judgement where it opens with a side."""
    mark = pattern("list_mark").match(text, sentence.start, sentence.end)
    previous = floor.last or (floor.listing if mark else None)
    if previous is None:
        return None
    act = previous.act
    start = _past_opener(text, mark.end() if mark else sentence.start, sentence.end)
    if act in _ITEM_ACTS and mark and not pattern("happened").search(text, start, sentence.end):
        return _going_on(previous, sentence, start, "goes on with the list before")
    if act in _ITEM_ACTS:
        listed = _past_joint(text, _past_topic(text, start, sentence.end), sentence.end, previous)
        if pattern("opens_with_verb").match(text, listed, sentence.end):
            return _going_on(previous, sentence, listed, "goes on with the list before")
    if act in ("affirm", "appraise") and _opens_with_side(text, sentence):
        return _going_on(previous, sentence, start, "goes on with the judgement before")
    return None


def _pledged(
    text: str, sentence: Sentence, cast: People, floor: SpeakerState
) -> StatementSpan | None:
    """A sentence without a reporting verb in which a side grants something of its own in the
    report's bare present ("Nhật Bản cấp thêm 50 học bổng …")."""
    start = _past_opener(text, sentence.start, sentence.end)
    grant = pattern("grant").search(text, start, sentence.end)
    if grant is None or not _FIGURE.search(text, grant.end(), sentence.end):
        return None
    start = max(start, text.rfind(", ", start, grant.start()) + 2)
    subject = text[start : grant.start()].strip()
    names = find_names(subject)
    side = names[0].place.side if names and names[-1].end == len(subject) else ""
    named = names and names[0].start == 0 and side in cast.sides
    if not named and subject.lower() not in words("speakers", "own"):
        return None
    if side:
        set_speaker(Subject(start, grant.start(), "side", side=side), cast, floor, text)
    statement = Statement(
        start=sentence.start,
        end=sentence.end,
        speaker=floor.speaker or NARRATOR,
        side=floor.side,
        act="commit",
        verb="",
        rule="grants in the bare present",
        sentence=sentence.number,
    )
    return StatementSpan(statement, (), grant.start(), sentence.end, (sentence.start, sentence.end))


def _opens_with_side(text: str, sentence: Sentence) -> bool:
    names = find_names(text[sentence.start : sentence.end])
    joint = pattern("joint").match(text, sentence.start, sentence.end)
    return bool(joint) or bool(names and names[0].start == 0)


def _going_on(previous: Statement, sentence: Sentence, start: int, rule: str) -> StatementSpan:
    statement = replace(
        previous,
        start=sentence.start,
        end=sentence.end,
        rule=rule,
        carried=True,
        sentence=sentence.number,
    )
    return StatementSpan(statement, (), start, sentence.end, (sentence.start, sentence.end))


def _narrated(
    sentence: Sentence, floor: SpeakerState, rule: str, verb: str = "", cue: str = ""
) -> StatementSpan:
    statement = Statement(
        start=sentence.start,
        end=sentence.end,
        speaker=NARRATOR,
        side="",
        act="inform",
        verb=verb,
        cue=cue,
        rule=rule,
        sentence=sentence.number,
    )
    bounds = (sentence.start, sentence.end)
    return StatementSpan(statement, (), *bounds, bounds)


def _quoted_speaker(
    text: str, body: Sequence[Sentence], governed: list[list[ReportingVerb]], number: int
) -> tuple[Subject | None, int]:
    """Return who speaks in direct speech or reported speech that names him only at its end, and
    where what he says ends; take that attribution out of the sentence's governors."""
    sentence = body[number]
    last = governed[number][-1] if governed[number] else None
    if last is not None and _ends_here(text, last, sentence):
        if last.subject.kind == "none" or last.boundary != ",":
            return None, sentence.end
        governed[number].pop()
        somebody = last.subject if last.subject.kind != "other" else None
        return somebody, last.lead
    before = text.rfind("\n", 0, sentence.start) + 1
    if text.count('"', before, sentence.start + 1) % 2 == 0:
        return None, sentence.end
    for later, verbs in zip(body[number + 1 :], governed[number + 1 :], strict=True):
        if later.paragraph != sentence.paragraph:
            break
        closing = text.find('"', later.start, later.end)
        if closing < 0:
            continue
        after = next((verb for verb in verbs if verb.lead >= closing), None)
        return (after.subject if after else None), sentence.end
    return None, sentence.end


def _ends_here(text: str, verb: ReportingVerb, sentence: Sentence) -> bool:
    """Tell whether nothing is said behind a verb: an attribution that follows what was said."""
    return not text[verb.end : sentence.end].strip(" .\"'")


def _past_opener(text: str, start: int, end: int) -> int:
    while True:
        opener = pattern("sentence_opener").match(text, start, end)
        if opener is None:
            return start
        start = opener.end()


def _past_topic(text: str, start: int, end: int) -> int:
    """Skip "Về giao thông, " before a verb that goes on with a list."""
    topic = pattern("topic").match(text, start, end)
    return _past_opener(text, topic.end(), end) if topic else start


def _past_joint(text: str, start: int, end: int, previous: Statement) -> int:
    """Skip "hai bên " before what goes on with what both consented to."""
    both = pattern("joint").match(text, start, end) if previous.speaker == BOTH else None
    return both.end() + 1 if both and previous.act == "agree" else start


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return end
