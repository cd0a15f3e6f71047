"""The whole of it on pages: announced, agreed to, mapped, and what was declared before confirmed."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.interests.queries import register
from backend.kit.clock import real_now
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.people import permissions
from backend.succession.operations import merging
from backend.tenancy import transactions
from backend.together import door
from tests.committees.made import formed
from tests.scopes import a_scope

SAID = json.dumps(
    {
        "organisation": "Vale Invented Ltd",
        "interest_type": "FINANCIAL",
        "nature": "Director",
        "relationship": None,
        "is_indirect": False,
        "mitigation": None,
        "since": "2014-04-01",
        "until": None,
    }
)


async def test_from_the_announcement_to_the_report(found: Any, visit: Any) -> None:
    board = a_scope(await found(demonstration=True, name="NHS New Board ICB (invented)"), now=real_now())
    old = a_scope(await found(demonstration=True, name="NHS Old Vale CCG (invented)"), now=real_now())
    officer = await visit(board, name="Board Officer")
    executive = await visit(board, name="Board Executive", roles=(permissions.EXECUTIVE,))
    theirs = await visit(old, name="Vale Officer")
    answers = await visit(old, name="Vale Executive", roles=(permissions.EXECUTIVE,))
    async with transactions.scope_tx(old):
        await formed(old, name="Vale Committee")
    here = "/succession"

    day = {"falls_on-day": "1", "falls_on-month": "7", "falls_on-year": "2099"}
    wrong = await officer.post(here, {"kind": "merger", "name": "", "words": "", **day})
    assert wrong.status_code == 422 and "Enter" in wrong.text
    answer = await officer.post(here, {"kind": "merger", "name": "One board", "words": "All together", **day})
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-3000:]
    plan = "/" + answer.headers["location"].partition("?")[0].split("/", 3)[3]
    page = (await officer.get(plan)).text
    assert "Scheme of reservation and delegation" in page and "No predecessor is asked yet" in page
    assert (await officer.post(f"{plan}/work", {"work": "stock"})).status_code == 422

    given = {"other_slug": "nowhere", "signed_by_id": str(executive.person_id), "authority": "Minute 1"}
    nowhere = await officer.post(f"{plan}/predecessors", given)
    assert nowhere.status_code == 422 and "no organisation with the short name" in nowhere.text
    given["other_slug"] = old.tenant.slug
    assert (await officer.post(f"{plan}/predecessors", given)).status_code == 303
    await door.deliver_waiting(board)
    listed = (await theirs.get(here)).text
    consent = re.search(r"/succession/consents/[0-9a-f-]+", listed)
    assert consent is not None and "Waits for our answer" in listed
    assert (await theirs.post(consent[0], {"words": "Governing body, minute 2"})).status_code == 303
    assert (await theirs.post(f"{consent[0]}/approval", {})).status_code == 403
    assert "Approve our consent" in (await answers.get(consent[0])).text
    assert (await answers.post(f"{consent[0]}/approval", {})).status_code == 303
    await door.deliver_waiting(old)

    assert (await officer.post(f"{plan}/work", {"work": "stock"})).status_code == 303
    plan_id = plan.rpartition("/")[2]
    await merging.take_stock(board, plan_id=UUID(plan_id))
    mapping = (await officer.get(f"{plan}/mapping?kind=committee")).text
    assert "Vale Committee" in mapping and "Carry over" in mapping
    assert "Vale Officer" in (await officer.get(f"{plan}/mapping?kind=person")).text
    report = await officer.get(f"{plan}/due-diligence")
    assert "Vale Committee" in report.text
    rows = (await officer.get(f"{plan}/due-diligence?as=csv")).text
    assert "Committees,NHS Old Vale CCG (invented),commissioning,Vale Committee,Carry over,\r\n" in rows
    sheet = await officer.get(f"{plan}/due-diligence?as=xlsx")
    assert sheet.headers["content-disposition"].endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as archive:
        book, strings = (archive.read(f"xl/{name}.xml").decode() for name in ("workbook", "sharedStrings"))
    assert re.findall(r'<sheet name="([^"]+)"', book) == [
        "About", "What is open", "What does not fit", "Line by line",
    ]  # fmt: skip
    assert "Vale Committee" in strings and "NHS Old Vale CCG (invented)" in strings
    printed = await officer.get(f"{plan}/due-diligence?as=pdf")
    assert printed.content.startswith(b"%PDF")
    assert (await officer.post(f"{plan}/work", {"work": "approval"})).status_code == 422
    assert "was not rehearsed yet" in (await officer.post(f"{plan}/work", {"work": "approval"})).text
    await _offered_and_confirmed(board, officer, executive, plan_id)


async def _offered_and_confirmed(board: Any, officer: Any, other: Any, plan_id: str) -> None:
    """What was declared before is confirmed by whoever declared it, and by nobody else."""
    offer_id = new_id()
    async with transactions.scope_tx(board):
        await execute(
            "INSERT INTO succession_offer (tenant_id, id, plan_id, predecessor_id, person_id, from_interest_id, said, "
            "state, offered_at) SELECT $1, $2, $3, p.id, $4, $2, $5::jsonb, 'waiting', $6 "
            "FROM succession_predecessor p WHERE p.tenant_id = $1 AND p.plan_id = $3",
            board.tenant.id,
            offer_id,
            UUID(plan_id),
            officer.person_id,
            SAID,
            board.now,
        )
    one = f"/succession/declared-before/{offer_id}"
    assert "Nothing that you declared" in (await other.get("/succession/declared-before")).text
    assert (await other.post(one, {"answer": "confirm"})).status_code == 404
    assert "Vale Invented Ltd" in (await officer.get("/succession/declared-before")).text
    assert (await officer.post(one, {"answer": "leave-out"})).status_code == 422
    assert (await officer.post(one, {"answer": "confirm"})).status_code == 303
    assert (await officer.post(one, {"answer": "confirm"})).status_code == 422
    after = replace(board, now=real_now())
    async with transactions.scope_tx(after, readonly=True):
        (entry,) = await register.register_of(after, person_id=officer.person_id)
    assert (entry.organisation_name, entry.nature) == ("Vale Invented Ltd", "Director")
