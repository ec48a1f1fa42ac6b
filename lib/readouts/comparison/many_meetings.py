"""A corpus of readings in one Parquet file, queried with DuckDB without loading all of it.

``readouts read FOLDER --out corpus.parquet`` writes the file: a row per text, with its tables as
lists. A *relationship* is two sides that met; its meetings are ordered by date.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from readouts.comparison.comparability import known_date
from readouts.comparison.ledger import COLUMNS, Ledger, compare
from readouts.comparison.threads import Threads, threads
from readouts.errors import ReadoutsError, did_you_mean
from readouts.model import Item, Meeting, Statement
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


@dataclass(frozen=True)
class Corpus:
    """A corpus file, read only when needed."""

    path: Path

    def relationships(self) -> pd.DataFrame:
        """Return the pairs of sides that met, those with most meetings first.

        Columns: one, other (the sides, sorted), meetings, first, last (dates), items. Meetings with
        fewer or more than two sides, and texts without a meeting, are left out.
        """
        return self._ask(
            """
            SELECT list_sort(meeting.sides)[1] AS one, list_sort(meeting.sides)[2] AS other,
                   count(*) AS meetings, min(meeting.date) AS first, max(meeting.date) AS last,
                   sum(len(items))::BIGINT AS items
            FROM corpus WHERE len(meeting.sides) = 2 AND len(items) > 0
            GROUP BY ALL ORDER BY meetings DESC, one, other
            """
        )

    def themes_over_time(self, one: str, other: str) -> pd.DataFrame:
        """Return the number of items on each theme at each meeting of a relationship.

        Columns: date, doc, theme, act, side, items. An item with two themes counts for both.
        """
        return self._ask(
            f"""
            WITH met AS ({_MET}),
                 item AS (SELECT doc, date, unnest(items) AS item FROM met),
                 coded AS (SELECT date, doc, unnest(item.themes) AS theme, item.act, item.side
                           FROM item)
            SELECT *, count(*) AS items FROM coded
            GROUP BY ALL ORDER BY date, doc, theme, act, side
            """,
            one,
            other,
        )

    def readings(self, one: str, other: str) -> list[Reading]:
        """Return the meetings of a relationship by date, as readings rebuilt from their records.

        They have meeting, statements and items, and the quoted parts of the source (the rest is
        blank). Meetings without a known year are left out (see `undated`). Raises `ReadoutsError`
        if the two sides never met, or if no meeting has a known year.
        """
        query = f"SELECT doc, sha256, meeting, statements, items FROM ({_MET}) ORDER BY date, doc"
        with self._open() as connection:
            found = connection.sql(query, params=[one, other])
            met = [rebuilt(dict(zip(found.columns, row, strict=True))) for row in found.fetchall()]
        readings = [reading for reading in met if known_date(reading)]
        if not met:
            raise ReadoutsError(self._no_such(one, other))
        if not readings:
            raise ReadoutsError(
                f"{self.path}: no meeting has a known year, so they cannot be put in order. "
                "Give the date of publication in a meetings.yml beside the texts and read them "
                "again."
            )
        return readings

    def undated(self, one: str, other: str) -> pd.DataFrame:
        """Return the meetings of a relationship without a known year: doc, date, items.

        ``date`` has the parts that the text gives.
        """
        return self._ask(
            f"""
            SELECT doc, date, len(items)::BIGINT AS items FROM ({_MET})
            WHERE coalesce(date, '') = '' OR starts_with(date, '-') ORDER BY doc
            """,
            one,
            other,
        )

    def _no_such(self, one: str, other: str) -> str:
        met = self.relationships()
        known = {f"{row.one}, {row.other}" for row in met.itertuples()}
        hint = did_you_mean(f"{one}, {other}", sorted(known)[:20], "they are") if known else ""
        return f"{self.path}: expected meetings of {one} and {other}, found none; {hint}"

    def _ask(self, query: str, *parameters: str) -> pd.DataFrame:
        with self._open() as connection:
            return connection.execute(query, list(parameters)).df()

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


_MET = """
    SELECT *, meeting.date AS date FROM corpus
    WHERE len(items) > 0 AND list_contains(meeting.sides, $1) AND list_contains(meeting.sides, $2)
"""


@dataclass(frozen=True)
class ManyMeetings:
    """All meetings of one relationship, by date: every pair's ledger, and the threads in them.

    ``undated`` names the texts whose meeting has no known year; they are not included.
    """

    readings: tuple[Reading, ...]
    undated: tuple[str, ...] = ()

    def ledgers(self) -> Iterator[Ledger]:
        """Yield the ledger of every pair of an earlier and a later meeting, one at a time.

        Two meetings of one day have no order and no ledger.
        """
        for then, now in combinations(self.readings, 2):
            shared = min(len(then.meeting.date), len(now.meeting.date))
            if then.meeting.date[:shared] < now.meeting.date[:shared]:
                yield compare(then, now)

    @cached_property
    def threads(self) -> Threads:
        """Return each proposal from its first to its last appearance."""
        return threads(self.readings, self.ledgers())

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
        return table(rows, _PAIR_COLUMNS)

    def write(self, folder: str | Path) -> tuple[Path, ...]:
        """Write ``threads.csv``, ``steps.csv``, ``pairs.csv``, ``ledgers.csv``; return the paths.

        The rows of the ledgers are many, so they are written pair by pair.
        """
        from readouts.storage.atomic import writing
        from readouts.storage.csv_files import frame_lines, write_csv

        folder = Path(folder)
        tables = {
            "threads": self.threads.frame, "steps": self.threads.steps, "pairs": self.pairs(),
        }  # fmt: skip
        for name, frame in tables.items():
            write_csv(frame, folder / f"{name}.csv")
        with writing(folder / "ledgers.csv") as file:
            file.writelines(frame_lines(("then", "now", *COLUMNS), self.rows()))
        return tuple(folder / f"{name}.csv" for name in (*tables, "ledgers"))


_PAIR_COLUMNS = {
    "then": "str", "now": "str", "then_date": "str", "now_date": "str",
    "persisted": "int64", "reframed": "int64", "new": "int64", "dropped": "int64",
}  # fmt: skip


def compare_all(  # no example: it needs a corpus; the tests show it
    path: str | Path, one: str = "", other: str = ""
) -> ManyMeetings:
    """Return all meetings of a relationship in the corpus at ``path``.

    Without sides, the two that met most often are taken. Raises `ReadoutsError` if the corpus has
    no meetings of them.
    """
    corpus = Corpus(Path(path))
    if not (one and other):
        met = corpus.relationships()
        if met.empty:
            raise ReadoutsError(f"{path}: expected meetings of two sides, found none.")
        one, other = met.loc[0, "one"], met.loc[0, "other"]
    undated = corpus.undated(one, other)["doc"]
    return ManyMeetings(tuple(corpus.readings(one, other)), tuple(undated))


def rebuilt(record: dict[str, Any]) -> Reading:
    """Return a reading built from its record; the source is blank except for the quotations.

    >>> item = {"start": 4, "end": 8, "quote": "họp.", "statement": 0, "speaker": "", "side": "",
    ...         "act": "agree"}
    >>> rebuilt({"doc": "a", "sha256": "0", "meeting": {}, "items": [item]}).source
    '    họp.'
    """
    try:
        return _rebuilt(record)
    except (TypeError, KeyError, AttributeError, ValidationError) as error:
        raise ReadoutsError(
            f"{record.get('doc')}: expected a record as `readouts read` writes it ({error!r}). "
            "The corpus is damaged; make it again."
        ) from None


def _rebuilt(record: dict[str, Any]) -> Reading:
    tables = {name: record.get(name) or [] for name in ("statements", "items")}
    quoted = [row for rows in tables.values() for row in rows]
    for row in quoted:
        if not 0 <= row["start"] < row["end"] <= _LONGEST_TEXT or not _as_long(row):
            raise ReadoutsError(
                f"{record['doc']}: a row from {row['start']} to {row['end']} is not as long as its "
                "quotation. The corpus is damaged; make it again with `readouts read`."
            )
    source = [" "] * max((row["end"] for row in quoted), default=0)
    for row in quoted:
        source[row["start"] : row["end"]] = row["quote"]
    return Reading(
        doc=record["doc"],
        source="".join(source),
        sha256=record["sha256"],
        meeting=_made(Meeting, record["meeting"]),
        statement_rows=tuple(_made(Statement, row) for row in tables["statements"]),
        item_rows=tuple(_made(Item, row) for row in tables["items"]),
    )


# The upper limit of the length of a text.
_LONGEST_TEXT = 2**24


def _as_long(row: dict[str, Any]) -> bool:
    return isinstance(row["quote"], str) and len(row["quote"]) == row["end"] - row["start"]


def _made(kind: type, row: dict[str, Any]) -> Any:
    return TypeAdapter(kind).validate_python(
        {name: row[name] for name in row if row[name] is not None}
    )
