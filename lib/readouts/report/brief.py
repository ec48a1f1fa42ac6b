"""The brief: two pages to send on, of what is new, gone, kept and answered, each with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.comparison.outlets import left_out, same_meeting
from readouts.labels import LANGUAGES, label
from readouts.measures.evidence import WHENS, Evidence
from readouts.report import page as pages
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.comparison_page.headline import meetings, state
from readouts.report.comparison_page.rows import item_number
from readouts.report.page import bilingual, two
from readouts.report.printing import print_pdf
from readouts.storage.atomic import write_text

if TYPE_CHECKING:
    from readouts.measures.findings import Finding, Quote

PARTS = ("new", "gone", "kept", "answered")
_PART_OF = {"new": "new", "dropped": "gone", "persisted": "kept", "reframed": "kept"}
_ALONE = {"named.now": "new", "named.then": "gone", "theme_gone": "gone"}
_REPLIES = ("reply", "assent")
# What two printed pages hold beside the head and the sources, in lines of a column, and how many
# letters such a line has. Measured on paper; a fuller brief would run to a third page.
_LINES, _LETTERS = 225, 52
_LONGEST_QUOTE = 4 * _LETTERS


def brief_html(comparison: Comparison, language: str = "en") -> str:
    """Return the brief of a comparison as a page that opens in ``language`` and holds both.

    What a finding says comes first in each part, then the other rows, the surer ones first. What
    does not fit on two printed pages is left to the report, and the part says so.

    >>> from readouts.comparison.ledger import compare
    >>> from readouts.reading import Reading
    >>> from readouts.report.comparison_page import compared
    >>> nothing = compared(compare(Reading("a", ""), Reading("b", "")), "nothing")
    >>> "<h2>" in brief_html(nothing)
    False
    """
    return pages.render(
        "brief.html.j2",
        language=language,
        comparison=comparison,
        meetings=meetings(comparison),
        state=state(comparison),
        headings=_headings(comparison),
        parts=_fitting(_parts(comparison), language),
    )


def write_brief(  # no example: tests/report/test_brief.py shows it
    comparison: Comparison, path: Path, language: str, pdf: bool
) -> list[Path]:
    """Write the brief to ``path`` (HTML), with ``pdf`` also beside it; return what was written.

    Raises `ReadoutsError` where no browser prints the PDF.
    """
    write_text(path, brief_html(comparison, language))
    if not pdf:
        return [path]
    print_pdf(path, path.with_suffix(".pdf"))
    return [path, path.with_suffix(".pdf")]


def _called(comparison: Comparison, language: str) -> dict[str, str]:
    """Return what the two texts are called: two reports of one meeting by who published them."""
    if _of_one_meeting(comparison):
        outlets = {when: comparison.published(when).outlet for when in WHENS}
        return {when: outlets[when] or comparison.readings[when].doc for when in WHENS}
    texts = Evidence(comparison.ledger).texts
    return {when: label(texts[when], language) for when in WHENS}


def _headings(comparison: Comparison) -> dict[str, Markup]:
    """Return what stands over each part, and what a quotation of each text says it is of."""
    in_order = Evidence(comparison.ledger).texts["then"] == "text.then"
    found = {name: bilingual(f"brief.{name}") for name in ("kept", "answered")}
    called = {language: _called(comparison, language) for language in LANGUAGES}
    for part, when, other in (("new", "now", "then"), ("gone", "then", "now")):
        key = f"brief.{part}" if in_order else "brief.alone"
        found[part] = two(
            *(label(key, name, text=it[when], other=it[other]) for name, it in called.items())
        )
        words = bilingual(f"page.{when}")
        found[when] = words if in_order else two(*(it[when] for it in called.values()))
    return found


def _parts(comparison: Comparison) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of each part: findings, then what no finding has quoted."""
    parts: dict[str, list[dict[str, Any]]] = {name: [] for name in PARTS}
    if _of_one_meeting(comparison):
        rest = [*_left_out(comparison), *(row for row in _rows(comparison) if row[0] == "kept")]
    else:
        rest = [*_rows(comparison), *_answers(comparison)]
        for finding in comparison.findings:
            entry = _entry([_said(comparison, quote) for quote in finding.quotes], comparison)
            entry["sentence"] = two(*(finding.sentence(language) for language in LANGUAGES))
            if part := _part(finding):
                parts[part].append(entry)
    told = {words for entries in parts.values() for entry in entries for words in _words(entry)}
    for name, entry in rest:
        if not _words(entry) <= told:
            parts[name].append(entry)
    return parts


def _of_one_meeting(comparison: Comparison) -> bool:
    return same_meeting(comparison.ledger.then, comparison.ledger.now)


def _left_out(comparison: Comparison) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what one report of a meeting has and the other leaves out."""
    for row in left_out(comparison.ledger).itertuples():
        part = "new" if row.meeting == "now" else "gone"
        item = comparison.readings[row.meeting].item_rows[row.item]
        yield part, _entry([(row.meeting, item)], comparison)


def _words(entry: dict[str, Any]) -> set[tuple[str, str]]:
    return {(quote["when"], quote["words"]) for quote in entry["quotes"]}


def _part(finding: Finding) -> str:
    """Return the part that a finding belongs to, "" for one that tells of none of them."""
    if finding.kind.partition(".")[0] in _REPLIES:
        return "answered"
    if len({quote.when for quote in finding.quotes}) == len(WHENS):
        return "kept"
    return _ALONE.get(finding.kind.removesuffix(".spoken_of"), "")


def _said(comparison: Comparison, quote: Quote) -> tuple[str, Any]:
    """Return the proposal of a quotation, or the statement or sentence it stands in."""
    reading = comparison.readings[quote.when]
    spans = [*reading.item_rows, *reading.statement_rows]
    of = next((one for one in spans if (one.start, one.end) == (quote.start, quote.end)), quote)
    return quote.when, of


def _rows(comparison: Comparison) -> list[tuple[str, dict[str, Any]]]:
    """Return the ledger's rows, those first that need no look: no doubtful match or proposal."""
    evidence, rows = Evidence(comparison.ledger), []
    for row in comparison.ledger.frame.itertuples():
        said = [
            (when, reading.item_rows[number])
            for when, reading in comparison.readings.items()
            if (number := item_number(row, when)) is not None
        ]
        look = bool(row.needs_look) or not all(evidence.sure(when, item) for when, item in said)
        rows.append((_PART_OF[row.status], _entry(said, comparison, look=look)))
    return sorted(rows, key=lambda one: one[1]["look"])


def _answers(comparison: Comparison) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the requests of the later text that it reports a reply to, with the reply."""
    for row in comparison.table("requests").itertuples():
        if row.meeting == "now" and row.answer != "none":
            request = comparison.ledger.now.item_rows[row.item]
            reply = replace(
                request, start=int(row.reply_start), end=int(row.reply_end), act=row.reply_act,
                speaker=row.reply_speaker, side=row.reply_side,
            )  # fmt: skip
            said = [("now", request), ("now", reply)]
            yield "answered", _entry(said, comparison, answer=row.answer)


def _entry(
    said: list[tuple[str, Any]], comparison: Comparison, look: bool = False, answer: str = ""
) -> dict[str, Any]:
    quotes = [_quote(comparison, when, one) for when, one in said]
    return {"sentence": "", "quotes": quotes, "look": look, "answer": answer}


def _quote(comparison: Comparison, when: str, said: Any) -> dict[str, Any]:
    """Return a quotation with who said it, where that is known, and the sentence it stands in."""
    sentence = comparison.sentence_at(when, said.start)
    who = {name: getattr(said, name, "") for name in ("speaker", "side", "act")}
    words = comparison.readings[when].source[said.start : said.end]
    return {
        "when": when,
        "words": words.strip(),
        "gloss": comparison.glosses.get(words, ""),
        "sentence": sentence.number if sentence else 0,
        "said": who if who["act"] else None,
    }


def _fitting(
    parts: dict[str, list[dict[str, Any]]], language: str
) -> list[tuple[str, list[Any], bool]]:
    """Return each part with the entries that two pages hold, and whether some are left out.

    The parts take turns, so that none takes the room of the others.
    """
    room = _LINES
    kept: dict[str, list[Any]] = {name: [] for name in parts}
    for turn in zip_longest(*parts.values()):
        for name, entry in zip(parts, turn, strict=True):
            if entry is None:
                continue
            shown = entry | {"quotes": [_cut(quote) for quote in entry["quotes"]]}
            room -= _lines(shown, language)
            if room >= 0:
                kept[name].append(shown)
    return [(name, kept[name], len(kept[name]) < len(parts[name])) for name in parts if parts[name]]


def _cut(quote: dict[str, Any]) -> dict[str, Any]:
    """Return a quotation on one line, a long one up to a word's end."""
    return quote | {name: _start(quote[name]) for name in ("words", "gloss")}


def _start(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= _LONGEST_QUOTE:
        return line
    return line[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " […]"


def _lines(entry: dict[str, Any], language: str) -> int:
    """Return how many lines of a column an entry takes, about; a gloss shows in English alone."""
    names = ("words", "gloss") if language == "en" else ("words",)
    texts = [quote[name] for quote in entry["quotes"] for name in names if quote[name]]
    marks = 2 * bool(entry["sentence"]) + bool(entry["answer"] or entry["look"])
    return len(entry["quotes"]) + sum(len(words) // _LETTERS + 1 for words in texts) + marks
