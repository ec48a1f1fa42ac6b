"""Where the project's files are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from readouts.errors import ReadoutsError
from readouts.storage import paths as projectdir


def test_the_variable_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path))
    assert projectdir.data_dir() == tmp_path / "data"


def test_a_variable_that_names_no_folder_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_HOME", "/no/such/folder")
    with pytest.raises(ReadoutsError, match="READOUTS_HOME is '/no/such/folder'"):
        projectdir.project_dir()


def test_installed_apart_it_looks_from_here_upwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("READOUTS_HOME", raising=False)
    monkeypatch.setattr(projectdir, "__file__", "/no/site-packages/readouts/projectdir.py")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReadoutsError, match="set READOUTS_HOME"):
        projectdir.project_dir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "meetings.yml").write_text("[]\n")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert projectdir.project_dir() == tmp_path


def test_the_project_of_the_folder_comes_before_the_checkout_of_the_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("READOUTS_HOME", raising=False)
    checkout = projectdir.project_dir()
    monkeypatch.chdir(tmp_path)
    assert (projectdir.project_dir(), projectdir.is_elsewhere()) == (checkout, True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "meetings.yml").write_text("[]\n")
    assert (projectdir.project_dir(), projectdir.is_elsewhere()) == (tmp_path, False)


def test_other_files_have_their_whole_path(tmp_path: Path) -> None:
    assert projectdir.shown(tmp_path / "a.txt") == str(tmp_path / "a.txt")
