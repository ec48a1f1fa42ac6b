"""Stand-off codings of texts that belong to others, with the corpus of each text.

``data/gold/public.jsonl`` has one line per text: name, corpus, path there, SHA-256 of the text, and
items by offsets. It has no words of the text; the text is restored from a clone of the corpus.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readouts.errors import ReadoutsError
from readouts.storage.atomic import write_text
from readouts.storage.paths import data_dir, project_dir

_CLOSING = re.compile(r" (\.\.\.|[,.:;!?)%…”\]])")
_OPENING = re.compile(r"([(“\[]) ")


def rebuilt_dir() -> Path:
    """Return the folder of the restored texts; it is not part of the repository.

    >>> rebuilt_dir().name
    'public-texts'
    """
    return project_dir() / ".cache" / "public-texts"


def public_codings() -> Iterator[dict[str, Any]]:
    """Yield the records of ``data/gold/public.jsonl``.

    >>> {len(record["sha256"]) for record in public_codings()} <= {64}
    True
    """
    path = data_dir() / "gold" / "public.jsonl"
    if path.exists():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def respaced(tokenized: str) -> str:
    r"""Return a text of the corpus with its original spacing.

    ``_`` inside a word becomes a space. Spaces before closing marks (, . : ; ! ? ) % ] …) and after
    opening marks are removed. Straight quotation marks open and close in turn, line by line. Dashes
    and slashes keep their spaces.

    >>> respaced('Ông nói : \" Hai nước sẽ hợp_tác \" ( tại Hà_Nội ) .')
    'Ông nói: "Hai nước sẽ hợp tác" (tại Hà Nội).'
    """
    text = _OPENING.sub(r"\1", _CLOSING.sub(r"\1", tokenized.replace("_", " ")))
    return "\n".join(_quoted(_quoted(line, '"'), "'") for line in text.split("\n"))


def _quoted(line: str, mark: str) -> str:
    found, *parts = line.split(mark)
    for number, part in enumerate(parts):
        opens = number % 2 == 0
        found = found + mark + part.lstrip(" ") if opens else found.rstrip(" ") + mark + part
    return found


def rebuild(clone: Path, folder: Path | None = None) -> tuple[int, list[str]]:
    """Restore the texts of the codings from a clone of their corpus; return the number restored,
    and a line for each that was not (no file, or a text other than the coded one).

    >>> import tempfile
    >>> rebuild(Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp()))[0]
    0
    """
    if not clone.is_dir():
        raise ReadoutsError(
            f"{clone}: expected the folder of a clone of the corpus, found none. "
            "Clone it first; data/gold/README.md says from where."
        )
    folder = folder or rebuilt_dir()
    folder.mkdir(parents=True, exist_ok=True)
    restored, problems = 0, []
    for record in public_codings():
        source = clone / record["path"]
        if not source.is_file():
            problems.append(f"{record['doc']}: {record['path']} is not in the clone")
            continue
        text = respaced(source.read_text(encoding="utf-8"))
        if digest(text) != record["sha256"]:
            problems.append(f"{record['doc']}: {record['path']} is another text than was coded")
            continue
        write_text(folder / record["doc"], text)
        restored += 1
    return restored, problems


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(text.encode()).hexdigest()
