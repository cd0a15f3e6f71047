"""The way to an identity provider and back: what the browser carries, sealed, and the one time that it is good for."""

import base64
import binascii
import hmac
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from backend.people import rules, seals
from backend.people.operations import challenges
from backend.people.providers import ProvenIdentity, Provider
from backend.people.seals import Seal, Unsealed
from backend.scope import Tenant

_PURPOSE = "journey"
_SPENT = "journey-spent"
_LOST = "The sign-in was not begun here, took too long, or was finished already. Begin again."


class UnableToReturn(rules.UnableToSignIn):
    """Somebody came back from a provider without having set out, or for the second time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What is remembered while the browser is away. `invitation` and `link` say what the identity is wanted for."""

    state: str
    nonce: str
    verifier: str
    until: str
    go_to: str
    invitation: str | None
    link: str | None
    again: str | None = None
    """Whose account proves again who they are."""
    tenant: str | None = None
    """The organisation whose own provider is asked; without one, it is the installation's."""
    slug: str | None = None
    trial: str | None = None
    """Whose account only tries the way out."""


def set_out(
    *,
    go_to: str,
    now: datetime,
    invitation: str | None = None,
    link: str | None = None,
    again: str | None = None,
    tenant: Tenant | None = None,
    trial: str | None = None,
) -> Journey:
    """A journey that must end within ten minutes."""
    return Journey(
        state=seals.new_token(),
        nonce=seals.new_token(),
        verifier=seals.new_token(),
        until=(now + rules.HALF_DONE_WITHIN).isoformat(),
        go_to=go_to,
        invitation=invitation,
        link=link,
        again=again,
        tenant=str(tenant.id) if tenant else None,
        slug=tenant.slug if tenant else None,
        trial=trial,
    )


def packed(journey: Journey, *, seal: Seal) -> str:
    """A journey as a cookie's value, which its carrier can neither read nor change."""
    return base64.urlsafe_b64encode(
        seal.close(json.dumps(asdict(journey)).encode(), purpose=_PURPOSE)
    ).decode()


async def come_back(provider: Provider, journey: Journey, *, code: str, now: datetime) -> ProvenIdentity:
    """The identity that `code` stands for, at the end of a journey that `arrived` has spent.

    Raises `UnableToTrustProvider`; the caller commits, so that the journey stays spent.
    """
    identity = await provider.identity_for(code=code, nonce=journey.nonce, verifier=journey.verifier, now=now)
    if journey.again is None and not identity.says_when:
        # it may have let in whoever it knew from this morning: no proof for an act of weight
        asked = identity.authenticated_at - rules.SITTING_WITHIN
        identity = replace(identity, authenticated_at=asked)
    return identity


async def arrived(carried: str, *, state: str, now: datetime, seal: Seal) -> Journey:
    """The journey on which this browser set out with this state, if it never came back before: now it has.

    Raises `UnableToReturn`.
    """
    journey = _unpacked(carried, seal=seal)
    until = datetime.fromisoformat(journey.until)
    if now >= until or not hmac.compare_digest(journey.state.encode(), state.encode()):
        raise UnableToReturn(_LOST)
    if not await challenges.spend(_SPENT, state, seal=seal, now=now, until=until):
        raise UnableToReturn(_LOST)
    return journey


def under_way(carried: str, *, seal: Seal) -> Journey | None:
    """The journey that a browser carries, to see where it leads; it proves nothing yet."""
    try:
        return _unpacked(carried, seal=seal)
    except UnableToReturn:
        return None


def _unpacked(carried: str, *, seal: Seal) -> Journey:
    try:
        content: dict[str, Any] = json.loads(
            seal.open(base64.urlsafe_b64decode(carried.encode()), purpose=_PURPOSE)
        )
    except (Unsealed, binascii.Error, ValueError) as error:
        raise UnableToReturn(_LOST) from error
    return Journey(**content)
