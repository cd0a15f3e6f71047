"""Declaring what was offered, correcting it, withdrawing it; each change closes a version and opens the next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.interests import settings
from backend.interests.operations import checking
from backend.interests.queries import gifts as queries
from backend.interests.queries import givers
from backend.interests.rules import gifts as rules
from backend.interests.tables.gifts import Gift
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.scope import NotFound, OvertakenByAnother, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What somebody says of an offer: what, from whom, worth what, when, and what they did with it."""

    kind: rules.OfferKind
    giver_id: UUID
    from_supplier: bool
    description: str
    pounds: Decimal
    offered_on: date
    outcome: rules.Outcome
    received_on: date | None = None
    reason: str | None = None
    approved_by: UUID | None = None


async def declare_gift(scope: Scope, *, person_id: UUID, offer: Offer) -> UUID:
    """Put an offer made to `person_id` on the register, with the advice of the rules and whether it was followed.

    Returns the entry's id. Raises `UnableToDeclareGift`, `NotPermitted`, `NotFound`.
    """
    person = (await people.persons_by_id(scope, [person_id])).get(person_id)
    rules.check_can_declare_for(
        recipient=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    if person is None:
        raise rules.UnableToDeclareGift("Choose the person from the list.", field="person_id")
    judged = await _judged(scope, person_id=person_id, offer=offer)

    gift_id = new_id()
    await Gift.add(
        scope,
        gift_id=gift_id,
        person_id=person_id,
        declared_at=scope.now,
        declared_on=scope.today,
        late=await _is_late(scope, person, offered_on=offer.offered_on),
        status=rules.GiftStatus.SUBMITTED,
        happened=rules.GiftChange.DECLARED,
        changed_by=scope.actor.name,
        known_from=scope.now,
        **judged,
    )
    await ledger.record(scope, "interests.gift.declared", await _record(scope, gift_id), after=_plain(judged))
    return gift_id


async def correct_gift(scope: Scope, *, gift_id: UUID, offer: Offer, because: str) -> None:
    """Say better what was offered, or answer a question: the entry waits for review again.

    What the register said before stays in its history. Raises `UnableToDeclareGift`, `NotPermitted`, `NotFound`.
    """
    newest = await newest_version(scope, gift_id=gift_id)
    rules.check_can_declare_for(
        recipient=newest["person_id"], actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    rules.check_can_change(rules.GiftStatus(newest["status"]))
    judged = await _judged(scope, person_id=newest["person_id"], offer=offer, but=gift_id)

    await supersede(
        scope,
        newest,
        **judged,
        status=rules.GiftStatus.SUBMITTED,
        reviewed_by=None,
        reviewed_at=None,
        happened=rules.GiftChange.CORRECTED,
        change_note=because,
    )
    changed = {name for name, value in judged.items() if newest[name] != value}
    await ledger.record(
        scope,
        "interests.gift.corrected",
        await _record(scope, gift_id),
        before=_plain({name: newest[name] for name in changed}),
        after={**_plain({name: judged[name] for name in changed}), "because": because},
    )


async def withdraw_gift(scope: Scope, *, gift_id: UUID, because: str) -> None:
    """Take an entry off the register that should never have been on it; its history stays."""
    newest = await newest_version(scope, gift_id=gift_id)
    rules.check_can_declare_for(
        recipient=newest["person_id"], actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    rules.check_can_change(rules.GiftStatus(newest["status"]))

    await supersede(
        scope,
        newest,
        status=rules.GiftStatus.WITHDRAWN,
        happened=rules.GiftChange.WITHDRAWN,
        change_note=because,
    )
    await ledger.record(
        scope,
        "interests.gift.withdrawn",
        await _record(scope, gift_id),
        before={"status": newest["status"]},
        after={"status": rules.GiftStatus.WITHDRAWN, "because": because},
    )


async def newest_version(scope: Scope, *, gift_id: UUID) -> dict[str, Any]:
    """The newest version's row, held for us alone until the transaction ends. Raises `NotFound`."""
    rows = await fetch(
        "SELECT * FROM interests_gift WHERE tenant_id = $1 AND gift_id = $2 AND known_to IS NULL FOR UPDATE",
        scope.tenant.id,
        gift_id,
    )
    if not rows:
        raise NotFound("entry")
    return dict(rows[0])


async def supersede(scope: Scope, newest: dict[str, Any], **changes: Any) -> None:
    """Close the newest version at this moment and open the next, with `changes`."""
    if newest["known_from"] >= scope.now:
        raise OvertakenByAnother("Somebody changed this entry at the same moment. Look at it and try again.")
    await Gift.change(scope, known_to=scope.now).where(Gift.id == newest["id"])
    kept = {name: value for name, value in newest.items() if name not in {"tenant_id", "id"}}
    said = {"changed_by": scope.actor.name, "change_note": None, **changes}
    await Gift.add(scope, **{**kept, **said, "known_from": scope.now, "known_to": None})


async def _judged(scope: Scope, *, person_id: UUID, offer: Offer, but: UUID | None = None) -> dict[str, Any]:
    """The columns of an offer after its checks, with what the rules say of it."""
    rules.check_offer(
        pounds=offer.pounds,
        offered_on=offer.offered_on,
        received_on=offer.received_on,
        today=scope.today,
    )
    rules.check_outcome(
        outcome=offer.outcome,
        received_on=offer.received_on,
        recipient=person_id,
        approver=offer.approved_by,
    )
    if offer.giver_id not in await organisations.organisations_by_id(scope, ids=[offer.giver_id]):
        raise rules.UnableToDeclareGift("Choose the giver from the list.", field="giver_id")
    if offer.approved_by and offer.approved_by not in await people.persons_by_id(scope, [offer.approved_by]):
        raise rules.UnableToDeclareGift("Choose who approved it from the list.", field="approved_by")
    found = await givers.counsel(
        scope,
        person_id=person_id,
        giver_id=offer.giver_id,
        from_supplier=offer.from_supplier,
        kind=offer.kind,
        pounds=offer.pounds,
        offered_on=offer.offered_on,
        but=but,
    )
    return {
        "giver_id": offer.giver_id,
        "from_supplier": offer.from_supplier,
        "kind": offer.kind,
        "description": offer.description,
        "pounds": offer.pounds,
        "offered_on": offer.offered_on,
        "received_on": offer.received_on,
        "outcome": offer.outcome,
        "reason": offer.reason,
        "approved_by": offer.approved_by,
        "rule_set": found.advised.rule_set,
        "advice": found.advised.advice,
        "advice_words": found.advised.words,
        "summed_pounds": found.advised.summed,
        "followed": rules.followed(
            found.advised.advice,
            outcome=offer.outcome,
            approved=offer.approved_by is not None,
            reason=offer.reason,
        ),
    }


async def _is_late(scope: Scope, person: people.PersonLine, *, offered_on: date) -> bool:
    """Later than the days that the rule set in force today allows for a declaration, counted from the offer."""
    return await checking.is_late(
        scope,
        person_id=person.id,
        known_on=max(offered_on, person.joined_on) if person.joined_on <= scope.today else offered_on,
        declared_on=scope.today,
        rule_set=await settings.rule_set_of(scope),
    )


async def _record(scope: Scope, gift_id: UUID) -> Record:
    entry = await queries.gift(scope, gift_id=gift_id)
    return record_of(entry)


def record_of(entry: queries.GiftEntry) -> Record:
    title = f"{entry.kind_in_words} from {entry.giver_name} to {entry.person_name}"
    return Record(room="interests", kind="gift", id=entry.gift_id, title=title)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the ledger writes them: money as text, to the penny."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}
