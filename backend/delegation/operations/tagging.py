"""Saying what an item of an agenda is about, where its title says too little or too much."""

from uuid import UUID

from backend.delegation.rules import gates as at_gates
from backend.delegation.tables.gates import Tagged
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.scope import Scope


async def say_about(scope: Scope, *, item_id: UUID, subject: str, about: bool, words: str) -> None:
    """Say that an item is about a subject, or is not, and why; the last word stands.

    Raises at_gates.UnableToRecord, NotPermitted, NotFound.
    """
    _, item = await meetings.item(scope, item_id=item_id)
    at_gates.check_is_person(scope.actor.person_id, act="say what an item is about")
    if len(words.strip()) < at_gates.MINIMUM_REASON:
        raise at_gates.UnableToRecord("Say how you know.", field="words")
    rows = await fetch(
        "SELECT count(*)::int AS n FROM delegation_tagged WHERE tenant_id = $1 AND item_id = $2 AND subject = $3",
        scope.tenant.id,
        item_id,
        subject,
    )
    values = {"subject": subject, "about": about, "words": words.strip()}
    await Tagged.add(
        scope,
        item_id=item_id,
        version=rows[0]["n"] + 1,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        **values,
    )
    record = Record(room="meetings", kind="item", id=item_id, title=item.title)
    await ledger.record(scope, "delegation.item.said-about", record, after=values)
