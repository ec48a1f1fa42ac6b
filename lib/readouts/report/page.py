"""Pages that open from disk without the network: one file with everything inside.

A strict content-security policy lists every style and script by its hash; nothing else runs inline,
and nothing is fetched. All text goes through jinja's autoescape.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from readouts.labels import LANGUAGES, label, shown_date, shown_number, shown_period
from readouts.storage.csv_files import frame_lines

if TYPE_CHECKING:
    import pandas as pd


def render(template: str, **values: Any) -> str:
    """Return ``templates/page/<template>`` filled in, with its content-security policy.

    The template places its stylesheet and scripts with ``style(name)`` and ``script(name)`` and
    the policy with ``policy()`` anywhere in the head.

    >>> page = render("notebooks.html.j2", name="<x>", notebooks=[], language="en", error="")
    >>> "<title>&lt;x&gt;" in page and "default-src 'none'" in page
    True
    """
    hashes: dict[str, list[str]] = {"style": [], "script": []}

    def inline(kind: str, name: str) -> Markup:
        words = _asset(name)
        hashes[kind].append(_source_hash(words))
        return Markup(f"<{kind}>{words}</{kind}>")

    page = _environment().get_template(template)
    html = page.render(
        style=lambda name: inline("style", name),
        script=lambda name: inline("script", name),
        policy=lambda: _POLICY_PLACE,
        **values,
    )
    return html.replace(_POLICY_PLACE, _policy(hashes), 1)


def bilingual(key: str, **values: object) -> Markup:
    """Return a phrase in both languages; the page shows the language that the reader chose.

    Values with labels are shown by their labels.

    >>> print(bilingual("no such key"))
    no such key
    """

    def phrase(language: str) -> str:
        named = {k: label(v, language) if isinstance(v, str) else v for k, v in values.items()}
        return label(key, language, **named)

    return in_both(phrase)


def in_both(say: Callable[[str], str]) -> Markup:
    """Return the result of ``say`` for each language, only once if both are the same.

    >>> print(in_both(lambda language: "F1"))
    F1
    """
    english, vietnamese = map(say, LANGUAGES)
    if english == vietnamese:
        return escape(english)
    return Markup(
        '<span class="en" lang="en">{}</span><span class="vi" lang="vi">{}</span>'
    ).format(english, vietnamese)


def dated(iso: str, show: Callable[[str, str], str] = shown_date) -> Markup:
    """Return a date in both languages, as ``show`` writes it.

    >>> print(dated(""))
    <BLANKLINE>
    """
    return in_both(lambda language: show(iso, language))


def number(value: float) -> Markup:
    """Return a number in both languages.

    >>> print(number(12.0))
    12
    """
    return in_both(lambda language: shown_number(value, language))


def both_ways(attribute: str, key: str, language: str, **values: object) -> Markup:
    """Return an attribute in ``language``, with both versions for the language switch.

    >>> print(both_ways("title", "now", "vi"))
    title="nay" data-title-en="now" data-title-vi="nay"
    """
    versions = {name: label(key, name, **values) for name in LANGUAGES}
    return Markup('{0}="{1}" data-{0}-en="{2}" data-{0}-vi="{3}"').format(
        attribute, versions[language], versions["en"], versions["vi"]
    )


def csv_address(table: pd.DataFrame) -> str:
    """Return a ``data:`` address that saves ``table`` as CSV (UTF-8, formulas defused).

    >>> import pandas as pd
    >>> csv_address(pd.DataFrame({"theme": ["trade"]}))
    'data:text/csv;charset=utf-8;base64,77u/dGhlbWUKdHJhZGUK'
    """
    words = "".join(frame_lines(table.columns, [table]))
    return address(words.encode(), "text/csv;charset=utf-8")


def address(content: bytes, kind: str = "application/octet-stream") -> str:
    """Return a ``data:`` address that saves a file.

    >>> address(b"a")
    'data:application/octet-stream;base64,YQ=='
    """
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


_POLICY_PLACE = "{{content-security-policy}}"


def _policy(hashes: dict[str, list[str]]) -> str:
    def sources(kind: str) -> str:
        return " ".join(f"'{value}'" for value in dict.fromkeys(hashes[kind])) or "'none'"

    return (
        f"default-src 'none'; style-src {sources('style')}; script-src {sources('script')}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _source_hash(words: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("readouts.report", "templates/page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        t=bilingual,
        both_ways=both_ways,
        csv=csv_address,
        in_both=in_both,
        dated=dated,
        number=number,
    )
    environment.globals["period"] = lambda iso: dated(iso, shown_period)
    # Vietnamese letters stay as they are in the JSON of a script.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]
