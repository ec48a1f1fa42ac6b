"""The work grows with the text, not with its square: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
import readouts
from made_parses import FRAME
from readouts.codebook.coder import load_codebook
from readouts.language import words as tokens

_LETTERS = "bcdghklmnpqrstvx"

SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: "\n".join(
        f"Bộ trưởng Trần Văn Hải đề nghị mở rộng hợp tác số {i}, giảm thuế {i}%." for i in range(n)
    ),
    "new people": lambda n: "\n".join(
        f"Ông {_LETTERS[i % 16].upper()}a{_LETTERS[i // 16 % 16]}is {_LETTERS[i % 7].upper()}erk"
        f"{_LETTERS[i // 7 % 16]} đề nghị mở rộng thương mại." for i in range(n)
    ),
    "one line": lambda n: "Hai bên nhất trí giảm thuế và mở cửa khẩu. " * n,
    "no full stop": lambda n: "Hai bên đề nghị tăng cường hợp tác kinh tế, " * n,
    "semicolons": lambda n: "Hai bên đề nghị " + "tăng cường hợp tác giáo dục; " * 2 * n,
    "same lines": lambda n: "Toàn cảnh cuộc hội đàm\n" * n,
    "capitals": lambda n: "Bộ Trưởng Nguyễn " * 3 * n,
}  # fmt: skip


def calls(text: str) -> int:
    """Return how many Python functions are called to read a text."""
    for cached in (tokens.segment, tokens.tag, tokens.edges):
        cached.cache_clear()
    load_codebook()._found.cache_clear()
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        readouts.read(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_four_times_as_long_takes_about_four_times_the_work(shape: str) -> None:
    # Long enough that sentences of the greatest length make up the shorter text too.
    short, longer = (FRAME + SHAPES[shape](n) for n in (150, 600))
    readouts.read(short)
    ratio = calls(longer) / calls(short)
    assert ratio < 1.3 * len(longer) / len(short), f"{ratio:.1f} times the calls"
