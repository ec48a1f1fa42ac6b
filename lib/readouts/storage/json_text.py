"""JSON that people edit: a key that appears twice is an error."""

from __future__ import annotations

import json
from typing import Any


def read_json(text: str) -> Any:
    """Return a JSON text as Python types; raises `ValueError` if it is wrong.

    >>> read_json('{"doc": "a.txt", "doc": "b.txt"}')
    Traceback (most recent call last):
    ...
    json.decoder.JSONDecodeError: the key `doc` appears twice: line 1 column 1 (char 0)
    """
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise json.JSONDecodeError(f"the key `{key[:60]}` appears twice", "", 0)
        found[key] = value
    return found
