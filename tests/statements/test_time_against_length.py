"""Reading takes time in proportion to the text, whatever the text is made of."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
import readouts

# Measures for some seconds: runs with `make test-slow`.
pytestmark = pytest.mark.slow

FRAME = (
    "Ngày 3/4/2024, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. "
    "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.\n"
)
# Least growth, for each doubling, that is no proportion any more; and what is too quick to judge.
MOST, NOISE = 2.3, 0.08
SIZES = (1, 2, 4)
ROUNDS = 8


def people(count: int) -> str:
    """Return sentences with ever new names of people."""
    syllables = ("An", "Bình", "Chi", "Giang", "Hà", "Khoa", "Linh", "Minh", "Nam", "Sơn", "Yến")
    names = (
        f"Trần {syllables[n % 11]} {syllables[n // 11 % 11]} {syllables[n // 121 % 11]}"
        for n in range(count)
    )
    return " ".join(f"Bộ trưởng {name} đề nghị mở thêm cửa khẩu." for name in names)


BAIT: dict[str, Callable[[int], str]] = {
    "combining marks": lambda n: "a" + "\u0301" * (2000 * n),
    "composed twice": lambda n: "a\u0323\u0302" * (1000 * n),
    "zero-width": lambda n: "\u200b" * (3000 * n),
    "spaces": lambda n: " " * (3000 * n) + "x",
    "full stops": lambda n: "." * (2000 * n),
    "capitals": lambda n: "Ả" * (2000 * n),
    "digits": lambda n: "1" * (2000 * n),
    "opening quotes": lambda n: "“" * (1500 * n),
    "opening brackets": lambda n: "(" * (1500 * n),
    "dates": lambda n: "3/4 " * (250 * n),
    "amounts": lambda n: "1.234.567 tỷ USD " * (100 * n),
    "one word": lambda n: "hợp tác " * (250 * n),
    "asking verbs": lambda n: "đề nghị " * (200 * n),
    # The tagger sees a sentence in pieces of a bounded length, and takes the square of that time
    # for each: proportion begins where a sentence has more than one piece.
    "and": lambda n: "Hai bên nhất trí " + " và ".join(["tăng cường"] * (200 * n)) + ".",
    "commas": lambda n: "Hai bên nhất trí " + ", ".join(["mở rộng hợp tác"] * (60 * n)) + ".",
    "bullets": lambda n: "Bộ trưởng Kham đề nghị:\n" + "- mở thêm cửa khẩu;\n" * (60 * n),
    "new names": lambda n: people(40 * n),
    "sentences": lambda n: FRAME * (6 * n),
}


def seconds(bait: Callable[[int], str], size: int) -> float:
    """Return the processor time of one reading."""
    gc.collect()
    begun = time.process_time()
    readouts.read(FRAME + bait(size))
    return time.process_time() - begun


def grows_in_proportion(least: list[float]) -> bool:
    """Tell whether each size took about twice the time of half of it."""
    return all(twice <= MOST * once + NOISE for once, twice in pairwise(least))


@pytest.mark.parametrize("family", BAIT)
def test_twice_the_text_takes_about_twice_the_time(family: str) -> None:
    bait = BAIT[family]
    seconds(bait, 1)  # loads and compiles what this family needs
    least = [float("inf")] * len(SIZES)
    # A busy neighbour can only make a reading slower, so the least of some rounds is measured,
    # and more rounds only where it is needed. Quadratic time stays quadratic in every round.
    for _ in range(ROUNDS):
        least = [min(had, seconds(bait, size)) for had, size in zip(least, SIZES, strict=True)]
        if grows_in_proportion(least):
            break
    assert grows_in_proportion(least), least
