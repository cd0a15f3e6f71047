"""The page of one agreement, which every form on it comes back to."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.response import Template

from backend.committees import queries as committees
from backend.kit import calendar
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.people import queries as people
from backend.powers import queries as powers
from backend.scope import Scope
from backend.together import queries, rules
from backend.together.queries.meetings import offers_of
from backend.web import access, forms, views


async def agreement_page(
    request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID
) -> Template:
    """The text, both signatures, what passed, and what can be done next."""
    scope = access.scope_of(request)
    view = await queries.agreement(scope, agreement_id=agreement_id)
    may_act = scope.may("together.agree")
    live = may_act and view.line.in_force
    joint = view.line.kind is rules.Kind.JOINT
    oversight = view.line.kind is rules.Kind.OVERSIGHT
    meets = view.line.kind in rules.MEETS
    return views.page(
        request,
        "together/agreement.html",
        state=state,
        agreement=view,
        line=view.line,
        may_act=may_act,
        may_pass=live,
        passed=await queries.passed_under(scope, agreement_id=agreement_id),
        oversight=oversight,
        meets=meets,
        offers=() if joint or not meets else await offers_of(scope, agreement_id=agreement_id),
        meetings=await meetings_to_choose(scope, view.line) if live and meets else [],
        joint=await _joint(scope, view.line) if joint else None,
        committees=[(line.id, line.name) for line in await committees.committees_of(scope)],
        people=await people_to_choose(scope),
        crumbs=crumbs(scope),
    )


async def people_to_choose(scope: Scope) -> list[tuple[UUID, str]]:
    """Everybody but the reader: nobody authorises what they record themselves."""
    return [
        (line.id, line.name) for line in await people.people_of(scope) if line.id != scope.actor.person_id
    ]


async def meetings_to_choose(scope: Scope, line: queries.AgreementLine) -> list[tuple[UUID, str]]:
    """Our committee's meetings: those to come, and of a joint committee all of them."""
    joint = line.kind is rules.Kind.JOINT
    found = await meetings.meetings_of(
        scope, when="all" if joint else "upcoming", committee_id=line.committee_id
    )
    return [
        (each.id, f"{each.title}, {calendar.in_words(meeting_rules.day_of(scope, each.starts_at))}")
        for each in found
        if each.state is not meeting_rules.MeetingState.CANCELLED
    ]


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("With others", views.address(scope, "/together"))]


async def _joint(scope: Scope, line: queries.AgreementLine) -> dict[str, Any]:
    """What the page shows of a joint committee: powers stated by each body, seats with their bodies."""
    found: dict[str, Any] = {
        "stated": await queries.stated_powers(scope, agreement_id=line.id),
        "functions": [(each.id, each.name) for each in await powers.functions_of(scope)],
        "lines": (),
        "seats": [],
    }
    if line.hosts and line.committee_id is not None and line.standing.state is not rules.State.PROPOSED:
        represented = await queries.represented_seats(scope, committee_id=line.committee_id)
        committee = await committees.committee(scope, committee_id=line.committee_id)
        seats = {seat.slug: seat for seat in committee.places}
        found["lines"] = await powers.joint_power_lines(scope, agreement_id=line.id)
        found["seats"] = [
            (slug, seat.name, represented[slug].name if slug in represented else "Not said yet")
            for slug, seat in seats.items()
        ]
        found["theirs"] = [slug for slug in seats if represented.get(slug) == _other(line)]
    return found


def _other(line: queries.AgreementLine) -> rules.Body:
    return rules.Body(slug=line.other_slug, name=line.other_name)
