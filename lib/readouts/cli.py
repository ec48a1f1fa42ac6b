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

from readouts.commands.shared import FAILED, INTERRUPTED
from readouts.errors import ReadoutsError
from readouts.terminal import one_line, plain

# Name: (help text, function); the function for its arguments is named `…_options`.
COMMANDS = {
    "read": ("extract statements, proposals and figures of texts", "texts:read"),
    "add": ("register a text as a meeting", "meetings:add"),
    "edit": ("change the register entry of a meeting", "meetings:edit"),
    "remove": ("remove a meeting from the register", "meetings:remove"),
    "list": ("list the registered meetings", "meetings:list_"),
    "check": ("check data and reports; changes nothing", "project:check"),
    "compare": ("align the proposals of two meetings", "comparing:compare"),
    "codebook": ("show items whose themes changed", "comparing:codebook"),
    "report": ("build reports of the plan (all without NAME)", "project:report"),
    "export": ("write meetings in the format of another program", "exporting:export"),
    "import": ("read proposals coded in another program", "exporting:import_"),
    "agreement": ("measure the agreement of two coders", "project:agreement"),
    "score": ("score predicted items against hand-coded ones", "project:score"),
    "train": ("train the models on codings; writes data/models/", "learning:train"),
    "corpus": ("restore the texts of public codings", "learning:corpus"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status.

    >>> main(["compare", "no-such", "meeting"])
    2
    """
    _write_utf8()
    try:
        arguments = _parser().parse_args(argv)
        status: int = arguments.run(arguments)
        if sys.stdout:
            sys.stdout.flush()
        return status
    except ReadoutsError as error:
        return _complain(str(error), error.exit_status)
    except BrokenPipeError:
        # The reader of the output (`| head`) has ended, so there is nobody to read a message.
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="readouts",
        description="Reads Vietnamese readouts of diplomatic meetings and compares them.",
        epilog="Exit status: 0 done, 1 some work failed and is named, 2 nothing was done.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (meaning, place) in COMMANDS.items():
        module_name, function = place.split(":")
        module = importlib.import_module(f"readouts.commands.{module_name}")
        command = commands.add_parser(name, help=meaning, description=meaning)
        getattr(module, f"{function.rstrip('_')}_options")(command)
        command.set_defaults(run=getattr(module, function))
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
