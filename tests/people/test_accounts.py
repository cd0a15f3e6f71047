"""Invitations, second factors and their changes, on the real database."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from backend.kit import database
from backend.ledger import queries as ledger
from backend.people import codes, operations, queries, rules, seals
from backend.people.operations.accounts import Invited
from backend.people.operations.codes import UnableToSetUpCodes
from backend.people.seals import Seal
from backend.scope import NotFound, OvertakenByAnother, Refusal, Scope, Tenant
from backend.tenancy import transactions
from tests.people.conftest import NOON, PASSWORD, Member, at_the_door
from tests.people.test_signing_in import holder_of, signed_in
from tests.scopes import a_scope

NEW_PASSWORD = "a gate of eleven copper kettles"


async def invited(scope: Scope, *, email: str | None = None) -> tuple[Invited, str]:
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Kim Invented")
        address = email or f"kim.{person_id}@demonstration.example"
        await operations.change_person(
            scope,
            person_id=person_id,
            name="Kim Invented",
            job_title=None,
            email=address,
            left_on=None,
            now=NOON,
        )
        return await operations.invite(scope, person_id=person_id, now=NOON), address


async def test_invited_person_sets_a_password_then_codes_and_is_in(scope: Scope, seal: Seal) -> None:
    invitation, address = await invited(scope)
    async with at_the_door():
        half_done = await operations.accept_invitation(
            invitation.token, password=NEW_PASSWORD, now=NOON, seal=seal
        )
    assert not half_done.ways.second_factor
    offer = operations.offer_codes(half_done.account_id, email=address, now=NOON, seal=seal)
    secret = offer.secret_in_words.replace(" ", "")
    async with at_the_door():
        done = await operations.set_up_codes(
            half_done,
            sealed=offer.sealed,
            code=codes.code_at(secret, int(NOON.timestamp()) // 30),
            device="",
            now=NOON,
            seal=seal,
        )
    found = await holder_of(done.token, NOON)
    assert found is not None and found.email == address and not found.demonstration
    assert [each.slug for each in found.memberships] == [scope.tenant.slug]
    async with transactions.scope_tx(scope):
        person = await queries.person_in(scope.tenant.id, found.account_id, on=scope.today)
        assert person is not None
        history = await ledger.history_of(scope, room="people", kind="person", record_id=person.person_id)
    assert [line.act for line in history][-2:] == ["people.person.invited", "people.account.given"]
    async with at_the_door():
        stored = await database.fetch(
            "SELECT totp_secret, password_hash FROM people_account WHERE id = $1", found.account_id
        )
    assert secret.encode() not in stored[0]["totp_secret"]
    assert stored[0]["password_hash"].startswith("$argon2id$")


async def test_invitation_is_used_once_and_for_72_hours(scope: Scope, seal: Seal) -> None:
    invitation, _ = await invited(scope)
    assert len(invitation.token) >= 43  # 256 bits
    late = NOON + timedelta(hours=72)
    async with at_the_door():
        assert await queries.invitation_of(invitation.token, now=late - timedelta(seconds=1)) is not None
        with pytest.raises(NotFound):
            await operations.accept_invitation(invitation.token, password=NEW_PASSWORD, now=late, seal=seal)
    async with at_the_door():
        await operations.accept_invitation(invitation.token, password=NEW_PASSWORD, now=NOON, seal=seal)
    async with at_the_door():
        with pytest.raises(NotFound):
            await operations.accept_invitation(invitation.token, password=NEW_PASSWORD, now=NOON, seal=seal)


async def test_two_who_accept_at_once_make_one_account(scope: Scope, seal: Seal) -> None:
    invitation, address = await invited(scope)

    async def accept() -> None:
        async with at_the_door():
            await operations.accept_invitation(invitation.token, password=NEW_PASSWORD, now=NOON, seal=seal)

    races = [asyncio.create_task(accept(), context=contextvars.Context()) for _ in range(3)]
    outcomes = await asyncio.gather(*races, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(isinstance(each, None.__class__ | OvertakenByAnother | Refusal) for each in outcomes)
    async with at_the_door():
        rows = await database.fetch("SELECT 1 FROM people_account WHERE email = $1", address)
    assert len(rows) == 1


async def test_second_invitation_ends_the_first(scope: Scope) -> None:
    first, address = await invited(scope)
    async with transactions.scope_tx(scope):
        person = next(line for line in await queries.people_of(scope) if line.email == address)
        second = await operations.invite(scope, person_id=person.id, now=NOON)
        assert await queries.invitation_of(first.token, now=NOON) is None
        assert await queries.invitation_of(second.token, now=NOON) is not None


async def test_easy_password_leaves_the_invitation_open_and_no_account(scope: Scope, seal: Seal) -> None:
    invitation, address = await invited(scope)
    with pytest.raises(rules.UnableToKeepPassword):
        async with at_the_door():
            await operations.accept_invitation(
                invitation.token, password="Kim-Invented-1", now=NOON, seal=seal
            )
    async with at_the_door():
        assert await queries.invitation_of(invitation.token, now=NOON) is not None
        assert not await database.fetch("SELECT 1 FROM people_account WHERE email = $1", address)


async def test_account_of_another_address_cannot_accept(
    scope: Scope, member: Callable[..., Awaitable[Member]], seal: Seal
) -> None:
    invitation, _ = await invited(scope)
    robin = await member()
    visitor = await holder_of(await signed_in(robin, seal=seal), NOON)
    assert visitor is not None
    async with at_the_door():
        with pytest.raises(Refusal, match="another address"):
            await operations.join_by_invitation(invitation.token, signed_in=visitor, now=NOON)


async def test_demonstration_account_cannot_accept_for_a_real_tenant(
    scope: Scope, member: Callable[..., Awaitable[Member]], seal: Seal
) -> None:
    robin = await member()
    invitation, _ = await invited(scope, email=robin.email)
    visitor = await holder_of(await signed_in(robin, seal=seal), NOON)
    assert visitor is not None
    with pytest.raises(Refusal, match="real organisation"):
        async with at_the_door():
            await operations.join_by_invitation(invitation.token, signed_in=visitor, now=NOON)


async def test_account_joins_a_second_tenant_by_invitation(
    found: Callable[..., Awaitable[Tenant]], member: Callable[..., Awaitable[Member]], seal: Seal
) -> None:
    robin = await member()
    second = a_scope(await found(demonstration=True))
    invitation, _ = await invited(second, email=robin.email)
    token = await signed_in(robin, seal=seal)
    visitor = await holder_of(token, NOON)
    assert visitor is not None
    async with at_the_door():
        with pytest.raises(Refusal, match="already"):
            await operations.accept_invitation(invitation.token, password=NEW_PASSWORD, now=NOON, seal=seal)
    async with at_the_door():
        slug = await operations.join_by_invitation(invitation.token, signed_in=visitor, now=NOON)
    assert slug == second.tenant.slug
    again = await holder_of(token, NOON)
    assert again is not None and len(again.memberships) == 2


async def test_key_is_set_up_only_for_whom_and_as_long_as_it_was_offered(
    member: Callable[..., Awaitable[Member]], seal: Seal
) -> None:
    robin, sam = await member(), await member()
    visitor = await holder_of(await signed_in(robin, seal=seal), NOON)
    assert visitor is not None

    async def add(account: Member, moment: datetime, code: str | None = None) -> None:
        offer = operations.offer_codes(account.account_id, email=account.email, now=NOON, seal=seal)
        secret = offer.secret_in_words.replace(" ", "")
        right = codes.code_at(secret, int(moment.timestamp()) // 30)
        async with at_the_door():
            await operations.add_codes(
                visitor, sealed=offer.sealed, code=code or right, now=moment, seal=seal
            )

    with pytest.raises(UnableToSetUpCodes, match="offered to you"):
        await add(sam, NOON)
    with pytest.raises(UnableToSetUpCodes, match="code is not right"):
        await add(robin, NOON, code="12")
    with pytest.raises(Refusal, match="Confirm that it is you"):
        await add(robin, NOON + timedelta(minutes=5))
    await add(robin, NOON)
    async with at_the_door():
        ways = await queries.ways_of(robin.account_id)
    assert ways.totp and not ways.demonstration


async def test_changing_the_password_ends_other_sessions(
    member: Callable[..., Awaitable[Member]], seal: Seal
) -> None:
    robin = await member()
    here, there = await signed_in(robin, seal=seal), await signed_in(robin, seal=seal)
    visitor = await holder_of(here, NOON)
    assert visitor is not None
    async with at_the_door():
        with pytest.raises(rules.UnableToKeepPassword):
            await operations.change_password(visitor, password="password1234", now=NOON)
        await operations.change_password(visitor, password=NEW_PASSWORD, now=NOON)
    assert await holder_of(here, NOON) is not None
    assert await holder_of(there, NOON) is None
    async with at_the_door():
        with pytest.raises(rules.UnableToSignIn):
            await operations.sign_in_with_password(
                email=robin.email, password=PASSWORD, go_to="/", address="x", now=NOON, seal=seal
            )


async def test_only_second_factor_is_not_taken_away(
    member: Callable[..., Awaitable[Member]], seal: Seal
) -> None:
    robin = await member()
    visitor = await holder_of(await signed_in(robin, seal=seal), NOON)
    assert visitor is not None
    async with at_the_door():
        with pytest.raises(UnableToSetUpCodes, match="only second factor"):
            await operations.remove_codes(visitor, now=NOON)


async def test_tokens_are_kept_as_hashes_alone(scope: Scope, seal: Seal) -> None:
    invitation, _ = await invited(scope)
    async with at_the_door():
        rows = await database.fetch(
            "SELECT token_hash FROM people_invitation WHERE tenant_id = $1", scope.tenant.id
        )
    assert rows[0]["token_hash"] == seals.token_hash(invitation.token)
