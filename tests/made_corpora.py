"""Folders of many texts made for tests, from the written readouts by repetition."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "fixtures" / "readouts"


def make_corpus(folder: Path, count: int) -> Path:
    """Write ``count`` texts into ``folder``, no two the same; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    for number in range(count):
        text = f"{sources[number % len(sources)]}\n\nBản tin số {number}.\n"
        (folder / f"{number:05d}.txt").write_text(text, encoding="utf-8")
    return folder


def command(*words: str | Path) -> list[str]:
    """Return the command line of ``readouts`` with this Python."""
    return [sys.executable, "-m", "readouts", *map(str, words)]


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``readouts`` to its end."""
    return subprocess.run(command(*words), capture_output=True, text=True, check=False)


def start(words: Sequence[str | Path]) -> subprocess.Popen[bytes]:
    """Start ``readouts`` and return at once."""
    return subprocess.Popen(
        command(*words),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def wait_until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Return as soon as ``holds``; fail after ``seconds``."""
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "expected this to come true in time"
        time.sleep(0.02)
