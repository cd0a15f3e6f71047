"""A person's own calendar of what they owe, by an address that they can give to their mail program and take back.

The address holds who it is for, the number that the person's calendar has now, and a MAC of both under a key of the
tenant's own. Another number, and the address is dead. Private items are named by their reference alone.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from backend.actions import chasing as actions
from backend.interests import chasing as interests
from backend.kit import keyholder
from backend.notices import own
from backend.notices.rules import Entry
from backend.people import queries as people
from backend.scope import NotFound, Scope

_USE = "calendar-feed/v1"
_MAC_BYTES = 16
_LENGTH = 16 + 4 + _MAC_BYTES


def token_of(scope: Scope, *, person_id: UUID, number: int) -> str:
    """The last part of the address, of letters that are safe in it."""
    body = person_id.bytes + number.to_bytes(4, "big")
    return base64.urlsafe_b64encode(body + _mac(scope, body)).rstrip(b"=").decode()


async def entries_by_token(scope: Scope, *, token: str) -> tuple[Entry, ...]:
    """What the person of an address owes, by day. One that we did not make, or that was taken back: NotFound."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotFound("calendar") from None
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(raw) != _LENGTH or not hmac.compare_digest(mac, _mac(scope, body)):
        raise NotFound("calendar")
    person_id, number = UUID(bytes=body[:16]), int.from_bytes(body[16:], "big")
    wishes = await own.wishes_of(scope, person_id=person_id)
    if wishes.feed_number != number:
        raise NotFound("calendar")
    known = await people.persons_by_id(scope, [person_id])
    left_on = known[person_id].left_on if person_id in known else scope.today
    if left_on is not None and left_on <= scope.today:
        raise NotFound("calendar")
    found = (
        *await actions.entries_of(scope, person_id=person_id),
        *await interests.entries_of(scope, person_id=person_id),
    )
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.uid)))


def _mac(scope: Scope, body: bytes) -> bytes:
    key = keyholder.ring().derive(scope.tenant.id, _USE)
    return hmac.new(key, body, hashlib.sha256).digest()[:_MAC_BYTES]
