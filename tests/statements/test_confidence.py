"""Bands of confidence: by which rules an item falls below high."""

import pytest
from readouts.model import BOTH, Statement
from readouts.statements import confidence

NAMED = {"Trần Văn Hải"}


def said(speaker="Trần Văn Hải", rule="asking verb", verb="đề nghị", band="high"):
    return Statement(0, 9, speaker, "", "propose", verb, rule=rule, confidence=band)


@pytest.mark.parametrize(
    ("statement", "band"),
    [
        (said(), "high"),
        (said(BOTH), "high"),
        (said("Bộ Công an Lào"), "low"),
        (said(rule="own future act"), "medium"),
        (said(rule="need stated"), "medium"),
    ],
)
def test_a_statement_is_trusted_by_speaker_and_act(statement, band):
    assert confidence.of_statement(statement, NAMED) == band


@pytest.mark.parametrize(
    ("band", "rule", "expected"),
    [
        ("high", "after a semicolon", "high"),
        ("high", "head verb after a joiner; head verb by the tagger", "medium"),
        ("low", "keeps its own subject or date", "low"),
    ],
)
def test_an_item_is_trusted_no_more_than_its_statement(band, rule, expected):
    assert confidence.of_item(said(band=band), rule) == expected
