"""Notes and the search over HTTP, without a script: made, changed, shared, removed, put back; found."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from backend.committees import operations as committees
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.meetings import rules
from backend.reading import chores
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, formed, seat_id
from tests.visitors import Visitor

PAPER = b"# Premises\n\nThe lease at <Kiln Lane> ends in June, & nobody minds.\n"


async def a_paper(scope: Scope, committee_id: UUID) -> tuple[UUID, UUID]:
    async with transactions.scope_tx(scope):
        meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=committee_id,
            title="First meeting",
            starts_at=real_now() + timedelta(days=20),
            ends_at=real_now() + timedelta(days=20, hours=2),
            venue="An invented hall",
            in_public=True,
        )
        item_id = await meetings.add_item(
            scope, meeting_id=meeting_id, title="Premises", purpose=rules.Purpose.DECISION
        )
        paper_id = await meetings.submit_paper(
            scope,
            item_id=item_id,
            title="Premises in Kiln Lane",
            author_person_id=await a_person(scope, "Arden Invented"),
            filename="premises.md",
            data=PAPER,
        )
        rows = await fetch("SELECT id FROM meetings_paper_version WHERE tenant_id = $1", scope.tenant.id)
    for row in rows:
        await chores.read_version(scope, version_id=row["id"])
    return meeting_id, paper_id


async def test_a_member_notes_shares_removes_and_searches(
    visit: Callable[..., Awaitable[Visitor]], demo_scope: Scope
) -> None:
    officer = await visit(name="Olive Invented")
    chair, gp = await visit(name="Charlie Invented", roles=()), await visit(name="Glenn Invented", roles=())
    audit = await visit(name="Audley Invented", roles=("internal-audit",))
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
        for visitor, slug in ((chair, "chair"), (gp, "gp")):
            seat = await seat_id(demo_scope, committee_id, slug)
            await committees.appoint(demo_scope, seat_id=seat, person_id=visitor.person_id, from_on=FIRST)
    meeting_id, paper_id = await a_paper(demo_scope, committee_id)
    here = f"/papers/{paper_id}/notes"

    empty = await gp.get(here)
    assert "There are no notes on this paper that you can read" in empty.text
    wrong = await gp.post(here, {"version": "1", "words": "Why?", "exact": "Words of nobody <b>"})
    assert wrong.status_code == 422
    assert "do not stand together in version 1" in wrong.text and "Words of nobody &lt;b&gt;" in wrong.text
    assert "Why?" in wrong.text
    made = await gp.post(here, {"version": "1", "words": "<b>Ask</b> when", "exact": "ends in June"})
    assert made.status_code == 303
    page = (await gp.get(here)).text
    assert "“ends in June”" in page and "&lt;b&gt;Ask&lt;/b&gt; when" in page and "In its place" in page
    (note,) = set(re.findall(r"/notes/([0-9a-f-]{36})/removal", page))
    for other in (officer, chair):
        assert "Ask" not in (await other.get(here)).text
        assert (await other.get(f"/notes/{note}")).status_code == 404
        assert (await other.post(f"/notes/{note}/removal")).status_code == 404
    assert (await audit.get(here)).status_code == 403

    assert (await gp.post(f"/notes/{note}/sharing", {"shared": "yes"})).status_code == 303
    assert "Ask" in (await chair.get(here)).text
    assert "Ask" in (await chair.get(f"/meetings/{meeting_id}/notes")).text
    assert "Ask" not in (await officer.get(here)).text
    assert (await gp.post(f"/notes/{note}", {"words": "Ask whom"})).status_code == 303

    file = await gp.get("/notes/file")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "On: “ends in June”" in file.text and "Ask whom" in file.text and "shared with" in file.text
    removed = await gp.post(f"/notes/{note}/removal")
    assert removed.status_code == 200 and "Put the note back" in removed.text
    assert "You have made no notes" in (await gp.get("/notes")).text
    back = dict(re.findall(r'<textarea name="(\w+)" hidden>([^<]*)</textarea>', removed.text))
    back |= dict(re.findall(r'<input type="hidden" name="(version|position)" value="([^"]*)">', removed.text))
    assert back["exact"] == "ends in June"
    assert (await gp.post(f"/papers/{paper_id}/notes/return", back)).status_code == 303
    assert "Ask whom" in (await gp.get("/notes")).text

    found = (await gp.get("/search-papers?words=leases")).text
    assert (
        "Premises in Kiln Lane" in found and "<mark>lease</mark>" in found and "&amp; nobody minds" in found
    )
    assert "No paper that you may read holds" in (await gp.get("/search-papers?words=whomsoever")).text
    assert (await audit.get("/search-papers?words=lease")).status_code == 200
    settled = await officer.post("/notes/keeping", {"months": "24", "source": "Our own policy"})
    assert settled.status_code == 303 and "24 months after the meeting" in (await gp.get("/notes")).text
