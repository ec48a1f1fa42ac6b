"""How alike two proposals are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts.codebook.coder import code
from readouts.comparison.similarity import similarity, terms

CLAUSES = (
    "thúc đẩy xây dựng cầu hữu nghị qua sông biên giới",
    "mở thêm đường bay thẳng giữa hai thủ đô",
    "tiếp tục phối hợp chặt chẽ trong phòng chống thiên tai",
    "tăng cường trao đổi đoàn thanh niên",
    "tạo thuận lợi cho hàng thủy sản vào thị trường nước bạn",
    "đơn giản hóa thủ tục thị thực cho người lao động",
)


def score(then: str, now: str, then_themes: str = "", now_themes: str = "") -> float:
    found = similarity([then], [now], [then_themes.split()], [now_themes.split()])
    return float(found.score[0, 0])


def test_the_same_words_are_alike_and_other_words_are_not() -> None:
    assert score(CLAUSES[0], CLAUSES[0]) == pytest.approx(1, abs=0.01)
    assert score(CLAUSES[0], CLAUSES[1]) < 0.2


def test_adverbs_and_grammar_weigh_little() -> None:
    plain = score("mở đường bay thẳng", "mở đường bay thẳng")
    dressed = score("tiếp tục tích cực mở đường bay thẳng cho hai bên", "mở đường bay thẳng")
    other = score("mở đường bay thẳng và cảng biển nước sâu mới", "mở đường bay thẳng")
    assert plain > dressed > other


def test_a_short_clause_inside_a_longer_one_shows_in_both_directions() -> None:
    found = similarity(["xây cầu"], ["xây cầu và trạm kiểm dịch động vật tại cửa khẩu"])
    assert found.then_in_now[0, 0] > 0.6 > 0.5 > found.now_in_then[0, 0]


def test_spelling_does_not_matter() -> None:
    typed = unicodedata.normalize("NFD", "thoả thuận về hoà bình và uỷ ban kỹ thuật")
    assert score(typed, "thỏa thuận về hòa bình và ủy ban kỹ thuật") > 0.95


def test_diacritics_do_matter() -> None:
    assert score("mở cảng cá", "mỡ cang ca") < 0.1


def test_themes_move_the_score_and_are_coded_where_they_are_not_given() -> None:
    then, now = CLAUSES[3], "mở rộng giao lưu thanh niên và sinh viên"
    alike = score(then, now, "people_exchange", "people_exchange")
    assert alike > score(then, now, "people_exchange", "trade")
    themes = [code(then).themes], [code(now).themes]
    bare = similarity([then], [now])
    assert bare.score.tolist() == similarity([then], [now], *themes).score.tolist()


def test_nothing_compared_is_an_empty_table() -> None:
    assert similarity([], CLAUSES).score.shape == (0, len(CLAUSES))


def test_a_repeated_syllable_is_one_term() -> None:
    assert terms("cho cho sinh viên") == terms("cho sinh viên")


clauses = st.lists(st.sampled_from(CLAUSES) | st.text("aăâ đởẫ\u0301,;. ", max_size=20), max_size=4)


@settings(deadline=None)
@given(clauses, clauses)
def test_scores_lie_between_0_and_1_and_mirror(then: list[str], now: list[str]) -> None:
    forth, back = similarity(then, now), similarity(now, then)
    assert ((forth.score >= 0) & (forth.score <= 1 + 1e-9)).all()
    assert forth.score.T.tolist() == back.score.tolist()
    assert forth.then_in_now.T.tolist() == back.now_in_then.tolist()


def test_the_same_words_stay_alike_whatever_their_themes() -> None:
    assert score(CLAUSES[1], CLAUSES[1], "trade", "infrastructure") > 0.9
