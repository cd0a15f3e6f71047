"""Signed links with which an action is answered without signing in: bound to one action and one holder, for a time.

A link is 32 bytes of ids, four of its last day and sixteen of a MAC under a key of the tenant's own. It proves that we
gave it out; whether its holder still holds the action is looked up when it is used.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID, uuid5

from backend.kit import keyholder
from backend.kit.keys import KeyRing
from backend.scope import NotFound, Scope

VALID_DAYS = 30
"""Days after the one on which a link was given out, on which it still works."""

_USE = "action-answer/v1"
_MAC_BYTES = 16
_LENGTH = 16 + 16 + 4 + _MAC_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a link says: which action, who holds it, and the last day on which it works."""

    action_id: UUID
    holder_id: UUID
    last_on: date


def holder_from_outside(action_id: UUID, name: str) -> UUID:
    """What stands for an owner from outside, who is no person of the tenant: another name is another holder."""
    return uuid5(action_id, name)


def path_of(scope: Scope, *, action_id: UUID, holder_id: UUID) -> str:
    """The path within the tenant of a new link."""
    return f"/public/actions/{token_of(scope, action_id=action_id, holder_id=holder_id)}"


def token_of(scope: Scope, *, action_id: UUID, holder_id: UUID) -> str:
    """A new link's token, of letters that are safe in an address."""
    last_on = scope.today + timedelta(days=VALID_DAYS)
    body = action_id.bytes + holder_id.bytes + last_on.toordinal().to_bytes(4, "big")
    return base64.urlsafe_b64encode(body + _mac(scope, body)).rstrip(b"=").decode()


def read(scope: Scope, token: str) -> Link:
    """What a token says. One that we did not make, or another organisation's, or one that ran out: NotFound."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotFound("link") from None
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(raw) != _LENGTH or not hmac.compare_digest(mac, _mac(scope, body)):
        raise NotFound("link")
    last = int.from_bytes(body[32:], "big")
    link = Link(
        action_id=UUID(bytes=body[:16]), holder_id=UUID(bytes=body[16:32]), last_on=date.fromordinal(last)
    )
    if scope.today > link.last_on:
        raise NotFound("link")
    return link


def _mac(scope: Scope, body: bytes) -> bytes:
    return hmac.digest(_key(keyholder.ring(), scope.tenant.id), body, "sha256")[:_MAC_BYTES]


@lru_cache(maxsize=8)  # a morning gives out links of one tenant by the dozen
def _key(ring: KeyRing, tenant_id: UUID) -> bytes:
    return ring.derive(tenant_id, _USE)
