"""`readouts export` and `import`: one file, whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_projects import NOW, THEN, make_project
from readouts import cli
from readouts.exports.formats import FORMATS


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
