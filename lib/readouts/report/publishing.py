"""Results that a notebook saves: tables as CSV, headline numbers as JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from readouts.errors import ReadoutsError
from readouts.storage.atomic import write_text
from readouts.storage.csv_files import write_csv

if TYPE_CHECKING:
    import pandas as pd

    Published = TypeVar("Published", pd.DataFrame, Mapping[str, Any])
else:
    Published = TypeVar("Published")

# Set by the batch for its kernels; a notebook run by hand writes nothing.
FOLDER_VARIABLE = "READOUTS_PUBLISH"
_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def publish(name: str, what: Published) -> Published:
    """Return ``what``; in a batch, also write it as ``<name>.csv`` or ``<name>.json``.

    A DataFrame is written as CSV (its columns, not its index), a mapping of plain values as JSON.
    On the last line of a cell, the result is also shown. Raises `ReadoutsError` for a name with
    other signs than lower-case letters, digits and hyphens, for a name that this notebook has used
    before, and for values that JSON does not have.

    >>> publish("headline", {"new": 7, "dropped": 2})
    {'new': 7, 'dropped': 2}
    """
    if not _NAME.fullmatch(name):
        raise ReadoutsError(
            f"publish({name[:80]!r}, …): expected a name of small letters, digits and hyphens."
        )
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        _write(Path(folder), name, what)
    return what


def _write(folder: Path, name: str, what: Any) -> None:
    as_json = isinstance(what, Mapping)
    path = folder / f"{name}.{'json' if as_json else 'csv'}"
    if path.exists():
        raise ReadoutsError(f"publish({name!r}, …): this notebook has already used that name.")
    if as_json:
        write_text(path, json_text(what, name))
    else:
        write_csv(what, path)


def json_text(values: Mapping[str, Any], name: str = "") -> str:
    """Return ``values`` as JSON, always the same for the same values: sorted, indented, UTF-8.

    Numbers of numpy become plain numbers. Raises `ReadoutsError` for values that JSON does not
    have.

    >>> print(json_text({"theme": "thương mại", "count": 3}), end="")
    {
      "count": 3,
      "theme": "thương mại"
    }
    """
    options: Any = {"ensure_ascii": False, "indent": 2, "sort_keys": True, "allow_nan": False}
    try:
        return json.dumps(values, default=_plain, **options) + "\n"
    except (TypeError, ValueError) as error:
        raise ReadoutsError(
            f"publish({name!r}, …): expected texts, numbers, lists and mappings ({error})."
        ) from error


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not one of them")
