"""Returns, their issues, questions and outcomes, and letters from outside, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit.clock import real_now
from backend.reporting import operations, queries
from backend.reporting.operations import LetterSaid, Owed
from backend.reporting.rules import Said, What
from backend.scope import Scope
from backend.tenancy import transactions
from backend.together import operations as together
from backend.together.rules import Kind, Shares
from tests.functions import made
from tests.reporting.stage import FIGURES

Ids = dict[str, str]
Maker = Callable[[Any], Awaitable[Ids]]
DEFINITION = "delegation-quarterly-return/2014-11"


def _approver(world: Any) -> Scope:
    found: Scope = replace(world.scopes["executive-owner"], now=real_now())
    return found


async def _act(world: Any, operation: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    scope = world.officer
    async with transactions.scope_tx(scope):
        return await operation(scope, **given)


async def _person(world: Any) -> Ids:
    from tests.house.world import MAKERS

    return await MAKERS["person"](world)


async def _return(
    world: Any, *, definition: str | None = DEFINITION, agreement_id: UUID | None = None
) -> Ids:
    ids = await _person(world)
    return_id = await _act(
        world,
        operations.add_return,
        owed=Owed(
            title=world.word("return"),
            body=world.word("reviewer"),
            agreement_id=agreement_id,
            definition=definition,
            period=world.word("period"),
            due_on=world.officer.today + timedelta(days=30),
            owner_person_id=UUID(ids["person_id"]),
        ),
    )
    return {**ids, "return_id": str(return_id)}


async def _asked_for(world: Any) -> Ids:
    """A report that an agreement in force asks for, one for each world and call."""
    ids = await _person(world)
    today = world.officer.today
    async with transactions.scope_tx(world.officer):
        await made.an_agreement(
            world.officer,
            id=world.word("asks").lower().replace(" ", "-"),
            name=world.word("asks"),
            body=world.word("asker"),
            from_on=today - timedelta(days=400),
            signed_on=today - timedelta(days=410),
        )
        due = (await queries.not_taken_up(world.officer))[-1]
    assert due.period_until is not None
    return {
        **ids,
        "report_id": str(due.report_id),
        "until_day": str(due.period_until.day),
        "until_month": str(due.period_until.month),
        "until_year": str(due.period_until.year),
    }


async def _draft(world: Any, **of: Any) -> Ids:
    ids = await _return(world, **of)
    issue_id = await _act(world, operations.begin, what=What.RETURN, of_id=UUID(ids["return_id"]))
    return {**ids, "issue_id": str(issue_id)}


async def _whole(world: Any, **of: Any) -> Ids:
    ids = await _draft(world, **of)
    issue_id = UUID(ids["issue_id"])
    said = {**FIGURES, "mergers": Said(value="0", words=world.word("said"))}
    version = 1
    if of.get("definition", DEFINITION):
        await _act(world, operations.set_figures, issue_id=issue_id, version=version, said=said)
        version += 1
    await _act(world, operations.write, issue_id=issue_id, version=version, words=world.word("statement"))
    return {**ids, "version": str(version + 1)}


async def _asked(world: Any, **of: Any) -> Ids:
    ids = await _whole(world, **of)
    issue_id = UUID(ids["issue_id"])
    await _act(world, operations.ask, issue_id=issue_id, version=int(ids["version"]))
    async with transactions.scope_tx(world.officer, readonly=True):
        view = await queries.issue_of(world.officer, issue_id=issue_id)
        seen = queries.hash_of(await queries.content_of(world.officer, view))
    return {**ids, "seen": seen}


async def _approved(world: Any, **of: Any) -> Ids:
    """With a document, as the worker leaves it."""
    ids = await _asked(world, **of)
    return await _made(world, ids)


async def _made(world: Any, ids: Ids) -> Ids:
    scope, issue_id = _approver(world), UUID(ids["issue_id"])
    async with transactions.scope_tx(scope):
        await operations.approve(scope, issue_id=issue_id, seen=ids["seen"], proved_by="A code (invented)")
        file_id = await evidence.keep_file(
            scope,
            name=f"{world.word('document')}.txt",
            media_type="text/plain",
            data=world.word("in the document").encode(),
        )
        await operations.keep_made(scope, issue_id=issue_id, made=[("document", file_id)])
    today = world.officer.today
    day = {"day": str(today.day), "month": str(today.month), "year": str(today.year)}
    return {**ids, **day, "file_id": str(file_id)}


async def _sent(world: Any) -> Ids:
    ids = await _approved(world)
    await _act(
        world,
        operations.record_sent,
        issue_id=UUID(ids["issue_id"]),
        on=world.officer.today,
        how=world.word("how"),
    )
    return ids


async def _overseen(world: Any) -> Ids:
    """Approved, to go through the portal to a neighbour that reviews this world."""
    from tests.house.world_together import _neighbour

    neighbour = await _neighbour(world)
    person = await _person(world)
    agreement_id = await neighbour.act(
        together.propose,
        to_slug=world.tenant.slug,
        kind=Kind.OVERSIGHT,
        shares=Shares.SUBMITTED,
        name=world.word("oversight"),
        terms=world.word("terms"),
        committee_id=None,
        from_on=world.officer.today,
        signed_by_id=neighbour.signer_id,
        authority=world.word("minute"),
    )
    await neighbour.post()
    await _act(
        world,
        together.accept,
        agreement_id=agreement_id,
        committee_id=None,
        signed_by_id=UUID(person["person_id"]),
        authority=world.word("minute"),
    )
    return await _approved(world, agreement_id=agreement_id)


async def _attached(world: Any) -> Ids:
    ids = await _draft(world)
    attached_id = await _act(
        world,
        operations.attach,
        issue_id=UUID(ids["issue_id"]),
        name=f"{world.word('attached')}.txt",
        media_type="text/plain",
        data=world.word("in the file").encode(),
    )
    return {**ids, "attached_id": str(attached_id)}


async def _question(world: Any) -> Ids:
    ids = await _sent(world)
    question_id = await _act(
        world,
        operations.record_question,
        return_id=UUID(ids["return_id"]),
        words=world.word("question"),
        asked_by=world.word("asker"),
        asked_on=world.officer.today,
        due_on=world.officer.today,
    )
    return {**ids, "question_id": str(question_id)}


async def _letter(world: Any) -> Ids:
    ids = await _person(world)
    async with transactions.scope_tx(world.officer):
        file_id = await evidence.keep_file(
            world.officer,
            name=f"{world.word('letter')}.txt",
            media_type="text/plain",
            data=world.word("in the letter").encode(),
        )
        letter_id = await operations.log_letter(
            world.officer,
            said=LetterSaid(
                body=world.word("regulator"),
                subject=world.word("subject"),
                words=world.word("asks"),
                received_on=world.officer.today,
                owner_person_id=UUID(ids["person_id"]),
            ),
            file_id=file_id,
        )
    return {**ids, "letter_id": str(letter_id)}


async def _closed_letter(world: Any) -> Ids:
    ids = await _letter(world)
    await _act(world, operations.close_letter, letter_id=UUID(ids["letter_id"]), because=world.word("done"))
    return ids


MAKERS: dict[str, Maker] = {
    "owed_return": _return,
    "asked_for_return": _asked_for,
    "draft_issue": _draft,
    "whole_issue": _whole,
    "asked_issue": _asked,
    "approved_issue": _approved,
    "overseen_issue": _overseen,
    "sent_issue": _sent,
    "attached_issue": _attached,
    "back_question": _question,
    "regulator_letter": _letter,
    "closed_letter": _closed_letter,
}
