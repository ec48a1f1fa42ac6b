"""What the page is about: two readings, their ledger, its tables, and where all that came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from readouts.comparison.comparability import Warning, comparability
from readouts.labels import LANGUAGES, label, shown_date
from readouts.measures.evidence import WHENS, is_reviewed
from readouts.model import BOTH

if TYPE_CHECKING:
    import pandas as pd

    from readouts.comparison.ledger import Ledger
    from readouts.measures.counts import Count
    from readouts.measures.findings import Finding
    from readouts.model import Sentence
    from readouts.reading import Reading


@dataclass(frozen=True)
class Provenance:
    """Where a readout was published, as the register says."""

    outlet: str = ""
    address: str = ""
    published: str = ""
    notes: str = ""


@dataclass(frozen=True)
class NotebookPage:
    """A notebook of the report: its name (``03-proposals``), its title, its page's address, and
    in ``error`` what stopped it, if anything did."""

    name: str
    title: str
    address: str
    error: str = ""


@dataclass(frozen=True)
class Comparison:
    """All that the page shows of two readouts.

    ``tables`` are the measures' tables by name; a section whose table is missing or empty says so.
    ``findings`` are what may be said in a sentence, ``counts`` how many, ``warnings`` what speaks
    against comparing. ``glosses`` gives an English gloss for a quotation, word for word.
    """

    name: str
    ledger: Ledger
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    counts: Sequence[Count] = ()
    warnings: Sequence[Warning] = ()
    provenance: tuple[Provenance, Provenance] = (Provenance(), Provenance())
    glosses: Mapping[str, str] = field(default_factory=dict)
    notebooks: Sequence[NotebookPage] = ()

    @property
    def readings(self) -> dict[str, Reading]:
        """Return the two readings by when they were: then, now."""
        return {"then": self.ledger.then, "now": self.ledger.now}

    @property
    def reviewed(self) -> bool:
        """Return whether people have settled both texts and their ledger."""
        return is_reviewed(self.ledger)

    def table(self, name: str) -> pd.DataFrame:
        """Return a measure's table, an empty one where the comparison has none."""
        import pandas as pd

        return self.tables.get(name, pd.DataFrame())

    def published(self, when: str) -> Provenance:
        """Return where the reading of ``when`` was published."""
        return self.provenance[WHENS.index(when)]

    def names(self, language: str) -> tuple[str, ...]:
        """Return what then and now are called in charts: their dates where those differ."""
        dates = tuple(
            shown_date(reading.meeting.date, language, short=True)
            for reading in self.readings.values()
        )
        if all(dates) and len(set(dates)) == len(dates):
            return dates
        return tuple(label(when, language) for when in WHENS)

    @cached_property
    def voices(self) -> tuple[str, ...]:
        """Return the sides that speak, the earlier text's first, and last ``both`` as one voice."""
        spoken = [row.side for reading in self.readings.values() for row in reading.statement_rows]
        sides = tuple(side for side in dict.fromkeys(spoken) if side not in ("", BOTH))
        return (*sides, BOTH) if BOTH in spoken else sides

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Return the sides that speak, then those that only sit at a table."""
        seated = [side for reading in self.readings.values() for side in reading.meeting.sides]
        found = dict.fromkeys([*self.voices, *seated])
        return tuple(side for side in found if side not in ("", BOTH))

    def side_class(self, side: str) -> str:
        """Return the CSS class that shows a side: its colour and its kind of line."""
        if side == BOTH:
            return "side-both"
        return f"side-{min(self.sides.index(side), 2) + 1}" if side in self.sides else "side-none"

    def sentence_at(self, when: str, position: int) -> Sentence | None:
        """Return the sentence that holds a position of the source, if one does."""
        for sentence in self.readings[when].sentence_rows:
            if sentence.start <= position < sentence.end:
                return sentence
        return None

    def citation(self, when: str, start: int, end: int) -> dict[str, str]:
        """Return a citation to paste, by language: quotation, outlet, date, sentence, checksum."""
        reading, published = self.readings[when], self.published(when)
        sentence = self.sentence_at(when, start)
        words = " ".join(reading.source[start:end].split())

        def told(language: str) -> str:
            where = [
                published.outlet or reading.doc,
                shown_date(published.published or reading.meeting.date, language),
                label("cite.sentence", language, number=sentence.number) if sentence else "",
                published.address,
            ]
            return f"“{words}” ({', '.join(filter(None, where))}; SHA-256 {reading.sha256})"

        return {language: told(language) for language in LANGUAGES}

    def notebook(self, section: str) -> NotebookPage | None:
        """Return the notebook that a section's numbers come from, if the report has it."""
        wanted = _NOTEBOOK_OF.get(section, "?")
        return next((page for page in self.notebooks if page.name.startswith(wanted)), None)


# By number, which the plan keeps; the rest of a notebook's name may change.
_NOTEBOOK_OF = {
    "sources": "01",
    "agenda": "02",
    "ledger": "03",
    "requests": "04",
    "figures": "05",
    "accuracy": "07",
}


def compared(
    ledger: Ledger,
    name: str,
    *,
    notebooks: Sequence[NotebookPage] = (),
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Comparison:
    """Return the comparison of a ledger: its measures, and what the register and glosses know.

    ``tables`` stand beside the measures' own or in their place.

    >>> from readouts.comparison.ledger import compare
    >>> from readouts.reading import Reading
    >>> compared(compare(Reading("a", ""), Reading("b", "")), "nothing").table("agenda").empty
    True
    """
    from readouts.measures.counts import counts
    from readouts.measures.findings import findings

    then, now = ledger.then, ledger.now
    return Comparison(
        name=name,
        ledger=ledger,
        tables=_measured(then, now) | dict(tables or {}),
        findings=findings(ledger),
        counts=counts(ledger),
        warnings=comparability(then, now),
        provenance=(_provenance(then), _provenance(now)),
        glosses=_glosses(then) | _glosses(now),
        notebooks=tuple(notebooks),
    )


def _measured(then: Reading, now: Reading) -> dict[str, pd.DataFrame]:
    from readouts import measures
    from readouts.evaluation import unseen

    figures, in_vietnamese = (
        measures.figures_ledger(then, now, language=language) for language in ("en", "vi")
    )
    return {
        "agenda": measures.agenda(then, now),
        "requests": measures.requests(then, now),
        "figures": figures.assign(reason_vi=in_vietnamese["reason"]),
        "accuracy": unseen.unseen(),
    }


def _provenance(reading: Reading) -> Provenance:
    from readouts.measures import registered

    entry = registered(reading)
    if entry is None:
        return Provenance()
    return Provenance(entry.outlet, entry.address, str(entry.published or ""), entry.notes)


def _glosses(reading: Reading) -> dict[str, str]:
    """Return the glosses of ``data/glosses/<meeting id>.yml``, by quotation."""
    from readouts.measures import registered
    from readouts.storage.paths import data_dir
    from readouts.storage.yaml_files import load_yaml

    entry = registered(reading)
    path = data_dir() / "glosses" / f"{entry.id}.yml" if entry else None
    return load_yaml(path, dict[str, str]) if path and path.exists() else {}
