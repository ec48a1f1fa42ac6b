"""How each form of a date is read: from what a pattern matched to an ISO date, or to nothing.

A rule gets the match, the place it was found at and the calendar of the text; it returns the date
(several for a list), or none where the words mean something else: a score, a fraction, an amount.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Literal

from readouts.entities.date_context import (
    DateContext,
    Direction,
    Found,
    day_form,
    day_of,
    month_form,
    months_form,
    nearest_day_of_month,
    shift_month,
    year_of_day,
    year_of_month,
)
from readouts.entities.date_forms import entry, listed
from readouts.entities.numbers import LOOK_BACK, Place, any_of, words_value
from readouts.language.lexicon import word_list

Rule = Callable[["re.Match[str]", Place, DateContext], "list[Found]"]


# --- what a form says --------------------------------------------------------------------------


def _one(match: re.Match[str], kind: Literal["date", "period"], iso: str) -> list[Found]:
    return [Found(*_core(match), kind, iso)]


def _core(match: re.Match[str]) -> tuple[int, int]:
    """Return the span of the date itself, without the words that only lead to it."""
    return match.span("core" if "core" in match.groupdict() else 0)


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else int(entry("months", name))


def _direction(match: re.Match[str], place: Place) -> Direction:
    groups = match.groupdict()
    if groups.get("ahead"):
        return "future"
    back = groups.get("back") or place.follows(_ends_with("past_before"))
    return "past" if back or groups.get("word") in listed("past_day_words") else ""


def _relative_year_of(word: str | None, calendar: DateContext) -> int | None:
    """Return the year that ``năm ngoái`` and the like name; ``năm trước`` may look to the text."""
    if not word:
        return None
    step = int(entry("relative_years", word))
    if calendar.last_year is not None and " ".join(word.split()) in listed("years_from_antecedent"):
        return calendar.last_year + step
    return calendar.near.year + step if calendar.near else None


def _stated_year(match: re.Match[str], calendar: DateContext) -> int | None:
    """Return the year a form gives in digits (``y`` or ``z``) or by a relative word."""
    groups = match.groupdict()
    digits = groups.get("y") or groups.get("z")
    return int(digits) if digits else _relative_year_of(groups.get("yearword"), calendar)


def _year_or_published(match: re.Match[str], calendar: DateContext) -> int | None:
    """Return the year a part of a year belongs to: that of publication where it names none."""
    year = _stated_year(match, calendar)
    if year is None and calendar.near and not match.groupdict().get("yearword"):
        return calendar.near.year
    return year


# --- days --------------------------------------------------------------------------------------


def _numeric_day(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    groups = match.groupdict()
    year = _stated_year(match, calendar)
    led = groups.get("opening") or groups.get("part") or groups.get("word")
    if groups.get("y") and len(groups["y"]) == 2:
        if not led or "/" not in groups["sep"]:
            return []
        year = 2000 + int(groups["y"])
    if not groups.get("y") and not _day_and_month_allowed(match, place, bool(led)):
        return []
    month, day = int(groups["m"]), int(groups["d"])
    if year is None and not led and _marks_anniversary(place) and day_of(None, month, day):
        # It comes round each year (`kỷ niệm Quốc khánh 2/9`), whenever the text is published.
        return _one(match, "date", day_form(None, month, day))
    return _day(match, place, calendar, year, month)


def _day(
    match: re.Match[str], place: Place, calendar: DateContext, year: int | None, month: int
) -> list[Found]:
    day = int(match["d"])
    if year is None:
        year = year_of_day(month, day, calendar, _direction(match, place))
    return _one(match, "date", day_form(year, month, day)) if day_of(year, month, day) else []


def _day_and_month_allowed(match: re.Match[str], place: Place, led: bool) -> bool:
    """Return whether ``d/m``, ``d-m`` or ``d.m`` is a date: not a score, fraction or amount."""
    separator = match["sep"].strip()
    if separator != "/" and not match["word"] and _unit_next().match(place.low, match.end()):
        return False
    if separator == ".":
        return bool(match["word"] or match["part"])
    return led or (_bare_slash(match, place) if separator == "/" else _bare_hyphen(match, place))


def _bare_slash(match: re.Match[str], place: Place) -> bool:
    fraction = _fraction_next().match(place.low, match.end())
    return not (place.follows(_ends_with("not_date_before")) or fraction)


def _bare_hyphen(match: re.Match[str], place: Place) -> bool:
    return (
        _bracketed(match, place)
        or place.follows(_ends_with("date_before"))
        or _marks_anniversary(place)
    )


def _bracketed(match: re.Match[str], place: Place) -> bool:
    """Return whether the match stands in brackets of its own."""
    return place.before(1) == "(" and place.low[match.end() : match.end() + 1] == ")"


def _marks_anniversary(place: Place) -> bool:
    return bool(_anniversary().search(place.before(2 * LOOK_BACK)))


def _written_day(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    if not (match["word"] or match["part"] or match["opening"] or match["y"] or match["z"]):
        return []
    return _day(match, place, calendar, _stated_year(match, calendar), _month_number(match["n"]))


def _day_of_relative_month(
    match: re.Match[str], place: Place, calendar: DateContext
) -> list[Found]:
    if calendar.published is None or not (match["word"] or match["part"]):
        return []
    step = int(entry("relative_months", match["monthword"]))
    return _day(match, place, calendar, *shift_month(calendar.published, step))


def _day_alone(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    if match["word"] in listed("past_day_words") or _unit_next().match(place.low, match.end()):
        return []
    day = int(match["d"])
    nearest = nearest_day_of_month(day, calendar)
    return _one(match, "date", nearest.isoformat() if nearest else f"---{day:02d}")


def _day_list(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    month, stated = _month_number(match["m"] or match["n"]), _stated_year(match, calendar)
    direction = _direction(match, place)

    def iso(digits: str) -> str:
        day = int(digits)
        year = year_of_day(month, day, calendar, direction) if stated is None else stated
        return day_form(year, month, day) if day_of(year, month, day) else ""

    found = _listed(match, iso)
    return found if all(each.iso for each in found) else []


def _listed(match: re.Match[str], iso: Callable[[str], str]) -> list[Found]:
    """Return one date for each number of a list; the first takes the opening, the last the end."""
    numbers = list(re.finditer(r"\d+", match["list"]))
    offset = match.start("list")
    start, end = _core(match)
    starts = [start] + [offset + number.start() for number in numbers[1:]]
    ends = [offset + number.end() for number in numbers[:-1]] + [end]
    return [
        Found(start, end, "date", iso(number.group()))
        for start, end, number in zip(starts, ends, numbers, strict=True)
    ]


def _day_range(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    first, last = int(match["d1"]), int(match["d2"])
    named1, named2 = match["m1"] or match["n1"], match["m2"] or match["n2"]
    if not named2:
        allowed = match["word"] and not named1
        return _open_day_range(match, calendar, first, last) if allowed else []
    if not _day_range_allowed(match, place):
        return []
    month2 = _month_number(named2)
    month1 = _month_number(named1) if named1 else month2
    stated1, stated2 = match["y1"] or match["z1"], match["y2"] or match["z2"]
    year2 = int(stated2) if stated2 else year_of_day(month2, last, calendar)
    year1 = year2 - (month1 > month2) if year2 is not None else None
    year1 = int(stated1) if stated1 else year1
    start, end = day_of(year1, month1, first), day_of(year2, month2, last)
    if not (start and end) or (start >= end and month1 <= month2):
        return []
    iso = f"{day_form(year1, month1, first)}/{day_form(year2, month2, last)}"
    return _one(match, "period", iso)


def _day_range_allowed(match: re.Match[str], place: Place) -> bool:
    """Return whether two days with a month are a range of days, not of amounts or a score."""
    if match["word"]:
        return True
    if _unit_next().match(place.low, match.end()):
        return False
    if match["from"] or match["part"] or place.before(1) == "(":
        return True
    separator = (match["sep2"] or "/").strip()
    apart = separator == "/" or (separator == "-" and " " in match["join"])
    return apart and not place.follows(_ends_with("not_date_before"))


def _open_day_range(
    match: re.Match[str], calendar: DateContext, first: int, last: int
) -> list[Found]:
    """Read ``từ ngày 12 đến ngày 15``: the month is that of the nearest such last day."""
    if last <= first or _unit_next().match(match.string, match.end()):
        return []
    nearest = nearest_day_of_month(last, calendar)
    if nearest is None:
        return _one(match, "period", f"---{first:02d}/---{last:02d}")
    start = day_form(nearest.year, nearest.month, first)
    return _one(match, "period", f"{start}/{nearest.isoformat()}")


def _relative_day(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    groups = match.groupdict()
    if groups.get("relative"):
        step = entry("relative_days", groups["relative"])
    else:
        step = entry("after_part_of_day", groups["after"])
    return _one(match, "date", _shifted(calendar.published, int(step)))


def _antecedent_day(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    groups = match.groupdict()
    if groups.get("antecedent"):
        step = entry("antecedent_days", groups["antecedent"])
    else:
        step = entry("after_part_of_day_antecedent", groups["then"])
    iso = _shifted(calendar.last_day, int(step))
    return _one(match, "date", f"-{iso[4:]}" if iso and calendar.last_day_open else iso)


def _shifted(on: date | None, days: int) -> str:
    return (on + timedelta(days=days)).isoformat() if on else ""


# --- weeks -------------------------------------------------------------------------------------


def _weekday(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    """Read ``hôm thứ Hai``, ``thứ Tư tuần trước``; bare, ``thứ hai`` is "second" and no date."""
    if not (match["week"] or match["lead"]):
        return []
    if calendar.published is None:
        return _one(match, "date", "")
    digits = match["weekday"][-1].isdigit()
    number = int(entry("weekday_digits" if digits else "weekdays", match["weekday"]))
    on = _monday(calendar.published) + timedelta(days=number)
    if match["week"]:
        on += timedelta(weeks=int(entry("relative_weeks", match["week"])))
    elif on > calendar.published:
        on -= timedelta(weeks=1)
    return _one(match, "date", on.isoformat())


def _relative_week(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    if _several_before(place):
        return []
    if calendar.published is None:
        return _one(match, "period", "")
    monday = _monday(calendar.published)
    monday += timedelta(weeks=int(entry("relative_weeks", match["week"])))
    return _one(match, "period", f"{monday}/{monday + timedelta(days=6)}")


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _several_before(place: Place) -> bool:
    """Return whether ``những``, ``10`` and the like stand before: ``những năm qua`` is no year."""
    number = re.search(r"\d\s*$", place.before(4))
    return bool(number) or place.follows(_ends_with("several_before"))


# --- months ------------------------------------------------------------------------------------


def _month(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    month, year = _month_number(match["n"]), _stated_year(match, calendar)
    if _several_before(place) or not (year or _is_month_name(match, place)):
        return []
    if year is None:
        year = year_of_month(month, calendar, _direction(match, place))
    return _whole_or_third(match, year, month)


def _is_month_name(match: re.Match[str], place: Place) -> bool:
    """Return whether a month is in digits or capitals: ``tháng hai bên…`` is not February."""
    return match["n"].isdigit() or place.text[match.start("n")].isupper()


def _relative_month(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    if _several_before(place):
        return []
    if calendar.published is None:
        return _one(match, "period" if match["third"] else "date", "")
    step = int(entry("relative_months", match["monthword"]))
    return _whole_or_third(match, *shift_month(calendar.published, step))


def _whole_or_third(match: re.Match[str], year: int | None, month: int) -> list[Found]:
    if not match["third"]:
        return _one(match, "date", month_form(year, month))
    first, last = entry("parts_of_month", match["third"])
    last = min(last, monthrange(2000 if year is None else year, month)[1])
    return _one(match, "period", f"{day_form(year, month, first)}/{day_form(year, month, last)}")


def _month_range(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    first, last = _month_number(match["n1"]), _month_number(match["n2"])
    stated, year2 = match["y1"] or match["z1"], _stated_year(match, calendar)
    in_digits = match["n1"].isdigit() and match["n2"].isdigit()
    if not (in_digits or stated or year2):
        return []
    if year2 is None:
        year2 = year_of_month(last, calendar, _direction(match, place))
    year1 = year2 - (first > last) if year2 is not None else None
    year1 = int(stated) if stated else year1
    if year1 == year2 and first >= last:
        return []
    return _one(match, "period", f"{month_form(year1, first)}/{month_form(year2, last)}")


def _month_list(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    year = _stated_year(match, calendar)
    return _listed(match, lambda digits: month_form(year, int(digits)))


# --- years and their parts ---------------------------------------------------------------------


def _year(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    return _one(match, "date", match["y"])


def _year_list(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    return _listed(match, str)


def _bare_year(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    """Read a year without ``năm``: in brackets of its own, or after a word of time."""
    if _bracketed(match, place):
        return _one(match, "date", match["y"])
    amount = _unit_next().match(place.low, match.end())
    if amount or not place.follows(_ends_with("bare_year_before")):
        return []
    return _one(match, "date", match["y"])


def _relative_year(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    if _several_before(place):
        return []
    year = _relative_year_of(match["yearword"], calendar)
    return _one(match, "date", "" if year is None else str(year))


def _year_range(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    first, last = int(match["y1"]), int(match["y2"])
    if len(match["y2"]) == 2:
        last += first // 100 * 100 if match["opener"] else 0
    if not first < last <= first + 200 or place.follows(_ends_with("term_words")):
        return []
    if _unit_next().match(place.low, match.end()):
        return []
    return _one(match, "period", f"{first}/{last}")


def _decade(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    year = int(match["y"])
    year += 1900 if year < 100 else 0
    return _one(match, "period", f"{year}/{year + 9}") if year % 10 == 0 else []


def _part_of_year(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    year = _year_or_published(match, calendar)
    return _one(match, "period", months_form(year, *entry("parts_of_year", match["which"])))


def _quarter(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    number, named = int(entry("quarters", match["q"])), not re.fullmatch(r"[1-4iv]+", match["q"])
    if named and _stated_year(match, calendar) is None:
        return []
    year = _year_or_published(match, calendar)
    return _one(match, "period", months_form(year, number * 3 - 2, number * 3))


def _relative_quarter(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    if calendar.published is None:
        return _one(match, "period", "")
    step = int(entry("relative_quarters", match["quarterword"]))
    year, month = shift_month(calendar.published, step * 3)
    first = (month - 1) // 3 * 3 + 1
    return _one(match, "period", months_form(year, first, first + 2))


def _first_months(match: re.Match[str], place: Place, calendar: DateContext) -> list[Found]:
    """Read ``6 tháng đầu năm 2025``, ``9 tháng năm 2025``, ``hai quý cuối năm``."""
    number = int(match["number"] or words_value(match["numberword"]))
    number *= 3 if match["unit"] == "quý" else 1
    if not 1 <= number <= 12:
        return []
    year = _year_or_published(match, calendar)
    from_end = match.groupdict().get("which") == "cuối"
    first, last = (13 - number, 12) if from_end else (1, number)
    return _one(match, "period", months_form(year, first, last))


RULES: dict[str, Rule] = {
    "numeric_day": _numeric_day,
    "written_day": _written_day,
    "day_of_relative_month": _day_of_relative_month,
    "day_alone": _day_alone,
    "day_list": _day_list,
    "day_range": _day_range,
    "relative_day": _relative_day,
    "antecedent_day": _antecedent_day,
    "weekday": _weekday,
    "relative_week": _relative_week,
    "relative_month": _relative_month,
    "month": _month,
    "month_range": _month_range,
    "month_list": _month_list,
    "year": _year,
    "year_list": _year_list,
    "bare_year": _bare_year,
    "relative_year": _relative_year,
    "year_range": _year_range,
    "decade": _decade,
    "part_of_year": _part_of_year,
    "quarter": _quarter,
    "relative_quarter": _relative_quarter,
    "first_months": _first_months,
}


# --- words -------------------------------------------------------------------------------------


@cache
def _ends_with(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(listed(key))}[ \n]*[(\"']?$")


@cache
def _unit_next() -> re.Pattern[str]:
    """What makes two numbers with a hyphen a range of amounts: a unit right after them."""
    lists = word_list("quantities")
    words = [*lists["magnitudes"], *lists["time_units"], *lists["measures"], *lists["counted"]]
    currencies = [word for words in lists["currencies"].values() for word in words]
    return re.compile(rf"[ ]?(?:%|{any_of([*words, *currencies, *lists['percent']])}(?!\w))")


@cache
def _anniversary() -> re.Pattern[str]:
    """An anniversary in the same clause: ``kỷ niệm ngày thiết lập quan hệ 2-12``."""
    return re.compile(rf"(?<!\w){any_of(listed('anniversaries'))}[^,;.]*$")


@cache
def _fraction_next() -> re.Pattern[str]:
    return re.compile(rf"[ ]+{any_of(listed('fraction_after'))}(?!\w)")
