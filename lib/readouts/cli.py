"""The command ``readouts``: says what was asked for, or in a sentence why not.

Exit statuses: 0 done; 1 some work failed and is named; 2 the request was wrong and nothing was
done; 130 interrupted. Each subcommand imports what it needs when it runs, so that asking for help
is quick.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.terminal import one_line, plain, table

DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status.

    >>> main(["compare", "no-such", "meeting"]) == WRONG
    True
    """
    _write_utf8()
    arguments = _parser().parse_args(argv)
    try:
        status = arguments.run(arguments)
        if sys.stdout:
            sys.stdout.flush()
        return status
    except ReadoutsError as error:
        return _complain(str(error), error.exit_status)
    except BrokenPipeError:
        # The reader (`| head`) left: nobody is there to be told.
        _drop_output()
        return FAILED
    except KeyboardInterrupt:
        return _complain("interrupted; what was complete before stands.", INTERRUPTED)
    except OSError as error:
        if error.filename is None:
            _drop_output()
        place = f"{error.filename}: " if error.filename else ""
        return _complain(f"{place}the system refused ({error.strerror or error}).", FAILED)
    except Exception as error:
        if os.environ.get("READOUTS_DEBUG"):
            raise
        return _complain(_bug(error), FAILED)


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """What is still to be printed goes nowhere: at its end Python would try again, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _complain(message: str, status: int) -> int:
    for line in plain(message).splitlines():
        print(f"readouts: {line}", file=sys.stderr)
    return status


def _bug(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return (
        f"a fault of this program at {place}: {type(error).__name__}: {one_line(error, 300)}. "
        "Please report it with the text that caused it; READOUTS_DEBUG=1 shows the whole trace."
    )


def _say(text: str = "") -> None:
    print(plain(text))


def _width() -> int:
    return shutil.get_terminal_size((120, 24)).columns


# --- the subcommands -----------------------------------------------------------------------------


def _read(arguments: argparse.Namespace) -> int:
    from readouts.corpus.read_many import read_paths

    return read_paths(
        arguments.paths,
        arguments.out,
        arguments.jobs,
        arguments.encoding,
        arguments.scheduler,
        arguments.progress or None,
        arguments.seconds,
    )


def _list(arguments: argparse.Namespace) -> int:
    from readouts.corpus import register as corpus

    entries = corpus.meetings()
    corpus.verify()
    if arguments.ids:
        for meeting_id in entries:
            _say(meeting_id)
        return DONE
    rows = [
        (
            entry.id,
            entry.date.value if entry.date else "?",
            entry.place.value if entry.place else "?",
            " – ".join(entry.sides),
            entry.outlet or "?",
            entry.file,
        )
        for entry in entries.values()
    ]
    _say(table(["id", "date", "place", "sides", "outlet", "file"], rows, _width()))
    return DONE


def _compare(arguments: argparse.Namespace) -> int:
    if arguments.all:
        return _compare_all(arguments)
    if not (arguments.then and arguments.now):
        raise ReadoutsError("compare: expected the ids of two meetings, or --all CORPUS.")
    import readouts
    from readouts.corpus import register as corpus

    save = _saver(arguments.out)
    for meeting_id in (arguments.then, arguments.now):
        corpus.meeting(meeting_id)
    corpus.verify()
    ledger = readouts.compare(arguments.then, arguments.now)
    if save:
        save(ledger.frame)
    else:
        _say(_ledger_table(ledger))
    return DONE


def _compare_all(arguments: argparse.Namespace) -> int:
    from readouts.comparison.many_meetings import compare_all

    met = compare_all(arguments.all, arguments.then, arguments.now)
    if arguments.out:
        for path in met.write(arguments.out):
            _say(str(path))
        return DONE
    for frame in (met.pairs(), met.chains.frame):
        _say(table(list(frame), frame.itertuples(index=False), _width()))
        _say()
    return DONE


def _ledger_table(ledger: Any) -> str:
    rows = [
        (
            row["status"],
            f"{row['similarity']:.2f}" if row["similarity"] == row["similarity"] else "",
            one_line(row["then_quote"] or "", 48),
            row["now_quote"] or "",
        )
        for row in ledger.frame.to_dict("records")
    ]
    return table(["status", "similar", "then", "now"], rows, _width())


def _saver(out: str) -> Callable[[Any], None] | None:
    """Return what writes a table to ``out``, by its suffix; ``None`` for the screen."""
    if not out:
        return None
    if Path(out).suffix not in (".csv", ".json"):
        raise ReadoutsError(f"--out {out}: expected a name ending in .csv or .json.")

    def save(frame: Any) -> None:
        from readouts.storage.atomic import write_text
        from readouts.storage.csv_files import write_csv

        if Path(out).suffix == ".csv":
            write_csv(frame, out)
        else:
            write_text(out, frame.to_json(orient="records", force_ascii=False, indent=1) + "\n")

    return save


def _report(arguments: argparse.Namespace) -> int:
    from readouts.batch import build as reports

    if arguments.verify:
        return reports.verify(Path(arguments.verify))
    return reports.build(
        arguments.names, jobs=arguments.jobs, pdf=arguments.pdf, scheduler=arguments.scheduler
    )


def _score(arguments: argparse.Namespace) -> int:
    from readouts.evaluation import scoring

    return scoring.main(arguments.gold, arguments.predicted, arguments.texts, show=arguments.show)


def _check(arguments: argparse.Namespace) -> int:
    from readouts.check import findings

    found = 0
    for finding in findings(*arguments.parts):
        _say(str(finding))
        found += 1
    _say(f"{found} to look at" if found else "all is whole and agrees")
    return FAILED if found else DONE


def _moved(arguments: argparse.Namespace) -> int:
    import readouts
    from readouts.codebook.coder import load_codebook
    from readouts.codebook.diff import moved
    from readouts.corpus import register as corpus

    earlier = load_codebook(arguments.earlier)
    items = moved(earlier, load_codebook(), map(readouts.load, corpus.meetings()))
    rows = [
        (row.doc, ", ".join(row.then), ", ".join(row.now), row.quote) for row in items.itertuples()
    ]
    _say(table(["meeting", "then", "now", "item"], rows, _width()) if rows else "no item moved")
    return DONE


def _add(arguments: argparse.Namespace) -> int:
    from readouts.corpus.add import add_file, terminal_ask

    given = {name: getattr(arguments, name) for name in (*_FACTS, "id", "encoding")}
    for line in add_file(arguments.file, given, terminal_ask()):
        _say(line)
    return DONE


# --- what is asked -------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="readouts",
        description="Reads Vietnamese readouts of diplomatic meetings and compares them.",
        epilog="Exit status: 0 done, 1 some work failed and is named, 2 nothing was done.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_read(commands)
    _add_corpus_commands(commands)
    _add_report(commands)
    _add_score(commands)
    return parser


def _add_read(commands: Any) -> None:
    read = _command(commands, "read", _read, "take texts apart: a record per text")
    read.add_argument("paths", nargs="+", metavar="PATH", help="a text file, or a folder of .txt")
    read.add_argument(
        "--out", default="", help=".jsonl, .csv or .parquet (JSON lines to the screen without it)"
    )
    _add_jobs(read)
    read.add_argument(
        "--progress", action="store_true", help="show progress where there is no terminal, too"
    )
    read.add_argument(
        "--seconds", type=_count, default=60, metavar="N",
        help="give up a text that takes longer, and as much again for each megabyte (60)",
    )  # fmt: skip
    _add_encoding(read)


def _add_corpus_commands(commands: Any) -> None:
    add = _command(commands, "add", _add, "register a text as a meeting")
    add.add_argument("file", metavar="FILE")
    for option, meaning in _FACTS.items():
        add.add_argument(f"--{option}", default="", help=meaning)
    add.add_argument("--id", default="", help="what the meeting is called in commands")
    _add_encoding(add)
    listed = _command(commands, "list", _list, "the registered meetings")
    listed.add_argument("--ids", action="store_true", help="the ids alone, one a line")
    check = _command(commands, "check", _check, "verify that all is whole; repairs nothing")
    check.add_argument("parts", nargs="*", metavar="PART", help="register, lexicon, gold, … (all)")
    compare = _command(commands, "compare", _compare, "the ledger of two meetings' proposals")
    compare.add_argument("then", nargs="?", default="", metavar="A", help="the earlier meeting")
    compare.add_argument("now", nargs="?", default="", metavar="B", help="the later meeting")
    compare.add_argument(
        "--all", default="", metavar="CORPUS",
        help="every pair in a CORPUS.parquet of `readouts read`; A and B are then two sides",
    )  # fmt: skip
    compare.add_argument("--out", default="", help=".csv or .json; with --all a folder")

    book = _command(commands, "codebook", _moved, "which items the codebook codes otherwise now")
    book.add_argument("earlier", metavar="EARLIER", help="an earlier codebook.yml, as a file")


def _add_report(commands: Any) -> None:
    report = _command(commands, "report", _report, "build reports of the plan (all without NAME)")
    report.add_argument("names", nargs="*", metavar="NAME")
    report.add_argument("--verify", metavar="FOLDER", default="", help="check a built report")
    report.add_argument(
        "--pdf", action="store_true", help="also a PDF, where a browser is installed"
    )
    _add_jobs(report)


def _add_score(commands: Any) -> None:
    score = _command(commands, "score", _score, "score predicted items against hand-coded ones")
    score.add_argument("gold", metavar="GOLD")
    score.add_argument("predicted", metavar="PRED")
    score.add_argument("texts", metavar="TEXTS", help="the folder of the texts")
    score.add_argument("--show", action="store_true", help="list what was missed and what is extra")


def _command(commands: Any, name: str, run: Any, meaning: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=meaning, description=meaning)
    command.set_defaults(run=run)
    return command


def _add_jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs", type=_count, default=0, metavar="N", help="how many at once (one per core)"
    )
    command.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask cluster")


def _add_encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--encoding", default="", help="what the text is in: tcvn3, vni, cp1258, … (UTF-8)"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 1024:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 1024, found {text[:20]!r}")
    return int(text)


_FACTS = {
    "date": "the day of the meeting, such as 2026-12-04",
    "place": "where it was held",
    "sides": "the two sides, separated by a comma",
    "published": "the day the text was published",
    "outlet": "who published it",
    "address": "where it was published, https://…",
    "source": "where date and place are known from, if the text does not say them",
    "notes": "anything a reader of the register should know",
}
