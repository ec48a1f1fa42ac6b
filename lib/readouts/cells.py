"""The text of headings and cells of a table: ids are shown by their labels, other values unchanged.

Names of columns about one meeting start with ``then_`` or ``now_``.
"""

from __future__ import annotations

from typing import Any

from readouts.labels import knows, label

WHENS = ("then", "now")
# Columns of ids, and the prefix of the keys of their labels.
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
    """Return the meeting of a column ("" for none), and the name of the column without it.

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
    """Return the text of a cell: labels for ids, yes or nothing for flags, numbers unchanged.

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
    return ", ".join(_word(base, str(part), language) for part in value)


def _word(base: str, value: str, language: str) -> str:
    key = f"{_LABELS[base]}{value}" if base in _LABELS else ""
    return label(key, language) if key and knows(key) else value
