"""Preparing what is to be public of a meeting: asked for by hand or by the clock, frozen when its pack is built."""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from uuid import UUID

from backend.facts.publishing import State, UnableToPublish
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.packs import operations as packs
from backend.packs import queries as pack_queries
from backend.packs import rules as pack_rules
from backend.packs.publishing import content, holding, queries, rules, telling
from backend.packs.publishing.tables import Publication
from backend.scope import NotFound, Scope
from backend.tenancy import dues


async def ask_publication(scope: Scope, *, meeting_id: UUID) -> UUID:
    """Ask for a meeting's publication to be prepared, by hand or by the clock; returns its id.

    The worker builds the newest public copy first, or finds that nothing has changed. Raises UnableToPublish,
    UnableToAskForPack, NotFound for the meeting.
    """
    if not scope.actor.chore:
        scope.check_may("packs.publish", "Your role doesn’t prepare what is published.")
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"packs.publication/{meeting_id}")
    rows = await fetch(
        "SELECT m.title, m.in_public, m.agenda_published_at, coalesce(max(p.number), 0) + 1 AS number, "
        "count(*) FILTER (WHERE p.state = 'asked') AS asked FROM meetings_meeting m "
        "LEFT JOIN packs_publication p ON p.tenant_id = $1 AND p.meeting_id = m.id "
        "WHERE m.tenant_id = $1 AND m.id = $2 GROUP BY m.tenant_id, m.id",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        raise NotFound("meeting")
    row = rows[0]
    if row["asked"]:
        raise UnableToPublish("It is being prepared already. Wait until it is ready.")
    if not row["in_public"]:
        raise UnableToPublish(f"“{row['title']}” is not held in public, so nothing of it is published.")
    if row["agenda_published_at"] is None:
        raise UnableToPublish(f"Publish the agenda of “{row['title']}” to its members first.")
    pack_id = await packs.ask_for_board_pack(scope, meeting_id=meeting_id, variant=pack_rules.Variant.PUBLIC)
    publication_id: UUID = await Publication.add(
        scope,
        meeting_id=meeting_id,
        number=row["number"],
        state=State.ASKED.value,
        pack_id=pack_id,
        obstacles="[]",
        asked_at=scope.now,
        asked_by=scope.actor.person_id,
        asked_by_name=scope.actor.name if scope.actor.chore is None else "The timetable",
    )
    await ledger.record(
        scope, "packs.publication.asked-for", holding.record_of(publication_id, row["title"], row["number"])
    )
    return publication_id


async def go_on(scope: Scope, *, pack_id: UUID) -> None:
    """A public copy is finished: freeze what waited for it, and void what holds an older issue. Run twice, it does
    nothing the second time.
    """
    rows = await fetch(
        "SELECT k.state, k.failure, k.meeting_id, k.same_as, k.issue, k.variant, p.id AS publication_id "
        "FROM packs_pack k LEFT JOIN packs_publication p "
        "ON p.tenant_id = $1 AND p.pack_id = k.id AND p.state = 'asked' "
        "WHERE k.tenant_id = $1 AND k.id = $2 AND k.state IN ('ready', 'failed', 'cancelled')",
        scope.tenant.id,
        pack_id,
    )
    if not rows or rows[0]["variant"] != pack_rules.Variant.PUBLIC:
        return
    row = rows[0]
    ready = row["state"] == pack_rules.State.READY
    if ready and row["same_as"] is None:
        await _void_older(scope, row["meeting_id"], pack_id, row["issue"])
    if row["publication_id"] is None:
        return
    line = await holding.held(scope, row["publication_id"])
    if line.state is not State.ASKED:
        return
    if ready:
        await _freeze(scope, line)
    else:
        await _fail(scope, line, row["failure"] or "The public copy of the pack was cancelled.")


async def _void_older(scope: Scope, meeting_id: UUID, pack_id: UUID, issue: int) -> None:
    lines = await queries.publications_of(scope, meeting_id=meeting_id)
    for line in lines:
        if line.state in {State.PREPARED, State.APPROVED} and line.pack_id != pack_id:
            await holding.void(scope, line, f"Issue {issue} of the public copy was built since.")


async def _freeze(scope: Scope, line: queries.PublicationLine) -> None:
    pack = await pack_queries.public_pack(scope, pack_id=line.pack_id)
    made = await content.frozen(scope, pack=pack)
    if not made.holds_with_pack:
        # the agenda moved on while the pack was built: the next one holds what it says now
        again = await packs.ask_for_board_pack(
            scope, meeting_id=line.meeting_id, variant=pack_rules.Variant.PUBLIC
        )
        await holding.change(scope, line.id, pack_id=again)
        return
    await Publication.change(
        scope,
        state=State.DROPPED.value,
        ended_at=scope.now,
        ended_by_name=line.asked_by_name,
        ended_because="Another was prepared after it.",
    ).where(
        Publication.meeting_id == line.meeting_id,
        Publication.state.is_in([State.PREPARED.value, State.APPROVED.value]),
    )
    await holding.change(
        scope,
        line.id,
        state=State.PREPARED.value,
        prepared_at=scope.now,
        pack_id=pack.id,
        content=json.dumps(made.content),
        obstacles=json.dumps(list(made.obstacles)),
        file_id=pack.file_id,
        pdf_sha256=pack.sha256,
        size=pack.size,
        pages=pack.pages,
        sha256=made.sha256,
    )
    told = {"pack": pack.sha256, "sha256": made.sha256, "obstacles": list(made.obstacles)}
    await ledger.record(
        scope,
        "packs.publication.prepared",
        holding.record_of(line.id, line.meeting, line.number, made.sha256),
        after=told,
    )
    if made.obstacles:
        await telling.tell_of_obstacles(scope, line, made.obstacles)
    else:
        await telling.tell_approvers(scope, line)


async def _fail(scope: Scope, line: queries.PublicationLine, sentence: str) -> None:
    await holding.change(scope, line.id, state=State.FAILED.value, failure=sentence)
    await telling.tell_of_obstacles(scope, line, [sentence])
    await ledger.record(
        scope,
        "packs.publication.failed",
        holding.record_of(line.id, line.meeting, line.number),
        after={"because": sentence},
    )


async def prepare_due(scope: Scope) -> int:
    """Ask for the publications whose day of preparation has come; returns how many. Looks again tomorrow morning."""
    coming = await queries.coming_meetings(scope)
    asked = 0
    for meeting in coming:  # a handful
        if meeting.wants_preparing and meeting.prepare_on <= scope.today:
            await ask_publication(scope, meeting_id=meeting.id)
            asked += 1
    if coming:
        tomorrow = rules.hour_of(scope.tenant, scope.today + timedelta(days=1), rules.MORNING)
        await dues.set_due(scope, chore=holding.PREPARE, at=tomorrow)
    else:
        await dues.clear_due(scope, chore=holding.PREPARE)
    return asked


async def settle(scope: Scope, *, settings: rules.Settings) -> None:
    """Settle how the organisation publishes. Raises UnableToPublish."""
    scope.check_may("packs.publish", "Your role doesn’t settle how meetings are published.")
    rules.check_settings(settings)
    before = await queries.settings_of(scope)
    contact = (settings.contact or "").strip() or None
    await execute(
        "INSERT INTO packs_publishing_settings (tenant_id, id, clear_days, days_ahead, contact, changed_at, "
        "changed_by_name, working) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id) DO UPDATE SET "
        "clear_days = excluded.clear_days, days_ahead = excluded.days_ahead, contact = excluded.contact, "
        "changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name, working = excluded.working",
        scope.tenant.id,
        new_id(),
        settings.clear_days,
        settings.days_ahead,
        contact,
        scope.now,
        scope.actor.name,
        settings.working,
    )
    subject = Record(
        room="packs", kind="publishing-settings", id=scope.tenant.id, title="How meetings are published"
    )
    told = asdict(replace(settings, contact=contact))
    await ledger.record(
        scope,
        "packs.publishing.settled",
        subject,
        before=asdict(before),
        after=told,
    )
    await dues.set_due_by(scope, chore=holding.PREPARE, at=scope.now)
