"""Reading takes time in proportion to the text, whatever the text is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import readouts
from growth import assert_in_proportion

# Measures for some seconds: runs with `make test-slow`.
pytestmark = pytest.mark.slow

FRAME = (
    "Ngày 3/4/2024, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo. "
    "Thủ tướng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.\n"
)


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
    "titles alone": lambda n: people(20 * n) + "\nBộ trưởng đề nghị mở cửa khẩu." * (20 * n),
    "ever new lines": lambda n: "\n".join(
        f"Hai bên nhất trí giảm thuế số {k}" for k in range(60 * n)
    ),
    "events": lambda n: "tại cuộc hội đàm " * (100 * n),
}


@pytest.mark.parametrize("family", BAIT)
def test_reading_takes_time_in_proportion_to_the_length(family: str) -> None:
    assert_in_proportion(lambda size: readouts.read(FRAME + BAIT[family](size)))
