"""Chasing who has not declared: which rung of the tenant's ladder is due to whom, and ending a chase that is over.

The ladder is data (`workflows/annual-declaration`): so many days before or after the due day, to whom, in what words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue import shelf, wording
from backend.catalogue.workflows import Actor, Chaser, WorkflowDocument
from backend.interests import settings
from backend.interests.queries import campaigns, declarants, declarations
from backend.interests.queries.declarations import Standing
from backend.kit.calendar import in_words, working_day_after
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.tenancy import dues

CHORE = "interests.chase_declarations"
_HOUR = time(7, 30)  # letters are written before the working day begins, on the tenant's own clock
_WORKFLOW = "annual-declaration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A declaration that a person owes, and the rung of the ladder that stands against it today."""

    standing: Standing
    due_on: date
    rung: Chaser


async def chase(scope: Scope) -> int:
    """Tell everyone who owes a declaration what today's rung says, once; returns how many letters are new."""
    everybody = await people.people_of(scope)
    managers = {each.person_id: each.line_manager_id for each in await declarants.declarants_of(scope)}
    tellings = [
        _telling(scope, owed, recipient)
        for owed in await owed_today(scope, ladder=_ladder(scope))
        for recipient in _recipients(owed, everybody, managers.get(owed.standing.person_id))
    ]
    told = await notices.tell_all(scope, kind="interests.declaration-owed", tellings=tellings)
    await schedule(scope)
    return len(told)


async def owed_today(scope: Scope, *, ladder: WorkflowDocument) -> tuple[Owed, ...]:
    """Who owes a declaration today, each with the newest rung that has been reached; older rungs are not made up."""
    found = []
    for standing, due_on in await _due_days(scope):
        if standing.paused:
            continue  # neither chased nor late; the days of the pause are not counted afterwards either
        reached = [rung for rung in ladder.rungs if rung_day(due_on, rung) <= scope.today]
        if reached:
            found.append(
                Owed(standing=standing, due_on=due_on, rung=max(reached, key=lambda r: rung_day(due_on, r)))
            )
    return tuple(found)


def rung_day(due_on: date, rung: Chaser) -> date:
    """The day on which a rung is reached, in days or in England's working days from the due day."""
    return (
        working_day_after(due_on, rung.offset_days)
        if rung.working
        else due_on + timedelta(days=rung.offset_days)
    )


async def schedule(scope: Scope) -> None:
    """Say when the chase next has something to do: the next morning on which a rung is reached for anybody."""
    ladder = _ladder(scope)
    days = [rung_day(due_on, rung) for _, due_on in await _due_days(scope) for rung in ladder.rungs]
    ahead = [day for day in days if _morning(scope, day) > scope.now]
    if ahead:
        await dues.set_due(scope, chore=CHORE, at=_morning(scope, min(ahead)))
    else:
        await dues.clear_due(scope, chore=CHORE)


async def settle(scope: Scope, *, person_id: UUID) -> None:
    """A person has declared: what still waits to chase them is taken back, and the next chase reckoned anew."""
    await notices.withdraw(scope, key=_subject(person_id))
    await notices.withdraw(scope, key=campaign_subject(person_id))
    await schedule(scope)


async def tell_returned(
    scope: Scope, *, message_id: UUID, declaration_id: UUID, person_id: UUID, question: str
) -> None:
    """Tell a person that their declaration came back with a question."""
    person = await people.person_line_of(scope, person_id=person_id)
    await notices.tell(
        scope,
        kind="interests.declaration-returned",
        key=f"interests.declaration/{declaration_id}/returned/{person_id}/{message_id}",
        to=Recipient(person_id=person_id, name=person.name, address=person.email),
        context={"question": question, "reviewer": scope.actor.name, "declaration_id": declaration_id},
    )


async def tell_answered(
    scope: Scope, *, message_id: UUID, declaration_id: UUID, reviewer_id: UUID, answer: str
) -> None:
    """Tell the reviewer that the person has answered."""
    reviewer = await people.person_line_of(scope, person_id=reviewer_id)
    await notices.tell(
        scope,
        kind="interests.declaration-answered",
        key=f"interests.declaration/{declaration_id}/answered/{reviewer_id}/{message_id}",
        to=Recipient(person_id=reviewer_id, name=reviewer.name, address=reviewer.email),
        context={"answer": answer, "person": scope.actor.name, "declaration_id": declaration_id},
    )


def _ladder(scope: Scope) -> WorkflowDocument:
    """The ladder that the tenant has pinned, or the first edition."""
    version = scope.tenant.pins.get(_WORKFLOW, "v1")
    return shelf.catalogue().workflows[f"{_WORKFLOW}/{version}"]


def _recipients(
    owed: Owed, everybody: Sequence[people.PersonLine], manager_id: UUID | None
) -> list[Recipient]:
    """Whom the rung is for. A role that nobody holds here receives nothing."""

    def meant(line: people.PersonLine) -> bool:
        if line.id == owed.standing.person_id:
            return Actor.DECLARANT in owed.rung.to
        if line.id == manager_id and Actor.LINE_MANAGER in owed.rung.to:
            return True
        return Actor.GOVERNANCE_OFFICER in owed.rung.to and permissions.OFFICER in line.roles

    return [
        Recipient(person_id=line.id, name=line.name, address=line.email) for line in everybody if meant(line)
    ]


def _telling(scope: Scope, owed: Owed, recipient: Recipient) -> Telling:
    late = (scope.today - owed.due_on).days
    places = {
        "person": owed.standing.person_name,
        "owner": owed.standing.person_name,
        "tenant": scope.tenant.name,
        "title": "Declaration of interests",
        "due_on": in_words(owed.due_on),
        "opened_on": in_words(owed.standing.last_declared_on or owed.standing.joined_on),
        "days_left": str(max(-late, 0)),
        "days_late": str(max(late, 0)),
        "count": str(owed.standing.open_interests),
        "rule_set": settings.FRAMEWORK,
        "signed_by": "Governance team",
        "address": "",  # the letter's own link stands below
    }
    return Telling(
        key=f"{_subject(owed.standing.person_id)}/{owed.rung.id}/{recipient.person_id}/{owed.due_on}",
        to=recipient,
        context={
            "subject": wording.rendered(owed.rung.notice.subject, places),
            "words": wording.rendered(owed.rung.notice.text, places),
            "to_declarant": recipient.person_id == owed.standing.person_id,
        },
    )


async def _due_days(scope: Scope) -> list[tuple[Standing, date]]:
    """Where each person stands, and when they owe: by the rules, or sooner where an open campaign asks for it."""
    rule_set = await settings.rule_set_of(scope)
    asked = await campaigns.due_in_campaigns(scope)
    found = []
    for standing in await declarations.standings_of(scope):
        due_on = standing.due_on(rule_set)
        found.append((standing, min(due_on, asked.get(standing.person_id, due_on))))
    return found


def campaign_subject(person_id: UUID) -> str:
    """The beginning of the keys under which campaigns write to a person."""
    return f"interests.campaign-asked/{person_id}"


def _subject(person_id: UUID) -> str:
    return f"interests.declaration-owed/{person_id}"


def _morning(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, _HOUR, ZoneInfo(scope.tenant.time_zone)).astimezone(UTC)
