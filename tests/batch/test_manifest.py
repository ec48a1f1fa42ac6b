"""Manifests: read back as written, and not believed where they lead elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from readouts.batch.manifest import (
    NAME,
    Manifest,
    NotebookRun,
    differences,
    hashes_below,
    read_manifest,
)
from readouts.errors import ReadoutsError

RAN = NotebookRun("ab" * 32, {"then": "a", "threshold": 0.5})


def manifest(**changes: object) -> Manifest:
    facts = {
        "name": "pair",
        "language": "en",
        "meetings": {"then": "a"},
        "inputs": {"data/x.yml": "1"},
    }
    facts |= {"library": "cd" * 32, "versions": {"pandas": "3"}, "notebooks": {"01-x": RAN}}
    return Manifest(**(facts | {"outputs": {"01-x.html": "ef" * 32}} | changes))


def written(folder: Path, text: str) -> Path:
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    assert read_manifest(written(tmp_path, manifest().text())) == manifest()


def test_the_same_facts_give_the_same_text() -> None:
    there = manifest(inputs={"a": "1", "b": "2"})
    back = manifest(inputs={"b": "2", "a": "1"})
    assert there.text() == back.text()


def test_a_report_in_which_something_failed_is_not_complete() -> None:
    failed = NotebookRun(RAN.source, error="cell 3: ValueError")
    assert manifest().complete
    assert not manifest(notebooks={"01-x": failed}).complete
    assert not manifest(error="no index").complete


@pytest.mark.parametrize("name", ["../../.bashrc", "/etc/passwd", "a/../../b"])
def test_an_output_that_lies_elsewhere_is_not_believed(tmp_path: Path, name: str) -> None:
    text = manifest(outputs={name: "0"}).text()
    assert read_manifest(written(tmp_path, text)) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"notebooks": {}}', '{"notebooks": {"a": 3}}', "\0"]
)
def test_what_is_no_manifest_is_none(tmp_path: Path, text: str) -> None:
    assert read_manifest(written(tmp_path, text)) is None


def test_one_of_another_format_is_none(tmp_path: Path) -> None:
    other = json.loads(manifest().text()) | {"format": 99}
    assert read_manifest(written(tmp_path, json.dumps(other))) is None


def test_every_page_of_every_notebook_is_expected_named_or_not() -> None:
    assert set(manifest().expected) == {"index.html", "01-x.html", "notebooks/01-x.ipynb"}


def test_hashes_are_of_every_file_but_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_text("x", encoding="utf-8")
    written(tmp_path, "{}")
    assert list(hashes_below(tmp_path)) == ["tables/a.csv"]


def test_a_folder_without_a_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadoutsError, match="expected a built report here"):
        differences(tmp_path)
