"""Registered meetings, read and compared."""

import pytest
import readouts
from readouts.corpus import register as corpus
from readouts.errors import ReadoutsError


def test_a_registered_meeting_is_read_once():
    name = sorted(corpus.meetings())[0]
    assert readouts.load(name) is readouts.load(name)
    assert readouts.load(name).doc == name


def test_an_unknown_meeting_is_told():
    with pytest.raises(ReadoutsError, match="no-such-meeting"):
        readouts.load("no-such-meeting")


def test_meetings_compare_by_id_and_as_readings():
    first, second = sorted(corpus.meetings())[:2]
    by_id = readouts.compare(first, second)
    assert len(by_id) == len(readouts.compare(readouts.load(first), readouts.load(second))) > 0
