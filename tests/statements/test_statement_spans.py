"""Who says what, in which act."""

import pytest
from made_parses import GUEST, HOST, acts, parsed, speakers
from readouts.entities.sides import same_side
from readouts.model import BOTH


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường hợp tác.", ["propose"]),
        ("Bộ trưởng Trần Văn Hải bày tỏ mong muốn mở rộng thương mại.", ["propose"]),
        ("Bộ trưởng Trần Văn Hải nhấn mạnh hai bên cần tăng cường hợp tác.", ["propose"]),
        ("Bộ trưởng Trần Văn Hải sẵn sàng chia sẻ kinh nghiệm.", ["commit"]),
        ("Bộ trưởng Trần Văn Hải khẳng định Việt Nam sẽ tiếp tục hỗ trợ Lào.", ["commit"]),
        ("Hai bên nhất trí tiếp tục mở rộng thương mại.", ["agree"]),
        ("Hai bên cam kết bảo vệ môi trường.", ["agree"]),
        ("Hai bên nhất trí cho rằng quan hệ phát triển tốt đẹp.", ["appraise"]),
        ("Bộ trưởng Trần Văn Hải khẳng định luôn coi trọng quan hệ với Lào.", ["affirm"]),
        ("Bộ trưởng Trần Văn Hải đánh giá cao kết quả hợp tác.", ["appraise"]),
        ("Bộ trưởng Trần Văn Hải cảm ơn Lào đã giúp đỡ quý báu.", ["courtesy"]),
        ("Bộ trưởng Trần Văn Hải mời Bộ trưởng Somsay Keo thăm Việt Nam.", ["invite"]),
        ("Bộ trưởng Somsay Keo vui vẻ nhận lời mời.", ["invite"]),
        ("Bộ trưởng Somsay Keo tán thành các đề xuất của Bộ trưởng Trần Văn Hải.", ["assent"]),
        ("Bộ trưởng Somsay Keo tán thành với các đề xuất của Việt Nam.", ["assent"]),
        ("Bộ trưởng Somsay Keo nhất trí với 3 nội dung do phía Việt Nam nêu.", ["assent"]),
        ("Bộ trưởng Somsay Keo ủng hộ đề xuất của Bộ trưởng Trần Văn Hải.", ["assent"]),
        ("Bộ trưởng Somsay Keo ủng hộ lập trường của Việt Nam.", ["affirm"]),
        ("Bộ trưởng Somsay Keo chưa thể đáp ứng đề nghị của Việt Nam.", ["decline"]),
        ("Bộ trưởng Somsay Keo không đồng ý giảm thuế nhập khẩu gỗ.", ["decline"]),
        ("Bộ trưởng Somsay Keo không chấp nhận đề nghị của phía Việt Nam.", ["decline"]),
        ("Bộ trưởng Somsay Keo bày tỏ quan ngại về tình trạng buôn lậu gỗ.", ["concern"]),
        ("Hai bên phản đối các hành động đơn phương trên biển.", ["concern"]),
        (
            "Bộ trưởng Trần Văn Hải đề nghị Lào mở thêm cửa khẩu; đánh giá cao hợp tác giáo dục; "
            "đề nghị Lào giảm thuế.",
            ["propose", "appraise", "propose"],
        ),
        ("Bộ trưởng Trần Văn Hải khẳng định luôn sẵn sàng hỗ trợ Lào.", ["affirm"]),
        ("Bộ trưởng Trần Văn Hải khẳng định sẽ hết sức hỗ trợ Lào.", ["commit"]),
        (
            "Bộ trưởng Trần Văn Hải mong muốn đưa quan hệ lên tầm cao mới và đề nghị Lào mở cửa.",
            ["propose", "propose"],
        ),
        (
            "Hai bên đánh giá nhiều hướng nghiên cứu hữu ích và thống nhất xây dựng đề án.",
            ["appraise", "agree"],
        ),
        ("Bộ trưởng Trần Văn Hải mong Champasak mở thêm bến xe.", ["propose"]),
        ("Bộ trưởng Trần Văn Hải nhấn mạnh hai bên cần thiết lập đường dây nóng.", ["propose"]),
        ("Bộ trưởng Trần Văn Hải mong muốn trên cơ sở đó mở thêm cửa khẩu.", ["propose"]),
    ],
)
def test_the_act_follows_from_the_verb_and_what_it_governs(sentence, expected):
    assert acts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Bộ trưởng Trần Văn Hải đề nghị mở rộng thương mại.", HOST),
        ("Bộ trưởng Lào đề nghị mở rộng thương mại.", GUEST),
        ("Hai bên nhất trí mở rộng thương mại.", BOTH),
        ("Hai Bộ trưởng nhất trí mở rộng thương mại.", BOTH),
        ("Theo Bộ trưởng Somsay Keo, hai bên cần mở rộng thương mại.", GUEST),
        ('"Chúng tôi mong muốn mở rộng thương mại", ông Somsay Keo nói.', GUEST),
        ("Tiếp Bộ trưởng Lào, Bộ trưởng Trần Văn Hải đề nghị mở rộng thương mại.", HOST),
        ("Ông Somsay Keo cho biết, hai bên nhất trí mở rộng thương mại.", BOTH),
        ("Bộ trưởng Trần Văn Hải nhấn mạnh Lào là láng giềng quan trọng.", HOST),
        ("Các nhà lãnh đạo nhất trí mở rộng thương mại.", BOTH),
        ("Bộ trưởng Keo đề nghị mở rộng thương mại.", GUEST),
        ("Bộ trưởng Trần Văn Hải và Bộ trưởng Keo hôm nay nhất trí mở rộng thương mại.", BOTH),
        ("Bộ trưởng Keo ngày 3/4 đề nghị mở rộng thương mại.", GUEST),
    ],
)
def test_the_speaker_is_whom_the_subject_names(sentence, speaker):
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    "form", ["Ông", "Ông Somsay Keo", "Ông Keo", "Bộ trưởng Somsay Keo", "Bộ trưởng Lào"]
)
def test_later_mentions_are_the_person_met_before(form):
    first = "Bộ trưởng Somsay Keo cảm ơn Việt Nam."
    assert speakers(first, f"{form} đề nghị mở rộng thương mại.") == [GUEST, GUEST]


def test_a_form_of_address_is_the_last_person_whom_it_fits():
    first = "Bà Lê Thu Vân cảm ơn ông Somsay Keo."
    assert speakers(first, "Ông đề nghị mở rộng thương mại.")[-1] == GUEST
    assert speakers(first, "Bà đề nghị mở rộng thương mại.")[-1] == "Lê Thu Vân"


def test_a_chain_of_verbs_is_one_statement():
    [row] = [
        row
        for row in parsed("Bộ trưởng Trần Văn Hải khẳng định sẵn sàng hỗ trợ Lào.").statement_rows
        if row.speaker == HOST
    ]
    assert (row.act, row.verb) == ("commit", "khẳng định … sẵn sàng")


def test_a_carried_statement_says_so():
    rows = parsed(
        "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường trao đổi đoàn.",
        "Đẩy mạnh hợp tác nông nghiệp.",
    ).statement_rows
    assert [(row.carried, row.speaker) for row in rows[-2:]] == [(False, HOST), (True, HOST)]


def test_what_no_rule_covers_is_listed_as_uncoded():
    reading = parsed("Chuyến thăm diễn ra trong ba ngày.", "Hai bên nhất trí giảm thuế.")
    assert list(reading.uncoded["quote"]) == ["Chuyến thăm diễn ra trong ba ngày."]


def test_sides_follow_titles_names_and_joint_words():
    reading = parsed(
        "Bộ trưởng Trần Văn Hải đề nghị mở rộng thương mại.",
        "Bộ trưởng Somsay Keo đề nghị mở thêm cửa khẩu.",
        "Phía Lào đề nghị đơn giản hóa thủ tục.",
        "Hai bên nhất trí giảm thuế.",
    )
    assert list(reading.items["side"]) == ["Việt Nam", "Lào", "Lào", BOTH]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Lào", "Lào", True), ("Vân Nam", "Trung Quốc", True), ("", "", False), ("Lào", "", False)],
)
def test_a_part_is_of_its_country(one, other, same):
    assert same_side(one, other) is same


ASKED = "Bộ trưởng Trần Văn Hải đề nghị hai bên mở thêm cửa khẩu."


@pytest.mark.parametrize(
    ("sentence", "responds_to"),
    [
        ("Tán thành các đề xuất của Bộ trưởng Trần Văn Hải, Bộ trưởng Somsay Keo cảm ơn.", HOST),
        ("Bộ trưởng Somsay Keo nhất trí với đề xuất của phía Việt Nam.", HOST),
        ("Bộ trưởng Somsay Keo tán thành các đề xuất trên.", HOST),
        ("Đáp lại, Bộ trưởng Somsay Keo khẳng định Lào sẽ giảm thuế.", HOST),
        ("Bộ trưởng Somsay Keo từ chối đề nghị này.", HOST),
        ("Bộ trưởng Somsay Keo đề nghị Việt Nam giảm thuế.", ""),
    ],
)
def test_a_statement_says_whom_it_answers(sentence, responds_to):
    answer = [row for row in parsed(ASKED, sentence).statement_rows if row.speaker == GUEST]
    assert answer[0].responds_to == responds_to
    assert not any(row.responds_to for row in answer[1:])


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        (
            "Theo TTXVN, Bộ trưởng Trần Văn Hải khẳng định, Đảng, Nhà nước Việt Nam luôn ủng hộ "
            "Lào.",
            "Bộ trưởng Trần Văn Hải khẳng định, Đảng, Nhà nước Việt Nam luôn ủng hộ Lào.",
        ),
        (
            "Tại hội đàm, Bộ trưởng Trần Văn Hải cảm ơn Lào, theo Tân Hoa xã.",
            "Bộ trưởng Trần Văn Hải cảm ơn Lào",
        ),
        (
            "Bộ trưởng Trần Văn Hải khẳng định trong tổng thể quan hệ hai nước, Việt Nam luôn coi "
            "trọng Lào.",
            "Bộ trưởng Trần Văn Hải khẳng định trong tổng thể quan hệ hai nước, Việt Nam luôn coi "
            "trọng Lào.",
        ),
    ],
)
def test_a_statement_starts_at_its_speaker_and_is_whole(sentence, statement):
    reading = parsed(sentence)
    assert list(reading.statements["quote"])[-1:] == [statement]
    assert "TTXVN" not in " ".join(reading.statements["cue"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Kết thúc hội đàm, hai Bộ trưởng chứng kiến lễ ký 4 văn kiện hợp tác.",
        "Nhân dịp này, hai bên đã ký Bản ghi nhớ về hợp tác du lịch.",
        "Hai nhà lãnh đạo chứng kiến lễ trao các thỏa thuận hợp tác.",
    ],
)
def test_documents_signed_at_the_meeting_are_reported(sentence):
    last = parsed(sentence).statement_rows[-1]
    assert (last.act, last.rule) == ("inform", "documents signed at the meeting")
    assert last.cue in sentence
    assert last.verb in last.cue.lower()


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2019, hai bên đã ký Hiệp định vận tải.",
        "Hai bên dự kiến ký kết Hiệp định vận tải.",
        "Bộ trưởng Somsay Keo dự kiến cùng Bộ trưởng Trần Văn Hải chứng kiến lễ ký 4 văn kiện.",
    ],
)
def test_documents_of_another_time_are_not_reported(sentence):
    assert "documents" not in " ".join(parsed(sentence).statements["rule"])
