"""The codebook file as a researcher edits it: its schema, and all its problems at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from readouts.codebook.cues import compile_cue
from readouts.storage.paths import language_data
from readouts.storage.yaml_files import Entry, Fault, load_yaml

Strength = Literal["strong", "weak", "not"]
# Themes that are not a field of cooperation: `general` if no field is named, and `framing` of the
# relationship.
Role = Literal["", "general", "framing"]
WORD_LISTS = ("purpose", "emphasis", "instances", "offices", "refers_back")

_CUE_LISTS = ("cues", "weak", "not_")


def _checked(words: str) -> str:
    compile_cue(words)
    return words


Cues = list[Annotated[str, AfterValidator(_checked)]]


class Scope(Entry):
    """The definition of a theme, in both languages."""

    en: str
    vi: str


class Examples(Entry):
    """Clauses that have the theme, and similar ones that do not."""

    positive: list[str]
    negative: list[str]


class SideCues(Entry):
    """Cues that count only if one side is ``side`` or belongs to it."""

    side: str
    cues: Cues


class Theme(Entry):
    """A theme of the codebook file."""

    # The keys `not` and `with` of the file are keywords of Python.
    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    id: str
    en: str
    vi: str
    role: Role = ""
    scope: Scope
    cues: Cues = Field(default_factory=list)
    weak: Cues = Field(default_factory=list)
    not_: Cues = Field(default_factory=list)
    with_: list[SideCues] = Field(default_factory=list)
    examples: Examples

    def every_cue(self) -> Iterator[tuple[Strength, str, str]]:
        """Yield strength, words and side (or an empty string) of each cue."""
        yield from (("strong", words, "") for words in self.cues)
        yield from (("weak", words, "") for words in self.weak)
        yield from (("not", words, "") for words in self.not_)
        yield from (("strong", words, group.side) for group in self.with_ for words in group.cues)


class CodebookFile(Entry):
    """The whole codebook file."""

    gap: int
    purpose: Cues
    emphasis: Cues
    instances: Cues
    offices: Cues
    refers_back: Cues
    themes: list[Theme]


@lru_cache(maxsize=8)
def load_file(path: str | Path | None = None) -> CodebookFile:
    """Return the codebook file at ``path`` (default: that of the project).

    Raises `ProblemsError` with all its problems.

    >>> len(load_file().themes) >= 25
    True
    """
    return load_yaml(path or language_data("codebook.yml"), CodebookFile, check=faults)


def faults(file: CodebookFile) -> Iterator[Fault]:
    """Yield the problems that no schema can express: themes and cues that appear twice.

    >>> list(faults(load_file()))
    []
    """
    seen: set[str] = set()
    general = sum(theme.role == "general" for theme in file.themes)
    if general != 1:
        yield Fault(("themes",), f"expected one theme with `role: general`, found {general}")
    for at, theme in enumerate(file.themes):
        if theme.id in seen:
            yield Fault(("themes", at, "id"), f"the theme “{theme.id}” appears twice")
        seen.add(theme.id)
        for key in _CUE_LISTS:
            yield from _cue_faults(getattr(theme, key), ("themes", at, key.rstrip("_")))
        for n, side in enumerate(theme.with_):
            yield from _cue_faults(side.cues, ("themes", at, "with", n, "cues"))
    for key in WORD_LISTS:
        yield from _cue_faults(getattr(file, key), (key,))


def _cue_faults(cues: list[str], at: tuple[str | int, ...]) -> Iterator[Fault]:
    for n, words in enumerate(cues):
        if words in cues[:n]:
            yield Fault((*at, n), f"the cue “{words}” appears twice", "delete one")
