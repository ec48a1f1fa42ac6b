"""The formats a reading goes out in, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from readouts.comparison.ledger import Ledger
from readouts.errors import ReadoutsError, did_you_mean
from readouts.exports.web_annotation import annotations
from readouts.exports.workbook import workbook
from readouts.reading import Reading

Writer = Callable[[Sequence[Reading], Sequence[Ledger], str], bytes]


class Format(NamedTuple):
    """A file format: the suffix of its files, the function that writes, and whether it compares."""

    suffix: str
    write: Writer
    compares: bool = False


FORMATS = {
    "xlsx": Format(".xlsx", workbook, compares=True),
    "annotations": Format(".jsonld", lambda readings, *_: annotations(readings)),
}


def format_named(name: str) -> Format:
    """Return a format; raises `ReadoutsError` for one that is not known.

    >>> format_named("xlsx").suffix
    '.xlsx'
    """
    if name not in FORMATS:
        raise ReadoutsError(f"--to {name[:40]}: {did_you_mean(name, FORMATS, 'known formats')}")
    return FORMATS[name]
