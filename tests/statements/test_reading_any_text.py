"""Whatever the text: offsets slice, spans keep their order, twice read is read alike."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import readouts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_invariants import broken

TEXTS = Path(__file__).parents[1] / "fixtures" / "readouts"
READOUTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))}

# Without a meeting a text has no items, and the rules about them would go untried.
_FRAME = "Ngày 3/4, Bộ trưởng Trần Văn Hải hội đàm với Bộ trưởng Lào Somsay Keo.\nHai bên "

any_text = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

# Pieces of the genre: random letters seldom reach the rules.
_PIECES = (
    """
Bộ trưởng Trần Văn Hải|ông Somsay Keo|Hai bên|hai nước|phía Lào|đề nghị|nhất trí|khẳng định|sẽ|cần
sẵn sàng|cảm ơn|đánh giá cao|hội đàm với|tiếp tục|tăng cường hợp tác|mở rộng nhập khẩu nông sản
nhất là|trong đó có|để|nhằm|và|42 tỷ USD|16,4%|ngày 3/4|tháng 12-2023|quý III/2026|500.000|25 năm
Ngày 31/2|Ảnh: TTXVN.|Việt Nam|Lào|hoà bình|uỷ ban|,|;|.|…|!|:|-|–|“|”|(|)|🤝|会谈|A|0
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_PIECES += ["\n", "\r\n", "\t", "\u00a0", "\u200b", "\ufeff", "\u0301", "\u0323", "\x1b[31m"]


@pytest.mark.parametrize("name", READOUTS)
def test_the_written_readouts_keep_the_invariants(name: str) -> None:
    assert broken(READOUTS[name], readouts.read(READOUTS[name])) == []


@any_text
@given(st.text(max_size=300))
def test_any_unicode_text_keeps_the_invariants(text: str) -> None:
    assert broken(text, readouts.read(text)) == []


@any_text
@given(st.lists(st.sampled_from(_PIECES), max_size=60), st.sampled_from([" ", "", "  "]))
def test_any_pieces_of_readouts_keep_the_invariants(pieces: list[str], between: str) -> None:
    text = _FRAME + between.join(pieces)
    assert broken(text, readouts.read(text)) == []


@any_text
@given(st.sampled_from(sorted(READOUTS)), st.randoms(use_true_random=False))
def test_any_changed_readout_keeps_the_invariants_and_reads_the_same_twice(
    name: str, luck: random.Random
) -> None:
    text = mutated(READOUTS[name], luck)
    reading = readouts.read(text)
    assert broken(text, reading) == []
    assert readouts.read(text).record() == reading.record()


def mutated(text: str, luck: random.Random) -> str:
    """Return ``text`` after one to four accidents of copying, typing and converting."""
    for _ in range(luck.randint(1, 4)):
        text = luck.choice(_ACCIDENTS)(text, luck)
    return text


def _cut(text: str, luck: random.Random) -> str:
    return text[: luck.randint(0, len(text))]


def _doubled(text: str, luck: random.Random) -> str:
    at, size = luck.randint(0, len(text)), luck.randint(1, 200)
    return text[: at + size] + text[at:]


def _lost(text: str, luck: random.Random) -> str:
    at, size = luck.randint(0, len(text)), luck.randint(1, 200)
    return text[:at] + text[at + size :]


def _typed_in(text: str, luck: random.Random) -> str:
    at = luck.randint(0, len(text))
    return text[:at] + luck.choice(_PIECES) * luck.randint(1, 3) + text[at:]


def _shuffled(text: str, luck: random.Random) -> str:
    paragraphs = text.split("\n")
    luck.shuffle(paragraphs)
    return "\n".join(paragraphs)


def _converted(text: str, luck: random.Random) -> str:
    changes: list[Callable[[str], str]] = [
        str.upper, str.lower, lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("\n", " "),
        lambda t: t.replace(".", ""), lambda t: t.replace(" ", "\u00a0"), lambda t: "\ufeff" + t,
        lambda t: t.replace(",", ";"), lambda t: t.replace(" ", " \u200b"),
    ]  # fmt: skip
    return luck.choice(changes)(text)


_ACCIDENTS = (_cut, _doubled, _lost, _typed_in, _shuffled, _converted)
