"""Returns, related parties and fit and proper persons over HTTP."""

import csv
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pikepdf
import pypdfium2
import pytest_asyncio
from python_calamine import CalamineWorkbook

from backend.committees.operations import terms
from backend.interests.operations import declaring, rule_sets
from backend.interests.rules.declaring import InterestType
from backend.organisations import operations as organisations
from backend.registers import chores
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_seat, formed, seat_id
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit, demo_scope: Scope) -> Visitor:
    """An officer of a tenant that stays with the edition of June 2017, which asks for returns."""
    earlier = replace(demo_scope, now=datetime(2024, 1, 8, 9, tzinfo=UTC))
    async with transactions.scope_tx(earlier):
        await rule_sets.move_to(earlier, edition="2017-06", reason="As agreed.")
    return await visit(name="Olive Invented")


async def on_the_board(scope: Scope, person_id: UUID) -> None:
    """Seat somebody on the board from April 2025, with a formula for an interest."""
    async with transactions.scope_tx(scope):
        committee_id = await formed(
            scope,
            id="board",
            name="Board (invented)",
            kind="board",
            quorum={"at_least": 1},
            seats=[a_seat("lay")],
        )
        seat = await seat_id(scope, committee_id, "lay")
        await terms.appoint(scope, seat_id=seat, person_id=person_id, from_on=date(2025, 4, 1))
        organisation_id = await organisations.add_as_named(scope, name="Castle Hill Invented Practice Ltd")
        await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=organisation_id,
            interest_type=InterestType.FINANCIAL,
            nature="Owns 10% of the shares",
            since=date(2020, 4, 1),
        )


async def test_officer_prepares_executive_signs_and_the_file_carries_the_hash(
    officer: Visitor, visit: Visit, demo_scope: Scope, folder: Path
) -> None:
    overview = await officer.get("/returns")
    assert "Not prepared" in overview.text
    preview = await officer.get("/returns/preparation?kind=quarterly&since=2025-04-01")
    assert "Nothing is kept yet" in preview.text
    answer = await officer.post(
        "/returns", {"kind": "quarterly", "since": "2025-04-01", "note": "All is well."}
    )
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].split("?")[0].split("/t/")[1].split("/", 1)[1]
    assert "Sign the return" not in (await officer.get(f"/{path}")).text

    executive = await visit(name="Ellis Invented", roles=("executive-owner",))
    page = await executive.get(f"/{path}")
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    unread = await executive.post(f"/{path}/signature", {"seen": seen})
    assert unread.status_code == 422
    signed = await executive.post(f"/{path}/signature", {"seen": seen, "read": "yes"})
    assert signed.status_code == 303, signed.text

    kept = json.loads((await officer.get(f"/{path}/file/json")).content)
    assert (kept["sha256"], kept["signed_by"]) == (seen, "Ellis Invented")
    rows = list(csv.reader(io.StringIO((await officer.get(f"/{path}/file/csv")).content.decode("utf-8-sig"))))
    assert ["Signed by", "Ellis Invented", "", ""] in rows
    again = await executive.post(f"/{path}/question", {"question": "Too late?"})
    assert again.status_code == 422
    assert "Signed and sent" in (await officer.get("/returns")).text

    assert "The PDF is being made" in (await officer.get(f"/{path}")).text
    assert (await officer.get(f"/{path}/file/pdf")).status_code == 404
    return_id = UUID(path.rsplit("/", 1)[1])
    await chores.print_return(demo_scope, return_id=return_id)
    await chores.print_return(demo_scope, return_id=return_id)  # the second does nothing
    printed = await officer.get(f"/{path}/file/pdf")
    with pikepdf.open(io.BytesIO(printed.content)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "Quarterly self-certification" in str(opened.docinfo["/Title"])
    said = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed.content))
    assert seen in "".join(said.split())
    behind = [each["words"] for answer in kept["return"]["answers"] for each in answer["behind"]]
    assert behind
    for words in behind:
        assert words in " ".join(said.split())
    assert "All is well." in said

    public = (await officer.get("/public/registers")).text
    assert "Quarterly self-certification, quarter 1 of 2025/26" in public
    assert "Processes are in place" in public
    for kept_back in (*behind, "Ellis Invented", "All is well."):
        assert kept_back not in public


async def test_period_that_is_nowhere_is_not_found_and_one_ahead_is_refused(officer: Visitor) -> None:
    assert (await officer.get("/returns/preparation?kind=annual&since=soon")).status_code == 404
    assert (await officer.get("/returns/preparation?kind=weekly&since=2025-04-01")).status_code == 404
    assert "has not begun" in (await officer.get("/returns/preparation?kind=annual&since=2199-04-01")).text


async def test_finance_fills_in_the_related_party_and_takes_it_out(
    officer: Visitor, visit: Visit, demo_scope: Scope
) -> None:
    await on_the_board(demo_scope, officer.person_id)
    finance = await visit(name="Fin Invented", roles=("finance",))
    page = await finance.get("/returns/related-parties?year=2025")
    assert "Castle Hill Invented Practice Ltd" in page.text
    link = page.text.split("/returns/related-parties/2025/")[-1].split('"')[0]
    path = f"/returns/related-parties/2025/{link}"
    wrong = await finance.post(path, {"paid": "-5"})
    assert wrong.status_code == 422
    assert "Payments to the related party: the value can" in wrong.text
    answer = await finance.post(path, {"paid": "£1,234.50", "note": "=1+1"})
    assert answer.status_code == 303, answer.text

    rows = CalamineWorkbook.from_filelike(
        io.BytesIO((await finance.get("/returns/related-parties/2025/file/xlsx")).content)
    ).get_sheet_by_index(0)
    line = rows.to_python()[1]
    assert line[2] == "Castle Hill Invented Practice Ltd"
    assert 1234.5 in line
    assert "=1+1" in line, "text, which no program reckons"
    assert b"'=1+1" in (await finance.get("/returns/related-parties/2025/file/csv")).content
    auditor = await visit(name="Ada Invented", roles=("internal-audit",))
    assert (await auditor.post(path, {"paid": "1"})).status_code == 403
    assert (await finance.get("/returns/related-parties?year=2019")).text.count("Castle Hill") == 0


async def test_check_is_recorded_without_findings_and_comes_due_a_year_later(
    officer: Visitor, demo_scope: Scope
) -> None:
    await on_the_board(demo_scope, officer.person_id)
    assert "Not checked" in (await officer.get("/returns/fit-and-proper")).text
    path = f"/returns/fit-and-proper/{officer.person_id}"
    day = {"checked_on-day": "1", "checked_on-month": "6", "checked_on-year": "2024"}
    assert (await officer.post(path, {**day, "findings": "None"})).status_code == 400, "no findings are taken"
    assert (await officer.post(path, day)).status_code == 303
    page = (await officer.get("/returns/fit-and-proper")).text
    assert "1 June 2025" in page
    assert "Overdue" in page
    ahead = await officer.post(path, {**day, "checked_on-year": "2199"})
    assert "lies ahead" in ahead.text
