"""What was undertaken at a meeting, as the action log follows it; and the rows that were there before the log."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg

from backend.actions import operations as actions
from backend.actions import queries as followed
from backend.kit import database
from backend.meetings.rules import Part
from backend.scope import Scope
from backend.sittings import beside, operations, queries
from backend.sittings.migrations import sittings_0003_action_log as moved
from backend.tenancy import transactions
from tests.meetings.stage import STARTS, Stage, at


async def undertaken(stage: Stage, item_id: UUID | None = None, words: str = "Write to the practice") -> UUID:
    owner = stage.gp.actor.person_id
    assert owner is not None
    async with transactions.scope_tx(stage.officer):
        return await operations.add_action(
            stage.officer, meeting_id=stage.meeting_id, item_id=item_id, words=words, owner_person_id=owner
        )


async def due(stage: Stage, scope: Scope) -> list[str]:
    async with transactions.scope_tx(scope, readonly=True):
        groups = await beside.before_agenda(scope, stage.committee_id, STARTS + timedelta(days=30))
    return [row.words for group in groups if group.heading == "Actions due" for row in group.rows]


async def test_action_of_a_meeting_is_followed_in_the_log_and_said_as_it_was_in_its_record(
    stage: Stage,
) -> None:
    item_id = await stage.add_item()
    private_id = await stage.add_item("Rent", part=Part.PRIVATE, private_reason="Commercial")
    action_id = await undertaken(stage, item_id)
    await undertaken(stage, private_id, "Settle the dispute")
    now = at(stage.officer, STARTS + timedelta(days=1))
    async with transactions.scope_tx(now):
        line = (await followed.action(now, action_id=action_id)).line
        assert (line.meeting_id, line.item_id, line.committee_id) == (
            stage.meeting_id,
            item_id,
            stage.committee_id,
        )
        assert (line.undertaken_on, line.private) == (STARTS.date(), False)
    assert await due(stage, now) == ["A-1 Write to the practice", "A-2 Settle the dispute"]
    stranger = replace(now, roles=frozenset(), seats=(), actor=replace(now.actor, person_id=stage.author_id))
    assert await due(stage, stranger) == ["A-1 Write to the practice"]

    gp = at(stage.gp, STARTS + timedelta(days=1))
    async with transactions.scope_tx(gp):
        await actions.claim_done(gp, action_id=action_id, words="Posted")
    async with transactions.scope_tx(now):
        await actions.accept(now, action_id=action_id)
        said = {each.id: each for each in await queries.actions_of(now, meeting_id=stage.meeting_id)}
    assert said[action_id].ended
    assert await due(stage, now) == ["A-2 Settle the dispute"]


async def test_rows_from_before_the_log_are_carried_over(
    stage: Stage, server_url: str, database_name: str
) -> None:
    """As the migration finds them: one done, one open with a day, one struck out."""
    ids = [await undertaken(stage, words=f"Old action {n}") for n in range(3)]
    tenant_id = stage.officer.tenant.id
    config = {**database.connection_config(server_url), "database": database_name}
    connection = await asyncpg.connect(**config)
    transaction = connection.transaction()
    await transaction.start()
    try:
        # Of this tenant only: others in the database may have actions that wait for one another.
        for table in ("actions_step", "actions_action"):
            await connection.execute(f"DELETE FROM {table} WHERE tenant_id = $1", tenant_id)
        await connection.execute(
            "ALTER TABLE sittings_action ADD COLUMN done_at timestamptz, ADD COLUMN done_words text"
        )
        change = "UPDATE sittings_action SET {} WHERE tenant_id = $1 AND id = $2"
        await connection.execute(
            change.format("done_at = recorded_at, done_words = 'Posted'"), tenant_id, ids[0]
        )
        await connection.execute(change.format("due_on = '2014-10-01'"), tenant_id, ids[1])
        await connection.execute(
            change.format("struck_at = recorded_at, struck_because = 'Twice', struck_by_name = 'Olive'"),
            tenant_id,
            ids[2],
        )
        for script in (moved._COPY, moved._STEPS, moved._DUE, moved._RETIRE):
            await connection.execute(script)
        rows = await connection.fetch(
            "SELECT a.number, a.state, a.chase_on IS NOT NULL AS chased, a.struck_at IS NOT NULL AS struck, s.words "
            "FROM actions_action a JOIN actions_step s ON s.tenant_id = a.tenant_id AND s.action_id = a.id "
            "WHERE a.tenant_id = $1 ORDER BY a.number",
            tenant_id,
        )
        assert [tuple(row) for row in rows] == [
            (1, "closed", False, False, "Posted"),
            (2, "open", True, False, None),
            (3, "open", False, True, "Twice"),
        ]
        assert await connection.fetchval(
            "SELECT count(*) FROM tenancy_due WHERE tenant_id = $1 AND chore = 'actions.chase_actions'",
            tenant_id,
        )
    finally:
        await transaction.rollback()
        await connection.close()
