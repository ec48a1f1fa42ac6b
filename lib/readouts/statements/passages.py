"""What the rules say of a text, handed to the learned models; and what comes back of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from readouts.entities.document import Document
from readouts.learning.choosing import Chosen
from readouts.learning.evidence import Evidence, Passage, Told
from readouts.model import ITEM_ACTS, NARRATOR, Act, Sentence, Statement
from readouts.statements.items import find_proposals
from readouts.statements.statement_spans import StatementSpan

# Spans are looked for in every statement as if it asked; whether it does is learned.
_AS_IF: Act = "propose"
_ASSUMED = "goes on with what was said before, by its words"
_BY_ITEMS = "act by its items"


def evidence(
    document: Document, said: Sequence[StatementSpan], principals: Iterable[str], met: bool
) -> Evidence:
    """Return what the learned models weigh: every statement with the spans the rules would cut in
    it, and the sentences between as if the last speaker went on.

    >>> from readouts.entities.document import read_document
    >>> found = evidence(read_document("Tăng cường hợp tác giáo dục."), [], (), True)
    >>> [passage.assumed for passage in found.passages]
    [True]
    """
    told: dict[int, list[StatementSpan]] = {}
    for one in said:
        told.setdefault(one.statement.sentence, []).append(one)
    passages: list[Passage] = []
    last: Statement | None = None
    for sentence in document.body:
        ours = told.get(sentence.number) or [_assumed(sentence, last)]
        assumed = sentence.number not in told
        passages += [_passage(document, one, assumed) for one in ours]
        last = ours[-1].statement
    named = frozenset(person.name for person in document.people.persons)
    body = tuple(document.body)
    return Evidence(document.text, body, tuple(passages), named, frozenset(principals), met)


def _assumed(sentence: Sentence, last: Statement | None) -> StatementSpan:
    """The sentence as a statement of who spoke last."""
    start, end = sentence.start, sentence.end
    statement = Statement(
        start=start,
        end=end,
        speaker=last.speaker if last else NARRATOR,
        side=last.side if last else "",
        act="inform",
        verb="",
        rule=_ASSUMED,
        carried=True,
        sentence=sentence.number,
    )
    return StatementSpan(statement, (), start, end, (start, end))


def _passage(document: Document, one: StatementSpan, assumed: bool) -> Passage:
    asks = one.statement.act in ITEM_ACTS
    asked = one if asks else replace(one, statement=replace(one.statement, act=_AS_IF))
    spans = tuple(find_proposals(document, asked))
    verbs = tuple(Told(verb.verb, verb.subject.kind) for verb in one.chain)
    return Passage(one.statement, verbs, one.start, one.end, spans, assumed)


def settled(
    found: Evidence, chosen: Sequence[Chosen]
) -> tuple[list[Statement], list[tuple[int, Chosen]]]:
    """Return the statements, and each chosen item with the index of the statement it stands in.

    A sentence that only its items make a statement becomes one; a statement that has items is
    of their act.

    >>> settled(Evidence("", (), (), frozenset(), frozenset(), False), [])
    ([], [])
    """
    inside: dict[int, list[Chosen]] = {}
    for one in chosen:
        inside.setdefault(one.passage, []).append(one)
    statements: list[Statement] = []
    items: list[tuple[int, Chosen]] = []
    for index, passage in enumerate(found.passages):
        held = inside.get(index, [])
        if passage.assumed and not held:
            continue
        items += [(len(statements), one) for one in held]
        statements.append(_with_act_of(passage.statement, held))
    return statements, items


def _with_act_of(statement: Statement, held: Sequence[Chosen]) -> Statement:
    acts = [one.act for one in held]
    if not acts or statement.act in acts:
        return statement
    act: Act = max(acts, key=acts.count)  # type: ignore[assignment]
    return replace(statement, act=act, rule=f"{statement.rule}; {_BY_ITEMS}")
