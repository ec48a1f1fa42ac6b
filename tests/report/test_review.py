"""Each decision of a review is honoured at once, and undo leaves no trace of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import readouts
from made_projects import make_project
from readouts.corpus.decisions import load_decisions
from readouts.errors import ReadoutsError
from readouts.model import DECISION
from readouts.report.review import ReviewSession
from readouts.report.review_tasks import Task

# Two meetings with proposals in common, so that there are matches to judge.
THEN, NOW = "laos-trade-2019", "thailand-cabinets-2015"
DAY = "2026-11-30"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("home"), THEN, NOW)


@pytest.fixture
def review(home: Path, monkeypatch: pytest.MonkeyPatch) -> ReviewSession:
    monkeypatch.setenv("READOUTS_HOME", str(home))
    for path in (home / "data" / "decisions").iterdir():
        path.unlink()
    return ReviewSession(THEN, NOW, by="AB", on=DAY)


def items(review: ReviewSession) -> list[Task]:
    return [task for task in review.queue() if not task.other]


def matches(review: ReviewSession) -> list[Task]:
    return [task for task in review.queue() if task.other]


def quote(review: ReviewSession, task: Task) -> str:
    return review.reading(task.meeting).source[slice(*task.span)]


def files(home: Path) -> dict[str, bytes]:
    folder = home / "data" / "decisions"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def decisions() -> list[str]:
    return [one.decide for one in load_decisions()]


def test_items_come_first_the_most_doubtful_before_the_rest(review: ReviewSession) -> None:
    queue = review.queue()
    kinds = [bool(task.other) for task in queue]
    assert kinds == sorted(kinds)
    assert any(kinds)
    for tasks in (items(review), matches(review)):
        assert [task.sure for task in tasks] == sorted(task.sure for task in tasks)


def test_looking_writes_nothing(review: ReviewSession, home: Path) -> None:
    review.queue(), review.progress()
    assert files(home) == {}
    assert not review.undo()


def test_what_is_accepted_is_settled_and_signed(review: ReviewSession) -> None:
    task = items(review)[0]
    before = review.progress()
    review.accept(task)
    assert [p[1] - q[1] for p, q in zip(review.progress(), before, strict=True)].count(1) == 1
    item = review.item(task)
    assert item.settled
    assert item.rule != DECISION
    [said] = load_decisions()
    assert (said.decide, said.by, said.on, said.speaker) == ("accept", "AB", DAY, item.speaker)
    assert readouts.load(task.meeting).review.by == ("AB",)


def test_nobody_decides_without_a_name(review: ReviewSession, home: Path) -> None:
    review.by = " "
    with pytest.raises(ReadoutsError, match="initials"):
        review.accept(items(review)[0])
    assert files(home) == {}


def test_codes_are_set_and_set_again_in_one_entry(review: ReviewSession) -> None:
    task = items(review)[0]
    review.accept(task, act="agree", speaker="both", side="both", themes=("trade",))
    review.accept(task, act="commit")
    item = review.item(task)
    assert (item.act, item.speaker, item.themes) == ("commit", "both", ("trade",))
    assert item.rule == DECISION
    assert decisions() == ["code"]
    with pytest.raises(ReadoutsError, match="theme"):
        review.accept(task, themes=())


def test_what_is_no_proposal_goes(review: ReviewSession) -> None:
    task = items(review)[0]
    review.accept(task)
    review.reject(task)
    assert review.item(task) is None
    assert decisions() == ["drop"]
    with pytest.raises(ReadoutsError, match="no longer there"):
        review.accept(task)


def test_edges_are_moved_again_and_back(review: ReviewSession) -> None:
    task = max(items(review), key=lambda one: one.span[1] - one.span[0])
    words = quote(review, task)
    cut = (task.span[0], task.span[0] + len(words.rsplit(" ", 1)[0]))
    shorter = review.accept(task, cut)
    assert quote(review, shorter) == words.rsplit(" ", 1)[0]
    less = (task.span[0] + len(words.split(" ")[0]) + 1, cut[1])
    least = review.accept(shorter, less, act="commit")
    assert review.item(least).act == "commit"
    assert review.item(shorter) is None
    assert decisions() == ["edges"]
    review.reject(least)
    spans = [one.span for one in items(review) if one.meeting == task.meeting]
    assert not any(a < task.span[1] and task.span[0] < b for a, b in spans)


def test_parts_are_judged_one_by_one(review: ReviewSession) -> None:
    task = max(items(review), key=lambda one: one.span[1] - one.span[0])
    source = review.reading(task.meeting).source
    middle = source.index(" ", sum(task.span) // 2) + 1
    review.split(task, [middle])
    parts = [
        one for one in items(review)
        if one.meeting == task.meeting and task.span[0] <= one.span[0] < task.span[1]
    ]  # fmt: skip
    assert len(parts) == 2
    assert not any(part.settled for part in parts)
    assert set(review.queue()[:2]) == set(parts), "what nobody has judged yet comes first"
    for part in parts:
        review.accept(part)
    assert decisions() == ["split", "accept", "accept"]


def test_two_are_joined_also_where_both_were_accepted(review: ReviewSession) -> None:
    first, second = sorted(
        (one for one in items(review) if one.meeting == THEN), key=lambda one: one.span
    )[:2]
    review.accept(first)
    review.accept(second)
    whole = review.join(first)
    assert whole.span == (first.span[0], second.span[1])
    assert review.item(whole).settled
    assert [review.item(one) for one in (first, second)] == [None, None]
    review.reject(whole)
    assert [review.item(one) for one in (first, second, whole)] == [None] * 3


def test_an_uncoded_stretch_becomes_a_proposal(review: ReviewSession) -> None:
    reading = review.reading(THEN)
    taken = {item.sentence for item in reading.item_rows}
    free = next(row for row in reading.sentence_rows if row.number not in taken)
    words = reading.source[free.start : free.end].rstrip(". \n")
    span = (free.start, free.start + len(words))
    added = review.add(THEN, span, act="agree", speaker="both", side="both")
    item = review.item(added)
    assert (item.act, item.settled, bool(item.themes)) == ("agree", True, True)
    moved = review.accept(added, (span[0], span[0] + len(words.rsplit(" ", 1)[0])))
    assert decisions() == ["add"]
    review.reject(moved)
    assert review.item(moved) is None


def test_words_settled_already_are_not_taken(review: ReviewSession, home: Path) -> None:
    first, second = sorted(
        (one for one in items(review) if one.meeting == THEN), key=lambda one: one.span
    )[:2]
    review.accept(second)
    before = files(home)
    with pytest.raises(ReadoutsError, match="settled already"):
        review.accept(first, (first.span[0], second.span[1]))
    assert files(home) == before


def test_matches_are_judged(review: ReviewSession) -> None:
    ledger = review.ledgers()[0]
    task = matches(review)[0]
    review.different(task)
    review.same(task)
    assert decisions() == ["match"]
    others = [(item.start, item.end) for item in ledger.now.item_rows]
    other = next(span for span in others if span != task.partner)
    review.same(task, other)
    assert decisions() == ["match"]
    [row] = [row for row in review.ledgers()[0].rows if row.decided]
    assert (ledger.now.item_rows[row.now].start, ledger.now.item_rows[row.now].end) == other
    assert any(one.settled for one in matches(review))


def test_one_proposal_that_became_two_keeps_both_partners(review: ReviewSession) -> None:
    task = matches(review)[0]
    other = next(one for one in items(review) if one.meeting == NOW and one.span != task.partner)
    second = Task(task.meeting, task.span, 0.5, other=NOW, partner=other.span)
    review.same(task)
    review.same(second)
    assert [(one.decide, one.shared) for one in load_decisions()] == [
        ("match", False),
        ("match", True),
    ]
    settled = {one.partner for one in matches(review) if one.settled and one.span == task.span}
    assert settled == {task.partner, second.partner}
    review.different(task)
    review.same(task)
    assert [one.decide for one in load_decisions()] == ["match", "match"]


def test_rows_whose_proposals_were_only_accepted_say_so_but_count_as_unjudged(
    review: ReviewSession,
) -> None:
    task = matches(review)[0]
    review.accept(next(one for one in items(review) if one.span == task.span))
    [ledger] = review.ledgers()
    shown = ledger.frame.query("decided")
    assert {(row.then_start, row.then_end) for row in shown.itertuples()} == {task.span}
    assert not any(row.decided for row in ledger.rows)


def test_a_coder_of_their_own_changes_no_run(review: ReviewSession, home: Path) -> None:
    alone = ReviewSession(THEN, by="CD", coder="CD", on=DAY)
    task = items(alone)[0]
    alone.reject(task)
    assert alone.item(task) is None
    assert review.item(task) is not None
    assert decisions() == []
    assert alone.undo()
    assert not list((home / "data" / "decisions" / "CD").iterdir())
    (home / "data" / "decisions" / "CD").rmdir()


def test_reviewed_to_the_end_a_text_says_so(review: ReviewSession) -> None:
    for task in items(review):
        review.accept(task)
    reading = readouts.load(THEN)
    assert reading.reviewed
    assert reading.review.settled == len(reading.item_rows)
    assert {name: settled == of for name, settled, of in review.progress()}[THEN]
    assert (review.tables()["decided"]["by"] == "AB").all()


@pytest.mark.parametrize("seed", range(4))
def test_undo_of_everything_leaves_every_file_as_it_was(
    review: ReviewSession, home: Path, seed: int
) -> None:
    import random

    dice = random.Random(seed)
    start = (
        f"# kept\n\n- {{decide: drop, meeting: {THEN}, quote: {_some_quote(review)}}}  # a\n# end"
    )
    (home / "data" / "decisions" / f"{THEN}.yml").write_text(start, encoding="utf-8")
    steps = [files(home)]
    for _ in range(25):
        task = dice.choice(review.queue())
        try:
            dice.choice(_DEEDS[bool(task.other)])(review, task, dice)
        except ReadoutsError:
            assert files(home) == steps[-1]
        else:
            steps.append(files(home))
    assert len(steps) > 8
    while review.undo():
        steps.pop()
        assert files(home) == steps[-1]
    assert len(steps) == 1


def _some_quote(review: ReviewSession) -> str:
    return min((quote(review, one) for one in items(review) if one.meeting == THEN), key=len)


def _inner(review: ReviewSession, task: Task, dice) -> int:
    words = quote(review, task)
    return task.span[0] + words.find(" ", dice.randrange(len(words))) + 1


_DEEDS = {
    False: [
        lambda review, task, dice: review.accept(task),
        lambda review, task, dice: review.accept(task, act=dice.choice(["agree", "commit"])),
        lambda review, task, dice: review.accept(task, (_inner(review, task, dice), task.span[1])),
        lambda review, task, dice: review.reject(task, "none: said in “passing”"),
        lambda review, task, dice: review.split(task, [_inner(review, task, dice)]),
        lambda review, task, dice: review.join(task),
    ],
    True: [
        lambda review, task, dice: review.same(task),
        lambda review, task, dice: review.different(task),
    ],
}


def test_two_who_decide_of_the_same_words_at_once_leave_files_that_can_be_read(
    review: ReviewSession,
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    task = max(items(review), key=lambda one: one.span[1] - one.span[0])
    middle = task.span[0] + quote(review, task).index(" ", (task.span[1] - task.span[0]) // 2)
    cuts = [
        (task.span[0], middle),
        (task.span[0] + quote(review, task).index(" ") + 1, task.span[1]),
    ]
    coded = {"act": "agree", "speaker": "both", "side": "both", "themes": ("trade",)}

    def add(cut: tuple[int, int]) -> None:
        with suppress(ReadoutsError):
            ReviewSession(THEN, NOW, by="CD", on=DAY).add(task.meeting, cut, **coded)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add, cuts * 3))
    assert decisions() == ["add"]
    assert readouts.load(task.meeting).review.settled == 1
