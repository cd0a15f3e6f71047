"""An auditor's engagement with its dates, and what auditors ask for."""

from datetime import date, timedelta
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.audits import queries, rules
from backend.audits.operations.audits import held
from backend.audits.queries import RequestView
from backend.audits.rules import Asked, UnableToAudit
from backend.audits.tables import AuditRequest, Engagement
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import permissions
from backend.people import queries as people
from backend.people.operations import persons
from backend.scope import NotFound, Scope


async def engage(
    scope: Scope,
    *,
    audit_id: UUID,
    from_on: date,
    until_on: date,
    person_id: UUID | None = None,
    name: str | None = None,
    email: str | None = None,
    as_at: date | None = None,
) -> UUID:
    """Let an auditor read for one audit between two days, both within; a new person where only a name is given.

    The role ends by itself after `until_on`. An invitation is sent from the person's page. `as_at` is the day that the
    audit looks at. Raises UnableToAudit, NotFound, and the refusals of people's own rules.
    """
    audit = await held(scope, audit_id)
    rules.check_days(from_on, until_on, today=scope.today)
    if person_id is None:
        if not name:
            raise UnableToAudit("Choose the auditor, or write the name of a new one.", field="name")
        person_id = await persons.add_person(
            scope,
            name=name,
            email=email,
            job_title=f"Auditor, {audit.title}"[:200],
            joined_on=min(from_on, scope.today),
        )
    person = await people.person_line_of(scope, person_id=person_id)
    role_id = await persons.grant_role(scope, person_id=person_id, role=permissions.AUDIT, from_on=from_on)
    await persons.end_role(scope, person_id=person_id, role_id=role_id, to_on=until_on + timedelta(days=1))
    engagement_id: UUID = await Engagement.add(
        scope,
        audit_id=audit_id,
        person_id=person_id,
        role_id=role_id,
        from_on=from_on,
        until_on=until_on,
        as_at=as_at,
    )
    await ledger.record(
        scope,
        "audits.engagement.begun",
        _engagement(engagement_id, person.name, audit.title),
        after={"from_on": from_on, "until_on": until_on, "as_at": as_at},
    )
    return engagement_id


async def end_engagement(scope: Scope, *, audit_id: UUID, engagement_id: UUID, because: str) -> None:
    """End an engagement today: the auditor reads nothing from now on. Raises UnableToAudit, NotFound."""
    audit = await held(scope, audit_id)
    found = [
        each for each in await queries.engagements_of(scope, audit_id=audit_id) if each.id == engagement_id
    ]
    if not found:
        raise NotFound("engagement")
    known = found[0]
    if known.ended_on is not None or known.until_on < scope.today:
        raise UnableToAudit("The engagement has ended already.")
    await persons.end_role(
        scope, person_id=known.person_id, role_id=known.role_id, to_on=max(known.from_on, scope.today)
    )
    await Engagement.change(scope, ended_on=scope.today, ended_because=because).where(
        Engagement.id == engagement_id
    )
    await ledger.record(
        scope,
        "audits.engagement.ended",
        _engagement(engagement_id, known.person, audit.title),
        before={"until_on": known.until_on},
        after={"ended_on": scope.today, "because": because},
    )


async def ask(
    scope: Scope, *, audit_id: UUID, words: str, due_on: date, owner_person_id: UUID | None = None
) -> UUID:
    """Ask the organisation for something by a day; where an owner is named it is chased as an action.

    Raises UnableToAudit, NotFound.
    """
    audit = await held(scope, audit_id)
    if due_on < scope.today:
        raise UnableToAudit("The day by which you want it has passed.", field="due_on")
    action_id = None
    if owner_person_id is not None:
        action_id = await actions.undertake(
            scope,
            source=Source(
                kind=SourceKind.AUDIT, title=f"{audit.title}, auditor’s request", id=audit_id, on=scope.today
            ),
            words=words,
            owner_person_id=owner_person_id,
            due_on=due_on,
        )
    request_id: UUID = await AuditRequest.add(
        scope,
        audit_id=audit_id,
        words=words,
        asked_on=scope.today,
        asked_by=scope.actor.name,
        due_on=due_on,
        owner_person_id=owner_person_id,
        action_id=action_id,
        state=Asked.OPEN.value,
    )
    await ledger.record(
        scope,
        "audits.request.made",
        _request(request_id, audit.title),
        after={"words": words, "due_on": due_on},
    )
    return request_id


async def answer(scope: Scope, *, audit_id: UUID, request_id: UUID, words: str) -> None:
    """Answer what was asked. Raises UnableToAudit where it is settled, NotFound."""
    await _settle(scope, audit_id, request_id, Asked.ANSWERED, words)


async def withdraw_request(scope: Scope, *, audit_id: UUID, request_id: UUID, words: str) -> None:
    """Say that it is not wanted any more. Raises UnableToAudit where it is settled, NotFound."""
    await _settle(scope, audit_id, request_id, Asked.WITHDRAWN, words)


async def _settle(scope: Scope, audit_id: UUID, request_id: UUID, state: Asked, words: str) -> None:
    audit = await held(scope, audit_id)
    known = _one(await queries.requests_of(scope, audit_id=audit_id), request_id)
    if known.state is not Asked.OPEN:
        raise UnableToAudit("It is settled already.")
    await AuditRequest.change(
        scope, state=state.value, answer=words, settled_on=scope.today, settled_by=scope.actor.name
    ).where(AuditRequest.id == request_id)
    await ledger.record(
        scope,
        f"audits.request.{state.value}",
        _request(request_id, audit.title),
        before={"state": known.state.value},
        after={"words": words},
    )


def _one(requests: tuple[RequestView, ...], request_id: UUID) -> RequestView:
    for each in requests:
        if each.id == request_id:
            return each
    raise NotFound("request")


def _engagement(engagement_id: UUID, person: str, audit: str) -> Record:
    return Record(room="audits", kind="engagement", id=engagement_id, title=f"{person}, {audit}")


def _request(request_id: UUID, audit: str) -> Record:
    return Record(room="audits", kind="request", id=request_id, title=f"{audit}, auditor’s request")
