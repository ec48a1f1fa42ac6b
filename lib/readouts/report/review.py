"""Correcting the machine: what a decision would write and bring about, before it is written."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.comparison import ledger
from readouts.comparison.ledger import Ledger
from readouts.corpus import decisions
from readouts.reading import Reading
from readouts.storage.paths import data_dir, shown


@dataclass(frozen=True, repr=False)
class Correction:
    """A decision, whole and checked: the ``entry`` it adds to ``path``, and the two readings and
    the ledger as they are with it. Nothing is written until `save`."""

    decision: dict[str, Any]
    path: Path
    entry: str
    then: Reading
    now: Reading
    ledger: Ledger

    def __repr__(self) -> str:
        return f"{shown(self.path)} would gain:\n{self.entry}"

    def save(self) -> Path:
        """Write the decision to its file; every later run honours it. Returns the file's path."""
        return decisions.save_decision(self.decision)


def correction(  # no example: it takes registered meetings; tests/test_exploring.py has many
    then: Reading, now: Reading, decision: dict[str, Any]
) -> Correction:
    """Return what a decision about two registered meetings would write and bring about.

    ``decision`` is an entry of ``data/decisions/`` as a mapping (see data/README.md): of an item
    ``{"decide": "code", "meeting": …, "quote": …, "themes": […], "reason": …}``, of a pair
    ``{"decide": "match" or "never", "then": {"meeting": …, "quote": …}, "now": …, "reason": …}``.
    Raises `ReadoutsError` where it is not whole or names words that are no item.
    """
    with tempfile.TemporaryDirectory(prefix="readouts-") as folder:
        file = decisions.save_decision(decision, Path(folder, "decision.yml"))
        earlier, later = (decisions.apply(r, r.doc, Path(folder)) for r in (then, now))
        ruled = (
            *decisions.pair_decisions(then, now, then.doc, now.doc),
            *decisions.pair_decisions(earlier, later, then.doc, now.doc, Path(folder)),
        )
        return Correction(
            decision=decision,
            path=data_dir() / "decisions" / _name(decision),
            entry=file.read_text(encoding="utf-8"),
            then=earlier,
            now=later,
            ledger=ledger.compare(earlier, later, pair_decisions=ruled),
        )


def code_decision(reading: Reading, quote: str, themes: list[str], reason: str) -> dict[str, Any]:
    """Return the decision that the item ``quote`` of a reading has ``themes``.

    >>> code_decision(Reading("x", ""), "mở cửa khẩu", ["trade"], "…")["themes"]
    ['trade']
    """
    return {
        "decide": "code",
        "meeting": reading.doc,
        "quote": quote,
        "themes": themes,
        "reason": reason,
    }


def pair_decision(
    then: Reading, then_quote: str, now: Reading, now_quote: str, match: bool, reason: str
) -> dict[str, Any]:
    """Return the decision that two items are one proposal, or never are.

    >>> pair_decision(Reading("x", ""), "a", Reading("y", ""), "b", False, "…")["decide"]
    'never'
    """
    return {
        "decide": "match" if match else "never",
        "then": {"meeting": then.doc, "quote": then_quote},
        "now": {"meeting": now.doc, "quote": now_quote},
        "reason": reason,
    }


def drop_decision(reading: Reading, quote: str, reason: str) -> dict[str, Any]:
    """Return the decision that ``quote`` is no item.

    >>> drop_decision(Reading("x", ""), "thăm hỏi", "a courtesy")["decide"]
    'drop'
    """
    return {"decide": "drop", "meeting": reading.doc, "quote": quote, "reason": reason}


def _name(decision: dict[str, Any]) -> str:
    if decision["decide"] in ("match", "never"):
        return f"{decision['then']['meeting']}--{decision['now']['meeting']}.yml"
    return f"{decision['meeting']}.yml"
