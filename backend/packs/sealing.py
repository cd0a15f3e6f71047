"""The keys of this process, as packs use them: one that names renders, one that seals assurance packs."""

import hashlib
import hmac

from backend.kit import keyholder
from backend.kit.keyholder import ring, use
from backend.kit.keys import SigningKey
from backend.kit.settings import read_settings
from backend.kit.stamps import Stamper, stamper_of
from backend.scope import Scope, Tenant

__all__ = ["cache_key", "ring", "seal_key_of", "stamper", "use", "use_stamper"]

_RENDER_CACHE = "render-cache/v1"


class _Held:
    stamper: Stamper | None = None


def use_stamper(stamper: Stamper | None) -> None:
    """Let another authority vouch for the time than the one that the settings name."""
    _Held.stamper = stamper


def stamper() -> Stamper | None:
    """Who vouches for the time of what this process seals: None where the settings name nobody."""
    return _Held.stamper or stamper_of(read_settings())


def seal_key_of(tenant: Tenant) -> SigningKey:
    """The first key that seals the tenant's packs; which is in force now, `ledger.keeping.pack_seal` knows."""
    return keyholder.seal_key(tenant.id, tenant_name=tenant.name, demonstration=tenant.demonstration)


def cache_key(scope: Scope, inputs: str) -> str:
    """The name of a render: an HMAC of its canonical inputs under a key of the tenant's own.

    Whoever can read the cache's names can't tell from them whether a tenant has a text that they know.
    """
    key = ring().derive(scope.tenant.id, _RENDER_CACHE)
    return hmac.new(key, inputs.encode(), hashlib.sha256).hexdigest()
