"""Dates and periods of a readout: what stands in the text, and the ISO form it comes to.

The grammar is a table of forms, each a pattern and a rule that reads it. All forms are tried where
a date may start, and the longest reading wins. Words come from ``data/lexicon/dates.yml``.

A date without its year takes it from the day of publication:

- a day (``25/11``) is the nearest such day, before or after;
- a month (``tháng 4``) is that of the year of publication;
- words that look back (``hồi``, ``vừa qua``) or ahead (``tới``, ``sắp tới``) overrule both.

Without a day of publication the year stays open (``--11-25``), and relative days (``hôm nay``) have
no ISO form. ``cùng ngày`` is the day the text named last.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from readouts.lexicon import word_list
from readouts.model import Mention
from readouts.numerals import GAP, any_of, entries, lowered, words_pattern, words_value

Direction = Literal["past", "future", ""]

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:1[5-9]\d\d|2[01]\d\d)"
_LOOK_BACK = 40
# A list of days is read as one form; without a bound, a hostile one would be read over and over.
_LONGEST_LIST = 12


class Found(NamedTuple):
    """A date or period in the text: its span, ``date`` or ``period``, and its ISO form."""

    start: int
    end: int
    kind: Literal["date", "period"]
    iso: str


@dataclass
class Calendar:
    """What dates that leave something out are counted from, as reading goes on.

    ``published`` is the day of publication; ``last_day`` the day named last, for ``cùng ngày``;
    ``last_year`` the year named last in the running sentence, for ``năm trước``.
    """

    published: date | None = None
    last_day: date | None = None
    last_year: int | None = None

    def note(self, found: Found) -> None:
        """Remember the day and year of what was just read."""
        if found.kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", found.iso):
            self.last_day = date.fromisoformat(found.iso)
        if re.match(r"\d{4}", found.iso):
            self.last_year = int(found.iso[:4])


class Place(NamedTuple):
    """Where a form is tried: the text, its lower case, and the offset."""

    text: str
    low: str
    at: int

    def follows(self, words: re.Pattern[str]) -> bool:
        """Return whether one of ``words`` stands right before the offset."""
        return bool(words.search(self.low[max(0, self.at - _LOOK_BACK) : self.at]))


Rule = Callable[["re.Match[str]", Place, Calendar], "list[Found]"]


def calendar_of(published: str) -> Calendar:
    """Return the calendar of a text published on ``published`` (ISO date, or empty).

    >>> calendar_of("2025-11-26").published
    datetime.date(2025, 11, 26)
    """
    return Calendar(_iso_day(published))


def read_date(text: str, low: str, at: int, calendar: Calendar) -> list[Found]:
    """Return the date or period that starts at ``at`` (several for ``ngày 10 và 11-6``), or none.

    ``text`` is folded, ``low`` the same in lower case.

    >>> text = "Sáng nay (22/3), tại Hà Nội"
    >>> read_date(text, text.lower(), 0, calendar_of("2019-03-22"))
    [Found(start=0, end=15, kind='date', iso='2019-03-22')]
    """
    place = Place(text, low, at)
    best: list[Found] = []
    for pattern, rule in _forms():
        match = pattern.match(low, at)
        if match and (not best or match.end() > best[-1].end):
            best = rule(match, place, calendar) or best
    return best


@cache
def date_openers() -> frozenset[str]:
    """Return the words a date may start with, in lower case.

    >>> {"ngày", "quý", "cùng"} <= date_openers()
    True
    """
    listed: set[str] = {"từ", "các", "tháng", "năm", "quý"}
    for key in ("day_words", "parts_of_day", "period_words", "decades"):
        listed.update(word.split()[0] for word in _words(key))
    for key in (
        "relative_days", "antecedent_days", "weekdays", "relative_weeks", "relative_years",
        "parts_of_year", "parts_of_month",
    ):  # fmt: skip
        listed.update(word.split()[0] for word in entries("dates", key))
    return frozenset(listed)


def event_date(text: str, published: str = "") -> tuple[str, tuple[int, int]] | None:
    """Return the day a meeting took place, from the folded text of its first sentences.

    Of the days named, one near publication (ten days before to one after) goes before others, and
    one with a part of the day or at the start of a sentence (``Sáng 25/11``, ``Ngày 25/11``) before
    one in mid-sentence. A day with an open year still counts. Returns the ISO date and its span.

    >>> event_date("Ngày 25/11, tại Hà Nội, Bộ trưởng tiếp Đại sứ.", "2025-11-26")
    ('2025-11-25', (0, 10))
    >>> event_date("Bộ trưởng tiếp Đại sứ.") is None
    True
    """
    from readouts.mentions import find_mentions

    days = [
        mention
        for mention in find_mentions(text, published)
        if mention.kind == "date" and re.fullmatch(r"(\d{4}|-)-\d\d-\d\d", mention.iso)
    ]
    if not days:
        return None
    best = min(days, key=lambda day: (_distant(day, _iso_day(published)), not _framed(day, text)))
    return best.iso, (best.start, best.end)


def _distant(day: Mention, published: date | None) -> bool:
    on = _iso_day(day.iso)
    return bool(published and on and not -10 <= (on - published).days <= 1)


def _framed(day: Mention, text: str) -> bool:
    opening = re.search(r'(?:^|[.!?:\n"])\s*$', text[max(0, day.start - 5) : day.start])
    return bool(opening or _part_of_day().match(lowered(text[day.start : day.end])))


# --- words -------------------------------------------------------------------------------------


def _words(key: str) -> list[str]:
    return [str(word) for word in word_list("dates")[key]]


@cache
def _part_of_day() -> re.Pattern[str]:
    return re.compile(any_of(_words("parts_of_day")))


@cache
def _ends_with(*keys: str) -> re.Pattern[str]:
    words = [word for key in keys for word in _words(key)]
    return re.compile(rf"(?<!\w){any_of(words)}[ \n]*[(\"']?$")


@cache
def _unit_next() -> re.Pattern[str]:
    """What makes two numbers with a hyphen a range of amounts: a unit right after them."""
    lists = word_list("quantities")
    words = [*lists["magnitudes"], *lists["time_units"], *lists["measures"], *lists["counted"]]
    currencies = [word for words in lists["currencies"].values() for word in words]
    return re.compile(rf"[ ]?(?:%|{any_of([*words, *currencies, *lists['percent']])}(?!\w))")


@cache
def _fraction_next() -> re.Pattern[str]:
    return re.compile(rf"[ ]+{any_of(_words('fraction_after'))}(?!\w)")


# --- calendar ----------------------------------------------------------------------------------


def _iso_day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _day(year: int | None, month: int, day: int) -> date | None:
    """Return a day of the calendar, or None; an open year counts as a leap year."""
    try:
        return date(2000 if year is None else year, month, day)
    except ValueError:
        return None


def _day_iso(year: int | None, month: int, day: int) -> str:
    return f"{'-' if year is None else f'{year:04d}'}-{month:02d}-{day:02d}"


def _month_iso(year: int | None, month: int) -> str:
    return f"{'-' if year is None else f'{year:04d}'}-{month:02d}"


def _year_of_day(month: int, day: int, calendar: Calendar, direction: Direction) -> int | None:
    """Return the year of a day that names none: the nearest to publication."""
    published = calendar.published
    if published is None:
        return None
    years = range(published.year - 1, published.year + 2)
    days = [on for year in years if (on := _day(year, month, day))]
    if direction:
        sign = -1 if direction == "past" else 1
        days = [on for on in days if (on - published).days * sign >= 0] or days
    return min(days, key=lambda on: abs(on - published)).year if days else None


def _year_of_month(month: int, calendar: Calendar, direction: Direction) -> int | None:
    """Return the year of a month that names none: that of publication, unless a word says not."""
    published = calendar.published
    if published is None:
        return None
    later, earlier = month > published.month, month < published.month
    return published.year - (direction == "past" and later) + (direction == "future" and earlier)


def _shift_month(on: date, months: int) -> tuple[int, int]:
    count = on.year * 12 + on.month - 1 + months
    return count // 12, count % 12 + 1


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else int(str(entries("dates", "months")[name]))


def _direction(match: re.Match[str], place: Place) -> Direction:
    groups = match.groupdict()
    if groups.get("back") or place.follows(_ends_with("past_before")):
        return "past"
    if groups.get("word") in _words("past_day_words") and not groups.get("ahead"):
        return "past"
    return "future" if groups.get("ahead") else ""


def _relative_year(word: str | None, calendar: Calendar) -> int | None:
    """Return the year that ``năm ngoái`` and the like name; ``năm trước`` may look to the text."""
    if not word or (calendar.published is None and calendar.last_year is None):
        return None
    word = " ".join(word.split())
    step = int(str(entries("dates", "relative_years")[word]))
    if calendar.last_year is not None and word in _words("years_from_antecedent"):
        return calendar.last_year + step
    return calendar.published.year + step if calendar.published else None


def _stated_year(match: re.Match[str], calendar: Calendar) -> int | None:
    """Return the year a form gives in digits (``y`` or ``z``) or by a relative word."""
    groups = match.groupdict()
    digits = groups.get("y") or groups.get("z")
    return int(digits) if digits else _relative_year(groups.get("yearword"), calendar)


def _months(year: int | None, first: int, last: int) -> str:
    return f"{_month_iso(year, first)}/{_month_iso(year, last)}"


# --- forms -------------------------------------------------------------------------------------


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    part = any_of(_words("parts_of_day"))
    word = any_of(_words("day_words"))
    relative = any_of(entries("dates", "relative_days"))
    after_part = any_of(entries("dates", "after_part_of_day"))
    antecedent = any_of(entries("dates", "antecedent_days"))
    after_part_then = any_of(entries("dates", "after_part_of_day_antecedent"))
    weekday = any_of([*entries("dates", "weekdays"), *entries("dates", "weekday_digits")])
    week = any_of(entries("dates", "relative_weeks"))
    year_word = any_of(entries("dates", "relative_years"))
    name = any_of(entries("dates", "months"))
    month_name = rf"(?:{_MONTH}(?!\d)|{name}(?!\w))"
    join = rf"(?:{GAP}?-{GAP}?|{GAP}{any_of(_words('range_words'))}{GAP})"
    several = rf"(?:[ ]?,{GAP}?|{GAP}(?:và|hoặc){GAP})"
    # `tới`, `qua` are also verbs: they look ahead or back only where no object follows.
    ends = r"(?=[ ]*(?:[.,;:)\n\"]|$)|[ ](?:tại|ở|nhân|với|và|của|là|sẽ|đã|như|trong|khi)\b)"
    looking = (
        rf"(?:{GAP}(?P<yearword>{year_word})(?!\w)"
        rf"|{GAP}(?P<ahead>{any_of(_words('future_after'))}){ends}"
        rf"|{GAP}(?P<back>{any_of(_words('past_after'))}){ends})?"
    )
    weekday_opening = rf"(?:{part}{GAP})?{weekday}"
    opening = (
        rf"(?P<opening>(?:{relative}|{part}{GAP}{after_part}|{weekday_opening})"
        rf"(?:{GAP}?,{GAP}|{GAP}(?P<open>\(){GAP}?|{GAP}))?"
    )
    lead = rf"{opening}(?:(?P<part>{part}){GAP})?(?:(?P<word>{word}){GAP})?"
    close = r"(?(open)[ ]?\)|)"
    of_year = rf"(?:[ ]?[/.-][ ]?(?P<y>{_YEAR})|,?{GAP}năm{GAP}(?P<z>{_YEAR}))"
    in_year = (
        rf"(?:{GAP}(?:của{GAP})?năm{GAP}(?P<y>{_YEAR})|{GAP}(?:của{GAP})?(?P<yearword>{year_word}))"
    )
    end = r"(?!\w)"

    def endpoint(n: int) -> str:
        return (
            rf"(?P<d{n}>{_DAY})(?:(?P<sep{n}>[ ]?/[ ]?|-|\.)(?P<m{n}>{_MONTH})"
            rf"(?:(?P=sep{n})(?P<y{n}>{_YEAR}))?"
            rf"|{GAP}tháng{GAP}(?P<n{n}>{month_name})(?:,?{GAP}năm{GAP}(?P<z{n}>{_YEAR}))?)?(?!\d)"
        )

    part_of_year = any_of(entries("dates", "parts_of_year"))
    part_of_month = any_of(entries("dates", "parts_of_month"))
    quarter = any_of(entries("dates", "quarters"))
    period = any_of(_words("period_words"))
    count = rf"(?:(?P<number>[1-9]|1[0-2])|(?P<numberword>{words_pattern()}))"
    tail = r"(?!\w|[/.,-]\d)"
    table: list[tuple[str, Rule]] = [
        (rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d){end}", _numeric_day),
        (
            rf"{lead}(?P<d>{_DAY})(?P<sep>[ ]?[/.-][ ]?)(?P<m>{_MONTH})(?P=sep)"
            rf"(?P<y>{_YEAR}|\d\d){close}{tail}",
            _numeric_day,
        ),
        (
            rf"{lead}(?P<d>{_DAY})(?P<sep>[ ]?/[ ]?|-|\.)(?P<m>{_MONTH})(?!\d){close}"
            rf"(?![\w%+]|[/.,]\d|-\d){looking}",
            _numeric_day,
        ),
        (
            rf"{lead}(?P<d>{_DAY}){GAP}tháng{GAP}(?P<n>{month_name}){of_year}?{close}{tail}{looking}",
            _written_day,
        ),
        (
            rf"{lead}(?P<d>{_DAY}){GAP}(?P<monthword>{any_of(entries('dates', 'relative_months'))})"
            rf"{end}",
            _day_of_relative_month,
        ),
        (
            rf"(?:các{GAP})?ngày{GAP}(?P<list>{_DAY}(?:{several}(?:ngày{GAP})?{_DAY}){{1,{_LONGEST_LIST}}})"
            rf"(?:(?P<sep>[ ]?/[ ]?|-|\.)(?P<m>{_MONTH})(?:(?P=sep)(?P<y>{_YEAR}))?"
            rf"|{GAP}tháng{GAP}(?P<n>{month_name})(?:,?{GAP}năm{GAP}(?P<z>{_YEAR}))?){tail}",
            _day_list,
        ),
        (
            rf"(?:(?P<from>từ){GAP})?(?:(?P<part>{part}){GAP})?(?:(?P<word>{word}){GAP})?"
            rf"{endpoint(1)}(?P<join>{join})(?:{part}{GAP})?(?:{word}{GAP})?{endpoint(2)}"
            r"(?!\w|[/.,%-]\d|%)",
            _day_range,
        ),
        (rf"(?:(?P<part>{part}){GAP})?(?P<word>{word}){GAP}(?P<d>{_DAY})(?!\w|[ ]?[/.,-][ ]?\d)",
         _day_alone),
        (rf"(?P<relative>{relative}){end}", _relative_day),
        (rf"{part}{GAP}(?P<after>{after_part}){end}", _relative_day),
        (rf"(?P<antecedent>{antecedent}){end}(?!{GAP}?\d)", _antecedent_day),
        (rf"{part}{GAP}(?P<then>{after_part_then}){end}(?!{GAP}?\d)", _antecedent_day),
        (
            rf"(?:(?P<lead>{part}|hôm|ngày){GAP})?(?P<weekday>{weekday})"
            rf"(?:{GAP}(?P<week>{week}))?{end}",
            _weekday,
        ),
        (rf"(?P<week>{week}){end}", _relative_week),
        (rf"(?:(?P<third>{part_of_month}){GAP})?(?P<monthword>"
         rf"{any_of(entries('dates', 'relative_months'))}){end}", _relative_month),
        (
            rf"(?:(?P<third>{part_of_month}){GAP})?tháng{GAP}(?P<n>{month_name}){of_year}?"
            rf"{tail}{looking}",
            _month,
        ),
        (
            rf"(?:(?P<from>từ){GAP})?tháng{GAP}(?P<n1>{month_name})"
            rf"(?:[ ]?[/.-][ ]?(?P<y1>{_YEAR})|{GAP}năm{GAP}(?P<z1>{_YEAR}))?{join}"
            rf"(?:tháng{GAP})?(?P<n2>{month_name}){of_year}?{tail}{looking}",
            _month_range,
        ),
        (
            rf"tháng{GAP}(?P<list>{_MONTH}(?:{several}(?:tháng{GAP})?{_MONTH}){{1,{_LONGEST_LIST}}}){of_year}{tail}",
            _month_list,
        ),
        (rf"năm{GAP}(?P<y>{_YEAR}){tail}", _year),
        (
            rf"(?:các{GAP})?năm{GAP}(?P<list>{_YEAR}(?:{several}(?:năm{GAP})?{_YEAR}){{1,{_LONGEST_LIST}}}){tail}",
            _year_list,
        ),
        (rf"(?P<y>{_YEAR})(?!\w|[/.,-]\d|[ ]?%)", _bare_year),
        (rf"(?P<yearword>{year_word}){end}", _relative_year_alone),
        (
            rf"(?:(?P<opener>từ|{period}){GAP})?(?:(?P<word>năm){GAP})?(?P<y1>{_YEAR}){join}"
            rf"(?:năm{GAP})?(?P<y2>{_YEAR}|\d\d){tail}",
            _year_range,
        ),
        (
            rf"(?P<which>{part_of_year}){GAP}(?:năm{GAP})?(?P<y>{_YEAR}){tail}",
            _part_of_year,
        ),
        (rf"(?P<which>{part_of_year}){GAP}(?P<yearword>{year_word}){end}", _part_of_year),
        (rf"(?P<which>{part_of_year}){GAP}năm{end}(?!{GAP}?(?:\d|học|mới|thứ))", _part_of_year),
        (rf"quý{GAP}(?P<q>{quarter})(?:[ ]?[/-][ ]?(?P<z>{_YEAR})|{in_year})?{tail}", _quarter),
        (rf"(?P<quarterword>{any_of(entries('dates', 'relative_quarters'))}){end}",
         _relative_quarter),
        (rf"{count}{GAP}(?P<unit>tháng|quý){GAP}(?P<which>đầu|cuối)"
         rf"(?:{in_year}|{GAP}(?:của{GAP})?năm(?!{GAP}\d))?{end}", _first_months),
        (rf"{count}{GAP}(?P<unit>tháng){in_year}{end}", _first_months),
        (rf"{any_of(_words('decades'))}{GAP}(?P<y>{_YEAR}|[3-9]0){tail}", _decade),
    ]  # fmt: skip
    return tuple((re.compile(pattern), rule) for pattern, rule in table)


def _one(match: re.Match[str], kind: Literal["date", "period"], iso: str) -> list[Found]:
    return [Found(match.start(), match.end(), kind, iso)]


# --- days --------------------------------------------------------------------------------------


def _numeric_day(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    groups = match.groupdict()
    month, day = int(groups["m"]), int(groups["d"])
    year = _stated_year(match, calendar)
    led = groups.get("opening") or groups.get("part") or groups.get("word")
    if year is not None and year < 100:
        if not led or "/" not in groups["sep"]:
            return []
        year += 2000
    if groups.get("y") is None and not (led or _bare_day_allowed(match, place)):
        return []
    if (
        groups.get("y") is None
        and groups["sep"] == "."
        and not (groups.get("part") or groups.get("word"))
    ):
        return []
    if (
        groups.get("y") is None
        and "/" not in groups["sep"]
        and not groups["word"]
        and (_unit_next().match(place.low, match.end()))
    ):
        return []
    if year is None:
        year = _year_of_day(month, day, calendar, _direction(match, place))
    return _one(match, "date", _day_iso(year, month, day)) if _day(year, month, day) else []


def _bare_day_allowed(match: re.Match[str], place: Place) -> bool:
    """Return whether ``d/m`` or ``d-m`` with no date word is a date, not a score or fraction."""
    end, separator = match.end(), match["sep"].strip()
    if separator == "/":
        return not (
            place.follows(_ends_with("not_date_before")) or _fraction_next().match(place.low, end)
        )
    bracketed = place.low[place.at - 1 : place.at] == "(" and place.low[end : end + 1] == ")"
    return separator == "-" and (bracketed or place.follows(_ends_with("date_before")))


def _written_day(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if not (match["word"] or match["part"] or match["opening"] or match["y"] or match["z"]):
        return []
    month, day = _month_number(match["n"]), int(match["d"])
    year = _stated_year(match, calendar)
    if year is None:
        year = _year_of_day(month, day, calendar, _direction(match, place))
    return _one(match, "date", _day_iso(year, month, day)) if _day(year, month, day) else []


def _day_of_relative_month(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if calendar.published is None or not (match["word"] or match["part"]):
        return []
    step = int(str(entries("dates", "relative_months")[" ".join(match["monthword"].split())]))
    year, month = _shift_month(calendar.published, step)
    day = int(match["d"])
    return _one(match, "date", _day_iso(year, month, day)) if _day(year, month, day) else []


def _day_list(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    month = _month_number(match["m"] or match["n"])
    stated = _stated_year(match, calendar)
    found, start = [], match.start()
    listed = list(re.finditer(r"\d+", match["list"]))
    for each in listed:
        day, end = int(each.group()), match.start("list") + each.end()
        year = stated
        if year is None:
            year = _year_of_day(month, day, calendar, _direction(match, place))
        if not _day(year, month, day):
            return []
        last = each is listed[-1]
        first = each is listed[0]
        begin = start if first else match.start("list") + each.start()
        found.append(Found(begin, match.end() if last else end, "date", _day_iso(year, month, day)))
    return found


def _day_range(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    months = [_month_number(m) if (m := match[f"m{n}"] or match[f"n{n}"]) else None for n in (1, 2)]
    if not _day_range_allowed(match, place, months):
        return []
    first, last = int(match["d1"]), int(match["d2"])
    month2 = months[1]
    if month2 is None:
        return _open_day_range(match, calendar, first, last)
    month1 = months[0] or month2
    stated1, stated2 = match["y1"] or match["z1"], match["y2"] or match["z2"]
    year2 = int(stated2) if stated2 else _year_of_day(month2, last, calendar, "")
    year1 = year2 - (month1 > month2) if year2 is not None else None
    year1 = int(stated1) if stated1 else year1
    start, end = _day(year1, month1, first), _day(year2, month2, last)
    if not (start and end) or (start >= end and month1 <= month2):
        return []
    iso = f"{_day_iso(year1, month1, first)}/{_day_iso(year2, month2, last)}"
    return _one(match, "period", iso)


def _day_range_allowed(match: re.Match[str], place: Place, months: list[int | None]) -> bool:
    bracketed = place.low[place.at - 1 : place.at] == "("
    if months[1] is None:
        return bool(match["word"]) and months[0] is None
    if match["from"] or match["word"] or match["part"] or bracketed:
        return not (not match["word"] and _unit_next().match(place.low, match.end()))
    if place.follows(_ends_with("not_date_before")) or _unit_next().match(place.low, match.end()):
        return False
    separator = (match["sep2"] or "/").strip()
    return separator == "/" or (separator == "-" and " " in match["join"])


def _open_day_range(match: re.Match[str], calendar: Calendar, first: int, last: int) -> list[Found]:
    """Read ``từ ngày 12 đến ngày 15``: the month is that of the nearest such last day."""
    if last <= first or _unit_next().match(match.string, match.end()):
        return []
    nearest = _nearest_day_of_month(last, calendar)
    if nearest is None:
        return _one(match, "period", f"---{first:02d}/---{last:02d}")
    start = _day_iso(nearest.year, nearest.month, first)
    return _one(match, "period", f"{start}/{nearest.isoformat()}")


def _nearest_day_of_month(day: int, calendar: Calendar) -> date | None:
    if calendar.published is None:
        return None
    around = (_shift_month(calendar.published, step) for step in (-1, 0, 1))
    days = [on for year, month in around if (on := _day(year, month, day))]
    return min(days, key=lambda on: abs(on - (calendar.published or on)), default=None)


def _day_alone(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if match["word"] == "hôm" or _unit_next().match(place.low, match.end()):
        return []
    day = int(match["d"])
    nearest = _nearest_day_of_month(day, calendar)
    return _one(match, "date", nearest.isoformat() if nearest else f"---{day:02d}")


def _relative_day(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    groups = match.groupdict()
    key, word = (
        ("relative_days", groups["relative"])
        if groups.get("relative")
        else ("after_part_of_day", groups["after"])
    )
    step = int(str(entries("dates", key)[" ".join(word.split())]))
    return _one(match, "date", _shifted(calendar.published, step))


def _antecedent_day(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    groups = match.groupdict()
    key, word = (
        ("antecedent_days", groups["antecedent"])
        if groups.get("antecedent")
        else ("after_part_of_day_antecedent", groups["then"])
    )
    step = int(str(entries("dates", key)[" ".join(word.split())]))
    return _one(match, "date", _shifted(calendar.last_day, step))


def _shifted(on: date | None, days: int) -> str:
    return (on + timedelta(days=days)).isoformat() if on else ""


def _weekday(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    """Read ``hôm thứ Hai``, ``thứ Tư tuần trước``; bare, ``thứ hai`` is "second" and no date."""
    if not (match["week"] or match["lead"]) or match["lead"] == "ngày":
        return []
    if calendar.published is None:
        return _one(match, "date", "")
    numbers = entries("dates", "weekdays") | entries("dates", "weekday_digits")
    number = int(str(numbers[" ".join(match["weekday"].split())]))
    monday = calendar.published - timedelta(days=calendar.published.weekday())
    on = monday + timedelta(days=number)
    if match["week"]:
        on += timedelta(weeks=_week_step(match["week"]))
    elif on > calendar.published:
        on -= timedelta(weeks=1)
    return _one(match, "date", on.isoformat())


# --- weeks, months -----------------------------------------------------------------------------


def _week_step(word: str) -> int:
    return int(str(entries("dates", "relative_weeks")[" ".join(word.split())]))


def _several_before(place: Place) -> bool:
    return place.follows(_ends_with("several_before")) or bool(
        re.search(r"\d\s*$", place.low[max(0, place.at - 4) : place.at])
    )


def _relative_week(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if _several_before(place):
        return []
    if calendar.published is None:
        return _one(match, "period", "")
    monday = calendar.published - timedelta(days=calendar.published.weekday())
    monday += timedelta(weeks=_week_step(match["week"]))
    return _one(match, "period", f"{monday}/{monday + timedelta(days=6)}")


def _relative_month(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if _several_before(place):
        return []
    if calendar.published is None:
        return _one(match, "period" if match["third"] else "date", "")
    step = int(str(entries("dates", "relative_months")[" ".join(match["monthword"].split())]))
    return _whole_or_third(match, *_shift_month(calendar.published, step))


def _whole_or_third(match: re.Match[str], year: int | None, month: int) -> list[Found]:
    if not match["third"]:
        return _one(match, "date", _month_iso(year, month))
    first, last = _part("parts_of_month", match["third"])
    last = min(last, monthrange(2000 if year is None else year, month)[1])
    iso = f"{_day_iso(year, month, first)}/{_day_iso(year, month, last)}"
    return _one(match, "period", iso)


def _part(key: str, word: str) -> tuple[int, int]:
    first, last = entries("dates", key)[" ".join(word.split())]  # type: ignore[misc]
    return int(first), int(last)


def _month(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    month, year = _month_number(match["n"]), _stated_year(match, calendar)
    if _several_before(place) or not (year or _is_month_name(match, place)):
        return []
    if year is None:
        year = _year_of_month(month, calendar, _direction(match, place))
    return _whole_or_third(match, year, month)


def _is_month_name(match: re.Match[str], place: Place) -> bool:
    """Return whether a month is in digits or capitals: ``tháng hai bên…`` is not February."""
    at = match.start("n")
    return match["n"].isdigit() or place.text[at].isupper()


def _month_range(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    first, last = _month_number(match["n1"]), _month_number(match["n2"])
    stated1, year2 = match["y1"] or match["z1"], _stated_year(match, calendar)
    if not (match["n1"].isdigit() and match["n2"].isdigit()) and not (stated1 or year2):
        return []
    if year2 is None:
        year2 = _year_of_month(last, calendar, _direction(match, place))
    year1 = int(stated1) if stated1 else year2 - (first > last) if year2 is not None else None
    if (year1, year2) == (year1, year1) and first >= last:
        return []
    return _one(match, "period", f"{_month_iso(year1, first)}/{_month_iso(year2, last)}")


def _month_list(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    year = _stated_year(match, calendar)
    return _listed(match, lambda digits: _month_iso(year, int(digits)))


def _listed(match: re.Match[str], iso: Callable[[str], str]) -> list[Found]:
    """Return one date for each number of a list; the first takes the opening, the last the end."""
    numbers = list(re.finditer(r"\d+", match["list"]))
    starts = [match.start()] + [match.start("list") + number.start() for number in numbers[1:]]
    ends = [match.start("list") + number.end() for number in numbers[:-1]] + [match.end()]
    return [
        Found(start, end, "date", iso(number.group()))
        for start, end, number in zip(starts, ends, numbers, strict=True)
    ]


# --- years, quarters ---------------------------------------------------------------------------


def _year(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    return _one(match, "date", match["y"])


def _year_list(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    return _listed(match, str)


def _bare_year(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    """Read a year without ``năm``: in brackets of its own, or after a word of time."""
    before, after = place.low[place.at - 1 : place.at], place.low[match.end() : match.end() + 1]
    if before == "(" and after == ")":
        return _one(match, "date", match["y"])
    if not place.follows(_ends_with("bare_year_before")):
        return []
    return [] if _unit_next().match(place.low, match.end()) else _one(match, "date", match["y"])


def _relative_year_alone(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if _several_before(place):
        return []
    year = _relative_year(match["yearword"], calendar)
    return _one(match, "date", "" if year is None else str(year))


def _year_range(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    first, last = int(match["y1"]), int(match["y2"])
    last += first // 100 * 100 if last < 100 else 0
    short = len(match["y2"]) == 2
    if not first < last <= first + 200 or (short and match["opener"] is None):
        return []
    if place.follows(_ends_with("term_words")) or _unit_next().match(place.low, match.end()):
        return []
    return _one(match, "period", f"{first}/{last}")


def _part_of_year(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    year = _stated_year(match, calendar)
    if year is None and calendar.published and not match.groupdict().get("yearword"):
        year = calendar.published.year
    return _one(match, "period", _months(year, *_part("parts_of_year", match["which"])))


def _quarter(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    number = int(str(entries("dates", "quarters")[match["q"]]))
    year = _stated_year(match, calendar)
    named = match["q"].isalpha() and set(match["q"]) - set("iv")
    if year is None and named:
        return []
    if year is None and calendar.published:
        year = calendar.published.year
    return _one(match, "period", _months(year, number * 3 - 2, number * 3))


def _relative_quarter(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    if calendar.published is None:
        return _one(match, "period", "")
    step = int(str(entries("dates", "relative_quarters")[" ".join(match["quarterword"].split())]))
    year, month = _shift_month(calendar.published, step * 3)
    first = (month - 1) // 3 * 3 + 1
    return _one(match, "period", _months(year, first, first + 2))


def _first_months(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    """Read ``6 tháng đầu năm 2025``, ``9 tháng năm 2025``, ``hai quý cuối năm``."""
    number = int(match["number"] or words_value(match["numberword"]))
    number *= 3 if match["unit"] == "quý" else 1
    if not 1 <= number <= 12:
        return []
    year = _stated_year(match, calendar)
    if year is None and calendar.published and not match["yearword"]:
        year = calendar.published.year
    last = match.groupdict().get("which") == "cuối"
    return _one(match, "period", _months(year, 13 - number if last else 1, 12 if last else number))


def _decade(match: re.Match[str], place: Place, calendar: Calendar) -> list[Found]:
    year = int(match["y"])
    year += 1900 if year < 100 else 0
    return _one(match, "period", f"{year}/{year + 9}") if year % 10 == 0 else []
