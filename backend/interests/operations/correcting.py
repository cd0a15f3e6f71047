"""Putting right what is on the register: a correction, which says what was true all along, and a withdrawal."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.interests import chasing, settings
from backend.interests.operations import checking, versions
from backend.interests.operations import declaring as acts
from backend.interests.queries import register
from backend.interests.rules import declaring
from backend.ledger import operations as ledger
from backend.organisations import queries as organisations
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The interest as it should have been declared, and why it was not."""

    organisation_id: UUID
    interest_type: declaring.InterestType
    nature: str
    since: date
    until: date | None = None
    relationship: declaring.Relationship | None = None
    is_indirect: bool = False
    mitigation: str | None = None
    reason: str


async def correct_interest(
    scope: Scope, *, interest_id: UUID, correction: Correction, came_from: str | None = None
) -> UUID:
    """Open a version that says what should have been said; it is reviewed anew. Returns the declaration's id.

    `came_from` names the body from whose register the worker brings it. Raises `UnableToDeclare`, `NotPermitted`,
    `NotFound`.
    """
    newest = await versions.newest_version(scope, interest_id=interest_id)
    entry = await register.entry(scope, interest_id=interest_id)
    rule_set = await settings.rule_set_of(scope)
    _check_actor(scope, newest["person_id"], arrived=came_from is not None)
    declaring.check_reason(correction.reason)
    known = await organisations.organisations_by_id(scope, ids=[correction.organisation_id])
    if correction.organisation_id not in known:
        raise declaring.UnableToDeclare("Choose the organisation from the list.", field="organisation_id")
    declaring.check_period(
        declaring.Period(since=correction.since, until=correction.until), today=scope.today
    )
    declaring.check_indirect(is_indirect=correction.is_indirect, relationship=correction.relationship)
    said = checking.Said(
        person_id=newest["person_id"],
        organisation_id=correction.organisation_id,
        interest_type=correction.interest_type,
        nature=correction.nature,
        since=correction.since,
        until=correction.until,
        relationship=correction.relationship,
        is_indirect=correction.is_indirect,
    )
    organisation_name = known[correction.organisation_id].name
    await checking.check_declared_once(scope, said, organisation_name=organisation_name, but=interest_id)
    after = {
        "organisation_id": correction.organisation_id,
        "interest_type": correction.interest_type.value,
        "is_indirect": correction.is_indirect,
        "relationship": correction.relationship.value if correction.relationship else None,
        "nature": correction.nature,
        "mitigation": correction.mitigation,
        "since": correction.since,
        "until": correction.until,
    }
    changed = {name for name, value in after.items() if newest[name] != value}
    if not changed:
        raise declaring.UnableToDeclare("Nothing is different from what is on the register already.")

    declaration_id = await acts.add_declaration(
        scope,
        person_id=newest["person_id"],
        kind=declaring.DeclarationKind.CORRECTED,
        known_on=scope.today,
        late=False,
        rule_set=rule_set.key,
        interest_id=interest_id,
        reason=correction.reason,
        came_from=came_from,
    )
    await versions.supersede(scope, newest, **after, declaration_id=declaration_id, rule_set=rule_set.key)
    await ledger.record(
        scope,
        "interests.interest.corrected",
        versions.interest_record(interest_id, entry.person_name, organisation_name),
        before={name: newest[name] for name in sorted(changed)},
        after={
            **{name: after[name] for name in sorted(changed)},
            "rule_set": rule_set.key,
            "reason": correction.reason,
            "declaration": declaration_id,
        },
    )
    await chasing.settle(scope, person_id=newest["person_id"])
    return declaration_id


async def withdraw_interest(
    scope: Scope, *, interest_id: UUID, reason: str, came_from: str | None = None
) -> UUID:
    """Take an interest that was entered in error off the register from now. Returns the declaration's id.

    What the register said until now stays in its history. Raises `UnableToDeclare`, `NotPermitted`, `NotFound`.
    """
    newest = await versions.newest_version(scope, interest_id=interest_id)
    entry = await register.entry(scope, interest_id=interest_id)
    rule_set = await settings.rule_set_of(scope)
    _check_actor(scope, newest["person_id"], arrived=came_from is not None)
    declaring.check_reason(reason)

    declaration_id = await acts.add_declaration(
        scope,
        person_id=newest["person_id"],
        kind=declaring.DeclarationKind.WITHDRAWN,
        known_on=scope.today,
        late=False,
        rule_set=rule_set.key,
        interest_id=interest_id,
        reason=reason,
        came_from=came_from,
    )
    await versions.close(scope, newest)
    await ledger.record(
        scope,
        "interests.interest.withdrawn",
        versions.interest_record(interest_id, entry.person_name, entry.organisation_name),
        before={"since": newest["since"], "until": newest["until"]},
        after={"withdrawn": True, "reason": reason, "declaration": declaration_id},
    )
    await chasing.settle(scope, person_id=newest["person_id"])
    return declaration_id


def _check_actor(scope: Scope, person_id: UUID, *, arrived: bool) -> None:
    if not arrived:
        declaring.check_can_declare_for(
            declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
        )
