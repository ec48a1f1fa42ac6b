"""Rows of a ledger: one proposal in two meetings, what changed, and what is uncertain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from readouts.comparison.contradictions import FORBIDS, contradictions
from readouts.comparison.similarity import Similarity
from readouts.model import BOTH
from readouts.reading import Reading
from readouts.settings import check_settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Status = Literal["persisted", "reframed", "new", "dropped"]
STATUSES: tuple[Status, ...] = ("persisted", "reframed", "new", "dropped")

# Measured on 29 pairs aligned by hand, each pair left out in turn: F1 is 0.84 to 0.86 for
# thresholds from 0.3 to 0.6 and lower beyond. In the band six of ten matches are right, above it
# nine of ten.
THRESHOLD = 0.55
BAND = 0.2
MARGIN = 0.05
# If side and act are the same, coders call a proposal reframed only if very few words are the same:
# 0.2 reproduces 93 % of their codings, 0.4 82 %.
SAME_WORDING = 0.2


# Contradictions that are shown with a match and do not exclude it.
_SHOWN = ("names", "object")


@dataclass(frozen=True)
class Settings:
    """Settings of the ledger, each from 0 to 1; raises `ReadoutsError` for other values.

    ``threshold`` is the least probability of a match; ``band`` the distance from it within which a
    row needs review; ``margin`` the smallest lead over the next candidate that needs no review;
    ``same_wording`` the least similarity of wording that counts as unchanged.
    """

    threshold: float = THRESHOLD
    band: float = BAND
    margin: float = MARGIN
    same_wording: float = SAME_WORDING

    def __post_init__(self) -> None:
        check_settings(**asdict(self))


@dataclass(frozen=True)
class PairDecision:
    """A person's decision about a pair of items (by position): ``match``, or never."""

    then: int
    now: int
    match: bool
    reason: str


@dataclass(frozen=True)
class Row:
    """One proposal in two meetings; ``then`` and ``now`` are positions of items.

    ``probability`` is the probability that the row is right: that the two are the same proposal, or
    that the item has no match. ``similarity`` is the probability that the two are the same, without
    regard to contradictions; for an item without a match it is that of ``nearest``, the most
    similar item of the other meeting. ``margin`` is the lead over the next best candidate of either
    item (below zero if that candidate was given up for a better total). ``changed`` lists what
    differs: wording, act, side, figure (``figures`` has then and now), and split or merged if an
    item is in several rows (``shared``). ``needs_look`` says why a person should review the row:
    threshold, margin, or a contradiction (see `contradictions`). ``decided`` says that a person
    decided the match; see `Ledger.by_hand` for decisions about items.
    """

    theme: str
    themes: tuple[str, ...]
    status: Status
    then: int | None
    now: int | None
    similarity: float
    probability: float = 1.0
    nearest: int | None = None
    margin: float | None = None
    wording: float | None = None
    changed: tuple[str, ...] = ()
    figures: str = ""
    shared: bool = False
    needs_look: tuple[str, ...] = ()
    decided: bool = False
    reason: str = ""


def counterparts(then: Reading, now: Reading) -> dict[str, str]:
    """Return the name in the later meeting of each side of the earlier meeting.

    A side of both meetings keeps its name. If each meeting has exactly one side that the other does
    not have (a country then, one of its provinces now), these two correspond.

    >>> from readouts.model import Meeting
    >>> then = Reading("a", "", Meeting(sides=("Việt Nam", "Lào")))
    >>> now = Reading("b", "", Meeting(sides=("Savannakhet", "Việt Nam")))
    >>> counterparts(then, now)["Lào"]
    'Savannakhet'
    """
    earlier, later = _sides(then), _sides(now)
    only_then = [side for side in earlier if side not in later]
    only_now = [side for side in later if side not in earlier]
    names = {side: side for side in (*earlier, BOTH, "")}
    if len(only_then) == len(only_now) == 1 < len(earlier):
        names[only_then[0]] = only_now[0]
    return names


def _sides(reading: Reading) -> tuple[str, ...]:
    """Return the sides of a meeting, and all other speakers."""
    speaking = (row.side for rows in (reading.item_rows, reading.statement_rows) for row in rows)
    sides = dict.fromkeys((*reading.meeting.sides, *speaking))
    return tuple(side for side in sides if side not in ("", BOTH))


def theme_ranks() -> dict[str, int]:
    """Return the position of each theme in the codebook.

    >>> theme_ranks()["trade"] < theme_ranks()["education"]
    True
    """
    from readouts.codebook.schema import load_file

    return {theme.id: rank for rank, theme in enumerate(load_file().themes)}


def ordered(themes: Iterable[str]) -> tuple[str, ...]:
    """Return themes in the order of the codebook, unknown themes last.

    >>> ordered(["mine", "education", "trade"])
    ('trade', 'education', 'mine')
    """
    return tuple(sorted(themes, key=theme_rank))


def theme_rank(theme: str) -> tuple[int, str]:
    """Return the sort key of a theme: its position in the codebook, unknown themes last.

    >>> theme_rank("trade") < theme_rank("education") < theme_rank("mine")
    True
    """
    ranks = theme_ranks()
    return ranks.get(theme, len(ranks)), theme


@dataclass(frozen=True)
class RowBuilder:
    """Builds rows from pairs and from single items.

    >>> from readouts.comparison.similarity import similarity
    >>> from readouts.model import Item
    >>> words = "xây cầu qua sông"
    >>> one = Reading("a", words, item_rows=(Item(0, 16, 0, "Bà A", "Lào", "propose"),))
    >>> maker = RowBuilder(one, one, similarity([words], [words]), Settings(), ())
    >>> maker.pair(0, 0, ()).status, maker.single("new", 0).needs_look
    ('persisted', ('threshold',))
    """

    then: Reading
    now: Reading
    alike: Similarity
    settings: Settings
    pair_decisions: tuple[PairDecision, ...]

    def pair(self, i: int, j: int, joined: tuple[str, ...]) -> Row:
        """Return the row of a match; ``joined`` is split or merged if the row is an extra one."""
        earlier, later = self.then.item_rows[i], self.now.item_rows[j]
        changed = self._changed(i, j)
        shared_themes = [theme for theme in earlier.themes if theme in later.themes]
        themes = ordered({*earlier.themes, *later.themes})
        decision = next(
            (r for r in self.pair_decisions if (r.then, r.now) == (i, j) and r.match), None
        )
        lead = _lead(self.alike.score, i, j)
        return Row(
            theme=next(iter(ordered(shared_themes) or themes), ""),
            themes=themes,
            status="reframed" if changed else "persisted",
            then=i,
            now=j,
            similarity=float(self.alike.likely[i, j]),
            probability=1.0 if decision else float(self.alike.score[i, j]),
            margin=lead,
            wording=float(self.alike.wording[i, j]),
            changed=(*changed, *joined),
            figures=self._figures(i, j) if "figure" in changed else "",
            shared=bool(joined),
            needs_look=() if decision else self._doubts(i, j, None if joined else lead),
            decided=decision is not None,
            reason=decision.reason if decision else "",
        )

    def single(self, status: Status, at: int) -> Row:
        """Return the row of an item without a match: dropped or new."""
        dropped = status == "dropped"
        likely, score = (
            array[at] if dropped else array[:, at]
            for array in (self.alike.likely, self.alike.score)
        )
        nearest = int(likely.argmax()) if len(likely) else None
        best = float(likely.max(initial=0.0))
        themes = ordered((self.then if dropped else self.now).item_rows[at].themes)
        # The reasons people gave for not matching the item with similar ones.
        reasons = [
            decision.reason
            for decision in self.pair_decisions
            if not decision.match and at == (decision.then if dropped else decision.now)
        ]
        return Row(
            theme=next(iter(themes), ""),
            themes=themes,
            status=status,
            then=at if dropped else None,
            now=None if dropped else at,
            similarity=best,
            probability=1.0 if reasons else 1.0 - float(score.max(initial=0.0)),
            nearest=nearest,
            needs_look=()
            if reasons or nearest is None
            else self._near_miss(*((at, nearest) if dropped else (nearest, at)), best),
            decided=bool(reasons),
            reason="; ".join(dict.fromkeys(reasons)),
        )

    def order(self, row: Row) -> tuple[int, str, int, int, int]:
        """Return the sort key of a row: theme, then position in the texts."""
        place = self.then.item_rows[row.then].start if row.then is not None else -1
        later = self.now.item_rows[row.now].start if row.now is not None else -1
        return *theme_rank(row.theme), row.then is None, place, later

    def _changed(self, i: int, j: int) -> tuple[str, ...]:
        earlier, later = self.then.item_rows[i], self.now.item_rows[j]
        side = counterparts(self.then, self.now)[earlier.side]
        found = {
            "wording": bool(self.alike.wording[i, j] < self.settings.same_wording),
            "act": earlier.act != later.act,
            "side": side != later.side,
            "figure": "figure" in contradictions(*self._words(i, j)),
        }
        return tuple(name for name, differs in found.items() if differs)

    def _words(self, i: int, j: int) -> tuple[str, str]:
        earlier, later = self.then.item_rows[i], self.now.item_rows[j]
        return self.then.quote(earlier), self.now.quote(later)

    def _figures(self, i: int, j: int) -> str:
        """Return the figures inside either item, then and now."""
        places = (self.then, self.then.item_rows[i]), (self.now, self.now.item_rows[j])
        return " → ".join(
            ", ".join(reading.quote(known) for known in reading.mentions_in(item))
            for reading, item in places
        )

    def _near_miss(self, i: int, j: int, best: float) -> tuple[str, ...]:
        """Return why a person should review an item without a match: a candidate is close, or
        excluded."""
        if best < self.settings.threshold - self.settings.band:
            return ()
        forbidden = [kind for kind in contradictions(*self._words(i, j)) if kind in FORBIDS]
        return tuple(forbidden) or ("threshold",)

    def _doubts(self, i: int, j: int, lead: float | None) -> tuple[str, ...]:
        """Return why a person should review a match: it is close to the threshold, or
        contradictory."""
        near = abs(self.alike.score[i, j] - self.settings.threshold) < self.settings.band
        close = lead is not None and lead < self.settings.margin
        shown = [kind for kind in contradictions(*self._words(i, j)) if kind in _SHOWN]
        return (*["threshold"] * bool(near), *["margin"] * close, *shown)


def _lead(score: NDArray[np.float64], i: int, j: int) -> float:
    """Return the lead of a pair over the next best candidate of either item; 1 if there is none."""
    others = [*score[i, :j], *score[i, j + 1 :], *score[:i, j], *score[i + 1 :, j]]
    return float(score[i, j] - max(others)) if others else 1.0
