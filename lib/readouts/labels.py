"""Labels in English and Vietnamese, read from the data folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml

from readouts.storage.paths import language_data

if TYPE_CHECKING:
    from readouts.model import Review

Language = Literal["en", "vi"]
LANGUAGES: tuple[Language, ...] = ("en", "vi")

# A date with year, month and day precision, in the patterns of Unicode's locale data.
_DATES = {
    "en": ("y", "LLLL y", "d MMMM y"),
    "vi": ("'năm' y", "'tháng' M 'năm' y", "d 'tháng' M 'năm' y"),
}
_WITHOUT_YEAR = {"en": "d MMMM", "vi": "d 'tháng' M"}
_SHORT_DATES = ("y", "MM/y", "d/M/y")
_SWAPPED = str.maketrans(",.", ".,")


def label(key: str, language: str = "en", **values: object) -> str:
    """Return the phrase of ``key`` in ``language`` with ``values`` filled in.

    ``count`` chooses between singular and plural. A key without a label is returned unchanged, so
    that a theme that a researcher has just added is still shown.

    >>> label("not a key")
    'not a key'
    """
    entry = _words().get(key, {})
    words = entry.get(language) or entry.get("en") or key
    if isinstance(words, dict):
        words = words["one"] if values.get("count") == 1 and "one" in words else words["other"]
    return _filled(str(words), values)


def shown_date(iso: str, language: str = "en", short: bool = False) -> str:
    """Return an ISO date as people write it, with its own precision; other texts unchanged.

    >>> shown_date("2026-12-04"), shown_date("2026-12-04", "vi"), shown_date("2026-12")
    ('4 December 2026', '4 tháng 12 năm 2026', 'December 2026')
    >>> shown_date("--04-03"), shown_date("--04-03", "vi")
    ('3 April', '3 tháng 4')
    """
    from babel.dates import format_date

    # A date without a year gets a leap year, which is not shown.
    parts = iso.replace("--", "2024-", 1).split("-")
    try:
        day = date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except (TypeError, ValueError):
        return iso
    forms = _SHORT_DATES if short else _DATES[language]
    form = _WITHOUT_YEAR[language] if iso.startswith("--") else forms[min(len(parts), 3) - 1]
    return str(format_date(day, form, locale={"en": "en_GB", "vi": "vi"}[language]))


def shown_number(value: float, language: str = "en", places: int = 2) -> str:
    """Return a number as people write it: whole numbers unchanged, others with two decimals.

    A whole number up to 1 may be a share, so it gets decimals as well. Vietnamese has a comma
    before the decimals and points between thousands.

    >>> shown_number(42.0), shown_number(0.8765), shown_number(500000.0), shown_number(1.0)
    ('42', '0.88', '500,000', '1.00')
    >>> shown_number(-0.8765, "vi"), shown_number(1234.5, "vi")
    ('−0,88', '1.234,50')
    >>> shown_number(-0.001)
    '0.00'
    """
    whole = abs(value) > 1 and float(value).is_integer()
    shown = f"{value:z,.{0 if whole else places}f}".replace("-", "−")
    return shown.translate(_SWAPPED) if language == "vi" else shown


def seen(reviews: Iterable[Review], language: str = "en") -> str:
    """Return a sentence: how many proposals of the texts were reviewed, by whom, and when last.

    >>> from readouts.model import Review
    >>> seen([Review(2, 2, ("AB",), "2026-11-30"), Review(1, 3, ("CD",), "2026-11-29")])
    '3 of 5 proposals reviewed by AB, CD, 30 November 2026.'
    """
    reviews = list(reviews)
    people = dict.fromkeys(name for review in reviews for name in review.by)
    last = shown_date(max(review.on for review in reviews), language)
    counts = {name: sum(getattr(row, name) for row in reviews) for name in ("settled", "of")}
    by = ", ".join(filter(None, [*people, last])) or "?"
    return label("state.seen", language, by=by, **counts)


def shown_period(iso: str, language: str = "en") -> str:
    """Return an ISO date or a ``start/end`` period as people write it.

    >>> shown_period("2025-01/2025-06"), shown_period("2025")
    ('January 2025 – June 2025', '2025')
    """
    return " – ".join(shown_date(bound, language) for bound in iso.split("/"))


def knows(key: str) -> bool:
    """Return whether ``key`` has a label.

    >>> knows("page.now"), knows("not a key")
    (True, False)
    """
    return key in _words()


def load_words() -> None:
    """Read the labels now; raises `ProblemsError` if one of their files is wrong.

    >>> load_words()
    """
    _words()


def _filled(words: str, values: dict[str, object]) -> str:
    # Not str.format: a value may come from a hostile text, and a label may have a wrong brace.
    for name, value in values.items():
        words = words.replace("{" + name + "}", str(value))
    return words


def _words() -> dict[str, dict[str, Any]]:
    # A page asks thousands of times; the project folder depends only on these two.
    return _words_seen_from(os.environ.get("READOUTS_HOME", ""), os.getcwd())


@lru_cache(maxsize=8)
def _words_seen_from(home: str, folder: str) -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for path in map(language_data, ("tables.yml", "labels.yml", "interface.yml")):
        if path.exists():
            entries.update(_flat(_loaded(path)))
    countries = _countries(language_data("lexicon/places.yml"))
    return countries | entries | _themes(language_data("codebook.yml"))


def _loaded(path: Path) -> dict[str, Any]:
    """Return a file, read with the fast YAML reader; if it fails, the slow one reports the line."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), loader)
    except (yaml.YAMLError, ValueError):
        found = None
    if isinstance(found, dict):
        return found
    from readouts.storage.yaml_files import load_yaml

    return load_yaml(path, dict[str, Any])


def _flat(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return entries, also grouped ones (``status: {new: {en, vi}}``), under one key each."""
    flat: dict[str, dict[str, Any]] = {}
    for key, value in table.items():
        if isinstance(value, dict) and "en" in value:
            flat[str(key)] = value
        elif isinstance(value, dict):
            flat.update({f"{key}.{inner}": words for inner, words in _flat(value).items()})
    return flat


def _countries(path: Path) -> dict[str, dict[str, Any]]:
    """Return the names of countries in both languages, by their names in the lexicon."""
    from babel import Locale

    known = _loaded(path).get("countries", {}) if path.exists() else {}
    english, vietnamese = (Locale(language).territories for language in LANGUAGES)
    names = {code: _name(entry) or vietnamese.get(code, code) for code, entry in known.items()}
    names = {code: name for code, name in vietnamese.items() if len(code) == 2} | names
    return {name: {"en": english.get(code, name), "vi": name} for code, name in names.items()}


def _name(entry: Any) -> str:
    return str(entry.get("name", "")) if isinstance(entry, dict) else str(entry or "")


def _themes(path: Path) -> dict[str, dict[str, Any]]:
    """Return the labels of the themes from the codebook."""
    # Other modules check the codebook; here only its labels are read.
    themes = _loaded(path).get("themes", []) if path.exists() else []
    return {theme["id"]: {name: theme[name] for name in LANGUAGES} for theme in themes}
