"""Pairs of meetings aligned by hand, from which matching is learned.

``data/gold/public-pairs.tsv`` has a line a link: two texts of ``public.jsonl``, an item of each
(counted from 0 in its coding), whether it is persisted or reframed, and whether the coder was
sure. A pair without a link has one line without items. It holds no words of the texts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from readouts.errors import ReadoutsError
from readouts.learning.match import AlignedPair, Proposal, train_match
from readouts.storage.paths import data_dir, shown

SURE = {"yes": True, "no": False}


class Coded(Protocol):
    """A text with the items people coded in it."""

    @property
    def doc(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def items(self) -> Sequence[Mapping[str, Any]]: ...


@dataclass(frozen=True)
class Alignment:
    """Two texts by name, and the links of their items, each with whether it is sure."""

    then: str
    now: str
    links: dict[tuple[int, int], bool] = field(default_factory=dict)


def load_alignments(path: Path | None = None) -> tuple[Alignment, ...]:
    """Return the aligned pairs of ``path``, the project's unless given.

    Raises `ReadoutsError` for a line that is not two texts, two items, a status and yes or no.

    >>> any(SURE["yes"] in pair.links.values() for pair in load_alignments())
    True
    """
    path = path or data_dir() / "gold" / "public-pairs.tsv"
    found: dict[tuple[str, str], Alignment] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t"), 2):
            names = row["then"], row["now"]
            pair = found.setdefault(names, Alignment(*names))
            try:
                if row["then_item"] or row["now_item"]:
                    link = int(row["then_item"]), int(row["now_item"])
                    pair.links[link] = SURE[row["sure"]]
            except (KeyError, TypeError, ValueError):
                raise ReadoutsError(
                    f"{shown(path)}:{number}: expected two texts, an item of each by number, "
                    f"a status, and yes or no; found {list(row.values())}"
                ) from None
    return tuple(found.values())


def match_file(coded: Iterable[Coded], path: Path | None = None) -> str:
    """Return the text of ``data/models/match.tsv`` as the codings and alignments give it.

    The words of every text count towards how rare they are. Raises `ReadoutsError` where a text
    of an aligned pair is not among ``coded``.

    >>> match_file([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: expected the texts of the aligned pairs, found ... missing ...
    """
    by_doc = {one.doc: _proposals(one) for one in coded}
    alignments = load_alignments(path)
    absent = sorted({d for pair in alignments for d in (pair.then, pair.now)} - by_doc.keys())
    if absent:
        raise ReadoutsError(
            f"expected the texts of the aligned pairs, found {len(absent)} of them missing "
            f"(such as {absent[0]}). Restore them with `readouts corpus rebuild CLONE`."
        )
    pairs = [AlignedPair(by_doc[one.then], by_doc[one.now], one.links) for one in alignments]
    return train_match(pairs, (words for said in by_doc.values() for words, _ in said)).text()


def _proposals(coded: Coded) -> list[Proposal]:
    return [
        (coded.text[item["start"] : item["end"]], tuple(item.get("themes", ())))
        for item in coded.items
    ]
