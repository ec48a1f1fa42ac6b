"""Sentences made from parts, whose reading is known by how they were made.

Texts coded by hand show what is hard; these show that nothing ordinary is missed: every counterpart
with every way of being met, every asking verb with every adverb and opener, every pair of acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations, product

import pytest
from made_parses import cut
from readouts.entities.name_finder import find_people

MET = "Ngày 5/6, tại Hà Nội, Thủ tướng Trần Văn Hải hội đàm với Thủ tướng Lào Somsay Keo.\n"
OURS, THEIRS = "Trần Văn Hải", "Somsay Keo"
Items = list[tuple[str, str, str]]


def items_of(text: str) -> Items:
    """Return quote, speaker and act of each item by the rules."""
    return cut(text)


def misread(cases: Iterable[tuple[str, Items]]) -> list[tuple[str, Items]]:
    """Return the texts that are not read as they were made, with what they are read as."""
    return [(text, found) for text, made in cases if (found := items_of(text)) != made]


# --- people --------------------------------------------------------------------------------------

NAMES = [
    "Ana van der Berg", "Lena von der Heide", "Bernardo Jr.", "Rui da Costa", "Omar bin Saleh",
    "Kim Do Hyun",
    "Park Jun-ho", "Marc E. Dunn", "O Un Gil", "Lý Kiến Hoa", "Trần Tuấn Anh", "Đỗ Hoàng Anh Tú",
    "Y Thanh Niê Kđăm",
    "Phan Thị Nga", "Lê Minh Đức", "Samdech Ros Vanna", "Jean-Luc Petit", "Tamar Al Karim",
    "Sato Keiko",
]  # fmt: skip
TITLES = [
    "Thủ tướng Ấn Độ", "Đại sứ Anh tại Việt Nam", "Bộ trưởng Ngoại giao Lào",
    "Chủ tịch Thượng viện Pháp",
    "Đại sứ Đặc mệnh toàn quyền Cộng hòa Séc tại Việt Nam", "Phó Chủ tịch Ủy ban châu Âu",
    "Tổng Bí thư, Chủ tịch nước Lào", "Tư lệnh Bộ Tư lệnh Ấn Độ Dương - Thái Bình Dương Mỹ",
    "Bí thư Thành ủy Nam Ninh",
    "Thủ hiến bang Tây Australia", "Chủ tịch Ngân hàng Phát triển châu Á (ADB)", "PGS. TS.",
]  # fmt: skip
CALLED = [
    "{title} {name} nhấn mạnh.",
    "Ông {name}, {title}, nhấn mạnh.",
    "{title}, bà {name}, nói.",
]


def test_every_name_is_found_behind_every_title() -> None:
    missed = []
    for name, title, called in product(NAMES, TITLES, CALLED):
        text = called.format(name=name, title=title)
        found = [person.name for person in find_people(text, [(0, len(text))]).persons]
        if found != [name]:
            missed.append((text, found))
    assert missed == []


# --- who says it, of whom ------------------------------------------------------------------------

# Counterpart: how it is called, the title and name of who speaks for it, the title alone, its side.
COUNTERPARTS = [
    ("Nga", "Tổng thống Nga", "Ivan Petrov", "Tổng thống", "Nga"),
    ("Anh", "Đại sứ Anh tại Việt Nam", "John Frewer", "Đại sứ", "Anh"),
    ("Đức", "Ngoại trưởng Đức", "Hans Müller", "Ngoại trưởng", "Đức"),
    ("Hàn Quốc", "Chủ tịch Quốc hội Hàn Quốc", "Kim Jin Ho", "Chủ tịch Quốc hội", "Hàn Quốc"),
    ("Vân Nam", "Bí thư Tỉnh ủy Vân Nam", "Vương Ninh Hải", "Bí thư Tỉnh ủy", "Vân Nam"),
    ("ADB", "Chủ tịch Ngân hàng Phát triển châu Á (ADB)", "Masato Kono", "Chủ tịch ADB", "ADB"),
    ("Cuba", "Bộ trưởng Nông nghiệp Cuba", "Jose Lopez Jr.", "Bộ trưởng", "Cuba"),
    ("Israel", "Bộ trưởng Kinh tế và Công nghiệp Israel", "Nir Bar", "Bộ trưởng", "Israel"),
]  # fmt: skip
HOSTS = ["Thủ tướng Trần Văn Hải", "Bộ trưởng Ngoại giao Lê Thị Hoài"]
EVENTS = [
    "{host} hội đàm với {guest}", "{host} tiếp {guest}", "{host} đã có buổi tiếp {guest}",
    "{host} điện đàm với {guest}", "{guest} đã có cuộc hội kiến {host}",
]  # fmt: skip
ASKED = "tăng cường hợp tác giáo dục"
SAID = [
    ("{guest} đề nghị Việt Nam {asked}.", "guest", "propose"),
    ("{short} {name} đề nghị Việt Nam {asked}.", "guest", "propose"),
    ("Ông {name} cam kết {asked}.", "guest", "commit"),
    ("Phía {side} mong muốn {asked}.", "side", "propose"),
    ("Về phần mình, {short} {name} nhất trí {asked}.", "guest", "agree"),
    ("{side} sẵn sàng {asked}.", "side", "commit"),
    ("{host} đề nghị {side} {asked}.", "host", "propose"),
    ("{host} đề nghị phía {side} {asked}.", "host", "propose"),
    ("Hai bên nhất trí {asked}.", "both", "agree"),
    ("{host} và {guest} nhất trí {asked}.", "both", "agree"),
]


def meetings() -> Iterator[tuple[str, Items]]:
    for number, (counterpart, host, event, said) in enumerate(
        product(COUNTERPARTS, HOSTS, EVENTS, SAID)
    ):
        if number % 3:
            continue
        side, title, name, short, own = counterpart
        guest = f"{title} {name}"
        sentence, speaker, act = said
        parts = {"guest": guest, "host": host, "short": short, "name": name, "side": side}
        text = f"Ngày 5/6, tại Hà Nội, {event.format(host=host, guest=guest)}."
        text += "\n" + sentence.format(asked=ASKED, **parts)
        who = {"guest": name, "side": own, "host": " ".join(host.split()[-3:]), "both": "both"}
        yield text, [(ASKED, who[speaker], act)]


def test_the_speaker_is_found_whoever_met() -> None:
    assert misread(meetings()) == []


# --- how it is said ------------------------------------------------------------------------------

SPEAKERS = {
    "Thủ tướng Lào Somsay Keo": THEIRS, "Thủ tướng Lào": THEIRS, "Ông Somsay Keo": THEIRS,
    "Nhà lãnh đạo Lào": THEIRS,
    "Phía Lào": "Lào", "Hai bên": "both", "Hai Thủ tướng": "both", "Thủ tướng Trần Văn Hải": OURS,
    "Thủ tướng Trần Văn Hải và Thủ tướng Somsay Keo": "both",
}  # fmt: skip
VERBS = {
    "propose": [
        "đề nghị", "đề xuất", "kêu gọi", "mong", "mong rằng", "mong muốn", "hy vọng",
        "bày tỏ mong muốn",
    ],
    "agree": ["nhất trí", "thống nhất", "đồng ý", "nhất trí cao", "đi đến thống nhất"],
    "commit": ["sẵn sàng", "cam kết", "bày tỏ sẵn sàng", "khẳng định sẵn sàng"],
}  # fmt: skip
OPENERS = [
    "", "Nhân dịp này, ", "Bên cạnh đó, ", "Về hợp tác kinh tế, ",
    "Đánh giá cao kết quả chuyến thăm, ",
    "Trao đổi về tình hình quốc tế, ", "Chiều cùng ngày, ",
]  # fmt: skip
ADVERBS = ["", "cũng ", "đã ", "một lần nữa ", "đồng thời ", "tiếp tục ", "đặc biệt "]
CONTENTS = [
    "tăng cường kết nối đường sắt", "sớm hoàn tất đàm phán hiệp định",
    "từ quý IV tăng cường kết nối đường sắt",
]  # fmt: skip


def ways_of_saying() -> Iterator[tuple[str, Items]]:
    verbs = [(verb, act) for act, listed in VERBS.items() for verb in listed]
    every = product(verbs, SPEAKERS.items(), OPENERS, ADVERBS, CONTENTS)
    for number, ((verb, act), (subject, speaker), opener, adverb, content) in enumerate(every):
        if number % 47:
            continue
        common = subject.split()[0] in ("Ông", "Phía", "Hai")
        subject = subject[0].lower() + subject[1:] if opener and common else subject
        # Of one who pledges what both must do, the act is theirs to agree on.
        act = "agree" if speaker == "both" and act == "commit" else act
        yield f"{MET}{opener}{subject} {adverb}{verb} {content}.", [(content, speaker, act)]


def test_each_way_of_saying_it_gives_the_same_item() -> None:
    assert misread(ways_of_saying()) == []


# --- several acts in one sentence ----------------------------------------------------------------

CLAUSES: list[tuple[str, list[tuple[str, str]]]] = [
    ("đánh giá cao kết quả hợp tác giữa hai nước", []),
    ("hoan nghênh các doanh nghiệp Lào đầu tư vào Việt Nam", []),
    ("cảm ơn Chính phủ Lào đã hỗ trợ cộng đồng người Việt", []),
    ("khẳng định Việt Nam luôn coi trọng quan hệ với Lào", []),
    ("bày tỏ tin tưởng quan hệ hai nước sẽ tiếp tục phát triển", []),
    ("thông báo về tình hình kinh tế Việt Nam", []),
    ("tán thành các đề xuất của Thủ tướng Lào", []),
    ("đề nghị hai bên mở rộng mạng lưới đường sắt", [("mở rộng mạng lưới đường sắt", "propose")]),
    ("mong muốn Lào mở thêm cửa khẩu", [("mở thêm cửa khẩu", "propose")]),
    (
        "đề nghị Lào giảm phí cầu đường, miễn thuế máy móc",
        [("giảm phí cầu đường", "propose"), ("miễn thuế máy móc", "propose")],
    ),
    ("nhấn mạnh hai bên cần giữ giá cước ổn định", [("giữ giá cước ổn định", "propose")]),
    ("sẵn sàng chia sẻ kinh nghiệm quản lý rừng", [("chia sẻ kinh nghiệm quản lý rừng", "commit")]),
    ("khẳng định Việt Nam sẽ gửi thêm 50 giáo viên", [("gửi thêm 50 giáo viên", "commit")]),
    ("nhất trí sớm tổ chức kỳ họp lần hai", [("sớm tổ chức kỳ họp lần hai", "agree")]),
]  # fmt: skip
JOINERS = ["; ", ", ", " và ", ", đồng thời ", ", cũng như "]


def pairs_of_acts() -> Iterator[tuple[str, Items]]:
    for number, ((first, second), joiner) in enumerate(product(permutations(CLAUSES, 2), JOINERS)):
        if number % 2:
            continue
        text = f"{MET}Thủ tướng Trần Văn Hải {first[0]}{joiner}{second[0]}."
        yield text, [(quote, OURS, act) for quote, act in (*first[1], *second[1])]


def test_each_act_of_a_sentence_has_its_own_items() -> None:
    assert misread(pairs_of_acts()) == []


# --- somebody put to work ------------------------------------------------------------------------

CAUSES = [
    "khuyến khích", "hỗ trợ", "tạo điều kiện cho", "giúp", "cho phép", "kêu gọi", "vận động",
    "chỉ đạo",
    "quan tâm tạo điều kiện cho", "tiếp tục khuyến khích",
]  # fmt: skip
WORKERS = [
    "doanh nghiệp hai nước", "các nhà đầu tư Nhật Bản", "người dân", "các tập đoàn lớn của Lào",
    "cộng đồng người Việt Nam tại Lào", "các trường đại học", "phụ nữ", "công dân hai nước",
    "các hãng hàng không",
    "các bộ, ngành", "khu vực tư nhân", "du học sinh",
]  # fmt: skip
WORK = [
    "khảo sát thị trường, mở rộng kinh doanh",
    "tham gia các dự án hạ tầng và nghiên cứu công nghệ mới",
    "học tập, nghiên cứu và làm việc lâu dài",
]  # fmt: skip


def work_of_others() -> Iterator[tuple[str, Items]]:
    for cause, worker, work in product(CAUSES, WORKERS, WORK):
        asked = f"{cause} {worker} {work}"
        yield f"{MET}Thủ tướng Trần Văn Hải đề nghị Lào {asked}.", [(asked, OURS, "propose")]


def test_work_that_somebody_is_put_to_stays_in_one_item() -> None:
    assert misread(work_of_others()) == []


# --- lists that carry on -------------------------------------------------------------------------

GOES_ON = [
    "Mở thêm đường bay.", "Hai bên sẽ mở thêm đường bay.", "Hai nước cần mở thêm đường bay.",
    "Đồng thời, mở thêm đường bay.", "Về giao thông, mở thêm đường bay.",
    "Thứ hai, mở thêm đường bay.",
    "2. Mở thêm đường bay.", "Ngoài ra, cần mở thêm đường bay.",
    "Trong thời gian tới, hai bên sẽ mở thêm đường bay.",
    "Các bộ, ngành hai nước cần mở thêm đường bay.",
]  # fmt: skip


@pytest.mark.parametrize("between", [" ", "\n"], ids=["in the paragraph", "in the next"])
@pytest.mark.parametrize(
    ("opening", "speaker", "act"),
    [
        ("Hai bên nhất trí nâng cấp cửa khẩu.", "both", "agree"),
        ("Thủ tướng Trần Văn Hải đề nghị hai bên nâng cấp cửa khẩu.", OURS, "propose"),
    ],
)
def test_a_list_carries_on(opening: str, speaker: str, act: str, between: str) -> None:
    cases = [
        (
            f"{MET}{opening}{between}{sentence}",
            [("nâng cấp cửa khẩu", speaker, act), ("mở thêm đường bay", speaker, act)],
        )
        for sentence in GOES_ON
    ]
    alike = [
        (text, [(quote[0].lower() + quote[1:], *rest) for quote, *rest in found])
        for text, found in misread(cases)
    ]
    assert [(text, found) for text, found in alike if found != cases[0][1]] == []
