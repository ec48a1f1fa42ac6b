"""Pairs of meetings aligned by hand, the training data for matching.

``data/gold/public-pairs.tsv`` has one line per match: two texts of ``public.jsonl``, an item of
each (counted from 0 in its coding), whether it is persisted or reframed, and whether the coder was
sure. A pair without a match has one line without items. The file has no words of the texts.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from readouts.corpus.applied_decisions import apply, pair_decisions
from readouts.corpus.cached_readings import read_registered
from readouts.corpus.decisions import Reviewed, load_decisions, meetings_of
from readouts.errors import ReadoutsError
from readouts.evaluation.coded_texts import Coding
from readouts.evaluation.pair_gold import load_threads
from readouts.learning.match import AlignedPair, Proposal, train_match
from readouts.learning.training import fold_of
from readouts.storage.paths import data_dir, shown

SURE = {"yes": True, "no": False}


@dataclass(frozen=True)
class Alignment:
    """Two texts by name, and the matches of their items, each with whether the coder was sure."""

    then: str
    now: str
    links: dict[tuple[int, int], bool] = field(default_factory=dict)


def load_alignments(path: Path | None = None) -> tuple[Alignment, ...]:
    """Return the aligned pairs of ``path`` (default: those of the project).

    Raises `ReadoutsError` for a line without two texts, two items, a status, and yes or no.

    >>> any(SURE["yes"] in pair.links.values() for pair in load_alignments())
    True
    """
    path = path or data_dir() / "gold" / "public-pairs.tsv"
    found: dict[tuple[str, str], Alignment] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t"), 2):
            names = Path(row["then"]).stem, Path(row["now"]).stem
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


def match_file(coded: Iterable[Coding], path: Path | None = None) -> str:
    """Return the text of ``data/models/match.tsv``, trained on the codings and alignments.

    The rarity of words is counted over all texts. Raises `ReadoutsError` if a text of an aligned
    pair is not in ``coded``.

    >>> match_file([])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: expected the texts of the aligned pairs, found ... missing ...
    """
    coded = list(coded)
    threads = [links for known in load_threads() for links in known.threads.values()]
    decided = decided_pairs({link.meeting for links in threads for link in links})
    return train_match([*_pairs(coded, path).values(), *decided], _wordings(coded)).text()


def left_out_matches(
    fold: int, coded: Sequence[Coding]
) -> list[tuple[float, bool]]:  # no example: it trains for seconds, on texts that may not be here
    """Return, for every two proposals of the left-out pairs, the probability that they are the same
    (by a model trained without these pairs), and whether they are."""
    pairs = _pairs(coded)
    tested = [pair for names, pair in pairs.items() if fold_of("--".join(names)) == fold]
    rest = [pair for names, pair in pairs.items() if fold_of("--".join(names)) != fold]
    model = train_match(rest, _wordings(coded))
    return [
        (model.probability(then, now), (i, j) in pair.links)
        for pair in tested
        for i, then in enumerate(pair.then)
        for j, now in enumerate(pair.now)
    ]


def _pairs(coded: Iterable[Coding], path: Path | None = None) -> dict[tuple[str, str], AlignedPair]:
    by_doc = {one.doc: _proposals(one) for one in coded}
    alignments = load_alignments(path)
    absent = sorted({d for pair in alignments for d in (pair.then, pair.now)} - by_doc.keys())
    if absent:
        raise ReadoutsError(
            f"expected the texts of the aligned pairs, found {len(absent)} of them missing "
            f"(such as {absent[0]}). Restore them with `readouts corpus rebuild CLONE`."
        )
    return {
        (one.then, one.now): AlignedPair(by_doc[one.then], by_doc[one.now], one.links)
        for one in alignments
    }


def _wordings(coded: Iterable[Coding]) -> list[str]:
    return [words for one in coded for words, _ in _proposals(one)]


def decided_pairs(measured: Collection[str] = ()) -> list[AlignedPair]:
    """Return the pairs of meetings whose matches people reviewed completely, with settled items.

    Pairs of two ``measured`` meetings are left out: the matcher is tested on them.

    >>> from readouts.corpus.register import meetings
    >>> decided_pairs(meetings())
    []
    """
    names = {
        meetings_of(decision) for decision in load_decisions() if isinstance(decision, Reviewed)
    }
    pairs = sorted(pair for pair in names if len(pair) == 2 and not set(pair) <= set(measured))
    return [_decided(*pair) for pair in pairs]


def _decided(*names: str) -> AlignedPair:
    then, now = (apply(read_registered(name), name) for name in names)
    settled = [[at for at, item in enumerate(one.item_rows) if item.settled] for one in (then, now)]
    proposals = [
        [(one.quote(one.item_rows[at]), one.item_rows[at].themes) for at in places]
        for one, places in zip((then, now), settled, strict=True)
    ]
    links = {
        (settled[0].index(one.then), settled[1].index(one.now)): True
        for one in pair_decisions(then, now, *names)
        if one.match and one.then in settled[0] and one.now in settled[1]
    }
    return AlignedPair(*proposals, links)


def _proposals(coded: Coding) -> list[Proposal]:
    return [
        (coded.text[item["start"] : item["end"]], tuple(item.get("themes", ())))
        for item in coded.items
    ]
