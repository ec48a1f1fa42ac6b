"""One text in, one reading out."""

import pytest
import readouts
from made_parses import FRAME, GUEST, HOST, parsed
from readouts.errors import ReadoutsError
from readouts.model import Meeting

ASKS = "Bộ trưởng Trần Văn Hải đề nghị hai bên tăng cường hợp tác giáo dục."


def test_an_item_has_its_statement_speaker_theme_and_rule():
    [item] = parsed(ASKS).item_rows
    assert (item.speaker, item.side, item.act) == (HOST, "Việt Nam", "propose")
    assert (item.themes, item.cue) == (("education",), "tăng cường")
    assert "asking verb" in item.rule
    assert parsed(ASKS).statement_rows[item.statement].cue == "đề nghị"


@pytest.mark.parametrize("text", [ASKS.encode(), None, 5])
def test_what_is_no_string_is_refused(text):
    with pytest.raises(ReadoutsError, match="expected the text as a string, found "):
        readouts.read(text)


def test_what_a_person_gives_stands_beside_what_the_text_says():
    outside = Meeting(place="Viêng Chăn", place_basis="metadata: a source")
    frame = FRAME.replace("tại Hà Nội, ", "")
    reading = readouts.read(frame + ASKS, meeting=outside)
    assert (reading.meeting.place, reading.meeting.place_basis) == (
        "Viêng Chăn",
        "metadata: a source",
    )
    reading = readouts.read(FRAME + ASKS, meeting=outside)
    assert (reading.meeting.place, reading.meeting.place_basis) == (
        "Viêng Chăn",
        "metadata: a source; the text itself says Hà Nội",
    )
    assert reading.meeting.sides_basis == "text"


def test_what_the_register_took_from_the_text_fills_only_gaps():
    outside = Meeting(place="Viêng Chăn", place_basis="text", sides=("Lào", "Việt Nam"))
    reading = readouts.read(FRAME + ASKS, meeting=outside)
    assert (reading.meeting.place, reading.meeting.place_basis) == ("Hà Nội", "text")
    assert reading.meeting.sides == ("Việt Nam", "Lào")


def test_names_are_spelled_as_the_source_spells_them():
    reading = readouts.read((FRAME + ASKS).replace("Hải", "Hoà"))
    assert reading.item_rows[0].speaker == "Trần Văn Hoà"


def test_those_who_speak_took_part():
    reading = parsed(ASKS, "Bộ trưởng Somsay Keo cảm ơn Việt Nam.")
    assert [row.name for row in reading.participant_rows] == [HOST, GUEST]


def test_a_figure_has_the_number_of_its_sentence():
    reading = parsed("Bộ trưởng Trần Văn Hải cho biết kim ngạch đạt 2 tỷ USD.")
    money = next(row for row in reading.mention_rows if row.kind == "money")
    numbers = {row.number: row for row in reading.sentence_rows}
    assert numbers[money.sentence].start <= money.start < numbers[money.sentence].end


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "a", "Hai bên", "\ud800", "🤝" * 50])
def test_any_fragment_is_read_without_items(text):
    reading = readouts.read(text)
    assert reading.items.empty
    assert reading.coverage >= 0
