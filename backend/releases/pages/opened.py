"""What a recipient's link opens: the code, the pack, its downloads, and the receipt that they give.

The token of a link stands in one address alone, and is exchanged with the code for a short cookie of its own. Browsers
are told to name no more than our host to anybody, and to keep nothing.
"""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, ValidationError

from backend.evidence import queries as evidence
from backend.kit.clock import real_now
from backend.people import rules as people
from backend.releases import operations, queries, rules
from backend.releases.operations import Entered, Given
from backend.releases.operations.fetching import ended_words
from backend.releases.queries import Opened
from backend.releases.rules import Form, LinkEnded, Part, Refused, UnableToFetch, UnableToOpen
from backend.scope import Refusal, Scope
from backend.web import access, forms, views
from backend.web.access import House

_OPEN = access.needs(access.PUBLIC)
_WRITTEN_DOWN = access.needs(access.PUBLIC, writes_after_end=True)
"""Whoever holds a link keeps it when the body that gave it is closed or merged, and what they take is still counted."""

_LINKS = "/t/{slug:str}/public/releases/links"
_ONE = "/t/{slug:str}/public/releases/{recipient_id:uuid}"
_LONGEST_TOKEN = 100


class CodeForm(forms.Form):
    token: str = Field(min_length=1, max_length=_LONGEST_TOKEN)
    code: str = Field(min_length=1, max_length=40, description="the code that you were told")


class DownloadForm(forms.Form):
    form: Form = Field(description="what you want to download")


class ReceiptForm(forms.Form):
    how: Literal["computed", "confirmed"] = Field("confirmed", description="how you know")
    sha256: str = Field(min_length=1, max_length=120, description="the SHA-256 of the file that you hold")
    holds: Literal["yes"] = Field(description="the box to say that you hold the file")


class ButtonForm(forms.Form):
    """A button and nothing else."""


def quiet(answer: Any) -> Any:
    """`answer`, of which a browser tells nobody more than our host, and keeps nothing."""
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def cookie_name(house: House, recipient_id: UUID) -> str:
    """The cookie of one recipient's visit; two packs may be open in one browser."""
    return f"{house.cookie_name}-pack-{recipient_id.hex[-12:]}"


def _visit(request: Request[Any, Any, Any], recipient_id: UUID) -> str:
    return request.cookies.get(cookie_name(request.app.state.house, recipient_id), "")


def _with_visit(request: Request[Any, Any, Any], answer: Response[Any], entered: Entered) -> Response[Any]:
    house: House = request.app.state.house
    answer.set_cookie(
        Cookie(
            key=cookie_name(house, entered.recipient_id),
            value=entered.token,
            path="/",
            httponly=True,
            secure=house.secure,
            samesite="strict",
            max_age=int(rules.VISIT_FOR.total_seconds()),
        )
    )
    return answer


def _asked_with(request: Request[Any, Any, Any]) -> str:
    return people.device_in_words(request.headers.get("user-agent", ""))


@get(f"{_LINKS}/{{token:str}}", opt=_OPEN, name="releases.link")
async def link(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    """Where the code of a link is typed; of the pack it says nothing yet."""
    scope = access.scope_of(request)
    opened = await queries.link_of(scope, token=token[:_LONGEST_TOKEN])
    return _code_page(request, opened, token, forms.FormState())


@post(_LINKS, opt=_WRITTEN_DOWN, name="releases.give-code")
async def give_code(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Exchange a link and its code for a visit. A wrong code answers 200: the gate commits answers of success alone."""
    scope = access.scope_of(request)
    values = await forms.read_values(request, CodeForm)
    token = str(values.get("token", ""))[:_LONGEST_TOKEN]
    opened = await queries.link_of(scope, token=token)
    try:
        form = CodeForm.model_validate(values)
    except ValidationError as invalid:
        state = forms.FormState({}, forms.errors_of(invalid, CodeForm))
        return _code_page(request, opened, token, state, status=422)
    try:
        found = await operations.give_code(
            scope, token=token, code=form.code, real=real_now(), asked_with=_asked_with(request)
        )
    except UnableToOpen as refusal:
        return _code_page(request, opened, token, _problem(refusal), status=422)
    if isinstance(found, UnableToOpen):
        return _code_page(request, opened, token, _problem(found))
    there = views.address(scope, f"/public/releases/{found.recipient_id}")
    answer: Response[Any] = quiet(_with_visit(request, views.redirect(there), found))
    return answer


@get(_ONE, opt=_OPEN, name="releases.opened")
async def pack(request: Request[Any, Any, Any], recipient_id: FromPath[UUID]) -> Template:
    """What was released, how to check it, and what may be fetched."""
    return await _page(request, forms.FormState(), recipient_id)


@post(f"{_ONE}/downloads", opt=_WRITTEN_DOWN, name="releases.begin-download")
async def begin(request: Request[Any, Any, Any], recipient_id: FromPath[UUID]) -> Response[Any] | Template:
    """Begin a download, which counts, and go to its bytes."""
    scope = access.scope_of(request)

    async def act(form: DownloadForm) -> str:
        download_id = await operations.begin_download(
            scope,
            recipient_id=recipient_id,
            visit=_visit(request, recipient_id),
            form=form.form,
            real=real_now(),
            asked_with=_asked_with(request),
        )
        return views.address(scope, f"/public/releases/{recipient_id}/downloads/{download_id}")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state, recipient_id)

    try:
        return quiet(await forms.submit(request, DownloadForm, act=act, again=again))  # type: ignore[no-any-return]
    except LinkEnded:
        return await _page(request, forms.FormState(), recipient_id)


async def count_bytes(request: Request[Any, Any, Any]) -> Given | Refusal:
    """Account for one request for bytes, before any is sent; asks anew whether the release stands."""
    scope = access.scope_of(request)
    recipient_id = request.path_params["recipient_id"]
    return await operations.take(
        scope,
        recipient_id=recipient_id,
        download_id=request.path_params["download_id"],
        visit=_visit(request, recipient_id),
        range_=request.headers.get("range"),
        if_range=request.headers.get("if-range"),
        real=real_now(),
        asked_with=_asked_with(request),
    )


@get(
    f"{_ONE}/downloads/{{download_id:uuid}}",
    opt=access.needs(access.PUBLIC, counted=count_bytes, writes_after_end=True),
    name="releases.bytes",
)
async def fetch(
    request: Request[Any, Any, Any], recipient_id: FromPath[UUID], download_id: FromPath[UUID]
) -> Response[Any] | Template:
    """The bytes of a download that was begun: all, or one part. Nobody keeps a copy on the way."""
    scope = access.scope_of(request)
    counted: Given | Refusal = request.state.counted
    if isinstance(counted, LinkEnded):
        return await _page(request, forms.FormState(), recipient_id)
    if isinstance(counted, Refusal):
        raise counted
    if isinstance(counted.part, Refused):
        headers = {"Content-Range": counted.part.content_range, "Accept-Ranges": "bytes"}
        return quiet(  # type: ignore[no-any-return]
            Response(counted.part.sentence, status_code=416, media_type="text/plain", headers=headers)
        )
    data = await _data(scope, counted)
    answer = views.download(data, name=counted.name, media_type=counted.media_type)
    answer.headers["ETag"] = counted.tag
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if isinstance(counted.part, Part):
        answer.content = data[counted.part.first : counted.part.last + 1]
        answer.status_code = 206
        answer.headers["Content-Range"] = counted.part.content_range
    return quiet(answer)  # type: ignore[no-any-return]


@post(f"{_ONE}/receipts", opt=_WRITTEN_DOWN, name="releases.give-receipt")
async def give_receipt(
    request: Request[Any, Any, Any], recipient_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Say what file one holds: kept, with name and moment, for ever."""
    scope = access.scope_of(request)

    async def act(form: ReceiptForm) -> str:
        await operations.give_receipt(
            scope,
            recipient_id=recipient_id,
            visit=_visit(request, recipient_id),
            sha256=form.sha256,
            how=form.how,
            real=real_now(),
        )
        return views.address(scope, f"/public/releases/{recipient_id}?said=receipt#receipts")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state, recipient_id)

    return quiet(await forms.submit(request, ReceiptForm, act=act, again=again))  # type: ignore[no-any-return]


@post(f"{_ONE}/leaving", opt=_WRITTEN_DOWN, name="releases.leave")
async def leave(request: Request[Any, Any, Any], recipient_id: FromPath[UUID]) -> Response[Any] | Template:
    """End the visit."""
    scope = access.scope_of(request)
    await forms.read_values(request, ButtonForm)
    await operations.leave(
        scope, recipient_id=recipient_id, token=_visit(request, recipient_id), real=real_now()
    )
    answer = views.page(request, "releases/left.html")
    house: House = request.app.state.house
    answer.set_cookie(
        Cookie(
            key=cookie_name(house, recipient_id),
            value="",
            path="/",
            httponly=True,
            secure=house.secure,
            samesite="strict",
            max_age=0,
        )
    )
    return quiet(answer)  # type: ignore[no-any-return]


async def _data(scope: Scope, given: Given) -> bytes:
    release, copy = given.opened.release, given.opened.recipient.copy
    if given.form is Form.SEALED:
        return await queries.bytes_of(scope, pack_id=release.pack_id, sha256=release.sha256)
    if copy is None:
        raise UnableToFetch("The reading copy is not made.")
    return await evidence.bytes_of(scope, file_id=copy.file_id)


def _code_page(
    request: Request[Any, Any, Any], opened: Opened, token: str, state: forms.FormState, *, status: int = 200
) -> Template:
    if opened.ended:
        return _ended(request, opened)
    answer = views.page(
        request,
        "releases/code.html",
        status=status,
        state=state,
        token=token,
        locked=opened.recipient.locked_at is not None,
        failures=rules.FAILURES,
    )
    return quiet(answer)  # type: ignore[no-any-return]


def _ended(request: Request[Any, Any, Any], opened: Opened) -> Template:
    """The page of a link that opens nothing more. Of the pack it says nothing to whoever has given no code."""
    words = (
        ended_words(opened.release)
        if not opened.release.live
        else "This link was ended by whoever released the pack."
    )
    return quiet(views.page(request, "releases/ended.html", status=410, words=words))  # type: ignore[no-any-return]


async def _page(request: Request[Any, Any, Any], state: forms.FormState, recipient_id: UUID) -> Template:
    scope = access.scope_of(request)
    opened = await queries.opened(
        scope, recipient_id=recipient_id, token=_visit(request, recipient_id), real=real_now()
    )
    answer = views.page(
        request,
        "releases/pack.html",
        status=410 if opened.ended else 200,
        state=state,
        release=opened.release,
        recipient=opened.recipient,
        ended=opened.ended,
        ended_words=ended_words(opened.release) if not opened.release.live else "Your link was ended.",
        here=views.address(scope, f"/public/releases/{recipient_id}"),
        forms=Form,
        forms_in_words=rules.FORM_IN_WORDS,
    )
    return quiet(answer)  # type: ignore[no-any-return]


def _problem(refusal: Refusal) -> forms.FormState:
    return forms.FormState({}, (forms.FieldError(refusal.field or "code", refusal.sentence),))


ROUTES: list[Any] = [link, give_code, pack, begin, fetch, give_receipt, leave]
