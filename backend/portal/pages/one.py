"""The page of one received pack, its file, byte range by byte range, and the files of answers."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.evidence import queries as evidence
from backend.packs.verify import HONEST_WORDS
from backend.people import queries as people
from backend.people.pages import step_up
from backend.portal import queries, rules
from backend.portal.pages import shared
from backend.releases.rules.ranges import Part, Refused, asked_part
from backend.scope import NotFound
from backend.web import access, forms, views

ONE = "/t/{slug:str}/portal/packs/{pack_id:uuid}"
_CHANGES = {"revoked": "Revoked", "extended": "Another end was set", "superseded": "A later issue came"}


async def pack_page(request: Request[Any, Any, Any], state: forms.FormState, pack_id: UUID) -> Template:
    """What came, what its check found, what was asked, and what the reader may do."""
    scope = access.scope_of(request)
    view = await queries.pack_of(scope, pack_id=pack_id)
    line = view.line
    acts = scope.may(shared.ASKS) and line.named and line.standing is not rules.Standing.HANDED_ON
    unknown = [each for each in view.recipients if each.person_id is None]
    names = scope.may(shared.KEEPS) and bool(unknown)
    return views.page(
        request,
        "portal/pack.html",
        state=state,
        view=view,
        line=line,
        acts=acts,
        granted=acts and await queries.granted(scope, pack_id=pack_id),
        taken=await queries.taken_by(scope, pack_id=pack_id) if acts else 0,
        may_check=scope.may(shared.ASKS),
        unknown=unknown if names else [],
        people=[(each.id, each.name) for each in await people.people_of(scope)] if names else [],
        colours=rules.COLOURS,
        request_words=rules.REQUEST_IN_WORDS,
        request_colours=rules.REQUEST_COLOURS,
        changes=_CHANGES,
        honest=HONEST_WORDS,
        follows=[(each.id, f"Request {each.number}") for each in view.requests],
        days_hint=shared.days_hint(scope),
        left=shared.working_days_left,
        crumbs=shared.crumbs(scope),
    )


@get(ONE, opt=access.needs(shared.READS), name="portal.pack")
async def one(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Template:
    """One received pack: its envelope for the team, the rest for those who are named."""
    return await pack_page(request, await step_up.state_of(request), pack_id)


@get(f"{ONE}/file", opt=access.needs(shared.ASKS), name="portal.file")
async def file(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Response[bytes]:
    """The sealed pack as it was received, whole or in part. Every request asks anew whether it may be had."""
    scope = access.scope_of(request)
    line = await queries.opened(scope, pack_id=pack_id)
    rules.check_can_take(line.standing, taken=0, limit=None)
    if not await queries.granted(scope, pack_id=pack_id):
        raise rules.UnableToOpen("Prove who you are on the page of the pack first, then download it.")
    tag = f'"{line.sha256}"'
    part = asked_part(request.headers.get("range"), request.headers.get("if-range"), size=line.size, tag=tag)
    lead = {"Accept-Ranges": "bytes", "ETag": tag, "Cache-Control": "no-store"}
    if isinstance(part, Refused):
        return Response(
            part.sentence.encode(),
            status_code=416,
            media_type="text/plain",
            headers={**lead, "Content-Range": part.content_range},
        )
    data = await evidence.bytes_of(scope, file_id=line.file_id)
    if isinstance(part, Part):
        answer = views.download(
            data[part.first : part.last + 1], name=line.name, media_type="application/zip"
        )
        answer.status_code = 206
        lead["Content-Range"] = part.content_range
    else:
        answer = views.download(data, name=line.name, media_type="application/zip")
    answer.headers.update(lead)
    return answer


@get(
    "/t/{slug:str}/portal/requests/{request_id:uuid}/files/{file_id:uuid}",
    opt=access.needs(shared.READS),
    name="portal.answer-file",
)
async def answer_file(
    request: Request[Any, Any, Any], request_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A file that came with an answer, byte for byte, for those who are named in the pack."""
    scope = access.scope_of(request)
    asked = await queries.request_of(scope, request_id=request_id)
    for answer in asked.answers:
        for each in answer.files:
            if each["file_id"] == str(file_id):
                data = await evidence.bytes_of(scope, file_id=file_id)
                return views.download(data, name=each["name"], media_type=each["media_type"])
    raise NotFound("file")


ROUTES: list[Any] = [one, file, answer_file]
