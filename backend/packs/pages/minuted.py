"""Minutes and extracts on paper, and minutes as anybody may read them."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import queries as evidence
from backend.packs import minuted
from backend.packs.publishing import queries as publishing
from backend.scope import NotFound
from backend.sittings import queries as sittings
from backend.sittings.pages import minutes as minutes_page
from backend.web import access, forms, views

_MEETING = "/t/{slug:str}/meetings/{meeting_id:uuid}/minutes"
_PUBLIC = "/t/{slug:str}/public/meetings/{meeting_id:uuid}/minutes"
_PDF = "application/pdf"


class PublishForm(forms.Form):
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="the minutes that you read")


@get(f"{_MEETING}/file", opt=access.needs("meetings.read"), name="packs.minutes-file")
async def file(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The minutes as this reader may see them, on paper."""
    name, data = await minuted.minutes_for_reader(access.scope_of(request), meeting_id=meeting_id)
    return views.download(data, name=name, media_type=_PDF)


async def _again(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    return await minutes_page.shown(request, access.scope_of(request), meeting_id, state)


@post(
    f"{_MEETING}/publication",
    opt=access.needs("sittings.record", not_on_trial=True),
    name="packs.publish-minutes",
)
@forms.taking(PublishForm, again=_again)
async def publish(request: Request[Any, Any, Any], form: PublishForm, meeting_id: FromPath[UUID]) -> str:
    """Make the public part of signed minutes public."""
    scope = access.scope_of(request)
    await minuted.publish_minutes(scope, meeting_id=meeting_id, sha256=form.sha256)
    return views.address(scope, f"/meetings/{meeting_id}/minutes?said=published#steps")


@get(
    "/t/{slug:str}/decisions/{decision_id:uuid}/extract",
    opt=access.needs("meetings.read"),
    name="packs.decision-extract",
)
async def extract(request: Request[Any, Any, Any], decision_id: FromPath[UUID]) -> Response[bytes]:
    """One decision on paper."""
    name, data = await minuted.extract_on_paper(access.scope_of(request), decision_id=decision_id)
    return views.download(data, name=name, media_type=_PDF)


@get(_PUBLIC, opt=access.needs(access.PUBLIC), name="packs.public-minutes")
async def public(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """The public part of the signed minutes of a meeting."""
    scope = access.scope_of(request)
    return views.public_page(
        request,
        "packs/public-minutes.html",
        minutes=await sittings.public_minutes(scope, meeting_id=meeting_id),
        contact=(await publishing.settings_of(scope)).contact,
    )


@get(f"{_PUBLIC}/file", opt=access.needs(access.PUBLIC), name="packs.public-minutes-file")
async def public_file(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The same as a PDF, exactly as it was made public."""
    scope = access.scope_of(request)
    found = await sittings.public_minutes(scope, meeting_id=meeting_id)
    if found.file_id is None:
        raise NotFound("public minutes")
    data = await evidence.bytes_of(scope, file_id=found.file_id)
    return views.public_file(data, name=minuted.file_name(scope, found), media_type=_PDF)


ROUTES: list[Any] = [file, publish, extract, public, public_file]
