"""“May they decide this?”: a form that asks the scheme and writes nothing."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from backend.kit.identity import parse_id
from backend.powers import queries, rules
from backend.powers.pages.parts import crumbs, pence_of
from backend.powers.queries.checking import decider_of
from backend.powers.rules import PartyKind
from backend.web import access, views
from backend.web.days import day_of

KIND_IN_WORDS = {
    rules.FindingKind.WITHIN: ("Within the power", "green"),
    rules.FindingKind.NEEDS_CONSENT: ("Needs agreement", "orange"),
    rules.FindingKind.BEYOND: ("Beyond the power", "red"),
    rules.FindingKind.NO_FUNCTION: ("Nobody holds it", "red"),
}


@get("/t/{slug:str}/powers/check", opt=access.needs("powers.read"), name="powers.check")
async def check(request: Request[Any, Any, Any]) -> Template:
    """The form with the answer below it, where enough was asked."""
    scope = access.scope_of(request)
    on, typed_on, wrong_day = day_of(request, "on", scope)
    typed = {name: request.query_params.get(name, "")[:120] for name in ("function", "who", "value")}
    value, wrong_value = pence_of(typed["value"])
    choices = await queries.choices_of(scope, with_persons=scope.may("people.read"))
    functions = await queries.functions_of(scope, on=on)
    function_id = parse_id(typed["function"]) if typed["function"] else None
    party = choices.party(typed["who"])
    asked = function_id is not None and party is not None and not (wrong_value or wrong_day)
    found = None
    if asked and function_id is not None and party is not None:
        decider = await decider_of(
            scope,
            committee_id=party.committee_id,
            person_id=party.person_id,
            office=party.office if party.kind is PartyKind.OFFICE else None,
            on=on,
        )
        found = rules.finding(
            await queries.scheme_of(scope, on=on),
            function_id=function_id,
            value=value,
            decider=decider,
            on=on,
        )
        if party.kind is PartyKind.COMMITTEE and party.committee_id is not None:
            found = await queries.with_other_bodies(
                scope, found, committee_id=party.committee_id, function_id=function_id, value=value, on=on
            )
    return views.page(
        request,
        "powers/check.html",
        functions=[(str(each.id), each.name) for each in functions],
        choices=choices.words(persons=True),
        typed={**typed, "on": typed_on},
        wrong=[text for text in (wrong_value, wrong_day) if text],
        missing=_missing(typed, function_id is not None, party is not None),
        found=found,
        said_kind=KIND_IN_WORDS[found.kind] if found else None,
        on=on,
        crumbs=crumbs(scope),
    )


def _missing(typed: dict[str, str], has_function: bool, has_party: bool) -> str | None:
    """What the form was sent without, where it was sent."""
    if not any(typed.values()) or (has_function and has_party):
        return None
    if not has_function and not has_party:
        return "Choose what is decided, and who would decide it."
    return "Choose who would decide it." if has_function else "Choose what is decided."


ROUTES: list[Any] = [check]
