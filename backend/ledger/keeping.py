"""Keeping the register of keys: begin one, follow it by a new one, say that one was lost."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.kit import keyholder
from backend.kit.certificates import ReportSigner
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.keys import SigningKey, fingerprint_of
from backend.ledger import keys
from backend.ledger.operations import record
from backend.ledger.records import Record
from backend.ledger.rules import keys as rules
from backend.ledger.rules.keys import KeyLine, UnableToChangeKey, Use
from backend.ledger.tables import Key
from backend.scope import Scope

_ADD = """
INSERT INTO ledger_key (tenant_id, id, use, generation, name, public, fingerprint, since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, use, generation) DO NOTHING RETURNING id
"""

_HOLD = "SELECT id FROM ledger_key WHERE tenant_id = $1 AND use = $2 AND until IS NULL FOR UPDATE"


async def current(scope: Scope, use: Use | str) -> KeyLine:
    """The key with which to seal or sign now. The first time that one is needed it is written into the register."""
    found = await keys.in_force(scope, use)
    return found or await _begin(scope, Use(use), generation=1, since=None)


async def pack_seal(scope: Scope) -> SigningKey:
    """The key that seals the tenant's packs now; raises KeysRefused if the folder of keys is not the one it was."""
    return keys.signing_key(scope.tenant, await current(scope, Use.PACK_SEAL))


async def report_seal(scope: Scope) -> ReportSigner:
    """The certificate and key that seal the tenant's reports now; raises KeysRefused."""
    line = await current(scope, Use.REPORT_SEAL)
    return await asyncio.to_thread(keys.report_signer, scope.tenant, line)


async def rotate(
    scope: Scope, *, use: Use | str, because: str, compromised_at: datetime | None = None
) -> KeyLine:
    """Follow the key in force by a new one. The old one stays in the register, trusted for what it sealed in its time.

    `compromised_at`: from then on somebody else may have had the old key; what it sealed later is not to be trusted.
    """
    use, reason = Use(use), rules.check_reason(because)
    old = await current(scope, use)
    await fetch(_HOLD, scope.tenant.id, use)
    now = real_now()
    held = await keys.in_force(scope, use)
    if held is None or held.id != old.id:
        raise UnableToChangeKey("Somebody else has just changed this key.")
    if compromised_at is not None:
        rules.check_compromised_at(old, compromised_at, now=now)
    await Key.change(scope, until=now, retired_because=reason, compromised_at=compromised_at).where(
        Key.id == old.id
    )
    await record(
        scope,
        "ledger.key.retired",
        _record(old),
        before={"until": None},
        after={"until": now, "because": reason, "compromised_at": compromised_at},
    )
    return await _begin(scope, use, generation=old.generation + 1, since=now)


async def mark_compromised(
    scope: Scope, *, use: Use | str, generation: int, at: datetime, because: str
) -> KeyLine:
    """Say that somebody else may have had a key since a moment. One that is in force is followed by a new one."""
    reason = rules.check_reason(because)
    found = [line for line in await keys.keys_of(scope) if (line.use, line.generation) == (use, generation)]
    if not found:
        raise UnableToChangeKey("There is no key of this use and generation.", field="generation")
    (line,) = found
    if line.in_force:
        await rotate(scope, use=use, because=reason, compromised_at=at)
    else:
        rules.check_compromised_at(line, at, now=real_now())
        await Key.change(scope, compromised_at=at, retired_because=reason).where(Key.id == line.id)
        await record(
            scope,
            "ledger.key.compromised",
            _record(line),
            before={"compromised_at": line.compromised_at},
            after={"compromised_at": at, "because": reason},
        )
    return next(
        each for each in await keys.keys_of(scope) if (each.use, each.generation) == (use, generation)
    )


async def renew_ending(scope: Scope) -> KeyLine | None:
    """Follow the certificate of reports by a new one if it ends soon; None where it doesn't, or there is none."""
    line = await keys.in_force(scope, Use.REPORT_SEAL)
    if line is None or line.certificate_life is None:
        return None
    if real_now() < line.certificate_life[1] - rules.RENEW_BEFORE:
        return None
    return await rotate(scope, use=Use.REPORT_SEAL, because="Its certificate was about to end.")


async def _begin(scope: Scope, use: Use, *, generation: int, since: datetime | None) -> KeyLine:
    made = await _public_half(scope, use, generation)
    added = await fetch(
        _ADD,
        scope.tenant.id,
        new_id(),
        use,
        generation,
        made["name"],
        made["public"],
        made["fingerprint"],
        since,
    )
    line = await keys.in_force(scope, use)
    if line is None:
        raise UnableToChangeKey("Somebody else has just changed this key.")
    if added:
        await record(
            scope,
            "ledger.key.begun",
            _record(line),
            after={"use": use, "generation": generation, "fingerprint": line.fingerprint},
        )
    return line


async def _public_half(scope: Scope, use: Use, generation: int) -> Mapping[str, Any]:
    tenant = scope.tenant
    if use is Use.REPORT_SEAL:
        signer = await asyncio.to_thread(
            keyholder.report_signer,
            tenant.id,
            tenant_name=tenant.name,
            demonstration=tenant.demonstration,
            generation=generation,
        )
        return {
            "name": signer.name,
            "public": signer.certificate,
            "fingerprint": keys.fingerprint_of_certificate(signer.certificate),
        }
    key = keys.derived(tenant, use, generation)
    return {"name": key.name, "public": key.public_key, "fingerprint": fingerprint_of(key.public_key)}


def _record(line: KeyLine) -> Record:
    assert line.id is not None
    return Record(
        room="ledger", kind="key", id=line.id, title=line.name, hash=line.fingerprint.replace(" ", "")
    )
