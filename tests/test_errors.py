"""What is said when something is wrong."""

from __future__ import annotations

import pickle

from readouts.errors import Problem, ProblemsError, ReadoutsError, did_you_mean


def test_a_fault_tells_place_message_and_hint() -> None:
    assert str(Problem("plan.yml", 3, "unknown key `a`", "delete it")) == (
        "plan.yml:3: unknown key `a`; delete it"
    )


def test_a_fault_of_a_whole_file_has_no_line() -> None:
    assert str(Problem("raw/a.txt", 0, "not registered")) == "raw/a.txt: not registered"


def test_all_faults_come_in_one_error_sorted_and_once() -> None:
    first, second = Problem("a.yml", 2, "x"), Problem("a.yml", 10, "y")
    error = ProblemsError([second, first, second])
    assert error.problems == (first, second)
    assert str(error).splitlines() == ["a.yml:2: x", "a.yml:10: y"]
    assert error.exit_status == 2


def test_faults_cross_from_one_process_to_another() -> None:
    error = ProblemsError([Problem("a.yml", 2, "x", "h")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
    assert str(pickle.loads(pickle.dumps(ReadoutsError("không đọc được")))) == "không đọc được"


def test_a_hint_for_a_word_of_any_length_comes_at_once() -> None:
    assert did_you_mean("x" * 10**6, ["trade", "tax"]).startswith("known: ")


def test_long_lists_of_known_words_are_cut() -> None:
    hint = did_you_mean("zzz", [f"key{n:02}" for n in range(50)])
    assert hint.endswith("`key19`, …")
