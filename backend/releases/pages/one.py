"""One release: its recipients, what they fetched, their receipts; extend, revoke, undo, a new code or link."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.releases import operations, queries, rules
from backend.releases.pages.forms_of_release import crumbs, told_page
from backend.releases.queries.evidence import requests_of
from backend.releases.rules import Standing
from backend.scope import Scope
from backend.web import access, forms, sheets, views

ONE = "/t/{slug:str}/releases/{release_id:uuid}"
PERSON = f"{ONE}/recipients/{{recipient_id:uuid}}"
READS, RELEASES = access.needs("releases.read"), access.needs("releases.release")
_HEADS = ("When", "Who", "What", "Given", "Bytes", "With")


class RevokeForm(forms.Form):
    version: int = Field(ge=1)
    because: str = Field(min_length=1, max_length=2_000, description="why it is revoked")


class ExtendForm(forms.Form):
    version: int = Field(ge=1)
    expires_on: forms.FormDate = Field(description="the day on which it ends")
    expires_time: str = Field("17:00", max_length=5, description="the time at which it ends")
    most_downloads: int = Field(ge=1, le=50, description="how often each may download it")


class ButtonForm(forms.Form):
    """A button and nothing else."""


class LinkForm(forms.Form):
    by_mail: Literal["mail", "none"] = Field(description="how the link reaches them")
    email: str | None = Field(None, max_length=254, description="the email address")


class EndForm(forms.Form):
    end_because: str = Field(min_length=1, max_length=2_000, description="why their link ends")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, release_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.release_of(scope, release_id=release_id)
    may = scope.may("releases.release")
    return views.page(
        request,
        "releases/release.html",
        state=state,
        release=view,
        accesses=await queries.accesses_of(scope, release_id=release_id),
        may_change=may and view.standing is not Standing.REVOKED,
        may_give=may and view.live,
        may_undo=may
        and view.live
        and view.by_mail
        and view.agreement_id is None
        and scope.now < view.released_at + rules.HELD_FOR,
        failures=rules.FAILURES,
        requests=await requests_of(scope, release_id=release_id),
        crumbs=crumbs(scope),
    )


async def _of_person(
    request: Request[Any, Any, Any], state: forms.FormState, release_id: UUID, recipient_id: UUID
) -> Template:
    return await page_of(request, state, release_id)


@get(ONE, opt=READS, name="releases.one")
async def one(request: Request[Any, Any, Any], release_id: FromPath[UUID]) -> Template:
    """A release as it stands."""
    return await page_of(request, forms.FormState(), release_id)


@get(f"{ONE}/accesses.csv", opt=READS, name="releases.accesses")
async def accesses(request: Request[Any, Any, Any], release_id: FromPath[UUID]) -> Response[bytes]:
    """What was asked of its links, for a spreadsheet."""
    scope = access.scope_of(request)
    view = await queries.release_of(scope, release_id=release_id)
    lines = [
        (
            each.at.isoformat(),
            each.recipient,
            each.in_words,
            "yes" if each.given else "no",
            str(each.much or ""),
            each.asked_with,
        )
        for each in await queries.accesses_of(scope, release_id=release_id)
    ]
    return sheets.csv_file(scope, f"release-{view.number}", _HEADS, lines)


@post(f"{ONE}/revocation", opt=RELEASES, name="releases.revoke")
@forms.taking(RevokeForm, again=page_of)
async def revoke(request: Request[Any, Any, Any], form: RevokeForm, release_id: FromPath[UUID]) -> str:
    """Stop every further download."""
    scope = access.scope_of(request)
    await operations.revoke(scope, release_id=release_id, **form.model_dump())
    return _back(scope, release_id, "revoked")


@post(f"{ONE}/undoing", opt=RELEASES, name="releases.undo")
@forms.taking(ButtonForm, again=page_of)
async def undo(request: Request[Any, Any, Any], _form: ButtonForm, release_id: FromPath[UUID]) -> str:
    """Undo it before its letters go."""
    scope = access.scope_of(request)
    await operations.undo_release(scope, release_id=release_id)
    return _back(scope, release_id, "undone")


@post(f"{ONE}/extension", opt=RELEASES, name="releases.extend")
@forms.taking(ExtendForm, again=page_of)
async def extend(request: Request[Any, Any, Any], form: ExtendForm, release_id: FromPath[UUID]) -> str:
    """Set another moment at which it ends, or allow more downloads."""
    scope = access.scope_of(request)
    await operations.extend(
        scope,
        release_id=release_id,
        version=form.version,
        expires_at=rules.expiry_of(form.expires_on, form.expires_time, time_zone=scope.tenant.time_zone),
        most_downloads=form.most_downloads,
    )
    return _back(scope, release_id, "extended")


@post(f"{PERSON}/code", opt=RELEASES, name="releases.new-code")
@forms.taking(ButtonForm, again=_of_person)
async def new_code(
    request: Request[Any, Any, Any],
    _form: ButtonForm,
    release_id: FromPath[UUID],
    recipient_id: FromPath[UUID],
) -> Template:
    """Make a new code, shown this once."""
    scope = access.scope_of(request)
    told = await operations.new_code(scope, release_id=release_id, recipient_id=recipient_id)
    return await told_page(request, release_id, (told,), said="code")


@post(f"{PERSON}/link", opt=RELEASES, name="releases.new-link")
@forms.taking(LinkForm, again=_of_person)
async def new_link(
    request: Request[Any, Any, Any], form: LinkForm, release_id: FromPath[UUID], recipient_id: FromPath[UUID]
) -> Template:
    """Make a new link and code; the old ones open nothing more."""
    scope = access.scope_of(request)
    told = await operations.new_link(
        scope,
        release_id=release_id,
        recipient_id=recipient_id,
        by_mail=form.by_mail == "mail",
        email=form.email,
    )
    return await told_page(request, release_id, (told,), said="link")


@post(f"{PERSON}/ending", opt=RELEASES, name="releases.end-recipient")
@forms.taking(EndForm, again=_of_person)
async def end_recipient(
    request: Request[Any, Any, Any], form: EndForm, release_id: FromPath[UUID], recipient_id: FromPath[UUID]
) -> str:
    """End one person's link."""
    scope = access.scope_of(request)
    await operations.end_recipient(
        scope, release_id=release_id, recipient_id=recipient_id, because=form.end_because
    )
    return _back(scope, release_id, "ended")


def _back(scope: Scope, release_id: UUID, said: str) -> str:
    return views.address(scope, f"/releases/{release_id}?said={said}")


ROUTES: list[Any] = [one, accesses, revoke, undo, extend, new_code, new_link, end_recipient]
