"""``readouts compare`` and ``codebook``: differences between meetings, and between codebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.terminal import one_line, say, say_table, warn


def compare(then: str, now: str, all: str, out: str) -> int:  # no example: see tests/test_cli.py
    """Print or save the ledger of two meetings, or of every pair with ``--all``."""
    if all:
        return _compare_all(then, now, all, out)
    if not (then and now):
        raise ReadoutsError("compare: expected the ids of two meetings, or --all CORPUS.")
    from readouts.comparison.comparability import comparability
    from readouts.corpus import register
    from readouts.loading import compare as ledger_of

    if out and Path(out).suffix not in (".csv", ".json"):
        raise ReadoutsError(f"--out {out}: expected a name ending in .csv or .json.")
    register.verify(then, now)
    ledger = ledger_of(then, now)
    for warning in comparability(ledger.then, ledger.now):
        warn(warning.sentence())
    if out:
        _save(ledger.frame, out)
    else:
        _say_ledger(ledger)
        _say_left_out(ledger)
    return 0


def _save(frame: Any, out: str) -> None:
    from readouts.storage.atomic import write_text
    from readouts.storage.csv_files import write_csv

    if Path(out).suffix == ".csv":
        write_csv(frame, out)
    else:
        write_text(out, frame.to_json(orient="records", force_ascii=False, indent=1) + "\n")


def _say_left_out(ledger: Any) -> None:
    """Print what each text leaves out, if both are reports of one meeting."""
    from readouts.comparison.outlets import left_out, same_meeting

    if same_meeting(ledger.then, ledger.now):
        outlets = {"then": ledger.now.doc, "now": ledger.then.doc}
        rows = [
            (outlets[row.meeting], row.side, row.quote) for row in left_out(ledger).itertuples()
        ]
        say("\nThe same sides on the same day: two reports of one meeting.")
        say_table(["left out by", "side", "proposal"], rows)


def _compare_all(then: str, now: str, corpus: str, out: str) -> int:
    from readouts.comparison.many_meetings import compare_all

    compared = compare_all(corpus, then, now)
    if compared.undated_readings:
        warn(f"left out, because the year is not known: {', '.join(compared.undated['doc'])}")
    if out:
        for path in compared.write(out):
            say(str(path))
        return 0
    for frame in (compared.pairs(), compared.threads):
        say_table(list(frame), frame.itertuples(index=False))
        say()
    return 0


def _say_ledger(ledger: Any) -> None:
    rows = [
        (
            row["status"],
            f"{row['similarity']:.2f}" if row["then_quote"] and row["now_quote"] else "",
            one_line(row["then_quote"] or "", 48),
            row["now_quote"] or "",
        )
        for row in ledger.frame.to_dict("records")
    ]
    say_table(["status", "similar", "then", "now"], rows)


def codebook(earlier: str) -> int:  # no example: tests/test_cli.py shows it
    """Print the items whose themes changed with the codebook."""
    from readouts.codebook.coder import load_codebook
    from readouts.codebook.diff import changed_items
    from readouts.corpus import register
    from readouts.loading import load

    items = changed_items(load_codebook(earlier), load_codebook(), map(load, register.meetings()))
    rows = [
        (row.doc, ", ".join(row.then), ", ".join(row.now), row.quote) for row in items.itertuples()
    ]
    if rows:
        say_table(["meeting", "then", "now", "item"], rows)
    else:
        say("No item changed.")
    return 0
