"""Withholding an item's papers from a conflicted member, and giving them again."""

from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings import rules
from backend.meetings.operations import holding
from backend.meetings.operations.telling import about, tell
from backend.meetings.tables import Treated, Withholding
from backend.meetings.withholding import (
    UnableToWithhold,
    check_is_private,
    check_may_withhold,
    may_withhold,
)
from backend.people import permissions
from backend.people import queries as people
from backend.scope import NotFound, Scope


async def withhold_papers(scope: Scope, *, item_id: UUID, person_id: UUID, reason: str) -> UUID:
    """Withhold the papers of an item from a member of its committee; returns the decision's id.

    Their copies of the pack are built without those papers from now on, the app shows them none of these, and they are
    told what, why and by whom. The papers of a public item are withheld from nobody. Raises UnableToWithhold,
    NotPermitted, NotFound for the item.
    """
    item = await holding.hold_item(scope, item_id)
    check_may_withhold(scope, committee_id=item.meeting.committee_id, person_id=person_id)
    rules.check_can_change(item.meeting.standing)
    check_is_private(private=item.row["part"] == rules.Part.PRIVATE, title=item.title)
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
    withholding_id = await start(scope, item, person_id, member.name, reason.strip())
    await tell_withheld(
        scope, item, withholding_id, person_id, reason=reason.strip(), decided_by=scope.actor.name
    )
    return withholding_id


async def start(
    scope: Scope,
    item: holding.HeldItem,
    person_id: UUID,
    name: str,
    reason: str,
    *,
    decided_by: tuple[UUID | None, str] | None = None,
) -> UUID:
    """Withhold, where somebody decided so; returns the id of what stands, also where it stood before.

    `decided_by` is the person and name of whoever decided, where that is not who writes it down.
    """
    standing = await _standing(scope, item.id, person_id)
    if standing:
        return standing[0]
    withholding_id = new_id()
    decider_id, decider = decided_by or (scope.actor.person_id, scope.actor.name)
    await Withholding.add(
        scope,
        id=withholding_id,
        item_id=item.id,
        person_id=person_id,
        reason=reason,
        decided_at=scope.now,
        decided_by_person_id=decider_id,
        decided_by_name=decider,
    )
    after = {"person_id": person_id, "person": name, "reason": reason, "decided_by": decider}
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
    await tell_given_again(scope, item, withholding_id, person_id, because=because.strip())


async def ask_for_withholding_review(
    scope: Scope, *, withholding_id: UUID, item_id: UUID, words: str
) -> None:
    """The member asks that what was withheld from them be looked at again; whoever may decide it is told.

    Raises UnableToWithhold, NotFound for everybody else.
    """
    row, item = await _held(scope, withholding_id, item_id)
    if row["person_id"] != scope.actor.person_id:
        raise NotFound("withholding")
    if row["review_asked_at"] is not None:
        raise UnableToWithhold("You have asked for a review of this already.")
    if not words.strip():
        raise UnableToWithhold("Say what should be looked at again.", field="words")
    await Withholding.change(scope, review_asked_at=scope.now, review_words=words.strip()).where(
        Withholding.id == withholding_id
    )
    await ledger.record(scope, "meetings.papers.review-asked", item.record, after={"words": words.strip()})
    day = rules.day_of(scope, item.meeting.starts_at)
    members = await committees.members_on(scope, committee_id=item.meeting.committee_id, on=day)
    chairs = {each.person_id for each in members if each.office is not None}
    officers = {each.id for each in await people.people_of(scope, role=permissions.OFFICER)}
    await tell(
        scope,
        kind="meetings.withholding-review-asked",
        key=f"meetings.withholding-review-asked/{withholding_id}",
        to=(chairs | officers) - {scope.actor.person_id},
        context={**about(item), "asked_by": scope.actor.name, "words": words.strip()},
    )


async def answer_withholding_review(
    scope: Scope, *, withholding_id: UUID, item_id: UUID, answer: str
) -> None:
    """Answer a member who asked: the papers stay withheld, and why; to change it, give them again.

    Raises UnableToWithhold, NotPermitted, NotFound.
    """
    row, item = await _held(scope, withholding_id, item_id)
    check_may_withhold(scope, committee_id=item.meeting.committee_id, person_id=row["person_id"])
    if row["review_asked_at"] is None or row["review_answered_at"] is not None:
        raise UnableToWithhold("No review waits for an answer.")
    if not answer.strip():
        raise UnableToWithhold("Say what came of the review.", field="answer")
    await Withholding.change(
        scope,
        review_answered_at=scope.now,
        review_answer=answer.strip(),
        review_answered_by_name=scope.actor.name,
    ).where(Withholding.id == withholding_id)
    after = {"person_id": row["person_id"], "answer": answer.strip()}
    await ledger.record(scope, "meetings.papers.review-answered", item.record, after=after)
    await tell(
        scope,
        kind="meetings.review-answered",
        key=f"meetings.review-answered/{withholding_id}",
        to=[row["person_id"]],
        context={**about(item), "answer": answer.strip(), "answered_by": scope.actor.name},
    )


async def end_all(scope: Scope, item: holding.HeldItem, *, because: str) -> None:
    """Give everybody the papers of an item again, and tell them."""
    rows = await Withholding.within(scope, Withholding.id, Withholding.person_id).where(
        Withholding.item_id == item.id, Withholding.ended_at.is_null()
    )
    for row in rows:  # a handful
        await end(scope, item, row["id"], because=because)
        await tell_given_again(scope, item, row["id"], row["person_id"], because=because)


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


async def tell_withheld(
    scope: Scope,
    item: holding.HeldItem,
    withholding_id: UUID,
    person_id: UUID,
    *,
    reason: str,
    decided_by: str,
) -> None:
    """What is withheld, why and by whom, and how to ask for a review."""
    await tell(
        scope,
        kind="meetings.papers-withheld",
        key=f"meetings.papers-withheld/{withholding_id}",
        to=[person_id],
        context={**about(item), "reason": reason, "decided_by": decided_by},
    )


async def tell_given_again(
    scope: Scope, item: holding.HeldItem, withholding_id: UUID, person_id: UUID, *, because: str
) -> None:
    await tell(
        scope,
        kind="meetings.papers-given-again",
        key=f"meetings.papers-given-again/{withholding_id}",
        to=[person_id],
        context={**about(item), "because": because},
    )


async def _held(scope: Scope, withholding_id: UUID, item_id: UUID) -> tuple[dict[str, Any], holding.HeldItem]:
    """A withholding by hand that stands, of this item. Raises NotFound, UnableToWithhold once it has ended."""
    rows = await fetch(
        "SELECT w.*, EXISTS (SELECT FROM meetings_treatment t WHERE t.tenant_id = $1 AND t.withholding_id = w.id "
        "AND t.ended_at IS NULL) AS treated FROM meetings_withholding w "
        "WHERE w.tenant_id = $1 AND w.id = $2 FOR UPDATE",
        scope.tenant.id,
        withholding_id,
    )
    if not rows or rows[0]["item_id"] != item_id:
        raise NotFound("withholding")
    item = await holding.hold_item(scope, item_id)
    own = rows[0]["person_id"] == scope.actor.person_id
    if not own and not may_withhold(scope, committee_id=item.meeting.committee_id):
        raise NotFound("withholding")
    if rows[0]["ended_at"] is not None:
        raise UnableToWithhold("Those papers are no longer withheld.")
    if rows[0]["treated"]:
        raise UnableToWithhold(
            "The papers follow what was decided about this interest; ask for a review of that."
        )
    return rows[0], item


async def _standing(scope: Scope, item_id: UUID, person_id: UUID) -> list[UUID]:
    rows = await Withholding.within(scope, Withholding.id).where(
        Withholding.item_id == item_id, Withholding.person_id == person_id, Withholding.ended_at.is_null()
    )
    return [row["id"] for row in rows]
