"""Releasing: the form, the preview that says what would go, and what is shown this once afterwards."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field, create_model

from backend.kit.settings import Settings
from backend.releases import operations, queries, rules
from backend.releases.operations import Named, Told, Wish
from backend.releases.queries import SealedPack
from backend.releases.queries.evidence import requests_of
from backend.releases.rules import KINDS, MOST_RECIPIENTS, UnableToRelease
from backend.scope import Scope
from backend.together import queries as together
from backend.together.rules import Kind, Side
from backend.web import access, forms, views

RELEASES = access.needs("releases.release")


class _Fields(forms.Form):
    pack_id: UUID = Field(description="the pack")
    regulator: str | None = Field(None, max_length=300, description="the regulator")
    regulator_kind: str = Field(min_length=1, max_length=100, description="what kind of body it is")
    regulator_ods: str | None = Field(None, max_length=10, description="its ODS code")
    agreement_id: UUID | None = Field(None, description="the agreement")
    answers_request_id: UUID | None = Field(None, description="the request that it answers")
    expires_on: forms.FormDate = Field(description="the day on which it ends")
    expires_time: str = Field("17:00", max_length=5, description="the time at which it ends")
    most_downloads: int = Field(ge=1, le=50, description="how often each may download it")
    by_mail: Literal["mail", "none"] = Field(description="how the links reach them")
    words: str | None = Field(None, max_length=2_000, description="words to them")
    step: Literal["preview", "release", "change"] = Field("preview", description="the button")
    sha256: str = Field("", max_length=64)


_PEOPLE: dict[str, Any] = {}
for _number in range(1, MOST_RECIPIENTS + 1):
    _PEOPLE[f"name_{_number}"] = (str | None, Field(None, max_length=200, description="the name"))
    _PEOPLE[f"post_{_number}"] = (str | None, Field(None, max_length=200, description="the post"))
    _PEOPLE[f"email_{_number}"] = (str | None, Field(None, max_length=254, description="the email address"))
ReleaseForm: type[_Fields] = create_model("ReleaseForm", __base__=_Fields, **_PEOPLE)


async def told_page(
    request: Request[Any, Any, Any], release_id: UUID, told: tuple[Told, ...], *, said: str
) -> Template:
    """What is shown this once: codes, and links that go by no mail."""
    scope = access.scope_of(request)
    settings: Settings = request.app.state.settings
    return views.page(
        request,
        "releases/told.html",
        release=await queries.release_of(scope, release_id=release_id),
        told=told,
        what=said,
        root=f"{settings.public_url.rstrip('/')}/t/{scope.tenant.slug}/public/releases/links/",
        minutes=int(rules.HELD_FOR.total_seconds() // 60),
        failures=rules.FAILURES,
        crumbs=crumbs(scope),
    )


def crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    return [
        views.Crumb("Releases", views.address(scope, "/releases")),
        *(views.Crumb(words, views.address(scope, path)) for words, path in more),
    ]


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    packs = await queries.releasable(scope)
    return views.page(
        request,
        "releases/form.html",
        state=state,
        packs=[(each.id, _called(each)) for each in packs],
        kinds=[(each, each) for each in KINDS],
        agreements=await _agreements(scope),
        requests=[
            (each.id, f"Request {each.number} of {each.regulator} on {each.release}, issue {each.issue}")
            for each in await requests_of(scope)
            if each.is_open
        ],
        rows=range(1, MOST_RECIPIENTS + 1),
        shown=3,
        crumbs=crumbs(scope),
    )


def _called(pack: SealedPack) -> str:
    return f"{pack.title}, {pack.period.in_words}, issue {pack.issue}"


async def _agreements(scope: Scope) -> list[tuple[UUID, str]]:
    found = await together.agreements_of(scope, kind=Kind.OVERSIGHT, in_force=True)
    return [(each.id, each.other_name) for each in found if each.standing.side is Side.INVITED]


async def _wish(scope: Scope, form: _Fields, typed: dict[str, Any]) -> Wish:
    agreements = dict(await _agreements(scope)) if form.agreement_id else {}
    regulator = form.regulator or (agreements.get(form.agreement_id) if form.agreement_id else None)
    if not regulator:
        raise UnableToRelease("Enter the regulator to which it goes.", field="regulator")
    if form.regulator_kind not in KINDS:
        raise UnableToRelease("Choose what kind of body it is from the list.", field="regulator_kind")
    return Wish(
        pack_id=form.pack_id,
        regulator=regulator,
        regulator_kind=form.regulator_kind,
        regulator_ods=form.regulator_ods,
        agreement_id=form.agreement_id,
        answers_request_id=form.answers_request_id,
        people=tuple(_people(typed)),
        expires_at=rules.expiry_of(form.expires_on, form.expires_time, time_zone=scope.tenant.time_zone),
        most_downloads=form.most_downloads,
        by_mail=form.by_mail == "mail",
        words=form.words,
    )


def _people(typed: dict[str, Any]) -> list[Named]:
    found = []
    for number in range(1, MOST_RECIPIENTS + 1):
        name, post_, email = (typed[f"{field}_{number}"] for field in ("name", "post", "email"))
        if not any((name, post_, email)):
            continue
        if not name:
            raise UnableToRelease(f"Enter the name of person {number}.", field=f"name_{number}")
        if not post_:
            raise UnableToRelease(f"Enter the post of {name}.", field=f"post_{number}")
        found.append(Named(name=name, post=post_, email=email))
    return found


def _as_typed(form: _Fields) -> dict[str, Any]:
    """The values of a form as its own fields send them."""
    found: dict[str, Any] = {}
    for name, value in form.model_dump(exclude_none=True).items():
        if name == "expires_on":
            found[name] = {"day": value.day, "month": value.month, "year": value.year}
        elif name not in {"step", "sha256"}:
            found[name] = value
    return found


async def _preview(request: Request[Any, Any, Any], wish: Wish, pack: SealedPack, form: _Fields) -> Template:
    scope = access.scope_of(request)
    hidden: list[tuple[str, Any]] = []
    for name, value in _as_typed(form).items():
        if name == "expires_on":
            hidden += [(f"expires_on-{part}", each) for part, each in value.items()]
        else:
            hidden.append((name, value))
    return views.page(
        request,
        "releases/preview.html",
        wish=wish,
        pack=pack,
        ends=rules.moment_in_words(wish.expires_at, time_zone=scope.tenant.time_zone),
        hidden=hidden,
        minutes=int(rules.HELD_FOR.total_seconds() // 60),
        personal=await queries.personal_in(scope, pack_id=pack.id),
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/releases/new", opt=RELEASES, name="releases.form")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form to release a pack."""
    chosen = request.query_params.get("pack", "")[:40]
    return await _form(request, forms.FormState({"pack_id": chosen} if chosen else {}))


@post(
    "/t/{slug:str}/releases",
    opt=access.needs("releases.release", not_on_trial=True),
    name="releases.release",
)
@forms.taking(ReleaseForm, again=_form)
async def release(request: Request[Any, Any, Any], form: _Fields) -> str | Template:
    """Show what would be released, then release it; links and codes are shown this once."""
    scope = access.scope_of(request)
    typed = form.model_dump()
    if form.step == "change":
        return await _form(request, forms.FormState(_as_typed(form)))
    wish = await _wish(scope, form, typed)
    if form.step == "preview":
        return await _preview(request, wish, await operations.check_wish(scope, wish=wish), form)
    release_id, told = await operations.release(scope, wish=wish, seen_sha256=form.sha256)
    return await told_page(request, release_id, told, said="released")


ROUTES: list[Any] = [new, release]
