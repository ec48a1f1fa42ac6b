"""``readouts export`` and ``import``: out to the formats of other programs, and back."""

from __future__ import annotations

import argparse
import json
import sys
from itertools import pairwise
from pathlib import Path

from readouts.commands.shared import DONE, say


def export_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `export`."""
    command.add_argument("ids", nargs="+", metavar="ID", help="meetings, the earliest first")
    command.add_argument(
        "--to", required=True, metavar="FORMAT",
        help="xlsx, qdpx, qdc, annotations, csl, bibtex, ris",
    )  # fmt: skip
    command.add_argument("--out", default="", help="the file (default: the ids and the suffix)")
    command.add_argument(
        "--passages", action="store_true", help="references of every proposal, too"
    )
    command.add_argument(
        "--language", default="en", choices=("en", "vi"), help="of headings and labels (en)"
    )


def export(arguments: argparse.Namespace) -> int:  # no example: tests/exports shows it
    """Write meetings to one file in the format asked for, and print its name."""
    from readouts.corpus import register as corpus
    from readouts.exports.formats import Export, format_named
    from readouts.loading import compare, load
    from readouts.storage.atomic import write_bytes

    to = format_named(arguments.to)
    for meeting_id in arguments.ids:
        corpus.meeting(meeting_id)
    corpus.verify()
    readings = [load(meeting_id) for meeting_id in arguments.ids]
    ledgers = [compare(*pair) for pair in pairwise(readings)] if to.compares else []
    out = Path(arguments.out or "-".join(arguments.ids) + to.suffix)
    made = Export(readings, ledgers, arguments.language, arguments.passages)
    write_bytes(out, to.write(made))
    say(str(out))
    return DONE


def import_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `import_`."""
    command.add_argument("file", metavar="FILE", help="web annotations, or a .qdpx project")
    command.add_argument("--out", default="", help="a .jsonl file (the screen without it)")


def import_(arguments: argparse.Namespace) -> int:  # no example: tests/exports shows it
    """Write the codings of another program as items in the form of ``data/gold``."""
    from readouts.corpus import register as corpus
    from readouts.exports.codings import Text
    from readouts.exports.ids import hash_iri
    from readouts.exports.returned import returned
    from readouts.language.decoding import read_bytes
    from readouts.storage.atomic import write_text

    corpus.verify()
    known = [
        Text(
            entry.path().name, corpus.source(entry.id), entry.id,
            (hash_iri(entry.sha256), entry.address),
        )
        for entry in corpus.meetings().values()
    ]  # fmt: skip
    found = returned(read_bytes(arguments.file), known)
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found.records)
    if arguments.out:
        write_text(arguments.out, lines)
        say(arguments.out)
    else:
        say(lines.rstrip("\n"))
    if found.unknown:
        print(
            f"readouts: left out, being no codes of ours: {'; '.join(found.unknown)}",
            file=sys.stderr,
        )
    return DONE
