"""Who says what, in which act: statements, each governed by a chain of reporting verbs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from readouts.clauses import Governor, Subject, find_governors
from readouts.lexicon import alternation, words
from readouts.model import BOTH, NARRATOR, Act, Sentence, Statement
from readouts.people import (
    HOME,
    Cast,
    Naming,
    in_syllables,
    office_of,
    portfolios_of,
    vietnamese_name,
)
from readouts.places import country_of, find_names, side_of

# How far behind "khẳng định" the speaker's own side may be named ("khẳng định tỉnh Vân Nam …").
_OWN_SIDE_REACH = 30
# How far before a bare verb the "luôn" that governs it stands.
_STANDING_REACH = 60
# How far behind "khẳng định" the next act may start, behind its subject.
_NEXT_ACT_REACH = 50
_FIGURE = re.compile(r"\d")
_ITEM_ACTS = ("propose", "commit", "agree")


@dataclass(frozen=True)
class Said:
    """A statement, the verbs that govern it, and the spans of what is said and its sentence."""

    statement: Statement
    chain: tuple[Governor, ...]
    start: int
    end: int
    sentence: tuple[int, int]


@dataclass
class _Floor:
    """Who has the floor as the reading goes on: the last speaker, and his last statement."""

    speaker: str = ""
    side: str = ""
    person: int | None = None
    last_person: int | None = None
    said: Said | None = None
    guest: str = ""


def find_statements(text: str, body: Sequence[Sentence], cast: Cast) -> list[Said]:
    """Return what is said in the body's sentences, in order.

    >>> from readouts.people import find_people
    >>> text = "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác."
    >>> cast = assign_sides(text, find_people(text, [(0, len(text))]), [(0, len(text))])
    >>> [said] = find_statements(text, [Sentence(0, len(text), 1, 1, "body")], cast)
    >>> said.statement.speaker, said.statement.side, said.statement.act
    ('Trần Văn Hải', 'Việt Nam', 'propose')
    """
    floor = _Floor(guest=_guest(cast))
    found: list[Said] = []
    governed = [find_governors(text, s.start, s.end, cast) for s in body]
    for number, whole in enumerate(body):
        quoted, end = _quoted_speaker(text, body, governed, number)
        sentence = replace(whole, end=end)
        coded = _read(text, sentence, governed[number], cast, floor, quoted)
        found.extend(coded)
        floor.said = coded[-1] if coded else None
    return found


def assign_sides(text: str, cast: Cast, frame: Sequence[tuple[int, int]]) -> Cast:
    """Return the cast with everyone's side: as titled, else as he speaks, else by his name.

    >>> from readouts.people import find_people
    >>> text = "Bộ trưởng Trần Văn Hải tiếp Đại sứ Lào Somsay Keo."
    >>> cast = find_people(text, [(0, len(text))])
    >>> [person.side for person in assign_sides(text, cast, [(0, len(text))]).people]
    ['Việt Nam', 'Lào']
    """
    spoken = _spoken_sides(text, cast)
    foreign = [person.side for person in cast.people if person.side and person.side != HOME]
    places = [p.place for a, b in frame for p in find_names(text[a:b])]
    abroad = [place.side for place in places if place.side and place.country != HOME]
    counted = Counter(foreign or abroad)
    counterpart = counted.most_common(1)[0][0] if counted else ""
    chinese = any(country_of(side) == "Trung Quốc" for side in (*foreign, *abroad))
    sides = {}
    for index, person in enumerate(cast.people):
        by_name = HOME if _ours_by_name(person.name, chinese) else counterpart
        sides[index] = person.side or spoken.get(index, "") or by_name
    return cast.sided(sides)


def _ours_by_name(name: str, chinese: bool) -> bool:
    """A Vietnamese name is ours; of three syllables, also without a family name known to us,
    unless names of the other side may be spelled in Vietnamese syllables too (``chinese``)."""
    if vietnamese_name(name):
        return True
    parts = name.split()
    return len(parts) >= 3 and not chinese and in_syllables(name)


def _guest(cast: Cast) -> str:
    """The other side than ours: whose people are named most."""
    foreign = Counter(person.side for person in cast.people if person.side not in ("", HOME))
    return foreign.most_common(1)[0][0] if foreign else ""


def _spoken_sides(text: str, cast: Cast) -> dict[int, str]:
    """Sides by what people call their own: "ông X khẳng định tỉnh Vân Nam coi trọng …"."""
    sides: dict[int, str] = {}
    for naming in cast.namings:
        if naming.person is None or naming.person in sides:
            continue
        verb = _own_side_verb().match(text, naming.end)
        if not verb:
            continue
        reach = text[verb.end() : verb.end() + _OWN_SIDE_REACH]
        names = find_names(reach)
        acts = names and _side_acts().match(text, verb.end() + names[0].end)
        if acts and not _not_own().search(reach[: names[0].start]):
            sides[naming.person] = side_of(names[0].name) or names[0].place.side
    return sides


def _read(
    text: str,
    sentence: Sentence,
    governors: list[Governor],
    cast: Cast,
    floor: _Floor,
    quoted: Subject | None,
) -> list[Said]:
    opening = quoted or _opening_subject(text, sentence, governors, cast)
    opening = opening or _subject_behind_opener(text, sentence, governors)
    if opening is not None:
        _take_floor(opening, cast, floor, text)
    chains = _chains(governors)
    if chains and _earlier_meeting().search(text, sentence.start, chains[0][0].start):
        return [_narrated(sentence, floor, "earlier meeting")]
    if not chains:
        carried = _carried(text, sentence, floor) or _pledged(text, sentence, cast, floor)
        if carried is not None:
            return [carried]
        met = _event().search(text, sentence.start, sentence.end)
        return [_narrated(sentence, floor, "says who met")] if met else []
    found: list[Said] = []
    answered = _answered(text, sentence, cast, floor)
    for number, chain in enumerate(chains):
        end = chains[number + 1][0].lead if number + 1 < len(chains) else sentence.end
        start = sentence.start if number == 0 else chain[0].lead
        first = number == 0 and opening is None
        said = _said(text, sentence, chain, start, end, cast, floor, first=first)
        if answered and answered != said.statement.speaker:
            answering = replace(said.statement, responds_to=answered)
            said = replace(said, statement=answering)
        found.append(said)
        floor.said = said
    return found


def _opening_subject(
    text: str, sentence: Sentence, governors: list[Governor], cast: Cast
) -> Subject | None:
    """Return the person a sentence opens with ("Ông X …, bày tỏ …", "Theo ông X, …")."""
    theo = _according_to().match(text, sentence.start, sentence.end)
    if not theo and governors and governors[0].subject.kind in ("person", "joint"):
        return None
    start = theo.end() if theo else sentence.start
    naming = cast.starting_at(start)
    if naming is None or (governors and naming.end > governors[0].start):
        return None
    return Subject(naming.start, naming.end, "person", naming)


def _subject_behind_opener(
    text: str, sentence: Sentence, governors: list[Governor]
) -> Subject | None:
    """Return whose "Tán thành các đề xuất …, Y khẳng định" is: the subject behind it."""
    if len(governors) < 2 or governors[0].subject.kind != "none":
        return None
    follow = governors[1]
    opens = governors[0].start == sentence.start and follow.boundary == ","
    return follow.subject if opens and follow.subject.kind in ("person", "joint") else None


def _answered(text: str, sentence: Sentence, cast: Cast, floor: _Floor) -> str:
    """Return whose asks a sentence answers ("tán thành các đề xuất của X"), or an empty string."""
    ask = _asks_of().search(text, sentence.start, sentence.end)
    if ask is None:
        return ""
    naming = cast.starting_at(ask.end())
    if naming is None:
        return ""
    index = naming.person if naming.person is not None else _resolve(naming, cast, floor)
    return cast.people[index].name if index is not None else ""


def _chains(governors: list[Governor]) -> list[list[Governor]]:
    chains: list[list[Governor]] = []
    for governor in governors:
        if governor.joined and chains:
            chains[-1].append(governor)
        else:
            chains.append([governor])
    return chains


def _said(
    text: str,
    sentence: Sentence,
    chain: list[Governor],
    start: int,
    end: int,
    cast: Cast,
    floor: _Floor,
    *,
    first: bool,
) -> Said:
    content = (_content_start(text, chain), end)
    reporting = [governor for governor in chain if governor.sense not in ("need", "will")]
    own = _speaking_subject(chain)
    bare = not reporting
    within = bare and _goes_on(own, floor, first)
    if not within:
        _take_floor(own, cast, floor, text)
    act, rule = _act(text, chain, content, floor)
    if chain[-1].verb in words("verbs", "acts_themselves") and _always(text, sentence, chain):
        act, rule = "affirm", "standing policy"
    if rule == "consent to a judgement" and (part := _acts_in_part().search(text, *content)):
        act, rule, content = "agree", "consent to measures, some named", (part.end(), end)
    if act in _ITEM_ACTS and _earlier().search(text, start, chain[-1].start):
        act, rule = "inform", "said at another time"
    if bare and not within and own.kind == "person":
        act, rule = "inform", "narrated future"
    statement = Statement(
        start=start,
        end=_trim_end(text, start, end),
        speaker=floor.speaker or NARRATOR,
        side=floor.side,
        act=act,
        verb=" … ".join(governor.verb for governor in chain),
        rule=rule,
        cue=text[chain[0].start : chain[-1].end],
        carried=own.kind == "none" and first,
        sentence=sentence.number,
    )
    return Said(statement, tuple(chain), *content, (sentence.start, sentence.end))


def _always(text: str, sentence: Sentence, chain: list[Governor]) -> bool:
    """Tell whether "luôn" governs a bare verb from before ("luôn hoan nghênh, tạo điều kiện …")."""
    before = text[max(sentence.start, chain[0].start - _STANDING_REACH) : chain[0].start]
    return bool(re.search(r"(?<!\w)luôn(?!\w)", before))


def _speaking_subject(chain: list[Governor]) -> Subject:
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


def _content_start(text: str, chain: list[Governor]) -> int:
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
    circumstance = _circumstance().match(text, last.subject.start)
    if reporting and (asks or (last.subject.kind == "other" and not circumstance)):
        return reporting[-1].end
    return last.end


def _goes_on(own: Subject, floor: _Floor, first: bool) -> bool:
    """Tell whether a bare "hai bên cần …" or "Việt Nam sẽ …" is still the last speaker's."""
    if own.kind == "other":
        return not first
    if floor.person is None:
        return False
    if own.kind == "side":
        return same_side(own.side, floor.side)
    spoke = floor.said is not None and floor.said.statement.act != "inform"
    return own.kind == "joint" and (spoke or not first)


def _take_floor(subject: Subject, cast: Cast, floor: _Floor, text: str) -> None:
    """Give the floor to a subject; where none is named, whoever has it keeps it."""
    if subject.kind in ("none", "own"):
        return
    if subject.kind == "joint":
        floor.speaker, floor.side, floor.person = BOTH, BOTH, None
    elif subject.kind == "person" and subject.naming is not None:
        _person_takes(subject.naming, cast, floor)
    elif subject.kind == "side" and not subject.side:
        _kind_of_body_takes(text[subject.start : subject.end], cast, floor)
    elif subject.kind == "side":
        if floor.person is not None and (not subject.side or same_side(subject.side, floor.side)):
            return
        floor.speaker = subject.side or text[subject.start : subject.end]
        floor.side, floor.person = subject.side, None
    else:
        _phrase_takes(text[subject.start : subject.end], cast, floor)


def _kind_of_body_takes(kind: str, cast: Cast, floor: _Floor) -> None:
    """Give the floor to whose titles have a body of that kind ("Tập đoàn sẽ …")."""
    word = kind.lower()
    heads = [i for i, p in enumerate(cast.people) if any(word in t.lower() for t in p.titles)]
    if floor.person is not None and (floor.person in heads or not heads):
        return
    if heads:
        person = cast.people[heads[0]]
        floor.speaker, floor.side = person.name, person.side
        floor.person = floor.last_person = heads[0]
    else:
        floor.speaker, floor.side, floor.person = kind, "", None


def _phrase_takes(phrase: str, cast: Cast, floor: _Floor) -> None:
    """Give the floor to somebody named in words of his own: a body whose head is at the table is
    its head as long as he speaks, any other phrase is the other side's."""
    named = [i for i, p in enumerate(cast.people) if any(phrase in title for title in p.titles)]
    if phrase[:1].isupper() and floor.person in named:
        return
    side = cast.people[named[0]].side if named else side_of(phrase) or floor.guest
    floor.speaker, floor.side, floor.person = phrase, side, None


def _person_takes(naming: Naming, cast: Cast, floor: _Floor) -> None:
    index = naming.person if naming.person is not None else _resolve(naming, cast, floor)
    if index is None:
        floor.speaker, floor.side, floor.person = naming.title, naming.side or HOME, None
        return
    person = cast.people[index]
    floor.speaker, floor.side = person.name, person.side
    floor.person = floor.last_person = index


def _resolve(naming: Naming, cast: Cast, floor: _Floor) -> int | None:
    """Return who a title or form of address alone stands for."""
    if not naming.office and not naming.title:
        return _by_address(naming, cast, floor)
    if not naming.office:
        return _by_portfolio(naming, cast)
    ever = cast.holders(_synonyms(naming.office))
    met = [i for i in ever if cast.last_named(i, naming.start) is not None]
    holders = met or ever
    if naming.side:
        sided = [i for i in holders if same_side(cast.people[i].side, naming.side)]
        if not sided:
            sided = [i for i, p in enumerate(cast.people) if same_side(p.side, naming.side)]
            named = [i for i in sided if cast.last_named(i, naming.start) is not None]
            sided = named if met else sided
        holders = sided
    if _host().search(naming.title):
        holders = [i for i in holders if cast.people[i].side != HOME] or holders
    if not holders:
        return None
    spoke = floor.last_person if floor.last_person in holders else None
    home = [i for i in holders if cast.people[i].side == HOME]
    if len(holders) == 1 or naming.side:
        return spoke if spoke is not None else holders[0]
    if home:
        return spoke if spoke in home else home[0]
    return (
        spoke
        if spoke is not None
        else max(holders, key=lambda i: cast.last_named(i, naming.start) or -1)
    )


def _by_portfolio(naming: Naming, cast: Cast) -> int | None:
    """Return whose title has the portfolio of "người đứng đầu ngành nông nghiệp", or the side."""
    wanted = portfolios_of(naming.title)
    for index, person in enumerate(cast.people):
        known = {name for title in person.titles for name in portfolios_of(title)}
        shared = any(ours in theirs or theirs in ours for ours in wanted for theirs in known)
        if shared and (not naming.side or same_side(person.side, naming.side)):
            return index
    sided = [i for i, p in enumerate(cast.people) if same_side(p.side, naming.side)]
    return sided[0] if sided else None


def _by_address(naming: Naming, cast: Cast, floor: _Floor) -> int | None:
    def fits(person: int | None) -> bool:
        known = cast.genders(person) if person is not None else set()
        return person is not None and (
            naming.gender == "any" or not known or naming.gender in known
        )

    if fits(floor.last_person):
        return floor.last_person
    before = cast.before(naming.start)
    return next((n.person for n in before if fits(n.person)), None)


def same_side(one: str, other: str) -> bool:
    """Tell whether two sides are one, or one a part of the other's country.

    >>> same_side("Vân Nam", "Trung Quốc"), same_side("Lào", "Việt Nam")
    (True, False)
    """
    if one == other:
        return bool(one)
    return bool(one and other) and country_of(one) == country_of(other) != ""


def _act(
    text: str, chain: list[Governor], content: tuple[int, int], floor: _Floor
) -> tuple[Act, str]:
    """Return the act of a chain of verbs by what follows it, and the rule that says so."""
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
        always = re.search(r"(?<!\w)luôn $", text[: chain[-1].start][-6:])
        if always or _standing().match(text, *content):
            return "affirm", "standing policy"
        return ("agree", "joint pledge") if joint or consent else ("commit", "verb of pledge")
    if head in ("affirm", "inform") and _own_next_act(text, content, floor):
        return ("agree", "joint next act") if joint else ("commit", "own next act")
    return head, "reporting verb"  # type: ignore[return-value]


def _own_next_act(text: str, content: tuple[int, int], floor: _Floor) -> bool:
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
    chain: list[Governor],
    modal: Governor,
    joint: bool,
    content: tuple[int, int],
    floor: _Floor,
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


def _carried(text: str, sentence: Sentence, floor: _Floor) -> Said | None:
    """A sentence without a reporting verb that goes on with what was said before it: a list of
    proposals where it opens with a verb, a judgement where it opens with a side."""
    previous = floor.said
    if previous is None:
        return None
    act = previous.statement.act
    start = _past_opener(text, sentence.start, sentence.end)
    if act in _ITEM_ACTS and _opens_with_verb().match(text, start, sentence.end):
        return _going_on(previous, sentence, start, "goes on with the list before")
    if act in ("affirm", "appraise") and _opens_with_side(text, sentence):
        return _going_on(previous, sentence, start, "goes on with the judgement before")
    return None


def _pledged(text: str, sentence: Sentence, cast: Cast, floor: _Floor) -> Said | None:
    """A sentence without a reporting verb in which a side grants something of its own in the
    report's bare present ("Nhật Bản cấp thêm 50 học bổng …")."""
    start = _past_opener(text, sentence.start, sentence.end)
    grant = _grant().search(text, start, sentence.end)
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
        _take_floor(Subject(start, grant.start(), "side", side=side), cast, floor, text)
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
    return Said(statement, (), grant.start(), sentence.end, (sentence.start, sentence.end))


def _opens_with_side(text: str, sentence: Sentence) -> bool:
    names = find_names(text[sentence.start : min(sentence.end, sentence.start + _OWN_SIDE_REACH)])
    joint = _joint_opening().match(text, sentence.start, sentence.end)
    return bool(joint) or bool(names and names[0].start == 0)


def _going_on(previous: Said, sentence: Sentence, start: int, rule: str) -> Said:
    statement = replace(
        previous.statement,
        start=sentence.start,
        end=sentence.end,
        rule=rule,
        carried=True,
        sentence=sentence.number,
    )
    return Said(statement, (), start, sentence.end, (sentence.start, sentence.end))


def _narrated(sentence: Sentence, floor: _Floor, rule: str) -> Said:
    statement = Statement(
        start=sentence.start,
        end=sentence.end,
        speaker=NARRATOR,
        side="",
        act="inform",
        verb="",
        rule=rule,
        sentence=sentence.number,
    )
    bounds = (sentence.start, sentence.end)
    return Said(statement, (), *bounds, bounds)


def _quoted_speaker(
    text: str, body: Sequence[Sentence], governed: list[list[Governor]], number: int
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


def _ends_here(text: str, verb: Governor, sentence: Sentence) -> bool:
    """Tell whether nothing is said behind a verb: an attribution that follows what was said."""
    return not text[verb.end : sentence.end].strip(" .\"'")


def _past_opener(text: str, start: int, end: int) -> int:
    while True:
        opener = _opener().match(text, start, end)
        if opener is None:
            return start
        start = opener.end()


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return end


@cache
def _synonyms(office: str) -> set[str]:
    from readouts.lexicon import word_list

    found = {office}
    for row in word_list("titles")["same_office"]:
        offices = {office_of(title) for title in row}
        if office in offices:
            found |= offices
    return found


@cache
def _own_side_verb() -> re.Pattern[str]:
    verbs = alternation(words("verbs", "own_side_after"))
    return re.compile(rf"(?: cũng| đã)? {verbs}", re.IGNORECASE)


@cache
def _side_acts() -> re.Pattern[str]:
    """What a country's name is followed by where the speaker tells what his own side does."""
    return re.compile(" +" + alternation(words("verbs", "own_side_before")), re.IGNORECASE)


@cache
def _not_own() -> re.Pattern[str]:
    """What between a verb and a place's name tells that the place is not the speaker's own."""
    verbs = alternation(words("verbs", "propose", "appraise", "courtesy", "agree"))
    return re.compile(rf"[.;]|(?<!\w)(?:hai|với|của|sang|đến|tới|tại) |{verbs}", re.IGNORECASE)


@cache
def _no_consent() -> re.Pattern[str]:
    listed = alternation(words("verbs", "no_consent_after"))
    return re.compile(rf" *{listed}(?! việc)", re.IGNORECASE)


@cache
def _grant() -> re.Pattern[str]:
    granted = alternation(words("head_verbs", "grants"))
    return re.compile(rf"(?<!\w)(?:cũng |tiếp tục |còn )*{granted}", re.IGNORECASE)


@cache
def _to_work() -> re.Pattern[str]:
    """An invitation to invest or take part, not to come: "mời doanh nghiệp … đầu tư"."""
    visits = alternation(words("verbs", "invited_to"))
    works = alternation(words("verbs", "invited_to_work"))
    return re.compile(rf"(?![^,;]*{visits})[^,;]*?{works}", re.IGNORECASE)


@cache
def _acts_in_part() -> re.Pattern[str]:
    """Where the acts start that "nhất trí về các biện pháp …, trong đó có việc …" names."""
    heads = alternation(words("head_verbs", "acts"))
    adverbs = alternation(words("connectives", "adverbs"))
    return re.compile(rf"trong đó có (?:việc |(?=(?:{adverbs} +)*{heads}))", re.IGNORECASE)


@cache
def _standing() -> re.Pattern[str]:
    return re.compile(r" *" + alternation(words("verbs", "standing")), re.IGNORECASE)


@cache
def _next_act() -> re.Pattern[str]:
    after = alternation(words("verbs", "next_act_after"))
    never = alternation(words("verbs", "positions"))
    return re.compile(rf"{after} (?!{never})", re.IGNORECASE)


@cache
def _event() -> re.Pattern[str]:
    formal = alternation(words("meeting", "formal_events"))
    return re.compile(
        rf"{formal}|(?:cuộc|buổi) {alternation(words('meeting', 'events'))}", re.IGNORECASE
    )


@cache
def _joint_opening() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "joint")), re.IGNORECASE)


@cache
def _earlier_meeting() -> re.Pattern[str]:
    met = alternation(words("meeting", "events"))
    return re.compile(rf"đã (?:có )?(?:cuộc |buổi )?{met}[^.;]*, *(?:cùng )?$", re.IGNORECASE)


@cache
def _asks_of() -> re.Pattern[str]:
    consent = alternation(words("verbs", "answers"))
    asks = alternation(words("verbs", "asks"))
    return re.compile(rf"{consent}[^,;.]*?{asks}[^,;.]*? (?:của|do) ", re.IGNORECASE)


@cache
def _circumstance() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "circumstances")), re.IGNORECASE)


@cache
def _host() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "hosts")), re.IGNORECASE)


@cache
def _according_to() -> re.Pattern[str]:
    return re.compile(r"Theo (?:lời )?", re.IGNORECASE)


@cache
def _earlier() -> re.Pattern[str]:
    """ "… hồi tháng 7, phía Lào đã đề nghị": said at another time."""
    marks = alternation(words("verbs", "earlier"))
    return re.compile(rf"(?:{marks}|năm \d{{4}}|\d[/-]\d{{4}}).*đã *$", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    openers = alternation(words("connectives", "openers", "list_openers"))
    return re.compile(rf"(?:{openers}|\(?\d{{1,2}}[.)/]|[-+•*])[ ,:]*", re.IGNORECASE)


@cache
def _opens_with_verb() -> re.Pattern[str]:
    adverbs = alternation(words("connectives", "adverbs"))
    heads = alternation(words("head_verbs", "acts", "either"))
    any_head = alternation(words("head_verbs", "acts", "either", "fields"))
    return re.compile(rf"(?:{adverbs} )*{heads}|(?:{adverbs} )+{any_head}", re.IGNORECASE)
