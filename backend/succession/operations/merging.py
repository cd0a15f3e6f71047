"""The merger: the one place that sees several tenants in one transaction, one after another, under the walls of each.

Nothing is looked at, and nothing written, where a predecessor has not consented to this very text. Either all of it is
there afterwards, or nothing: a rehearsal is the same and ends by undoing it. Records stay where they were made; what is
open is copied with its lineage; ledgers are never joined, and the successor's first line names the last checkpoints.
"""

import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.kit.database import execute, fetch
from backend.kit.identity import first_id_at
from backend.ledger import operations as ledger
from backend.ledger import sealing
from backend.people import permissions
from backend.provision import lifetime
from backend.scope import Actor, NotFound, Refusal, Scope
from backend.succession.operations import carrying, carrying_work, concluding, readers, stocktaking
from backend.succession.operations.announcing import record_of
from backend.succession.operations.ferry import Ferry
from backend.succession.operations.mapping import fingerprint
from backend.succession.queries.conflicts import conflicts_of, still_open
from backend.succession.rules import Kind, State, Thing, UnableToMerge, check_can_carry_out
from backend.succession.tables import Plan
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions
from backend.tenancy.transactions import Several

_OUR_FAULT = (
    "Something went wrong on our side, and nothing was changed. Ask for it again; if it happens again, tell the people "
    "who run Probity for you."
)
_ALIVE = frozenset({"trial", "live", "suspended"})


class _Undone(Exception):
    """Ends a rehearsal: everything is rolled back, and the report is what remains of it."""


async def take_stock(scope: Scope, *, plan_id: UUID) -> None:
    """List everything open at each predecessor that agreed, and propose what becomes of it. In one transaction."""

    async def work(several: Several, plan: Any, there: Sequence[tuple[Any, Scope]]) -> None:
        for predecessor, other in there:
            await stocktaking.take(several, scope, plan, predecessor, other)
            await several.into(other.tenant.id)
            await ledger.record(
                other,
                "succession.stock.taken",
                record_of(predecessor["agreement_id"], plan["name"]),
                after={"by": scope.tenant.slug, "as": "agreed"},
            )
        await several.into(scope.tenant.id)
        await stocktaking.propose(scope, plan)
        await Plan.change(scope, doing=None, doing_since=None, failed_because=None).where(Plan.id == plan_id)

    await _attempt(scope, plan_id, "stock", work, agreed_alone=True)


async def rehearse(scope: Scope, *, plan_id: UUID) -> None:
    """Carry everything out and undo it, and keep the report alone."""
    report = concluding.Report()

    async def work(several: Several, plan: Any, there: Sequence[tuple[Any, Scope]]) -> None:
        await _carry_out(several, scope, plan, there, report, rehearsal=True)
        raise _Undone

    async def keep() -> None:
        choices = await fingerprint(scope, plan_id)
        await Plan.change(
            scope,
            doing=None,
            doing_since=None,
            failed_because=None,
            rehearsed_at=scope.now,
            rehearsed_by_name=scope.actor.name,
            rehearsal=report.as_json(),
            rehearsed_choices=choices,
        ).where(Plan.id == plan_id)
        await ledger.record(
            scope,
            "succession.plan.rehearsed",
            record_of(plan_id, (await _plan(scope, plan_id))["name"]),
            after={"counts": report.counts, "conflicts": len(report.conflicts), "choices": choices},
        )

    await _attempt(scope, plan_id, "rehearsal", work, keep=keep)


async def carry_out(scope: Scope, *, plan_id: UUID) -> None:
    """Carry an approved plan out, in one transaction. Run twice, the second does nothing."""
    report = concluding.Report()

    async def seal() -> None:
        await _seal_first(scope, plan_id)

    async def work(several: Several, plan: Any, there: Sequence[tuple[Any, Scope]]) -> None:
        check_can_carry_out(state=State(plan["state"]), falls_on=plan["falls_on"], today=scope.today)
        await _carry_out(several, scope, plan, there, report, rehearsal=False)

    await _attempt(scope, plan_id, "carrying-out", work, first=seal)


Work = Callable[[Several, Any, Sequence[tuple[Any, Scope]]], Awaitable[None]]


async def _attempt(
    scope: Scope,
    plan_id: UUID,
    doing: str,
    work: Work,
    *,
    first: Callable[[], Awaitable[None]] | None = None,
    keep: Callable[[], Awaitable[None]] | None = None,
    agreed_alone: bool = False,
) -> None:
    """One transaction over the successor and its predecessors; what goes wrong is said on the plan in another."""
    async with transactions.scope_tx(scope, readonly=True):
        plan = await _plan(scope, plan_id)
        if plan["doing"] != doing:
            return  # it was done by an earlier run of the same job, or was never asked for
        predecessors = await fetch(
            "SELECT p.* FROM succession_predecessor p JOIN together_agreement a ON a.tenant_id = $1 "
            "AND a.id = p.agreement_id WHERE p.tenant_id = $1 AND p.plan_id = $2 AND (a.state = 'accepted' OR NOT $3) "
            "ORDER BY p.position",
            scope.tenant.id,
            plan_id,
            agreed_alone,
        )
    try:
        if first is not None:
            await first()
        async with transactions.several_tx(
            [scope.tenant.id, *(row["other_id"] for row in predecessors)]
        ) as several:
            there = [(row, await _enter(several, scope, plan, row)) for row in predecessors]
            await several.into(scope.tenant.id)
            await work(several, await _plan(scope, plan_id, held=True), there)
    except _Undone:
        pass
    except Refusal as refused:
        await _fail(scope, plan_id, refused.sentence)
        return
    except Exception:
        await _fail(scope, plan_id, _OUR_FAULT)
        raise
    if keep is not None:
        async with transactions.scope_tx(scope):
            await keep()


async def _enter(several: Several, scope: Scope, plan: Any, predecessor: Any) -> Scope:
    """The predecessor's scope, once its own life says that it consented to this. Raises UnableToMerge."""
    await several.into(predecessor["other_id"])
    found = await tenancy.tenant_by_id(predecessor["other_id"])
    if found is None or found.state not in _ALIVE:
        raise UnableToMerge(f"{predecessor['name']} is not there any more, or ended already.")
    rows = await fetch(
        "SELECT a.other_tenant_id, a.state, a.sha256, c.sha256 AS consented FROM together_agreement a "
        "LEFT JOIN succession_consent c ON c.tenant_id = $1 AND c.agreement_id = a.id AND c.state = 'approved' "
        "WHERE a.tenant_id = $1 AND a.id = $2 AND a.kind = 'succession' AND a.side = 'invited' FOR UPDATE OF a",
        predecessor["other_id"],
        predecessor["agreement_id"],
    )
    row = rows[0] if rows else None
    if (
        row is None
        or row["other_tenant_id"] != scope.tenant.id
        or row["state"] != "accepted"
        or row["consented"] != row["sha256"]
    ):
        raise UnableToMerge(f"{predecessor['name']} has not consented, or took its consent back.")
    name = plan["approved_by_name"] or scope.actor.name
    return replace(
        scope,
        tenant=found.tenant,
        actor=Actor(name=f"{name}, {scope.tenant.name}", chore=scope.actor.chore or "succession.carry_out"),
        now=scope.now + found.clock_offset - (await _own_offset(several, scope)),
        request_id=f"succession-{plan['id']}",
        permissions=frozenset(permissions.PERMISSIONS),
        roles=frozenset(),
        seats=(),
    )


async def _own_offset(several: Several, scope: Scope) -> timedelta:
    await several.into(scope.tenant.id)
    found = await tenancy.tenant_by_id(scope.tenant.id)
    return found.clock_offset if found else timedelta(0)


async def _carry_out(
    several: Several,
    scope: Scope,
    plan: Any,
    there: Sequence[tuple[Any, Scope]],
    report: concluding.Report,
    *,
    rehearsal: bool,
) -> None:
    """Everything, in the open transaction. Raises UnableToMerge with every conflict that is open, all at once."""
    began, real = time.monotonic(), first_id_at(real_now())
    here = replace(scope, permissions=frozenset(permissions.PERMISSIONS))
    if plan["approved_by_name"]:
        here = replace(here, actor=Actor(name=plan["approved_by_name"], person_id=plan["approved_by_id"]))
    for predecessor, other in there:
        await stocktaking.take(several, here, plan, predecessor, other)
    await several.into(here.tenant.id)
    await stocktaking.propose(here, plan)
    conflicts = await conflicts_of(here, plan_id=plan["id"], split=plan["kind"] == Kind.SPLIT.value)
    waiting = still_open(conflicts)
    report.conflicts, report.settled = [each.words for each in waiting], len(conflicts) - len(waiting)
    if waiting and not rehearsal:
        raise UnableToMerge("The mapping does not fit together any more: " + " ".join(report.conflicts))
    for predecessor, other in there:
        await several.into(other.tenant.id)
        report.checkpoints[predecessor["slug"]] = await concluding.checkpoint(other)
    await several.into(here.tenant.id)
    await ledger.record(
        here,
        "succession.plan.begun",
        record_of(plan["id"], plan["name"]),
        after={"predecessors": report.checkpoints, "falls_on": plan["falls_on"]},
    )
    for predecessor, other in there:
        ferry = Ferry(several=several, here=here, there=other, plan=plan, predecessor=predecessor)
        report.counts[predecessor["slug"]] = await _carry_one(ferry)
    for predecessor, other in there:
        ferry = Ferry(several=several, here=here, there=other, plan=plan, predecessor=predecessor)
        await readers.let_read(ferry)
        await _leave(ferry, began_at=real)
    await several.into(here.tenant.id)
    report.seconds = round(time.monotonic() - began, 2)
    report.peak_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    await concluding.conclude(here, plan, report)


async def _carry_one(ferry: Ferry) -> dict[str, int]:
    """Carry everything of one predecessor; returns how many of each kind came, and checks that all did."""
    await carrying.lineage(ferry)
    counts = {
        Thing.PERSON.value: await carrying.people(ferry),
        Thing.COMMITTEE.value: await carrying.committees(ferry),
        Thing.FRAMEWORK.value: await carrying.frameworks(ferry),
        Thing.RISK.value: await carrying_work.risks(ferry),
        Thing.ACTION.value: await carrying_work.actions(ferry),
    }
    meant = await fetch(
        "SELECT kind, count(*)::int AS many FROM succession_carried WHERE tenant_id = $1 AND plan_id = $2 "
        "AND predecessor_id = $3 AND how = 'carried' GROUP BY kind",
        ferry.here.tenant.id,
        ferry.plan["id"],
        ferry.predecessor["id"],
    )
    for row in meant:
        if counts.get(row["kind"], 0) != row["many"]:
            raise UnableToMerge(
                f"Of {row['many']:,} things of the kind {row['kind']} at {ferry.there.tenant.name}, "
                f"{counts.get(row['kind'], 0):,} came over. Somebody worked there meanwhile, so nothing was changed; "
                "do it once more."
            )
    counts["offer"] = await carrying.offers(ferry)
    return counts


async def _leave(ferry: Ferry, *, began_at: UUID) -> None:
    """End what went over, or the predecessor whole, unless somebody worked there while it was carried over."""
    await ferry.over()
    meanwhile = await fetch(
        "SELECT 1 FROM ledger_event WHERE tenant_id = $1 AND id >= $2 AND request_id <> $3 LIMIT 1",
        ferry.there.tenant.id,
        began_at,
        ferry.there.request_id,
    )
    if meanwhile:
        raise UnableToMerge(
            f"Somebody worked at {ferry.there.tenant.name} while it was being carried over, so nothing was changed. "
            "Do it once more, in a quiet hour."
        )
    if ferry.plan["kind"] == Kind.SPLIT.value:
        await carrying_work.end_there(ferry)
    await ferry.over()
    await execute(
        "UPDATE succession_consent SET carried_out_on = $3 WHERE tenant_id = $1 AND agreement_id = $2 "
        "AND state = 'approved'",
        ferry.there.tenant.id,
        ferry.predecessor["agreement_id"],
        ferry.there.today,
    )
    if ferry.plan["kind"] == Kind.MERGER.value:
        await lifetime.mark_merged(
            ferry.there,
            into=ferry.here.tenant,
            on=min(ferry.plan["falls_on"], ferry.there.today),  # a rehearsal may be before the day
            reason=f"{ferry.plan['name']}: {ferry.plan['words']}",
        )
    else:
        await ledger.record(
            ferry.there,
            "succession.part.left",
            record_of(ferry.predecessor["agreement_id"], ferry.plan["name"]),
            after={"to": ferry.here.tenant.slug, "on": ferry.plan["falls_on"]},
        )


async def _seal_first(scope: Scope, plan_id: UUID) -> None:
    """Seal what each predecessor's ledger holds, so that the checkpoint that is named is over all of it."""
    async with transactions.scope_tx(scope, readonly=True):
        plan = await _plan(scope, plan_id)
        rows = await fetch(
            "SELECT * FROM succession_predecessor WHERE tenant_id = $1 AND plan_id = $2",
            scope.tenant.id,
            plan_id,
        )
    if plan["state"] != State.APPROVED.value or plan["doing"] != "carrying-out":
        return
    for row in rows:
        async with transactions.several_tx([scope.tenant.id, row["other_id"]]) as several:
            try:
                other = await _enter(several, scope, plan, row)
            except UnableToMerge:
                continue  # the merger itself says so
        await sealing.seal_now(other)


async def _plan(scope: Scope, plan_id: UUID, *, held: bool = False) -> Any:
    rows = await fetch(
        f"SELECT * FROM succession_plan WHERE tenant_id = $1 AND id = $2 {'FOR UPDATE' if held else ''}",  # noqa: S608 - our own words
        scope.tenant.id,
        plan_id,
    )
    if not rows:
        raise NotFound("plan")
    return rows[0]


async def _fail(scope: Scope, plan_id: UUID, because: str) -> None:
    async with transactions.scope_tx(scope):
        await Plan.change(scope, doing=None, doing_since=None, failed_because=because[:4_000]).where(
            Plan.id == plan_id
        )
        await ledger.record(
            scope,
            "succession.plan.failed",
            record_of(plan_id, (await _plan(scope, plan_id))["name"]),
            after={"because": because[:4_000]},
        )
