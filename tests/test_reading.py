"""The tables of one readout."""

import json

import pytest
from made_parses import parsed
from made_readings import made
from readouts.reading import Reading

TABLES = ("participants", "statements", "items", "mentions", "zones", "sentences", "uncoded")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_rows_has_its_columns(table):
    frame = getattr(Reading("none", ""), table)
    assert frame.empty
    assert list(frame.columns[:3]) == ["start", "end", "quote"]


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_and_types_do_not_depend_on_rows(table):
    empty, full = Reading("none", ""), parsed("Hai bên nhất trí giảm thuế 5%.")
    assert getattr(empty, table).dtypes.to_dict() == getattr(full, table).dtypes.to_dict()


def test_a_quote_is_the_slice_of_the_source():
    reading = parsed("Hai bên nhất trí giảm thuế 5%.")
    for row in reading.items.itertuples():
        assert reading.source[row.start : row.end] == row.quote


def test_coverage_is_the_share_of_the_body_in_statements():
    reading = made(("Lào", "propose", "đề nghị mở cửa khẩu"))
    [sentence] = reading.sentence_rows
    [statement] = reading.statement_rows
    expected = (statement.end - statement.start) / (sentence.end - sentence.start)
    assert reading.coverage == pytest.approx(expected)
    assert Reading("none", "").coverage == 0.0


def test_a_record_is_plain_json():
    record = parsed("Hai bên nhất trí giảm thuế 5%.").record()
    assert json.loads(json.dumps(record)) == record


def test_the_hash_is_of_the_source():
    assert Reading("a", "x").sha256 == Reading("b", "x").sha256 != Reading("a", "y").sha256


def test_a_reading_says_in_short_what_it_is():
    assert "1 items" in repr(parsed("Hai bên nhất trí giảm thuế."))
