"""YAML as a tree in which every value has its line; content that is not allowed is a problem.

The parse events are checked before the tree is built, so that aliases and depth cannot exhaust
memory, and tags cannot create objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from readouts.errors import Problem

# If PyYAML was built without the C library, the result is the same, but ten times slower.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Our deepest schema has 6 levels; thousands of levels are an attack.
MAX_DEPTH = 40

_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONSTANTS |= {"true": True, "True": True, "TRUE": True}
_CONSTANTS |= {"false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\d{0,18}\.\d{1,18}|\d{1,18}\.)(?:[eE][-+]?\d{1,2})?")


@dataclass(eq=False)
class Node:
    """A value of the file: a text, a list of nodes, or nodes by key.

    ``line`` is the line of its key, if it has one. A ``plain`` text may be a number.
    """

    line: int
    value: Any
    plain: bool = False


Tell = Callable[[int, str, str], None]


def parse_tree(name: str, text: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text (``None`` if it has none) and its syntax problems.

    >>> tree, problems = parse_tree("a.yml", "act: propose\\ncues: [đề nghị]\\nact: agree\\n")
    >>> tree.value["cues"].line, str(problems[0])
    (2, 'a.yml:3: the key `act` appears twice (first on line 1); keep one')
    """
    problems: list[Problem] = []

    def tell(line: int, message: str, hint: str) -> None:
        problems.append(Problem(name, line, message, hint))

    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            tell(number, "a tab before the text", "indent with spaces")
    tabs = len(problems)
    try:
        _refuse(text, tell)
        found = None if len(problems) > tabs else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        if not tabs:
            tell(*_syntax_fault(text, error))
        return None, problems
    if found is None and not problems:
        tell(0, "the file is empty", "restore it")
    return found and _node(found, found.start_mark.line + 1, tell), problems


def _syntax_fault(text: str, error: yaml.YAMLError) -> tuple[int, str, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    control = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if mark is None and control:
        return text[: control.start()].count("\n") + 1, "a control character", "delete it"
    what = getattr(error, "problem", None) or "cannot be read"
    hint = "check the indentation here and on the line before, and put texts with `: ` in quotes"
    return mark.line + 1 if mark else 0, f"not valid YAML: {what}", hint


def _refuse(text: str, tell: Tell) -> None:
    """Report content that is not allowed, before anything is built from it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH}"
            raise yaml.MarkedYAMLError(problem=message, problem_mark=event.start_mark)
        if getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"anchors and aliases (`{sign}{event.anchor}`) are not allowed"
            tell(line, message, "write the value out, or put the text in quotes")
        if getattr(event, "tag", None):
            tell(line, f"tags (`{event.tag}`) are not allowed", "delete the tag")
        if documents > 1 and isinstance(event, yaml.DocumentStartEvent):
            tell(line, "a second document (`---`)", "keep one document in a file")


def _node(found: yaml.Node, line: int, tell: Tell) -> Node:
    if isinstance(found, yaml.ScalarNode):
        return Node(line, found.value, plain=not found.style)
    if isinstance(found, yaml.SequenceNode):
        return Node(line, [_node(one, one.start_mark.line + 1, tell) for one in found.value])
    nodes: dict[str, Node] = {}
    for key, value in found.value:
        at, name = key.start_mark.line + 1, key.value
        if not isinstance(name, str):
            tell(at, "expected a key, found a list or mapping", "put texts in quotes")
        elif name in nodes:
            first = nodes[name].line
            tell(at, f"the key `{name}` appears twice (first on line {first})", "keep one")
        else:
            nodes[name] = _node(value, at, tell)
    return Node(line, nodes)


def scalar(node: Node) -> Any:
    """Return the value of a text: a number, a truth value, ``None``, or the text.

    Quoted values are text; ``no``, ``on`` and dates are text as well.

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


def node_at(root: Node, at: Iterable[str | int]) -> tuple[Node, tuple[str | int, ...]]:
    """Return the deepest node on the path ``at``, and the steps to it.

    Steps that are not a key or position (pydantic names members of a union) are skipped.

    >>> tree, _ = parse_tree("a.yml", "verbs:\\n- word: mong\\n  act: propose\\n")
    >>> node, steps = node_at(tree, ("verbs", 0, "Verb", "act", "str"))
    >>> node.line, steps
    (3, ('verbs', 0, 'act'))
    """
    node, steps = root, []
    for step in at:
        inner = node.value
        known = range(len(inner)) if isinstance(inner, list) else inner
        if not isinstance(inner, str) and step in known:
            steps.append(step)
            node = inner[step]
    return node, tuple(steps)


def remove(root: Node, places: Iterable[tuple[str | int, ...]]) -> None:
    """Remove the nodes at ``places`` from a tree.

    >>> tree, _ = parse_tree("a.yml", "verbs: [mong, đề nghị]\\nact: propose\\n")
    >>> remove(tree, [("verbs", 0), ("act",)])
    >>> [node.value for node in tree.value["verbs"].value], list(tree.value)
    (['đề nghị'], ['verbs'])
    """
    for *parent, last in sorted(places, reverse=True):  # the last of a list first
        del node_at(root, parent)[0].value[last]
