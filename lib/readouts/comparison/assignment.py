"""The best one-to-one assignment of rows to columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The cost of a pair out of order: less than any difference in value that matters.
_TIE = 1e-10
# Remaining ties are decided by position, in the same way for rows and columns, so that a transposed
# table gives the same pairs. The power makes sums of positions differ.
_FURTHER_TIE, _POWER = 2e-12, 1.5


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
