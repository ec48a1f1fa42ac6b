"""Two reports of one meeting, compared: who left what out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_projects import make_project
from made_readings import made
from readouts import cli
from readouts.comparison.ledger import compare
from readouts.comparison.outlets import left_out, same_meeting
from readouts.model import Meeting
from readouts.reading import Reading

BOTH_SAY = "mở thêm ba cặp chợ biên giới trước mùa mưa"
EVENT = Meeting(date="2024-05-06", date_basis="text", event="hội đàm", sides=("Việt Nam", "Lào"))


def report(doc: str, *statements: tuple) -> Reading:
    return replace(made(*statements, doc=doc), meeting=EVENT)


ONE = report(
    "báo A", ("Lào", "propose", f"{BOTH_SAY}; giảm thuế nhập khẩu gỗ cao su", "trade", "trade")
)
OTHER = report(
    "báo B",
    ("Lào", "propose", f"{BOTH_SAY}; cấp học bổng cho con em công nhân", "trade", "education"),
)


def test_one_meeting_has_the_same_day_and_sides_and_is_no_text_twice() -> None:
    assert same_meeting(ONE, OTHER)
    assert not same_meeting(ONE, ONE)


@pytest.mark.parametrize(
    "meeting",
    [
        replace(EVENT, date="2024-05-07"),
        replace(EVENT, date="2024-05"),
        replace(EVENT, date=""),
        replace(EVENT, sides=("Việt Nam", "Nhật Bản")),
    ],
)
def test_another_day_or_side_is_another_meeting(meeting: Meeting) -> None:
    assert not same_meeting(ONE, replace(OTHER, meeting=meeting))
    assert not same_meeting(replace(OTHER, meeting=meeting), ONE)


def test_each_report_is_told_what_the_other_left_out() -> None:
    rows = left_out(compare(ONE, OTHER))
    assert rows[["meeting", "quote"]].values.tolist() == [
        ["then", "giảm thuế nhập khẩu gỗ cao su"],
        ["now", "cấp học bổng cho con em công nhân"],
    ]
    assert (rows["held"] < 0.5).all()
    for row in rows.itertuples():
        reading = ONE if row.meeting == "then" else OTHER
        assert reading.source[row.start : row.end] == row.quote


def test_what_the_other_tells_outside_its_proposals_is_not_left_out() -> None:
    told = report(
        "báo C",
        ("Lào", "propose", BOTH_SAY, "trade"),
        ("narrator", "inform", "Phía Lào cũng nhắc việc giảm thuế nhập khẩu gỗ cao su"),
    )
    assert "giảm thuế nhập khẩu gỗ cao su" not in set(left_out(compare(ONE, told))["quote"])


def test_the_reports_exchanged_give_the_same_rows() -> None:
    there, back = left_out(compare(ONE, OTHER)), left_out(compare(OTHER, ONE))
    assert sorted(there["quote"]) == sorted(back["quote"])
    assert sorted(there["meeting"] + there["quote"]) != sorted(back["meeting"] + back["quote"])


HEAD = (
    "Ngày 6/5/2024, tại Viêng Chăn, Bộ trưởng Công Thương Trần Văn Hải hội đàm với Bộ trưởng "
    "Công Thương Lào Somsay Keo.\n"
)


def test_the_command_says_who_left_what_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(make_project(tmp_path)))
    for name, words in (("bao-a", "giảm thuế gỗ cao su"), ("bao-b", "cấp học bổng cho công nhân")):
        file = tmp_path / f"{name}.txt"
        said = f"Bộ trưởng Trần Văn Hải đề nghị phía Lào mở ba cặp chợ biên giới; {words}.\n"
        file.write_text(HEAD + said, encoding="utf-8")
        assert cli.main(["add", str(file)]) == 0
    capsys.readouterr()
    assert cli.main(["compare", "bao-a", "bao-b"]) == 0
    told = capsys.readouterr().out.split("two reports of one meeting.")[1]
    assert [line.split()[0] for line in told.splitlines() if "Việt Nam" in line] == [
        "bao-b",
        "bao-a",
    ]
    assert "giảm thuế gỗ cao su" in told
    assert "chợ biên giới" not in told
