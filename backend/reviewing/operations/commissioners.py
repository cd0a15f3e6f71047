"""Commissioners that are reviewed here, who looks after each, and the returns that they owe."""

from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import operations as organisations
from backend.organisations import queries as directory
from backend.people import permissions
from backend.people import queries as people
from backend.reviewing import rules
from backend.reviewing.operations import keeping
from backend.reviewing.tables import Commissioner, Expected
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.together.queries import AgreementLine, agreements_of
from backend.together.rules import Kind


async def add_commissioner(
    scope: Scope,
    *,
    name: str,
    from_on: date,
    organisation_id: UUID | None = None,
    agreement_id: UUID | None = None,
    lead_person_id: UUID | None = None,
    second_person_id: UUID | None = None,
) -> UUID:
    """Put a commissioner on the list. One that is in the directory already is named by its `organisation_id`.

    It is always in the directory, so that reviewers' interests in it are found. Raises UnableToKeep, NotFound.
    """
    await _check_team(scope, lead_person_id, second_person_id)
    if agreement_id is not None:
        await _check_agreement(scope, agreement_id, but=None)
    if organisation_id is not None:
        await _check_organisation(scope, organisation_id)
    else:
        organisation_id = await _in_directory(scope, name)
    commissioner_id: UUID = await Commissioner.add(
        scope,
        agreement_id=agreement_id,
        organisation_id=organisation_id,
        name=name,
        from_on=from_on,
        lead_person_id=lead_person_id,
        second_person_id=second_person_id,
        version=1,
    )
    await ledger.record(
        scope,
        "reviewing.commissioner.added",
        _record(commissioner_id, name),
        after={"organisation_id": organisation_id, "agreement_id": agreement_id, "from_on": from_on},
    )
    return commissioner_id


async def commissioner_under(scope: Scope, agreement: AgreementLine) -> UUID:
    """The commissioner with which an agreement is; put on the list where it is not there yet."""
    rows = await fetch(
        "SELECT id FROM reviewing_commissioner WHERE tenant_id = $1 AND agreement_id = $2",
        scope.tenant.id,
        agreement.id,
    )
    if rows:
        found: UUID = rows[0]["id"]
        return found
    by_name = await fetch(
        "SELECT id FROM reviewing_commissioner "
        "WHERE tenant_id = $1 AND agreement_id IS NULL AND lower(name) = lower($2) AND until_on IS NULL",
        scope.tenant.id,
        agreement.other_name,
    )
    if len(by_name) == 1:
        await Commissioner.change(scope, agreement_id=agreement.id).where(Commissioner.id == by_name[0]["id"])
        await ledger.record(
            scope,
            "reviewing.commissioner.joined",
            _record(by_name[0]["id"], agreement.other_name),
            after={"agreement_id": agreement.id},
        )
        joined: UUID = by_name[0]["id"]
        return joined
    return await add_commissioner(
        scope, name=agreement.other_name, from_on=agreement.standing.from_on, agreement_id=agreement.id
    )


async def change_commissioner(
    scope: Scope,
    *,
    commissioner_id: UUID,
    name: str,
    organisation_id: UUID,
    from_on: date,
    until_on: date | None,
    lead_person_id: UUID | None,
    second_person_id: UUID | None,
    version: int,
    agreement_id: UUID | None = None,
) -> None:
    """Change who looks after a commissioner, what it is called, and for how long it is reviewed here.

    An agreement, once there, stays unless another takes its place. Raises UnableToKeep, OvertakenByAnother, NotFound.
    """
    row = await keeping.live_commissioner(scope, commissioner_id)
    if version != row["version"]:
        raise OvertakenByAnother(
            f"Somebody else changed “{row['name']}” while you did. Look at what it says now, then send yours again."
        )
    if until_on is not None and until_on < from_on:
        raise rules.UnableToKeep("The last day can’t be before the first.", field="until_on")
    await _check_team(scope, lead_person_id, second_person_id)
    await _check_organisation(scope, organisation_id)
    if agreement_id is not None:
        await _check_agreement(scope, agreement_id, but=commissioner_id)
    values = {
        "name": name,
        "organisation_id": organisation_id,
        "from_on": from_on,
        "until_on": until_on,
        "lead_person_id": lead_person_id,
        "second_person_id": second_person_id,
        "agreement_id": agreement_id or row["agreement_id"],
    }
    await Commissioner.change(scope, **values, version=version + 1).where(Commissioner.id == commissioner_id)
    await ledger.record(
        scope,
        "reviewing.commissioner.changed",
        _record(commissioner_id, name),
        before={each: row[each] for each in values},
        after=values,
    )


async def expect_return(
    scope: Scope,
    *,
    commissioner_ids: tuple[UUID, ...],
    framework: str,
    title: str,
    period: str,
    from_on: date,
    until_on: date,
    due_on: date,
) -> tuple[UUID, ...]:
    """Say that some commissioners owe a return for some days by a day; returns one id each.

    Where one is expected of a commissioner already, none is added. Raises UnableToKeep, NotFound.
    """
    if until_on < from_on:
        raise rules.UnableToKeep("The last day of the period can’t be before its first.", field="until_on")
    if due_on < from_on:
        raise rules.UnableToKeep("It can’t be due before its period begins.", field="due_on")
    if not commissioner_ids:
        raise rules.UnableToKeep("Choose at least one commissioner.", field="commissioner_ids")
    made = []
    for commissioner_id in sorted(set(commissioner_ids)):
        row = await keeping.live_commissioner(scope, commissioner_id)
        there = await fetch(
            "SELECT id FROM reviewing_expected WHERE tenant_id = $1 AND commissioner_id = $2 AND framework = $3 "
            "AND from_on = $4 AND until_on = $5 AND withdrawn_at IS NULL",
            scope.tenant.id,
            commissioner_id,
            framework,
            from_on,
            until_on,
        )
        if there:
            continue
        expected_id: UUID = await Expected.add(
            scope,
            commissioner_id=commissioner_id,
            framework=framework,
            title=title,
            period=period,
            from_on=from_on,
            until_on=until_on,
            due_on=due_on,
            made_at=scope.now,
            made_by_name=scope.actor.name,
        )
        made.append(expected_id)
        await ledger.record(
            scope,
            "reviewing.return.expected",
            _record(commissioner_id, row["name"]),
            after={"framework": framework, "period": period, "due_on": due_on},
        )
    return tuple(made)


async def withdraw_expected(scope: Scope, *, commissioner_id: UUID, expected_id: UUID, because: str) -> None:
    """Say that a return is not owed after all. Raises UnableToKeep, NotFound."""
    rows = await fetch(
        "SELECT e.*, c.name FROM reviewing_expected e "
        "JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = e.commissioner_id "
        "WHERE e.tenant_id = $1 AND e.id = $2 AND e.commissioner_id = $3 FOR UPDATE OF e",
        scope.tenant.id,
        expected_id,
        commissioner_id,
    )
    if not rows:
        raise NotFound("expected return")
    if rows[0]["withdrawn_at"] is not None:
        raise rules.UnableToKeep("It was withdrawn already.")
    await Expected.change(scope, withdrawn_at=scope.now, withdrawn_because=because).where(
        Expected.id == expected_id
    )
    await ledger.record(
        scope,
        "reviewing.return.not-expected",
        _record(rows[0]["commissioner_id"], rows[0]["name"]),
        after={"period": rows[0]["period"], "because": because},
    )


async def _check_team(scope: Scope, lead_id: UUID | None, second_id: UUID | None) -> None:
    """The lead and the second reviewer are two different reviewers of ours. Raises UnableToKeep."""
    if lead_id is not None and lead_id == second_id:
        raise rules.UnableToKeep(
            "The second reviewer must be somebody else than the first.", field="second_person_id"
        )
    if lead_id is None and second_id is None:
        return
    known = {line.id for line in await people.people_of(scope, role=permissions.REVIEWER)}
    for name, person_id in (("lead_person_id", lead_id), ("second_person_id", second_id)):
        if person_id is not None and person_id not in known:
            raise rules.UnableToKeep("Choose somebody who holds the role of a reviewer.", field=name)


async def _check_agreement(scope: Scope, agreement_id: UUID, *, but: UUID | None) -> None:
    held = {each.id for each in await agreements_of(scope, kind=Kind.OVERSIGHT)}
    if agreement_id not in held:
        raise NotFound("agreement")
    rows = await fetch(
        "SELECT name FROM reviewing_commissioner WHERE tenant_id = $1 AND agreement_id = $2 AND id IS DISTINCT FROM $3",
        scope.tenant.id,
        agreement_id,
        but,
    )
    if rows:
        raise rules.UnableToKeep(f"That agreement is with {rows[0]['name']}.", field="agreement_id")


async def _check_organisation(scope: Scope, organisation_id: UUID) -> None:
    if organisation_id not in await directory.organisations_by_id(scope, ids=[organisation_id]):
        raise NotFound("organisation")


async def _in_directory(scope: Scope, name: str) -> UUID:
    """The organisation that bears this name in the directory, or a new one."""
    found = (await directory.organisations_named(scope, names=[name]))[name]
    if found:
        return found[0].id
    return await organisations.add_as_named(scope, name=name, demonstration=scope.tenant.demonstration)


def _record(commissioner_id: UUID, name: str) -> Record:
    return Record(room="reviewing", kind="commissioner", id=commissioner_id, title=name)
