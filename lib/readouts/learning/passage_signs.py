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
    """Return the signs of each passage of a text, in order, but for those of `in_text`.

    >>> passage_rows(Evidence("", (), (), frozenset(), frozenset(), False))
    []
    """
    acts = [passage.act for passage in evidence.passages]
    return [
        (
            "any",
            *_statement(evidence, passage),
            *_around(acts, at),
            *_said(evidence.text, passage),
            *_leading(evidence, passage),
        )
        for at, passage in enumerate(evidence.passages)
    ]


def in_text(act: str, first: float) -> tuple[str, ...]:
    """Return the signs of a passage of an act in a text that by its words has items this likely.

    >>> in_text("agree", 0.01)
    ('text,act=0.agree',)
    """
    return (*above("text", first), f"text,act={grade(first)}.{act}")


def _statement(evidence: Evidence, passage: Passage) -> Iterator[str]:
    """Who says it, by which verbs, and what the rules make of it."""
    told, act = passage.statement, passage.act
    speaker = evidence.speaker_kind(told)
    subject = passage.verbs[-1].subject if passage.verbs else "none"
    yield f"act={act}"
    yield f"verb={told.verb}"
    yield f"carried={told.carried:d}{passage.assumed:d}"
    yield f"met={evidence.met:d}"
    yield f"speaker,act={speaker}.{subject}.{act}"
    yield f"verb,speaker={told.verb}|{speaker}|{subject}"
    for verb in passage.verbs:
        yield f"told={verb.verb}"
        yield f"told,subject={verb.verb}|{verb.subject}"
    yield f"spans={step(len(passage.spans))}"


def _around(acts: Sequence[str], at: int) -> Iterator[str]:
    """The acts before and after it."""
    before = acts[at - 1] if at else "start"
    behind = acts[at + 1] if at + 1 < len(acts) else "end"
    yield f"before={before}"
    yield f"behind={behind}"


def _said(text: str, passage: Passage) -> Iterator[str]:
    """The words of what is said."""
    told = passage.statement
    said = text[passage.start : told.end].lower()
    found = _WORD.findall(said)
    yield from (f"has={word}" for word in sorted(set(found)))
    for count in (1, 2):
        yield f"opens.{count}={' '.join(found[:count])}"
    classes = classes_of(text, passage.start, told.end)
    for place, lists in enumerate(classes[:_FIRST_CLASSES]):
        for name in lists:
            yield f"class.{place}={name}"
            yield f"verb,class.{place}={told.verb if place < 2 else passage.act}|{name}"
    for word in words("signs", "tenses"):
        if has_word(word, said):
            yield f"tense,act={word}.{passage.act}"
    yield f"words={step(len(found))}"


def _leading(evidence: Evidence, passage: Passage) -> Iterator[str]:
    """The words of its sentence before what is said."""
    text, told = evidence.text, passage.statement
    sentence = evidence.body[evidence.sentence_at(told.start)]
    found = _WORD.findall(text[sentence.start : passage.start].lower())
    yield from (f"lead={word}" for word in sorted(set(found)))
    yield f"lead.ends={' '.join(found[-2:])}"
