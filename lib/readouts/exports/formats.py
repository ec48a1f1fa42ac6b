"""The export formats of readings, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readouts.comparison.ledger import Ledger
from readouts.errors import ReadoutsError, did_you_mean
from readouts.exports.references import Reference, bibtex, csl_json, references, ris
from readouts.exports.refi_qda import codebook, project
from readouts.exports.web_annotation import annotations
from readouts.exports.workbook import workbook
from readouts.reading import Reading


@dataclass(frozen=True)
class Export:
    """The content of an export: readings, the ledgers of neighbouring meetings, and the
    language."""

    readings: Sequence[Reading]
    ledgers: Iterable[Ledger] = ()
    language: str = "en"
    passages: bool = False

    @property
    def references(self) -> list[Reference]:
        """The references of the texts, and of their passages where asked for."""
        return references(self.readings, self.language, self.passages)


class Format(NamedTuple):
    """A file format: its suffix, and its writer."""

    suffix: str
    write: Callable[[Export], bytes]


FORMATS = {
    "xlsx": Format(".xlsx", lambda out: workbook(out.readings, [*out.ledgers], out.language)),
    "qdpx": Format(".qdpx", lambda out: project(out.readings)),
    "qdc": Format(".qdc", lambda out: codebook()),
    "annotations": Format(".jsonld", lambda out: annotations(out.readings)),
    "csl": Format(".json", lambda out: csl_json(out.references)),
    "bibtex": Format(".bib", lambda out: bibtex(out.references)),
    "ris": Format(".ris", lambda out: ris(out.references)),
}


def format_named(name: str) -> Format:
    """Return a format; raises `ReadoutsError` for one that is not known.

    >>> format_named("xlsx").suffix
    '.xlsx'
    """
    if name not in FORMATS:
        raise ReadoutsError(f"--to {name[:40]}: {did_you_mean(name, FORMATS, 'known formats')}")
    return FORMATS[name]
