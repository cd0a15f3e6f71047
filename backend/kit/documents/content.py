"""Word and Markdown to HTML that any page may show and any renderer may print."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.documents import hidden, uploads

_TAGS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol",
    "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "blockquote", "pre",
    "code", "a", "img",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "id"},
    "li": {"id"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
# Their words go with them.
_SILENCED = {
    "script",
    "style",
    "template",
    "title",
    "svg",
    "math",
    "object",
    "iframe",
    "noscript",
    "textarea",
    "select",
}
_NOTE = re.compile(r"note-(foot|end)note(-ref)?-\d{1,6}")
# Only to tell what will be lost; the cleaner decides. Bounded, so that no text makes it slow.
_ADDRESS = re.compile(r"<(img|a)\s[^>]{0,500}?\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]{1,300})", re.IGNORECASE)
_PICTURE = re.compile(r'<img((?:\s+[a-z]+="[^"]*")*)\s*/?>')
# Tags that end by themselves where the next begins, so that they cannot nest on their own; and those with no end.
_FLAT = frozenset(
    {
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "wbr",
    }
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WIDEST = 100
_SHEET_CAPS = {"rows": 2_000, "cells": 20_000, "columns": 30, "sheets": 50}
_DEEPEST = 250
_MOST_HTML = 20 * 1024**2


@dataclass(frozen=True, kw_only=True)
class PaperHtml:
    """Safe HTML, its pictures by name (each had in it as src="asset:NAME"), and what could not be kept.

    `findings` are what is hidden in a spreadsheet; of other kinds `uploads.Inspected` has them.
    """

    html: str
    assets: Mapping[str, bytes]
    losses: tuple[str, ...]
    findings: tuple[hidden.Finding, ...] = ()


def docx_to_html(filename: str, data: bytes, *, limits: confine.Limits = confine.DEFAULT) -> PaperHtml:
    """The content of a .docx that `inspect_upload` accepted. Raises UnusableDocument where it cannot be read."""
    name = uploads.shown_name(filename)
    task = "backend.kit.documents.word:convert_task"
    head, files = bundle.unpack(uploads.in_child(name, task, bundle.pack({}, [data]), limits=limits))
    assets = dict(zip(head["assets"], files, strict=True))
    return _safe(head["html"], assets, head["losses"])


def xlsx_to_html(
    filename: str,
    data: bytes,
    *,
    caps: uploads.Caps = uploads.DEFAULT_CAPS,
    limits: confine.Limits = confine.DEFAULT,
) -> PaperHtml:
    """The visible sheets of an .xlsx as headings and tables. Raises UnusableDocument where it cannot be read."""
    name = uploads.shown_name(filename)
    head = {
        "unpacked_bytes": caps.unpacked_bytes,
        "entries": caps.entries,
        "ratio": caps.ratio,
        **_SHEET_CAPS,
    }
    task = "backend.kit.documents.sheet_paper:convert_task"
    told, _ = bundle.unpack(uploads.in_child(name, task, bundle.pack(head, [data]), limits=limits))
    losses = [f"“{name}” {loss}" for loss in told["losses"]]
    return replace(_safe(told["html"], {}, losses), findings=hidden.read(told["findings"]))


def markdown_to_html(
    text: str,
    *,
    assets: Mapping[str, bytes] | None = None,
    filename: str = "the paper",
    limits: confine.Limits = confine.DEFAULT,
) -> PaperHtml:
    """The content of a Markdown text, with tables. Pictures are had only from `assets`, as ![words](asset:NAME)."""
    held = dict(assets or {})
    data = text.encode("utf-8", errors="replace")
    uploads.decoded(filename, data)
    task = "backend.kit.documents.marked:convert_task"
    payload = bundle.pack({"assets": sorted(held)}, [data])
    head, _ = bundle.unpack(uploads.in_child(uploads.shown_name(filename), task, payload, limits=limits))
    return _safe(head["html"], held, head["losses"])


def safe_html(html: str, *, assets: Mapping[str, bytes] | None = None) -> PaperHtml:
    """HTML from anywhere, by the same allow-list: no style, class, script or address but the web's, and only our
    own pictures.
    """
    return _safe(html, dict(assets or {}), [])


def _safe(html: str, assets: dict[str, bytes], told: list[str]) -> PaperHtml:
    """Done here and not in the child, which is trusted with nothing."""
    import nh3

    if len(html) > _MOST_HTML:
        raise uploads.UnusableDocument(
            f"The text is longer than {uploads.megabytes(_MOST_HTML)} with its markup."
        )
    if _depth(html) > _DEEPEST:
        # The cleaner's time grows with the square of the depth.
        raise uploads.UnusableDocument("The text is nested too deeply to be shown.")
    losses = dict.fromkeys(told)
    for tag, address in _ADDRESS.findall(html):
        if tag.lower() == "img" and not address.startswith(("asset:", "lost:")):
            losses[f"The picture {address[:80]} was left out: it is not part of this paper."] = None
        elif tag.lower() == "a" and not _may_link(address):
            losses[f"A link to {address[:80]} was left out: only web and mail addresses are kept."] = None

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            if value.removeprefix("asset:") in assets and value.startswith("asset:"):
                return value
            return None
        if attribute == "href":
            return value if _may_link(value) else None
        if attribute == "id":
            return value if _NOTE.fullmatch(value) else None
        if attribute in ("colspan", "rowspan", "start"):
            limit = 100_000 if attribute == "start" else _WIDEST
            return value if value.isdecimal() and value.isascii() and 0 < int(value[:9]) <= limit else None
        if attribute == "scope":
            return value if value in ("row", "col", "rowgroup", "colgroup") else None
        return value

    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_SILENCED,
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        url_schemes={"http", "https", "mailto", "asset", "lost"},
        link_rel=None,
    )
    clean = _PICTURE.sub(lambda found: found[0] if ' src="asset:' in found[1] else "", clean)
    return PaperHtml(html=clean, assets=assets, losses=tuple(losses))


def _may_link(address: str) -> bool:
    return address.lower().startswith(("http://", "https://", "mailto:")) or bool(
        _NOTE.fullmatch(address.removeprefix("#"))
    )


def _depth(html: str) -> int:
    """How deep elements stand in one another, at the most."""
    depth = deepest = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest
