"""Trying an organisation's own sign-in out: first what the server shows by itself, then the whole way of one person.

Each step says what was seen, and where it did not hold what to do. Nobody is signed in and nothing is linked by it.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from uuid import UUID

from backend.kit.outward import NotAsked, Outward
from backend.people import arranged, arrangements, seals
from backend.people.arrangements import Arrangement, Step, remedy_for
from backend.people.providers import LEEWAY_SECONDS, ProvenIdentity, Provider, UnableToTrustProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a try-out came to."""

    steps: tuple[Step, ...]

    @property
    def passed(self) -> bool:
        return all(step.held for step in self.steps)


async def the_server(provider: Provider, *, outward: Outward, now: datetime) -> Outcome:
    """Discovery, keys, clock, redirect address and secret, without anybody signing in. `now` is real time."""
    steps: list[Step] = []
    try:
        found = await provider.discovered()
        steps.append(
            Step(
                title="The server answers, and is the issuer",
                held=True,
                seen=f"It calls itself {found['issuer']}.",
            )
        )
        keys = await provider.published_keys()
        steps.append(_keys(len(keys)))
    except UnableToTrustProvider as refusal:
        title = "It publishes its keys" if steps else "The server answers, and is the issuer"
        return Outcome(steps=(*steps, _failed(title, refusal.fault, refusal.reason)))
    steps.append(await _clocks(provider, outward=outward, now=now))
    steps.append(await _redirect(provider, outward=outward))
    steps.append(await _secret(provider, now=now))
    return Outcome(steps=tuple(steps))


async def the_round(
    provider: Provider,
    arrangement: Arrangement,
    *,
    code: str,
    nonce: str,
    verifier: str,
    account_id: UUID,
    email: str,
    now: datetime,
) -> Outcome:
    """What the provider says of whoever went there and came back with `code`. `now` is real time."""
    came = Step(
        title="You went there and came back", held=True, seen="The way out and the way back are right."
    )
    try:
        identity = await provider.identity_for(code=code, nonce=nonce, verifier=verifier, now=now)
    except UnableToTrustProvider as refusal:
        return Outcome(steps=(came, _failed("Its answer holds", refusal.fault, refusal.reason)))
    held = Step(
        title="Its answer holds",
        held=True,
        seen="Signature, issuer, client, time and nonce are right. "
        + (
            "It asked for two factors."
            if identity.by_two_factors
            else "It asked for one factor or did not say, so a code or passkey of ours is asked as well."
        ),
    )
    return Outcome(
        steps=(
            came,
            held,
            _address(arrangement, identity),
            await _person(identity, account_id=account_id, email=email),
        )
    )


def refused_there(error: str) -> Outcome:
    """The provider sent the person back without letting them in."""
    words = f"It sent you back without a code{f' and said “{error[:80]}”' if error else ''}."
    return Outcome(steps=(_failed("You went there and came back", "redirect", words),))


def not_begun(sentence: str) -> Outcome:
    """The way back did not belong to the way out."""
    return Outcome(steps=(_failed("You went there and came back", "nonce", sentence),))


def _keys(count: int) -> Step:
    title = "It publishes its keys"
    if not count:
        return _failed(title, "keys", "There is no key of a kind that we take.")
    return Step(title=title, held=True, seen=f"{count} key{'' if count == 1 else 's'} that we take.")


async def _clocks(provider: Provider, *, outward: Outward, now: datetime) -> Step:
    title = "Its clock and ours agree"
    try:
        heard = await outward.ask("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        theirs = parsedate_to_datetime(heard.headers["date"])
        apart = abs((theirs - now).total_seconds())
    except NotAsked as refusal:
        return _failed(title, refusal.fault.value, refusal.sentence)
    except (KeyError, ValueError, TypeError):
        return Step(title=title, held=True, seen="It does not say its time; the whole way will show it.")
    if apart > LEEWAY_SECONDS:
        return _failed(title, "clock", f"They are {apart:,.0f} seconds apart.")
    return Step(title=title, held=True, seen=f"Within {max(1, round(apart))} seconds.")


async def _redirect(provider: Provider, *, outward: Outward) -> Step:
    """Asked without a person there, a provider sends straight back, but only to an address that it knows."""
    title = "It knows our redirect address"
    word = seals.new_token()
    try:
        address = await provider.address(state=word, nonce=word, verifier=word)
        heard = await outward.ask("GET", f"{address}&prompt=none")
    except UnableToTrustProvider as refusal:
        return _failed(title, refusal.fault, refusal.reason)
    except NotAsked as refusal:
        return _failed(title, refusal.fault.value, refusal.sentence)
    if heard.status in range(300, 400) and heard.headers.get("location", "").startswith(
        provider.redirect_uri
    ):
        return Step(title=title, held=True, seen=f"It sends back to {provider.redirect_uri}.")
    if heard.status >= 400 or b"AADSTS50011" in heard.body or b"redirect_uri" in heard.body:
        return _failed(
            title, "redirect", f"Asked to send back to {provider.redirect_uri}, it answered {heard.status}."
        )
    return Step(
        title=title,
        held=True,
        seen=f"It shows a page of its own ({urlsplit(address).hostname}); the whole way will show it.",
    )


async def _secret(provider: Provider, *, now: datetime) -> Step:
    """A made-up code is refused by everybody; whether as a code or as a client tells whether the secret is right."""
    title = "It knows our client and secret"
    word = seals.new_token()
    try:
        await provider.identity_for(code=word, nonce=word, verifier=word, now=now)
    except UnableToTrustProvider as refusal:
        if refusal.fault == "code":
            return Step(
                title=title, held=True, seen="It takes the secret, and refuses a made-up code as it should."
            )
        return _failed(title, refusal.fault, refusal.reason)
    return _failed(title, "token", "It took a code that nobody was given.")


def _address(arrangement: Arrangement, identity: ProvenIdentity) -> Step:
    title = "Your address"
    reason = arrangements.let_in(arrangement, address=identity.address, verified=identity.address_verified)
    if reason:
        fault = "no-address" if identity.address is None else "domain"
        if identity.address and not (identity.address_verified or arrangement.trusts_addresses):
            fault = "unverified"
        return _failed(title, fault, reason)
    seen = f"It says {identity.address}." if identity.address else "It says none, and none is asked for."
    return Step(title=title, held=True, seen=seen)


async def _person(identity: ProvenIdentity, *, account_id: UUID, email: str) -> Step:
    title = "It is you"
    linked = await arranged.account_linked(issuer=identity.issuer, subject=identity.subject)
    if linked == account_id:
        return Step(title=title, held=True, seen="That sign-in is linked to your account.")
    if linked is not None:
        return _failed(title, "another-account", "That sign-in is linked to somebody else’s account.")
    if identity.address is not None and identity.address != email.lower():
        return _failed(
            title, "other-person", f"You came back as {identity.address}; your account here is {email}."
        )
    return Step(
        title=title,
        held=True,
        seen=("The address is yours. " if identity.address else "")
        + "That sign-in is not linked to your account yet, and was not linked now.",
    )


def _failed(title: str, fault: str, seen: str) -> Step:
    plain = seen[:1].upper() + seen[1:].rstrip(".") + "."
    return Step(title=title, held=False, seen=plain, remedy=remedy_for(fault))
