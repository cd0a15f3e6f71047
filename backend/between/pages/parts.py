"""What the pages of the room share: choices, days and pounds of forms, the way back."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from backend.between import rules
from backend.catalogue.quorum import OFFICE_IN_WORDS
from backend.committees import queries as committees
from backend.meetings.pages import fields
from backend.people import queries as people
from backend.powers import queries as powers
from backend.scope import Scope
from backend.web import views

ANSWERS = [(each.value, words) for each, words in rules.ANSWER_IN_WORDS.items()]
HANDLINGS = [(each.value, words) for each, words in rules.HANDLING_IN_WORDS.items()]
KINDS = [(each.value, words) for each, words in rules.KIND_IN_WORDS.items()]


def crumbs(scope: Scope, *, committee: tuple[UUID, str] | None = None) -> list[views.Crumb]:
    way = [views.Crumb("Between meetings", views.address(scope, "/acts"))]
    if committee is not None:
        way.append(views.Crumb(committee[1], views.address(scope, f"/committees/{committee[0]}/acts")))
    return way


def moment(scope: Scope, day: date | None, at: time | None) -> datetime | None:
    """The moment at the tenant's clock; midday where no time is given, or now where that is still to come."""
    if day is None:
        return None
    if at is not None:
        return fields.moment_of(scope, day, at)
    found = fields.moment_of(scope, day, time(12))
    return scope.now if day == scope.today and found > scope.now else found


async def functions(scope: Scope) -> list[tuple[UUID, str]]:
    return [(each.id, each.name) for each in await powers.functions_of(scope)]


async def members(scope: Scope, committee_id: UUID, on: date) -> list[tuple[UUID, str, str]]:
    """Who sits on the committee on a day, with the office or the capacity in which they do."""
    found: dict[UUID, tuple[UUID, str, str]] = {}
    for each in await committees.members_on(scope, committee_id=committee_id, on=on):
        note = OFFICE_IN_WORDS[each.office] if each.office else each.capacity_in_words
        found.setdefault(
            each.person_id, (each.person_id, each.name, note if each.voting else f"{note}, no vote")
        )
    return list(found.values())


async def everybody(scope: Scope, committee_id: UUID, on: date) -> list[tuple[UUID, str]]:
    """The committee's own people first, then everybody else of the organisation, for a list to choose from."""
    own = [
        (person_id, f"{name} ({note})") for person_id, name, note in await members(scope, committee_id, on)
    ]
    known = {person_id for person_id, _ in own}
    return [*own, *((each.id, each.name) for each in await people.people_of(scope) if each.id not in known)]


def facts_of(form: Any, scope: Scope) -> dict[str, Any]:
    """A form's facts as the operations take them."""
    return {
        "title": form.title,
        "words": form.words,
        "because": form.because or "",
        "function_id": form.function_id,
        "value_pence": form.value,
        "taken_at": moment(scope, form.taken_on, form.taken_time),
        "consent": form.consent,
        "private_reason": form.private_reason if form.part == "private" else None,
        "organisation_ids": form.organisation_ids,
    }
