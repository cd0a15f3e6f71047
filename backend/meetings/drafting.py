"""A paper while it is being written in the app: the headings that it begins with, and how it reads so far."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.catalogue.covers import CoverTemplate, FieldKind
from backend.challenge.queries import QuestionLine
from backend.kit import confine
from backend.kit.calendar import in_words
from backend.kit.documents import content, uploads
from backend.meetings import coach, on_page
from backend.meetings.rules import UnableToSubmitPaper

_NAME = "The paper"
_ASKED = "# Asked before and not answered"
_LIMITS = confine.Limits(wall_seconds=10, cpu_seconds=10)
_HEADINGS = ("Purpose", "Background", "Recommendation")
_TOLD = frozenset({FieldKind.TEXT, FieldKind.PURPOSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Markdown as it would be read: safe HTML for our pages, what could not be kept, and what it reads like."""

    html: str
    losses: tuple[str, ...]
    prose: coach.Prose


def skeleton_of(template: CoverTemplate, owed: Sequence[QuestionLine] = ()) -> str:
    """What a paper written here begins with: what the tenant's template asks of each paper in words, as headings.

    Before them stands what is `owed`: what was asked before on the topic and not answered, to be answered below each.
    """
    labels = [field.label for field in template.fields if field.needed and field.kind in _TOLD]
    asked = [
        f"> {' '.join(line.words.split())} ({line.reference}, {line.asked_by_name}, {line.where}, "
        f"{in_words(line.asked_on)})"
        for line in owed
    ]
    opening = [_ASKED, *asked] if asked else []
    return "\n\n".join([*opening, *(f"# {label}" for label in labels or _HEADINGS)])


def is_untouched(text: str, template: CoverTemplate) -> bool:
    """Whether somebody wrote nothing but what the form offered, whatever was owed when it did."""
    offered = re.escape(skeleton_of(template))
    return re.fullmatch(rf"({_ASKED}\n\n(> [^\n]*\n\n)+)?{offered}", text) is not None


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
