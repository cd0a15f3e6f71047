"""The child's side of `content.markdown_to_html`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from backend.kit.confined import bundle

_ADDRESSES = ("http://", "https://", "mailto:")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SOURCE = re.compile(r"<img[^>]*?\ssrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def prepare() -> None:
    """Load the converter, once for all children."""
    import markdown_it  # noqa: F401


def convert_task(payload: bytes) -> bytes:
    """A bundle of text and the names of the pictures held in; HTML and losses out. The parent cleans it."""
    from markdown_it import MarkdownIt

    head, (text,) = bundle.unpack(payload)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # All links are let through here, so that a refused one is told rather than printed as source.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # how the library is told
    tokens = parser.parse(text.decode())
    losses: dict[str, None] = {}
    tokens = _kept(tokens, set(head["assets"]), losses)
    html = parser.renderer.render(tokens, parser.options, {})
    return bundle.pack({"html": html, "losses": list(losses), "assets": []})


def _kept(tokens: Sequence[Any], held: set[str], losses: dict[str, None], line: int = 0) -> list[Any]:
    kept = []
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in ("html_block", "html_inline"):
            if token.type == "html_inline" and _BREAK.fullmatch(token.content):
                token.type, token.tag, token.content = "hardbreak", "br", ""
                kept.append(token)
                continue
            if not token.content.lstrip().startswith("<!--"):
                for source in _SOURCE.findall(token.content):
                    losses[
                        f"The picture {source[:80]} (line {line}) was left out: it is not part of this paper."
                    ] = None
                losses[f"HTML on line {line} was left out: only Markdown is kept."] = None
            continue
        if token.type == "image":
            source = str(token.attrGet("src") or "")
            if not (source.startswith("asset:") and source.removeprefix("asset:") in held):
                losses[
                    f"The picture {source[:80]} (line {line}) was left out: it is not part of this paper."
                ] = None
                continue
        address = str(token.attrGet("href") or "") if token.type == "link_open" else ""
        if address and not address.lower().startswith(_ADDRESSES):
            losses[
                f"A link to {address[:80]} (line {line}) was left out: only web and mail addresses are kept."
            ] = None
            token.attrs = {}
        if token.children:
            token.children = _kept(token.children, held, losses, line)
        kept.append(token)
    return kept
