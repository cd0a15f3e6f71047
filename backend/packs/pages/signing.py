"""Signing a finished assurance pack, refusing it, and taking either back before it leaves."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.packs import operations, queries
from backend.packs.assurance import comparing, standing
from backend.packs.assurance import rules as assurance
from backend.people.pages import step_up
from backend.scope import Scope
from backend.web import access, forms, views

ONE = "/t/{slug:str}/assurance-packs/{pack_id:uuid}"
SIGNS = access.needs("packs.assurance.sign")


class SignForm(forms.Form):
    """`seen` is the SHA-256 of the file that was looked at; `decision` to sign or to refuse."""

    role: str = Field(description="in which role you sign")
    seen: str = Field(description="the file that you looked at")
    decision: str = Field("", description="whether you sign")
    words: str = Field("", description="what you say to it")


class WithdrawForm(forms.Form):
    """Why a signature or a refusal is taken back."""

    because: str = Field("", description="why you take it back")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, pack_id: UUID) -> Template:
    """One assurance pack with where it stands."""
    scope = access.scope_of(request)
    pack = await queries.assurance_pack(scope, pack_id=pack_id)
    stands = await standing.standing_of(scope, pack_id=pack_id)
    issues = await _issues(scope, pack, stands)
    return views.page(
        request,
        "packs/assurance-pack.html",
        state=state,
        pack=pack,
        stands=stands,
        mine=stands.mine(scope.actor.person_id),
        may_sign=[
            each
            for each in stands.signers
            if scope.may("packs.assurance.sign")
            and assurance.can_sign(
                roles=scope.roles,
                person_id=scope.actor.person_id,
                signer=each,
                built_by=stands.built_by,
                ready=pack.ready,
                left_at=stands.left_at,
                sha256=pack.sha256,
                seen=pack.sha256 or "",
                others=stands.signatures,
            )
        ],
        issues=issues,
        newer=next((each for each in issues if each.issue > pack.issue and each.ready), None),
        before=next((each for each in issues if each.issue < pack.issue and each.ready), None),
        here=views.address(scope, f"/assurance-packs/{pack_id}"),
        crumbs=[views.Crumb("Assurance packs", views.address(scope, "/assurance-packs"))],
    )


async def _issues(scope: Scope, pack: queries.PackView, stands: standing.Standing) -> list[queries.PackView]:
    """The issues of the same definition and days that the reader may have, the newest first."""
    every = await queries.assurance_packs_of(scope, since=pack.period.since, until=pack.period.until)
    return [each for each in every if standing.same_sort(each.definition, stands.definition.id)]


@get(ONE, opt=access.needs("packs.assurance.read"), name="packs.assurance-pack")
async def assurance_pack(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Template:
    """One assurance pack: how far it is, or what it is, who signed it, and how it was checked."""
    return await page_of(request, await step_up.state_of(request), pack_id)


@post(f"{ONE}/signature", opt=SIGNS, name="packs.sign")
@forms.taking(SignForm, again=page_of)
async def sign(request: Request[Any, Any, Any], form: SignForm, pack_id: FromPath[UUID]) -> str:
    """Sign or refuse exactly the file that was looked at, with fresh proof of who decides."""
    scope = access.scope_of(request)
    await queries.assurance_pack(scope, pack_id=pack_id)
    path = views.address(scope, f"/assurance-packs/{pack_id}")
    if form.decision not in ("sign", "refuse"):
        raise assurance.UnableToSign("Choose whether you sign the pack.", field="decision")
    if ask := await step_up.first(request, form, path=path):
        return ask
    act = operations.sign if form.decision == "sign" else operations.refuse
    await act(
        scope,
        pack_id=pack_id,
        role=form.role,
        seen=form.seen,
        words=form.words,
        proved_by=step_up.proof_of(request),
    )
    return f"{path}?said={'signed' if form.decision == 'sign' else 'refused'}"


@post(f"{ONE}/withdrawal", opt=SIGNS, name="packs.withdraw")
@forms.taking(WithdrawForm, again=page_of)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawForm, pack_id: FromPath[UUID]) -> str:
    """Take one's own signature or refusal back."""
    scope = access.scope_of(request)
    await queries.assurance_pack(scope, pack_id=pack_id)
    await operations.withdraw(scope, pack_id=pack_id, because=form.because)
    return views.address(scope, f"/assurance-packs/{pack_id}?said=withdrawn")


@get(f"{ONE}/changes", opt=access.needs("packs.assurance.read"), name="packs.assurance-changes")
async def changes(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Template:
    """What is other in a pack than in an earlier issue of the same days (`?from=`), else the one before it."""
    scope = access.scope_of(request)
    pack = await queries.assurance_pack(scope, pack_id=pack_id)
    stands = await standing.standing_of(scope, pack_id=pack_id)
    issues = [each for each in await _issues(scope, pack, stands) if each.issue < pack.issue and each.ready]
    wanted = request.query_params.get("from", "")
    before = next((each for each in issues if str(each.id) == wanted), next(iter(issues), None))
    found: tuple[str, ...] = ()
    if before is not None:
        found = comparing.differences(
            await comparing.manifest_of_pack(scope, pack_id=before.id),
            await comparing.manifest_of_pack(scope, pack_id=pack_id),
        )
    return views.page(
        request,
        "packs/assurance-changes.html",
        pack=pack,
        definition=stands.definition,
        before=before,
        issues=issues,
        changes=found,
        crumbs=[
            views.Crumb("Assurance packs", views.address(scope, "/assurance-packs")),
            views.Crumb(
                f"{stands.definition.title}, issue {pack.issue}",
                views.address(scope, f"/assurance-packs/{pack_id}"),
            ),
        ],
    )


ROUTES: list[Any] = [assurance_pack, sign, withdraw, changes]
