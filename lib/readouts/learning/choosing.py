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
    """The least probabilities: of a text with items, of a passage with items, and of an item with
    high confidence."""

    text_least: float
    passage_least: float
    high: float = 1.0


@dataclass(frozen=True)
class Models:
    """The trained models. ``words`` predicts from the words of a text whether it has items,
    ``passages`` the items of a passage and their act, ``texts`` from the passages whether the text
    has items, ``cuts`` where items start, ``items`` whether an item is right."""

    words: Model
    passages: Model
    texts: Model
    cuts: Model
    items: Model
    choice: Choice


@dataclass(frozen=True)
class Weighed:
    """A text with the output of the models: the probability that it has items (``likely``), and for
    each passage the probabilities that it has none, or items of an act."""

    evidence: Evidence
    likely: float
    passages: tuple[dict[str, float], ...]

    def holding(self, index: int) -> float:
        """Return the probability that a passage has items."""
        return 1.0 - self.passages[index]["none"]

    def act(self, index: int) -> str:
        """Return the most probable act of the items of a passage."""
        return max(ITEM_ACTS, key=lambda act: self.passages[index].get(act, 0.0))


@dataclass(frozen=True)
class Chosen:
    """An item: its span, the index of its passage, its act, and the probability that it is
    right."""

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
        Chosen(item.span, item.passage, item.act, probability(weighed, item, learned.items))
        for item in pick(weighed, learned.choice)
    ]


def weigh(evidence: Evidence, learned: Models) -> Weighed:  # no example: tests/learning shows it
    """Return a text with the probabilities of the models, and its items with corrected cuts."""
    by_words = learned.words.shares(text_signs(evidence))["yes"]
    shares = tuple(
        learned.passages.shares(row + in_text(passage.act, by_words))
        for row, passage in zip(passage_rows(evidence), evidence.passages, strict=True)
    )
    holding = [1.0 - share["none"] for share in shares]
    likely = learned.texts.shares(summary_signs(evidence, by_words, holding))["yes"]
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
    weighed: Weighed, item: Chosen, items: Model
) -> float:  # no example: tests/learning shows it
    """Return the probability that span, speaker, side and act of an item are right."""
    return round(items.shares(item_signs(weighed, item))["yes"], 3)


def item_signs(
    weighed: Weighed, item: Chosen
) -> Iterator[str]:  # no example: tests/learning shows it
    """Yield the signs of a chosen item for whether its span, speaker, side and act are right."""
    evidence, span = weighed.evidence, item.span
    passage = evidence.passages[item.passage]
    statement = passage.statement
    speaker = evidence.speaker_kind(statement)
    yield "any"
    yield from above("text", weighed.likely)
    yield from above("holds", weighed.holding(item.passage))
    yield from above("act", weighed.passages[item.passage].get(item.act, 0.0))
    yield from above("sure", span.sure)
    yield f"length={step(len(evidence.text[span.start : span.end].split()))}"
    yield f"rule={span.rule}"
    yield f"rule={statement.rule}"
    yield f"speaker,carried={speaker}.{statement.carried:d}{passage.assumed:d}"
    yield f"speaker,side={speaker}.{side_kind(statement)}"
    yield f"subject={passage.verbs[-1].subject if passage.verbs else 'none'}"
    yield f"principal={statement.speaker in evidence.principals:d}"
