"""The data files agree with each other and with what data/README.md says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from readouts.check import findings
from readouts.corpus.register import MeetingEntry

DATA = Path(__file__).resolve().parents[2] / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "part", ["register", "lexicon", "codebook", "gold", "glosses", "decisions"]
)
def test_nothing_is_left_to_look_at(part: str) -> None:
    assert [str(problem) for problem in findings(part)] == []


def test_every_file_is_explained() -> None:
    folders = ("raw", "gold", "glosses", "decisions", "invented")
    files = [path for path in DATA.rglob("*") if path.is_file()]
    names = {
        path.name for path in files if not set(path.relative_to(DATA).parts[:-1]) & set(folders)
    } - {"README.md"}
    assert names <= set(re.findall(r"[\w.]+\.\w+", README))
    assert all(f"`{folder}/" in README for folder in folders if (DATA / folder).is_dir())


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+\.yml)`", README))
    assert named == {name for name in named if list(DATA.rglob(name))}


def test_every_key_of_the_register_is_explained() -> None:
    section = README[README.index("## `meetings.yml`") : README.index("## `codebook.yml`")]
    assert set(MeetingEntry.model_fields) <= set(re.findall(r"`(\w+)`", section))


def test_every_lexicon_file_says_what_it_is_for() -> None:
    for path in (DATA / "lexicon").glob("*.yml"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name
