"""Load YAML files that people edit: safely, checked against a schema, all problems at once.

The schema is a pydantic model whose classes derive from `Entry` (unknown keys are problems). The
schema decides types: a plain ``no`` or ``2024`` is text if the schema says text.

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
...                 yield Fault((name, "cues", at), f"the cue “{cue}” appears twice")
>>> folder = tempfile.TemporaryDirectory()
>>> path = Path(folder.name, "verbs.yml")
>>> _ = path.write_text("ask:\\n  act: propose\\n  cues: [đề nghị, mong]\\n", encoding="utf-8")
>>> load_yaml(path, dict[str, Verb], check=no_double_cues)
{'ask': Verb(act='propose', cues=['đề nghị', 'mong'], since='')}

Problems have their line, and are reported together:

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
4; expected a date such as 2026-12-04, found “2024-13-01”; write it in this form, or ""
>>> folder.cleanup()
"""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError

from readouts.errors import Problem, ProblemsError, ReadoutsError
from readouts.storage.paths import shown
from readouts.storage.schema_faults import schema_problems
from readouts.storage.yaml_tree import Node, node_at, parse_tree, remove, scalar

Model = TypeVar("Model")

# A codebook of hundreds of themes has about 200 kB; people do not edit larger files than this
# limit.
MAX_BYTES = 8 * 2**20


class Entry(BaseModel):
    """The base of schema classes: unknown keys are problems, values are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def iso_date(text: str) -> str:
    """Return ``text`` if it is empty or a date (year, month or day); else raise `ValueError`.

    >>> iso_date("2026-12")
    '2026-12'
    """
    shape = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    try:
        if text and not shape:
            raise ValueError
        if shape:
            datetime.date(*(int(part or 1) for part in shape.groups()))
    except ValueError:
        raise ValueError(f"expected a date such as 2026-12-04, found {text[:40]!r}") from None
    return text


IsoDate = Annotated[str, AfterValidator(iso_date)]
"""A field that holds a date as ISO text to the precision known (``2026-12``), or ``""``."""


@dataclass(frozen=True)
class Fault:
    """A problem that a check found: its place (keys and list positions from the top) and
    message."""

    at: tuple[str | int, ...]
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Loaded(Generic[Model]):
    """The valid part of a file (``None`` if there is none), and all problems of the rest."""

    value: Model | None
    problems: tuple[Problem, ...]
    name: str
    root: Node | None

    def problems_of(self, faults: Iterable[Fault]) -> list[Problem]:
        """Return faults of `value` as problems with file and line."""
        return [
            Problem(self.name, node_at(self.root, fault.at)[0].line, fault.message, fault.hint)
            for fault in faults
            if self.root
        ]


def validated(schema: Any, value: Any, outcome: str, skip: int = 0) -> Any:
    """Return ``value`` as ``schema``, or raise `ReadoutsError` with everything that does not fit.

    ``outcome`` ends the message; the first ``skip`` steps of the place of a problem are left out.

    >>> validated(list[int], ["a"], "Nothing was changed.")
    Traceback (most recent call last):
        ...
    readouts.errors.ReadoutsError: 0: Input should be a valid integer, unable to parse string as \
an integer. Nothing was changed.
    """
    try:
        return TypeAdapter(schema).validate_python(value)
    except ValidationError as error:
        problems = [
            ": ".join([".".join(map(str, fault["loc"][skip:])), fault["msg"]])
            .removeprefix(": ")
            .replace("Value error, ", "", 1)
            for fault in error.errors(include_url=False)
        ]
        raise ReadoutsError(f"{'; '.join(problems)}. {outcome}") from None


def load_yaml(
    path: str | Path,
    schema: type[Model],
    check: Callable[[Model], Iterable[Fault]] | None = None,
) -> Model:
    """Return the file at ``path`` as ``schema`` (an `Entry`, or ``list[…]``, ``dict[str, …]``).

    ``check`` may yield a `Fault` for rules that a schema cannot express (repeated ids). Raises
    `ProblemsError` with all problems of the file, `ReadoutsError` if it cannot be read. The
    docstring of the module has an example.
    """
    loaded = load_partly(path, schema, check)
    if loaded.problems or loaded.value is None:
        raise ProblemsError(loaded.problems)
    return loaded.value


def load_partly(
    path: str | Path,
    schema: type[Model],
    check: Callable[[Model], Iterable[Fault]] | None = None,
) -> Loaded[Model]:
    """Return the valid part of a file, for further checks, and its problems so far.

    Parts that the schema refuses are left out, and ``check`` sees the rest, so that problems of all
    kinds are reported at once. Raises `ReadoutsError` if the file cannot be read.

    >>> from readouts.storage.paths import data_dir
    >>> loaded = load_partly(data_dir() / "interface.yml", dict[str, Any])
    >>> loaded.problems, len(loaded.value) > 1
    ((), True)
    """
    path = Path(path)
    name = shown(path)
    try:
        root, problems = parse_tree(name, read_yaml_text(path))
    except ProblemsError as error:
        return Loaded(None, error.problems, name, None)
    value = None
    if root is not None:
        lines = {problem.line for problem in problems}
        value, found = _salvaged(name, schema, root)
        problems += [problem for problem in found if problem.line not in lines]
    loaded = Loaded(value, (), name, root)
    if check is not None and value is not None:
        problems += loaded.problems_of(check(value))
    return replace(loaded, problems=tuple(problems))


def read_yaml_text(path: Path) -> str:
    """Return the text of a file that people edit; raises `ReadoutsError` if it cannot be read.

    >>> from readouts.storage.paths import data_dir
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


def _salvaged(name: str, schema: type[Model], root: Node) -> tuple[Model | None, list[Problem]]:
    """Return the valid part of the file, and the problems of the rest, which is removed.

    Unknown keys are removed first, because they may hide other problems. Then list entries with a
    problem are removed. That may make others invalid; these are also removed, but they are not
    problems of the file.
    """
    problems: list[Problem] = []
    adapter, report = TypeAdapter(schema), True
    while True:
        try:
            return _validated(adapter, root), problems
        except ValidationError as error:
            faults = error.errors(include_url=False)
        unknown = {fault["loc"] for fault in faults if fault["type"] == "extra_forbidden"}
        if report:
            problems += schema_problems(name, schema, root, faults)
        report = report and bool(unknown)
        places = {node_at(root, at)[1] for at in unknown}
        places = places or {_entry(node_at(root, fault["loc"])[1]) for fault in faults}
        if () in places:
            return None, problems
        remove(root, places)


def _entry(steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the innermost list entry of a path, or else the top key."""
    while len(steps) > 1 and isinstance(steps[-1], str):
        steps = steps[:-1]
    return steps


def _validated(adapter: TypeAdapter[Model], root: Node) -> Model:
    """Validate; where the schema expects text, a plain number or truth value stays as typed."""
    try:
        return adapter.validate_python(_value(root, frozenset()))
    except ValidationError as error:
        nodes = (
            node_at(root, fault["loc"])[0]
            for fault in error.errors(include_url=False)
            if fault["type"] == "string_type"
        )
        as_text = frozenset(id(node) for node in nodes if node.plain and scalar(node) is not None)
        if not as_text:
            raise
        return adapter.validate_python(_value(root, as_text))


def _value(node: Node, as_text: frozenset[int]) -> Any:
    if isinstance(node.value, list):
        return [_value(child, as_text) for child in node.value]
    if isinstance(node.value, dict):
        return {key: _value(child, as_text) for key, child in node.value.items()}
    return node.value if id(node) in as_text else scalar(node)
