"""Audits with everything that hangs on them, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.audits import operations
from backend.audits.operations import Said
from backend.audits.rules import AuditKind, Level, Priority, Response
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]
_YEARS = iter(range(2003, 2012))


async def _audit(world: Any) -> dict[str, str]:
    async with transactions.scope_tx(world.officer):
        audit_id = await operations.plan_audit(
            world.officer,
            said=Said(title=world.word("audit"), kind=AuditKind.INTERNAL, subject=world.word("subject")),
        )
    return {"audit_id": str(audit_id)}


async def _with_person(world: Any) -> dict[str, str]:
    from tests.house.world import MAKERS

    return {**await _audit(world), **await MAKERS["person"](world)}


async def _recommendation(world: Any) -> dict[str, str]:
    ids = await _with_person(world)
    async with transactions.scope_tx(world.officer):
        recommendation_id = await operations.recommend(
            world.officer,
            audit_id=UUID(ids["audit_id"]),
            words=world.word("recommendation"),
            priority=Priority.HIGH,
        )
    return {**ids, "recommendation_id": str(recommendation_id)}


async def _answered(world: Any) -> dict[str, str]:
    ids = await _recommendation(world)
    async with transactions.scope_tx(world.officer):
        await operations.respond(
            world.officer,
            recommendation_id=UUID(ids["recommendation_id"]),
            response=Response.AGREED,
            words=world.word("answer"),
            owner_person_id=UUID(ids["person_id"]),
            due_on=world.officer.today,
        )
    return ids


async def _engagement(world: Any) -> dict[str, str]:
    ids = await _audit(world)
    today = world.officer.today
    async with transactions.scope_tx(world.officer):
        engagement_id = await operations.engage(
            world.officer,
            audit_id=UUID(ids["audit_id"]),
            name=world.word("auditor"),
            from_on=today,
            until_on=today + timedelta(days=9),
        )
    return {**ids, "engagement_id": str(engagement_id)}


async def _request(world: Any) -> dict[str, str]:
    ids = await _audit(world)
    async with transactions.scope_tx(world.officer):
        request_id = await operations.ask(
            world.officer,
            audit_id=UUID(ids["audit_id"]),
            words=world.word("request"),
            due_on=world.officer.today,
        )
    return {**ids, "request_id": str(request_id)}


async def _opinion(world: Any) -> dict[str, str]:
    year = next(_YEARS)
    async with transactions.scope_tx(world.officer):
        opinion_id = await operations.give_opinion(
            world.officer,
            year=year,
            level=Level.LIMITED,
            words=world.word("opinion"),
            given_by=world.word("head"),
            given_on=date(year + 1, 5, 1),
        )
    return {"opinion_id": str(opinion_id)}


MAKERS: dict[str, Maker] = {
    "audit": _audit,
    "audit_lead": _with_person,
    "recommendation": _recommendation,
    "answered_recommendation": _answered,
    "engagement": _engagement,
    "audit_request": _request,
    "opinion": _opinion,
}
