"""Declaring: an interest, a nil return, nothing new, an end."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.interests import chasing, settings
from backend.interests.operations import checking, versions
from backend.interests.queries import declarations, register
from backend.interests.rules import declaring
from backend.interests.tables.declarations import Declaration, Entry
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.organisations.searching import search_ahead
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
    paper_on: date | None = None,
) -> UUID:
    """Put an interest of `person_id` on the register (`checking.Said` has the meanings). Returns the declaration's id.

    Raises `UnableToDeclare`, `NotPermitted`, `NotFound`.
    """
    said = checking.Said(
        person_id=person_id,
        organisation_id=organisation_id,
        interest_type=interest_type,
        nature=nature,
        since=since,
        until=until,
        known_on=known_on,
        relationship=relationship,
        is_indirect=is_indirect,
        mitigation=mitigation,
        paper_on=paper_on,
    )
    declaration_id, _ = await put_on_register(scope, said, await checking.check_interest(scope, said))
    return declaration_id


async def put_on_register(
    scope: Scope, said: checking.Said, checked: checking.Checked, *, came_from: str | None = None
) -> tuple[UUID, UUID]:
    """Write what was checked: the ids of the declaration and of the interest. `came_from` names a sending body."""
    declaration_id = await add_declaration(
        scope,
        person_id=said.person_id,
        kind=declaring.DeclarationKind.INTEREST,
        known_on=checked.known_on,
        late=checked.late,
        rule_set=checked.rule_set,
        paper_on=said.paper_on,
        came_from=came_from,
    )
    interest_id = new_id()
    values = {
        "organisation_id": said.organisation_id,
        "interest_type": said.interest_type,
        "is_indirect": said.is_indirect,
        "relationship": said.relationship,
        "nature": said.nature,
        "mitigation": said.mitigation,
        "since": said.since,
        "until": said.until,
        "rule_set": checked.rule_set,
    }
    await Entry.add(
        scope,
        interest_id=interest_id,
        declaration_id=declaration_id,
        person_id=said.person_id,
        known_from=scope.now,
        known_to=None,
        **values,
    )
    subject = versions.interest_record(interest_id, checked.person_name, checked.organisation_name)
    after: dict[str, Any] = {**values, "person_id": said.person_id, "declaration": declaration_id}
    if said.paper_on:
        after["paper_on"] = said.paper_on
    if came_from:
        after["came_from"] = came_from
    search_ahead(scope)
    await ledger.record(scope, "interests.interest.declared", subject, after=after)
    await chasing.settle(scope, person_id=said.person_id)
    return declaration_id, interest_id


async def make_nil_return(scope: Scope, *, person_id: UUID, paper_on: date | None = None) -> UUID:
    """Record that `person_id` has nothing to declare; a nil return is an entry of its own, never a blank."""
    person = await declarations.standing_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)

    declaring.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    declaring.check_dates(
        known_on=None,
        paper_on=paper_on,
        for_another=person_id != scope.actor.person_id,
        today=scope.today,
    )
    declaring.check_can_declare_nil(open_interests=person.open_interests)

    declaration_id = await add_declaration(
        scope,
        person_id=person_id,
        kind=declaring.DeclarationKind.NIL,
        known_on=paper_on or scope.today,
        late=False,
        rule_set=rule_set.key,
        paper_on=paper_on,
    )
    subject = versions.declaration_record(declaration_id, person.person_name)
    await ledger.record(
        scope, "interests.declaration.nil-returned", subject, after={"rule_set": rule_set.key}
    )
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def confirm_unchanged(scope: Scope, *, person_id: UUID, paper_on: date | None = None) -> UUID:
    """Record that what `person_id` declared before still holds; the ledger keeps the list that they saw."""
    person = await declarations.standing_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)
    shown = await register.register_of(scope, person_id=person_id)

    declaring.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    declaring.check_dates(
        known_on=None,
        paper_on=paper_on,
        for_another=person_id != scope.actor.person_id,
        today=scope.today,
    )
    declaring.check_can_confirm_unchanged(ever_declared=person.last_kind is not None)

    declaration_id = await add_declaration(
        scope,
        person_id=person_id,
        kind=declaring.DeclarationKind.UNCHANGED,
        known_on=paper_on or scope.today,
        late=False,
        rule_set=rule_set.key,
        paper_on=paper_on,
    )
    subject = versions.declaration_record(declaration_id, person.person_name)
    after = {"rule_set": rule_set.key, "interests": [entry.interest_id for entry in shown]}
    await ledger.record(scope, "interests.declaration.confirmed", subject, after=after)
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def end_interest(
    scope: Scope, *, interest_id: UUID, ended_on: date, came_from: str | None = None
) -> UUID:
    """Record that an interest ended on `ended_on`, its last day. The open version is closed, a new one opened.

    `came_from` names the body from whose register the worker brings the news.
    """
    newest = await versions.newest_version(scope, interest_id=interest_id)
    entry = await register.entry(scope, interest_id=interest_id)
    rule_set = await settings.rule_set_of(scope)

    if came_from is None:
        declaring.check_can_declare_for(
            declarant=entry.person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
        )
    period = declaring.Period(since=entry.since, until=entry.until)
    declaring.check_end(period, ended_on=ended_on, today=scope.today)

    declaration_id = await add_declaration(
        scope,
        person_id=entry.person_id,
        kind=declaring.DeclarationKind.ENDED,
        known_on=ended_on,
        late=await checking.is_late(
            scope,
            person_id=entry.person_id,
            known_on=ended_on,
            declared_on=scope.today,
            rule_set=rule_set,
        ),
        rule_set=rule_set.key,
        interest_id=interest_id,
        came_from=came_from,
    )
    await versions.supersede(
        scope, newest, until=ended_on, declaration_id=declaration_id, rule_set=rule_set.key
    )
    subject = versions.interest_record(interest_id, entry.person_name, entry.organisation_name)
    after = {"until": ended_on, "rule_set": rule_set.key, "declaration": declaration_id}
    await ledger.record(
        scope, "interests.interest.ended", subject, before={"until": entry.until}, after=after
    )
    await chasing.settle(scope, person_id=entry.person_id)
    return declaration_id


async def add_declaration(
    scope: Scope,
    *,
    person_id: UUID,
    kind: declaring.DeclarationKind,
    known_on: date,
    late: bool,
    rule_set: str,
    paper_on: date | None = None,
    **traits: Any,
) -> UUID:
    """Write one act of declaring, which waits for its review. Returns its id."""
    actor_id = scope.actor.person_id
    declaration_id: UUID = await Declaration.add(
        scope,
        person_id=person_id,
        kind=kind,
        declared_at=scope.now,
        declared_on=paper_on or scope.today,
        known_on=known_on,
        late=late,
        rule_set=rule_set,
        status=declaring.DeclarationStatus.SUBMITTED,
        paper_on=paper_on,
        entered_by=actor_id if actor_id is not None and actor_id != person_id else None,
        **traits,
    )
    return declaration_id
