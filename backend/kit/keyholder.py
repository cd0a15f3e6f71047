"""The keys of this process, for what rooms sign and seal. Composition gives them once, before the first request."""

from uuid import UUID

from backend.kit.keys import KeyRing, SigningKey
from backend.kit.settings import read_settings


class _Held:
    ring: KeyRing | None = None


def use(ring: KeyRing) -> None:
    """Give this process its keys."""
    _Held.ring = ring


def ring() -> KeyRing:
    """The keys of this process: those given at start, else those of its own settings."""
    if _Held.ring is None:
        _Held.ring = KeyRing.open(read_settings().keys)
    return _Held.ring


def seal_key(tenant_id: UUID, *, tenant_name: str, demonstration: bool) -> SigningKey:
    """The key that signs what a tenant seals; a demonstration's is another, and its name says so."""
    plain = "".join(letter if letter.isprintable() else " " for letter in tenant_name)
    name = " ".join(plain.split())[:150]
    return ring().seal_key(tenant_id, name=f"{name} packs", demonstration=demonstration)
