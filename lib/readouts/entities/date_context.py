"""ISO forms of days, months and years, and the parts that a date of the text leaves out.

A date without its year takes it from the day of publication:

- a day (``25/11``) is the nearest such day, before or after;
- a month (``tháng 4``) is that of the year of publication;
- after words for the past (``hồi``, ``vừa qua``) or the future (``tới``, ``sắp tới``) it is the
  nearest one before or after.

Without a day of publication the year stays open (``--11-25``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

# A readout reports a few days; a visit with its background, a few weeks.
_RECENT_DAYS = 60

Direction = Literal["past", "future", ""]


class FoundDate(NamedTuple):
    """A date or period in the text: its span, ``date`` or ``period``, and its ISO form."""

    start: int
    end: int
    kind: Literal["date", "period"]
    iso: str


@dataclass
class DateContext:
    """The days from which incomplete dates are counted, updated as a text is read.

    ``published`` is the day of publication; ``about`` a day the text is about, which fixes years
    where that is not known; ``last_day`` the ISO form of the day named last, for ``cùng ngày``.
    """

    published: date | None = None
    about: date | None = None
    last_day: str = ""

    @property
    def near(self) -> date | None:
        """Return the day to which dates without a year are nearest."""
        return self.published or self.about

    def note(self, found: FoundDate) -> None:
        """Remember a date as the last day, unless it is in the future or long past: ``cùng ngày``
        does not refer to those."""
        on = iso_day(found.iso)
        recent = on and (not self.near or 0 <= (self.near - on).days <= _RECENT_DAYS)
        if recent or re.fullmatch(r"--\d\d-\d\d", found.iso):
            self.last_day = found.iso


def iso_day(iso: str) -> date | None:
    """Return the day of an ISO date ``yyyy-mm-dd``, or None for anything else.

    >>> iso_day("2024-09-13"), iso_day("--09-13")
    (datetime.date(2024, 9, 13), None)
    """
    try:
        return date.fromisoformat(iso) if len(iso) == 10 else None
    except ValueError:
        return None


def day_of(year: int | None, month: int, day: int) -> date | None:
    """Return a day of the calendar, or None; an open year counts as a leap year.

    >>> day_of(2023, 2, 29), day_of(None, 2, 29)
    (None, datetime.date(2000, 2, 29))
    """
    try:
        return date(2000 if year is None else year, month, day)
    except ValueError:
        return None


def iso_form(year: int | None, month: int, day: int | None = None) -> str:
    """Return the ISO form of a month or day; an open year is a hyphen.

    >>> iso_form(2024, 9), iso_form(None, 9, 3)
    ('2024-09', '--09-03')
    """
    whole = f"{'-' if year is None else f'{year:04d}'}-{month:02d}"
    return whole if day is None else f"{whole}-{day:02d}"


def year_of_day(
    month: int, day: int, context: DateContext, direction: Direction = ""
) -> int | None:
    """Return the year of a day that names none: that of the nearest such day to publication.

    >>> year_of_day(12, 31, DateContext(date(2025, 1, 2)))
    2024
    """
    near = context.near
    if near is None:
        return None
    days = [on for step in (-1, 0, 1) if (on := day_of(near.year + step, month, day))]
    if direction:
        sign = -1 if direction == "past" else 1
        days = [on for on in days if (on - near).days * sign >= 0] or days
    # A 29 February may be in none of three years.
    return min(days, key=lambda on: abs(on - near)).year if days else None


def year_of_month(month: int, context: DateContext, direction: Direction = "") -> int | None:
    """Return the year of a month that names none: that of publication, unless a word says not.

    >>> context = DateContext(date(2024, 9, 13))
    >>> year_of_month(12, context), year_of_month(12, context, "past")
    (2024, 2023)
    """
    near = context.near
    if near is None:
        return None
    later, earlier = month > near.month, month < near.month
    return near.year - (direction == "past" and later) + (direction == "future" and earlier)
