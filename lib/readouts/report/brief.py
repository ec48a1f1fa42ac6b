"""The brief: two pages on what is new, gone, kept and answered, each with its quotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readouts.cells import WHENS
from readouts.comparison.outlets import left_out, same_meeting
from readouts.report import page as pages
from readouts.report.comparison_page.comparison import Comparison
from readouts.report.comparison_page.headline import meetings, state
from readouts.report.comparison_page.passages import Passage
from readouts.report.page import bilingual
from readouts.report.printing import print_pdf
from readouts.storage.atomic import write_text

if TYPE_CHECKING:
    from readouts.measures.findings import Finding, Quote

PARTS = ("new", "gone", "kept", "answered")
_PART_OF = {"new": "new", "dropped": "gone", "persisted": "kept", "reframed": "kept"}
_PART_OF_FINDING = {"named.now": "new", "named.then": "gone", "theme_gone": "gone"}
_REPLIES = ("reply", "assent", "declines")
# The space of two printed pages without head and sources, in lines of a column, and the letters of
# such a line. Measured on paper; with more lines the brief has three pages.
_LINES, _LETTERS = 225, 52
_LONGEST_QUOTE = 4 * _LETTERS


@dataclass(frozen=True)
class Entry:
    """An entry of a part: quotations, with their finding, reply or doubt."""

    quotes: tuple[Passage, ...]
    finding: Finding | None = None
    answer: str = ""
    look: bool = False

    @property
    def words(self) -> set[tuple[str, str]]:
        """Return the quoted words, each with its text."""
        return {(quote.when, quote.words.strip()) for quote in self.quotes}


def brief_html(comparison: Comparison, language: str = "en") -> str:
    """Return the brief of a comparison as a page with both languages that opens in ``language``.

    Each part starts with findings; the other rows follow, the more certain ones first. If a part
    does not fit on two printed pages, it says that the report has more.

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
        parts=_fitting(_parts(comparison), comparison, language),
        longest=_LONGEST_QUOTE,
    )


def write_brief(  # no example: tests/report/test_brief.py shows it
    comparison: Comparison, path: Path, language: str, pdf: bool
) -> list[Path]:
    """Write the brief to ``path`` (HTML), with ``pdf`` also as PDF; return the paths written.

    Raises `ReadoutsError` if no browser prints the PDF.
    """
    write_text(path, brief_html(comparison, language))
    if not pdf:
        return [path]
    print_pdf(path, path.with_suffix(".pdf"))
    return [path, path.with_suffix(".pdf")]


def _headings(comparison: Comparison) -> dict[str, Markup]:
    """Return the headings of the parts, and the name of each text beside its quotations.

    Two reports of one meeting are named by their outlets.
    """
    texts = comparison.evidence.texts
    if _of_one_meeting(comparison):
        texts = {
            when: comparison.published(when).outlet or reading.doc
            for when, reading in comparison.readings.items()
        }
    in_order = comparison.evidence.in_order
    found = {name: bilingual(f"brief.{name}") for name in ("kept", "answered")}
    for part, when, other in (("new", "now", "then"), ("gone", "then", "now")):
        key = f"brief.{part}" if in_order else "brief.alone"
        found[part] = bilingual(key, text=texts[when], other=texts[other])
        found[when] = bilingual(f"page.{when}" if in_order else texts[when])
    return found


def _parts(comparison: Comparison) -> dict[str, list[Entry]]:
    """Return the entries of each part: findings, then proposals that no finding quotes."""
    parts: dict[str, list[Entry]] = {name: [] for name in PARTS}
    if _of_one_meeting(comparison):
        rest = [*_left_out(comparison), *(row for row in _rows(comparison) if row[0] == "kept")]
    else:
        rest = [*_rows(comparison), *_answers(comparison)]
        for finding in comparison.findings:
            if part := _part(finding):
                quotes = tuple(_passage_of(comparison, quote) for quote in finding.quotes)
                parts[part].append(Entry(quotes, finding))
    quoted = {words for entries in parts.values() for entry in entries for words in entry.words}
    for name, entry in rest:
        if not entry.words <= quoted:
            parts[name].append(entry)
    return parts


def _of_one_meeting(comparison: Comparison) -> bool:
    return same_meeting(comparison.ledger.then, comparison.ledger.now)


def _left_out(comparison: Comparison) -> Iterator[tuple[str, Entry]]:
    """Yield the proposals that one report of a meeting has and the other leaves out."""
    for row in left_out(comparison.ledger).itertuples():
        item = comparison.readings[row.meeting].item_rows[row.item]
        part = "new" if row.meeting == "now" else "gone"
        yield part, Entry((comparison.quote(row.meeting, item),))


def _part(finding: Finding) -> str:
    """Return the part of a finding, "" if it belongs to none."""
    if finding.kind.partition(".")[0] in _REPLIES:
        return "answered"
    if len({quote.when for quote in finding.quotes}) == len(WHENS):
        return "kept"
    return _PART_OF_FINDING.get(finding.kind.removesuffix(".spoken_of"), "")


def _passage_of(comparison: Comparison, quote: Quote) -> Passage:
    """Return a quotation with its proposal or statement, if it has one."""
    reading = comparison.readings[quote.when]
    spans = [*reading.item_rows, *reading.statement_rows]
    same_span = (row for row in spans if (row.start, row.end) == (quote.start, quote.end))
    return comparison.quote(quote.when, next(same_span, quote))


def _rows(comparison: Comparison) -> list[tuple[str, Entry]]:
    """Return the rows of the ledger; rows without a doubtful match or proposal come first."""
    evidence, rows = comparison.evidence, []
    for row in comparison.ledger.rows:
        places = zip(comparison.readings.items(), (row.then, row.now), strict=True)
        quotes = tuple(
            comparison.quote(when, reading.item_rows[at])
            for (when, reading), at in places
            if at is not None
        )
        sure = all(evidence.sure(quote.when, quote.record) for quote in quotes)
        rows.append((_PART_OF[row.status], Entry(quotes, look=bool(row.needs_look) or not sure)))
    return sorted(rows, key=lambda row: row[1].look)


def _answers(comparison: Comparison) -> Iterator[tuple[str, Entry]]:
    """Yield the requests of the later text that have a reply there, with the reply."""
    for row in comparison.tables["requests"].itertuples():
        if row.meeting == "now" and row.answer not in ("unclear", "none"):
            request = comparison.ledger.now.item_rows[row.item]
            reply = replace(
                request, start=int(row.reply_start), end=int(row.reply_end), act=row.reply_act,
                speaker=row.reply_speaker, side=row.reply_side,
            )  # fmt: skip
            quotes = tuple(comparison.quote("now", record) for record in (request, reply))
            yield "answered", Entry(quotes, answer=row.answer)


def _fitting(
    parts: dict[str, list[Entry]], comparison: Comparison, language: str
) -> list[tuple[str, list[Any], bool]]:
    """Return each part with the entries that fit on two pages, and whether some are left out.

    The parts take turns, so that no part takes the space of the others.
    """
    room = _LINES
    kept: dict[str, list[Any]] = {name: [] for name in parts}
    for turn in zip_longest(*parts.values()):
        for name, entry in zip(parts, turn, strict=True):
            if entry is not None:
                room -= _lines(entry, comparison, language)
                if room >= 0:
                    kept[name].append(entry)
    return [(name, kept[name], len(kept[name]) < len(parts[name])) for name in parts if parts[name]]


def _lines(entry: Entry, comparison: Comparison, language: str) -> int:
    """Return the approximate number of lines of an entry; glosses are shown only in English."""
    texts = [quote.words for quote in entry.quotes]
    if language == "en":
        texts += [comparison.glosses[words] for words in texts if words in comparison.glosses]
    marks = 2 * bool(entry.finding) + bool(entry.answer or entry.look)
    lengths = [min(len(words), _LONGEST_QUOTE) for words in texts]
    return len(entry.quotes) + sum(length // _LETTERS + 1 for length in lengths) + marks
