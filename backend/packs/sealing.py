"""The keys of this process, as packs use them: one that names renders, one that seals assurance packs."""

import hashlib
import hmac

from backend.kit.keys import KeyRing, SigningKey
from backend.kit.settings import read_settings
from backend.scope import Scope, Tenant

_RENDER_CACHE = "render-cache/v1"


class _Held:
    ring: KeyRing | None = None


def use(ring: KeyRing) -> None:
    """Give this process its keys; composition calls it once, before the first request or job."""
    _Held.ring = ring


def ring() -> KeyRing:
    """The keys of this process: those given at start, else those of its own settings."""
    if _Held.ring is None:
        _Held.ring = KeyRing.open(read_settings().keys)
    return _Held.ring


def seal_key_of(tenant: Tenant) -> SigningKey:
    """The key that seals the tenant's packs; a demonstration's is another, and its name says so."""
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in tenant.name).split())[:150]
    return ring().seal_key(tenant.id, name=f"{name} packs", demonstration=tenant.demonstration)


def cache_key(scope: Scope, inputs: str) -> str:
    """The name of a render: an HMAC of its canonical inputs under a key of the tenant's own.

    Whoever can read the cache's names can't tell from them whether a tenant has a text that they know.
    """
    key = ring().derive(scope.tenant.id, _RENDER_CACHE)
    return hmac.new(key, inputs.encode(), hashlib.sha256).hexdigest()
