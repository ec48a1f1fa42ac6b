"""Reads mutated readouts for as long as you like and stops at the first that breaks an invariant.

python tools/fuzz.py --seconds 600 [--seed 7]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "statements"))

import readouts
from reading_invariants import broken
from test_reading_any_text import _FRAME, _PIECES, READOUTS, mutated


def text_of(random_source: random.Random) -> str:
    """Return a text to try: a readout with random changes, or random pieces of the genre."""
    if random_source.random() < 0.7:
        return mutated(READOUTS[random_source.choice(sorted(READOUTS))], random_source)
    return _FRAME + random_source.choice([" ", "", "  "]).join(
        random_source.choices(_PIECES, k=random_source.randint(0, 80))
    )


def faults_of(text: str) -> tuple[list[str], int]:
    """Return the broken invariants of the reading of ``text``, and its number of items."""
    reading = readouts.read(text)
    faults = broken(text, reading)
    if readouts.read(text).record() != reading.record():
        faults.append("a second reading of the text differs")
    return faults, len(reading.item_rows)


def run(seconds: float, seed: int) -> int:
    """Try texts until the time is up; return 1 and write the text where one breaks a rule."""
    readouts.read(_FRAME)  # loads lexicon and models, so that this does not count as time of a text
    end, count, items, slowest = time.monotonic() + seconds, 0, 0, 0.0
    while time.monotonic() < end:
        text = text_of(random.Random(seed + count))
        begun = time.perf_counter()
        try:
            faults, found = faults_of(text)
        except Exception as error:
            faults, found = [repr(error)], 0
        slowest = max(slowest, (time.perf_counter() - begun) / (len(text) + 1000))
        if faults:
            Path("fuzz-found.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"seed {seed + count}: {faults}\nthe text is in fuzz-found.txt")
            return 1
        count, items = count + 1, items + found
    print(f"{count} texts, {items} items, no fault; at most {slowest * 1e6:.0f} µs a character")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    sys.exit(run(arguments.seconds, arguments.seed))
