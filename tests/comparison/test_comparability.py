"""What is told before two readouts are compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_readings import made
from readouts.comparison.comparability import comparability
from readouts.model import Meeting
from readouts.reading import Reading

ROAD = ("Lào", "propose", "xây tuyến đường nối hai tỉnh vùng biên trong ba năm tới")
PORT = ("Việt Nam", "commit", "mở cảng cho hàng quá cảnh của nước bạn từ mùa xuân")


def meeting(date: str, *sides: str, text: tuple = ROAD) -> Reading:
    told = Meeting(date=date, event="hội đàm", sides=sides or ("Việt Nam", "Lào"))
    return replace(made(text), meeting=told)


@pytest.mark.parametrize(
    ("then", "now", "kinds"),
    [
        (meeting("2023-05-04"), meeting("2024-05-04", text=PORT), []),
        (meeting("2023"), meeting("2023-05-04", text=PORT), ["same_day"]),
        (meeting("2024-05-04"), meeting("2023-05-04", text=PORT), ["reversed"]),
        (meeting("--05-04"), meeting("2023-05-04", text=PORT), ["undated"]),
        (meeting("2023"), meeting("2024", "Việt Nam", "Nga", text=PORT), ["other_sides"]),
        (meeting("2023"), meeting("2024", "Việt Nam", "Savannakhet", text=PORT), []),
        (meeting("2023"), meeting("2024", "Việt Nam", "Lào", "Nga", text=PORT), ["other_sides"]),
        (meeting("2023"), meeting("2024"), ["same_text"]),
        (Reading("a", "Trời đẹp."), meeting("2024"), ["no_meeting", "undated"]),
    ],
)
def test_what_is_told_of_two_readouts(then: Reading, now: Reading, kinds: list[str]) -> None:
    assert [warning.kind for warning in comparability(then, now)] == kinds


def test_one_text_is_one_by_its_words_not_by_its_bytes() -> None:
    then, now = meeting("2023"), meeting("2024")
    spaced = replace(now, source=now.source.replace(" ", "  ").upper(), sha256="")
    assert [warning.kind for warning in comparability(then, spaced)] == ["same_text"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_warnings_are_sentences_without_gaps(language: str) -> None:
    told = comparability(Reading("a", ""), meeting("2024"))
    told += comparability(meeting("2024"), meeting("2023", "Việt Nam", "Nga"))
    for warning in told:
        assert "{" not in warning.sentence(language)
        assert warning.sentence(language).endswith(".")


def test_an_id_of_digits_is_told_as_it_is() -> None:
    other = meeting("2024-05-04", text=PORT)
    found = comparability(Reading("007", "Trời đẹp."), other)
    assert any("007:" in warning.sentence() for warning in found)
