"""The parser and its peer are held against the same hand-coded texts."""

from __future__ import annotations

import pytest
from readouts.corpus.register import meetings
from readouts.evaluation import agreement as validity


def test_parser_and_peer_are_held_against_the_same_gold():
    parser, baseline = validity.scores("parser"), validity.scores("baseline")
    assert [d.doc for d in parser.documents] == [d.doc for d in baseline.documents]
    assert [len(d.gold) for d in parser.documents] == [len(d.gold) for d in baseline.documents]


def test_registered_texts_are_among_them_by_their_ids():
    assert set(meetings()) <= {document.doc for document in validity.scores().documents}


@pytest.mark.parametrize("measure", ["f1", "speaker", "exact", "theme_f1"])
def test_the_comparison_shows_what_each_scored(measure: str):
    row = validity.compared().set_index("measure").loc[measure]
    assert row["parser"] == validity.scores("parser")[measure]
    assert row["baseline"] == validity.scores("baseline")[measure]


def test_disagreements_are_those_of_the_texts_named():
    everything = validity.differences()
    doc = everything["doc"].iloc[0]
    assert set(validity.differences(doc)["doc"]) == {doc}
    assert len(validity.differences(doc)) == (everything["doc"] == doc).sum()
