"""Risks of an invented organisation, made by the room's own operations, in one line each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.risks import operations, queries, rules
from backend.risks.operations import Said
from backend.risks.rules.appetite import Category
from backend.scope import Scope
from backend.tenancy import transactions
from tests.scopes import LONDON

SAID = Said(
    title="Too few staff for the invented out-of-hours service",
    cause="Posts stay empty",
    event="The service can’t open on some nights",
    effect="Patients wait longer",
    category="workforce",
    directorate="Quality",
)


async def act(scope: Scope, operation: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    async with transactions.scope_tx(scope):
        return await operation(scope, **given)


async def seen(scope: Scope, risk_id: UUID, *, on: date | None = None) -> queries.RiskView:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.risk_of(scope, risk_id=risk_id, on=on)


async def scored(scope: Scope, risk_id: UUID, likelihood: int, consequence: int, **given: Any) -> UUID:
    kind = given.pop("kind", rules.ScoreKind.CURRENT)
    found: UUID = await act(
        scope,
        operations.score,
        risk_id=risk_id,
        kind=kind,
        likelihood=likelihood,
        consequence=consequence,
        **given,
    )
    return found


def later(scope: Scope, day: str) -> Scope:
    """The same person at nine in the morning of a day."""
    return replace(scope, now=datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=LONDON))


async def with_appetite(scope: Scope, *, most: int, effective_from: date) -> UUID:
    """Settle the appetite for risks of the workforce."""
    async with transactions.scope_tx(scope):
        held = await queries.settings_on(scope, effective_from)
        workforce = Category(key="workforce", name="Workforce", appetite="cautious", most=most)
        categories = (workforce, *(each for each in held.categories if each.key != "workforce"))
        return await operations.settle(
            scope,
            effective_from=effective_from,
            settings=replace(held, categories=categories),
            source="Governing body (invented), 2 September 2014",
        )


def value_of(risk: queries.RiskView) -> int:
    """The current score of a risk that was scored."""
    assert risk.current is not None
    return risk.current.value
