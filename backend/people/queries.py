"""Who somebody is: by a session, within a tenant, and on a date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit import database
from backend.notices import own
from backend.people import arrangements, pauses, rules, seals
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedTenant:
    """A tenant that an account serves."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who holds a session. `methods` are how they proved it: password, totp, passkey, provider, demonstration.

    `confirmed_with` are those of the last proof, at `authenticated_at`.
    """

    session_id: UUID
    account_id: UUID
    name: str
    email: str
    methods: tuple[str, ...]
    authenticated_at: datetime
    last_seen_at: datetime
    demonstration: bool
    confirmed_with: tuple[str, ...]
    memberships: tuple[ServedTenant, ...]
    expires_at: datetime
    limited: bool = False
    """The session was begun at an organisation's own provider, and opens that organisation alone."""
    may_change_ways: bool = True
    """Whether it may change how the account signs in: one that is limited may not, where there is anything to win."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInTenant:
    """The person that an account is in one tenant, and the tenant-wide roles that they hold."""

    person_id: UUID
    name: str
    roles: frozenset[str]
    unread: int = 0
    """How many of their notices they have not read."""
    passwords_allowed: bool = True
    """Whether the organisation lets people in by another way than its own provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePeriod:
    """A role held from `from_on` until the day before `to_on`."""

    id: UUID
    role: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person as lists show them; `roles` are those of the day asked about."""

    id: UUID
    name: str
    job_title: str | None
    email: str | None
    account_id: UUID | None
    joined_on: date
    left_on: date | None
    roles: tuple[str, ...]
    line_manager_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with every role that they ever held, newest first."""

    person: PersonLine
    periods: tuple[RolePeriod, ...]
    invited_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A live session of an account, for its holder to see and end."""

    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyLine:
    """A passkey of an account."""

    id: UUID
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways in that an account has."""

    password: bool
    totp: bool
    demonstration: bool
    passkeys: tuple[PasskeyLine, ...]
    providers: tuple[str, ...]

    @property
    def second_factor(self) -> bool:
        return self.totp or self.demonstration or bool(self.passkeys)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """An open invitation, as the invited see it."""

    id: UUID
    tenant_id: UUID
    tenant_slug: str
    tenant_name: str
    person_id: UUID
    name: str
    email: str
    has_account: bool


# Before a tenant is known


async def session_of(token: str, now: datetime) -> SignedIn | None:
    """Whose live session this token is, at real time `now`. Works in a transaction that has no tenant."""
    rows = await database.fetch(
        "SELECT s.id, s.account_id, s.methods, s.authenticated_at, s.last_seen_at, s.expires_at, "
        "  s.confirmed_with, "
        "  a.name, a.email, a.demonstration, ARRAY(SELECT ARRAY[m.tenant_slug, m.tenant_name, m.tenant_id::text] "
        "    FROM people_membership m "
        "    WHERE m.account_id = a.id AND m.ended_at IS NULL ORDER BY m.tenant_name, m.tenant_slug) AS serves, "
        "  a.password_hash IS NOT NULL OR EXISTS (SELECT FROM people_passkey k WHERE k.account_id = a.id "
        "    AND k.removed_at IS NULL) AS own_way "
        "FROM people_session s JOIN people_account a ON a.id = s.account_id "
        "WHERE s.token_hash = $1 AND s.ended_at IS NULL AND a.disabled_at IS NULL",
        seals.token_hash(token),
    )
    if not rows or not rules.session_lives(
        last_seen_at=rows[0]["last_seen_at"], expires_at=rows[0]["expires_at"], now=now
    ):
        return None
    row = rows[0]
    only = arrangements.limited_to(row["methods"])
    return SignedIn(
        session_id=row["id"],
        account_id=row["account_id"],
        name=row["name"],
        email=row["email"],
        methods=tuple(row["methods"]),
        authenticated_at=row["authenticated_at"],
        last_seen_at=row["last_seen_at"],
        demonstration=row["demonstration"],
        confirmed_with=tuple(row["confirmed_with"] or row["methods"]),
        memberships=tuple(
            ServedTenant(slug=slug, name=name)
            for slug, name, tenant_id in row["serves"]
            if only is None or tenant_id == str(only)
        ),
        expires_at=row["expires_at"],
        limited=only is not None,
        may_change_ways=only is None or not (row["own_way"] or len(row["serves"]) > 1),
    )


async def sessions_of(account_id: UUID, *, now: datetime) -> tuple[SessionLine, ...]:
    """The live sessions of an account, the latest first."""
    rows = await database.fetch(
        "SELECT id, device, created_at, last_seen_at FROM people_session WHERE account_id = $1 "
        "AND ended_at IS NULL AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC, id",
        account_id,
        now,
        now - rules.IDLE_WITHIN,
    )
    return tuple(SessionLine(**row) for row in rows)


async def ways_of(account_id: UUID) -> Ways:
    """How an account may sign in. Raises `NotFound`."""
    rows = await database.fetch(
        "SELECT password_hash IS NOT NULL AS password, totp_secret IS NOT NULL AS totp, "
        "  second_factor = 'demonstration' AS demonstration, "
        "  ARRAY(SELECT issuer FROM people_identity WHERE account_id = a.id ORDER BY issuer) AS providers "
        "FROM people_account a WHERE id = $1",
        account_id,
    )
    if not rows:
        raise NotFound("account")
    passkeys = await database.fetch(
        "SELECT id, name, added_at, last_used_at FROM people_passkey "
        "WHERE account_id = $1 AND removed_at IS NULL ORDER BY added_at, id",
        account_id,
    )
    traits = dict(rows[0])
    return Ways(
        **{**traits, "providers": tuple(traits["providers"])},
        passkeys=tuple(PasskeyLine(**row) for row in passkeys),
    )


async def invitation_of(token: str, *, now: datetime) -> InvitationView | None:
    """The open invitation that this token belongs to, at real time `now`."""
    rows = await database.fetch(
        "SELECT id, tenant_id, tenant_slug, tenant_name, person_id, name, email, "
        "  EXISTS (SELECT FROM people_account a WHERE a.email = i.email) AS has_account "
        "FROM people_invitation i WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2",
        seals.token_hash(token),
        now,
    )
    return InvitationView(**rows[0]) if rows else None


# Within a tenant


async def person_in(tenant_id: UUID, account_id: UUID, *, on: date) -> PersonInTenant | None:
    """Who an account is in the tenant of this transaction on a date; `None` before they joined and once they left."""
    rows = await database.fetch(
        f"SELECT p.id, p.name, {own.UNREAD} AS unread, "  # noqa: S608 - our own text
        "  NOT EXISTS (SELECT FROM people_provider o WHERE o.tenant_id = $1 AND NOT o.passwords_allowed) "
        "    AS passwords_allowed, "
        "  ARRAY(SELECT r.role FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id "
        "    AND r.from_on <= $3 AND (r.to_on IS NULL OR r.to_on > $3)) AS roles "
        "FROM people_person p WHERE p.tenant_id = $1 AND p.account_id = $2 "
        "  AND p.joined_on <= $3 AND (p.left_on IS NULL OR p.left_on > $3)",
        tenant_id,
        account_id,
        on,
    )
    if not rows:
        return None
    return PersonInTenant(
        person_id=rows[0]["id"],
        name=rows[0]["name"],
        roles=frozenset(rows[0]["roles"]),
        unread=rows[0]["unread"],
        passwords_allowed=rows[0]["passwords_allowed"],
    )


_PERSONS = """
SELECT p.id, p.name, p.job_title, p.email, p.account_id, p.joined_on, p.left_on, p.line_manager_id,
  ARRAY(SELECT r.role FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id
    AND r.from_on <= $2 AND (r.to_on IS NULL OR r.to_on > $2) ORDER BY r.role) AS roles
FROM people_person p WHERE p.tenant_id = $1
"""


async def people_of(
    scope: Scope, *, role: str | None = None, on: date | None = None, also_left: bool = False
) -> tuple[PersonLine, ...]:
    """The tenant's persons by name, with the roles held `on` a date (today by default).

    `role` narrows to its holders on that date; those who left by then are shown only if `also_left`.
    """
    rows = await database.fetch(
        f"SELECT * FROM ({_PERSONS} AND ($4 OR p.left_on IS NULL OR p.left_on > $2)) everyone "  # noqa: S608 - our own text
        "WHERE $3::text IS NULL OR $3 = ANY (roles) ORDER BY name, id",
        scope.tenant.id,
        on or scope.today,
        role,
        also_left,
    )
    return tuple(map(_line, rows))


async def persons_by_id(scope: Scope, ids: Collection[UUID]) -> dict[UUID, PersonLine]:
    """The persons of these ids, those who left too; an unknown id is simply missing."""
    rows = await database.fetch(
        f"{_PERSONS} AND p.id = ANY ($3)", scope.tenant.id, scope.today, list(set(ids))
    )
    return {row["id"]: _line(row) for row in rows}


async def is_managed_by(scope: Scope, *, person_id: UUID, manager_id: UUID) -> bool:
    """Whether `manager_id` manages a person, directly or through others; nobody manages themselves."""
    rows = await database.fetch(
        "WITH RECURSIVE above (id) AS ("
        "  SELECT line_manager_id FROM people_person WHERE tenant_id = $1 AND id = $2"
        "  UNION SELECT p.line_manager_id FROM people_person p JOIN above a ON p.id = a.id WHERE p.tenant_id = $1"
        ") SELECT 1 FROM above WHERE id = $3",
        scope.tenant.id,
        person_id,
        manager_id,
    )
    return bool(rows)


async def managed_by(scope: Scope, *, manager_id: UUID) -> tuple[PersonLine, ...]:
    """Whom somebody manages directly, by name."""
    return tuple(line for line in await people_of(scope) if line.line_manager_id == manager_id)


async def person_line_of(scope: Scope, *, person_id: UUID) -> PersonLine:
    """One person. Raises `NotFound`."""
    found = await persons_by_id(scope, [person_id])
    if person_id not in found:
        raise NotFound("person")
    return found[person_id]


async def person_of(scope: Scope, *, person_id: UUID, now: datetime) -> PersonView:
    """One person with the roles of all time; `now` is real time, for the invitation. Raises `NotFound`."""
    person = await person_line_of(scope, person_id=person_id)
    periods = await database.fetch(
        "SELECT id, role, from_on, to_on FROM people_role WHERE tenant_id = $1 AND person_id = $2 "
        "ORDER BY from_on DESC, role, id",
        scope.tenant.id,
        person_id,
    )
    invited = await database.fetch(
        "SELECT max(expires_at) AS until FROM people_invitation "
        "WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL AND expires_at > $3",
        scope.tenant.id,
        person_id,
        now,
    )
    return PersonView(
        person=person,
        periods=tuple(RolePeriod(**row) for row in periods),
        invited_until=invited[0]["until"],
    )


async def roles_of(scope: Scope, *, person_id: UUID, on: date) -> frozenset[str]:
    """The tenant-wide roles that a person holds on a date."""
    rows = await database.fetch(
        "SELECT role FROM people_role WHERE tenant_id = $1 AND person_id = $2 "
        "AND from_on <= $3 AND (to_on IS NULL OR to_on > $3)",
        scope.tenant.id,
        person_id,
        on,
    )
    return frozenset(row["role"] for row in rows)


def _line(row: Any) -> PersonLine:
    return PersonLine(**{**row, "roles": tuple(row["roles"])})


# Pauses are read in `pauses.py`; other rooms find them here, beside everything else that is asked of people.
paused_on, pauses_of, paused_days = pauses.paused_on, pauses.pauses_of, pauses.paused_days


async def invitations_until(scope: Scope) -> dict[UUID, datetime]:
    """Until when each person's newest invitation is good, or was: those who were invited and have not taken it up."""
    rows = await database.fetch(
        "SELECT person_id, max(expires_at) AS until FROM people_invitation "
        "WHERE tenant_id = $1 AND ended_at IS NULL GROUP BY person_id",
        scope.tenant.id,
    )
    return {row["person_id"]: row["until"] for row in rows}
