"""A corpus of readings in one Parquet file, queried with DuckDB without loading all of it.

``readouts read FOLDER --out corpus.parquet`` writes the file: a row per text, with its tables as
lists. A *relationship* is two sides that met; its meetings are ordered by date.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from readouts.comparison.comparability import held_before, known_date
from readouts.comparison.ledger import COLUMNS, Ledger, compare
from readouts.comparison.threads import thread_steps, thread_table
from readouts.errors import ReadoutsError, did_you_mean
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# The upper limit of the length of a text.
_LONGEST_TEXT = 2**24
_PAIRS = {
    "then": "str", "now": "str", "then_date": "str", "now_date": "str",
    "persisted": "int64", "reframed": "int64", "new": "int64", "dropped": "int64",
}  # fmt: skip
_UNDATED = {"doc": "str", "date": "str", "items": "int64"}


@dataclass(frozen=True)
class Corpus:
    """A corpus file, read only when needed."""

    path: Path

    def relationships(self) -> pd.DataFrame:
        """Return the pairs of sides that met, those with most meetings first.

        Columns: one, other (the sides, sorted), meetings, first, last (dates), items. Meetings with
        fewer or more than two sides, and texts without a meeting, are left out.
        """
        with self._open() as connection:
            return connection.sql(
                """
                SELECT list_sort(meeting.sides)[1] AS one, list_sort(meeting.sides)[2] AS other,
                       count(*) AS meetings, min(meeting.date) AS first, max(meeting.date) AS last,
                       sum(len(items))::BIGINT AS items
                FROM corpus WHERE len(meeting.sides) = 2 AND len(items) > 0
                GROUP BY ALL ORDER BY meetings DESC, one, other
                """
            ).df()

    def readings(self, one: str, other: str) -> list[Reading]:
        """Return the meetings of two sides by date, as readings rebuilt from their records.

        They have meeting, statements and items, and the quoted parts of the source (the rest is
        blank).
        """
        with self._open() as connection:
            found = connection.sql(
                """
                SELECT doc, sha256, meeting, statements, items FROM corpus
                WHERE len(items) > 0 AND list_has_all(meeting.sides, [$1, $2])
                ORDER BY meeting.date, doc
                """,
                params=[one, other],
            )
            return [rebuilt(dict(zip(found.columns, row, strict=True))) for row in found.fetchall()]

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        import duckdb

        if not self.path.is_file():
            raise ReadoutsError(
                f"{self.path}: expected a corpus, found nothing there. "
                "`readouts read FOLDER --out corpus.parquet` makes one."
            )
        with duckdb.connect() as connection:
            try:
                corpus = connection.read_parquet(str(self.path))
                corpus.select("doc, meeting.sides, items, statements").limit(0).fetchall()
            except duckdb.Error as error:
                reason = str(error).splitlines()[0][:160]
                raise ReadoutsError(
                    f"{self.path}: expected a corpus in Parquet, as `readouts read` writes it "
                    f"({reason})."
                ) from None
            corpus.create_view("corpus")
            yield connection


@dataclass(frozen=True)
class ManyMeetings:
    """All meetings of one relationship, by date: every pair's ledger, and the threads in them.

    ``undated_readings`` are the texts whose meeting has no known year; they have no order, so that
    they are not compared.
    """

    readings: tuple[Reading, ...]
    undated_readings: tuple[Reading, ...] = ()

    @property
    def undated(self) -> pd.DataFrame:
        """Return the meetings without a known year: doc, date (as far as the text gives it),
        items."""
        return table(
            (
                {"doc": reading.doc, "date": reading.meeting.date, "items": len(reading.item_rows)}
                for reading in self.undated_readings
            ),
            _UNDATED,
        )

    def ledgers(self) -> Iterator[Ledger]:
        """Yield the ledger of every pair of an earlier and a later meeting, one at a time.

        Two meetings of one day have no order and no ledger.
        """
        for then, now in combinations(self.readings, 2):
            if held_before(then, now):
                yield compare(then, now)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Return each appearance of each proposal (see `thread_steps`)."""
        return thread_steps(self.readings, self.ledgers())

    @cached_property
    def threads(self) -> pd.DataFrame:
        """Return each proposal from its first to its last appearance (see `thread_table`)."""
        return thread_table(self.steps, self.readings[-1].meeting.date if self.readings else "")

    def rows(self) -> Iterator[pd.DataFrame]:
        """Yield the rows of each ledger: then and now (the meetings' docs), then its columns."""
        for ledger in self.ledgers():
            frame = ledger.frame
            frame.insert(0, "then", ledger.then.doc)
            frame.insert(1, "now", ledger.now.doc)
            yield frame

    def pairs(self) -> pd.DataFrame:
        """Return a row per pair of meetings: then, now, their dates, and rows of each status."""
        rows = (
            {"then": ledger.then.doc, "now": ledger.now.doc, **ledger.count_by_status}
            | {"then_date": ledger.then.meeting.date, "now_date": ledger.now.meeting.date}
            for ledger in self.ledgers()
        )
        return table(rows, _PAIRS)

    def write(self, folder: str | Path) -> tuple[Path, ...]:
        """Write ``threads.csv``, ``steps.csv``, ``pairs.csv``, ``ledgers.csv``; return the paths.

        The rows of the ledgers are many, so they are written pair by pair.
        """
        from readouts.storage.atomic import writing
        from readouts.storage.csv_files import frame_lines, write_csv

        folder = Path(folder)
        tables = {"threads": self.threads, "steps": self.steps, "pairs": self.pairs()}
        for name, frame in tables.items():
            write_csv(frame, folder / f"{name}.csv")
        with writing(folder / "ledgers.csv") as file:
            file.writelines(frame_lines(("then", "now", *COLUMNS), self.rows()))
        return tuple(folder / f"{name}.csv" for name in (*tables, "ledgers"))


def compare_all(  # no example: it needs a corpus; the tests show it
    path: str | Path, one: str = "", other: str = ""
) -> ManyMeetings:
    """Return all meetings of a relationship in the corpus at ``path``.

    Without sides, the two that met most often are taken. Raises `ReadoutsError` if the corpus has
    no meetings of them, or if no meeting has a known year.
    """
    corpus = Corpus(Path(path))
    relationships = corpus.relationships()
    if relationships.empty:
        raise ReadoutsError(f"{path}: expected meetings of two sides, found none.")
    sides = (one, other) if one and other else tuple(relationships.loc[0, ["one", "other"]])
    readings = corpus.readings(*sides)
    if not readings:
        known = sorted(f"{row.one}, {row.other}" for row in relationships.itertuples())
        hint = did_you_mean(f"{one}, {other}", known[:20], "they are")
        raise ReadoutsError(f"{path}: expected meetings of {one} and {other}, found none; {hint}")
    dated = tuple(reading for reading in readings if known_date(reading))
    if not dated:
        raise ReadoutsError(
            f"{path}: no meeting has a known year, so they cannot be put in order. "
            "Give the date of publication in a meetings.yml beside the texts and read them again."
        )
    return ManyMeetings(dated, tuple(reading for reading in readings if not known_date(reading)))


def rebuilt(record: dict[str, Any]) -> Reading:
    """Return a reading built from its record; the source is blank except for the quotations.

    >>> item = {"start": 4, "end": 8, "quote": "họp.", "statement": 0, "speaker": "", "side": "",
    ...         "act": "agree"}
    >>> rebuilt({"doc": "a", "sha256": "0", "meeting": {}, "items": [item]}).source
    '    họp.'
    """
    try:
        tables = {f"{kind}_rows": record.get(f"{kind}s") or [] for kind in ("statement", "item")}
        return _adapter().validate_python(
            {
                "doc": record["doc"],
                "source": _source([row for rows in tables.values() for row in rows]),
                "sha256": record["sha256"],
                "meeting": _given(record["meeting"]),
                **{name: [_given(row) for row in rows] for name, rows in tables.items()},
            }
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ReadoutsError(
            f"{record.get('doc')}: expected a record as `readouts read` writes it ({error!r}). "
            "The corpus is damaged; make it again."
        ) from None


@cache
def _adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)


def _source(quoted: list[dict[str, Any]]) -> str:
    """Return the quotations at their places; raises `ValueError` if one does not fit there."""
    for row in quoted:
        start, end = row["start"], row["end"]
        if not 0 <= start < end <= _LONGEST_TEXT or len(row["quote"]) != end - start:
            raise ValueError(f"a row from {start} to {end} is not as long as its quotation")
    source = [" "] * max((row["end"] for row in quoted), default=0)
    for row in quoted:
        source[row["start"] : row["end"]] = row["quote"]
    return "".join(source)


def _given(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if value is not None}
