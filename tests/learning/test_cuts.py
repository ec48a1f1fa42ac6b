"""Where items end and start: cuts of the rules are corrected where the model says otherwise."""

from __future__ import annotations

import pytest
from readouts.learning.cuts import cut_rows, recut
from readouts.learning.evidence import Evidence, ItemSpan, Passage
from readouts.learning.models import Model
from readouts.model import Statement

TEXT = "giảm thuế, phí và mở kho hàng"
WHOLE, LEFT, RIGHT = (0, 29), (0, 14), (18, 29)


def cut(spans, weights):
    items = tuple(ItemSpan(start, end, "", "a rule", "a cue") for start, end in spans)
    passage = Passage(Statement(0, 29, "", "", "agree", ""), (), 0, 29, items)
    evidence = Evidence(TEXT, (), (passage,), frozenset(), frozenset(), True)
    [found] = recut(evidence, Model(("no", "yes"), weights)).passages
    return found.spans


@pytest.mark.parametrize("spans", [[WHOLE], [LEFT, RIGHT]])
def test_the_rules_stand_where_the_model_says_nothing(spans):
    assert [(one.start, one.end) for one in cut(spans, {})] == spans


def test_an_item_is_parted_at_a_joiner_where_the_next_one_likely_starts():
    left, right = cut([WHOLE], {"joiner= và ": (0.0, 3.0)})
    assert (TEXT[left.start : left.end], TEXT[right.start : right.end]) == (
        "giảm thuế, phí", "mở kho hàng",
    )  # fmt: skip
    assert (left.rule, left.cue) == ("a rule", "a cue")
    assert right.cue == "và"


def test_two_items_are_joined_where_the_second_likely_starts_none():
    [one] = cut([LEFT, RIGHT], {"joiner= và ": (3.0, 0.0)})
    assert (one.start, one.end) == WHOLE


def test_an_item_is_sure_where_nothing_speaks_for_another_cut():
    starts = {"joiner=": (0.0, 5.0)}
    [sure] = cut([WHOLE], {**starts, "joiner= và ": (5.0, 0.0), "joiner=, ": (5.0, 0.0)})
    [doubted] = cut([WHOLE], {**starts, "joiner= và ": (5.0, 0.0), "joiner=, ": (0.1, 0.0)})
    assert sure.sure > 0.9 > 0.6 > doubted.sure


def test_what_the_rules_decide_is_a_sign():
    [whole], [parted] = ([Passage(Statement(0, 29, "", "", "agree", ""), (), 0, 29, tuple(
        ItemSpan(start, end, "", "a rule", "") for start, end in spans
    ))] for spans in ([WHOLE], [LEFT, RIGHT]))  # fmt: skip
    assert "ruled,joiner=01| và " in cut_rows(TEXT, whole)[2]
    assert "ruled,joiner=10| và " in cut_rows(TEXT, parted)[2]
