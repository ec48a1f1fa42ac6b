"""The range a count may lie in, when each of the things counted is only probably one.

>>> count_range([1.0, 1.0, 1.0])
(3, 3)
>>> count_range([0.9] * 20, missed=2.0)
(17, 23)
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The central share of the distribution that a range covers.
MASS = 0.9
# Beyond this many standard deviations a Poisson count has no mass worth adding up.
_TAIL = 6


def count_range(
    probabilities: Iterable[float], *, missed: float = 0.0, mass: float = MASS
) -> tuple[int, int]:
    """Return the central range of a count: the least and the most it probably is.

    ``probabilities`` say of each thing found how likely it is one (their count is
    Poisson-binomial, added up exactly); ``missed`` is how many more are to be expected that were
    not found (a Poisson count).
    """
    import numpy as np

    chances = np.array([1.0])
    for probability in probabilities:
        chances = np.convolve(chances, [1.0 - probability, probability])
    reached = np.cumsum(np.convolve(chances, _poisson(missed)))
    tail = (1.0 - mass) / 2
    low = int(np.searchsorted(reached, tail + 1e-12, side="right"))
    return low, max(low, int(np.searchsorted(reached, 1.0 - tail - 1e-12)))


def _poisson(mean: float) -> NDArray[np.float64]:
    import numpy as np

    most = math.ceil(mean + _TAIL * math.sqrt(mean)) if mean > 0 else 0
    logs = [k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(most + 1)] if most else []
    return np.exp(np.array(logs or [0.0]))
