"""Who is named, with which titles, on whose side."""

import pytest
from readouts.entities.name_finder import find_people
from readouts.entities.people import in_syllables, office_of, portfolios_of, same_name


def people(text):
    return [(p.name, p.side, p.titles) for p in find_people(text, [(0, len(text))]).persons]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "Phó Thủ tướng, Bộ trưởng Ngoại giao Trần Văn Hải phát biểu.",
            [("Trần Văn Hải", "", ("Phó Thủ tướng", "Bộ trưởng Ngoại giao"))],
            id="stacked titles are one person's",
        ),
        pytest.param(
            "Ông Somsay Keo, Thủ tướng Lào, phát biểu.",
            [("Somsay Keo", "Lào", ("Thủ tướng Lào",))],
            id="an apposition is a title",
        ),
        pytest.param(
            "Thủ tướng Trần Văn Hải tiếp Thủ tướng Lào Somsay Keo.",
            [
                ("Trần Văn Hải", "", ("Thủ tướng",)),
                ("Somsay Keo", "Lào", ("Thủ tướng Lào",)),
            ],
            id="two with one office",
        ),
        pytest.param(
            "Đại sứ Brazil tại Việt Nam Paulo da Costa phát biểu.",
            [("Paulo da Costa", "Brazil", ("Đại sứ Brazil tại Việt Nam",))],
            id="where an envoy serves, and a particle in his name",
        ),
        pytest.param(
            "Tiếp Bí thư Khu ủy Quảng Tây, Thủ tướng Trần Văn Hải phát biểu.",
            [("Trần Văn Hải", "", ("Thủ tướng",))],
            id="the title of whom one receives is not one's own",
        ),
        pytest.param(
            "Gặp lại Thủ tướng Lào Keosa, Thủ tướng Trần Văn Hải phát biểu.",
            [("Keosa", "Lào", ("Thủ tướng Lào",)), ("Trần Văn Hải", "", ("Thủ tướng",))],
            id="another's office and short name are no title",
        ),
        pytest.param(
            "Bộ trưởng Bộ NN & PTNT Trần Văn Hải phát biểu.",
            [("Trần Văn Hải", "", ("Bộ trưởng Bộ NN & PTNT",))],
            id="a body's initials are no part of a name",
        ),
        pytest.param(
            "Tổng Giám đốc Tập đoàn Norvind phát biểu.", [], id="a company's name is nobody's"
        ),
        pytest.param("Kinh tế Việt Nam tăng trưởng nhanh.", [], id="a country is nobody"),
    ],
)
def test_people_are_found_with_titles_and_side(text, found):
    assert people(text) == found


def test_one_person_named_twice_is_one():
    text = "Thủ tướng Lào Somsay Keo phát biểu. Ông Keo cảm ơn. Ông Somsay Keo về nước."
    people = find_people(text, [(0, 35), (36, 51), (52, len(text))])
    assert [person.name for person in people.persons] == ["Somsay Keo"]
    assert [mention.person for mention in people.mentions] == [0, 0, 0]


def test_mentions_of_people_are_found_by_position():
    text = "Thủ tướng Lào Somsay Keo tiếp Bộ trưởng Trần Văn Hải."
    people = find_people(text, [(0, len(text))])
    second = people.starting_at(text.index("Bộ trưởng"))
    assert second is not None
    assert people.persons[second.person].name == "Trần Văn Hải"
    assert people.ending_at(len(text) - 1) == second
    assert people.within(1, len(text)) == (second,)
    assert list(people.before(len(text))) == [second, people.mentions[0]]
    assert people.last_named(1, second.start) is None
    assert people.last_named(1, len(text)) == second.start
    assert people.holders({"bộ trưởng"}) == [1]


@pytest.mark.parametrize(
    ("title", "office"),
    [("Phó Thủ tướng Lào", "phó thủ tướng"), ("Thủ tướng", "thủ tướng"), ("Nông dân", "")],
)
def test_the_office_opens_the_title(title, office):
    assert office_of(title) == office


def test_an_office_without_a_portfolio_names_none():
    assert portfolios_of("Bộ trưởng Bộ Quốc phòng") == {"quốc phòng"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Putin", "Vladimir Putin", True), ("Văn Hải", "Trần Văn Hải", True), ("Hà", "Hải", False)],
)
def test_a_part_of_a_name_may_be_the_name(one, other, same):
    assert same_name(one, other) is same is same_name(other, one)


def test_syllables_tell_a_foreign_name():
    assert in_syllables("Lê Thu Vân")
    assert not in_syllables("John Smith")
