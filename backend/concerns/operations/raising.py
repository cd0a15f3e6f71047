"""Raising a concern, and following it up."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.concerns import settings
from backend.concerns.operations import telling
from backend.concerns.queries import threads
from backend.concerns.rules import Category, Route, State, handling, names_in
from backend.concerns.tables import Concern, Handler, Message
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.scope import Actor, Scope
from backend.tenancy import dues

CHORE = "concerns.keep_handled"
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks or sounds like another
_NAMELESS = Actor(name="Somebody who gave no name", chore="concerns.raising")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the raiser is shown, once: only a hash of the two is kept."""

    reference: str
    word: str


async def raise_concern(
    scope: Scope,
    *,
    route: Route,
    category: Category,
    about: str,
    what: str,
    occurred: str | None = None,
    about_the_top: bool = False,
    nameless: bool = False,
    name: str | None = None,
    contact: str | None = None,
) -> Receipt:
    """Keep what was raised and give it to those who are to handle it. Raises `handling.NobodyToHandle`.

    `about_the_top`: it is about the Guardian or the governance lead, as the raiser says; a name of theirs in `about`
    says it too. `nameless`: who raises it is signed in and wants no name kept. `name` and `contact` are those of a
    caller, or what somebody typed on the public form.
    """
    raised_by = scope.actor.person_id if route is Route.PERSON and not nameless else None
    office = await settings.office_of(scope)
    tops = {person.id: person.name for person in (*office.guardians, *office.leads)}
    mentioned = set(names_in(about, list(tops.values())))
    # whoever is at the top and is named, or may be, is in the way; who raises it without a name is too
    touched = {person_id for person_id, known in tops.items() if known in mentioned}
    capacity, handlers = handling.handlers_for(
        guardians=[person.id for person in office.guardians],
        leads=[person.id for person in office.leads],
        stand_in=office.stand_in.id if office.stand_in else None,
        about=touched,
        about_the_top=about_the_top,
        raised_by=scope.actor.person_id if route is Route.PERSON else None,
    )

    receipt = Receipt(reference=f"C-{_group(4)}-{_group(4)}", word="-".join(_group(4) for _ in range(5)))
    concern_id = await Concern.add(
        scope,
        reference=receipt.reference,
        follow_up_hash=threads.follow_up_hash(reference=receipt.reference, word=receipt.word),
        route=route,
        received_at=scope.now,
        raised_by=raised_by,
        raiser_name=scope.actor.name if raised_by else name,
        raiser_contact=contact,
        taken_down_by=scope.actor.person_id if route is Route.ON_BEHALF else None,
        category=category,
        about=about,
        what=what,
        occurred=occurred,
        state=State.RECEIVED,
    )
    hand = scope if raised_by or route is Route.ON_BEHALF else without_name(scope)
    await appoint(
        scope,
        concern_id=concern_id,
        person_ids=handlers,
        capacity=capacity,
        because="By rule, when it was received",
    )
    await ledger.record(
        hand,
        "concerns.concern.raised",
        telling.record_of(concern_id),
        after={"route": route, "category": category, "capacity": capacity, "handlers": handlers},
    )
    await telling.tell_handlers(scope, concern_id=concern_id, person_ids=handlers, kind="concern-received")
    return receipt


async def appoint(
    scope: Scope, *, concern_id: UUID, person_ids: Collection[UUID], capacity: handling.Capacity, because: str
) -> None:
    """Let these persons handle a concern from now on."""
    traits: dict[str, Any] = {
        "tenant_id": scope.tenant.id,
        "concern_id": concern_id,
        "capacity": capacity,
        "from_at": scope.now,
        "because": because,
    }
    rows = [Handler(id=new_id(), person_id=person_id, **traits) for person_id in sorted(person_ids)]
    await Handler.insert(*rows).run()
    await look_after(scope)


async def look_after(scope: Scope) -> None:
    """Let the worker look each day whether somebody still handles what is open."""
    await dues.set_due_by(scope, chore=CHORE, at=scope.now + timedelta(days=1))


async def add_words(scope: Scope, *, reference: str, word: str, words: str) -> threads.Thread:
    """Add to a concern by its reference and secret word. Raises `threads.UnableToFollowUp`."""
    thread = await threads.thread(scope, reference=reference, word=word)
    await Message.add(scope, concern_id=thread.concern_id, at=scope.now, from_raiser=True, words=words)
    await ledger.record(
        without_name(scope), "concerns.concern.added-to", telling.record_of(thread.concern_id)
    )
    handlers = await _handlers_of(scope, thread.concern_id)
    await telling.tell_handlers(
        scope, concern_id=thread.concern_id, person_ids=handlers, kind="concern-added-to"
    )
    return await threads.thread(scope, reference=reference, word=word)


def without_name(scope: Scope) -> Scope:
    """The same moment, acted in by nobody in particular: no person, and no request that leads to one."""
    return replace(scope, actor=_NAMELESS, request_id=str(new_id()))


async def _handlers_of(scope: Scope, concern_id: UUID) -> frozenset[UUID]:
    rows = await Handler.within(scope, Handler.person_id).where(
        Handler.concern_id == concern_id, Handler.to_at.is_null()
    )
    known = await people.persons_by_id(scope, [row["person_id"] for row in rows])
    return frozenset(known)


def _group(letters: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(letters))
