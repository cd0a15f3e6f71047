"""The journey of a milestone, over HTTP, on the real database."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.committees import operations as committees
from backend.delegation import operations
from backend.delegation.queries import ProgrammeView
from backend.evidence import store
from backend.kit.identity import new_id
from backend.kit.storage import storage_from_url
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_committee, seat_id
from tests.delegation.stage import a_programme, taken_up
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


@pytest_asyncio.fixture
async def programme(demo_scope: Scope) -> ProgrammeView:
    return await taken_up(demo_scope)


@pytest_asyncio.fixture
async def files(tmp_path: Path) -> AsyncIterator[None]:
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))
    yield


@pytest_asyncio.fixture
async def chair(visit: Visit, demo_scope: Scope) -> Visitor:
    """Somebody who chairs the governing body."""
    visitor = await visit(name="Cleo Invented", roles=())
    async with transactions.scope_tx(demo_scope):
        body = await committees.form_committee(
            demo_scope,
            committee=a_committee(id="governing-body", name="Governing Body", kind="governing-body"),
        )
        seat = await seat_id(demo_scope, body, "chair")
        await committees.appoint(
            demo_scope, seat_id=seat, person_id=visitor.person_id, from_on=demo_scope.today
        )
    return visitor


def path_of(programme: ProgrammeView, slug: str) -> str:
    found = programme.milestone(slug)
    assert found is not None
    return f"/delegation/milestones/{found.id}"


async def test_programme_shows_timeline_table_gates_scope_and_commitments(
    officer: Visitor, programme: ProgrammeView
) -> None:
    page = (await officer.get("/delegation")).text
    scope_page = (await officer.get("/delegation/scope")).text
    commitments = (await officer.get("/delegation/commitments")).text

    assert page.count("<svg") >= 2
    assert "Timeline of the milestones. Today, " in page
    assert "July 2014" in page
    assert "31 July 2014" not in page
    assert "Due before records began here" in page
    assert "The money is agreed" in page
    assert "2 of 2 conditions are not known to be met" in page
    assert "Unknown: the mark is lost" in scope_page
    assert "What is only inferred" in scope_page
    assert "Probably yes (inferred)" in scope_page
    assert "Books are kept apart" in commitments
    assert "Nothing recorded yet" in commitments


async def test_inference_never_stands_in_the_table_of_the_source(
    officer: Visitor, programme: ProgrammeView
) -> None:
    page = (await officer.get("/delegation/scope")).text
    table, _, after = page.partition("What is only inferred")
    assert "Probably" not in table
    assert after.count("Counting sheep") == 1
    assert "Shearing sheep" not in after


async def test_pages_carry_no_inline_style_and_no_script_of_their_own(
    officer: Visitor, programme: ProgrammeView
) -> None:
    for path in ("/delegation", "/delegation/scope", "/delegation/commitments", path_of(programme, "M01")):
        page = (await officer.get(path)).text
        main = page[page.index("<main") : page.index("</main>")]
        assert not re.search(r"\sstyle=", main), path
        assert "<style" not in main
        assert "<script" not in main


async def test_filters_leave_what_fits_and_say_when_nothing_does(
    officer: Visitor, programme: ProgrammeView
) -> None:
    then = (await officer.get("/delegation", params={"section": "then"})).text
    assert ("Begin</a>" in then, "Agree the plan</a>" in then) == (True, False)
    none = (await officer.get("/delegation", params={"state": "accepted"})).text
    assert "No milestone matches" in none
    unreadable = (await officer.get("/delegation", params={"on": "soon"})).text
    assert "“soon” is not a day that can be read" in unreadable


async def test_state_as_at_a_day_is_asked_for_in_the_address(
    officer: Visitor, programme: ProgrammeView, demo_scope: Scope
) -> None:
    yesterday = demo_scope.today - timedelta(days=1)
    page = (await officer.get("/delegation", params={"on": f"{yesterday:%d/%m/%Y}"})).text
    assert "this programme was not kept here yet" in page
    assert "No record yet" in page


async def test_milestone_is_submitted_with_a_file_and_accepted_by_both_sides(
    visit: Visit, officer: Visitor, chair: Visitor, programme: ProgrammeView, files: None
) -> None:
    executive = await visit(name="Ezra Invented", roles=("executive-owner",))
    path = path_of(programme, "M01")

    delivered = await executive.post(
        f"{path}/steps",
        {"step": "submit", "on-day": "30", "on-month": "7", "on-year": "2014"},
        files={"file": ("plan.pdf", b"%PDF-1.4 invented", "application/pdf")},
    )
    assert delivered.status_code == 303, delivered.text
    before = (await chair.get(path)).text
    assert "I have looked at the evidence (1 files) for M01, “Agree the plan”" in before
    assert (
        "Accepted by the reviewing body" not in before.partition("Record a step")[2].partition("</form>")[0]
    )
    accepted = await chair.post(f"{path}/steps", {"step": "accept"})

    assert accepted.status_code == 303, accepted.text
    page = (await officer.get(path)).text
    assert "30 July 2014, said Ezra Invented" in page
    assert "by Cleo Invented" in page
    found = re.search(r'href="([^"]+/evidence/[^"]+)">plan.pdf', page)
    assert found is not None
    file = await officer.client.get(found[1])
    assert (file.content, file.headers["content-type"]) == (b"%PDF-1.4 invented", "application/pdf")
    assert "attachment" in file.headers["content-disposition"]

    assert (await officer.get(f"{path}/review")).status_code == 200
    letter = {"outcome": "accepted", "by_name": "Ada Invented", "words": "We accept it."}
    letter |= {"on-day": "1", "on-month": "9", "on-year": "2014", "body": "NHS England (invented office)"}
    without = await officer.post(f"{path}/review", letter)
    assert (without.status_code, "Show the letter of the reviewing body" in without.text) == (422, True)
    shown = {"file": ("letter.pdf", b"%PDF-1.4 invented letter", "application/pdf")}
    wrong = await officer.post(f"{path}/review", {**letter, "body": "NHS Elsewhere (invented)"}, files=shown)
    assert wrong.status_code == 422
    assert "is reviewed by NHS England (invented office)" in wrong.text
    recorded = await officer.post(f"{path}/review", letter, files=shown)
    assert recorded.status_code == 303, recorded.text
    page = (await officer.get(path)).text
    assert "Ada Invented" in page
    assert "Accepted by the reviewing body" in page


async def test_whoever_submitted_can_not_accept(
    visit: Visit, chair: Visitor, officer: Visitor, programme: ProgrammeView, demo_scope: Scope
) -> None:
    path = path_of(programme, "M01")
    await officer.post(f"{path}/owner", {"owner_id": str(chair.person_id)})
    assert (await chair.post(f"{path}/steps", {"step": "submit"})).status_code == 303

    answer = await chair.post(f"{path}/steps", {"step": "accept"})

    assert answer.status_code == 403
    assert "You said that M01 is delivered, so somebody else has to accept it" in answer.text
    assert "Record a step" not in (await chair.get(path)).text
    assert "Submitted with its evidence" in (await officer.get(path)).text


async def test_gate_refuses_acceptance_in_the_page_in_words(
    visit: Visit, officer: Visitor, chair: Visitor, programme: ProgrammeView
) -> None:
    executive = await visit(name="Ezra Invented", roles=("executive-owner",))
    path = path_of(programme, "M03")
    await executive.post(f"{path}/steps", {"step": "submit"})

    answer = await chair.post(f"{path}/steps", {"step": "accept"})

    assert answer.status_code == 422
    assert "G1" in answer.text


async def test_officer_moves_expects_marks_and_names(officer: Visitor, programme: ProgrammeView) -> None:
    path = path_of(programme, "M02")
    for kind, form in (
        (
            "agreed-month",
            {
                "month-month": "11",
                "month-year": "2099",
                "seen": "2099-11",
                "reason": "Agreed at the interface group",
            },
        ),
        ("expected-month", {"month-month": "12", "month-year": "2099", "reason": "Their reply is late"}),
        ("risk", {"at_risk": "yes", "reason": "No answer yet"}),
        ("owner", {"owner_id": str(officer.person_id)}),
    ):
        assert (await officer.get(f"{path}/{kind}")).status_code == 200, kind
        answer = await officer.post(f"{path}/{kind}", form)
        assert answer.status_code == 303, (kind, answer.text)

    page = (await officer.get(path)).text
    for words in (
        "November 2099, moved from September 2014",
        "December 2099",
        "At risk",
        "Olive Invented",
        "Another date agreed: Agreed at the interface group",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"month-month": "13", "month-year": "2014", "reason": "x"}, "The month must be a real one"),
        ({"month-month": "", "month-year": "2014", "reason": "x"}, "The date must include a month"),
        ({"month-month": "ix", "month-year": "2014", "reason": "x"}, "The month must be given in numbers"),
        ({"reason": "x"}, "Enter the date that was agreed"),
        ({"month-month": "9", "month-year": "2014", "reason": "x"}, "due in September 2014 already"),
        ({"month-month": "10", "month-year": "2014", "reason": ""}, "Enter why, and where it was agreed"),
    ],
)
async def test_bad_month_comes_back_with_a_sentence_and_what_was_typed(
    officer: Visitor, programme: ProgrammeView, form: dict[str, str], sentence: str
) -> None:
    answer = await officer.post(f"{path_of(programme, 'M02')}/agreed-month", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    if form.get("month-year"):
        assert f'value="{form["month-year"]}"' in answer.text


async def test_condition_and_commitment_are_judged_with_words(
    officer: Visitor, programme: ProgrammeView
) -> None:
    condition = f"/delegation/conditions/{programme.gates[0].conditions[0].id}"
    commitment = f"/delegation/commitments/{programme.commitments[0].id}"

    wordless = await officer.post(f"{condition}/judgements", {"state": "met"})
    half = await officer.post(f"{condition}/judgements", {"state": "under-way", "words": "Half of it"})
    met = await officer.post(f"{condition}/judgements", {"state": "met", "words": "Letter of 28 August"})
    kept = await officer.post(f"{commitment}/judgements", {"state": "under-way", "words": "Asked for"})

    assert (wordless.status_code, half.status_code, met.status_code, kept.status_code) == (422, 422, 303, 303)
    assert "Enter what the judgement rests on" in wordless.text
    assert "A condition is met or not met" in half.text
    assert "1 of 2 conditions is not known to be met" in (await officer.get("/delegation")).text
    assert "Letter of 28 August" in (await officer.get(condition)).text
    assert "Under way" in (await officer.get("/delegation/commitments")).text


async def test_auditor_reads_everything_and_changes_nothing(visit: Visit, programme: ProgrammeView) -> None:
    auditor = await visit(name="Ira Invented", roles=("internal-audit",))
    path = path_of(programme, "M01")
    page = await auditor.get(path)
    assert page.status_code == 200
    assert "Record a step" not in page.text
    assert "Agree another date" not in page.text
    assert (await auditor.post(f"{path}/steps", {"step": "submit"})).status_code == 403
    assert (await auditor.post(f"{path}/risk", {"at_risk": "yes", "reason": "x"})).status_code == 403
    condition = f"/delegation/conditions/{programme.gates[0].conditions[0].id}"
    assert "Judge it" not in (await auditor.get(condition)).text


async def test_unknown_things_are_not_found(officer: Visitor, programme: ProgrammeView) -> None:
    for path in ("milestones", "conditions", "commitments"):
        assert (await officer.get(f"/delegation/{path}/{new_id()}")).status_code == 404
    answer = await officer.post(f"/delegation/milestones/{new_id()}/steps", {})
    assert answer.status_code == 404
    assert (await officer.get(f"{path_of(programme, 'M01')}/evidence/{new_id()}")).status_code == 404


async def test_tenant_without_programme_is_told_where_one_comes_from(officer: Visitor) -> None:
    for path in ("/delegation", "/delegation/scope", "/delegation/commitments"):
        answer = await officer.get(path)
        assert answer.status_code == 200
        assert "No delegation programme is kept here yet" in answer.text


async def test_page_takes_as_many_statements_for_forty_milestones_as_for_three(
    officer: Visitor, programme: ProgrammeView, demo_scope: Scope, db: Any
) -> None:
    async def statements() -> int:
        before = db.statements
        assert (await officer.get("/delegation")).status_code == 200
        return int(db.statements - before)

    few = await statements()
    values = a_programme().model_dump(mode="json", exclude_none=True)
    values["milestones"] += [
        {**values["milestones"][0], "id": f"M{n}", "activity": f"Invented activity {n}"}
        for n in range(10, 47)
    ]
    async with transactions.scope_tx(demo_scope):
        await operations.change_programme(demo_scope, programme=a_programme(**values))
    assert "40 milestones" in (await officer.get("/delegation")).text
    assert await statements() == few


async def test_officer_makes_actions_of_a_condition_and_of_a_risk_where_they_stand(
    officer: Visitor, visit: Visit, programme: ProgrammeView
) -> None:
    condition = f"/delegation/conditions/{programme.gates[0].conditions[0].id}"
    assert "Make an action of it" in (await officer.get(condition)).text
    empty = await officer.post(f"{condition}/actions", {})
    assert empty.status_code == 422
    assert "Enter what is to be done" in empty.text
    made = await officer.post(
        f"{condition}/actions",
        {"action_words": "Ask the Area Team", "action_owner_id": str(officer.person_id)},
    )
    page = (await officer.client.get(made.headers["location"])).text
    assert "Ask the Area Team" in page
    assert "Gate" in page
    milestone = f"/delegation/milestones/{programme.gates[0].before_id}"
    assert "Make an action of it" not in (await officer.get(milestone)).text  # nothing threatens it
    await officer.post(f"{milestone}/risk", {"at_risk": "yes", "reason": "No reply"})
    assert "Make an action of it" in (await officer.get(milestone)).text
    made = await officer.post(
        f"{milestone}/actions",
        {"action_words": "Write again", "action_owner_id": str(officer.person_id), "action_due_on-day": "1"},
    )
    assert made.status_code == 422  # half a date
    member = await visit(name="Noor Invented", roles=("executive-owner",))
    assert "Make an action of it" not in (await member.get(condition)).text
