"""What differs between two versions of a paper."""

import re
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from backend.reading.queries import versions
from backend.reading.rules import changes
from backend.scope import NotFound
from backend.web import access, views

MOST_SHOWN = 3_000
"""Parts on one page: some three hundred printed pages. The summary counts all."""


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/compare", opt=access.needs("meetings.read"), name="reading.compare"
)
async def compare(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """Two versions, part by part and word by word; `from` and `to` in the address say which."""
    scope = access.scope_of(request)
    asked = request.query_params
    found = await versions.two_versions(
        scope, paper_id=paper_id, before=_number(asked.get("from")), after=_number(asked.get("to"))
    )
    paper = found.paper
    whole = bool(asked.get("all"))
    pieces = found.text.pieces if found.text else ()
    stretches = changes.stretches_of(pieces, folding=not whole)
    return views.page(
        request,
        "reading/compare.html",
        found=found,
        paper=paper,
        whole=whole,
        summary=changes.summary_of(found.text) if found.text else "",
        stretches=changes.first_of(stretches, most=MOST_SHOWN),
        shown=sum(len(each.pieces) for each in stretches if not each.folded),
        most=MOST_SHOWN,
        openable=len(pieces) <= MOST_SHOWN,
        pairs=[(str(each.version), f"Version {each.version}") for each in paper.versions],
        crumbs=[
            views.Crumb("Meetings", views.address(scope, "/meetings")),
            views.Crumb(paper.meeting, views.address(scope, f"/meetings/{paper.meeting_id}")),
            views.Crumb(paper.line.title, views.address(scope, f"/papers/{paper_id}")),
        ],
    )


def _number(given: str | None) -> int | None:
    """A version's number out of the address. Raises NotFound for what is none."""
    if given is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,5}", given):
        raise NotFound("version")
    return int(given)


ROUTES: list[Any] = [compare]
