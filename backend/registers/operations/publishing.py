"""Publishing: prepare, approve, release at the hour, recall. No hour of the clock makes public what nobody approved."""

from datetime import datetime
from uuid import UUID

from backend.interests import settings
from backend.kit import queue
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.registers.operations import freezing, naming
from backend.registers.queries import publications as queries
from backend.registers.rules import publication as rules
from backend.registers.tables.publications import Publication
from backend.schedules import operations as schedules
from backend.scope import NotFound, Scope
from backend.tenancy import dues

RELEASE = "registers.release_publications"
FILES = "registers.keep_public_files"
RETENTION = "registers.propose_disposals"
_FREEZE = "registers.freeze_publication"


async def ask_publication(scope: Scope) -> UUID:
    """Ask for a refresh to be prepared, by hand or by the timetable. Returns its id; a job prepares it.

    Raises `UnableToPublish` where one is being prepared already.
    """
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('registers.publication/' || $1::text, 0))",
        str(scope.tenant.id),
    )
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS number, count(*) FILTER (WHERE state = 'asked') AS asked "
        "FROM registers_publication WHERE tenant_id = $1",
        scope.tenant.id,
    )
    if rows[0]["asked"]:
        raise rules.UnableToPublish("A refresh is being prepared already. Wait until it is ready.")
    publication_id: UUID = await Publication.add(
        scope,
        number=rows[0]["number"],
        state=rules.State.ASKED,
        as_at=scope.today,
        asked_at=scope.now,
        asked_by=scope.actor.person_id,
        asked_by_name=scope.actor.name if scope.actor.chore is None else "The timetable",
    )
    await ledger.record(scope, "registers.publication.asked-for", _record(publication_id, rows[0]["number"]))
    await queue.defer(_FREEZE, tenant_id=scope.tenant.id, publication_id=publication_id)
    return publication_id


async def freeze_publication(scope: Scope, *, publication_id: UUID) -> None:
    """Freeze what was asked for, and tell those who may approve it. Does nothing the second time."""
    line = await _held(scope, publication_id)
    if line.state is not rules.State.ASKED:
        return
    rule_set = await settings.rule_set_of(scope)

    sha256 = await freezing.freeze(scope, publication_id=publication_id, rule_set=rule_set)

    await naming.tell_and_propose(scope, publication_id=publication_id, rule_set=rule_set)
    await _drop_waiting(scope, line)
    await _change(
        scope,
        publication_id,
        state=rules.State.PREPARED,
        as_at=scope.today,
        prepared_at=scope.now,
        rule_set=rule_set.key,
        months=rule_set.publication.public_after_end_months.value,
        sha256=sha256,
    )
    await ledger.record(
        scope,
        "registers.publication.prepared",
        _record(publication_id, line.number, sha256),
        after={"as_at": scope.today, "rule_set": rule_set.key, "sha256": sha256},
    )
    await _tell_approvers(scope, line)
    await schedule(scope)
    await schedules.look_soon(scope, ref=publication_id)


async def fail_publication(scope: Scope, *, publication_id: UUID, sentence: str) -> None:
    """Say why a refresh could not be prepared."""
    line = await _held(scope, publication_id)
    if line.state is rules.State.ASKED:
        await _change(scope, publication_id, state=rules.State.FAILED, failure=sentence)
        await ledger.record(
            scope,
            "registers.publication.failed",
            _record(publication_id, line.number),
            after={"because": sentence},
        )
        await schedules.look_soon(scope, ref=publication_id)


async def approve_publication(
    scope: Scope, *, publication_id: UUID, sha256: str, release_at: datetime | None = None
) -> None:
    """Approve exactly what has this hash, for release at an hour; at once if none is given.

    Raises `NotPermitted`, `NotFound`, `ChangedSince`, `OvertakenByAnother`, `UnableToPublish`.
    """
    scope.check_may("registers.approve", "Your role doesn’t approve what becomes public.")
    line = await _held(scope, publication_id)

    rules.check_can_approve(
        state=line.state,
        asked_by=line.asked_by,
        approver=scope.actor.person_id,
        sha256=line.sha256,
        seen=sha256,
    )
    hour = release_at or scope.now
    rules.check_release_hour(hour, now=scope.now)

    await _change(
        scope,
        publication_id,
        state=rules.State.APPROVED,
        approved_at=scope.now,
        approved_by=scope.actor.person_id,
        approved_by_name=scope.actor.name,
        release_at=hour,
    )
    await ledger.record(
        scope,
        "registers.publication.approved",
        _record(publication_id, line.number, line.sha256),
        after={"sha256": line.sha256, "release_at": hour},
    )
    if release_at is None:
        await release_due(scope)
    else:
        await dues.set_due_by(scope, chore=RELEASE, at=hour)


async def release_due(scope: Scope) -> int:
    """Make public what was approved and whose hour has come; returns how many were."""
    rows = await fetch(
        "SELECT id, number, sha256, release_at FROM registers_publication WHERE tenant_id = $1 AND state = 'approved' "
        "ORDER BY release_at, number FOR UPDATE",
        scope.tenant.id,
    )
    ready = [row for row in rows if row["release_at"] <= scope.now]
    for row in ready:  # one as a rule: whoever approves a second before its hour means it to follow the first
        await _release(scope, row["id"], row["number"], row["sha256"])
    waiting = [row["release_at"] for row in rows if row["release_at"] > scope.now]
    if waiting:
        await dues.set_due(scope, chore=RELEASE, at=min(waiting))
    else:
        await dues.clear_due(scope, chore=RELEASE)
    return len(ready)


async def recall_publication(scope: Scope, *, publication_id: UUID, reason: str) -> None:
    """Take what is public back at once, with the reason. What was public before it does not come back by itself."""
    scope.check_may("registers.publish", "Your role doesn’t recall what is published.")
    await _end(scope, publication_id, rules.State.RECALLED, reason)


async def drop_publication(scope: Scope, *, publication_id: UUID, reason: str) -> None:
    """Give up a refresh that is not public yet."""
    scope.check_may("registers.publish", "Your role doesn’t prepare what is published.")
    await _end(scope, publication_id, rules.State.DROPPED, reason)


async def schedule(scope: Scope) -> None:
    """Have the clock look on the day when the next refresh is to be prepared, by the months of the rule set.

    The tenant's schedule says at which hour it is prepared, or on which other day.
    """
    due_on = await queries.next_due_on(scope)
    if due_on is not None:
        await dues.set_due_by(scope, chore=schedules.CHORE, at=queries.morning_of(scope, due_on))
        # who publishes keeps: from now on somebody looks each month for what has been kept long enough
        await dues.set_due_by(scope, chore=RETENTION, at=queries.tomorrow(scope))


async def _release(scope: Scope, publication_id: UUID, number: int, sha256: str) -> None:
    await Publication.change(
        scope, state=rules.State.REPLACED, ended_at=scope.now, ended_by_name="A later release"
    ).where(Publication.state == rules.State.RELEASED.value)
    await _change(scope, publication_id, state=rules.State.RELEASED, released_at=scope.now)
    await ledger.record(
        scope,
        "registers.publication.released",
        _record(publication_id, number, sha256),
        after={"sha256": sha256},
    )
    await dues.set_due_by(scope, chore=FILES, at=scope.now)


async def _end(scope: Scope, publication_id: UUID, into: rules.State, reason: str) -> None:
    line = await _held(scope, publication_id)

    rules.check_can_end(line.state, into=into, reason=reason)

    await _change(
        scope,
        publication_id,
        state=into,
        ended_at=scope.now,
        ended_by=scope.actor.person_id,
        ended_by_name=scope.actor.name,
        ended_because=reason.strip(),
    )
    reached = await queries.reach_of(scope, publication_id=publication_id)
    await ledger.record(
        scope,
        f"registers.publication.{into.value}",
        _record(publication_id, line.number, line.sha256),
        before={"state": line.state},
        after={
            "because": reason.strip(),
            "reached": {f"{each.register} {each.form}".strip(): each.served for each in reached},
        },
    )
    await schedule(scope)


async def _drop_waiting(scope: Scope, newer: queries.PublicationLine) -> None:
    """What was prepared before and approved by nobody makes way for what is newer."""
    await Publication.change(
        scope,
        state=rules.State.DROPPED,
        ended_at=scope.now,
        ended_by_name=scope.actor.name,
        ended_because=f"Number {newer.number} was prepared after it.",
    ).where(Publication.state == rules.State.PREPARED.value)


async def _tell_approvers(scope: Scope, line: queries.PublicationLine) -> None:
    """A letter to everybody who may approve it, but for whoever asked for it."""
    carriers = permissions.PERMISSIONS["registers.approve"]
    tellings = [
        Telling(
            key=f"registers.publication/{line.id}/to-approve/{each.id}",
            to=Recipient(person_id=each.id, name=each.name, address=each.email),
            context={"number": line.number, "publication_id": line.id, "asked_by": line.asked_by_name},
        )
        for each in await people.people_of(scope)
        if each.id != line.asked_by and carriers & set(each.roles)
    ]
    await notices.tell_all(scope, kind="registers.publication-to-approve", tellings=tellings)


async def _held(scope: Scope, publication_id: UUID) -> queries.PublicationLine:
    """The publication, for us alone until the transaction ends. Raises `NotFound`."""
    rows = await fetch(
        "SELECT 1 FROM registers_publication WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        publication_id,
    )
    if not rows:
        raise NotFound("publication")
    return await queries.publication_of(scope, publication_id=publication_id)


async def _change(scope: Scope, publication_id: UUID, **values: object) -> None:
    await Publication.change(scope, **values).where(Publication.id == publication_id)


def _record(publication_id: UUID, number: int, sha256: str | None = None) -> Record:
    title = f"Publication {number}"
    return Record(room="registers", kind="publication", id=publication_id, title=title, hash=sha256)
