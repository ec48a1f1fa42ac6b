"""Records of coded texts: one JSON line for each text, checked before use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictInt, StrictStr, ValidationError

from readouts.errors import Problem, ProblemsError, ReadoutsError
from readouts.storage.json_text import read_json
from readouts.storage.paths import shown

# At most 16 MB of a text are read.
MOST_CHARACTERS = 2**24
_MOST_PROBLEMS = 20
# Codings of texts of other owners, which are not in the folder.
TEXTS_ELSEWHERE = "public.jsonl"

Offset = Annotated[StrictInt, Field(ge=0, le=MOST_CHARACTERS)]


class CodedItem(BaseModel, extra="allow"):
    """An item of a record: its offsets or its quotation, and its codes."""

    start: Offset | None = None
    end: Offset | None = None
    quote: StrictStr | None = None
    speaker: StrictStr | None = None
    side: StrictStr | None = None
    act: StrictStr | None = None
    themes: list[StrictStr] = []


class CodedRecord(BaseModel, extra="allow"):
    """A record of a text with its items, or the reason why it could not be read; other keys are
    allowed."""

    doc: StrictStr
    items: list[CodedItem] | None = None
    error: StrictStr | None = None


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file; blank lines are ignored.

    Raises `ProblemsError` with all problems of the file, each with its line.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.jsonl")
    ...     _ = path.write_text('{"doc": "a.txt", "items": []}\\n', encoding="utf-8")
    ...     read_records(path)
    [{'doc': 'a.txt', 'items': []}]
    """
    records, problems = [], []
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            records.append(record_of(line))
        except ValueError as error:
            problems.append(Problem(shown(path), number, str(error), "see data/gold/README.md"))
    if problems:
        raise ProblemsError(problems[:_MOST_PROBLEMS])
    return records


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 file; only a line feed ends a line.

    JSON texts may contain other line separators (U+0085, U+2028).
    Raises `ReadoutsError` if the file cannot be read or is not UTF-8.

    >>> len(list(lines_of(Path(__file__)))) > 20
    True
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadoutsError(f"{shown(path)}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise ReadoutsError(
            f"{shown(path)}: expected UTF-8, found other bytes at byte {error.start}; "
            "save the file as UTF-8."
        ) from None
    yield from text.removesuffix("\n").split("\n")


def record_of(line: str) -> dict[str, Any]:
    """Return the record of a line; raises `ValueError` with the problem if it is wrong.

    >>> record_of('{"doc": "a.txt"}')
    Traceback (most recent call last):
    ...
    ValueError: `items` is missing
    """
    try:
        record = read_json(line)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "a number or a nest that is too long")
        raise ValueError(f"expected a JSON object, found other text ({reason})") from None
    if not isinstance(record, dict):
        raise ValueError("expected a JSON object with `doc` and `items`")
    try:
        checked = CodedRecord.model_validate(record)
    except ValidationError as error:
        raise ValueError(_reason(error)) from None
    if checked.items is None and not checked.error:
        raise ValueError("`items` is missing")
    return {"items": []} | record if checked.items is None else record


def _reason(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, fault["loc"]))
    if fault["type"] == "missing":
        return f"`{place}` is missing"
    message = fault["msg"].replace("Input should be", "expected")
    return f"`{place}`: {message[:1].lower()}{message[1:]}"


def load_records(path: str | Path) -> list[dict[str, Any]]:
    """Return the records of a JSON-lines file, or of all such files of a folder, by name, except
    codings of texts that are kept elsewhere.

    Raises `ProblemsError` that names each line that is not a record with ``doc`` and ``items``.

    >>> from readouts.storage.paths import data_dir
    >>> sorted(load_records(data_dir() / "gold")[0])[:2]
    ['doc', 'id']
    """
    path = Path(path)
    named = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    files = [file for file in named if file == path or file.name != TEXTS_ELSEWHERE]
    if not files or not files[0].is_file():
        raise ReadoutsError(
            f"{path}: expected a JSON-lines file or a folder of them; none is there."
        )
    records = [record for file in files for record in read_records(file)]
    counted = Counter(record["doc"] for record in records)
    twice = next((doc for doc, times in counted.items() if times > 1), None)
    if twice is not None or not records:
        instead = "none" if twice is None else f"{twice} twice"
        raise ReadoutsError(f"{shown(path)}: expected each text once, found {instead}.")
    return records


def load_texts(folder: str | Path, records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the source of each record's document, by its name without suffix.

    Looks for the document's name, then for the name with ``.txt``. Raises ReadoutsError listing
    every text that is missing or not UTF-8.

    >>> load_texts(".", [])
    {}
    """
    texts, missing = {}, []
    for doc in (record["doc"] for record in records):
        places = (Path(folder, doc), Path(folder, f"{Path(doc).stem}.txt"))
        try:
            file = next(place for place in places if place.is_file())
            texts[Path(doc).stem] = file.read_bytes().decode("utf-8")
        except (StopIteration, UnicodeDecodeError, OSError):
            missing.append(doc[:80])
    if missing:
        raise ReadoutsError(
            f"{folder}: expected a UTF-8 text for each gold document; missing or unreadable: "
            f"{', '.join(missing)}. Give the folder that holds the texts that were coded."
        )
    return texts
