"""What an analyst would say of eight pairs of readouts, and what he would refuse to say.

Both lists were written with the two texts open. Nothing refused may ever be said; of what he
would say, the share that is said may not fall.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from readouts import loading
from readouts.comparison.ledger import Ledger, compare
from readouts.measures.findings import findings
from readouts.statements.parser import read
from readouts.storage.paths import data_dir

EXPECTED = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures" / "pairs" / "expected.yml").read_text("utf-8")
)
# Of all that the analyst would say, what is said today.
LEAST_SAID = 0.7


@cache
def ledger(name: str) -> Ledger:
    then, now = EXPECTED[name]["texts"]
    if "invented" not in then and "pairs" not in then:
        return loading.compare(then, now)
    return compare(*(read_file(file) for file in (then, now)))


def read_file(name: str):
    root = Path(__file__).parents[1] / "fixtures" if "pairs" in name else data_dir()
    text = (root / name).read_text("utf-8")
    published = {
        entry["file"]: str(entry["published"])
        for entry in yaml.safe_load((data_dir() / "invented" / "meetings.yml").read_text("utf-8"))
    }
    return read(text, doc=name, published=published.get(name, ""))


def told(name: str) -> list[tuple[str, str]]:
    """Return each finding's kind with its sentence and quotations."""
    rows = []
    for finding in findings(ledger(name)):
        quotes = [
            (ledger(name).then if quote.when == "then" else ledger(name).now).source[
                quote.start : quote.end
            ]
            for quote in finding.quotes
        ]
        rows.append((finding.kind, " | ".join([finding.sentence("vi"), *quotes])))
    return rows


def said(name: str, wanted: dict) -> bool:
    return any(
        kind.startswith(wanted["kind"]) and all(part in words for part in wanted["with"])
        for kind, words in told(name)
    )


def statements(list_name: str) -> list[tuple[str, dict]]:
    return [(name, wanted) for name, pair in EXPECTED.items() for wanted in pair[list_name]]


@pytest.mark.parametrize(("name", "refused"), statements("refuses"))
def test_what_an_analyst_refuses_to_say_is_not_said(name: str, refused: dict) -> None:
    assert not said(name, refused), told(name)


def test_what_an_analyst_would_say_is_mostly_said() -> None:
    wanted = statements("says")
    silent = [(name, one) for name, one in wanted if not said(name, one)]
    assert 1 - len(silent) / len(wanted) >= LEAST_SAID, silent
