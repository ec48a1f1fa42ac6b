"""The command ``readouts``: runs a subcommand, or says in one sentence why it cannot.

Exit statuses: 0 done; 1 some work failed, and the message names it; 2 the command was wrong, and
nothing was done; 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readouts.commands.options import add_options
from readouts.errors import ReadoutsError
from readouts.storage.paths import is_elsewhere, project_dir
from readouts.terminal import one_line, warn

# Name: (help text, function). The module is imported when the command runs, so help is fast.
COMMANDS = {
    "read": ("extract statements, proposals and figures of texts", "corpus.read_many:read_paths"),
    "add": ("register a text as a meeting", "commands.meetings:add"),
    "edit": ("change the register entry of a meeting", "commands.meetings:edit"),
    "remove": ("remove a meeting from the register", "commands.meetings:remove"),
    "list": ("list the registered meetings", "commands.meetings:list_"),
    "check": ("check data and reports; changes nothing", "commands.project:check"),
    "compare": ("show what changed between two meetings", "commands.comparing:compare"),
    "codebook": (
        "show items whose themes changed with the codebook",
        "commands.comparing:codebook",
    ),
    "report": ("build reports of the plan (all without NAME)", "commands.project:report"),
    "export": ("write meetings in the format of another program", "commands.exporting:export"),
    "import": ("read proposals coded in another program", "commands.exporting:import_"),
    "agreement": ("measure the agreement of two coders", "commands.project:agreement"),
    "score": ("score predicted items against hand-coded ones", "evaluation.scoring:main"),
    "train": ("train the models on codings; writes data/models/", "commands.learning:train"),
    "corpus": ("restore the texts of public codings", "commands.learning:corpus"),
}

_WRITING = ("add", "edit", "remove", "report", "train", "corpus")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status.

    >>> main(["compare", "no-such", "meeting"])
    2
    """
    _write_utf8()
    try:
        return _run(argv)
    except ReadoutsError as error:
        return _failed(str(error), error.exit_status)
    except BrokenPipeError:
        # The reader of the output (`| head`) has ended, so no message is needed.
        _drop_output()
        return 1
    except KeyboardInterrupt:
        return _failed("interrupted; finished work is kept.", 130)
    except OSError as error:
        if error.filename is None:
            _drop_output()
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"{place}the system refused ({error.strerror or error}).", 1)
    except Exception as error:
        if os.environ.get("READOUTS_DEBUG"):
            raise
        return _failed(_bug(error), 1)


def _run(argv: Sequence[str] | None) -> int:
    arguments = vars(_parser().parse_args(argv))
    name = arguments.pop("command")
    module, function = COMMANDS[name][1].split(":")
    if name in _WRITING and is_elsewhere():
        warn(f"this folder is in no project; the project is {project_dir()}")
    status: int = getattr(importlib.import_module(f"readouts.{module}"), function)(**arguments)
    sys.stdout.flush()
    return status


class _Parser(argparse.ArgumentParser):
    """A parser whose help fails if it cannot be written; `argparse` says nothing of it."""

    def print_help(self, file: Any = None) -> None:
        print(self.format_help(), end="", file=file, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="readouts",
        description="Reads Vietnamese readouts of diplomatic meetings and compares them.",
        epilog="Exit status: 0 done, 1 some work failed and is named, 2 nothing was done.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (meaning, _) in COMMANDS.items():
        add_options(commands.add_parser(name, help=meaning, description=meaning), name)
    return parser


def _write_utf8() -> None:
    # If the caller has closed a stream (`>&-`), its text is discarded.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Discard the remaining output; otherwise Python would try to write it at exit, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _failed(message: str, status: int) -> int:
    warn(message)
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
