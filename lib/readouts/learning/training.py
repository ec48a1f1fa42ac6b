"""From coded texts to models, judged on texts left out in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar

from readouts.learning.choosing import Choice, Chosen, Models, Weighed, item_signs, pick
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
    "items": {"l1": 0.1, "l2": 5.0},
}


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
    unseen = tuple(
        (one, Weighed(one.evidence, likely[one.doc], held[one.doc])) for one in coded if one.judged
    )
    choice = best_choice(unseen, judge)
    return Models(
        fit_words(coded),
        fit_passages(coded, first),
        fit_texts(coded, **told),
        fit_items(unseen, choice, judge),
        choice,
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


def fit_items(
    unseen: Unseen, choice: Choice, judge: Judge
) -> Model:  # no example: tests/learning shows it
    """Return the model of how likely a chosen item is right, from texts that were left out."""
    things, labels = [], []
    for coded, weighed in unseen:
        chosen = pick(weighed, choice)
        things.append([tuple(item_signs(weighed, one)) for one in chosen])
        right = judge(coded, chosen).right()
        labels.append(["yes" if number in right else "no" for number in range(len(chosen))])
    return _fit("items", things, labels)


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
    return max(worths, key=worths.__getitem__)


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
