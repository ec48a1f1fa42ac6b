"""A limit of time for work on what came from outside."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from readouts.errors import ReadoutsError


@contextmanager
def deadline(seconds: float, work: str) -> Iterator[None]:
    """Raise `ReadoutsError` where the block takes longer than ``seconds``.

    ``work`` says what is done, for the message. Only the main thread of a program on Linux or macOS
    can be interrupted; elsewhere there is no limit. `read_many` ends whole processes instead.

    >>> with deadline(5, "adding"):
    ...     1 + 1
    2
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(*_: object) -> None:
        raise ReadoutsError(
            f"{work} took longer than {seconds:.0f} seconds and was ended. Nothing was changed; a "
            "text that takes so long is no readout, or shows a fault: please report it."
        )

    earlier = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
