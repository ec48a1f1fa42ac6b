"""The results of the rules on a text, as input of the trained models."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from readouts.entities.places import HOME
from readouts.model import BOTH, ITEM_ACTS, NARRATOR, Sentence, Statement


class StatementVerb(NamedTuple):
    """A reporting verb of a statement, and the kind of its subject."""

    verb: str
    subject: str


@dataclass(frozen=True)
class ItemSpan:
    """An item's span, with its addressee, the rule that cut it and the head verb as cue; ``sure``
    is how likely it starts and ends there."""

    start: int
    end: int
    addressee: str
    rule: str
    cue: str
    sure: float = 1.0


@dataclass(frozen=True)
class Passage:
    """A span of one sentence that may have items: a statement, its verbs, where what is said
    starts and ends, and the spans the rules would cut there if its act puts items on the table.

    ``assumed`` marks a sentence in which the rules found no statement: its speaker is then who
    spoke last.
    """

    statement: Statement
    verbs: tuple[StatementVerb, ...]
    start: int
    end: int
    spans: tuple[ItemSpan, ...]
    assumed: bool = False

    @property
    def act(self) -> str:
        """Return the act by the rules, ``none`` if they found no statement."""
        return "none" if self.assumed else self.statement.act

    @property
    def asks(self) -> bool:
        """Return whether statements of its act, by the rules, may have items."""
        return self.act in ITEM_ACTS


@dataclass(frozen=True)
class Evidence:
    """One text as the rules read it: the sentences of its body, its passages in order, the names
    of the people it introduces and of those who speak, and whether it reports a meeting."""

    text: str
    body: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    named: frozenset[str]
    principals: frozenset[str]
    met: bool

    def sentence_at(self, at: int) -> int:
        """Return the index in the body of the sentence with the offset ``at`` of the text."""
        return max(0, bisect_right(self._starts, at) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.body]

    def speaker_kind(self, statement: Statement) -> str:
        """Return ``both``, ``narrator``, ``person`` (introduced by name) or ``other``."""
        if statement.speaker in (BOTH, NARRATOR):
            return statement.speaker
        return "person" if statement.speaker in self.named else "other"


def side_kind(statement: Statement) -> str:
    """Return whose side speaks: ``home``, ``both``, ``none`` or ``foreign``.

    >>> side_kind(Statement(0, 9, "", "both", "agree", "nhất trí"))
    'both'
    """
    return {HOME: "home", BOTH: "both", "": "none"}.get(statement.side, "foreign")
