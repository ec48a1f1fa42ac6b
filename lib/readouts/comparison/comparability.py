"""Reasons not to compare two readouts, shown before any number.

>>> from readouts.model import Meeting
>>> then = Reading("a", "Hai bên ký kết.", Meeting(date="2024-05-01", sides=("Việt Nam", "Lào")))
>>> now = Reading("b", "hai bên ký kết", Meeting(date="2023-02-01", sides=("Việt Nam", "Nhật Bản")))
>>> [warning.kind for warning in comparability(then, now)]
['no_meeting', 'no_meeting', 'same_text', 'other_sides', 'reversed']
>>> comparability(then, now)[-1].sentence()
'The meeting given as “then” (1 May 2024) was held after the one given as “now” (1 February 2023).'
"""

from __future__ import annotations

from dataclasses import dataclass, field

from readouts.entities.places import country_of
from readouts.labels import label, shown_date
from readouts.language.normalization import normalize_words
from readouts.reading import Reading

# Word sequences of this length, and the share of those of the shorter text that makes the two the
# same text: two papers that print one agency report change its frame, not its sentences.
_SEQUENCE = 5
_SAME_TEXT = 0.8


@dataclass(frozen=True)
class ComparisonWarning:
    """A reason not to compare: its kind, which selects a ``warning`` label, and the values of the
    label.

    ``values`` may hold dates (shown in the reader's language) and names of sides.
    """

    kind: str
    values: dict[str, str] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """Return the warning as a sentence in ``en`` or ``vi``."""
        shown = {
            name: ", ".join(
                label(part, language) for part in shown_date(value, language).split("|")
            )
            for name, value in self.values.items()
            if name != "text"  # an id of digits is not a date
        }
        return label(f"warning.{self.kind}", language, **self.values | shown)


def comparability(then: Reading, now: Reading) -> list[ComparisonWarning]:
    """Return the reasons not to compare two readings, or to compare them only with care.

    Kinds: ``no_meeting`` (a text reports none), ``same_text`` (the same words),
    ``other_sides``, ``reversed``, ``undated`` (no order is known), ``same_day``.

    >>> comparability(Reading("a", ""), Reading("a", ""))[0].sentence()
    'a: no meeting was found in this text.'
    """
    found = [
        ComparisonWarning("no_meeting", {"text": one.doc}) for one in (then, now) if no_meeting(one)
    ]
    if same_text(then, now):
        found.append(ComparisonWarning("same_text"))
    if _other_sides(then, now):
        sides = {"then": "|".join(then.meeting.sides), "now": "|".join(now.meeting.sides)}
        found.append(ComparisonWarning("other_sides", sides))
    return found + _order(then, now)


def no_meeting(reading: Reading) -> bool:
    """Return whether a text has no sign that it reports a meeting.

    >>> no_meeting(Reading("a", "Trời đẹp."))
    True
    """
    return not reading.meeting.event and not reading.item_rows


def same_text(then: Reading, now: Reading) -> bool:
    """Return whether two texts have the same words.

    >>> same_text(Reading("a", "Hai bên ký kết."), Reading("b", "HAI BÊN ký kết"))
    True
    """
    earlier, later = _sequences(then.source), _sequences(now.source)
    fewest = min(len(earlier), len(later))
    same_words = fewest > 0 and len(earlier & later) / fewest >= _SAME_TEXT
    return same_words or then.sha256 == now.sha256


def known_date(reading: Reading) -> str:
    """Return the date of a meeting, or "" if its year is not known.

    >>> from readouts.model import Meeting
    >>> known_date(Reading("a", "", Meeting(date="--04-03")))
    ''
    """
    return "" if reading.meeting.date.startswith("-") else reading.meeting.date


def held_before(then: Reading, now: Reading) -> bool:
    """Return whether it is known that the first meeting was held before the second.

    >>> from readouts.model import Meeting
    >>> days = [Reading(day, "", Meeting(date=day)) for day in ("2024-05", "2024-06-01", "2024")]
    >>> held_before(days[0], days[1]), held_before(days[1], days[2])
    (True, False)
    """
    dates = known_date(then), known_date(now)
    known = min(map(len, dates))
    return dates[0][:known] < dates[1][:known]


def _sequences(source: str) -> set[tuple[str, ...]]:
    words = [word.strip(".,;:!?…()\"“”'") for word in normalize_words(source).lower().split()]
    words = [word for word in words if word]
    last = max(1, len(words) - _SEQUENCE + 1) if words else 0
    return {tuple(words[at : at + _SEQUENCE]) for at in range(last)}


def _other_sides(then: Reading, now: Reading) -> bool:
    """Return whether the sides of the meetings differ; a province counts as its country."""
    sides = [set(reading.meeting.sides) for reading in (then, now)]
    if not all(sides):
        return False
    only = sides[0] - sides[1], sides[1] - sides[0]
    countries = [sorted(country_of(side) or side for side in part) for part in only]
    return countries[0] != countries[1]


def _order(then: Reading, now: Reading) -> list[ComparisonWarning]:
    values = {"then": known_date(then), "now": known_date(now)}
    if not all(values.values()):
        return [ComparisonWarning("undated")]
    if held_before(now, then):
        return [ComparisonWarning("reversed", values)]
    return [] if held_before(then, now) else [ComparisonWarning("same_day", values)]
