"""Reminding people of what they declared at a meeting until it is on the register; an officer's word on an entry."""

from datetime import UTC, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.sittings.queries.following import FollowUp, entered_by, follow_ups
from backend.sittings.rules import following
from backend.sittings.tables import Entered
from backend.tenancy import dues

CHORE = "sittings.remind_of_declarations"
PATH = "/declarations-at-meetings"
_MORNING = time(7)


async def remind(scope: Scope) -> int:
    """Remind of every entry that is awaited, as its days have come; returns how many letters are new.

    A week before, the person; on the last day and when it was missed, the governance officers too. Each once.
    """
    waiting = [each for each in await follow_ups(scope) if each.open]
    lines = {line.id: line for line in await people.people_of(scope)}
    officers = {line.id for line in lines.values() if permissions.OFFICER in line.roles}
    tellings = []
    for each in waiting:
        rung = following.rung_due(each.due_on, today=scope.today)
        if rung is None:
            continue
        told = {each.person_id} if rung == "before" else {each.person_id} | officers
        for person_id in told & lines.keys():
            line = lines[person_id]
            tellings.append(
                Telling(
                    key=f"sittings.register-entry/{each.id}/{rung}/{person_id}",
                    to=Recipient(person_id=person_id, name=line.name, address=line.email),
                    context=_context(each, rung, own=person_id == each.person_id),
                )
            )
    told_now = await notices.tell_all(scope, kind="sittings.register-entry-due", tellings=tellings)
    await schedule(scope, waiting)
    return len(told_now)


def _context(each: FollowUp, rung: str, *, own: bool) -> dict[str, object]:
    return {
        "name": "you" if own else each.name,
        "meeting": each.meeting,
        "nature": each.nature,
        "due": in_words(each.due_on),
        "overdue": rung == "missed",
        "own": own,
        "path": "/interests/declaration" if own else PATH,
    }


async def schedule(scope: Scope, waiting: list[FollowUp] | None = None) -> None:
    """Say on which morning somebody is to be reminded next."""
    if waiting is None:
        waiting = [each for each in await follow_ups(scope) if each.open]
    day = following.next_day([each.due_on for each in waiting], today=scope.today)
    if day is None:
        await dues.clear_due(scope, chore=CHORE)
        return
    morning = datetime.combine(day, _MORNING, ZoneInfo(scope.tenant.time_zone))
    await dues.set_due(scope, chore=CHORE, at=morning.astimezone(UTC))


async def say_of_entry(scope: Scope, *, declaration_id: UUID, interest_id: UUID, is_it: bool) -> None:
    """Say, as an officer, whether an entry is what was declared; the last word holds. Raises NotFound."""
    each = next((one for one in await follow_ups(scope) if one.id == declaration_id), None)
    if each is None or (each.entry_id != interest_id and is_it is False):
        raise NotFound("declaration at a meeting")
    if not await entered_by(scope, interest_id=interest_id, person_id=each.person_id):
        raise NotFound("entry of the register")
    await Entered.add(
        scope,
        declaration_id=declaration_id,
        interest_id=interest_id,
        is_it=is_it,
        said_at=scope.now,
        said_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "sittings.declaration.entry-judged",
        Record(room="sittings", kind="declaration", id=declaration_id, title=each.nature[:200]),
        after={"interest_id": interest_id, "is_it": is_it},
    )
    await schedule(scope)
