"""What is owed: entered by hand, taken up from an agreement or a milestone, changed, and not asked for any more."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue import shelf
from backend.delegation.queries import milestones
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.reporting import queries
from backend.reporting.operations import records
from backend.reporting.queries import ReturnView
from backend.reporting.rules import UnableToReport
from backend.reporting.tables import Return
from backend.scope import Scope
from backend.together import queries as together
from backend.together.rules import Kind, Side, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A return as somebody enters it. `agreement_id` is the oversight agreement under which it passes."""

    title: str
    body: str | None = None
    agreement_id: UUID | None = None
    definition: str | None = None
    period: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    due_on: date | None = None
    owner_person_id: UUID | None = None


async def add_return(scope: Scope, *, owed: Owed) -> UUID:
    """Enter a return by hand; returns its id. A day that has passed is accepted. Raises UnableToReport."""
    scope.check_may("reporting.prepare", records.PREPARES)
    _check_definition(owed.definition)
    if owed.from_on and owed.until_on and owed.until_on < owed.from_on:
        raise UnableToReport("The period can’t end before it begins.", field="until_on")
    return await _add(scope, subject=Subject.RETURN, owed=owed)


async def take_up(
    scope: Scope,
    *,
    report_id: UUID,
    until_on: date | None,
    agreement_id: UUID | None = None,
    owner_person_id: UUID | None = None,
) -> UUID:
    """Take up a report that an agreement asks for, for one period; returns its id. Twice is once.

    Raises UnableToReport where no agreement asks for it in these months.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    await records.check_owner(scope, owner_person_id)
    known = await fetch(
        "SELECT id FROM reporting_return WHERE tenant_id = $1 AND report_id = $2 "
        "AND until_on IS NOT DISTINCT FROM $3 AND withdrawn_at IS NULL",
        scope.tenant.id,
        report_id,
        until_on,
    )
    if known:
        return UUID(str(known[0]["id"]))
    for each in await queries.not_taken_up(scope):
        if (each.report_id, each.period_until) == (report_id, until_on):
            definition = each.definition if each.definition in shelf.catalogue().returns else None
            owed = Owed(
                title=each.title,
                body=each.body,
                agreement_id=agreement_id,
                definition=definition,
                period=each.period,
                from_on=each.period_from,
                until_on=each.period_until,
                due_on=each.due_on,
                owner_person_id=owner_person_id,
            )
            return await _add(scope, subject=Subject.RETURN, owed=owed, report_id=report_id)
    raise UnableToReport("No agreement asks for that in these months.")


async def submit_milestone(
    scope: Scope,
    *,
    milestone_id: UUID,
    agreement_id: UUID | None,
    due_on: date | None = None,
    owner_person_id: UUID | None = None,
) -> UUID:
    """Begin to submit a milestone to the body that reviews its programme; returns the id. Twice is once.

    Raises NotFound, UnableToReport.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    await records.check_owner(scope, owner_person_id)
    for each in await queries.returns_of(scope, milestone_id=milestone_id):
        if not each.parent.ended:
            return each.id
    found = await milestones.milestone(scope, milestone_id=milestone_id)
    owed = Owed(
        title=f"Milestone {found.slug}: {found.activity}"[:300],
        body=found.reviewing_body,
        agreement_id=agreement_id,
        due_on=due_on,
        owner_person_id=owner_person_id or found.owner_id,
    )
    return await _add(scope, subject=Subject.MILESTONE, owed=owed, milestone_id=milestone_id)


async def change_return(
    scope: Scope,
    *,
    return_id: UUID,
    version: int,
    due_on: date | None,
    owner_person_id: UUID | None,
    body: str,
    agreement_id: UUID | None,
) -> None:
    """Change its day, its owner, or to whom it goes. Raises OvertakenByAnother, UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _held(scope, return_id)
    records.check_version(version, view.version)
    _check_stands(view)
    await records.check_owner(scope, owner_person_id)
    named = await _body(scope, body, agreement_id)
    parent = view.parent
    if view.last_sent is not None and agreement_id != parent.agreement_id:
        raise UnableToReport(
            "It has gone out already, so where it goes can’t be changed.", field="agreement_id"
        )
    action_id = await records.follow_again(
        scope,
        parent.action_id,
        was=(parent.owner_person_id, parent.due_on),
        now=(owner_person_id, due_on),
        source_id=view.id,
        title=view.title,
        words=f"Submit “{view.title}” to {named}",
    )
    changed: dict[str, Any] = {
        "due_on": due_on,
        "owner_person_id": owner_person_id,
        "body": named,
        "agreement_id": agreement_id,
        "action_id": action_id,
    }
    await Return.change(scope, **changed, version=version + 1).where(Return.id == return_id)
    await ledger.record(
        scope,
        "reporting.return.changed",
        records.return_record(view),
        before={"due_on": parent.due_on, "owner_person_id": parent.owner_person_id, "body": parent.body},
        after={"due_on": due_on, "owner_person_id": owner_person_id, "body": named},
    )


async def withdraw_return(scope: Scope, *, return_id: UUID, because: str) -> None:
    """Say that it is not asked for any more, and why; what went out stays. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _held(scope, return_id)
    _check_stands(view)
    await Return.change(
        scope,
        withdrawn_at=scope.now,
        withdrawn_because=because,
        withdrawn_by_name=scope.actor.name,
        version=view.version + 1,
    ).where(Return.id == return_id)
    await ledger.record(
        scope, "reporting.return.withdrawn", records.return_record(view), after={"because": because}
    )


async def _add(
    scope: Scope,
    *,
    subject: Subject,
    owed: Owed,
    report_id: UUID | None = None,
    milestone_id: UUID | None = None,
) -> UUID:
    await records.check_owner(scope, owed.owner_person_id)
    body = await _body(scope, owed.body, owed.agreement_id)
    return_id: UUID = await Return.add(
        scope,
        subject=subject.value,
        definition=owed.definition,
        title=owed.title,
        body=body,
        agreement_id=owed.agreement_id,
        report_id=report_id,
        milestone_id=milestone_id,
        period=owed.period,
        from_on=owed.from_on,
        until_on=owed.until_on,
        due_on=owed.due_on,
        owner_person_id=owed.owner_person_id,
        added_at=scope.now,
        added_by_name=scope.actor.name,
        version=1,
    )
    view = await queries.return_of(scope, return_id=return_id)
    action_id = await records.follow(
        scope,
        source_id=return_id,
        title=view.title,
        words=f"Submit “{view.title}” to {body}",
        owner_person_id=owed.owner_person_id,
        due_on=owed.due_on,
    )
    await Return.change(scope, action_id=action_id).where(Return.id == return_id)
    await ledger.record(
        scope,
        "reporting.return.added",
        records.return_record(view),
        after={"body": body, "due_on": owed.due_on, "definition": owed.definition},
    )
    return return_id


async def _body(scope: Scope, body: str | None, agreement_id: UUID | None) -> str:
    """To whom it goes: the other side of the oversight agreement, or the name of a body outside the portal."""
    if agreement_id is None:
        if not (body or "").strip():
            raise UnableToReport(
                "Say to which body it goes, or choose the agreement under which it passes.", field="body"
            )
        return (body or "").strip()
    for each in await together.agreements_of(scope, kind=Kind.OVERSIGHT):
        if each.id == agreement_id and each.standing.side is Side.INVITED:
            return each.other_name
    raise UnableToReport("Choose the agreement from the list.", field="agreement_id")


def _check_definition(key: str | None) -> None:
    if key is not None and key not in shelf.catalogue().returns:
        raise UnableToReport("Choose the definition from the list.", field="definition")


def _check_stands(view: ReturnView) -> None:
    if view.parent.ended:
        raise UnableToReport("It is not asked for any more.")


async def _held(scope: Scope, return_id: UUID) -> ReturnView:
    await fetch(
        "SELECT 1 FROM reporting_return WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        return_id,
    )
    return await queries.return_of(scope, return_id=return_id)
