"""The headline findings of a comparison: what is counted, the rows it rests on, and its sentence.

No sentence stands here: ``data/labels.yml`` has them in both languages under ``headline``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readouts.comparison.ledger import Ledger, Row, hands
from readouts.labels import knows, label
from readouts.measures.agenda import agenda_rows, leading_themes
from readouts.measures.answers import asks_in
from readouts.measures.commitments import move_rows
from readouts.model import BOTH
from readouts.reading import Reading
from readouts.tables import table

if TYPE_CHECKING:
    import pandas as pd

_ORDER = ("new", "dropped", "persisted", "reframed")

# Between several themes that stand out alike.
_AND = " + "

# Themes named in a sentence about several rows: more is a list, not a sentence.
_NAMED = 3

_COLUMNS = {
    "id": "str", "sentence": "str", "count": "Int64", "value": "str", "rows": "str",
    "fragile": "bool", "why": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing a comparison shows.

    ``count`` is set where it is a number; ``value`` (an id: a side, an order, one or more themes
    parted by ``+``) where it is a claim of another kind. ``themes`` are the foremost themes of its
    ``rows`` (numbers in the ledger). ``fragile`` and ``why`` are as `fragility.checked` left them.
    """

    id: str
    count: int | None = None
    value: str = ""
    themes: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    fragile: bool = False
    why: str = ""

    @property
    def claim(self) -> int | str:
        """Return what would have to change for the finding to be another one."""
        return self.value if self.count is None else self.count

    def sentence(self, language: str = "en") -> str:
        """Return the finding as a sentence in ``en`` or ``vi``.

        >>> Finding("new", count=0).sentence()
        'No proposal is new.'
        """
        key = f"headline.{self.id}"
        for special in (f"{key}.{self.value}", f"{key}.none" if not self.claim else ""):
            if special and knows(special):
                key = special
                break
        values = [value for value in self.value.split(_AND) if value]
        count = len(values) if self.count is None else self.count
        words = label(key, language, count=count, value=_listed(values, language))
        return f"{words}{self._foremost(language) if self.count else ''}."

    def _foremost(self, language: str) -> str:
        own = f"headline.{self.id}.on"
        words = own if knows(own) else "headline.on"
        return label(words, language, themes=_listed(self.themes, language)) if self.themes else ""


def headline(ledger: Ledger, *, unit: str = "items") -> tuple[Finding, ...]:
    """Return the findings of a ledger, in the order a reader wants them.

    ``unit`` (items, characters, statements) is what themes and sides are weighed by. Findings:
    the ledger's statuses by count; ``changed_hands``; ``balance`` (more came than went?);
    ``carried`` (was more than half of the earlier list carried on?); ``leading_then`` and
    ``leading_now``, ``gained`` and ``lost`` (themes); ``asker_then`` and ``asker_now`` (sides);
    ``left`` (asks in the later text not taken up); ``up`` and ``down`` (of a side on a theme).

    >>> empty = Reading("a", "")
    >>> from readouts.comparison.ledger import compare
    >>> headline(compare(empty, empty))[0].sentence("vi")
    'Không có đề xuất mới.'
    """
    then, now = ledger.then, ledger.now
    return (
        *(_counted(status, ledger, lambda row, of=status: row.status == of) for status in _ORDER),
        _counted("changed_hands", ledger, lambda row: bool(hands(ledger, row))),
        _balance(ledger),
        _carried(ledger),
        *_themes_by_status(then, now),
        _themes("leading_then", leading_themes(then, unit)),
        _themes("leading_now", leading_themes(now, unit)),
        *_gained_and_lost(then, now, unit),
        Finding("asker_then", value=_asker(then, unit)),
        Finding("asker_now", value=_asker(now, unit)),
        _left(ledger),
        *_moves(then, now),
    )


def findings_table(findings: Iterable[Finding], language: str = "en") -> pd.DataFrame:
    """Return findings as a table: id, sentence, count, value, rows (of the ledger, parted by
    spaces), fragile, why.

    >>> list(findings_table([Finding("new", count=2)])["sentence"])
    ['2 proposals are new.']
    """
    return table(
        (
            {
                "id": finding.id,
                "sentence": finding.sentence(language),
                "count": finding.count,
                "value": finding.value,
                "rows": " ".join(map(str, finding.rows)),
                "fragile": finding.fragile,
                "why": finding.why,
            }
            for finding in findings
        ),
        _COLUMNS,
    )


def _listed(values: Iterable[str], language: str) -> str:
    """Return labels as a list within a sentence; labels of themes have commas of their own."""
    return "; ".join(label(value, language) for value in values if value)


def _counted(name: str, ledger: Ledger, wanted: Callable[[Row], bool]) -> Finding:
    rows = {number: row for number, row in enumerate(ledger.rows, 1) if wanted(row)}
    foremost = Counter(row.theme for row in rows.values() if row.theme).most_common(_NAMED)
    themes = tuple(theme for theme, _ in foremost)
    return Finding(name, count=len(rows), themes=themes, rows=tuple(rows))


def _balance(ledger: Ledger) -> Finding:
    counts = ledger.count_by_status
    surplus = counts["new"] - counts["dropped"]
    value = "more_new" if surplus > 0 else "more_dropped" if surplus < 0 else "even"
    return Finding("balance", value=value if ledger.rows else "")


def _carried(ledger: Ledger) -> Finding:
    """Return whether more than half of the earlier proposals are carried on."""
    whole = len(ledger.then.item_rows)
    kept = len({row.then for row in ledger.rows if row.then is not None and row.now is not None})
    value = "most" if 2 * kept > whole else "few" if 2 * kept < whole else "half"
    return Finding("carried", value=value if whole else "")


def _gained_and_lost(then: Reading, now: Reading, unit: str) -> tuple[Finding, Finding]:
    """Return the themes whose share of the meeting grew and shrank most, "" where none did."""
    counts = agenda_rows(then, now)
    columns = [name if unit == "items" else f"{name}_{unit}" for name in ("then", "now")]
    before, after = ([count[column] for count in counts] for column in columns)
    whole = max(1, sum(before)), max(1, sum(after))
    change = {
        count["theme"]: round(late / whole[1] - early / whole[0], 9)
        for count, early, late in zip(counts, before, after, strict=True)
    }
    most, least = max(change.values(), default=0), min(change.values(), default=0)
    gained = [theme for theme, by in change.items() if by == most > 0]
    lost = [theme for theme, by in change.items() if by == least < 0]
    return _themes("gained", gained), _themes("lost", lost)


def _themes_by_status(then: Reading, now: Reading) -> tuple[Finding, Finding]:
    """Return how many themes only the later meeting has, and how many only the earlier."""
    themes = agenda_rows(then, now)
    found = []
    for name, status, column in (("themes_came", "came", "now"), ("themes_went", "went", "then")):
        of = [theme for theme in themes if theme["status"] == status]
        of.sort(key=lambda theme, column=column: -theme[column])
        foremost = tuple(theme["theme"] for theme in of[:_NAMED])
        found.append(Finding(name, count=len(of), themes=foremost))
    return found[0], found[1]


def _themes(name: str, themes: Iterable[str]) -> Finding:
    """Return a finding about the one theme that stands out, or the few that do alike."""
    themes = tuple(themes)
    return Finding(name, value=_AND.join(themes) if len(themes) <= _NAMED else "several")


def _asker(reading: Reading, unit: str) -> str:
    """Return the side that asks for most, ``even`` where two ask alike, "" where nobody asks."""
    weights: Counter[str] = Counter()
    statements: set[int] = set()
    for item in reading.item_rows:
        if item.act != "propose" or item.side in ("", BOTH):
            continue
        weight = {"items": 1, "characters": item.end - item.start}.get(unit)
        weights[item.side] += weight if weight else item.statement not in statements
        statements.add(item.statement)
    ranked = weights.most_common(2)
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        return "even"
    return ranked[0][0] if ranked else ""


def _left(ledger: Ledger) -> Finding:
    """Return how many asks of the later text the other side's words do not take up."""
    asked = asks_in(ledger.now, threshold=ledger.settings.threshold)
    return Finding("left", count=sum(ask["answer"] == "left" for ask in asked))


def _moves(then: Reading, now: Reading) -> tuple[Finding, Finding]:
    """Return how often a side went up or down the ladder on a theme it spoke of both times."""
    moves = move_rows(then, now)
    found = []
    for move in ("up", "down"):
        rows = [row for row in moves if row["move"] == move]
        themes = tuple(dict.fromkeys(row["theme"] for row in rows))[:_NAMED]
        found.append(Finding(move, count=len(rows), themes=themes))
    return found[0], found[1]
