"""Train the weights of a model on labelled examples, with the trainer of underthesea."""

from __future__ import annotations

import struct
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from readouts.learning.models import Model

Signs = Sequence[str]
# A sign that fewer texts have is left out, so that no sentence can be reconstructed from the file
# of a model.
_TEXTS_MIN = 3
_DIGITS = 3
_ROUNDS = 100
# Where the trainer's file keeps its tables, after the CRFsuite format it follows: the offsets in
# its head, the records of weights, and the index of names.
_HEAD = struct.Struct("<4sI4sI8I")
_WEIGHT = struct.Struct("<IIId")
_NAMES = struct.Struct("<4s5I")


def frequent(texts: Iterable[Iterable[Signs]]) -> frozenset[str]:
    """Return the signs that examples of several texts have.

    >>> frequent([[["a", "b"]], [["a"]], [["a"], ["b"]]])
    frozenset({'a'})
    """
    counts = Counter(
        sign for examples in texts for sign in {s for signs in examples for s in signs}
    )
    return frozenset(sign for sign, count in counts.items() if count >= _TEXTS_MIN)


def fit(examples: Sequence[Signs], labels: Sequence[str], *, l1: float, l2: float) -> Model:
    """Return the model that predicts the labels of examples best; a larger ``l1`` gives fewer
    weights, a larger ``l2`` smaller ones.

    The trainer must run on one thread to give the same numbers each time: set
    ``RAYON_NUM_THREADS=1`` before underthesea is first loaded.

    >>> model = fit([["asks"], ["tells"]] * 9, ["yes", "no"] * 9, l1=0.0, l2=0.1)
    >>> model.shares(["asks"])["yes"] > 0.5
    True
    """
    from underthesea_core import CRFTrainer

    trainer = CRFTrainer(
        loss_function="lbfgs", l1_penalty=l1, l2_penalty=l2, max_iterations=_ROUNDS, verbose=0
    )
    # The trainer fits chains; a chain of a single example is a logistic regression.
    fitted = trainer.train([[list(signs)] for signs in examples], [[label] for label in labels])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model")
        fitted.save(str(path))
        return _read(path.read_bytes())


def _read(raw: bytes) -> Model:
    """Read the trainer's binary file, which keeps every sign, into a model of those that count."""
    *_, at_weights, at_labels, at_names, _, _ = _HEAD.unpack_from(raw)
    named = _names(raw, at_labels)
    labels = tuple(sorted(named.values()))
    names = _names(raw, at_names)
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(labels))
    (count,) = struct.unpack_from("<I", raw, at_weights + 8)
    start = at_weights + 12
    for kind, sign, label, exact in _WEIGHT.iter_unpack(raw[start : start + count * _WEIGHT.size]):
        weight = round(exact, _DIGITS)
        if weight and kind == 0:
            weights[names[sign]][labels.index(named[label])] = weight
    return Model(labels, {sign: tuple(row) for sign, row in weights.items()})


def _names(raw: bytes, start: int) -> dict[int, str]:
    """Read the names of an index by their numbers."""
    *_, count, backward = _NAMES.unpack_from(raw, start)
    found = {}
    for offset in struct.unpack_from(f"<{count}I", raw, start + backward):
        if offset:
            number, size = struct.unpack_from("<II", raw, start + offset)
            at = start + offset + 8
            found[number] = raw[at : at + size - 1].decode("utf-8")
    return found
