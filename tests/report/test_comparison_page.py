from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from made_comparisons import HOSTILE, empty, hostile, plain, registered
from readouts.comparison.ledger import compare
from readouts.model import Review
from readouts.reading import Reading
from readouts.report.comparison_page import NotebookPage, compared, index_html

MAKERS = {"plain": plain, "registered": registered, "empty": empty, "hostile": hostile}


@cache
def page(name: str, language: str = "en") -> BeautifulSoup:
    return BeautifulSoup(index_html(MAKERS[name](), language), "html.parser")


def words(element) -> str:
    return " ".join(element.get_text().split())


@pytest.mark.parametrize("name", MAKERS)
def test_no_address_leaves_the_page(name: str) -> None:
    for element in page(name).find_all(True):
        for attribute in ("src", "href", "action", "srcset", "poster", "data", "xlink:href"):
            address = element.get(attribute, "#")
            assert re.match(
                r"#|data:(text/csv|application/octet-stream);|\d\d-[a-z-]+\.html$", address
            ), address
    assert "url(" not in re.sub(r"url\(#\w+\)", "", str(page(name)))


def test_the_comparison_can_be_saved_for_other_programs() -> None:
    links = {link["download"]: link["href"] for link in page("plain").select("#ledger a[download]")}
    saved = {Path(name).suffix: base64.b64decode(it.split(",")[1]) for name, it in links.items()}
    assert {".csv", ".xlsx", ".qdpx", ".ris"} == saved.keys()
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(saved[".xlsx"])).namelist()
    assert "project.qde" in zipfile.ZipFile(io.BytesIO(saved[".qdpx"])).namelist()
    assert saved[".ris"].startswith(b"TY  - NEWS")


@pytest.mark.parametrize("name", MAKERS)
def test_every_link_inside_the_page_leads_somewhere(name: str) -> None:
    soup = page(name)
    ids = {element["id"] for element in soup.find_all(id=True)}
    wanted = {link["href"][1:] for link in soup.find_all("a", href=re.compile("^#"))}
    assert wanted <= ids


@pytest.mark.parametrize("name", MAKERS)
def test_no_id_stands_twice(name: str) -> None:
    ids = [element["id"] for element in page(name).find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", MAKERS)
def test_both_sources_are_shown_whole(name: str) -> None:
    comparison = MAKERS[name]()
    for when, reading in comparison.readings.items():
        shown = page(name).select(f"#source-{when} .text")
        # A parser of HTML may not keep NUL; everything else stands in the page as in the source.
        whole = "".join("".join(line.get_text().split()) for line in shown)
        assert whole.replace("\ufffd", "\0") == "".join(reading.source.split())


def test_every_proposal_is_marked_and_leads_to_its_row_and_back() -> None:
    comparison, soup = plain(), page("plain")
    for when, reading in comparison.readings.items():
        for number, item in enumerate(reading.item_rows):
            marks = soup.find_all(
                "mark", attrs={"data-marks": re.compile(rf"\b{when}-i{number}\b")}
            )
            assert "".join(m.get_text() for m in marks) == reading.source[item.start : item.end]
            assert soup.select(f'.ledger a[href="#{when}-i{number}"]')
    assert len(soup.select("tr.row")) == len(comparison.ledger.frame)
    assert {a["href"] for a in soup.select("a.tag")} == {
        f"#{r['id']}" for r in soup.select("tr.row")
    }


def test_the_picture_has_a_linked_square_for_every_row_under_its_heading() -> None:
    soup = page("plain")
    squares = soup.select(".squares .square")
    rows = [row["id"] for row in soup.select("tr.row")]
    assert [square["href"] for square in squares] == [f"#{row}" for row in rows]
    heads = [int(words(head).split()[0]) for head in soup.select(".squares thead th")]
    columns = [len(soup.select(f".squares td:nth-child({at}) .square")) for at in (2, 3, 4)]
    assert heads == columns


def test_the_agenda_draws_each_theme_beside_its_counts() -> None:
    soup, themes = page("plain"), plain().tables["agenda"].set_index("theme")
    drawn = soup.select("table.agenda tbody tr")
    assert len(drawn) == len(themes)
    for row in drawn:
        then, now = themes.loc[row.th.a["data-view"].removeprefix("theme="), ["then", "now"]]
        for cell, count in zip(row.select(".number"), (then, now), strict=True):
            low, _, high = words(cell.select_one(".en") or cell).partition(" to ")
            assert int(low) <= count <= int(high or low)
        first, second = (float(row.select_one(f"circle.{when}")["cx"]) for when in ("then", "now"))
        assert (first < second) == (then < now)


def test_the_findings_lead_each_with_its_words_and_a_way_to_them() -> None:
    comparison, soup = plain(), page("plain")
    shown = soup.select(".findings > li")
    assert len(shown) == len(comparison.findings) > 0
    for item, finding in zip(shown, comparison.findings, strict=True):
        assert finding.sentence("en") in words(item)
        assert len(item.select(".quote")) == len(finding.quotes)


def test_decimals_have_a_point_in_english_and_a_comma_in_vietnamese() -> None:
    shown = page("registered").select("table.ledger .match, table.accuracy")
    for language, decimals in (("en", r"−?\d\.\d\d"), ("vi", r"−?\d,\d\d")):
        numbers = [
            number.get_text()
            for place in shown
            for number in place.select(f"span.{language}")
            if re.search(r"\d[.,]\d\d", number.get_text())
        ]
        assert numbers
        assert all(re.fullmatch(decimals, number) for number in numbers)


def test_a_draft_says_so_and_its_numbers_are_ranges() -> None:
    soup = page("plain")
    assert words(soup.select_one(".state.draft")).startswith("Draft.")
    assert " to " in words(soup.select_one(".counts"))
    assert not any(" proposals" in words(tag) for tag in soup.select(".meeting .facts"))
    agenda = soup.select("table.agenda td.number")
    assert agenda
    assert all(" to " in words(cell) for cell in agenda)


def test_a_reviewed_comparison_says_who_settled_it_and_its_numbers_are_exact() -> None:
    ledger = plain().ledger
    settled = [
        replace(one, review=Review(len(one.item_rows), len(one.item_rows), ("AB",), "2026-01-02"))
        for one in (ledger.then, ledger.now)
    ]
    rows = tuple(replace(row, needs_look=()) for row in ledger.rows)
    ledger = replace(ledger, then=settled[0], now=settled[1], rows=rows)
    soup = BeautifulSoup(index_html(compared(ledger, "x")), "html.parser")
    items = sum(len(one.item_rows) for one in settled)
    told = f"{items} of {items} proposals reviewed by AB, 2 January 2026."
    assert told in words(soup.select_one(".state.reviewed"))
    assert " to " not in words(soup.select_one(".counts"))
    assert all(" proposal" in words(tag) for tag in soup.select(".meeting .facts"))
    assert all(words(cell).isdigit() for cell in soup.select("table.agenda td.number"))


def test_what_speaks_against_comparing_stands_at_the_head() -> None:
    ledger = plain().ledger
    backwards = compared(compare(ledger.now, ledger.then), "x")
    soup = BeautifulSoup(index_html(backwards), "html.parser")
    assert "was held after" in words(soup.select_one(".state .caution"))


def test_nothing_is_new_or_gone_where_it_is_not_known_which_meeting_was_first() -> None:
    ledger = plain().ledger
    undated = replace(ledger.now, meeting=replace(ledger.now.meeting, date="--06-07"))
    soup = BeautifulSoup(index_html(compared(compare(ledger.then, undated), "x")), "html.parser")
    told = {words(tag) for tag in soup.select(".status .en")}
    assert {"in the first only", "in the second only"} <= told
    assert told.isdisjoint({"new", "dropped"})
    headings = [words(tag.select_one(".en")) for tag in soup.select(".meeting h2")]
    assert headings == ["First text", "Second text"]
    assert "→" not in words(soup.select_one("h1"))
    assert {"new", "dropped"} <= {words(tag) for tag in page("plain").select(".status .en")}


def test_countries_have_their_names_in_the_readers_language() -> None:
    heading = page("plain").select_one("h1")
    assert words(heading.select_one(".en")) in ("Laos", "Vietnam")
    assert words(heading.select_one(".vi")) in ("Lào", "Việt Nam")


def test_a_citation_holds_all_that_finds_the_words_again() -> None:
    comparison, soup = plain(), page("plain")
    button = soup.select_one("td.now .copy")
    told = {"en": ("8 June 2024", "sentence 1"), "vi": ("8 tháng 6 năm 2024", "câu 1")}
    for language, own in told.items():
        for part in ("đẩy nhanh thông quan tại các cửa khẩu", "Báo Mẫu", *own,
                     "https://example.org/bai", comparison.ledger.now.sha256):  # fmt: skip
            assert part in button[f"data-{language}"]


def test_a_gloss_stands_under_its_quotation_and_quotations_are_marked_vietnamese() -> None:
    soup = page("plain")
    assert words(soup.select_one(".gloss")) == "Link the railways of the two countries"
    assert all(quote.get("lang") == "vi" for quote in soup.select(".quote, p.text, blockquote"))


def test_everything_said_in_one_language_is_said_in_the_other() -> None:
    soup = page("plain")
    for english in soup.select("span.en"):
        assert "vi" in english.find_next_sibling()["class"]
    for name in ("aria-label", "placeholder", "label", "title"):
        assert len(soup.find_all(attrs={f"data-{name}-en": True})) == len(
            soup.find_all(attrs={f"data-{name}-vi": True})
        )


def test_no_phrase_is_missing() -> None:
    shown = words(page("plain")) + words(page("registered")) + words(page("empty"))
    unworded = re.compile(
        r"\b(?:page|section|nav|column|ledger|filter|finding|status|act|zone)\.[a-z_]{2,}"
    )
    assert not unworded.findall(shown.replace("now.txt", "").replace("then.txt", ""))


def test_the_page_opens_in_the_language_asked_for() -> None:
    assert page("plain", "vi").html["lang"] == "vi"
    assert page("plain", "vi").select_one("#language-vi").has_attr("checked")


def test_a_table_can_be_saved_and_spreadsheets_run_nothing() -> None:
    link = page("hostile").select_one('a[download="ledger.csv"]')
    table = base64.b64decode(link["href"].partition(";base64,")[2]).decode("utf-8-sig")
    assert table.startswith("row,theme,")
    assert not re.search(r"^[=+@]|,[=+@]", table, re.MULTILINE)


def test_texts_without_a_meeting_give_a_page_that_says_so() -> None:
    soup = page("empty")
    assert "nothing to compare" in words(soup.select_one("#answer"))
    assert not soup.select("table.ledger, form.filter")
    assert "Trời hôm nay đẹp." in words(soup.select_one("#source-now"))


def test_a_notebook_that_failed_is_named_with_its_error() -> None:
    broken = NotebookPage("04-voices", "Who speaks?", "04-voices.html", "DeadKernelError: died")
    comparison = compared(compare(Reading("a", ""), Reading("b", "")), "x", notebooks=[broken])
    soup = BeautifulSoup(index_html(comparison), "html.parser")
    assert "Who speaks?: DeadKernelError: died" in words(soup.select_one(".warning"))


def test_hostile_text_is_text() -> None:
    soup = page("hostile")
    assert not soup.find_all(["img", "iframe", "object", "embed", "base", "link"])
    assert len(soup("script")) == 2
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
    shown = soup.get_text()
    for text in HOSTILE[:-2]:
        assert text in shown
    assert "49" not in words(soup.select_one("h1"))


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert index_html(plain()) == index_html(plain())


def test_the_first_report_can_be_sent_by_mail() -> None:
    assert len(index_html(registered()).encode()) < 1_500_000
