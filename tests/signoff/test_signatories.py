"""Several signatories: in order, all of them at one step, a sponsor of the run's own, and what a step back undoes."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from backend.catalogue import shelf
from backend.catalogue.workflows import Actor, Step, WorkflowDocument
from backend.scope import Refusal, Scope
from backend.signoff import operations, queries, rules, workflows
from backend.tenancy import transactions
from tests.committees.made import a_person
from tests.scopes import a_scope
from tests.signoff.test_runs import BODY, FIRST, PLACES, SECOND, chair, run_id

__all__ = ["chair", "run_id"]  # fixtures

WORDS = "Version {version} of “{title}” (SHA-256 {sha256})."


def in_order(*, all_of: bool = False) -> WorkflowDocument:
    """author → sponsor (approves) → chair (approves); or both of them at one step."""
    plain = shelf.catalogue().workflows["paper-sign-off/v1"]
    sponsor = {
        "id": "endorse",
        "name": "Approve as sponsor",
        "from": "governance-check",
        "to": "with-chair",
        "by": ["executive-owner"],
        "not_by": ["author"],
        "approves": True,
        "words": WORDS,
    }
    steps = [step for step in plain.steps if step.id != "pass-to-chair"]
    if not all_of:
        return _with_steps(plain, sponsor, steps)
    both = {**sponsor, "id": "both", "to": "signed-off", "by": ["executive-owner", "chair"], "all_of": True}
    kept = [step for step in steps if not step.approves]
    return _with_steps(plain, both, kept)


def _with_steps(plain: WorkflowDocument, first: dict[str, Any], others: list[Step]) -> WorkflowDocument:
    """Read anew, as from its file: a copy would keep what the other has worked out of its own steps."""
    told = plain.model_dump(by_alias=True)
    told["steps"] = [first, *(step.model_dump(by_alias=True) for step in others)]
    return WorkflowDocument.model_validate(told)


@pytest.fixture
def workflow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> WorkflowDocument:
    made = in_order(all_of=getattr(request, "param", False))
    monkeypatch.setattr(workflows, "begun_with", lambda key: made)
    monkeypatch.setattr(workflows, "pinned", lambda scope, workflow_id: made)
    return made


async def an_executive(scope: Scope, name: str = "Ellis Invented") -> Scope:
    async with transactions.scope_tx(scope):
        person_id = await a_person(scope, name)
    return a_scope(scope.tenant, name=name, person_id=person_id, roles=("executive-owner",))


async def approve(scope: Scope, run: UUID, sha256: str = FIRST) -> UUID:
    async with transactions.scope_tx(scope):
        return await operations.approve(
            scope, run_id=run, content_hash=sha256, places=PLACES, proved_by="a test"
        )


async def send(scope: Scope, run: UUID) -> None:
    async with transactions.scope_tx(scope):
        await operations.take_step(scope, run_id=run, step_id="send")


async def view_of(scope: Scope, run: UUID) -> queries.RunView:
    async with transactions.scope_tx(scope, readonly=True):
        row, _ = await queries.held(scope, run_id=run)
        found = await queries.runs_about(scope, room="tests", kind="thing", subject_ids=[row["subject_id"]])
    return next(iter(found.values()))


async def test_chair_signs_after_the_sponsor_and_not_before(
    workflow: WorkflowDocument, scope: Scope, chair: Scope, run_id: UUID
) -> None:
    sponsor = await an_executive(scope)
    await send(scope, run_id)
    with pytest.raises(rules.UnableToSign, match="can be signed off once it is with the chair"):
        await approve(chair, run_id)

    await approve(sponsor, run_id)

    seen = await view_of(chair, run_id)
    assert seen.can_sign and seen.approval is None and len(seen.approvals) == 1
    with pytest.raises(rules.SignedByAnother, match="You have signed off version 1"):
        await approve(sponsor, run_id)
    await approve(chair, run_id)
    seen = await view_of(chair, run_id)
    assert seen.approval is not None and seen.approval.person_name == "Charlie Invented"
    assert [each.office for each in seen.approvals] == ["executive-owner", "chair"]
    async with transactions.scope_tx(scope):
        undone = await operations.renew(scope, run_id=run_id, content_hash=SECOND, title="A thing")
    assert set(undone) == {each.id for each in seen.approvals}


async def test_one_person_does_not_sign_twice_in_two_offices(
    workflow: WorkflowDocument, scope: Scope, chair: Scope, run_id: UUID
) -> None:
    both = replace(chair, roles=frozenset({"executive-owner"}))
    await send(scope, run_id)
    await approve(both, run_id)

    with pytest.raises(rules.SignedByAnother, match="already, as executive-owner"):
        await approve(both, run_id)


async def test_named_sponsor_alone_stands_as_executive_owner(
    workflow: WorkflowDocument, scope: Scope, run_id: UUID
) -> None:
    named, other = await an_executive(scope), await an_executive(scope, "Erin Invented")
    async with transactions.scope_tx(scope):
        await operations.name_sponsor(scope, run_id=run_id, person_id=named.actor.person_id)
    await send(scope, run_id)

    with pytest.raises(rules.UnableToSign, match="Only the executive owner can sign"):
        await approve(other, run_id)
    await approve(named, run_id)
    with pytest.raises(rules.UnableToTakeStep, match="has signed it off already"):
        async with transactions.scope_tx(scope):
            await operations.name_sponsor(scope, run_id=run_id, person_id=other.actor.person_id)


async def test_question_of_the_chair_that_goes_to_the_start_undoes_the_sponsors_approval(
    workflow: WorkflowDocument, scope: Scope, chair: Scope, run_id: UUID
) -> None:
    sponsor = await an_executive(scope)
    await send(scope, run_id)
    given = await approve(sponsor, run_id)

    async with transactions.scope_tx(chair):
        undone = await operations.send_back(
            chair, run_id=run_id, content_hash=FIRST, reason="Why?", proved_by="a test"
        )

    assert undone == (given,)
    await send(scope, run_id)
    await approve(sponsor, run_id)  # and so the sponsor passes it again
    async with transactions.scope_tx(scope, readonly=True):
        every = await queries.approvals_of(scope, run_id=run_id)
    assert [(each.decision.value, each.stands) for each in every] == [
        ("approved", False),
        ("returned", False),
        ("approved", True),
    ]
    assert "“Why?”" in (every[0].voided_because or "")


@pytest.mark.parametrize("workflow", [True], indirect=True)
@pytest.mark.parametrize("first", ["chair", "sponsor"])
async def test_all_of_a_step_sign_in_any_order_before_it_moves(
    workflow: WorkflowDocument, scope: Scope, chair: Scope, run_id: UUID, first: str
) -> None:
    sponsor = await an_executive(scope)
    one, other = (chair, sponsor) if first == "chair" else (sponsor, chair)
    await send(scope, run_id)

    await approve(one, run_id)
    assert (await view_of(other, run_id)).approval is None
    with pytest.raises(rules.SignedByAnother):
        await approve(one, run_id)
    await approve(other, run_id)

    seen = await view_of(other, run_id)
    assert seen.state == "signed-off" and seen.approval is not None
    assert {each.office for each in seen.approvals} == {"chair", "executive-owner"}


async def test_second_chair_cannot_sign_a_place_of_the_step_that_is_filled(
    scope: Scope, chair: Scope
) -> None:
    made = in_order(all_of=True)
    person = chair.actor.person_id
    held = rules.Held(
        title="A thing",
        body_id=BODY,
        state="governance-check",
        version=1,
        content_hash=FIRST,
        author_person_id=UUID(int=1),
        handed_in_by=None,
        given=(
            rules.Given(step="both", office="chair", person_id=UUID(int=2), person_name="Vivian Invented"),
        ),
    )

    def check(standing: set[Actor]) -> None:
        rules.check_can_sign(held, frozenset(standing), made, person_id=person, read_hash=FIRST)

    with pytest.raises(rules.SignedByAnother, match="Vivian Invented has signed off"):
        check({Actor.CHAIR})
    check({Actor.EXECUTIVE_OWNER})


def test_deputy_stands_for_the_chair_where_the_chair_approves_and_nowhere_else() -> None:
    made, standing = in_order(), frozenset({Actor.DEPUTY})
    waits = rules.Held(
        title="A thing",
        body_id=BODY,
        state="with-chair",
        version=1,
        content_hash=FIRST,
        author_person_id=UUID(int=1),
        handed_in_by=None,
        deputy_person_id=UUID(int=3),
    )
    deputy = a_scope(person_id=UUID(int=3), roles=(), seats=())

    assert rules.standing_of(waits, deputy) == standing
    assert rules.can_sign(waits, standing, made, person_id=UUID(int=3))
    assert rules.can_return(waits, standing, made)
    for other in (replace(waits, state="governance-check"), replace(waits, author_person_id=UUID(int=3))):
        with pytest.raises(Refusal):
            rules.check_can_sign(other, standing, made, person_id=UUID(int=3), read_hash=FIRST)
