"""``readouts export`` and ``import``: write and read the formats of other programs."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.terminal import say, warn


def export(  # no example: tests/exports shows it
    ids: list[str], to: str, out: str, passages: bool, language: str
) -> int:
    """Write meetings to one file in the chosen format, and print its name."""
    from readouts.corpus import register
    from readouts.exports.formats import Export, format_named
    from readouts.loading import compare, load
    from readouts.storage.atomic import write_bytes

    made = format_named(to)
    register.verify(*ids)
    readings = [load(meeting_id) for meeting_id in ids]
    ledgers = (compare(*pair) for pair in pairwise(readings))
    path = Path(out or "-".join(ids) + made.suffix)
    write_bytes(path, made.write(Export(readings, ledgers, language, passages)))
    say(str(path))
    return 0


def import_(file: str, out: str, coder: str) -> int:  # no example: tests/exports shows it
    """Write the codings of another program as items in the format of ``data/gold``."""
    from readouts.corpus import register
    from readouts.exports.codings import Text
    from readouts.exports.ids import hash_iri
    from readouts.exports.returned import returned
    from readouts.language.decoding import read_bytes

    register.verify()
    known = [
        Text(
            entry.path().name, register.source(entry.id), entry.id,
            (hash_iri(entry.sha256), entry.address),
        )
        for entry in register.meetings().values()
    ]  # fmt: skip
    found = returned(read_bytes(file), known)
    if coder:
        _decide(found.records, coder)
    else:
        _print_or_save(found.records, out)
    if found.unknown:
        warn(f"left out, because they are not codes of this project: {'; '.join(found.unknown)}")
    return 0


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
        keys = {"meeting": record["id"], "coding": coding, "by": coder, "on": str(date.today())}
        save_decision({"decide": "reviewed", **keys}, folder)
        say(shown(path))
