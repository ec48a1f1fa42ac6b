"""Where an item ends and the next one starts: the cuts of the rules, corrected by a model.

A joiner (a comma, a semicolon, "and") parts two items, or two objects of one item. The model
decides at each joiner, by the words around it and by what the rules decided there.
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
    """A joiner from ``start`` to ``end``, the openers after it included; ``then`` is where the next
    one starts, ``ruled`` the item that the rules start in between, ``inside`` whether the joiner
    stands within an item of theirs."""

    start: int
    end: int
    then: int
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
            then,
            next((span for span in passage.spans if start <= span.start < then), None),
            any(span.start < start < span.end for span in passage.spans),
        )
        for (start, end), (then, _) in pairwise(places)
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
    said = [match.group().lower() for match in found]
    classes = classes_at(said)
    rows = []
    for one in joiners(text, passage):
        mark = text[one.start : one.end].lower()
        at, behind = bisect_left(starts, one.start), bisect_left(starts, one.end)
        rows.append(
            (
                "any",
                f"joiner={mark}",
                f"joiner,act={mark}|{passage.act}",
                *_before(said[:at], classes),
                *_behind(said[behind:], classes[behind:]),
                *_by_rules(one, mark, classes[behind : behind + 1]),
            )
        )
    return rows


_Classes = Sequence[tuple[str, ...]]


def _before(said: Sequence[str], classes: _Classes) -> Iterator[str]:
    """The two words before a joiner, and the last head verb."""
    for place, word in enumerate(said[:-3:-1]):
        yield f"last.{place}={word}"
    heads = [at for at in range(len(said)) if _HEADS & {*classes[at]}]
    yield f"since head={step(len(said) - heads[-1]) if heads else 'none'}"
    yield from (f"last head={' '.join(said[at : at + 2])}" for at in heads[-1:])


def _behind(said: Sequence[str], classes: _Classes) -> Iterator[str]:
    """The words after a joiner, and how far the next head verb is."""
    for place, word in enumerate(said[:3]):
        yield f"next.{place}={word}"
    for place, lists in enumerate(classes[:4]):
        yield from (f"class.{place}={name}" for name in lists)
    heads = (at for at, lists in enumerate(classes) if _HEADS & {*lists})
    yield f"to head={step(next(heads, len(said)))}"


def _by_rules(one: Joiner, mark: str, classes: _Classes) -> Iterator[str]:
    """What the rules decided."""
    ruled = f"{one.ruled is not None:d}{one.inside:d}"
    yield f"rule={one.ruled.rule if one.ruled else ruled}"
    yield f"ruled,joiner={ruled}|{mark}"
    yield from (f"ruled,class={ruled}|{name}" for lists in classes for name in lists)


def recut(evidence: Evidence, model: Model) -> Evidence:
    """Return the evidence with its items joined and parted as the model says.

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
    for one, share in places:
        last = spans[-1] if spans else None
        if one.ruled is None:
            if last and share > _EVEN and last.start < one.start and one.end < last.end:
                spans[-1:] = _parted(text, last, one)
        elif last and share < _EVEN and one.start <= last.end <= one.ruled.start:
            spans[-1] = replace(last, end=one.ruled.end)
        else:
            spans.append(one.ruled)
    return tuple(replace(span, sure=_sure(span, places)) for span in spans)


def _parted(text: str, span: ItemSpan, one: Joiner) -> tuple[ItemSpan, ItemSpan]:
    """The parts of an item before and after a joiner, which is the second one's cue."""
    end = len(text[: one.start].rstrip(_EDGES))
    cue = text[one.start : one.end].strip()
    return replace(span, end=end), ItemSpan(one.end, span.end, span.addressee, _RULE, cue)


def _sure(span: ItemSpan, places: Sequence[tuple[Joiner, float]]) -> float:
    """How likely an item starts where a span does, none within it, and the next one after it."""
    starts = [share for one, share in places if one.start <= span.start]
    within = [share for one, share in places if span.start < one.start < span.end]
    after = [share for one, share in places if one.start >= span.end]
    return starts[-1] * (1.0 - max(within, default=0.0)) * (after[0] if after else 1.0)
