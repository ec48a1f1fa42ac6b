"""How each form of a date is read: from what it found to an ISO date or period, or to nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from readouts.entities.date_context import (
    DateContext,
    Direction,
    FoundDate,
    day_of,
    iso_day,
    iso_form,
    year_of_day,
    year_of_month,
)
from readouts.entities.forms import Fields, Form, entry, fields
from readouts.entities.numbers import words_value

_ISO_POINT = re.compile(r"(?P<y>\d{4}|-)(?:-(?P<m>\d\d))?")


def read_form(form: Form, match: re.Match[str], context: DateContext) -> list[FoundDate]:
    """Return the date that a form found (several for a list), none where there is no such day.

    Where its words are counted from a day of publication that is not known, the ISO form is empty.

    >>> from readouts.entities.forms import forms_of
    >>> from readouts.entities.numbers import Position
    >>> position = Position("năm 2024", "năm 2024", 0)
    >>> [form] = [form for form in forms_of("date") if form.match(position)]
    >>> read_form(form, form.match(position), DateContext())
    [FoundDate(start=0, end=8, kind='date', iso='2024')]
    """
    first, last = fields(match)
    start, end = match.span("core" if "core" in match.groupdict() else 0)
    if form.reads == "list":
        return _listed(match, first, context)
    reads, kind = _READS[form.reads]
    iso = reads(first, last, context)
    kind = "period" if "parts_of_month" in first else kind
    return [] if iso is None else [FoundDate(start, end, kind, iso)]


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else int(entry("months", name))


def _direction(found: Fields) -> Direction:
    return "future" if "ahead" in found else "past" if "back" in found else ""


def _year(found: Fields, context: DateContext) -> int | None:
    """Return the year in digits, or that ``năm ngoái`` names."""
    if "y" in found:
        return int(found["y"])
    if "relative_years" not in found or context.near is None:
        return None
    return context.near.year + int(entry("relative_years", found["relative_years"]))


def _point(found: Fields, last: Fields, context: DateContext) -> str | None:
    """A day, a month (or a third of it) or a year; what it leaves out is filled in."""
    year = _year(found, context)
    if "relative_months" in found:
        if context.published is None:
            return ""
        step = int(entry("relative_months", found["relative_months"]))
        year, month = divmod(context.published.year * 12 + context.published.month - 1 + step, 12)
        return _month(found, year, month + 1)
    if "m" not in found:
        return str(year or "")
    month = _month_number(found["m"])
    if "d" not in found:
        year = year_of_month(month, context, _direction(found)) if year is None else year
        return _month(found, year, month)
    day = int(found["d"])
    year = year_of_day(month, day, context, _direction(found)) if year is None else year
    return iso_form(year, month, day) if day_of(year, month, day) else None


def _month(found: Fields, year: int | None, month: int) -> str:
    if "parts_of_month" not in found:
        return iso_form(year, month)
    first, last = entry("parts_of_month", found["parts_of_month"])
    last = min(last, monthrange(2000 if year is None else year, month)[1])
    return f"{iso_form(year, month, first)}/{iso_form(year, month, last)}"


def _range(found: Fields, last: Fields, context: DateContext) -> str | None:
    """Both ends; the first takes from the last what it leaves out."""
    end = _point(last, {}, context)
    known = _ISO_POINT.match(end or "")
    if known is None:
        return None
    begin = {"m": known["m"], **found} if known["m"] else dict(found)
    over = "m" in begin and known["m"] and _month_number(begin["m"]) > int(known["m"])
    if known["y"] != "-":
        begin.setdefault("y", str(int(known["y"]) - bool(over)))
    start = _point(begin, {}, context)
    fits = start is not None and (start < end or (known["y"] == "-" and over))
    return f"{start}/{end}" if fits else None


def _listed(match: re.Match[str], found: Fields, context: DateContext) -> list[FoundDate]:
    """Return one date for each number of a list; the first takes the opening, the last the end."""
    unit = next(key for key in "dmy" if key in found)
    start, end = match.span("core" if "core" in match.groupdict() else 0)
    numbers = list(re.finditer(r"\d+", match["list"]))
    starts = [start] + [match.start("list") + number.start() for number in numbers[1:]]
    ends = [match.start("list") + number.end() for number in numbers[:-1]] + [end]
    isos = [_point({**found, unit: number.group()}, {}, context) for number in numbers]
    spans = zip(starts, ends, isos, strict=True)
    return [] if None in isos else [FoundDate(a, b, "date", iso or "") for a, b, iso in spans]


def _shifted(found: Fields, last: Fields, context: DateContext) -> str:
    """A day counted from publication, or from the day that the text named last."""
    key = next(key for key in found if key in ("relative_days", "after_part_of_day", _ANTECEDENT))
    step = int(entry(key, found[key]))
    if key == _ANTECEDENT and step == 0:
        return context.last_day
    on = iso_day(context.last_day) if key == _ANTECEDENT else context.published
    return (on + timedelta(days=step)).isoformat() if on else ""


def _week(found: Fields, last: Fields, context: DateContext) -> str:
    if context.published is None:
        return ""
    weeks = int(entry("relative_weeks", found["relative_weeks"]))
    monday = context.published + timedelta(weeks=weeks, days=-context.published.weekday())
    return f"{monday}/{monday + timedelta(days=6)}"


def _decade(found: Fields, last: Fields, context: DateContext) -> str:
    year = int(found["decade"]) + (1900 if len(found["decade"]) == 2 else 0)
    return f"{year}/{year + 9}"


def _months(found: Fields, last: Fields, context: DateContext) -> str | None:
    """A part of a year: that of publication where it names none."""
    year = _year(found, context)
    if year is None and context.near and "relative_years" not in found:
        year = context.near.year
    if "parts_of_year" in found:
        first, until = entry("parts_of_year", found["parts_of_year"])
    elif "quarters" in found:
        until = int(entry("quarters", found["quarters"])) * 3
        first = until - 2
    else:
        count = int(found.get("count") or words_value(found["counted"]))
        count *= 3 if "quarterly" in found else 1
        first, until = (13 - count, 12) if "from_end" in found else (1, count)
    if not 1 <= first <= until <= 12:
        return None
    return f"{iso_form(year, first)}/{iso_form(year, until)}"


_ANTECEDENT = "antecedent_days"
_Reads = Callable[[Fields, Fields, DateContext], "str | None"]
_READS: dict[str, tuple[_Reads, Literal["date", "period"]]] = {
    "point": (_point, "date"),
    "shifted": (_shifted, "date"),
    "range": (_range, "period"),
    "week": (_week, "period"),
    "decade": (_decade, "period"),
    "months": (_months, "period"),
}
