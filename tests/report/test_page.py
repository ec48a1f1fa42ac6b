from __future__ import annotations

import base64
import hashlib
import json

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from made_comparisons import HOSTILE, plain
from readouts.report.comparison_page import index_html
from readouts.report.page import _environment, bilingual, csv_address


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_a_script_element_cannot_end_it(text: str) -> None:
    words = _environment().from_string("{{ said|tojson }}").render(said={"text": text})
    assert "<" not in words
    assert json.loads(words) == {"text": text}


def test_csv_in_the_page_is_defused_and_keeps_vietnamese() -> None:
    table = pd.DataFrame({"quote": ["=1+1", "cửa khẩu"], "start": pd.array([1, None], "Int64")})
    _, _, payload = csv_address(table).partition(";base64,")
    assert base64.b64decode(payload).decode("utf-8-sig") == "quote,start\n'=1+1,1\ncửa khẩu,\n"


def test_the_policy_names_every_style_and_script_by_its_hash_and_nothing_else() -> None:
    page = BeautifulSoup(index_html(plain()), "html.parser")
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    run = [script for script in page("script") if script.get("type") != "application/json"]
    for element in [*page("style"), *run]:
        digest = hashlib.sha256(element.string.encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_what_has_no_words_yet_shows_as_it_is() -> None:
    assert bilingual("a_theme_of_tomorrow") == "a_theme_of_tomorrow"
    assert bilingual("page.now").count("<span") == 2
