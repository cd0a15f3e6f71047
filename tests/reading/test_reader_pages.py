"""The reader over HTTP: an issue opened, read with the labels of its printed pages, noted on, searched, reissued."""

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.committees import operations as committees
from backend.kit.database import fetch
from backend.kit.keys import KeyRing
from backend.kit.pdf import render
from backend.meetings import operations as meetings
from backend.meetings.rules import Part, Purpose
from backend.packs import chores as pack_chores
from backend.packs import operations as packs
from backend.packs import sealing
from backend.reading import chores
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed, seat_id
from tests.reading.test_pages import a_paper
from tests.visitors import Visitor

TABLE = "| Month | Cost |\n| --- | --- |\n| May | £97 |\n"
BEFORE = f"# Premises\n\nThe lease at Kiln Lane ends in June, & nobody **minds**.\n\n- One thing\n- Another\n\n{TABLE}"
AFTER = BEFORE.replace("# Premises", "# Premises\n\nA paragraph that was not there before.")


async def a_pack(scope: Scope, meeting_id: UUID) -> UUID:
    async with transactions.scope_tx(scope):
        pack_id = await packs.ask_for_board_pack(scope, meeting_id=meeting_id)
        rows = await fetch("SELECT id FROM meetings_paper_version WHERE tenant_id = $1", scope.tenant.id)
    for row in rows:
        await chores.read_version(scope, version_id=row["id"])
    await pack_chores.build_board_pack(scope.as_chore("packs.build_board_pack"), pack_id=pack_id)
    return pack_id


async def test_a_member_reads_a_pack(
    visit: Callable[..., Awaitable[Visitor]], demo_scope: Scope, ring: KeyRing
) -> None:
    sealing.use(ring)
    officer = await visit(name="Olive Invented")
    chair, gp = await visit(name="Charlie Invented", roles=()), await visit(name="Glenn Invented", roles=())
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
        for visitor, slug in ((chair, "chair"), (gp, "gp")):
            seat = await seat_id(demo_scope, committee_id, slug)
            await committees.appoint(demo_scope, seat_id=seat, person_id=visitor.person_id, from_on=FIRST)
    meeting_id, paper_id = await a_paper(demo_scope, committee_id)
    pdf = render.render("<h1>Costs</h1><p>A table of <b>invented</b> costs.</p><p>Zebras.</p>", title="Costs")
    async with transactions.scope_tx(demo_scope):
        (item,) = await fetch(
            "SELECT item_id, author_person_id FROM meetings_paper WHERE tenant_id = $1", demo_scope.tenant.id
        )
        costs = await meetings.submit_paper(
            demo_scope,
            item_id=item["item_id"],
            title="Costs to date",
            author_person_id=item["author_person_id"],
            filename="costs.pdf",
            data=pdf,
        )
        await meetings.replace_paper(demo_scope, paper_id=paper_id, filename="p.md", data=BEFORE.encode())
    pack_id = await a_pack(demo_scope, meeting_id)
    here, key = f"/packs/{pack_id}/read", f"paper-{paper_id}"

    to = await gp.get(f"/meetings/{meeting_id}/read")
    assert to.headers["location"].endswith(here)
    assert "Open issue 1" in (await gp.get(here)).text
    assert (await gp.get(f"{here}/{key}")).status_code == 303
    assert (await gp.post(f"/packs/{pack_id}/opening")).status_code == 303
    contents = (await gp.get(here)).text
    assert re.search(rf'href="[^"]+/{key}">Premises in Kiln Lane</a> <span[^>]*>page 1-2<', contents)

    part = (await gp.get(f"{here}/{key}")).text
    assert "Page 1-2" in part and "issue 1, last checked" in part
    assert re.search(r"</a> The lease at Kiln Lane ends in June, &amp; nobody <strong>minds</strong>", part)
    assert 'id="p2"' in part and "<table>" in part and "of page 1-2" in part
    set_anew = (await gp.get(f"{here}/paper-{costs}")).text
    assert "A table of invented costs." in set_anew and "Page 1-3" in set_anew
    assert (await gp.get(f"{here}/item-{item['item_id']}")).text.count("pb-number") > 2

    form = (await gp.get(f"{here}/{key}/note?block=1")).text
    assert "ends in June" in form and "page 1-2" in form
    note = {"block": "1", "version": "2", "exact": "ends in June", "words": "<i>Why?</i>"}
    wrong = await gp.post(f"{here}/{key}/note", {**note, "exact": "Not there"})
    assert wrong.status_code == 422 and "&lt;i&gt;Why?" in wrong.text
    made = await gp.post(f"{here}/{key}/note", note)
    assert made.headers["location"].endswith(f"{here}/{key}?said=noted#p1")
    part = (await gp.get(f"{here}/{key}")).text
    assert part.index("nobody <strong>") < part.index("&lt;i&gt;Why?") < part.index("One thing")

    assert f'data-tenant="/t/{gp.slug}"' in part and f'href="/t/{gp.slug}/notes/' in part
    assert f'action="/t/{gp.slug}/packs/{pack_id}/words"' in contents
    found = (await gp.get(f"/packs/{pack_id}/words?words=zebras")).text
    assert f"{here}/paper-{costs}#p2" in found and "Page 1-3" in found
    picture = await gp.get(f"/packs/{pack_id}/pictures/3")
    assert picture.headers["content-type"] == "image/png" and picture.content[:4] == b"\x89PNG"
    assert "pictures/4" in (await gp.get(f"{here}/{key}/printed")).text

    assert (
        await gp.post("/reading", {"size": "200", "spacing": "wide", "colours": "dark"})
    ).status_code == 303
    assert 'class="pb-reads pb-reads--200 pb-reads--wide pb-reads--dark"' in (await gp.get(here)).text
    assert (await gp.post("/reading", {"size": "130", "spacing": "wide", "colours": "x"})).status_code == 422

    assert "Glenn Invented" in (await chair.get(f"/meetings/{meeting_id}/openings")).text
    assert (await officer.get(f"/meetings/{meeting_id}/openings")).status_code == 404
    assert (await officer.post("/reading/receipts", {"shown": "yes"})).status_code == 303
    assert "Glenn Invented" in (await officer.get(f"/meetings/{meeting_id}/openings")).text
    assert "officers can see that you have opened" in (await gp.get(here)).text

    async with transactions.scope_tx(demo_scope):
        await meetings.replace_paper(demo_scope, paper_id=paper_id, filename="p.md", data=AFTER.encode())
    second = await a_pack(demo_scope, meeting_id)
    assert f"/packs/{second}/read" in (await gp.get(here)).text
    await gp.post(f"/packs/{second}/opening")
    moved = (await gp.get(f"/packs/{second}/read/{key}")).text
    assert moved.index("was not there") < moved.index("&lt;i&gt;Why?") < moved.index("One thing")
    old = (await gp.get(f"{here}/{key}")).text
    assert "was not there" not in old and "version 3 was handed in since" in old and "Why?" in old

    async with transactions.scope_tx(demo_scope):
        await meetings.change_item(
            demo_scope,
            item_id=item["item_id"],
            title="Premises in Kiln Lane",
            purpose=Purpose.DECISION,
            part=Part.PRIVATE,
            private_reason="The lease is confidential",
        )
        await meetings.withhold_papers(
            demo_scope, item_id=item["item_id"], person_id=gp.person_id, reason="Partner"
        )
    assert (await gp.get(f"/packs/{second}/read/{key}")).status_code == 404
    assert (await chair.get(f"/packs/{second}/read")).status_code == 200
