"""The assignment against trying every one there is."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts.comparison.pairing import assigned

WORTHS = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.55, 0.7]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=5,
    )
)


def best(worth: np.ndarray) -> float:
    rows, columns = worth.shape
    if rows > columns:
        return best(worth.T)
    return max(sum(worth[range(rows), chosen]) for chosen in permutations(range(columns), rows))


@settings(deadline=None)
@given(WORTHS)
def test_no_assignment_is_worth_more(rows: list[list[float]]) -> None:
    worth = np.array(rows)
    pairs = assigned(worth)
    assert np.isclose(sum(worth[pair] for pair in pairs), best(worth))


@settings(deadline=None)
@given(WORTHS)
def test_each_stands_in_one_pair_of_some_worth(rows: list[list[float]]) -> None:
    worth = np.array(rows)
    pairs = assigned(worth)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(worth[pair] > 0 for pair in pairs)


def test_nothing_is_assigned_to_nothing() -> None:
    assert assigned(np.zeros((0, 3))) == assigned(np.zeros((3, 0))) == []
    assert assigned(np.zeros((2, 2))) == []


@settings(deadline=None)
@given(WORTHS)
def test_tables_turned_over_give_the_same_pairs(rows: list[list[float]]) -> None:
    worth = np.array(rows)
    assert sorted((row, column) for column, row in assigned(worth.T)) == assigned(worth)


def test_which_of_equals_stays_alone_hangs_on_no_one_who_has_no_partner() -> None:
    equals = np.ones((3, 3))
    equals[:, 1] = 0.0  # as many columns as rows, and one of them is like nothing
    assert sorted((row, column) for column, row in assigned(equals.T)) == assigned(equals)
