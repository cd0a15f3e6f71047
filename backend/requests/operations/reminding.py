"""Each morning: what falls due soon, today, or is late, told to its handler; late ones to those who decide as well."""

from uuid import UUID

from backend.kit.calendar import working_day_before, working_days_between
from backend.people import queries as people
from backend.people.queries import PersonLine
from backend.requests import catalogued
from backend.requests.operations import correcting, telling
from backend.requests.queries import log
from backend.requests.queries.views import RequestLine
from backend.requests.tables import Request
from backend.scope import Scope
from backend.tenancy import dues


async def remind(scope: Scope) -> int:
    """Write to handlers: some working days before the day, on it, and each week while it is late. Returns how many.

    Run twice on one day, the second tells nobody: a letter's key holds its day.
    """
    owed = await log.requests_of(scope, sought=log.Sought(show="owed"), most=None)
    due = [line for line in owed if _falls_today(scope, line)]
    handlers = await telling.handlers_of(scope)
    known = await people.persons_by_id(
        scope, [line.handler_person_id for line in due if line.handler_person_id is not None]
    )
    told = await telling.days_ahead(scope, [(line, _whom(line, known, handlers)) for line in due])
    for line in due:
        await Request.change(scope, told_for=scope.today).where(Request.id == line.id)
    corrections_wait = await correcting.remind(scope)
    if owed or corrections_wait:
        await dues.set_due(scope, chore=telling.REMIND, at=telling.morning_after(scope))
    else:
        await dues.clear_due(scope, chore=telling.REMIND)
    return told


def _falls_today(scope: Scope, line: RequestLine) -> bool:
    if line.due_on is None:
        return False
    before = catalogued.rules_of(line.rules).remind_before.value
    if scope.today <= line.due_on:
        return scope.today in {line.due_on, working_day_before(line.due_on, before)}
    return working_days_between(line.due_on, scope.today) % 5 == 1 and scope.today.weekday() < 5


def _whom(
    line: RequestLine, known: dict[UUID, PersonLine], handlers: tuple[PersonLine, ...]
) -> tuple[PersonLine, ...]:
    person = known.get(line.handler_person_id) if line.handler_person_id else None
    return (person,) if person is not None and person.left_on is None else handlers
