"""The forms of dates and periods: patterns over folded text in lower case.

A form is a name (of the rule in ``date_rules`` that reads it) and a pattern. In a pattern,
``«name»`` stands for one of the pieces below, or for any word of a list of
``data/lexicon/dates.yml``. The span of a date is its group ``core`` where it has one: without the
part of the day, ``từ``, or the relative day that stand before it (``Sáng nay (22/3)``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from readouts.entities.numbers import GAP, any_of, entries, lowered, words_pattern
from readouts.language.lexicon import word_list
from readouts.language.normalization import normalize_words

# A list of days is read as one form; without a bound, a hostile one would be read over and over.
_LONGEST_LIST = 12

_PIECES = {
    "_": GAP,
    "DAY": r"(?:3[01]|[12]\d|0?[1-9])",
    "MONTH": r"(?:1[0-2]|0?[1-9])",
    "YEAR": r"(?:1[5-9]\d\d|2[01]\d\d)",
    "END": r"(?!\w)",
    # No digit goes on after it, nor a part of a longer number or date.
    "TAIL": r"(?!\w|[/.,-]\d)",
    "MONTHNAME": r"(?:«MONTH»(?!\d)|«months»(?!\w))",
    "TO": r"(?:«_»?-«_»?|«_»«range_words»«_»)",
    "AND": r"(?:[ ]?,«_»?|«_»(?:và|hoặc)«_»)",
    "SEPARATOR": r"(?:[ ]?/[ ]?|-|\.)",
    "TIMES": f"{{1,{_LONGEST_LIST}}}",
    "COUNT": r"(?:(?P<number>[1-9]|1[0-2])|(?P<numberword>«NUMBER»))",
    # `sáng nay (22/3)`, `thứ Hai, ngày 22/3`: a relative day that the date then says in full.
    "OPENING": (
        r"(?P<opening>(?:«relative_days»|«parts_of_day»«_»«after_part_of_day»"
        r"|(?:«parts_of_day»«_»)?«WEEKDAY»)(?:«_»?,«_»|«_»(?P<open>\()«_»?|«_»))?"
    ),
    "CLOSE": r"(?(open)[ ]?\)|)",
    "WEEKDAY": r"(?:«weekdays»|«weekday_digits»)",
    "LEAD": r"«OPENING»(?:(?P<part>«parts_of_day»)«_»)?",
    "WORD": r"(?:(?P<word>«day_words»)«_»)?",
    "OFYEAR": r"(?:[ ]?[/.-][ ]?(?P<y>«YEAR»)|,?«_»năm«_»(?P<z>«YEAR»))",
    "INYEAR": (
        r"(?:«_»(?:của«_»)?năm«_»(?P<y>«YEAR»)|«_»(?:của«_»)?(?P<yearword>«relative_years»))"
    ),
    # `tới` and `qua` are also verbs: they look ahead or back only where no object follows.
    "NOOBJECT": (
        r"(?=[ ]*(?:[.,;:)\n\"]|$)|[ ](?:tại|ở|nhân|với|và|của|là|sẽ|đã|như|trong|khi)\b)"
    ),
    "LOOKING": (
        r"(?:«_»(?P<yearword>«relative_years»)(?!\w)|«_»(?P<ahead>«future_after»)«NOOBJECT»"
        r"|«_»(?P<back>«past_after»)«NOOBJECT»)?"
    ),
    # The two ends of a range of days; each may leave out its month and year.
    "POINT1": (
        r"(?P<d1>«DAY»)(?:(?P<sep1>«SEPARATOR»)(?P<m1>«MONTH»)(?:(?P=sep1)(?P<y1>«YEAR»))?"
        r"|«_»tháng«_»(?P<n1>«MONTHNAME»)(?:,?«_»năm«_»(?P<z1>«YEAR»))?)?(?!\d)"
    ),
    "POINT2": (
        r"(?P<d2>«DAY»)(?:(?P<sep2>«SEPARATOR»)(?P<m2>«MONTH»)(?:(?P=sep2)(?P<y2>«YEAR»))?"
        r"|«_»tháng«_»(?P<n2>«MONTHNAME»)(?:,?«_»năm«_»(?P<z2>«YEAR»))?)?(?!\d)"
    ),
}

_FORMS = (
    # days: 2024-03-22, 22/3/2024, 22/3, ngày 22 tháng 3 năm 2024, ngày 22 tháng này
    ("numeric_day", r"(?P<y>«YEAR»)-(?P<m>\d\d)-(?P<d>\d\d)«END»"),
    (
        "numeric_day",
        r"«LEAD»(?P<core>«WORD»(?P<d>«DAY»)(?P<sep>[ ]?[/.-][ ]?)(?P<m>«MONTH»)(?P=sep)"
        r"(?P<y>«YEAR»|\d\d))«CLOSE»«TAIL»",
    ),
    (
        "numeric_day",
        r"«LEAD»(?P<core>«WORD»(?P<d>«DAY»)(?P<sep>«SEPARATOR»)(?P<m>«MONTH»)"
        r"(?![\w%+]|[/.,]\d|-\d)«LOOKING»)«CLOSE»",
    ),
    (
        "written_day",
        r"«LEAD»(?P<core>«WORD»(?P<d>«DAY»)«_»tháng«_»(?P<n>«MONTHNAME»)«OFYEAR»?«TAIL»«LOOKING»)"
        r"«CLOSE»",
    ),
    (
        "day_of_relative_month",
        r"«LEAD»(?P<core>«WORD»(?P<d>«DAY»)«_»(?P<monthword>«relative_months»))«END»",
    ),
    (
        "day_alone",
        r"(?:«parts_of_day»«_»)?(?P<core>(?P<word>«day_words»)«_»(?P<d>«DAY»))"
        r"(?!\w|[ ]?[/.,-][ ]?\d)",
    ),
    # several days: các ngày 10 và 11-6-2018
    (
        "day_list",
        r"(?:các«_»)?(?P<core>ngày«_»(?P<list>«DAY»(?:«AND»(?:ngày«_»)?«DAY»)«TIMES»)"
        r"(?:(?P<sep>«SEPARATOR»)(?P<m>«MONTH»)(?:(?P=sep)(?P<y>«YEAR»))?"
        r"|«_»tháng«_»(?P<n>«MONTHNAME»)(?:,?«_»năm«_»(?P<z>«YEAR»))?))«TAIL»",
    ),
    # a range of days: từ ngày 12 đến 15/1, 30/10 - 01/11/2022
    (
        "day_range",
        r"(?:(?P<from>từ)«_»)?(?:(?P<part>«parts_of_day»)«_»)?"
        r"(?P<core>«WORD»«POINT1»(?P<join>«TO»)(?:«parts_of_day»«_»)?(?:«day_words»«_»)?«POINT2»)"
        r"(?!\w|[/.,%-]\d|%)",
    ),
    # days counted from publication, or from the day named last
    ("relative_day", r"(?P<relative>«relative_days»)«END»"),
    ("relative_day", r"«parts_of_day»«_»(?P<after>«after_part_of_day»)«END»"),
    ("antecedent_day", r"(?P<antecedent>«antecedent_days»)«END»(?!«_»?\d)"),
    ("antecedent_day", r"«parts_of_day»«_»(?P<then>«after_part_of_day_antecedent»)«END»(?!«_»?\d)"),
    (
        "weekday",
        r"(?:(?P<lead>«parts_of_day»|hôm)«_»)?(?P<weekday>«WEEKDAY»)"
        r"(?:«_»(?P<week>«relative_weeks»))?«END»",
    ),
    ("relative_week", r"(?P<week>«relative_weeks»)«END»"),
    # months: tháng 4/2024, cuối tháng 4, từ tháng 3 đến tháng 6/2025
    (
        "relative_month",
        r"(?:(?P<third>«parts_of_month»)«_»)?(?P<monthword>«relative_months»)«END»",
    ),
    (
        "month",
        r"(?:(?P<third>«parts_of_month»)«_»)?tháng«_»(?P<n>«MONTHNAME»)«OFYEAR»?«TAIL»«LOOKING»",
    ),
    (
        "month_range",
        r"(?:từ«_»)?(?P<core>tháng«_»(?P<n1>«MONTHNAME»)"
        r"(?:[ ]?[/.-][ ]?(?P<y1>«YEAR»)|«_»năm«_»(?P<z1>«YEAR»))?«TO»"
        r"(?:tháng«_»)?(?P<n2>«MONTHNAME»)«OFYEAR»?«TAIL»«LOOKING»)",
    ),
    ("month_list", r"tháng«_»(?P<list>«MONTH»(?:«AND»(?:tháng«_»)?«MONTH»)«TIMES»)«OFYEAR»«TAIL»"),
    # years: năm 2024, các năm 2023 và 2024, giai đoạn 2025-2030, thập niên 1990
    ("year", r"«year_words»«_»(?P<y>«YEAR»)«TAIL»"),
    (
        "year_list",
        r"(?:các«_»)?(?P<core>năm«_»(?P<list>«YEAR»(?:«AND»(?:năm«_»)?«YEAR»)«TIMES»))«TAIL»",
    ),
    ("bare_year", r"(?P<y>«YEAR»)(?!\w|[/.,-]\d|[ ]?%)"),
    ("relative_year", r"(?P<yearword>«relative_years»)«END»"),
    (
        "year_range",
        r"(?:từ«_»)?(?P<core>(?:(?P<opener>«period_words»)«_»(?:từ«_»)?)?(?:«year_words»«_»)?"
        r"(?P<y1>«YEAR»)«TO»(?:năm«_»)?(?P<y2>«YEAR»|\d\d))«TAIL»",
    ),
    ("decade", r"«decades»«_»(?P<y>«YEAR»|[3-9]0)«TAIL»"),
    # parts of a year: cuối năm 2026, quý III/2025, 6 tháng đầu năm
    ("part_of_year", r"(?P<which>«parts_of_year»)«_»(?:năm«_»)?(?P<y>«YEAR»)«TAIL»"),
    ("part_of_year", r"(?P<which>«parts_of_year»)«_»(?P<yearword>«relative_years»)«END»"),
    ("part_of_year", r"(?P<which>«parts_of_year»)«_»năm«END»(?!«_»?(?:\d|học|mới|thứ))"),
    ("quarter", r"quý«_»(?P<q>«quarters»)(?:[ ]?[/-][ ]?(?P<z>«YEAR»)|«INYEAR»)?«TAIL»"),
    ("relative_quarter", r"(?P<quarterword>«relative_quarters»)«END»"),
    (
        "first_months",
        r"«COUNT»«_»(?P<unit>tháng|quý)«_»(?P<which>đầu|cuối)"
        r"(?:«INYEAR»|«_»(?:của«_»)?năm(?!«_»\d))?«END»",
    ),
    ("first_months", r"«COUNT»«_»(?P<unit>tháng)«INYEAR»«END»"),
)


_OPENING_LISTS = (
    "year_words", "day_words", "parts_of_day", "period_words", "decades", "relative_days",
    "antecedent_days", "weekdays", "relative_weeks", "relative_years", "parts_of_year",
    "parts_of_month",
)  # fmt: skip


@cache
def date_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each form: the name of its rule, and its pattern.

    >>> quarter = dict(date_forms())["quarter"]
    >>> quarter.match("quý iii/2025")["q"]
    'iii'
    """
    return tuple((name, re.compile(_filled(pattern))) for name, pattern in _FORMS)


@cache
def date_openers() -> frozenset[str]:
    """Return the words a date may start with, besides digits, in lower case.

    >>> {"ngày", "quý", "cùng"} <= date_openers()
    True
    """
    words = [word for key in _OPENING_LISTS for word in listed(key)]
    return frozenset({"từ", "các", "tháng", "năm", "quý", *(word.split()[0] for word in words)})


def listed(key: str) -> list[str]:
    """Return the words of a list of ``data/lexicon/dates.yml``, or the keys of a mapping, folded.

    >>> "hồi" in listed("past_before")
    True
    """
    return [lowered(normalize_words(str(word))) for word in word_list("dates")[key]]


def _filled(pattern: str) -> str:
    """Return a pattern with every ``«piece»`` in its place."""
    while "«" in pattern:
        pattern = re.sub("«([^»]+)»", lambda name: _piece(name[1]), pattern)
    return pattern


def _piece(name: str) -> str:
    if name == "NUMBER":
        return words_pattern()
    return _PIECES[name] if name in _PIECES else any_of(listed(name))


def entry(key: str, word: str) -> Any:
    """Return what a mapping of the lexicon says of a matched word, whatever its spaces.

    >>> entry("relative_days", "hôm  qua")
    -1
    """
    return entries("dates", key)[" ".join(word.split())]
