"""Score predicted items of readouts against hand-coded gold.

A predicted item matches a gold item when the two spans share at least 60 % of the white-space
tokens in their union; each is used once, best pairs first. Side, speaker, act and themes are then
judged over the matched items only. Agreement between two coders is measured by the same program:
one coder is read as gold, the other as predicted.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readouts.errors import ReadoutsError
from readouts.evaluation.coded_records import read_records
from readouts.model import ITEM_ACTS

if TYPE_CHECKING:
    import pandas as pd

Record = Mapping[str, Any]
Span = tuple[int, int]

OVERLAP = 0.6
EDGES = " \t\n.,;:…“”\"'()–-"
HOME, BOTH_SIDES = "việt nam", ("both", "hai bên")
# 1,000 draws give the 2.5th and 97.5th percentile at whole ranks; the seed makes them repeatable.
DRAWS, SEED, LOW, HIGH = 1000, 0, 25, 975


@dataclass(frozen=True)
class Counts:
    """What was counted over one text, or summed over many; shares follow from it.

    ``exact``, ``side``, ``speaker`` and ``act`` count matched items that are right in that;
    ``gold_words`` are the white-space tokens of all gold items, ``found_words`` those of them that
    lie in some predicted item, matched or not.
    """

    matched: int = 0
    extra: int = 0
    missed: int = 0
    exact: int = 0
    side: int = 0
    speaker: int = 0
    act: int = 0
    theme_hits: int = 0
    theme_extra: int = 0
    theme_missed: int = 0
    gold_words: int = 0
    found_words: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def rates(self) -> dict[str, tuple[float, int]]:
        """Return each measure as (value, count it is a share of); 0.0 where the count is 0.

        >>> Counts(matched=3, extra=1, missed=0, act=2).rates()["act"]
        (0.6666666666666666, 3)
        """
        gold, predicted = self.matched + self.missed, self.matched + self.extra
        themes = 2 * self.theme_hits + self.theme_extra + self.theme_missed
        shares = {
            "precision": (self.matched, predicted),
            "recall": (self.matched, gold),
            "f1": (2 * self.matched, gold + predicted),
            "exact_f1": (2 * self.exact, gold + predicted),
            "exact": (self.exact, self.matched),
            "side": (self.side, self.matched),
            "speaker": (self.speaker, self.matched),
            "act": (self.act, self.matched),
            "theme_f1": (2 * self.theme_hits, themes),
            "coverage": (self.found_words, self.gold_words),
        }
        return {
            name: (part / whole if whole else 0.0, whole) for name, (part, whole) in shares.items()
        }


MEASURES = tuple(Counts().rates())


@dataclass(frozen=True)
class DocumentScore:
    """One text scored: its items on both sides and the pairs (gold index, predicted index)."""

    doc: str
    text: str
    gold: tuple[Record, ...]
    predicted: tuple[Record, ...]
    pairs: tuple[tuple[int, int], ...]

    @cached_property
    def counts(self) -> Counts:
        """Return what the measures of this text are made of."""
        matched = [(self.gold[g], self.predicted[p]) for g, p in self.pairs]
        themes = [(set(a.get("themes", ())), set(b.get("themes", ()))) for a, b in matched]
        gold_words = _words(self.text, self.gold)
        return Counts(
            matched=len(matched),
            extra=len(self.predicted) - len(matched),
            missed=len(self.gold) - len(matched),
            exact=sum(_bare(self.text, a) == _bare(self.text, b) for a, b in matched),
            side=sum(_bloc(a.get("side")) == _bloc(b.get("side")) for a, b in matched),
            speaker=sum(_same_name(a.get("speaker"), b.get("speaker")) for a, b in matched),
            act=sum(a.get("act") == b.get("act") for a, b in matched),
            theme_hits=sum(len(a & b) for a, b in themes),
            theme_extra=sum(len(b - a) for a, b in themes),
            theme_missed=sum(len(a - b) for a, b in themes),
            gold_words=len(gold_words),
            found_words=len(gold_words & _words(self.text, self.predicted)),
        )

    def right(self) -> frozenset[int]:
        """Return the indexes of predicted items whose match has the same side, speaker and act."""
        return frozenset(
            p
            for p, a, b in ((p, self.gold[g], self.predicted[p]) for g, p in self.pairs)
            if _bloc(a.get("side")) == _bloc(b.get("side"))
            and _same_name(a.get("speaker"), b.get("speaker"))
            and a.get("act") == b.get("act")
        )


@dataclass(frozen=True)
class Scores:
    """Every text scored, and the tables drawn from them."""

    documents: tuple[DocumentScore, ...]

    @cached_property
    def counts(self) -> Counts:
        """Return the counts summed over all texts."""
        return sum((document.counts for document in self.documents), Counts())

    def __getitem__(self, measure: str) -> float:
        return self.counts.rates()[measure][0]

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Return a row per measure: value, low and high (95 % bootstrap interval over texts), of
        (the count the value is a share of)."""
        import pandas as pd

        draws = self._draws()
        rows = [
            {"measure": name, "value": value, "low": draws[name][LOW], "high": draws[name][HIGH]}
            | {"of": whole}
            for name, (value, whole) in self.counts.rates().items()
        ]
        return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "of"])

    @cached_property
    def by_document(self) -> pd.DataFrame:
        """Return a row per text: doc, gold, predicted, and the measures as shares."""
        import pandas as pd

        rows = [
            {"doc": d.doc, "gold": len(d.gold), "predicted": len(d.predicted)}
            | {name: value for name, (value, _) in d.counts.rates().items()}
            for d in self.documents
        ]
        return pd.DataFrame(rows, columns=["doc", "gold", "predicted", *MEASURES])

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Return a row per theme over matched items: theme, gold, predicted, both (items that
        carry it), precision, recall, f1; commonest first."""
        import pandas as pd

        gold, predicted, both = Counter[str](), Counter[str](), Counter[str]()
        for _, a, b in self._matched():
            gold.update(set(a.get("themes", ())))
            predicted.update(set(b.get("themes", ())))
            both.update(set(a.get("themes", ())) & set(b.get("themes", ())))
        names = sorted(gold | predicted, key=lambda name: (-gold[name], name))
        rows = [
            {"theme": name, "gold": gold[name], "predicted": predicted[name], "both": both[name]}
            | {"precision": _share(both[name], predicted[name])}
            | {"recall": _share(both[name], gold[name])}
            | {"f1": _share(2 * both[name], gold[name] + predicted[name])}
            for name in names
        ]
        columns = ["theme", "gold", "predicted", "both", "precision", "recall", "f1"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def acts(self) -> pd.DataFrame:
        """Return the confusion table: a row per gold act, a column per predicted act and
        ``missed``; the row ``extra`` holds predicted items that match no gold item."""
        import pandas as pd

        cells = Counter[tuple[str, str]]()
        for document in self.documents:
            left, right = _unmatched(document)
            cells.update((_act(a), _act(b)) for a, b in _pairs(document))
            cells.update((_act(item), "missed") for item in left)
            cells.update(("extra", _act(item)) for item in right)
        rows = [*ITEM_ACTS, *sorted({a for a, _ in cells} - {*ITEM_ACTS, "extra"}), "extra"]
        columns = [*ITEM_ACTS, *sorted({b for _, b in cells} - {*ITEM_ACTS, "missed"}), "missed"]
        table = [[cells[row, column] for column in columns] for row in rows]
        return pd.DataFrame(
            table, index=pd.Index(rows, name="gold"), columns=pd.Index(columns, name="predicted")
        )

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Return a row per disagreement, in reading order: doc, start, what (missed, extra, span,
        side, speaker, act or themes), quote, gold, predicted."""
        import pandas as pd

        rows = [row for document in self.documents for row in _differences(document)]
        columns = ["doc", "start", "what", "quote", "gold", "predicted"]
        return pd.DataFrame(rows, columns=columns)

    def _matched(self) -> Iterable[tuple[DocumentScore, Record, Record]]:
        for document in self.documents:
            for a, b in _pairs(document):
                yield document, a, b

    def _draws(self) -> dict[str, list[float]]:
        """Return for each measure its sorted values over resampled sets of texts."""
        import numpy as np

        if not self.documents:
            return {name: [0.0] * DRAWS for name in MEASURES}
        names = [f.name for f in fields(Counts)]
        table = np.array([[getattr(d.counts, n) for n in names] for d in self.documents])
        chance, texts = random.Random(SEED), range(len(self.documents))
        picked = [[chance.choice(texts) for _ in texts] for _ in range(DRAWS)]
        drawn = [Counts(*map(int, table[rows].sum(axis=0))).rates() for rows in picked]
        return {name: sorted(rates[name][0] for rates in drawn) for name in MEASURES}


def score(
    gold: Iterable[Record],
    predicted: Iterable[Record],
    texts: Mapping[str, str],
    *,
    overlap: float = OVERLAP,
) -> Scores:
    """Return the scores of predicted items against gold, text by text.

    ``gold`` and ``predicted`` are records ``{"doc", "items": [{"start", "end", "speaker", "side",
    "act", "themes"}]}``; gold items may give ``quote`` instead of offsets. ``texts`` maps a
    document's name without suffix to its source. Documents are joined by that name; one without a
    prediction counts as predicted empty, a prediction without gold is not looked at.

    >>> text = "Lào đề nghị mở cửa khẩu."
    >>> item = {"start": 12, "end": 23, "speaker": "Lào", "side": "Lào", "act": "propose"}
    >>> gold = {"doc": "a.txt", "items": [item | {"themes": ["border_gates"]}]}
    >>> score([gold], [{"doc": "a", "items": [item | {"themes": ["trade"]}]}], {"a": text})["f1"]
    1.0
    """
    predictions = {Path(record["doc"]).stem: record for record in predicted}
    documents = []
    for record in gold:
        name = Path(record["doc"]).stem
        if name not in texts:
            raise ReadoutsError(f"There is no text for the gold document {record['doc']!r}.")
        text, other = texts[name], predictions.get(name, {"items": []})
        left = _located(record, text, "gold")
        right = _located(other, text, "predicted")
        documents.append(DocumentScore(name, text, left, right, _match(text, left, right, overlap)))
    return Scores(tuple(documents))


def side_by_side(scores: Mapping[str, Scores]) -> pd.DataFrame:
    """Return a row per measure and a column per name, for a parser beside its peers.

    >>> side_by_side({"parser": score([], [], {})}).columns.tolist()
    ['parser']
    """
    import pandas as pd

    columns = {name: [found[measure] for measure in MEASURES] for name, found in scores.items()}
    return pd.DataFrame(columns, index=pd.Index(MEASURES, name="measure"))


def load_records(path: str | Path) -> list[dict[str, Any]]:
    """Return the records of a JSON-lines file, or of every such file of a folder, by name.

    Raises `ProblemsError` naming each line that is not a record with ``doc`` and ``items``.

    >>> from readouts.storage.paths import data_dir
    >>> sorted(load_records(data_dir() / "gold")[0])[:2]
    ['doc', 'id']
    """
    path = Path(path)
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise ReadoutsError(
            f"{path}: expected a JSON-lines file or a folder of them; none is there."
        )
    return [record for file in files for record in read_records(file)]


def load_texts(folder: str | Path, records: Iterable[Record]) -> dict[str, str]:
    """Return the source of each record's document, by its name without suffix.

    Looks for the document's name, then for the name with ``.txt``. Raises ReadoutsError listing
    every text that is missing or not UTF-8.

    >>> load_texts(".", [])
    {}
    """
    found, missing = {}, []
    for record in records:
        stem = Path(record["doc"]).stem
        places = (Path(folder) / record["doc"], Path(folder) / f"{stem}.txt")
        file = next((place for place in places if place.is_file()), None)
        try:
            found[stem] = file.read_bytes().decode("utf-8") if file else ""
        except UnicodeDecodeError:
            file = None
        if file is None:
            missing.append(record["doc"])
    if missing:
        raise ReadoutsError(
            f"{folder}: expected a UTF-8 text for each gold document; missing or unreadable: "
            f"{', '.join(missing)}. Give the folder that holds the texts that were coded."
        )
    return found


def main(  # no example: what it prints is read, not returned
    gold: str | Path, predicted: str | Path, texts: str | Path, *, show: bool = False
) -> int:
    """Print how well predicted items match gold, as tables; return exit status 0.

    ``gold`` and ``predicted`` are JSON-lines files or folders of them, ``texts`` the folder of
    sources. ``show`` adds every disagreement with its quotation. Raises ReadoutsError for input
    that cannot be scored.
    """
    records = load_records(gold)
    scores = score(records, load_records(predicted), load_texts(texts, records))
    counts = scores.counts
    print(
        f"{len(scores.documents)} texts, {counts.matched + counts.missed} gold items, "
        f"{counts.matched + counts.extra} predicted, {counts.matched} matched"
    )
    print(scores.measures.to_string(index=False, float_format="{:.3f}".format))
    print("\nActs: gold in rows, predicted in columns")
    print(scores.acts.to_string())
    print("\nThemes over matched items")
    print(scores.themes.to_string(index=False, float_format="{:.3f}".format))
    if show:
        print("\nDisagreements")
        print("\n".join("\t".join(map(str, row)) for row in scores.differences.to_numpy()))
    return 0


def _located(record: Record, text: str, whose: str) -> tuple[Record, ...]:
    """Return the items with offsets; an item that has only a quotation is looked up in order."""
    items, cursor = [], 0
    for item in record["items"]:
        if item.get("start") is None or item.get("end") is None:
            if not item.get("quote"):
                raise ReadoutsError(
                    f"{record['doc']}: expected `start` and `end`, or a `quote`, in every {whose} "
                    "item; found none in one."
                )
            start = max(text.find(item["quote"], cursor), -1)
            start = start if start >= 0 else text.find(item["quote"])
            item = {**item, "start": start, "end": start + len(item["quote"])}
        if not 0 <= item["start"] < item["end"] <= len(text):
            raise ReadoutsError(
                f"{record['doc']}: the {whose} item {item.get('quote', '')[:60]!r} "
                f"[{item['start']}, {item['end']}) does not lie in its text of {len(text)} "
                "characters. Were these items coded on another version of the text?"
            )
        quoted, found = item.get("quote"), text[item["start"] : item["end"]]
        if quoted is not None and quoted != found:
            raise ReadoutsError(
                f"{record['doc']}: the {whose} item [{item['start']}, {item['end']}) quotes "
                f"{quoted[:60]!r}, but there the text says {found[:60]!r}. Were these items coded "
                "on another version of the text, or moved?"
            )
        cursor = item["start"] + 1
        items.append(item)
    return tuple(items)


def _match(
    text: str, gold: tuple[Record, ...], predicted: tuple[Record, ...], overlap: float
) -> tuple[tuple[int, int], ...]:
    """Return the pairs that share enough tokens, each item used once, best pairs first."""
    left, right = ([_words(text, (item,)) for item in items] for items in (gold, predicted))
    shared = [
        (len(a & b) / len(a | b), g, p)
        for g, a in enumerate(left)
        for p, b in enumerate(right)
        if gold[g]["start"] < predicted[p]["end"]
        and predicted[p]["start"] < gold[g]["end"]
        and a | b
    ]
    pairs: dict[int, int] = {}
    for share, g, p in sorted(shared, reverse=True):
        if share >= overlap and g not in pairs and p not in pairs.values():
            pairs[g] = p
    return tuple(sorted(pairs.items()))


def _words(text: str, items: Iterable[Record]) -> set[int]:
    """Return where the white-space tokens of the items begin; a token cut by a span's start
    begins there."""
    spans = [(item["start"], item["end"]) for item in items]
    return {
        start + token.start()
        for start, end in spans
        for token in re.finditer(r"\S+", text[start:end])
    }


def _bare(text: str, item: Record) -> Span:
    """Return the item's span without punctuation and spaces at both ends."""
    start, end = item["start"], item["end"]
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def _normal(name: str | None) -> str:
    return unicodedata.normalize("NFC", name or "").casefold().strip()


def _bloc(side: str | None) -> str:
    """Return home, both, counterpart or nothing: outlets name one counterpart in many ways."""
    side = _normal(side)
    if side in BOTH_SIDES:
        return "both"
    return "home" if side == HOME else "counterpart" if side else ""


def _same_name(one: str | None, other: str | None) -> bool:
    one, other = _normal(one), _normal(other)
    return one == other or bool(one and other and (one in other or other in one))


def _act(item: Record) -> str:
    return item.get("act") or "none"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _pairs(document: DocumentScore) -> list[tuple[Record, Record]]:
    return [(document.gold[g], document.predicted[p]) for g, p in document.pairs]


def _unmatched(document: DocumentScore) -> tuple[list[Record], list[Record]]:
    left, right = {g for g, _ in document.pairs}, {p for _, p in document.pairs}
    return (
        [item for g, item in enumerate(document.gold) if g not in left],
        [item for p, item in enumerate(document.predicted) if p not in right],
    )


def _differences(document: DocumentScore) -> list[dict[str, Any]]:
    def row(what: str, item: Record, gold: str = "", predicted: str = "") -> dict[str, Any]:
        quote = document.text[item["start"] : item["end"]]
        place = {"doc": document.doc, "start": item["start"], "what": what, "quote": quote}
        return place | {"gold": gold, "predicted": predicted}

    missed, extra = _unmatched(document)
    rows = [row("missed", item) for item in missed] + [row("extra", item) for item in extra]
    for a, b in _pairs(document):
        if _bare(document.text, a) != _bare(document.text, b):
            spans = [document.text[item["start"] : item["end"]] for item in (a, b)]
            rows.append(row("span", a, *spans))
        same = {
            "side": _bloc(a.get("side")) == _bloc(b.get("side")),
            "speaker": _same_name(a.get("speaker"), b.get("speaker")),
            "act": a.get("act") == b.get("act"),
            "themes": set(a.get("themes", ())) == set(b.get("themes", ())),
        }
        rows += [row(what, a, _shown(a, what), _shown(b, what)) for what in same if not same[what]]
    return sorted(rows, key=lambda found: found["start"])


def _shown(item: Record, what: str) -> str:
    value = item.get(what) or ""
    return value if isinstance(value, str) else ", ".join(sorted(value))
