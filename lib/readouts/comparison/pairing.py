"""Choose the pairs of proposals of two meetings, and the items that join a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readouts.comparison.assignment import assigned
from readouts.comparison.ledger_rows import PairDecision, Settings, counterparts
from readouts.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of two candidates with almost equal similarity, the one of the same side is chosen. This bonus
# affects only the choice, not the similarity that is shown.
SAME_SIDE_BONUS = 0.1


def bonus(then: Reading, now: Reading) -> NDArray[np.float64]:
    """Return the bonus that decides between almost equal candidates: same side, then same position.

    The squared distance of positions prefers pairs in the order of the texts; it is much smaller
    than any difference of similarity that matters.

    >>> bonus(Reading("then", ""), Reading("now", "")).shape
    (0, 0)
    """
    import numpy as np

    names = counterparts(then, now)
    earlier = np.array([names[item.side] for item in then.item_rows], dtype=object)
    later = np.array([item.side for item in now.item_rows], dtype=object)
    places = [(np.arange(len(side)) + 1) / (len(side) + 1) for side in (earlier, later)]
    same = np.equal.outer(earlier, later).astype(float).reshape(len(earlier), len(later))
    return SAME_SIDE_BONUS * same - 1e-6 * np.subtract.outer(*places) ** 2


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
            worth[decision.then, :] = np.minimum(worth[decision.then, :], 0.0)
            worth[:, decision.now] = np.minimum(worth[:, decision.now], 0.0)
        else:
            worth[decision.then, decision.now] = 0.0
    for decision in pair_decisions:
        if decision.match:
            worth[decision.then, decision.now] = 10.0 + score[decision.then, decision.now]
    return assigned(worth)


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

    strength = np.where(score >= settings.threshold, score, 0.0)
    for decision in pair_decisions:
        strength[decision.then, decision.now] = 2.0 if decision.match else 0.0
    left_then = sorted(set(range(score.shape[0])) - {i for i, _ in pairs})
    left_now = sorted(set(range(score.shape[1])) - {j for _, j in pairs})
    joined = []
    for i in left_then if score.shape[1] else ():
        j = int(strength[i].argmax())
        if strength[i, j] > 0:
            joined.append((i, j, "merged"))
    for j in left_now if score.shape[0] else ():
        i = int(strength[:, j].argmax())
        if strength[i, j] > 0:
            joined.append((i, j, "split"))
    return joined
