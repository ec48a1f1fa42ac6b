"""Signs of a passage for whether it has items, and of which act."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readouts.language.lexicon import words
from readouts.learning.evidence import Evidence, Passage
from readouts.learning.signs import above, classes_of, grade, has_word, step

_WORD = re.compile(r"\w+")
_FIRST_CLASSES = 4


def passage_rows(evidence: Evidence) -> list[tuple[str, ...]]:
    """Return the signs of each passage of a text, in order, without those of `in_text`.

    >>> passage_rows(Evidence("", (), (), frozenset(), frozenset(), False))
    []
    """
    acts = [passage.act for passage in evidence.passages]
    return [
        (
            "any",
            *_statement(evidence, passage),
            *_around(acts, at),
            *_content(evidence.text, passage),
            *_leading(evidence, passage),
        )
        for at, passage in enumerate(evidence.passages)
    ]


def in_text(act: str, by_words: float) -> tuple[str, ...]:
    """Return the signs of a passage that depend on its text: ``by_words`` is the probability, by
    the words of the text, that it has items.

    >>> in_text("agree", 0.01)
    ('text,act=0.agree',)
    """
    return (*above("text", by_words), f"text,act={grade(by_words)}.{act}")


def _statement(evidence: Evidence, passage: Passage) -> Iterator[str]:
    """Yield signs of the speaker, the verbs, and the results of the rules."""
    statement, act = passage.statement, passage.act
    speaker = evidence.speaker_kind(statement)
    subject = passage.verbs[-1].subject if passage.verbs else "none"
    yield f"act={act}"
    yield f"verb={statement.verb}"
    yield f"carried={statement.carried:d}{passage.assumed:d}"
    yield f"met={evidence.met:d}"
    yield f"speaker,act={speaker}.{subject}.{act}"
    yield f"verb,speaker={statement.verb}|{speaker}|{subject}"
    for verb in passage.verbs:
        yield f"told={verb.verb}"
        yield f"told,subject={verb.verb}|{verb.subject}"
    yield f"spans={step(len(passage.spans))}"


def _around(acts: Sequence[str], at: int) -> Iterator[str]:
    """Yield signs of the acts of the passages before and after it."""
    before = acts[at - 1] if at else "start"
    behind = acts[at + 1] if at + 1 < len(acts) else "end"
    yield f"before={before}"
    yield f"behind={behind}"


def _content(text: str, passage: Passage) -> Iterator[str]:
    """Yield signs of the words of its content."""
    statement = passage.statement
    content = text[passage.start : statement.end].lower()
    found = _WORD.findall(content)
    yield from (f"has={word}" for word in sorted(set(found)))
    for count in (1, 2):
        yield f"opens.{count}={' '.join(found[:count])}"
    classes = classes_of(text, passage.start, statement.end)
    for place, lists in enumerate(classes[:_FIRST_CLASSES]):
        for name in lists:
            yield f"class.{place}={name}"
            yield f"verb,class.{place}={statement.verb if place < 2 else passage.act}|{name}"
    for word in words("signs", "tenses"):
        if has_word(word, content):
            yield f"tense,act={word}.{passage.act}"
    yield f"words={step(len(found))}"


def _leading(evidence: Evidence, passage: Passage) -> Iterator[str]:
    """Yield signs of the words of its sentence before its content."""
    text, start = evidence.text, passage.statement.start
    sentence = evidence.body[evidence.sentence_at(start)]
    found = _WORD.findall(text[sentence.start : passage.start].lower())
    yield from (f"lead={word}" for word in sorted(set(found)))
    yield f"lead.ends={' '.join(found[-2:])}"
