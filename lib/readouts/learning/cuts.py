"""Where an item ends and the next one starts: the cuts of the rules, corrected by a model.

A joiner (a comma, a semicolon, "and") separates two items, or two objects of one item. The model
decides for each joiner, from the words around it and the decision of the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from readouts.language.patterns import pattern
from readouts.learning.evidence import Evidence, ItemSpan, Passage
from readouts.learning.models import Model
from readouts.learning.signs import SYLLABLE, classes_at, step

_RULE = "starts after a joiner, by the model"
_HEADS = frozenset({"head_verbs.acts", "head_verbs.either"})
_EDGES = ' ,;:.…"'
_EVEN = 0.5


@dataclass(frozen=True)
class Joiner:
    """A joiner from ``start`` to ``end``, with the openers after it. The next joiner starts at
    ``next_start``; ``ruled`` is the item that starts before that by the rules; ``inside`` says
    whether the joiner is inside an item of the rules."""

    start: int
    end: int
    next_start: int
    ruled: ItemSpan | None
    inside: bool


def joiners(text: str, passage: Passage) -> list[Joiner]:
    """Return the joiners of a passage; the first is its start, which joins nothing.

    >>> from readouts.model import Statement
    >>> said = Passage(Statement(0, 29, "", "", "agree", ""), (), 0, 29, ())
    >>> [(one.start, one.end) for one in joiners("giảm thuế, phí và mở kho hàng", said)]
    [(0, 0), (9, 11), (14, 18)]
    """
    stop = passage.statement.end
    found = pattern("may_part").finditer(text, passage.start + 1, stop)
    places = [(passage.start, passage.start), *(match.span() for match in found), (stop, stop)]
    return [
        Joiner(
            start,
            end,
            next_start,
            next((span for span in passage.spans if start <= span.start < next_start), None),
            any(span.start < start < span.end for span in passage.spans),
        )
        for (start, end), (next_start, _) in pairwise(places)
    ]


def cut_rows(text: str, passage: Passage) -> list[tuple[str, ...]]:
    """Return the signs of each joiner of a passage for whether an item starts after it.

    >>> from readouts.model import Statement
    >>> said = Passage(Statement(0, 29, "", "", "agree", ""), (), 0, 29, ())
    >>> rows = cut_rows("giảm thuế, phí và mở kho hàng", said)
    >>> "joiner= và " in rows[2], "next.0=mở" in rows[2], "last.0=phí" in rows[2]
    (True, True, True)
    """
    found = list(SYLLABLE.finditer(text, passage.start, passage.statement.end))
    starts = [match.start() for match in found]
    words = [match.group().lower() for match in found]
    classes = classes_at(words)
    rows = []
    for joiner in joiners(text, passage):
        mark = text[joiner.start : joiner.end].lower()
        before, after = bisect_left(starts, joiner.start), bisect_left(starts, joiner.end)
        rows.append(
            (
                "any",
                f"joiner={mark}",
                f"joiner,act={mark}|{passage.act}",
                *_before(words[:before], classes),
                *_after(words[after:], classes[after:]),
                *_by_rules(joiner, mark, classes[after : after + 1]),
            )
        )
    return rows


_Classes = Sequence[tuple[str, ...]]


def _before(words: Sequence[str], classes: _Classes) -> Iterator[str]:
    """Yield signs of the two words before a joiner, and of the last head verb."""
    for place, word in enumerate(words[:-3:-1]):
        yield f"last.{place}={word}"
    heads = [at for at in range(len(words)) if _HEADS & {*classes[at]}]
    yield f"since head={step(len(words) - heads[-1]) if heads else 'none'}"
    yield from (f"last head={' '.join(words[at : at + 2])}" for at in heads[-1:])


def _after(words: Sequence[str], classes: _Classes) -> Iterator[str]:
    """Yield signs of the words after a joiner, and of the distance to the next head verb."""
    for place, word in enumerate(words[:3]):
        yield f"next.{place}={word}"
    for place, lists in enumerate(classes[:4]):
        yield from (f"class.{place}={name}" for name in lists)
    heads = (at for at, lists in enumerate(classes) if _HEADS & {*lists})
    yield f"to head={step(next(heads, len(words)))}"


def _by_rules(joiner: Joiner, mark: str, classes: _Classes) -> Iterator[str]:
    """Yield signs of the decision of the rules."""
    ruled = f"{joiner.ruled is not None:d}{joiner.inside:d}"
    yield f"rule={joiner.ruled.rule if joiner.ruled else ruled}"
    yield f"ruled,joiner={ruled}|{mark}"
    yield from (f"ruled,class={ruled}|{name}" for lists in classes for name in lists)


def recut(evidence: Evidence, model: Model) -> Evidence:
    """Return the evidence with its items joined or split as the model predicts.

    >>> nothing = Evidence("", (), (), frozenset(), frozenset(), False)
    >>> recut(nothing, Model(("no", "yes"), {})) == nothing
    True
    """
    passages = tuple(
        replace(passage, spans=_spans(evidence.text, passage, model)) if passage.spans else passage
        for passage in evidence.passages
    )
    return replace(evidence, passages=passages)


def _spans(text: str, passage: Passage, model: Model) -> tuple[ItemSpan, ...]:
    likely = [model.shares(row)["yes"] for row in cut_rows(text, passage)]
    places = list(zip(joiners(text, passage), likely, strict=True))
    spans: list[ItemSpan] = []
    for joiner, share in places:
        last = spans[-1] if spans else None
        if joiner.ruled is None:
            if last and share > _EVEN and last.start < joiner.start and joiner.end < last.end:
                spans[-1:] = _split(text, last, joiner)
        elif last and share < _EVEN and joiner.start <= last.end <= joiner.ruled.start:
            spans[-1] = replace(last, end=joiner.ruled.end)
        else:
            spans.append(joiner.ruled)
    return tuple(replace(span, sure=_sure(span, places)) for span in spans)


def _split(text: str, span: ItemSpan, joiner: Joiner) -> tuple[ItemSpan, ItemSpan]:
    """Return an item as two, before and after a joiner; the joiner is the cue of the second."""
    end = len(text[: joiner.start].rstrip(_EDGES))
    cue = text[joiner.start : joiner.end].strip()
    return replace(span, end=end), ItemSpan(joiner.end, span.end, span.addressee, _RULE, cue)


def _sure(span: ItemSpan, places: Sequence[tuple[Joiner, float]]) -> float:
    """Return the probability that an item starts at the start of a span, none inside it, and the
    next one after it."""
    starts = [share for joiner, share in places if joiner.start <= span.start]
    within = [share for joiner, share in places if span.start < joiner.start < span.end]
    after = [share for joiner, share in places if joiner.start >= span.end]
    return starts[-1] * (1.0 - max(within, default=0.0)) * (after[0] if after else 1.0)
