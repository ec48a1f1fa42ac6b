"""References, read by the programs that other people cite with."""

from __future__ import annotations

import io
import json

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from made_readings import made
from pybtex.database import parse_string
from readouts.exports.references import Reference, bibtex, csl_json, references, ris
from readouts.model import Zone
from readouts.reading import Reading

HOSTILE = 'Đề nghị "50 %" & mở {chợ} _x_ # $5 \\ ~ ^ {'
PLAIN: Reference = {
    "id": "lao-2024",
    "type": "article-newspaper",
    "title": "Mở chợ biên giới",
    "container-title": "Báo Biên giới",
    "issued": {"date-parts": [[2024, 5, 6]]},
    "URL": "https://example.org/a_b%20c?d=1&e=#f",
    "language": "vi",
}


def cited(reference: Reference) -> str:
    """One reference as citeproc sets it in a list of references."""
    source = CiteProcJSON(json.loads(csl_json([reference])))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    shelf = CitationStylesBibliography(style, source, formatters.plain)
    shelf.register(Citation([CitationItem(reference["id"])]))
    return str(shelf.bibliography()[0])


def test_citeproc_sets_title_outlet_and_year() -> None:
    words = cited(PLAIN)
    assert "Mở chợ biên giới" in words
    assert "Báo Biên giới" in words
    assert "2024" in words


def test_pybtex_reads_every_field_back() -> None:
    (entry,) = parse_string(bibtex([PLAIN]).decode(), "bibtex").entries.values()
    assert (entry.key, entry.type) == ("lao-2024", "article")
    assert dict(entry.fields) == {
        "title": "Mở chợ biên giới", "journal": "Báo Biên giới", "language": "vi",
        "url": PLAIN["URL"], "year": "2024", "month": "5", "day": "6",
    }  # fmt: skip


def test_no_title_breaks_bibtex() -> None:
    entries = parse_string(
        bibtex([PLAIN | {"title": HOSTILE}, PLAIN | {"id": "b"}]).decode(), "bibtex"
    )
    assert list(entries.entries) == ["lao-2024", "b"]
    assert entries.entries["lao-2024"].fields["title"] == (
        r'Đề nghị "50 \%" \& mở {\textbraceleft}chợ{\textbraceright} \_x\_ \# \$5 '
        r"{\textbackslash} {\textasciitilde} {\textasciicircum} {\textbraceleft}"
    )


def test_rispy_reads_every_field_back() -> None:
    (entry,) = rispy.loads(ris([PLAIN]).decode())
    assert entry == {
        "type_of_reference": "NEWS", "id": "lao-2024", "title": "Mở chợ biên giới",
        "secondary_title": "Báo Biên giới", "urls": [PLAIN["URL"]], "language": "vi",
        "year": "2024", "date": "2024/05/06/",
    }  # fmt: skip


def test_no_id_and_no_line_end_breaks_a_list() -> None:
    found = [PLAIN | {"id": "{a,b}\nc", "container-title": "Báo\nTY  - BOOK"}, PLAIN]
    assert list(parse_string(bibtex(found).decode(), "bibtex").entries) == ["-a-b-c", "lao-2024"]
    assert [one["type_of_reference"] for one in rispy.loads(ris(found).decode())] == ["NEWS"] * 2


@pytest.mark.parametrize("date", ["--04-03", "2024-05/2024-06", "hôm qua", "2024-5"])
def test_a_date_no_reference_can_hold_is_no_field(date: str) -> None:
    assert "event-date" not in references([made(doc="a", date=date)])[0]


READING = made(
    ("Lào", "propose", "mở\nchợ; xây cầu", "trade", "infrastructure"), doc="lao", date="2024-05-05"
)


def test_a_text_without_a_headline_says_what_it_is() -> None:
    assert references([READING])[0]["title"] == "[Readout of a meeting, Lào, 5 May 2024]"
    assert references([Reading("a", "")], "vi")[0]["title"] == "[Bản tin về một cuộc gặp]"


def test_a_headline_is_the_title_on_one_line() -> None:
    reading = Reading("a", "Mở\nchợ\n\nTin.", zone_rows=(Zone(0, 6, "title"),))
    assert references([reading])[0]["title"] == "Mở chợ"


def test_what_nobody_knows_is_no_field() -> None:
    (reference,) = references([Reading("a", "")])
    assert set(reference) == {"id", "type", "title", "language", "note"}


@pytest.mark.parametrize("write", [csl_json, bibtex, ris])
def test_passages_are_references_of_their_own_with_their_words(write) -> None:
    words = write(references([READING], passages=True)).decode()
    assert words.count("lao-0-6") == words.count("lao-8-15") == 1
    assert "“mở chợ”" in words
    assert "characters 8–15" in words
    assert "“" not in write(references([READING])).decode()


def test_every_passage_of_a_list_is_read_by_each_program() -> None:
    found = references([READING], passages=True)
    assert len(rispy.load(io.StringIO(ris(found).decode()))) == 3
    assert len(parse_string(bibtex(found).decode(), "bibtex").entries) == 3
    assert "mở chợ" not in cited(found[1])
