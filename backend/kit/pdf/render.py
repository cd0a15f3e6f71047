"""HTML to tagged PDF, by WeasyPrint in a confined child.

Nothing is fetched: a picture is had only as `asset:NAME`, from the bytes given with the call. The same input
gives the same bytes on the same machine. Pages come without running heads or feet; `merge` stamps them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.kit import confine
from backend.kit.confined import bundle

_TASK = "backend.kit.pdf.weasy:render_task"

# Above this the layout would not end within any limit that we would set.
MOST_HTML = 20 * 1024**2


@dataclass(frozen=True, kw_only=True)
class Pages:
    """One thing to render.

    html         the body's content, ours or passed through `documents`; no head of its own
    title        the document's title, shown by readers in place of a file name
    assets       pictures by name, each had in the HTML as <img src="asset:NAME">
    extra_css    rules after the print sheet's own, such as "html { font-size: 18pt }"
    """

    html: str
    title: str
    language: str = "en-GB"
    subject: str = ""
    keywords: Sequence[str] = ()
    assets: Mapping[str, bytes] = field(default_factory=dict)
    extra_css: str = ""


def render(
    html: str,
    *,
    title: str,
    language: str = "en-GB",
    subject: str = "",
    keywords: Sequence[str] = (),
    assets: Mapping[str, bytes] | None = None,
    extra_css: str = "",
    limits: confine.Limits = confine.DEFAULT,
) -> bytes:
    """One tagged PDF, A4, with its title and language. Raises ConfinedFailure where it cannot be made."""
    pages = Pages(
        html=html,
        title=title,
        language=language,
        subject=subject,
        keywords=keywords,
        assets=assets or {},
        extra_css=extra_css,
    )
    (answer,) = render_many([pages], limits=limits)
    if isinstance(answer, bytes):
        return answer
    raise answer


def render_many(wanted: Sequence[Pages], *, limits: confine.Limits = confine.PATIENT) -> list[confine.Answer]:
    """Several PDFs from one child, in order; what could not be made stands as its failure, and the rest
    still come.
    """
    return confine.run_confined_many(_TASK, [_payload(pages) for pages in wanted], limits=limits)


def _payload(pages: Pages) -> bytes:
    names = sorted(pages.assets)
    head = {
        "html": pages.html,
        "title": pages.title,
        "language": pages.language,
        "subject": pages.subject,
        "keywords": list(pages.keywords),
        "extra_css": pages.extra_css,
        "assets": names,
    }
    return bundle.pack(head, [pages.assets[name] for name in names])
