"""`readouts check`: find problems in the files of the project, and disagreements between them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.corpus import register
from readouts.errors import Problem, ProblemsError, ReadoutsError, did_you_mean
from readouts.evaluation.coded_records import TEXTS_ELSEWHERE, lines_of, record_of
from readouts.language.decoding import read_text
from readouts.model import ITEM_ACTS
from readouts.storage.paths import data_dir, notebooks_dir, project_dir, reports_dir, shown
from readouts.storage.yaml_files import Fault, load_yaml

if TYPE_CHECKING:
    from readouts.codebook.coder import CodebookFile
    from readouts.corpus.decisions import AnyDecision

Findings = Iterator[Problem]

_TABLES = ("participants", "statements", "items", "mentions", "zones")
# After a change of the library all inputs of a report differ; a few lines are enough.
_MOST = 3


def findings(*parts: str) -> Findings:
    """Yield a `Problem` for everything that is wrong; nothing is changed.

    ``parts`` are keys of `PARTS`, all of them by default: the register and the hashes of its
    files, lexicon, codebook examples, gold offsets, glosses, decisions, notebooks, the plan,
    reports. Raises `ReadoutsError` for another word.

    >>> list(findings("register"))
    []
    """
    for part in parts:
        if part not in PARTS:
            hint = did_you_mean(part, PARTS, "parts")
            raise ReadoutsError(f"{part!r} is no part of the project; {hint}")
    # Parts that read the same file find the same problem.
    yield from dict.fromkeys(
        found for part in parts or PARTS for found in _problems_of(PARTS[part])
    )


def _problems_of(check: Callable[..., object], *arguments: object) -> Findings:
    """Yield the problems that a check finds; a file that cannot be loaded is also a problem."""
    try:
        found = check(*arguments)
        if isinstance(found, Iterator):
            yield from found
    except ProblemsError as error:
        yield from error.problems
    except ReadoutsError as error:
        yield Problem(check.__name__.strip("_"), 0, str(error))


def _register() -> Findings:
    yield from register.changed()
    yield from _problems_of(_same_texts)
    registered = {entry.path().resolve() for entry in register.meetings().values()}
    for file in sorted((data_dir() / "raw").iterdir()):
        if file.resolve() not in registered:
            yield Problem(shown(file), 0, "not registered", "run `readouts add`, or move it away")


def _same_texts() -> Findings:
    earlier: dict[str, register.MeetingEntry] = {}
    for entry in register.meetings().values():
        known = register.same_text(earlier, register.source(entry.id))
        if known:
            message = f"has the same words as the text of {known}"
            yield Problem(shown(entry.path()), 0, message, "keep one of the two meetings")
        earlier[entry.id] = entry


def _gold() -> Findings:
    from readouts.evaluation.pair_gold import load_threads

    fixtures = project_dir() / "tests" / "fixtures" / "readouts"
    texts = [*fixtures.glob("*.txt"), *(entry.path() for entry in register.meetings().values())]
    for file in sorted((data_dir() / "gold").glob("*.jsonl")):
        if file.name != TEXTS_ELSEWHERE:
            yield from _problems_of(_gold_file, file, {text.name: text for text in texts})
    yield from _problems_of(load_threads)


def _gold_file(file: Path, texts: dict[str, Path]) -> Findings:
    for number, line in enumerate(lines_of(file), 1):
        for message, hint in _gold_faults(line, texts):
            yield Problem(shown(file), number, message, hint)


def _gold_faults(line: str, texts: dict[str, Path]) -> Iterator[tuple[str, str]]:
    try:
        record = record_of(line)
    except ValueError as error:
        yield str(error), "compare it with another line"
        return
    doc = str(record["doc"])
    if doc not in texts:
        yield f"no text is called `{doc}`", did_you_mean(doc, texts, "texts")
        return
    source = read_text(texts[doc])
    for table in _TABLES:
        rows = record.get(table, [])
        if not isinstance(rows, list):
            yield f"expected a list of {table}", "compare it with another line"
            return
        for row in rows:
            yield from _span_faults(table, row, source)
    yield from _item_faults(record["items"])


def _span_faults(table: str, row: Any, source: str) -> Iterator[tuple[str, str]]:
    try:
        start, end = int(row["start"]), int(row["end"])
    except (KeyError, TypeError, ValueError, OverflowError):
        yield f"{table}: expected `start` and `end` in {str(row)[:60]}", "give both as numbers"
        return
    if not 0 <= start < end <= len(source):
        yield f"{table}: {start}–{end} is outside the text (0–{len(source)})", "count again"
    elif "quote" in row and source[start:end] != row["quote"]:
        found, expected = source[start:end][:40], str(row["quote"])[:40]
        at = source.find(str(row["quote"]))
        hint = f"the quote starts at {at}" if at >= 0 else "the quote is not in the text"
        yield f"{table}: {start}–{end} is “{found}”, not “{expected}”", hint


def _item_faults(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    from readouts.codebook.coder import load_codebook

    known = load_codebook().themes
    reached = 0
    for item in items:
        where = f"item at {item.get('start')}"
        if str(item.get("act")) not in ITEM_ACTS:
            hint = did_you_mean(str(item.get("act")), ITEM_ACTS, "acts of items")
            yield f"{where}: `{item.get('act')}` is not an act of items", hint
        for theme in item.get("themes", ()):
            if str(theme) not in known:
                yield f"{where}: unknown theme `{theme}`", did_you_mean(str(theme), known, "themes")
        if isinstance(item.get("start"), int) and item["start"] < reached:
            yield f"{where}: overlaps the item before it", "separate the two"
        reached = max(reached, item["end"]) if isinstance(item.get("end"), int) else reached


def _lexicon() -> Findings:
    from readouts.language.lexicon_files import load_word_lists, unused_keys

    for file in sorted((data_dir() / "lexicon").glob("*.yml")):
        yield from _problems_of(load_word_lists, file)
        yield from _problems_of(load_yaml, file, dict[str, Any], unused_keys(file))
    for name in ("labels", "interface", "tables"):
        yield from _problems_of(load_yaml, data_dir() / f"{name}.yml", dict[str, Any])


def _codebook() -> None:
    from readouts.codebook.schema import CodebookFile, faults

    def all_faults(file: CodebookFile) -> Iterator[Fault]:
        yield from faults(file)
        yield from _example_faults(file)

    load_yaml(data_dir() / "codebook.yml", CodebookFile, check=all_faults)


def _example_faults(file: CodebookFile) -> Iterator[Fault]:
    from readouts.codebook.coder import Codebook

    book = Codebook(file)
    for at, theme in enumerate(file.themes):
        for kind, wanted in (("positive", True), ("negative", False)):
            for n, quote in enumerate(getattr(theme.examples, kind)):
                coded = book.code(quote)
                if (theme.id in coded.themes) != wanted:
                    found = ", ".join(coded.themes)
                    yield Fault(
                        ("themes", at, "examples", kind, n),
                        f"a {kind} example of `{theme.id}` is coded {found}: “{quote}”",
                        "correct the cues or the example",
                    )


def _decisions() -> Findings:
    """Apply all decisions, also those of single coders; this finds words that are not in the text
    any more."""
    from readouts.corpus import decisions

    registered = register.meetings()
    for coder in ("", *decisions.coders()):
        meetings = set()
        for file in decisions.decisions_by_file(decisions.decisions_folder(coder)):
            yield from [
                *file.problems,
                *file.problems_of(_unregistered(file.value or (), registered)),
            ]
            meetings |= {decisions.meetings_of(decision) for decision in file.value or ()}
        for ids in sorted(meetings):
            if registered.keys() >= set(ids):
                yield from _problems_of(_apply_decisions, coder, *ids)


def _apply_decisions(coder: str, *ids: str) -> None:
    from readouts import loading
    from readouts.corpus.decisions import decisions_folder

    readings = [loading.load(meeting_id, coder=coder) for meeting_id in ids]
    if len(readings) == 2:
        loading.compare(*readings, folder=decisions_folder(coder))


def _unregistered(found: Sequence[AnyDecision], registered: Collection[str]) -> Iterator[Fault]:
    from readouts.corpus.decisions import meetings_of

    for number, decision in enumerate(found):
        for meeting_id in meetings_of(decision):
            if meeting_id not in registered:
                hint = did_you_mean(meeting_id, registered, "registered")
                yield Fault((number,), f"no meeting is registered as `{meeting_id}`", hint)


def _glosses() -> Findings:
    """Yield glosses whose quotation is not in the text of their meeting."""
    registered = register.meetings()
    for path in sorted((data_dir() / "glosses").glob("*.yml")):
        if path.stem not in registered:
            hint = did_you_mean(path.stem, registered, "registered")
            yield Problem(shown(path), 0, f"no meeting is registered as `{path.stem}`", hint)
            continue
        missing = partial(_missing_quotes, register.source(path.stem))
        yield from _problems_of(load_yaml, path, dict[str, str], missing)


def _missing_quotes(source: str, glosses: dict[str, str]) -> Iterator[Fault]:
    for quote in glosses:
        if quote not in source:
            message = f"“{quote[:60]}” is not in the text"
            yield Fault((quote,), message, "copy the words from the text")


def _notebooks() -> Findings:
    for file in sorted(notebooks_dir().glob("*.ipynb")):
        yield from (
            Problem(shown(file), 0, message, "run it from top to bottom and save it")
            for message in _notebook_faults(file)
        )


def _notebook_faults(file: Path) -> Iterator[str]:
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code" and cell["source"]]
        counts = [cell["execution_count"] for cell in code]
        outputs = [output for cell in code for output in cell["outputs"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"expected a notebook, found none ({type(error).__name__}: {error})"
        return
    if counts != list(range(1, len(counts) + 1)):
        yield f"expected the cells run once in order, from 1 to {len(counts)}"
    if any(output.get("output_type") == "error" for output in outputs):
        yield "a saved output is an error"
    if not outputs:
        yield "saved without outputs"


def _plan() -> None:
    from readouts.batch import plan

    if plan.plan_path().exists():
        plan.reports()


def _reports() -> Findings:
    """Compare each report with its manifest; if it was not built here, only its committed files."""
    from readouts.batch.manifest import differences

    for manifest in sorted(reports_dir().glob("[!.]*/manifest.json")):
        # Without pages, as in a fresh clone, the report is not built, so no page is missing.
        built = any(manifest.parent.glob("*.html"))
        differing = differences(manifest.parent, whole=built)
        yield from differing[:_MOST]
        if differing[_MOST:]:
            folder = shown(manifest.parent)
            more = f"and {len(differing) - _MOST} more"
            yield Problem(folder, 0, more, f"`readouts report --verify {folder}` names them")


PARTS: dict[str, Callable[[], object]] = {
    "register": _register,
    "lexicon": _lexicon,
    "codebook": _codebook,
    "gold": _gold,
    "glosses": _glosses,
    "decisions": _decisions,
    "notebooks": _notebooks,
    "plan": _plan,
    "reports": _reports,
}
