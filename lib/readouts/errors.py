"""Errors for the user: what was expected, what was found, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class ReadoutsError(Exception):
    """An error that is shown to the user as a sentence, without a traceback.

    ``exit_status`` is the exit status of the command: 2, the command was wrong and nothing was
    done.
    """

    exit_status = 2


class WorkLostError(ReadoutsError):
    """Finished work was changed or removed by others; the command has failed."""

    exit_status = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of one file; ``line`` counts from 1, and 0 means the whole file.

    >>> print(Problem("data/meetings.yml", 12, "unknown key `palce`", "did you mean `place`?"))
    data/meetings.yml:12: unknown key `palce`; did you mean `place`?
    """

    path: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" + (f"; {self.hint}" if self.hint else "")


class ProblemsError(ReadoutsError):
    """All problems of the files that people edit, one line each, in order.

    >>> error = ProblemsError([Problem("plan.yml", 7, "b"), Problem("plan.yml", 3, "a")])
    >>> print(error)
    plan.yml:3: a
    plan.yml:7: b
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def did_you_mean(word: str, known: Iterable[str], noun: str = "known") -> str:
    """Return a hint for a misspelt ``word``: the most similar word of ``known``, or else all of
    them.

    >>> did_you_mean("laos-2091", ["laos-2019", "japan-2021"])
    'did you mean `laos-2019`?'
    >>> did_you_mean("x", ["date", "place"], "known keys")
    'known keys: `date`, `place`'
    >>> did_you_mean("x", [])
    ''
    """
    words = sorted(set(known))
    # The time of difflib is quadratic in the length of a word, and words may come from anywhere.
    near = difflib.get_close_matches(word[:100], words, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    shown = ", ".join(f"`{known_word}`" for known_word in words[:20])
    return f"{noun}: {shown}{', …' if len(words) > 20 else ''}" if words else ""
