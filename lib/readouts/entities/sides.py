"""Whose side everyone stands for: by titles, by what he calls his own, else by his name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from readouts.entities.people import HOME, People, in_syllables, vietnamese_name
from readouts.entities.places import country_of, find_names, side_of
from readouts.language.lexicon import alternation, words

# How far behind "khẳng định" the speaker's own side may be named ("khẳng định tỉnh Vân Nam …").
_OWN_SIDE_REACH = 30


def assign_sides(text: str, cast: People, frame: Sequence[tuple[int, int]]) -> People:
    """Return the cast with everyone's side: as titled, else as he speaks, else by his name.

    >>> from readouts.entities.people import find_people
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


def same_side(one: str, other: str) -> bool:
    """Tell whether two sides are one, or one a part of the other's country.

    >>> same_side("Vân Nam", "Trung Quốc"), same_side("Lào", "Việt Nam")
    (True, False)
    """
    if one == other:
        return bool(one)
    return bool(one and other) and country_of(one) == country_of(other) != ""


def _ours_by_name(name: str, chinese: bool) -> bool:
    """A Vietnamese name is ours; of three syllables, also without a family name known to us,
    unless names of the other side may be spelled in Vietnamese syllables too (``chinese``)."""
    if vietnamese_name(name):
        return True
    parts = name.split()
    return len(parts) >= 3 and not chinese and in_syllables(name)


def _spoken_sides(text: str, cast: People) -> dict[int, str]:
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
    verbs = alternation(words("verbs", "propose", "appraise", "courtesy", "invite", "agree"))
    return re.compile(rf"[.;]|(?<!\w)(?:hai|với|của|sang|đến|tới|tại) |{verbs}", re.IGNORECASE)
