"""Withholding an item's papers from a conflicted member, and giving them again."""

from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings import rules
from backend.meetings.operations import holding
from backend.meetings.tables import Treated, Withholding
from backend.meetings.withholding import UnableToWithhold, check_may_withhold
from backend.scope import NotFound, Scope


async def withhold_papers(scope: Scope, *, item_id: UUID, person_id: UUID, reason: str) -> UUID:
    """Withhold the papers of an item from a member of its committee; returns the decision's id.

    Their copies of the pack are built without those papers from now on, and the app shows them none of these. Raises
    UnableToWithhold, NotPermitted, NotFound for the item.
    """
    item = await holding.hold_item(scope, item_id)
    check_may_withhold(scope, committee_id=item.meeting.committee_id, person_id=person_id)
    rules.check_can_change(item.meeting.standing)
    if not reason.strip():
        raise UnableToWithhold("Say why the papers are withheld.", field="reason")
    day = rules.day_of(scope, item.meeting.starts_at)
    members = await committees.members_on(scope, committee_id=item.meeting.committee_id, on=day)
    member = next((each for each in members if each.person_id == person_id), None)
    if member is None:
        raise UnableToWithhold(
            f"That person does not sit on the committee on the day of “{item.meeting.title}”.",
            field="person_id",
        )
    standing = await _standing(scope, item_id, person_id)
    if standing:
        raise UnableToWithhold(
            f"The papers of this item are withheld from {member.name} already.", field="person_id"
        )
    return await start(scope, item, person_id, member.name, reason.strip())


async def start(scope: Scope, item: holding.HeldItem, person_id: UUID, name: str, reason: str) -> UUID:
    """Withhold, where somebody decided so; returns the id of what stands, also where it stood before."""
    standing = await _standing(scope, item.id, person_id)
    if standing:
        return standing[0]
    withholding_id = new_id()
    await Withholding.add(
        scope,
        id=withholding_id,
        item_id=item.id,
        person_id=person_id,
        reason=reason,
        decided_at=scope.now,
        decided_by_person_id=scope.actor.person_id,
        decided_by_name=scope.actor.name,
    )
    after = {"person_id": person_id, "person": name, "reason": reason}
    await ledger.record(scope, "meetings.papers.withheld", item.record, after=after)
    return withholding_id


async def give_papers_again(scope: Scope, *, withholding_id: UUID, because: str) -> None:
    """End a withholding: the next copies for that person hold the papers. Raises UnableToWithhold, NotFound."""
    rows = await fetch(
        "SELECT item_id, person_id, ended_at FROM meetings_withholding WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        withholding_id,
    )
    if not rows:
        raise NotFound("withholding")
    item = await holding.hold_item(scope, rows[0]["item_id"])
    person_id = rows[0]["person_id"]
    check_may_withhold(scope, committee_id=item.meeting.committee_id, person_id=person_id)
    if rows[0]["ended_at"] is not None:
        raise UnableToWithhold("Those papers are no longer withheld.")
    treated = await Treated.within(scope, Treated.decided_by_name).where(
        Treated.withholding_id == withholding_id, Treated.ended_at.is_null()
    )
    if treated:
        raise UnableToWithhold(
            f"{treated[0]['decided_by_name']} decided that this member does not get the papers. Change or end that "
            "treatment: the papers follow by themselves."
        )
    if not because.strip():
        raise UnableToWithhold("Say why the papers are given again.", field="because")
    await end(scope, item, withholding_id, because=because.strip())


async def end(scope: Scope, item: holding.HeldItem, withholding_id: UUID, *, because: str) -> None:
    """Give the papers again, where somebody decided so; nothing happens where that was done before."""
    ended = await (
        Withholding.change(scope, ended_at=scope.now, ended_because=because, ended_by_name=scope.actor.name)
        .where(Withholding.id == withholding_id, Withholding.ended_at.is_null())
        .returning(Withholding.person_id)
    )
    if ended:
        after = {"person_id": ended[0]["person_id"], "because": because}
        await ledger.record(scope, "meetings.papers.given-again", item.record, after=after)


async def _standing(scope: Scope, item_id: UUID, person_id: UUID) -> list[UUID]:
    rows = await Withholding.within(scope, Withholding.id).where(
        Withholding.item_id == item_id, Withholding.person_id == person_id, Withholding.ended_at.is_null()
    )
    return [row["id"] for row in rows]
