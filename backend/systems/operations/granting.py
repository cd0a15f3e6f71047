"""Granting figures to another body, delivering them, and ending that. What is too small never leaves this module."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, content_hash
from backend.scope import NotFound, Scope
from backend.systems.queries.gathering import DELIVER, gathered
from backend.systems.queries.granted import GrantView, grant_of, grants_of, threshold_on
from backend.systems.rules import granting as rules
from backend.systems.rules import suppression
from backend.systems.tables import Delivery, Grant, Threshold
from backend.tenancy.dues import clear_due, set_due, set_due_by
from backend.together import operations as together
from backend.together.rules import Figures, Kind, MessageKind, Shares

GRANTS = "Your role doesn’t grant figures to other organisations."
_AGAIN = timedelta(hours=1)
"""While an answer is waited for."""


async def grant(
    scope: Scope,
    *,
    to_slug: str,
    figures: Sequence[rules.Figure],
    every: rules.Every,
    words: str,
    from_on: date,
    until_on: date | None,
    signed_by_id: UUID,
    authority: str,
) -> UUID:
    """Grant figures of ours to another body, which accepts or refuses that; returns the grant's id.

    Nothing goes before it accepts. Raises rules.UnableToGrant, together's UnableToAgree, NotPermitted.
    """
    scope.check_may("systems.grant", GRANTS)
    rules.check_figures(figures)
    wanted = [each for each in rules.Figure if each in figures]
    slug = to_slug.strip().casefold()
    for each in await grants_of(scope):
        if each.agreement.other_slug == slug and each.can_end:
            raise rules.UnableToGrant(
                f"{each.agreement.other_name} has a grant of ours already. End that one first, so that it is plain "
                "which figures go.",
                field="to_slug",
            )
    agreement_id = await together.propose(
        scope,
        to_slug=slug,
        kind=Kind.SYSTEM,
        name=f"Figures of {scope.tenant.name}",
        terms=rules.terms_of(wanted, every, words, giver=scope.tenant.name, taker="the other body"),
        shares=Shares.FIGURES,
        committee_id=None,
        acting_as=scope.tenant.name,
        from_on=from_on,
        until_on=until_on,
        signed_by_id=signed_by_id,
        authority=authority,
    )
    grant_id = new_id()
    await Grant.add(
        scope,
        id=grant_id,
        agreement_id=agreement_id,
        figures=[each.value for each in wanted],
        every=every.value,
        granted_at=scope.now,
        granted_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "systems.grant.made",
        Record(room="systems", kind="grant", id=grant_id, title=f"Figures for {slug}"),
        after={"to": slug, "figures": wanted, "every": every, "agreement_id": agreement_id},
    )
    await set_due_by(scope, chore=DELIVER, at=max(scope.now + _AGAIN, _morning(scope, from_on)))
    return grant_id


async def deliver(scope: Scope, *, grant_id: UUID) -> UUID | None:
    """Send the figures as they are today; returns the message's id, or none where today's went by hand already.

    Raises together's UnableToShare where the agreement is not in force, NotPermitted, NotFound.
    """
    scope.check_may("systems.grant", GRANTS)
    await _hold(scope, grant_id)
    view = await grant_of(scope, grant_id=grant_id)
    keys = {each.key for each in view.deliveries}
    key = rules.FIRST if rules.FIRST not in keys else rules.key_by_hand(scope.today)
    return None if key in keys else await _deliver(scope, view, key)


async def deliver_owed(scope: Scope) -> int:
    """Send every first delivery and every month's that is owed today, once; says when to look again."""
    sent, waits, monthly = 0, False, False
    for known in await grants_of(scope):
        await _hold(scope, known.id)
        view = await grant_of(scope, grant_id=known.id)  # as it is now that nobody else sends
        if view.agreement.in_force:
            last_on = view.deliveries[0].as_at if view.deliveries else None
            keys = {line.key for line in view.deliveries}
            key = rules.key_due(keys, last_on, today=scope.today, every=view.every)
            if key is not None:
                await _deliver(scope, view, key)
                sent += 1
            monthly = monthly or view.every is rules.Every.MONTH
        waits = waits or view.waits or (view.can_end and view.agreement.standing.from_on > scope.today)
    if waits:
        await set_due(scope, chore=DELIVER, at=scope.now + _AGAIN)
    elif monthly:
        first = (scope.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        await set_due(scope, chore=DELIVER, at=_morning(scope, first))
    else:  # whoever grants next says when to look
        await clear_due(scope, chore=DELIVER)
    return sent


async def end(scope: Scope, *, grant_id: UUID, because: str) -> None:
    """Revoke a grant from today, or take it back unanswered. What went stays there, shown as ended.

    Raises together's UnableToAgree, NotPermitted, NotFound.
    """
    scope.check_may("systems.grant", GRANTS)
    await _hold(scope, grant_id)
    view = await grant_of(scope, grant_id=grant_id)
    await together.end(scope, agreement_id=view.agreement.id, because=because)
    await ledger.record(
        scope,
        "systems.grant.ended",
        _record(view),
        before={"figures": view.figures},
        after={"because": because, "delivered": len(view.deliveries)},
    )


async def settle_threshold(scope: Scope, *, threshold: int, from_on: date, source: str) -> None:
    """Settle from which day counts of fewer people than this are hidden. Raises suppression.UnableToSettle."""
    scope.check_may("systems.grant", GRANTS)
    suppression.check_threshold(threshold, source=source)
    if from_on < scope.today:
        raise suppression.UnableToSettle(
            f"Choose today or a later day: what went before {in_words(scope.today)} can’t be hidden afterwards.",
            field="from_on",
        )
    before = await threshold_on(scope, from_on)
    threshold_id = new_id()
    await Threshold.add(
        scope,
        id=threshold_id,
        threshold=threshold,
        from_on=from_on,
        source=source.strip(),
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "systems.threshold.settled",
        Record(room="systems", kind="threshold", id=threshold_id, title=f"Fewer than {threshold} people"),
        before={"threshold": before.threshold},
        after={"threshold": threshold, "from_on": from_on, "source": source.strip()},
    )


async def _deliver(scope: Scope, view: GrantView, key: str) -> UUID:
    held = await threshold_on(scope)
    found = await gathered(scope, view.figures, threshold=held.threshold)
    delivery_id = new_id()
    said = Figures(
        delivery_id=delivery_id,
        key=key,
        as_at=scope.today,
        threshold=held.threshold,
        threshold_from=held.source,
        figures=tuple(each.value for each in view.figures),
        lines=tuple(line for lines in found.values() for line in lines),
    )
    message_id = await together.post(
        scope, agreement_id=view.agreement.id, kind=MessageKind.FIGURES, said=said
    )
    await Delivery.add(
        scope,
        id=delivery_id,
        grant_id=view.id,
        key=key,
        as_at=scope.today,
        message_id=message_id,
        said=said.model_dump_json(),
        made_at=scope.now,
        made_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "systems.figures.delivered",
        _record(view, sha256=content_hash(said.model_dump(mode="json"))),
        after={
            "key": key,
            "to": view.agreement.other_slug,
            "message_id": message_id,
            "lines": len(said.lines),
        },
    )
    return message_id


async def _hold(scope: Scope, grant_id: UUID) -> None:
    """Let nobody else deliver or end the same grant until the transaction ends. Raises NotFound."""
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"systems/{grant_id}")
    if not await Grant.within(scope, Grant.id).where(Grant.id == grant_id):
        raise NotFound("grant")


def _record(view: GrantView, *, sha256: str | None = None) -> Record:
    title = f"Figures for {view.agreement.other_name}"
    return Record(room="systems", kind="grant", id=view.id, title=title, hash=sha256)


def _morning(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(6), ZoneInfo(scope.tenant.time_zone))
