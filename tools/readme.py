"""Writes the parts of README.md and docs/ that come from data: numbers, and the list of notebooks.

    python tools/readme.py [--check]

A part is between ``<!-- name -->`` and ``<!-- /name -->``. Numbers come from the committed report
and from `benchmarks/`; the questions of the notebooks come from the notebooks.
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
MODELS = ROOT / "data" / "models"


def headline(notebook: str) -> dict[str, Any]:
    """Return the headline numbers of a notebook in the committed report."""
    path = REPORT / "headline" / f"{notebook}.headline.json"
    return json.loads(path.read_text(encoding="utf-8"))


def accuracy() -> str:
    """Return the accuracy of the parser on unseen texts, and what it means for a reader."""
    blind = json.loads((MODELS / "blind.json").read_text(encoding="utf-8"))
    card = json.loads((MODELS / "card.json").read_text(encoding="utf-8"))
    of = {row["measure"]: row for row in blind["measures"]}
    turn = {row["measure"]: row["value"] for row in card["unseen"]["measures"]}
    own = headline("07-validity")
    [high] = [band for band in card["unseen"]["bands"] if band["band"] == "high"]

    def tenths(share: float) -> str:
        return f"about {share * 10:.1f}"

    return (
        f"**F1 {of['f1']['value']:.2f}** ({of['f1']['low']:.2f} to {of['f1']['high']:.2f}) on "
        f"{blind['texts']} real texts with {blind['items']} proposals. Nobody opened these texts "
        f"while the software was made. Of ten proposals that the software lists, "
        f"{tenths(of['precision']['value'])} are proposals of the text; of ten proposals in a "
        f"text, it finds {tenths(of['recall']['value'])}. Of those found, "
        f"{of['side']['value']:.0%} have the right side, {of['speaker']['value']:.0%} the right "
        f"speaker, {of['act']['value']:.0%} the right act. Two people who coded such texts "
        f"independently agree at F1 {blind['two_coders_f1']:.2f}.\n\n"
        f"On {card['unseen']['texts']} public texts, each left out of training in turn, F1 is "
        f"{turn['f1']:.2f}; the rules were improved on some of them. Proposals with *high* "
        f"confidence there ({high['share']:.0%} of all) are right in {high['right']:.0%} of cases. "
        f"On our own {own['texts']} texts F1 is {own['f1']:.2f}, but rules and models were made "
        f"with these texts in sight; a simple baseline reaches {own['baseline_f1']:.2f} there."
    )


def result() -> str:
    """Return the result of the first report, as a paragraph."""
    ledger, voices = headline("03-proposals"), headline("04-voices")
    rows = sum(ledger[status] for status in ("persisted", "reframed", "dropped", "new"))
    general = voices["none_but_assented_in_general"]
    return (
        f"Both readings and the ledger are reviewed. Of {rows} rows of the ledger, "
        f"**{ledger['persisted']} persisted, {ledger['reframed']} were reframed, "
        f"{ledger['dropped']} were dropped and {ledger['new']} are new**. The two sides make "
        f"{voices['requests']} requests at the two meetings. For {voices['repeated']} of them the "
        f"other side later says the same, and for {voices.get('unclear', 0)} more it perhaps does; "
        f"{voices['none']} have no specific reply, but for "
        f"{general} of these the other side assents in general."
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


PARTS = {"accuracy": accuracy, "result": result, "notebooks": notebooks, "speed": speed}


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
    """Write the pages; with ``--check`` only say whether they are up to date."""
    status = 0
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if filled(text) == text:
            continue
        if arguments == ["--check"]:
            print(f"{page.name}: not up to date; run `make readme`", file=sys.stderr)
            status = 1
        else:
            page.write_text(filled(text), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
