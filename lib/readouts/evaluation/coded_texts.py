"""All coded texts with their codings: the data for training and testing models."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.corpus.applied_decisions import apply, span_of
from readouts.corpus.cached_readings import read_registered
from readouts.corpus.decisions import AnyDecision, load_decisions, meetings_of
from readouts.evaluation.agreement import coded_here
from readouts.evaluation.public_texts import digest, public_codings, rebuilt_dir
from readouts.evaluation.scoring import DocumentScore, load_records, load_texts, score
from readouts.language.decoding import read_text
from readouts.language.normalization import NormalizedText, normalize_words
from readouts.learning.choosing import Chosen
from readouts.learning.training import CodedText
from readouts.statements.parser import evidence_of

OWN, PUBLIC, FURTHER, REVIEWED = "own", "public", "further", "reviewed"


@dataclass(frozen=True)
class Coding:
    """A text and the items people coded in it; ``origin`` is ``own`` (texts of this project),
    ``public`` (a public corpus), ``further`` (a folder of the user) or ``reviewed`` (decisions from
    review; ``dropped`` are then spans that are not items, and the rest of the text is
    undecided)."""

    doc: str
    origin: str
    text: str
    items: tuple[dict[str, Any], ...]
    dropped: tuple[int, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """Return the coding as a record that can be scored."""
        return {"doc": self.doc, "items": list(self.items)}

    @property
    def judged(self) -> bool:
        """Return whether it is used for measuring: coded completely, and not used to write the
        rules."""
        return self.origin in (PUBLIC, FURTHER)


def codings(further: Path | None = None) -> list[Coding]:
    """Return every coding whose text is available; ``further`` is a folder of ``.jsonl`` codings
    and their texts.

    >>> {coding.origin for coding in codings()} >= {"own"}
    True
    """
    complete = [_coding(record, OWN, text) for record, text in coded_here()]
    complete += _public()
    if further is not None:
        records = load_records(further)
        texts = load_texts(further, records)
        complete += [_coding(r, FURTHER, texts[Path(r["doc"]).stem]) for r in records]
    return complete + list(decided_codings({coding.doc for coding in complete}))


def decided_codings(coded: Collection[str]) -> Iterator[Coding]:
    """Yield the registered texts with decisions about items, except those in ``coded``.

    >>> from readouts.corpus.register import meetings
    >>> list(decided_codings(meetings()))
    []
    """
    by_text: dict[str, list[AnyDecision]] = {}
    for decision in load_decisions():
        doc, *second = meetings_of(decision)
        if not second and doc not in coded:
            by_text.setdefault(doc, []).append(decision)
    for doc, decisions in sorted(by_text.items()):
        reading = apply(read_registered(doc), doc)
        settled = tuple(vars(item) for item in reading.item_rows if item.settled)
        spans = [span_of(reading, made) for made in decisions if made.decide == "drop"]
        yield Coding(doc, REVIEWED, reading.source, settled, tuple(s[0] for s in spans if s))


def missing() -> list[str]:
    """Return the names of public codings whose texts are not restored.

    >>> isinstance(missing(), list)
    True
    """
    restored = {coding.doc for coding in _public()}
    names = [record["doc"] for record in public_codings()]
    return [name for name in names if Path(name).stem not in restored]


def _coding(record: dict[str, Any], origin: str, text: str) -> Coding:
    return Coding(Path(record["doc"]).stem, origin, text, tuple(record.get("items") or ()))


def _public() -> Iterator[Coding]:
    """Yield the public codings; the offsets of a speaker's first mention are replaced by the
    name."""
    for record in public_codings():
        path = rebuilt_dir() / record["doc"]
        if path.is_file():
            text = read_text(path)
            if digest(text) == record["sha256"]:
                items = [_named(item, text) for item in record["items"]]
                yield _coding(record | {"items": items}, PUBLIC, text)


def _named(item: dict[str, Any], text: str) -> dict[str, Any]:
    span = item.get("speaker_at")
    return item | {"speaker": text[slice(*span)]} if span else item


def learnable(coding: Coding) -> CodedText:
    """Return a coding with the results of the rules on its text.

    >>> coded = learnable(Coding("a", "own", "Hai bên nhất trí mở cửa khẩu.", ()))
    >>> coded.acts
    ['none']
    """
    view, evidence = evidence_of(coding.text)
    # Quotations and names are of the source, whose spelling may differ from the normalized text.
    gold = tuple(
        item
        | {"quote": None, "speaker": normalize_words(item.get("speaker") or "")}
        | _within(view, item["start"], item["end"])
        for item in coding.items
    )
    reviewed = coding.origin == REVIEWED
    dropped = tuple(_within(view, start, start + 1)["start"] for start in coding.dropped)
    settled = dropped if reviewed else None
    return CodedText(coding.doc, evidence, gold, judged=coding.judged, settled=settled)


def _within(view: NormalizedText, start: int, end: int) -> dict[str, int]:
    """Return the span of the normalized text for a span of the source."""
    if view.starts is None or view.ends is None:
        return {"start": start, "end": end}
    return {"start": bisect_left(view.starts, start), "end": bisect_left(view.ends, end) + 1}


def judge(coded: CodedText, chosen: Sequence[Chosen]) -> DocumentScore:
    """Return the scores of chosen items against the coding of their text.

    >>> coded = learnable(Coding("a", "own", "Hai bên nhất trí mở cửa khẩu.", ()))
    >>> judge(coded, []).pairs
    ()
    """
    passages = coded.evidence.passages
    predicted = [
        {
            "start": item.span.start,
            "end": item.span.end,
            "act": item.act,
            "speaker": passages[item.passage].statement.speaker,
            "side": passages[item.passage].statement.side,
        }
        for item in chosen
    ]
    gold, found = ({"doc": coded.doc, "items": rows} for rows in (list(coded.gold), predicted))
    return score([gold], [found], {coded.doc: coded.evidence.text}).documents[0]
