"""Writes docs/reliability.md: what may go wrong, what happens then, and how many cases try it.

    python tools/reliability.py

The counts are those of the tests pytest collects; of a property test, the texts it makes up.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"

HEAD = """# Reliability

Texts come from anywhere, batches run at night, and reports go to people who did not make them.
Whatever goes wrong: a sentence that says what was expected, what was found, where, and what to do;
an exit status that is not 0; nothing half-written; nothing lost. SECURITY.md says what is not
defended.

| status | means |
| --- | --- |
| 0 | done |
| 1 | some work failed, and is named |
| 2 | the request was wrong, and nothing was done |
| 130 | interrupted; what was complete stands |

This page is written by `tools/reliability.py` from the tests it names, and a test holds it to
them. *Cases* are inputs tried; of property tests, the number of inputs made up in each run.
"""

# What goes wrong; what happens then; the tests, as file::beginning-of-name.
Row = tuple[str, str, tuple[str, ...]]
MATRIX: dict[str, tuple[Row, ...]] = {
    "Input": (
        (
            "Empty, blank, cut inside a character, binary, HTML, PDF, image, archive, too large",
            "refused by its kind, with file and place; the other texts are read",
            (
                "test_decoding::test_what_is_no_text", "test_cli::test_a_bad_text",
                "test_decoding::test_a_readout_cut_anywhere",
            ),
        ),
        (
            "UTF-16, Windows-1258, TCVN3, VNI, UTF-8 read as Latin-1; also pasted into UTF-8",
            "named, and converted only with `--encoding`",
            (
                "test_decoding::test_legacy", "test_decoding::test_utf", "test_decoding::test_each",
                "test_decoding::test_a_wrong_or_unknown",
            ),
        ),
        (
            "One word, a title only, no full stop, one line, cut in mid-sentence, NFD, BOM, CRLF, "
            "zero-width, direction marks, emoji, English, Chinese, no meeting",
            "read; every offset slices to its quotation; no item where no meeting is reported",
            ("test_cli::test_an_odd_text", "test_decoding::test_odd", "test_decoding::test_other"),
        ),
        (
            "Any Unicode, any bytes, readouts after accidents of copying",
            "spans in order and inside their statement, items apart, the same reading twice",
            (
                "test_reading_any_text::", "test_decoding::test_any", "test_mentions::test_any",
            ),
        ),
        (
            "A missing or forbidden file, a folder, a pipe, a link to itself or to nothing, a name "
            "that is no name",
            "a sentence, with the nearest name",
            ("test_decoding::test_files_that", "test_cli::test_read_of_a_folder"),
        ),
        (
            "A request that is wrong: misspelt command, id, option, number, place to write",
            "status 2, what was meant, nothing done",
            (
                "test_cli::test_a_wrong_request", "test_checking::test_a_part_that_is_none",
                "test_cli::test_an_encoding", "test_cli::test_score",
            ),
        ),
    ),
    "Files people edit": (
        (
            "Unknown or repeated key, wrong type, no date, tab, bytes that are no UTF-8",
            "all faults of the file at once, each with line and hint",
            (
                "test_yamlfiles::test_all", "test_yamlfiles::test_an_unknown",
                "test_yamlfiles::test_a_choice", "test_yamlfiles::test_keys",
                "test_yamlfiles::test_a_key", "test_yamlfiles::test_tabs",
                "test_yamlfiles::test_what", "test_yamlfiles::test_bytes",
                "test_yamlfiles::test_limits", "test_yamlfiles::test_any_text",
            ),
        ),
        (
            "Aliases that explode, a nest of thousands, tags that build objects",
            "refused before anything walks them",
            ("test_yamlfiles::test_anchors", "test_yamlfiles::test_a_nest"),
        ),
        (
            "A changed or missing text, faults in the register",
            "every command stops, and names them",
            (
                "test_corpus::test_a_changed", "test_corpus::test_a_missing",
                "test_corpus::test_all_faults", "test_cli::test_a_changed_text",
                "test_cli::test_all_faults",
            ),
        ),
        (
            "Hostile ids, addresses, dates, file names; a text or id registered twice",
            "refused, the register as it was",
            (
                "test_corpus::test_what", "test_corpus::test_hostile", "test_corpus::test_a_text",
                "test_corpus::test_a_register",
            ),
        ),
        (
            "Codebook, lexicon, gold, glosses, plan, notebooks, reports that do not agree",
            "a line each from `readouts check`, nothing repaired",
            ("test_checking::test_", "test_codebook::test_faults"),
        ),
        (
            "A decision about words that are gone, decided twice, not whole",
            "an error with line and the closest item",
            (
                "test_decisions::test_words_that", "test_decisions::test_a_decision",
                "test_decisions::test_one_item", "test_decisions::test_what",
                "test_decisions::test_a_ruling", "test_decisions::test_a_theme",
            ),
        ),
        (
            "A misspelt parameter, notebook or meeting in the plan; words of the pages that do not "
            "load",
            "all told, nothing run",
            (
                "test_reports::test_what_is_misspelt", "test_reports::test_all_faults",
                "test_reports::test_an_unknown", "test_reports::test_words",
            ),
        ),
    ),
    "Faults in the batch": (
        (
            "The run, a kernel, a worker, the kernels' parent killed; Ctrl-C",
            "the last whole report stands, the rest is resumed, no process is left",
            (
                "test_batch_faults::test_the_run", "test_batch_faults::test_a_kernel",
                "test_batch_faults::test_a_worker", "test_batch_faults::test_the_parent",
                "test_batch_faults::test_ctrl_c", "test_batch_faults::test_a_run",
                "test_batch_faults::test_what",
            ),
        ),
        (
            "A cell that raises, hangs, loops, ends the kernel, fills memory, prints 100 MB",
            "named in its cell and in the index; the other notebooks come to their end",
            (
                "test_batch_faults::test_a_cell", "test_reports::test_a_failing",
                "test_evidence::test_a_notebook",
            ),
        ),
        (
            "Disk full, read-only output, a folder open elsewhere, two runs at once, clock set "
            "back",
            "a sentence, nothing half-written",
            (
                "test_batch_faults::test_the_disk", "test_batch_faults::test_the_output",
                "test_batch_faults::test_two", "test_batch_faults::test_the_clock",
                "test_atomic::",
            ),
        ),
        (
            "Many texts: a worker or the run killed, Ctrl-C, a full disk, a text that takes too "
            "long or changed meanwhile, a lost cluster, language data that do not load",
            "named; done again or resumed, nothing twice, the same bytes",
            ("test_batch_reading::", "test_executors::"),
        ),
        (
            "Ctrl-C, a reader that leaves early, a fault of the program itself, odd locales",
            "a sentence; what was complete stands",
            (
                "test_cli::test_ctrl_c", "test_cli::test_a_reader", "test_cli::test_a_fault",
                "test_cli::test_vietnamese",
            ),
        ),
    ),
    "Hostile text": (
        (
            "Scripts, event handlers, links, markup and braces in texts, ids, labels, glosses",
            "shown as text in pages, charts and notebooks",
            (
                "test_evidence::test_hostile", "test_highlighting::test_text",
                "test_pages::test_json", "test_plots::test_mathematics",
            ),
        ),
        (
            "A page, and a whole report of hostile texts, in a real browser: requests, scripts of "
            "others, dialogs",
            "none; a content-security policy names what may run",
            (
                "browser/test_comparison_page::test_nothing", "browser/test_hostile_report::",
                "test_pages::test_the_policy", "test_evidence::test_no_address",
                "test_reports::test_pages",
            ),
        ),
        (
            "Cells that begin like a formula",
            "text, in every CSV",
            (
                "test_csvfiles::", "test_pages::test_csv", "test_evidence::test_a_table",
            ),
        ),
        (
            "Parameters that look like code, links to notebooks elsewhere, JupyterLab without its "
            "token",
            "a value and no more; not run; nothing shown, and to this machine alone",
            (
                "test_reports::test_a_parameter", "test_reports::test_a_link", "test_make_lab::",
            ),
        ),
        (
            "Escape sequences and direction marks in a terminal",
            "written out",
            ("test_terminal::", "test_cli::test_escapes"),
        ),
    ),
    "State in the open": (
        (
            "A report changed, or made from other inputs",
            "`readouts report --verify` and `readouts check` name what differs",
            (
                "test_reports::test_verify", "test_reports::test_the_bytes",
                "test_committed_report::",
            ),
        ),
        (
            "A kept reading that is cut short, of other words, or from before a change",
            "passed over, and the text read anew",
            ("test_reading_store::",),
        ),
        (
            "Packages: hashes, versions, conda users, an audit that looked nothing up",
            "the lock is held to what is declared and to what runs; the audit fails",
            ("test_environment::",),
        ),
    ),
}  # fmt: skip


def cases_of(items: Iterable[pytest.Item]) -> Counter[str]:
    """Return how many cases each test tries, by ``file::name`` without folder and suffix."""
    cases: Counter[str] = Counter()
    for item in items:
        file, *_, name = item.nodeid.split("[")[0].split("::")
        key = f"{file.removeprefix('tests/').removesuffix('.py')}::{name}"
        made_up = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
        cases[key] += made_up.max_examples if made_up else 1
    return cases


def page(cases: Mapping[str, int]) -> str:
    """Return the page for these counts."""
    return HEAD + "".join(_section(title, rows, cases) for title, rows in MATRIX.items())


def unmatched(names: Iterable[str]) -> list[str]:
    """Return the beginnings in the matrix that no test of ``names`` has."""
    known = list(names)
    return [start for start in _starts() if not any(name.startswith(start) for name in known)]


def files() -> set[str]:
    """Return the test files that the matrix names, below ``tests/``."""
    return {f"{start.split('::')[0]}.py" for start in _starts()}


def _starts() -> Iterator[str]:
    for rows in MATRIX.values():
        for _, _, starts in rows:
            yield from starts


def _section(title: str, rows: Iterable[Row], cases: Mapping[str, int]) -> str:
    lines = [f"\n## {title}", "| what goes wrong | what happens | cases | tests |"]
    lines.append("| --- | --- | ---: | --- |")
    for wrong, then, starts in rows:
        tests = {name: n for name, n in cases.items() if name.startswith(starts)}
        where = ", ".join(sorted({f"`{name.split('::')[0]}`" for name in tests}))
        lines.append(f"| {wrong} | {then} | {sum(tests.values())} | {where} |")
    return "\n".join(lines) + "\n"


class _Collected:
    """A plugin of pytest that keeps what was collected."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = session.items


def main() -> int:
    """Collect the tests and write the page."""
    sys.path.insert(0, str(ROOT / "lib"))
    from readouts.storage.atomic import write_text

    collected = _Collected()
    wanted = [str(ROOT / "tests" / name) for name in sorted(files())]
    options: list[Any] = ["--collect-only", "-qq", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
    status = pytest.main([*options, *wanted], plugins=[collected])
    cases = cases_of(collected.items)
    lost = unmatched(cases)
    if status or lost:
        print(f"no test begins with: {', '.join(lost)}" if lost else "the tests do not load")
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    write_text(PAGE, page(cases))
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
