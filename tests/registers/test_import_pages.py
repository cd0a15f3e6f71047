"""The way of a spreadsheet through the pages, as an officer goes it, and of a register out as a file."""

import io
import re
from collections.abc import Awaitable, Callable
from typing import Any

import python_calamine
from lxml import html

from backend.registers import chores
from backend.scope import Scope
from tests.registers import sheets
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

ROWS = (
    ["Register of interests of an invented body"],
    sheets.TEMPLATE,
    [
        "Avery Invented",
        "Member",
        "Castle Hill Surgery (invented)",
        "Financial",
        "Direct",
        "Partner",
        "Apr-13",
    ],
    ["Blake Exemplar", "Chair", "Mill Lane Ltd (invented)", "Personal", "Wife", "Owner", "nonsense"],
    ["Robin Inventid", "Officer", "Castle Hill Surgery (invented)", "Prof", "", "Trustee", 2009],
)


async def brought_to_columns(officer: Visitor, name: str, data: bytes) -> str:
    answer = await officer.post("/imports", files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return re.search(r"/imports/([0-9a-f-]{36})", answer.headers["location"])[1]  # type: ignore[index]


def chosen(page: str, name: str) -> list[str]:
    """What every select of this name holds, as the browser would send it."""
    selects = html.fromstring(page).xpath(f"//select[@name='{name}']")
    return [select.value for select in selects if select.value]


async def test_officer_goes_from_file_to_register_and_back(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit()
    import_id = await brought_to_columns(officer, "old register.xlsx", sheets.xlsx(("Board", ROWS)))

    page = (await officer.get(f"/imports/{import_id}/columns")).text
    assert "0:0:name" in chosen(page, "column")
    answer = await officer.post(f"/imports/{import_id}/columns", {"column": chosen(page, "column")})
    assert answer.headers["location"].endswith("/names")

    page = (await officer.get(f"/imports/{import_id}/names")).text
    assert "Robin Inventid" in page
    assert "alike" in page
    options = html.fromstring(page).xpath("//select[@name='choice']/option/@value")
    robin = next(value for value in options if str(officer.person_id) in value)
    answer = await officer.post(f"/imports/{import_id}/names", {"choice": [robin]})
    assert answer.headers["location"].endswith("/preview")

    page = (await officer.get(f"/imports/{import_id}/preview")).text
    assert "“nonsense” can’t be read as a date" in page.replace("&#39;", "'") or "nonsense" in page
    assert "Board, G4" in page
    refused = await officer.post(f"/imports/{import_id}/write")
    assert refused.status_code == 422
    assert "Mend it in the file, or leave it out" in refused.text
    problems = await officer.get(f"/imports/{import_id}/problems.csv")
    assert "Board,4,G,From,nonsense" in problems.text
    answer = await officer.post(f"/imports/{import_id}/write", {"leave_out": "yes"})
    assert answer.status_code == 303

    assert "Waiting for a worker" in (await officer.get(f"/imports/{import_id}")).text
    await chores.bring_in(demo_scope, import_id=_id(import_id))
    page = (await officer.get(f"/imports/{import_id}")).text
    assert "Accept what was reviewed" in page
    assert "Trustee" in (await officer.get("/interests")).text

    answer = await officer.post(f"/imports/{import_id}/accept")
    page = (await officer.get(answer.headers["location"].split(officer.slug)[1])).text
    assert "1 of this file still wait" in page  # the officer's own
    answer = await officer.post(f"/imports/{import_id}/undo")
    assert answer.status_code == 303, answer.text
    assert "Trustee" not in (await officer.get("/interests")).text


async def test_officer_says_at_once_that_all_other_names_are_new(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit()
    import_id = await brought_to_columns(officer, "old register.xlsx", sheets.xlsx(("Board", ROWS)))
    page = (await officer.get(f"/imports/{import_id}/columns")).text
    await officer.post(f"/imports/{import_id}/columns", {"column": chosen(page, "column")})

    nothing_chosen = await officer.post(f"/imports/{import_id}/names", {})
    assert nothing_chosen.status_code == 422
    answer = await officer.post(f"/imports/{import_id}/names", {"rest": "new"})
    assert answer.headers["location"].endswith("/preview")


async def test_gift_that_was_brought_in_says_so_on_its_page(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit()
    headings = ["Recipient", "Date of offer", "Details", "Value", "Offered by", "Accepted or declined"]
    row = [
        "Avery Invented",
        "3 June 2013",
        "A box of biscuits, a gift",
        "£4.50",
        "Oat Ltd (invented)",
        "Accepted",
    ]
    import_id = await brought_to_columns(officer, "gifts.csv", sheets.text([headings, row]))
    page = (await officer.get(f"/imports/{import_id}/columns")).text
    assert "Register of gifts, hospitality and sponsorship" in page
    sent = {"column": chosen(page, "column"), "answer": ["from_supplier:yes"]}
    await officer.post(f"/imports/{import_id}/columns", sent)
    preview = (await officer.get(f"/imports/{import_id}/preview")).text
    assert "A box of biscuits" in preview and "£4.50" in preview
    await officer.post(f"/imports/{import_id}/write")
    await chores.bring_in(demo_scope, import_id=_id(import_id))
    listed = (await officer.get("/gifts")).text
    gift = re.search(r"/gifts/([0-9a-f-]{36})", listed)[1]  # type: ignore[index]

    shown = (await officer.get(f"/gifts/{gift}")).text
    assert "Brought in from “gifts.csv” on " in shown
    assert "1 offer" in (await officer.get("/imports")).text


async def test_officer_takes_a_register_out_as_it_stood(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit()
    import_id = await brought_to_columns(officer, "register.csv", sheets.text([sheets.TEMPLATE, *ROWS[2:3]]))
    page = (await officer.get(f"/imports/{import_id}/columns")).text
    await officer.post(f"/imports/{import_id}/columns", {"column": chosen(page, "column")})
    await officer.post(f"/imports/{import_id}/write")
    await chores.bring_in(demo_scope, import_id=_id(import_id))

    whole = await officer.get("/registers/interests/export.xlsx")
    before = await officer.get("/registers/interests/export.csv", params={"on": "31/3/2013"})
    unread = await officer.get("/registers/interests/export.csv", params={"on": "soon"})
    member = await visit(name="Kit Fictional", roles=())

    assert [row[:2] for row in _rows(whole.content)] == [
        ["Name", "Current position"],
        ["Avery Invented", "Member"],
    ]
    assert before.text.count("\r\n") == 1
    assert unread.status_code == 422
    assert (await member.get("/registers/interests/export.xlsx")).status_code == 403
    assert (await officer.get("/registers/nothing/export.xlsx")).status_code == 404


def _rows(data: bytes) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _id(text: str) -> Any:
    from uuid import UUID

    return UUID(text)
