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
    ("probability", "band"), [(0.95, "high"), (0.92, "high"), (0.8, "medium"), (0.3, "low")]
)
def test_the_band_of_an_item_is_a_cut_of_its_probability(probability, band):
    assert confidence.of_item(probability, 0.92) == band
