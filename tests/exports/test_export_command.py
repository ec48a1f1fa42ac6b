"""`readouts export` and `import`: one file, whole or not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_projects import NOW, THEN, make_project
from made_readings import made
from readouts import cli
from readouts.corpus.register import meeting
from readouts.exports.formats import FORMATS
from readouts.exports.refi_qda import project
from readouts.loading import load


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "project"))
    make_project(tmp_path / "project", THEN, NOW)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_makes_its_file_the_same_twice(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = []
    for language in ("vi", "vi"):
        assert cli.main(["export", THEN, NOW, "--to", name, "--language", language]) == 0
        (file,) = home.glob(f"*{FORMATS[name].suffix}")
        assert capsys.readouterr().out == f"{file.name}\n"
        made.append(file.read_bytes())
    assert made[0] == made[1] != b""


def test_help_and_the_page_on_formats_name_every_format(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["export", "--help"])
    told = capsys.readouterr().out
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert all(name in told and f"| `{name}` |" in page for name in FORMATS)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["no-such", "--to", "xlsx"], "no meeting is registered as 'no-such'"),
        ([THEN, "--to", "qdx"], "did you mean `qdpx`?"),
        ([THEN, "--to", "xlsx", "--out", "."], "it is a folder"),
    ],
)
def test_a_wrong_request_is_told_and_writes_nothing(
    words: list[str], told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = set(home.rglob("*"))
    assert cli.main(["export", *words]) == 2
    assert told in capsys.readouterr().err
    assert set(home.rglob("*")) == before


@pytest.mark.parametrize("name", ["annotations", "qdpx"])
def test_what_went_out_comes_back_as_gold(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", THEN, "--to", name, "--out", "out"]) == 0
    assert cli.main(["import", "out", "--out", "gold.jsonl"]) == 0
    assert capsys.readouterr().out == "out\ngold.jsonl\n"
    (line,) = Path("gold.jsonl").read_text(encoding="utf-8").splitlines()
    record, reading = json.loads(line), load(THEN)
    assert (record["doc"], record["id"]) == (meeting(THEN).path().name, THEN)
    assert [(one["start"], one["end"], one["themes"]) for one in record["items"]] == [
        (one.start, one.end, list(one.themes)) for one in reading.item_rows
    ]


@pytest.mark.parametrize("name", ["annotations", "qdpx"])
def test_what_comes_back_is_kept_as_a_coders_decision(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", THEN, "--to", name, "--out", "out"]) == 0
    for _ in range(2):  # a second time replaces the first
        assert cli.main(["import", "out", "--coder", "AB"]) == 0
    machine, coded = load(THEN), load(THEN, coder="AB")
    assert coded.reviewed
    assert coded.review.by == ("AB",)
    assert not machine.reviewed
    columns = ["start", "end", "quote", "speaker", "side", "act", "themes"]
    assert coded.items[columns].equals(machine.items[columns])


def test_a_project_of_an_unknown_text_is_no_decision(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.qdpx").write_bytes(project([made(("Lào", "propose", "mở chợ"), doc="lạ")]))
    before = set(home.rglob("*"))
    assert cli.main(["import", "a.qdpx", "--coder", "AB"]) == 2
    assert "lạ: expected codings of registered texts" in capsys.readouterr().err
    assert set(home.rglob("*")) == before


def test_a_file_of_another_kind_is_told_and_nothing_is_written(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text("no annotation", encoding="utf-8")
    assert cli.main(["import", "a.txt", "--out", "gold.jsonl"]) == 2
    assert "expected a file of W3C web annotations" in capsys.readouterr().err
    assert not Path("gold.jsonl").exists()
