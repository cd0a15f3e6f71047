"""Declaring and reviewing. Each operation has five beats: load, check, write, record, tell."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.interests import chasing, queries, rules, settings
from backend.interests.tables import Declaration, Entry
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import queries as organisations
from backend.scope import NotFound, OvertakenByAnother, Scope


async def declare_interest(
    scope: Scope,
    *,
    person_id: UUID,
    organisation_id: UUID,
    interest_type: rules.InterestType,
    nature: str,
    since: date,
    until: date | None = None,
    known_on: date | None = None,
    relationship: rules.Relationship | None = None,
    is_indirect: bool = False,
    mitigation: str | None = None,
) -> UUID:
    """Put an interest of `person_id` on the register. Returns the declaration's id.

    `known_on` is when the person learnt of it, which starts the 28 days; the day that it began unless given.
    Raises `UnableToDeclare`, `NotPermitted`, `NotFound`.
    """
    person = await queries.standing_of(scope, person_id=person_id)
    known = await organisations.organisations_by_id(scope, ids=[organisation_id])
    rule_set = await settings.rule_set_of(scope)

    rules.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    if organisation_id not in known:
        raise rules.UnableToDeclare("Choose the organisation from the list.", field="organisation_id")
    period = rules.Period(since=since, until=until)
    rules.check_period(period, today=scope.today)
    rules.check_indirect(is_indirect=is_indirect, relationship=relationship)
    learnt_on = min(known_on or since, scope.today)
    late = rules.declared_late(
        known_on=max(learnt_on, person.joined_on) if person.joined_on <= scope.today else learnt_on,
        declared_on=scope.today,
        within_days=rule_set.declare_within_days.value,
    )

    declaration_id = await _add_declaration(
        scope,
        person_id=person_id,
        kind=rules.DeclarationKind.INTEREST,
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
    await ledger.record(
        scope, "interests.interest.declared", subject, after={**said, "declaration": declaration_id}
    )
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def make_nil_return(scope: Scope, *, person_id: UUID) -> UUID:
    """Record that `person_id` has nothing to declare; a nil return is an entry of its own, never a blank."""
    person = await queries.standing_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)

    rules.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    rules.check_can_declare_nil(open_interests=person.open_interests)

    declaration_id = await _add_declaration(
        scope,
        person_id=person_id,
        kind=rules.DeclarationKind.NIL,
        known_on=scope.today,
        late=False,
        rule_set=rule_set.key,
    )
    subject = _declaration_record(declaration_id, person.person_name)
    await ledger.record(
        scope, "interests.declaration.nil-returned", subject, after={"rule_set": rule_set.key}
    )
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def confirm_unchanged(scope: Scope, *, person_id: UUID) -> UUID:
    """Record that what `person_id` declared before still holds; the ledger keeps the list that they saw."""
    person = await queries.standing_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)
    shown = await queries.register_of(scope, person_id=person_id)

    rules.check_can_declare_for(
        declarant=person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    rules.check_can_confirm_unchanged(ever_declared=person.last_kind is not None)

    declaration_id = await _add_declaration(
        scope,
        person_id=person_id,
        kind=rules.DeclarationKind.UNCHANGED,
        known_on=scope.today,
        late=False,
        rule_set=rule_set.key,
    )
    subject = _declaration_record(declaration_id, person.person_name)
    after = {"rule_set": rule_set.key, "interests": [entry.interest_id for entry in shown]}
    await ledger.record(scope, "interests.declaration.confirmed", subject, after=after)
    await chasing.settle(scope, person_id=person_id)
    return declaration_id


async def end_interest(scope: Scope, *, interest_id: UUID, ended_on: date) -> UUID:
    """Record that an interest ended on `ended_on`, its last day. The open version is closed, a new one opened."""
    newest = await _newest_version(scope, interest_id=interest_id)
    entry = await queries.entry(scope, interest_id=interest_id)
    rule_set = await settings.rule_set_of(scope)

    rules.check_can_declare_for(
        declarant=entry.person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    period = rules.Period(since=entry.since, until=entry.until)
    rules.check_end(period, ended_on=ended_on, today=scope.today)

    declaration_id = await _add_declaration(
        scope,
        person_id=entry.person_id,
        kind=rules.DeclarationKind.ENDED,
        known_on=ended_on,
        late=rules.declared_late(
            known_on=ended_on, declared_on=scope.today, within_days=rule_set.declare_within_days.value
        ),
        rule_set=rule_set.key,
    )
    await _supersede(scope, newest, until=ended_on, declaration_id=declaration_id, rule_set=rule_set.key)
    title = f"{entry.person_name}: {entry.organisation_name}"
    subject = Record(room="interests", kind="interest", id=interest_id, title=title)
    await ledger.record(
        scope, "interests.interest.ended", subject, before={"until": entry.until}, after={"until": ended_on}
    )
    await chasing.settle(scope, person_id=entry.person_id)
    return declaration_id


async def approve_declaration(scope: Scope, *, declaration_id: UUID, mitigation: str | None = None) -> None:
    """Accept a declaration on review, with the mitigation that was agreed for what it declares."""
    line, entries = await _under_review(
        scope, declaration_id=declaration_id, into=rules.DeclarationStatus.APPROVED
    )

    await _set_status(scope, line, rules.DeclarationStatus.APPROVED, note=mitigation)
    if mitigation:
        for entry in entries:
            newest = await _newest_version(scope, interest_id=entry.interest_id)
            await _supersede(scope, newest, mitigation=mitigation)
    await ledger.record(
        scope,
        "interests.declaration.approved",
        _declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={"status": rules.DeclarationStatus.APPROVED, "mitigation": mitigation},
    )


async def return_declaration(scope: Scope, *, declaration_id: UUID, question: str) -> None:
    """Send a declaration back with a question; it stays on the register meanwhile."""
    line, _ = await _under_review(scope, declaration_id=declaration_id, into=rules.DeclarationStatus.RETURNED)

    await _set_status(scope, line, rules.DeclarationStatus.RETURNED, note=question)
    await ledger.record(
        scope,
        "interests.declaration.returned",
        _declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={"status": rules.DeclarationStatus.RETURNED, "question": question},
    )
    await chasing.tell_returned(
        scope, declaration_id=declaration_id, person_id=line.person_id, question=question
    )


async def _add_declaration(
    scope: Scope, *, person_id: UUID, kind: rules.DeclarationKind, known_on: date, late: bool, rule_set: str
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
        status=rules.DeclarationStatus.SUBMITTED,
    )
    return declaration_id


async def _under_review(
    scope: Scope, *, declaration_id: UUID, into: rules.DeclarationStatus
) -> tuple[queries.DeclarationLine, tuple[queries.RegisterEntry, ...]]:
    """The declaration, held for us alone until the transaction ends, once the review is allowed."""
    await fetch(
        "SELECT 1 FROM interests_declaration WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        declaration_id,
    )
    line, entries = await queries.declaration(scope, declaration_id=declaration_id)
    rules.check_can_review(
        declarant=line.person_id, reviewer=scope.actor.person_id, status=line.status, into=into
    )
    return line, entries


async def _set_status(
    scope: Scope, line: queries.DeclarationLine, status: rules.DeclarationStatus, *, note: str | None
) -> None:
    await Declaration.change(
        scope, status=status, reviewed_by=scope.actor.person_id, reviewed_at=scope.now, review_note=note
    ).where(Declaration.id == line.id)


async def _newest_version(scope: Scope, *, interest_id: UUID) -> dict[str, Any]:
    """The newest version's row, held for us alone until the transaction ends."""
    rows = await fetch(
        "SELECT * FROM interests_entry WHERE tenant_id = $1 AND interest_id = $2 AND known_to IS NULL FOR UPDATE",
        scope.tenant.id,
        interest_id,
    )
    if not rows:
        raise NotFound("interest")
    return dict(rows[0])


async def _supersede(scope: Scope, newest: dict[str, Any], **changes: Any) -> None:
    """Close the newest version at this moment and open the next, with `changes`."""
    if newest["known_from"] >= scope.now:
        raise OvertakenByAnother(
            "Somebody changed this interest at the same moment. Look at it and try again."
        )
    await Entry.change(scope, known_to=scope.now).where(Entry.id == newest["id"])
    kept = {name: value for name, value in newest.items() if name not in {"tenant_id", "id"}}
    await Entry.add(scope, **{**kept, "known_from": scope.now, "known_to": None, **changes})


def _declaration_record(declaration_id: UUID, person_name: str) -> Record:
    return Record(
        room="interests", kind="declaration", id=declaration_id, title=f"Declaration of {person_name}"
    )
