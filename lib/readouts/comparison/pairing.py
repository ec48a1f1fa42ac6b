"""Choose the pairs of proposals of two meetings, and the items that join a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readouts.comparison.ledger_rows import PairDecision, Settings, counterparts
from readouts.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of two candidates with almost equal similarity, the one of the same side is chosen. This bonus
# affects only the choice, not the similarity that is shown.
SAME_SIDE_BONUS = 0.1
# The cost of a pair out of order: less than any difference in value that matters.
_TIE = 1e-10
# Remaining ties are decided by position, in the same way for rows and columns, so that a transposed
# table gives the same pairs. The power makes sums of positions differ.
_FURTHER_TIE, _POWER = 2e-12, 1.5


def side_bonus(then: Reading, now: Reading) -> NDArray[np.float64]:
    """Return the bonus of each pair of items: above zero if they are of the same side.

    >>> side_bonus(Reading("then", ""), Reading("now", "")).shape
    (0, 0)
    """
    import numpy as np

    names = counterparts(then, now)
    earlier = np.array([names[item.side] for item in then.item_rows], dtype=object)
    later = np.array([item.side for item in now.item_rows], dtype=object)
    return SAME_SIDE_BONUS * np.equal.outer(earlier, later).astype(float)


def paired(
    score: NDArray[np.float64],
    bonus: NDArray[np.float64],
    settings: Settings,
    pair_decisions: tuple[PairDecision, ...],
) -> list[tuple[int, int]]:
    """Return the pairs of the best one-to-one assignment.

    The sum is over the similarity above the threshold: a plain sum would give up one good pair for
    two poor ones. Items of a match that a person decided have no other match.

    >>> import numpy as np
    >>> paired(np.array([[0.9, 0.8]]), np.zeros((1, 2)), Settings(), ())
    [(0, 0)]
    """
    import numpy as np

    allowed = score >= settings.threshold
    worth = np.where(allowed, score - settings.threshold + bonus + 1e-3, 0.0)
    for decision in pair_decisions:
        if decision.match:
            worth[decision.then, :] = worth[:, decision.now] = 0.0
        worth[decision.then, decision.now] = 0.0
    for decision in pair_decisions:
        if decision.match:
            worth[decision.then, decision.now] = 10.0 + score[decision.then, decision.now]
    return assigned(worth)


def assigned(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs of row and column whose values have the greatest sum, in order.

    Each row and each column is in at most one pair, and the value of a pair is above zero. Values
    are zero or more. Of assignments with the same sum, the one that keeps the order is returned.

    >>> import numpy as np
    >>> assigned(np.array([[0.9, 0.8, 0.0], [0.7, 0.1, 0.0]]))
    [(0, 1), (1, 0)]
    >>> assigned(np.ones((2, 3)))
    [(0, 0), (1, 1)]
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    # Most proposals resemble none of the other meeting, so the remaining table is small.
    rows = np.flatnonzero((worth > 0).any(axis=1))
    if not len(rows):
        return []
    all_columns = np.arange(worth.shape[1])
    order = (rows[:, None] - all_columns) ** 2
    late = np.add.outer(rows**_POWER, all_columns**_POWER)
    # Pairs of value zero are no pairs: they must not influence ties.
    settled = np.where(worth[rows] > 0, worth[rows] - _TIE * order - _FURTHER_TIE * late, 0.0)
    chosen, columns = linear_sum_assignment(settled, maximize=True)
    pairs = zip(rows[chosen].tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if worth[row, column] > 0]


def joined(
    score: NDArray[np.float64],
    pairs: list[tuple[int, int]],
    settings: Settings,
    pair_decisions: tuple[PairDecision, ...],
) -> list[tuple[int, int, str]]:
    """Return each unmatched item with the most similar matched item: then, now, split or merged.

    >>> import numpy as np
    >>> joined(np.array([[0.9, 0.8]]), [(0, 0)], Settings(), ())
    [(0, 1, 'split')]
    """
    import numpy as np

    if not score.size:
        return []
    strength = np.where(score >= settings.threshold, score, 0.0)
    for decision in pair_decisions:
        strength[decision.then, decision.now] = 2.0 if decision.match else 0.0
    left_then = sorted(set(range(score.shape[0])) - {i for i, _ in pairs})
    left_now = sorted(set(range(score.shape[1])) - {j for _, j in pairs})
    nearest = [(i, int(strength[i].argmax()), "merged") for i in left_then]
    nearest += [(int(strength[:, j].argmax()), j, "split") for j in left_now]
    return [(i, j, how) for i, j, how in nearest if strength[i, j] > 0]
