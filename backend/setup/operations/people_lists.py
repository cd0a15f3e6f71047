"""Bringing a list of people in: read, asked about, written in one transaction, taken back."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from backend.committees import operations as committees
from backend.kit import queue
from backend.kit.database import execute, fetch
from backend.kit.documents import sheets
from backend.kit.documents.uploads import UnusableDocument, shown_name
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import permissions
from backend.people.operations import bringing_in
from backend.people.operations.bringing_in import Grant, NewPerson
from backend.scope import Actor, Refusal, Scope
from backend.setup.queries import people_lists
from backend.setup.queries.people_lists import STEPS, ListView
from backend.setup.rules import people_list
from backend.setup.rules.comparing import (
    REST,
    ListState,
    Meant,
    Plan,
    Settled,
    UnableToBringPeople,
)
from backend.setup.tables.people import PeopleListTable
from backend.tenancy import transactions

BRING = "setup.bring_people"
AT_ONCE = 200
"""So many rows are written while one waits; more by a job, with a page that shows how far it is."""
OUR_FAULT = (
    "Something went wrong on our side, and nothing was written. Bring the list in again; if it happens again, tell the "
    "people who run Probity for you."
)
_MAY_NOT = "Your role in this organisation does not include bringing people in."


async def start(scope: Scope, *, file_name: str, data: bytes) -> UUID:
    """Read a spreadsheet, in a confined child, and keep its rows until the list is finished. Returns the list's id.

    Raises UnableToReadPeople with the reason where the file can't be taken.
    """
    scope.check_may("people.change", _MAY_NOT)
    assert scope.actor.person_id is not None
    try:
        book = await asyncio.to_thread(sheets.read_workbook, file_name, data)
    except UnusableDocument as unusable:
        raise people_list.UnableToReadPeople(str(unusable), field="file") from None
    listed = await asyncio.to_thread(people_list.read, book, today=scope.today)
    if not listed.row_count:
        raise people_list.UnableToReadPeople("The list has headings and no rows.", field="file")
    name = shown_name(file_name)
    digest = hashlib.sha256(data).hexdigest()
    list_id: UUID = await PeopleListTable.add(
        scope,
        file_name=name,
        sha256=digest,
        size=len(data),
        state=ListState.OPEN,
        started_at=scope.now,
        started_by=scope.actor.person_id,
        started_by_name=scope.actor.name,
        rows=people_lists.packed(listed),
        row_count=listed.row_count,
        answers="{}",
        leave_out=False,
        steps_done=0,
        words="",
    )
    subject = Record(room="setup", kind="people-list", id=list_id, title=name, hash=digest)
    after = {"file": name, "sha256": digest, "rows": listed.row_count}
    await ledger.record(scope, "setup.people-list.started", subject, after=after)
    return list_id


async def answer(scope: Scope, *, list_id: UUID, answers: Mapping[str, str], rest: str | None) -> None:
    """Say whom rows mean whose name somebody else has: by row, and for all others at once."""
    view = await _open_list(scope, list_id)
    told = {row: each for row, each in answers.items() if row.isdecimal() and each in set(Meant)}
    if rest in set(Meant):
        told[REST] = str(rest)
    if not told:
        raise UnableToBringPeople("Say of at least one of them who is meant.", field="rest")
    await PeopleListTable.change(scope, answers=json.dumps({**view.answers, **told}), failure=None).where(
        PeopleListTable.id == list_id
    )


async def bring(scope: Scope, *, list_id: UUID, leave_out: bool) -> bool:
    """Bring an open list in: at once where it is short, else by a job. Returns whether it is there already.

    `leave_out`: rows with faults stay behind; else there may be none. Raises UnableToBringPeople.
    """
    view = await _open_list(scope, list_id)
    plan = await people_lists.plan_of(scope, view=view)
    check_can_bring(plan, leave_out=leave_out)
    short = len(plan.settled) <= AT_ONCE
    await PeopleListTable.change(
        scope,
        state=ListState.WRITING,
        leave_out=leave_out,
        steps_done=0,
        words="Waiting for a worker to begin.",
        failure=None,
    ).where(PeopleListTable.id == list_id)
    if short:
        await _write(scope, view, plan)
    else:
        await queue.defer(BRING, tenant_id=scope.tenant.id, list_id=list_id)
    return short


def check_can_bring(plan: Plan, *, leave_out: bool) -> None:
    """Every question is answered, and the officer has seen what is wrong. Raises UnableToBringPeople."""
    if plan.questions:
        raise UnableToBringPeople(
            "Say first who is meant where somebody else has the same name.", field="rest"
        )
    if plan.bad_rows and not leave_out:
        them = "it" if plan.bad_rows == 1 else "them"
        rows = "is a row" if plan.bad_rows == 1 else f"are {plan.bad_rows:,} rows"
        raise UnableToBringPeople(
            f"There {rows} with faults. Mend {them} in the file, or leave {them} out.", field="leave_out"
        )
    if not plan.settled:
        raise UnableToBringPeople("There is nobody in this list who could be brought in.")


async def write(scope: Scope, *, list_id: UUID) -> None:
    """Write a long list, all of it or nothing, on behalf of the officer who asked. Does nothing a second time."""
    async with transactions.scope_tx(scope):
        view = await people_lists.list_of(scope, list_id=list_id, held=True)
        if view.state is not ListState.WRITING:
            return
        words = "Comparing the list with those who are here."
        await PeopleListTable.change(scope, steps_done=1, words=words).where(PeopleListTable.id == list_id)
    officer = replace(
        scope,
        actor=Actor(name=view.started_by_name, person_id=view.started_by),
        permissions=permissions.permissions_for({permissions.OFFICER}),
    )
    async with transactions.scope_tx(officer):
        view = await people_lists.list_of(officer, list_id=list_id, held=True)
        plan = await people_lists.plan_of(officer, view=view)
        check_can_bring(plan, leave_out=view.leave_out)
        await _write(officer, view, plan)


async def put_back(scope: Scope, *, list_id: UUID, failure: str) -> None:
    """Open a list again that could not be written, with the reason; nothing of it was written."""
    async with transactions.scope_tx(scope):
        await PeopleListTable.change(
            scope, state=ListState.OPEN, failure=failure, steps_done=0, words=""
        ).where(PeopleListTable.id == list_id, PeopleListTable.state == ListState.WRITING.value)


async def give_up(scope: Scope, *, list_id: UUID) -> None:
    """Leave a list that was not brought in; its rows are thrown away."""
    view = await _open_list(scope, list_id)
    await PeopleListTable.change(scope, state=ListState.GIVEN_UP, rows=None).where(
        PeopleListTable.id == list_id
    )
    await ledger.record(scope, "setup.people-list.given-up", record_of(view))


def record_of(view: ListView) -> Record:
    return Record(room="setup", kind="people-list", id=view.id, title=view.file_name, hash=view.sha256)


async def _open_list(scope: Scope, list_id: UUID) -> ListView:
    """A list that can still be changed, held for us alone. Raises UnableToBringPeople, NotFound."""
    scope.check_may("people.change", _MAY_NOT)
    view = await people_lists.list_of(scope, list_id=list_id, held=True)
    if view.state is not ListState.OPEN:
        raise UnableToBringPeople(
            f"This list can’t be changed any more: it is {view.state_in_words.lower()}."
        )
    return view


async def _write(scope: Scope, view: ListView, plan: Plan) -> None:
    """People first, then their roles, then the seats. One transaction."""
    added = await bringing_in.add_people(
        scope,
        people=[
            NewPerson(
                name=each.row.name,
                job_title=each.row.job_title,
                email=each.row.email,
                joined_on=each.row.joined_on,
            )
            for each in plan.new
        ],
    )
    ids = {each.row.number: person_id for each, person_id in zip(plan.new, added, strict=True)}
    ids |= {each.row.number: each.person_id for each in plan.here if each.person_id is not None}
    roles = await bringing_in.grant_roles(scope, grants=_grants(scope, plan.settled, ids))
    terms = await _seat(scope, plan.settled, ids)
    await _remember(scope, view.id, "person", list(added), list(added))
    await _remember(scope, view.id, "role", list(roles), await _holders(scope, roles))
    await _remember(scope, view.id, "term", [term for term, _ in terms], [person for _, person in terms])
    outcome = {
        "added": len(added),
        "here": len(plan.here),
        "roles": len(roles),
        "seats": len(terms),
        "same": len(plan.left_out),
        "left_out": plan.bad_rows,
    }
    await PeopleListTable.change(
        scope,
        state=ListState.DONE,
        rows=None,
        outcome=json.dumps(outcome),
        done_at=scope.now,
        steps_done=STEPS,
        words="Brought in.",
    ).where(PeopleListTable.id == view.id)
    await ledger.record(scope, "setup.people-list.brought-in", record_of(view), after=outcome)


def _grants(scope: Scope, settled: Sequence[Settled], ids: Mapping[int, UUID]) -> list[Grant]:
    return [
        Grant(
            person_id=ids[each.row.number],
            name=each.row.name,
            role=role,
            from_on=_from(scope, each),
        )
        for each in settled
        for role in each.row.roles
    ]


def _from(scope: Scope, each: Settled) -> date:
    """Whoever is new holds what the row says from their first day; whoever is here, from today."""
    return each.row.joined_on or scope.today if each.person_id is None else scope.today


async def _seat(scope: Scope, settled: Sequence[Settled], ids: Mapping[int, UUID]) -> list[tuple[UUID, UUID]]:
    """Appoint to each place, through the committee's own rules; a refusal names the row, and nothing is written."""
    found = []
    for each in settled:
        for seat_id in each.seats:
            person_id = ids[each.row.number]
            try:
                term_id = await committees.appoint(
                    scope, seat_id=seat_id, person_id=person_id, from_on=_from(scope, each)
                )
            except Refusal as refusal:
                raise UnableToBringPeople(
                    f"Row {each.row.number}, {each.row.name}: {refusal.sentence} Nothing was written."
                ) from refusal
            found.append((term_id, person_id))
    return found


async def _holders(scope: Scope, roles: Sequence[UUID]) -> list[UUID]:
    rows = await fetch(
        "SELECT id, person_id FROM people_role WHERE tenant_id = $1 AND id = ANY ($2)",
        scope.tenant.id,
        list(roles),
    )
    by_id = {row["id"]: row["person_id"] for row in rows}
    return [by_id[role] for role in roles]


async def _remember(
    scope: Scope, list_id: UUID, sort: str, things: Sequence[UUID], people: Sequence[UUID]
) -> None:
    await execute(
        "INSERT INTO setup_brought (tenant_id, id, list_id, sort, thing_id, person_id) "
        "SELECT $1, b.id, $2, $3, b.thing_id, b.person_id "
        "FROM unnest($4::uuid[], $5::uuid[], $6::uuid[]) AS b (id, thing_id, person_id)",
        scope.tenant.id,
        list_id,
        sort,
        [new_id() for _ in things],
        list(things),
        list(people),
    )
