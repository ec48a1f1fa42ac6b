"""YAML as a tree whose every value knows its line; what no file of ours may hold is a fault.

Built from parse events rather than by a loader: neither aliases nor depth can exhaust anything,
and no tag makes an object.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from readouts.errors import Problem

# PyYAML may have been built without the C library; the events are the same, ten times slower.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# The deepest of our schemas nests 6; a nest of thousands is an attack on whoever walks it.
MAX_DEPTH = 40

_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONSTANTS |= {"true": True, "True": True, "TRUE": True}
_CONSTANTS |= {"false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\d{0,18}\.\d{1,18}|\d{1,18}\.)(?:[eE][-+]?\d{1,2})?")


@dataclass(eq=False)
class Node:
    """A value of the file with its line; a mapping's ``keys`` hold the lines of its keys."""

    line: int
    value: Any
    plain: bool = False
    keys: dict[str, int] = field(default_factory=dict)


def parse_tree(name: str, text: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text and its faults of form, ``None`` where it has no tree.

    >>> tree, problems = parse_tree("a.yml", "act: propose\\ncues: [đề nghị]\\nact: agree\\n")
    >>> tree.value["cues"].line, str(problems[0])
    (2, 'a.yml:3: the key `act` stands twice (first on line 1); keep one')
    """
    problems = [
        Problem(name, number, "a tab before the text", "indent with spaces")
        for number, line in enumerate(text.split("\n"), 1)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    tree = _Tree(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
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
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._keys: list[tuple[str, int] | None] = []

    def take(self, event: yaml.Event) -> None:
        """Add one parse event to the tree."""
        line = event.start_mark.line + 1
        self._refuse_references(event, line)
        if isinstance(event, yaml.AliasEvent):
            self._add(Node(line, None))
        elif isinstance(event, yaml.ScalarEvent):
            self._add(Node(line, event.value, plain=event.implicit[0]))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin(Node(line, {} if isinstance(event, yaml.MappingStartEvent) else []))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._keys.pop()
            self._add(self._open.pop())
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._fault(line, "a second document (`---`)", "keep one document in a file")

    def _begin(self, node: Node) -> None:
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

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = self.root or node
        elif isinstance(self._open[-1].value, list):
            self._open[-1].value.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = (self._key(node), node.line)
        else:
            self._add_pair(self._open[-1], *self._keys[-1], node)
            self._keys[-1] = None

    def _key(self, node: Node) -> str:
        if isinstance(node.value, str):
            return node.value
        self._fault(node.line, "expected a key, found a list or mapping", "put texts in quotes")
        return f"(line {node.line})"

    def _add_pair(self, mapping: Node, key: str, line: int, node: Node) -> None:
        if key in mapping.keys:
            first = mapping.keys[key]
            self._fault(line, f"the key `{key}` stands twice (first on line {first})", "keep one")
        else:
            mapping.keys[key] = line
            mapping.value[key] = node

    def _fault(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.name, line, message, hint))


def scalar(node: Node) -> Any:
    """Return what a text stands for by itself: a number, a truth value, ``None``, or the text.

    What is quoted is text; ``no``, ``on`` and dates are text as well.

    >>> [scalar(Node(1, text, plain=True)) for text in ("42", "0.5", "true", "", "no")]
    [42, 0.5, True, None, 'no']
    """
    text = node.value
    if not node.plain or not isinstance(text, str):
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def node_at(root: Node, at: Iterable[str | int]) -> tuple[Node, int]:
    """Return the deepest node on the way to ``at`` and its line (the key's, where it has one).

    Steps that are no key or position (pydantic names the members of a union) are passed over.

    >>> tree, _ = parse_tree("a.yml", "verbs:\\n- word: mong\\n  act: propose\\n")
    >>> node_at(tree, ("verbs", 0, "act"))[1]
    3
    """
    node, line = root, root.line
    for step in steps_to(root, at):
        line = node.keys[str(step)] if isinstance(node.value, dict) else node.value[step].line
        node = node.value[step]
    return node, line


def steps_to(root: Node, at: Iterable[str | int]) -> tuple[str | int, ...]:
    """Return those steps of ``at`` that are a key or a position, as far as they lead.

    >>> tree, _ = parse_tree("a.yml", "verbs:\\n- word: mong\\n  act: propose\\n")
    >>> steps_to(tree, ("verbs", 0, "Verb", "act", "str"))
    ('verbs', 0, 'act')
    """
    node, steps = root, []
    for step in at:
        if isinstance(node.value, dict):
            step, known = str(step), str(step) in node.value
        else:
            known = isinstance(step, int) and isinstance(node.value, list)
            known = known and step < len(node.value)
        if known:
            steps.append(step)
            node = node.value[step]
    return tuple(steps)


def without(root: Node, places: Collection[tuple[str | int, ...]]) -> Node:
    """Return the tree without what stands at ``places``.

    >>> tree, _ = parse_tree("a.yml", "verbs: [mong, đề nghị]\\nact: propose\\n")
    >>> left = without(tree, [("verbs", 0), ("act",)])
    >>> [node.value for node in left.value["verbs"].value], list(left.value)
    (['đề nghị'], ['verbs'])
    """
    if not isinstance(root.value, (dict, list)):
        return root
    inner: dict[str | int, list[tuple[str | int, ...]]] = {}
    for step, *rest in places:
        inner.setdefault(step, []).append(tuple(rest))
    pairs = root.value.items() if isinstance(root.value, dict) else enumerate(root.value)
    kept = {
        step: without(node, inner[step]) if step in inner else node
        for step, node in pairs
        if () not in inner.get(step, ())
    }
    return replace(root, value=kept if isinstance(root.value, dict) else list(kept.values()))
