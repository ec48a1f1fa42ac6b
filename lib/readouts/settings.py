"""The ranges of settings that a user may change in a notebook, in the plan or in Python.

The comment of the parameter in each notebook has the same range; a test compares the two, and the
plan is checked against the comment before anything runs.
"""

from __future__ import annotations

from readouts.errors import ReadoutsError

RANGES: dict[str, tuple[float, float]] = {
    "threshold": (0.0, 1.0),
    "band": (0.0, 1.0),
    "margin": (0.0, 1.0),
    "same_wording": (0.0, 1.0),
    "least_count": (1, 1000),
    "most_words": (1, 1000),
    "least_passage": (2, 100),
    "least_gold": (1, 1000),
    "least_meetings": (2, 1000),
}


def check_settings(**settings: float) -> None:
    """Raise `ReadoutsError` for a setting that is not a number or is out of its range.

    >>> check_settings(threshold=0.55)
    >>> check_settings(threshold=55)
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: threshold: expected a number from 0 to 1, found 55.
    """
    for name, value in settings.items():
        low, high = RANGES.get(name, (0.0, 1.0))
        whole = isinstance(low, int)
        if out_of_range(value, low, high) or (whole and not isinstance(value, int)):
            point = " Write a point before the decimals." if "," in str(value) else ""
            raise ReadoutsError(
                f"{name}: expected a {'whole number' if whole else 'number'} from {low:g} to "
                f"{high:g}, found {repr(value)[:40]}.{point}"
            )


def out_of_range(value: object, low: float, high: float) -> bool:
    """Return whether ``value`` is not a number from ``low`` to ``high`` (nan and true are not
    numbers).

    >>> [out_of_range(value, 0, 1) for value in (1, 0.5, -0.1, float("nan"), True, "0,55")]
    [False, False, True, True, True, True]
    """
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return not (number and low <= value <= high)  # type: ignore[operator]
