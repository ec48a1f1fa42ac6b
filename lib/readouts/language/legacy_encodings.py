"""The encodings of Vietnamese before Unicode: their tables, and telling which one a text is in.

TCVN3 ("ABC", the .VnTime fonts; TCVN 5712:1993 VN3) gives each small letter one byte and writes
capitals with a second font; VNI writes a base letter and a byte for its marks; Windows-1258 is a
Python codec. All are seen here as Latin-1 characters, a byte each: that is also how they look
where old text was pasted into a UTF-8 file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TCVN3_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {
    chr(first + n): letter
    for first, letters in _TCVN3_LETTERS.items()
    for n, letter in enumerate(letters)
}

_VNI_MARKS = {
    "aeouy": {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"},
    "aeo": {
        "â": "\u0302",
        "á": "\u0302\u0301",
        "à": "\u0302\u0300",
        "å": "\u0302\u0309",
        "ã": "\u0302\u0303",
        "ä": "\u0302\u0323",
    },
    "a": {
        "ê": "\u0306",
        "é": "\u0306\u0301",
        "è": "\u0306\u0300",
        "ú": "\u0306\u0309",
        "ü": "\u0306\u0303",
        "ë": "\u0306\u0323",
    },
}
_VNI_LETTERS = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư"}
_VNI_LETTERS |= {"î": "ỵ", "ñ": "đ"}
# The letters with a horn take the marks of a, e, o, u, y: "ôù" is "ớ".
_VNI_HORNED = {"ô": "ơ", "ö": "ư"}

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh
ip it iu o oa oac oach oai oan oang oanh oat oay oăn oăng oăt oc oe oen oet oi om on ong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uât uây uc uê uêch uênh ui um un ung uôc uôi
uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn
ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{'|'.join(_RHYMES.split())})")
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD = re.compile(r"[^\x00-@\[-`{-~]+")

# What Windows put where Latin-1 has control characters: curly quotes, dashes, the ellipsis.
_WINDOWS = {
    byte: bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
    for byte in range(0x80, 0xA0)
}

# With fewer marked words than this there is no telling; below this share of syllables that
# Vietnamese can have, it is some other language or binary.
_ENOUGH_WORDS = 3
_PLAUSIBLE = 0.75


def from_tcvn3(text: str) -> str:
    """Return Vietnamese that was written in TCVN3 and read as Latin-1.

    >>> from_tcvn3("ViÖt Nam vµ Trung Quèc")
    'Việt Nam và Trung Quốc'
    """
    return text.translate(_tcvn3_table() | _WINDOWS)


def from_vni(text: str) -> str:
    """Return Vietnamese that was written in VNI and read as Latin-1 (or Windows-1252).

    >>> from_vni("Vieät Nam vaø Trung Quoác, ÑEÀ NGHÒ")
    'Việt Nam và Trung Quốc, ĐỀ NGHỊ'
    """
    pattern, table = _vni_table()
    return pattern.sub(lambda match: table[match.group()], text).translate(_WINDOWS)


def recognised(latin: str) -> str:
    """Return the legacy encoding that makes ``latin`` Vietnamese, or ``""``.

    ``latin`` is the bytes read as Latin-1; the answer is ``tcvn3``, ``vni``, ``cp1258`` or
    ``utf-8`` (read as Latin-1 by mistake).

    >>> recognised("Hai bªn nhÊt trÝ t¨ng c­êng hîp t¸c")
    'tcvn3'
    >>> recognised("Les deux côtés ont réaffirmé leur détermination")
    ''
    """
    words = [word for word in _WORD.findall(latin[:20000]) if not word.isascii()]
    if len(words) < _ENOUGH_WORDS:
        return ""
    shares = {name: _share(words, name) for name in ("tcvn3", "vni", "cp1258", "utf-8")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _PLAUSIBLE else ""


def as_latin(text: str) -> str:
    """Return text that once was read as Windows-1252 with a Latin-1 character for each byte.

    >>> as_latin("Vi\u00e1\u00bb\u2021t").encode("latin-1").decode("utf-8")
    'Việt'
    """
    return text.translate({ord(letter): chr(byte) for byte, letter in _WINDOWS.items()})


def syllable(word: str) -> bool:
    """Tell whether Vietnamese can have ``word`` as a syllable, whatever its tone.

    >>> syllable("nghị"), syllable("réaffirmé")
    (True, False)
    """
    bare = unicodedata.normalize("NFD", word.lower()).translate(_TONE_MARKS)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def _share(words: list[str], encoding: str) -> float:
    good = sum(syllable(_converted(word, encoding)) for word in words)
    return good / len(words)


def _converted(word: str, encoding: str) -> str:
    if encoding == "tcvn3":
        return from_tcvn3(word)
    if encoding == "vni":
        return from_vni(word)
    return word.encode("latin-1", "replace").decode(encoding, "replace")


@lru_cache(maxsize=1)
def _tcvn3_table() -> dict[int, str]:
    return {ord(character): letter for character, letter in TCVN3.items()}


@lru_cache(maxsize=1)
def _vni_table() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the sequences VNI writes, longest first, and what each stands for."""
    table = dict(_VNI_LETTERS)
    for bases, marks in _VNI_MARKS.items():
        for base in bases:
            table |= {base + mark: _composed(base + sign) for mark, sign in marks.items()}
    for base, letter in _VNI_HORNED.items():
        tones = _VNI_MARKS["aeouy"].items()
        table |= {base + mark: _composed(letter + sign) for mark, sign in tones}
    cased = {key.upper(): letter.upper() for key, letter in table.items()}
    titled = {key.capitalize(): letter.upper() for key, letter in table.items()}
    table |= titled | cased
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def _composed(letters: str) -> str:
    return unicodedata.normalize("NFC", letters)
