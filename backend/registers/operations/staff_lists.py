"""Bringing a list of staff, carrying out what was ticked of it, and putting it away."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from backend.committees import operations as committees
from backend.interests.operations import declarants as declarant_acts
from backend.interests.queries import declarants
from backend.kit.database import fetch
from backend.kit.documents import sheets
from backend.kit.documents.uploads import UnusableDocument
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.organisations.rules import folded
from backend.people import operations as people_operations
from backend.people import queries as people
from backend.registers.queries import staff_lists
from backend.registers.rules import comparing, staff_list
from backend.registers.rules.comparing import Finding, Kind
from backend.registers.rules.staff_list import StaffRow
from backend.registers.tables.staff_lists import StaffListTable
from backend.scope import Scope


async def bring_staff_list(scope: Scope, *, file_name: str, data: bytes) -> UUID:
    """Read a list of staff, in a confined child, and keep its rows to be compared. Raises `UnableToReadList`."""
    try:
        book = await asyncio.to_thread(sheets.read_workbook, file_name, data)
    except UnusableDocument as unusable:
        raise staff_list.UnableToReadList(str(unusable), field="file") from unusable
    contents = staff_list.read(book, today=scope.today)
    list_id: UUID = await StaffListTable.add(
        scope,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        brought_by=scope.actor.person_id,
        brought_at=scope.now,
        contents=canonical(staff_lists.as_plain(contents)),
        row_count=len(contents.rows),
        error_count=len(contents.errors),
    )
    await ledger.record(
        scope,
        "registers.staff-list.brought",
        list_record(list_id, file_name),
        after={"rows": len(contents.rows), "errors": len(contents.errors)},
    )
    return list_id


async def carry_out(scope: Scope, *, list_id: UUID, ticked: Collection[str], now: datetime) -> int:
    """Do what was ticked of a list, all of it or nothing, and forget what the list said; returns how much was done.

    `ticked` are keys of findings, or `all:KIND` for every finding of a kind. `now` is real time, for accounts that
    close. Raises `UnableToCarryOut`, also where a finding is no more.
    """
    line = await _held(scope, list_id)
    assert line.contents is not None, "a list that is held is not done with"
    findings = await staff_lists.findings_of(scope, rows=line.contents.rows)
    known = {each.key for each in findings} | {f"all:{kind}" for kind in Kind}
    if not ticked:
        raise comparing.UnableToCarryOut("Tick what is to be carried out.", field="do")
    if set(ticked) - known:
        raise comparing.UnableToCarryOut(
            "Something that you ticked has changed meanwhile. Look at the list again.", field="do"
        )
    chosen = [
        each
        for each in findings
        if each.kind in comparing.ACTS and {each.key, f"all:{each.kind}"} & set(ticked)
    ]
    if not chosen:
        raise comparing.UnableToCarryOut("Tick what is to be carried out.", field="do")
    added = [(await _add(scope, each), each) for each in chosen if each.kind is Kind.STARTER]
    managers = await _managers(scope)
    for person_id, finding in added:
        await _settle(scope, person_id, finding, managers)
    # seats and roles end before their holder leaves
    for kind in (Kind.SEAT, Kind.ROLE, Kind.DECIDES, Kind.MOVER, Kind.PARTICULARS, Kind.LEAVER):
        for finding in chosen:
            if finding.kind is kind:
                await _do(scope, finding, managers, now=now)
    await _done(scope, line, count=len(chosen))
    return len(chosen)


async def put_away(scope: Scope, *, list_id: UUID) -> None:
    """Forget what a list said, with nothing done."""
    await _done(scope, await _held(scope, list_id), count=0)


def list_record(list_id: UUID, file_name: str) -> Record:
    return Record(room="registers", kind="staff-list", id=list_id, title=file_name[-200:])


async def _add(scope: Scope, finding: Finding) -> UUID:
    row = _row_of(finding)
    return await people_operations.add_person(
        scope, name=row.name, job_title=row.job_title, email=row.email, joined_on=row.start
    )


async def _do(scope: Scope, finding: Finding, managers: Mapping[str, UUID], *, now: datetime) -> None:
    row, person_id = _row_of(finding), finding.person_id
    assert person_id is not None, "whoever is not a starter is known"
    last_on = row.end or scope.today
    match finding.kind:
        case Kind.DECIDES | Kind.PARTICULARS:
            await _settle(scope, person_id, finding, managers)
        case Kind.SEAT if finding.held_id:
            await committees.end_term(scope, term_id=finding.held_id, last_on=last_on)
        case Kind.ROLE if finding.held_id:
            await people_operations.end_role(
                scope, person_id=person_id, role_id=finding.held_id, to_on=last_on + timedelta(days=1)
            )
        case Kind.MOVER | Kind.LEAVER:
            person = await people.person_line_of(scope, person_id=person_id)
            leaves = finding.kind is Kind.LEAVER
            await people_operations.change_person(
                scope,
                person_id=person_id,
                name=person.name,
                job_title=person.job_title if leaves else row.job_title,
                email=person.email,
                left_on=last_on + timedelta(days=1) if leaves else person.left_on,
                now=now,
            )


async def _settle(scope: Scope, person_id: UUID, finding: Finding, managers: Mapping[str, UUID]) -> None:
    """Keep number, band and manager; what was settled before about group and decisions stays."""
    row = _row_of(finding)
    known = await declarants.declarants_of(scope, person_id=person_id, also_left=True)  # none: starts later
    before = known[0] if known else None
    manager = managers.get(folded(row.manager)) if row.manager else None
    # a list that has two manage each other says something else than it means
    if manager == person_id or (
        manager is not None and await people.is_managed_by(scope, person_id=manager, manager_id=person_id)
    ):
        manager = None
    await declarant_acts.settle_declarant(
        scope,
        person_id=person_id,
        group=before.group if before and before.group_is_set else None,
        decision_making=before.decision_making if before and before.decision_is_set else None,
        line_manager_id=(before.line_manager_id if before else None) or manager,
        staff_number=row.staff_number or (before.staff_number if before else None),
        band=row.band or (before.band if before else None),
    )


async def _managers(scope: Scope) -> dict[str, UUID]:
    """By name, those whose name is nobody else's."""
    lines = await people.people_of(scope)
    counts = Counter(folded(line.name) for line in lines)
    return {folded(line.name): line.id for line in lines if counts[folded(line.name)] == 1}


def _row_of(finding: Finding) -> StaffRow:
    assert finding.row is not None, "what can be carried out has a row"
    return finding.row


async def _held(scope: Scope, list_id: UUID) -> staff_lists.ListLine:
    """The list, held for us alone until the transaction ends, unless it is done with."""
    await fetch(
        "SELECT 1 FROM registers_staff_list WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        list_id,
    )
    line = await staff_lists.staff_list(scope, list_id=list_id)
    if line.done_at is not None:
        raise comparing.UnableToCarryOut("This list is done with already. Bring the next one.")
    return line


async def _done(scope: Scope, line: staff_lists.ListLine, *, count: int) -> None:
    await StaffListTable.change(
        scope, contents=None, done_by=scope.actor.person_id, done_at=scope.now, done_count=count
    ).where(StaffListTable.id == line.id)
    await ledger.record(
        scope,
        "registers.staff-list.carried-out" if count else "registers.staff-list.put-away",
        list_record(line.id, line.file_name),
        after={"done": count},
    )
