"""From coded texts to models, judged on texts left out in turn."""

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
# How many points of F1 it is worth that no text without an item is given one.
_SILENCE = 0.1
# How few and how small the weights of each model are kept; found on texts left out in turn.
_KEPT = {
    "words": {"l1": 0.05, "l2": 3.0},
    "passages": {"l1": 0.1, "l2": 5.0},
    "texts": {"l1": 0.0, "l2": 1.0},
    "cuts": {"l1": 0.1, "l2": 2.0},
    "items": {"l1": 0.1, "l2": 5.0},
}
# How often items of high confidence are right.
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
        """With which of the parts it is left out: by its name, so that new texts move no other."""
        return fold_of(self.doc)

    @cached_property
    def holds(self) -> str:
        """Whether it has items: ``yes`` or ``no``."""
        return "yes" if self.gold else "no"

    @cached_property
    def word_signs(self) -> tuple[str, ...]:
        """The signs of the text by its words."""
        return tuple(text_signs(self.evidence))

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        """The signs of its passages, but for those of the text."""
        return passage_rows(self.evidence)

    def rows_in(self, first: float) -> list[tuple[str, ...]]:
        """Return the signs of each passage of a text that by its words has items this likely."""
        passages = self.evidence.passages
        return [r + in_text(p.act, first) for r, p in zip(self.rows, passages, strict=True)]

    @cached_property
    def acts(self) -> list[str]:
        """The act of each passage's items, ``none`` where it has no item, "" where that is open."""
        return [self._act(p.statement.start, p.statement.end) for p in self.evidence.passages]

    @cached_property
    def cuts(self) -> list[tuple[tuple[str, ...], str]]:
        """The signs of each joiner of the passages with items, and whether an item starts there."""
        text, passages = self.evidence.text, self.evidence.passages
        starts = [gold["start"] for gold in self.gold]
        return [
            (row, "yes" if any(one.start <= at < one.then for at in starts) else "no")
            for passage, act in zip(passages, self.acts, strict=True)
            if act not in ("none", "")
            for row, one in zip(cut_rows(text, passage), joiners(text, passage), strict=True)
        ]

    def _act(self, start: int, end: int) -> str:
        acts = [gold["act"] for gold in self.gold if start <= gold["start"] < end]
        if acts:
            return max(sorted(set(acts)), key=acts.count)
        known = self.settled is None or any(start <= at < end for at in self.settled)
        return "none" if known else ""


class Judgement(Protocol):
    """How the chosen items of a text compare with those that people coded."""

    @property
    def pairs(self) -> Sized: ...
    def right(self) -> frozenset[int]: ...


Unseen = Sequence[tuple[CodedText, Weighed]]
# Compares a text's chosen items with its coding.
Judge = Callable[[CodedText, Sequence[Chosen]], Judgement]


def train(
    coded: Sequence[CodedText], judge: Judge
) -> Models:  # no example: tests/learning shows it
    """Return models of all texts, with what models of four fifths say of the last fifth."""
    first = _left_out(coded, fit_words, _first)
    held = _left_out(coded, partial(fit_passages, first=first), partial(_held, first=first))
    told = {"first": first, "held": held}
    likely = _left_out(coded, partial(fit_texts, **told), partial(_likely, **told))
    cut = _left_out(coded, fit_cuts, _cut)
    unseen = tuple(
        (one, Weighed(cut[one.doc], likely[one.doc], held[one.doc])) for one in coded if one.judged
    )
    choice = best_choice(unseen, judge)
    chosen = [_right(one, weighed, choice, judge) for one, weighed in unseen]
    return Models(
        fit_words(coded),
        fit_passages(coded, first),
        fit_texts(coded, **told),
        fit_cuts(coded),
        fit_items(chosen),
        replace(choice, high=high_from(chosen)),
    )


_Said = TypeVar("_Said")
_Held = Mapping[str, tuple[dict[str, float], ...]]


def _left_out(
    coded: Sequence[CodedText],
    fitted: Callable[[Sequence[CodedText]], Model],
    said: Callable[[Model, CodedText], _Said],
) -> dict[str, _Said]:
    """Return by text what a model says of it that was fitted without its fold."""
    found = {}
    for fold in sorted({one.fold for one in coded}):
        model = fitted([one for one in coded if one.fold != fold])
        found.update({one.doc: said(model, one) for one in coded if one.fold == fold})
    return found


def fit_words(coded: Sequence[CodedText]) -> Model:  # no example: tests/learning shows it
    """Return the model that tells by its words whether a text has items."""
    whole = [one for one in coded if one.settled is None]
    return _fit("words", [[one.word_signs] for one in whole], [[one.holds] for one in whole])


def fit_passages(
    coded: Sequence[CodedText], first: Mapping[str, float]
) -> Model:  # no example: tests/learning shows it
    """Return the model of what passages hold; ``first`` is by text how likely it has items."""
    known = [
        [(row, act) for row, act in zip(one.rows_in(first[one.doc]), one.acts, strict=True) if act]
        for one in coded
    ]
    things = [[row for row, _ in rows] for rows in known]
    return _fit("passages", things, [[act for _, act in rows] for rows in known])


def fit_texts(
    coded: Sequence[CodedText], first: Mapping[str, float], held: _Held
) -> Model:  # no example: tests/learning shows it
    """Return the model that tells by its passages whether a text has items."""
    whole = [one for one in coded if one.settled is None]
    things = [[_summary(one, first, held)] for one in whole]
    return _fit("texts", things, [[one.holds] for one in whole])


def fit_cuts(coded: Sequence[CodedText]) -> Model:  # no example: tests/learning shows it
    """Return the model that tells whether an item starts after a joiner."""
    known = [one.cuts for one in coded if one.settled is None]
    things = [[row for row, _ in rows] for rows in known]
    return _fit("cuts", things, [[label for _, label in rows] for rows in known])


@dataclass(frozen=True)
class ChosenItems:
    """The items chosen in a text that was left out: their signs, and whether they are right."""

    fold: int
    rows: list[tuple[str, ...]]
    labels: list[str]


def _right(one: CodedText, weighed: Weighed, choice: Choice, judge: Judge) -> ChosenItems:
    chosen = pick(weighed, choice)
    right = judge(one, chosen).right()
    labels = ["yes" if number in right else "no" for number in range(len(chosen))]
    return ChosenItems(one.fold, [tuple(item_signs(weighed, item)) for item in chosen], labels)


def fit_items(chosen: Sequence[ChosenItems]) -> Model:  # no example: tests/learning shows it
    """Return the model of how likely a chosen item is right."""
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
    name: str, things: Sequence[Sequence[Sequence[str]]], labels: Sequence[Sequence[str]]
) -> Model:
    keep = frequent(things)
    rows = [[sign for sign in signs if sign in keep] for text in things for signs in text]
    return fit(rows, [label for text in labels for label in text], **_KEPT[name])


def _first(model: Model, one: CodedText) -> float:
    return model.shares(one.word_signs)["yes"]


def _held(model: Model, one: CodedText, first: Mapping[str, float]) -> tuple[dict[str, float], ...]:
    return tuple(map(model.shares, one.rows_in(first[one.doc])))


def _cut(model: Model, one: CodedText) -> Evidence:
    return recut(one.evidence, model)


def _likely(model: Model, one: CodedText, first: Mapping[str, float], held: _Held) -> float:
    return model.shares(_summary(one, first, held))["yes"]


def _summary(one: CodedText, first: Mapping[str, float], held: _Held) -> tuple[str, ...]:
    holding = [1.0 - shares["none"] for shares in held[one.doc]]
    return tuple(summary_signs(one.evidence, first[one.doc], holding))


def best_choice(unseen: Unseen, judge: Judge) -> Choice:  # no example: tests/learning shows it
    """Return the choice by which most items are found at the fewest extra ones (F1), less a little
    for each text without items that is given some."""
    worths = {}
    for least in _LEAST:
        picked = [(one, weighed, pick(weighed, Choice(0.0, least))) for one, weighed in unseen]
        counted = [
            (weighed.likely, len(judge(one, chosen).pairs), len(chosen), len(one.gold))
            for one, weighed, chosen in picked
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
    """Of each text: how likely it has items, how many match, are chosen, are coded."""
    passed = [row for row in counted if row[0] >= text_least]
    matched = sum(row[1] for row in passed)
    total = sum(row[2] for row in passed) + sum(row[3] for row in counted)
    silent = [row for row in counted if not row[3]]
    broken = sum(row[2] > 0 and row[0] >= text_least for row in silent)
    return 2 * matched / max(1, total) - _SILENCE * broken / max(1, len(silent))


def fold_of(doc: str) -> int:
    """Return with which of the parts a text of that name is left out.

    >>> 0 <= fold_of("a.txt") < FOLDS
    True
    """
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % FOLDS
