"""The word lists as patterns."""

import re

import pytest
from readouts.errors import ReadoutsError
from readouts.language.lexicon import alternation, word_list, words
from readouts.language.patterns import pattern


def test_the_longest_form_wins_at_word_boundaries():
    found = re.findall(
        alternation(["nhất trí", "nhất trí cao"]), "nhất trí cao, thống nhất trí tuệ"
    )
    assert found == ["nhất trí cao", "nhất trí"]


def test_a_word_inside_another_is_not_found():
    assert not re.search(alternation(["cần"]), "cầncù")


def test_words_are_in_the_normalized_spelling():
    assert re.search(alternation(["thoả thuận"]), "thỏa thuận")
    assert all("oà " not in word for word in words("verbs", "agree"))


def test_a_space_matches_several_spaces():
    assert re.fullmatch(alternation(["đề nghị"]), "đề  nghị")


def test_a_pattern_ignores_case():
    assert pattern("connectives.purposes").match("NHẰM tăng cường")


def test_lists_under_several_keys_are_joined():
    assert words("verbs", "need", "will") == words("verbs", "need") + words("verbs", "will")


def test_a_missing_key_is_reported_by_name():
    with pytest.raises((ReadoutsError, KeyError), match="nothing_of_the_kind"):
        word_list("verbs")["nothing_of_the_kind"]
