"""Passwords, codes, sessions and limits, on the real database, at moments that are passed in."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import asyncpg
import pytest
from argon2 import Parameters, extract_parameters

from backend.kit import database
from backend.people import codes, operations, passwords, queries, rules, seals
from backend.people.operations.signing_in import Complete, HalfDone
from backend.people.seals import Seal
from backend.scope import NotFound, Refusal, Tenant
from backend.tenancy import transactions
from tests.people.conftest import NOON, PASSWORD, Member, at_the_door
from tests.scopes import a_scope

MakeMember = Callable[..., Awaitable[Member]]
SECRET = codes.new_secret()
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def code_at(moment: datetime) -> str:
    return codes.code_at(SECRET, int(moment.timestamp()) // 30)


async def give_password(
    email: str, password: str = PASSWORD, *, seal: Seal, now: datetime = NOON, address: str = "192.0.2.1"
) -> HalfDone:
    """The first step, committed whether it is refused or not, as the page does it."""
    refusal: Refusal | None = None
    async with at_the_door():
        try:
            return await operations.sign_in_with_password(
                email=email, password=password, go_to="/t/north", address=address, now=now, seal=seal
            )
        except rules.UnableToSignIn as refused:
            refusal = refused
    raise refusal


async def give_code(
    half_done: HalfDone, code: str, *, seal: Seal, now: datetime = NOON, address: str = "192.0.2.1"
) -> Complete:
    refusal: Refusal | None = None
    async with at_the_door():
        try:
            return await operations.sign_in_with_code(
                half_done, code=code, address=address, device=AGENT, now=now, seal=seal
            )
        except rules.UnableToSignIn as refused:
            refusal = refused
    raise refusal


async def signed_in(member: Member, *, seal: Seal, now: datetime = NOON) -> str:
    half_done = await give_password(member.email, seal=seal, now=now)
    return (await give_code(half_done, rules.DEMONSTRATION_CODE, seal=seal, now=now)).token


async def holder_of(token: str, now: datetime) -> queries.SignedIn | None:
    async with database.DB.transaction_with({}, readonly=True):
        return await queries.session_of(token, now)


async def test_person_signs_in_with_password_and_code_and_finds_their_tenants(
    member: MakeMember, seal: Seal
) -> None:
    robin = await member(totp=SECRET)
    half_done = await give_password(robin.email.upper(), seal=seal)
    assert await holder_of(half_done.token, NOON) is None  # half a sign-in opens nothing
    done = await give_code(half_done, code_at(NOON), seal=seal)
    found = await holder_of(done.token, NOON)
    assert found is not None
    assert (found.account_id, found.email, found.methods) == (
        robin.account_id,
        robin.email,
        ("password", "totp"),
    )
    assert found.authenticated_at == NOON
    assert found.memberships == (queries.ServedTenant(slug=robin.tenant.slug, name=robin.tenant.name),)
    assert done.go_to == "/t/north"


async def test_code_signs_in_once_only(member: MakeMember, seal: Seal) -> None:
    robin = await member(totp=SECRET)
    await give_code(await give_password(robin.email, seal=seal), code_at(NOON), seal=seal)
    again = await give_password(robin.email, seal=seal)
    with pytest.raises(rules.UnableToSignIn, match="used already"):
        await give_code(again, code_at(NOON), seal=seal)


async def test_half_done_sign_in_is_finished_once_and_within_ten_minutes(
    member: MakeMember, seal: Seal
) -> None:
    robin = await member()
    half_done = await give_password(robin.email, seal=seal)
    await give_code(half_done, rules.DEMONSTRATION_CODE, seal=seal)
    with pytest.raises(rules.UnableToSignIn, match="Sign in again"):
        await give_code(half_done, rules.DEMONSTRATION_CODE, seal=seal)
    late = await give_password(robin.email, seal=seal)
    async with at_the_door():
        assert await operations.half_done_of(late.token, now=NOON + timedelta(minutes=10), seal=seal) is None


async def test_racers_with_one_code_get_one_session(member: MakeMember, seal: Seal) -> None:
    robin = await member(totp=SECRET)
    halves = [await give_password(robin.email, seal=seal) for _ in range(4)]
    races = [
        asyncio.create_task(give_code(half, code_at(NOON), seal=seal), context=contextvars.Context())
        for half in halves
    ]
    outcomes = await asyncio.gather(*races, return_exceptions=True)
    assert sum(isinstance(outcome, Complete) for outcome in outcomes) == 1
    assert all(isinstance(outcome, Complete | rules.UnableToSignIn) for outcome in outcomes)


async def test_demonstration_code_opens_no_account_with_codes_of_its_own(
    member: MakeMember, seal: Seal
) -> None:
    robin = await member(totp=SECRET)
    with pytest.raises(rules.UnableToSignIn):
        await give_code(await give_password(robin.email, seal=seal), rules.DEMONSTRATION_CODE, seal=seal)


async def test_unknown_address_and_wrong_password_get_the_same_words(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    for email, password in (
        (robin.email, "another long password"),
        ("nobody@demonstration.example", PASSWORD),
    ):
        with pytest.raises(rules.UnableToSignIn) as refusal:
            await give_password(email, password, seal=seal, address=f"addr {email}")
        assert refusal.value.sentence == rules.NOT_RECOGNISED
        assert refusal.value.status == 422


async def test_unknown_address_costs_what_a_known_one_does(
    member: MakeMember, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One verification of a hash made at the same cost: the part of the answer that takes time to be seen."""
    verified: list[Parameters] = []

    def verify(known_hash: str, password: str) -> bool:
        verified.append(extract_parameters(known_hash))
        return is_right(known_hash, password)

    is_right = passwords._verify
    monkeypatch.setattr(passwords, "_verify", verify)
    robin = await member()
    for email in (robin.email, "nobody@demonstration.example"):
        with pytest.raises(rules.UnableToSignIn):
            await give_password(email, "another long password", seal=seal, address=f"addr {email}")
    known, unknown = verified
    assert known == unknown


async def test_five_failures_make_even_the_right_password_wait(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    for _ in range(rules.FREE_FAILURES):
        with pytest.raises(rules.UnableToSignIn):
            await give_password(robin.email, "another long password", seal=seal, address="192.0.2.7")
    with pytest.raises(rules.TooManyAttempts, match="1 minute") as refusal:
        await give_password(robin.email, seal=seal, address="198.51.100.1")
    assert refusal.value.status == 429
    await give_password(robin.email, seal=seal, now=NOON + timedelta(seconds=30))


async def test_unknown_addresses_wait_just_like_known_ones(db: database.Database, seal: Seal) -> None:
    for _ in range(rules.FREE_FAILURES):
        with pytest.raises(rules.UnableToSignIn):
            await give_password("ghost@demonstration.example", seal=seal, address="192.0.2.8")
    with pytest.raises(rules.TooManyAttempts):
        await give_password("ghost@demonstration.example", seal=seal, address="192.0.2.8")


async def test_success_forgives_earlier_failures(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    for round_of in range(2):
        for second in range(rules.FREE_FAILURES - 1):
            with pytest.raises(rules.UnableToSignIn, match="not right"):
                await give_password(
                    robin.email,
                    "another long password",
                    seal=seal,
                    now=NOON + timedelta(minutes=round_of, seconds=second),
                )
        await give_password(robin.email, seal=seal, now=NOON + timedelta(minutes=round_of, seconds=30))


async def test_five_wrong_codes_make_the_right_one_wait(member: MakeMember, seal: Seal) -> None:
    robin = await member(totp=SECRET)
    half_done = await give_password(robin.email, seal=seal)
    for _ in range(rules.FREE_FAILURES):
        with pytest.raises(rules.UnableToSignIn):
            await give_code(half_done, "000000", seal=seal)
    with pytest.raises(rules.TooManyAttempts):
        await give_code(half_done, code_at(NOON), seal=seal)
    later = NOON + timedelta(seconds=31)
    await give_code(half_done, code_at(later), seal=seal, now=later)


async def test_one_address_that_tries_many_accounts_has_to_wait(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    async with at_the_door():
        for number in range(rules.FAILURES_FROM_ADDRESS):
            await database.execute(
                "INSERT INTO people_attempt (id, at, kind, subject, address, succeeded) "
                "VALUES (gen_random_uuid(), $1, 'password', $2, '203.0.113.9', false)",
                NOON,
                seal.digest(f"{number}"),
            )
    with pytest.raises(rules.TooManyAttempts, match="15 minutes"):
        await give_password(robin.email, seal=seal, address="203.0.113.9")
    await give_password(robin.email, seal=seal, address="203.0.113.10")


async def test_attempts_hold_no_address_of_email(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    with pytest.raises(rules.UnableToSignIn):
        await give_password(robin.email, "another long password", seal=seal)
    async with at_the_door():
        rows = await database.fetch("SELECT * FROM people_attempt WHERE account_id = $1", robin.account_id)
    assert len(rows) == 1
    assert robin.email not in str(dict(rows[0]))


async def test_session_idles_out_after_an_hour_and_use_keeps_it(member: MakeMember, seal: Seal) -> None:
    token = await signed_in(await member(), seal=seal)
    later = NOON + timedelta(minutes=59)
    assert await holder_of(token, later) is not None
    async with at_the_door():
        await operations.touch_session(token, now=later)
    assert await holder_of(token, later + timedelta(minutes=59)) is not None
    assert await holder_of(token, later + timedelta(minutes=60)) is None


async def test_session_ends_after_twelve_hours_however_much_it_is_used(
    member: MakeMember, seal: Seal
) -> None:
    token = await signed_in(await member(), seal=seal)
    moment = NOON
    while moment < NOON + timedelta(hours=11, minutes=30):
        moment += timedelta(minutes=30)
        async with at_the_door():
            await operations.touch_session(token, now=moment)
    assert await holder_of(token, NOON + timedelta(hours=11, minutes=59)) is not None
    assert await holder_of(token, NOON + timedelta(hours=12)) is None


async def test_touch_writes_once_a_minute_at_most(member: MakeMember, seal: Seal) -> None:
    token = await signed_in(await member(), seal=seal)
    async with at_the_door():
        await operations.touch_session(token, now=NOON + timedelta(seconds=59))
        rows = await database.fetch(
            "SELECT last_seen_at FROM people_session WHERE token_hash = $1", seals.token_hash(token)
        )
    assert rows[0]["last_seen_at"] == NOON


async def test_sign_out_ends_the_session_on_the_server(member: MakeMember, seal: Seal) -> None:
    token = await signed_in(await member(), seal=seal)
    async with at_the_door():
        await operations.sign_out(token, now=NOON)
    assert await holder_of(token, NOON) is None
    async with at_the_door():
        await operations.touch_session(token, now=NOON + timedelta(minutes=5))
    assert await holder_of(token, NOON + timedelta(minutes=5)) is None


async def test_holder_ends_another_of_their_sessions_but_nobody_elses(member: MakeMember, seal: Seal) -> None:
    robin, sam = await member(), await member()
    here, there = await signed_in(robin, seal=seal), await signed_in(robin, seal=seal)
    there_id = (await holder_of(there, NOON)).session_id  # type: ignore[union-attr]
    async with at_the_door():
        with pytest.raises(NotFound):
            await operations.end_session(sam.account_id, session_id=there_id, now=NOON)
        assert len(await queries.sessions_of(robin.account_id, now=NOON)) == 2
        await operations.end_session(robin.account_id, session_id=there_id, now=NOON)
        left = await queries.sessions_of(robin.account_id, now=NOON)
    assert [line.device for line in left] == ["Firefox on Linux"]
    assert await holder_of(there, NOON) is None
    assert await holder_of(here, NOON) is not None


async def test_confirming_gives_a_new_token_and_the_same_last_hour(member: MakeMember, seal: Seal) -> None:
    token = await signed_in(await member(), seal=seal)
    later = NOON + timedelta(minutes=30)
    before = await holder_of(token, later)
    assert before is not None and not rules.is_fresh(before.authenticated_at, now=later)
    async with at_the_door():
        renewed = await operations.confirm_by_code(
            before, token=token, code=rules.DEMONSTRATION_CODE, address="192.0.2.1", now=later, seal=seal
        )
    after = await holder_of(renewed, later)
    assert after is not None and after.authenticated_at == later
    assert await holder_of(token, later) is None
    async with at_the_door():
        await operations.touch_session(renewed, now=NOON + timedelta(hours=11, minutes=59))
    assert await holder_of(renewed, NOON + timedelta(hours=12)) is None


async def test_closed_account_loses_its_sessions_and_its_password(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    token = await signed_in(robin, seal=seal)
    half_done = await give_password(robin.email, seal=seal)
    async with at_the_door():
        await operations.disable_account(robin.account_id, now=NOON)
    assert await holder_of(token, NOON) is None
    with pytest.raises(rules.UnableToSignIn, match="email address or password"):
        await give_password(robin.email, seal=seal)
    with pytest.raises(rules.UnableToSignIn):
        await give_code(half_done, rules.DEMONSTRATION_CODE, seal=seal)


async def test_person_who_left_is_nobody_in_the_tenant(member: MakeMember, seal: Seal) -> None:
    robin = await member()
    token = await signed_in(robin, seal=seal)
    async with transactions.scope_tx(robin.scope):
        today = robin.scope.today
        assert await queries.person_in(robin.tenant.id, robin.account_id, on=today) is not None
        assert (
            await queries.person_in(robin.tenant.id, robin.account_id, on=today - timedelta(days=1)) is None
        )
        await operations.change_person(
            robin.scope,
            person_id=robin.person_id,
            name="Robin Invented",
            job_title=None,
            email=None,
            left_on=today,
            now=NOON,
        )
        assert await queries.person_in(robin.tenant.id, robin.account_id, on=today) is None
    found = await holder_of(token, NOON)
    assert found is not None and found.memberships == ()


async def test_one_account_serves_two_demonstrations(
    member: MakeMember, found: Callable[..., Awaitable[Tenant]], seal: Seal
) -> None:
    robin = await member()
    second = a_scope(await found(demonstration=True))
    async with transactions.scope_tx(second):
        person_id = await operations.add_person(second, name="Robin Invented", email=robin.email)
        account_id = await operations.give_account(second, person_id=person_id, password="x" * 20, now=NOON)
        again = await operations.add_person(second, name="Robin Again", email=robin.email)
        with pytest.raises(Refusal, match="already"):
            await operations.give_account(second, person_id=again, password="x" * 20, now=NOON)
    assert account_id == robin.account_id
    person = await holder_of(await signed_in(robin, seal=seal), NOON)
    assert person is not None
    assert {each.slug for each in person.memberships} == {robin.tenant.slug, second.tenant.slug}


async def test_real_tenant_gives_no_account_at_once(
    found: Callable[..., Awaitable[Tenant]], seal: Seal
) -> None:
    scope = a_scope(await found(demonstration=False))
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Robin Invented", email="r@demonstration.example")
        with pytest.raises(Refusal, match="Only a demonstration"):
            await operations.give_account(scope, person_id=person_id, password=PASSWORD, now=NOON)


async def test_database_refuses_a_demonstration_account_in_a_real_tenant(
    member: MakeMember, found: Callable[..., Awaitable[Tenant]]
) -> None:
    robin = await member()
    scope = a_scope(await found(demonstration=False))
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="demonstration account"):
        async with transactions.scope_tx(scope):
            person_id = await operations.add_person(scope, name="Robin Invented")
            await database.execute(
                "INSERT INTO people_membership VALUES ($1, $2, $3, 'slug', 'name')",
                robin.account_id,
                scope.tenant.id,
                person_id,
            )


async def test_no_account_becomes_a_demonstrations_later(member: MakeMember) -> None:
    robin = await member()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with at_the_door():
            await database.execute(
                "UPDATE people_account SET demonstration = false WHERE id = $1", robin.account_id
            )


async def test_tenant_writes_no_membership_of_another(
    member: MakeMember, found: Callable[..., Awaitable[Tenant]]
) -> None:
    robin, sam = await member(), await member()
    async with transactions.scope_tx(sam.scope):
        tag = await database.execute(
            "UPDATE people_membership SET ended_at = $2 WHERE account_id = $1", robin.account_id, NOON
        )
    assert tag == "UPDATE 0"


async def test_changed_name_of_a_tenant_reaches_the_list_of_tenants(member: MakeMember, seal: Seal) -> None:
    from dataclasses import replace

    robin = await member()
    renamed = replace(robin.scope, tenant=replace(robin.tenant, name="NHS North East (invented)"))
    async with transactions.scope_tx(renamed):
        await operations.copy_tenant_name(renamed)
    async with at_the_door():
        rows = await database.fetch(
            "SELECT tenant_name FROM people_membership WHERE account_id = $1 AND ended_at IS NULL",
            robin.account_id,
        )
    assert [row["tenant_name"] for row in rows] == ["NHS North East (invented)"]
