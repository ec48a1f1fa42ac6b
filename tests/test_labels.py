from __future__ import annotations

import re

import pytest
import yaml
from readouts.labels import LANGUAGES, knows, label, shown_date, shown_period
from readouts.storage.paths import data_dir


def entries(table: dict, path: str = "") -> dict[str, dict]:
    found = {}
    for key, value in table.items():
        if isinstance(value, dict) and "en" not in value:
            found |= entries(value, f"{path}{key}.")
        else:
            found[f"{path}{key}"] = value
    return found


def phrases(file: str) -> dict[str, dict]:
    return entries(yaml.safe_load((data_dir() / file).read_text(encoding="utf-8")))


def holes(words: str | dict) -> set[str]:
    forms = words.values() if isinstance(words, dict) else [words]
    return set().union(*(re.findall(r"{(\w+)}", form) for form in forms))


@pytest.mark.parametrize("file", ["interface.yml", "labels.yml"])
def test_every_phrase_is_said_in_both_languages_with_the_same_values(file: str) -> None:
    for key, words in phrases(file).items():
        assert set(words) == set(LANGUAGES), key
        assert holes(words["en"]) == holes(words["vi"]) or "count" in holes(words["vi"]), key
        if isinstance(words["en"], dict):
            assert set(words["en"]) == {"one", "other"}, key


def test_no_phrase_of_one_file_is_hidden_by_the_other() -> None:
    assert not set(phrases("interface.yml")) & set(phrases("labels.yml"))


def test_a_singular_is_chosen_by_the_count() -> None:
    assert label("page.items", "en", count=1) == "1 proposal"
    assert label("page.items", "en", count=0) == "0 proposals"
    assert label("page.items", "vi", count=1) == "1 đề xuất"


def test_values_are_put_in_as_they_are() -> None:
    assert "{__class__}" in label("ledger.row", "en", row="{__class__}")


def test_themes_have_the_codebooks_labels() -> None:
    assert label("trade", "vi") == "Thương mại, mở cửa thị trường"
    assert knows("trade")


@pytest.mark.parametrize("iso", ["", "hôm qua", "2024-13", "2024-02-30", "--02-31", "0000", "x/y"])
def test_what_is_no_date_is_shown_as_it_is(iso: str) -> None:
    assert shown_date(iso) == iso or shown_period(iso) == iso.replace("/", " – ")


def test_dates_to_each_precision() -> None:
    assert [shown_date(iso, "vi") for iso in ("2026", "2026-12", "2026-12-04")] == [
        "năm 2026",
        "tháng 12 năm 2026",
        "4 tháng 12 năm 2026",
    ]
    assert shown_period("2026/2030") == "2026 – 2030"
    assert shown_date("2026-12-04", short=True) == "4/12/2026"
