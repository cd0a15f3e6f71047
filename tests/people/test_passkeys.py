"""Passkeys, with a device in software and the real database."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.kit import database
from backend.people import operations, queries, rules
from backend.people.operations.signing_in import Complete
from backend.people.passkeys import Place
from backend.people.seals import Seal
from backend.scope import Refusal
from tests.people.authenticator import Authenticator
from tests.people.conftest import NOON, PLACE, Member, at_the_door
from tests.people.test_signing_in import holder_of, signed_in

MakeMember = Callable[..., Awaitable[Member]]


async def visitor_of(member: Member, seal: Seal) -> tuple[str, queries.SignedIn]:
    token = await signed_in(member, seal=seal)
    visitor = await holder_of(token, NOON)
    assert visitor is not None
    return token, visitor


async def register(member: Member, device: Authenticator, seal: Seal) -> queries.SignedIn:
    """Add the device's passkey to the member's account."""
    _, visitor = await visitor_of(member, seal)
    async with at_the_door():
        question = await operations.ask_for_new_passkey(
            member.account_id, email=member.email, name="Robin", place=PLACE, now=NOON, seal=seal
        )
        await operations.add_passkey(
            visitor, device.make(question), label="My phone", place=PLACE, now=NOON, seal=seal
        )
    return visitor


async def use(
    device: Authenticator, seal: Seal, *, question: dict[str, Any] | None = None, now: datetime = NOON
) -> Complete:
    """Sign in with the device, committed whether refused or not."""
    refusal: Refusal | None = None
    async with at_the_door():
        asked = question or await operations.ask_for_passkey(place=PLACE, now=now, seal=seal)
        try:
            return await operations.sign_in_with_passkey(
                device.use(asked), place=PLACE, go_to="/", address="192.0.2.1", device="", now=now, seal=seal
            )
        except rules.UnableToSignIn as refused:
            refusal = refused
    raise refusal


async def test_passkey_alone_is_a_complete_sign_in(member: MakeMember, seal: Seal) -> None:
    robin, device = await member(), Authenticator()
    await register(robin, device, seal)
    device.count = 2
    found = await holder_of((await use(device, seal)).token, NOON)
    assert found is not None and found.account_id == robin.account_id
    assert found.methods == ("passkey",)
    async with at_the_door():
        ways = await queries.ways_of(robin.account_id)
    assert [(each.name, each.last_used_at) for each in ways.passkeys] == [("My phone", NOON)]


async def test_question_is_answered_once_and_within_ten_minutes(member: MakeMember, seal: Seal) -> None:
    robin, device = await member(), Authenticator(count=0)
    await register(robin, device, seal)
    async with at_the_door():
        question = await operations.ask_for_passkey(place=PLACE, now=NOON, seal=seal)
        stale = await operations.ask_for_passkey(place=PLACE, now=NOON, seal=seal)
    await use(device, seal, question=question)
    with pytest.raises(rules.UnableToSignIn):
        await use(device, seal, question=question)
    with pytest.raises(rules.UnableToSignIn):
        await use(device, seal, question=stale, now=NOON + timedelta(minutes=10))


@pytest.mark.parametrize(
    "fault",
    [
        {"origin": "https://probity.example.evil.example"},
        {"origin": "http://probity.example"},
        {"origin": "https://probity.example:444"},
        {"host": "example"},
        {"verifies": False},
    ],
)
async def test_passkey_of_another_place_or_without_its_holder_is_refused(
    member: MakeMember, seal: Seal, fault: dict[str, Any]
) -> None:
    robin, device = await member(), Authenticator()
    await register(robin, device, seal)
    bad = Authenticator(credential_id=device.credential_id, key=device.key, count=5, **fault)
    with pytest.raises(rules.UnableToSignIn):
        await use(bad, seal)
    with pytest.raises(Refusal):
        await register(await member(), Authenticator(**fault), seal)
    device.count = 6
    await use(device, seal)


async def test_count_that_fell_is_refused_and_logged(
    member: MakeMember, seal: Seal, caplog: pytest.LogCaptureFixture
) -> None:
    robin, device = await member(), Authenticator(count=7)
    await register(robin, device, seal)
    device.count = 3
    with caplog.at_level(logging.WARNING, "probity.people"), pytest.raises(rules.UnableToSignIn):
        await use(device, seal)
    assert "was refused" in caplog.text


async def test_another_key_under_a_known_name_is_refused(member: MakeMember, seal: Seal) -> None:
    robin, device = await member(), Authenticator()
    await register(robin, device, seal)
    with pytest.raises(rules.UnableToSignIn):
        await use(Authenticator(credential_id=device.credential_id, count=9), seal)
    with pytest.raises(rules.UnableToSignIn):
        await use(Authenticator(), seal)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"rawId": 7},
        {"rawId": "a", "response": {}},
        {"rawId": "AAAA", "response": {"clientDataJSON": "e30"}},
        {"rawId": "AAAA", "response": None},
        {"id": "AAAA", "rawId": "AAAA", "type": "x", "response": {"clientDataJSON": "!"}},
    ],
)
async def test_nonsense_is_refused_like_any_wrong_answer(
    db: database.Database, seal: Seal, answer: dict[str, Any]
) -> None:
    async with at_the_door():
        with pytest.raises(rules.UnableToSignIn):
            await operations.sign_in_with_passkey(
                answer, place=PLACE, go_to="/", address="x", device="", now=NOON, seal=seal
            )


async def test_question_put_to_one_account_is_not_answered_by_another(member: MakeMember, seal: Seal) -> None:
    robin, sam = await member(), await member()
    robins, sams = Authenticator(count=0), Authenticator(count=0)
    await register(robin, robins, seal)
    await register(sam, sams, seal)
    async with at_the_door():
        question = await operations.ask_for_passkey(
            account_id=robin.account_id, place=PLACE, now=NOON, seal=seal
        )
    with pytest.raises(rules.UnableToSignIn):
        await use(sams, seal, question=question)


async def test_confirming_takes_ones_own_passkey_alone(member: MakeMember, seal: Seal) -> None:
    robin, sam = await member(), await member()
    robins, sams = Authenticator(count=0), Authenticator(count=0)
    await register(robin, robins, seal)
    await register(sam, sams, seal)
    token, visitor = await visitor_of(robin, seal)
    later = NOON + timedelta(minutes=20)
    async with at_the_door():
        for device, taken in ((sams, False), (robins, True)):
            question = await operations.ask_for_passkey(place=PLACE, now=later, seal=seal)
            confirming = operations.confirm_by_passkey(
                visitor, device.use(question), token=token, place=PLACE, address="x", now=later, seal=seal
            )
            if taken:
                renewed = await confirming
            else:
                with pytest.raises(rules.UnableToSignIn):
                    await confirming
    found = await holder_of(renewed, later)
    assert found is not None and found.authenticated_at == later and "passkey" in found.methods


async def test_passkey_is_added_after_fresh_proof_and_once(member: MakeMember, seal: Seal) -> None:
    robin, device = await member(), Authenticator()
    visitor = await register(robin, device, seal)
    with pytest.raises(Refusal, match="here already"):
        await register(await member(), device, seal)
    late = NOON + timedelta(minutes=6)
    async with at_the_door():
        question = await operations.ask_for_new_passkey(
            robin.account_id, email=robin.email, name="Robin", place=PLACE, now=late, seal=seal
        )
        with pytest.raises(Refusal, match="Confirm that it is you"):
            await operations.add_passkey(
                visitor, Authenticator().make(question), label="", place=PLACE, now=late, seal=seal
            )


async def test_removed_passkey_signs_nobody_in(member: MakeMember, seal: Seal) -> None:
    robin, device = await member(), Authenticator(count=0)
    visitor = await register(robin, device, seal)
    async with at_the_door():
        passkey = (await queries.ways_of(robin.account_id)).passkeys[0]
        await operations.remove_passkey(visitor, passkey_id=passkey.id, now=NOON)
    with pytest.raises(rules.UnableToSignIn):
        await use(device, seal)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://probity.example.nhs.uk", Place("probity.example.nhs.uk", "https://probity.example.nhs.uk")),
        ("http://localhost:8014", Place("localhost", "http://localhost:8014")),
        ("http://127.0.0.1:8014", None),
        ("http://[::1]:8014", None),
    ],
)
def test_passkeys_are_good_where_browsers_make_them(address: str, place: Place | None) -> None:
    assert Place.of(address) == place
