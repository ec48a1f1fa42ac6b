"""One run of ``readouts train``: from codings to models and their card, always the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.evaluation.aligned import left_out_matches, match_file
from readouts.evaluation.coded_texts import OWN, Coding, codings, judge, learnable, missing
from readouts.evaluation.unseen import figures_of, models_without, read_unseen, scored, tenths
from readouts.learning.choosing import NAMES, choose
from readouts.learning.models import models_dir
from readouts.learning.training import FOLDS, CodedText, train
from readouts.storage.atomic import write_text
from readouts.storage.paths import data_dir, shown

_SHARES = (0.25, 0.5)
_GOLD = "data/gold"


def files(
    further: Path | None = None, *, jobs: int = 2
) -> dict[str, str]:  # no example: it trains for a minute
    """Return the files of ``data/models/`` that training makes, by name: one table per model, the
    choice, and the card.

    Raises `ReadoutsError` if texts of the public codings are not restored.
    """
    _all_here()
    # With several threads the order of the sums is not fixed, and so the bytes are not.
    os.environ["RAYON_NUM_THREADS"] = "1"
    found = codings(further)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        coded = list(pool.map(learnable, found, chunksize=16))
        whole = pool.submit(train, coded, judge)
        matches = [pool.submit(left_out_matches, fold, _others(found)) for fold in range(FOLDS)]
        parts = [pool.submit(read_unseen, fold, found, coded) for fold in range(FOLDS)]
        fewer = {
            share: [pool.submit(_with_fewer, fold, coded, share) for fold in range(FOLDS)]
            for share in _SHARES
        }
        records = [record for part in parts for record in part.result()]
        curve = {
            s: _f1(row for part in those for row in part.result()) for s, those in fewer.items()
        }
        models = whole.result()
    likely = [row for part in matches for row in part.result()]
    card = _card(found, records) | {
        "curve": _curve(found, {**curve, 1.0: scored(found, records)["f1"]}),
        "matching": {"pairs": len(likely), "reliability": list(tenths(likely))},
    }
    made = {f"{name}.tsv": getattr(models, name).text() for name in NAMES}
    made["choice.json"] = _json(asdict(models.choice))
    made["card.json"] = _json(card)
    made["match.tsv"] = match_file(_others(found))
    return made


def write(made: dict[str, str]) -> None:  # no example: it writes the project's models
    """Write the files of a run to ``data/models/``."""
    for name, content in made.items():
        write_text(models_dir() / name, content)


def differing(made: dict[str, str]) -> list[str]:
    """Return the names of the files of ``data/models/`` that differ from those of a run.

    >>> differing({"no-such-file.tsv": ""})
    ['no-such-file.tsv']
    """
    folder = models_dir()
    return [
        name
        for name, content in made.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != content
    ]


def _all_here() -> None:
    absent = missing()
    if absent:
        raise ReadoutsError(
            f"{_GOLD}/public.jsonl: expected the texts of its codings, found {len(absent)} of them "
            f"missing (such as {absent[0]}). Clone their corpus and run "
            "`readouts corpus rebuild CLONE`; data/gold/README.md says from where."
        )


def _others(found: Sequence[Coding]) -> list[Coding]:
    """Return the texts for counting the rarity of words: not our own, many of which are
    invented."""
    return [one for one in found if one.origin != OWN]


def _with_fewer(fold: int, coded: Sequence[CodedText], share: float) -> list[tuple[int, int]]:
    """Return for each left-out text the number of matching items and of items on both sides."""
    learned = models_without(fold, coded, share)
    chosen = [
        (one, choose(one.evidence, learned)) for one in coded if one.judged and one.fold == fold
    ]
    return [(len(judge(one, items).pairs), len(items) + len(one.gold)) for one, items in chosen]


def _f1(rows: Iterable[tuple[int, int]]) -> float:
    matched, both = map(sum, zip(*rows, strict=True))
    return 2 * matched / max(1, both)


def _card(found: Sequence[Coding], records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "command": "readouts train",
        "trained_on": _counts(found),
        "codings": {
            shown(path): _sha256(path.read_bytes())
            for path in sorted((data_dir() / "gold").glob("*.jsonl"))
        },
        "texts": _sha256("".join(_sha256(one.text.encode()) for one in found).encode()),
        "trainer": f"underthesea-core {version('underthesea-core')}",
        "parts_left_out": FOLDS,
        "unseen": figures_of(scored(found, records)),
    }


def _counts(found: Sequence[Coding]) -> list[dict[str, Any]]:
    return [
        {
            "origin": origin,
            "texts": sum(one.origin == origin for one in found),
            "items": sum(len(one.items) for one in found if one.origin == origin),
        }
        for origin in dict.fromkeys(one.origin for one in found)
    ]


def _curve(found: Sequence[Coding], f1: dict[float, float]) -> list[dict[str, Any]]:
    learned = sum(one.judged for one in found) * (FOLDS - 1) / FOLDS
    return [{"texts": round(share * learned), "f1": round(value, 4)} for share, value in f1.items()]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
