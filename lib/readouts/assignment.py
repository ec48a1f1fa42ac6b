"""The best one-to-one assignment of rows to columns, by the Hungarian method.

scipy has one, in a package that takes as long to import as pandas; nothing else of it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def assigned(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs of row and column whose worths have the greatest sum, in order.

    Each row and each column stands in at most one pair, and a pair is worth more than nothing.
    Worths are zero or more.

    >>> import numpy as np
    >>> assigned(np.array([[0.9, 0.8, 0.0], [0.7, 0.1, 0.0]]))
    [(0, 1), (1, 0)]
    """
    import numpy as np

    if worth.shape[0] > worth.shape[1]:
        return sorted((row, column) for column, row in assigned(worth.T))
    # Most proposals are like none of the other meeting: what is left of the table is small.
    rows = np.flatnonzero((worth > 0).any(axis=1))
    exchange = _Exchange(worth[rows])
    for row in range(len(rows)):
        exchange.take_in(row)
    pairs = ((int(rows[row]), column) for row, column in exchange.pairs())
    return sorted(pair for pair in pairs if worth[pair] > 0)


class _Exchange:
    """The rows taken in so far, and prices at which none of them would rather have another column.

    A row is taken in along the cheapest chain of exchanges with those that are in, so that all is
    done in cubic time (E. L. Lawler, 1976). One column more than there are stands at the end:
    where a row waits to be taken in.
    """

    def __init__(self, worth: NDArray[np.float64]) -> None:
        import numpy as np

        rows, columns = worth.shape
        self.cost = np.pad(-worth, ((0, 0), (0, 1)), constant_values=np.inf)
        self.row_price, self.price = np.zeros(rows), np.zeros(columns + 1)
        self.row_of = np.full(columns + 1, -1)

    def pairs(self) -> list[tuple[int, int]]:
        """Return each row taken in, with its column."""
        return [(int(row), at) for at, row in enumerate(self.row_of[:-1]) if row >= 0]

    def take_in(self, row: int) -> None:
        """Give a column to one more row; some that have one may get another."""
        import numpy as np

        columns = len(self.row_of)
        least, before = np.full(columns, np.inf), np.zeros(columns, dtype=int)
        reached = np.zeros(columns, dtype=bool)
        at = columns - 1
        self.row_of[at] = row
        while self.row_of[at] >= 0:
            reached[at] = True
            holder = self.row_of[at]
            slack = self.cost[holder] - self.row_price[holder] - self.price
            nearer = ~reached & (slack < least)
            least[nearer], before[nearer] = slack[nearer], at
            following = int(np.where(reached, np.inf, least).argmin())
            step = least[following]
            self.row_price[self.row_of[reached]] += step
            self.price[reached] -= step
            least[~reached] -= step
            at = following
        while at != columns - 1:
            self.row_of[at] = self.row_of[before[at]]
            at = before[at]
