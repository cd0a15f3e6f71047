"""What becomes of what was irregular or undertaken: ratified, reversed, done."""

from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import rules as meeting_rules
from backend.meetings.rules import Outcome
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.sittings import rules
from backend.sittings.operations import declaring, holding, striking
from backend.sittings.tables import Irregularity


async def settle_irregularity(
    scope: Scope, *, irregularity_id: UUID, to: rules.Settlement, by_decision_id: UUID
) -> None:
    """Say that a later decision ratified or reversed an irregular one. Raises rules.UnableToSettle, NotFound."""
    rows = await fetch(
        """
        SELECT s.id, s.decision_id, s.fault, s.state, d.decided_at, d.text, m.committee_id,
          EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id) AS struck
        FROM sittings_irregularity s
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.id = s.decision_id
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE s.tenant_id = $1 AND s.id = $2 FOR UPDATE OF s""",
        scope.tenant.id,
        irregularity_id,
    )
    if not rows:
        raise NotFound("irregular decision")
    (row,) = rows
    if row["struck"]:
        raise rules.UnableToSettle("This decision was struck out: there is nothing to ratify or to reverse.")
    by_rows = await fetch(
        """
        SELECT d.decided_at, d.outcome, m.committee_id,
          EXISTS (SELECT 1 FROM sittings_taken t WHERE t.tenant_id = $1 AND t.decision_id = d.id) AS tested,
          EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id) AS struck,
          (SELECT count(*) FROM sittings_irregularity o
           WHERE o.tenant_id = $1 AND o.decision_id = d.id AND o.state <> 'ratified') AS faults
        FROM meetings_decision d
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE d.tenant_id = $1 AND d.id = $2""",
        scope.tenant.id,
        by_decision_id,
    )
    if not by_rows:
        raise NotFound("decision")
    (by,) = by_rows
    rules.check_can_settle(
        state=rules.Settlement(row["state"]),
        fault=rules.Fault(row["fault"]),
        decided_at=row["decided_at"],
        to=to,
        by=rules.Settling(
            taken_at=by["decided_at"],
            outcome=Outcome(by["outcome"]),
            open_faults=by["faults"],
            tested=by["tested"],
            same_committee=by["committee_id"] == row["committee_id"],
            struck=by["struck"],
        ),
    )
    await Irregularity.change(
        scope,
        state=to.value,
        settled_at=scope.now,
        settled_by_decision_id=by_decision_id,
        settled_by_name=scope.actor.name,
    ).where(Irregularity.id == irregularity_id)
    subject = Record(room="meetings", kind="decision", id=row["decision_id"], title=row["text"][:200])
    await ledger.record(
        scope,
        f"sittings.irregularity.{to.value}",
        subject,
        before={"state": row["state"], "fault": row["fault"]},
        after={"state": to, "by_decision_id": by_decision_id},
    )


async def add_action(
    scope: Scope,
    *,
    meeting_id: UUID,
    words: str,
    owner_person_id: UUID,
    item_id: UUID | None = None,
    due_on: date | None = None,
    action_id: UUID | None = None,
    corrects: UUID | None = None,
    because: str | None = None,
) -> UUID:
    """Record what somebody undertook to do. Raises rules.UnableToRecord, rules.HeldByAnother (409), NotFound.

    The record keeps it as it was said, for the minutes; what becomes of it stands in the action log under the same id.
    `corrects` is an action of the meeting that was recorded wrongly, and is struck out because of `because`.
    """
    if corrects is not None and not (because or "").strip():
        raise rules.UnableToRecord("Say what was recorded wrongly.", field="because")
    if not words.strip():
        raise rules.UnableToRecord("Write what is to be done.", field="words")
    title = await holding.hold_page(scope, meeting_id=meeting_id)
    if item_id is not None:
        await declaring.check_item(scope, meeting_id=meeting_id, item_id=item_id)
    owner = await people.person_line_of(scope, person_id=owner_person_id)
    known = action_id or new_id()
    written = await fetch(
        "INSERT INTO sittings_action (tenant_id, id, meeting_id, item_id, words, owner_person_id, owner_name, due_on, "
        "recorded_at, recorded_by_person_id, recorded_by_name) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id",
        scope.tenant.id,
        known,
        meeting_id,
        item_id,
        words,
        owner_person_id,
        owner.name,
        due_on,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    if written:
        after = {"words": words, "owner": owner.name, "due_on": due_on, "item_id": item_id}
        await ledger.record(
            scope, "sittings.action.undertaken", holding.of_meeting(meeting_id, title), after=after
        )
        await _enter_in_log(scope, action_id=known, meeting_id=meeting_id, item_id=item_id)
        if corrects is not None:
            await striking.replace_action(
                scope, meeting_id=meeting_id, action_id=corrects, by_id=known, because=because or ""
            )
    return known


async def _enter_in_log(scope: Scope, *, action_id: UUID, meeting_id: UUID, item_id: UUID | None) -> None:
    """The action as the log follows it from now on: private where its item is, undertaken on the meeting's day."""
    rows = await fetch(
        """
        SELECT a.words, a.owner_person_id, a.due_on, m.title, m.starts_at, m.committee_id, i.part
        FROM sittings_action a JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = a.meeting_id
        LEFT JOIN meetings_item i ON i.tenant_id = $1 AND i.id = a.item_id
        WHERE a.tenant_id = $1 AND a.id = $2""",
        scope.tenant.id,
        action_id,
    )
    (row,) = rows
    await actions.undertake(
        scope,
        source=actions.Source(
            kind=actions.SourceKind.MEETING,
            title=row["title"],
            id=meeting_id,
            on=meeting_rules.day_of(scope, row["starts_at"]),
            committee_id=row["committee_id"],
            meeting_id=meeting_id,
            item_id=item_id,
        ),
        words=row["words"],
        owner_person_id=row["owner_person_id"],
        due_on=row["due_on"],
        private=row["part"] == meeting_rules.Part.PRIVATE,
        action_id=action_id,
    )
