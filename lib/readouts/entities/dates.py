"""Dates and periods of a readout, with their ISO forms.

The forms (``data/lexicon/date_forms.yml``) are tried wherever a date may start, and the longest
that its rule (``date_rules``) can read wins. What a date leaves out is filled in by
``date_context``. ``cùng ngày`` is the day the text named last; relative days (``hôm nay``) have no
ISO form where publication is not known.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from readouts.entities.date_context import DateContext, FoundDate, day_of, iso_day
from readouts.entities.date_rules import read_form
from readouts.entities.forms import date_openers, forms_of, piece
from readouts.entities.numbers import LOOK_BACK, Position, any_of

_DAY_ISO = re.compile(r"(\d{4}|-)-\d\d-\d\d")


def read_date(text: str, low: str, at: int, context: DateContext) -> list[FoundDate]:
    """Return the date or period that starts at ``at`` (several for ``ngày 10 và 11-6``), or none.

    ``text`` is normalized, ``low`` the same in lower case.

    >>> text = "Sáng nay (22/3), tại Hà Nội"
    >>> read_date(text, text.lower(), 0, DateContext(date(2019, 3, 22)))
    [FoundDate(start=10, end=14, kind='date', iso='2019-03-22')]
    """
    position = Position(text, low, at)
    best: list[FoundDate] = []
    for form in forms_of("date"):
        match = form.match(position)
        if match and (not best or match.end() > best[-1].end):
            best = read_form(form, match, context) or best
    return best


def context_for(text: str, published: str) -> DateContext:
    """Return the context of the dates of a text; without ``published``, from the text itself.

    A date stamp at its head is the day of publication. A whole date at the start of a sentence or
    after a part of the day (``Chiều 18/10/2022, tại…``) fixes the year of other dates, but not the
    day of ``hôm nay``.

    >>> context_for("date 2024-09-13 Bộ trưởng tiếp Đại sứ", "").published
    datetime.date(2024, 9, 13)
    """
    context = DateContext(iso_day(published or publication_day(text)))
    if context.published is None:
        head = text[:_HEAD]
        days = (found for found in _dates(head, DateContext()) if _framed(found, head))
        context.about = next((on for found in days if (on := iso_day(found.iso))), None)
    return context


def publication_day(text: str) -> str:
    """Return the ISO day of a date stamp at the head of a normalized text, "" where it has none.

    A stamp is a whole date that opens the text (``date 2024-09-13``), or one in a short line among
    the first, with no sentence around it (``Thứ Sáu, 13/09/2024 10:30 (GMT+7)``).

    >>> publication_day("Hội đàm cấp cao\\nThứ Sáu, 13/09/2024 10:30 (GMT+7)\\nSáng 12/9, tại…")
    '2024-09-13'
    >>> publication_day("Ngày 12/9/2024, tại Hà Nội, Thủ tướng tiếp Đại sứ.")
    ''
    """
    opening = _STAMP.match(text)
    if opening and day_of(int(opening["y"]), int(opening["m"]), int(opening["d"])):
        return f"{opening['y']}-{opening['m']}-{opening['d']}"
    for line in text[:_HEAD].split("\n")[:_STAMP_LINES]:
        days = [found for found in _dates(line, DateContext()) if iso_day(found.iso)]
        if len(days) == 1 and _is_stamp(line, days[0]):
            return days[0].iso
    return ""


# How much of a text is its head, in characters and lines.
_HEAD = 1000
_STAMP_LINES = 6
_STAMP = re.compile(
    r"[\s\W]*(?:date\W{1,3})?(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", re.IGNORECASE
)


def _is_stamp(line: str, day: FoundDate) -> bool:
    """Return whether a line has only a label, a weekday and a time beside its date."""
    rest = f"{line[: day.start]} {line[day.end :]}".lower()
    return not piece("date", "STAMP").sub("", rest)


def event_date(text: str, published: str = "") -> tuple[str, tuple[int, int]] | None:
    """Return the day a meeting took place, from the normalized text of its first sentences.

    Of the days named, one near publication (ten days before to one after) goes before others, and
    one with a part of the day or at the start of a sentence (``Sáng 12/9``, ``Ngày 12/9``) before
    one in mid-sentence. A day with an open year still counts. Returns the ISO date and its span.

    >>> event_date("Ngày 12/9, tại Hà Nội, Bộ trưởng tiếp Đại sứ.", "2024-09-13")
    ('2024-09-12', (0, 9))
    >>> event_date("Bộ trưởng tiếp Đại sứ.") is None
    True
    """
    on = iso_day(published)
    found = _dates(text, context_for(text, published))
    days = [day for day in found if _DAY_ISO.fullmatch(day.iso)]
    if not days:
        return None
    best = min(days, key=lambda day: (_distant(day, on), not _framed(day, text)))
    return best.iso, (best.start, best.end)


def _dates(text: str, context: DateContext) -> list[FoundDate]:
    low, at = text.lower(), 0
    found: list[FoundDate] = []
    while match := _opener().search(low, at):
        dates = read_date(text, low, match.start(), context)
        for each in dates:
            context.note(each)
        found += dates
        at = dates[-1].end if dates else match.end()
    return found


def _distant(day: FoundDate, published: date | None) -> bool:
    on = iso_day(day.iso)
    return bool(published and on and not -10 <= (on - published).days <= 1)


def _framed(day: FoundDate, text: str) -> bool:
    before = text[max(0, day.start - LOOK_BACK) : day.start].lower()
    opens = re.search(r'(?:^|[.!?:\n"])\s*$', before)
    return bool(opens or piece("date", "PART_OF_DAY_BEFORE").search(before))


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:\d[\d/.-]*|{any_of(date_openers())}(?!\w))")
