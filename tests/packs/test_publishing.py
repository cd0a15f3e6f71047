"""What is public of a meeting: prepared, approved by another, released, recalled; over HTTP, with one small pack."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import icalendar
import pytest_asyncio

from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import chores
from backend.packs.publishing import preparing, queries, reach
from backend.scope import Scope
from backend.tenancy import transactions
from tests.kit.pdf.plain import plain_pdf
from tests.packs.agenda import as_worker
from tests.packs.publicity import AHEAD, Stage, Visit, a_public_stage


@pytest_asyncio.fixture
async def stage(demo_scope: Scope, visit: Visit, app: Any) -> AsyncIterator[Stage]:
    async with a_public_stage(demo_scope, visit, app) as made:
        yield made


async def test_meeting_becomes_public_by_two_people_and_is_gone_when_recalled(stage: Stage) -> None:
    assert "Notice has not been given of any meeting to come" in (await stage.read()).text
    path = await stage.prepared()
    own = await stage.officer.get(path)
    assert "You prepared this, so somebody else must approve it" in own.text
    assert (await stage.approve(path, by=stage.officer)).status_code == 403

    # nothing is there before the release, by no address
    paper = f"{stage.page}/papers/{stage.paper_id}"
    addresses = (stage.page, f"{stage.page}/pack", paper)
    for address in addresses:
        assert (await stage.read(address)).status_code == 404
    line = await stage.line(path)
    seen = await stage.executive.get(path)
    assert line.pdf_sha256 and line.pdf_sha256 in seen.text and line.sha256 and line.sha256 in seen.text
    preview = await stage.executive.get(f"{path}/papers/{stage.paper_id}")
    assert "<strong>otter</strong>" in preview.text
    stale = await stage.executive.post(f"{path}/approve", {"sha256": "0" * 64, "when": "now"})
    assert stale.status_code == 409 and "changed since you opened" in stale.text
    hour = stage.now.today + timedelta(days=1)  # while the paper is not late
    later = await stage.approve(
        path,
        when="later",
        release_time="09:00",
        **{
            "release_on-day": str(hour.day),
            "release_on-month": str(hour.month),
            "release_on-year": str(hour.year),
        },
    )
    assert later.status_code == 303
    await chores.release_publications(as_worker(stage.now))
    assert (await stage.read(stage.page)).status_code == 404, "its hour has not come"
    at_nine = replace(stage.scope, now=(await stage.line(path)).release_at)
    await chores.release_publications(as_worker(at_nine))

    listed, page = await stage.read(), await stage.read(stage.page)
    assert "The spring meeting" in listed.text and "There are none yet" in listed.text
    for words in (
        "An invented hall",
        "Held in public",
        "Notice given on",
        "Access to practices",
        "the public be excluded from the rest of the meeting",
        "large print",
        "in English",
    ):
        assert words in page.text, words
    text = await stage.read(paper)
    assert "<strong>otter</strong>" in text.text and "<h3>Access" in text.text
    pack = await stage.read(f"{stage.page}/pack")
    assert hashlib.sha256(pack.content).hexdigest() == line.pdf_sha256
    calendar = await stage.read("/calendar.ics")
    (event,) = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event["LOCATION"] == "An invented hall" and event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].dt == line.starts_at
    feed = await stage.read("/feed.atom")
    assert "The spring meeting" in feed.text and "urn:uuid" in feed.text
    for answer in (listed, page, text, calendar, feed):
        assert "quokka" not in answer.text.lower() and "wombat" not in answer.text.lower()
        assert "Olive" not in answer.text
    assert {each.headers["cache-control"] for each in (listed, page, pack, calendar)} == {
        "public, max-age=60"
    }

    await reach.write()
    await stage.officer.post(f"{path}/recall", {"reason": ""})
    assert (await stage.read(stage.page)).status_code == 200, "a recall has a reason"
    gone = await stage.officer.post(f"{path}/recall", {"reason": "A figure is wrong"})
    assert gone.status_code == 303
    for address in (*addresses, f"{stage.page}/papers/{UUID(int=7)}"):
        assert (await stage.read(address)).status_code == 404
    assert "The spring meeting" not in (await stage.read()).text
    assert b"VEVENT" not in (await stage.read("/calendar.ics")).content
    after = await stage.officer.get(path)
    assert "A figure is wrong" in after.text and f"/public/meetings{paper}" in after.text
    async with transactions.scope_tx(stage.now, readonly=True):
        acts = await fetch(
            "SELECT act, after FROM ledger_event "
            "WHERE tenant_id = $1 AND act LIKE 'packs.publication.%' ORDER BY recorded_at, id",
            stage.scope.tenant.id,
        )
    assert [row["act"].rsplit(".", 1)[1] for row in acts] == [
        "asked-for", "prepared", "approved", "released", "recalled",
    ]  # fmt: skip
    assert '"pack"' in acts[-1]["after"] and "A figure is wrong" in acts[-1]["after"]


async def test_reissued_pack_voids_an_approval(stage: Stage) -> None:
    path = await stage.prepared()
    tomorrow = stage.now.today + timedelta(days=2)
    day = {"release_on-day": str(tomorrow.day), "release_on-month": str(tomorrow.month)}
    approved = await stage.approve(
        path, when="later", release_time="09:00", **day, **{"release_on-year": str(tomorrow.year)}
    )
    assert approved.status_code == 303
    async with transactions.scope_tx(stage.now):
        await meetings.add_item(
            stage.now,
            meeting_id=stage.meeting_id,
            title="A late item",
            purpose=meeting_rules.Purpose.NOTE,
        )
    assert "The approval is void" in (await stage.officer.get(path)).text
    refused = await stage.executive.post(f"{path}/release")
    assert refused.status_code == 303
    line = await stage.line(path)
    assert line.state == "dropped" and "have changed since this was prepared" in (line.ended_because or "")
    assert (await stage.read(stage.page)).status_code == 404

    second = await stage.prepared()
    await stage.officer.post(f"/meetings/{stage.meeting_id}/packs", {"variant": "public"})
    await stage.work()
    assert (await stage.line(second)).state == "prepared", "nothing had changed, so it is the same issue"
    assert (await stage.approve(second)).status_code == 303
    assert "A late item" in (await stage.read(stage.page)).text


async def test_scanned_paper_stops_publication_until_somebody_says_why(stage: Stage) -> None:
    scan = await stage.say(stage.item_id, "A scanned map", "map.pdf", plain_pdf("a map of otters"))
    path = await stage.prepared()
    assert "has no version that everybody can read" in (await stage.executive.get(path)).text
    sha256 = (await stage.line(path)).sha256 or ""
    stopped = await stage.executive.post(f"{path}/approve", {"sha256": sha256, "when": "now"})
    assert stopped.status_code == 422 and "can’t be approved yet" in stopped.text
    await stage.officer.post(
        f"/papers/{scan}/accessibility",
        {"reason": "The map is only drawn by hand.", "ask": "Call 01234.", "version": "1"},
    )
    again = await stage.prepared()
    assert (await stage.approve(again)).status_code == 303
    page = await stage.read(stage.page)
    assert "The map is only drawn by hand." in page.text and "Call 01234." in page.text
    assert (await stage.read(f"{stage.page}/papers/{scan}")).status_code == 404


async def test_withheld_papers_and_uncleared_ones_are_never_public(stage: Stage) -> None:
    member = stage.executive.person_id
    async with transactions.scope_tx(stage.now):
        await fetch(
            "INSERT INTO meetings_withholding (tenant_id, id, item_id, person_id, reason, decided_at, decided_by_name) "
            "VALUES ($1, gen_random_uuid(), $2, $3, 'Conflicted', $4, 'Somebody') RETURNING id",
            stage.scope.tenant.id,
            stage.item_id,
            member,
            stage.now.now,
        )
    path = await stage.prepared()
    page = await stage.officer.get(path)
    assert "are withheld from somebody" in page.text and "Report on access" not in page.text
    assert (await stage.officer.get(f"{path}/papers/{stage.paper_id}")).status_code == 404


async def test_clock_prepares_on_its_day_and_not_before(stage: Stage) -> None:
    async def state_of_meeting(days_before: int) -> str | None:
        then = replace(stage.scope, now=stage.now.now + AHEAD - timedelta(days=days_before))
        await chores.prepare_publications(as_worker(then))
        async with transactions.scope_tx(stage.now, readonly=True):
            (meeting,) = await queries.coming_meetings(stage.now)
        return meeting.newest

    listed = await stage.officer.get("/public-packs")
    assert "Not prepared yet" in listed.text
    assert await state_of_meeting(9) is None
    settled = await stage.officer.post(
        "/public-packs/settings", {"clear_days": "2", "days_ahead": "1", "contact": "Ask us"}
    )
    assert settled.status_code == 422 and "between 3 and 28" in settled.text
    settled = await stage.officer.post(
        "/public-packs/settings", {"clear_days": "7", "days_ahead": "1", "contact": "access@example.invalid"}
    )
    assert settled.status_code == 303
    assert await state_of_meeting(9) == "asked"
    assert await state_of_meeting(9) == "asked", "once is enough"
    assert "access@example.invalid" in (await stage.read()).text
    assert (await stage.executive.get("/public-packs/settings")).status_code == 403


async def test_paper_that_says_confidential_stops_the_public_copy_until_somebody_says_why(
    stage: Stage,
) -> None:
    open_ = {"confidential": {"yes": False, "words": ""}}
    closed = {
        "confidential": {"yes": True, "words": "The numbat price was offered in confidence"},
        "freedom-of-information": {"exempt": True, "sections": ["43(2)"]},
    }
    paper_id = stage.paper_id
    async with transactions.scope_tx(stage.now):
        await meetings.change_cover(stage.now, paper_id=paper_id, answers=closed)
    shown = await stage.officer.get(f"/papers/{paper_id}")
    assert "keeps the public copy back" in shown.text and "under section 43(2)" in shown.text

    for address, form in (
        (f"/meetings/{stage.meeting_id}/public-pack", {}),
        (f"/meetings/{stage.meeting_id}/packs", {"variant": "public"}),
    ):
        refused = await stage.officer.post(address, form)
        assert refused.status_code == 422, address
        assert (
            "“Report on access” says on its cover sheet that it is confidential, and exempt" in refused.text
        )
        assert "Take the item in private, correct the cover sheet, or record" in refused.text

    # what the clock asks for is not built either, and the officers are told
    async with transactions.scope_tx(stage.now):
        clock = as_worker(stage.now)
        by_clock = await preparing.ask_publication(clock, meeting_id=stage.meeting_id)
    await stage.work()
    failed = await stage.line(f"/public-packs/{by_clock}")
    assert failed.state == "failed" and "says on its cover sheet" in (failed.failure or "")
    assert failed.file_id is None
    async with transactions.scope_tx(stage.now, readonly=True):
        (told,) = await fetch(
            "SELECT count(*) AS n FROM notices_letter WHERE tenant_id = $1 AND kind = $2 AND text LIKE '%cover sheet%'",
            stage.scope.tenant.id,
            "publication-stopped",
        )
    assert told["n"] == 1

    # a reason is of exactly the version that was looked at, by an officer, and it is no empty one
    where = f"/papers/{paper_id}/disclosure"
    reason = {"disclosed": "The price was published last week.", "version": "2"}
    assert (await stage.executive.post(where, reason)).status_code == 403
    assert (await stage.officer.post(where, {**reason, "disclosed": " "})).status_code == 422
    assert (await stage.officer.post(where, {**reason, "version": "1"})).status_code == 422
    assert (await stage.officer.post(where, reason)).status_code == 303
    path = await stage.prepared()
    assert (await stage.approve(path)).status_code == 303
    page = await stage.read(stage.page)
    assert "published all the same: The price was published last week." in page.text
    assert "Olive" not in page.text

    # another version is kept back again; a corrected cover sheet lets it through
    async with transactions.scope_tx(stage.now):
        changed = {**closed, "confidential": {"yes": True, "words": "Another reason"}}
        await meetings.change_cover(stage.now, paper_id=paper_id, answers=changed)
    assert (await stage.officer.post(f"/meetings/{stage.meeting_id}/public-pack")).status_code == 422
    async with transactions.scope_tx(stage.now):
        await meetings.change_cover(stage.now, paper_id=paper_id, answers=open_)
    path = await stage.prepared()
    assert (await stage.line(path)).state == "prepared" and not (await stage.line(path)).obstacles
