"""A paper while it is being written in the app: the headings that it begins with, and how it reads so far."""

import asyncio
from dataclasses import dataclass

from backend.catalogue.covers import CoverTemplate, FieldKind
from backend.kit import confine
from backend.kit.documents import content, uploads
from backend.meetings import coach, on_page
from backend.meetings.rules import UnableToSubmitPaper

_NAME = "The paper"
_LIMITS = confine.Limits(wall_seconds=10, cpu_seconds=10)
_HEADINGS = ("Purpose", "Background", "Recommendation")
_TOLD = frozenset({FieldKind.TEXT, FieldKind.PURPOSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Markdown as it would be read: safe HTML for our pages, what could not be kept, and what it reads like."""

    html: str
    losses: tuple[str, ...]
    prose: coach.Prose


def skeleton_of(template: CoverTemplate) -> str:
    """What a paper written here begins with: what the tenant's template asks of each paper in words, as headings."""
    labels = [field.label for field in template.fields if field.needed and field.kind in _TOLD]
    return "\n\n".join(f"# {label}" for label in labels or _HEADINGS)


async def draft_of(text: str, *, caps: uploads.Caps = uploads.DEFAULT_CAPS) -> Draft:
    """Read it in a confined child, as taking in does; nothing is kept. Raises UnableToSubmitPaper."""
    try:
        return await asyncio.to_thread(_draft_of, text, caps)
    except uploads.UnusableDocument as unusable:
        raise UnableToSubmitPaper(str(unusable), field="text") from unusable


def _draft_of(text: str, caps: uploads.Caps) -> Draft:
    text = uploads.decoded(_NAME, text.encode("utf-8", errors="replace"), caps=caps)
    written = content.markdown_to_html(text, filename=_NAME, limits=_LIMITS)
    return Draft(
        html=on_page.text_on_page(written.html, pictures=""),
        losses=written.losses,
        prose=coach.prose_of_html(written.html),
    )
