"""Bytes become text or a sentence that names what they are."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readouts.errors import ReadoutsError
from readouts.language import legacy_encodings
from readouts.language.decoding import MAX_BYTES, decode, read_text

TEXT = (
    "Ngày 5/6, tại Viêng Chăn, Bộ trưởng Phạm Đình Hải đề nghị hai bên tiếp tục mở rộng hợp tác, "
    "tạo thuận lợi cho doanh nghiệp; phía Lào nhất trí sớm ký kết thỏa thuận về cửa khẩu.\n"
    "“Hai nước” sẽ đẩy nhanh tiến độ – trước quý III/2026…\n"
)


def to_tcvn3(text: str) -> bytes:
    """Small letters alone have codes of their own: capitals were a matter of the font."""
    codes = {letter: code for code, letter in legacy_encodings.TCVN3.items()}
    return "".join(codes.get(c, codes.get(c.lower(), c)) for c in text).encode("cp1252")


def to_vni(text: str) -> bytes:
    """By the rule of VNI, written apart from the table under test: letter, then mark."""
    marks = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
    hats = dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True))
    bowls = dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True))
    alone = dict(zip("íìỉĩịỵđ", "íìæóòîñ", strict=True))
    out = ""
    for letter in text:
        if letter.lower() in alone:
            new = alone[letter.lower()]
        else:
            base, *signs = unicodedata.normalize("NFD", letter.lower())
            tone = next((sign for sign in signs if sign in marks), "")
            if "\u0302" in signs:
                new = base + (hats[tone] if tone else "â")
            elif "\u0306" in signs:
                new = base + (bowls[tone] if tone else "ê")
            else:
                horned = {"o": "ô", "u": "ö"}[base] if "\u031b" in signs else base
                new = horned + (marks[tone] if tone else "")
        out += new.upper() if letter != letter.lower() else new
    return out.encode("cp1252")


def to_cp1258(text: str) -> bytes:
    """Windows-1258 keeps the tone marks apart from the letters."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    decomposed = [unicodedata.normalize("NFD", letter) for letter in text]
    return "".join(
        unicodedata.normalize("NFC", "".join(c for c in letter if c not in tones))
        + "".join(c for c in letter if c in tones)
        for letter in decomposed
    ).encode("cp1258")


LEGACY = {
    "tcvn3": (to_tcvn3, "TCVN3"),
    "vni": (to_vni, "VNI"),
    "cp1258": (to_cp1258, "Windows-1258"),
}


def refusal(content: bytes, encoding: str | None = None) -> str:
    with pytest.raises(ReadoutsError) as caught:
        decode(content, "thu/a.txt", encoding)
    return str(caught.value)


@pytest.mark.parametrize("encoding", LEGACY)
def test_legacy_encodings_are_named_and_converted_only_if_asked(encoding: str) -> None:
    encode, name = LEGACY[encoding]
    told = refusal(encode(TEXT))
    assert f"found {name}" in told
    assert f"--encoding {encoding}" in told
    back = unicodedata.normalize("NFC", decode(encode(TEXT), "a.txt", encoding))
    assert back.casefold() == TEXT.casefold()
    assert back == TEXT or encoding == "tcvn3"


@pytest.mark.parametrize("encoding", LEGACY)
def test_legacy_text_pasted_into_a_utf8_file_is_named_too(encoding: str) -> None:
    encode, name = LEGACY[encoding]
    pasted = encode(TEXT).decode("latin-1" if encoding == "cp1258" else "cp1252").encode()
    assert f"found {name}" in refusal(pasted)
    back = unicodedata.normalize("NFC", decode(pasted, "a.txt", encoding))
    assert back.casefold() == TEXT.casefold()


def test_capitals_of_vni_come_back() -> None:
    heading = "THỦ TƯỚNG ĐỀ NGHỊ, ẤN ĐỘ Ủng hộ, kỹ lưỡng, Ỷ lại, ĩ, Ị"
    assert legacy_encodings.from_vni(to_vni(heading).decode("latin-1")) == heading


@pytest.mark.parametrize("letter", sorted(legacy_encodings.TCVN3.values()))
def test_each_letter_of_tcvn3_comes_back(letter: str) -> None:
    assert decode(to_tcvn3(f"a {letter} b"), "a.txt", "TCVN3") == f"a {letter} b"


def test_all_134_letters_of_vietnamese_have_a_place_in_the_tables() -> None:
    letters = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    assert set(letters) <= set(legacy_encodings.TCVN3.values())
    both = letters + letters.upper()
    assert legacy_encodings.from_vni(to_vni(both).decode("latin-1")) == both


def test_utf8_read_as_latin_and_saved_again_is_named() -> None:
    assert "UTF-8 that was read as Latin-1" in refusal(TEXT.encode().decode("latin-1").encode())


@pytest.mark.parametrize("variant", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named_and_converted_only_if_asked(variant: str) -> None:
    assert "found UTF-16" in refusal(TEXT.encode(variant))
    assert decode(TEXT.encode(variant), "a.txt", variant) == TEXT


@pytest.mark.parametrize(
    "other",
    [
        "Les deux ministres ont réaffirmé leur volonté d’approfondir la coopération à Genève.",
        "Die Außenminister führten in Köln Gespräche über künftige Zusammenarbeit für Länder.",
        "O ministro não aceitará condições; a cooperação é essencial às nações irmãs.",
        "两国外长举行会谈，就双边关系交换意见。",
        "The two ministers agreed to expand trade.",
        "Việt Nam",
        "a",
    ],
)
def test_other_languages_and_single_words_are_texts(other: str) -> None:
    assert decode(other.encode(), "a.txt") == other


def test_an_unknown_encoding_is_reported_as_such() -> None:
    assert "byte 0xE9 at line 2, byte 4" in refusal(b"abc\n\xe9t\xe9 \x81\n")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TEXT,
        TEXT.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", TEXT),
        "Hai\u200b bên\u2060 nhất trí\u00ad.",
        "\u202eHai bên\u202c nhất trí.",
        "Hai bên 🤝🏽 nhất trí.",
        "Hai bên\x0b nhất\x1b[31m trí.",
    ],
    ids=["bom", "crlf", "nfd", "zero-width", "bidi", "emoji", "odd-controls"],
)
def test_unusual_text_stays_as_it_is(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "found an empty file"),
        (b" \r\n\t \xc2\xa0", "found only blanks"),
        ("\ufeff\u200b\u200b\n".encode(), "found only blanks"),
        (TEXT.encode()[: TEXT.encode().index("ệ".encode()) + 2], "ends in the middle of a char"),
        ("Hai bên\0 nhất trí".encode(), "found binary data"),
        (bytes(range(1, 9)) * 20, "found binary data"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04\x14\0", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word"),
        (b"{\\rtf1\\ansi", "rich text"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        ("<!DOCTYPE html>\n<html><body>Hai bên</body></html>".encode(), "found HTML"),
        ("\n<!-- x --><html lang='vi'>Hai bên</html>".encode(), "found HTML"),
        (f"<p>{TEXT}</p>\n<p>{TEXT}</p><br/>".encode(), "found HTML"),
        (b"a" * (MAX_BYTES + 1), "more than 16 MB"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_by_its_kind(content: bytes, told: str) -> None:
    message = refusal(content)
    assert told in message
    assert message.startswith("thu/a.txt: ")


@pytest.mark.parametrize("text", ["Tỷ lệ x < y và y > z, a<b>c.", "Gửi <an@bao.vn> và <br> thôi."])
def test_a_stray_sign_is_no_html(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


def test_a_wrong_or_unknown_encoding_is_reported() -> None:
    assert "found bytes that are not ascii at line 1" in refusal("Việt".encode(), "ascii")
    assert "did you mean `tcvn3`?" in refusal(b"a", "tcvn")
    assert "is not known" in refusal(b"a", "zlib")
    assert "is not known" in refusal(b"a", "a\0b")


UNREADABLE = {
    "b.txt": "found nothing there (did you mean a.txt?)",
    ".": "found a folder",
    "pipe": "found a device or pipe",
    "loop": "cannot be read (Too many levels of symbolic links)",
    "lost": "found a link to nothing",
    "x" * 300: "cannot be read (File name too long)",
    "a\0b": "expected a file name",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_files_that_cannot_be_read_are_sentences(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "lost").symlink_to("gone.txt")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadoutsError) as caught:
        read_text(tmp_path / name)
    assert UNREADABLE[name] in str(caught.value)


def test_files_that_may_not_be_read_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(Path, "open", refused)  # root may read whatever the mode says
    with pytest.raises(ReadoutsError, match=r"a.txt: .* \(Permission denied\). Check its perm"):
        read_text(tmp_path / "a.txt")


@settings(deadline=None)
@given(st.text())
@example("\ufeff")
@example("<html>")
def test_any_text_is_refused_or_comes_back_as_it_is(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    try:
        assert decode(content, "a.txt") == text
    except ReadoutsError as error:
        assert str(error).startswith("a.txt: expected")  # noqa: PT017 (refusing is right too)


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([None, "tcvn3", "vni", "cp1258", "utf-16", "idna"]))
def test_any_bytes_become_text_or_a_sentence(content: bytes, encoding: str | None) -> None:
    try:
        text = decode(content, "a.txt", encoding)
    except ReadoutsError as error:
        assert str(error).startswith("a.txt: ")  # noqa: PT017 (refusing is right too)
    else:
        assert text.encode("utf-8", "surrogatepass")


@given(st.integers(0, len(TEXT.encode())))
def test_a_readout_cut_anywhere_is_text_or_is_reported_as_cut(at: int) -> None:
    try:
        assert TEXT.startswith(decode(TEXT.encode()[:at], "a.txt"))
    except ReadoutsError as error:
        assert "middle of a char" in str(error) or at == 0  # noqa: PT017
