"""Texts with hard line ends read like those without."""

import pytest
import readouts
from readouts.language.line_ends import join_lines

WRAPPED = """Chiều 3/4, tại Hà Nội, Bộ trưởng Công Thương Trần Văn Hải
hội đàm với Bộ trưởng Công Thương Lào Somsay Keo nhân
chuyến thăm Việt Nam. Bộ trưởng Trần Văn Hải đề nghị phía
Lào tiếp tục tạo thuận lợi cho doanh nghiệp hai nước
Việt Nam và Lào mở kho hàng ở biên giới, sớm mở thêm
cửa khẩu phụ tại tỉnh Savannakhet, giảm phí cho xe tải
Việt Nam qua cầu."""


def test_a_wrapped_text_gives_the_items_of_the_same_text_unwrapped():
    def items(text):
        return [" ".join(row.quote.split()) for row in readouts.read(text).items.itertuples()]

    assert items(WRAPPED) == items(WRAPPED.replace("\n", " ")) != []


@pytest.mark.parametrize(
    "text",
    [
        "Hai bên hội đàm\nThủ tướng phát biểu.",
        "Hai bên nhất trí.\nmở rộng hợp tác",
        "Ảnh: TTXVN\n\nhai bên",
        "",
    ],
)
def test_lines_that_end_a_sentence_stay_apart(text):
    assert join_lines(text) == text


def test_no_length_changes():
    assert len(join_lines(WRAPPED)) == len(WRAPPED)
