"""Zones of a readout: title, standfirst, body, caption, byline and others."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from readouts.language.lexicon import words
from readouts.language.lists import starts_list_line
from readouts.language.patterns import pattern
from readouts.language.sentences import paragraphs, sentences
from readouts.model import Zone, ZoneKind

# Shortest and longest texts of a kind, in characters, seen in the genre (titles and subheadings
# are headlines, not sentences; bylines are names).
_TITLE_MAX = 180
_SUBHEADING_MAX = 110
_BYLINE_MAX = 60
_CAPTION_MAX = 330
_SCENE_MAX = 170
# The share of a standfirst's word triples (or words) that the body must repeat.
_REPEATED_TRIPLES = 0.4
_REPEATED_WORDS = 0.55

_DATE_STAMP = re.compile(r"^\W*date \d{4}-\d{2}-\d{2}\s*", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"""[.!?…:;]["')\]]*$""")


def find_zones(text: str) -> list[Zone]:
    """Return the zones of a normalized text, in order, one for each paragraph or part of one.

    >>> text = "Hai bên hội đàm\\n\\nHai bên đề nghị tăng cường hợp tác.\\n\\nẢnh: VGP"
    >>> [zone.zone for zone in find_zones(text)]
    ['title', 'body', 'caption']
    """
    spans = list(paragraphs(text))
    kinds = _kinds(text, spans)
    zones: list[Zone] = []
    for (start, end), (kind, note) in zip(spans, kinds, strict=True):
        head = _dateline_end(text, start, end) if kind in ("sapo", "body") else start
        if head > start:
            zones.append(Zone(start, head, "dateline", "date stamp or agency before the text"))
        zones.append(Zone(head, end, kind, note))
    return zones


def _kinds(text: str, spans: list[tuple[int, int]]) -> list[tuple[ZoneKind, str]]:
    lines = [text[start:end] for start, end in spans]
    stamped = 1 if len(lines) > 1 and _DATE_STAMP.fullmatch(lines[0]) else 0
    stamps: list[tuple[ZoneKind, str]] = [("dateline", "date stamp")] * stamped
    return stamps + _kinds_of_lines(lines[stamped:])


def _kinds_of_lines(lines: list[str]) -> list[tuple[ZoneKind, str]]:
    again = _repeated_below(lines)
    kinds = [_kind(line, number, len(lines), again) for number, line in enumerate(lines)]
    # The number of lines with each sequence of three words.
    counted = Counter(triple for line in lines for triple in {*_triples(_words_of(line))})
    for number, (kind, _) in enumerate(kinds):
        if kind == "subheading" and _is_report(lines[number], counted):
            kinds[number] = ("body", "says what the rest does not")
    _mark_bylines(lines, kinds)
    _mark_sapo(lines, kinds)
    return kinds


def _kind(line: str, number: int, count: int, again: set[str]) -> tuple[ZoneKind, str]:
    lowered = line.lower()
    unfinished = not _ENDS.search(line)
    if number == 0 and unfinished and count > 1 and len(line) <= _TITLE_MAX and ";" not in line:
        return "title", "first line without a full stop"
    reason = _caption_reason(line, lowered, number, again)
    prompts = lowered.startswith(words("zones", "boilerplate"))
    if (reason or prompts) and pattern("lists_acts").search(line):
        return "body", "a list of proposals"
    if (reason or prompts) and pattern("line_of_act").match(line):
        return "subheading", "opens like a proposal"
    if prompts:
        return "boilerplate", "links and prompts"
    if reason:
        return "caption", reason
    if pattern("attendees").match(line):
        return "attendees", "who else was there"
    if unfinished and len(line) <= _SUBHEADING_MAX and 0 < number < count - 1:
        return "subheading", "short line without a full stop"
    return "body", ""


def _is_report(line: str, counted: Counter[tuple[str, ...]]) -> bool:
    """Return whether a line without a full stop is no heading: a line of a list, or a report whose
    words the text does not repeat."""
    verb = pattern("reports_act").search(line)
    after_verb = _triples(_words_of(line[verb.end() :])) if verb else []
    repeated = sum(counted[triple] > 1 for triple in after_verb)
    return _is_listed(line) or (bool(verb) and repeated <= _REPEATED_TRIPLES * len(after_verb))


def _is_listed(line: str) -> bool:
    """Return whether a line belongs to a list or table."""
    return line.startswith("|") or starts_list_line(line, 0, len(line))


def _caption_reason(line: str, lowered: str, number: int, again: set[str]) -> str:
    if len(line) > _CAPTION_MAX:
        return ""
    if any(credit in lowered for credit in words("zones", "caption_credits")):
        return "picture credit"
    if pattern("zones.caption_openers").match(line):
        return "names what the picture shows"
    if number > 0 and line in again:
        return "the same line stands again below the text"
    if any(mark in lowered for mark in words("zones", "caption_marks")):
        return "says who stands where"
    scene = len(line) <= _SCENE_MAX and pattern("scene").search(line)
    return "describes a scene" if scene and not re.search("[,;:]", line) else ""


def _repeated_below(lines: list[str]) -> set[str]:
    """Return the lines of the text that are repeated below it, among the captions."""
    first = {line: number for number, line in reversed(list(enumerate(lines)))}
    at = len(lines)
    while at > 2 and (
        first[lines[at - 1]] < at - 1
        or any(credit in lines[at - 1].lower() for credit in words("zones", "caption_credits"))
    ):
        at -= 1
    counted = Counter(lines)
    return {line for line in lines[at:] if counted[line] > 1}


def _mark_bylines(lines: list[str], kinds: list[tuple[ZoneKind, str]]) -> None:
    """Mark the name or source that ends the text, in place; sentences below it are captions."""
    for number in range(len(lines) - 1, 0, -1):
        if kinds[number][0] == "caption":
            continue
        if _byline(lines[number]):
            kinds[number] = ("byline", "author or source closing the text")
            for later in range(number + 1, len(lines)):
                own = pattern("line_of_act").match(lines[later])
                if kinds[later][0] != "boilerplate" and not own:
                    kinds[later] = ("caption", "below the author or source")
            return
        if len(lines[number]) > _CAPTION_MAX or not _one_sentence_of(lines[number]):
            return


def _byline(line: str) -> bool:
    """Return whether a line is a name or a source: all its words open with a capital."""
    own = _is_listed(line) or pattern("line_of_act").match(line)
    if own or _ENDS.search(line) or len(line) > _BYLINE_MAX:
        return False
    names = line.lstrip("(").split("(")[0].replace("-", " ").split()
    capitals = names and names[0][0].isupper() and not any(name[0].islower() for name in names)
    return bool(capitals or pattern("zones.byline_openers").match(line.lstrip("(")))


def _one_sentence_of(line: str) -> bool:
    return sum(1 for _ in sentences(line, 0, len(line))) <= 1


def _mark_sapo(lines: list[str], kinds: list[tuple[ZoneKind, str]]) -> None:
    """Mark the first paragraph as a standfirst, in place, if the body repeats enough of it."""
    body = [number for number, (kind, _) in enumerate(kinds) if kind == "body"]
    if len(body) < 2:
        return
    first = body[0]
    rest = " ".join(lines[number] for number in body[1:])
    triples, content = _repeated(lines[first], rest)
    if triples >= _REPEATED_TRIPLES or (first == 1 and content >= _REPEATED_WORDS):
        kinds[first] = ("sapo", f"{max(triples, content):.0%} of it stands again in the body")


def _repeated(part: str, rest: str) -> tuple[float, float]:
    """Return the share of word triples and of words of ``part`` that ``rest`` repeats."""
    part_words, rest_words = _words_of(part), _words_of(rest)
    triples = _share(_triples(part_words), _triples(rest_words))
    return triples, _share(part_words, rest_words)


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_DATE_STAMP.sub("", text).lower())


def _triples(found: list[str]) -> list[tuple[str, ...]]:
    return list(zip(found, found[1:], found[2:], strict=False))


def _share(part: list[Any], rest: list[Any]) -> float:
    in_rest = set(rest)
    return sum(entry in in_rest for entry in part) / len(part) if part else 0.0


def _dateline_end(text: str, start: int, end: int) -> int:
    stamp = _DATE_STAMP.match(text[start:end])
    if stamp:
        return start + stamp.end()
    agency = _agency().match(text, start, min(end, start + 60))
    return agency.end() if agency else start


@cache
def _agency() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in words("zones", "agency_prefix"))
    return re.compile(rf"(?:{names}|\([A-ZĐ]{{2,6}}\)) *-? *", re.IGNORECASE)
