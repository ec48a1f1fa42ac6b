"""The basis of findings: a ledger with its replies, and the certainty of each row.

A reading that nobody has reviewed is a draft. Results of a draft are only probable; the machine
gives their probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from readouts.cells import WHENS
from readouts.comparison.comparability import held_before
from readouts.comparison.ledger import Ledger, Row, counterparts
from readouts.comparison.similarity import overlap
from readouts.language.lexicon import words
from readouts.learning.content import content
from readouts.measures.answers import puts_off, requests_in
from readouts.model import BOTH, Item
from readouts.reading import Reading

# The share of items without a probability that are right, and the expected number of missed items
# per item found, measured on readouts that were not used to make the machine.
ITEM_PRECISION, MISSED_PER_ITEM = 0.85, 0.25
# If nothing was found, something may still have been missed.
MISSED_AT_LEAST = 0.25
# A single row of a draft is put into a sentence only from here on. Of 127 proposals quoted in
# sentences on 21 pairs of real readouts, those of a person's coding were 5 of 7 with a probability
# from 0.5 to 0.65, 15 of 16 from there to 0.75, and 99 of 104 above.
SURE_ITEM, SURE_MATCH = 0.65, 0.8
# The least share of common wording, whatever the probability.
_SURE_WORDING = 0.45
# The least number of syllables of a draft's item in a sentence: shorter items are often parts of a
# list or of a name.
_LEAST_SYLLABLES = 5
# Words of the other side may be about a request if they have this share of its words, or if it has
# that share of theirs.
_SHARE_OF_REQUEST, _SHARE_OF_PASSAGE = 0.35, 0.5


@dataclass(frozen=True)
class Evidence:
    """A ledger, and the tests whether it supports a finding."""

    ledger: Ledger

    @property
    def readings(self) -> dict[str, Reading]:
        """Return the two readings by the keys then and now."""
        return {"then": self.ledger.then, "now": self.ledger.now}

    @cached_property
    def in_order(self) -> bool:
        """Return whether it is known that the first meeting was held before the second."""
        return held_before(self.ledger.then, self.ledger.now)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Return the names of the texts in sentences: earlier and later only if that is known."""
        names = WHENS if self.in_order else ("first", "second")
        return {when: f"text.{name}" for when, name in zip(WHENS, names, strict=True)}

    @cached_property
    def reviewed(self) -> bool:
        """Return whether people have settled the items of both texts and every doubtful row."""
        return is_reviewed(self.ledger)

    @property
    def counted(self) -> str:
        """Return the suffix of kinds with exact numbers in their sentence, which a draft does not
        have."""
        return ".counted" if self.reviewed else ""

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the name of each side of the earlier meeting in the later one."""
        return counterparts(self.ledger.then, self.ledger.now)

    @cached_property
    def requests(self) -> dict[str, dict[int, dict[str, Any]]]:
        """Return the requests of each text with their replies, by item."""
        return {
            when: {row["item"]: row for row in requests_in(reading)}
            for when, reading in self.readings.items()
        }

    @property
    def matches(self) -> list[tuple[int, Row, Item, Item]]:
        """Return the matched rows that are certain enough, with their numbers and items."""
        return [
            (number, row, then, now)
            for number, row in enumerate(self.ledger.rows, 1)
            if row.then is not None and row.now is not None
            for then, now in [
                (self.ledger.then.item_rows[row.then], self.ledger.now.item_rows[row.now])
            ]
            if self.reviewed
            or (self._sure_match(row) and self.sure("then", then) and self.sure("now", now))
        ]

    def sure(self, when: str, item: Item) -> bool:
        """Return whether an item is certain and long enough to be quoted in a sentence."""
        long_enough = len(self.readings[when].quote(item).split()) >= _LEAST_SYLLABLES
        return self.reviewed or (long_enough and sure_item(item))

    def other_step(self, then: Item, now: Item) -> bool:
        """Return whether two items name different steps of a process: to start, to complete it."""
        steps = frozenset(words("meanings", "steps"))
        earlier, later = (content(quote).acts & steps for quote in self._quotes(then, now))
        return bool(earlier and later) and earlier.isdisjoint(later)

    def only_looks_into(self, then: Item, now: Item) -> bool:
        """Return whether the later item only studies what the earlier item asks for."""
        earlier, later = self._quotes(then, now)
        return puts_off(later) and not puts_off(earlier)

    def _quotes(self, then: Item, now: Item) -> tuple[str, str]:
        return self.ledger.then.quote(then), self.ledger.now.quote(now)

    def mentioned_by_other_side(self, when: str, at: int) -> bool:
        """Return whether the other side mentions the content of a request anywhere in the text.

        On a draft, a proposal of the other side on the same theme is enough, because it may be a
        reply in other words.
        """
        reading = self.readings[when]
        item = reading.item_rows[at]
        others = [row for row in reading.statement_rows if row.side not in ("", item.side)]
        proposals = [row for row in reading.item_rows if row.side not in ("", item.side)]
        passages = [reading.quote(row) for row in (*others, *proposals)]
        alike = overlap([reading.quote(item)], passages)
        shared = (alike.then_in_now >= _SHARE_OF_REQUEST) | (alike.now_in_then >= _SHARE_OF_PASSAGE)
        same_theme = any(set(row.themes) & set(item.themes) for row in proposals)
        return bool(shared.any()) or (same_theme and not self.reviewed)

    def _sure_match(self, row: Row) -> bool:
        same_words = (row.wording or 0.0) >= _SURE_WORDING
        doubtful = row.needs_look or row.shared
        return row.decided or (row.probability >= SURE_MATCH and same_words and not doubtful)


def is_reviewed(ledger: Ledger) -> bool:
    """Return whether people have settled both texts and every row that needs review.

    >>> from readouts.comparison.ledger import compare
    >>> is_reviewed(compare(Reading("a", ""), Reading("b", "")))
    False
    """
    readings = (ledger.then, ledger.now)
    settled = all(reading.reviewed for reading in readings)
    return settled and not any(row.needs_look and not row.decided for row in ledger.rows)


def item_probability(item: Item) -> float:
    """Return the probability of an item, or the average rate if the machine gives none.

    >>> item_probability(Item(0, 1, 0, "", "", "propose")) == ITEM_PRECISION
    True
    """
    return ITEM_PRECISION if item.probability is None else item.probability


def sure_item(item: Item) -> bool:
    """Return whether an item of a draft is certain enough to be quoted in a sentence.

    >>> sure_item(Item(0, 1, 0, "", "", "propose", confidence="low"))
    False
    """
    if item.probability is None:
        return item.confidence != "low"
    return item.probability >= SURE_ITEM


def asks_alone(item: Item) -> bool:
    """Return whether an item is a request of one side.

    >>> [asks_alone(Item(0, 1, 0, "", side, "propose")) for side in ("Lào", BOTH)]
    [True, False]
    """
    return item.act == "propose" and item.side not in ("", BOTH)
