"""The monthly list of staff: read, compared, and carried out only where it is ticked."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
import xlsxwriter

from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.interests.operations import declarants as declarant_acts
from backend.interests.queries import declarants
from backend.kit.documents.sheets import Sheet, Workbook
from backend.ledger import queries as ledger
from backend.people import queries as people
from backend.people.operations import persons
from backend.registers.operations import staff_lists as acts
from backend.registers.queries import staff_lists
from backend.registers.rules import comparing, staff_list
from backend.registers.rules.comparing import Kind
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_committee, a_seat
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
TODAY = date(2014, 9, 1)


def rows_of(*rows: tuple[object, ...]) -> staff_list.StaffList:
    return staff_list.read(Workbook(sheets=(Sheet("", rows),)), today=TODAY)  # type: ignore[arg-type]  # cells as they come


def test_list_is_read_under_a_title_and_errors_name_their_cells() -> None:
    read = rows_of(
        ("Staff in post, August 2014",),
        ("Employee Number", "Surname", "Forename", "Salary", "E-mail", "Grade", "Start Date", "Leaving date"),
        (20461.0, "Invented", "Ada", 50_000, "ADA@example.invalid", "Band 8d", date(2014, 8, 1), None),
        (20462, "", "", 1, "", "", "", ""),
        (20461, "Invented", "Ben", 1, "", "", "", ""),
        (20463, "Invented", "Cy", 1, "not an address", "", "31/2/2014", ""),
        (20464, "Invented", "Di", 1, "", "", "2/9/2014", "1/9/2014"),
        (20465, "Inv\u202eented", "Eve", 1, "", "", "", ""),
        (None, None, None),
    )

    assert read.rows == (
        staff_list.StaffRow(
            number=3, name="Ada Invented", staff_number="20461", email="ada@example.invalid", band="Band 8d",
            start=date(2014, 8, 1),
        ),
    )  # fmt: skip
    assert read.not_read == ("Salary",)
    assert [error.cell for error in read.errors] == ["B4", "A5", "E6", "G6", "H7", "B8"]
    assert "stands in row 3 already" in read.errors[1].sentence


def test_list_without_headings_is_refused() -> None:
    with pytest.raises(staff_list.UnableToReadList, match="needs a column “Name”"):
        rows_of(("Ada Invented", "20461"), ("Ben Invented", "20462"))


def known(name: str, **traits: object) -> comparing.KnownPerson:
    values: dict[str, object] = {
        "id": UUID(int=sum(map(ord, name))), "name": name, "email": None, "job_title": None, "staff_number": None,
        "band": None, "left_on": None, "decision_making": False, "has_declared": True, "paused": False, **traits,
    }  # fmt: skip
    return comparing.KnownPerson(**values)  # type: ignore[arg-type]  # as listed above


def test_people_are_matched_by_number_then_address_then_a_name_that_is_theirs_alone() -> None:
    found = comparing.compare(
        [
            staff_list.StaffRow(number=2, name="Ada Renamed", staff_number="1", job_title="Nurse"),
            staff_list.StaffRow(number=3, name="Other", email="ben@example.invalid"),
            staff_list.StaffRow(number=4, name="Cy  INVENTED", band="8d"),
            staff_list.StaffRow(number=5, name="Di Invented"),
        ],
        [
            known("Ada Invented", staff_number="1", job_title="Lead"),
            known("Ben Invented", email="ben@example.invalid", has_declared=False, paused=True),
            known("Cy Invented", has_declared=False),
            known("Di Invented"),
            known("Di Invented", id=UUID(int=7)),
            known("Eve Invented", staff_number="9"),
        ],
        today=TODAY,
    )

    assert [(each.kind, each.name) for each in found] == [
        (Kind.STARTER, "Di Invented"),
        (Kind.DECIDES, "Cy Invented"),
        (Kind.MOVER, "Ada Invented"),
        (Kind.SILENT, "Cy Invented"),
        (Kind.ABSENT, "Eve Invented"),
    ], "of two namesakes none is guessed, and who is paused is not told as silent"


async def test_what_is_ticked_is_carried_out_and_nothing_else(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        olive = await persons.add_person(scope, name="Olive Invented", joined_on=date(2014, 1, 6))
        leaver = await persons.add_person(scope, name="Ada Invented", joined_on=date(2014, 1, 6))
        mover = await persons.add_person(
            scope, name="Ben Invented", job_title="Nurse", joined_on=date(2014, 1, 6)
        )
        await persons.grant_role(scope, person_id=leaver, role="executive-owner", from_on=date(2014, 2, 1))
        committee_id = await committees.form_committee(
            scope, committee=a_committee(id="board", quorum=None, quorum_from=None, seats=[a_seat("member")])
        )
        view = await committee_queries.committee(scope, committee_id=committee_id)
        await committees.appoint(scope, seat_id=view.places[0].id, person_id=leaver, from_on=date(2014, 2, 1))
    officer = replace(scope, actor=replace(scope.actor, person_id=olive))
    written = (
        "Name,Staff number,Job title,Band,Start,End,Line manager\n"
        "Ada Invented,1,,,,2014-08-20,\nBen Invented,2,Matron,8d,,,Olive Invented\n"
        "Newt Invented,3,Clerk,4,2014-09-08,,Ben Invented\nNot Wanted Invented,4,,,,,\n"
    )
    async with transactions.scope_tx(officer):
        list_id = await acts.bring_staff_list(officer, file_name="staff.csv", data=written.encode())
        line = await staff_lists.staff_list(officer, list_id=list_id)
        assert line.contents
        found = await staff_lists.findings_of(officer, rows=line.contents.rows)
        keys = {(each.kind, each.name): each.key for each in found}
        before = await people.people_of(officer)
    assert len(before) == 3, "nothing is carried out by itself"
    ticked = [
        keys[Kind.STARTER, "Newt Invented"], keys[Kind.LEAVER, "Ada Invented"], "all:SEAT", "all:ROLE",
        keys[Kind.DECIDES, "Ben Invented"], keys[Kind.PARTICULARS, "Ben Invented"],
    ]  # fmt: skip
    with pytest.raises(comparing.UnableToCarryOut, match="changed meanwhile"):
        async with transactions.scope_tx(officer):
            await acts.carry_out(officer, list_id=list_id, ticked=[*ticked, "mover:nobody"], now=officer.now)
    async with transactions.scope_tx(officer):
        await acts.carry_out(officer, list_id=list_id, ticked=ticked, now=officer.now)
    later = replace(officer, now=officer.now.replace(day=9))
    async with transactions.scope_tx(later):
        by_name = {each.person_name: each for each in await declarants.declarants_of(later)}
        gone = await people.person_line_of(later, person_id=leaver)
        ben = await people.person_line_of(later, person_id=mover)
        members = await committee_queries.members_on(later, committee_id=committee_id, on=date(2014, 8, 21))
        done = await staff_lists.staff_list(later, list_id=list_id)
        history = await ledger.history_of(later, room="people", kind="person", record_id=leaver)

    assert gone.left_on == date(2014, 8, 21)
    assert members == ()
    assert (by_name["Ben Invented"].decision_making, by_name["Ben Invented"].line_manager_id) == (True, olive)
    assert ben.job_title == "Nurse", "the new job title was not ticked"
    assert (by_name["Newt Invented"].staff_number, by_name["Newt Invented"].line_manager_id) == ("3", mover)
    assert "Not Wanted Invented" not in by_name
    assert (done.contents, done.done_count) == (None, 6), "what the list said is forgotten"
    assert {"people.role.ended", "people.person.changed"} <= {each.act for each in history}
    with pytest.raises(comparing.UnableToCarryOut, match="done with"):
        async with transactions.scope_tx(later):
            await acts.carry_out(later, list_id=list_id, ticked=ticked, now=later.now)


async def test_officer_brings_a_workbook_on_the_page_and_member_may_not(
    visit: Visit, demo_scope: Scope
) -> None:
    officer, executive = (
        await visit(name="Olive Invented"),
        await visit(name="Ezra", roles=("executive-owner",)),
    )
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Full name", "Staff number", "Start date"])
        sheet.write_row(1, 0, ["Newt Invented", 20461, "1 September 2014"])
        sheet.write_row(2, 0, ["Wrong Invented", 20462, "some day"])
    file = {"file": ("staff.xlsx", made.getvalue())}

    answer = await officer.post("/staff-lists", files=file)
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].removeprefix(f"/t/{officer.slug}")
    shown = (await officer.get(path)).text
    assert "New starters (1)" in shown
    assert "C3" in shown
    assert (await officer.post(f"{path}/acts", {})).status_code == 422
    assert (await officer.post(f"{path}/acts", {"do": ["starter:2"]})).status_code == 303
    assert "Newt Invented" in (await officer.get("/people")).text
    assert (await executive.post("/staff-lists", files=file)).status_code == 403
    bomb = await officer.post("/staff-lists", files={"file": ("staff.xlsx", b"PK\x03\x04 nothing")})
    assert bomb.status_code == 422
    assert "damaged" in bomb.text
    assert (await officer.post("/staff-lists", {})).status_code == 422


async def test_declarants_settled_before_stay_as_they_were_settled(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        olive = await persons.add_person(scope, name="Olive Invented", joined_on=date(2014, 1, 6))
        officer = replace(scope, actor=replace(scope.actor, person_id=olive))
        await declarant_acts.settle_declarant(
            officer, person_id=olive, group="member-practices", decision_making=False, line_manager_id=None,
            staff_number=None, band=None,
        )  # fmt: skip
        data = b"Name,Staff number\nOlive Invented,7\n"
        list_id = await acts.bring_staff_list(officer, file_name="staff.csv", data=data)
        await acts.carry_out(officer, list_id=list_id, ticked=["all:PARTICULARS"], now=officer.now)
        found = await declarants.declarant_of(officer, person_id=olive)
    assert (found.group, found.decision_making, found.staff_number) == ("member-practices", False, "7")
