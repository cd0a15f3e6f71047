"""People who handle, check, decide and search, and requests in one line each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.people import permissions
from backend.people.operations import persons
from backend.requests.operations import logging
from backend.requests.operations.logging import Said
from backend.requests.queries import RequestView, request_of
from backend.requests.rules import Came
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.visitors import new_word

NAME = "Wilhelmina Inventedname"
CONTACT = "wilhelmina@somewhere.invalid"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Scopes of the people of one tenant, each with what their roles let them do."""

    handler: Scope
    other: Scope
    executive: Scope
    auditor: Scope
    searcher: Scope


async def a_cast(scope: Scope) -> Cast:
    return Cast(
        handler=await person(scope, "Hana Invented", permissions.OFFICER),
        other=await person(scope, "Otto Invented", permissions.OFFICER),
        executive=await person(scope, "Edda Invented", permissions.EXECUTIVE),
        auditor=await person(scope, "Aud Invented", permissions.AUDIT),
        searcher=await person(scope, "Sev Invented"),
    )


async def person(scope: Scope, name: str, *roles: str) -> Scope:
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name=name, email=f"{new_word()}@example.invalid", joined_on=date(2014, 1, 6)
        )
        for role in roles:
            await persons.grant_role(scope, person_id=person_id, role=role, from_on=date(2014, 1, 6))
    return replace(
        scope,
        actor=Actor(name=name, person_id=person_id),
        roles=frozenset(roles),
        permissions=permissions.permissions_for(frozenset(roles)),
    )


def said(**traits: Any) -> Said:
    given: dict[str, Any] = {
        "kind": "foi",
        "came": Came.MAIL,
        "received_on": date(2014, 8, 26),
        "subject": "What was paid for taxis",
        "asked": "How much was paid for taxis in 2013?",
        "name": NAME,
        "contact": CONTACT,
    }
    return Said(**{**given, **traits})


async def logged(scope: Scope, **traits: Any) -> UUID:
    handler = traits.pop("handler_person_id", scope.actor.person_id)
    async with transactions.scope_tx(scope):
        return await logging.log_request(scope, said=said(**traits), handler_person_id=handler)


async def does(scope: Scope, act: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    """The act, in a transaction of its own."""
    async with transactions.scope_tx(scope):
        return await act(scope, **given)


async def seen(scope: Scope, request_id: UUID) -> RequestView:
    async with transactions.scope_tx(scope, readonly=True):
        return await request_of(scope, request_id=request_id)


def later(scope: Scope, *, days: int) -> Scope:
    return replace(scope, now=scope.now + timedelta(days=days))
