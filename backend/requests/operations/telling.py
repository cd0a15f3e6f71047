"""Who is told what of requests, and when days are looked at. No letter holds who asked, or what was asked."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.people.queries import PersonLine
from backend.requests.queries.views import RequestLine
from backend.scope import Scope
from backend.tenancy import dues

REMIND = "requests.remind_of_days"


async def look_ahead(scope: Scope) -> None:
    """Let the worker look each morning at what falls due."""
    await dues.set_due_by(scope, chore=REMIND, at=morning_after(scope))


def morning_after(scope: Scope) -> datetime:
    """Seven in the morning of the next day, on the tenant's wall."""
    return datetime.combine(scope.today + timedelta(days=1), time(7), ZoneInfo(scope.tenant.time_zone))


async def handlers_of(scope: Scope) -> tuple[PersonLine, ...]:
    """Those whose roles let them handle requests."""
    return await _with(scope, "requests.handle")


async def checkers_of(scope: Scope) -> tuple[PersonLine, ...]:
    return await _with(scope, "requests.check")


async def request_came(scope: Scope, *, request_id: UUID, reference: str) -> None:
    """A request came by the public form: every handler is told, since nobody has it yet."""
    await _tell(
        scope,
        "request-came",
        await handlers_of(scope),
        key=str(request_id),
        context={"reference": reference, "request_id": request_id},
    )


async def handed_over(scope: Scope, *, line: RequestLine, person_id: UUID) -> None:
    person = await people.person_line_of(scope, person_id=person_id)
    await _tell(
        scope,
        "request-yours",
        [person],
        key=f"{line.id}/{line.version}",
        context={**_of(line), "due_on": line.clock.due_on, "by": scope.actor.name},
    )


async def search_asked(
    scope: Scope, *, line: RequestLine, search_id: UUID, person_id: UUID, due_on: date
) -> None:
    person = await people.person_line_of(scope, person_id=person_id)
    await _tell(
        scope,
        "search-asked",
        [person],
        key=str(search_id),
        context={
            "reference": line.reference,
            "search_id": search_id,
            "due_on": due_on,
            "by": scope.actor.name,
        },
    )


async def search_answered(scope: Scope, *, line: RequestLine) -> None:
    if line.handler_person_id in {None, scope.actor.person_id}:
        return
    assert line.handler_person_id is not None
    person = await people.person_line_of(scope, person_id=line.handler_person_id)
    await _tell(
        scope,
        "search-answered",
        [person],
        key=f"{line.id}/{scope.now:%Y-%m-%dT%H.%M.%S.%f}",
        context={**_of(line), "by": scope.actor.name},
    )


async def opinion_asked(scope: Scope, *, line: RequestLine, section: str, key: UUID) -> None:
    await _tell(
        scope,
        "opinion-asked",
        await _with(scope, "requests.decide"),
        key=str(key),
        context={**_of(line), "section": section},
    )


async def check_asked(scope: Scope, *, line: RequestLine, answer_id: UUID) -> None:
    """Those who may check it, but not whoever prepared it."""
    checkers = [each for each in await checkers_of(scope) if each.id != scope.actor.person_id]
    await _tell(
        scope, "check-asked", checkers, key=str(answer_id), context={**_of(line), "by": scope.actor.name}
    )


async def checked(scope: Scope, *, line: RequestLine, answer_id: UUID, approved: bool) -> None:
    if line.handler_person_id in {None, scope.actor.person_id}:
        return
    assert line.handler_person_id is not None
    person = await people.person_line_of(scope, person_id=line.handler_person_id)
    await _tell(
        scope,
        "answer-checked",
        [person],
        key=f"{answer_id}/{approved}",
        context={**_of(line), "by": scope.actor.name, "approved": approved},
    )


async def review_given(scope: Scope, *, line: RequestLine, person_id: UUID, due_on: date) -> None:
    person = await people.person_line_of(scope, person_id=person_id)
    await _tell(
        scope,
        "review-yours",
        [person],
        key=f"{line.id}/{line.version}",
        context={**_of(line), "due_on": due_on},
    )


async def days_ahead(scope: Scope, owed: Iterable[tuple[RequestLine, Sequence[PersonLine]]]) -> int:
    """Write to those whose requests are due soon, due or late; once for each request and day. Returns how many."""
    told = 0
    for line, persons in owed:
        await _tell(
            scope,
            "request-due",
            persons,
            key=f"{line.id}/{scope.today.isoformat()}",
            context={**_of(line), "due_on": line.due_on, "late_by": line.clock.late_by},
        )
        told += len(persons)
    return told


async def settle(scope: Scope, line: RequestLine) -> None:
    """Take back what still waits to be sent about the day of a request: it is answered, or closed."""
    await notices.withdraw(scope, key=f"requests.request-due/{line.id}")


def _of(line: RequestLine) -> dict[str, object]:
    return {"reference": line.reference, "request_id": line.id}


async def _with(scope: Scope, permission: str) -> tuple[PersonLine, ...]:
    return tuple(
        line
        for line in await people.people_of(scope)
        if permission in permissions.permissions_for(frozenset(line.roles))
    )


async def _tell(
    scope: Scope, kind: str, lines: Sequence[PersonLine], *, key: str, context: dict[str, object]
) -> None:
    await notices.tell_all(
        scope,
        kind=f"requests.{kind}",
        tellings=[
            Telling(
                key=f"requests.{kind}/{key}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context=context,
            )
            for line in lines
        ],
    )
