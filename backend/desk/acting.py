"""The scope of a person of a tenant: their roles of the day, the seats that they hold, and what those let them do."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from backend.committees import queries as committees
from backend.people import arrangements, permissions
from backend.people import queries as people
from backend.scope import Actor, Scope
from backend.tenancy.queries import FoundTenant
from backend.web.access import AnotherDoor


async def scope_of_account(
    found: FoundTenant,
    *,
    account_id: UUID,
    now: datetime,
    request_id: str,
    methods: Collection[str] = (),
) -> Scope | None:
    """The scope of whoever an account is in the tenant; `None` if it is nobody there today.

    `methods` are those of a session; a program's token has none, and was made by somebody who had been let in. Runs in
    a transaction of that tenant; two statements. Raises `AnotherDoor`.
    """
    bare = _bare(found, now=now, request_id=request_id)
    person = await people.person_in(found.tenant.id, account_id, on=bare.today)
    if person is None:
        return None
    if methods and not person.passwords_allowed and arrangements.begun_at(found.tenant.id) not in methods:
        raise AnotherDoor(f"/t/{found.tenant.slug}/public/sign-in")
    return await _seated(
        bare,
        person_id=person.person_id,
        name=person.name,
        roles=person.roles,
        account_id=account_id,
        unread=person.unread,
    )


async def scope_of_person(found: FoundTenant, *, person_id: UUID, now: datetime, request_id: str) -> Scope:
    """The scope of a person of the tenant, with an account or without. Raises `NotFound`."""
    bare = _bare(found, now=now, request_id=request_id)
    person = await people.person_line_of(bare, person_id=person_id)
    return await _seated(bare, person_id=person_id, name=person.name, roles=frozenset(person.roles))


def _bare(found: FoundTenant, *, now: datetime, request_id: str) -> Scope:
    return Scope(tenant=found.tenant, actor=Actor(name=""), now=now, request_id=request_id)


async def _seated(
    bare: Scope,
    *,
    person_id: UUID,
    name: str,
    roles: frozenset[str],
    account_id: UUID | None = None,
    unread: int = 0,
) -> Scope:
    seats = await committees.seats_held_by(bare, person_id=person_id, on=bare.today)
    held = roles | permissions.roles_of_seats(seats)
    may = permissions.permissions_for(held)
    return Scope(
        tenant=bare.tenant,
        actor=Actor(name=name, person_id=person_id, account_id=account_id),
        now=bare.now,
        request_id=bare.request_id,
        roles=held,
        seats=seats,
        permissions=permissions.left_after_end(may) if bare.tenant.over else may,
        unread=unread,
    )
