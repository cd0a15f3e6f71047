"""Commissioners and their returns, with what reviewers do with them, in the two worlds of the sweep."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.interests.operations import declaring
from backend.interests.queries import declarations
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.people import permissions
from backend.people.operations import persons
from backend.reviewing import operations
from backend.reviewing.queries import commissioner_of, return_of
from backend.reviewing.rules import Decided
from backend.reviewing.tables import Answer
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from backend.together.rules import Enclosure
from tests.reviewing.stage import RETURN, a_submission, figure

Ids = dict[str, str]
Maker = Callable[[Any], Awaitable[Ids]]


def _reviewer(world: Any) -> Scope:
    found: Scope = replace(world.scopes["reviewer"], now=real_now())
    return found


async def _declared(scope: Scope) -> None:
    """Nobody reviews before they have declared."""
    person_id = scope.actor.person_id
    assert person_id is not None
    async with transactions.scope_tx(scope):
        standings = await declarations.standings_of(scope, person_id=person_id)
        if standings[0].last_kind is None:
            await declaring.make_nil_return(scope, person_id=person_id)


async def _commissioner(world: Any) -> Ids:
    await _declared(_reviewer(world))
    async with transactions.scope_tx(world.officer):
        commissioner_id = await operations.add_commissioner(
            world.officer, name=world.word("commissioner"), from_on=date(2014, 4, 1)
        )
    return {
        "commissioner_id": str(commissioner_id),
        "reviewer_id": str(world.visitors["reviewer"].person_id),
    }


async def _for_form(world: Any) -> Ids:
    from tests.house.world import MAKERS

    return {**await _commissioner(world), **await MAKERS["organisation"](world)}


async def _expected(world: Any) -> Ids:
    ids = await _commissioner(world)
    today = world.officer.today
    async with transactions.scope_tx(world.officer):
        (expected_id,) = await operations.expect_return(
            world.officer,
            commissioner_ids=(UUID(ids["commissioner_id"]),),
            framework=RETURN,
            title=world.word("expected"),
            period=world.word("period"),
            from_on=today,
            until_on=today + timedelta(days=90),
            due_on=today + timedelta(days=95),
        )
    return {**ids, "expected_id": str(expected_id)}


async def _return(world: Any) -> Ids:
    """Come by letter, with a file, and in nobody's hands."""
    ids = await _commissioner(world)
    data = world.word("enclosed").encode()
    async with transactions.scope_tx(world.officer):
        name = f"{world.word('file')}.txt"
        file_id = await evidence.keep_file(world.officer, name=name, media_type="text/plain", data=data)
        sent = Enclosure(
            part="attachment", name=name, media_type="text/plain", size=len(data), sha256="0" * 64
        )
        return_id = await operations.record_letter(
            world.officer,
            commissioner_id=UUID(ids["commissioner_id"]),
            said=a_submission(
                title=world.word("return"),
                statement=world.word("statement"),
                prepared_by=world.word("preparer"),
                enclosures=(sent,),
            ).model_copy(update={"figures": (figure("meetings", "3", label=world.word("figure")),)}),
            received_on=world.officer.today,
            file_ids=[file_id],
        )
    return {**ids, "return_id": str(return_id), "file_id": str(file_id)}


async def _held(world: Any) -> Ids:
    """In the hands of the world's reviewer."""
    ids = await _return(world)
    reviewer = _reviewer(world)
    async with transactions.scope_tx(reviewer):
        await operations.claim(reviewer, return_id=UUID(ids["return_id"]))
    return ids


async def _to_hand_over(world: Any) -> Ids:
    ids = await _held(world)
    other = await _another(world)
    return {**ids, "other_id": str(other.actor.person_id)}


async def _question(world: Any) -> Ids:
    """Asked and answered."""
    ids = await _held(world)
    reviewer = _reviewer(world)
    async with transactions.scope_tx(reviewer):
        question_id = await operations.ask(
            reviewer,
            return_id=UUID(ids["return_id"]),
            words=world.word("question"),
            due_on=reviewer.today + timedelta(days=5),
        )
        await Answer.add(
            reviewer,
            question_id=question_id,
            answer_id=new_id(),
            words=world.word("answer"),
            prepared_by="Perry Invented",
            approved_by="Addison Invented",
            approved_at=reviewer.now,
            files=json.dumps([]),
            sha256="0" * 64,
            received_at=reviewer.now,
        )
    return {**ids, "question_id": str(question_id)}


async def _condition(world: Any) -> Ids:
    ids = await _held(world)
    reviewer = _reviewer(world)
    async with transactions.scope_tx(reviewer):
        await operations.decide(
            reviewer,
            return_id=UUID(ids["return_id"]),
            issue=1,
            verdict=Decided.CONDITIONAL,
            words=world.word("outcome"),
            conditions=[(world.word("condition"), None)],
        )
        view = await return_of(reviewer, return_id=UUID(ids["return_id"]))
    return {**ids, "condition_id": str(view.conditions[0].id)}


async def _outcome(world: Any) -> Ids:
    """Decided by a colleague; the world's reviewer is the second."""
    colleague = await _another(world)
    ids = await _return(world)
    async with transactions.scope_tx(world.officer):
        known = (await commissioner_of(world.officer, commissioner_id=UUID(ids["commissioner_id"]))).line
        await operations.change_commissioner(
            world.officer,
            commissioner_id=known.id,
            name=known.name,
            organisation_id=known.organisation_id,
            from_on=known.from_on,
            until_on=None,
            lead_person_id=colleague.actor.person_id,
            second_person_id=UUID(ids["reviewer_id"]),
            version=known.version,
        )
    async with transactions.scope_tx(colleague):
        await operations.claim(colleague, return_id=UUID(ids["return_id"]))
        outcome_id = await operations.decide(
            colleague,
            return_id=UUID(ids["return_id"]),
            issue=1,
            verdict=Decided.ACCEPTED,
            words=world.word("outcome"),
        )
    return {**ids, "outcome_id": str(outcome_id)}


async def _note(world: Any) -> Ids:
    ids = await _return(world)
    reviewer = _reviewer(world)
    async with transactions.scope_tx(reviewer):
        note_id = await operations.write_note(
            reviewer, return_id=UUID(ids["return_id"]), words=world.word("margin")
        )
    return {**ids, "note_id": str(note_id)}


async def _pair(world: Any) -> Ids:
    """Two new reviewers."""
    one, other = await _another(world), await _another(world)
    return {"away_id": str(one.actor.person_id), "other_id": str(other.actor.person_id)}


async def _cover(world: Any) -> Ids:
    ids = await _pair(world)
    today = world.officer.today
    async with transactions.scope_tx(world.officer):
        cover_id = await operations.cover(
            world.officer,
            person_id=UUID(ids["away_id"]),
            cover_person_id=UUID(ids["other_id"]),
            from_on=today,
            until_on=today + timedelta(days=9),
        )
    return {**ids, "cover_id": str(cover_id)}


async def _aside(world: Any) -> Ids:
    ids = {**await _commissioner(world), **await _pair(world)}
    async with transactions.scope_tx(world.officer):
        aside_id = await operations.stand_aside(
            world.officer,
            commissioner_id=UUID(ids["commissioner_id"]),
            person_id=UUID(ids["away_id"]),
            because=world.word("reason"),
        )
    return {**ids, "aside_id": str(aside_id)}


async def _another(world: Any) -> Scope:
    """One more reviewer, who has declared that they have no interests."""
    name = f"{world.word('reviewer')} Invented"
    async with transactions.scope_tx(world.officer):
        person_id = await persons.add_person(world.officer, name=name, joined_on=date(2014, 1, 6))
        await persons.grant_role(world.officer, person_id=person_id, role=permissions.REVIEWER)
    scope = replace(
        world.officer,
        actor=Actor(name=name, person_id=person_id),
        roles=frozenset({permissions.REVIEWER}),
        permissions=permissions.permissions_for({permissions.REVIEWER}),
    )
    await _declared(scope)
    return scope


MAKERS: dict[str, Maker] = {
    "reviewing_commissioner": _commissioner,
    "reviewing_form": _for_form,
    "reviewing_expected": _expected,
    "reviewing_return": _return,
    "reviewing_held": _held,
    "reviewing_to_hand_over": _to_hand_over,
    "reviewing_question": _question,
    "reviewing_condition": _condition,
    "reviewing_outcome": _outcome,
    "reviewing_note": _note,
    "reviewing_pair": _pair,
    "reviewing_cover": _cover,
    "reviewing_aside": _aside,
}
