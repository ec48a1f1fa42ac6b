"""The same text in another spelling gives the same items at mapped places."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import readouts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readouts.language.normalization import normalize

TEXTS = Path(__file__).parents[1] / "fixtures" / "readouts"
READOUTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))}

_TONES = (
    ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"),
    ("ủy", "uỷ"), ("úy", "uý"), ("ụy", "uỵ"), ("ùy", "uỳ"),
)  # fmt: skip


def tones_on_the_second_vowel(text: str) -> str:
    """Write hoà for hòa, but not where a letter closes the syllable (``hoàn``)."""
    folded = normalize(text).text
    for old, new in _TONES:
        for ending in (" ", ",", ".", ";", "\n"):
            folded = folded.replace(old + ending, new + ending)
    return folded


RESPELLINGS: dict[str, Callable[[str], str]] = {
    "tones on the second vowel": tones_on_the_second_vowel,
    "hi for hy": lambda text: text.replace("hy vọng", "hi vọng").replace("Hy vọng", "Hi vọng"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
    "soft hyphens": lambda text: text.replace("ng", "n\u00adg"),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "en dashes": lambda text: text.replace("-", "–"),
    "Windows lines": lambda text: text.replace("\n", "\r\n"),
    "byte-order mark": lambda text: "\ufeff" + text,
}


def told(text: str) -> list[tuple[str, ...]]:
    """Return the items in folded spelling: words, side, act, speaker and themes."""
    return [
        (
            normalize(text[row.start : row.end]).text,
            row.side,
            row.act,
            normalize(row.speaker).text,
            *row.themes,
        )
        for row in readouts.read(text, published="2020-05-05").item_rows
    ]


@pytest.mark.parametrize("respelled", RESPELLINGS)
def test_a_spelling_changes_no_item(respelled: str) -> None:
    for text in READOUTS.values():
        assert told(RESPELLINGS[respelled](text)) == told(text)


@settings(
    deadline=None, max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    st.sampled_from(sorted(READOUTS)), st.lists(st.sampled_from(sorted(RESPELLINGS)), max_size=4)
)
def test_spellings_in_any_order_change_no_item(name: str, changes: list[str]) -> None:
    text = READOUTS[name]
    for change in changes:
        text = RESPELLINGS[change](text)
    assert told(text) == told(READOUTS[name])
