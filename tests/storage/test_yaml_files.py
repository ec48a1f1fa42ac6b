"""Files that people edit: every fault at once, with its line and what to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, RootModel
from readouts.errors import ProblemsError, ReadoutsError
from readouts.storage.yaml_files import MAX_BYTES, Entry, Fault, IsoDate, load_yaml


class Cue(Entry):
    word: str
    act: Literal["propose", "commit"] = "propose"


class Theme(Entry):
    id: str
    label: str = ""
    weight: float = 1.0
    count: int = 0
    shown: bool = True
    since: IsoDate = ""
    cues: tuple[Cue, ...] = ()
    extra: int | list[str] = 0
    notes: str | None = None


class Book(Entry):
    themes: dict[str, Theme]


@pytest.fixture
def load(tmp_path: Path) -> Any:
    def loaded(text: str | bytes, schema: Any = Theme, check: Any = None) -> Any:
        path = tmp_path / "a.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_yaml(path, schema, check=check)

    return loaded


@pytest.fixture
def faults(load: Any) -> Any:
    def told(text: str | bytes, schema: Any = Theme, check: Any = None) -> list[tuple[int, str]]:
        with pytest.raises(ProblemsError) as caught:
            load(text, schema, check)
        return [(p.line, f"{p.message}; {p.hint}") for p in caught.value.problems]

    return told


def test_what_is_right_is_loaded_and_does_not_change(load: Any) -> None:
    theme = load("id: trade\ncues:\n- {word: nhập khẩu}\n- word: xuất khẩu\n  act: commit\n")
    assert [cue.word for cue in theme.cues] == ["nhập khẩu", "xuất khẩu"]
    with pytest.raises(ValueError, match="frozen"):
        theme.id = "other"


@pytest.mark.parametrize("typed", ["no", "on", "2024", "007", "1.50", "true", "2024-04-03", "1_0"])
def test_text_is_text_as_typed(load: Any, typed: str) -> None:
    assert load(f"id: {typed}\n").id == typed


def test_types_are_those_of_the_schema(load: Any) -> None:
    theme = load("id: a\nweight: 2\ncount: 3\nshown: false\nnotes: ~\nextra: [x, y]\n")
    assert (theme.weight, theme.count, theme.shown, theme.notes) == (2.0, 3, False, None)
    assert theme.extra == ["x", "y"]


def test_all_faults_come_at_once_each_with_its_line(faults: Any) -> None:
    text = (
        "labell: Thương mại\n"  # and `id` is missing: told of line 1 as well
        "weight: heavy\n"
        "count: [1]\n"
        "since: 2024-02-30\n"
        "cues:\n"
        "- word: nhập khẩu\n"
        "  act: propos\n"
        "- word:\n"
        "  acts: commit\n"
    )
    assert faults(text) == [
        (1, "`id` is missing; add the key `id` here"),
        (1, "unknown key `labell`; did you mean `label`?"),
        (2, "expected a number, found “heavy”; "),
        (3, "expected a whole number, found a list; "),
        (4, 'expected a date such as 2026-12-04, found “2024-02-30”; write it in this form, or ""'),
        (7, "expected `propose` or `commit`, found “propos”; did you mean `propose`?"),
        (8, "expected text, found nothing; "),
        (9, "unknown key `acts`; did you mean `act`?"),
    ]


def test_an_unknown_key_like_none_gets_the_list_of_keys(faults: Any) -> None:
    assert faults("word: a\nqqq: 1\n", Cue) == [(2, "unknown key `qqq`; known keys: `act`, `word`")]


def test_a_choice_of_types_is_reported_in_one(faults: Any) -> None:
    assert faults("id: a\nextra: {}\n") == [
        (2, "expected a whole number or a list, found keys with values; ")
    ]


def test_keys_below_mappings_lists_and_roots_are_known(faults: Any) -> None:
    [(line, told)] = faults("themes:\n  trade:\n    id: a\n    lable: x\n", Book)
    assert (line, told) == (4, "unknown key `lable`; did you mean `label`?")
    [(line, told)] = faults("- word: a\n- word: b\n  akt: x\n", RootModel[list[Cue]])
    assert (line, told) == (3, "unknown key `akt`; did you mean `act`?")


def repeated(themes: list[Theme]) -> Iterator[Fault]:
    for at, theme in enumerate(themes):
        if theme.id in [earlier.id for earlier in themes[:at]]:
            yield Fault((at, "id"), f"“{theme.id}” appears twice")


def test_what_a_check_finds_comes_with_what_the_schema_finds(faults: Any) -> None:
    text = (
        "- id: a\n"
        "- label: b\n"  # left out, so that what follows is one place nearer
        "- id: c\n"
        "  lable: d\n"
        "  cues: [{word: x, act: propos}, {word: y}]\n"
        "- id: a\n"
        "- id: c\n"
    )
    assert faults(text, list[Theme], repeated) == [
        (2, "`id` is missing; add the key `id` here"),
        (4, "unknown key `lable`; did you mean `label`?"),
        (5, "expected `propose` or `commit`, found “propos”; did you mean `propose`?"),
        (6, "“a” appears twice; "),
        (7, "“c” appears twice; "),
    ]


def test_a_key_that_appears_twice_is_reported_with_both_lines(faults: Any) -> None:
    assert faults("id: a\nlabel: b\nid: c\n") == [
        (3, "the key `id` appears twice (first on line 1); keep one")
    ]


def test_tabs_are_reported_all_at_once(faults: Any) -> None:
    assert [line for line, _ in faults("id: a\ncues:\n\t- word: b\n\t- word: c\n")] == [3, 4]


def test_a_tab_inside_a_text_is_a_character(load: Any) -> None:
    assert load("id: a\tb\n").id == "a\tb"


def test_anchors_and_aliases_are_refused_before_they_explode(faults: Any) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    begun = time.perf_counter()
    told = faults("\n".join(lines), dict[str, list[Any]])
    assert time.perf_counter() - begun < 1
    assert (1, "anchors and aliases (`&a`) are not allowed; write the value out, or put the "
            "text in quotes") in told  # fmt: skip
    assert {line for line, _ in told} == set(range(1, 10))


@pytest.mark.parametrize("text", ["[" * 50_000, "{a: " * 50_000, "- " * 50_000 + "x", "? " * 9_000])
def test_a_nest_of_thousands_is_refused_at_once(faults: Any, text: str) -> None:
    assert "nested deeper" in faults(text)[0][1]
    assert faults(f"id: a\nlabel:\n  {text}")[0][0] == 3


def test_a_control_character_is_reported_by_its_line(faults: Any) -> None:
    assert [line for line, _ in faults('id: ok\nlabel: "a\x00b"\n')] == [2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: !!python/object/apply:os.system ['true']\n", "tags"),
        ("id: !secret x\n", "tags"),
        ("id: a\n---\nid: b\n", "a second document"),
        ("", "the file is empty"),
        ("# chỉ có chú thích\n", "the file is empty"),
        ("id: 'a\n", "not valid YAML"),
        ("id: a: b\n", "not valid YAML"),
        ("[1, 2]: x\n", "expected a key, found a list"),
        ("- a\n- b\n", "expected keys with values, found a list"),
        ("id\n", "expected keys with values, found “id”"),
        ("id: a\x07b\n", "a control character"),
        ("id: ok\nlabel: \"a\x00b\"\n", "a control character"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(faults: Any, text: str, told: str) -> None:
    assert any(told in message for _, message in faults(text))


def test_bytes_that_are_not_utf8_are_reported_with_their_line(faults: Any) -> None:
    [(line, told)] = faults("id: a\nlabel: Quảng".encode("utf-16"))
    assert line == 1
    assert "expected UTF-8" in told
    assert faults(b"id: a\nlabel: \xe0\n")[0][0] == 2


def test_a_byte_order_mark_and_windows_lines_are_accepted(load: Any) -> None:
    assert load("\ufeffid: a\r\nlabel: b\r\n").label == "b"


def test_a_missing_or_huge_file_is_a_sentence(tmp_path: Path, load: Any) -> None:
    with pytest.raises(ReadoutsError, match=r"none\.yml: expected a YAML file here"):
        load_yaml(tmp_path / "none.yml", Theme)
    with pytest.raises(ReadoutsError, match="larger than"):
        load(b"#" * (MAX_BYTES + 1))


def test_what_no_schema_can_express_is_reported_with_its_line(faults: Any) -> None:
    def no_twins(themes: list[Theme]) -> Any:
        seen: set[str] = set()
        for at, theme in enumerate(themes):
            if theme.id in seen:
                yield Fault((at, "id"), f"the theme `{theme.id}` appears twice", "keep one")
            seen.add(theme.id)

    text = "- id: trade\n- label: x\n  id: trade\n"
    assert faults(text, list[Theme], no_twins) == [(3, "the theme `trade` appears twice; keep one")]


def test_limits_of_a_schema_are_reported_in_words(faults: Any) -> None:
    class Limits(Entry):
        name: str = Field(min_length=2)
        share: float = Field(ge=0, le=1)

    assert faults("name: a\nshare: 3\n", Limits) == [
        (1, "expected at least 2 characters, found “a”; "),
        (2, "expected less than or equal to 1, found “3”; "),
    ]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80) | st.text("id: -[]{}&*!|>'\"#\n\tab,?", max_size=60))
def test_any_text_loads_or_is_reported_in_faults_of_its_file(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    most = sum(text.count(end) for end in "\n\r\x85\u2028\u2029") + 2
    assert all(0 <= line <= most for line in lines_of_faults(path))


def lines_of_faults(path: Path) -> list[int]:
    try:
        load_yaml(path, Theme)
    except ProblemsError as error:
        return [problem.line for problem in error.problems] or [-1]
    return []
