"""Who is named in a readout: full titles, sides, and what later mentions stand for.

People are found by titles, forms of address, capitals and the lexicon: a run of capitalised words
is a person where an office or a form of address stands before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice
from operator import attrgetter

from readouts.entities.places import HOME, LOCAL_KINDS, find_names, side_of
from readouts.language.lexicon import alternation, word_list
from readouts.language.patterns import pattern
from readouts.model import Person

# How far a name may stand from its office: "Chủ tịch Nhóm nghị sĩ hữu nghị … Kim Hack Yong".
_TITLE_REACH = 90
# More people than any report names, and more words than any name has: only a text made to be slow
# has more, and what it has beyond is not looked up again.
_LEADING = 200
_PARTS = 10
# A Vietnamese syllable; what does not look like one is a foreign name ("Modi", "Kerry").
_SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|qu|ch|kh|nh|ph|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
    r"(?:ch|nh|ng|[cmnpt])?",
    re.IGNORECASE,
)
# Portfolio words that name no portfolio by themselves.
_UNNAMED = {
    "bộ",
    "ngành",
    "ban",
    "ủy ban",
    "cơ quan",
    "nước",
    "tỉnh",
    "thành phố",
    "chính phủ",
    "nước chủ nhà",
}
_INITIALS = re.compile(r"[A-ZĐ]{2,}(?!\w)")
# What a title ends with behind its own words: the name of a body or place.
_LAST_CAPITALS = re.compile(r" ((?:[A-ZĐ]\w*[ -]?)+)$")
_LAST_WORD = re.compile(r"(?<!\w)(\w)\w* $")
_JUNIOR = re.compile(r" (?:Jr|Sr)$")
# A body's short form: "Chủ tịch Ngân hàng Phát triển châu Á (ADB) X".
_SHORT_FORM = re.compile(r" \([A-ZĐ][\w&-]*\)")
_VERB_BEHIND = re.compile(r" \w")
# A body's initials run into the name behind them ("Bộ trưởng NN & PTNT Nguyễn …").
_LEADING_INITIALS = re.compile(r"(?:[A-ZĐ]{2,} )+")
_HYPHENATED = re.compile(r"(?:-| - (?=[a-z]))(\w{1,4})(?!\w)")
_start = attrgetter("start")
_WORD = re.compile(r"\w+(?:['.]\w+)*\.?(?<!\.)|\w\.(?=\w)")


@dataclass(frozen=True)
class PersonMention:
    """A stretch that names someone: ``person`` indexes the cast, or is ``None`` for a title, form
    of address or epithet alone; ``side`` is what the stretch itself says of whose he is."""

    start: int
    end: int
    person: int | None = None
    office: str = ""
    title: str = ""
    side: str = ""
    gender: str = ""


@dataclass(frozen=True)
class People:
    """The people of a readout and every stretch that names them, in order."""

    people: tuple[Person, ...]
    namings: tuple[PersonMention, ...]

    @property
    def leading(self) -> tuple[Person, ...]:
        """The people among whom titles alone are looked up: all, in any text that people write."""
        return self.people[:_LEADING]

    def ending_at(self, end: int) -> PersonMention | None:
        """Return the naming that ends at ``end``, if any."""
        return self._by_end.get(end)

    def starting_at(self, start: int) -> PersonMention | None:
        """Return the longest naming that starts at ``start``, if any."""
        [naming] = self.within(start, start + 1)[:1] or [None]
        return naming

    def within(self, start: int, end: int) -> tuple[PersonMention, ...]:
        """Return the namings that start in a span, in order."""
        first = bisect_left(self.namings, start, key=_start)
        return self.namings[first : bisect_left(self.namings, end, key=_start)]

    def before(self, end: int) -> Iterator[PersonMention]:
        """Yield the namings that start before a position, the nearest first."""
        for at in reversed(range(bisect_left(self.namings, end, key=_start))):
            yield self.namings[at]

    def last_named(self, person: int, before: int) -> int | None:
        """Return where a person (by index) was last named before a position, if ever."""
        starts = self._starts.get(person, [])
        at = bisect_left(starts, before)
        return starts[at - 1] if at else None

    def holders(self, offices: set[str]) -> list[int]:
        """Return the indexes of the people who hold one of the offices, in order."""
        return sorted({index for office in offices for index in self._by_office.get(office, ())})

    def titled(self, words: str, *, blind: bool = True) -> list[int]:
        """Return the indexes of the people in one of whose titles ``words`` stand."""
        word = words.lower() if blind else words
        return [
            index
            for index, person in enumerate(self.leading)
            if any(word in (title.lower() if blind else title) for title in person.titles)
        ]

    def genders(self, person: int) -> set[str]:
        """Return the genders that forms of address give a person (by index)."""
        return self._genders.get(person, set())

    @cached_property
    def _by_end(self) -> dict[int, PersonMention]:
        return {naming.end: naming for naming in self.namings}

    @cached_property
    def _starts(self) -> dict[int, list[int]]:
        starts: dict[int, list[int]] = {}
        for naming in self.namings:
            if naming.person is not None:
                starts.setdefault(naming.person, []).append(naming.start)
        return starts

    @cached_property
    def _by_office(self) -> dict[str, set[int]]:
        holders: dict[str, set[int]] = {}
        for index, person in enumerate(self.leading):
            for title in person.titles:
                holders.setdefault(office_of(title), set()).add(index)
        return holders

    @cached_property
    def _genders(self) -> dict[int, set[str]]:
        genders: dict[int, set[str]] = {}
        for naming in self.namings:
            if naming.person is not None and naming.gender in ("male", "female"):
                genders.setdefault(naming.person, set()).add(naming.gender)
        return genders

    @cached_property
    def sides(self) -> frozenset[str]:
        """The sides people stand for."""
        return frozenset(person.side for person in self.people)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The words in capitals that titles have behind an office ("Chủ tịch ADB", "… Norvind")."""
        return frozenset(self._side_by_body)

    def side_of_body(self, name: str) -> str:
        """Return the side of who stands for a body named in a title, be it cut short, or ""."""
        return self._side_by_opening.get(name, "") if name[:1].isupper() else ""

    @cached_property
    def _side_by_opening(self) -> dict[str, str]:
        """The side of a body by the words it opens with."""
        sides: dict[str, str] = {}
        for body, side in self._side_by_body.items():
            parts = body.split(" ")[:_PARTS]
            for count in range(1, len(parts) + 1):
                sides.setdefault(" ".join(parts[:count]), side)
        return sides

    @cached_property
    def _side_by_body(self) -> dict[str, str]:
        titles = [(title, person) for person in self.people for title in person.titles]
        named = [(_LAST_CAPITALS.search(title), person) for title, person in titles]
        return {found[1]: person.side for found, person in named if found}

    def sided(self, sides: dict[int, str]) -> People:
        """Return the cast with the sides of some people (by index) filled in."""
        people = tuple(
            replace(person, side=sides.get(index, person.side))
            for index, person in enumerate(self.people)
        )
        return People(people, self.namings)

    def of_side(self, side: str) -> list[int]:
        """Return the indexes of the people of a side, in order of first mention."""
        return [index for index, person in enumerate(self.people) if person.side == side]


def find_people(text: str, spans: list[tuple[int, int]]) -> People:
    """Return everyone named in the given spans (sentences) of a folded text.

    >>> text = "Thủ tướng Lào Somsay Keo tiếp Bộ trưởng Ngoại giao Trần Văn Hải."
    >>> cast = find_people(text, [(0, len(text))])
    >>> [(person.name, person.side, person.titles) for person in cast.people]
    [('Somsay Keo', 'Lào', ('Thủ tướng Lào',)), ('Trần Văn Hải', '', ('Bộ trưởng Ngoại giao',))]
    """
    roll = _Roll()
    namings: list[PersonMention] = []
    for start, end in spans:
        sentence = _Sentence(text, start, end)
        named = [
            replace(naming, person=roll.enlist(person)) for naming, person in sentence.named(roll)
        ]
        namings += named + sentence.titles_alone(named)
    namings.sort(key=lambda naming: (naming.start, -naming.end))
    return People(tuple(roll.people), tuple(namings))


def office_of(title: str) -> str:
    """Return the office at the head of a title, folded and in lower case.

    >>> office_of("Phó Thủ tướng Lào"), office_of("Bộ trưởng Ngoại giao")
    ('phó thủ tướng', 'bộ trưởng')
    """
    found = pattern("titles.offices|titles.ranks").match(title)
    return found.group().lower() if found else ""


def portfolios_of(title: str) -> set[str]:
    """Return the portfolios a title names, in lower case.

    >>> portfolios_of("Bộ trưởng Nông nghiệp và Môi trường")
    {'nông nghiệp và môi trường'}
    """
    return {
        found.group().lower() for found in pattern("titles.portfolios").finditer(title)
    } - _UNNAMED


class _Sentence:
    """One sentence being searched for people: its names of places, offices and capital runs."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        part = text[start:end]
        self.places = [(p.start + start, p.end + start, p) for p in find_names(part)]
        self.markers = self._markers()
        self.runs = self._runs()

    def named(self, known: _Roll) -> list[tuple[PersonMention, Person]]:
        found = []
        for start, end in self.runs:
            marker = self._marker_before(start, end)
            if marker is None:
                continue
            m_start, m_end, kind = marker
            name = self.text[start:end]
            titles = self._titles_before(m_start, known, name)
            if kind == "office":
                titles.append(self.text[m_start:start].strip(" ,"))
            titles.extend(self._titles_after(end))
            gender = kind if kind in ("male", "female") else ""
            side = _side_of_titles(titles) or self._side_between(m_end, start)
            first = self._stack_start(m_start, titles)
            office = office_of(titles[0]) if titles else ""
            naming = PersonMention(
                first, end, None, office, titles[0] if titles else "", side, gender
            )
            found.append((naming, Person(start, end, name, side, tuple(dict.fromkeys(titles)))))
        return found

    def titles_alone(self, named: list[PersonMention]) -> list[PersonMention]:
        """Offices, forms of address and epithets that no name follows."""
        taken = [(naming.start, naming.end) for naming in named]
        found = []
        for start, end, kind in self.markers:
            if any(a <= start < b for a, b in taken):
                continue
            if pattern("counted").search(self.text, max(self.start, start - 12), start):
                continue
            if kind in ("male", "female", "any"):
                this = pattern("this_one").match(self.text, end, self.end)
                found.append(PersonMention(start, this.end() if this else end, gender=kind))
                continue
            stop = self._title_end(end)
            title = self.text[start:stop]
            office = office_of(title) or _epithet_office(self.text[start:end])
            found.append(PersonMention(start, stop, None, office, title, side_of(title)))
        return found

    def _markers(self) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for match in pattern("titles.offices|titles.ranks").finditer(
            self.text, self.start, self.end
        ):
            if not self._in_place(match.start()):
                found.append((match.start(), match.end(), "office"))
        for gender, forms in _honorifics().items():
            for match in forms.finditer(self.text, self.start, self.end):
                if not self._in_name(match.start()):
                    found.append((match.start(), match.end(), gender))
        for match in _epithet_pattern().finditer(self.text, self.start, self.end):
            found.append((match.start(), match.end(), "epithet"))
        return sorted(found)

    def _in_name(self, at: int) -> bool:
        """Tell whether a form of address in capitals is a part of a name ("Trần Tuấn Anh") or a
        country's ("Đại sứ Anh")."""
        if not self.text[at].isupper():
            return False
        return self._in_place(at) or follows_capital(self.text, self.start, at)

    def _in_place(self, at: int) -> bool:
        return any(start <= at < end for start, end, place in self.places if place.kind != "body")

    def _runs(self) -> list[tuple[int, int]]:
        """Runs of capitalised words outside offices, portfolios, places and bodies."""
        masked = [(a, b) for a, b, _ in self.places] + [(a, b) for a, b, _ in self.markers]
        masked += [
            m.span() for m in pattern("titles.portfolios").finditer(self.text, self.start, self.end)
        ]
        runs: list[tuple[int, int]] = []
        for word in _WORD.finditer(self.text, self.start, self.end):
            a, b = word.span()
            if not word.group()[0].isupper() or any(x <= a < y for x, y in masked):
                continue
            if runs and pattern("inside_name").fullmatch(self.text, runs[-1][1], a):
                runs[-1] = (runs[-1][0], b)
            else:
                runs.append((a, b))
        return [self._whole_name(a, b) for a, b in runs]

    def _whole_name(self, start: int, end: int) -> tuple[int, int]:
        """Take in a hyphenated second half ("Byung - se") and drop words before a family name."""
        tail = _HYPHENATED.match(self.text, end, self.end)
        parts = self.text[start:end].split(" ")
        if tail and len(parts) >= 2 and not vietnamese_name(parts[0]):
            follow = tail.start(1)
            if not any(a <= follow < b for a, b, _ in self.markers):
                end = tail.end()
        end += bool(_JUNIOR.search(self.text, start, end)) and self.text[end : end + 1] == "."
        opener = pattern("particle_before").search(self.text, self.start, start)
        start = opener.start(1) if opener else start
        initials = _LEADING_INITIALS.match(self.text, start, end)
        if initials and vietnamese_name(self.text[initials.end() : end]):
            return initials.end(), end
        if len(parts) > 4 and parts[0] not in _family_names():
            for skip in range(len(parts) - 4, len(parts) - 1):
                if parts[skip] in _family_names():
                    return start + sum(len(part) + 1 for part in parts[:skip]), end
        return start, end

    def _marker_before(self, start: int, end: int) -> tuple[int, int, str] | None:
        before = [m for m in self.markers if m[1] <= start and start - m[1] <= _TITLE_REACH]
        if not before:
            return None
        marker = self._whole_office(before)
        between = self.text[marker[1] : start]
        if (
            not _clean(between)
            or not between.startswith(" ")
            or pattern("names_company").search(between)
        ):
            return None
        if any(marker[1] <= a and b < start for a, b in self._full_names):
            return None
        alone = " " not in self.text[start:end] and "-" not in self.text[start:end]
        if marker[2] in ("male", "female", "any"):
            return marker if not between.strip() else None
        if alone and not self._may_stand_alone(marker[1], start, end):
            return None
        return marker

    def _whole_office(self, before: list[tuple[int, int, str]]) -> tuple[int, int, str]:
        """Take an office inside another's title ("Chủ tịch Nhóm nghị sĩ …") for the whole."""
        marker = before[-1]
        for earlier in reversed(before[:-1]):
            between = self.text[earlier[1] : marker[0]]
            offices = earlier[2] == marker[2] == "office"
            if not offices or not _clean(between) or pattern("parts_titles").search(between):
                break
            if any(earlier[1] <= a < marker[0] for a, b in self._full_names):
                break
            marker = (earlier[0], marker[1], "office")
        return marker

    def _may_stand_alone(self, after: int, start: int, end: int) -> bool:
        """A single word is a name where it looks foreign, or opens with a family name's bearer."""
        between = self.text[after:start].strip()
        named_place = any(a >= after and b <= start for a, b, _ in self.places)
        word = self.text[start:end]
        foreign = not _SYLLABLE.fullmatch(word) and not word.isupper()
        return foreign and (not between or named_place)

    def _titles_before(self, at: int, known: _Roll, name: str) -> list[str]:
        """Offices stacked before this one: "Phó Thủ tướng, Bộ trưởng …"; none that is another's."""
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
            # "ý kiến của Thủ tướng, ông X …" ends one phrase and begins the next.
            if m_end == stop and pattern("whose").search(self.text, self.start, start):
                break
            named = any(a < stop and b > start for a, b in self._full_names)
            if not _clean(between) or named or known.others_hold(self.text[start:stop], name):
                break
            titles.insert(0, self.text[start:stop])
            at = start
        return titles

    def _stack_start(self, marker_start: int, titles: list[str]) -> int:
        start = marker_start
        while self.text[max(self.start, start - 2) : start] == ", ":
            title = next((t for t in titles if self.text.endswith(t, self.start, start - 2)), None)
            if not title:
                break
            start -= 2 + len(title)
        return start

    def _titles_after(self, at: int) -> list[str]:
        titles: list[str] = []
        while True:
            joint = re.compile(r"(?:, | - | \()").match(self.text, at, self.end)
            marker = next((m for m in self.markers if joint and m[0] == joint.end()), None)
            if marker is None or marker[2] != "office":
                return titles
            stop = self._apposition_end(marker[1])
            if self._named_within(marker[1], stop):
                return titles
            # "Tiếp ông X, Tổng Giám đốc …, Thủ tướng nói": the last one speaks, and is no title.
            if titles and stop == marker[1] and _VERB_BEHIND.match(self.text, stop):
                return titles
            titles.append(self.text[marker[0] : stop])
            at = stop

    @cached_property
    def _full_names(self) -> list[tuple[int, int]]:
        return [(a, b) for a, b in self.runs if _full(self.text[a:b])]

    def _named_within(self, start: int, stop: int) -> bool:
        """Tell whether the office at ``start`` is another person's, whose name follows it."""
        named = next((a for a, b in self._full_names if a >= start and b <= stop), None)
        if named is None or pattern("names_company").search(self.text[start:named]):
            return False
        return not pattern("of").search(self.text, start, named)

    def _apposition_end(self, at: int) -> int:
        stop = re.compile(r"[,;.:()\n]| - ").search(self.text, at, self.end)
        limit = stop.start() if stop else self.end
        verb = pattern("titles.not_in_titles").search(self.text, at, limit)
        kept = self.text[at : verb.start() if verb else limit].rstrip()
        return at + len(kept.removesuffix(" và"))

    def _title_end(self, at: int) -> int:
        """Extend an office over portfolios, bodies and places that follow it."""
        while True:
            spaced = at + 1 if self.text[at : at + 1] == " " else at
            place = next((b for a, b, _ in self.places if a == spaced), None)
            part = pattern("titles.portfolios").match(self.text, spaced, self.end)
            initials = _INITIALS.match(self.text, spaced, self.end)
            stop = max(place or 0, *(found.end() for found in (part, initials) if found), 0)
            if stop <= spaced or spaced == at:
                return at
            at = stop

    def _side_between(self, start: int, end: int) -> str:
        inside = [p for a, b, p in self.places if a >= start and b <= end]
        before = [p for a, b, p in self.places if b <= start and start - b <= 2]
        found = inside or before
        return side_of(found[0].name) if found else ""


class _Roll:
    """Everyone met so far, found again by the words of a name or by a title."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_name: dict[str, dict[int, None]] = {}
        self._by_part: dict[str, dict[int, None]] = {}
        self._by_title: dict[str, set[int]] = {}

    def others_hold(self, title: str, name: str) -> bool:
        """Tell whether a title is known as somebody else's than the bearer of ``name``."""
        holders = self._by_title.get(title.lower(), set())
        return bool(holders) and holders.isdisjoint(self._same(name))

    def enlist(self, person: Person) -> int:
        """Add a person, or join what this mention says to the one already known."""
        for index in self._same(person.name):
            known = self.people[index]
            if known.side and person.side and known.side != person.side and not _full(person.name):
                continue
            return self._keep(index, _joined(known, person))
        self.people.append(person)
        return self._keep(len(self.people) - 1, person)

    def _same(self, name: str) -> list[int]:
        """Return who may be the bearer of a name: it is his, a part of his, or his is a part of it;
        the first ones met."""
        parts = name.casefold().split()
        sources = [self._by_part.get(" ".join(parts), {})]
        sources += [self._by_name.get(part, {}) for part in _parts(parts)]
        near = {index for source in sources for index in islice(source, _LEADING)}
        return sorted(index for index in near if same_name(self.people[index].name, name))

    def _keep(self, index: int, person: Person) -> int:
        self.people[index] = person
        parts = person.name.casefold().split()
        self._by_name.setdefault(" ".join(parts), {})[index] = None
        for part in _parts(parts):
            self._by_part.setdefault(part, {})[index] = None
        for title in person.titles:
            self._by_title.setdefault(title.lower(), set()).add(index)
        return index


def _parts(words: list[str]) -> set[str]:
    """Return the runs of words in a name by which its bearer may be called, itself included."""
    words = words[:_PARTS]
    runs = {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 2, len(words) + 1)
    }
    return runs | {words[0], words[-1]} if words else runs


def _joined(known: Person, person: Person) -> Person:
    """Return a person with what another mention of him says; the longer name counts."""
    name = max((known.name, person.name), key=lambda n: (len(n.split()), -len(n)))
    first = known if name == known.name else person
    titles = tuple(dict.fromkeys(known.titles + person.titles))
    side = _side_of_titles(list(titles)) or known.side or person.side
    return replace(known, name=first.name, titles=titles, side=side)


def _side_of_titles(titles: list[str]) -> str:
    """The side someone stands for: a part of a country before the country itself."""
    sides = [side for side in (side_of(title) for title in titles) if side]
    local = [s for s in sides if any(p.kind in LOCAL_KINDS for p in find_names(s))]
    return (local or sides or [""])[0]


def same_name(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: equal, or one a part of the other.

    >>> same_name("Vladimir Putin", "Putin"), same_name("Lê Hà", "Lê Hải")
    (True, False)
    """
    ours, theirs = one.casefold().split(), other.casefold().split()
    if len(ours) > len(theirs):
        ours, theirs = theirs, ours
    if len(ours) == 1:
        return ours[0] in (theirs[0], theirs[-1])
    return any(theirs[i : i + len(ours)] == ours for i in range(len(theirs) - len(ours) + 1))


def _full(name: str) -> bool:
    return " " in name


def _clean(between: str) -> bool:
    """Tell whether nothing between an office and a name keeps them apart; where someone serves
    ("Đại sứ Nhật Bản tại Việt Nam X") does not."""
    served = re.match(r"[^,]*? tại (?=[A-ZĐ])", between)
    between = _SHORT_FORM.sub("", between[served.end() :] if served else between)
    return not pattern("titles.not_in_titles").search(between) and not re.search(
        r"[,;:.()\n\"]", between
    )


@cache
def _honorifics() -> dict[str, re.Pattern[str]]:
    lists = word_list("titles")["honorifics"]
    return {
        gender: re.compile(alternation(forms), re.IGNORECASE) for gender, forms in lists.items()
    }


@cache
def _family_names() -> frozenset[str]:
    lists = word_list("titles")["family_names"]
    return frozenset(lists["vietnamese"]) | frozenset(lists["chinese"])


def follows_capital(text: str, start: int, at: int) -> bool:
    """Tell whether the word right before ``at``, not left of ``start``, has a capital, as names do.

    >>> text = "Thủ tướng Trần Văn Hải tiếp khách"
    >>> follows_capital(text, 0, 23), follows_capital(text, 0, 28)
    (True, False)
    """
    before = _LAST_WORD.search(text, start, at)
    return bool(before) and before[1].isupper()


def vietnamese_name(name: str) -> bool:
    """Tell whether a name opens with a Vietnamese family name.

    >>> vietnamese_name("Trần Văn Hải"), vietnamese_name("Hun Sen")
    (True, False)
    """
    return name.split(" ")[0] in word_list("titles")["family_names"]["vietnamese"]


def in_syllables(name: str) -> bool:
    """Tell whether every part of a name has the shape of a Vietnamese syllable.

    >>> in_syllables("Sình Văn Páo"), in_syllables("John Smith")
    (True, False)
    """
    return all(_SYLLABLE.fullmatch(part) for part in name.split())


@cache
def _epithets() -> dict[str, str]:
    entries = word_list("titles")["epithets"]
    return {entry["words"].lower(): entry.get("office", "").lower() for entry in entries}


def _epithet_office(epithet: str) -> str:
    return office_of(_epithets().get(epithet.lower(), ""))


@cache
def _epithet_pattern() -> re.Pattern[str]:
    return re.compile(alternation(_epithets()), re.IGNORECASE)


__all__ = [
    "HOME",
    "People",
    "PersonMention",
    "find_people",
    "office_of",
    "same_name",
    "vietnamese_name",
]
