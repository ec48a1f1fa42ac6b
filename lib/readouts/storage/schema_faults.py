"""A schema's complaints in the words of those who edit the file: what was expected, what stands."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from readouts.errors import Problem, did_you_mean
from readouts.storage.yaml_tree import Node, node_at, scalar

# What pydantic expected, by the code of its error.
_EXPECTED = {
    "string": "text", "int": "a whole number", "float": "a number", "bool": "true or false",
    **dict.fromkeys(("list", "tuple"), "a list"),
    **dict.fromkeys(("dict", "model"), "keys with values"),
}  # fmt: skip


def schema_problems(  # no example: `yamlfiles` shows what it says
    name: str, schema: Any, root: Node, faults: Iterable[Any]
) -> Iterator[Problem]:
    """Yield what ``schema`` has to say of the file; what a union expected is told in one."""
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
    for (line, found), together in alternatives.items():
        wishes = dict.fromkeys(map(_expectation, together))
        expected = " or ".join(wishes).replace(" or expected ", " or ")
        yield Problem(name, line, f"{expected}, found {found}", _hint(together))


def _last_key(fault: dict[str, Any]) -> str:
    return str(fault["loc"][-1]) if fault["loc"] else ""


def _expectation(fault: dict[str, Any]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("literal_error", "enum"):
        return "expected " + " or ".join(f"`{word}`" for word in _choices(fault))
    if kind.endswith(("too_short", "too_long")):
        bound = "at least" if kind.endswith("short") else "at most"
        number = context.get("min_length", context.get("max_length"))
        return f"expected {bound} {number} {'characters' if 'string' in kind else 'entries'}"
    if kind.endswith(("_type", "_parsing")) and kind.split("_")[0] in _EXPECTED:
        return f"expected {_EXPECTED[kind.split('_')[0]]}"
    told = re.sub(r"^(Input|String|Value) should (be )?", "", fault["msg"])
    return "expected " + told[:1].lower() + told[1:]


def _choices(fault: dict[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", fault["ctx"]["expected"])


def _hint(faults: list[dict[str, Any]]) -> str:
    for fault in faults:
        if fault["type"] in ("literal_error", "enum") and isinstance(fault["input"], str):
            guess = did_you_mean(fault["input"], _choices(fault))
            return guess if guess.startswith("did") else ""
        if "expected a date" in fault["msg"]:
            return 'write it so, or ""'
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
    """Return the keys the schema knows at ``at``."""
    for step in at:
        for part in _members(schema):
            inner = _inner(part, step)
            if inner is not None:
                schema = inner
                break
    models = [part for part in _members(schema) if _is_model(part)]
    return [field.alias or name for part in models for name, field in part.model_fields.items()]


def _members(schema: Any) -> list[Any]:
    """Return the members of a union, without the wrapping of ``Annotated``."""
    if get_origin(schema) is Annotated:
        return _members(get_args(schema)[0])
    if get_origin(schema) in (Union, types.UnionType):
        return [part for member in get_args(schema) for part in _members(member)]
    return [schema]


def _inner(schema: Any, step: str | int) -> Any:
    if _is_model(schema):
        if "root" in schema.model_fields:
            return _inner(schema.model_fields["root"].annotation, step)
        for name, known in schema.model_fields.items():
            if step in (name, known.alias):
                return known.annotation
        return None
    arguments = get_args(schema)
    if get_origin(schema) is dict:
        return arguments[1]
    return arguments[0] if isinstance(step, int) and arguments else None


def _is_model(schema: Any) -> bool:
    return isinstance(schema, type) and issubclass(schema, BaseModel)
