"""The side of each person: by title, by the country he speaks for, else by his name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from readouts.entities.people import People, in_syllables, vietnamese_name
from readouts.entities.places import HOME, PlaceNames, country_of, side_of
from readouts.language.patterns import pattern

# How far after "khẳng định" the speaker's own side may be named ("khẳng định tỉnh Vân Nam …").
_OWN_SIDE_REACH = 30


def assign_sides(
    text: str, people: People, frame: Sequence[tuple[int, int]], places: PlaceNames
) -> People:
    """Return the people with their sides: by title, by the country they speak for, or by name.

    >>> from readouts.entities.name_finder import find_people
    >>> text = "Bộ trưởng Trần Văn Hải tiếp Đại sứ Lào Somsay Keo."
    >>> people, places = find_people(text, [(0, len(text))]), PlaceNames(text)
    >>> [person.side for person in assign_sides(text, people, [(0, len(text))], places).persons]
    ['Việt Nam', 'Lào']
    """
    spoken = _spoken_sides(text, people, places)
    foreign = [person.side for person in people.persons if person.side and person.side != HOME]
    named = [p.place for a, b in frame for p in places.within(a, b)]
    abroad = [place.side for place in named if place.side and place.country != HOME]
    counted = Counter(foreign or abroad)
    counterpart = counted.most_common(1)[0][0] if counted else ""
    sides = {}
    for index, person in enumerate(people.persons):
        by_name = HOME if _vietnamese(person.name) else counterpart
        sides[index] = person.side or spoken.get(index, "") or by_name
    return people.sided(sides)


def same_side(one: str, other: str) -> bool:
    """Return whether two sides are the same or belong to the same country.

    >>> same_side("Vân Nam", "Trung Quốc"), same_side("Lào", "Việt Nam")
    (True, False)
    """
    if one == other:
        return bool(one)
    return bool(one and other) and country_of(one) == country_of(other) != ""


def _vietnamese(name: str) -> bool:
    """Return whether a name is Vietnamese: by its family name, or as three syllables or more."""
    return vietnamese_name(name) or (len(name.split()) >= 3 and in_syllables(name))


def _spoken_sides(text: str, people: People, places: PlaceNames) -> dict[int, str]:
    """Return sides that people speak for ("ông X khẳng định tỉnh Vân Nam coi trọng …")."""
    sides: dict[int, str] = {}
    for mention in people.mentions:
        if mention.person is None or mention.person in sides:
            continue
        verb = pattern("says_of_own_side").match(text, mention.end)
        if not verb:
            continue
        names = places.within(verb.end(), verb.end() + _OWN_SIDE_REACH)
        acts = names and pattern("own_side_acts").match(text, names[0].end)
        if acts and not pattern("not_own_side").search(text, verb.end(), names[0].start):
            sides[mention.person] = side_of(names[0].name) or names[0].place.side
    return sides
