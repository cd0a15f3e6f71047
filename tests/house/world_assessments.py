"""Assessments in the two worlds of the sweep: of frameworks of the tenant's own, answered, carried over, closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from backend.assurance.operations import answering, assessments, carrying, domains, drafting, editions
from backend.assurance.operations import evidence as evidence_acts
from backend.assurance.operations import requirements as asking
from backend.assurance.queries import answer as answers
from backend.ledger.records import Record
from backend.tenancy import transactions

if TYPE_CHECKING:
    from backend.scope import Scope
    from tests.house.world import Ids, World


@dataclass(frozen=True, kw_only=True)
class Became:
    from_id: UUID
    to_id: UUID
    became: str = "changed"
    confirm: bool = True


async def _framework(world: World, scope: Scope) -> tuple[UUID, UUID]:
    """An own framework in use that asks one thing; the ids of both."""
    edition_id = await drafting.start_own(
        scope, label="2030", head=drafting.Head(title=world.word("framework"), about=world.word("about"))
    )
    domain_id = await domains.add_domain(scope, edition_id=edition_id, ref="A", name=world.word("domain"))
    requirement_id = await asking.add_requirement(
        scope,
        edition_id=edition_id,
        asking=asking.Asking(domain_id=domain_id, ref="A1", text=world.word("asked"), scale="met"),
    )
    await editions.put_into_use(scope, edition_id=edition_id)
    return edition_id, requirement_id


async def _opened(world: World, scope: Scope, edition_id: UUID) -> UUID:
    return await assessments.open_assessment(
        scope,
        edition_id=edition_id,
        title=world.word("assessment"),
        period_from=scope.today,
        period_until=scope.today,
    )


async def _ids(world: World, scope: Scope, assessment_id: UUID, requirement_id: UUID) -> Ids:
    view = await answers.answer_of(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, on=scope.today
    )
    return {
        "assessment_id": str(assessment_id),
        "requirement_id": str(requirement_id),
        "edition_id": str(view.edition.id),
        "version": str(view.version),
        "person_id": str(world.scopes["member"].actor.person_id),
    }


async def _assessment(world: World) -> Ids:
    """Open, its one requirement answered by the executive owner, resting on evidence that is spare too."""
    from tests.house.world import MAKERS

    evidence = await MAKERS["evidence_item"](world)
    officer = world.officer
    executive = replace(world.scopes["executive-owner"], now=officer.now)
    async with transactions.scope_tx(officer):
        edition_id, requirement_id = await _framework(world, officer)
        assessment_id = await _opened(world, officer, edition_id)
        await answering.answer(
            executive,
            assessment_id=assessment_id,
            requirement_id=requirement_id,
            level="partly-met",
            words=world.word("words"),
            version=1,
        )
        ids = await _ids(world, officer, assessment_id, requirement_id)
    return {**ids, "evidence_id": evidence["evidence_id"]}


async def _relying(world: World) -> Ids:
    """The same, its answer resting on the evidence."""
    ids = await _assessment(world)
    officer = world.officer
    async with transactions.scope_tx(officer):
        view = await answers.answer_of(
            officer,
            assessment_id=UUID(ids["assessment_id"]),
            requirement_id=UUID(ids["requirement_id"]),
            on=officer.today,
        )
        await evidence_acts.rely(
            officer,
            evidence_id=UUID(ids["evidence_id"]),
            by=Record(room="assurance", kind="answer", id=view.line.id, title=world.word("answer")),
            path=view.path,
        )
    return ids


async def _waiting(world: World) -> Ids:
    """What was answered for one framework, carried over to another, where it waits to be confirmed."""
    ids = await _assessment(world)
    officer = world.officer
    async with transactions.scope_tx(officer):
        edition_id, requirement_id = await _framework(world, officer)
        carried = await carrying.carry(
            officer,
            from_assessment_id=UUID(ids["assessment_id"]),
            to_edition_id=edition_id,
            plan=[Became(from_id=UUID(ids["requirement_id"]), to_id=requirement_id)],
        )
        return await _ids(world, officer, carried.assessment_id, requirement_id)


async def _closed(world: World) -> Ids:
    ids = await _assessment(world)
    async with transactions.scope_tx(world.officer):
        await assessments.close(world.officer, assessment_id=UUID(ids["assessment_id"]))
    return ids


MAKERS = {
    "assessment": _assessment,
    "relying_answer": _relying,
    "waiting_answer": _waiting,
    "closed_assessment": _closed,
}
