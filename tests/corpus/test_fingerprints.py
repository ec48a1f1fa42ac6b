"""What a report hangs on: an input counts for those who read it, and in doubt for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_projects import NOW, THEN, make_project
from readouts.corpus.fingerprints import inputs


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path))
    return make_project(tmp_path, THEN, NOW)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_a_text_counts_for_the_meetings_that_are_compared_and_for_no_others(home: Path) -> None:
    before = {name: inputs([name]) for name in (THEN, NOW)}
    (home / "data" / "raw" / f"{THEN}.txt").write_text("Trời mưa.", encoding="utf-8")
    assert changed(before[THEN], inputs([THEN])) == {f"data/raw/{THEN}.txt"}
    assert not changed(before[NOW], inputs([NOW]))


def test_glosses_count_for_the_meeting_they_are_of(home: Path) -> None:
    before = {name: inputs([name]) for name in (THEN, NOW)}
    (home / "data" / "glosses" / f"{THEN}.yml").write_text("mưa: rain\n", encoding="utf-8")
    assert changed(before[THEN], inputs([THEN])) == {f"data/glosses/{THEN}.yml"}
    assert not changed(before[NOW], inputs([NOW]))


def test_what_may_matter_to_anyone_counts_for_all(home: Path) -> None:
    before = {name: inputs([name]) for name in (THEN, NOW)}
    (home / "data" / "decisions" / "new.yml").write_text("[]\n", encoding="utf-8")
    assert all(
        changed(before[name], inputs([name])) == {"data/decisions/new.yml"} for name in before
    )
