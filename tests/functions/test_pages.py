"""The register over HTTP: read by members as at a day, kept by officers, every refusal a sentence."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pypdfium2
import pytest_asyncio

from backend.functions import chores
from backend.functions.queries.prints import prints_of
from backend.people import permissions
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import formed
from tests.powers.made import a_function as a_power
from tests.powers.made import an_entry, body
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


def here(visitor: Visitor, location: str) -> str:
    return location.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].removeprefix(f"/t/{visitor.slug}")


def a_day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


async def done(visitor: Visitor, path: str, form: dict[str, object]) -> str:
    answer = await visitor.post(path, form)
    assert answer.status_code == 303, answer.text
    return here(visitor, answer.headers["location"])


async def test_officer_keeps_the_register_and_everybody_reads_it_as_at_a_day(
    officer: Visitor, visit: Visit, demo_scope: Scope
) -> None:
    empty = (await officer.get("/functions")).text
    assert "The register is empty" in empty and "Take up a list" in empty
    assert "nothing to draw" in (await officer.get("/functions/map")).text
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope, name="Panel <of> One")
        power_id = await a_power(demo_scope, "Approve a merger")
        await an_entry(demo_scope, power_id, body(committee_id), from_on=date(2013, 4, 1))
    form: dict[str, object] = {"name": "Approve <mergers>", "area": "Providers", "scheme": [str(power_id)]}
    function = await done(officer, "/functions", form)
    again = await officer.post("/functions", form)
    assert (
        again.status_code == 422
        and "There is a function called “Approve &lt;mergers&gt;” already." in again.text
    )
    page = (await officer.get(function)).text
    assert "Nobody has recorded who holds it" in page and "Panel &lt;of&gt; One" in page
    holder = {"who": "other", "holder": "NHS England", "standing": "statute", "basis": "The Act of 2012"}
    held = {**holder, **a_day("from_on", date(2013, 4, 1))}
    refused = await officer.post(f"{function}/holders", {**held, "holder": "", "basis": "Kept words"})
    assert (
        refused.status_code == 422 and "Name the other body" in refused.text and "Kept words" in refused.text
    )
    await done(officer, f"{function}/holders", held)
    ours = {"who": "us", "standing": "delegated", "model": "delegated", "basis": "The agreement"}
    twice = await officer.post(f"{function}/holders", {**ours, **a_day("from_on", date(2014, 4, 1))})
    assert twice.status_code == 422 and "hold it on 1 April 2014 as well" in twice.text
    await done(
        officer, f"{function}/holders", {**ours, **a_day("from_on", date(2014, 4, 1)), "ends_former": ["yes"]}
    )
    before = (await officer.get(f"{function}?on=31/3/2014")).text
    assert "<strong>NHS England</strong>" in before and "As it stood on 31 March 2014" in before
    check = f"/powers/check?function={power_id}&who=committee:{committee_id}"
    assert "NHS England holds it from" in (await officer.get(f"{check}&on=31/3/2014")).text
    assert "Within the power" in (await officer.get(f"{check}&on=1/4/2014")).text
    member = await visit(name="Mo Invented", roles=(permissions.EXECUTIVE,))
    listed = (await member.get("/functions?on=31/3/2014&holder=others")).text
    assert "Approve &lt;mergers&gt;" in listed and "Add a function" not in listed
    assert "No function matches" in (await member.get("/functions?on=31/3/2014&holder=us")).text
    assert "not a day that can be read" in (await member.get("/functions?on=x")).text
    csv = (await member.get("/functions.csv?on=1/4/2014")).content.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Function,Area,Held by") and csv[1].startswith("Approve <mergers>,Providers,")
    page = (await member.get("/functions/map?on=31/3/2014")).text
    drawing = page[page.index('<svg class="pb-drawn"') : page.index("</svg>") + 6]
    words = ["".join(each.itertext()) for each in ElementTree.fromstring(drawing).iter()]  # noqa: S314 - our own page
    assert "NHS England" in words and "Nobody here" in words and "style=" not in drawing
    assert (await member.post("/functions", form)).status_code == 403
    history = (await officer.get(function)).text
    assert "A holder was recorded: NHS England" in history
    nobody = await officer.post(f"{function}/holders/{UUID(int=7)}/end", a_day("last_on", date(2014, 1, 1)))
    assert nobody.status_code == 404


async def test_agreement_is_written_signed_varied_and_left_by_its_notice_dates(officer: Visitor) -> None:
    await done(officer, "/functions/lists", {"key": "delegated-functions/2014-11"})
    taken = (await officer.get("/functions/plans")).text
    assert "Not in force" in taken and "Royal Assent is not confirmed" in taken
    bill = await officer.post("/functions/lists", {"key": "health-bill/2026-05"})
    assert bill.status_code == 422 and "taken up" in bill.text
    form: dict[str, object] = {
        "name": "Our agreement",
        "body": "NHS England",
        "model": "delegated",
        "like": "delegated-functions/2014-11/delegation",
        **a_day("from_on", date(2014, 4, 1)),
    }
    reversed_ = await officer.post("/delegation-agreements", {**form, **a_day("until_on", date(2014, 3, 1))})
    assert reversed_.status_code == 422 and "before it starts on 1 April 2014" in reversed_.text
    agreement = await done(officer, "/delegation-agreements", form)
    page = (await officer.get(agreement)).text
    assert "Not signed" in page and "30 September" in page and "read in the source" in page
    signed = {**a_day("signed_on", date(2014, 3, 20)), "by_us": "Ada Invented", "by_body": "Bo Invented"}
    await done(officer, f"{agreement}/signature", signed)
    varied = {
        "words": "Premises are added",
        "agreed_by_us": "Ada Invented",
        **a_day("agreed_on", date(2014, 5, 1)),
        **a_day("effective_on", date(2014, 6, 1)),
    }
    alone = await officer.post(f"{agreement}/variations", varied)
    assert alone.status_code == 422 and "Enter who agreed for the other body" in alone.text
    await done(officer, f"{agreement}/variations", {**varied, "agreed_by_body": "Bo Invented"})
    bad = await officer.post(f"{agreement}/reports", {"title": "A letter", "rhythm": "once"})
    assert bad.status_code == 422 and "has a day: give it" in bad.text
    await done(
        officer, f"{agreement}/reports", {"title": "A letter", "rhythm": "yearly", "due_within_days": "9"}
    )
    await done(
        officer,
        f"{agreement}/segregations",
        {
            "cost_centres": "C1",
            "kept_apart": "Own ledger",
            "seen_in": "p 3",
            **a_day("apart_from", date(2014, 4, 1)),
        },
    )
    early = {
        "gave": "us",
        "reason": "Merging",
        **a_day("given_on", date(2014, 5, 1)),
        "irregular_because": "By consent of both",
    }
    told = await officer.post(f"{agreement}/notices", early)
    assert told.status_code == 422 and "No rule about notice was in force on that day" in told.text
    await done(officer, f"{agreement}/notices", {**early, **a_day("takes_effect_on", date(2014, 8, 1))})
    page = (await officer.get(f"{agreement}?on=1/7/2014")).text
    assert "Notice given" in page and "By consent of both" in page and "Irregular" in page
    assert "1. " not in page and "Own ledger" in page and "A letter" in page
    file = (await officer.get("/delegation-agreements.csv?on=1/7/2014")).text
    assert "Our agreement,NHS England,Delegated commissioning,Notice given,1 April 2014,31 July 2014" in file


async def test_plan_made_in_the_app_moves_what_a_person_records_and_the_map_is_printed(
    officer: Visitor, demo_scope: Scope, files: Path
) -> None:
    await done(officer, "/functions/lists", {"key": "functions-in-four-phases/2017"})
    plans = (await officer.get("/functions/plans")).text
    assert "Transfer of delegated functions in four phases" in plans
    plan = await done(
        officer,
        "/functions/plans",
        {"name": "Ours", "about": "In steps", "held_before_by": "NHS England", "phase": "One"},
    )
    page = (await officer.get(plan)).text
    phase = page[page.index(f"{plan}/phases/") :].split('"')[0]
    functions = (await officer.get(phase)).text
    chosen = re.findall(r'name="function_ids" type="checkbox" value="([0-9a-f-]{36})"', functions)[:2]
    stale = await officer.post(phase, {"phase_name": "One", "version": "9", "function_ids": chosen})
    assert stale.status_code == 409 and "Somebody else changed" in stale.text
    await done(
        officer,
        phase,
        {"phase_name": "One", "planned_month": "2014-04", "function_ids": chosen, "version": "1"},
    )
    move = {"basis": "Their letter", "moved_ids": chosen[:1], **a_day("happened_on", date(2014, 4, 1))}
    await done(officer, f"{phase}/transfers", move)
    assert "1 of 2 functions have moved" in (await officer.get(plan)).text
    assert (await officer.post(f"{phase}/transfers", move)).status_code == 422
    await done(officer, "/functions/map/prints", {"shown": "2014-04-01"})
    async with transactions.scope_tx(demo_scope):
        asked = (await prints_of(demo_scope))[0]
    for _ in range(2):
        await chores.print_map(demo_scope.as_chore("functions.print_map"), print_id=asked.id)
    answer = await officer.get(f"/functions/map/prints/{asked.id}")
    assert answer.status_code == 200
    pdf = pypdfium2.PdfDocument(answer.content)
    text = "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    assert "Functions and decisions on 1 April 2014" in text and "planned to move" in text.lower()
