"""Logging a request, putting right what was logged, and closing it without an answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.people import queries as people
from backend.requests import catalogued
from backend.requests.operations import records, telling
from backend.requests.queries import one
from backend.requests.queries.views import RequestLine
from backend.requests.rules import Came, State, UnableToHandle, answering
from backend.requests.tables import Request, Requester
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A request as it came. `name` and `contact` are the requester's; `for_whom`, where they ask for another."""

    kind: str
    came: Came
    received_on: date
    subject: str
    asked: str
    name: str
    contact: str
    for_whom: str | None = None


async def log_request(scope: Scope, *, said: Said, handler_person_id: UUID | None = None) -> UUID:
    """Enter a request in the log; its clock runs from the day after receipt. Raises UnableToHandle."""
    scope.check_may("requests.handle", records.HANDLES)
    return await _log(scope, said, handler_person_id)


async def take_in(scope: Scope, *, said: Said) -> str:
    """Enter what somebody asked by the form on the public page; returns its reference. Officers are told."""
    request_id = await _log(scope, said, None)
    rows = await Request.within(scope, Request.reference).where(Request.id == request_id)
    reference: str = rows[0]["reference"]
    await telling.request_came(scope, request_id=request_id, reference=reference)
    return reference


async def _log(scope: Scope, said: Said, handler_person_id: UUID | None) -> UUID:
    rules = catalogued.rules_on(said.received_on)
    kind = rules.kind(said.kind)
    if kind is None:
        raise UnableToHandle("Choose the kind of request.", field="kind")
    _check_received(scope, said.received_on)
    await _check_handler(scope, handler_person_id)
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"requests/number/{scope.tenant.id}")
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS next FROM requests_request WHERE tenant_id = $1",
        scope.tenant.id,
    )
    number = rows[0]["next"]
    reference = f"{kind.short}-{said.received_on.year}-{number:03}"
    request_id: UUID = await Request.add(
        scope,
        number=number,
        reference=reference,
        kind=kind.id,
        rules=rules.key,
        came=said.came.value,
        received_on=said.received_on,
        logged_at=scope.now,
        logged_by=scope.actor.name,
        subject=records.words_of(
            said.subject, sentence="Say in a few words what it is about.", field="subject"
        ),
        asked=records.words_of(said.asked, sentence="Enter what is asked for.", field="asked"),
        handler_person_id=handler_person_id,
        state=State.OPEN.value,
        extended_by=0,
        version=1,
    )
    await Requester.add(
        scope,
        request_id=request_id,
        name=records.words_of(said.name, sentence="Enter the name of the requester.", field="name"),
        contact=records.words_of(said.contact, sentence="Enter where the answer goes to.", field="contact"),
        for_whom=said.for_whom,
    )
    await records.read_clock(scope, request_id)
    view = await _line(scope, request_id)
    await records.record(
        scope, "request.logged", view, kind=kind.short, came=said.came, received_on=said.received_on
    )
    await telling.look_ahead(scope)
    if handler_person_id is not None and handler_person_id != scope.actor.person_id:
        await telling.handed_over(scope, line=view, person_id=handler_person_id)
    return request_id


async def correct(
    scope: Scope, *, request_id: UUID, said: Said, because: str, version: int | None = None
) -> None:
    """Put right what was logged; the day of receipt and the kind only while the answer is owed.

    The words of the ledger say which things changed, and why; not what they say.
    """
    view = await records.to_handle(scope, request_id)
    line = view.line
    records.check_version(version, line)
    plain = records.words_of(because, sentence="Say why it is changed.", field="because")
    dated = said.received_on != line.received_on or said.kind != line.kind_id
    rules = catalogued.rules_on(said.received_on)
    if dated:
        answering.check_being_prepared(line.state)
        _check_received(scope, said.received_on)
        if said.kind != line.kind_id and (view.standing or view.pauses):
            raise UnableToHandle(
                "The kind decides which exemptions and stops there are: take those back first.", field="kind"
            )
    kind = rules.kind(said.kind)
    if kind is None:
        raise UnableToHandle("Choose the kind of request.", field="kind")
    changed = [
        name
        for name, now, before in (
            ("the kind", said.kind, line.kind_id),
            ("the day of receipt", said.received_on, line.received_on),
            ("how it came", said.came, line.came),
            ("what it is about", said.subject, line.subject),
            ("what is asked", said.asked, line.asked),
        )
        if now != before
    ]
    await records.change(
        scope,
        line,
        kind=kind.id,
        rules=rules.key,
        came=said.came.value,
        received_on=said.received_on,
        subject=records.words_of(
            said.subject, sentence="Say in a few words what it is about.", field="subject"
        ),
        asked=records.words_of(said.asked, sentence="Enter what is asked for.", field="asked"),
    )
    if scope.may("requests.names"):
        await Requester.change(
            scope,
            name=records.words_of(said.name, sentence="Enter the name of the requester.", field="name"),
            contact=records.words_of(
                said.contact, sentence="Enter where the answer goes to.", field="contact"
            ),
            for_whom=said.for_whom,
        ).where(Requester.request_id == request_id)
    await records.read_clock(scope, request_id)
    await records.record(scope, "request.corrected", line, changed=changed, because=plain)


async def acknowledge(scope: Scope, *, request_id: UUID, on: date) -> None:
    """Record the day on which the requester was told that it came."""
    line = (await records.to_handle(scope, request_id)).line
    answering.check_owed(line.state, doing="acknowledge it")
    if not line.received_on <= on <= scope.today:
        raise UnableToHandle("The day must be from the day of receipt until today.", field="acknowledged_on")
    await records.change(scope, line, acknowledged_on=on)
    await records.record(scope, "request.acknowledged", line, on=on)


async def hand_over(scope: Scope, *, request_id: UUID, person_id: UUID) -> None:
    """Give it to somebody who handles it from now on, who is written to."""
    line = (await records.to_handle(scope, request_id)).line
    answering.check_owed(line.state, doing="hand it over")
    await _check_handler(scope, person_id)
    if person_id == line.handler_person_id:
        return
    await records.change(scope, line, handler_person_id=person_id)
    name = (await people.person_line_of(scope, person_id=person_id)).name
    await records.record(scope, "request.handed-over", line, handler=name)
    await telling.handed_over(scope, line=line, person_id=person_id)


async def close(
    scope: Scope, *, request_id: UUID, on: date, because: str, transferred_to: str | None = None
) -> None:
    """Close it without an answer: the requester withdrew it, or another authority answers and the requester knows."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_is(line.state, State.OPEN, doing="close it")
    if not line.received_on <= on <= scope.today:
        raise UnableToHandle("The day must be from the day of receipt until today.", field="closed_on")
    plain = records.words_of(because, sentence="Say how it came to that.", field="because")
    state = State.TRANSFERRED if transferred_to else State.WITHDRAWN
    await records.change(
        scope,
        line,
        state=state.value,
        closed_on=on,
        closed_because=plain,
        transferred_to=transferred_to,
    )
    await records.read_clock(scope, request_id)
    await telling.settle(scope, line)
    await records.record(scope, f"request.{state}", line, on=on)


async def reopen(scope: Scope, *, request_id: UUID, because: str) -> None:
    """Take back that it was withdrawn or transferred; its clock runs on as if it never was closed."""
    line = (await records.to_handle(scope, request_id)).line
    answering.check_is(line.state, State.WITHDRAWN, State.TRANSFERRED, doing="open it again")
    plain = records.words_of(because, sentence="Say why it is opened again.", field="because")
    await records.change(
        scope, line, state=State.OPEN.value, closed_on=None, closed_because=None, transferred_to=None
    )
    await records.read_clock(scope, request_id)
    await records.record(scope, "request.reopened", line, because=plain)
    await telling.look_ahead(scope)


def _check_received(scope: Scope, day: date) -> None:
    if day > scope.today:
        raise UnableToHandle("The day of receipt can’t be in the future.", field="received_on")


async def _check_handler(scope: Scope, person_id: UUID | None) -> None:
    if person_id is None:
        return
    handlers = await telling.handlers_of(scope)
    if person_id not in {each.id for each in handlers}:
        raise UnableToHandle("Choose somebody whose role handles requests.", field="handler_person_id")


async def _line(scope: Scope, request_id: UUID) -> RequestLine:
    return (await one.request_of(scope, request_id=request_id)).line
