"""Planning, proposing, accepting, deferring, refusing, referring and ending business."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.identity import new_id
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.people import queries as people
from backend.planning import rules
from backend.planning.operations import steps
from backend.planning.queries import plans
from backend.planning.rules import cycles
from backend.planning.tables import Business
from backend.scope import NotPermitted, Scope


async def plan_business(
    scope: Scope,
    *,
    committee_id: UUID,
    title: str,
    purpose: meeting_rules.Purpose,
    cycle: cycles.Cycle,
    first_month: date,
    owner_person_id: UUID | None = None,
    minutes: int | None = None,
    part: meeting_rules.Part = meeting_rules.Part.PUBLIC,
    private_reason: str | None = None,
    why: str | None = None,
    only_proposed: bool = False,
) -> UUID:
    """Put a line of business on a committee's plan: planned by whoever steers it, proposed by anybody else who may.

    `only_proposed` leaves it for another to accept, whoever it is that plans it. Raises rules.UnableToPlan,
    NotPermitted, NotFound.
    """
    if not rules.may_propose(scope, committee_id=committee_id):
        raise NotPermitted("Business is proposed by a committee’s members, executive owners and officers.")
    committee = await committees.committee(scope, committee_id=committee_id)
    values = _traits(title, purpose, cycle, first_month, owner_person_id, minutes, part, private_reason, why)
    await _check(scope, values)
    steers = not only_proposed and rules.may_steer(scope, committee_id=committee_id)
    await steps.hold_plan(scope, committee_id)
    hand = steps.Hand(scope, committee_id)
    business_id = new_id()
    await hand.add(
        "business",
        id=business_id,
        committee_id=committee_id,
        thread_id=new_id(),
        proposed_at=scope.now,
        proposed_by_person_id=scope.actor.person_id,
        proposed_by_name=scope.actor.name,
        accepted_at=scope.now if steers else None,
        **values,
    )
    verb = "planned" if steers else "proposed"
    await hand.done(
        f"planning.business.{verb}",
        subject=_record(business_id, title),
        words=f"{verb.capitalize()} “{title}” for the {committee.name}: "
        f"{cycles.softly(cycles.in_words(cycle, first_month))}",
    )
    return business_id


async def change_business(
    scope: Scope,
    *,
    business_id: UUID,
    title: str,
    purpose: meeting_rules.Purpose,
    cycle: cycles.Cycle,
    first_month: date,
    owner_person_id: UUID | None = None,
    minutes: int | None = None,
    part: meeting_rules.Part = meeting_rules.Part.PUBLIC,
    private_reason: str | None = None,
    why: str | None = None,
) -> None:
    """Change what a line of business is; what became of it in its months stays. Raises rules.UnableToPlan, NotFound."""
    business, hand = await _held(scope, business_id)
    values = _traits(title, purpose, cycle, first_month, owner_person_id, minutes, part, private_reason, why)
    await _check(scope, values)
    await hand.change("business", business, **values)
    if not hand.idle:
        await hand.done(
            "planning.business.changed", subject=_record(business_id, title), words=f"Changed “{title}”"
        )


async def accept_business(scope: Scope, *, business_id: UUID) -> None:
    """Take what was proposed, or referred here, into the plan. Raises rules.UnableToPlan, NotFound."""
    business, hand = await _held(scope, business_id)
    if business["accepted_at"] is not None:
        raise rules.UnableToPlan(f"“{business['title']}” is on the plan already.")
    view = await plans.business(scope, business_id=business_id)
    if view.refused_because is not None:
        raise rules.UnableToPlan(f"“{business['title']}” was refused; undo that, or have it proposed again.")
    await hand.change("business", business, accepted_at=scope.now)
    await hand.done(
        "planning.business.accepted",
        subject=_record(business_id, business["title"]),
        words=f"Accepted “{business['title']}”",
    )


async def defer(scope: Scope, *, business_id: UUID, month: date, to_month: date, reason: str) -> None:
    """Put business of a month off to a later one, with the reason. Raises rules.UnableToPlan, NotFound."""
    words = rules.check_reason(reason, words="it is deferred")
    business, hand = await _settling(scope, business_id, month)
    rules.check_later(month, to_month=to_month, today=scope.today)
    view = await plans.business(scope, business_id=business_id)
    settled = [each.month for each in view.rows if each.state not in rules.UNSETTLED]
    rules.check_free(to_month, taken=settled, title=business["title"])
    await hand.settle(business, month, state=rules.RowState.DEFERRED.value, reason=words, to_month=to_month)
    await hand.settle(business, to_month, state=rules.RowState.PLANNED.value)
    if business["accepted_at"] is None:
        await hand.change("business", business, accepted_at=scope.now)
    await hand.done(
        "planning.row.deferred",
        subject=_record(business_id, business["title"]),
        words=f"Deferred “{business['title']}” from {cycles.month_in_words(month)} to "
        f"{cycles.month_in_words(to_month)}: {words}",
    )


async def refuse(scope: Scope, *, business_id: UUID, month: date, reason: str) -> None:
    """Say that business is not taken in a month, and why. Raises rules.UnableToPlan, NotFound."""
    words = rules.check_reason(reason, words="it is refused")
    business, hand = await _settling(scope, business_id, month)
    await hand.settle(business, month, state=rules.RowState.REFUSED.value, reason=words)
    await hand.done(
        "planning.row.refused",
        subject=_record(business_id, business["title"]),
        words=f"Refused “{business['title']}” for {cycles.month_in_words(month)}: {words}",
    )


async def refer(scope: Scope, *, business_id: UUID, month: date, to_committee_id: UUID, reason: str) -> UUID:
    """Refer business of a month to another committee, where it is proposed on the same thread. Returns its id there.

    Raises rules.UnableToPlan, NotFound.
    """
    words = rules.check_reason(reason, words="it is referred")
    business, hand = await _settling(scope, business_id, month)
    target = await _other(scope, business["committee_id"], to_committee_id)
    referred_id = await _refer(
        scope,
        hand,
        target_id=target.id,
        thread_id=business["thread_id"],
        came_from_id=business_id,
        because=words,
        title=business["title"],
        purpose=business["purpose"],
        part=business["part"],
        private_reason=business["private_reason"],
        minutes=business["minutes"],
        owner_person_id=business["owner_person_id"],
    )
    await hand.settle(
        business, month, state=rules.RowState.REFERRED.value, reason=words, to_committee_id=target.id
    )
    await hand.done(
        "planning.row.referred",
        subject=_record(business_id, business["title"]),
        words=f"Referred “{business['title']}” of {cycles.month_in_words(month)} to the {target.name}: {words}",
    )
    return referred_id


async def refer_item(scope: Scope, *, item_id: UUID, to_committee_id: UUID, reason: str) -> UUID:
    """Refer an agenda item to another committee, where it is proposed on the item's own thread.

    The item stays on its agenda: whether it is withdrawn or was taken is another matter. Raises rules.UnableToPlan.
    """
    words = rules.check_reason(reason, words="it is referred")
    meeting, item = await meetings.item(scope, item_id=item_id)
    rules.check_may_steer(scope, committee_id=meeting.committee_id)
    target = await _other(scope, meeting.committee_id, to_committee_id)
    await steps.hold_plan(scope, meeting.committee_id)
    hand = steps.Hand(scope, meeting.committee_id)
    referred_id = await _refer(
        scope,
        hand,
        target_id=target.id,
        thread_id=await meetings.thread_id_of(scope, item_id=item_id),
        came_from_id=None,
        because=f"From the {meeting.committee}, “{meeting.title}”: {words}",
        title=item.title,
        purpose=item.purpose.value,
        part=item.part.value,
        private_reason=item.private_reason,
        minutes=item.minutes,
        owner_person_id=item.lead_person_id,
    )
    await hand.done(
        "planning.item.referred",
        subject=Record(room="meetings", kind="item", id=item_id, title=item.title),
        words=f"Referred item {item.label or ''} “{item.title}” to the {target.name}: {words}",
    )
    return referred_id


async def end_business(scope: Scope, *, business_id: UUID, last_month: date, because: str) -> None:
    """Let business that repeats come no more after a month. Raises rules.UnableToPlan, NotFound."""
    words = rules.check_reason(because, words="it ends")
    business, hand = await _held(scope, business_id)
    if last_month < business["first_month"]:
        raise rules.UnableToPlan(
            f"“{business['title']}” begins in {cycles.month_in_words(business['first_month'])}; it can’t end before.",
            field="last_month",
        )
    await hand.change("business", business, ended_on=last_month, ended_because=words)
    if not hand.idle:
        await hand.done(
            "planning.business.ended",
            subject=_record(business_id, business["title"]),
            words=f"Ended “{business['title']}” after {cycles.month_in_words(last_month)}: {words}",
        )


async def _refer(
    scope: Scope,
    hand: steps.Hand,
    *,
    target_id: UUID,
    thread_id: UUID,
    came_from_id: UUID | None,
    because: str,
    **traits: Any,
) -> UUID:
    return await hand.add(
        "business",
        committee_id=target_id,
        thread_id=thread_id,
        came_from_id=came_from_id,
        came_because=because,
        why=None,
        cycle=cycles.Cycle.ONCE.value,
        first_month=cycles.month_of(scope.today),
        proposed_at=scope.now,
        proposed_by_person_id=scope.actor.person_id,
        proposed_by_name=scope.actor.name,
        accepted_at=None,
        **traits,
    )


async def _held(scope: Scope, business_id: UUID) -> tuple[dict[str, Any], steps.Hand]:
    """The line, against everybody else; only whoever steers the committee's plan gets further."""
    view = await plans.business(scope, business_id=business_id)
    rules.check_may_steer(scope, committee_id=view.committee_id)
    await steps.hold_plan(scope, view.committee_id)
    (row,) = await Business.within(scope).where(Business.id == business_id)
    return row, steps.Hand(scope, view.committee_id)


async def _settling(scope: Scope, business_id: UUID, month: date) -> tuple[dict[str, Any], steps.Hand]:
    business, hand = await _held(scope, business_id)
    row = await plans.row_of(scope, business_id=business_id, month=month)
    if row is None:
        raise rules.UnableToPlan(
            f"“{business['title']}” does not come in {cycles.month_in_words(month)}.", field="month"
        )
    rules.check_settles(row.state, title=business["title"], month=month)
    return business, hand


async def _other(scope: Scope, committee_id: UUID, to_committee_id: UUID) -> Any:
    if to_committee_id == committee_id:
        raise rules.UnableToPlan("Choose another committee to refer it to.", field="to_committee_id")
    target = await committees.committee(scope, committee_id=to_committee_id)
    if target.retired_on is not None and target.retired_on <= scope.today:
        raise rules.UnableToPlan(f"“{target.name}” does not exist any more.", field="to_committee_id")
    return target


def _traits(
    title: str,
    purpose: meeting_rules.Purpose,
    cycle: cycles.Cycle,
    first_month: date,
    owner_person_id: UUID | None,
    minutes: int | None,
    part: meeting_rules.Part,
    private_reason: str | None,
    why: str | None,
) -> dict[str, Any]:
    return {
        "title": title,
        "purpose": purpose.value,
        "cycle": cycle.value,
        "first_month": cycles.month_of(first_month),
        "owner_person_id": owner_person_id,
        "minutes": minutes,
        "part": part.value,
        "private_reason": private_reason,
        "why": why,
    }


async def _check(scope: Scope, values: dict[str, Any]) -> None:
    meeting_rules.check_part(meeting_rules.Part(values["part"]), values["private_reason"])
    owner = values["owner_person_id"]
    if owner is not None and owner not in await people.persons_by_id(scope, [owner]):
        raise rules.UnableToPlan("Choose the owner from the list.", field="owner_person_id")


def _record(business_id: UUID, title: str) -> Record:
    return Record(room="planning", kind="business", id=business_id, title=title)
