"""Atomic proposals: what one asking, pledging or consenting verb governs, taken apart by its heads.

A proposal starts at its own head verb (with that verb's adverbs) and ends where the next one, or a
new statement, starts. Objects listed under one verb stay together; what a purpose word opens stays
with the proposal it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from readouts.clauses import before_adverbs
from readouts.lexicon import alternation, words
from readouts.model import ITEM_ACTS
from readouts.people import Cast
from readouts.places import find_names
from readouts.sentences import trimmed
from readouts.statements import Said

# How far from its start a clause's head verb may stand: the addressee is in between.
_ADDRESSEE_MAX = 160


@dataclass(frozen=True)
class Proposal:
    """An item's span, with its addressee, the rule that cut it and the head verb as cue."""

    start: int
    end: int
    addressee: str
    rule: str
    cue: str


@dataclass(frozen=True)
class _Head:
    """A head verb at ``start`` (its adverbs included); ``verb`` is where the verb itself starts."""

    start: int
    verb: int
    end: int
    kind: str
    adverb: bool


def find_proposals(text: str, said: Said, cast: Cast) -> list[Proposal]:
    """Return the items of one statement, in order; none for acts that put nothing on the table.

    >>> from readouts.model import Statement
    >>> text = "đề nghị Lào tăng cường kết nối đường sắt, đường bộ, tạo thuận lợi thông quan."
    >>> said = Said(Statement(0, 77, "", "", "propose", "đề nghị"), (), 7, len(text))
    >>> [text[p.start:p.end] for p in find_proposals(text, said, Cast((), ()))]
    ['tăng cường kết nối đường sắt, đường bộ', 'tạo thuận lợi thông quan']
    """
    if said.statement.act not in ITEM_ACTS:
        return []
    found: list[Proposal] = []
    for number, (start, end) in enumerate(_parts(text, said.start, said.end)):
        rule = "first of its statement" if number == 0 else "after a semicolon"
        found.extend(_clauses(text, start, end, cast, rule, said))
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at semicolons outside brackets and quotation marks."""
    closed = _enclosed(text, start, end)
    at = start
    for stop in re.compile(";").finditer(text, start, end):
        if not any(a <= stop.start() < b for a, b in closed):
            yield at, stop.start()
            at = stop.end()
    yield at, end


def _clauses(
    text: str, start: int, end: int, cast: Cast, rule: str, said: Said
) -> Iterator[Proposal]:
    opened = _open(text, start, end, cast)
    if opened is None:
        return
    at, head, addressee = opened
    if at < head.start:
        rule = "keeps its own subject"
    closed = _enclosed(text, start, end)
    for cut, follow in _cuts(text, head, end, closed):
        yield _proposal(text, at, cut, addressee, rule, head)
        at, head, rule = follow.start, follow, "head verb after a joiner"
    yield _proposal(text, at, end, addressee, rule, head)


def _proposal(text: str, start: int, end: int, addressee: str, rule: str, head: _Head) -> Proposal:
    tail = _event_tail().search(text, head.end, end)
    stop = _trim(text, start, tail.start() if tail else end)
    return Proposal(start, stop, addressee, rule, text[head.start : head.end])


def _open(text: str, start: int, end: int, cast: Cast) -> tuple[int, _Head, str] | None:
    """Return where the first proposal of a part starts, its head verb and whom it addresses."""
    at = _past_openers(text, start, end)
    if _purpose().match(text, at, end):
        return None
    dated = at
    at, date = _past_circumstance(text, at, end)
    head = _head_at(text, at, end)
    if head is not None:
        return (dated if date else head.start), head, ""
    found = _head_behind(text, at, end)
    if found is None:
        return None
    subject = text[at : found.start].strip(" ,")
    bare = re.sub(r"^(?:cùng với|cùng|với|được|để|cho) ", "", subject)
    passive = re.search(r"(?<!\w)được(?!\w)", text[at : found.verb])
    if _event().match(bare) and not passive:
        return None
    if _addressed(text, at, bare, cast):
        return (dated if date else found.start), found, bare
    return dated if date else at, found, ""


def _addressed(text: str, at: int, subject: str, cast: Cast) -> bool:
    """Tell whether a subject is the addressee or the speaker's own side, and so left out."""
    if _joint_or_group().match(subject):
        return True
    offset = text.find(subject, at)
    if any(n.start == offset for n in cast.namings):
        return True
    names = find_names(subject)
    opens = bool(names) and names[0].start <= len("khu tự trị dân tộc ") and names[0].kind != "body"
    return opens or (bool(_state_body().match(subject)) and bool(names))


def _head_behind(text: str, at: int, end: int) -> _Head | None:
    """Return the first head verb behind a noun phrase that opens a clause."""
    for word in re.compile(r"(?<!\w)\w").finditer(text, at + 1, min(end, at + _ADDRESSEE_MAX)):
        head = _head_at(text, word.start(), end)
        if head is None or _noun_maker().search(text, at, word.start()):
            continue
        if head.kind == "fields" and not head.adverb and not _after_name(text, at, head.start):
            continue
        return head
    return None


def _after_name(text: str, at: int, stop: int) -> bool:
    """Tell whether a subject visibly ends before ``stop``: a joint or group word or a place."""
    subject = text[at:stop].rstrip()
    names = find_names(subject)
    ends = bool(names) and names[-1].end == len(subject)
    return ends or bool(_ends_in_group().search(subject))


def _cuts(
    text: str, head: _Head, end: int, closed: list[tuple[int, int]]
) -> Iterator[tuple[int, _Head]]:
    """Yield where a proposal ends and the head verb of the next one."""
    for joint in _joiners().finditer(text, head.end, end):
        if any(a <= joint.start() < b for a, b in closed) or joint.start() < head.end:
            continue
        at = _past_openers(text, joint.end(), end)
        follow = _head_at(text, at, end)
        if follow is None or not _has_object(text, follow, end):
            continue
        comma = joint.group().startswith((",", "…", ".")) or "," in text[joint.start() : at]
        if _parts_here(text, head, joint.start(), follow, comma):
            yield joint.start(), follow
            head = follow


def _parts_here(text: str, head: _Head, at: int, follow: _Head, comma: bool) -> bool:
    """Decide whether a head verb after a joiner starts a proposal of its own."""
    inside = text[head.end : at]
    if not _CONTENT.search(_after_head().sub("", inside)):
        return False
    if _purpose().search(inside):
        return False
    steering = bool(_steering().match(text, follow.verb))
    if _causative().match(text, head.verb) and _puts_to_work(text, head, at):
        return comma and steering
    listing = _field_noun().search(inside) or _example().search(inside)
    if follow.kind == "fields":
        return follow.adverb and not listing
    if listing:
        return steering or (follow.kind == "acts" and (follow.adverb or comma and not _example().search(inside)))
    if follow.kind == "either" and not follow.adverb:
        return comma
    return True


def _puts_to_work(text: str, head: _Head, at: int) -> bool:
    """Tell whether a causative head governs somebody's verb ("khuyến khích doanh nghiệp đầu tư")."""
    for word in re.compile(r"(?<!\w)\w").finditer(text, head.end + 1, at):
        if _head_at(text, word.start(), at) and not _noun_maker().search(
            text, head.end, word.start()
        ):
            return True
    return False


def _head_at(text: str, at: int, end: int) -> _Head | None:
    """Return the head verb that starts at ``at``, its adverbs taken in."""
    if _not_head().match(text, at, end):
        return None
    stop = at
    while True:
        adverb = _adverb().match(text, stop, end)
        if adverb is None:
            break
        stop = adverb.end()
    for kind in ("acts", "either", "fields"):
        verb = _heads(kind).match(text, stop, end)
        if verb is not None and not _not_head().match(text, stop, end):
            return _Head(at, stop, verb.end(), kind, stop > at)
    if stop > at:
        last = _last_adverb_as_head(text, at, stop, end)
        if last is not None:
            return last
    return None


def _last_adverb_as_head(text: str, at: int, stop: int, end: int) -> _Head | None:
    """"phối hợp", "tập trung", "nỗ lực" are heads themselves where no other verb follows."""
    for kind in ("acts", "either"):
        for start in range(stop - 1, at - 1, -1):
            if start > at and text[start - 1] != " ":
                continue
            verb = _heads(kind).match(text, start, end)
            if verb is not None and verb.end() >= stop - 1:
                return _Head(at, start, verb.end(), kind, start > at)
    return None


def _has_object(text: str, head: _Head, end: int) -> bool:
    """Tell whether anything but adverbs follows a head verb before the next joiner."""
    stop = _joiners().search(text, head.end, end)
    inside = text[head.end : stop.start() if stop else end]
    if _CONTENT.search(_after_head().sub("", inside)):
        return True
    if stop is None:
        return False
    follow = _head_at(text, _past_openers(text, stop.end(), end), end)
    return follow is not None and _has_object(text, follow, end)


def _past_openers(text: str, start: int, end: int) -> int:
    at = start
    while True:
        match = _openers().match(text, at, end)
        if match is None or match.end() == at:
            return at
        at = match.end()


def _past_circumstance(text: str, at: int, end: int) -> tuple[int, bool]:
    """Skip "trong thời gian tới, " and its like; tell whether it holds a date."""
    opener = _circumstance().match(text, at, end)
    comma = text.find(",", at, end) if opener else -1
    while comma > 0:
        follow = _past_openers(text, comma + 1, end)
        if _head_at(text, follow, end) or _subject_at(text, follow, end):
            return follow, bool(re.search(r"\d", text[at:comma]))
        comma = text.find(",", comma + 1, end)
    bare = re.compile(r"(?:trong )?thời gian tới ", re.IGNORECASE).match(text, at, end)
    return (bare.end() if bare else at), False


def _subject_at(text: str, at: int, end: int) -> bool:
    part = text[at:end]
    names = find_names(part[:60])
    return bool(_joint_or_group().match(part)) or bool(names and names[0].start < 25)


def _enclosed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [m.span() for m in _BRACKETS.finditer(text, start, end)]


def _trim(text: str, start: int, end: int) -> int:
    while True:
        stop = before_adverbs_of_list(text, start, end)
        if stop == end:
            return stop
        end = stop


def before_adverbs_of_list(text: str, start: int, end: int) -> int:
    """Return ``end`` without closing punctuation and openers of what follows."""
    stop = end
    while stop > start and text[stop - 1] in " ,;:.…\"'" and not _balanced_quote(text, start, stop):
        stop -= 1
    opener = _trailing_opener().search(text, max(start, stop - 40), stop)
    return opener.start() if opener and opener.start() > start else stop


def _balanced_quote(text: str, start: int, stop: int) -> bool:
    return text[stop - 1] == '"' and text.count('"', start, stop) % 2 == 0


_CONTENT = re.compile(r"\w")
_BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"")


@cache
def _heads(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", kind)), re.IGNORECASE if kind else 0)


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
def _steering() -> re.Pattern[str]:
    return re.compile(alternation(words("head_verbs", "steering")), re.IGNORECASE)


@cache
def _causative() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "causatives")), re.IGNORECASE)


@cache
def _purpose() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "purposes")), re.IGNORECASE)


@cache
def _field_noun() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "field_nouns")), re.IGNORECASE)


@cache
def _example() -> re.Pattern[str]:
    return re.compile(alternation(words("connectives", "examples")), re.IGNORECASE)


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
    return re.compile(rf"(?:…|\.\.\.|,) *| (?={listed})", re.IGNORECASE)


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
def _joint_or_group() -> re.Pattern[str]:
    return re.compile(alternation(words("speakers", "joint", "groups")), re.IGNORECASE)


@cache
def _ends_in_group() -> re.Pattern[str]:
    listed = alternation(words("speakers", "joint", "groups"))
    return re.compile(rf"{listed}(?: liên quan| hai nước| hai bên)*$", re.IGNORECASE)


@cache
def _state_body() -> re.Pattern[str]:
    from readouts.places import body_openers

    return re.compile(alternation(body_openers()["state"]), re.IGNORECASE)


@cache
def _event_tail() -> re.Pattern[str]:
    """"… trong buổi tiếp X", ", theo Y": where and by whom it was said, not what."""
    met = alternation(words("meeting", "events"))
    return re.compile(
        rf",? (?:trong|tại|nhân) (?:buổi|cuộc) {met}|, theo (?=[A-ZĐ]|[a-z]+\.)", re.IGNORECASE
    )


__all__ = ["Proposal", "before_adverbs", "find_proposals", "trimmed"]
