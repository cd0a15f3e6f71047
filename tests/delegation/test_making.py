"""Programmes made in the app and taken up from plans, over HTTP and by their rules."""

import re
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio

from backend.catalogue import shelf
from backend.delegation import operations, queries
from backend.delegation.rules import making
from backend.delegation.rules.making import MilestoneSaid, Part, UnableToChangeProgramme
from backend.kit.calendar import MonthDate
from backend.kit.pdf import walk
from backend.scope import Actor, NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_programme, taken_up
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
HULL = "hull-groupings-in-three-phases/2015-09"


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


def said(activity: str, *, section: str = "first", **traits: object) -> MilestoneSaid:
    return MilestoneSaid(activity=activity, section=section, **traits)  # type: ignore[arg-type]  # the dataclass checks


def test_ring_is_refused_by_a_sentence_that_names_it() -> None:
    programme = a_programme()
    one = making.with_changed(programme, "M02", said("Agree the money", after=("M01",)), fresh=True)
    two = making.with_changed(one, "M03", said("Begin", section="then", after=("M02",)), fresh=True)
    with pytest.raises(UnableToChangeProgramme) as refused:
        making.with_changed(two, "M01", said("Agree the plan", after=("M03",)), fresh=True)
    assert refused.value.sentence == (
        "Milestones would wait for each other in a ring: M01 comes after M03, M03 after M02, and M02 after M01. "
        "Leave out one of these."
    )
    with pytest.raises(UnableToChangeProgramme, match="M01 comes after itself"):
        making.with_changed(two, "M01", said("Agree the plan", after=("M01",)), fresh=True)


def test_what_others_need_is_not_left_out() -> None:
    programme = making.with_changed(a_programme(), "M02", said("Agree the money", after=("M01",)), fresh=True)
    for slug, why in (
        ("M01", "M02 comes after M01"),
        ("M03", "Gate G1 names M03"),
        ("M02", "Gate G1 names M02"),
    ):
        with pytest.raises(UnableToChangeProgramme, match=why):
            making.without(programme, slug)
    with pytest.raises(UnableToChangeProgramme, match="M03 belongs to “And then”"):
        making.without_part(programme, Part.SECTION, "then")
    left = making.without(making.with_milestone(programme, "M04", said("Count the sheep")), "M04")
    assert [each.id for each in left.milestones] == ["M01", "M02", "M03"]


def test_order_numbers_and_first_dates_are_kept_in_order() -> None:
    programme = making.with_milestone(a_programme(), "M04", said("Count the sheep", when=MonthDate(2015, 1)))
    assert [each.id for each in programme.milestones] == ["M01", "M02", "M04", "M03"]
    moved = making.with_moved(programme, "M04", up=True)
    assert [each.id for each in moved.milestones] == ["M01", "M04", "M02", "M03"]
    with pytest.raises(UnableToChangeProgramme, match="M01 is the first of its phase"):
        making.with_moved(moved, "M01", up=True)
    with pytest.raises(UnableToChangeProgramme, match="its first date stays"):
        making.with_changed(moved, "M04", said("Count the sheep", when=MonthDate(2015, 2)), fresh=False)
    assert making.next_slug(["M01", "M09", "G1"]) == "M10"
    assert making.next_slug([]) == "M01"
    assert making.slug_of("Läufe, die zählen!", taken={"laufe-die-zahlen"}) == "laufe-die-zahlen-2"


def test_hulls_three_phases_with_eight_groupings_are_a_plan_like_any_other() -> None:
    plan = shelf.catalogue().plans[HULL]
    assert (len(plan.sections), len(plan.streams)) == (3, 8)
    for stream in plan.streams:
        phases = [each for each in plan.milestones if each.stream == stream.id]
        assert [each.section for each in phases] == [each.id for each in plan.sections]
        stable, contract, wider = phases
        assert (stable.due, contract.due, wider.due) == (None, MonthDate(2017, 4), None)
        assert stable.id in contract.after
        assert wider.after == (contract.id,)
    assert all(each.source is not None and each.source.page in range(1, 6) for each in plan.milestones)
    assert plan.ring == ()


async def test_plan_is_taken_up_and_nothing_of_it_counts_as_done(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        programme_id = await operations.take_up_plan(
            scope, plan=HULL, reviewing_body="NHS England (invented)"
        )
        found = await queries.programme(scope, programme_id=programme_id)
        with pytest.raises(UnableToChangeProgramme, match="is or was kept here already"):
            await operations.take_up_plan(scope, plan=HULL)
    assert {each.state for each in found.milestones} == {"planned"}
    assert (found.line.origin, found.line.plan) == ("plan", HULL)
    first = found.milestone("ST1")
    assert first is not None
    assert (first.stream_name, first.due_phrase, first.timing_in_words) == (
        "Grouping 1",
        "whenever: no date is given",
        "No date is given",
    )
    assert "blueprint" in found.documents


async def test_folder_neither_changes_nor_retires_what_was_made_here(scope: Scope) -> None:
    from backend.delegation import catalogued

    await taken_up(scope)
    async with transactions.scope_tx(scope):
        await operations.make_programme(scope, name="Our own", about="x", reviewing_body="A body (invented)")
        assert list(await catalogued.programmes_of_folder(scope)) == ["invented-programme"]
        assert set(await catalogued.catalogued_programmes(scope)) == {"invented-programme", "our-own"}


async def test_second_of_two_is_told_and_the_system_makes_nothing(scope: Scope) -> None:
    programme = await taken_up(scope)
    line = programme.line
    async with transactions.scope_tx(scope):
        await operations.add_milestone(
            scope, programme_id=line.id, version=line.version, said=said("Count the sheep")
        )
    with pytest.raises(OvertakenByAnother, match="Somebody else changed this programme"):
        async with transactions.scope_tx(scope):
            await operations.add_milestone(
                scope, programme_id=line.id, version=line.version, said=said("Count them again")
            )
    from dataclasses import replace

    nobody = replace(scope, actor=Actor.of_chore("delegation.chase_milestones"))
    with pytest.raises(NotPermitted, match="Only a person"):
        async with transactions.scope_tx(nobody):
            await operations.take_up_plan(nobody, plan=HULL)


async def test_officer_makes_a_programme_and_changes_its_plan(officer: Visitor, demo_scope: Scope) -> None:
    assert "No programme is kept here yet" in (await officer.get("/delegation/programmes")).text
    assert (await officer.get("/delegation/programmes/new")).status_code == 200
    half = await officer.post("/delegation/programmes", {"name": "Taking on dentistry (invented)"})
    assert (half.status_code, "Enter its phases" in half.text) == (422, True)
    made = await officer.post(
        "/delegation/programmes",
        {
            "name": "Taking on dentistry (invented)",
            "about": "Made in a test",
            "reviewing_body": "A body (invented)",
            "phases": "Prepare\nTake on",
        },
    )
    assert made.status_code == 303, made.text
    here = re.sub(r"^.*(/delegation/programmes/[^?]+).*$", r"\1", made.headers["location"])
    page = (await officer.get(here)).text
    assert "No milestone belongs to this phase yet" in page

    def version(text: str) -> str:
        found = re.search(r'name="version" value="(\d+)"', text)
        assert found is not None
        return found[1]

    async def add(activity: str, **more: object) -> str:
        form = (await officer.get(f"{here}/milestones/new")).text
        body = {"version": version(form), "activity": activity, "section": "prepare", **more}
        answer = await officer.post(f"{here}/milestones", body)
        assert answer.status_code == 303, answer.text
        return (await officer.get(here)).text

    await add(
        "Count the chairs", **{"when-month": "9", "when-year": "2014", "expects": "A list\nA photograph"}
    )
    page = await add(
        "Buy chairs", **{"when-day": "15", "when-month": "1", "when-year": "2015", "after": ["M01"]}
    )
    assert "September 2014" in page
    assert "15 January 2015" in page
    ids = re.findall(r"/delegation/milestones/([0-9a-f-]{36})/edit", page)
    ring = await officer.post(
        f"/delegation/milestones/{ids[0]}/edit",
        {
            "version": version(page), "activity": "Count the chairs", "section": "prepare",
            "when-month": "9", "when-year": "2014", "after": ["M02"],
        },
    )  # fmt: skip
    assert (ring.status_code, "M01 comes after M02" in ring.text) == (422, True)
    assert 'value="M02"' in ring.text

    async def order(act: str, which: str, **more: str) -> str:
        text = (await officer.get(here)).text
        form = {"version": version(text), "milestone_id": which, "act": act, **more}
        answer = await officer.post(f"{here}/order", form)
        return answer.text if answer.status_code != 303 else (await officer.get(here)).text

    assert "M02 comes after M01" in await order("retire", ids[0], because="Not needed")
    assert "Say why it is left out" in await order("retire", ids[1])
    assert "Left out" in await order("retire", ids[1], because="Not needed")
    assert "Bring back" not in (await order("bring-back", ids[1])).partition("Phases")[0]
    assert (await order("up", ids[1])).index(">Buy chairs<") < (await officer.get(here)).text.index(
        ">Count the chairs<"
    )
    text = (await officer.get(here)).text
    named = await officer.post(
        f"{here}/parts", {"version": version(text), "part": "stream", "act": "add", "name": "North"}
    )
    assert named.status_code == 303
    stale = await officer.post(
        f"{here}/parts", {"version": version(text), "part": "stream", "act": "add", "name": "South"}
    )
    assert (stale.status_code, "Somebody else changed this programme" in stale.text) == (409, True)
    assert (await officer.post(f"{here}/retire", {"sure": "yes"})).status_code == 303
    assert "Kept no longer" in (await officer.get("/delegation/programmes")).text
    assert (await officer.post(f"{here}/bring-back", {"sure": "yes"})).status_code == 303


async def test_member_reads_plans_and_takes_none_up(visit: Visit, officer: Visitor) -> None:
    member = await visit(name="Noor Invented", roles=("executive-owner",))
    page = (await member.get(f"/delegation/plans/{HULL}")).text
    assert "One contract for primary care services in grouping 8" in page
    assert "Take this plan up" not in page
    assert (await member.post(f"/delegation/plans/{HULL}", {"reviewing_body": "x"})).status_code == 403
    taken = await officer.post(f"/delegation/plans/{HULL}", {"reviewing_body": "NHS England (invented)"})
    assert taken.status_code == 303
    shown = (await officer.get("/delegation?stream=grouping-3")).text
    assert "3 milestones as at" in shown
    assert "2 milestones have no date and stand in the table alone" in shown
    assert (await officer.get("/delegation/plans/none/2015")).status_code == 404


async def test_programme_is_printed_tagged_and_taken_as_a_table(officer: Visitor, demo_scope: Scope) -> None:
    await taken_up(demo_scope)
    pdf = await officer.get("/delegation/print?on=1/10/2014")
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    seen = walk.walk(pdf.content)
    assert (seen.tagged, seen.problems) == (True, ())
    words = " ".join(seen.texts)
    assert "as at 1 October 2014" in words
    assert "September 2014" in words
    assert "30 September 2014" not in words
    table = (await officer.get("/delegation/milestones.csv?on=1/10/2014")).text
    assert "Agree the money" in table
    assert "September 2014" in table
    assert "30 September 2014" not in table
    assert (await officer.get("/delegation/print?on=soon")).status_code == 404
