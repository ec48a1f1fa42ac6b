"""The tasks of a review: proposals, matches between them, versions of two coders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from readouts.comparison.ledger import Ledger
from readouts.model import DECISION, Item

Span = tuple[int, int]
# Assumed probabilities of the bands for rows without a learned probability; used only for the
# order.
_BANDS = {"low": 0.5, "medium": 0.75, "high": 0.9}


@dataclass(frozen=True)
class Task:
    """A question for the reviewer: whether the proposal of ``meeting`` at ``span`` is right,
    whether it is the same as that of ``other`` at ``partner``, or which of the ``versions`` of two
    coders is right. Tasks with a low ``sure`` (0 to 1) come first."""

    meeting: str
    span: Span
    sure: float
    settled: bool = False
    other: str = ""
    partner: Span | None = None
    likeness: float = 0.0
    versions: tuple[Item | None, ...] = ()


def item_task(meeting_id: str, item: Item) -> Task:
    """Return the task to decide whether a proposal is right.

    >>> item_task("hue-2030", Item(3, 9, 0, "", "", "propose", confidence="low")).sure
    0.5
    """
    return Task(meeting_id, item.span, _sure(item), item.settled)


def _sure(item: Item) -> float:
    if item.rule == DECISION and not item.settled:
        return 0.0  # a part of a proposal that was just split: not reviewed yet
    return _BANDS[item.confidence] if item.probability is None else item.probability


def by_doubt(task: Task) -> tuple[Any, ...]:
    """Return the sort key of tasks: the most doubtful first, then in the order of the texts.

    >>> sorted([Task("a", (0, 1), 0.9), Task("a", (5, 6), 0.2)], key=by_doubt)[0].sure
    0.2
    """
    return task.sure, task.meeting, task.span


def about(task: Task) -> str:
    """Return the text, or the pair of texts, of a task.

    >>> about(Task("a", (0, 1), 0.9, other="b"))
    'a → b'
    """
    return f"{task.meeting} → {task.other}" if task.other else task.meeting


def match_tasks(ledger: Ledger) -> Iterator[Task]:
    """Yield the matches of a ledger, and the rows that nearly have a match.

    >>> from readouts.comparison.ledger import compare
    >>> from readouts.reading import Reading
    >>> list(match_tasks(compare(Reading("a", ""), Reading("b", ""))))
    []
    """
    ruled = {(one.then, one.now) for one in ledger.pair_decisions}
    for row in ledger.rows:
        then = row.then if row.then is not None else row.nearest
        now = row.now if row.now is not None else row.nearest
        alone = row.then is None or row.now is None
        judged = (then, now) in ruled
        if then is None or now is None or (alone and not row.needs_look and not judged):
            continue
        one, other = ledger.then.item_rows[then], ledger.now.item_rows[now]
        yield Task(
            ledger.then.doc, one.span, abs(row.probability - 0.5) * 2, judged,
            ledger.now.doc, other.span, float(ledger.similarity.score[then, now]),
        )  # fmt: skip
