"""Which verbs report, and who is their subject."""

import pytest
from readouts.entities.document import one_sentence
from readouts.statements.reporting_verbs import find_reporting_verbs
from readouts.statements.speakers import before_adverbs


def governing(text):
    document = one_sentence(text)
    return [(g.verb, g.subject.kind) for g in find_reporting_verbs(document, document.body[0])]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Bộ trưởng Trần Văn Hải đề nghị mở rộng thương mại.", [("đề nghị", "person")]),
        ("Bộ trưởng Trần Văn Hải cũng đã đề nghị giảm thuế.", [("đề nghị", "person")]),
        ("Hai bên nhất trí giảm thuế.", [("nhất trí", "joint")]),
        ("Lào đề nghị giảm thuế.", [("đề nghị", "side")]),
        ("Ghi nhận đề nghị của Lào.", [("ghi nhận", "none")]),
        ("Bộ trưởng Trần Văn Hải cảm ơn các cam kết của Lào.", [("cảm ơn", "person")]),
        ("Đề nghị trên được đưa ra năm ngoái.", []),
        ("Hai bên trông mong kết quả.", []),
        ("Đoàn đến Hà Nội theo đề nghị mở rộng hợp tác.", []),
        ("Lào triển khai các cam kết mở cửa thị trường.", []),
        (
            "Bộ trưởng Trần Văn Hải khẳng định sẵn sàng hỗ trợ.",
            [("khẳng định", "person"), ("sẵn sàng", "none")],
        ),
        (
            "Bộ trưởng Trần Văn Hải đề nghị Lào giảm thuế; hoan nghênh kết quả hợp tác.",
            [("đề nghị", "person"), ("hoan nghênh", "none")],
        ),
    ],
)
def test_which_verbs_report_something(text, verbs):
    assert governing(text) == verbs


def test_adverbs_belong_to_the_verb():
    text = "Hai bên cũng đã nhất trí"
    assert text[: before_adverbs(text, 0, text.index("nhất"))] == "Hai bên"
