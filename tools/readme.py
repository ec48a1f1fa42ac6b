"""Writes the parts of README.md and of docs/ that can be counted or listed, between marks.

    python tools/readme.py [--check]

A part stands between ``<!-- name -->`` and ``<!-- /name -->``. Numbers come from the committed
report and from `benchmarks/`, sentences about notebooks from the notebooks.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "reproducibility.md")
REPORT = ROOT / "reports" / "guangxi"


def headline(notebook: str) -> dict[str, Any]:
    """Return the numbers that left a notebook in the committed report."""
    path = REPORT / "headline" / f"{notebook}.headline.json"
    return json.loads(path.read_text(encoding="utf-8"))


def result() -> str:
    """Return what the first report found, in a paragraph."""
    ledger, agenda = headline("03-proposals"), headline("02-agendas")
    voices, validity = headline("04-voices"), headline("07-validity")
    rows = sum(ledger[status] for status in ("persisted", "reframed", "dropped", "new"))
    return (
        f"Of {rows} rows of the ledger (a proposal split or merged stands in two), "
        f"**{ledger['persisted']} persisted, {ledger['reframed']} were reframed, "
        f"{ledger['dropped']} were dropped and {ledger['new']} are new**. "
        f"{len(agenda['came'])} themes came and "
        f"{len(agenda['went'])} went. {voices['asks']} asks were put, of which the other side "
        f"echoes {voices['echoed']}, answers {voices['answered']} and leaves {voices['left']}. "
        f"{ledger['needs_look']} rows of the ledger are marked as needing a human look, and "
        f"{validity['fragile']} of {validity['findings']} findings as fragile. Against "
        f"{validity['texts']} texts coded by hand, most of them written by us to show a trap each, "
        f"the parser finds the proposals with an F1 of {validity['f1']:.2f}; a naive splitter has "
        f"{validity['naive_f1']:.2f}. Texts nobody has coded yet will do worse."
    )


def notebooks() -> str:
    """Return a table of the notebooks, each with the question it asks."""
    lines = ["| notebook | asks |", "|---|---|"]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        opening = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        question = re.search(r"\*\*Question\.\*\* (.+)", opening)
        asks = question[1].strip() if question else ""
        lines.append(f"| [{path.stem}](notebooks/{path.name}) | {asks} |")
    return "\n".join(lines)


def speed() -> str:
    """Return the measured table of the batch."""
    return (ROOT / "benchmarks" / "batch.md").read_text(encoding="utf-8").strip()


PARTS = {"result": result, "notebooks": notebooks, "speed": speed}


def filled(text: str) -> str:
    """Return a page with every part as it is now.

    >>> filled("nothing to fill in")
    'nothing to fill in'
    """
    for name, part in PARTS.items():
        pattern = rf"(<!-- {name} -->\n).*?(\n?<!-- /{name} -->)"
        if re.search(pattern, text, re.DOTALL):
            words = part()
            text = re.sub(
                pattern,
                lambda m, words=words: m[1] + words + "\n" + m[2].lstrip(),
                text,
                flags=re.S,
            )
    return text


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say whether they are as they would be written."""
    status = 0
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if filled(text) == text:
            continue
        if arguments == ["--check"]:
            print(f"{page.name}: not what the report says now; run `make readme`", file=sys.stderr)
            status = 1
        else:
            page.write_text(filled(text), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
