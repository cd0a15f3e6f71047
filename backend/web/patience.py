"""How often the public forms may be sent from one address. Nothing of an address is kept: not in the database, and
in memory only a keyed hash under a key of this process, for an hour."""

import hashlib
import hmac
import secrets
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Any

from litestar import Request

from backend.scope import Refusal

WITHIN = timedelta(hours=1)
MOST_ADDRESSES = 10_000


class TooOften(Refusal):
    """The forms were sent too often from one address, or from all of them together."""

    status = 429


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where a form was sent from, to be counted and not kept; empty where the server can't tell."""
    return request.client.host if request.client else ""


class Patience:
    """Counts sendings by address: `most` an hour from one, `most_in_all` from everywhere to one tenant."""

    def __init__(self, *, most: int, most_in_all: int) -> None:
        self._most = most
        self._most_in_all = most_in_all
        self._key = secrets.token_bytes(32)
        self._sent: OrderedDict[bytes, deque[datetime]] = OrderedDict()

    def check(self, *, tenant: str, address: str, now: datetime) -> None:
        """Count one sending. Raises `TooOften`."""
        self._count(f"{tenant}\n", self._most_in_all, now)
        self._count(f"{tenant}\n{address}", self._most, now)

    def _count(self, whose: str, most: int, now: datetime) -> None:
        key = hmac.digest(self._key, whose.encode(), hashlib.sha256)
        sent = self._sent.setdefault(key, deque())
        self._sent.move_to_end(key)
        while sent and sent[0] <= now - WITHIN:
            sent.popleft()
        if len(sent) >= most:
            raise TooOften("This form was sent too often. Wait an hour, and try again.")
        sent.append(now)
        while len(self._sent) > MOST_ADDRESSES:
            self._sent.popitem(last=False)
