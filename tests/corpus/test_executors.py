"""Work spread over processes: order, bounded look-ahead, and workers that are lost."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import psutil
import pytest
from readouts.corpus.executors import TookTooLongError, in_order, run_all, workers
from readouts.errors import ReadoutsError

# Starts processes: runs with `make test-slow`.
pytestmark = pytest.mark.slow

Task = list[int]


def squares(task: Task) -> list[int]:
    return [number * number for number in task]


def deadly(task: Task) -> list[int]:
    """End the process that works on 13."""
    if 13 in task:
        os._exit(1)
    return squares(task)


def deadly_once(task: Task) -> list[int]:
    """End the process that works on a path's number for the first time."""
    marker = Path(os.environ["READOUTS_TEST_MARKER"])
    if 13 in task and not marker.exists():
        marker.touch()
        os._exit(1)
    return squares(task)


def slow_first(task: Task) -> list[int]:
    time.sleep(0.3 if 0 in task else 0)
    return squares(task)


def failing(task: Task) -> list[int]:
    raise ValueError("a fault of the work itself")


def slow_start() -> None:
    time.sleep(2)


def wrong_start() -> None:
    raise ReadoutsError("a word list that cannot be loaded")


def process_of(task: Task) -> list[int]:
    return [os.getpid()]


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


def parts(task: Task) -> list[Task]:
    return [[number] for number in task]


def endless(task: Task) -> list[int]:
    """Take for ever over 13, and over nothing else."""
    if 13 in task:
        time.sleep(600)
    return squares(task)


def given_up(task: Task, error: BaseException) -> list[int]:
    return [-2 if isinstance(error, TookTooLongError) else -1 for _ in task]


def batches(count: int) -> list[Task]:
    return [[number, number + 1] for number in range(0, count, 2)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_is_done_once(jobs: int) -> None:
    with workers(jobs) as by:
        done = dict(run_pairs(run_all(batches(30), squares, parts, given_up, by)))
    assert done == {task[0]: squares(task) for task in batches(30)}


def run_pairs(done: Iterator[tuple[Task, list[int]]]) -> list[tuple[int, list[int]]]:
    return [(task[0], results) for task, results in done]


def test_results_come_in_the_order_of_the_tasks_when_asked_for() -> None:
    with workers(2) as by:
        done = list(in_order(batches(30), slow_first, parts, given_up, by))
    assert [task for task, _ in done] == batches(30)


def test_few_tasks_are_drawn_ahead_of_the_first_that_is_awaited() -> None:
    drawn: list[int] = []

    def drawing() -> Iterator[Task]:
        for number in range(500):
            drawn.append(number)
            yield [number]

    with workers(2) as by:
        done = in_order(drawing(), slow_first, parts, given_up, by)
        next(done)
        assert len(drawn) < 60
        done.close()  # type: ignore[attr-defined]


def test_only_the_part_that_ends_its_worker_every_time_is_given_up() -> None:
    with workers(2) as by:
        done = dict(run_pairs(run_all(batches(40), deadly, parts, given_up, by)))
    assert done.pop(12) == [144, -1]
    assert done == {task[0]: squares(task) for task in batches(40) if task[0] != 12}


def test_work_whose_worker_was_lost_once_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READOUTS_TEST_MARKER", str(tmp_path / "lost"))
    with workers(2) as by:
        done = dict(run_pairs(run_all(batches(40), deadly_once, parts, given_up, by)))
    assert (tmp_path / "lost").exists()
    assert done == {task[0]: squares(task) for task in batches(40)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_takes_too_long_is_given_up_and_nothing_else_is(jobs: int) -> None:
    with workers(jobs, seconds=lambda task: 2.0) as by:
        done = dict(run_pairs(run_all(batches(40), endless, parts, given_up, by)))
    assert done.pop(12) == [144, -2]
    assert done == {task[0]: squares(task) for task in batches(40) if task[0] != 12}


def test_the_time_to_get_ready_is_not_the_time_of_the_work() -> None:
    with workers(1, seconds=lambda task: 1.0, prepare=slow_start) as by:
        assert by.executor.submit(squares, [3]).result() == [9]


def test_a_fault_in_getting_ready_is_left_to_the_work(capfd: pytest.CaptureFixture[str]) -> None:
    with workers(1, prepare=wrong_start) as by:
        assert by.executor.submit(squares, [3]).result() == [9]
    assert not capfd.readouterr().err


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_worker_lost_between_two_tasks_is_replaced(end: signal.Signals) -> None:
    with workers(1, seconds=lambda task: 2.0) as by:
        first = by.executor.submit(process_of, []).result()
        os.kill(first[0], end)
        done = dict(run_pairs(run_all(batches(4), squares, parts, given_up, by)))
        assert done == {task[0]: squares(task) for task in batches(4)}
        assert by.executor.submit(process_of, []).result() != first


def test_nothing_is_left_running_where_the_work_is_left_in_its_midst() -> None:
    begun = time.monotonic()
    with workers(2) as by:
        under_way = [by.executor.submit(endless, [13]) for _ in range(4)]
        processes = children_when(2)
    assert time.monotonic() - begun < 60
    assert not [process for process in processes if process.is_running()]
    assert all(future.cancelled() or future.exception() for future in under_way)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_work_itself_is_told(jobs: int) -> None:
    with workers(jobs) as by, pytest.raises(ValueError, match="a fault of the work itself"):
        list(run_all(batches(4), failing, parts, given_up, by))


WRONG_ADDRESSES = [
    "127.0.0.1", "tcp://127.0.0.1", "tcp:/127.0.0.1:8786", "http://127.0.0.1:8786",
    "tcp://127.0.0.1:99999", "tcp://127.0.0.1:8786/status", "8786", "inproc://x", "a b:1",
    "tcp://..:8786",
]  # fmt: skip


@pytest.mark.parametrize("address", WRONG_ADDRESSES)
def test_a_mistyped_address_is_told_at_once(address: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ReadoutsError, match="expected a"), workers(2, address):
        pass
    assert time.monotonic() - begun < 10


def test_no_scheduler_at_the_address_is_told_in_a_sentence() -> None:
    with pytest.raises(ReadoutsError, match="none answered"), workers(2, "tcp://127.0.0.1:9"):
        pass


@pytest.mark.parametrize("says", [b"", b"SSH-2.0-OpenSSH_9.6\r\n"], ids=["nothing", "ssh"])
def test_a_service_that_is_no_scheduler_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, says: bytes
) -> None:
    monkeypatch.setattr("readouts.corpus.processes._GREETING_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as service:
        address = f"tcp://127.0.0.1:{service.getsockname()[1]}"
        held: list[socket.socket] = []

        def accept() -> None:
            held.append(service.accept()[0])
            held[0].sendall(says)

        Thread(target=accept, daemon=True).start()
        with pytest.raises(ReadoutsError, match="none answered"), workers(2, address):
            pass
