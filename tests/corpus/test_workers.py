"""Work spread over processes: order, bounded look-ahead, and workers that are lost."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
import pytest
from readouts.corpus.workers import TookTooLongError, WorkerLostError, in_order, workers
from readouts.errors import ReadoutsError

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

Do = Callable[..., Any]


def square(number: int) -> int:
    return number * number


def deadly(number: int) -> int:
    """End the process that works on 13."""
    if number == 13:
        os._exit(1)
    return square(number)


def deadly_once(number: int) -> int:
    """End the process that works on 13 for the first time."""
    marker = Path(os.environ["READOUTS_TEST_MARKER"])
    if number == 13 and not marker.exists():
        marker.touch()
        os._exit(1)
    return square(number)


def endless(number: int) -> int:
    """Take for ever over 13, and over nothing else."""
    if number == 13:
        time.sleep(600)
    return square(number)


def slow_first(number: int) -> int:
    time.sleep(0.3 if number == 0 else 0)
    return square(number)


def failing(number: int) -> int:
    raise OSError("a fault of the work itself")


def slow_start() -> None:
    time.sleep(2)


def wrong_start() -> None:
    raise ReadoutsError("a word list that cannot be loaded")


def children_when(count: int) -> list[psutil.Process]:
    """The worker processes of this one, as soon as there are so many."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [
            child for child in psutil.Process().children() if "_serve(" in " ".join(child.cmdline())
        ]
        if len(found) == count:
            return found
        time.sleep(0.05)
    raise AssertionError(f"expected {count} workers")


def each(work: Callable[[int], int], seconds: float | None = None) -> Callable[..., list[int]]:
    """Work on the numbers of a piece; what is lost gives -1, what takes too long -2."""

    def one(number: int, do: Do) -> int:
        try:
            return do(work, number, seconds=seconds)
        except WorkerLostError:
            return -1
        except TookTooLongError:
            return -2

    return lambda piece, do: [one(number, do) for number in piece]


def pieces(count: int) -> list[list[int]]:
    return [[number, number + 1] for number in range(0, count, 2)]


def squares(count: int, but: int = -1, instead: int = 0) -> list[tuple[list[int], list[int]]]:
    return [
        (piece, [instead if number == but else square(number) for number in piece])
        for piece in pieces(count)
    ]


@pytest.mark.parametrize("work", [square, slow_first])
@pytest.mark.parametrize("jobs", [1, 2])
def test_every_piece_is_done_once_and_comes_in_order(jobs: int, work: Callable[[int], int]) -> None:
    with workers(jobs) as by:
        assert list(in_order(pieces(60), each(work), by)) == squares(60)


def test_few_pieces_are_drawn_ahead_of_the_first_that_is_awaited() -> None:
    drawn: list[int] = []

    def drawing() -> Iterator[list[int]]:
        for number in range(500):
            drawn.append(number)
            yield [number]

    with workers(2) as by:
        done = in_order(drawing(), each(slow_first), by)
        next(done)
        assert len(drawn) < 60
        done.close()  # type: ignore[attr-defined]


def test_only_the_task_that_ends_its_worker_every_time_is_given_up() -> None:
    with workers(2) as by:
        assert list(in_order(pieces(40), each(deadly), by)) == squares(40, but=13, instead=-1)


def test_a_task_whose_worker_was_lost_once_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READOUTS_TEST_MARKER", str(tmp_path / "lost"))
    with workers(2) as by:
        assert list(in_order(pieces(40), each(deadly_once), by)) == squares(40)
    assert (tmp_path / "lost").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_takes_too_long_is_given_up_and_nothing_else_is(jobs: int) -> None:
    with workers(jobs) as by:
        done = list(in_order(pieces(40), each(endless, 2.0), by))
    assert done == squares(40, but=13, instead=-2)


def test_the_time_to_get_ready_is_not_the_time_of_the_work() -> None:
    with workers(1, prepare=slow_start) as by:
        assert by.submit(each(square, 1.0), [3]).result() == [9]


def test_a_fault_in_getting_ready_is_left_to_the_work(capfd: pytest.CaptureFixture[str]) -> None:
    with workers(1, prepare=wrong_start) as by:
        assert by.submit(each(square), [3]).result() == [9]
    assert not capfd.readouterr().err


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_worker_lost_between_two_tasks_is_replaced(end: signal.Signals) -> None:
    with workers(1) as by:
        first = by.submit(lambda piece, do: do(os.getpid), []).result()
        os.kill(first, end)
        assert list(in_order(pieces(4), each(square, 2.0), by)) == squares(4)
        assert by.submit(lambda piece, do: do(os.getpid), []).result() != first


def test_no_process_is_left_if_the_work_is_stopped() -> None:
    begun = time.monotonic()
    with workers(2) as by:
        under_way = [by.submit(each(endless), [13]) for _ in range(4)]
        processes = children_when(2)
    assert time.monotonic() - begun < 60
    assert not [process for process in processes if process.is_running()]
    assert all(future.cancelled() or future.result() == [-1] for future in under_way)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_work_itself_is_reported(jobs: int) -> None:
    with workers(jobs) as by, pytest.raises(OSError, match="a fault of the work itself"):
        list(in_order(pieces(4), each(failing), by))


WRONG_ADDRESSES = [
    "127.0.0.1", "tcp://127.0.0.1", "tcp:/127.0.0.1:8786", "http://127.0.0.1:8786",
    "tcp://127.0.0.1:99999", "tcp://127.0.0.1:8786/status", "8786", "inproc://x", "a b:1",
    "tcp://..:8786", "tls://127.0.0.1:8786",
]  # fmt: skip


@pytest.mark.parametrize("address", WRONG_ADDRESSES)
def test_a_mistyped_address_is_reported_at_once(address: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ReadoutsError, match="expected a"), workers(2, address):
        pass
    assert time.monotonic() - begun < 10


def test_no_scheduler_at_the_address_is_reported_in_a_sentence() -> None:
    with pytest.raises(ReadoutsError, match="none answered"), workers(2, "tcp://127.0.0.1:9"):
        pass


@pytest.mark.parametrize("says", [b"", b"SSH-2.0-OpenSSH_9.6\r\n"], ids=["nothing", "ssh"])
def test_a_service_that_is_no_scheduler_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, says: bytes
) -> None:
    monkeypatch.setattr("readouts.corpus.cluster._GREETING_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as service:
        address = f"tcp://127.0.0.1:{service.getsockname()[1]}"
        held: list[socket.socket] = []

        def accept() -> None:
            held.append(service.accept()[0])
            held[0].sendall(says)

        Thread(target=accept, daemon=True).start()
        with pytest.raises(ReadoutsError, match="none answered"), workers(2, address):
            pass
