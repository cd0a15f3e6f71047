"""The child's side of `render`: lay the page out with WeasyPrint, then finish the tags that it leaves open."""

from __future__ import annotations

import hashlib
import io
import logging
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal

SHEET = Path(__file__).parent / "print.css"
_MOST_HTML = 20 * 1024**2
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"<svg": "image/svg+xml",
    b"<?xml": "image/svg+xml",
}


def prepare() -> None:
    """Load what a page needs, once for all children."""
    import weasyprint  # noqa: F401 - takes over a second

    from backend.kit.pdf import tags  # noqa: F401

    _rules(SHEET.read_text(encoding="utf-8"))


def render_task(payload: bytes) -> bytes:
    """A bundle of the page and its pictures in, a tagged PDF out."""
    import weasyprint

    from backend.kit.pdf import tags

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    head, files = bundle.unpack(payload)
    if len(head["html"]) > _MOST_HTML:
        raise ConfinedRefusal(f"is longer than {_MOST_HTML // 1024**2} MB of text and markup")
    fetcher = _only(dict(zip(head["assets"], files, strict=True)))
    sheets = (SHEET.read_text(encoding="utf-8"), head["extra_css"])
    styles = [_rules(sheet) for sheet in sheets if sheet]
    document = weasyprint.HTML(string=_whole(head), url_fetcher=fetcher, base_url=None)
    made: bytes = document.write_pdf(stylesheets=styles, pdf_tags=True, pdf_version="1.7")
    return tags.finish(io.BytesIO(made), mark=hashlib.sha256(payload).hexdigest()[:12])


@lru_cache(maxsize=8)
def _rules(sheet: str) -> Any:
    """A style sheet, read once for all pages of a child: reading ours takes as long as laying out half a page.

    It fetches nothing: no sheet of ours imports another or brings a font.
    """
    import weasyprint

    return weasyprint.CSS(string=sheet, url_fetcher=_only({}))


def _whole(head: dict[str, Any]) -> str:
    metas = [("description", head["subject"]), ("keywords", ", ".join(head["keywords"]))]
    return (
        f'<!doctype html><html lang="{escape(head["language"])}"><head><meta charset="utf-8">'
        f"<title>{escape(head['title'])}</title>"
        + "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in metas if text)
        + f"</head><body>{head['html']}</body></html>"
    )


def _only(assets: dict[str, bytes]) -> Any:
    """A fetcher that knows these names and nothing else: no file, no network, no data: address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("asset:")
            if name == url or name not in assets:
                raise ValueError("this address is not one of the pictures given")
            body = assets[name]
            kind = next(
                (kind for start, kind in _PICTURES.items() if body.lstrip()[:8].startswith(start)), None
            )
            if kind is None:
                raise ValueError("this picture is of a kind that is not used")
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return OnlyOurs(allowed_protocols=["asset"], allow_redirects=False)
