"""Reading many texts: texts a second by number of workers and by size of the corpus, and memory.

    python benchmarks/scaling.py [--texts FOLDER ...] [--sizes N ...] [--workers N ...] [--out FILE]

A corpus of each size is made from the texts by repetition, no sentence the same, and read by
``readouts read``, as a user would. Processor time counts every process of a run, so that it holds
on a machine that others use too; seconds by the clock do not. Writes a table and a plot.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
OURS = [ROOT / "tests" / "fixtures" / "readouts", ROOT / "data" / "invented"]
_SAMPLE_SECONDS = 0.2
_SENTENCE_ENDS = re.compile(r"(?<=\w)(?=[.;!?](?:\s|$)|\n)")


@dataclass(frozen=True)
class Run:
    """One run of ``readouts read``: seconds by the clock and of processors, peaks of memory.

    ``busiest_seconds`` are those of the process that used most: what the run would take by the
    clock if each process had a processor to itself.
    """

    texts: int
    workers: int
    seconds: float
    processor_seconds: float
    busiest_seconds: float
    peak_mb: float
    largest_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, nargs="+", default=OURS)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "scaling.md")
    arguments = parser.parse_args()
    sources = sorted(path for folder in arguments.texts for path in folder.glob("*.txt"))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        runs = [
            measured(corpus_in(Path(scratch), sources, size), size, workers)
            for size in arguments.sizes
            for workers in arguments.workers
        ]
    arguments.out.write_text(report(runs, sources), encoding="utf-8")
    plot(runs, arguments.out.with_suffix(".svg"))
    print(arguments.out.read_text(encoding="utf-8"))


def corpus_in(scratch: Path, sources: list[Path], size: int) -> Path:
    """Make a corpus of ``size`` texts, no sentence the same; return its folder.

    A sentence met again would be found in a cache, the more often the larger the corpus.
    """
    folder = scratch / str(size)
    if not folder.exists():
        folder.mkdir()
        contents = [path.read_text(encoding="utf-8") for path in sources]
        for number in range(size):
            again, which = divmod(number, len(contents))
            text = _SENTENCE_ENDS.sub(f" số {again}", contents[which]) if again else contents[which]
            (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    return folder


def measured(corpus: Path, size: int, workers: int) -> Run:
    """Read a corpus into Parquet, and watch it."""
    out = corpus.parent / "corpus.parquet"
    command = [sys.executable, "-m", "readouts", "read", str(corpus), "--out", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--jobs", str(workers)], stderr=subprocess.DEVNULL, cwd=ROOT
    )
    watch = Watch(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    watch.stop()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)}: expected it to end well")
    processor_seconds = used.ru_utime + used.ru_stime
    run = Run(size, workers, seconds, processor_seconds, watch.busiest, watch.peak, watch.largest)
    print(f"{size:7,} texts, {workers} workers: {seconds:7.1f} s, {watch.peak:5.0f} MB", flush=True)
    out.unlink()
    return run


class Watch:
    """Samples a process and those it started: their memory in sum, and the most that one of them
    took of memory and of processor time."""

    def __init__(self, pid: int) -> None:
        self.process = psutil.Process(pid)
        self.peak = self.largest = self.busiest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def stop(self) -> None:
        """End the sampling."""
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            try:
                family = [self.process, *self.process.children(recursive=True)]
                sizes = [each.memory_info().rss / 2**20 for each in family]
                times = [each.cpu_times() for each in family]
            except psutil.NoSuchProcess:
                continue
            self.peak = max(self.peak, sum(sizes))
            self.largest = max(self.largest, *sizes)
            self.busiest = max(self.busiest, *(spent.user + spent.system for spent in times))


def report(runs: list[Run], sources: list[Path]) -> str:
    """Return the figures as Markdown."""
    length = sum(len(path.read_text(encoding="utf-8")) for path in sources) / len(sources)
    lines = [
        "# Reading many texts",
        "",
        f"Made by `benchmarks/scaling.py` from {len(sources)} texts of {length:,.0f} characters on "
        f"average, by repetition; {os.cpu_count()} processors, Python {platform.python_version()}, "
        f"{platform.system()}. Other work ran on the machine: processor time is the firmer figure, "
        "and that of the busiest process what a run takes where each has a processor to itself.",
        "",
        "| texts | workers | seconds | texts a second | processor ms a text "
        "| busiest process, processor s | peak MB, all | largest process, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {run.texts:,} | {run.workers} | {run.seconds:.1f} | {run.texts / run.seconds:.1f} "
        f"| {run.processor_seconds / run.texts * 1000:.1f} | {run.busiest_seconds:.1f} "
        f"| {run.peak_mb:.0f} | {run.largest_mb:.0f} |"
        for run in runs
    ]
    return "\n".join([*lines, "", *growth(runs), "", *gain(runs), ""])


def growth(runs: list[Run]) -> list[str]:
    """Return how the cost of one more text changes with size: linear where it stays the same."""
    lines = ["Processor time of one more text, between neighbouring sizes:", ""]
    for workers in sorted({run.workers for run in runs}):
        rows = sorted((run for run in runs if run.workers == workers), key=lambda run: run.texts)
        for small, large in pairwise(rows):
            more = (large.processor_seconds - small.processor_seconds) / (large.texts - small.texts)
            between = f"{small.texts:,} to {large.texts:,} texts"
            lines.append(f"- {workers} workers, {between}: {more * 1000:.1f} ms")
    return lines


def gain(runs: list[Run]) -> list[str]:
    """Return how many times faster several workers read a corpus than one."""
    alone = {run.texts: run for run in runs if run.workers == 1}
    lines = ["Times faster than one worker, by the busiest process (and by the clock):", ""]
    for run in runs:
        if run.workers > 1 and run.texts in alone:
            one = alone[run.texts]
            by_processor = one.busiest_seconds / run.busiest_seconds
            by_clock = one.seconds / run.seconds
            lines.append(
                f"- {run.workers} workers, {run.texts:,} texts: {by_processor:.1f} ({by_clock:.1f})"
            )
    return lines


def plot(runs: list[Run], path: Path) -> None:
    """Draw seconds and memory against size, a line for each number of workers."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "scaling"
    from matplotlib import pyplot

    figure, (time_axes, memory_axes) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for workers in sorted({run.workers for run in runs}):
        rows = [run for run in runs if run.workers == workers]
        sizes = [run.texts for run in rows]
        named = f"{workers} worker{'s' * (workers > 1)}"
        time_axes.plot(sizes, [run.texts / run.seconds for run in rows], "o-", label=named)
        memory_axes.plot(sizes, [run.peak_mb for run in rows], "o-", label=named)
    for axes, label in ((time_axes, "texts a second"), (memory_axes, "peak memory, MB")):
        axes.set(xscale="log", xlabel="texts in the corpus", ylabel=label)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    time_axes.legend()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
