"""The encodings of Vietnamese before Unicode: their tables, and how to recognise them.

TCVN3 ("ABC", the .VnTime fonts; TCVN 5712:1993 VN3) has one byte for each small letter and uses a
second font for capitals; VNI has a base letter and a byte for its marks; Windows-1258 is a codec of
Python. Here each byte is one Latin-1 character, as in old text that was pasted into a UTF-8 file.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

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

# The marks after a letter in VNI, and the letters that have one byte.
_VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_MARKS |= {"â": "\u0302", "ê": "\u0306"}
for _hat, _signs in (("\u0302", "áàåãä"), ("\u0306", "éèúüë")):
    _VNI_MARKS |= {
        sign: _hat + _VNI_MARKS[tone] for sign, tone in zip(_signs, "ùøûõï", strict=True)
    }
_VNI_LETTERS = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
_VNI = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_LETTERS)}]", re.I)

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

# Characters of Windows in place of the control characters of Latin-1: quotes, dashes, the ellipsis.
_WINDOWS = {
    byte: bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
    for byte in range(0x80, 0xA0)
}

_TCVN3_TABLE = str.maketrans(TCVN3) | _WINDOWS

# With fewer words with marks there is no decision; with a lower share of possible syllables, the
# text is in another language.
_ENOUGH_WORDS = 3
_PLAUSIBLE = 0.75


def from_tcvn3(text: str) -> str:
    """Return the Vietnamese of a text in TCVN3 that was read as Latin-1.

    >>> from_tcvn3("ViÖt Nam vµ Trung Quèc")
    'Việt Nam và Trung Quốc'
    """
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """Return the Vietnamese of a text in VNI that was read as Latin-1 (or Windows-1252).

    >>> from_vni("Vieät Nam vaø Trung Quoác, ÑEÀ NGHÒ")
    'Việt Nam và Trung Quốc, ĐỀ NGHỊ'
    """
    return _VNI.sub(_vni_letter, text).translate(_WINDOWS)


def _vni_letter(found: re.Match[str]) -> str:
    base = (found[1] or found[0]).lower()
    letter = _VNI_LETTERS.get(base, base) + _VNI_MARKS.get((found[2] or "").lower(), "")
    letter = unicodedata.normalize("NFC", letter)
    if letter not in TCVN3.values():  # no Vietnamese letter, so the second byte is not a mark
        return found[0]
    return letter.upper() if found[0][0].isupper() else letter


def recognised(latin: str) -> str:
    """Return the encoding in which ``latin`` (bytes read as Latin-1) is Vietnamese, or ``""``.

    It is ``tcvn3``, ``vni``, ``cp1258`` or ``utf-8`` (read as Latin-1 by mistake).

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


def latin(content: bytes) -> str:
    """Return each byte of a legacy file, or of its copy in UTF-8, as one Latin-1 character.

    >>> latin("Vi\u00e1\u00bb\u2021t".encode()).encode("latin-1").decode("utf-8")
    'Việt'
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
    return text.translate({ord(letter): chr(byte) for byte, letter in _WINDOWS.items()})


def syllable(word: str) -> bool:
    """Return whether ``word`` is a possible syllable of Vietnamese, with any tone.

    >>> syllable("nghị"), syllable("réaffirmé")
    (True, False)
    """
    bare = unicodedata.normalize("NFD", word.lower()).translate(_TONE_MARKS)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def _share(words: list[str], encoding: str) -> float:
    good = sum(syllable(_converted(word, encoding)) for word in words)
    return good / len(words)


def _converted(word: str, encoding: str) -> str:
    if encoding in _CONVERTERS:
        return _CONVERTERS[encoding](word)
    return word.encode("latin-1", "replace").decode(encoding, "replace")


def _codec(name: str) -> codecs.CodecInfo | None:
    """Return the codec of TCVN3 or VNI for Python, which only decodes."""
    convert = _CONVERTERS.get(name)
    if not convert:
        return None

    def decode(content: bytes, errors: str = "strict") -> tuple[str, int]:
        return convert(latin(bytes(content))), len(content)

    return codecs.CodecInfo(str.encode, decode, name=name)  # type: ignore[arg-type]


_CONVERTERS = {
    **dict.fromkeys(("tcvn3", "abc", "tcvn_3"), from_tcvn3),
    **dict.fromkeys(("vni", "vni_windows"), from_vni),
}
codecs.register(_codec)
