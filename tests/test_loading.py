"""Registered meetings, read and compared."""

import pytest
import readouts
from made_projects import NOW, THEN, make_project
from readouts.corpus import register as corpus
from readouts.errors import ReadoutsError


def test_a_registered_meeting_is_read_once():
    name = sorted(corpus.meetings())[0]
    assert readouts.load(name) is readouts.load(name)
    assert readouts.load(name).doc == name


def test_an_unknown_meeting_is_reported():
    with pytest.raises(ReadoutsError, match="no-such-meeting"):
        readouts.load("no-such-meeting")


def test_meetings_compare_by_id_and_as_readings():
    first, second = sorted(corpus.meetings())[:2]
    by_id = readouts.compare(first, second)
    assert len(by_id) == len(readouts.compare(readouts.load(first), readouts.load(second))) > 0


def test_an_id_of_digits_may_come_as_a_number(tmp_path, monkeypatch):
    """papermill makes a number of ``-p then 20240312``."""
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path / "home"))
    home = make_project(tmp_path / "home", THEN, NOW)
    register = home / "data" / "meetings.yml"
    text = register.read_text(encoding="utf-8").replace(f"id: {THEN}", "id: 20240312")
    register.write_text(text, encoding="utf-8")
    assert readouts.load(20240312).doc == "20240312"
    assert readouts.compare(20240312, NOW).then.doc == "20240312"
    with pytest.raises(ReadoutsError, match="no meeting is registered as '7'"):
        readouts.load(7)
