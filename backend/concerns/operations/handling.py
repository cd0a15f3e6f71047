"""Who handles a concern: adding somebody, handing it over, leaving it."""

from uuid import UUID

from backend.concerns import settings
from backend.concerns.operations import raising, telling
from backend.concerns.queries import handled
from backend.concerns.queries.handled import ConcernView
from backend.concerns.rules import Capacity, handling
from backend.concerns.tables import Handler
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.scope import Scope


async def add_handler(scope: Scope, *, concern_id: UUID, person_id: UUID, because: str) -> None:
    """Let one more person handle a concern, such as who investigates it. Raises `handling.UnableToHandle`."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    name = await _check(scope, view, person_id)
    await raising.appoint(
        scope, concern_id=view.id, person_ids=[person_id], capacity=Capacity.ADDED, because=because
    )
    await ledger.record(
        scope,
        "concerns.handler.added",
        telling.record_of(view.id),
        after={"handler": name, "person_id": person_id, "because": because},
    )
    await telling.tell_handlers(scope, concern_id=view.id, person_ids=[person_id], kind="concern-received")


async def hand_over(scope: Scope, *, concern_id: UUID, person_id: UUID, because: str) -> None:
    """Give a concern to somebody else; the actor no longer sees it. Raises `handling.UnableToHandle`."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    if person_id not in view.handled_by:
        await add_handler(scope, concern_id=concern_id, person_id=person_id, because=because)
    await _end(scope, view, frozenset({_me(scope)}), because=f"Handed over: {because}")


async def leave_concern(scope: Scope, *, concern_id: UUID, because: str) -> None:
    """Stop handling a concern that others go on with. Raises `handling.UnableToHandle` for the last handler."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    handling.check_somebody_stays(view.handled_by - {_me(scope)})
    await _end(scope, view, frozenset({_me(scope)}), because=because)


async def keep_clear(scope: Scope, view: ConcernView, *, concerned: UUID) -> None:
    """Take a concern from whoever may not handle it now that `concerned` is known to be concerned.

    One about the Guardian or a governance lead goes to the stand-in; whoever it is about is taken off it. Raises
    `handling.NobodyToHandle`.
    """
    office = await settings.office_of(scope)
    capacity, persons = handling.handlers_for(
        guardians=[person.id for person in office.guardians],
        leads=[person.id for person in office.leads],
        stand_in=office.stand_in.id if office.stand_in else None,
        about=[concerned],
        about_the_top=concerned in office.top,
        raised_by=view.raised_by,
    )
    barred = office.top if concerned in office.top else frozenset({concerned})
    leaving = view.handled_by & barred
    if not leaving:
        return
    staying = view.handled_by - leaving
    coming = persons - staying if concerned in office.top or not staying else frozenset()
    if coming:
        await raising.appoint(
            scope,
            concern_id=view.id,
            person_ids=coming,
            capacity=capacity,
            because="By rule: whom it is about",
        )
        await telling.tell_handlers(scope, concern_id=view.id, person_ids=coming, kind="concern-received")
    await _end(scope, view, leaving, because="By rule: whom it is about")


async def _check(scope: Scope, view: ConcernView, person_id: UUID) -> str:
    person = await people.person_line_of(scope, person_id=person_id)
    if person_id in view.handled_by:
        raise handling.UnableToHandle(f"{person.name} handles it already.", field="person_id")
    office = await settings.office_of(scope)
    if view.person_concerned in office.top and person_id in office.top:
        raise handling.UnableToHandle(
            f"It is about a Guardian or a governance lead, so {person.name} can't handle it.",
            field="person_id",
        )
    handling.check_can_handle(
        name=person.name,
        person_id=person_id,
        concerned=view.touches,
        raised_by=view.raised_by,
        permitted=await settings.may_handle(scope, person),
    )
    return person.name


async def _end(scope: Scope, view: ConcernView, leaving: frozenset[UUID], *, because: str) -> None:
    await Handler.change(scope, to_at=scope.now).where(
        Handler.concern_id == view.id, Handler.person_id.is_in(list(leaving)), Handler.to_at.is_null()
    )
    names = [line.name for line in view.handlers if line.person_id in leaving and line.to_at is None]
    await ledger.record(
        scope,
        "concerns.handler.ended",
        telling.record_of(view.id),
        before={"handlers": names},
        after={"because": because},
    )


def _me(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None, "a concern is handled by a person"
    return scope.actor.person_id
