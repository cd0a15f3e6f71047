"""Changing to the next edition of a framework at once, with what its succession carries over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.assurance.operations.carrying import carry
from backend.assurance.operations.editions import check_complete, check_day, leave, put, record_of
from backend.assurance.operations.succeeding import next_draft, running_edition, write_lines
from backend.assurance.queries.answered import open_assessments
from backend.assurance.queries.succession import Preview, preview_of
from backend.assurance.rules.carrying import CarryOutcome
from backend.assurance.rules.editions import State, UnableToKeepFramework
from backend.assurance.rules.succession import Became, check_acknowledged
from backend.kit.calendar import in_words
from backend.kit.database import as_json, execute
from backend.ledger import operations as ledger
from backend.scope import OvertakenByAnother, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change of edition came to: the succession as it was done, and each open assessment carried over."""

    preview: Preview
    carried: tuple[CarryOutcome, ...]


async def change_edition(
    scope: Scope,
    *,
    to_edition_id: UUID,
    acknowledged: Collection[UUID] = (),
    seen: str | None = None,
    on: date | None = None,
) -> Changed:
    """Use the next edition instead of the one before, and carry over exactly what the succession says.

    `acknowledged` are the requirements of the edition before that are dropped, each ticked by itself; `seen` is the
    digest of the preview that was looked at. Returns what was done. Raises UnableToKeepFramework, OvertakenByAnother.
    """
    after = await next_draft(scope, to_edition_id)
    if after.succeeds_id is None:
        raise UnableToKeepFramework("This draft follows no other edition. Put it into use from its own page.")
    before = await running_edition(scope, after.succeeds_id)
    await check_complete(scope, after)
    preview = await preview_of(scope, to_edition_id=to_edition_id)
    if seen is not None and seen != preview.digest:
        raise OvertakenByAnother(
            "The draft, or what was said of it, has changed since you looked at it. Look at what is carried over again."
        )
    check_acknowledged(preview.lines, before=preview.asked_before, acknowledged=acknowledged)
    day = on or scope.today
    check_day(day, today=scope.today)
    if before.in_use_from is not None and day < before.in_use_from:
        raise UnableToKeepFramework(
            f"The edition before has been in use since {in_words(before.in_use_from)}; the next can’t come earlier.",
            field="on",
        )
    await execute(
        "UPDATE assurance_succession SET taken_back_at = $3"
        " WHERE tenant_id = $1 AND to_edition_id = $2 AND taken_back_at IS NULL",
        scope.tenant.id,
        to_edition_id,
        scope.now,
    )
    await write_lines(scope, before, after, preview.lines, acknowledged=True)
    await leave(scope, before, state=State.SUPERSEDED, on=day, because=f"{after.name} came into use")
    await put(scope, after, on=day)
    moved = await _move_mappings(scope, preview)
    carried = [
        await carry(scope, from_assessment_id=each, to_edition_id=after.id, plan=preview.lines)
        for each in await open_assessments(scope, edition_id=before.id)
    ]
    told = {became.value: preview.count(became) for became in Became if preview.count(became)}
    await ledger.record(
        scope,
        "assurance.edition.changed-over",
        record_of(after),
        before={"edition": before.name},
        after={
            "edition": after.name,
            "on": day,
            "succession": told,
            "dropped": [preview.old[line.from_id].ref for line in preview.dropped if line.from_id],
            "mappings carried": moved,
            "answers carried": sum(each.carried for each in carried),
            "answers waiting": sum(each.waiting for each in carried),
            "answers left behind": [left.ref for each in carried for left in each.not_carried],
        },
    )
    return Changed(preview=preview, carried=tuple(carried))


async def _move_mappings(scope: Scope, preview: Preview) -> int:
    """Mappings of requirements that stayed the same, or changed alone, lead to the next edition. Returns how many."""
    pairs = [
        {"was": str(line.from_id), "now": str(line.to_id)}
        for line in preview.lines
        if line.became in (Became.SAME, Became.CHANGED)
    ]
    if not pairs:
        return 0
    written = await execute(
        """
        WITH moved AS (
          SELECT m.id, coalesce(f.now, m.from_id) AS from_id, coalesce(t.now, m.to_id) AS to_id, m.relation, m.note,
            m.origin
          FROM assurance_mapping m
          LEFT JOIN json_to_recordset($2::text::json) AS f (was uuid, now uuid) ON f.was = m.from_id
          LEFT JOIN json_to_recordset($2::text::json) AS t (was uuid, now uuid) ON t.was = m.to_id
          WHERE m.tenant_id = $1 AND m.ended_at IS NULL AND (f.now IS NOT NULL OR t.now IS NOT NULL)
        ), ended AS (
          UPDATE assurance_mapping m SET ended_at = $3, ended_by_name = $4, ended_because = $5
          FROM moved WHERE m.tenant_id = $1 AND m.id = moved.id RETURNING m.id
        )
        INSERT INTO assurance_mapping (tenant_id, id, from_id, to_id, relation, note, origin, made_at, made_by_name)
        SELECT $1, gen_random_uuid(), moved.from_id, moved.to_id, moved.relation, moved.note, moved.origin, $3, $4
        FROM moved JOIN ended ON ended.id = moved.id
        WHERE NOT EXISTS (SELECT FROM assurance_mapping k WHERE k.tenant_id = $1 AND k.ended_at IS NULL
          AND k.from_id = moved.from_id AND k.to_id = moved.to_id)
        """,
        scope.tenant.id,
        as_json(pairs),
        scope.now,
        scope.actor.name,
        f"Carried to {preview.after.name}",
    )
    return int(written.split()[-1])
