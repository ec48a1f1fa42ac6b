"""Find the texts of a run, with their names and register entries."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readouts.corpus.register import MeetingEntry, register_path
from readouts.errors import ReadoutsError
from readouts.language.decoding import read_bytes
from readouts.model import Meeting
from readouts.storage.paths import has_project
from readouts.storage.yaml_files import load_yaml


@dataclass(frozen=True)
class Text:
    """A text to read: its name, its bytes (or why they cannot be read), and its register entry.

    ``encoding`` is "" for UTF-8.
    """

    doc: str
    content: bytes = b""
    encoding: str = ""
    fault: str = ""
    published: str = ""
    meeting: Meeting | None = None


def find_texts(paths: Iterable[str | Path]) -> list[str]:
    """Return the files of ``paths``, and the ``.txt`` files below its folders, sorted.

    Links to folders are not followed. Raises `ReadoutsError` if a path does not exist or a folder
    has no text.

    >>> Path(find_texts([__file__])[0]).name
    'texts.py'
    """
    found: dict[str, None] = {}
    for path in map(os.fspath, paths):
        if os.path.isdir(path):
            below = (os.path.join(at, name) for at, _, names in os.walk(path) for name in names)
            texts = sorted(text for text in below if text.lower().endswith(".txt"))
            if not texts:
                raise ReadoutsError(f"{path}: expected .txt files in this folder, found none.")
            found |= dict.fromkeys(texts)
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise ReadoutsError(f"{path}: expected a text file or a folder, found nothing there.")
    return list(found)


def texts(files: Sequence[str], encoding: str = "") -> Iterator[Text]:
    """Yield the texts of files; ``doc`` is the file's name, or its path if names repeat.

    >>> [text.doc for text in texts(["a/x.txt", "b/x.txt", "b/y.txt"])]
    ['a/x.txt', 'b/x.txt', 'y.txt']
    """
    counts = Counter(map(os.path.basename, files))
    repeated = {name for name, count in counts.items() if count > 1}
    del counts
    known = known_texts(files)
    for file in files:
        name = os.path.basename(file)
        doc = _shown(file if name in repeated else name)
        try:
            content = read_bytes(file)
        except ReadoutsError as error:
            yield Text(doc, fault=str(error))
        else:
            entry = known.get(hashlib.sha256(content).hexdigest(), ("", None))
            yield Text(doc, content, encoding, "", *entry)


def known_texts(files: Iterable[str]) -> dict[str, tuple[str, Meeting]]:
    """Return the date of publication and the meeting of registered texts, by SHA-256.

    Registers are that of the project, and a ``meetings.yml`` in the folder of a text.

    >>> all(len(sha256) == 64 for sha256 in known_texts([]))
    True
    """
    folders = {os.path.dirname(file) for file in files}
    registers = {Path(folder, "meetings.yml") for folder in folders}
    if has_project():
        registers.add(register_path())
    found: dict[str, tuple[str, Meeting]] = {}
    for register in sorted(path for path in registers if path.is_file()):
        for entry in load_yaml(register, tuple[MeetingEntry, ...]):
            found[entry.sha256] = entry.published, entry.metadata()
    return found


def _shown(name: str) -> str:
    """Return a file name as valid text (Linux allows any bytes in names)."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
