"""Recording notices, representations, and the answers to them."""

from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.organisations import queries as organisations
from backend.procurement.operations.procurements import held, record_of
from backend.procurement.queries.procurements import ProcurementView, procurement
from backend.procurement.rules import regimes
from backend.procurement.rules.deciding import UnableToProcure
from backend.procurement.rules.regimes import NoticeKind
from backend.procurement.rules.standstill import Answer
from backend.procurement.tables.publishing import Notice, Representation
from backend.scope import NotFound, OvertakenByAnother, Scope


async def record_notice(
    scope: Scope, *, procurement_id: UUID, kind: NoticeKind, published_on: date, place: str | None
) -> None:
    """Record that a notice was published. A notice of intention begins the standstill."""
    view = await _open(scope, procurement_id)
    if kind not in regimes.notices_of(view.route):
        raise UnableToProcure(
            f"“{view.route_in_words}” has no such notice. Choose another, or put the route right.",
            field="notice",
        )
    _check_day(scope, view, published_on, field="published_on")
    await Notice.add(
        scope,
        procurement_id=procurement_id,
        kind=kind,
        published_on=published_on,
        place=place,
        recorded_by=scope.actor.name,
        recorded_at=scope.now,
    )
    await ledger.record(
        scope,
        "procurement.notice.published",
        record_of(procurement_id, view.reference, view.title),
        after={"kind": kind, "published_on": published_on, "place": place},
    )


async def record_representation(
    scope: Scope, *, procurement_id: UUID, provider_id: UUID, received_on: date, summary: str
) -> UUID:
    """Record a provider's written representation; within the standstill it holds the award back. Returns its id."""
    view = await _open(scope, procurement_id)
    _check_day(scope, view, received_on, field="received_on")
    if provider_id not in await organisations.organisations_by_id(scope, ids=[provider_id]):
        raise UnableToProcure("Choose the provider from the list.", field="provider_id")
    representation_id: UUID = await Representation.add(
        scope,
        procurement_id=procurement_id,
        provider_id=provider_id,
        received_on=received_on,
        summary=summary,
        recorded_by=scope.actor.name,
    )
    await ledger.record(
        scope,
        "procurement.representation.received",
        record_of(procurement_id, view.reference, view.title),
        after={"provider": provider_id, "received_on": received_on, "summary": summary},
    )
    return representation_id


async def answer_representation(
    scope: Scope,
    *,
    procurement_id: UUID,
    representation_id: UUID,
    answer: Answer,
    answered_on: date,
    note: str | None,
) -> None:
    """Record the further decision: award as intended, repeat a step, or abandon."""
    view = await _open(scope, procurement_id)
    rows = await fetch(
        "SELECT received_on, answer FROM procurement_representation"
        " WHERE tenant_id = $1 AND id = $2 AND procurement_id = $3 FOR UPDATE",
        scope.tenant.id,
        representation_id,
        procurement_id,
    )
    if not rows:
        raise NotFound("representation")
    if rows[0]["answer"] is not None:
        raise OvertakenByAnother("This representation has been answered already.")
    _check_day(scope, view, answered_on, field="answered_on")
    if answered_on < rows[0]["received_on"]:
        raise UnableToProcure("It can't be answered before it was received.", field="answered_on")
    await Representation.change(scope, answer=answer, answered_on=answered_on, answer_note=note).where(
        Representation.id == representation_id
    )
    await ledger.record(
        scope,
        "procurement.representation.answered",
        record_of(procurement_id, view.reference, view.title),
        after={
            "representation": representation_id,
            "answer": answer,
            "answered_on": answered_on,
            "note": note,
        },
    )


async def _open(scope: Scope, procurement_id: UUID) -> ProcurementView:
    await held(scope, procurement_id=procurement_id)
    return await procurement(scope, procurement_id=procurement_id)


def _check_day(scope: Scope, view: ProcurementView, day: date, *, field: str) -> None:
    if day > scope.today:
        raise UnableToProcure("Enter the day on which it happened; that day is still to come.", field=field)
    if day < view.begun_on:
        raise UnableToProcure("That day is before the procurement began.", field=field)
