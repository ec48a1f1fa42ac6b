"""Find people in sentences: sequences of capitalised words after an office or a form of address."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from readouts.entities.people import (
    SYLLABLE,
    KnownPeople,
    People,
    PersonMention,
    follows_capital,
    full_name,
    office_of,
    side_of_titles,
    vietnamese_name,
)
from readouts.entities.places import PlaceNames, side_of
from readouts.language.lexicon import word_list
from readouts.language.patterns import pattern
from readouts.model import Person

# How far a name may stand from its office: "Chủ tịch Nhóm nghị sĩ hữu nghị … Kim Hack Yong".
_TITLE_REACH = 90
_INITIALS = re.compile(r"[A-ZĐ]{2,}(?!\w)")
_JUNIOR = re.compile(r" (?:Jr|Sr)$")
# A body's short form: "Chủ tịch Ngân hàng Phát triển châu Á (ADB) X".
_SHORT_FORM = re.compile(r" \([A-ZĐ][\w&-]*\)")
_HYPHENATED = re.compile(r"(?:-| - (?=[a-z]))(\w{1,4})(?!\w)")
_WORD = re.compile(r"\w+(?:['.]\w+)*\.?(?<!\.)|\w\.(?=\w)")


def find_people(
    text: str, spans: list[tuple[int, int]], places: PlaceNames | None = None
) -> People:
    """Return the people named in sentences of a normalized text; ``places`` are its place names, if
    they have been found already.

    >>> text = "Thủ tướng Lào Somsay Keo tiếp Bộ trưởng Ngoại giao Trần Văn Hải."
    >>> people = find_people(text, [(0, len(text))])
    >>> [(person.name, person.side, person.titles) for person in people.persons]
    [('Somsay Keo', 'Lào', ('Thủ tướng Lào',)), ('Trần Văn Hải', '', ('Bộ trưởng Ngoại giao',))]
    """
    known, places = KnownPeople(), places or PlaceNames(text)
    mentions: list[PersonMention] = []
    for start, end in spans:
        sentence = _Sentence(text, start, end, places)
        named = [
            replace(mention, person=known.add(person)) for mention, person in sentence.named(known)
        ]
        mentions += named + sentence.titles_alone(named)
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    return People(tuple(known.people), tuple(mentions))


class _Sentence:
    """One sentence in which people are looked for: its places, its markers (offices, forms of
    address, epithets) and its runs of capitalised words."""

    def __init__(self, text: str, start: int, end: int, places: PlaceNames) -> None:
        self.text, self.start, self.end = text, start, end
        self.places = [(p.start, p.end, p) for p in places.within(start, end)]
        self.markers = self._markers()
        self.runs = self._runs()

    def named(self, known: KnownPeople) -> list[tuple[PersonMention, Person]]:
        found = []
        for start, end in self.runs:
            marker = self._marker_before(start, end, known)
            if marker is None:
                continue
            m_start, m_end, kind = marker
            name = self.text[start:end]
            titles, first = self._titles_before(m_start, known, name)
            if kind == "office":
                titles.append(self.text[m_start:start].strip(" ,"))
            titles.extend(self._titles_after(end, known))
            gender = kind if kind in ("male", "female") else ""
            side = side_of_titles(titles) or self._side_between(m_end, start)
            office = office_of(titles[0]) if titles else ""
            mention = PersonMention(
                first, end, None, office, titles[0] if titles else "", side, gender
            )
            found.append((mention, Person(start, end, name, side, tuple(dict.fromkeys(titles)))))
        return found

    def titles_alone(self, named: list[PersonMention]) -> list[PersonMention]:
        """Return the mentions by an office, form of address or epithet without a name."""
        taken = [(mention.start, mention.end) for mention in named]
        found = []
        for start, end, kind in self.markers:
            if any(a <= start < b for a, b in taken):
                continue
            if pattern("counted").search(self.text, max(self.start, start - 12), start):
                continue
            if kind in ("male", "female", "any"):
                found.append(PersonMention(start, end, gender=kind))
                continue
            stop = self._title_end(end)
            title = self.text[start:stop]
            found.append(PersonMention(start, stop, None, office_of(title), title, side_of(title)))
        return found

    def _markers(self) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for match in pattern("titles.offices|titles.ranks").finditer(
            self.text, self.start, self.end
        ):
            if not self._in_place(match.start()):
                found.append((match.start(), match.end(), "office"))
        for gender in word_list("titles")["honorifics"]:
            forms = pattern(f"titles.honorifics.{gender}")
            for match in forms.finditer(self.text, self.start, self.end):
                if not self._in_name(match.start()):
                    found.append((match.start(), match.end(), gender))
        for match in pattern("titles.epithets").finditer(self.text, self.start, self.end):
            found.append((match.start(), match.end(), "epithet"))
        return sorted(found)

    def _in_name(self, at: int) -> bool:
        """Return whether a form of address in capitals is a part of a name ("Trần Tuấn Anh") or a
        country's ("Đại sứ Anh")."""
        capital = self.text[at].isupper()
        return capital and (self._in_place(at) or follows_capital(self.text, self.start, at))

    def _in_place(self, at: int) -> bool:
        return any(start <= at < end for start, end, place in self.places if place.kind != "body")

    def _runs(self) -> list[tuple[int, int]]:
        """Return the runs of capitalised words outside offices, portfolios, places and bodies."""
        masked = [(a, b) for a, b, _ in self.places] + [(a, b) for a, b, _ in self.markers]
        masked += [
            m.span() for m in pattern("titles.portfolios").finditer(self.text, self.start, self.end)
        ]
        runs: list[tuple[int, int]] = []
        for word in _WORD.finditer(self.text, self.start, self.end):
            a, b = word.span()
            initials = _INITIALS.fullmatch(word.group())
            if initials or not word.group()[0].isupper() or any(x <= a < y for x, y in masked):
                continue
            if runs and pattern("inside_name").fullmatch(self.text, runs[-1][1], a):
                runs[-1] = (runs[-1][0], b)
            else:
                runs.append((a, b))
        return [self._whole_name(a, b) for a, b in runs]

    def _whole_name(self, start: int, end: int) -> tuple[int, int]:
        """Return a name with its hyphenated second half ("Byung - se") and the stop of "Jr."."""
        tail = _HYPHENATED.match(self.text, end, self.end)
        name = self.text[start:end]
        if tail and full_name(name) and not vietnamese_name(name):
            end = tail.end()
        end += bool(_JUNIOR.search(self.text, start, end)) and self.text[end : end + 1] == "."
        return start, end

    def _marker_before(
        self, start: int, end: int, known: KnownPeople
    ) -> tuple[int, int, str] | None:
        before = [m for m in self.markers if m[1] <= start and start - m[1] <= _TITLE_REACH]
        if not before:
            return None
        marker = self._whole_office(before)
        between = self.text[marker[1] : start]
        if not _clean(between) or not between.startswith(" "):
            return None
        if any(marker[1] <= a and b < start for a, b in self._full_names):
            return None
        alone = " " not in self.text[start:end] and "-" not in self.text[start:end]
        if marker[2] in ("male", "female", "any"):
            return marker if not between.strip() else None
        if alone and not self._may_stand_alone(marker[1], start, end, known):
            return None
        return marker

    def _whole_office(self, before: list[tuple[int, int, str]]) -> tuple[int, int, str]:
        """Return the whole office if one contains another ("Chủ tịch Nhóm nghị sĩ …")."""
        marker = before[-1]
        for earlier in reversed(before[:-1]):
            between = self.text[earlier[1] : marker[0]]
            offices = earlier[2] == marker[2] == "office"
            if not offices or not _clean(between) or pattern("parts_titles").search(between):
                break
            marker = (earlier[0], marker[1], "office")
        return marker

    def _may_stand_alone(self, after: int, start: int, end: int, known: KnownPeople) -> bool:
        """Return whether a single word is a name: it looks foreign, or is part of a known name."""
        between = self.text[after:start].strip()
        named_place = any(a >= after and b <= start for a, b, _ in self.places)
        word = self.text[start:end]
        foreign = not SYLLABLE.fullmatch(word) and not word.isupper()
        return (foreign and (not between or named_place)) or (not between and known.knows(word))

    def _titles_before(self, at: int, known: KnownPeople, name: str) -> tuple[list[str], int]:
        """Return the same person's offices before this one ("Phó Thủ tướng, Bộ trưởng …"), and
        where they start."""
        titles: list[str] = []
        while self.text[max(self.start, at - 2) : at] == ", ":
            stop = at - 2
            left = [m for m in self.markers if m[1] <= stop and m[2] == "office"]
            if not left:
                break
            start, m_end, _ = left[-1]
            between = self.text[m_end:stop]
            if pattern("received").search(self.text, self.start, start):
                break
            named = any(a < stop and b > start for a, b in self._names(known))
            if not _clean(between) or named or known.others_hold(self.text[start:stop], name):
                break
            titles.insert(0, self.text[start:stop])
            at = start
        return titles, at

    def _titles_after(self, at: int, known: KnownPeople) -> list[str]:
        titles: list[str] = []
        while True:
            joint = re.compile(r"(?:, | - | \()").match(self.text, at, self.end)
            marker = next((m for m in self.markers if joint and m[0] == joint.end()), None)
            if marker is None or marker[2] != "office":
                return titles
            stop = self._apposition_end(marker[1])
            if self._named_within(marker[1], stop, known):
                return titles
            # "Tiếp ông X, Tổng Giám đốc …, Thủ tướng nói": the last one speaks, and is no title.
            if titles and self.text[stop : stop + 2].strip().isalpha():
                return titles
            titles.append(self.text[marker[0] : stop])
            at = stop

    @cached_property
    def _full_names(self) -> list[tuple[int, int]]:
        return [(a, b) for a, b in self.runs if full_name(self.text[a:b])]

    def _names(self, known: KnownPeople) -> list[tuple[int, int]]:
        """Return the runs that are names: several words, or one word after an office."""
        return [
            run for run in self.runs if run in self._full_names or self._marker_before(*run, known)
        ]

    def _named_within(self, start: int, stop: int, known: KnownPeople) -> bool:
        """Return whether the office at ``start`` is another person's, whose name follows it."""
        named = next((a for a, b in self._names(known) if a >= start and b <= stop), None)
        return named is not None and not pattern("of").search(self.text, start, named)

    def _apposition_end(self, at: int) -> int:
        stop = re.compile(r"[,;.:()\n]| - ").search(self.text, at, self.end)
        limit = stop.start() if stop else self.end
        verb = pattern("titles.not_in_titles").search(self.text, at, limit)
        kept = self.text[at : verb.start() if verb else limit].rstrip()
        return at + len(kept.removesuffix(" và"))

    def _title_end(self, at: int) -> int:
        """Return where a title ends: after the portfolios, bodies and places behind the office."""
        parts = (pattern("titles.portfolios"), _INITIALS)
        while self.text[at : at + 1] == " ":
            ends = [end for start, end, _ in self.places if start == at + 1]
            matches = (part.match(self.text, at + 1, self.end) for part in parts)
            ends += [found.end() for found in matches if found]
            if not ends:
                break
            at = max(ends)
        return at

    def _side_between(self, start: int, end: int) -> str:
        inside = [p for a, b, p in self.places if a >= start and b <= end]
        return side_of(inside[0].name) if inside else ""


def _clean(between: str) -> bool:
    """Return whether an office and a name belong together by the text between them; the place of
    service ("Đại sứ Nhật Bản tại Việt Nam X") is no separation."""
    served = pattern("serves").match(between)
    between = _SHORT_FORM.sub("", between[served.end() :] if served else between)
    return not pattern("titles.not_in_titles").search(between) and not re.search(
        r"[,;:.()\n\"]", between
    )
