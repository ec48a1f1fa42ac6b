"""The content of the page: two readings, their ledger, its tables, and their sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from readouts.cells import WHENS
from readouts.comparison.comparability import ComparisonWarning, comparability
from readouts.labels import LANGUAGES, label, shown_date
from readouts.measures.evidence import Evidence
from readouts.model import BOTH
from readouts.report.comparison_page.passages import Passage
from readouts.report.page import bilingual

if TYPE_CHECKING:
    import pandas as pd

    from readouts.comparison.ledger import Ledger
    from readouts.measures.counts import Count
    from readouts.measures.findings import Finding
    from readouts.reading import Reading


@dataclass(frozen=True)
class Provenance:
    """The publication of a readout, from the register."""

    outlet: str = ""
    address: str = ""
    published: str = ""
    notes: str = ""


@dataclass(frozen=True)
class NotebookPage:
    """A notebook of the report: its name (``03-proposals``), its title, the address of its page,
    and the ``error`` that stopped it, if any."""

    name: str
    title: str
    address: str
    error: str = ""

    @property
    def shown_title(self) -> str:
        """Return the title in both languages, or as it is where the labels do not have it."""
        key = f"notebook.title.{self.name}"
        return bilingual(key) if label(key) == self.title else self.title


@dataclass(frozen=True)
class Comparison:
    """The content of the page about two readouts.

    ``tables`` are the tables of the measures by name. ``findings`` are sentences with their
    quotations, ``counts`` numbers or ranges, ``warnings`` reasons not to compare. ``glosses`` gives
    an English gloss for a quotation, word for word.
    """

    name: str
    ledger: Ledger
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    counts: Sequence[Count] = ()
    warnings: Sequence[ComparisonWarning] = ()
    provenance: tuple[Provenance, Provenance] = (Provenance(), Provenance())
    glosses: Mapping[str, str] = field(default_factory=dict)
    notebooks: Sequence[NotebookPage] = ()

    @cached_property
    def evidence(self) -> Evidence:
        """Return the ledger with the certainty of its rows."""
        return Evidence(self.ledger)

    @property
    def readings(self) -> dict[str, Reading]:
        """Return the two readings by the keys then and now."""
        return self.evidence.readings

    @cached_property
    def theme_counts(self) -> dict[str, dict[str, Count]]:
        """Return the number of proposals on each theme of the agenda, by then and now."""
        from readouts.measures.counts import items_by_theme

        themes = self.tables["agenda"]["theme"]
        return {
            when: items_by_theme(self.evidence, reading, themes)
            for when, reading in self.readings.items()
        }

    def published(self, when: str) -> Provenance:
        """Return the publication of the reading of ``when``."""
        return self.provenance[WHENS.index(when)]

    @cached_property
    def voices(self) -> tuple[str, ...]:
        """Return the sides that speak, those of the earlier text first; ``both`` comes last."""
        spoken = [row.side for reading in self.readings.values() for row in reading.statement_rows]
        sides = tuple(side for side in dict.fromkeys(spoken) if side not in ("", BOTH))
        return (*sides, BOTH) if BOTH in spoken else sides

    @cached_property
    def order(self) -> str:
        """Return the prefix of the status labels: "" if it is known which meeting was first."""
        return "" if self.evidence.in_order else "unordered."

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Return the sides that speak, then those that only take part."""
        seated = [side for reading in self.readings.values() for side in reading.meeting.sides]
        found = dict.fromkeys([*self.voices, *seated])
        return tuple(side for side in found if side not in ("", BOTH))

    def side_class(self, side: str) -> str:
        """Return the CSS class of a side, for its colour and kind of line."""
        if side == BOTH:
            return "side-both"
        return f"side-{min(self.sides.index(side), 2) + 1}" if side in self.sides else "side-none"

    def quote(self, when: str, record: Any) -> Passage:
        """Return the passage of a record with ``start`` and ``end``."""
        return Passage(self.readings[when], when, record)

    def at(self, when: str, start: int, end: int) -> Passage:
        """Return the passage from ``start`` to ``end``."""
        return self.quote(when, SimpleNamespace(start=int(start), end=int(end)))

    def citation(self, quoted: Passage) -> dict[str, str]:
        """Return a citation to paste, by language: quotation, outlet, date, sentence, checksum."""
        reading, published = quoted.reading, self.published(quoted.when)

        def in_language(language: str) -> str:
            number = quoted.sentence
            where = [
                published.outlet or reading.doc,
                shown_date(published.published or reading.meeting.date, language),
                label("cite.sentence", language, number=number) if number else "",
                published.address,
            ]
            words = " ".join(quoted.words.split())
            return f"“{words}” ({', '.join(filter(None, where))}; SHA-256 {reading.sha256})"

        return {language: in_language(language) for language in LANGUAGES}

    def notebook(self, section: str) -> NotebookPage | None:
        """Return the notebook with the numbers of a section, if the report has it."""
        wanted = _NOTEBOOK_OF[section]
        return next((page for page in self.notebooks if page.name.startswith(wanted)), None)


# By number, which stays the same; the rest of the name of a notebook may change.
_NOTEBOOK_OF = {"agenda": "02", "ledger": "03", "requests": "04", "figures": "05", "accuracy": "07"}


def compared(ledger: Ledger, name: str, *, notebooks: Sequence[NotebookPage] = ()) -> Comparison:
    """Return the comparison of a ledger: its measures, the register entries, and the glosses.

    >>> from readouts.comparison.ledger import compare
    >>> from readouts.reading import Reading
    >>> compared(compare(Reading("a", ""), Reading("b", "")), "nothing").tables["agenda"].empty
    True
    """
    from readouts import measures
    from readouts.evaluation.unseen import unseen
    from readouts.measures.counts import counts
    from readouts.measures.findings import findings

    then, now = ledger.then, ledger.now
    return Comparison(
        name=name,
        ledger=ledger,
        tables={
            "agenda": measures.agenda(then, now),
            "requests": measures.requests(then, now),
            "figures": measures.figures_ledger(then, now),
            "accuracy": unseen(),
        },
        findings=findings(ledger),
        counts=counts(ledger),
        warnings=comparability(then, now),
        provenance=(_provenance(then), _provenance(now)),
        glosses=_glosses(then) | _glosses(now),
        notebooks=tuple(notebooks),
    )


def _provenance(reading: Reading) -> Provenance:
    from readouts.measures import registered

    entry = registered(reading)
    names = ("outlet", "address", "published", "notes")
    return Provenance(**{name: str(getattr(entry, name, None) or "") for name in names})


def _glosses(reading: Reading) -> dict[str, str]:
    """Return the glosses of ``data/glosses/<meeting id>.yml``, by quotation."""
    from readouts.measures import registered
    from readouts.storage.paths import data_dir
    from readouts.storage.yaml_files import load_yaml

    entry = registered(reading)
    path = data_dir() / "glosses" / f"{entry.id}.yml" if entry else None
    return load_yaml(path, dict[str, str]) if path and path.exists() else {}
