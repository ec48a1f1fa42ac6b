"""What the headings and cells of a table say to a reader: ids by their labels, the rest as it is.

The columns of one meeting begin with ``then_`` or ``now_``.
"""

from __future__ import annotations

from typing import Any

from readouts.labels import knows, label

WHENS = ("then", "now")
# Columns of ids, and what the keys of their labels begin with.
_LABELS = {
    "theme": "", "themes": "", "side": "", "speaker": "", "unit_of_count": "unit_of_count.",
    "acts": "act.", "act": "act.", "reply_act": "act.", "coded_act": "act.", "status": "status.",
    "verdict": "figure.", "refusal": "refusal.", "move": "move.", "direction": "direction.",
    "moved": "moved.", "changed": "changed.", "needs_look": "look.", "zone": "zone.",
    "kind": "kind.", "relation": "relation.", "precision": "precision.", "fact": "fact.",
    "basis": "basis.", "role": "role.", "measure": "measure.", "what": "difference.",
    "origin": "origin.", "answer": "answer.", "count": "count.", "confidence": "confidence.",
}  # fmt: skip
# Columns of several ids, separated by spaces.
_SEVERAL = {"themes", "acts", "changed", "needs_look"}


def split_column(column: str) -> tuple[str, str]:
    """Return the meeting a column is of ("" for none) and its name without it.

    >>> split_column("then_quote"), split_column("then"), split_column("theme")
    (('then', 'quote'), ('then', ''), ('', 'theme'))
    """
    when, _, base = column.partition("_")
    return (when, base) if when in WHENS else ("", column)


def heading(column: str, language: str) -> str:
    """Return the heading of a column.

    >>> heading("then_quote", "en"), heading("now", "en"), heading("odd_name", "en")
    ('Then: words', 'Now', 'Odd name')
    """
    when, base = split_column(column)
    if when and base:
        return f"{label(when, language).capitalize()}: {heading(base, language).lower()}"
    keys = [key for key in (f"column.{column}", f"fact.{column}", column) if knows(key)]
    words = label(keys[0], language) if keys else column.replace("_", " ")
    return words[:1].upper() + words[1:]


def in_words(column: str, value: Any, language: str) -> Any:
    """Return what a cell says: the labels of ids, yes or nothing, a number as it is.

    >>> in_words("act", "propose", "en"), in_words("shared", True, "en"), in_words("items", 3, "en")
    ('requests', 'yes', 3)
    """
    base = split_column(column)[1]
    if isinstance(value, bool):
        return label("yes", language) if value else ""
    if isinstance(value, str):
        value = value.split() if base in _SEVERAL else [value]
    if not isinstance(value, (list, tuple)):
        return value
    return ", ".join(_word(base, str(one), language) for one in value)


def _word(base: str, value: str, language: str) -> str:
    key = f"{_LABELS[base]}{value}" if base in _LABELS else ""
    return label(key, language) if key and knows(key) else value
