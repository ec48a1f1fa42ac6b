"""Reads mutated readouts for as long as you like and stops at the first that breaks an invariant.

    python tools/fuzz.py --seconds 600 [--seed 7]
    python tools/fuzz.py --seconds 600 --guided [FOLDER OF TEXTS…]

Where atheris is installed, `--guided` lets it choose texts and accidents by the code they reach. It
begins with the written readouts of the tests and what the folders hold, which it leaves as it is.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import readouts
from reading_invariants import broken
from test_reading_any_text import _FRAME, _PIECES, READOUTS, TEXTS, mutated

_LIBFUZZER = ("-max_len=20000", "-timeout=60", "-rss_limit_mb=3000", "-print_final_stats=1")


def text_of(luck: random.Random) -> str:
    """Return a text to try: a written readout after accidents, or pieces of the genre."""
    if luck.random() < 0.7:
        return mutated(READOUTS[luck.choice(sorted(READOUTS))], luck)
    return _FRAME + luck.choice([" ", "", "  "]).join(luck.choices(_PIECES, k=luck.randint(0, 80)))


def tried(text: str) -> tuple[list[str], int]:
    """Return what does not hold of the reading of ``text``, and how many items it has."""
    reading = readouts.read(text)
    faults = broken(text, reading)
    if readouts.read(text).record() != reading.record():
        faults.append("read twice, it is not the same")
    return faults, len(reading.item_rows)


def run(seconds: float, seed: int) -> int:
    """Try texts until the time is up; return 1 and write the text where one breaks a rule."""
    readouts.read(_FRAME)  # loads the lexicon and models, which is not the text's fault
    end, count, items, slowest = time.monotonic() + seconds, 0, 0, 0.0
    while time.monotonic() < end:
        text = text_of(random.Random(seed + count))
        begun = time.perf_counter()
        try:
            faults, found = tried(text)
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


class Chosen(random.Random):
    """Luck that is read off some bytes, so that another byte makes another decision."""

    def __init__(self, content: bytes) -> None:
        super().__init__(0)
        self._bytes = iter(content)

    def getrandbits(self, k: int) -> int:
        """Return a number of ``k`` bits from the next bytes; 0 where they have run out."""
        drawn = bytes(next(self._bytes, 0) for _ in range((k + 7) // 8))
        return int.from_bytes(drawn, "little") & ((1 << k) - 1)

    def random(self) -> float:
        """Return a fraction from the next two bytes."""
        return self.getrandbits(16) / 2**16


def guided(seconds: int, seeds: list[str]) -> None:
    """Let atheris drive: its bytes are a text, or after a NUL the choice of the accidents."""
    import atheris

    with atheris.instrument_imports(include=["readouts"]):
        # Modules that load late must load here: only what is imported here is instrumented.
        readouts.read(_FRAME)

    def once(content: bytes) -> None:
        accidents = content.startswith(b"\0")
        text = text_of(Chosen(content[1:])) if accidents else content.decode("utf-8", "replace")
        faults = broken(text, readouts.read(text))
        assert not faults, faults

    found = tempfile.mkdtemp(prefix="fuzz-")
    for number in range(64):
        Path(found, f"accidents-{number}").write_bytes(b"\0" + random.Random(number).randbytes(64))
    words = Path(found + ".words")
    words.write_text("".join(map(_entry, _PIECES)), encoding="ascii")
    print(f"what reaches new code, and the text that breaks a rule, are kept in {found}")
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={found}/",
        f"-dict={words}",
        *_LIBFUZZER,
    ]
    atheris.Setup([sys.argv[0], *options, found, str(TEXTS), *seeds], once)
    atheris.Fuzz()


def _entry(word: str) -> str:
    """Return a line of libFuzzer's dictionary, of words that random bytes would never spell."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--guided", action="store_true")
    asked.add_argument("folders", nargs="*", metavar="FOLDER")
    wanted = asked.parse_args()
    if wanted.guided:
        guided(round(wanted.seconds), wanted.folders)
    sys.exit(run(wanted.seconds, wanted.seed))
