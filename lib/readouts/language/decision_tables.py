"""The decision tables of ``data/lexicon/rules.yml``: the first row whose conditions are true
counts."""

from __future__ import annotations

from typing import Any

from readouts.language.lexicon import word_list


def decide(table: str, case: object) -> dict[str, Any]:
    """Return the first row of a table that holds for a case: its ``rule`` and ``then``.

    A condition names an attribute of the case. A row that holds may send to another table
    (``see``); the row is empty where none holds.

    >>> from types import SimpleNamespace
    >>> decide("heads", SimpleNamespace(kind="other"))["then"]
    False
    """
    for row in word_list("rules")[table]:
        conditions = row.get("if", {}).items()
        exceptions = row.get("unless", {}).items()
        if all(_holds(case, *one) for one in conditions) and not any(
            _holds(case, *one) for one in exceptions
        ):
            return decide(row["see"], case) if "see" in row else row
    return {}


def _holds(case: object, name: str, wanted: Any) -> bool:
    value = getattr(case, name)
    choices = wanted if isinstance(wanted, list) else [wanted]
    if callable(value):
        return any(value(choice) for choice in choices)
    return bool(value) is wanted if isinstance(wanted, bool) else value in choices
