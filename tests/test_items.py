"""How proposals are taken apart: the rules of the coding guidelines, one sentence each."""

import pytest
from made_parses import quotes

ASKS = "Bộ trưởng Trần Văn Hải đề nghị "


@pytest.mark.parametrize(
    ("said", "items"),
    [
        pytest.param(
            "hai bên tăng cường hợp tác giáo dục; mở rộng nhập khẩu nông sản.",
            ["tăng cường hợp tác giáo dục", "mở rộng nhập khẩu nông sản"],
            id="a semicolon always parts",
        ),
        pytest.param(
            "hai bên tăng cường kết nối hạ tầng giao thông, tạo thuận lợi thông quan, "
            "thúc đẩy xây dựng cửa khẩu thông minh.",
            [
                "tăng cường kết nối hạ tầng giao thông",
                "tạo thuận lợi thông quan",
                "thúc đẩy xây dựng cửa khẩu thông minh",
            ],
            id="a comma parts where a head verb with its object starts",
        ),
        pytest.param(
            "Lào thúc đẩy kết nối đường sắt, đường bộ.",
            ["thúc đẩy kết nối đường sắt, đường bộ"],
            id="objects under one verb stay together",
        ),
        pytest.param(
            "hai bên duy trì và nâng cao hiệu quả các cơ chế hợp tác.",
            ["duy trì và nâng cao hiệu quả các cơ chế hợp tác"],
            id="two verbs on one object stay together",
        ),
        pytest.param(
            "hai bên mở rộng hợp tác trên các lĩnh vực nông nghiệp, văn hóa, giáo dục, du lịch.",
            ["mở rộng hợp tác trên các lĩnh vực nông nghiệp, văn hóa, giáo dục, du lịch"],
            id="fields under one verb are one item",
        ),
        pytest.param(
            "hai bên mở rộng hợp tác trong các lĩnh vực mới như bảo vệ môi trường, ứng phó "
            "biến đổi khí hậu.",
            [
                "mở rộng hợp tác trong các lĩnh vực mới như bảo vệ môi trường, ứng phó "
                "biến đổi khí hậu"
            ],
            id="examples stay inside",
        ),
        pytest.param(
            "hai bên thực hiện các biện pháp, gồm giảm thuế, bãi bỏ các rào cản.",
            ["thực hiện các biện pháp, gồm giảm thuế, bãi bỏ các rào cản"],
            id="acts that are examples stay inside",
        ),
        pytest.param(
            "Lào khuyến khích doanh nghiệp tăng cường hợp tác và mở rộng đầu tư.",
            ["khuyến khích doanh nghiệp tăng cường hợp tác và mở rộng đầu tư"],
            id="verbs under a causative stay with it",
        ),
        pytest.param(
            "Lào mở rộng nhập khẩu hàng hóa, đặc biệt là nông sản của Việt Nam.",
            ["mở rộng nhập khẩu hàng hóa, đặc biệt là nông sản của Việt Nam"],
            id="an example by a noun stays inside",
        ),
        pytest.param(
            "hai bên tăng cường hợp tác trên các lĩnh vực, nhất là đẩy nhanh kết nối "
            "cơ sở hạ tầng.",
            ["tăng cường hợp tác trên các lĩnh vực", "đẩy nhanh kết nối cơ sở hạ tầng"],
            id="an example by a verb is an item, its opener left out",
        ),
        pytest.param(
            "hai bên tăng cường tuần tra chung nhằm ngăn chặn buôn lậu, bảo vệ an ninh biên giới.",
            [
                "tăng cường tuần tra chung nhằm ngăn chặn buôn lậu, bảo vệ an ninh biên giới",
            ],
            id="a purpose belongs to the item it closes",
        ),
        pytest.param(
            "trong thời gian tới, hai bên tiếp tục phối hợp chặt chẽ triển khai các dự án.",
            ["tiếp tục phối hợp chặt chẽ triển khai các dự án"],
            id="an opener of time is left out, adverbs are kept",
        ),
        pytest.param(
            "Lào tiếp tục tạo thuận lợi cho doanh nghiệp; đồng thời mở thêm cửa khẩu.",
            ["tiếp tục tạo thuận lợi cho doanh nghiệp", "mở thêm cửa khẩu"],
            id="an opener behind a semicolon is left out",
        ),
        pytest.param(
            "hai bên cần tăng cường trao đổi đoàn.",
            ["tăng cường trao đổi đoàn"],
            id="a second modal is left out",
        ),
        pytest.param(
            "hai bên không làm phức tạp tình hình.",
            ["không làm phức tạp tình hình"],
            id="a negation starts an item",
        ),
        pytest.param(
            "ASEAN và Trung Quốc sớm đạt được Bộ Quy tắc ứng xử.",
            ["ASEAN và Trung Quốc sớm đạt được Bộ Quy tắc ứng xử"],
            id="a subject that is neither side is kept",
        ),
        pytest.param(
            "các bộ, ngành hai nước tổ chức họp Ủy ban hỗn hợp.",
            ["tổ chức họp Ủy ban hỗn hợp"],
            id="an addressee of both sides is left out",
        ),
    ],
)
def test_what_is_asked_is_parted_by_its_head_verbs(said, items):
    assert quotes(ASKS + said) == items


@pytest.mark.parametrize(
    "sentence",
    [
        "Bộ trưởng Trần Văn Hải cảm ơn Lào đã hỗ trợ đào tạo cán bộ.",
        "Bộ trưởng Trần Văn Hải khẳng định Việt Nam luôn ủng hộ Lào phát triển kinh tế.",
        "Hai bên nhất trí cho rằng quan hệ hợp tác phát triển tốt đẹp.",
        "Bộ trưởng Trần Văn Hải nhấn mạnh tầm quan trọng của việc mở rộng thương mại.",
        "Bộ trưởng Trần Văn Hải đánh giá cao các đề nghị tăng cường hợp tác của Lào.",
        "Hai bên nhất trí với đề nghị của Lào.",
        "Bộ trưởng Trần Văn Hải trân trọng mời Bộ trưởng Somsay Keo thăm Việt Nam.",
        "Đề nghị trên được đưa ra tại cuộc họp năm ngoái.",
        "Theo TTXVN, kim ngạch hai nước tăng nhanh.",
    ],
)
def test_what_puts_nothing_on_the_table_has_no_item(sentence):
    assert quotes(sentence) == []


def test_a_list_goes_on_in_the_next_paragraph():
    assert quotes(
        "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường trao đổi đoàn.",
        "Đẩy mạnh hợp tác nông nghiệp.",
        "Mở rộng trao đổi sinh viên.",
    ) == [
        "tăng cường trao đổi đoàn",
        "Đẩy mạnh hợp tác nông nghiệp",
        "Mở rộng trao đổi sinh viên",
    ]


def test_headings_captions_and_standfirsts_are_not_read_again():
    found = quotes(
        "Tăng cường hợp tác giáo dục",
        "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.",
        "Bộ trưởng Trần Văn Hải đề nghị tăng cường hợp tác giáo dục. Ảnh: TTXVN",
    )
    assert found == ["tăng cường hợp tác giáo dục"]
