"""Reporting verbs that govern: where they stand in a sentence, and who is their subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from readouts.entities.people import People, PersonMention, follows_capital
from readouts.entities.places import PlaceSpan, find_names, side_of
from readouts.language.lexicon import alternation, word_list, words
from readouts.language.normalization import normalize_words
from readouts.language.patterns import pattern
from readouts.language.words import edges
from readouts.model import BOTH

SubjectKind = Literal["none", "own", "joint", "person", "side", "other"]


@dataclass(frozen=True)
class Subject:
    """Who stands before a verb: ``naming`` for a person, ``side`` for a country or body."""

    start: int
    end: int
    kind: SubjectKind
    naming: PersonMention | None = None
    side: str = ""


@dataclass(frozen=True)
class ReportingVerb:
    """A verb in governing position. ``sense`` is its act, or ``need`` or ``will``; ``lead`` is
    where its clause starts (before its subject); ``joined`` tells that nothing but a subject or
    "và" parts it from the governor before it."""

    start: int
    end: int
    verb: str
    sense: str
    subject: Subject
    lead: int
    joined: bool
    boundary: str = ""


def find_governors(text: str, start: int, end: int, cast: People) -> list[ReportingVerb]:
    """Return the governing verbs of a sentence, in order.

    >>> from readouts.entities.people import find_people
    >>> text = "Thủ tướng đề nghị Lào tăng cường hợp tác; hoan nghênh các đề nghị của Lào."
    >>> cast = find_people(text, [(0, len(text))])
    >>> [(g.verb, g.sense, g.subject.kind) for g in find_governors(text, 0, len(text), cast)]
    [('đề nghị', 'propose', 'person'), ('hoan nghênh', 'appraise', 'none')]
    """
    places = [
        PlaceSpan(p.start + start, p.end + start, p.place) for p in find_names(text[start:end])
    ]
    found: list[ReportingVerb] = []
    left = start
    for match in _verbs().finditer(text, start, end):
        if match.start() < left or _nominal(text, match, start, end):
            continue
        if " " not in match.group() and not _is_word(text, match, start, end):
            continue
        governor = _governor(text, match, left, start, found, cast, places)
        if governor is not None:
            found.append(governor)
            left = governor.end
    return found


def _governor(
    text: str,
    match: re.Match[str],
    left: int,
    start: int,
    found: list[ReportingVerb],
    cast: People,
    places: list[PlaceSpan],
) -> ReportingVerb | None:
    verb = re.sub(" +", " ", match.group().lower())
    sense = _senses()[verb]
    subject = find_subject(text, left, match.start(), cast, places)
    stop = before_adverbs(text, left, subject.start if subject.kind != "none" else match.start())
    gap = text[left:stop]
    stripped = text[stop : subject.start if subject.kind != "none" else match.start()]
    listing = bool(found) and found[-1].sense in _LISTING and subject.kind == "none"
    if (
        listing
        and sense not in ("need", "will")
        and pattern("verbs.going_on").match(stripped.lstrip())
    ):
        return None
    joined = bool(found) and not _CONTENT.search(gap) and ";" not in gap
    if found and found[-1].sense in _HELD and subject.kind in ("side", "joint"):
        joined = joined or bool(pattern("set_off").fullmatch(gap))
    passive = (
        sense == "need"
        and subject.kind == "none"
        and pattern("passive_behind").match(text, match.end())
    )
    if passive and found and found[-1].sense not in _LISTING and _boundary(gap) == ",":
        joined = True
    boundary = "" if joined else _boundary(gap)
    boundary = boundary or ("và" if pattern("connectives.clause_joiners").search(stripped) else "")
    governor = ReportingVerb(
        match.start(), match.end(), verb, sense, subject, stop, joined, boundary
    )
    return governor if _governs(text, governor, left, start, found) else None


_CONTENT = re.compile(r"\w")
# What these govern is a list of proposals.
_LISTING = ("propose", "commit", "agree", "need", "will")
# What is held or told may start with when or upon what it is so.
_HELD = ("affirm", "inform")
# What these govern is no list, and no modal is said under them.
_JUDGING = ("appraise", "concern", "courtesy", "invite", "decline")


def _governs(
    text: str, verb: ReportingVerb, left: int, start: int, found: list[ReportingVerb]
) -> bool:
    """Decide whether a verb in this place reports: by its subject and by what governs before it."""
    previous = found[-1] if found else None
    kind = verb.subject.kind
    if pattern("relative").search(text, left, verb.subject.start):
        return False
    if verb.sense in ("need", "will"):
        return _modal_governs(text, verb, left, previous)
    if kind == "other" and pattern("predicate").match(text, verb.subject.start):
        return False
    if kind == "side" and _among_addressed(text, verb, previous):
        return False
    if verb.verb in _listed("asked_in_person"):
        return kind == "person" and (previous is None or verb.boundary != "")
    if verb.verb in _listed("bare_pledges"):
        pledged = previous is not None and previous.sense == "appraise"
        return pledged and kind == "none" and verb.boundary == "và"
    if previous is not None and verb.verb in _listed("also_heads") and kind in ("none", "other"):
        return _heads_or_reports(text, verb, previous)
    if previous is not None and verb.boundary == "" and verb.verb in _listed("also_heads"):
        return previous.sense in ("affirm", "inform")
    if kind in ("joint", "person"):
        return _named_governs(text, verb, previous)
    if previous is None:
        return _first_governs(text, verb, start)
    told = verb.sense == "inform" and verb.verb in _listed("weak")
    if told and previous.sense in _LISTING and kind in ("none", "side"):
        return verb.boundary == ";"
    if verb.joined and kind == "other":
        acts = verb.sense in ("commit", "propose", "agree")
        said = previous.sense in ("affirm", "inform") and verb.verb not in _listed("weak")
        return acts and said and not pattern("speakers.events").match(text, verb.subject.start)
    if verb.joined:
        return _chains(previous, verb)
    if kind == "side":
        return verb.boundary != "" or _chains(previous, verb)
    return verb.boundary != "" and kind != "other"


def _first_governs(text: str, verb: ReportingVerb, start: int) -> bool:
    """Decide for the first verb of a sentence that nobody at the table stands before."""
    kind = verb.subject.kind
    if verb.verb in _listed("acts_themselves"):
        return False
    if verb.verb in _listed("also_heads") and kind in ("none", "other"):
        return False
    opens = not text[start : verb.start].strip(' "') or kind in ("side", "own")
    unknown = kind == "other" and verb.verb not in _listed("weak")
    return opens or unknown or (kind == "none" and verb.boundary != "")


def _among_addressed(text: str, verb: ReportingVerb, previous: ReportingVerb | None) -> bool:
    """Tell whether a side before a verb is asked itself ("mong muốn Chủ tịch Thượng viện và Quốc
    hội Nhật Bản tiếp tục ủng hộ …"): nothing has been asked yet where its name stands."""
    if previous is None or previous.sense != "propose" or verb.verb not in _listed("also_heads"):
        return False
    return not pattern("names_act").search(text, previous.end, verb.subject.start)


def _heads_or_reports(text: str, verb: ReportingVerb, previous: ReportingVerb) -> bool:
    """Decide for a verb that opens proposals too ("ủng hộ", "giao"), without a subject."""
    if verb.subject.kind == "other":
        return False
    if verb.verb in _listed("acts_themselves"):
        return verb.boundary != "" and previous.sense not in _LISTING
    if verb.sense == "propose" and verb.boundary and previous.sense not in _LISTING:
        return True
    if verb.sense == "agree" and verb.boundary:
        if pattern("consent_follows").match(text, verb.end):
            return True
        if previous.sense not in _LISTING and pattern("act_follows").match(text, verb.end):
            return True
    if verb.verb in _listed("heads_in_lists") and previous.sense in _LISTING:
        return False
    return verb.boundary == ";" and previous.sense not in ("propose", "need")


def _named_governs(text: str, verb: ReportingVerb, previous: ReportingVerb | None) -> bool:
    if previous is None or verb.boundary:
        return True
    return _chains(previous, verb)


def _chains(previous: ReportingVerb, verb: ReportingVerb) -> bool:
    """Tell whether ``verb`` may stand right under ``previous`` ("khẳng định … sẵn sàng")."""
    if verb.boundary == "và" or previous.sense in ("affirm", "inform"):
        return previous.sense != "propose" or verb.boundary == "và"
    if previous.sense == "agree":
        return verb.sense in ("appraise", "concern", "affirm", "propose", "commit", "inform")
    return previous.sense in ("will", "need") and verb.sense in ("propose", "commit")


def _modal_governs(
    text: str, verb: ReportingVerb, left: int, previous: ReportingVerb | None
) -> bool:
    kind = verb.subject.kind
    if previous is None:
        # "Ngoài ra, cần …" goes on with what is asked.
        opens = kind == "none" and verb.verb in _listed("asks_alone") and verb.boundary in ("", ",")
        return opens or kind in ("joint", "side", "person", "own")
    passive = (
        kind == "other" and verb.sense == "need" and pattern("passive_behind").match(text, verb.end)
    )
    if passive and verb.boundary and previous.sense not in _LISTING:
        return True
    pledged = verb.sense == "will" and verb.boundary in ("và", ",") and kind == "none"
    if pledged and previous.sense not in _LISTING:
        return True
    if previous.sense in _JUDGING:
        return verb.boundary in (";", ",") and kind in ("joint", "side")
    if previous.sense == "propose" and verb.boundary != ";":
        return verb.boundary == "" and kind != "none"
    if previous.sense == "propose" and kind == "none":
        return False
    if verb.boundary == "":
        return kind != "other" or previous.sense in ("affirm", "inform", "agree")
    asked = kind == "other" and verb.sense == "need" and previous.sense in ("affirm", "inform")
    if asked and pattern("speakers.groups|speakers.third_parties").match(text, verb.subject.start):
        return True
    return kind in ("joint", "side", "person", "own") or (
        kind == "none" and verb.sense == "need" and verb.boundary in (";", ",")
    )


def find_subject(text: str, left: int, at: int, cast: People, places: list[PlaceSpan]) -> Subject:
    """Return the subject that ends right before ``at`` (adverbs aside), not left of ``left``.

    >>> find_subject("Hai bên cũng nhất trí", 0, 13, People((), ()), []).kind
    'joint'
    """
    end = before_adverbs(text, left, at)
    if end <= left or text[end - 1] in ',;:"-(':
        return Subject(end, end, "none")
    joined = pattern("connectives.clause_joiners").match(text, end + 1, at)
    if joined:
        also = joined.group().lower() in _listed("joiners_behind_subject")
        before = find_subject(text, left, end, cast, places) if also else None
        if before and before.kind in ("person", "joint", "side") and _opens(text, left, before):
            return before
        return Subject(end, end, "none")
    own = pattern("own_end").search(text, max(left, end - 20), end)
    if own:
        return Subject(own.start(), end, "own")
    joint = pattern("joint_end").search(text, max(left, end - 60), end)
    if joint and not pattern("between_them").search(text, left, joint.start()):
        # "quan hệ hai nước sẽ …" is said of their relations.
        opening = _segment_start(text, left, joint.start())
        if pattern("speakers.events").match(text, opening, joint.start()):
            return Subject(opening, end, "other")
        return Subject(joint.start(), end, "joint", side=BOTH)
    naming = cast.ending_at(end)
    if naming is not None and naming.start >= left:
        return _person_subject(text, left, naming, cast, places)
    parenthesis = re.compile(r" \([^()]{1,40}\)$").search(text, left, end)
    if parenthesis:
        inner = find_subject(text, left, parenthesis.start(), cast, places)
        return Subject(inner.start, end, inner.kind, inner.naming, inner.side)
    return _other_subject(text, left, end, cast, places)


def _opens(text: str, left: int, subject: Subject) -> bool:
    """Tell whether a subject opens its clause, no verb's object right behind ``left``."""
    gap = text[left : subject.start].rstrip()
    return gap[-1] in ",;:" if gap else not text[left - 1 : left].isalnum()


def _person_subject(
    text: str, left: int, naming: PersonMention, cast: People, places: list[PlaceSpan]
) -> Subject:
    """A person, or two joined by "và" (both sides)."""
    if pattern("object_of").search(text, left, naming.start):
        return Subject(naming.start, naming.end, "other")
    other = pattern("and_another").search(text, left, _apposed(text, left, naming, cast).start)
    if other:
        partner = cast.ending_at(other.start())
        if partner is not None and partner.start >= left:
            return Subject(partner.start, naming.end, "joint", side=BOTH)
    courteous = pattern("courteous").search(text, left, naming.start)
    start = courteous.start() if courteous else naming.start
    return Subject(start, naming.end, "person", naming)


def _apposed(text: str, left: int, naming: PersonMention, cast: People) -> PersonMention:
    """Return the first of the namings that commas join ("Đại tướng X, Phó Thủ tướng")."""
    while text[naming.start - 2 : naming.start] == ", ":
        before = cast.ending_at(naming.start - 2)
        if before is None or before.start < left:
            break
        naming = before
    return naming


def _other_subject(
    text: str, left: int, end: int, cast: People, places: list[PlaceSpan]
) -> Subject:
    opening = _segment_start(text, left, end)
    that = pattern("that").match(text, opening, end)
    opening = that.end() if that else opening
    # "khẳng định, Đảng, Nhà nước Việt Nam luôn …": a comma inside the subject.
    groups = pattern("groups_apart").search(text, left, opening)
    if groups and (text[groups.start() - 2] in ",;:" or not text[left : groups.start()].strip()):
        opening = groups.start()
    of_body = cast.side_of_body(text[opening:end])
    if of_body:
        return Subject(opening, end, "side", side=of_body)
    if pattern("speakers.events").match(text, opening, end):
        return Subject(opening, end, "other")
    if pattern("speakers.kinds_of_body").fullmatch(text, opening, end):
        return Subject(opening, end, "side")
    if _body_opener().match(text, opening, end):
        return Subject(opening, end, "side", side=side_of(text[opening:end]))
    ending = next((p for p in places if p.end == end and p.start >= left), None)
    if ending is not None:
        start = _noun_phrase_start(text, opening, ending.start)
        if pattern("object_of").search(text, opening, start):
            return Subject(start, end, "other")
        pair = pattern("and_or_dash").search(text, opening, start)
        partner = next((p for p in places if pair and p.end == pair.start()), None)
        if partner is not None and partner.place.side != ending.place.side:
            return Subject(partner.start, end, "joint", side=BOTH)
        return Subject(start, end, "side", side=side_of(text[start:end]) or ending.place.side)
    if not text[opening:end].strip():
        return Subject(end, end, "none")
    return Subject(opening, end, "other")


def _noun_phrase_start(text: str, left: int, at: int) -> int:
    """Take in the nouns of a side's own people before its name ("Chính phủ và nhân dân …")."""
    match = pattern("groups_before").search(text, left, at)
    return match.start() if match else at


def _segment_start(text: str, left: int, end: int) -> int:
    last = left
    for stop in re.compile(r"[,;:\"(] ?").finditer(text, left, end):
        last = stop.end()
    while last < end and text[last] == " ":
        last += 1
    return last


def before_adverbs(text: str, left: int, at: int) -> int:
    """Return the end of what stands left of ``at`` without the adverbs that belong to a verb.

    >>> text = "Hai bên cũng đã nhất trí"
    >>> text[: before_adverbs(text, 0, text.index("nhất"))]
    'Hai bên'
    """
    while True:
        stop = at
        while stop > left and text[stop - 1] == " ":
            stop -= 1
        adverb = pattern("before_verb").search(text, max(left, stop - 30), stop)
        if adverb is None or adverb.start() < left:
            return stop
        at = adverb.start()
        if pattern("connectives.clause_joiners").fullmatch(adverb.group()):
            return len(text[:at].rstrip(" ")) if at > left else at


def _boundary(gap: str) -> str:
    """Return the mark or joiner that parts a verb's clause from what stands before it."""
    stripped = gap.rstrip(' "')
    if stripped.endswith((",", ";", ":")):
        return stripped[-1]
    if stripped.endswith((".", "…")):
        return ","
    return ""


def _is_word(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """One syllable is a verb only where the segmenter sees a word ("mong", not "trông mong")."""
    starts, ends = edges(text[start:end])
    if match.end() - start not in ends:
        # The segmenter reads "cần thiết | lập" where "cần | thiết lập" is meant.
        modal = match.group().lower() in _listed("need")
        # … and glues a verb to a name behind it ("mong | Brazil").
        to_name = text[match.end() + 1 : match.end() + 2].isupper()
        return to_name or (modal and bool(pattern("names_act").match(text, match.end() + 1)))
    # The segmenter glues a verb to the name before it ("Phúc mong").
    named = follows_capital(text, start, match.start())
    return match.start() - start in starts or (
        named and match.group().lower() not in _listed("acts_themselves")
    )


def _nominal(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell a noun reading: "các cam kết", "theo đề nghị của", "đề nghị trên", "Tuyên bố chung"."""
    opens = not text[start : match.start()].strip(' "-') or text[match.start() - 2] in '.:"'
    if match.group()[0].isupper() and not opens:
        return True
    if (
        opens
        and match.group()[0].isupper()
        and (
            pattern("noun_opening_after").match(text, match.end())
            or pattern("said_of").search(text, match.end(), end)
        )
    ):
        return True
    verb = re.sub(" +", " ", match.group().lower())
    if _senses()[verb] in ("need", "will"):
        return text.startswith("sự ", max(start, match.start() - 3))
    if verb in _listed("never_nouns"):
        return False
    if pattern("noun_before").search(text, max(start, match.start() - 25), match.start()):
        return True
    return bool(pattern("noun_after").match(text, match.end()))


@cache
def _senses() -> dict[str, str]:
    lists = word_list("verbs")
    return {normalize_words(verb): sense for sense in lists["senses"] for verb in lists[sense]}


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(words("verbs", key))


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(_senses()), re.IGNORECASE)


@cache
def _body_opener() -> re.Pattern[str]:
    openers = [o for kind in word_list("bodies")["openers"].values() for o in kind]
    return re.compile(alternation(openers), re.IGNORECASE)
