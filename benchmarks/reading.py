"""Reading one text against underthesea's own ``pos_tag`` on it, and how the cost grows by length.

    python benchmarks/reading.py [--repeats N] [--texts FOLDER ...]

Each text is timed alone; then texts of growing length are made by joining different ones, so that
nothing found once is found again. Caches are emptied before each run. Times are processor time,
the median of several runs, ours and underthesea's in turn; read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import readouts
from readouts.codebook.coder import load_codebook
from readouts.language import words as tokens
from underthesea import pos_tag

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "data" / "raw"
OTHERS = [ROOT / "tests" / "fixtures" / "readouts", ROOT / "data" / "invented"]
_TIMES_LONGER = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--texts", type=Path, nargs="+", default=OTHERS)
    arguments = parser.parse_args()
    seeds = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    others = [
        path.read_text(encoding="utf-8")
        for folder in arguments.texts
        for path in sorted(folder.glob("*.txt"))
    ]
    longer = "\n\n".join([*seeds, *others])[: _TIMES_LONGER * len(seeds[0])]
    named = {f"seed {number}": text for number, text in enumerate(seeds, 1)}
    print("| text | characters | reading, µs a character | pos_tag | ratio |")
    print("|---|---:|---:|---:|---:|")
    for name, text in {**named, f"about {_TIMES_LONGER} times as long": longer}.items():
        print(row(name, text, arguments.repeats), flush=True)


def row(name: str, text: str, repeats: int) -> str:
    """Time a text in both ways by turns and return a line of the table."""
    read_once(text)
    pos_tag_by_line(text)
    pairs = [(timed(read_once, text), timed(pos_tag_by_line, text)) for _ in range(repeats)]
    ours, theirs = (median(times) / len(text) * 1e6 for times in zip(*pairs, strict=True))
    ratio = median(our / their for our, their in pairs)
    return f"| {name} | {len(text):,} | {ours:.1f} | {theirs:.1f} | {ratio:.2f} |"


def timed(action: Callable[[str], None], text: str) -> float:
    """Return the processor seconds that an action takes on a text."""
    began = time.process_time()
    action(text)
    return time.process_time() - began


def read_once(text: str) -> None:
    """Read a text as if it were the first."""
    for cached in (tokens.segment, tokens.tag, tokens.edges):
        cached.cache_clear()
    load_codebook()._found.cache_clear()
    readouts.read(text)


def pos_tag_by_line(text: str) -> None:
    """Tag each paragraph: underthesea's time grows with the square of what it is given."""
    for line in text.splitlines():
        if line.strip():
            pos_tag(line)


if __name__ == "__main__":
    main()
