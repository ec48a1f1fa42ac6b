"""Pages that open from disk and ask nothing of the network: one file, everything inside it.

A strict content-security policy names every style and script by its hash; nothing inline runs but
those, and nothing is ever fetched. All text goes through jinja's autoescape.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from readouts.labels import LANGUAGES, label
from readouts.storage.csv_files import csv_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_GENERIC = re.compile(r"'?DejaVu Sans[^;]*")


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
    """Return a phrase in both languages; the page shows the one its reader chose.

    >>> print(bilingual("no such key"))
    no such key
    """
    return two(*(label(key, language, **values) for language in LANGUAGES))


def two(english: str, vietnamese: str) -> Markup:
    """Return words in both languages; where they are the same, just the words.

    >>> print(two("F1", "F1"))
    F1
    """
    if english == vietnamese:
        return escape(english)
    return Markup(
        '<span class="en" lang="en">{}</span><span class="vi" lang="vi">{}</span>'
    ).format(english, vietnamese)


def both_ways(attribute: str, key: str, language: str, **values: object) -> Markup:
    """Return an attribute in ``language`` with both versions beside it for the switch.

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
    present = table.astype(object).where(table.notna(), None)
    rows = present.itertuples(index=False, name=None)
    words = "\ufeff" + csv_text(map(str, table.columns), rows)
    return address(words.encode(), "text/csv;charset=utf-8")


def address(content: bytes, kind: str = "application/octet-stream") -> str:
    """Return a ``data:`` address that saves a file.

    >>> address(b"a")
    'data:application/octet-stream;base64,YQ=='
    """
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def inline_svg(figure: Figure, label: str, salt: str) -> Markup:
    """Return ``figure`` as an ``<svg>`` element for a page, and close the figure.

    Text stays text; styles become presentation attributes, which the policy admits and a dark
    scheme can override; ``salt`` keeps its ids apart from those of other charts.

    >>> import matplotlib.pyplot as plt
    >>> svg = inline_svg(plt.figure(), "Nothing to see", "example")
    >>> 'role="img" aria-label="Nothing to see"' in svg, "style=" in svg
    (True, False)
    """
    import matplotlib.pyplot as plt

    buffer = io.StringIO()
    with plt.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    root = ElementTree.fromstring(buffer.getvalue())
    for child in [*root]:
        if child.tag == f"{_SVG}metadata":
            root.remove(child)
    for element in root.iter():
        _make_plain(element)
    for marker in root.findall(".//defs/path"):
        # Left to each use of the marker: no stylesheet reaches into the copies that uses make.
        marker.attrib.pop("stroke", None)
    _drop_unused_names(root)
    _name_svg(root, label)
    words = ElementTree.tostring(root, encoding="unicode", method="html")
    return Markup(re.sub(r">\s+<", "><", words))


def as_json(value: Any) -> Markup:
    """Return JSON that may stand inside a ``<script>`` element whatever the text holds.

    >>> print(as_json("</script>"))
    "\\u003c/script\\u003e"
    """
    words = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for character in "<>&\u2028\u2029":
        words = words.replace(character, f"\\u{ord(character):04x}")
    return Markup(words)


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
    environment.globals.update(t=bilingual, both_ways=both_ways, csv=csv_address)
    environment.filters["json"] = as_json
    return environment


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]


def _make_plain(element: ElementTree.Element) -> None:
    """Drop namespaces and turn the style attribute into presentation attributes."""
    element.tag = element.tag.removeprefix(_SVG)
    if element.tag == "style":
        element.tag, element.text = "desc", ""
    style = element.attrib.pop("style", "")
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip() not in ("font-family", "font"):
            element.set(name.strip(), value.strip())
    if "font:" in style:
        _spell_font(element, style)
    if f"{_XLINK}href" in element.attrib:
        element.set("href", element.attrib.pop(f"{_XLINK}href"))
    if element.tag == "a":
        _make_link(element)


def _make_link(link: ElementTree.Element) -> None:
    """Turn ``#place?view=…`` or ``#place?title=…`` into a link with a view or a title.

    A link without words needs the title as its name. The table beside the chart holds the same
    links, and a hundred tab stops would bar the way: so these are for the mouse.
    """
    link.attrib.pop("target", None)
    link.set("tabindex", "-1")
    address, _, query = link.get("href", "").partition("?")
    link.set("href", address)
    for name, value in parse_qsl(query):
        if name == "title":
            title = ElementTree.Element("title")
            title.text = value
            link.insert(0, title)
            link.set("aria-label", value)
        else:
            link.set("data-view", urlencode({name: value}))


def _drop_unused_names(root: ElementTree.Element) -> None:
    """Drop ids that nothing in the picture refers to: two charts on one page would share them."""
    words = ElementTree.tostring(root, encoding="unicode")
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', words))
    names = {name for pair in used for name in pair if name}
    for element in root.iter():
        if element.get("id") not in names:
            element.attrib.pop("id", None)


def _spell_font(element: ElementTree.Element, style: str) -> None:
    """Write the shorthand ``font: [weight] size 'family'`` as the attributes SVG has for it."""
    shorthand = re.search(r"font:\s*([^;]*?)([\d.]+px)", style)
    if shorthand:
        element.set("font-size", shorthand[2])
        if "bold" in shorthand[1] or "700" in shorthand[1]:
            element.set("font-weight", "700")


def _name_svg(root: ElementTree.Element, label: str) -> None:
    linked = root.find(".//a") is not None
    root.set("role", "group" if linked else "img")
    root.set("aria-label", label)
    root.set("stroke-linejoin", "round")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
