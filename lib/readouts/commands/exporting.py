"""``readouts export`` and ``import``: write and read the formats of other programs."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from readouts.commands.shared import DONE, say
from readouts.errors import ReadoutsError
from readouts.terminal import plain


def export_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `export`."""
    command.add_argument("ids", nargs="+", metavar="ID", help="meetings, the earliest first")
    command.add_argument(
        "--to", required=True, metavar="FORMAT",
        help="xlsx, qdpx, qdc, annotations, csl, bibtex, ris",
    )  # fmt: skip
    command.add_argument("--out", default="", help="the file (default: the ids and the suffix)")
    command.add_argument(
        "--passages", action="store_true", help="also references of every proposal"
    )
    command.add_argument(
        "--language",
        default="en",
        choices=("en", "vi"),
        help="language of headings and labels (en)",
    )


def export(arguments: argparse.Namespace) -> int:  # no example: tests/exports shows it
    """Write meetings to one file in the chosen format, and print its name."""
    from readouts.corpus import register as corpus
    from readouts.exports.formats import Export, format_named
    from readouts.loading import compare, load
    from readouts.storage.atomic import write_bytes

    to = format_named(arguments.to)
    corpus.verify(*arguments.ids)
    readings = [load(meeting_id) for meeting_id in arguments.ids]
    ledgers = (compare(*pair) for pair in pairwise(readings))
    out = Path(arguments.out or "-".join(arguments.ids) + to.suffix)
    made = Export(readings, ledgers, arguments.language, arguments.passages)
    write_bytes(out, to.write(made))
    say(str(out))
    return DONE


def import_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `import_`."""
    command.add_argument("file", metavar="FILE", help="web annotations, or a .qdpx project")
    command.add_argument("--out", default="", help="a .jsonl file (default: the screen)")
    command.add_argument(
        "--coder", default="", metavar="INITIALS",
        help="save the items as the decisions of this coder, in data/decisions/INITIALS",
    )  # fmt: skip


def import_(arguments: argparse.Namespace) -> int:  # no example: tests/exports shows it
    """Write the codings of another program as items in the format of ``data/gold``."""
    from readouts.corpus import register as corpus
    from readouts.exports.codings import Text
    from readouts.exports.ids import hash_iri
    from readouts.exports.returned import returned
    from readouts.language.decoding import read_bytes

    corpus.verify()
    known = [
        Text(
            entry.path().name, corpus.source(entry.id), entry.id,
            (hash_iri(entry.sha256), entry.address),
        )
        for entry in corpus.meetings().values()
    ]  # fmt: skip
    found = returned(read_bytes(arguments.file), known)
    if arguments.coder:
        _decide(found.records, arguments.coder)
    else:
        _print_or_save(found.records, arguments.out)
    if found.unknown:
        told = f"left out, being no codes of ours: {'; '.join(found.unknown)}"
        print(plain(f"readouts: {told}"), file=sys.stderr)
    return DONE


def _print_or_save(records: list[dict[str, Any]], out: str) -> None:
    from readouts.storage.atomic import write_text

    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    if out:
        write_text(out, lines)
    say(out or lines.rstrip("\n"))


def _decide(records: list[dict[str, Any]], coder: str) -> None:
    """Save the items of each text as a coding, with a decision that this is the coder's reading."""
    from readouts.corpus.decision_files import save_decision
    from readouts.corpus.decisions import decisions_folder
    from readouts.storage.atomic import write_text
    from readouts.storage.paths import data_dir, shown

    folder = decisions_folder(coder)
    strange = [record["doc"] for record in records if not record["id"]]
    if strange:
        raise ReadoutsError(
            f"{strange[0]}: expected codings of registered texts; register it with `readouts add`."
        )
    for record in records:
        path = folder / f"{record['id']}.jsonl"
        write_text(path, json.dumps(record, ensure_ascii=False) + "\n")
        coding = str(path.relative_to(data_dir()))
        told = {"meeting": record["id"], "coding": coding, "by": coder, "on": str(date.today())}
        save_decision({"decide": "reviewed", **told}, folder)
        say(shown(path))
