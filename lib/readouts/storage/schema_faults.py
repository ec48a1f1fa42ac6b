"""Problems with a schema, for people who edit the file: what was expected, what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter

from readouts.errors import Problem, did_you_mean
from readouts.storage.yaml_tree import Node, node_at, scalar

# What was expected, by the error code of pydantic.
_EXPECTED = {
    "string": "text", "int": "a whole number", "float": "a number", "bool": "true or false",
    **dict.fromkeys(("list", "tuple"), "a list"),
    **dict.fromkeys(("dict", "model"), "keys with values"),
}  # fmt: skip


def schema_problems(  # no example: `yaml_files` shows its problems
    name: str, schema: Any, root: Node, faults: Iterable[Any]
) -> Iterator[Problem]:
    """Yield the problems of a file; those of the members of a union become one."""
    alternatives: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for fault in faults:
        node, _ = node_at(root, fault["loc"])
        line = node.line
        key = _last_key(fault)
        if fault["type"] == "extra_forbidden":
            hint = did_you_mean(key, _keys_of(schema, fault["loc"][:-1]), "known keys")
            yield Problem(name, line, f"unknown key `{key}`", hint)
        elif fault["type"] == "missing":
            yield Problem(name, line, f"`{key}` is missing", f"add the key `{key}` here")
        else:
            alternatives.setdefault((line, _found(node)), []).append(fault)
    for (line, found), same_place in alternatives.items():
        expectations = dict.fromkeys(map(_expectation, same_place))
        expected = " or ".join(expectations).replace(" or expected ", " or ")
        yield Problem(name, line, f"{expected}, found {found}", _hint(same_place))


def _last_key(fault: dict[str, Any]) -> str:
    return str(fault["loc"][-1]) if fault["loc"] else ""


def _expectation(fault: dict[str, Any]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"]).partition(", found ")[0]
    if kind in ("literal_error", "enum"):
        return "expected " + " or ".join(f"`{word}`" for word in _choices(fault))
    if kind.endswith(("too_short", "too_long")):
        bound = "at least" if kind.endswith("short") else "at most"
        number = context.get("min_length", context.get("max_length"))
        return f"expected {bound} {number} {'characters' if 'string' in kind else 'entries'}"
    if kind.endswith(("_type", "_parsing")) and kind.split("_")[0] in _EXPECTED:
        return f"expected {_EXPECTED[kind.split('_')[0]]}"
    expectation = re.sub(r"^(Input|String|Value) should (be )?", "", fault["msg"])
    return "expected " + expectation[:1].lower() + expectation[1:]


def _choices(fault: dict[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", fault["ctx"]["expected"])


def _hint(faults: list[dict[str, Any]]) -> str:
    for fault in faults:
        if fault["type"] in ("literal_error", "enum") and isinstance(fault["input"], str):
            guess = did_you_mean(fault["input"], _choices(fault))
            return guess if guess.startswith("did") else ""
        if "expected a date" in fault["msg"]:
            return 'write it in this form, or ""'
    return ""


def _found(node: Node) -> str:
    value = scalar(node)
    if value is None:
        return "nothing"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "keys with values"
    shortened = str(node.value) if len(str(node.value)) <= 60 else f"{str(node.value)[:60]}…"
    return f"“{shortened}”"


def _keys_of(schema: Any, at: Iterable[str | int]) -> list[str]:
    """Return the keys of the schema at ``at``; steps that name a member of a union are skipped."""
    whole = TypeAdapter(schema).json_schema()
    parts = list(_members(whole, whole))
    for step in at:
        inner = "items" if isinstance(step, int) else "additionalProperties"
        below = [part.get("properties", {}).get(step) or part.get(inner) for part in parts]
        members = [
            part for base in below if isinstance(base, dict) for part in _members(base, whole)
        ]
        parts = members or parts
    return [key for part in parts for key in part.get("properties", ())]


def _members(part: dict[str, Any], whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a part of a JSON schema, and the parts to which it refers."""
    yield part
    choices = [*part.get("anyOf", ()), *part.get("oneOf", ())]
    if "$ref" in part:
        choices.append(whole["$defs"][part["$ref"].rpartition("/")[2]])
    for choice in choices:
        yield from _members(choice, whole)
