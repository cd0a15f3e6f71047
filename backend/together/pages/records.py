"""What a joint committee decided, and its signed minutes, for the members of the body that does not keep it."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from backend.together import queries
from backend.web import access, views


@get(
    "/t/{slug:str}/together/records/{record_id:uuid}",
    opt=access.needs("meetings.read"),
    name="together.record",
)
async def record(request: Request[Any, Any, Any], record_id: FromPath[UUID]) -> Template:
    """One record as it came."""
    scope = access.scope_of(request)
    found = await queries.joint_record(scope, record_id=record_id)
    return views.page(
        request,
        "together/record.html",
        record=found,
        crumbs=[
            views.Crumb("Committees", views.address(scope, "/committees")),
            views.Crumb("Our committee", views.address(scope, f"/committees/{found.committee_id}")),
        ],
    )


ROUTES: list[Any] = [record]
