"""The arguments of each subcommand, as `argparse` takes them; their names are parameters of its
function."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def number_from_1(most: int) -> Callable[[str], int]:
    """Return a parser of an option with a whole number from 1 to ``most``.

    >>> number_from_1(1024)("12")
    12
    """

    def count(text: str) -> int:
        plain_digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if not plain_digits or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(
                f"expected a number from 1 to {most}, found {text[:20]!r}"
            )
        return int(text)

    return count


Settings = dict[str, Any]
_FLAG = {"action": "store_true"}
_JOBS = {"type": number_from_1(1024), "default": 0, "metavar": "N"} | {
    "help": "number of processes (default: one per core)"
}
_SECONDS = {"type": number_from_1(86400), "default": 60, "metavar": "N"}
_ENCODING = {"help": "encoding of the text: tcvn3, vni, cp1258, … (default: UTF-8)"}
_REGISTERED = {"help": "a registered meeting; `readouts list` shows all"}
_CODER = {"help": "a coder: a folder of data/decisions/"}
# `edit` removes a fact that is given as "".
_FACTS: dict[str, Settings] = {
    "--date": {"help": "the day of the meeting, such as 2026-12-04"},
    "--place": {"help": "where it was held"},
    "--sides": {"help": "the two sides, separated by a comma"},
    "--published": {"help": "the day the text was published"},
    "--outlet": {"help": "who published it"},
    "--address": {"help": "where it was published, https://…"},
    "--source": {"help": "the source of --date and --place, if it is not the text"},
    "--notes": {"help": "anything a reader of the register should know"},
}
OPTIONS: dict[str, dict[str, Settings]] = {
    "read": {
        "paths": {"nargs": "+", "help": "a text file, or a folder with .txt files"},
        "--out": {"help": ".jsonl, .csv or .parquet (default: JSON lines to the screen)"},
        "--jobs": _JOBS,
        "--scheduler": {"metavar": "ADDRESS", "help": "a Dask cluster"},
        "--seconds": _SECONDS
        | {"help": "time limit of a text, and as much more per megabyte (default: 60)"},
        "--encoding": _ENCODING,
    },
    "add": {
        "file": {"help": "the text of a readout"},
        **_FACTS,
        "--id": {
            "help": "id of the meeting, such as laos-2026 (default: from the name of the file)"
        },
        "--encoding": _ENCODING,
    },
    "edit": {"id": _REGISTERED} | {name: fact | {"default": None} for name, fact in _FACTS.items()},
    "remove": {"id": _REGISTERED},
    "list": {"--ids": _FLAG | {"help": "only the ids, one per line"}},
    "check": {
        "parts": {"nargs": "*", "help": "parts to check: register, lexicon, gold, … (default: all)"}
    },
    "compare": {
        "then": {
            "nargs": "?",
            "default": "",
            "help": "the id of the earlier meeting; with --all, one side",
        },
        "now": {
            "nargs": "?",
            "default": "",
            "help": "the id of the later meeting; with --all, the other side",
        },
        "--all": {
            "metavar": "CORPUS",
            "help": "compare all meetings of two sides in a .parquet of `readouts read`",
        },
        "--out": {"help": "a .csv or .json file (default: the screen); with --all, a folder"},
    },
    "codebook": {"earlier": {"help": "the earlier codebook.yml"}},
    "report": {
        "names": {"nargs": "*", "help": "reports of reports/plan.yml (default: all)"},
        "--verify": {"metavar": "FOLDER", "help": "compare a built report with its manifest"},
        "--pdf": _FLAG | {"help": "also write a PDF, if a browser is installed"},
        "--brief": _FLAG | {"help": "write a summary of two pages instead, in both languages"},
        "--jobs": _JOBS,
    },
    "export": {
        "ids": {"nargs": "+", "help": "meetings, the earliest first"},
        "--to": {"required": True, "help": "xlsx, qdpx, qdc, annotations, csl, bibtex, ris"},
        "--out": {"help": "the file (default: the ids and the suffix)"},
        "--passages": _FLAG | {"help": "also a reference for every proposal"},
        "--language": {
            "default": "en",
            "choices": ("en", "vi"),
            "help": "language of headings and labels (default: en)",
        },
    },
    "import": {
        "file": {"help": "web annotations, or a .qdpx project"},
        "--out": {"help": "a .jsonl file (default: the screen)"},
        "--coder": {"help": "save the items as decisions of this coder, in data/decisions/CODER"},
    },
    "agreement": {"first": _CODER, "second": _CODER},
    "score": {
        "gold": {"help": "a file or folder of hand-coded records"},
        "predicted": {"help": "a file or folder of records of `readouts read`"},
        "texts": {"help": "the folder of the texts"},
        "--show": _FLAG | {"help": "list missed and extra items"},
    },
    "train": {
        "--check": _FLAG | {"help": "check whether the models agree with the codings; no change"},
        "--gold": {"metavar": "FOLDER", "help": "also learn from these codings and texts"},
        "--jobs": _JOBS,
    },
    "corpus": {
        "action": {"choices": ["rebuild"], "help": "rebuild: restore the texts of public codings"},
        "clone": {"help": "the folder of a clone of the corpus"},
    },
}


def add_options(parser: argparse.ArgumentParser, command: str) -> None:
    """Declare the arguments of a command; an option that is not given is ``""``.

    >>> parser = argparse.ArgumentParser()
    >>> add_options(parser, "list")
    >>> parser.parse_args(["--ids"])
    Namespace(ids=True)
    """
    for name, settings in OPTIONS[command].items():
        if name.startswith("--"):
            usual = {} if "action" in settings else {"default": ""}
        else:
            usual = {"metavar": name.upper()}
        parser.add_argument(name, **usual | settings)
