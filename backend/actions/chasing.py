"""Chasing who owes an action: which rung of the tenant's ladder is due to whom, and ending a chase that is over.

The ladder is data (`workflows/action-chase`). Each action keeps the next day on which one of its rungs is reached, so
that a morning looks at what is due that morning alone, and a tenant with nothing due costs one look at an index.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.actions import links, rules
from backend.actions.rules import State
from backend.catalogue import shelf, wording
from backend.catalogue.workflows import Actor, Chaser, WorkflowDocument
from backend.committees import queries as committees
from backend.kit.calendar import in_words, working_day_after, working_day_before
from backend.kit.database import execute, fetch
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.tenancy import dues

CHORE = "actions.chase_actions"
MOST = 2_000
"""Actions chased in one transaction; what is left is taken up in the next."""

_HOUR = time(7, 30)  # letters are written before the working day begins, on the tenant's own clock
_WORKFLOW = "action-chase"

_WHILE = {State.OPEN: "open", State.REOPENED: "open"}
"""The ladder's names of the states in which an action is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An action that is owed, and the rung of the ladder that stands against it today."""

    action: Mapping[str, Any]
    rung: Chaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Whom letters may go to today: persons who are here and not paused, officers, and chairs by committee."""

    here: Mapping[UUID, people.PersonLine]
    officers: tuple[UUID, ...]
    executives: tuple[UUID, ...]
    chairs: Mapping[tuple[UUID, str], UUID]


async def chase(scope: Scope) -> int:
    """Tell everyone who owes an action what today's rung says, once; returns how many actions were looked at.

    Six statements, however many actions are due; at most `MOST` actions at a time.
    """
    ladder = ladder_of(scope)
    rows = await fetch(
        """
        SELECT a.*, c.name AS committee, coalesce(p.name, a.owner_name) AS owner,
          p.id IS NOT NULL AND (p.left_on IS NULL OR p.left_on > $2) AND p.joined_on <= $2 AS owner_here
        FROM actions_action a
        LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
        LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id
        WHERE a.tenant_id = $1 AND a.chase_on <= $2 ORDER BY a.chase_on, a.id LIMIT $3
        FOR UPDATE OF a SKIP LOCKED""",
        scope.tenant.id,
        scope.today,
        MOST,
    )
    if rows:
        around = await _around(scope)
        resting = {row["id"] for row in rows if is_resting(row, around)}
        tellings = [
            _telling(scope, owed, around, recipient, holder)
            for owed in owed_today(rows, ladder=ladder, today=scope.today)
            if owed.action["id"] not in resting
            for recipient, holder in recipients_of(owed, around)
        ]
        await notices.tell_all(scope, kind="actions.action-owed", tellings=tellings)
        await execute(
            "UPDATE actions_action a SET chase_on = n.day "
            "FROM unnest($2::uuid[], $3::date[]) AS n (id, day) WHERE a.tenant_id = $1 AND a.id = n.id",
            scope.tenant.id,
            [row["id"] for row in rows],
            [
                scope.today + timedelta(days=1)
                if row["id"] in resting
                else _next_after(row["due_on"], ladder, scope.today)
                for row in rows
            ],
        )
    return len(rows)


def owed_today(
    rows: Sequence[Mapping[str, Any]], *, ladder: WorkflowDocument, today: date
) -> tuple[Owed, ...]:
    """What is owed, each with the newest rung that has been reached; older rungs are not made up."""
    found = []
    for row in rows:
        state = _WHILE.get(State(row["state"]))
        reached = [
            rung
            for rung in ladder.rungs
            if state in rung.while_in and row["due_on"] and rung_day(row["due_on"], rung) <= today
        ]
        if reached and row["struck_at"] is None:
            newest = max(reached, key=lambda rung: rung_day(row["due_on"], rung))
            found.append(Owed(action=row, rung=newest))
    return tuple(found)


def recipients_of(owed: Owed, around: Around) -> list[tuple[Recipient, UUID | None]]:
    """Whom the rung is for, and in whose name they could answer by a link. A role that nobody holds receives nothing.

    While the owner is away the deputy is written to. Where nobody can be, or the owner's question still waits for an
    answer, the officers are: it is theirs to move.
    """
    action, told = owed.action, dict[UUID, UUID | None]()
    answering = action["asked"] is not None
    if {Actor.OWNER, Actor.DEPUTY} & set(owed.rung.to):
        holder = holder_of(action, around)
        if holder is not None and not answering:
            told[holder] = holder
        else:
            outside = action["owner_name"] and links.holder_from_outside(action["id"], action["owner_name"])
            told.update((each, outside or None) for each in around.officers)
    for actor, whom in _others(owed, around).items():
        if actor in owed.rung.to:
            for person_id in whom:
                told.setdefault(person_id, None)
    return [
        (Recipient(person_id=line.id, name=line.name, address=line.email), holder)
        for person_id, holder in told.items()
        if (line := around.here.get(person_id)) is not None
    ]


def holder_of(action: Mapping[str, Any], around: Around) -> UUID | None:
    """Who is to do it today: the owner, or the deputy of one who is away or has left."""
    holders = (action["owner_person_id"], action["deputy_person_id"])
    return next((each for each in holders if each in around.here), None)


def is_resting(action: Mapping[str, Any], around: Around) -> bool:
    """Whether its owner is paused and nobody stands in: then nobody is late, and nobody hears that they are.

    It is looked at again each morning, and chased once the pause has ended. An owner who left is not away, but gone.
    """
    paused = action["owner_here"] and action["owner_person_id"] not in around.here
    return bool(paused) and holder_of(action, around) is None


def rung_day(due_on: date, rung: Chaser) -> date:
    """The day on which a rung is reached, in days or in England's working days from the due day."""
    if not rung.working:
        return due_on + timedelta(days=rung.offset_days)
    if rung.offset_days < 0:
        return working_day_before(due_on, -rung.offset_days)
    return working_day_after(due_on, rung.offset_days)


def first_chase(scope: Scope, due_on: date | None) -> date | None:
    """When an action that is owed from today on is first chased: a rung that was reached already, tomorrow."""
    if due_on is None:
        return None
    days = [rung_day(due_on, rung) for rung in ladder_of(scope).rungs]
    return max(min(days), scope.today + timedelta(days=1)) if days else None


async def hold_chore(scope: Scope, *, chase_on: date | None) -> None:
    """Have the chore look on a morning, if one is given; an operation says so in its own transaction."""
    if chase_on is not None:
        await dues.set_due_by(scope, chore=CHORE, at=_morning(scope, chase_on))


async def schedule(scope: Scope) -> None:
    """Say when the chase next has something to do: the next morning on which a rung of any action is reached."""
    await dues.hold_due(
        scope, chore=CHORE
    )  # an operation that sets it sooner waits, and then finds its own earlier
    rows = await fetch(
        "SELECT min(chase_on) AS day FROM actions_action WHERE tenant_id = $1 AND chase_on IS NOT NULL",
        scope.tenant.id,
    )
    if rows[0]["day"] is None:
        await dues.clear_due(scope, chore=CHORE)
    else:
        await dues.set_due(scope, chore=CHORE, at=_morning(scope, rows[0]["day"]))


async def settle(scope: Scope, *, action_id: UUID) -> None:
    """What still waits to chase an action is taken back: it is done, or another's, or due on another day."""
    await notices.withdraw(scope, key=_subject(action_id))


async def tell_reopened(scope: Scope, action: Mapping[str, Any], *, step_id: UUID, reason: str) -> None:
    """Tell the owner, or the deputy of an owner who is away, that the action is theirs to do again."""
    around = await _around(scope, roles=False)
    person_id = next(
        (each for each in (action["owner_person_id"], action["deputy_person_id"]) if each in around.here),
        None,
    )
    if person_id is None or person_id == scope.actor.person_id:
        return
    person = around.here[person_id]
    await notices.tell(
        scope,
        kind="actions.action-reopened",
        key=f"{_subject(action['id'])}/reopened/{person_id}/{step_id}",
        to=Recipient(person_id=person_id, name=person.name, address=person.email),
        context={
            "title": title_of(action),
            "reason": None if action["private"] else reason,
            "due_on": action["due_on"],
            "path": f"/actions/{action['id']}",
        },
    )


def ladder_of(scope: Scope) -> WorkflowDocument:
    """The ladder that the tenant has pinned, or the first edition."""
    version = scope.tenant.pins.get(_WORKFLOW, "v1")
    return shelf.catalogue().workflows[f"{_WORKFLOW}/{version}"]


def title_of(action: Mapping[str, Any]) -> str:
    """How an action is named where its words may be seen by others: a private one by its reference alone."""
    reference = rules.reference(action["number"])
    if action["private"]:
        return f"{reference}, a private action"
    first = " ".join(action["words"].split())
    return first if len(first) <= 100 else f"{first[:99].rstrip()}…"


async def _around(scope: Scope, *, roles: bool = True) -> Around:
    paused = await people.paused_on(scope)
    here = {line.id: line for line in await people.people_of(scope) if line.id not in paused}
    members = await committees.members_of_all(scope, on=scope.today) if roles else {}
    return Around(
        here=here,
        officers=_holding(here.values(), permissions.OFFICER),
        executives=_holding(here.values(), permissions.EXECUTIVE),
        chairs={
            (committee_id, member.office.value): member.person_id
            for committee_id, sitting in members.items()
            for member in sitting
            if member.office is not None
        },
    )


def _holding(lines: Collection[people.PersonLine], role: str) -> tuple[UUID, ...]:
    return tuple(line.id for line in lines if role in line.roles)


def _others(owed: Owed, around: Around) -> dict[Actor, tuple[UUID, ...]]:
    committee_id = owed.action["committee_id"]
    seats = {
        actor: tuple(
            person_id
            for (committee, held), person_id in around.chairs.items()
            if committee == committee_id and held == office
        )
        for actor, office in ((Actor.CHAIR, "chair"), (Actor.VICE_CHAIR, "vice-chair"))
    }
    return {
        **seats,
        Actor.GOVERNANCE_OFFICER: around.officers,
        Actor.EXECUTIVE_OWNER: tuple(
            each for each in around.executives if each == owed.action["owner_person_id"]
        ),
    }


def _telling(
    scope: Scope, owed: Owed, around: Around, recipient: Recipient, holder_id: UUID | None
) -> Telling:
    action = owed.action
    standing_in = holder_of(action, around) not in (None, action["owner_person_id"])
    owner = around.here[action["deputy_person_id"]].name if standing_in else action["owner"]
    late = (scope.today - action["due_on"]).days
    places = {
        "person": recipient.name,
        "owner": owner,
        "tenant": scope.tenant.name,
        "title": title_of(action),
        "committee": action["committee"] or scope.tenant.name,
        "meeting_on": in_words(action["source_on"] or action["undertaken_on"]),
        "due_on": in_words(action["due_on"]),
        "opened_on": in_words(action["undertaken_on"]),
        "days_left": str(max(-late, 0)),
        "days_late": str(max(late, 0)),
        "signed_by": "Governance team",
        "address": "",  # the letter's own links stand below
    }
    outside = holder_id is not None and holder_id != recipient.person_id
    answer = holder_id and links.path_of(scope, action_id=action["id"], holder_id=holder_id)
    return Telling(
        key=f"{_subject(action['id'])}/{owed.rung.id}/{recipient.person_id}/{action['due_on']}",
        to=recipient,
        context={
            "subject": wording.rendered(owed.rung.notice.subject, places),
            "words": wording.rendered(owed.rung.notice.text, places),
            "owner": action["owner"],
            "theirs": holder_id == recipient.person_id,
            "stands_in_for": action["owner"] if standing_in else None,
            "outside": outside,
            "asked": rules.ASKED_IN_WORDS[rules.Asked(action["asked"])] if action["asked"] else None,
            "answer_path": answer,
            "path": f"/actions/{action['id']}",
        },
    )


def _next_after(due_on: date | None, ladder: WorkflowDocument, today: date) -> date | None:
    ahead = [day for rung in ladder.rungs if due_on and (day := rung_day(due_on, rung)) > today]
    return min(ahead, default=None)


def _subject(action_id: UUID) -> str:
    return f"actions.action-owed/{action_id}"


def _morning(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, _HOUR, ZoneInfo(scope.tenant.time_zone)).astimezone(UTC)
