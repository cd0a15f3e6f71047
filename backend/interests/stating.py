"""What interests state as facts: who makes decisions and has declared, who is trained, how gifts were dealt with.

People and training are stated as they are today and anew with each day: seats, pauses and rule sets move them.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from backend.facts.stating import EVERY, ITSELF, Stating
from backend.facts.values import Statement, subjects_value
from backend.interests import settings
from backend.interests.queries import declarants, declarations, training
from backend.interests.rules.gifts import GiftStatus
from backend.kit.database import fetch
from backend.scope import Scope

_GIFTS = """
SELECT g.gift_id, g.declared_on, g.late, g.status, g.followed, g.outcome, p.name AS person FROM interests_gift g
JOIN people_person p ON p.tenant_id = $1 AND p.id = g.person_id
WHERE g.tenant_id = $1 AND g.known_to IS NULL AND g.status <> 'WITHDRAWN'
  AND ($2::uuid[] IS NULL OR g.gift_id = ANY ($2))
"""


async def _people(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Everybody who owes a declaration, as they stand today."""
    rule_set = await settings.rule_set_of(scope)
    standings = {each.person_id: each for each in await declarations.standings_of(scope, person_ids=ids)}
    return tuple(
        Statement(
            subject=str(person.person_id),
            title=person.person_name,
            room="people",
            kind="person",
            id=person.person_id,
            facts={
                "person.decision-making": person.decision_making,
                "person.seated": person.seated,
                "person.paused": person.paused,
                "person.last-declared-on": standing.last_declared_on,
                "person.declaration-due-on": standing.due_on(rule_set),
            },
        )
        for person in await declarants.declarants_of(scope, person_ids=ids)
        if (standing := standings.get(person.person_id))
    )


async def _training(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Each module that somebody must do or has done."""
    wanted = None if ids is None else set(ids)
    return tuple(
        Statement(
            subject=f"{line.person_id}.{line.module}",
            title=f"{line.person_name}: {line.module_name}",
            room="people",
            kind="person",
            id=line.person_id,
            facts={
                "training.person": subjects_value([str(line.person_id)]),
                "training.required": line.required,
                "training.done-on": line.done_on,
                "training.good-until": None if line.done_on is None else line.expires_on or date.max,
            },
        )
        for line in await training.training_of(scope)
        if wanted is None or line.person_id in wanted
    )


async def _gifts(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    rows = await fetch(_GIFTS, scope.tenant.id, None if ids is None else list(ids))
    return tuple(
        Statement(
            subject=str(row["gift_id"]),
            title=f"{row['person']}, declared {row['declared_on'].isoformat()}",
            room="interests",
            kind="gift",
            id=row["gift_id"],
            facts={
                "gift.declared-on": row["declared_on"],
                "gift.late": row["late"],
                "gift.reviewed": row["status"] == GiftStatus.APPROVED.value,
                "gift.advice-followed": row["followed"],
            },
        )
        for row in rows
    )


_DECLARED = "SELECT person_id AS id FROM interests_declaration WHERE tenant_id = $1 AND id = ANY ($2)"
_INTERESTED = "SELECT person_id AS id FROM interests_entry WHERE tenant_id = $1 AND interest_id = ANY ($2)"
_SEATED = "SELECT person_id AS id FROM committees_term WHERE tenant_id = $1 AND id = ANY ($2)"
_MEMBERS = "SELECT person_id AS id FROM committees_term WHERE tenant_id = $1 AND committee_id = ANY ($2)"
# what is recorded for several people at once stands in the ledger as one event
_TRAINED = """
SELECT t.person_id AS id FROM interests_training t WHERE t.tenant_id = $1 AND t.recorded_at IN (
  SELECT o.recorded_at FROM interests_training o WHERE o.tenant_id = $1 AND o.id = ANY ($2))
"""
_BOUND = "SELECT person_id AS id FROM interests_training_duty WHERE tenant_id = $1 AND id = ANY ($2)"

STATINGS = (
    Stating(
        room="interests",
        about="person",
        reach={
            "people.person": ITSELF,
            "interests.declaration": _DECLARED,
            "interests.interest": _INTERESTED,
            "committees.term": _SEATED,
            "committees.committee": _MEMBERS,
            "interests.settings": EVERY,
            "registers.import": EVERY,
            "registers.staff-list": EVERY,
        },
        state=_people,
        daily=True,
    ),
    Stating(
        room="interests",
        about="training",
        reach={
            "people.person": ITSELF,
            "interests.training": _TRAINED,
            "interests.training-duty": _BOUND,
            "committees.term": _SEATED,
            "committees.committee": _MEMBERS,
            "interests.settings": EVERY,
            "registers.import": EVERY,
            "registers.staff-list": EVERY,
        },
        state=_training,
        daily=True,
    ),
    Stating(
        room="interests",
        about="gift",
        reach={"interests.gift": ITSELF, "registers.import": EVERY},
        state=_gifts,
    ),
)
