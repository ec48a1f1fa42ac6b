"""Agreement of the similarity of proposals with threads that people linked by hand.

``data/gold/threads.yml`` has the threads: the words of a proposal at each meeting, in order of
time. Words of neighbouring meetings in a thread are the same proposal, words of different threads
are different proposals; meetings farther apart in a thread are not judged. The codebook codes the
themes from the words alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from readouts.comparison.ledger import THRESHOLD
from readouts.comparison.similarity import similarity
from readouts.storage.paths import data_dir
from readouts.storage.yaml_files import Entry, load_yaml
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

_PAIRS = {
    "relationship": "str", "same": "bool", "score": "float64", "wording": "float64",
    "then_meeting": "str", "then_thread": "str", "then_quote": "str",
    "now_meeting": "str", "now_thread": "str", "now_quote": "str",
}  # fmt: skip


class Link(Entry):
    """The words of a proposal at one meeting."""

    meeting: str
    quotes: Annotated[tuple[str, ...], Field(min_length=1)]


class Relationship(Entry):
    """The threads of meetings of one relationship, by name."""

    relationship: str
    threads: dict[str, tuple[Link, ...]]


def load_threads(path: Path | None = None) -> tuple[Relationship, ...]:
    """Return the threads of ``data/gold/threads.yml``; none if the file is missing.

    Raises `ProblemsError` with the problems of the file.

    >>> [known.relationship for known in load_threads()][:1]
    ['guangxi']
    """
    path = path or data_dir() / "gold" / "threads.yml"
    return load_yaml(path, tuple[Relationship, ...]) if path.is_file() else ()


def judged_pairs(path: Path | None = None) -> pd.DataFrame:
    """Return a row per judged pair of quotations, with its similarity in the ledger.

    Columns: relationship, same (as judged), score, wording, and for both quotations meeting, thread
    and words.

    >>> pairs = judged_pairs()
    >>> bool(pairs.loc[pairs["same"], "score"].mean() > pairs.loc[~pairs["same"], "score"].mean())
    True
    """
    return table((row for threads in load_threads(path) for row in _pairs(threads)), _PAIRS)


def agreement(threshold: float = THRESHOLD, path: Path | None = None) -> pd.DataFrame:
    """Return how often the similarity agrees with people: a row per relationship, and one for all.

    Columns: relationship, same (pairs judged the same), found (of those, with a similarity of
    ``threshold`` or more), different (pairs judged different), mistaken (of those, with such a
    similarity), precision, recall and f1 of "the same" (0 to 1).

    >>> agreement()["relationship"].tolist()[-1]
    'all'
    """
    import pandas as pd

    pairs = judged_pairs(path)
    alike, same = pairs["score"] >= threshold, pairs["same"]
    judged = pairs[["relationship"]].assign(
        same=same, found=same & alike, different=~same, mistaken=~same & alike
    )
    counts = pd.concat([judged, judged.assign(relationship="all")])
    sums = counts.groupby("relationship", sort=False).sum().reset_index()
    precision = (sums["found"] / (sums["found"] + sums["mistaken"])).fillna(0.0)
    recall = (sums["found"] / sums["same"]).fillna(0.0)
    f1 = (2 * precision * recall / (precision + recall)).fillna(0.0)
    return sums.assign(precision=precision, recall=recall, f1=f1)


def _pairs(linked: Relationship) -> Iterator[dict[str, Any]]:
    from readouts.codebook.coder import code

    proposals = [
        (link.meeting, name, quote)
        for name, links in linked.threads.items()
        for link in links
        for quote in link.quotes
    ]
    neighbours = {
        (name, *sorted((then.meeting, now.meeting)))
        for name, links in linked.threads.items()
        for then, now in pairwise(links)
    }
    quotes = [quote for _, _, quote in proposals]
    themes = [code(quote).themes for quote in quotes]
    alike = similarity(quotes, quotes, themes, themes)
    for (i, first), (j, second) in combinations(enumerate(proposals), 2):
        (meeting, thread, quote), (other_meeting, other_thread, other_quote) = first, second
        same = (thread, *sorted((meeting, other_meeting))) in neighbours and thread == other_thread
        if meeting == other_meeting or (thread == other_thread and not same):
            continue
        yield {
            "relationship": linked.relationship, "same": same,
            "score": float(alike.score[i, j]), "wording": float(alike.wording[i, j]),
            "then_meeting": meeting, "then_thread": thread, "then_quote": quote,
            "now_meeting": other_meeting, "now_thread": other_thread, "now_quote": other_quote,
        }  # fmt: skip
