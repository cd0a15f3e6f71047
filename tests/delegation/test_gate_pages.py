"""A gate over HTTP: read, waived, passed with the words on the page, and what happened past it recorded."""

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest_asyncio

from backend.committees import operations as committees
from backend.delegation import operations
from backend.delegation.queries import ProgrammeView
from backend.delegation.rules import Judgement
from backend.evidence import store
from backend.kit.storage import storage_from_url
from backend.meetings import operations as meetings
from backend.meetings.rules import Purpose
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_committee
from tests.delegation.stage import a_programme, taken_up
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


@pytest_asyncio.fixture
async def executive(visit: Visit) -> Visitor:
    return await visit(name="Avery Pretend", roles=("executive-owner",))


@pytest_asyncio.fixture
async def programme(demo_scope: Scope) -> ProgrammeView:
    return await taken_up(demo_scope)


@pytest_asyncio.fixture
async def files(tmp_path: Path) -> AsyncIterator[None]:
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))
    yield


def day(name: str, value: object) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


async def test_gate_is_read_waived_passed_and_not_opened_again_after_what_happened(
    officer: Visitor, executive: Visitor, programme: ProgrammeView, demo_scope: Scope, files: None
) -> None:
    gate = programme.gates[0]
    here, second = f"/delegation/gates/{gate.id}", f"/delegation/conditions/{gate.conditions[1].id}"
    async with transactions.scope_tx(demo_scope):
        await operations.judge_condition(
            demo_scope, condition_id=gate.conditions[0].id, state=Judgement.MET, words="A letter"
        )
    listed = (await officer.get("/delegation/gates")).text
    assert "Stopped" in listed
    assert "by C2" in listed
    page = (await executive.get(here)).text
    assert "Gate G1 is stopped by C2" in page
    for read in (page, (await officer.get(f"{here}/report")).text, (await officer.get("/delegation")).text):
        assert f'href="/t/{demo_scope.tenant.slug}{second}"' in read
    assert 'id="agreed"' not in page
    assert (await officer.post(f"{here}/passing", {"seen": gate.sha256, "agreed": "yes"})).status_code == 403

    shown = await officer.post(
        f"{second}/evidence", {"kind": "letter"}, files={"file": ("letter.txt", b"Open books", "text/plain")}
    )
    assert shown.status_code == 303
    until = demo_scope.today + timedelta(days=30)
    waived = await executive.post(
        f"{second}/waivers", {"waive_reason": "The books open next month", **day("waive_until", until)}
    )
    assert waived.status_code == 303, waived.text
    assert "Waived" in (await officer.get(second)).text
    page = (await executive.get(here)).text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    assert "1 of 2 criteria judged as met, C2 waived" in page
    stale = await executive.post(f"{here}/passing", {"seen": "0" * 64, "agreed": "yes"})
    assert stale.status_code == 409
    passed = await executive.post(f"{here}/passing", {"seen": seen[1], "agreed": "yes"})
    assert passed.status_code == 303, passed.text
    page = (await officer.get(f"{here}?said=passed")).text
    assert "Avery Pretend, executive owner" in page

    set_ = await officer.post(
        f"{here}/conditions-set", {"set_words": "Publish the accounts", "set_by": "The invented area team"}
    )
    assert set_.status_code == 303
    condition = re.search(r"/delegation/conditions-set/[0-9a-f-]{36}", (await officer.get(here)).text)
    assert condition is not None
    carried = await officer.post(
        f"{condition[0]}/carrying", {"carry_words": "The ledger closed late", "carry_year": "2031/32"}
    )
    assert "Carried over from" not in (await officer.get(condition[0])).text
    assert "Carried into 2031/32" in (await officer.get(condition[0])).text
    assert carried.status_code == 303
    happened = await officer.post(
        f"{here}/happenings",
        {
            "what": "milestone",
            "milestone_id": str(gate.milestones[0].id),
            "happened_words": "The start was announced",
            "decided_by": "The invented governing body",
            **day("happened_on", demo_scope.today - timedelta(days=3)),
        },
    )
    assert happened.status_code == 303, happened.text
    told = (await officer.get("/delegation" + happened.headers["location"].partition("/delegation")[2])).text
    assert "Irregular" in told
    assert "was not passed on" in html.unescape(told)
    refused = await executive.post(f"{here}/reopening", {"reopen_reason": "Second thoughts"})
    assert refused.status_code == 422
    assert "what it guards has happened" in html.unescape(refused.text)

    report = (await officer.get(f"{here}/report")).text
    assert "Publish the accounts" in report
    before = demo_scope.today - timedelta(days=1)
    then = (
        await officer.get(f"{here}/report", params={"on": f"{before.day}/{before.month}/{before.year}"})
    ).text
    assert "It is stopped by 2 of its 2 criteria: C1, C2." in then
    pdf = await officer.get(f"{here}/report.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(pdf.content)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert "Gate G1" in str(opened.docinfo["/Title"])
    assert "The start was announced" not in (await officer.get("/delegation/gates.csv")).text
    assert "Avery Pretend" in (await officer.get("/delegation/gates.csv")).text


async def test_item_about_co_commissioning_is_flagged_with_the_right_committee(
    officer: Visitor, demo_scope: Scope
) -> None:
    values = a_programme().model_dump(mode="json", exclude_none=True, by_alias=True)
    values["commitments"][0]["checking"] = {
        "kind": "not-discussed-at",
        "subject": "co-commissioning",
        "words": ["co-commissioning", "devolved commissioning"],
        "committee": "development",
        "belongs_to": "commissioning",
    }
    programme = await taken_up(demo_scope, a_programme(**values))
    commitment = programme.commitments[0].id
    async with transactions.scope_tx(demo_scope):
        development = await committees.form_committee(
            demo_scope, committee=a_committee(id="development", name="Development Committee")
        )
        await committees.form_committee(
            demo_scope, committee=a_committee(id="commissioning", name="Commissioning Committee")
        )
        meeting_id = await meetings.arrange_meeting(
            demo_scope,
            committee_id=development,
            title="Development Committee",
            starts_at=demo_scope.now + timedelta(days=10),
            ends_at=demo_scope.now + timedelta(days=10, hours=2),
            venue="An invented hall",
            in_public=False,
        )
        sounding, silent = [
            await meetings.add_item(
                demo_scope, meeting_id=meeting_id, title=title, purpose=Purpose.DISCUSSION
            )
            for title in ("Co-commissioning: where we are", "Any plans")
        ]

    page = (await officer.get(f"/agenda-items/{sounding}")).text
    assert "Belongs on another agenda" in page
    assert "it belongs to the Commissioning Committee" in page
    assert "because its title says “co-commissioning”" in html.unescape(page)
    assert "Belongs on another agenda" not in (await officer.get(f"/agenda-items/{silent}")).text
    assert "Co-commissioning: where we are" in (await officer.get(f"/meetings/{meeting_id}")).text
    assert (
        "belongs on the agenda of the Commissioning Committee"
        in (await officer.get("/delegation/commitments")).text
    )

    for item, about in ((sounding, "no"), (silent, "yes")):
        said = await officer.post(
            f"/delegation/commitments/{commitment}/items",
            {"item_id": str(item), "about": about, "about_words": "Asked its author"},
        )
        assert said.status_code == 303, said.text
    assert "Belongs on another agenda" not in (await officer.get(f"/agenda-items/{sounding}")).text
    assert "Olive Invented said so: Asked its author" in (await officer.get(f"/agenda-items/{silent}")).text
