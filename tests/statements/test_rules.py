"""The decision tables of data/lexicon/rules.yml ask for nothing that their cases do not have."""

from __future__ import annotations

import pytest
from readouts.language.lexicon import word_list
from readouts.statements.acts import Clause
from readouts.statements.item_boundaries import Joiner
from readouts.statements.reporting_verbs import VerbInPlace

TABLES = word_list("rules")
CASES = {"acts": Clause, "new_items": Joiner}


@pytest.mark.parametrize("table", TABLES)
def test_every_condition_is_a_property_of_its_case(table: str) -> None:
    case = CASES.get(table, VerbInPlace)
    asked = {name for row in TABLES[table] for key in ("if", "unless") for name in row.get(key, ())}
    assert sorted(name for name in asked if not hasattr(case, name)) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_name_and_sends_to_a_table_that_is_there(table: str) -> None:
    assert [row for row in TABLES[table] if not row.get("rule")] == []
    assert {row["see"] for row in TABLES[table] if "see" in row} <= TABLES.keys() - {table}
