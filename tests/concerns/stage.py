"""People who raise, handle and are concerned, and one concern."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.concerns import settings
from backend.concerns.operations import raising
from backend.concerns.operations.raising import Receipt
from backend.concerns.queries import handled
from backend.concerns.rules import Category, Route
from backend.kit.clock import real_now
from backend.people import permissions
from backend.people.operations import accounts, persons
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.visitors import PASSWORD, new_word

WHAT = "A member voted on a contract of a relative."


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Scopes of the people of one tenant, each with what their roles let them do."""

    officer: Scope
    guardian: Scope
    other: Scope
    member: Scope
    auditor: Scope

    @property
    def everybody(self) -> dict[str, Scope]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


async def a_cast(scope: Scope, *, stand_in: bool = True) -> Cast:
    """Officer, Guardian, the other who stands in for both, a member, an auditor."""
    scopes = {}
    for name, role in (
        ("officer", permissions.OFFICER),
        ("guardian", permissions.GUARDIAN),
        ("other", permissions.EXECUTIVE),
        ("member", permissions.EXECUTIVE),
        ("auditor", permissions.AUDIT),
    ):
        scopes[name] = await _person(scope, f"{name.capitalize()} Invented", role)
    cast = Cast(**scopes)
    if stand_in:
        async with transactions.scope_tx(cast.officer):
            await settings.settle(
                cast.officer, stand_in_person_id=cast.other.actor.person_id, kept_since=None
            )
    return cast


async def _person(scope: Scope, name: str, role: str) -> Scope:
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name=name, email=f"{new_word()}@example.invalid", joined_on=scope.today
        )
        await persons.grant_role(scope, person_id=person_id, role=role)
        if name.startswith("Other"):  # handling is given to who has an account; a password takes its time
            await accounts.give_account(scope, person_id=person_id, password=PASSWORD, now=real_now())
    return replace(
        scope,
        actor=Actor(name=name, person_id=person_id),
        roles=frozenset({role}),
        permissions=permissions.permissions_for({role}),
    )


async def raised(scope: Scope, **traits: Any) -> Receipt:
    """One concern, as the actor of `scope` raises it unless the traits say otherwise."""
    given: dict[str, Any] = {
        "route": Route.PERSON,
        "category": Category.MEETING,
        "about": "A vote in March",
        "what": WHAT,
        **traits,
    }
    async with transactions.scope_tx(scope):
        return await raising.raise_concern(scope, **given)


async def handled_by(scope: Scope) -> tuple[UUID, ...]:
    async with transactions.scope_tx(scope, readonly=True):
        return tuple(line.id for line in await handled.concerns_handled(scope))


async def does(scope: Scope, act: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    """The act, in a transaction of its own."""
    async with transactions.scope_tx(scope):
        return await act(scope, **given)


def later(scope: Scope, *, days: int) -> Scope:
    return replace(scope, now=scope.now + timedelta(days=days))
