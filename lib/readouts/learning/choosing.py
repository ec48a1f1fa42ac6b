"""Choose the passages of a text with items, their act, and the probability of each item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from readouts.learning.cuts import recut
from readouts.learning.evidence import Evidence, ItemSpan, side_kind
from readouts.learning.models import Model, load, models_dir
from readouts.learning.passage_signs import in_text, passage_rows
from readouts.learning.signs import above, step
from readouts.learning.text_signs import summary_signs, text_signs
from readouts.model import ITEM_ACTS


@dataclass(frozen=True)
class Choice:
    """From which probability on a text is read as the report of a meeting at which something was
    put forward, a passage as one that has items, and an item is of high confidence."""

    text_least: float
    passage_least: float
    high: float = 1.0


@dataclass(frozen=True)
class Models:
    """Everything learned: ``words`` and ``texts`` look at a text, before and after its passages
    are looked at; ``passages`` at its passages; ``cuts`` at where items end and start; ``items`` at
    how right an item is."""

    words: Model
    passages: Model
    texts: Model
    cuts: Model
    items: Model
    choice: Choice


@dataclass(frozen=True)
class Weighed:
    """A text as the models see it: how likely it has items, and for each of its passages how
    likely it holds none, or items of an act."""

    evidence: Evidence
    likely: float
    passages: tuple[dict[str, float], ...]

    def holding(self, index: int) -> float:
        """Return how likely a passage has items."""
        return 1.0 - self.passages[index]["none"]

    def act(self, index: int) -> str:
        """Return the act that items of a passage most likely are of."""
        return max(ITEM_ACTS, key=lambda act: self.passages[index].get(act, 0.0))


@dataclass(frozen=True)
class Chosen:
    """An item: its span by the rules, the passage it stands in (by index), its act, and how likely
    it is right."""

    span: ItemSpan
    passage: int
    act: str
    probability: float = 1.0


NAMES = ("words", "passages", "texts", "cuts", "items")


@cache
def models() -> Models:
    """Return the models of ``data/models/``.

    >>> 0 < models().choice.passage_least < 1
    True
    """
    choice = json.loads((models_dir() / "choice.json").read_text(encoding="utf-8"))
    return Models(*map(load, NAMES), Choice(**choice))


def choose(evidence: Evidence, learned: Models) -> list[Chosen]:
    """Return the items of a text, in order.

    >>> choose(Evidence("", (), (), frozenset(), frozenset(), False), models())
    []
    """
    weighed = weigh(evidence, learned)
    return [
        Chosen(one.span, one.passage, one.act, probability(weighed, one, learned.items))
        for one in pick(weighed, learned.choice)
    ]


def weigh(evidence: Evidence, learned: Models) -> Weighed:  # no example: tests/learning shows it
    """Return a text as the models see it, its items cut anew."""
    first = learned.words.shares(text_signs(evidence))["yes"]
    shares = tuple(
        learned.passages.shares(row + in_text(passage.act, first))
        for row, passage in zip(passage_rows(evidence), evidence.passages, strict=True)
    )
    holding = [1.0 - share["none"] for share in shares]
    likely = learned.texts.shares(summary_signs(evidence, first, holding))["yes"]
    return Weighed(recut(evidence, learned.cuts), likely, shares)


def pick(weighed: Weighed, choice: Choice) -> list[Chosen]:  # no example: tests/learning shows it
    """Return the spans of the passages that likely have items, in order."""
    if weighed.likely < choice.text_least:
        return []
    return [
        Chosen(span, index, weighed.act(index))
        for index, passage in enumerate(weighed.evidence.passages)
        if weighed.holding(index) >= choice.passage_least
        for span in passage.spans
    ]


def probability(
    weighed: Weighed, one: Chosen, items: Model
) -> float:  # no example: tests/learning shows it
    """Return how likely an item is right in its span, speaker, side and act."""
    return round(items.shares(item_signs(weighed, one))["yes"], 3)


def item_signs(
    weighed: Weighed, one: Chosen
) -> Iterator[str]:  # no example: tests/learning shows it
    """Yield the signs of a chosen item for being right in all."""
    evidence, span = weighed.evidence, one.span
    passage = evidence.passages[one.passage]
    told = passage.statement
    speaker = evidence.speaker_kind(told)
    yield "any"
    yield from above("text", weighed.likely)
    yield from above("holds", weighed.holding(one.passage))
    yield from above("act", weighed.passages[one.passage].get(one.act, 0.0))
    yield from above("sure", span.sure)
    yield f"length={step(len(evidence.text[span.start : span.end].split()))}"
    yield f"rule={span.rule}"
    yield f"rule={told.rule}"
    yield f"speaker,carried={speaker}.{told.carried:d}{passage.assumed:d}"
    yield f"speaker,side={speaker}.{side_kind(told)}"
    yield f"subject={passage.verbs[-1].subject if passage.verbs else 'none'}"
    yield f"principal={told.speaker in evidence.principals:d}"
