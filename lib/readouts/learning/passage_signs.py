"""Signs of a passage for whether it holds items, and of which act."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from readouts.language.lexicon import words
from readouts.learning.evidence import Evidence, Passage, side_kind
from readouts.learning.signs import above, classes_of, grade, has_word, step

_WORD = re.compile(r"\w+")
_FIRST_CLASSES = 4


class PassageSigns:
    """The signs of a text's passages; ``first`` is how likely the text holds items by its words."""

    def __init__(self, evidence: Evidence, first: float) -> None:
        self.evidence, self.first, self.grade = evidence, first, grade(first)
        self.acts = [passage.act for passage in evidence.passages]
        self.quotes = [match.start() for match in re.finditer('"', evidence.text)]

    def rows(self) -> list[tuple[str, ...]]:
        """Return the signs of each passage, in order.

        >>> PassageSigns(Evidence("", (), (), frozenset(), frozenset(), False), 0.5).rows()
        []
        """
        return [tuple(self._signs(at, p)) for at, p in enumerate(self.evidence.passages)]

    def _signs(self, at: int, passage: Passage) -> Iterator[str]:
        yield "any"
        yield from self._statement(passage)
        yield from self._around(at, passage.act)
        yield from self._said(passage)
        yield from self._leading(passage)
        yield from self._place(passage)

    def _statement(self, passage: Passage) -> Iterator[str]:
        """Who says it, by which verbs, and what the rules make of it."""
        told, act = passage.statement, passage.act
        speaker = self.evidence.speaker_kind(told)
        subject = passage.verbs[-1].subject.kind if passage.verbs else "none"
        yield f"act={act}"
        yield f"rule={told.rule}"
        yield f"verb={told.verb}"
        yield f"carried={told.carried:d}{passage.assumed:d}"
        yield from above("text", self.first)
        yield f"text,act={self.grade}.{act}"
        yield f"met={self.evidence.met:d}"
        yield f"speaker,act={speaker}.{subject}.{act}"
        yield f"verb,speaker={told.verb}|{speaker}|{subject}"
        yield f"side,act={side_kind(told)}.{act}"
        yield f"principal,act={told.speaker in self.evidence.principals:d}.{act}"
        for verb in passage.verbs:
            yield f"told={verb.verb}"
            yield f"told,subject={verb.verb}|{verb.subject.kind}"
        yield "senses=" + ">".join(verb.sense for verb in passage.verbs)
        yield f"spans={step(len(passage.spans))}"

    def _around(self, at: int, act: str) -> Iterator[str]:
        """The acts before and behind it."""
        before = self.acts[at - 1] if at else "start"
        behind = self.acts[at + 1] if at + 1 < len(self.acts) else "end"
        yield f"before={before}"
        yield f"before.that={self.acts[at - 2] if at > 1 else 'start'}"
        yield f"behind={behind}"
        yield f"around={before}.{act}.{behind}"

    def _said(self, passage: Passage) -> Iterator[str]:
        """The words of what is said."""
        text, told = self.evidence.text, passage.statement
        said = text[passage.start : told.end].lower()
        found = _WORD.findall(said)
        yield from (f"has={word}" for word in sorted(set(found)))
        for count in (1, 2, 3):
            opens = " ".join(found[:count])
            yield f"opens.{count}={opens}"
            yield f"verb,opens.{count}={told.verb}|{opens}"
        classes = classes_of(text, passage.start, told.end)
        for place, lists in enumerate(classes[:_FIRST_CLASSES]):
            for name in lists:
                yield f"class.{place}={name}"
                yield f"verb,class.{place}={told.verb if place < 2 else passage.act}|{name}"
        for word in words("signs", "tenses"):
            if has_word(word, said):
                yield f"tense,act={word}.{passage.act}"
        yield f"words={step(len(found))}"

    def _leading(self, passage: Passage) -> Iterator[str]:
        """The words of its sentence before what is said."""
        text, told = self.evidence.text, passage.statement
        sentence = self.evidence.body[self.evidence.sentence_at(told.start)]
        found = _WORD.findall(text[sentence.start : passage.start].lower())
        yield from (f"lead={word}" for word in sorted(set(found)))
        yield f"lead.opens={' '.join(found[:2])}"
        yield f"lead.ends={' '.join(found[-2:])}"
        yield f"lead.ends.3={' '.join(found[-3:])}"

    def _place(self, passage: Passage) -> Iterator[str]:
        """Where in the text it stands, and whether in quotation marks."""
        body = self.evidence.body
        at = self.evidence.sentence_at(passage.statement.start)
        yield f"place={step(at)}"
        yield f"left={step(len(body) - at)}"
        yield f"opens.paragraph={at == 0 or body[at - 1].paragraph != body[at].paragraph:d}"
        yield f"quoted={bisect_left(self.quotes, passage.start) % 2}"
