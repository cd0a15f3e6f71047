"""Who came, left, returned, apologised and took the chair; private session."""

from datetime import datetime
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope
from backend.sittings import rules
from backend.sittings.operations import holding

_WRITE = """
WITH held AS (
  SELECT h.meeting_id, m.title FROM sittings_hold h
  JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = h.meeting_id
  WHERE h.tenant_id = $1 AND h.meeting_id = $2 AND h.person_id = $3 FOR UPDATE OF h),
written AS (
  INSERT INTO sittings_presence (tenant_id, id, meeting_id, item_id, kind, person_id, name, at, stands_for_person_id,
    counts, note, recorded_at, recorded_by_person_id, recorded_by_name)
  SELECT $1, $6::uuid, held.meeting_id, $7, $8::text, who.id, who.name, $9::timestamptz, $10, $11::boolean, $12::text,
    $13::timestamptz, $3, $14::text
  FROM held, (
    SELECT p.id, p.name FROM people_person p WHERE p.tenant_id = $1 AND p.id = $4::uuid
    UNION ALL SELECT NULL, $5::text WHERE $4::uuid IS NULL) AS who
  WHERE ($7::uuid IS NULL
      OR EXISTS (SELECT 1 FROM meetings_item i WHERE i.tenant_id = $1 AND i.id = $7 AND i.meeting_id = $2))
    AND ($10::uuid IS NULL OR EXISTS (SELECT 1 FROM people_person p WHERE p.tenant_id = $1 AND p.id = $10))
  ON CONFLICT (tenant_id, id) DO NOTHING RETURNING name)
SELECT title, (SELECT name FROM written) AS name FROM held
"""
"""Locks the holder's row and writes, in one statement: no row where somebody else holds the page, or nobody yet; no
name where it was recorded already, or names what is not there.
"""


async def record_presence(
    scope: Scope,
    *,
    meeting_id: UUID,
    kind: rules.Kind,
    person_id: UUID | None = None,
    name: str | None = None,
    item_id: UUID | None = None,
    at: datetime | None = None,
    stands_for_person_id: UUID | None = None,
    counts: bool = True,
    note: str | None = None,
    presence_id: UUID | None = None,
) -> UUID:
    """Record one event of one person, or of a guest by `name`; returns its id. What happened is taken as it was.

    `at` is now unless given. `presence_id` is the form's own: sent twice, it is recorded once. Raises
    rules.UnableToRecord for a moment still to come, rules.HeldByAnother (409), NotFound.
    """
    moment = check_moment(scope, at)
    if person_id is None and not (name or "").strip():
        raise rules.UnableToRecord("Choose a person, or enter the name of a guest.", field="person_id")
    event_id = presence_id or new_id()
    writes = (
        holding.holder_of(scope),
        person_id,
        name,
        event_id,
        item_id,
        kind.value,
        moment,
        stands_for_person_id,
        counts,
        note,
        scope.now,
        scope.actor.name,
    )
    rows = await fetch(_WRITE, scope.tenant.id, meeting_id, *writes)
    if not rows:
        await holding.hold_page(scope, meeting_id=meeting_id)
        rows = await fetch(_WRITE, scope.tenant.id, meeting_id, *writes)
    (row,) = rows
    if row["name"] is None:
        await _check_known(scope, meeting_id, item_id, [person_id, stands_for_person_id])
    else:
        after = {
            "kind": kind,
            "name": row["name"],
            "person_id": person_id,
            "item_id": item_id,
            "at": moment,
            "stands_for_person_id": stands_for_person_id,
            "note": note,
        }
        await ledger.record(
            scope,
            f"sittings.presence.{kind.value}",
            holding.of_meeting(meeting_id, row["title"]),
            after=after,
        )
    return event_id


async def _check_known(
    scope: Scope, meeting_id: UUID, item_id: UUID | None, person_ids: list[UUID | None]
) -> None:
    """Nothing was written: it was already, unless it names what is not of this meeting. Raises NotFound."""
    named = {person_id for person_id in person_ids if person_id is not None}
    (row,) = await fetch(
        "SELECT (SELECT count(*) FROM people_person WHERE tenant_id = $1 AND id = ANY($2)) AS people, "
        "$3::uuid IS NULL OR EXISTS (SELECT 1 FROM meetings_item "
        "WHERE tenant_id = $1 AND id = $3 AND meeting_id = $4) AS item",
        scope.tenant.id,
        list(named),
        item_id,
        meeting_id,
    )
    if row["people"] < len(named):
        raise NotFound("person")
    if not row["item"]:
        raise NotFound("agenda item")


async def record_apologies(
    scope: Scope,
    *,
    meeting_id: UUID,
    person_id: UUID,
    note: str | None = None,
    presence_id: UUID | None = None,
) -> None:
    """Record apologies: a member's where the meeting keeps who is expected, anybody else's as it was said here.

    Raises rules.HeldByAnother (409), NotFound.
    """
    await holding.hold_page(scope, meeting_id=meeting_id)
    (meeting,) = await fetch(
        "SELECT committee_id, starts_at, state FROM meetings_meeting WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        meeting_id,
    )
    day = meeting_rules.day_of(scope, meeting["starts_at"])
    members = await committees.members_on(scope, committee_id=meeting["committee_id"], on=day)
    expected = person_id in {member.person_id for member in members}
    if expected and meeting["state"] != meeting_rules.MeetingState.CANCELLED:
        await meetings.apologise(scope, meeting_id=meeting_id, person_id=person_id, reason=note)
    else:
        await record_presence(
            scope,
            meeting_id=meeting_id,
            kind=rules.Kind.APOLOGIES,
            person_id=person_id,
            note=note,
            presence_id=presence_id,
        )


async def record_turn(
    scope: Scope,
    *,
    meeting_id: UUID,
    turn: rules.Turn,
    at: datetime | None = None,
    words: str | None = None,
    turn_id: UUID | None = None,
) -> UUID:
    """Record that the meeting went into private session, back, or closed; closing says that it was held.

    Raises rules.UnableToRecord, rules.HeldByAnother (409), NotFound.
    """
    moment = check_moment(scope, at)
    title = await holding.hold_page(scope, meeting_id=meeting_id)
    event_id = turn_id or new_id()
    written = await fetch(
        "INSERT INTO sittings_turn (tenant_id, id, meeting_id, kind, at, words, recorded_at, recorded_by_person_id, "
        "recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id",
        scope.tenant.id,
        event_id,
        meeting_id,
        turn.value,
        moment,
        words,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    if written:
        after = {"turn": turn, "at": moment, "words": words}
        await ledger.record(
            scope, f"sittings.turn.{turn.value}", holding.of_meeting(meeting_id, title), after=after
        )
        if turn is rules.Turn.CLOSED:
            await _say_held(scope, meeting_id)
    return event_id


def check_moment(scope: Scope, at: datetime | None) -> datetime:
    """Now, unless another moment is given; what is still to come can't have happened."""
    moment = at or scope.now
    if moment > scope.now:
        raise rules.UnableToRecord(f"{in_words(moment)} is still to come. Check the time.", field="time")
    return moment


async def _say_held(scope: Scope, meeting_id: UUID) -> None:
    (meeting,) = await fetch(
        "SELECT title, state, starts_at FROM meetings_meeting WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        meeting_id,
    )
    standing = meeting_rules.Standing(
        title=meeting["title"], state=meeting_rules.MeetingState(meeting["state"])
    )
    if meeting_rules.can_change(standing) and scope.now >= meeting["starts_at"]:
        await meetings.mark_held(scope, meeting_id=meeting_id)
