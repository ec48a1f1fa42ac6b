"""The files of ``data/lexicon/`` as people edit them; problems are reported with their lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError, did_you_mean
from readouts.storage.paths import language_data, shown
from readouts.storage.yaml_files import Fault, load_yaml

# Files whose keys the editor of the file names freely.
_FREE_KEYS = {"formulas"}


class WordLists(dict[str, Any]):
    """The lists of one file by key; the error for a missing key names the file."""

    def __init__(self, entries: dict[str, Any], place: str) -> None:
        super().__init__((key, _within(value, f"{place}: {key}")) for key, value in entries.items())
        self.place = place

    def __missing__(self, key: str) -> Any:
        raise ReadoutsError(
            f"{self.place}: expected the key `{key}`, which the rules use, found none; "
            f"{did_you_mean(key, self, 'keys')}"
        )

    def __reduce__(self) -> tuple[type[WordLists], tuple[dict[str, Any], str]]:
        return type(self), (dict(self), self.place)


def load_word_lists(path: Path) -> WordLists:
    """Return a lexicon file: keys with lists of words (or with values, or with further keys).

    Raises `ProblemsError` with all problems of the file: a key without words, a word that is empty
    or appears twice in its list, and whatever `load_yaml` finds. Asking the result for a key that
    is not there raises `ReadoutsError`.

    >>> from readouts.storage.paths import data_dir
    >>> verbs = load_word_lists(data_dir() / "lexicon" / "verbs.yml")
    >>> "đề nghị" in verbs["propose"]
    True
    >>> verbs["propos"]
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: data/lexicon/verbs.yml: expected the key `propos`, which the \
rules use, found none; did you mean `propose`?
    """
    return WordLists(load_yaml(path, dict[str, Any], check=_word_faults), shown(path))


def unused_keys(path: Path) -> Callable[[dict[str, Any]], Iterator[Fault]]:
    """Return a check for `load_yaml` that finds keys that no rule uses.

    >>> from readouts.storage.paths import data_dir
    >>> check = unused_keys(data_dir() / "lexicon" / "verbs.yml")
    >>> [fault.message for fault in check({"propose": [], "propos": []})]
    ['no rule uses `propos`, so its words do nothing']
    """

    def check(lists: dict[str, Any]) -> Iterator[Fault]:
        for key in lists:
            if path.stem not in _FREE_KEYS and key not in _names():
                near = get_close_matches(key, _names(), n=1)
                hint = f"did you mean `{near[0]}`?" if near else "put them under a key that is used"
                yield Fault((key,), f"no rule uses `{key}`, so its words do nothing", hint)

    return check


@cache
def _names() -> frozenset[str]:
    """Return the names of keys that the library's code, patterns and rules use."""
    rules = language_data("lexicon/rules.yml").read_text(encoding="utf-8")
    found = set(re.findall(r"[a-z_]+(?=[]:,}])", rules))
    for name in ("patterns", "date_forms", "quantity_forms"):
        templates = language_data(f"lexicon/{name}.yml").read_text(encoding="utf-8")
        found.update(re.findall(r"[a-z_]+", " ".join(re.findall(r"«([^»]+)»", templates))))
    for file in Path(__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used = re.findall(r"^[a-z_.|]+$|(?<=«)[a-z_]+(?=»)", node.value)
                found.update(re.split("[.|]", "|".join(used)))
    return frozenset(found)


def _within(value: Any, place: str) -> Any:
    return WordLists(value, place) if isinstance(value, dict) else value


def _word_faults(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _word_faults(inner, (*at, key))
    elif isinstance(value, list):
        for n, word in enumerate(value):
            yield from _word_faults(word, (*at, n))
            if word in value[:n]:
                yield Fault((*at, n), f"“{word}” appears twice", "delete one")
    elif value is None or not str(value).strip():
        yield Fault(at, "expected a word or a list, found nothing", "write [] for no words")
