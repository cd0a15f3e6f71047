"""Who may read what was done to a record: whoever may read the ledger, and whoever may see the record itself.

Whether somebody may see it is asked of the room that owns it, by the query of the record's own page. A kind that is not
listed here has no such page, or one that shows each reader something else: its lines are for readers of the ledger.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.actions import queries as actions
from backend.committees import queries as committees
from backend.contracts import queries as contracts
from backend.delegation import queries as delegation
from backend.functions import queries as functions
from backend.measures import queries as measures
from backend.organisations import queries as organisations
from backend.procurement.queries import procurements
from backend.risks import queries as risks
from backend.scope import NotFound, NotPermitted, Scope
from backend.statements.queries import statements

LEDGER = "ledger.read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A kind of record with a page: the permission and address of the page, and the query that it asks."""

    permission: str
    path: str
    ask: Callable[[Scope, UUID], Awaitable[Any]]


KINDS: Mapping[str, Seen] = {
    "actions.action": Seen(
        permission="actions.read",
        path="/actions/{id}",
        ask=lambda scope, found: actions.action(scope, action_id=found),
    ),
    "committees.committee": Seen(
        permission="committees.read",
        path="/committees/{id}",
        ask=lambda scope, found: committees.committee(scope, committee_id=found),
    ),
    "contracts.contract": Seen(
        permission="contracts.read",
        path="/contracts/{id}",
        ask=lambda scope, found: contracts.contract_of(scope, contract_id=found),
    ),
    "delegation.milestone": Seen(
        permission="delegation.read",
        path="/delegation/milestones/{id}",
        ask=lambda scope, found: delegation.milestone(scope, milestone_id=found),
    ),
    "functions.function": Seen(
        permission="functions.read",
        path="/functions/{id}",
        ask=lambda scope, found: functions.function_view(scope, function_id=found),
    ),
    "functions.agreement": Seen(
        permission="functions.read",
        path="/delegation-agreements/{id}",
        ask=lambda scope, found: functions.agreement(scope, agreement_id=found),
    ),
    "measures.measure": Seen(
        permission="measures.read",
        path="/measures/{id}",
        ask=lambda scope, found: measures.measure(scope, measure_id=found),
    ),
    "organisations.organisation": Seen(
        permission="organisations.read",
        path="/organisations/{id}",
        ask=lambda scope, found: organisations.organisation(scope, organisation_id=found),
    ),
    "procurement.procurement": Seen(
        permission="procurement.read",
        path="/procurement/{id}",
        ask=lambda scope, found: procurements.procurement(scope, procurement_id=found),
    ),
    "risks.risk": Seen(
        permission="risks.read",
        path="/risks/{id}",
        ask=lambda scope, found: risks.risk_of(scope, risk_id=found),
    ),
    "statements.statement": Seen(
        permission="statements.read",
        path="/statements/{id}",
        ask=lambda scope, found: statements.statement(scope, statement_id=found),
    ),
}


async def check_may_read(scope: Scope, *, room: str, kind: str, record_id: UUID) -> None:
    """Raises NotFound unless this reader may know what was done to the record: the same for one that never was."""
    if scope.may(LEDGER):
        return
    seen = KINDS.get(f"{room}.{kind}")
    if seen is None or not scope.may(seen.permission):
        raise NotFound("record")
    try:
        await seen.ask(scope, record_id)
    except (NotFound, NotPermitted) as refusal:
        raise NotFound("record") from refusal


def path_of(scope: Scope, *, room: str, kind: str, record_id: UUID) -> str | None:
    """The address of the record's own page, where it has one and this reader may open it."""
    seen = KINDS.get(f"{room}.{kind}")
    return seen.path.format(id=record_id) if seen and scope.may(seen.permission) else None
