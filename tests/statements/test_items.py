"""How proposals are taken apart: the rules of the coding guidelines, one sentence each."""

import pytest
from made_parses import cuts, parsed

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
        pytest.param(
            "Bộ Tài chính rà soát các khoản vay.",
            ["rà soát các khoản vay"],
            id="a ministry that is asked is left out, whoever's it is",
        ),
        pytest.param(
            "Lào hỗ trợ Việt Nam ổn định nguồn cung, đào tạo thợ mỏ.",
            ["hỗ trợ Việt Nam ổn định nguồn cung, đào tạo thợ mỏ"],
            id="what a helped side does stays with the help",
        ),
        pytest.param(
            "Lào thúc đẩy các cơ quan chức năng kiểm soát và xử lý xe quá tải.",
            ["thúc đẩy các cơ quan chức năng kiểm soát và xử lý xe quá tải"],
            id="pushing a group to do something is one act",
        ),
        pytest.param(
            "Lào hỗ trợ trang thiết bị giám sát rừng, nâng cao năng lực cho kiểm lâm.",
            ["hỗ trợ trang thiết bị giám sát rừng", "nâng cao năng lực cho kiểm lâm"],
            id="a verb that describes a noun is nobody's work",
        ),
        pytest.param(
            "hai bên tiếp tục phối hợp, hợp tác và ủng hộ lẫn nhau tại các diễn đàn.",
            ["tiếp tục phối hợp, hợp tác và ủng hộ lẫn nhau tại các diễn đàn"],
            id="verbs without an object stay with the one that has it",
        ),
        pytest.param(
            "hai bên phối hợp trong việc tổ chức hội chợ, quản lý chợ biên giới.",
            ["phối hợp trong việc tổ chức hội chợ, quản lý chợ biên giới"],
            id="work in which something is done goes on over a comma",
        ),
        pytest.param(
            "Lào xem vận tải quá cảnh là ưu tiên.",
            [],
            id="to hold something for something is no act",
        ),
        pytest.param(
            "Lào ủng hộ lập trường của Việt Nam.",
            ["ủng hộ lập trường của Việt Nam"],
            id="support that is asked for is an item",
        ),
        pytest.param(
            "Lào chứng minh nguồn gốc gỗ trước khi ký hợp đồng.",
            ["chứng minh nguồn gốc gỗ trước khi ký hợp đồng"],
            id="the verb behind the addressee is the head, not one further on",
        ),
        pytest.param(
            "hai bên mua thêm gạo để dự trữ, tiếp tục giảm thuế đường.",
            ["mua thêm gạo để dự trữ", "tiếp tục giảm thuế đường"],
            id="going on begins anew behind a purpose",
        ),
        pytest.param(
            "Lào được tạo điều kiện tiếp cận cảng biển.",
            ["Lào được tạo điều kiện tiếp cận cảng biển"],
            id="a passive keeps its subject",
        ),
    ],
)
def test_items_start_at_their_head_verbs(said, items):
    assert cuts(ASKS + said) == items


@pytest.mark.parametrize(
    "said",
    [
        "phía Lào mở thêm cửa khẩu; giảm thuế cho gỗ.",
        "phía Lào: mở thêm cửa khẩu; giảm thuế cho gỗ.",
        "phía Lào: (1) mở thêm cửa khẩu; (2) giảm thuế cho gỗ.",
        "phía Lào (a) mở thêm cửa khẩu; (b) giảm thuế cho gỗ.",
        "phía Lào: i) mở thêm cửa khẩu; ii) giảm thuế cho gỗ.",
        "phía Lào: một là, mở thêm cửa khẩu; hai là, giảm thuế cho gỗ.",
        "phía Lào:\n- mở thêm cửa khẩu;\n- giảm thuế cho gỗ.",
    ],
)
def test_the_addressee_of_a_list_has_no_mark_and_holds_for_every_line(said):
    items = parsed(ASKS + said).items
    assert list(items["addressee"]) == ["phía Lào"] * 2
    assert list(items["quote"]) == ["mở thêm cửa khẩu", "giảm thuế cho gỗ"]


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
        "Hai bên nhất trí ủng hộ lập trường của ASEAN về vấn đề này.",
        "Bộ trưởng Trần Văn Hải hứa sẽ chuyển đầy đủ các đề nghị này tới Thủ tướng.",
        "Bộ trưởng Trần Văn Hải mong muốn thúc đẩy.",
        "Bộ trưởng Trần Văn Hải tin rằng quan hệ giữa hai nước sẽ phát triển mạnh mẽ.",
        "Lào đã cấp 50 suất học bổng cho Việt Nam.",
    ],
)
def test_statements_without_a_proposal_have_no_item(sentence):
    assert cuts(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        pytest.param(
            "Bộ trưởng Trần Văn Hải bày tỏ mong muốn đóng góp vào thành công của hội chợ.",
            ["đóng góp vào thành công của hội chợ"],
            id="a contribution that is wished for is no purpose",
        ),
        pytest.param(
            "Bộ trưởng Trần Văn Hải nhấn mạnh các thủ tục cần được đơn giản hóa.",
            ["các thủ tục cần được đơn giản hóa"],
            id="what should be done to something, its subject kept",
        ),
    ],
)
def test_contributions_and_passives_can_be_items(sentence, items):
    assert cuts(sentence) == items


def test_numbered_points_continue_the_agreement_before_them():
    assert cuts(
        "Hai bên thống nhất một số nội dung sau:",
        "1. Duy trì giao ban hằng quý.",
        "2. Phối hợp phân luồng xe tải.",
    ) == ["Duy trì giao ban hằng quý", "Phối hợp phân luồng xe tải"]


def test_a_list_continues_in_the_next_paragraph():
    assert cuts(
        "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường trao đổi đoàn.",
        "Đẩy mạnh hợp tác nông nghiệp.",
        "Mở rộng trao đổi sinh viên.",
    ) == [
        "tăng cường trao đổi đoàn",
        "Đẩy mạnh hợp tác nông nghiệp",
        "Mở rộng trao đổi sinh viên",
    ]


def test_headings_captions_and_standfirsts_are_not_read_again():
    found = cuts(
        "Tăng cường hợp tác giáo dục",
        "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục.",
        "Bộ trưởng Trần Văn Hải đề nghị tăng cường hợp tác giáo dục. Ảnh: TTXVN",
    )
    assert found == ["tăng cường hợp tác giáo dục"]
