"""The codebook: its own examples, the rules of coding, its faults, and what a change moves."""

from dataclasses import replace

import pytest
import yaml
from readouts.codebook.coder import Codebook, Context, code, load_codebook
from readouts.codebook.diff import changed_items
from readouts.codebook.schema import CodebookFile
from readouts.errors import ProblemsError
from readouts.model import Item, Meeting, Sentence, Statement
from readouts.reading import Reading
from readouts.storage.paths import data_dir

BOOK = load_codebook()
FIXED_IDS = [
    "strategic_framing",
    "high_level_exchange",
    "mechanisms",
    "party_governance",
    "trade",
    "economy",
    "border_gates",
    "infrastructure",
    "investment_finance",
    "science_tech",
    "green_energy",
    "agriculture",
    "education",
    "culture_tourism",
    "people_exchange",
    "heritage_friendship",
    "war_legacy",
    "land_border",
    "maritime",
    "defence_security",
    "consular_labour",
    "health_disaster",
    "local_cooperation",
    "multilateral_regional",
    "general",
]


def examples(kind):
    return [
        pytest.param(theme.id, clause, id=f"{theme.id}: {clause}")
        for theme in BOOK.themes.values()
        for clause in getattr(theme.examples, kind)
    ]


@pytest.mark.parametrize(("theme", "clause"), examples("positive"))
def test_a_positive_example_has_its_theme(theme, clause):
    assert theme in code(clause).themes


@pytest.mark.parametrize(("theme", "clause"), examples("negative"))
def test_a_negative_example_has_it_not(theme, clause):
    assert theme not in code(clause).themes


def test_the_ids_are_the_fixed_ones_in_their_order():
    assert list(BOOK.themes)[: len(FIXED_IDS)] == FIXED_IDS


@pytest.mark.parametrize("theme", BOOK.themes.values(), ids=lambda theme: theme.id)
def test_a_theme_has_labels_scope_and_examples_enough(theme):
    assert all((theme.en, theme.vi, theme.scope.en, theme.scope.vi))
    assert len(theme.examples.positive) >= 4
    assert len(theme.examples.negative) >= 3


@pytest.mark.parametrize(
    ("clause", "themes"),
    [
        ("mở tuyến đường sắt nhằm thúc đẩy thương mại", ["infrastructure"]),
        ("phối hợp để mở rộng thương mại", ["trade"]),
        ("khuyến khích đầu tư, nhất là năng lượng, viễn thông, y tế", ["investment_finance"]),
        ("tạo thuận lợi thông quan, nhất là nông sản", ["border_gates", "trade"]),
        ("hợp tác mọi mặt, nhất là nông nghiệp, y tế", ["agriculture", "health_disaster"]),
        ("thúc đẩy kinh tế số", ["science_tech"]),
        ("hợp tác nông nghiệp, giáo dục", ["agriculture", "education"]),
        ("ký thỏa thuận về hạ tầng", ["infrastructure"]),
        ("tăng cường quan hệ hai nước", ["strategic_framing"]),
        ("thúc đẩy quan hệ hai nước trên các lĩnh vực", ["general"]),
        ("cử kỹ sư sang làm việc", ["general"]),
        ("", ["general"]),
    ],
)  # fmt: skip
def test_a_rule_of_coding(clause, themes):
    assert list(code(clause).themes) == themes


def test_each_theme_shows_the_longest_words_that_gave_it():
    coded = code("hợp tác giáo dục, giáo dục nghề nghiệp và du lịch")
    assert coded == (
        ("education", "culture_tourism"),
        ("giáo dục nghề nghiệp", "du lịch"),
        "clause",
    )


def test_spelling_does_not_matter():
    assert code("bảo đảm Hoà bình").themes == code("bảo đảm hòa bình").themes
    assert code("HỢP TÁC DU LỊCH").themes == ("culture_tourism",)


TOLD = "chia sẻ tin tức"
DEFENCE = ("tuần tra chung", "chống ma túy")


@pytest.mark.parametrize(
    ("clause", "context", "theme", "rule"),
    [
        (TOLD, Context(lead="Về quốc phòng - an ninh, hai bên"), "defence_security", "reference"),
        (TOLD, Context(later=DEFENCE), "defence_security", "siblings"),
        (TOLD, Context(lead="Đánh giá cao hợp tác y tế, ông"), "health_disaster", "reference"),
        ("thúc đẩy lĩnh vực này", Context(earlier=("cấp học bổng",)), "education", "reference"),
        ("làm tốt việc này", Context(lead="Về điện gió, ông"), "green_energy", "reference"),
        ("nêu dự án này", Context(before="Ông nói về điện gió."), "green_energy", "reference"),
        (TOLD, Context("", "", ("cấp visa",), DEFENCE[1:]), "defence_security", "reference"),
        ("kiểm soát bất đồng", Context(sides=("Việt Nam", "Quảng Đông")), "maritime", "clause"),
        ("kiểm soát bất đồng", Context(sides=("Việt Nam", "Lào")), "maritime", "weak"),
    ],
)
def test_the_context_is_used_only_if_the_clause_has_no_cue(clause, context, theme, rule):
    coded = code(clause, context)
    assert (coded.themes, coded.rule) == ((theme,), rule)


def test_an_office_in_the_lead_is_no_topic():
    context = Context(lead="Bộ trưởng Bộ Quốc phòng Lào đề nghị hai bên ")
    assert code("sớm báo cáo kết quả", context).themes == ("general",)


def edited(**changes):
    """The codebook with keys of its first theme changed, as a researcher would edit it."""
    text = (data_dir() / "codebook.yml").read_text(encoding="utf-8")
    file = yaml.load(text, Loader=yaml.CSafeLoader)
    file["themes"][0] |= changes
    return file


def test_faults_are_reported_with_their_lines(tmp_path):
    path = tmp_path / "codebook.yml"
    file = edited(weak=["* quan hệ", "hữu nghị", "hữu nghị"])
    path.write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_codebook(path)
    problems = caught.value.problems
    assert [problem.message for problem in problems] == [
        "expected a cue that starts and ends with a word, not with *, found “* quan hệ”",
        "the cue “hữu nghị” appears twice",
    ]
    lines = path.read_text(encoding="utf-8").split("\n")
    assert "* quan hệ" in lines[problems[0].line - 1]


def reading_of(*clauses):
    source = "; ".join(clauses)
    spans = [(source.index(clause), source.index(clause) + len(clause)) for clause in clauses]
    item = Item(0, 0, statement=0, speaker="A", side="Lào", act="propose", sentence=1)
    return Reading(
        doc="thu.txt",
        source=source,
        meeting=Meeting(sides=("Việt Nam", "Lào")),
        statement_rows=(Statement(0, len(source), "A", "Lào", "propose", "đề nghị", sentence=1),),
        item_rows=tuple(replace(item, start=start, end=end) for start, end in spans),
        sentence_rows=(Sentence(0, len(source), 1, 1, "body"),),
    )


def test_a_changed_codebook_says_which_items_moved():
    changed = Codebook(CodebookFile.model_validate(edited(cues=["du lịch"])))
    table = changed_items(BOOK, changed, [reading_of("thúc đẩy du lịch", "mở rộng đầu tư")])
    assert table[["quote", "gained", "lost"]].to_numpy().tolist() == [
        ["thúc đẩy du lịch", ("strategic_framing",), ()]
    ]
    assert changed_items(BOOK, BOOK, [reading_of("thúc đẩy du lịch")]).empty


def test_a_theme_may_be_added_and_shows_its_label():
    file = edited()
    sport = {"id": "sport", "en": "Sport", "vi": "Thể thao", "cues": ["cờ vua"], "weak": []}
    file["themes"].append(file["themes"][0] | sport)
    book = Codebook(CodebookFile.model_validate(file))
    assert book.code("tổ chức giải cờ vua").themes == ("sport",)
    assert book.themes["sport"].vi == "Thể thao"
