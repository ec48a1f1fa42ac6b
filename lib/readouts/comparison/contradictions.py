"""Contradictions between two proposals: some exclude a match, others are shown with it."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from readouts.learning.content import Content, content
from readouts.learning.match_signs import apart, share

# These exclude a match, however similar the words.
FORBIDS = ("opposite", "direction", "name")
# One proposal may be for and the other against, if they have different objects.
_SAME_OBJECT = 0.5


@lru_cache(maxsize=16384)
def contradictions(then: str, now: str) -> tuple[str, ...]:
    """Return the kinds of contradiction between two wordings.

    ``opposite``: one is for, the other against the same object; ``direction``: goods, people or
    help go in the opposite direction, or to another country; ``name``: another place, or the same
    formula with another project or partner; ``names``: each has names that the other does not have;
    ``object``: the same formula with another object; ``figure``: another number or year.

    >>> contradictions("tăng thuế nhập khẩu ô tô", "giảm thuế nhập khẩu ô tô")
    ('opposite',)
    >>> contradictions("Lào bán điện cho Việt Nam", "Việt Nam bán điện cho Lào")
    ('direction',)
    >>> contradictions("cấp 30 suất học bổng", "cấp 50 suất học bổng")
    ('figure',)
    >>> contradictions("mở thêm cửa khẩu", "mở cửa khẩu mới")
    ()
    """
    earlier, later = content(then), content(now)
    swapped = _swapped(earlier, later)
    other_place = apart(earlier.places, later.places) or (
        swapped and apart(earlier.names, later.names)
    )
    figures = apart(earlier.figures, later.figures) or apart(earlier.years, later.years)
    found = {
        "opposite": earlier.stance * later.stance < 0 and _same_object(earlier, later),
        "direction": _other_direction(earlier, later)
        or apart(earlier.countries, later.countries)
        or apart(earlier.owners, later.owners),
        "name": other_place,
        "names": apart(earlier.names, later.names) and not other_place,
        "object": (swapped and not figures) or _other_object(earlier, later),
        "figure": figures,
    }
    return tuple(kind for kind, holds in found.items() if holds)


def _same_object(one: Content, other: Content) -> bool:
    return max(share(one.object, other.object)) >= _SAME_OBJECT


def _other_object(one: Content, other: Content) -> bool:
    """Return whether the objects have no subject and few words in common."""
    if not one.spoken or not other.spoken or one.matters & other.matters:
        return False
    return not _same_object(one, other)


def _swapped(one: Content, other: Content) -> bool:
    """Return whether the same formula has other words in one place."""
    parts = SequenceMatcher(None, one.spoken, other.spoken, autojunk=False).get_opcodes()
    kept = any(kind == "equal" for kind, *_ in parts) or bool(one.verbs & other.verbs)
    changed = [kind for kind, *_ in parts if kind != "equal"]
    return changed == ["replace"] and kept


def _other_direction(one: Content, other: Content) -> bool:
    """Return whether the giver or the receiver differs, or the two change places."""
    givers, receivers = (one.giver, other.giver), (one.receiver, other.receiver)
    return (
        any(all(names) and names[0] != names[1] for names in (givers, receivers))
        or one.giver == other.receiver != ""
        or one.receiver == other.giver != ""
    )
