"""The rules: what binds us, where each value comes from, our own values, and moving to another edition."""

from enum import StrEnum
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import overriding
from backend.catalogue.rulesets import InterestRuleSet
from backend.interests import settings
from backend.interests.operations import rule_sets as acts
from backend.interests.pages.parts import crumbs
from backend.interests.queries import rule_sets as queries
from backend.interests.rules import rule_set_moves, rule_sets
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class ValueForm(forms.Form):
    value: str = Field(min_length=1, max_length=2_000, description="the value")
    reason: str = Field(min_length=1, max_length=1_000, description="the reason")


class ReasonForm(forms.Form):
    reason: str = Field(min_length=1, max_length=1_000, description="the reason")


class MoveForm(forms.Form):
    edition: str = Field(max_length=10, description="the edition")
    seen_from: str = Field(max_length=100)
    reason: str = Field(min_length=1, max_length=1_000, description="the reason")


@get("/t/{slug:str}/interests/rules", opt=access.needs("interests.read"), name="rules.shown")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """The rule set that binds the tenant: each value, its source, our own values, the editions there are."""
    scope = access.scope_of(request)
    binding = await settings.binding_of(scope)
    return views.page(
        request,
        "interests/rules.html",
        crumbs=crumbs(scope),
        binding=binding,
        values=queries.values_of(binding.edition, binding.overrides),
        editions=settings.editions(),
        pins=await queries.pins_of(scope),
        settled=await settings.current(scope),
        **_text_of(binding.lived),
    )


@get(
    "/t/{slug:str}/interests/rules/editions/{edition:str}",
    opt=access.needs("interests.read"),
    name="rules.edition",
)
async def edition_shown(request: Request[Any, Any, Any], edition: FromPath[str]) -> Template:
    """One edition as it is shipped, without our own values: what an entry of its time was made under."""
    scope = access.scope_of(request)
    found = _edition(edition)
    return views.page(
        request,
        "interests/rules-edition.html",
        crumbs=[*crumbs(scope), _rules_crumb(scope)],
        edition=found,
        values=queries.values_of(found),
        binding=await settings.binding_of(scope),
        **_text_of(found),
    )


async def _value_page(request: Request[Any, Any, Any], state: forms.FormState, key: str) -> Template:
    scope = access.scope_of(request)
    binding = await settings.binding_of(scope)
    value = queries.value_of(binding.edition, binding.overrides, key=key)
    known = queries.known_of(binding.edition, key)
    kind = "yes-no" if isinstance(known.value, bool) else "number" if isinstance(known.value, int) else "text"
    if isinstance(known.value, StrEnum):
        kind = "who"
    elif isinstance(known.value, str):
        kind = "words" if len(known.value) > 60 else "text"
    return views.page(
        request,
        "interests/rules-value.html",
        crumbs=[*crumbs(scope), _rules_crumb(scope)],
        binding=binding,
        value=value,
        kind=kind,
        given={True: "yes", False: "no"}.get(value.raw, value.raw) if kind == "yes-no" else value.raw,
        whom=list(rule_sets.WHO_IN_WORDS.items()),
        state=state,
    )


@get(
    "/t/{slug:str}/interests/rules/values/{key:str}",
    opt=access.needs("interests.settle-rules"),
    name="rules.value",
)
async def value_form(request: Request[Any, Any, Any], key: FromPath[str]) -> Template:
    return await _value_page(request, forms.FormState(), key)


@post(
    "/t/{slug:str}/interests/rules/values/{key:str}",
    opt=access.needs("interests.settle-rules"),
    name="rules.set-value",
)
@forms.taking(ValueForm, again=_value_page)
async def set_value(request: Request[Any, Any, Any], form: ValueForm, key: FromPath[str]) -> str:
    """Set a value of our own, with its reason."""
    scope = access.scope_of(request)
    binding = await settings.binding_of(scope)
    known = queries.known_of(binding.edition, key)
    await acts.set_own_value(scope, key=key, value=_typed(known.value, form.value), reason=form.reason)
    return views.address(scope, "/interests/rules?said=set")


@post(
    "/t/{slug:str}/interests/rules/values/{key:str}/removal",
    opt=access.needs("interests.settle-rules"),
    name="rules.take-back",
)
@forms.taking(ReasonForm, again=_value_page)
async def take_back(request: Request[Any, Any, Any], form: ReasonForm, key: FromPath[str]) -> str:
    """Let the edition's value stand again."""
    scope = access.scope_of(request)
    await acts.take_back_own_value(scope, key=key, reason=form.reason)
    return views.address(scope, "/interests/rules?said=taken-back")


@get("/t/{slug:str}/interests/rules/move", opt=access.needs("interests.settle-rules"), name="rules.preview")
async def preview(request: Request[Any, Any, Any]) -> Template | Response[Any]:
    """What a move to another edition changes, and for whom; nothing is applied. Without an edition: to choose one."""
    scope = access.scope_of(request)
    edition = request.query_params.get("edition", "")
    if not edition:
        return views.redirect(views.address(scope, "/interests/rules"))
    return await _move_page(request, scope, edition, forms.FormState())


@post("/t/{slug:str}/interests/rules/move", opt=access.needs("interests.settle-rules"), name="rules.move")
async def move(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Move to another edition from today on."""
    scope = access.scope_of(request)

    async def act(form: MoveForm) -> str:
        await acts.move_to(scope, edition=form.edition, reason=form.reason, seen_from=form.seen_from)
        return views.address(scope, "/interests/rules?said=moved")

    async def again(state: forms.FormState) -> Template:
        return await _move_page(request, scope, str(state.value("edition")), state)

    return await forms.submit(request, MoveForm, act=act, again=again)


async def _move_page(
    request: Request[Any, Any, Any], scope: Scope, edition: str, state: forms.FormState
) -> Template:
    wanted = _edition(edition)
    binding = await settings.binding_of(scope)
    kept, fallen = acts.kept_in_move(wanted, await settings.overrides_of(scope))
    lived = overriding.overridden(wanted, kept)
    return views.page(
        request,
        "interests/rules-move.html",
        crumbs=[*crumbs(scope), _rules_crumb(scope)],
        binding=binding,
        wanted=wanted,
        changes=rule_set_moves.changes_between(binding.lived, lived),
        touched=await queries.touched_by(scope, old=binding.lived, new=lived),
        kept=[(each, _named(wanted, each.key)) for each in kept],
        fallen=[(each, _named(binding.edition, each.key)) for each in fallen],
        may_move=wanted.effective_from.value <= scope.today
        and not (binding.pinned and wanted.key == binding.edition.key),
        state=state,
    )


def _typed(shipped: Any, typed: str) -> bool | int | str:
    """What was typed as the kind of value that the edition has; what can't be stays words, and is refused."""
    if isinstance(shipped, bool):
        return {"yes": True, "no": False}.get(typed, typed)
    if isinstance(shipped, int) and typed.isascii() and typed.isdecimal() and len(typed) < 10:
        return int(typed)
    return typed.removeprefix("£").replace(",", "") if not isinstance(shipped, str | int) else typed


def _edition(edition: str) -> InterestRuleSet:
    try:
        return settings.edition_named(edition)
    except settings.NoRuleSet:
        raise NotFound("edition") from None


def _named(edition: InterestRuleSet, key: str) -> str:
    if key not in overriding.overridable(edition):
        return key
    found = rule_sets.area_and_name(edition, key)
    return found[1] if found else key


def _text_of(rule_set: InterestRuleSet) -> dict[str, Any]:
    """What a rule set says beside its single values."""
    documents = {document.id: document for document in rule_set.documents}
    return {
        "rule_set": rule_set,
        "documents": documents,
        "areas": list(rule_sets.Area),
        "ladders": {
            name: [(rule_sets.limits_in_words([band]), band) for band in bands]
            for name, bands in rule_sets.ladders_of(rule_set).items()
        },
    }


def _rules_crumb(scope: Scope) -> views.Crumb:
    return views.Crumb("Rules", views.address(scope, "/interests/rules"))


ROUTES = [shown, edition_shown, value_form, set_value, take_back, preview, move]
