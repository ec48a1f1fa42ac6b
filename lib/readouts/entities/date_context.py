"""ISO forms of days, months and years, and what fills in what a date of the text leaves out.

A date without its year takes it from the day of publication:

- a day (``25/11``) is the nearest such day, before or after;
- a month (``tháng 4``) is that of the year of publication;
- words that look back (``hồi``, ``vừa qua``) or ahead (``tới``, ``sắp tới``) overrule both.

Without a day of publication the year stays open (``--11-25``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

# A readout tells of days; a visit with its background, of a few weeks.
_RECENT_DAYS = 60

Direction = Literal["past", "future", ""]


class Found(NamedTuple):
    """A date or period in the text: its span, ``date`` or ``period``, and its ISO form."""

    start: int
    end: int
    kind: Literal["date", "period"]
    iso: str


@dataclass
class DateContext:
    """What dates that leave something out are counted from, as reading goes on.

    ``published`` is the day of publication; ``about`` a day the text is about, which fixes years
    where that is not known; ``last_day`` the day named last, for ``cùng ngày``, its year open or
    not; ``last_year`` the year named last in the running sentence, for ``năm trước``.
    """

    published: date | None = None
    about: date | None = None
    last_day: date | None = None
    last_day_open: bool = False
    last_year: int | None = None

    @property
    def near(self) -> date | None:
        """Return the day that dates without a year are near to."""
        return self.published or self.about

    def note(self, found: Found) -> None:
        """Remember the day and year of what was just read.

        ``cùng ngày`` tells what happened: it goes back to no day to come, and none long gone.
        """
        on = iso_day(found.iso)
        if on and (not self.near or 0 <= (self.near - on).days <= _RECENT_DAYS):
            self.last_day, self.last_day_open = on, False
        if not self.near and re.fullmatch(r"--\d\d-\d\d", found.iso):
            self.last_day, self.last_day_open = iso_day(f"2000{found.iso[1:]}"), True
        if re.match(r"\d{4}", found.iso):
            self.last_year = int(found.iso[:4])


def calendar_of(published: str) -> DateContext:
    """Return the calendar of a text published on ``published`` (ISO date, or empty).

    >>> calendar_of("2024-09-13").published
    datetime.date(2024, 9, 13)
    """
    return DateContext(iso_day(published))


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


def day_form(year: int | None, month: int, day: int) -> str:
    """Return the ISO form of a day; an open year is a hyphen.

    >>> day_form(2024, 9, 3), day_form(None, 9, 3)
    ('2024-09-03', '--09-03')
    """
    return f"{month_form(year, month)}-{day:02d}"


def month_form(year: int | None, month: int) -> str:
    """Return the ISO form of a month; an open year is a hyphen.

    >>> month_form(2024, 9), month_form(None, 9)
    ('2024-09', '--09')
    """
    return f"{'-' if year is None else f'{year:04d}'}-{month:02d}"


def months_form(year: int | None, first: int, last: int) -> str:
    """Return the ISO form of a run of months of one year.

    >>> months_form(2024, 7, 9)
    '2024-07/2024-09'
    """
    return f"{month_form(year, first)}/{month_form(year, last)}"


def year_of_day(
    month: int, day: int, calendar: DateContext, direction: Direction = ""
) -> int | None:
    """Return the year of a day that names none: that of the nearest such day to publication.

    >>> year_of_day(12, 31, calendar_of("2025-01-02"))
    2024
    """
    near = calendar.near
    if near is None:
        return None
    days = [on for step in (-1, 0, 1) if (on := day_of(near.year + step, month, day))]
    if direction:
        sign = -1 if direction == "past" else 1
        days = [on for on in days if (on - near).days * sign >= 0] or days
    # A 29 February may be in none of three years.
    return min(days, key=lambda on: abs(on - near)).year if days else None


def year_of_month(month: int, calendar: DateContext, direction: Direction = "") -> int | None:
    """Return the year of a month that names none: that of publication, unless a word says not.

    >>> calendar = calendar_of("2024-09-13")
    >>> year_of_month(12, calendar), year_of_month(12, calendar, "past")
    (2024, 2023)
    """
    near = calendar.near
    if near is None:
        return None
    later, earlier = month > near.month, month < near.month
    return near.year - (direction == "past" and later) + (direction == "future" and earlier)


def shift_month(on: date, months: int) -> tuple[int, int]:
    """Return the year and month that lie ``months`` after those of a day.

    >>> shift_month(date(2024, 11, 30), 2)
    (2025, 1)
    """
    count = on.year * 12 + on.month - 1 + months
    return count // 12, count % 12 + 1


def nearest_day_of_month(day: int, calendar: DateContext) -> date | None:
    """Return the nearest day to publication with that number, or None without publication.

    >>> nearest_day_of_month(28, calendar_of("2024-09-13"))
    datetime.date(2024, 9, 28)
    """
    published = calendar.published
    if published is None:
        return None
    around = (shift_month(published, step) for step in (-1, 0, 1))
    days = [on for year, month in around if (on := day_of(year, month, day))]
    return min(days, key=lambda on: abs(on - published), default=None)
