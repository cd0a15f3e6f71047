"""Review in full: questions and answers, line managers, two at once; corrections and withdrawals with their history."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from backend.interests.operations import correcting, declarants, declaring, reviewing
from backend.interests.queries import declarations, paging, parts, register, reviews
from backend.interests.rules import declaring as rules
from backend.kit.database import fetch
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def a_person(scope: Scope, name: str) -> UUID:
    async with transactions.scope_tx(scope):
        return await persons.add_person(
            scope,
            name=name,
            job_title="Lay member",
            email=f"{name.split(maxsplit=1)[0].lower()}@example.invalid",
            joined_on=date(2014, 1, 6),
        )


def acting(scope: Scope, person_id: UUID, *permissions: str, minutes: int = 0) -> Scope:
    """A person of the tenant so many minutes later, who may do this much and no more."""
    return replace(
        scope,
        actor=replace(scope.actor, person_id=person_id),
        now=scope.now + timedelta(minutes=minutes),
        permissions=frozenset({"interests.read", "interests.declare", *permissions}),
    )


@pytest_asyncio.fixture
async def cast(scope: Scope) -> dict[str, UUID]:
    """Two officers, a manager and the person that they manage, with an interest declared."""
    found = {name: await a_person(scope, f"{name} Invented") for name in ("Olive", "Rory", "Mara", "Dana")}
    async with transactions.scope_tx(scope):
        await declarants.settle_declarant(
            scope,
            person_id=found["Dana"],
            group=None,
            decision_making=None,
            line_manager_id=found["Mara"],
            staff_number=None,
            band=None,
        )
        found["practice"] = await organisations.add_as_named(scope, name="Castle Hill Invented Practice Ltd")
    dana = acting(scope, found["Dana"])
    async with transactions.scope_tx(dana):
        found["declaration"] = await declaring.declare_interest(
            dana,
            person_id=found["Dana"],
            organisation_id=found["practice"],
            interest_type=rules.InterestType.FINANCIAL,
            nature="Partner in the practice",
            since=date(2008, 4, 1),
        )
        _, entries = await declarations.declaration(dana, declaration_id=found["declaration"])
    return {**found, "interest": entries[0].interest_id}


async def test_register_tells_a_review_as_it_stood_when_it_was_known(
    scope: Scope, cast: dict[str, UUID]
) -> None:
    """Asked in the tenth minute, answered in the twentieth, accepted a day later."""
    olive = acting(scope, cast["Olive"], "interests.review", minutes=10)
    async with transactions.scope_tx(olive):
        await reviewing.return_declaration(olive, declaration_id=cast["declaration"], question="How much?")
    dana = acting(scope, cast["Dana"], minutes=20)
    async with transactions.scope_tx(dana):
        await reviewing.answer_question(dana, declaration_id=cast["declaration"], answer="A tenth.")
    later = acting(scope, cast["Olive"], "interests.review", minutes=24 * 60)
    async with transactions.scope_tx(later):
        await reviewing.approve_declaration(later, declaration_id=cast["declaration"])
    reader = acting(scope, cast["Olive"], minutes=48 * 60)

    expected = [
        (0, "SUBMITTED"),
        (10, "RETURNED"),
        (19, "RETURNED"),
        (20, "SUBMITTED"),
        (24 * 60, "APPROVED"),
    ]
    async with transactions.scope_tx(reader, readonly=True):
        for minutes, status in expected:
            known_at = scope.now + timedelta(minutes=minutes)
            (entry,) = await register.register_of(reader, known_at=known_at)
            part = await parts.part_of_register(reader, on=reader.today, known_at=known_at, limit=2)
            assert entry.status == status, f"after {minutes} minutes"
            assert part == (entry,)
        page = await paging.page_of_register(reader, sifting=paging.Sifting(known_on=scope.today))
        today = await paging.page_of_register(reader, sifting=paging.Sifting())
    assert [each.entries[0].status for each in (page, today)] == ["SUBMITTED", "APPROVED"]


async def test_question_is_answered_asked_again_and_agreed(scope: Scope, cast: dict[str, UUID]) -> None:
    declaration_id = cast["declaration"]
    for round_ in (1, 2):
        olive = acting(scope, cast["Olive"], "interests.review", minutes=round_ * 10)
        dana = acting(scope, cast["Dana"], minutes=round_ * 10 + 5)
        async with transactions.scope_tx(olive):
            await reviewing.return_declaration(
                olive, declaration_id=declaration_id, question=f"Question {round_}?"
            )
        with pytest.raises(NotPermitted):
            async with transactions.scope_tx(olive):
                await reviewing.answer_question(olive, declaration_id=declaration_id, answer="Not mine")
        async with transactions.scope_tx(dana):
            await reviewing.answer_question(dana, declaration_id=declaration_id, answer=f"Answer {round_}.")
        with pytest.raises(rules.UnableToReview, match="no question"):
            async with transactions.scope_tx(dana):
                await reviewing.answer_question(dana, declaration_id=declaration_id, answer="Once more")
    rory = acting(scope, cast["Rory"], "interests.review", minutes=60)
    async with transactions.scope_tx(rory):
        await reviewing.approve_declaration(rory, declaration_id=declaration_id, mitigation="Leaves the room")

    async with transactions.scope_tx(rory, readonly=True):
        messages = await reviews.messages_of(rory, declaration_id=declaration_id)
        line, _ = await declarations.declaration(rory, declaration_id=declaration_id)
        entry = await register.entry(rory, interest_id=cast["interest"])
        letters = await fetch(
            "SELECT kind, recipient_name FROM notices_letter WHERE tenant_id = $1 ORDER BY queued_at",
            scope.tenant.id,
        )
    assert [(each.kind, each.words) for each in messages] == [
        ("QUESTION", "Question 1?"),
        ("ANSWER", "Answer 1."),
        ("QUESTION", "Question 2?"),
        ("ANSWER", "Answer 2."),
    ]
    assert line.status is rules.DeclarationStatus.APPROVED
    assert entry.mitigation == "Leaves the room"
    assert [(row["kind"], row["recipient_name"]) for row in letters] == [
        ("declaration-returned", "Dana Invented"),
        ("declaration-answered", "Olive Invented"),
    ] * 2, "each question and each answer is a letter of its own"


async def test_line_manager_reviews_those_they_manage_and_nobody_else(
    scope: Scope, cast: dict[str, UUID]
) -> None:
    mara, olive = acting(scope, cast["Mara"], minutes=5), acting(scope, cast["Olive"], minutes=5)
    async with transactions.scope_tx(mara, readonly=True):
        waiting = await reviews.page_of_reviews(mara, manager_id=cast["Mara"])
        none = await reviews.page_of_reviews(mara, manager_id=cast["Olive"])
    assert [line.id for line in waiting.lines] == [cast["declaration"]]
    assert none.count == 0

    with pytest.raises(NotPermitted, match="line manager"):
        async with transactions.scope_tx(olive):
            await reviewing.approve_declaration(olive, declaration_id=cast["declaration"])
    async with transactions.scope_tx(mara):
        await reviewing.approve_declaration(mara, declaration_id=cast["declaration"])


async def test_two_officers_who_approve_at_once_have_one_effect(scope: Scope, cast: dict[str, UUID]) -> None:
    async def approve(name: str) -> str:
        officer = acting(scope, cast[name], "interests.review", minutes=5)
        try:
            async with transactions.scope_tx(officer):
                await reviewing.approve_declaration(
                    officer, declaration_id=cast["declaration"], mitigation=f"Agreed with {name}"
                )
        except OvertakenByAnother as refusal:
            assert refusal.status == 409 and "Nothing was changed" in refusal.sentence
            return "overtaken"
        return name

    outcomes = await asyncio.gather(approve("Olive"), approve("Rory"))

    assert sorted(outcomes)[-1] == "overtaken"
    first = next(each for each in outcomes if each != "overtaken")
    async with transactions.scope_tx(scope, readonly=True):
        entry = await register.entry(scope, interest_id=cast["interest"])
        versions = await register.versions_of(scope, interest_id=cast["interest"])
    assert entry.mitigation == f"Agreed with {first}"
    assert len(versions) == 2


def corrected(cast: dict[str, UUID], **traits: object) -> correcting.Correction:
    values: dict[str, object] = {
        "organisation_id": cast["practice"],
        "interest_type": rules.InterestType.FINANCIAL,
        "nature": "Salaried doctor in the practice",
        "since": date(2009, 4, 1),
        "reason": "The year was mistyped",
    }
    return correcting.Correction(**{**values, **traits})  # type: ignore[arg-type]  # a test's own words


async def test_correction_opens_a_version_and_is_reviewed_anew(scope: Scope, cast: dict[str, UUID]) -> None:
    olive = acting(scope, cast["Olive"], "interests.review", minutes=5)
    async with transactions.scope_tx(olive):
        await reviewing.approve_declaration(olive, declaration_id=cast["declaration"])
    dana, other = acting(scope, cast["Dana"], minutes=10), acting(scope, cast["Mara"], minutes=10)
    with pytest.raises(NotPermitted):
        async with transactions.scope_tx(other):
            await correcting.correct_interest(other, interest_id=cast["interest"], correction=corrected(cast))
    with pytest.raises(rules.UnableToDeclare, match="Say why"):
        async with transactions.scope_tx(dana):
            await correcting.correct_interest(
                dana, interest_id=cast["interest"], correction=corrected(cast, reason=" ")
            )
    async with transactions.scope_tx(dana):
        correction_id = await correcting.correct_interest(
            dana, interest_id=cast["interest"], correction=corrected(cast)
        )
    with pytest.raises(rules.UnableToDeclare, match="Nothing is different"):
        async with transactions.scope_tx(dana):
            await correcting.correct_interest(dana, interest_id=cast["interest"], correction=corrected(cast))

    async with transactions.scope_tx(dana, readonly=True):
        entry = await register.entry(dana, interest_id=cast["interest"])
        versions = await register.versions_of(dana, interest_id=cast["interest"])
        waiting = await reviews.page_of_reviews(dana)
        changes = await declarations.changes_of(dana, interest_id=cast["interest"])
    assert (entry.nature, entry.since) == ("Salaried doctor in the practice", date(2009, 4, 1))
    assert entry.status is rules.DeclarationStatus.SUBMITTED
    assert [version.since for _, _, version in versions] == [date(2008, 4, 1), date(2009, 4, 1)]
    assert [line.id for line in waiting.lines] == [correction_id]
    assert [(line.kind, line.reason) for line in changes] == [
        (rules.DeclarationKind.CORRECTED, "The year was mistyped")
    ]


async def test_withdrawn_interest_leaves_the_register_and_its_history_stays(
    scope: Scope, cast: dict[str, UUID]
) -> None:
    dana = acting(scope, cast["Dana"], minutes=10)
    async with transactions.scope_tx(dana):
        await correcting.withdraw_interest(dana, interest_id=cast["interest"], reason="Somebody else's")
    for again in (
        correcting.withdraw_interest(dana, interest_id=cast["interest"], reason="Twice"),
        declaring.end_interest(dana, interest_id=cast["interest"], ended_on=date(2014, 8, 1)),
        correcting.correct_interest(dana, interest_id=cast["interest"], correction=corrected(cast)),
    ):
        with pytest.raises(NotFound):
            async with transactions.scope_tx(dana):
                await again
    later = acting(scope, cast["Olive"], "interests.review", minutes=20)
    async with transactions.scope_tx(later):
        await reviewing.approve_declaration(
            later, declaration_id=cast["declaration"], mitigation="Too late to matter"
        )

    async with transactions.scope_tx(later, readonly=True):
        now = await register.register_of(later, include_ended=True)
        before = await register.register_of(later, known_at=scope.now)
        versions = await register.versions_of(later, interest_id=cast["interest"])
        line = (await declarations.changes_of(later, interest_id=cast["interest"]))[0]
    assert now == ()
    assert [entry.interest_id for entry in before] == [cast["interest"]]
    assert versions[-1][1] == dana.now
    assert (line.kind, line.reason) == (rules.DeclarationKind.WITHDRAWN, "Somebody else's")


async def test_person_corrects_and_withdraws_on_the_page(visit: Visit) -> None:
    officer = await visit(name="Olive Invented")
    answers = {
        "whose": "mine",
        "organisation_name": "Castle Hill Invented Practice Ltd",
        "interest_type": "FINANCIAL",
        "nature": "Partner",
        "since-day": "1",
        "since-month": "4",
        "since-year": "2008",
    }
    await officer.post("/interests/declarations", {**answers, "correct": "yes"})
    link = (await officer.get("/interests")).text.split("/interests/")
    path = "/interests/" + next(part[:36] for part in link if part[8:9] == "-" and part[13:14] == "-")

    form = (await officer.get(f"{path}/correction")).text
    found = await officer.post(
        f"{path}/correction", {**answers, "organisation_name": "castle", "step": "find"}
    )
    wrong = await officer.post(f"{path}/correction", {**answers, "reason": ""})
    right = await officer.post(f"{path}/correction", {**answers, "nature": "Tenant", "reason": "A slip"})
    page = (await officer.get(path)).text
    nameless = await officer.post(f"{path}/withdrawal", {"reason": ""})
    gone = await officer.post(f"{path}/withdrawal", {"reason": "Entered twice"})
    after = (await officer.get(path)).text

    assert 'value="2008"' in form and "Castle Hill Invented Practice Ltd" in form
    assert found.status_code == 200 and "Is it one of these?" in found.text
    assert wrong.status_code == 422 and "Enter why it is corrected" in wrong.text
    assert right.status_code == 303, right.text
    assert "Tenant" in page and "A slip" in page and "Partner; from 1 April 2008" in page
    assert nameless.status_code == 422
    assert gone.status_code == 303
    assert "withdrawn on" in after and "Entered twice" in after and "Withdraw this interest" not in after
    assert "Castle Hill" not in (await officer.get("/interests")).text
    assert (await officer.get(f"{path}/correction")).status_code == 404


async def test_thread_is_for_the_person_and_their_reviewers(visit: Visit) -> None:
    member, officer = await visit(name="Dana Invented", roles=("executive-owner",)), await visit()
    reader = await visit(name="Ezra Invented", roles=("executive-owner",))
    made = await member.post("/interests/nil-return", {"correct": "yes"})
    path = made.headers["location"].split("?")[0].removeprefix(f"/t/{member.slug}")

    refused = await reader.post(f"{path}/review", {"outcome": "approve"})
    asked = await officer.post(f"{path}/review", {"outcome": "return", "question": "Truly none?"})
    page = (await member.get(path)).text
    answered = await member.post(f"{path}/answer", {"answer": "Truly."})

    assert refused.status_code == 403
    assert asked.status_code == answered.status_code == 303
    assert "Truly none?" in page and "Your answer" in page
    assert "Truly." in (await officer.get(path)).text
    assert "Truly" not in (await reader.get(path)).text
