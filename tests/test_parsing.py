"""Rules of the coding guidelines, one sentence each: what is put on the table, by whom, as what."""

from __future__ import annotations

import unicodedata

import pytest
import readouts

FRAME = (
    "Ngày 3/4, tại Hà Nội, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo, "
    "đang thăm chính thức Việt Nam.\n"
)
OURS, THEIRS = ("Trần Văn Hải", "Việt Nam"), ("Somsay Keo", "Lào")
JOINT = ("both", "both")

CASES = {
    "one verb over commas, objects kept together": (
        "Thủ tướng Trần Văn Hải đề nghị Lào tăng cường kết nối đường sắt, đường bộ, "
        "tạo thuận lợi thông quan.",
        [
            ("tăng cường kết nối đường sắt, đường bộ", "propose", OURS),
            ("tạo thuận lợi thông quan", "propose", OURS),
        ],
    ),
    "two verbs on one object": (
        "Thủ tướng Trần Văn Hải đề nghị hai bên duy trì và nâng cao hiệu quả các cơ chế hợp tác.",
        [("duy trì và nâng cao hiệu quả các cơ chế hợp tác", "propose", OURS)],
    ),
    "fields listed under one verb": (
        "Hai bên nhất trí mở rộng hợp tác trên các lĩnh vực nông nghiệp, văn hoá, du lịch.",
        [("mở rộng hợp tác trên các lĩnh vực nông nghiệp, văn hoá, du lịch", "agree", JOINT)],
    ),
    "a new act after 'nhất là'": (
        "Hai bên nhất trí tăng cường hợp tác trên các lĩnh vực, nhất là đẩy nhanh kết nối hạ tầng.",
        [
            ("tăng cường hợp tác trên các lĩnh vực", "agree", JOINT),
            ("đẩy nhanh kết nối hạ tầng", "agree", JOINT),
        ],
    ),
    "nouns after 'đặc biệt là' stay": (
        "Hai bên nhất trí mở rộng nhập khẩu hàng hóa, đặc biệt là nông sản của Lào.",
        [("mở rộng nhập khẩu hàng hóa, đặc biệt là nông sản của Lào", "agree", JOINT)],
    ),
    "a purpose closes its proposal": (
        "Thủ tướng Somsay Keo đề nghị Việt Nam mở thêm đường bay nhằm thu hút du khách, "
        "góp phần tăng cường giao lưu nhân dân.",
        [
            (
                "mở thêm đường bay nhằm thu hút du khách, góp phần tăng cường giao lưu nhân dân",
                "propose",
                THEIRS,
            )
        ],
    ),
    "a list that changes act half-way": (
        "Thủ tướng Trần Văn Hải đề nghị Lào cấp thêm học bổng; đánh giá cao việc Lào mở cửa khẩu; "
        "đề nghị Lào sớm sửa đường.",
        [("cấp thêm học bổng", "propose", OURS), ("sớm sửa đường", "propose", OURS)],
    ),
    "somebody's work stays under its causative": (
        "Thủ tướng Trần Văn Hải đề nghị Lào khuyến khích doanh nghiệp tăng cường hợp tác "
        "và mở rộng đầu tư.",
        [("khuyến khích doanh nghiệp tăng cường hợp tác và mở rộng đầu tư", "propose", OURS)],
    ),
    "a pledge of one's own side": (
        "Thủ tướng Somsay Keo khẳng định Lào sẽ tiếp tục hỗ trợ người Việt Nam tại Viêng Chăn.",
        [("tiếp tục hỗ trợ người Việt Nam tại Viêng Chăn", "commit", THEIRS)],
    ),
    "a standing policy is none": (
        "Thủ tướng Somsay Keo khẳng định Lào luôn coi trọng quan hệ với Việt Nam.",
        [],
    ),
    "consent to a judgement is none": (
        "Hai bên nhất trí cho rằng quan hệ hai nước phát triển tốt đẹp.",
        [],
    ),
    "a noun reading of the verb is none": (
        "Đề nghị trên được đưa ra theo đề nghị của các doanh nghiệp hai nước.",
        [],
    ),
    "greetings to pass on are none": (
        "Thủ tướng Trần Văn Hải đề nghị Thủ tướng Somsay Keo chuyển lời chào tới nhân dân Lào.",
        [],
    ),
    "a hope about a visit is none": (
        "Thủ tướng Somsay Keo hy vọng chuyến thăm sẽ góp phần làm sâu sắc quan hệ hai nước.",
        [],
    ),
    "a third party stays in the proposal": (
        "Thủ tướng Trần Văn Hải mong muốn các nước liên quan sớm nối lại đàm phán.",
        [("các nước liên quan sớm nối lại đàm phán", "propose", OURS)],
    ),
    "a country speaks through the one who spoke before": (
        "Thủ tướng Somsay Keo cảm ơn Việt Nam. Lào sẵn sàng chia sẻ kinh nghiệm trồng rừng.",
        [("chia sẻ kinh nghiệm trồng rừng", "commit", THEIRS)],
    ),
    "who is named behind his words speaks them": (
        '"Chúng tôi sẽ mở thêm hai cửa khẩu trong năm nay", ông Somsay Keo nói.',
        [("mở thêm hai cửa khẩu trong năm nay", "commit", THEIRS)],
    ),
    "'Theo X' gives him the sentence": (
        "Theo ông Somsay Keo, kim ngạch còn thấp; hai bên cần sớm mở lại chợ biên giới.",
        [("sớm mở lại chợ biên giới", "propose", THEIRS)],
    ),
    "a paragraph that opens with a verb goes on": (
        "Hai bên nhất trí duy trì trao đổi đoàn.\nĐẩy mạnh hợp tác giáo dục.",
        [
            ("duy trì trao đổi đoàn", "agree", JOINT),
            ("Đẩy mạnh hợp tác giáo dục", "agree", JOINT),
        ],
    ),
    "what was asked at another time is none": (
        "Tại cuộc gặp hồi tháng 7/2021, phía Việt Nam đã đề nghị Lào tăng học bổng.",
        [],
    ),
}


def found(text: str) -> list[tuple[str, str, tuple[str, str]]]:
    reading = readouts.read(text)
    return [
        (text[row.start : row.end], row.act, (row.speaker, row.side)) for row in reading.item_rows
    ]


@pytest.mark.parametrize("name", CASES)
def test_what_is_put_on_the_table(name: str) -> None:
    sentence, expected = CASES[name]
    assert found(FRAME + sentence) == expected


def test_a_text_without_a_meeting_puts_nothing_on_the_table() -> None:
    assert found("Bộ trưởng Trần Văn Hải đề nghị các sở tăng cường kiểm tra giá sữa.") == []


def test_the_standfirst_does_not_count_twice() -> None:
    told = "Thủ tướng Trần Văn Hải đề nghị Lào cấp thêm học bổng cho sinh viên Việt Nam."
    text = f"Hai Thủ tướng hội đàm\n\n{told}\n\n{FRAME}{told}\nHai bên ký ba văn kiện."
    assert [quote for quote, _, _ in found(text)] == ["cấp thêm học bổng cho sinh viên Việt Nam"]


@pytest.mark.parametrize(
    "respelled",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("òa", "oà").replace("ủy", "uỷ").replace("óa", "oá"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("a", "a\u200b"),
        lambda text: text.replace("-", "\u2013"),
    ],
    ids=["decomposed", "tone marks", "hard spaces", "zero width", "dashes"],
)
def test_another_spelling_gives_the_same_items(respelled: object) -> None:
    text = FRAME + "".join(sentence + "\n" for sentence, _ in CASES.values())
    other = respelled(text)  # type: ignore[operator]
    plain = [(_letters(quote), act) for quote, act, _ in found(text)]
    assert [(_letters(quote), act) for quote, act, _ in found(other)] == plain


def _letters(quote: str) -> str:
    from readouts.folding import fold

    return fold(quote).text


def test_whose_asks_are_answered() -> None:
    told = "Tán thành các đề xuất của Thủ tướng Trần Văn Hải, Thủ tướng Somsay Keo khẳng định "
    reading = readouts.read(FRAME + told + "Lào coi trọng hợp tác giáo dục.")
    last = reading.statement_rows[-1]
    assert (last.speaker, last.act, last.responds_to) == ("Somsay Keo", "affirm", "Trần Văn Hải")


def test_what_no_rule_covers_is_listed() -> None:
    reading = readouts.read(FRAME + "Trời Hà Nội hôm ấy rất đẹp.\nHai bên nhất trí ký hiệp định.")
    assert reading.uncoded["quote"].tolist() == ["Trời Hà Nội hôm ấy rất đẹp."]
    assert 0 < reading.coverage < 1
