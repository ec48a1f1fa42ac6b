"""Texts of the public codings, restored from a made corpus in the layout of the real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_projects import make_project
from readouts.cli import main
from readouts.evaluation.coded_texts import missing
from readouts.evaluation.public_texts import digest, rebuilt_dir, respaced

# As the corpus has a text: a paragraph a line, words of several syllables joined by `_`, every
# mark a word of its own.
TOKENIZED = (
    "Bộ_trưởng Trần_Văn_Hải ( Việt_Nam ) hội_đàm với ông Somsay_Keo .\n"
    'Ông nói : " Hai bên cần mở thêm cửa_khẩu , nhất_là ở Kon_Tum " .\n'
    "Kim_ngạch năm 2019 đạt 1,5 tỷ USD , tăng 10 % ; mục_tiêu 2020 - 2025 là gấp đôi ...\n"
)
TEXT = (
    "Bộ trưởng Trần Văn Hải (Việt Nam) hội đàm với ông Somsay Keo.\n"
    'Ông nói: "Hai bên cần mở thêm cửa khẩu, nhất là ở Kon Tum".\n'
    "Kim ngạch năm 2019 đạt 1,5 tỷ USD, tăng 10%; mục tiêu 2020 - 2025 là gấp đôi...\n"
)
PATHS = ("data/train_tokenized/000001.txt.seg", "data/test_tokenized/000002.txt.seg")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_project(tmp_path / "home")
    monkeypatch.setenv("READOUTS_HOME", str(made))
    rows = [
        {"doc": f"{number}.txt", "path": path, "sha256": digest(TEXT), "items": []}
        for number, path in enumerate(PATHS, 1)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (made / "data" / "gold" / "public.jsonl").write_text(lines, encoding="utf-8")
    return made


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for path in PATHS:
        file = tmp_path / "vietnews" / path
        file.parent.mkdir(parents=True)
        file.write_text(TOKENIZED, encoding="utf-8")
    return tmp_path / "vietnews"


def test_spaces_are_restored_by_the_rule() -> None:
    assert respaced(TOKENIZED) == TEXT


def test_a_clone_gives_the_texts_back(home: Path, clone: Path, capsys) -> None:
    assert missing() == ["1.txt", "2.txt"]
    assert main(["corpus", "rebuild", str(clone)]) == 0
    assert [(rebuilt_dir() / name).read_text("utf-8") for name in ("1.txt", "2.txt")] == [TEXT] * 2
    assert rebuilt_dir().is_relative_to(home)
    assert missing() == []
    assert capsys.readouterr().out.strip().endswith(": 2")


@pytest.mark.parametrize("change", [("10 %", "11 %"), (" ; ", " ;; "), ("\n", "\n\n")])
def test_another_text_than_was_coded_is_refused_and_named(
    home: Path, clone: Path, change: tuple[str, str], capsys
) -> None:
    (clone / PATHS[1]).write_text(TOKENIZED.replace(*change), encoding="utf-8")
    assert main(["corpus", "rebuild", str(clone)]) == 1
    assert f"2.txt: {PATHS[1]} is another text than was coded" in capsys.readouterr().out
    assert missing() == ["2.txt"]
    assert not (rebuilt_dir() / "2.txt").exists()


def test_a_text_changed_after_it_was_restored_is_not_learned_from(home: Path, clone: Path) -> None:
    main(["corpus", "rebuild", str(clone)])
    (rebuilt_dir() / "1.txt").write_text(TEXT + "Thêm.\n", encoding="utf-8")
    assert missing() == ["1.txt"]


def test_a_folder_that_is_no_clone_is_told(home: Path, tmp_path: Path, capsys) -> None:
    assert main(["corpus", "rebuild", str(tmp_path / "nowhere")]) != 0
    assert "expected the folder of a clone of the corpus" in capsys.readouterr().err
