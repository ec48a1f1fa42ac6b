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

# Set by the batch for the kernels it runs; a notebook run by hand publishes nowhere.
FOLDER_VARIABLE = "READOUTS_PUBLISH"
_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def publish(name: str, what: Published) -> Published:
    """Return ``what``, and in a batch also write it as ``<name>.csv`` or ``<name>.json``.

    A DataFrame becomes a CSV (its columns, not its index), a mapping of plain values JSON. As the
    last line of a cell it shows what it publishes, in a batch and by hand alike. Raises
    `ReadoutsError` for a name that is not of small letters, digits and hyphens, that this notebook
    has used before, or for values that are none of JSON's.

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
        raise ReadoutsError(f"publish({name!r}, …): this notebook has published that name before.")
    if as_json:
        write_text(path, json_text(what, name))
    else:
        write_csv(what, path)


def json_text(values: Mapping[str, Any], name: str = "") -> str:
    """Return ``values`` as JSON that is the same for the same values: sorted, indented, UTF-8.

    numpy's numbers become plain ones. Raises `ReadoutsError` for what JSON has no form of.

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
