"""``readouts compare`` and ``codebook``: differences between meetings, and between codebooks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from readouts.commands.shared import DONE, say, width
from readouts.errors import ReadoutsError
from readouts.terminal import one_line, plain, table


def compare_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `compare`."""
    command.add_argument("then", nargs="?", default="", metavar="A", help="the earlier meeting")
    command.add_argument("now", nargs="?", default="", metavar="B", help="the later meeting")
    command.add_argument(
        "--all", default="", metavar="CORPUS",
        help="compare all pairs of a CORPUS.parquet of `readouts read`; A and B are sides",
    )  # fmt: skip
    command.add_argument("--out", default="", help=".csv or .json; with --all a folder")


def compare(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Print or save the ledger of two meetings, or of every pair with ``--all``."""
    if arguments.all:
        return _compare_all(arguments)
    if not (arguments.then and arguments.now):
        raise ReadoutsError("compare: expected the ids of two meetings, or --all CORPUS.")
    from readouts.comparison.comparability import comparability
    from readouts.corpus import register as corpus
    from readouts.loading import compare as ledger_of

    if arguments.out and Path(arguments.out).suffix not in (".csv", ".json"):
        raise ReadoutsError(f"--out {arguments.out}: expected a name ending in .csv or .json.")
    corpus.verify(arguments.then, arguments.now)
    ledger = ledger_of(arguments.then, arguments.now)
    for warning in comparability(ledger.then, ledger.now):
        print(plain(f"readouts: {warning.sentence()}"), file=sys.stderr)
    if arguments.out:
        _save(ledger.frame, arguments.out)
    else:
        say(_ledger_table(ledger))
        _say_left_out(ledger)
    return DONE


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
        say(table(["left out by", "side", "proposal"], rows, width()))


def _compare_all(arguments: argparse.Namespace) -> int:
    from readouts.comparison.many_meetings import compare_all

    met = compare_all(arguments.all, arguments.then, arguments.now)
    if met.undated:
        told = f"left out, because the year is not known: {', '.join(met.undated)}"
        print(plain(f"readouts: {told}"), file=sys.stderr)
    if arguments.out:
        for path in met.write(arguments.out):
            say(str(path))
        return DONE
    for frame in (met.pairs(), met.threads.frame):
        say(table(list(frame), frame.itertuples(index=False), width()))
        say()
    return DONE


def _ledger_table(ledger: Any) -> str:
    rows = [
        (
            row["status"],
            f"{row['similarity']:.2f}" if row["then_quote"] and row["now_quote"] else "",
            one_line(row["then_quote"] or "", 48),
            row["now_quote"] or "",
        )
        for row in ledger.frame.to_dict("records")
    ]
    return table(["status", "similar", "then", "now"], rows, width())


def codebook_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `codebook`."""
    command.add_argument("earlier", metavar="EARLIER", help="the earlier codebook.yml")


def codebook(arguments: argparse.Namespace) -> int:  # no example: tests/test_cli.py shows it
    """Print the items whose themes changed with the codebook."""
    from readouts.codebook.coder import load_codebook
    from readouts.codebook.diff import moved
    from readouts.corpus import register as corpus
    from readouts.loading import load

    earlier = load_codebook(arguments.earlier)
    items = moved(earlier, load_codebook(), map(load, corpus.meetings()))
    rows = [
        (row.doc, ", ".join(row.then), ", ".join(row.now), row.quote) for row in items.itertuples()
    ]
    say(table(["meeting", "then", "now", "item"], rows, width()) if rows else "no item changed")
    return DONE
