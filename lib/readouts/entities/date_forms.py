"""The forms of dates and periods in ``data/lexicon/date_forms.yml``, compiled, and what they find.

In a form ``«NAME»`` stands for a piece of that file, or for any word of a list of ``dates.yml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from readouts.entities.numbers import Place, any_of, entries, lowered, unit_words, words_pattern
from readouts.language.lexicon import word_list
from readouts.language.normalization import normalize_words

_OPENING_LISTS = (
    "year_words", "day_words", "past_day_words", "past_before", "parts_of_day", "period_words",
    "decades", "relative_days", "antecedent_days", "weekdays", "relative_weeks", "relative_years",
    "parts_of_year", "parts_of_month", "form_openers",
)  # fmt: skip
# A group may stand several times in a form: each but the first gets a number.
_GROUP = re.compile(r"\(\?P<(?P<named>\w+)>|\(\?P=(?P<again>\w+)\)|\(\?\((?P<asked>\w+)\)")

Fields = dict[str, str]


class DateForm(NamedTuple):
    """A form of a date: how it is read, its pattern, and what must or must not stand before it."""

    reads: str
    pattern: re.Pattern[str]
    after: re.Pattern[str] | None
    not_after: re.Pattern[str] | None

    def match(self, place: Place) -> re.Match[str] | None:
        """Return the match of the form at a place, if it is a date there."""
        found = self.pattern.match(place.low, place.at)
        if found is None or (self.after and not place.follows(self.after)):
            return None
        if self.not_after and place.follows(self.not_after):
            return None
        # "tháng hai bên …" is not February.
        name = found.start("capital") if "capital" in self.pattern.groupindex else None
        return found if name is None or place.text[name].isupper() else None


@cache
def date_forms() -> tuple[DateForm, ...]:
    """Return every form of a date.

    >>> [form.match(Place("quý III/2025", "quý iii/2025", 0))["quarters"]
    ...  for form in date_forms() if form.match(Place("quý III/2025", "quý iii/2025", 0))]
    ['iii']
    """
    return tuple(
        DateForm(
            form["reads"],
            re.compile(_numbered(_filled(form["form"]))),
            *(_before(form[key]) if key in form else None for key in ("after", "not_after")),
        )
        for form in word_list("date_forms")["forms"]
    )


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


def listed(key: str) -> list[str]:
    """Return the words of a list of ``data/lexicon/dates.yml``, or the keys of a mapping, folded.

    >>> "hồi" in listed("past_before")
    True
    """
    return [lowered(normalize_words(str(word))) for word in word_list("dates")[key]]


def entry(key: str, word: str) -> Any:
    """Return what a mapping of the lexicon says of a matched word, whatever its spaces.

    >>> entry("relative_days", "hôm  qua")
    -1
    """
    return entries("dates", key)[" ".join(word.split())]


def _filled(form: str) -> str:
    """Return a form with every ``«piece»`` in its place."""
    while "«" in form:
        form = re.sub("«([^»]+)»", lambda name: _piece(name[1]), form)
    return form


def _piece(name: str) -> str:
    pieces = word_list("date_forms")["pieces"]
    if name == "UNIT":
        return rf"[ ]?(?:%|{any_of(unit_words())}(?!\w))"
    if name == "NUMBER":
        return words_pattern()
    return pieces[name] if name in pieces else any_of(listed(name))


def _before(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_filled(form)})[ \n]*[(\"']?$")


def _numbered(form: str) -> str:
    seen: dict[str, int] = {}

    def group(match: re.Match[str]) -> str:
        name = match["named"] or match["again"] or match["asked"]
        seen[name] = seen.get(name, 0) + bool(match["named"])
        number = f"{name}__{seen[name]}" if seen[name] > 1 else name
        return match.group().replace(name, number)

    return _GROUP.sub(group, form)
