"""YAML files that people edit: loaded safely, checked against a schema, all faults told at once.

The schema is a pydantic model whose classes derive from `Entry` (unknown keys are faults). Types
are those of the schema: a plain ``no`` or ``2024`` is text where the schema says text.

>>> import tempfile
>>> from pathlib import Path
>>> from typing import Literal
>>> class Verb(Entry):
...     act: Literal["propose", "commit"]
...     cues: list[str]
...     since: IsoDate = ""
>>> def no_double_cues(verbs):
...     for name, verb in verbs.items():
...         for at, cue in enumerate(verb.cues):
...             if cue in verb.cues[:at]:
...                 yield Fault((name, "cues", at), f"the cue “{cue}” stands twice")
>>> folder = tempfile.TemporaryDirectory()
>>> path = Path(folder.name, "verbs.yml")
>>> _ = path.write_text("ask:\\n  act: propose\\n  cues: [đề nghị, mong]\\n", encoding="utf-8")
>>> load_yaml(path, dict[str, Verb], check=no_double_cues)
{'ask': Verb(act='propose', cues=['đề nghị', 'mong'], since='')}

Faults carry their line, and come all together:

>>> text = "ask:\\n  act: propos\\n  cue: [mong]\\n  since: 2024-13-01\\n"
>>> _ = path.write_text(text, encoding="utf-8")
>>> from readouts.errors import ProblemsError
>>> try:
...     load_yaml(path, dict[str, Verb], check=no_double_cues)
... except ProblemsError as error:
...     for problem in error.problems:
...         print(problem.line, problem.message, problem.hint, sep="; ")
1; `cues` is missing; add the key `cues` here
2; expected `propose` or `commit`, found “propos”; did you mean `propose`?
3; unknown key `cue`; did you mean `cues`?
4; expected a date such as 2026-12-04, found “2024-13-01”; write it so, or ""
>>> folder.cleanup()
"""

import datetime
import re
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError

from readouts.errors import Problem, ProblemsError, ReadoutsError, did_you_mean
from readouts.projectdir import shown

Model = TypeVar("Model")

# A codebook of hundreds of themes is some 200 kB; beyond this a file is no longer one people edit.
MAX_BYTES = 8 * 2**20
# The deepest of our schemas nests 6; a nest of thousands is an attack on whoever walks it.
MAX_DEPTH = 40

_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONSTANTS |= {"true": True, "True": True, "TRUE": True}
_CONSTANTS |= {"false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\d{0,18}\.\d{1,18}|\d{1,18}\.)(?:[eE][-+]?\d{1,2})?")

# What pydantic expected, by the code of its error.
_EXPECTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "date": "a date such as 2026-12-04",
    "datetime": "a date and time",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "frozen": "a list",
    "dict": "keys with values",
    "mapping": "keys with values",
    "model": "keys with values",
    "none": "nothing",
}


class Entry(BaseModel):
    """The base of schema classes: unknown keys are faults, what is loaded does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def iso_date(text: str) -> str:
    """Return ``text`` where it is empty or a date (year, month or day); else raise `ValueError`.

    >>> iso_date("2026-12")
    '2026-12'
    """
    shape = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        if text and (not shape or text != text.strip()):
            raise ValueError
        if shape:
            datetime.date(*(int(part or 1) for part in shape.groups()))
    except ValueError:
        raise ValueError("expected a date such as 2026-12-04") from None
    return text


IsoDate = Annotated[str, AfterValidator(iso_date)]
"""A field that holds a date as ISO text to the precision known (``2026-12``), or ``""``."""


@dataclass(frozen=True)
class Fault:
    """What an owner's check found: where (keys and list positions from the top) and what."""

    at: tuple[str | int, ...]
    message: str
    hint: str = ""


@dataclass(eq=False)
class _Node:
    """A value of the file with its line; a mapping's ``keys`` hold the lines of its keys."""

    line: int
    value: Any
    plain: bool = False
    keys: dict[str, int] = field(default_factory=dict)


def load_yaml(
    path: str | Path,
    schema: type[Model],
    check: Callable[[Model], Iterable[Fault]] | None = None,
) -> Model:
    """Return the file at ``path`` as ``schema`` (an `Entry`, or ``list[…]``, ``dict[str, …]``).

    ``check`` may yield a `Fault` for what no schema can say (ids that stand twice). Raises
    `ProblemsError` with every fault of the file, `ReadoutsError` where it cannot be read. The
    module's own text shows the use.
    """
    path = Path(path)
    root, problems = _parsed(path)
    if root is None:
        raise ProblemsError(problems)
    try:
        loaded = _validated(TypeAdapter(schema), root)
    except ValidationError as error:
        told = {problem.line for problem in problems}
        found = _schema_problems(shown(path), schema, root, error)
        raise ProblemsError(
            [*problems, *(problem for problem in found if problem.line not in told)]
        ) from None
    faults = () if check is None else check(loaded)
    problems += [
        Problem(shown(path), _node_at(root, fault.at)[1], fault.message, fault.hint)
        for fault in faults
    ]
    if problems:
        raise ProblemsError(problems)
    return loaded


def read_yaml_text(path: Path) -> str:
    """Return the text of a file that people edit; raises `ReadoutsError` where it is none.

    >>> from readouts.projectdir import data_dir
    >>> read_yaml_text(data_dir() / "meetings.yml").startswith("# ")
    True
    """
    name = shown(path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadoutsError(
            f"{name}: expected a YAML file here, but it cannot be read ({error.strerror})."
        ) from error
    if len(content) > MAX_BYTES:
        raise ReadoutsError(f"{name}: larger than {MAX_BYTES // 2**20} MB; split it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ProblemsError(
            [Problem(name, line, "expected UTF-8, found other bytes", "save the file as UTF-8")]
        ) from None


def _parsed(path: Path) -> tuple[_Node | None, list[Problem]]:
    """Return the tree of a file and its faults of form (none where it cannot be parsed at all)."""
    name = shown(path)
    text = read_yaml_text(path)
    problems = [
        Problem(name, number, "a tab before the text", "indent with spaces")
        for number, line in enumerate(text.split("\n"), 1)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    tree = _Tree(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            tree.take(event)
    except yaml.YAMLError as error:
        return None, problems or [*tree.problems, _syntax_problem(name, text, error)]
    problems += tree.problems
    if tree.root is None and not problems:
        problems.append(Problem(name, 0, "the file is empty", "restore it"))
    return tree.root, problems


def _syntax_problem(name: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    control = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if mark is None and control:
        line = text[: control.start()].count("\n") + 1
        return Problem(name, line, "a control character", "delete it")
    what = getattr(error, "problem", None) or "cannot be read"
    hint = "check the indentation here and on the line before, and put texts with `: ` in quotes"
    return Problem(name, mark.line + 1 if mark else 0, f"not valid YAML: {what}", hint)


class _Tree:
    """Builds the tree from parse events, so that neither depth nor aliases can exhaust anything."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: _Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Node] = []
        self._keys: list[tuple[str, int] | None] = []

    def take(self, event: yaml.Event) -> None:
        """Add one parse event to the tree."""
        line = event.start_mark.line + 1
        self._refuse_references(event, line)
        if isinstance(event, yaml.AliasEvent):
            self._add(_Node(line, None))
        elif isinstance(event, yaml.ScalarEvent):
            self._add(_Node(line, event.value, plain=event.implicit[0]))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin(_Node(line, {} if isinstance(event, yaml.MappingStartEvent) else []))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._keys.pop()
            self._add(self._open.pop())
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._fault(line, "a second document (`---`)", "keep one document in a file")

    def _begin(self, node: _Node) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"nested deeper than {MAX_DEPTH}",
                problem_mark=yaml.Mark(self.name, 0, node.line - 1, 0, None, None),
            )
        self._open.append(node)
        self._keys.append(None)

    def _refuse_references(self, event: yaml.Event, line: int) -> None:
        if getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._fault(
                line,
                f"anchors and aliases (`{sign}{event.anchor}`) are not allowed",
                "write the value out, or put the text in quotes",
            )
        if getattr(event, "tag", None):
            self._fault(line, f"tags (`{event.tag}`) are not allowed", "delete the tag")

    def _add(self, node: _Node) -> None:
        if not self._open:
            self.root = self.root or node
        elif isinstance(self._open[-1].value, list):
            self._open[-1].value.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = (self._key(node), node.line)
        else:
            self._add_pair(self._open[-1], *self._keys[-1], node)
            self._keys[-1] = None

    def _key(self, node: _Node) -> str:
        if isinstance(node.value, str):
            return node.value
        self._fault(node.line, "expected a key, found a list or mapping", "put texts in quotes")
        return f"(line {node.line})"

    def _add_pair(self, mapping: _Node, key: str, line: int, node: _Node) -> None:
        if key in mapping.keys:
            first = mapping.keys[key]
            self._fault(line, f"the key `{key}` stands twice (first on line {first})", "keep one")
        else:
            mapping.keys[key] = line
            mapping.value[key] = node

    def _fault(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.name, line, message, hint))


def _validated(adapter: TypeAdapter[Model], root: _Node) -> Model:
    """Validate; a plain number or truth value where the schema wants text is taken as typed."""
    try:
        return adapter.validate_python(_value(root, frozenset()))
    except ValidationError as error:
        nodes = (
            _node_at(root, fault["loc"])[0]
            for fault in error.errors(include_url=False)
            if fault["type"] == "string_type"
        )
        as_text = frozenset(id(node) for node in nodes if node.plain and _scalar(node) is not None)
        if not as_text:
            raise
        return adapter.validate_python(_value(root, as_text))


def _value(node: _Node, as_text: frozenset[int]) -> Any:
    if isinstance(node.value, list):
        return [_value(child, as_text) for child in node.value]
    if isinstance(node.value, dict):
        return {key: _value(child, as_text) for key, child in node.value.items()}
    return node.value if id(node) in as_text else _scalar(node)


def _scalar(node: _Node) -> Any:
    text = node.value
    if not node.plain or not isinstance(text, str):
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _node_at(root: _Node, at: Iterable[str | int]) -> tuple[_Node, int]:
    """Return the deepest node on the way to ``at`` and its line (the key's, where it has one).

    Steps that are no key or position (pydantic names the members of a union) are passed over.
    """
    node, line = root, root.line
    for step in at:
        if isinstance(node.value, dict) and str(step) in node.value:
            line = node.keys[str(step)]
            node = node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.line
    return node, line


def _schema_problems(
    name: str, schema: Any, root: _Node, error: ValidationError
) -> Iterator[Problem]:
    """Yield the schema's complaints in plain words; what a union expected is told in one."""
    alternatives: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for fault in error.errors(include_url=False):
        node, line = _node_at(root, fault["loc"])
        key = _last_key(fault)
        if fault["type"] == "extra_forbidden":
            hint = did_you_mean(key, _keys_of(schema, fault["loc"][:-1]), "known keys")
            yield Problem(name, line, f"unknown key `{key}`", hint)
        elif fault["type"] == "missing":
            yield Problem(name, line, f"`{key}` is missing", f"add the key `{key}` here")
        else:
            alternatives.setdefault((line, _found(node)), []).append(fault)
    for (line, found), faults in alternatives.items():
        wishes = dict.fromkeys(_expectation(fault) for fault in faults)
        expected = " or ".join(wishes).replace(" or expected ", " or ")
        yield Problem(name, line, f"{expected}, found {found}", _hint(faults))


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


def _found(node: _Node) -> str:
    value = _scalar(node)
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
