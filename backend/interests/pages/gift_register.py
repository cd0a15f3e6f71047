"""The register of gifts, hospitality and sponsorship, one entry with its history, and the view by giver."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from backend.interests import bars
from backend.interests.pages.gifts import gift_crumbs
from backend.interests.queries import gifts as queries
from backend.interests.queries import givers
from backend.interests.rules import gifts as rules
from backend.kit.identity import parse_id
from backend.kit.money import in_pounds
from backend.web import access, forms, views

DRAWN = 15
"""How many givers the picture shows; the table beside it shows every one."""


@get("/t/{slug:str}/gifts", opt=access.needs("interests.read"), name="gifts.register")
async def shown(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    person: Annotated[str, QueryParameter(name="person", max_length=40)] = "",
    giver: Annotated[str, QueryParameter(name="giver", max_length=40)] = "",
    kind: Annotated[str, QueryParameter(name="kind", max_length=40)] = "",
    outcome: Annotated[str, QueryParameter(name="outcome", max_length=40)] = "",
    status: Annotated[str, QueryParameter(name="status", max_length=40)] = "",
    against: Annotated[str, QueryParameter(name="against", max_length=3)] = "",
    on: Annotated[str, QueryParameter(name="on", max_length=10)] = "",
    known: Annotated[str, QueryParameter(name="known", max_length=10)] = "",
    page: Annotated[str, QueryParameter(name="page", max_length=6)] = "1",
) -> Template:
    """The register, filtered, as it stood on any day and as it was known on another."""
    scope = access.scope_of(request)
    day, day_problem = _day(on)
    known_on, known_problem = _day(known)
    known_at = (
        min(rules.end_of_day(known_on, time_zone=scope.tenant.time_zone), scope.now) if known_on else None
    )
    found = await queries.gifts_of(
        scope,
        on=day,
        known_at=known_at,
        sought=queries.Sought(
            person_id=parse_id(person),
            giver_id=parse_id(giver),
            kind=rules.OfferKind(kind) if kind in set(rules.OfferKind) else None,
            outcome=rules.Outcome(outcome) if outcome in set(rules.Outcome) else None,
            status=rules.GiftStatus(status) if status in set(rules.GiftStatus) else None,
            against_advice=against == "yes",
            text=text,
        ),
        number=int(page) if page.isascii() and page.isdecimal() and int(page) else 1,
    )
    people, named = await givers.choices_of(scope)
    chosen = {
        "text": text,
        "person": person,
        "giver": giver,
        "kind": kind,
        "outcome": outcome,
        "status": status,
        "against": against,
        "on": on,
        "known": known,
    }
    return views.page(
        request,
        "interests/gifts.html",
        found=found,
        people=people,
        givers=named,
        kinds=rules.KIND_IN_WORDS,
        outcomes=rules.OUTCOME_IN_WORDS,
        statuses={
            status: words
            for status, words in rules.STATUS_IN_WORDS.items()
            if status is not rules.GiftStatus.WITHDRAWN
        },
        chosen=chosen,
        filtered=any(chosen.values()),
        rest=urlencode({name: value for name, value in chosen.items() if value}),
        day=day,
        known_on=known_on,
        problems_with_days=[each for each in (day_problem, known_problem) if each],
        me=scope.actor.person_id,
    )


@get("/t/{slug:str}/gifts/givers", opt=access.needs("interests.read"), name="gifts.givers")
async def by_giver(
    request: Request[Any, Any, Any],
    on: Annotated[str, QueryParameter(name="on", max_length=10)] = "",
) -> Template:
    """What each giver gave in the twelve months up to a day: a picture and its table."""
    scope = access.scope_of(request)
    day, problem = _day(on)
    lines = await givers.givers_of(scope, on=day)
    drawn = [
        (line.giver_name, in_pounds(line.kept + line.declined), line.kept, line.declined)
        for line in lines[:DRAWN]
    ]
    last = day or scope.today
    return views.page(
        request,
        "interests/givers.html",
        lines=lines,
        picture=bars.bars_of(drawn),
        left_out=max(0, len(lines) - DRAWN),
        since=rules.window_begins(last, givers.MONTHS),
        until=last,
        on=on,
        problem=problem,
        crumbs=gift_crumbs(scope),
    )


@get("/t/{slug:str}/gifts/{gift_id:uuid}", opt=access.needs("interests.read"), name="gifts.gift")
async def gift(request: Request[Any, Any, Any], gift_id: FromPath[UUID]) -> Template:
    """One entry, its review and its history."""
    return await gift_page(request, forms.FormState(), gift_id)


async def gift_page(request: Request[Any, Any, Any], state: forms.FormState, gift_id: UUID) -> Template:
    scope = access.scope_of(request)
    entry = await queries.gift(scope, gift_id=gift_id)
    mine = entry.person_id == scope.actor.person_id
    counsel = await givers.counsel(
        scope,
        person_id=entry.person_id,
        giver_id=entry.giver_id,
        from_supplier=entry.from_supplier,
        kind=entry.kind,
        pounds=entry.pounds,
        offered_on=entry.offered_on,
        but=gift_id,
    )
    return views.page(
        request,
        "interests/gift.html",
        state=state,
        entry=entry,
        earlier=counsel.earlier,
        versions=await queries.versions_of(scope, gift_id=gift_id),
        withdrawn=entry.status is rules.GiftStatus.WITHDRAWN,
        may_change=entry.status is not rules.GiftStatus.WITHDRAWN
        and scope.may("interests.declare")
        and (mine or scope.may("interests.review")),
        may_review=scope.may("interests.review")
        and rules.can_review(recipient=entry.person_id, reviewer=scope.actor.person_id, status=entry.status),
        may_question=entry.status is rules.GiftStatus.SUBMITTED,
        crumbs=gift_crumbs(scope),
    )


def _day(text: str) -> tuple[date | None, str | None]:
    """The day in a filter; one that can't be read is said, and today taken."""
    if not text.strip():
        return None, None
    try:
        found: date = forms.parse_date(text.strip())
    except ValueError:
        return None, f"“{text}” is not a day that can be read, so today was taken. Write it as 3/6/2014."
    return found, None


ROUTES = [shown, by_giver, gift]
