"""Bands of confidence of statements and items.

The rules are those parts of the parser's reasoning that were wrong more often than others on
hand-coded readouts; `evaluation.unseen.bands` shows how often the items of each band are right.
"""

from __future__ import annotations

from collections.abc import Collection

from readouts.model import BOTH, NARRATOR, Confidence, Statement

# An act that is inferred: from a modal verb or a pledge.
_INFERRED = (
    "own future act", "need stated", "joint need", "verb of pledge",
)  # fmt: skip
# From which probability on an item is medium. From which on it is high is learned.
_MEDIUM = 0.7


def of_statement(statement: Statement, known: Collection[str]) -> Confidence:
    """Return the band of a statement; ``known`` are the names of the people the text introduces.

    Low: somebody speaks whom the text does not introduce by name. Medium: the act is inferred.
    High: the rest.

    >>> statement = Statement(0, 9, "Trần Văn Hải", "Việt Nam", "propose", "đề nghị")
    >>> of_statement(statement, {"Trần Văn Hải"}), of_statement(statement, set())
    ('high', 'low')
    """
    if statement.speaker not in known and statement.speaker not in (BOTH, NARRATOR):
        return "low"
    return "medium" if statement.rule in _INFERRED else "high"


def of_item(probability: float, high: float) -> Confidence:
    """Return the band of an item that is right with this probability, where those from ``high`` on
    are of high confidence.

    >>> of_item(0.97, 0.93), of_item(0.8, 0.93), of_item(0.4, 0.93)
    ('high', 'medium', 'low')
    """
    if probability >= high:
        return "high"
    return "medium" if probability >= _MEDIUM else "low"
