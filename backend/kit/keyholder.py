"""The keys of this process, for what rooms sign and seal. Composition gives them once, before the first request."""

from uuid import UUID

from backend.kit.certificates import ReportSigner
from backend.kit.clock import real_now
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


def seal_key(tenant_id: UUID, *, tenant_name: str, demonstration: bool, generation: int = 1) -> SigningKey:
    """The key that signs what a tenant seals; a demonstration's is another, and its name says so."""
    name = f"{_one_line(tenant_name)} packs"
    return ring().seal_key(tenant_id, name=name, demonstration=demonstration, generation=generation)


def report_signer(
    tenant_id: UUID, *, tenant_name: str, demonstration: bool, generation: int = 1
) -> ReportSigner:
    """The certificate that seals a tenant's reports, made on first use: so don't ask on the way of a request."""
    return ring().report_signer(
        tenant_id,
        organisation=_one_line(tenant_name),
        at=real_now(),
        demonstration=demonstration,
        generation=generation,
    )


def _one_line(name: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(plain.split())[:150]
