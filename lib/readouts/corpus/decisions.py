"""Decisions of people about proposals: the format of ``data/decisions/``, and contradictions.

A file is a list of decisions. Each names its proposals by the id of the meeting and their exact
words, so that people can read it, and it stays valid if offsets change:

- ``accept``, ``code`` or ``add``: these words are an item, coded as given;
- ``edges`` or ``join``: the item is these other words, ``to``; ``split``: it is several, ``into``;
- ``drop``: it is no item; ``match`` or ``never``: whether ``then`` and ``now`` are one proposal;
- ``reviewed``: the items of this text are exactly those of ``coding``, coded by hand; or its
  matches ``against`` another meeting are exactly those decided.

Every run uses the files of the folder itself. A subfolder has the decisions of one coder who worked
alone, for measures of agreement. `decided` applies decisions, `decision_files` writes them.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> text = "- {decide: drop, meeting: laos-2019, quote: thăm hỏi, by: AB, on: 2026-11-30}\\n"
>>> _ = Path(folder.name, "ours.yml").write_text(text, encoding="utf-8")
>>> [(found.decide, found.quote, found.by) for found in load_decisions(Path(folder.name))]
[('drop', 'thăm hỏi', 'AB')]
>>> _ = Path(folder.name, "theirs.yml").write_text(text, encoding="utf-8")
>>> try:
...     load_decisions(Path(folder.name))
... except ProblemsError as error:
...     print(error.problems[0].message)
these words are decided twice (first in ours.yml:1)
>>> folder.cleanup()
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from readouts.corpus.register import checked_id
from readouts.errors import Problem, ProblemsError, ReadoutsError, did_you_mean
from readouts.language.normalization import normalize
from readouts.storage.paths import data_dir, has_project
from readouts.storage.yaml_files import Entry, Fault, IsoDate, Loaded, load_partly


def _known_theme(theme: str) -> str:
    from readouts.codebook.coder import load_codebook

    known = load_codebook().themes
    if theme not in known:
        raise ValueError(
            f"expected a theme of the codebook ({did_you_mean(theme, known, 'known')})"
        )
    return theme


Text = Annotated[str, Field(min_length=1)]
Theme = Annotated[str, AfterValidator(_known_theme)]
ItemAct = Literal["propose", "commit", "agree"]
CODES = ("themes", "act", "speaker", "side", "addressee")


class Place(Entry):
    """A span of a text by its words; ``occurrence`` counts from 1 through the text.

    Without it, the first occurrence that is an item counts, or else the first of all.
    """

    meeting: Text
    quote: Text
    occurrence: int | None = Field(default=None, ge=1)

    # The id becomes the name of a file.
    _check_meeting = field_validator("meeting")(checked_id)


class Decision(Entry):
    """The common keys of decisions: reason, author and date."""

    reason: str = ""
    by: str = ""
    on: IsoDate = ""


class ItemDecision(Decision, Place):
    """A decision about an item. Codes that are not given stay those of the machine."""

    decide: Literal["accept", "code", "add", "edges", "join", "split", "drop"]
    themes: tuple[Theme, ...] | None = None
    act: ItemAct | None = None
    speaker: Text | None = None
    side: str | None = None
    addressee: str | None = None
    to: Text | None = None
    into: Annotated[tuple[Text, ...], Field(min_length=2)] | None = None

    def given(self) -> dict[str, Any]:
        """Return the codes that are decided, with the names of `Item`."""
        return {name: getattr(self, name) for name in CODES if getattr(self, name) is not None}

    @model_validator(mode="after")
    def _has_its_keys(self) -> ItemDecision:
        needed = _NEEDED.get(self.decide, ())
        given = {name for name in (*CODES, "to", "into") if getattr(self, name) is not None}
        if missing := [name for name in needed if name not in given]:
            raise ValueError(f"expected {', '.join(needed)}; missing: {', '.join(missing)}")
        allowed = {*needed, *(() if self.decide == "drop" else CODES)}
        if odd := sorted(given - allowed):
            raise ValueError(f"expected no `{odd[0]}` with `{self.decide}`")
        if self.decide == "code" and not given:
            raise ValueError(f"expected one or more of {', '.join(CODES)}")
        return self


# The keys that each kind of decision needs besides the words.
_NEEDED = {
    "add": ("act", "speaker", "side"), "edges": ("to",), "join": ("to",), "split": ("into",),
}  # fmt: skip


class Reviewed(Decision):
    """A text that people reviewed completely: its items are those of ``coding``, a file in
    ``data/``; or its matches ``against`` another meeting are those decided."""

    decide: Literal["reviewed"]
    meeting: Text
    coding: str = ""
    against: str = ""

    _check_meeting = field_validator("meeting")(checked_id)

    @model_validator(mode="after")
    def _is_about_one(self) -> Reviewed:
        if bool(self.coding) == bool(self.against):
            raise ValueError("expected one of `coding` and `against`")
        if Path(self.coding).is_absolute() or ".." in Path(self.coding).parts:
            raise ValueError("expected a file inside data/, such as gold/name.jsonl")
        if self.against == self.meeting:
            raise ValueError("expected another meeting in `against`")
        return self


class Pairing(Decision):
    """Whether two items are the same proposal; ``shared`` if one of them also has another match."""

    decide: Literal["match", "never"]
    then: Place
    now: Place
    shared: bool = False

    @model_validator(mode="after")
    def _of_two_meetings(self) -> Pairing:
        if self.then.meeting == self.now.meeting:
            raise ValueError("expected items of two different meetings")
        return self


AnyDecision = Annotated[ItemDecision | Reviewed | Pairing, Field(discriminator="decide")]
Decisions = tuple[AnyDecision, ...]


@dataclass(frozen=True)
class Located:
    """A decision and its place: the entry ``number`` of a file."""

    decision: AnyDecision
    file: Loaded[Decisions]
    number: int

    def problem(self, at: tuple[str | int, ...], message: str, hint: str = "") -> Problem:
        """Return a problem at the place ``at`` of this decision, with file and line."""
        return self.file.problems_of([Fault((self.number, *at), message, hint)])[0]

    @property
    def place(self) -> str:
        """Return the file's name and the line of the entry."""
        problem = self.problem((), "")
        return f"{Path(problem.path).name}:{problem.line}"


def decisions_folder(coder: str = "") -> Path:
    """Return ``data/decisions/``, or its subfolder of one coder.

    Raises `ReadoutsError` if ``coder`` cannot be the name of a folder.

    >>> decisions_folder("AB").name
    'AB'
    """
    if coder and not re.fullmatch(r"\w[\w-]{0,39}", coder):
        raise ReadoutsError(f"{coder!r}: expected a coder's initials: letters, digits or hyphens.")
    return data_dir() / "decisions" / coder


def coders() -> list[str]:
    """Return the names of the coders who have a folder.

    >>> isinstance(coders(), list)
    True
    """
    return sorted(path.name for path in decisions_folder().glob("*") if path.is_dir())


def decision_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of ``data/decisions/`` (or of ``folder``), by name."""
    if folder is None and not has_project():
        return ()
    return tuple(sorted((folder or decisions_folder()).glob("*.yml")))


def load_decisions(folder: Path | None = None) -> tuple[AnyDecision, ...]:
    """Return all decisions, in the order of the files and their lines.

    Raises `ProblemsError` with all problems: keys misspelt or missing, and contradictions.

    >>> all(decision.decide for decision in load_decisions())
    True
    """
    found, problems = located(folder)
    if problems:
        raise ProblemsError(problems)
    return tuple(valid.decision for valid in found)


def located(folder: Path | None = None) -> tuple[list[Located], list[Problem]]:
    """Return the valid decisions with their places, and the problems of the others.

    >>> located()[1]
    []
    """
    files = decisions_by_file(folder)
    all_decisions = [
        Located(decision, file, number)
        for file in files
        for number, decision in enumerate(file.value or ())
    ]
    problems = [problem for file in files for problem in file.problems]
    wrong = set()
    for at, earlier, message, hint in contradictions([found.decision for found in all_decisions]):
        where = f"first in {all_decisions[earlier].place}"
        problems.append(all_decisions[at].problem(("decide",), f"{message} ({where})", hint))
        wrong.add(at)
    return [found for at, found in enumerate(all_decisions) if at not in wrong], problems


def decisions_by_file(folder: Path | None = None) -> list[Loaded[Decisions]]:
    """Return for each file the decisions that agree with the schema, and its problems.

    >>> [file.problems for file in decisions_by_file() if file.problems]
    []
    """
    return [load_partly(path, Decisions) for path in decision_files(folder)]


def meetings_of(decision: AnyDecision) -> tuple[str, ...]:
    """Return the id of the meeting, or of the two, that a decision is about.

    >>> meetings_of(ItemDecision(decide="drop", meeting="laos-2019", quote="x"))
    ('laos-2019',)
    """
    if isinstance(decision, Pairing):
        return decision.then.meeting, decision.now.meeting
    against = getattr(decision, "against", "")
    return (decision.meeting, against) if against else (decision.meeting,)


def subject(decision: AnyDecision) -> tuple[Any, ...]:
    """Return the subject of a decision in one spelling; two decisions with the same subject
    contradict each other.

    >>> subject(ItemDecision(decide="drop", meeting="laos-2019", quote="hoà  bình"))
    ('laos-2019', 'hòa bình', None)
    """
    if isinstance(decision, Pairing):
        return ("pair", *sorted(map(_words_of, (decision.then, decision.now)), key=str))
    if isinstance(decision, Reviewed):
        return ("reviewed", *sorted(meetings_of(decision)))
    return _words_of(decision)


def _words_of(place: Place) -> tuple[str, str, int | None]:
    return place.meeting, " ".join(normalize(place.quote).text.split()), place.occurrence


def contradictions(decisions: Iterable[AnyDecision]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each decision that contradicts an earlier one: the positions of both, the problem, and
    what to do.

    >>> drop = ItemDecision(decide="drop", meeting="hue-2030", quote="x")
    >>> list(contradictions([drop, drop]))
    [(1, 0, 'these words are decided twice', 'keep one')]
    """
    first: dict[Any, int] = {}
    partners: dict[Any, int] = {}
    for at, decision in enumerate(decisions):
        earlier = first.setdefault(subject(decision), at)
        if earlier != at:
            what = _SUBJECTS.get(type(decision), "these words are")
            yield at, earlier, f"{what} decided twice", "keep one"
        elif isinstance(decision, Pairing) and decision.decide == "match" and not decision.shared:
            other = min(partners.setdefault(key, at) for key in _partners(decision))
            if other != at:
                hint = "keep one, or add `shared: true` where one proposal became two"
                yield at, other, "one proposal has two partners", hint


_SUBJECTS: dict[type, str] = {Pairing: "this pair is", Reviewed: "this is"}


def _partners(match: Pairing) -> list[Any]:
    """Return each proposal of a match, with the other meeting."""
    then, now = match.then, match.now
    return [(_words_of(then), now.meeting), (_words_of(now), then.meeting)]
