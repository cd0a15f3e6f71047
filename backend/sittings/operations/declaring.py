"""An interest declared at the meeting, with what the chair decided; a new one starts the clock of the register."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.interests import settings
from backend.interests.rules.declaring import InterestType
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings import rules as meeting_rules
from backend.meetings.treating import Treatment
from backend.notices import operations as notices
from backend.notices.rules import Recipient
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.sittings import rules
from backend.sittings.operations import following, holding, presence

WITHIN_DAYS = 28
"""NHS Act 2006, section 14O and then 14Z30: on the register within 28 days of being known. For want of an edition."""


async def record_declaration(
    scope: Scope,
    *,
    meeting_id: UUID,
    person_id: UUID,
    nature: str,
    is_new: bool,
    item_id: UUID | None = None,
    interest_type: InterestType | None = None,
    materiality: str | None = None,
    treatment: Treatment | None = None,
    decided_by_name: str | None = None,
    at: datetime | None = None,
    declaration_id: UUID | None = None,
) -> UUID:
    """Record what somebody declared and what the chair decided about it; returns its id.

    `is_new`: it is not on the register yet, so the person is told by when it has to be. Raises rules.UnableToRecord,
    rules.HeldByAnother (409), NotFound.
    """
    moment = presence.check_moment(scope, at)
    if not nature.strip():
        raise rules.UnableToRecord("Write what was declared.", field="nature")
    title = await holding.hold_page(scope, meeting_id=meeting_id)
    person = await people.person_line_of(scope, person_id=person_id)
    if item_id is not None:
        await check_item(scope, meeting_id=meeting_id, item_id=item_id)
    due_on = None
    if is_new:
        due_on = meeting_rules.day_of(scope, moment) + timedelta(days=await _within_days(scope))
    event_id = declaration_id or new_id()
    decided_by = (decided_by_name or "The chair") if treatment else None
    written = await fetch(
        "INSERT INTO sittings_declaration (tenant_id, id, meeting_id, item_id, person_id, name, at, interest_type, "
        "nature, materiality, is_new, treatment, decided_by_name, due_on, recorded_at, recorded_by_person_id, "
        "recorded_by_name) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
        "ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id",
        scope.tenant.id,
        event_id,
        meeting_id,
        item_id,
        person_id,
        person.name,
        moment,
        interest_type.value if interest_type else None,
        nature,
        materiality,
        is_new,
        treatment.value if treatment else None,
        decided_by,
        due_on,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    if not written:
        return event_id
    after = {
        "person_id": person_id,
        "name": person.name,
        "item_id": item_id,
        "nature": nature,
        "interest_type": interest_type,
        "treatment": treatment,
        "decided_by": decided_by,
        "at": moment,
        "due_on": due_on,
    }
    await ledger.record(
        scope, "sittings.declaration.made", holding.of_meeting(meeting_id, title), after=after
    )
    if due_on is not None:
        await notices.tell(
            scope,
            kind="sittings.declared-at-meeting",
            key=f"sittings.declared/{event_id}/{person_id}",
            to=Recipient(person_id=person_id, name=person.name, address=person.email),
            context={"meeting": title, "nature": nature, "due": in_words(due_on)},
        )
        await following.schedule(scope)
    return event_id


async def check_item(scope: Scope, *, meeting_id: UUID, item_id: UUID) -> None:
    """Raises NotFound for an item that is not of this meeting."""
    rows = await fetch(
        "SELECT id FROM meetings_item WHERE tenant_id = $1 AND id = $2 AND meeting_id = $3",
        scope.tenant.id,
        item_id,
        meeting_id,
    )
    if not rows:
        raise NotFound("agenda item")


async def _within_days(scope: Scope) -> int:
    try:
        return (await settings.rule_set_of(scope)).declare_within_days.value
    except settings.NoRuleSet:
        return WITHIN_DAYS
