"""Requests for information at each step, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.kit.pdf import render
from backend.requests.operations import (
    answering,
    clock,
    correcting,
    disclosing,
    documents,
    logging,
    reviewing,
    searching,
    withholding,
)
from backend.requests.operations.logging import Said
from backend.requests.queries import RequestView, request_of
from backend.requests.rules import Came, Outcome
from backend.requests.rules.correcting import About, code_for
from backend.scope import Actor, Scope
from backend.tenancy import transactions

Ids = dict[str, str]


async def _act(scope: Scope, operation: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    async with transactions.scope_tx(scope):
        return await operation(scope, **given)


async def _view(world: Any, ids: Ids) -> RequestView:
    async with transactions.scope_tx(world.officer, readonly=True):
        return await request_of(world.officer, request_id=UUID(ids["request_id"]))


def _another(world: Any) -> Scope:
    """Neither the officer nor anybody else of the world, who may do what the officer may."""
    found: Scope = replace(world.officer, actor=Actor.of_chore("requests.print_letter"))
    return found


async def a_request(world: Any) -> Ids:
    """A request that is open, with a stop of the clock that was struck out."""
    scope = world.officer
    request_id = await _act(
        scope,
        logging.log_request,
        said=Said(
            kind="foi",
            came=Came.MAIL,
            received_on=scope.today,
            subject=world.word("subject"),
            asked=world.word("asked"),
            name=world.word("requester"),
            contact=world.word("contact"),
        ),
        handler_person_id=scope.actor.person_id,
    )
    ids = {"request_id": str(request_id), "person_id": str(scope.actor.person_id), **_day(scope)}
    return {**ids, "reference": (await _view(world, ids)).line.reference}


async def a_correction(world: Any) -> Ids:
    """One that was asked for, whose address is proved."""
    key = b"of a test"
    asked = correcting.Asked(
        about=About.REGISTER,
        place=world.word("place"),
        wrong=world.word("wrong"),
        should_say=world.word("right"),
        name=world.word("asker"),
        address="somebody@example.invalid",
    )
    correction_id = await _act(world.officer, correcting.ask, asked=asked, key=key)
    code = code_for(correction_id, key=key)
    await _act(world.officer, correcting.prove, correction_id=correction_id, code=code, key=key)
    return {"correction_id": str(correction_id)}


async def a_stopped_request(world: Any) -> Ids:
    ids = await a_request(world)
    await _act(
        world.officer,
        clock.stop,
        request_id=UUID(ids["request_id"]),
        stop_id="clarification",
        on=world.officer.today,
        words=world.word("clarification"),
    )
    return {**ids, "stop_id": str((await _view(world, ids)).pauses[0].id)}


async def a_closed_request(world: Any) -> Ids:
    ids = await a_request(world)
    await _act(
        world.officer,
        logging.close,
        request_id=UUID(ids["request_id"]),
        on=world.officer.today,
        because=world.word("closed"),
    )
    return ids


async def a_search(world: Any) -> Ids:
    ids = await a_request(world)
    scope = world.officer
    search_id = await _act(
        scope,
        searching.ask,
        request_id=UUID(ids["request_id"]),
        person_id=scope.actor.person_id,
        asked=world.word("search"),
        due_on=scope.today,
    )
    return {**ids, "search_id": str(search_id)}


async def an_exemption(world: Any) -> Ids:
    """An exemption that waits for the qualified person."""
    ids = await a_request(world)
    return {**ids, "applied_id": str(await _apply(world, ids, "s36"))}


async def _apply(world: Any, ids: Ids, exemption_id: str) -> Any:
    return await _act(
        world.officer,
        withholding.apply,
        request_id=UUID(ids["request_id"]),
        exemption_id=exemption_id,
        covers=world.word("covers"),
        reason=world.word("reason"),
        interest_for=world.word("for"),
        interest_against=world.word("against"),
    )


async def a_document(world: Any) -> Ids:
    """A text with a mark on it and a redacted copy: quicker to make than a PDF."""
    return await _marked(world, "txt", f"Kept. Gone. {world.word('words')}".encode())


async def a_drawn_document(world: Any) -> Ids:
    """A PDF with a redacted copy."""
    return await _marked(world, "pdf", render.render("<p>Kept. Gone.</p>", title="A document"))


async def _marked(world: Any, ending: str, data: bytes) -> Ids:
    ids = await a_request(world)
    applied_id = await _apply(world, ids, "s43")
    request_id = UUID(ids["request_id"])
    name = f"{world.word('file')}.{ending}"
    document_id = await _act(world.officer, documents.add, request_id=request_id, name=name, data=data)
    of = {"request_id": request_id, "document_id": document_id}
    mark_id = await _act(world.officer, documents.mark, **of, applied_id=applied_id, words="Gone")
    await _act(world.officer, documents.make_copy, **of)
    return {
        **ids,
        "document_id": str(document_id),
        "mark_id": str(mark_id),
        "applied_id": str(applied_id),
        "number": "1",
    }


async def a_prepared_answer(world: Any) -> Ids:
    """An answer that waits for its check, prepared by another than the officer."""
    ids = await a_document(world)
    await _act(
        _another(world),
        answering.submit,
        request_id=UUID(ids["request_id"]),
        outcome=Outcome.PART,
        words=world.word("answer"),
    )
    answer = (await _view(world, ids)).answer
    assert answer is not None
    return {**ids, "seen": answer.sha256}


async def a_checked_answer(world: Any) -> Ids:
    ids = await a_prepared_answer(world)
    request_id = UUID(ids["request_id"])
    await _act(world.officer, answering.approve, request_id=request_id, seen=ids["seen"])
    return ids


async def an_answered_request(world: Any) -> Ids:
    """Answered, without a printed letter."""
    ids = await a_prepared_answer(world)
    request_id = UUID(ids["request_id"])
    await _act(world.officer, answering.approve, request_id=request_id, seen=ids["seen"])
    await _act(world.officer, answering.record_sent, request_id=request_id, on=world.officer.today)
    return ids


async def a_request_under_review(world: Any) -> Ids:
    ids = await an_answered_request(world)
    await _act(
        world.officer,
        reviewing.ask,
        request_id=UUID(ids["request_id"]),
        on=world.officer.today,
        words=world.word("review"),
    )
    return ids


async def a_proposed_disclosure(world: Any) -> Ids:
    """An entry that was proposed by another than the officer."""
    ids = await an_answered_request(world)
    await _act(
        _another(world),
        disclosing.propose,
        request_id=UUID(ids["request_id"]),
        title=world.word("title"),
        asked=world.word("question"),
        answered=world.word("reply"),
        with_documents=True,
    )
    return ids


async def a_disclosure(world: Any) -> Ids:
    ids = await a_proposed_disclosure(world)
    await _act(world.officer, disclosing.approve, request_id=UUID(ids["request_id"]))
    view = await _view(world, ids)
    assert view.disclosure is not None
    return {
        **ids,
        "disclosure_id": str(view.disclosure.id),
        "document_id": str(view.going_out[0].id),
    }


def _day(scope: Scope) -> Ids:
    return {
        "day": str(scope.today.day),
        "month": str(scope.today.month),
        "year": str(scope.today.year),
    }


MAKERS = {
    "correction": a_correction,
    "information_request": a_request,
    "stopped_request": a_stopped_request,
    "closed_request": a_closed_request,
    "request_search": a_search,
    "request_exemption": an_exemption,
    "request_document": a_document,
    "drawn_document": a_drawn_document,
    "prepared_answer": a_prepared_answer,
    "checked_answer": a_checked_answer,
    "answered_request": an_answered_request,
    "reviewed_request": a_request_under_review,
    "proposed_disclosure": a_proposed_disclosure,
    "disclosure": a_disclosure,
}
