"""Partners of a contract and their gain-shares, as forms."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.contracts import operations, queries
from backend.contracts.operations import PartnerSaid, ShareSaid
from backend.contracts.pages.parts import PerCent, at, crumbs
from backend.contracts.queries import ContractView, PartnerView, ShareView
from backend.contracts.queries.placing import contract_of_partner, contract_of_share
from backend.contracts.rules import in_per_cent
from backend.organisations import queries as organisations
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

MOST_FOUND = 10


class PartnerForm(forms.Form):
    role: str = Field(min_length=1, max_length=80, description="the role")
    stake_percent: PerCent | None = Field(None, description="the stake in per cent")
    stake_words: str | None = Field(None, max_length=300, description="the stake in words")
    since: forms.FormDate | None = Field(None, description="from when it is in the contract")
    until: forms.FormDate | None = Field(None, description="its last day in the contract")
    until_because: str | None = Field(None, max_length=1_000, description="why it leaves")


class AddForm(PartnerForm):
    organisation_id: UUID = Field(description="the organisation")
    find: str | None = Field(None, max_length=200, description="the name to look for")
    look: forms.Look = None


class ChangeForm(PartnerForm):
    because: str | None = Field(None, max_length=1_000, description="why you change it")
    version: int = Field(description="the version of the page")


class ShareForm(forms.Form):
    percent: PerCent | None = Field(None, description="the gain-share in per cent")
    basis: str = Field(min_length=1, max_length=300, description="of what it is a share")
    since: forms.FormDate = Field(description="from when it holds")
    until: forms.FormDate | None = Field(None, description="its last day")


class ShareChangeForm(ShareForm):
    because: str | None = Field(None, max_length=1_000, description="why you change it")
    version: int = Field(description="the version of the page")


async def _add_page(request: Request[Any, Any, Any], state: forms.FormState, contract_id: UUID) -> Template:
    """With what the directory has of the name that was looked for; what was chosen stays on offer."""
    scope = access.scope_of(request)
    contract = await queries.contract_of(scope, contract_id=contract_id)
    find, chosen = str(state.value("find") or "").strip(), str(state.value("organisation_id") or "")
    every = await organisations.organisations_of(scope)
    matching = await organisations.organisations_of(scope, text=find) if find else every
    shown = [
        *(each for each in every if str(each.id) == chosen),
        *(each for each in matching if str(each.id) != chosen),
    ]
    offer = {
        "found": [(each.id, each.name, each.type_in_words) for each in shown[:MOST_FOUND]],
        "hidden": max(0, len(shown) - MOST_FOUND),
        "find": find,
    }
    return _partner_page(request, scope, state, contract, None, **offer)


@get(
    "/t/{slug:str}/contracts/{contract_id:uuid}/partners/new",
    opt=access.needs("contracts.keep"),
    name="contracts.new-partner",
)
async def new_partner(request: Request[Any, Any, Any], contract_id: FromPath[UUID]) -> Template:
    """The form for a partner."""
    return await _add_page(request, forms.FormState(), contract_id)


@post(
    "/t/{slug:str}/contracts/{contract_id:uuid}/partners",
    opt=access.needs("contracts.keep"),
    name="contracts.add-partner",
)
@forms.taking(AddForm, again=_add_page)
async def add_partner(request: Request[Any, Any, Any], form: AddForm, contract_id: FromPath[UUID]) -> str:
    """Record that an organisation is in a contract."""
    scope = access.scope_of(request)
    await operations.add_partner(
        scope, contract_id=contract_id, organisation_id=form.organisation_id, said=_partner_said(form)
    )
    return at(scope, contract_id, "?said=partner")


async def _change_page(request: Request[Any, Any, Any], state: forms.FormState, partner_id: UUID) -> Template:
    scope = access.scope_of(request)
    contract, partner = await _partner(scope, partner_id)
    return _partner_page(request, scope, state, contract, partner)


@get(
    "/t/{slug:str}/contract-partners/{partner_id:uuid}",
    opt=access.needs("contracts.keep"),
    name="contracts.partner",
)
async def partner_form(request: Request[Any, Any, Any], partner_id: FromPath[UUID]) -> Template:
    """What is said of a partner, as a form; its gain-shares lead from here."""
    scope = access.scope_of(request)
    contract, partner = await _partner(scope, partner_id)
    given: dict[str, Any] = {
        "role": partner.role_id,
        "stake_percent": _plain(partner.stake_percent),
        "stake_words": partner.stake_words,
        "since": partner.span.since,
        "until": partner.span.until,
        "until_because": partner.until_because,
    }
    state = forms.FormState({name: value for name, value in given.items() if value is not None})
    return _partner_page(request, scope, state, contract, partner)


@post(
    "/t/{slug:str}/contract-partners/{partner_id:uuid}",
    opt=access.needs("contracts.keep"),
    name="contracts.change-partner",
)
@forms.taking(ChangeForm, again=_change_page)
async def change_partner(
    request: Request[Any, Any, Any], form: ChangeForm, partner_id: FromPath[UUID]
) -> str:
    """Say better what a partner is, or when it leaves."""
    scope = access.scope_of(request)
    await operations.change_partner(
        scope, partner_id=partner_id, said=_partner_said(form), version=form.version, because=form.because
    )
    return at(scope, await contract_of_partner(scope, partner_id=partner_id), "?said=changed")


async def _new_share_page(
    request: Request[Any, Any, Any], state: forms.FormState, partner_id: UUID
) -> Template:
    scope = access.scope_of(request)
    contract, partner = await _partner(scope, partner_id)
    return _share_page(request, scope, state, contract, partner, None)


@get(
    "/t/{slug:str}/contract-partners/{partner_id:uuid}/shares/new",
    opt=access.needs("contracts.keep"),
    name="contracts.new-share",
)
async def new_share(request: Request[Any, Any, Any], partner_id: FromPath[UUID]) -> Template:
    """The form for a gain-share."""
    return await _new_share_page(request, forms.FormState(), partner_id)


@post(
    "/t/{slug:str}/contract-partners/{partner_id:uuid}/shares",
    opt=access.needs("contracts.keep"),
    name="contracts.add-share",
)
@forms.taking(ShareForm, again=_new_share_page)
async def add_share(request: Request[Any, Any, Any], form: ShareForm, partner_id: FromPath[UUID]) -> str:
    """Record what a partner gets of a gain."""
    scope = access.scope_of(request)
    await operations.add_share(scope, partner_id=partner_id, said=_share_said(form))
    return at(scope, await contract_of_partner(scope, partner_id=partner_id), "?said=share#interests")


async def _share_change_page(
    request: Request[Any, Any, Any], state: forms.FormState, share_id: UUID
) -> Template:
    scope = access.scope_of(request)
    contract, partner, share = await _share(scope, share_id)
    return _share_page(request, scope, state, contract, partner, share)


@get(
    "/t/{slug:str}/contract-shares/{share_id:uuid}",
    opt=access.needs("contracts.keep"),
    name="contracts.share",
)
async def share_form(request: Request[Any, Any, Any], share_id: FromPath[UUID]) -> Template:
    """What is said of a gain-share, as a form."""
    scope = access.scope_of(request)
    contract, partner, share = await _share(scope, share_id)
    given = {
        "percent": _plain(share.percent),
        "basis": share.basis,
        "since": share.span.since,
        "until": share.span.until,
    }
    state = forms.FormState({name: value for name, value in given.items() if value is not None})
    return _share_page(request, scope, state, contract, partner, share)


@post(
    "/t/{slug:str}/contract-shares/{share_id:uuid}",
    opt=access.needs("contracts.keep"),
    name="contracts.change-share",
)
@forms.taking(ShareChangeForm, again=_share_change_page)
async def change_share(
    request: Request[Any, Any, Any], form: ShareChangeForm, share_id: FromPath[UUID]
) -> str:
    """Say better what a gain-share is, or when it ends."""
    scope = access.scope_of(request)
    await operations.change_share(
        scope, share_id=share_id, said=_share_said(form), version=form.version, because=form.because
    )
    return at(scope, await contract_of_share(scope, share_id=share_id), "?said=changed")


async def _partner(scope: Scope, partner_id: UUID) -> tuple[ContractView, PartnerView]:
    contract_id = await contract_of_partner(scope, partner_id=partner_id)
    contract = await queries.contract_of(scope, contract_id=contract_id)
    return contract, next(each for each in contract.partners if each.id == partner_id)


async def _share(scope: Scope, share_id: UUID) -> tuple[ContractView, PartnerView, ShareView]:
    contract_id = await contract_of_share(scope, share_id=share_id)
    contract = await queries.contract_of(scope, contract_id=contract_id)
    for partner in contract.partners:
        for share in partner.shares:
            if share.id == share_id:
                return contract, partner, share
    raise NotFound("gain-share")


def _plain(number: Decimal | None) -> str | None:
    return in_per_cent(number).removesuffix("%") if number is not None else None


def _partner_said(form: PartnerForm) -> PartnerSaid:
    return PartnerSaid(**{name: getattr(form, name) for name in PartnerForm.model_fields})


def _share_said(form: ShareForm) -> ShareSaid:
    return ShareSaid(**{name: getattr(form, name) for name in ShareForm.model_fields})


def _partner_page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    contract: ContractView,
    partner: PartnerView | None,
    **offer: Any,
) -> Template:
    known = queries.forms_in_use(contract.forms)
    usual = contract.form.roles if contract.form else ()
    roles = sorted(known.roles, key=lambda role: role.id not in usual)
    return views.page(
        request,
        "contracts/partner.html",
        state=state,
        contract=contract,
        partner=partner,
        offer=offer,
        roles=[(role.id, role.name, role.meaning) for role in roles],
        crumbs=crumbs(scope, contract),
    )


def _share_page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    contract: ContractView,
    partner: PartnerView,
    share: ShareView | None,
) -> Template:
    return views.page(
        request,
        "contracts/share.html",
        state=state,
        contract=contract,
        partner=partner,
        share=share,
        crumbs=crumbs(scope, contract),
    )


ROUTES = [
    new_partner,
    add_partner,
    partner_form,
    change_partner,
    new_share,
    add_share,
    share_form,
    change_share,
]
