"""The model of matches, learned from pairs aligned by hand."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from readouts.errors import ReadoutsError
from readouts.evaluation.aligned import load_alignments, match_file
from readouts.learning.match import load_match_model

HEAD = "then\tnow\tthen_item\tnow_item\tstatus\tsure\n"
CLAUSES = (
    "mở thêm đường bay thẳng giữa hai thủ đô",
    "đơn giản hóa thủ tục thị thực cho người lao động",
    "tăng cường phối hợp phòng chống thiên tai",
)


def coded(doc: str, *clauses: str) -> SimpleNamespace:
    text = "; ".join(clauses)
    items = [
        {"start": text.index(one), "end": text.index(one) + len(one), "themes": ["infrastructure"]}
        for one in clauses
    ]
    return SimpleNamespace(doc=doc, text=text, items=items)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "pairs.tsv"
    lines = ["a.txt\tb.txt\t0\t1\tpersisted\tyes", "a.txt\tb.txt\t1\t0\treframed\tno"]
    file.write_text(HEAD + "\n".join([*lines, "b.txt\tc.txt\t\t\t\t"]) + "\n", encoding="utf-8")
    return file


TEXTS = (
    coded("a", CLAUSES[0], CLAUSES[1]),
    coded("b", f"sớm {CLAUSES[1]}", f"tiếp tục {CLAUSES[0]}", CLAUSES[2]),
    coded("c", "dạy nghề cho phụ nữ vùng cao"),
)


def test_a_pair_without_a_link_is_a_pair(path: Path) -> None:
    found = load_alignments(path)
    assert [(one.then, one.now, one.links) for one in found] == [
        ("a", "b", {(0, 1): True, (1, 0): False}),
        ("b", "c", {}),
    ]


def test_training_gives_the_same_bytes_in_any_order_of_texts_and_tells_same_from_other(
    path: Path, tmp_path: Path
) -> None:
    made = match_file(TEXTS, path)
    assert made == match_file(TEXTS[::-1], path)
    file = tmp_path / "match.tsv"
    file.write_text(made, encoding="utf-8")
    model = load_match_model(file)
    assert model.text() == made
    same, other = ((one, ["infrastructure"]) for one in (CLAUSES[0], CLAUSES[2]))
    assert model.probability(same, same) > model.probability(same, other)


def test_a_missing_text_and_a_broken_line_are_told(path: Path) -> None:
    with pytest.raises(ReadoutsError, match=r"1 of them missing \(such as c\)"):
        match_file(TEXTS[:2], path)
    path.write_text(HEAD + "a.txt\tb.txt\tone\t1\tpersisted\tyes\n", encoding="utf-8")
    with pytest.raises(ReadoutsError, match=r"pairs\.tsv:2"):
        load_alignments(path)
    broken = path.with_name("match.tsv")
    broken.write_text("start\t\tmuch\n", encoding="utf-8")
    with pytest.raises(ReadoutsError, match=r"match\.tsv:1: expected kind, name and number"):
        load_match_model(broken)
