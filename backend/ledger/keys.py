"""The register of keys, as it is read: which key is in force for what, which ones were, and the keys themselves.

The secret halves never come near the database: they are derived from, or lie in, the folder of keys. The register
says which generation is in force, and keeps the public halves so that what was sealed once can be checked for ever.
"""

import hashlib
from datetime import datetime
from typing import Any

from backend.kit import keyholder
from backend.kit.certificates import ReportSigner
from backend.kit.clock import real_now
from backend.kit.keys import KeysRefused, SigningKey, fingerprint_of
from backend.ledger.rules import checkpoints
from backend.ledger.rules.keys import OVERLAP, KeyLine, Use
from backend.ledger.tables import Key
from backend.scope import Scope, Tenant

_COLUMNS = (
    Key.id,
    Key.use,
    Key.generation,
    Key.name,
    Key.public,
    Key.fingerprint,
    Key.since,
    Key.until,
    Key.retired_because,
    Key.compromised_at,
)
_ORDER = {use: number for number, use in enumerate(Use)}


async def keys_of(scope: Scope) -> tuple[KeyLine, ...]:
    """Every key that the tenant has or had, by use, the newest first.

    The first keys are there before they are first used: those that can be derived are shown also then.
    """
    rows = await Key.within(scope, *_COLUMNS).order_by(Key.generation, ascending=False)
    lines = [_line(row) for row in rows]
    known = {line.use for line in lines}
    lines += [_first(scope.tenant, use) for use in (Use.PACK_SEAL, Use.CHECKPOINT) if use not in known]
    return tuple(sorted(lines, key=lambda line: (_ORDER[line.use], -line.generation)))


async def in_force(scope: Scope, use: Use | str) -> KeyLine | None:
    """The key with which the tenant seals or signs now; None where none was ever needed for this."""
    row = await Key.within(scope, *_COLUMNS).where(Key.use == Use(use), Key.until.is_null()).first()
    return _line(row) if row else None


async def pack_seal_shown(scope: Scope) -> KeyLine:
    """The key that seals the tenant's packs, to show: also before the first pack."""
    return await in_force(scope, Use.PACK_SEAL) or _first(scope.tenant, Use.PACK_SEAL)


async def checkpoint_keys(scope: Scope) -> tuple[SigningKey, ...]:
    """The keys that sign a checkpoint now: the one in force, then, for a while, the one before it."""
    first, *before = [line for line in await keys_of(scope) if line.use is Use.CHECKPOINT]
    lines = [first, *(line for line in before[:1] if signs_still(line, real_now()))]
    return tuple(signing_key(scope.tenant, line) for line in lines)


def signing_key(tenant: Tenant, line: KeyLine) -> SigningKey:
    """The secret half of a line of Ed25519; raises KeysRefused if the folder of keys no longer holds it."""
    key = derived(tenant, line.use, line.generation, name=line.name)
    if key.public_key != line.public:
        raise _another(line)
    return key


def report_signer(tenant: Tenant, line: KeyLine) -> ReportSigner:
    """The key of a certificate. Makes it if there is none yet, up to a second: call it from a thread."""
    signer = keyholder.report_signer(
        tenant.id, tenant_name=tenant.name, demonstration=tenant.demonstration, generation=line.generation
    )
    if signer.certificate != line.public:
        raise _another(line)
    return signer


def derived(tenant: Tenant, use: Use, generation: int, *, name: str | None = None) -> SigningKey:
    """The key of a use and a generation, under the name that it bears, or will bear if it is new."""
    if use is Use.CHECKPOINT:
        return checkpoints.log_key(
            keyholder.ring(), tenant.id, demonstration=tenant.demonstration, generation=generation
        )
    key = keyholder.seal_key(
        tenant.id, tenant_name=tenant.name, demonstration=tenant.demonstration, generation=generation
    )
    return key if name is None else key.named(name)


def fingerprint_of_certificate(certificate: bytes) -> str:
    """SHA-256 of the certificate (DER), as readers of PDFs show it, in groups of four."""
    digest = hashlib.sha256(certificate).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def signs_still(line: KeyLine, now: datetime) -> bool:
    """Whether a checkpoint is signed with this key: the one in force, and for a while the one before."""
    if line.compromised_at is not None:
        return False
    return line.until is None or now < line.until + OVERLAP


def _first(tenant: Tenant, use: Use) -> KeyLine:
    key = derived(tenant, use, 1)
    return KeyLine(
        id=None,
        use=use,
        generation=1,
        name=key.name,
        public=key.public_key,
        fingerprint=fingerprint_of(key.public_key),
        since=None,
    )


def _another(line: KeyLine) -> KeysRefused:
    return KeysRefused(
        f"The key {line.name} in the register is not the one in the folder of keys. Put the folder back from your "
        "backup, or change the key with: probity keys rotate"
    )


def _line(row: dict[str, Any]) -> KeyLine:
    return KeyLine(**{**row, "use": Use(row["use"]), "public": bytes(row["public"])})
