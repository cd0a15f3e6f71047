"""Asking the worker for stock and a rehearsal, and somebody else for approval."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit import queue
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import NotFound, Scope
from backend.succession import rules
from backend.succession.operations.announcing import hold, record_of
from backend.succession.operations.mapping import fingerprint
from backend.succession.queries.conflicts import conflicts_of, still_open
from backend.succession.tables import Plan

STOCK = "succession.take_stock"
REHEARSE = "succession.rehearse"
CARRY_OUT = "succession.carry_out"
APPROVES = "Your role doesn’t approve mergers and splits."

_GIVEN_UP_AFTER = timedelta(hours=1)
"""After so long without an end whatever was under way may be asked for again."""


async def ask_for_stock(scope: Scope, *, plan_id: UUID) -> None:
    """Have stock taken of every predecessor that agreed. Raises rules.UnableToPlan, NotPermitted, NotFound."""
    plan = await _free(scope, plan_id)
    agreed, missing = await _consents(scope, plan_id)
    if not agreed:
        raise rules.UnableToPlan(
            "No predecessor has agreed yet, so nothing of theirs may be looked at."
            if missing
            else "The plan has no predecessor yet."
        )
    await _put_to_work(scope, plan, doing="stock", job=STOCK)


async def ask_for_rehearsal(scope: Scope, *, plan_id: UUID) -> None:
    """Have the whole of it rehearsed: carried out and undone. Raises rules.UnableToPlan, NotPermitted, NotFound."""
    plan = await _free(scope, plan_id)
    _, missing = await _consents(scope, plan_id)
    if missing:
        raise rules.UnableToPlan("Every predecessor agrees before it is rehearsed.")
    taken = await fetch(
        "SELECT 1 FROM succession_predecessor WHERE tenant_id = $1 AND plan_id = $2 AND stock_at IS NOT NULL",
        scope.tenant.id,
        plan_id,
    )
    if not taken:
        raise rules.UnableToPlan("Take stock first: there is nothing to rehearse.")
    await _put_to_work(scope, plan, doing="rehearsal", job=REHEARSE)


async def ask_for_approval(scope: Scope, *, plan_id: UUID) -> None:
    """Ask for approval of the plan as it was rehearsed. Raises rules.UnableToPlan, NotPermitted, NotFound."""
    plan = await _free(scope, plan_id)
    _, missing = await _consents(scope, plan_id)
    split = plan["kind"] == rules.Kind.SPLIT.value
    conflicts = still_open(await conflicts_of(scope, plan_id=plan_id, split=split))
    choices = await fingerprint(scope, plan_id)
    rules.check_can_ask(
        missing=missing,
        open_conflicts=len(conflicts),
        rehearsed=plan["rehearsed_at"] is not None,
        rehearsed_as_it_stands=plan["rehearsed_choices"] == choices,
    )
    await Plan.change(
        scope,
        state=rules.State.ASKED.value,
        asked_at=scope.now,
        asked_by_id=scope.actor.person_id,
        asked_by_name=scope.actor.name,
    ).where(Plan.id == plan_id)
    await ledger.record(
        scope,
        "succession.approval.asked",
        record_of(plan_id, plan["name"]),
        after={"choices": choices, "falls_on": plan["falls_on"]},
    )


async def take_back(scope: Scope, *, plan_id: UUID) -> None:
    """Take the request for approval, or an approval whose day has not come, back. Raises rules.UnableToPlan,
    NotFound."""
    plan = await hold(scope, plan_id)
    waits = plan["state"] == rules.State.ASKED.value or (
        plan["state"] == rules.State.APPROVED.value and plan["doing"] is None
    )
    if not waits:
        raise rules.UnableToPlan("There is no request to take back.")
    await Plan.change(
        scope,
        state=rules.State.ANNOUNCED.value,
        asked_at=None,
        asked_by_id=None,
        asked_by_name=None,
        approved_at=None,
        approved_by_id=None,
        approved_by_name=None,
    ).where(Plan.id == plan_id)
    await ledger.record(scope, "succession.approval.taken-back", record_of(plan_id, plan["name"]))


async def approve(scope: Scope, *, plan_id: UUID, proved_by: object = None) -> None:
    """Approve it as somebody else than whoever asked. On the day, or after it, it is carried out at once.

    Raises rules.UnableToPlan, NotPermitted, NotFound.
    """
    scope.check_may("succession.approve", APPROVES)
    plan = await _held(scope, plan_id)
    rules.check_can_approve(
        state=rules.State(plan["state"]), asked_by=plan["asked_by_id"], approver=scope.actor.person_id
    )
    await Plan.change(
        scope,
        state=rules.State.APPROVED.value,
        approved_at=scope.now,
        approved_by_id=scope.actor.person_id,
        approved_by_name=scope.actor.name,
    ).where(Plan.id == plan_id)
    await ledger.record(
        scope,
        "succession.plan.approved",
        record_of(plan_id, plan["name"]),
        after={"falls_on": plan["falls_on"], "proved_by": proved_by},
    )
    if scope.today >= plan["falls_on"]:
        await _put_to_work(scope, plan, doing="carrying-out", job=CARRY_OUT)


async def ask_to_carry_out(scope: Scope, *, plan_id: UUID) -> None:
    """On the day, have an approved plan carried out. Raises rules.UnableToMerge, UnableToPlan, NotPermitted,
    NotFound."""
    plan = await _held(scope, plan_id)
    if not (scope.may("succession.keep") or scope.may("succession.approve")):
        scope.check_may("succession.keep", APPROVES)
    rules.check_can_carry_out(state=rules.State(plan["state"]), falls_on=plan["falls_on"], today=scope.today)
    if _is_busy(scope, plan):
        raise rules.UnableToPlan("It is being carried out already.")
    await _put_to_work(scope, plan, doing="carrying-out", job=CARRY_OUT)


async def _free(scope: Scope, plan_id: UUID) -> Any:
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"] if _is_busy(scope, plan) else None)
    return plan


def _is_busy(scope: Scope, plan: Any) -> bool:
    return plan["doing"] is not None and scope.now - plan["doing_since"] < _GIVEN_UP_AFTER


async def _held(scope: Scope, plan_id: UUID) -> Any:
    rows = await fetch(
        "SELECT * FROM succession_plan WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, plan_id
    )
    if not rows:
        raise NotFound("plan")
    return rows[0]


async def _consents(scope: Scope, plan_id: UUID) -> tuple[int, int]:
    """How many predecessors agreed, as far as we were told, and how many did not."""
    rows = await fetch(
        "SELECT count(*) FILTER (WHERE a.state = 'accepted')::int AS agreed, "
        "count(*) FILTER (WHERE a.state <> 'accepted')::int AS missing "
        "FROM succession_predecessor p JOIN together_agreement a ON a.tenant_id = $1 AND a.id = p.agreement_id "
        "WHERE p.tenant_id = $1 AND p.plan_id = $2",
        scope.tenant.id,
        plan_id,
    )
    return rows[0]["agreed"], rows[0]["missing"]


async def _put_to_work(scope: Scope, plan: Any, *, doing: str, job: str) -> None:
    await Plan.change(scope, doing=doing, doing_since=scope.now, failed_because=None).where(
        Plan.id == plan["id"]
    )
    await ledger.record(
        scope,
        "succession.work.asked",
        record_of(plan["id"], plan["name"]),
        after={"work": doing, "on": in_words(scope.today)},
    )
    await queue.defer(job, tenant_id=scope.tenant.id, lock=f"succession:{plan['id']}", plan_id=plan["id"])
