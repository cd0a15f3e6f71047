"""Asking for packs, watching and reading them, over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from backend.committees import operations as committees
from backend.kit.clock import real_now
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.meetings.rules import Part
from backend.packs import chores, operations, queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_person, formed, seat_id
from tests.meetings.stage import as_person
from tests.packs.agenda import as_worker
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


@pytest_asyncio.fixture
async def meeting(demo_scope: Scope, officer: Visitor, visit: Visit) -> dict[str, object]:
    """A committee with a member, and a meeting next week with a public and a private item."""
    scope = replace(demo_scope, now=real_now())
    member = await visit(name="Mina Invented", roles=())
    stranger = await visit(name="Stig Invented", roles=())
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        other_id = await formed(scope, id="other", name="Other Committee")
        for visitor, committee in ((member, committee_id), (stranger, other_id)):
            seat = await seat_id(scope, committee, "chair")
            await committees.appoint(scope, seat_id=seat, person_id=visitor.person_id, from_on=scope.today)
        starts = scope.now + timedelta(days=7)
        meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=committee_id,
            title="The spring meeting",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            venue="An invented hall",
            in_public=True,
        )
        await meetings.add_item(
            scope, meeting_id=meeting_id, title="Welcome", purpose=meeting_rules.Purpose.NOTE
        )
        await meetings.add_item(
            scope,
            meeting_id=meeting_id,
            title="Zebra settlement",
            purpose=meeting_rules.Purpose.DECISION,
            part=meeting_rules.Part.PRIVATE,
            private_reason="It names a contract (invented).",
        )
    return {"id": meeting_id, "scope": scope, "member": member, "stranger": stranger}


async def ask(officer: Visitor, meeting_id: object, variant: str = "full") -> str:
    answer = await officer.post(f"/meetings/{meeting_id}/packs", {"variant": variant})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix(f"/t/{officer.slug}")


async def build(scope: Scope, path: str, chore: object = chores.build_board_pack) -> None:
    from uuid import UUID

    await chore(as_worker(scope), pack_id=UUID(path.rsplit("/", 1)[1]))  # type: ignore[operator]


async def test_officer_asks_watches_and_downloads(officer: Visitor, meeting: dict[str, object]) -> None:
    form = await officer.get(f"/meetings/{meeting['id']}/packs")
    assert "Which copy do you want?" in form.text
    path = await ask(officer, meeting["id"])

    waiting = await officer.get(path)
    assert "Waiting for a worker" in waiting.text
    assert f'hx-get="/t/{officer.slug}{path}/progress"' in waiting.text
    assert f'<a href="/t/{officer.slug}{path}">Refresh</a>' in waiting.text
    part = await officer.get(f"{path}/progress")
    assert "<progress" in part.text
    assert "<html" not in part.text
    assert (await officer.get(f"{path}/file")).status_code == 404

    await build(meeting["scope"], path)  # type: ignore[arg-type]
    assert (await officer.get(f"{path}/progress")).headers["hx-refresh"] == "true"
    shown = await officer.get(path)
    assert "Download the pack" in shown.text
    file = await officer.get(f"{path}/file")
    assert file.content.startswith(b"%PDF-")
    assert "DEMONSTRATION-board-pack" in file.headers["content-disposition"]
    listed = await officer.get("/packs")
    assert "The spring meeting" in listed.text
    assert "issue 1" in listed.text


async def test_members_of_another_committee_see_the_public_copy_alone(
    officer: Visitor, meeting: dict[str, object]
) -> None:
    full, public = await ask(officer, meeting["id"]), await ask(officer, meeting["id"], "public")
    for path in (full, public):
        await build(meeting["scope"], path)  # type: ignore[arg-type]
    member, stranger = meeting["member"], meeting["stranger"]
    assert isinstance(member, Visitor)
    assert isinstance(stranger, Visitor)

    assert (await member.get(f"{full}/file")).status_code == 200
    assert (await stranger.get(f"{public}/file")).status_code == 200
    for path in (full, f"{full}/file", f"{full}/progress"):
        assert (await stranger.get(path)).status_code == 404
    assert full not in (await stranger.get("/packs")).text
    assert public in (await stranger.get("/packs")).text
    assert full in (await member.get("/packs")).text
    assert (await member.post(f"/meetings/{meeting['id']}/packs", {"variant": "full"})).status_code == 403


async def test_member_chooses_how_they_want_their_packs_and_gets_them_so(
    officer: Visitor, meeting: dict[str, object]
) -> None:
    scope, member = meeting["scope"], meeting["member"]
    assert isinstance(member, Visitor) and isinstance(scope, Scope)
    issue = await ask(officer, meeting["id"])
    await build(scope, issue)

    form = await member.get("/packs/yours")
    assert "Large print" in form.text and "18 point" in form.text
    wrong = await member.post("/packs/yours", {"layout": "large", "points": "40"})
    assert wrong.status_code == 422 and "between 16 and 28 point" in wrong.text
    answer = await member.post("/packs/yours", {"layout": "large", "points": "24"})
    assert answer.headers["location"].endswith("/packs/yours?said=asked"), answer.text
    assert 'value="large" checked' in (await member.get("/packs/yours")).text

    page = await member.get(f"/meetings/{meeting['id']}/packs")
    assert "Your copy" in page.text and "large print, 24 point, issue 1" in page.text
    copy = (
        page.text.split("Your copy</h2>")[1]
        .split('href="')[1]
        .split('"')[0]
        .removeprefix(f"/t/{officer.slug}")
    )
    assert "Cancel this build" not in (await member.get(copy)).text
    assert (await member.post(f"{copy}/cancellation")).status_code == 403
    assert "Cancel this build" in (await officer.get(copy)).text
    await officer.post(f"{copy}/cancellation")
    assert "Cancelled by Olive Invented. Nothing of it was kept." in (await officer.get(copy)).text
    late = await officer.post(f"{issue}/cancellation")
    assert late.headers["location"].endswith("?said=too-late")


async def test_papers_are_withheld_by_a_page_that_the_member_cannot_see(
    officer: Visitor, meeting: dict[str, object]
) -> None:
    scope, member = meeting["scope"], meeting["member"]
    assert isinstance(member, Visitor) and isinstance(scope, Scope)
    async with transactions.scope_tx(scope):
        view = await meeting_queries.meeting(scope, meeting_id=meeting["id"])  # type: ignore[arg-type]
        await meetings.submit_paper(
            scope,
            item_id=view.items[0].id,
            title="The lynx report",
            author_person_id=officer.person_id,
            filename="lynx.md",
            data=b"# Lynx\n\nWords.\n",
        )
    item = f"/agenda-items/{view.items[0].id}"
    paper = (await member.get(item)).text.split("/papers/")[1].split('"')[0]
    assert (await member.get(f"/papers/{paper}")).status_code == 200

    told = {"person_id": str(member.person_id), "reason": "Owns it"}
    public = await officer.post(f"{item}/withholding", told)
    assert public.status_code == 422 and "anybody may read its papers" in public.text
    assert "This is a public item" in public.text and "Withhold the papers</button>" not in public.text
    async with transactions.scope_tx(scope):
        await meetings.change_item(
            scope,
            item_id=view.items[0].id,
            title=view.items[0].title,
            purpose=view.items[0].purpose,
            part=Part.PRIVATE,
            private_reason="Offers are confidential",
        )
    form = await officer.get(f"{item}/withholding")
    assert "Every member gets the papers of this item." in form.text and "Mina Invented" in form.text
    unsaid = await officer.post(f"{item}/withholding", {"person_id": str(member.person_id), "reason": " "})
    assert unsaid.status_code == 422
    assert (await officer.post(f"{item}/withholding", told)).status_code == 303
    assert "are withheld from Mina Invented already" in (await officer.post(f"{item}/withholding", told)).text
    own = await member.post(f"{item}/withholding", told)
    assert "You can’t decide this for yourself." in own.text

    shown = (await member.get(item)).text
    assert "withheld from you" in shown and "lynx" not in shown.lower()
    assert "lynx" not in (await member.get(f"/meetings/{meeting['id']}")).text.lower()
    assert (await member.get(f"/papers/{paper}")).status_code == 404
    standing = (await officer.get(f"{item}/withholding")).text
    withholding = standing.split('name="withholding_id" value="')[1].split('"')[0]
    ended = {"withholding_id": withholding, "because": "Sold it"}
    assert (await officer.post(f"{item}/withholding/end", ended)).status_code == 303
    assert (await member.get(f"/papers/{paper}")).status_code == 200


async def test_period_that_cannot_be_is_said_in_plain_words(officer: Visitor) -> None:
    def period(since: str, until: str) -> dict[str, str]:
        return {
            f"{name}-{part}": value
            for name, day in (("since", since), ("until", until))
            for part, value in zip(("year", "month", "day"), day.split("-"), strict=True)
        }

    for since, until, words in (
        ("2014-09-30", "2014-09-01", "must end on or after the day on which it begins"),
        ("2014-09-01", "2199-09-01", "must end by today"),
        ("2014-01-01", "2019-01-01", "no longer than 5 years"),
        ("2014-01-01", "2014-13-01", "must be a real date"),
    ):
        answer = await officer.post("/assurance-packs", period(since, until))
        assert answer.status_code == 422
        assert words in answer.text, (since, until)
        assert f'value="{since.split("-")[0]}"' in answer.text
    assert "No assurance pack has been built yet" in (await officer.get("/assurance-packs")).text


async def sign_and_release(scope: Scope, pack_id: UUID) -> None:
    """The accountable officer and the Guardian sign what the worker built, and it leaves."""
    for name, role in (("Ellis Invented", "executive-owner"), ("Gwen Invented", "coi-guardian")):
        async with transactions.scope_tx(scope):
            person_id = await a_person(scope, name)
        signer = as_person(scope, person_id, name, roles=(role,))
        async with transactions.scope_tx(signer):
            form = await queries.released_form(signer, pack_id=pack_id)
            await operations.sign(
                signer, pack_id=pack_id, role=role, seen=form.sha256, proved_by="password and code"
            )
    async with transactions.scope_tx(scope):
        await operations.mark_as_left(scope, pack_id=pack_id)


async def test_regulator_sees_a_pack_once_it_is_signed_and_released_and_nothing_else(
    officer: Visitor, meeting: dict[str, object], visit: Visit
) -> None:
    scope = meeting["scope"]
    assert isinstance(scope, Scope)
    regulator = await visit(name="Rena Invented", roles=("regulator",))
    today = scope.today
    answer = await officer.post(
        "/assurance-packs",
        {
            "since-day": "1", "since-month": str(today.month), "since-year": str(today.year),
            "until-day": str(today.day), "until-month": str(today.month), "until-year": str(today.year),
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].removeprefix(f"/t/{officer.slug}")

    assert (await regulator.get(path)).status_code == 404
    assert path not in (await regulator.get("/assurance-packs")).text
    await build(scope, path, chores.build_assurance_pack)
    assert (await regulator.get(path)).status_code == 404, "nobody has signed it"
    await sign_and_release(scope, UUID(path.rsplit("/", 1)[1]))

    shown = await regulator.get(path)
    assert shown.status_code == 200
    assert "whose fingerprint is" in shown.text
    assert "All" in shown.text
    assert "are as sealed" in shown.text
    assert (await regulator.get(f"{path}/file")).content.startswith(b"PK")
    assert (await regulator.get("/packs")).status_code == 403
    assert (await regulator.post("/assurance-packs", {})).status_code == 403
    assert "Build a pack" not in (await regulator.get("/assurance-packs")).text


async def test_lists_take_as_many_statements_for_many_packs_as_for_one(
    officer: Visitor, meeting: dict[str, object], db: object
) -> None:
    async def statements() -> int:
        before = db.statements  # type: ignore[attr-defined]
        assert (await officer.get("/packs")).status_code == 200
        return db.statements - before  # type: ignore[attr-defined]

    path = await ask(officer, meeting["id"])
    few = await statements()
    await build(meeting["scope"], path)  # type: ignore[arg-type]
    for _ in range(3):
        await build(meeting["scope"], await ask(officer, meeting["id"]))  # type: ignore[arg-type]

    assert await statements() == few
