"""Proof of who it is before an act of weight: how long it lasts, how it is told, and what is kept meanwhile."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.kit import database
from backend.kit.clock import real_now
from backend.people import rules
from backend.people.operations import journeys, step_up
from backend.people.providers import ProvenIdentity
from backend.people.seals import Seal
from tests.people.conftest import Member

MakeMember = Callable[..., Awaitable[Member]]


def test_one_proof_covers_a_sitting_of_ten_minutes() -> None:
    at = real_now()

    def covers(minutes: float) -> bool:
        return rules.is_fresh(at, now=at + timedelta(minutes=minutes), within=rules.SITTING_WITHIN)

    assert covers(0) and covers(9.9)
    assert not covers(10) and not covers(600)


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        (("passkey",), "with a passkey on"),
        (("password", "totp"), "with a password and a code from their own device on"),
        (("provider", "pwd", "mfa"), "with their organisation’s sign-in on"),
        (("password", "demonstration"), "with a password and the code of the demonstration on"),
        (("unheard-of",), "with their session on"),
    ],
)
def test_proof_is_told_in_words(methods: tuple[str, ...], words: str) -> None:
    told = rules.proof_in_words(methods, at=real_now())

    assert told.startswith("Proved who they are ") and words in told


async def test_words_are_kept_for_their_writer_on_their_page_alone(member: MakeMember, seal: Seal) -> None:
    robin, other = await member(), await member()
    now = real_now()
    values = {"question": "What does it cost?"}

    async with database.DB.transaction_with({}):
        token = await step_up.keep_words(
            robin.account_id, path="/t/x/papers/1", values=values, seal=seal, now=now
        )

    async def kept(account: Any, path: str = "/t/x/papers/1", minutes: int = 0, given: str = token) -> Any:
        async with database.DB.transaction_with({}, readonly=True):
            return await step_up.words_kept(
                given, account_id=account, path=path, seal=seal, now=now + timedelta(minutes=minutes)
            )

    assert await kept(robin.account_id) == values
    assert await kept(robin.account_id, minutes=59) == values  # and again: a reload loses nothing
    assert await kept(robin.account_id, minutes=61) is None
    assert await kept(other.account_id) is None
    assert await kept(robin.account_id, path="/t/x/papers/2") is None
    assert await kept(robin.account_id, given="guessed") is None


class SilentProvider:
    """Answers as a provider does that lets in whoever it knows: `identity` is what it says."""

    def __init__(self, identity: ProvenIdentity) -> None:
        self.identity = identity

    async def identity_for(self, **_: Any) -> ProvenIdentity:
        return self.identity


@pytest.mark.parametrize(
    ("again", "says_when", "fresh"), [(None, False, False), (None, True, True), ("me", False, True)]
)
async def test_provider_that_does_not_say_when_it_asked_proves_nothing_unless_it_had_to_ask(
    db: database.Database, seal: Seal, again: str | None, says_when: bool, fresh: bool
) -> None:
    now = real_now()
    identity = ProvenIdentity(
        issuer="https://example.invalid",
        subject="1",
        methods=("mfa",),
        authenticated_at=now,
        says_when=says_when,
    )
    journey = replace(journeys.set_out(go_to="/", now=now), again=again)
    provider: Any = SilentProvider(identity)

    async with db.transaction_with({}):
        gone = await journeys.arrived(
            journeys.packed(journey, seal=seal), state=journey.state, now=now, seal=seal
        )
        proven = await journeys.come_back(provider, gone, code="x", now=now)

    assert rules.is_fresh(proven.authenticated_at, now=now, within=rules.SITTING_WITHIN) is fresh
