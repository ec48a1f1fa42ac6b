"""Find words in readouts, with or without diacritics: items that contain them, and their contexts.

``cua khau`` finds ``cửa khẩu``; ``cửa khẩu`` finds it too, and not ``của khách``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from readouts.language.normalization import NormalizedText, normalize, normalize_words
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

# Characters on each side of a word: about ten syllables, the length of a line.
CONTEXT = 50

_LINES = {
    "meeting": "str", "sentence": "int64", "before": "str", "keyword": "str", "after": "str",
    "start": "int64", "end": "int64",
}  # fmt: skip


def kwic(readings: Mapping[str, Reading], words: str, *, context: int = CONTEXT) -> pd.DataFrame:
    """Return a line per occurrence of ``words`` in the readings, in the order of the texts.

    Columns: meeting (the key of its reading), sentence, before and after (``context`` characters to
    either side, whole words, within the sentence), keyword (as the source has it), start, end.

    >>> from readouts.statements.parser import read
    >>> lines = kwic({"a": read("Hai bên mở cửa khẩu thông minh.")}, "cua khau")
    >>> lines[["before", "keyword", "after"]].values.tolist()
    [['Hai bên mở', 'cửa khẩu', 'thông minh.']]
    """
    records = [
        {"meeting": name, **line}
        for name, reading in readings.items()
        for line in _lines(reading, words, context)
    ]
    return table(records, _LINES)


def selected_items(
    readings: Mapping[str, Reading],
    *,
    themes: Collection[str] = (),
    sides: Collection[str] = (),
    acts: Collection[str] = (),
    words: str = "",
) -> pd.DataFrame:
    """Return the items of the readings that have one of ``themes``, of ``sides``, of ``acts``, and
    the ``words``; what is empty lets everything through.

    Columns: meeting (the key of its reading), then those of `Reading.items`.

    >>> selected_items({"a": Reading("a", "")}).empty
    True
    """
    import pandas as pd

    items = [reading.items.assign(meeting=name) for name, reading in readings.items()]
    found = pd.concat(items, ignore_index=True) if items else Reading("", "").items
    kept = [
        (not themes or bool({*themes} & {*row.themes}))
        and (not sides or row.side in sides)
        and (not acts or row.act in acts)
        and (not words.strip() or next(places(row.quote, words), None) is not None)
        for row in found.itertuples()
    ]
    columns = ["meeting", *(name for name in found.columns if name != "meeting")]
    return found[pd.Series(kept, dtype=bool)].reindex(columns=columns).reset_index(drop=True)


def places(source: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of whole ``words`` in ``source``; words without diacritics match any
    diacritics.

    >>> list(places("cửa khẩu và của khách", "cua kha")), list(places("Cửa khẩu", "cửa khẩu"))
    ([], [(0, 8)])
    """
    view = normalize(source)
    yield from (view.span(*found.span()) for found in _found(view, words))


def _found(view: NormalizedText, words: str) -> Iterator[re.Match[str]]:
    wanted = normalize_words(" ".join(words.split())).lower()
    if not wanted:
        return
    bare = _bare(wanted) == wanted
    text = _bare(view.text) if bare else view.text
    body = r"\s+".join(map(re.escape, wanted.split()))
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    yield from re.finditer(f"{before}{body}{after}", text, re.IGNORECASE)


def _bare(text: str) -> str:
    """Return normalized text without diacritics, letter for letter."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text).translate(_BARRED)


_BARRED = str.maketrans("đĐ", "dD")


def _lines(reading: Reading, words: str, context: int) -> Iterable[dict[str, Any]]:
    for start, end in places(reading.source, words):
        for sentence in reading.sentence_rows:
            if sentence.start <= start < sentence.end:
                before = reading.source[sentence.start : start]
                after = reading.source[end : max(end, sentence.end)]
                yield {
                    "sentence": sentence.number,
                    "before": _last(before, context),
                    "keyword": reading.source[start:end],
                    "after": _last(after[::-1], context)[::-1],
                    "start": start,
                    "end": end,
                }


def _last(words: str, most: int) -> str:
    """Return the last ``most`` characters of one line, beginning with a whole word.

    >>> _last("hai bên tăng cường hợp tác", 12)
    'hợp tác'
    """
    line = " ".join(words.split())
    return line if len(line) <= most else line[-most:].partition(" ")[2]
