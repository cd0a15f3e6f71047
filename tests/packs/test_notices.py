"""The notice of a meeting before its pack; and a meeting that is moved or cancelled after it was announced."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import httpx
import icalendar
import pytest_asyncio

from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.packs import chores
from backend.packs.publishing import queries, rules
from backend.planning import operations as planning
from backend.scope import Scope
from backend.tenancy import transactions
from tests.packs.agenda import as_worker
from tests.packs.publicity import AHEAD, INSIDE, SECRET, Stage, Visit, a_public_stage

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest_asyncio.fixture
async def stage(demo_scope: Scope, visit: Visit, app: Any) -> AsyncIterator[Stage]:
    async with a_public_stage(demo_scope, visit, app) as made:
        yield made


async def give(stage: Stage, **form: str) -> httpx.Response:
    page = await stage.officer.get(f"/meetings/{stage.meeting_id}/public-notice")
    found = re.search(r'name="sha256" value="(\w{64})"', page.text)
    told = {
        "attend": "Come to the side door, or write to us for a link.",
        "private_reason": "a sum is being negotiated",
        "sha256": found[1] if found else "0" * 64,
    }
    return await stage.officer.post(f"/meetings/{stage.meeting_id}/public-notice", {**told, **form})


async def event_of(stage: Stage) -> Any:
    (event,) = icalendar.Calendar.from_ical((await stage.read("/calendar.ics")).content).walk("VEVENT")
    return event


async def entries_of(stage: Stage) -> list[tuple[str, str, datetime]]:
    feed = ElementTree.fromstring((await stage.read("/feed.atom")).content)  # noqa: S314 - our own feed
    return [
        (
            entry.findtext(f"{ATOM}title") or "",
            entry.findtext(f"{ATOM}summary") or "",
            datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or ""),
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


async def change(stage: Stage, **traits: Any) -> None:
    async with transactions.scope_tx(stage.now):
        (row,) = await fetch(
            "SELECT title, starts_at, ends_at, venue, in_public FROM meetings_meeting WHERE tenant_id = $1 AND id = $2",
            stage.scope.tenant.id,
            stage.meeting_id,
        )
        await meetings.change_meeting(stage.now, meeting_id=stage.meeting_id, **{**row, **traits})


async def test_notice_is_public_before_the_pack_and_the_pack_follows(stage: Stage) -> None:
    assert (await give(stage, private_reason=" ")).status_code == 422, "there is private business"
    assert (await give(stage, attend=" ")).status_code == 422
    assert (await give(stage, sha256="0" * 64)).status_code == 409
    assert (await stage.executive.get(f"/meetings/{stage.meeting_id}/public-notice")).status_code == 403
    assert (await stage.read(stage.page)).status_code == 404, "nothing of that was public"
    assert (await give(stage)).status_code == 303

    page, listed = await stage.read(stage.page), await stage.read()
    for words in (
        "The spring meeting",
        "An invented hall",
        "Come to the side door",
        "section 1(2) of the Public Bodies (Admission to Meetings) Act 1960, because: a sum is being negotiated",
        f"{AHEAD.days - 1} clear days before the meeting",
        "will be on this page once they are published",
    ):
        assert words in page.text, words
    assert "The spring meeting" in listed.text and "Agenda and papers to follow" in listed.text
    event = await event_of(stage)
    assert event["STATUS"] == "CONFIRMED"
    ((title, _, _),) = await entries_of(stage)
    assert "notice of the meeting" in title
    for answer in (page, listed, await stage.read("/feed.atom")):
        assert "Access to practices" not in answer.text, "no word of the agenda"
        assert SECRET not in answer.text and INSIDE not in answer.text and "Olive" not in answer.text
    assert (await stage.read(f"{stage.page}/pack")).status_code == 404
    assert (await stage.read(f"{stage.page}/papers/{stage.paper_id}")).status_code == 404

    path = await stage.prepared()
    assert (await stage.approve(path)).status_code == 303
    page = await stage.read(stage.page)
    assert "Access to practices" in page.text and "Come to the side door" in page.text
    assert "a sum is being negotiated" in page.text and SECRET not in page.text
    assert (await stage.read(f"{stage.page}/pack")).status_code == 200
    later = await event_of(stage)
    assert later["SEQUENCE"] > event["SEQUENCE"] and later["UID"] == event["UID"]
    assert [title.rsplit(": ", 1)[1] for title, _, _ in await entries_of(stage)] == [
        "agenda and papers",
        "notice of the meeting",
    ]
    shown = await stage.officer.get(f"/meetings/{stage.meeting_id}/public-notice")
    notice_id = re.search(r"/public-notices/([0-9a-f-]{36})/recall", shown.text)
    assert notice_id
    refused = await stage.officer.post(f"/public-notices/{notice_id[1]}/recall", {"reason": "Wrong"})
    assert refused.status_code == 422 and "the notice goes with it" in refused.text
    assert (await stage.officer.post(f"{path}/recall", {"reason": "A figure is wrong"})).status_code == 303
    assert (await stage.read(stage.page)).status_code == 404
    assert b"VEVENT" not in (await stage.read("/calendar.ics")).content
    assert (await give(stage)).status_code == 303
    assert (await event_of(stage))["SEQUENCE"] > later["SEQUENCE"], "it only ever grows"


async def test_notice_alone_is_recalled(stage: Stage) -> None:
    assert (await give(stage)).status_code == 303
    shown = await stage.officer.get(f"/meetings/{stage.meeting_id}/public-notice")
    (notice_id,) = re.findall(r"/public-notices/([0-9a-f-]{36})/recall", shown.text)
    assert (
        await stage.officer.post(f"/public-notices/{notice_id}/recall", {"reason": " "})
    ).status_code == 422
    assert (
        await stage.officer.post(f"/public-notices/{notice_id}/recall", {"reason": "Wrong"})
    ).status_code == 303
    assert (await stage.read(stage.page)).status_code == 404
    assert "The spring meeting" not in (await stage.read()).text


async def test_moved_and_cancelled_meeting_says_so_on_the_page_in_the_calendar_and_in_the_feed(
    stage: Stage,
) -> None:
    path = await stage.prepared()
    assert (await stage.approve(path)).status_code == 303
    before, line = await event_of(stage), await stage.line(path)
    assert len(await entries_of(stage)) == 1
    later = line.starts_at + timedelta(days=1)
    await change(stage, title="The spring meeting", starts_at=later, ends_at=later + timedelta(hours=1))
    await change(stage, venue="Another invented hall")

    page, listed = await stage.read(stage.page), await stage.read()
    assert "This meeting was moved" in page.text and "It was announced for" in page.text
    assert "Another invented hall" in page.text and "at An invented hall" in page.text
    assert ">Moved<" in listed.text and "Another invented hall" in listed.text
    moved = await event_of(stage)
    assert moved["UID"] == before["UID"] and moved["DTSTART"].dt == later
    assert moved["SEQUENCE"] == before["SEQUENCE"] + 2 and moved["LOCATION"] == "Another invented hall"
    assert moved["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt and moved["STATUS"] == "CONFIRMED"
    (title, summary, at), (_, _, released) = await entries_of(stage)
    assert "the meeting was changed" in title and "Another invented hall" in summary and at > released
    assert "at An invented hall" in summary

    await change(stage, in_public=False)
    assert "no longer held in public" in (await stage.read(stage.page)).text
    async with transactions.scope_tx(stage.now):
        await meetings.cancel_meeting(
            stage.now, meeting_id=stage.meeting_id, because="The numbat inquiry, in confidence"
        )
    page, listed, feed = await stage.read(stage.page), await stage.read(), await stage.read("/feed.atom")
    assert "This meeting was cancelled" in page.text and ">Cancelled<" in listed.text
    gone = await event_of(stage)
    assert gone["STATUS"] == "CANCELLED" and gone["SUMMARY"].startswith("DEMONSTRATION: Cancelled: ")
    assert gone["SEQUENCE"] == moved["SEQUENCE"] + 2
    title, summary, _ = (await entries_of(stage))[0]
    assert "Cancelled: " in title and summary == "The meeting is cancelled."
    for answer in (page, listed, feed, await stage.read("/calendar.ics")):
        assert "numbat" not in answer.text, "why it was cancelled is for its own page"


async def test_everybody_reads_that_a_meeting_is_extraordinary_and_that_it_took_no_business(
    stage: Stage,
) -> None:
    assert (await give(stage)).status_code == 303
    given = {"scope": stage.now, "meeting_id": stage.meeting_id}
    async with transactions.scope_tx(stage.now):
        await planning.call_extraordinary(
            **given, because="The numbat inquiry", public_words="About one lease."
        )
    page, listed = await stage.read(stage.page), await stage.read()
    assert "This is an extraordinary meeting." in page.text and "About one lease." in page.text
    assert ">Extraordinary<" in listed.text
    _, summary, _ = (await entries_of(stage))[0]
    assert summary.startswith("This is an extraordinary meeting. The meeting is on ")
    async with transactions.scope_tx(stage.now):
        rows = await fetch(
            "SELECT starts_at FROM meetings_meeting WHERE tenant_id = $1 AND id = $2",
            stage.scope.tenant.id,
            stage.meeting_id,
        )
        begun = replace(stage.now, now=rows[0]["starts_at"] + timedelta(minutes=20))
        await planning.record_inquorate(begun, meeting_id=stage.meeting_id, because="The numbat and all GPs")
    page, listed = await stage.read(stage.page), await stage.read()
    assert "No business was taken at this meeting" in page.text and "About one lease." in page.text
    assert ">No business taken<" in listed.text
    for answer in (page, listed, await stage.read("/feed.atom")):
        assert "numbat" not in answer.text, "who was missing, and why it was called, is for its own page"


async def test_meeting_made_public_after_its_agenda_was_published_is_prepared_by_the_clock(
    stage: Stage,
) -> None:
    await change(stage, in_public=False)
    soon = replace(as_worker(stage.now), now=stage.now.now + AHEAD - timedelta(days=6))
    await chores.prepare_publications(soon)
    async with transactions.scope_tx(stage.now, readonly=True):
        due = "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = 'packs.prepare_publications'"
        assert await fetch(due, stage.scope.tenant.id) == [], "no meeting in public is to come"
    await change(stage, in_public=True)
    async with transactions.scope_tx(stage.now, readonly=True):
        (row,) = await fetch(due, stage.scope.tenant.id)
        assert row["due_at"] <= stage.now.now
    await chores.prepare_publications(soon)
    async with transactions.scope_tx(stage.now, readonly=True):
        (meeting,) = await queries.coming_meetings(stage.now)
    assert meeting.newest == "asked"


def test_clear_days_are_told_with_the_bank_holidays_of_england() -> None:
    # 3 May 2027 is the early May bank holiday, a Monday
    told = rules.clear_days_in_words(given_on=date(2027, 4, 29), meeting_on=date(2027, 5, 5))
    assert told == "5 clear days before the meeting, 2 of them working days"
    assert rules.clear_days_in_words(given_on=date(2027, 6, 7), meeting_on=date(2027, 6, 9)) == (
        "1 clear day before the meeting"
    )
    every, working = rules.Settings(), rules.Settings(working=True)
    assert every.due_on(date(2027, 5, 5)) == date(2027, 5, 1)
    assert working.due_on(date(2027, 5, 5)) == date(2027, 4, 28)


async def test_working_days_are_settled(stage: Stage) -> None:
    form = {"clear_days": "5", "days_ahead": "2", "counted": "working"}
    assert (await stage.officer.post("/public-packs/settings", form)).status_code == 303
    assert "5 clear working days before it" in (await stage.officer.get("/public-packs")).text
