"""Whether work takes time in proportion to its size, on a machine that does other work too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise

# The most a doubling may take that is still in proportion; and what is too quick to judge.
MOST, NOISE = 2.3, 0.08
SIZES = (1, 2, 4)
# A busy neighbour can only make work slower, so the least of some rounds is judged, with more
# rounds only where they are needed. Quadratic time stays quadratic in every round.
ROUNDS = 8


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes."""
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def assert_in_proportion(work: Callable[[int], object]) -> None:
    """Fail unless each doubling of the size takes about twice the time."""
    work(1)  # loads and compiles what is needed
    least = [float("inf")] * len(SIZES)
    for _ in range(ROUNDS):
        for place, size in enumerate(SIZES):
            least[place] = min(least[place], seconds(lambda size=size: work(size)))
        if all(twice <= MOST * once + NOISE for once, twice in pairwise(least)):
            return
    raise AssertionError(f"seconds for sizes {SIZES}: {least}")
