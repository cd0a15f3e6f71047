"""A version of a paper as our pages show it: its cover sheet, then its text. Pure; the same version, the same bytes.

What comes out of here is what an approval calls the rendition that was shown.
"""

import re
from collections.abc import Sequence
from html import escape

from backend.meetings.covers import CoverLine

PICTURES = frozenset({"image/png", "image/jpeg", "image/svg+xml"})
"""The kinds of picture that a paper is shown with. An SVG is always a drawing of our own: none is ever taken in."""

_PICTURE = re.compile(r'(<img\b[^<>]*? src=")asset:')
_HEADING = re.compile(r"<(/?)h([1-6])\b")


def text_on_page(html: str, *, pictures: str) -> str:
    """The safe HTML of a written paper: pictures by our own address, headings below those of the page."""
    html = _PICTURE.sub(lambda found: found[1] + pictures, html)
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(6, int(found[2]) + 2)}", html)


def cover_on_page(lines: Sequence[CoverLine]) -> str:
    """The cover sheet, as it was kept with the version; nothing where it has none."""
    if not lines:
        return ""
    rows = "".join(
        f"<dt>{escape(line.label)}</dt><dd>{escape(line.words).replace(chr(10), '<br>')}</dd>"
        for line in lines
    )
    return f'<dl class="pb-cover">{rows}</dl>'
