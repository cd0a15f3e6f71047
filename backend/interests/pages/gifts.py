"""Declaring what was offered: the form, the advice, and what was done."""

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from backend.interests.operations import gifts as acts
from backend.interests.pages.parts import me
from backend.interests.queries import givers
from backend.interests.rules import gifts as rules
from backend.kit import money
from backend.organisations import operations as organisation_operations
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.scope import Refusal, Scope
from backend.web import access, forms, views

NEW_GIVER = "new"


def _pounds(value: Any) -> Any:
    return money.parse_pounds(str(value), most=rules.MOST) if value is not None else value


class OfferForm(forms.Form):
    """What was offered, in the order of the page. `change` asks for this page again, as it was filled in."""

    person_id: UUID | None = Field(None, description="who it was offered to")
    kind: rules.OfferKind = Field(description="what kind of offer it was")
    description: str = Field(min_length=1, max_length=1_000, description="what was offered")
    value: Annotated[Decimal, BeforeValidator(_pounds)] = Field(description="the value")
    giver_id: Literal["new"] | UUID = Field(description="who offered it")
    giver_name: str | None = Field(None, max_length=200, description="the giver's name")
    from_supplier: Literal["yes", "no"] = Field(description="whether they are a supplier")
    offered_on: forms.FormDate = Field(description="when it was offered")
    change: Literal["yes"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _typed_is_new(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Whoever types a name and picks nobody means somebody who is not in the list."""
        picked_nobody = said.get("giver_name") and not said.get("giver_id")
        return {**said, "giver_id": NEW_GIVER} if picked_nobody else said


class GiftForm(OfferForm):
    """The offer, and what was done with it."""

    outcome: rules.Outcome = Field(description="what you did")
    received_on: forms.FormDate | None = Field(None, description="when it was received")
    reason: str | None = Field(None, max_length=1_000, description="the reason")
    approved_by: UUID | None = Field(None, description="who approved it")


@get("/t/{slug:str}/gifts/declaration", opt=access.needs("interests.declare"), name="gifts.form")
async def form(request: Request[Any, Any, Any]) -> Template:
    """The form for an offer."""
    return await offer_page(request, access.scope_of(request), forms.FormState())


@post(
    "/t/{slug:str}/gifts/advice", opt=access.needs("interests.declare"), name="gifts.advice", status_code=200
)
async def advice(request: Request[Any, Any, Any]) -> Template:
    """What the rules say of the offer, before anything is written."""
    scope = access.scope_of(request)
    values = await forms.read_values(request, OfferForm)
    try:
        offer = OfferForm.model_validate(values)
        _check(scope, offer)
    except ValidationError as invalid:
        return await _mended(request, scope, values, forms.errors_of(invalid, OfferForm))
    except Refusal as refusal:
        return await _mended(
            request, scope, values, (forms.FieldError(refusal.field or "", refusal.sentence),)
        )
    if offer.change:
        return await offer_page(request, scope, forms.FormState(values))
    return await _advice_page(request, scope, offer, forms.FormState(values))


@post("/t/{slug:str}/gifts", opt=access.needs("interests.declare"), name="gifts.declare")
async def declare(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Put the offer on the register."""
    scope = access.scope_of(request)

    async def act(form: GiftForm) -> str:
        giver_id = await giver_of(scope, form)
        gift_id = await acts.declare_gift(
            scope, person_id=form.person_id or me(scope), offer=as_offer(form, giver_id)
        )
        return views.address(scope, f"/gifts/{gift_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        offered = {name: value for name, value in state.values.items() if name in OfferForm.model_fields}
        try:
            offer = OfferForm.model_validate(offered)
            _check(scope, offer)
        except (ValidationError, Refusal):
            return await offer_page(request, scope, state)
        if any(error.field in OfferForm.model_fields for error in state.errors):
            return await offer_page(request, scope, state)
        return await _advice_page(request, scope, offer, state)

    return await forms.submit(request, GiftForm, act=act, again=again)


async def offer_page(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    return views.page(
        request,
        "interests/gift-form.html",
        state=state,
        choices=await choices(scope),
        crumbs=gift_crumbs(scope),
    )


async def choices(scope: Scope) -> dict[str, Any]:
    """What the fields of an offer let one choose from."""
    persons = await people.people_of(scope)
    known = await organisations.organisations_of(scope)
    return {
        "kinds": [
            (kind.value, words, rules.KIND_MEANING[kind]) for kind, words in rules.KIND_IN_WORDS.items()
        ],
        "givers": [(line.id, line.name) for line in known],
        "persons": [(line.id, line.name) for line in persons],
        "outcomes": [(outcome.value, words) for outcome, words in rules.OUTCOME_IN_WORDS.items()],
        "me": me(scope),
    }


async def giver_of(scope: Scope, form: OfferForm) -> UUID:
    """The giver that was picked, or a new organisation by the name that was typed, unless it is known after all."""
    known = await known_giver(scope, form)
    if known is not None:
        return known
    assert form.giver_name is not None
    return await organisation_operations.add_as_named(
        scope, name=form.giver_name, demonstration=scope.tenant.demonstration
    )


async def known_giver(scope: Scope, form: OfferForm) -> UUID | None:
    """The giver where the directory has it; nothing for a new one. Raises `UnableToDeclareGift` for no name."""
    if form.giver_id != NEW_GIVER:
        return UUID(str(form.giver_id))
    if not form.giver_name:
        raise rules.UnableToDeclareGift(
            "Enter the giver's name, or pick them from the list.", field="giver_name"
        )
    same = (await organisations.organisations_named(scope, names=[form.giver_name]))[form.giver_name]
    return same[0].id if same else None


def as_offer(form: GiftForm, giver_id: UUID) -> acts.Offer:
    return acts.Offer(
        kind=form.kind,
        giver_id=giver_id,
        from_supplier=form.from_supplier == "yes",
        description=form.description,
        pounds=form.value,
        offered_on=form.offered_on,
        outcome=form.outcome,
        received_on=form.received_on,
        reason=form.reason,
        approved_by=form.approved_by,
    )


def gift_crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Gifts, hospitality and sponsorship", views.address(scope, "/gifts"))]


def _check(scope: Scope, offer: OfferForm) -> None:
    """What can be said of the offer alone, before the second page is shown."""
    rules.check_can_declare_for(
        recipient=offer.person_id or me(scope),
        actor=scope.actor.person_id,
        may_review=scope.may("interests.review"),
    )
    rules.check_offer(pounds=offer.value, offered_on=offer.offered_on, received_on=None, today=scope.today)
    if offer.giver_id == NEW_GIVER and not offer.giver_name:
        raise rules.UnableToDeclareGift(
            "Enter the giver's name, or pick them from the list.", field="giver_name"
        )


async def _mended(
    request: Request[Any, Any, Any],
    scope: Scope,
    values: dict[str, Any],
    errors: tuple[forms.FieldError, ...],
) -> Template:
    page = await offer_page(request, scope, forms.FormState(values, errors))
    page.status_code = 422
    return page


async def _advice_page(
    request: Request[Any, Any, Any], scope: Scope, offer: OfferForm, state: forms.FormState
) -> Template:
    giver_id = await known_giver(scope, offer)
    person_id = offer.person_id or me(scope)
    given_by = await organisations.organisations_by_id(scope, ids=[giver_id] if giver_id else [])
    recipients = await people.persons_by_id(scope, [person_id])
    if (giver_id and giver_id not in given_by) or person_id not in recipients:
        field, what = ("person_id", "the person") if giver_id in given_by else ("giver_id", "the giver")
        error = forms.FieldError(field, f"Choose {what} from the list.")
        return await _mended(request, scope, dict(state.values), (error,))
    return views.page(
        request,
        "interests/gift-advice.html",
        state=state,
        offer=offer,
        kind=rules.KIND_IN_WORDS[offer.kind],
        recipient=recipients[person_id],
        mine=person_id == scope.actor.person_id,
        giver=given_by[giver_id].name if giver_id else offer.giver_name,
        counsel=await givers.counsel(
            scope,
            person_id=person_id,
            giver_id=giver_id,
            from_supplier=offer.from_supplier == "yes",
            kind=offer.kind,
            pounds=offer.value,
            offered_on=offer.offered_on,
        ),
        outcomes=[(outcome.value, words) for outcome, words in rules.OUTCOME_IN_WORDS.items()],
        approvers=[(line.id, line.name) for line in await people.people_of(scope) if line.id != person_id],
        crumbs=gift_crumbs(scope),
    )


ROUTES = [form, advice, declare]
