"""A corpus in one Parquet file: relationships, every pair's ledger, threads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from made_corpora import command
from made_projects import make_project
from made_readings import made
from readouts.comparison.many_meetings import Corpus, ManyMeetings, compare_all, rebuilt
from readouts.corpus.records_file import write_corpus
from readouts.errors import ReadoutsError
from readouts.model import BOTH
from readouts.reading import Reading

FLIGHT = "mở đường bay thẳng giữa hai thủ đô"
SCHOOL = "tăng học bổng cho sinh viên"


def met(date: str, other: str, *asked: str) -> Reading:
    clauses = [("Việt Nam", "propose", clause, "infrastructure") for clause in asked]
    return made(*clauses, (other, "affirm", f"{other} coi trọng quan hệ"), doc=date, date=date)


READINGS = (
    met("2021-03-07", "Lào", FLIGHT),
    met("2019-01-05", "Lào", FLIGHT, SCHOOL),
    met("2020-02-06", "Cuba", SCHOOL),
    met("2022-04-08", "Lào"),
    made(("Việt Nam", "propose", SCHOOL), doc="one-sided", date="2020-01-01"),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    lines = [json.dumps(reading.record(), ensure_ascii=False) for reading in READINGS]
    lines.append(json.dumps({"doc": "bad.txt", "error": "bad.txt: expected a text"}))
    out = tmp_path / "corpus.parquet"
    write_corpus([line.encode() for line in lines], out, lambda record: None)
    return out


def test_relationships_are_pairs_of_sides_with_proposals(corpus: Path) -> None:
    found = Corpus(corpus).relationships()
    assert found[["one", "other", "meetings", "first", "last", "items"]].values.tolist() == [
        ["Lào", "Việt Nam", 2, "2019-01-05", "2021-03-07", 3],
        ["Cuba", "Việt Nam", 1, "2020-02-06", "2020-02-06", 1],
    ]


def test_meetings_of_a_relationship_come_by_date_whatever_the_order_of_its_sides(
    corpus: Path,
) -> None:
    for sides in (("Lào", "Việt Nam"), ("Việt Nam", "Lào")):
        docs = [reading.doc for reading in Corpus(corpus).readings(*sides)]
        assert docs == ["2019-01-05", "2021-03-07"]


def test_a_reading_rebuilt_from_its_record_has_the_same_items_and_quotes(corpus: Path) -> None:
    rebuilt_reading = Corpus(corpus).readings("Lào", "Việt Nam")[0]
    original = READINGS[1]
    assert rebuilt_reading.item_rows == original.item_rows
    assert rebuilt_reading.statement_rows == original.statement_rows
    assert rebuilt_reading.meeting == original.meeting
    assert rebuilt_reading.sha256 == original.sha256
    assert rebuilt_reading.items["quote"].tolist() == original.items["quote"].tolist()


def test_a_record_of_json_lines_is_rebuilt_too() -> None:
    record = json.loads(json.dumps(READINGS[1].record()))
    assert rebuilt(record).item_rows == READINGS[1].item_rows


def test_all_pairs_of_the_relationship_that_met_most_are_compared(corpus: Path) -> None:
    many = compare_all(corpus)
    assert many.pairs()[["then", "now", "persisted", "dropped"]].values.tolist() == [
        ["2019-01-05", "2021-03-07", 1, 1]
    ]
    assert many.threads[["first_quote", "meetings"]].values.tolist() == [
        [FLIGHT, 2],
        [SCHOOL, 1],
    ]


def test_one_meeting_has_no_pairs_and_threads_of_one(corpus: Path) -> None:
    many = compare_all(corpus, "Cuba", "Việt Nam")
    assert many.pairs().empty
    assert many.threads["meetings"].tolist() == [1]


def test_tables_are_written_with_every_pair(corpus: Path, tmp_path: Path) -> None:
    paths = compare_all(corpus).write(tmp_path / "tables")
    assert [path.name for path in paths] == ["threads.csv", "steps.csv", "pairs.csv", "ledgers.csv"]
    ledgers = pd.read_csv(tmp_path / "tables" / "ledgers.csv", encoding="utf-8-sig")
    assert ledgers[["then", "now", "status"]].values.tolist() == [
        ["2019-01-05", "2021-03-07", "persisted"],
        ["2019-01-05", "2021-03-07", "dropped"],
    ]


def test_two_sides_that_never_met_are_told_with_those_that_did(corpus: Path) -> None:
    with pytest.raises(ReadoutsError, match="found none"):
        compare_all(corpus, "Việt Nam", "Peru")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.parquet", None, "found nothing there"),
        ("text.parquet", b"no parquet at all", "expected a corpus in Parquet"),
    ],
)
def test_what_is_no_corpus_is_told_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadoutsError, match=message):
        compare_all(tmp_path / name)


def test_a_parquet_file_of_another_kind_is_told_in_a_sentence(tmp_path: Path) -> None:
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "other.parquet")
    with pytest.raises(ReadoutsError, match="expected a corpus in Parquet"):
        compare_all(tmp_path / "other.parquet")


def test_a_corpus_without_meetings_is_told_in_a_sentence(tmp_path: Path) -> None:
    out = tmp_path / "corpus.parquet"
    record = made((BOTH, "affirm", "Trời đẹp")).record()
    write_corpus([json.dumps(record).encode()], out, lambda record: None)
    with pytest.raises(ReadoutsError, match="expected meetings of two sides"):
        compare_all(out)


# --- thirteen invented readouts, read as a user would --------------------------------------------


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> ManyMeetings:
    """The meetings of the invented relationship, whose country the lexicon may not know."""
    home = make_project(tmp_path_factory.mktemp("home"))
    lexicon = home / "data" / "lexicon"
    real = lexicon.resolve()
    lexicon.unlink()
    shutil.copytree(real, lexicon)
    bodies = lexicon / "bodies.yml"
    known = bodies.read_text(encoding="utf-8")
    if "Velmara" not in known:
        known = known.replace("\nbodies:\n", "\nbodies:\n  - {name: Velmara}\n")
    bodies.write_text(known, encoding="utf-8")
    out = home / "corpus.parquet"
    done = subprocess.run(
        command("read", real.parent / "invented", "--out", out, "--jobs", "1"),
        env={**os.environ, "READOUTS_HOME": str(home)},
        check=False,
    )
    assert done.returncode == 0
    return compare_all(out)


def test_the_invented_relationship_is_found_with_all_its_meetings(invented: ManyMeetings) -> None:
    dates = [reading.meeting.date for reading in invented.readings]
    assert len(dates) == 13
    assert (dates[0], dates[-1]) == ("2015-03-10", "2026-05-20")
    assert len(invented.pairs()) == 13 * 12 // 2


@pytest.mark.parametrize(
    ("words", "first", "last", "meetings"),
    [
        ("đường bay", "2015-03-10", "2026-05-20", 6),
        ("kim ngạch thương mại lên", "2015-03-10", "2026-05-20", 5),
        ("thịt bò", "2018-05-29", "2025-12-03", 5),
        ("khí hydro", "2024-02-27", "2026-05-20", 4),
    ],
)
def test_a_thread_of_the_invented_relationship_is_one_thread(
    invented: ManyMeetings, words: str, first: str, last: str, meetings: int
) -> None:
    steps = invented.steps
    about = steps[steps["quote"].str.contains(words)]
    longest = about["thread"].mode()[0]
    row = invented.threads.set_index("thread").loc[longest]
    assert (row["first"], row["last"]) == (first, last)
    assert row["meetings"] >= meetings


@pytest.mark.parametrize("change", [{"end": 10**15}, {"start": -5}, {"quote": "x"}])
def test_a_row_that_is_not_as_long_as_its_words_is_told(change: dict[str, object]) -> None:
    record = made((BOTH, "agree", SCHOOL)).record()
    record["items"][0] |= change
    with pytest.raises(ReadoutsError, match="not as long as its quotation"):
        rebuilt(record)


@pytest.mark.parametrize("change", [{"end": None}, {"start": "0"}])
def test_a_row_of_another_type_is_told(change: dict[str, object]) -> None:
    record = made((BOTH, "agree", SCHOOL)).record()
    record["items"][0] |= change
    with pytest.raises(ReadoutsError, match="expected a record as"):
        rebuilt(record)


def corpus_of(path: Path, *readings: Reading) -> Path:
    lines = [json.dumps(one.record()).encode() for one in readings]
    write_corpus(lines, path / "corpus.parquet", lambda record: None)
    return path / "corpus.parquet"


def test_meetings_of_no_known_year_are_listed_and_not_put_in_order(tmp_path: Path) -> None:
    out = corpus_of(tmp_path, met("2021-03-07", "Lào", FLIGHT), met("--05-06", "Lào", FLIGHT))
    many = compare_all(out)
    assert [reading.meeting.date for reading in many.readings] == ["2021-03-07"]
    assert many.undated[["date", "items"]].values.tolist() == [["--05-06", 1]]
    assert many.pairs().empty


def test_where_no_year_is_known_nothing_is_compared(tmp_path: Path) -> None:
    with pytest.raises(ReadoutsError, match="no meeting has a known year"):
        compare_all(corpus_of(tmp_path, met("--05-06", "Lào", FLIGHT)))


def test_two_meetings_of_one_day_have_no_order_between_them(tmp_path: Path) -> None:
    days = ("2021-03-07", "2021-03-07", "2022")
    many = compare_all(corpus_of(tmp_path, *(met(day, "Lào", FLIGHT) for day in days)))
    pairs = many.pairs()
    assert list(zip(pairs["then_date"], pairs["now_date"], strict=True)) == [(days[0], days[2])] * 2
