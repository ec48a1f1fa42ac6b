"""Train the models on coded texts, and test them on texts that are left out in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from functools import cached_property, partial
from statistics import fmean
from typing import Any, Protocol, TypeVar

from readouts.learning.choosing import Choice, Chosen, Models, Weighed, item_signs, pick
from readouts.learning.cuts import cut_rows, joiners, recut
from readouts.learning.evidence import Evidence
from readouts.learning.fitting import fit, frequent
from readouts.learning.models import Model
from readouts.learning.passage_signs import in_text, passage_rows
from readouts.learning.text_signs import summary_signs, text_signs

FOLDS = 5
_LEAST = (0.25, 0.3, 0.35, 0.4, 0.45)
_TEXT_LEAST = (0.6, 0.7, 0.8)
# The loss of F1 if every text without an item is given one.
_SILENCE = 0.1
# The penalties of each model (``l1``: few weights; ``l2``: small weights), chosen on texts that
# were left out in turn.
_PENALTIES = {
    "words": {"l1": 0.05, "l2": 3.0},
    "passages": {"l1": 0.1, "l2": 5.0},
    "texts": {"l1": 0.0, "l2": 1.0},
    "cuts": {"l1": 0.1, "l2": 2.0},
    "items": {"l1": 0.1, "l2": 5.0},
}
# The share of items of high confidence that are right.
_HIGH = 0.95


@dataclass(frozen=True)
class CodedText:
    """A text with its evidence and the items people coded in it, by offsets into the evidence's
    text; ``judged`` where it counts in what is found on texts left out (the rules were not made
    on it). Of a text that people did not code whole, ``settled`` are the places they settled: only
    the passages there are learned from."""

    doc: str
    evidence: Evidence
    gold: tuple[dict[str, Any], ...]
    judged: bool = True
    settled: tuple[int, ...] | None = None

    @cached_property
    def fold(self) -> int:
        """Return the part in which it is left out; it depends on the name only, so that a new text
        does not move the others."""
        return fold_of(self.doc)

    @cached_property
    def holds(self) -> str:
        """Return whether it has items: ``yes`` or ``no``."""
        return "yes" if self.gold else "no"

    @cached_property
    def word_signs(self) -> tuple[str, ...]:
        """Return the signs of the words of the text."""
        return tuple(text_signs(self.evidence))

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        """Return the signs of its passages, without those that depend on the text."""
        return passage_rows(self.evidence)

    def rows_in(self, by_words: float) -> list[tuple[str, ...]]:
        """Return the signs of each passage; ``by_words`` is the probability, by the words of the
        text, that it has items."""
        passages = self.evidence.passages
        return [r + in_text(p.act, by_words) for r, p in zip(self.rows, passages, strict=True)]

    @cached_property
    def acts(self) -> list[str]:
        """Return the act of the items of each passage, ``none`` if it has no item, "" if nobody has
        decided that."""
        return [self._act(p.statement.start, p.statement.end) for p in self.evidence.passages]

    @cached_property
    def cuts(self) -> list[tuple[tuple[str, ...], str]]:
        """Return the signs of each joiner of the passages with items, and whether an item starts
        there."""
        text, passages = self.evidence.text, self.evidence.passages
        starts = [gold["start"] for gold in self.gold]
        return [
            (row, "yes" if any(joiner.start <= at < joiner.next_start for at in starts) else "no")
            for passage, act in zip(passages, self.acts, strict=True)
            if act not in ("none", "")
            for row, joiner in zip(cut_rows(text, passage), joiners(text, passage), strict=True)
        ]

    def _act(self, start: int, end: int) -> str:
        acts = [gold["act"] for gold in self.gold if start <= gold["start"] < end]
        if acts:
            return max(sorted(set(acts)), key=acts.count)
        known = self.settled is None or any(start <= at < end for at in self.settled)
        return "none" if known else ""


class Judgement(Protocol):
    """The comparison of the chosen items of a text with those that people coded."""

    @property
    def pairs(self) -> Sized: ...
    def right(self) -> frozenset[int]: ...


Unseen = Sequence[tuple[CodedText, Weighed]]
# Compares a text's chosen items with its coding.
Judge = Callable[[CodedText, Sequence[Chosen]], Judgement]


def train(
    coded: Sequence[CodedText], judge: Judge
) -> Models:  # no example: tests/learning shows it
    """Return the models of all texts.

    Models that use the output of others are trained on output for texts that were left out: models
    of four fifths of the texts are used on the last fifth.
    """
    by_words = _left_out(coded, fit_words, _probability_by_words)
    by_passage = _left_out(
        coded,
        partial(fit_passages, by_words=by_words),
        partial(_shares_of_passages, by_words=by_words),
    )
    outputs = {"by_words": by_words, "by_passage": by_passage}
    likely = _left_out(coded, partial(fit_texts, **outputs), partial(_likely, **outputs))
    cut = _left_out(coded, fit_cuts, _cut)
    unseen = tuple(
        (text, Weighed(cut[text.doc], likely[text.doc], by_passage[text.doc]))
        for text in coded
        if text.judged
    )
    choice = best_choice(unseen, judge)
    chosen = [_right(text, weighed, choice, judge) for text, weighed in unseen]
    return Models(
        fit_words(coded),
        fit_passages(coded, by_words),
        fit_texts(coded, **outputs),
        fit_cuts(coded),
        fit_items(chosen),
        replace(choice, high=high_from(chosen)),
    )


_Prediction = TypeVar("_Prediction")
_PassageShares = Mapping[str, tuple[dict[str, float], ...]]


def _left_out(
    coded: Sequence[CodedText],
    fitted: Callable[[Sequence[CodedText]], Model],
    predict: Callable[[Model, CodedText], _Prediction],
) -> dict[str, _Prediction]:
    """Return for each text the output of a model that was trained without the fold of this text."""
    found = {}
    for fold in sorted({text.fold for text in coded}):
        model = fitted([text for text in coded if text.fold != fold])
        found.update({text.doc: predict(model, text) for text in coded if text.fold == fold})
    return found


def fit_words(coded: Sequence[CodedText]) -> Model:  # no example: tests/learning shows it
    """Return the model that predicts from the words of a text whether it has items."""
    whole = [text for text in coded if text.settled is None]
    return _fit("words", [[text.word_signs] for text in whole], [[text.holds] for text in whole])


def fit_passages(
    coded: Sequence[CodedText], by_words: Mapping[str, float]
) -> Model:  # no example: tests/learning shows it
    """Return the model that predicts whether passages have items, and of which act; ``by_words`` is
    the probability for each text that it has items."""
    known = [
        [
            (row, act)
            for row, act in zip(text.rows_in(by_words[text.doc]), text.acts, strict=True)
            if act
        ]
        for text in coded
    ]
    examples = [[row for row, _ in rows] for rows in known]
    return _fit("passages", examples, [[act for _, act in rows] for rows in known])


def fit_texts(
    coded: Sequence[CodedText], by_words: Mapping[str, float], by_passage: _PassageShares
) -> Model:  # no example: tests/learning shows it
    """Return the model that predicts from the passages of a text whether it has items."""
    whole = [text for text in coded if text.settled is None]
    examples = [[_summary(text, by_words, by_passage)] for text in whole]
    return _fit("texts", examples, [[text.holds] for text in whole])


def fit_cuts(coded: Sequence[CodedText]) -> Model:  # no example: tests/learning shows it
    """Return the model that predicts whether an item starts after a joiner."""
    known = [text.cuts for text in coded if text.settled is None]
    examples = [[row for row, _ in rows] for rows in known]
    return _fit("cuts", examples, [[label for _, label in rows] for rows in known])


@dataclass(frozen=True)
class ChosenItems:
    """The items chosen in a text that was left out: their signs, and whether they are right."""

    fold: int
    rows: list[tuple[str, ...]]
    labels: list[str]


def _right(text: CodedText, weighed: Weighed, choice: Choice, judge: Judge) -> ChosenItems:
    chosen = pick(weighed, choice)
    right = judge(text, chosen).right()
    labels = ["yes" if number in right else "no" for number in range(len(chosen))]
    return ChosenItems(text.fold, [tuple(item_signs(weighed, item)) for item in chosen], labels)


def fit_items(chosen: Sequence[ChosenItems]) -> Model:  # no example: tests/learning shows it
    """Return the model of the probability that a chosen item is right."""
    return _fit("items", [text.rows for text in chosen], [text.labels for text in chosen])


def high_from(chosen: Sequence[ChosenItems]) -> float:  # no example: tests/learning shows it
    """Return the least probability from which on items are right in 95 of 100 cases on average, as
    models say of texts they were not trained on; 1 if there is none."""
    likely: list[float] = []
    for fold in {text.fold for text in chosen}:
        model = fit_items([text for text in chosen if text.fold != fold])
        rows = [row for text in chosen if text.fold == fold for row in text.rows]
        likely += [round(model.shares(row)["yes"], 3) for row in rows]
    enough = [s for s in set(likely) if fmean(other for other in likely if other >= s) >= _HIGH]
    return min(enough, default=1.0)


def _fit(
    name: str, examples: Sequence[Sequence[Sequence[str]]], labels: Sequence[Sequence[str]]
) -> Model:
    keep = frequent(examples)
    rows = [[sign for sign in signs if sign in keep] for text in examples for signs in text]
    return fit(rows, [label for text in labels for label in text], **_PENALTIES[name])


def _probability_by_words(model: Model, text: CodedText) -> float:
    return model.shares(text.word_signs)["yes"]


def _shares_of_passages(
    model: Model, text: CodedText, by_words: Mapping[str, float]
) -> tuple[dict[str, float], ...]:
    return tuple(map(model.shares, text.rows_in(by_words[text.doc])))


def _cut(model: Model, text: CodedText) -> Evidence:
    return recut(text.evidence, model)


def _likely(
    model: Model, text: CodedText, by_words: Mapping[str, float], by_passage: _PassageShares
) -> float:
    return model.shares(_summary(text, by_words, by_passage))["yes"]


def _summary(
    text: CodedText, by_words: Mapping[str, float], by_passage: _PassageShares
) -> tuple[str, ...]:
    holding = [1.0 - shares["none"] for shares in by_passage[text.doc]]
    return tuple(summary_signs(text.evidence, by_words[text.doc], holding))


def best_choice(unseen: Unseen, judge: Judge) -> Choice:  # no example: tests/learning shows it
    """Return the choice by which most items are found at the fewest extra ones (F1), less a little
    for each text without items that is given some."""
    worths = {}
    for least in _LEAST:
        picked = [(text, weighed, pick(weighed, Choice(0.0, least))) for text, weighed in unseen]
        counted = [
            (weighed.likely, len(judge(text, chosen).pairs), len(chosen), len(text.gold))
            for text, weighed, chosen in picked
        ]
        for text_least in _TEXT_LEAST:
            worths[Choice(text_least, least)] = _worth(counted, text_least)
    # One choice may be best by chance: each bound is taken that is best on average of the other.
    text_least = max(
        _TEXT_LEAST, key=lambda bound: fmean(w for c, w in worths.items() if c.text_least == bound)
    )
    least = max(
        _LEAST, key=lambda bound: fmean(w for c, w in worths.items() if c.passage_least == bound)
    )
    return Choice(text_least, least)


def _worth(counted: Sequence[tuple[float, int, int, int]], text_least: float) -> float:
    """Return F1 less the loss for texts without items; ``counted`` has for each text its
    probability, and the numbers of items that match, are chosen, are coded."""
    passed = [row for row in counted if row[0] >= text_least]
    matched = sum(row[1] for row in passed)
    total = sum(row[2] for row in passed) + sum(row[3] for row in counted)
    silent = [row for row in counted if not row[3]]
    broken = sum(row[2] > 0 and row[0] >= text_least for row in silent)
    return 2 * matched / max(1, total) - _SILENCE * broken / max(1, len(silent))


def fold_of(doc: str) -> int:
    """Return the part in which a text of that name is left out.

    >>> 0 <= fold_of("a.txt") < FOLDS
    True
    """
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % FOLDS
