"""Accounts: invited, joined to a tenant, linked to a provider, closed. `now` is real time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit import database
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import passwords, queries, rules, seals
from backend.people.operations.codes import check_fresh, keep_secret
from backend.people.operations.persons import record_of
from backend.people.operations.sessions import end_other_sessions
from backend.people.operations.signing_in import HalfDone, wait_for_second_factor
from backend.people.providers import ProvenIdentity
from backend.people.queries import InvitationView, PersonLine, SignedIn
from backend.people.seals import Seal
from backend.people.tables import Person
from backend.scope import Actor, NotFound, OvertakenByAnother, Refusal, Scope
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions


class UnableToGiveAccount(Refusal):
    """An account that may not be given."""


class UnableToAcceptInvitation(Refusal):
    """An invitation that can't be accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation that was just made. The token is told once and kept nowhere."""

    token: str
    email: str
    expires_at: datetime


async def invite(scope: Scope, *, person_id: UUID, now: datetime) -> Invited:
    """Invite a person to their account: single use, bound to their address and this tenant, good for 72 hours.

    An earlier invitation of theirs ends.
    """
    person = await _person_without_account(scope, person_id)
    if person.email is None:
        raise UnableToGiveAccount("Enter the person's email address first: the invitation is bound to it.")
    await database.execute(
        "UPDATE people_invitation SET ended_at = $3 WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL",
        scope.tenant.id,
        person_id,
        now,
    )
    made = Invited(token=seals.new_token(), email=person.email, expires_at=now + rules.INVITED_WITHIN)
    await database.execute(
        "INSERT INTO people_invitation (id, token_hash, tenant_id, person_id, email, name, tenant_name, "
        "  tenant_slug, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new_id(),
        seals.token_hash(made.token),
        scope.tenant.id,
        person_id,
        person.email,
        person.name,
        scope.tenant.name,
        scope.tenant.slug,
        made.expires_at,
    )
    after = {"email": person.email, "expires_at": made.expires_at}
    await ledger.record(scope, "people.person.invited", record_of(person.id, person.name), after=after)
    return made


async def give_account(
    scope: Scope,
    *,
    person_id: UUID,
    password: str,
    now: datetime,
    email: str | None = None,
    totp_secret: str | None = None,
    seal: Seal | None = None,
) -> UUID:
    """Give a demonstration person an account at once. Returns the account's id.

    Without `totp_secret` (base 32, which needs `seal`), the second factor is the demonstration code that the sign-in
    page shows. An account that serves another demonstration already serves this one too, and keeps its password.
    A real tenant's people are invited: neither this nor the database gives them such an account.
    """
    if not scope.tenant.demonstration:
        raise UnableToGiveAccount("Only a demonstration gives accounts at once. Invite the person instead.")
    person = await _person_without_account(scope, person_id)
    address = rules.checked_email(email or person.email or "")
    known = await database.fetch("SELECT id, demonstration FROM people_account WHERE email = $1", address)
    if known and not known[0]["demonstration"]:
        raise UnableToGiveAccount("That email address belongs to a real account.", field="email")
    if known:
        account_id: UUID = known[0]["id"]
    else:
        rules.check_password(password, own_words=(person.name, address))
        account_id = await open_account(
            email=address,
            name=person.name,
            password_hash=await passwords.hash_of(password),
            demonstration=True,
            now=now,
        )
        if totp_secret is not None:
            assert seal is not None, "a secret is kept sealed"
            await keep_secret(account_id, totp_secret, last_step=None, seal=seal)
    await _join(scope, person=person, account_id=account_id)
    return account_id


async def accept_invitation(token: str, *, password: str, now: datetime, seal: Seal) -> HalfDone:
    """Open an account with a password. It has no second factor yet, so the sign-in is half done.

    Runs in a transaction without a tenant, and enters the one that invited.
    """
    invitation = await _open_invitation(token, now=now)
    if invitation.has_account:
        raise UnableToAcceptInvitation("There is an account with this address already. Sign in to accept.")
    rules.check_password(password, own_words=(invitation.name, invitation.email, invitation.tenant_name))
    account_id = await open_account(
        email=invitation.email,
        name=invitation.name,
        password_hash=await passwords.hash_of(password),
        demonstration=False,
        now=now,
    )
    await _use_invitation(invitation, account_id=account_id, now=now)
    return await wait_for_second_factor(
        account_id, methods=("password",), go_to=f"/t/{invitation.tenant_slug}", now=now, seal=seal
    )


async def join_by_invitation(token: str, *, signed_in: SignedIn, now: datetime) -> str:
    """Let an account that exists serve one more tenant. Returns the tenant's word for addresses."""
    invitation = await _open_invitation(token, now=now)
    if invitation.email != signed_in.email:
        raise UnableToAcceptInvitation("This invitation was sent to another address than your account's.")
    await _use_invitation(
        invitation, account_id=signed_in.account_id, now=now, demonstration=signed_in.demonstration
    )
    return invitation.tenant_slug


async def join_by_identity(
    token: str, *, identity: ProvenIdentity, now: datetime, tenant_id: UUID | None = None
) -> None:
    """Open an account without a password for whoever an identity provider vouches for, and accept.

    `tenant_id`: it is that tenant's own provider, which opens accounts of nobody whom another tenant invited.
    """
    invitation = await _open_invitation(token, now=now)
    if tenant_id is not None and invitation.tenant_id != tenant_id:
        raise NotFound("invitation")
    if invitation.has_account:
        raise UnableToAcceptInvitation("There is an account with this address already. Sign in to accept.")
    account_id = await open_account(
        email=invitation.email, name=invitation.name, password_hash=None, demonstration=False, now=now
    )
    await _link(account_id, identity, now=now)
    await _use_invitation(invitation, account_id=account_id, now=now)


async def link_identity(signed_in: SignedIn, *, identity: ProvenIdentity, now: datetime) -> None:
    """Let a provider's identity sign in to the account of somebody who just proved who they are."""
    check_fresh(signed_in, now=now)
    await _link(signed_in.account_id, identity, now=now)


async def change_password(signed_in: SignedIn, *, password: str, now: datetime) -> None:
    """Set a new password for somebody who just proved who they are; other sessions end."""
    check_fresh(signed_in, now=now)
    rules.check_password(password, own_words=(signed_in.name, signed_in.email))
    await database.execute(
        "UPDATE people_account SET password_hash = $2 WHERE id = $1",
        signed_in.account_id,
        await passwords.hash_of(password),
    )
    await end_other_sessions(signed_in.account_id, kept=signed_in.session_id, now=now)


async def disable_account(account_id: UUID, *, now: datetime) -> None:
    """Close an account and end its sessions, everywhere and at once. For whoever runs the installation."""
    await database.execute("UPDATE people_account SET disabled_at = $2 WHERE id = $1", account_id, now)
    await end_other_sessions(account_id, kept=None, now=now)


async def copy_tenant_name(scope: Scope) -> None:
    """Bring the copies of the tenant's name and word in memberships into step, after they changed."""
    await database.execute(
        "UPDATE people_membership SET tenant_slug = $2, tenant_name = $3 WHERE tenant_id = $1",
        scope.tenant.id,
        scope.tenant.slug,
        scope.tenant.name,
    )


async def _person_without_account(scope: Scope, person_id: UUID) -> PersonLine:
    person = await queries.person_line_of(scope, person_id=person_id)
    if person.account_id is not None:
        raise UnableToGiveAccount(f"{person.name} has an account already.")
    if person.left_on is not None and person.left_on <= scope.today:
        raise UnableToGiveAccount(f"{person.name} has left.")
    return person


async def _open_invitation(token: str, *, now: datetime) -> InvitationView:
    invitation = await queries.invitation_of(token, now=now)
    if invitation is None:
        raise NotFound("invitation")
    return invitation


async def _use_invitation(
    invitation: InvitationView, *, account_id: UUID, now: datetime, demonstration: bool = False
) -> None:
    """Enter the tenant that invited, spend the invitation and join; of two who try at once, one is too late."""
    await transactions.enter(invitation.tenant_id)
    spent = await database.fetch(
        "UPDATE people_invitation SET ended_at = $3 "
        "WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id",
        invitation.tenant_id,
        invitation.id,
        now,
    )
    if not spent:
        raise OvertakenByAnother("This invitation was used a moment ago.")
    found = await tenancy.tenant_by_id(invitation.tenant_id)
    assert found is not None
    if demonstration and not found.tenant.demonstration:
        raise UnableToAcceptInvitation("A demonstration account can't serve a real organisation.")
    actor = Actor(name=invitation.name, person_id=invitation.person_id, account_id=account_id)
    scope = Scope(
        tenant=found.tenant, actor=actor, now=now + found.clock_offset, request_id=str(invitation.id)
    )
    person = await _person_without_account(scope, invitation.person_id)
    await _join(scope, person=person, account_id=account_id)


async def open_account(
    *, email: str, name: str, password_hash: str | None, demonstration: bool, now: datetime
) -> UUID:
    """Open an account whose address was proven. Returns its id. Raises OvertakenByAnother where there is one."""
    account_id = new_id()
    made = await database.fetch(
        "INSERT INTO people_account (id, email, name, demonstration, second_factor, password_hash, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING RETURNING id",
        account_id,
        email,
        name,
        demonstration,
        "demonstration" if demonstration else "own",
        password_hash,
        now,
    )
    if not made:
        raise OvertakenByAnother("There is an account with this address already.")
    return account_id


async def _join(scope: Scope, *, person: PersonLine, account_id: UUID) -> None:
    """Let the account be this person, and serve the tenant."""
    taken = await database.fetch(
        "SELECT name FROM people_person WHERE tenant_id = $1 AND account_id = $2", scope.tenant.id, account_id
    )
    if taken:
        raise UnableToGiveAccount(f"That account is {taken[0]['name']}'s already.", field="email")
    await Person.change(scope, account_id=account_id).where(Person.id == person.id)
    await database.execute(
        "INSERT INTO people_membership (account_id, tenant_id, person_id, tenant_slug, tenant_name) "
        "VALUES ($1, $2, $3, $4, $5)",
        account_id,
        scope.tenant.id,
        person.id,
        scope.tenant.slug,
        scope.tenant.name,
    )
    after = {"account": account_id}
    await ledger.record(scope, "people.account.given", record_of(person.id, person.name), after=after)


async def _link(account_id: UUID, identity: ProvenIdentity, *, now: datetime) -> None:
    linked = await database.fetch(
        "INSERT INTO people_identity (id, account_id, issuer, subject, linked_at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (issuer, subject) DO NOTHING RETURNING id",
        new_id(),
        account_id,
        identity.issuer,
        identity.subject,
        now,
    )
    if not linked:
        raise UnableToAcceptInvitation("That sign-in belongs to an account already.")
