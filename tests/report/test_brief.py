"""The brief: four parts, each row with its words and where they stand, on two pages of paper."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from made_comparisons import HOSTILE, empty, hostile, plain
from made_notebooks import TABLE, make_batch
from made_readings import made
from readouts import cli
from readouts.comparison.ledger import compare
from readouts.labels import label
from readouts.model import Meeting, Review
from readouts.report.brief import PARTS, brief_html, write_brief
from readouts.report.comparison_page import Comparison, compared
from readouts.report.printing import browser


@cache
def page(make=plain, language: str = "en") -> BeautifulSoup:
    return BeautifulSoup(brief_html(make(), language), "html.parser")


def quotes(part: str) -> list[str]:
    return [quote.get_text() for quote in page().select(f"section.{part} q")]


def test_each_proposal_stands_in_its_part_with_its_words() -> None:
    assert quotes("new") == ["hỗ trợ trồng 500 ha cà phê sạch"]
    assert quotes("gone") == ["mở rộng học bổng cho sinh viên"]
    assert len(quotes("kept")) == 4
    assert {"kết nối đường sắt giữa hai nước", "kết nối đường sắt hai nước"} < set(quotes("kept"))


def test_every_quotation_is_cut_from_its_text_and_says_where_it_stands() -> None:
    sources = [reading.source for reading in plain().readings.values()]
    for entry in page().select(".quote"):
        assert any(entry.q.get_text() in source for source in sources)
        assert "sentence" in entry.select_one(".where").get_text()


def test_sentences_are_those_of_the_findings_alone() -> None:
    told = {line.select_one(".en").get_text() for line in page().select(".finding")}
    assert told
    assert told <= {finding.sentence("en") for finding in plain().findings}


def test_the_head_names_sides_in_the_language_of_the_page() -> None:
    meeting = Meeting(sides=("Việt Nam", "Lào"), place="Hà Nội, Việt Nam")
    readings = [replace(one, meeting=meeting) for one in plain().readings.values()]
    shown = BeautifulSoup(brief_html(compared(compare(*readings), "a pair")), "html.parser")
    assert shown.h1.select_one(".en").get_text() == label("Việt Nam", "en")
    assert label("Lào", "en") in shown.h1.get_text()
    assert label("Hà Nội", "en") in shown.select_one(".meetings").get_text()


def test_both_sides_agree_and_one_side_agrees() -> None:
    bridge = ("agree", "xây cầu qua sông biên giới", "infrastructure")
    for side, act in (("both", "agree"), ("Lào", "agrees")):
        ledger = compare(made(("Lào", "inform", "đoàn đến")), made((side, *bridge)))
        shown = BeautifulSoup(brief_html(compared(ledger, "a pair")), "html.parser")
        words = [tag.get_text() for tag in shown.select("section.new .where .en")]
        assert act in words


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_head_says_whether_people_have_reviewed_it(language: str) -> None:
    draft = page(language=language).select_one(".state").get_text()
    assert label("state.draft", language) in draft
    ledger = plain().ledger
    readings = [
        replace(one, review=Review(len(one.item_rows), len(one.item_rows), ("AB",), "2026-01-02"))
        for one in (ledger.then, ledger.now)
    ]
    decided = tuple(replace(row, decided=True) for row in ledger.rows)
    settled = replace(ledger, then=readings[0], now=readings[1], rows=decided)
    shown = BeautifulSoup(brief_html(compared(settled, "a"), language), "html.parser")
    assert label("state.reviewed", language) in shown.select_one(".state").get_text()
    assert "AB" in shown.select_one(".state").get_text()


def test_a_doubtful_proposal_of_a_draft_is_marked_and_comes_last() -> None:
    clauses = ("mở chợ phiên ở vùng biên giới phía bắc", "xây thêm kho lạnh ở cảng sông")
    words = "; ".join((*clauses, "cấp nước sạch cho các bản xa đường lớn"))
    then = made(("Lào", "propose", words), doc="a")
    doubtful = tuple(
        replace(item, confidence="low" if at == 0 else "high")
        for at, item in enumerate(then.item_rows)
    )
    ledger = compare(replace(then, item_rows=doubtful), made(doc="b"))
    shown = BeautifulSoup(brief_html(compared(ledger, "a")), "html.parser")
    entries = [entry.get_text() for entry in shown.select(".gone .entry")]
    assert [label("ledger.look") in entry for entry in entries] == [False, False, True]
    assert "mở chợ phiên" in entries[-1]


def test_both_sources_are_named_with_their_checksums() -> None:
    feet = page().footer.get_text()
    assert all(reading.sha256 in feet for reading in plain().readings.values())
    assert "Báo Mẫu" in feet
    assert "https://example.org/bai" in feet


def test_nothing_to_compare_has_no_part() -> None:
    assert not page(empty).select("section")


def test_a_hostile_text_stays_text() -> None:
    assert not page(hostile).find_all(["script", "img", "a"])
    assert HOSTILE[0][:8] in page(hostile).get_text()


def test_two_reports_of_one_meeting_say_who_left_what_out() -> None:
    event = Meeting(date="2024-05-06", event="hội đàm", sides=("Việt Nam", "Lào"))
    one, other = (
        replace(
            made(("Lào", "propose", f"mở ba cặp chợ biên giới; {words}"), doc=doc), meeting=event
        )
        for doc, words in (
            ("báo A", "giảm thuế gỗ cao su"),
            ("báo B", "cấp học bổng cho công nhân"),
        )
    )
    shown = BeautifulSoup(brief_html(compared(compare(one, other), "a")), "html.parser")
    told = {
        " ".join(part.h2.select_one(".en").get_text().split()): [
            q.get_text() for q in part.select("q")
        ]
        for part in shown.select("section")
    }
    assert told == {
        "Only in báo B: no counterpart found in báo A": ["cấp học bổng cho công nhân"],
        "Only in báo A: no counterpart found in báo B": ["giảm thuế gỗ cao su"],
        "Kept: found in both texts": ["mở ba cặp chợ biên giới"] * 2,
    }
    assert not shown.select(".finding")
    assert "báo A, sentence 1" in shown.get_text()


def many() -> Comparison:
    """Return two long meetings, more than two pages hold."""
    names = [
        f"{field} {place}"
        for field in ("chợ", "cầu", "cảng", "trường", "rừng", "đập", "kho")
        for place in ("Bản Mây", "Nà Sương", "Cửa Đá", "Bến Gió", "Phố Lau", "Đồi Trăng")
    ]
    asked = [
        (
            "Lào",
            "propose",
            f"xây thêm {name} cho người dân hai bên biên giới, sớm bàn giao "
            f"trong năm tới và mời các doanh nghiệp cùng góp vốn",
        )
        for name in names
    ]
    then, now = made(*asked[:30], doc="a"), made(*asked[12:], doc="b")
    return compared(compare(then, now), "many")  # fmt: skip


def test_what_two_pages_do_not_hold_is_left_to_the_report_and_no_part_starves() -> None:
    shown = page(many)
    kept = {part: len(shown.select(f"section.{part} .entry")) for part in PARTS[:3]}
    rows = many().ledger.count_by_status
    assert all(count >= 5 for part, count in kept.items() if shown.select(f"section.{part}"))
    assert sum(kept.values()) < sum(rows.values())
    assert label("brief.more") in shown.get_text()


@pytest.mark.skipif(not browser(), reason="no browser is installed that prints")
@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is not installed")
@pytest.mark.parametrize("make", [plain, many])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_on_paper_it_has_two_pages_at_most_in_its_language(make, language, tmp_path: Path) -> None:
    _, paper = write_brief(make(), tmp_path / "brief.html", language, pdf=True)
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert int(told.split("Pages:")[1].split()[0]) <= 2
    said = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True)
    other = "vi" if language == "en" else "en"
    assert label("state.draft", language) in said.stdout
    assert label("state.draft", other) not in said.stdout


def test_the_command_writes_the_brief_of_each_report_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(tmp_path))
    monkeypatch.setattr("readouts.report.printing.shutil.which", lambda name: None)
    make_batch(tmp_path, n01_table=(TABLE,))
    assert cli.main(["report", "pair", "--brief"]) == 0
    told = capsys.readouterr().out
    for language in ("en", "vi"):
        file = tmp_path / "reports" / f"pair-brief-{language}.html"
        assert str(file) in told
        assert f'<html lang="{language}">' in file.read_text(encoding="utf-8")
    assert "No PDF" in told
