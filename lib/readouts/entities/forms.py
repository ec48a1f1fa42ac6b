"""The forms of dates and figures in ``data/lexicon``, compiled, and what they find.

In a form ``«NAME»`` stands for a piece of its file, or for any word of a list: of ``dates.yml`` or
``quantities.yml``, or of the file that is named (``«dates.weekdays»``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from readouts.entities.numbers import (
    Position,
    any_of,
    currencies,
    entries,
    number_pattern,
    unit_words,
    words_pattern,
)
from readouts.language.lexicon import word_list
from readouts.language.normalization import normalize_words

_OPENING_LISTS = (
    "year_words", "day_words", "past_day_words", "past_before", "parts_of_day", "period_words",
    "decades", "relative_days", "antecedent_days", "weekdays", "relative_weeks", "relative_years",
    "parts_of_year", "parts_of_month", "form_openers",
)  # fmt: skip
# A group may stand several times in a form: each but the first gets a number.
_GROUP = re.compile(r"\(\?P<(?P<named>\w+)>|\(\?P=(?P<again>\w+)\)|\(\?\((?P<asked>\w+)\)")

_LISTS = {"date": "dates", "quantity": "quantities"}

Fields = dict[str, str]


class Form(NamedTuple):
    """A form of a date or figure: how it is read, its pattern, what must stand before it, what must
    not, and whether a name in capitals may."""

    reads: str
    pattern: re.Pattern[str]
    after: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    named: bool

    def match(self, position: Position) -> re.Match[str] | None:
        """Return the match of the form at a place, if it means that there."""
        found = self.pattern.match(position.low, position.at)
        if found is None or (self.after and not position.follows(self.after)):
            return None
        if self.not_after and position.follows(self.not_after):
            return None
        if not self.named and position.named():
            return None
        # "tháng hai bên …" is not February, and 118G no weight.
        groups = found.groupdict()
        capital = not groups.get("capital") or position.text[found.start("capital")].isupper()
        small = not groups.get("small") or position.text[found.start("small")].islower()
        return found if capital and small else None


@cache
def forms_of(kind: str) -> tuple[Form, ...]:
    """Return every form of a ``date`` or a ``quantity``.

    >>> position = Position("quý III/2025", "quý iii/2025", 0)
    >>> [found["quarters"] for form in forms_of("date") if (found := form.match(position))]
    ['iii']
    """
    return tuple(
        Form(
            form.get("reads", kind),
            re.compile(_numbered(_filled(form["form"], kind))),
            *(_before(form[key], kind) if key in form else None for key in ("after", "not_after")),
            form.get("named", True),
        )
        for form in word_list(f"{kind}_forms")["forms"]
    )


@cache
def piece(kind: str, name: str) -> re.Pattern[str]:
    """Return the pattern of a piece of ``date_forms.yml`` or ``quantity_forms.yml``.

    >>> bool(piece("quantity", "KNOWN_NOUN").match(" dự án"))
    True
    """
    return re.compile(_piece(name, kind))


def fields(match: re.Match[str]) -> tuple[Fields, Fields]:
    """Return what a form found, by the names of its groups; for a range, of its last end apart.

    >>> fields(re.match("(?P<y>2023)-(?P<to>(?P<y__2>2025))", "2023-2025"))
    ({'y': '2023'}, {'to': '2025', 'y': '2025'})
    """
    found: tuple[Fields, Fields] = ({}, {})
    last = match.start("to") if match.groupdict().get("to") else match.end()
    for name, value in match.groupdict().items():
        if value is not None:
            found[match.start(name) >= last][name.split("__")[0]] = value
    return found


@cache
def date_openers() -> frozenset[str]:
    """Return the words a date may start with, besides digits, in lower case.

    >>> {"ngày", "quý", "cùng"} <= date_openers()
    True
    """
    return frozenset(word.split()[0] for key in _OPENING_LISTS for word in listed(key))


def listed(key: str, name: str = "dates") -> list[str]:
    """Return the words of a list of ``data/lexicon/dates.yml`` or another file, or the keys of a
    mapping, normalized.

    >>> "hồi" in listed("past_before")
    True
    """
    return [normalize_words(str(word)).lower() for word in word_list(name)[key]]


def entry(key: str, word: str) -> Any:
    """Return what a mapping of the lexicon says of a matched word, whatever its spaces.

    >>> entry("relative_days", "hôm  qua")
    -1
    """
    return entries("dates", key)[" ".join(word.split())]


def _filled(form: str, kind: str) -> str:
    """Return a form with every ``«piece»`` in its place."""
    while "«" in form:
        form = re.sub("«([^»]+)»", lambda name: _piece(name[1], kind), form)
    return form


def _piece(name: str, kind: str) -> str:
    pieces = word_list(f"{kind}_forms")["pieces"]
    if name in pieces:
        return _filled(pieces[name], kind)
    made = {
        "UNIT": lambda: rf"[ ]?(?:%|{any_of(unit_words())}(?!\w))",
        "WORDS": words_pattern,
        "NUMBER": number_pattern,
        "CURRENCY": lambda: any_of(currencies()),
    }
    file, _, key = name.rpartition(".")
    return made[name]() if name in made else any_of(listed(key, file or _LISTS[kind]))


def _before(form: str, kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_filled(form, kind)})[ \n]*[(\"']?$")


def _numbered(form: str) -> str:
    seen: dict[str, int] = {}

    def group(match: re.Match[str]) -> str:
        name = match["named"] or match["again"] or match["asked"]
        seen[name] = seen.get(name, 0) + bool(match["named"])
        number = f"{name}__{seen[name]}" if seen[name] > 1 else name
        return match.group().replace(name, number)

    return _GROUP.sub(group, form)
