"""The results of the rules as input of the trained models, and statements with the chosen items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from readouts.entities.document import Document
from readouts.learning.choosing import Chosen
from readouts.learning.evidence import Evidence, Passage, StatementVerb
from readouts.model import ITEM_ACTS, NARRATOR, Act, Sentence, Statement
from readouts.statements.items import find_proposals
from readouts.statements.statement_spans import StatementSpan

# Items are looked for in every statement as if it were a request; a model decides whether it has
# any.
_AS_IF: Act = "propose"
_ASSUMED = "goes on with what was said before, by its words"
_BY_ITEMS = "act by its items"


def evidence(
    document: Document, statements: Sequence[StatementSpan], principals: Iterable[str], met: bool
) -> Evidence:
    """Return what the learned models weigh: every statement with the spans the rules would cut in
    it, and the sentences between as if the last speaker went on.

    >>> from readouts.entities.document import read_document
    >>> found = evidence(read_document("Tăng cường hợp tác giáo dục."), [], (), True)
    >>> [passage.assumed for passage in found.passages]
    [True]
    """
    by_sentence: dict[int, list[StatementSpan]] = {}
    for span in statements:
        by_sentence.setdefault(span.statement.sentence, []).append(span)
    passages: list[Passage] = []
    last: Statement | None = None
    for sentence in document.body:
        spans = by_sentence.get(sentence.number) or [_assumed(sentence, last)]
        assumed = sentence.number not in by_sentence
        passages += [_passage(document, span, assumed) for span in spans]
        last = spans[-1].statement
    named = frozenset(person.name for person in document.people.persons)
    body = tuple(document.body)
    return Evidence(document.text, body, tuple(passages), named, frozenset(principals), met)


def _assumed(sentence: Sentence, last: Statement | None) -> StatementSpan:
    """Return the sentence as a statement of the last speaker."""
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


def _passage(document: Document, span: StatementSpan, assumed: bool) -> Passage:
    requests = span.statement.act in ITEM_ACTS
    as_request = span if requests else replace(span, statement=replace(span.statement, act=_AS_IF))
    items = tuple(find_proposals(document, as_request))
    verbs = tuple(StatementVerb(verb.verb, verb.subject.kind) for verb in span.chain)
    return Passage(span.statement, verbs, span.start, span.end, items, assumed)


def settled(
    found: Evidence, chosen: Sequence[Chosen]
) -> tuple[list[Statement], list[tuple[int, Chosen]]]:
    """Return the statements, and each chosen item with the index of its statement.

    A sentence that only its items make a statement becomes one; a statement that has items is
    of their act.

    >>> settled(Evidence("", (), (), frozenset(), frozenset(), False), [])
    ([], [])
    """
    by_passage: dict[int, list[Chosen]] = {}
    for item in chosen:
        by_passage.setdefault(item.passage, []).append(item)
    statements: list[Statement] = []
    items: list[tuple[int, Chosen]] = []
    for index, passage in enumerate(found.passages):
        chosen_here = by_passage.get(index, [])
        if passage.assumed and not chosen_here:
            continue
        items += [(len(statements), item) for item in chosen_here]
        statements.append(_with_act_of(passage.statement, chosen_here))
    return statements, items


def _with_act_of(statement: Statement, items: Sequence[Chosen]) -> Statement:
    acts = [item.act for item in items]
    if not acts or statement.act in acts:
        return statement
    act: Act = max(acts, key=acts.count)  # type: ignore[assignment]
    return replace(statement, act=act, rule=f"{statement.rule}; {_BY_ITEMS}")
