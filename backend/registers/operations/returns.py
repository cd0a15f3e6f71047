"""Preparing a return from the facts, sending it back with a question, and signing exactly what was read."""

from typing import Any
from uuid import UUID

from backend.kit import queue
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical, content_hash
from backend.registers.queries import returns as queries
from backend.registers.rules import returns as rules
from backend.registers.tables.returns import Return, SentReturn
from backend.scope import NotFound, Scope

PRINT = "registers.print_return"


async def prepare_return(scope: Scope, *, kind: str, period: rules.ReturnPeriod, note: str | None) -> UUID:
    """Compute a return for a period and put it before an executive; returns its id.

    One that waits for the same period makes way. After one was sent, the next is its correction, with a number of
    its own: what was sent stays. Raises `UnableToReturn`.
    """
    scope.check_may("returns.prepare", "Your role doesn’t prepare returns.")
    assert scope.actor.person_id is not None, "a return is prepared by a person"
    content = await queries.content_for(scope, kind=kind, period=period, note=note)

    # Two officers who prepare the same period at once come one after the other.
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 30))", f"{scope.tenant.id}/{kind}/{period.since}"
    )
    rows = await fetch(
        "SELECT id, number, state FROM registers_return WHERE tenant_id = $1 AND kind = $2 AND since = $3 FOR UPDATE",
        scope.tenant.id,
        kind,
        period.since,
    )
    waiting = [row["id"] for row in rows if row["state"] in {"PREPARED", "SENT_BACK"}]
    if waiting:
        await Return.change(scope, state=rules.ReturnState.DROPPED).where(Return.id.is_in(waiting))
    sha256 = content_hash(content)
    return_id: UUID = await Return.add(
        scope,
        kind=kind,
        since=period.since,
        until=period.until,
        number=max((row["number"] for row in rows), default=0) + 1,
        state=rules.ReturnState.PREPARED,
        content=canonical(content),
        sha256=sha256,
        prepared_at=scope.now,
        prepared_by=scope.actor.person_id,
        prepared_by_name=scope.actor.name,
    )
    await ledger.record(
        scope, "registers.return.prepared", _record(return_id, content, sha256), after={"sha256": sha256}
    )
    return return_id


async def sign_return(scope: Scope, *, return_id: UUID, seen: str) -> None:
    """Sign a return as it was read (`seen` is its hash); what is signed is kept and never changed.

    Its PDF is made by the worker. Where the rules have it published, its answers are public from now.

    Raises `UnableToReturn`, `NotPermitted`, `NotFound`.
    """
    scope.check_may("returns.sign", "Your role doesn’t sign returns.")
    row = await _held(scope, return_id)

    rules.check_can_sign(
        state=rules.ReturnState(row["state"]),
        prepared_by=row["prepared_by"],
        signer=scope.actor.person_id,
        until=row["until"],
        today=scope.today,
        seen=seen,
        sha256=row["sha256"],
    )

    await SentReturn.add(
        scope,
        return_id=return_id,
        content=row["content"],
        sha256=row["sha256"],
        signed_at=scope.now,
        signed_by=scope.actor.person_id,
        signed_by_name=scope.actor.name,
    )
    await Return.change(scope, state=rules.ReturnState.SIGNED).where(Return.id == return_id)
    line = await queries.return_(scope, return_id=return_id)
    await ledger.record(
        scope,
        "registers.return.signed",
        _record(return_id, line.content, line.sha256),
        before={"state": row["state"]},
        after={"state": rules.ReturnState.SIGNED, "sha256": line.sha256},
    )
    await queue.defer(PRINT, tenant_id=scope.tenant.id, lock=f"return:{return_id}", return_id=return_id)


async def keep_file(scope: Scope, *, return_id: UUID, file_id: UUID) -> None:
    """Keep the PDF of a signed return; the first that was made stays."""
    await execute(
        "INSERT INTO registers_return_file (tenant_id, id, return_id, file_id, made_at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (tenant_id, return_id) DO NOTHING",
        scope.tenant.id,
        new_id(),
        return_id,
        file_id,
        scope.now,
    )


async def send_back_return(scope: Scope, *, return_id: UUID, question: str) -> None:
    """Send a return back to whoever prepared it, with a question."""
    scope.check_may("returns.sign", "Your role doesn’t sign returns.")
    row = await _held(scope, return_id)

    rules.check_can_send_back(
        state=rules.ReturnState(row["state"]), prepared_by=row["prepared_by"], asker=scope.actor.person_id
    )

    await Return.change(
        scope, state=rules.ReturnState.SENT_BACK, question=question, asked_by_name=scope.actor.name
    ).where(Return.id == return_id)
    line = await queries.return_(scope, return_id=return_id)
    await ledger.record(
        scope,
        "registers.return.sent-back",
        _record(return_id, line.content, line.sha256),
        after={"question": question},
    )


async def _held(scope: Scope, return_id: UUID) -> dict[str, Any]:
    """The return, for us alone until the transaction ends. Raises `NotFound`."""
    rows = await fetch(
        "SELECT * FROM registers_return WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        return_id,
    )
    if not rows:
        raise NotFound("return")
    return dict(rows[0])


def _record(return_id: UUID, content: Any, sha256: str) -> Record:
    title = f"{content['return']}, {content['period']}"
    return Record(room="registers", kind="return", id=return_id, title=title, hash=sha256)
