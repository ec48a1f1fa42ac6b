"""What a person decided against the machine: kept in ``data/decisions/``, honoured by every run.

A file there is a list of decisions. Each names its items by the id of the meeting and their exact
words, so that it can be read, and still holds when offsets move:

- ``decide: match`` or ``never``: whether two items, ``then`` and ``now``, are one proposal;
- ``decide: code``: the ``themes``, ``act``, ``speaker``, ``side`` or ``addressee`` of an item;
- ``decide: drop``, ``add`` or ``split`` (``into`` the parts): what is an item.

Each gives its ``reason``. A decision about words that are no longer there is an error.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> place = {"meeting": "vientiane-2031", "quote": "mở cảng"}
>>> path = Path(folder.name, "ours.yml")
>>> _ = save_decision({"decide": "code", **place, "act": "commit", "reason": "their own act"}, path)
>>> print(path.read_text(encoding="utf-8"), end="")
- decide: code
  meeting: vientiane-2031
  quote: mở cảng
  act: commit
  reason: their own act
>>> [file.name for file in decision_files(Path(folder.name))]
['ours.yml']
>>> reading = Reading("a", "mở cảng", item_rows=(Item(0, 7, 0, "Bà A", "Lào", "propose"),))
>>> decided = apply(reading, "vientiane-2031", Path(folder.name))
>>> decided.item_rows[0].act, decided.item_rows[0].rule
('commit', 'decision')
>>> now = Reading("b", "xây cảng", item_rows=(Item(0, 8, 0, "Bà A", "Lào", "propose"),))
>>> pair = {"then": place, "now": {"meeting": "vientiane-2033", "quote": "xây cảng"}}
>>> _ = save_decision({"decide": "match", **pair, "reason": "one port"}, path)
>>> pair_decisions(reading, now, "vientiane-2031", "vientiane-2033", Path(folder.name))
(PairDecision(then=0, now=0, match=True, reason='one port'),)
>>> folder.cleanup()
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from readouts.comparison.ledger import PairDecision
from readouts.corpus.register import checked_id
from readouts.errors import Problem, ProblemsError, ReadoutsError, did_you_mean
from readouts.language.normalization import normalize
from readouts.model import Item, Statement
from readouts.reading import Reading
from readouts.storage.paths import data_dir
from readouts.storage.yaml_files import (
    Entry,
    Fault,
    IsoDate,
    Loaded,
    load_partly,
    load_yaml,
    read_yaml_text,
)

if TYPE_CHECKING:
    from ruamel.yaml import YAML

RULE = "decision"

Text = Annotated[str, Field(min_length=1)]
ItemAct = Literal["propose", "commit", "agree"]


class Place(Entry):
    """An item (or, for ``add``, a stretch of the text) by its words.

    ``occurrence`` counts from 1 where the same words stand in several places.
    """

    meeting: Text
    quote: Text
    occurrence: int = Field(default=1, ge=1)

    # The id becomes the name of a file.
    _check_meeting = field_validator("meeting")(checked_id)


class Decision(Entry):
    """What all decisions say: why, and if known who and when."""

    reason: Text
    by: str = ""
    on: IsoDate = ""


class Pairing(Decision):
    """Whether two items are one proposal."""

    decide: Literal["match", "never"]
    then: Place
    now: Place

    @model_validator(mode="after")
    def _of_two_meetings(self) -> Pairing:
        if self.then.meeting == self.now.meeting:
            raise ValueError("expected items of two different meetings")
        return self


class Code(Decision, Place):
    """The codes of an item; what is not given stays as the machine has it."""

    decide: Literal["code"]
    themes: tuple[Text, ...] | None = None
    act: ItemAct | None = None
    speaker: Text | None = None
    side: Text | None = None
    addressee: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Code:
        if not self.given():
            raise ValueError("expected one or more of themes, act, speaker, side, addressee")
        return self

    def given(self) -> dict[str, Any]:
        """Return what is decided, by the names of `Item`."""
        names = ("themes", "act", "speaker", "side", "addressee")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class Drop(Decision, Place):
    """An item that is none."""

    decide: Literal["drop"]


class Add(Decision, Place):
    """An item the machine has missed; without ``themes`` the codebook codes it."""

    decide: Literal["add"]
    act: ItemAct
    speaker: Text
    side: Text
    addressee: str = ""
    themes: tuple[Text, ...] | None = None


class Split(Decision, Place):
    """An item that is several; each part is coded by the codebook."""

    decide: Literal["split"]
    into: tuple[Text, ...] = Field(min_length=2)


AnyDecision = Annotated[Pairing | Code | Drop | Add | Split, Field(discriminator="decide")]
Decisions = tuple[AnyDecision, ...]


def decision_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of ``data/decisions/`` (or of ``folder``), by name."""
    return tuple(sorted((folder or data_dir() / "decisions").glob("*.yml")))


def load_decisions(folder: Path | None = None) -> tuple[AnyDecision, ...]:
    """Return all decisions, in the order of the files and their lines.

    Raises `ProblemsError` with the faults of all files: what is misspelt, missing, decided twice.

    >>> {type(decision).__name__ for decision in load_decisions()} <= {
    ...     "Pairing", "Code", "Drop", "Add", "Split"}
    True
    """
    files = decisions_by_file(folder)
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise ProblemsError(problems)
    return tuple(decision for file in files for decision in file.value or ())


def decisions_by_file(folder: Path | None = None) -> list[Loaded[Decisions]]:
    """Return of each file the decisions that have no fault of form, and its faults.

    >>> [file.problems for file in decisions_by_file() if file.problems]
    []
    """
    return [load_partly(path, Decisions, check=_faults) for path in decision_files(folder)]


def apply(reading: Reading, meeting_id: str, folder: Path | None = None) -> Reading:
    """Return a reading with the decisions about its items honoured, each marked by its ``rule``.

    Raises `ProblemsError` with file and line where a decision names words that are no item (any
    more), and the closest item; what is wrong with the form of others is told with it.
    """
    problems: list[Problem] = []
    for file in decisions_by_file(folder):
        reading, faults = _applied(reading, meeting_id, file.value or ())
        problems += [*file.problems, *file.told(faults)]
    if problems:
        raise ProblemsError(problems)
    return reading


def pair_decisions(
    then: Reading, now: Reading, then_id: str, now_id: str, folder: Path | None = None
) -> tuple[PairDecision, ...]:
    """Return what was decided of pairs of items of two meetings, whichever came first there.

    Raises `ProblemsError` as `apply` does.
    """
    found: list[PairDecision] = []
    problems: list[Problem] = []
    for file in decisions_by_file(folder):
        faults: list[Fault] = []
        for number, decision in enumerate(file.value or ()):
            if isinstance(decision, Pairing) and _concerns(decision, then_id, now_id):
                found += _ruled(decision, number, {then_id: then, now_id: now}, then_id, faults)
        problems += [*file.problems, *file.told(faults)]
    if problems:
        raise ProblemsError(problems)
    return tuple(found)


def save_decision(decision: AnyDecision | dict[str, Any], path: Path | None = None) -> Path:
    """Write a decision to its file and return the file's path.

    An earlier decision of the same kind about the same items is replaced; comments, order and all
    else stay. ``path`` defaults to ``data/decisions/<meeting>.yml``, or ``<then>--<now>.yml`` for
    a pair. Raises `ReadoutsError`, having changed nothing, where the decision is not whole or the
    file has faults.
    """
    from readouts.storage.atomic import write_text

    checked = _checked(decision)
    path = path or data_dir() / "decisions" / f"{'--'.join(meetings_of(checked))}.yml"
    if path.exists():
        load_yaml(path, Decisions, check=_faults)
    write_text(path, _with(read_yaml_text(path) if path.exists() else "", checked))
    return path


def _checked(decision: AnyDecision | dict[str, Any]) -> AnyDecision:
    said = decision if isinstance(decision, dict) else decision.model_dump()
    try:
        checked: AnyDecision = TypeAdapter(AnyDecision).validate_python(said)
    except ValidationError as error:
        told = [
            f"{'.'.join(str(step) for step in fault['loc'][1:]) or 'decide'}: "
            f"{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_url=False)
        ]
        raise ReadoutsError("; ".join(told) + ". Nothing was decided.") from None
    unknown = [f"{fault.message}; {fault.hint}" for fault in _unknown_themes([checked])]
    if unknown:
        raise ReadoutsError("; ".join(unknown) + ". Nothing was decided.")
    return checked


def meetings_of(decision: AnyDecision) -> tuple[str, ...]:
    """Return the id of the meeting, or of the two, that a decision is about.

    >>> meetings_of(Drop(decide="drop", meeting="laos-2019", quote="x", reason="y"))
    ('laos-2019',)
    """
    if isinstance(decision, Pairing):
        return decision.then.meeting, decision.now.meeting
    return (decision.meeting,)


def _with(text: str, decision: AnyDecision) -> str:
    """Return a file's text with a decision put in the place of its like, or at the end."""
    yaml = _round_trip()
    entries = yaml.load(text) if text else None
    header = "" if entries else text.replace("[]", "").rstrip() + "\n\n" * bool(text)
    entries = entries or []
    said = _plain(decision.model_dump(exclude_none=True, exclude_defaults=True))
    last = {name: said.pop(name) for name in ("reason", "by", "on") if name in said}
    said = {"decide": said.pop("decide"), **said, **last}
    like = next(
        (entry for entry in entries if _key(_checked(_plain(entry))) == _key(decision)), None
    )
    if like is None:
        entries.append(said)
    else:
        for name in set(like) - set(said):
            del like[name]
        like.update(said)
    stream = io.StringIO()
    yaml.dump(entries, stream)
    return header + stream.getvalue()


def _round_trip() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 100
    yaml.preserve_quotes = True
    return yaml


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (int, float)) else str(value)


def _key(decision: AnyDecision) -> tuple[Any, ...]:
    """Return what a decision is about: two with one key contradict or repeat each other."""
    if isinstance(decision, Pairing):
        sides = sorted((p.meeting, _spelled(p.quote), p.occurrence) for p in _places(decision))
        return ("pair", *sides)
    return decision.decide, decision.meeting, _spelled(decision.quote), decision.occurrence


def _places(decision: AnyDecision) -> tuple[Place, ...]:
    return (decision.then, decision.now) if isinstance(decision, Pairing) else (decision,)


def _faults(decisions: Sequence[AnyDecision]) -> Iterator[Fault]:
    yield from _decided_twice(decisions)
    yield from _unknown_themes(decisions)


def _unknown_themes(decisions: Sequence[AnyDecision]) -> Iterator[Fault]:
    from readouts.codebook.coder import load_codebook

    for number, decision in enumerate(decisions):
        for at, theme in enumerate(getattr(decision, "themes", None) or ()):
            known = load_codebook().themes
            if theme not in known:
                hint = did_you_mean(theme, known, "themes")
                yield Fault((number, "themes", at), f"no theme `{theme}` in the codebook", hint)


def _decided_twice(decisions: Sequence[AnyDecision]) -> Iterator[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    for number, decision in enumerate(decisions):
        if first.setdefault(_key(decision), number) != number:
            yield Fault(
                (number, "decide"),
                f"decided twice (also in entry {first[_key(decision)] + 1} of the file)",
                "keep one",
            )


def _concerns(decision: Pairing, then_id: str, now_id: str) -> bool:
    return {decision.then.meeting, decision.now.meeting} == {then_id, now_id}


def _ruled(
    decision: Pairing,
    number: int,
    readings: dict[str, Reading],
    then_id: str,
    faults: list[Fault],
) -> list[PairDecision]:
    found = {}
    for name in ("then", "now"):
        place: Place = getattr(decision, name)
        at = _find(readings[place.meeting], place)
        if at is None:
            faults.append(_missing((number, name, "quote"), readings[place.meeting], place))
        found[place.meeting] = at
    if None in found.values():
        return []
    now_at = next(at for meeting, at in found.items() if meeting != then_id)
    return [PairDecision(found[then_id], now_at, decision.decide == "match", decision.reason)]


def _applied(
    reading: Reading, meeting_id: str, decisions: Iterable[AnyDecision]
) -> tuple[Reading, list[Fault]]:
    faults = []
    for number, decision in enumerate(decisions):
        if isinstance(decision, Pairing) or decision.meeting != meeting_id:
            continue
        changed = _CHANGES[type(decision)](reading, decision)
        if isinstance(changed, Reading):
            reading = changed
        else:
            faults.append(replace(changed, at=(number, *changed.at)))
    return reading, faults


def _coded(reading: Reading, decision: Code) -> Reading | Fault:
    at = _find(reading, decision)
    if at is None:
        return _missing(("quote",), reading, decision)
    item = replace(reading.item_rows[at], **decision.given(), rule=RULE, confidence="high")
    return _with_items(reading, [*reading.item_rows[:at], item, *reading.item_rows[at + 1 :]])


def _dropped(reading: Reading, decision: Drop) -> Reading | Fault:
    at = _find(reading, decision)
    if at is None:
        return _missing(("quote",), reading, decision)
    return _with_items(reading, [*reading.item_rows[:at], *reading.item_rows[at + 1 :]])


def _split(reading: Reading, decision: Split) -> Reading | Fault:
    at = _find(reading, decision)
    if at is None:
        return _missing(("quote",), reading, decision)
    whole = reading.item_rows[at]
    parts = []
    for number, quote in enumerate(decision.into):
        spans = _spans(reading.source[whole.start : whole.end], quote)
        if not spans:
            return Fault(("into", number), f"“{quote}” does not stand in the item to be split")
        start, end = (whole.start + edge for edge in spans[0])
        themes = _themes(reading.source[start:end])
        parts.append(replace(whole, start=start, end=end, themes=themes, rule=RULE))
    return _with_items(reading, [*reading.item_rows[:at], *parts, *reading.item_rows[at + 1 :]])


def _added(reading: Reading, decision: Add) -> Reading | Fault:
    spans = _spans(reading.source, decision.quote)
    if len(spans) < decision.occurrence:
        return Fault(("quote",), f"“{_short(decision.quote)}” does not stand in the text")
    start, end = spans[decision.occurrence - 1]
    reading = _with_statement(reading, start, end, decision)
    number = next(n for n, row in enumerate(reading.statement_rows) if _within(start, end, row))
    themes = _themes(decision.quote) if decision.themes is None else decision.themes
    said = decision.model_dump(include={"act", "speaker", "side", "addressee"})
    sentence = reading.statement_rows[number].sentence
    item = Item(start, end, number, themes=themes, rule=RULE, sentence=sentence, **said)
    return _with_items(reading, [*reading.item_rows, item])


_CHANGES: dict[type, Any] = {Code: _coded, Drop: _dropped, Split: _split, Add: _added}


def _with_items(reading: Reading, items: Iterable[Item]) -> Reading:
    return replace(reading, item_rows=tuple(sorted(items, key=lambda row: (row.start, row.end))))


def _with_statement(reading: Reading, start: int, end: int, decision: Add) -> Reading:
    """Return the reading with a statement that holds a span, made of it where there was none."""
    if any(_within(start, end, row) for row in reading.statement_rows):
        return reading
    sentence = next((row.number for row in reading.sentence_rows if _within(start, end, row)), 0)
    said = decision.model_dump(include={"act", "speaker", "side", "addressee"})
    statement = Statement(start, end, verb="", rule=RULE, sentence=sentence, **said)
    at = sum(row.start < start for row in reading.statement_rows)
    rows = (*reading.statement_rows[:at], statement, *reading.statement_rows[at:])
    items = [
        replace(item, statement=item.statement + (item.statement >= at))
        for item in reading.item_rows
    ]
    return replace(reading, statement_rows=rows, item_rows=tuple(items))


def _within(start: int, end: int, row: Any) -> bool:
    return row.start <= start and end <= row.end


def _themes(quote: str) -> tuple[str, ...]:
    from readouts.codebook import coder as codebook

    return tuple(codebook.code(quote)[0])


def _find(reading: Reading, place: Place) -> int | None:
    """Return the position of the item with the words of ``place``, in any spelling of them."""
    words = _spelled(place.quote)
    same = [
        at
        for at, item in enumerate(reading.item_rows)
        if _spelled(reading.source[item.start : item.end]) == words
    ]
    return same[place.occurrence - 1] if len(same) >= place.occurrence else None


def _missing(at: tuple[str | int, ...], reading: Reading, place: Place) -> Fault:
    from readouts.comparison.similarity import similarity

    quotes = [reading.source[item.start : item.end] for item in reading.item_rows]
    which = f" (occurrence {place.occurrence})" if place.occurrence > 1 else ""
    message = f"{place.meeting} has no item “{_short(place.quote)}”{which}"
    if not quotes:
        return Fault(at, message, "it has no items at all")
    closest = quotes[int(similarity([place.quote], quotes).wording[0].argmax())]
    return Fault(at, message, f"the closest is “{closest}”")


def _short(quote: str) -> str:
    return quote if len(quote) <= 80 else f"{quote[:80]}…"


def _spelled(words: str) -> str:
    return " ".join(normalize(words).text.split())


def _spans(source: str, quote: str) -> list[tuple[int, int]]:
    """Return where the words of ``quote`` stand in ``source``, in any spelling of them."""
    view = normalize(source)
    words = r"\s+".join(re.escape(word) for word in normalize(quote).text.split())
    return [view.span(*match.span()) for match in re.finditer(words, view.text)] if words else []
