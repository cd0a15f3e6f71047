"""Declaring: an interest, a nil return, nothing new, an end."""

from datetime import date
from uuid import UUID

from backend.interests import chasing, settings
from backend.interests.operations import versions
from backend.interests.queries import declarations, register
from backend.interests.rules import declaring
from backend.interests.tables.declarations import Declaration, Entry
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import queries as organisations
from backend.scope import Scope


async def declare_interest(
    scope: Scope,
    *,
    person_id: UUID,
    organisation_id: UUID,
    interest_type: declaring.InterestType,
    nature: str,
    since: date,
    until: date | None = None,
    known_on: date | None = None,
    relationship: declaring.Relationship | None = None,
    is_indirect: bool = False,
    mitigation: str | None = None,
) -> UUID:
    """Put an interest of `person_id` on the register. Returns the declaration's id.

    `known_on` is when the person learnt of it, which starts the 28 days; the day that it began unless given.
    Raises `UnableToDeclare`, `NotPermitted`, `NotFound`.
    """
    person = await declarations.standing_of(scope, person_id=person_id)
    known = await organisations.organisations_by_id(scope, ids=[organisation_id])
    rule_set = await settings.rule_set_of(scope)

    declaring.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    if organisation_id not in known:
        raise declaring.UnableToDeclare("Choose the organisation from the list.", field="organisation_id")
    period = declaring.Period(since=since, until=until)
    declaring.check_period(period, today=scope.today)
    declaring.check_indirect(is_indirect=is_indirect, relationship=relationship)
    learnt_on = min(known_on or since, scope.today)
    late = declaring.declared_late(
        known_on=max(learnt_on, person.joined_on) if person.joined_on <= scope.today else learnt_on,
        declared_on=scope.today,
        within_days=rule_set.declare_within_days.value,
    )

    declaration_id = await _add_declaration(
        scope,
        person_id=person_id,
        kind=declaring.DeclarationKind.INTEREST,
        known_on=learnt_on,
        late=late,
        rule_set=rule_set.key,
    )
    interest_id = new_id()
    said = {
        "organisation_id": organisation_id,
        "interest_type": interest_type,
        "is_indirect": is_indirect,
        "relationship": relationship,
        "nature": nature,
        "mitigation": mitigation,
        "since": since,
        "until": until,
        "rule_set": rule_set.key,
    }
    await Entry.add(
        scope,
        interest_id=interest_id,
        declaration_id=declaration_id,
        person_id=person_id,
        known_from=scope.now,
        known_to=None,
        **said,
    )
    title = f"{person.person_name}: {known[organisation_id].name}"
    subject = Record(room="interests", kind="interest", id=interest_id, title=title)
    after = {**said, "person_id": person_id, "declaration": declaration_id}
    await ledger.record(scope, "interests.interest.declared", subject, after=after)
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def make_nil_return(scope: Scope, *, person_id: UUID) -> UUID:
    """Record that `person_id` has nothing to declare; a nil return is an entry of its own, never a blank."""
    person = await declarations.standing_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)

    declaring.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    declaring.check_can_declare_nil(open_interests=person.open_interests)

    declaration_id = await _add_declaration(
        scope,
        person_id=person_id,
        kind=declaring.DeclarationKind.NIL,
        known_on=scope.today,
        late=False,
        rule_set=rule_set.key,
    )
    subject = versions.declaration_record(declaration_id, person.person_name)
    await ledger.record(
        scope, "interests.declaration.nil-returned", subject, after={"rule_set": rule_set.key}
    )
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def confirm_unchanged(scope: Scope, *, person_id: UUID) -> UUID:
    """Record that what `person_id` declared before still holds; the ledger keeps the list that they saw."""
    person = await declarations.standing_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)
    shown = await register.register_of(scope, person_id=person_id)

    declaring.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    declaring.check_can_confirm_unchanged(ever_declared=person.last_kind is not None)

    declaration_id = await _add_declaration(
        scope,
        person_id=person_id,
        kind=declaring.DeclarationKind.UNCHANGED,
        known_on=scope.today,
        late=False,
        rule_set=rule_set.key,
    )
    subject = versions.declaration_record(declaration_id, person.person_name)
    after = {"rule_set": rule_set.key, "interests": [entry.interest_id for entry in shown]}
    await ledger.record(scope, "interests.declaration.confirmed", subject, after=after)
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def end_interest(scope: Scope, *, interest_id: UUID, ended_on: date) -> UUID:
    """Record that an interest ended on `ended_on`, its last day. The open version is closed, a new one opened."""
    newest = await versions.newest_version(scope, interest_id=interest_id)
    entry = await register.entry(scope, interest_id=interest_id)
    rule_set = await settings.rule_set_of(scope)

    declaring.check_can_declare_for(
        declarant=entry.person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    period = declaring.Period(since=entry.since, until=entry.until)
    declaring.check_end(period, ended_on=ended_on, today=scope.today)

    declaration_id = await _add_declaration(
        scope,
        person_id=entry.person_id,
        kind=declaring.DeclarationKind.ENDED,
        known_on=ended_on,
        late=declaring.declared_late(
            known_on=ended_on, declared_on=scope.today, within_days=rule_set.declare_within_days.value
        ),
        rule_set=rule_set.key,
    )
    await versions.supersede(
        scope, newest, until=ended_on, declaration_id=declaration_id, rule_set=rule_set.key
    )
    title = f"{entry.person_name}: {entry.organisation_name}"
    subject = Record(room="interests", kind="interest", id=interest_id, title=title)
    after = {"until": ended_on, "rule_set": rule_set.key, "declaration": declaration_id}
    await ledger.record(
        scope, "interests.interest.ended", subject, before={"until": entry.until}, after=after
    )
    await chasing.settle(scope, person_id=entry.person_id)
    return declaration_id


async def _add_declaration(
    scope: Scope,
    *,
    person_id: UUID,
    kind: declaring.DeclarationKind,
    known_on: date,
    late: bool,
    rule_set: str,
) -> UUID:
    declaration_id: UUID = await Declaration.add(
        scope,
        person_id=person_id,
        kind=kind,
        declared_at=scope.now,
        declared_on=scope.today,
        known_on=known_on,
        late=late,
        rule_set=rule_set,
        status=declaring.DeclarationStatus.SUBMITTED,
    )
    return declaration_id
