"""The register of keys: one is in force for each use, those before it stay known, and one that was lost says so."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from backend.desk import keys as desk
from backend.kit import keyholder
from backend.kit.clock import real_now
from backend.kit.database import execute
from backend.kit.keys import KeyRing, KeysRefused, signature_holds
from backend.ledger import keeping, keys, queries
from backend.ledger.rules.keys import UnableToChangeKey, Use
from backend.packs.trust import read_trust_file
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]


@pytest.fixture
async def scope(found: Found, ring: KeyRing) -> Scope:
    keyholder.use(ring)
    return a_scope(await found())


async def test_first_keys_are_shown_before_they_are_used_and_are_the_ones_that_sign(scope: Scope) -> None:
    async with transactions.scope_tx(scope, readonly=True):
        before = await keys.keys_of(scope)
    assert [(line.use, line.generation, line.in_force) for line in before] == [
        (Use.PACK_SEAL, 1, True),
        (Use.CHECKPOINT, 1, True),
    ]
    async with transactions.scope_tx(scope):
        seal = await keeping.pack_seal(scope)
        (log,) = await keys.checkpoint_keys(scope)
        report = await keeping.report_seal(scope)
    assert [before[0].public, before[1].public] == [seal.public_key, log.public_key]
    assert log.name == f"probity-ledger/{scope.tenant.id}"
    async with transactions.scope_tx(scope, readonly=True):
        after = await keys.keys_of(scope)
        events = await queries.history_of(scope, room="ledger", kind="key", record_id=after[0].id)  # type: ignore[arg-type]
    assert after[2].public == report.certificate
    assert after[2].fingerprint.replace(" ", "") == report.sha256
    assert [event.act for event in events] == ["ledger.key.begun"]


async def test_new_key_follows_and_the_old_one_stays_known_for_its_time(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        old = await keeping.pack_seal(scope)
        await keeping.rotate(scope, use=Use.PACK_SEAL, because="The yearly change.")
        new = await keeping.pack_seal(scope)
        lines = await keys.keys_of(scope)
    assert old.public_key != new.public_key
    assert [(line.generation, line.in_force) for line in lines if line.use is Use.PACK_SEAL] == [
        (2, True),
        (1, False),
    ]
    retired = lines[1]
    assert retired.retired_because == "The yearly change."
    assert retired.until is not None
    assert retired.was_in_force(retired.until - timedelta(days=300))
    assert not retired.was_in_force(real_now() + timedelta(seconds=1))
    assert keys.signing_key(scope.tenant, retired).public_key == old.public_key


async def test_checkpoints_are_signed_by_both_keys_for_a_while_but_never_by_a_lost_one(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        (first,) = await keys.checkpoint_keys(scope)
        await keeping.rotate(scope, use=Use.CHECKPOINT, because="The yearly change.")
        second, still = await keys.checkpoint_keys(scope)
        assert (still.public_key, still.name) == (first.public_key, second.name)
        assert signature_holds(public_key=first.public_key, signature=still.sign(b"x"), message=b"x")
        await keeping.mark_compromised(
            scope, use=Use.CHECKPOINT, generation=1, at=real_now(), because="A laptop was stolen."
        )
        assert [key.public_key for key in await keys.checkpoint_keys(scope)] == [second.public_key]


async def test_trust_file_holds_every_key_that_was_not_lost_and_says_so_of_one_that_was(
    scope: Scope, tmp_path: Path
) -> None:
    file = tmp_path / "trust.txt"
    async with transactions.scope_tx(scope):
        first = await keeping.pack_seal(scope)
        await keeping.rotate(scope, use="pack-seal", because="The yearly change.")
        second = await keeping.pack_seal(scope)
        await keeping.mark_compromised(
            scope,
            use=Use.PACK_SEAL,
            generation=2,
            at=real_now() - timedelta(hours=1),
            because="A backup was lost.",
        )
        third = await keeping.pack_seal(scope)
        shown = await desk.shown_of(scope)
    text = desk.trust_text(scope, shown, at=real_now())
    file.write_text(text)
    trusted = {key.fingerprint for key in read_trust_file(file)}
    assert trusted == {third.fingerprint, first.fingerprint}
    assert second.fingerprint in text
    assert "NOT TRUSTED" in text
    lost = next(each.line for each in shown if each.line.fingerprint == second.fingerprint)
    assert not lost.was_in_force(real_now())


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501], ids=["none", "blank", "long"])
async def test_change_without_plain_reason_is_refused(scope: Scope, reason: str) -> None:
    async with transactions.scope_tx(scope):
        with pytest.raises(UnableToChangeKey):
            await keeping.rotate(scope, use=Use.PACK_SEAL, because=reason)


async def test_key_can_not_have_been_lost_in_time_to_come_nor_one_that_never_was(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await keeping.current(scope, Use.PACK_SEAL)
        with pytest.raises(UnableToChangeKey, match="still to come"):
            await keeping.mark_compromised(
                scope,
                use=Use.PACK_SEAL,
                generation=1,
                at=real_now() + timedelta(days=1),
                because="Lost.",
            )
        with pytest.raises(UnableToChangeKey, match="no key"):
            await keeping.mark_compromised(
                scope, use=Use.PACK_SEAL, generation=7, at=real_now(), because="Lost."
            )
        assert (await keeping.current(scope, Use.PACK_SEAL)).in_force


async def test_folder_of_keys_that_is_not_the_one_it_was_seals_nothing(scope: Scope, tmp_path: Path) -> None:
    async with transactions.scope_tx(scope):
        await keeping.pack_seal(scope)
        await keeping.report_seal(scope)
    before = keyholder.ring()
    keyholder.use(KeyRing.open(tmp_path / "other"))
    try:
        async with transactions.scope_tx(scope):
            with pytest.raises(KeysRefused, match="Put the folder back"):
                await keeping.pack_seal(scope)
            with pytest.raises(KeysRefused, match="Put the folder back"):
                await keeping.report_seal(scope)
    finally:
        keyholder.use(before)


async def test_certificate_is_renewed_before_it_ends(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    async with transactions.scope_tx(scope):
        assert await keeping.renew_ending(scope) is None
        first = await keeping.report_seal(scope)
        assert await keeping.renew_ending(scope) is None
        later = first.valid_until - timedelta(days=30)
        monkeypatch.setattr(keeping, "real_now", lambda: later)
        renewed = await keeping.renew_ending(scope)
    assert renewed is not None
    assert renewed.generation == 2


async def test_keys_of_a_tenant_that_has_closed_stay_known(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await keeping.pack_seal(scope)
        await execute("UPDATE tenancy_tenant SET state = 'closed' WHERE id = $1", scope.tenant.id)
    lines = await desk.list_keys(None, scope.tenant.slug)
    assert any(line.startswith("pack-seal, generation 1") for line in lines)


async def test_another_tenant_sees_none_of_these_keys(scope: Scope, found: Found) -> None:
    async with transactions.scope_tx(scope):
        own = await keeping.current(scope, Use.PACK_SEAL)
    neighbour = a_scope(await found())
    async with transactions.scope_tx(neighbour, readonly=True):
        assert own.fingerprint not in {line.fingerprint for line in await keys.keys_of(neighbour)}
