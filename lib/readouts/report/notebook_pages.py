"""A notebook of a report as one HTML page: code hidden at first, no network, no scripts."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from readouts.labels import label

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner
    from nbconvert.exporters import HTMLExporter
    from nbformat import NotebookNode

# papermill's tag of the cell of parameters that it adds.
INJECTED = "injected-parameters"
_TEMPLATES = files("readouts.report") / "templates"
# pandas puts a style sheet into every table; the page has its own. The pattern allows no second
# start before the end; otherwise many unclosed sheets would each be searched to the end of the
# text.
_STYLE = re.compile(r"<style\b(?:(?!<style\b).)*?</style\s*>", re.DOTALL | re.IGNORECASE)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]+")
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_WORDS = ("back", "show", "hide", "figure")


def page_html(notebook: NotebookNode, name: str, language: str = "") -> str:
    """Return ``notebook`` as HTML; the title is its first heading, or else ``name``.

    ``language`` (``en`` or ``vi``) is the language of the page's own words; by default that of the
    notebook's parameter ``language``.

    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> page = page_html(new_notebook(cells=[new_markdown_cell("# Ai nói?")]), "04-voices")
    >>> "<title>Ai nói?</title>" in page, "<script" in page
    (True, False)
    """
    language = language or language_of(notebook)
    resources = {
        "title": title_of(notebook, name),
        "language": language,
        "words": {word: label(f"notebook.{word}", language) for word in _WORDS},
        "base_style": _read("page/base.css"),
        "notebook_style": _read("nbconvert/readouts/notebook.css"),
    }
    exporter = _exporter()
    # The method of HTMLExporter would parse the finished page again, which is not needed here.
    html, _ = super(type(exporter), exporter).from_notebook_node(notebook, resources=resources)
    return html


def title_of(notebook: Mapping[str, Any], name: str) -> str:
    """Return the first heading of a notebook without markup, or ``name`` if there is none.

    >>> title_of({"cells": [{"cell_type": "markdown", "source": ["# What is *new*?"]}]}, "02")
    'What is new?'
    """
    for cell in notebook.get("cells", []):
        heading = _HEADING.search("".join(cell["source"]))
        if cell["cell_type"] == "markdown" and heading:
            return re.sub(r"[*_`]", "", heading[1]).strip()
    return name


def language_of(notebook: NotebookNode) -> str:
    """Return the ``language`` with which the notebook was run, ``en`` if it has none.

    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell('language = "vi"', metadata={"tags": ["injected-parameters"]})
    >>> language_of(new_notebook(cells=[cell]))
    'vi'
    """
    for tag in (INJECTED, "parameters"):
        for cell in notebook.cells:
            if tag in cell.metadata.get("tags", []):
                found = re.search(
                    r"""^language\b.*=\s*["'](en|vi)["']""", cell.source, re.MULTILINE
                )
                if found:
                    return found[1]
    return "en"


@cache
def _exporter() -> HTMLExporter:
    from nbconvert.exporters import HTMLExporter
    from nbconvert.filters import Highlight2HTML

    exporter = HTMLExporter(
        template_name="readouts",
        extra_template_basedirs=[str(_TEMPLATES / "nbconvert")],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3"))
    exporter.register_filter("sanitized", sanitized)
    exporter.register_filter("address", _data_address)
    return exporter


def sanitized(html: str) -> str:
    """Return ``html`` in which everything that could run, fetch or restyle is shown as text or left
    out.

    >>> sanitized('<b onclick="go()">42 <script>go()</script></b>')
    '<b>42 &lt;script&gt;go()&lt;/script&gt;</b>'
    """
    return _cleaner().clean(_STYLE.sub("", html))


@cache
def _cleaner() -> Cleaner:
    from bleach.css_sanitizer import CSSSanitizer
    from bleach.sanitizer import Cleaner

    styles = CSSSanitizer()
    # A cache: every cell of a table repeats its style, and there are only a dozen styles.
    styles.sanitize_css = lru_cache(maxsize=1024)(styles.sanitize_css)
    return Cleaner(tags=_TAGS, attributes=_allowed, css_sanitizer=styles)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and bool(re.match(r"https?://|#|[\w.-]+\.html\b", value))
    return name in ("class", "colspan", "id", "lang", "rowspan", "scope", "style", "title")


def _data_address(content: str, kind: str) -> str:
    coded = content if kind != "image/svg+xml" else base64.b64encode(content.encode()).decode()
    return f"data:{kind};base64,{_NOT_BASE64.sub('', coded)}"


@cache
def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
