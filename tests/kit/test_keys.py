"""Keys are made once, kept from others, and differ by tenant and by use."""

from __future__ import annotations

import multiprocessing
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from backend.kit import certificates, keys
from backend.kit.keys import KeyRing, KeysRefused, SigningKey

NORTH = UUID("018f0000-0000-7000-8000-000000000001")
SOUTH = UUID("018f0000-0000-7000-8000-000000000002")


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.open(tmp_path / "keys")


def test_ring_opened_twice_holds_the_same_keys(ring: KeyRing) -> None:
    again = KeyRing.open(ring.folder)
    assert again.derive(NORTH, "seal") == ring.derive(NORTH, "seal")
    assert again.public_key == ring.public_key
    assert again.load_or_make_password("probity_app") == ring.load_or_make_password("probity_app")


def test_two_rings_share_nothing(ring: KeyRing, tmp_path: Path) -> None:
    other = KeyRing.open(tmp_path / "other")
    assert other.derive(NORTH, "seal") != ring.derive(NORTH, "seal")
    assert other.public_key != ring.public_key


def test_nobody_else_may_read_folder_or_files(ring: KeyRing) -> None:
    ring.load_or_make_password("probity_app")
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in ring.folder.iterdir()}
    assert modes == {"master.key": 0o600, "checkpoint.key": 0o600, "probity_app.password": 0o600}


def test_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    KeyRing.open(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_key_that_others_may_read_is_refused(ring: KeyRing) -> None:
    (ring.folder / "master.key").chmod(0o644)
    with pytest.raises(KeysRefused, match=r"master\.key can be read or changed by other people"):
        KeyRing.open(ring.folder)


@pytest.mark.parametrize("damage", [b"", b"ab\n", b"zz" * 32, b"\xff\xfe" * 32])
def test_damaged_key_is_refused_and_not_replaced(ring: KeyRing, damage: bytes) -> None:
    (ring.folder / "master.key").write_bytes(damage)
    with pytest.raises(KeysRefused, match=r"master\.key is damaged"):
        KeyRing.open(ring.folder)
    assert (ring.folder / "master.key").read_bytes() == damage


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KeysRefused, match="can't be made or used"):
        KeyRing.open(tmp_path / "file" / "keys")


def _open_and_tell(
    folder: Path, gate: multiprocessing.synchronize.Barrier, told: multiprocessing.Queue
) -> None:  # type: ignore[type-arg]  # Queue takes no parameter at run time
    gate.wait()
    ring = KeyRing.open(folder)
    told.put((ring.derive(NORTH, "seal"), ring.public_key, ring.load_or_make_password("app")))


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    gate, told = spawn.Barrier(6), spawn.Queue()
    children = [spawn.Process(target=_open_and_tell, args=(tmp_path / "keys", gate, told)) for _ in range(6)]
    for child in children:
        child.start()
    answers = {told.get(timeout=30) for _ in children}
    for child in children:
        child.join(timeout=30)
    assert len(answers) == 1
    assert {file.name for file in (tmp_path / "keys").iterdir()} == {
        "master.key",
        "checkpoint.key",
        "app.password",
    }


@given(
    first=st.tuples(st.uuids(), st.from_regex(r"[a-z][a-z0-9/-]{0,20}", fullmatch=True)),
    second=st.tuples(st.uuids(), st.from_regex(r"[a-z][a-z0-9/-]{0,20}", fullmatch=True)),
)
def test_derived_keys_differ_exactly_when_tenant_or_use_differs(
    first: tuple[UUID, str], second: tuple[UUID, str]
) -> None:
    checkpoint = SigningKey("checkpoint", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    ring = KeyRing(folder=Path("nowhere"), master=bytes(32), checkpoint=checkpoint)
    assert (ring.derive(*first) == ring.derive(*second)) == (first == second)


def test_derivation_never_changes(ring: KeyRing) -> None:
    """A known answer: changing the derivation would orphan every pack and every cached page."""
    fixed = KeyRing(folder=ring.folder, master=bytes(range(32)), checkpoint=ring.checkpoint_key)
    assert fixed.derive(NORTH, "pack-seal/v1").hex() == KNOWN_ANSWER


KNOWN_ANSWER = "156336cb4e37fb230fe84e261e5530f7b661f1f205233a7ba77b85ca1fdec99a"


@pytest.mark.parametrize("use", ["", "Seal", "seal key", "seal\n", "é", "a" * 81])
def test_use_that_is_no_plain_word_is_refused(ring: KeyRing, use: str) -> None:
    with pytest.raises(ValueError, match="use of a key"):
        ring.derive(NORTH, use)


def test_demonstration_has_another_key_and_says_so(ring: KeyRing) -> None:
    real = ring.seal_key(NORTH, name="North seal key")
    shown = ring.seal_key(NORTH, name="North seal key", demonstration=True)
    assert real.name == "North seal key"
    assert shown.name == "DEMONSTRATION North seal key"
    assert len({real.fingerprint, shown.fingerprint, ring.seal_key(SOUTH, name="x").fingerprint}) == 3


def test_signature_holds_for_its_message_and_key_alone(ring: KeyRing) -> None:
    seal, other = ring.seal_key(NORTH, name="n"), ring.seal_key(SOUTH, name="s")
    signature = seal.sign(b"what was said")
    assert keys.signature_holds(public_key=seal.public_key, signature=signature, message=b"what was said")
    assert not keys.signature_holds(public_key=seal.public_key, signature=signature, message=b"what was sold")
    assert not keys.signature_holds(
        public_key=other.public_key, signature=signature, message=b"what was said"
    )
    assert not keys.signature_holds(public_key=b"short", signature=signature, message=b"what was said")
    assert not keys.signature_holds(public_key=seal.public_key, signature=b"", message=b"what was said")


def test_ring_signs_with_its_checkpoint_key(ring: KeyRing) -> None:
    assert keys.signature_holds(public_key=ring.public_key, signature=ring.sign(b"m"), message=b"m")
    assert ring.fingerprint == keys.fingerprint_of(ring.public_key)


def test_openssl_agrees_with_our_signature(ring: KeyRing, tmp_path: Path) -> None:
    seal = ring.seal_key(uuid4(), name="n")
    (tmp_path / "key.pem").write_text(keys.public_key_pem(seal.public_key))
    (tmp_path / "message").write_bytes(b"message")
    (tmp_path / "signature").write_bytes(seal.sign(b"message"))
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "message"]
    subprocess.run([*command, "-sigfile", "signature"], cwd=tmp_path, check=True, capture_output=True)


def test_fingerprint_reads_in_groups_of_four() -> None:
    assert keys.fingerprint_of(bytes(32)).startswith("6668 7aad f862 bd77 ")
    assert len(keys.fingerprint_of(bytes(32)).split()) == 16


@pytest.mark.parametrize("between", [" ", "-", ":", "", "\n"])
def test_typed_fingerprint_is_understood(between: str) -> None:
    printed = keys.fingerprint_of(bytes(32))
    assert keys.plain_fingerprint(printed.replace(" ", between).upper()) == printed.replace(" ", "")


@pytest.mark.parametrize("typed", ["", "6668", "g" * 64, "0" * 65])
def test_typed_fingerprint_of_another_shape_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="A fingerprint is 64"):
        keys.plain_fingerprint(typed)


@pytest.mark.parametrize("name", ["", " lead", "two\nlines", "x" * 201, "nul\0"])
def test_key_name_that_does_not_fit_one_line_is_refused(ring: KeyRing, name: str) -> None:
    with pytest.raises(ValueError, match="name of a key"):
        ring.seal_key(NORTH, name=name)


@pytest.mark.parametrize("name", ["", "../up", "A", "a/b", "a\n"])
def test_password_name_cannot_leave_the_folder(ring: KeyRing, name: str) -> None:
    with pytest.raises(ValueError, match="name of a password"):
        ring.load_or_make_password(name)


def test_keys_never_show_in_repr(ring: KeyRing) -> None:
    seal = ring.seal_key(NORTH, name="n")
    secret = (ring.folder / "master.key").read_text().strip()
    assert secret not in repr(ring)
    assert "Ed25519" not in repr(seal)


def test_random_secrets_differ() -> None:
    assert keys.random_secret() != keys.random_secret()
    assert len(keys.random_secret()) == 43


def test_report_key_is_made_once_for_each_tenant_and_generation(ring: KeyRing) -> None:
    now = datetime.now(UTC)
    first = ring.report_signer(NORTH, organisation="NHS North CCG", at=now)
    again = KeyRing.open(ring.folder).report_signer(NORTH, organisation="Renamed", at=now)
    assert first == again
    assert first.name == "NHS North CCG reports"
    second = ring.report_signer(NORTH, organisation="NHS North CCG", at=now, generation=2)
    shown = ring.report_signer(NORTH, organisation="NHS North CCG", at=now, demonstration=True)
    assert shown.name == "DEMONSTRATION NHS North CCG reports"
    assert len({first.sha256, second.sha256, shown.sha256}) == 3
    assert first.chain == second.chain == shown.chain
    for file in (ring.folder / "reports").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((ring.folder / "reports").stat().st_mode) == 0o700
    assert "private_key" not in repr(first)


def test_certificate_of_an_outside_authority_is_used_where_an_operator_put_one(ring: KeyRing) -> None:
    now = datetime.now(UTC)
    outside = certificates.make_authority(name="Outside Authority", at=now)
    (ring.folder / "reports").mkdir(mode=0o700)
    file = ring.folder / "reports" / f"{NORTH}-1.pem"
    file.write_text(certificates.make_report_key(outside, organisation="NHS North CCG", at=now))
    file.chmod(0o600)
    signer = ring.report_signer(NORTH, organisation="NHS North CCG", at=now)
    assert [certificates.name_of(each) for each in signer.chain] == ["Outside Authority"]
    assert not (ring.folder / "authority.pem").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [("words", "must hold a private key"), ("short", "at least 3072 bits"), ("mixed", "doesn't belong")],
    ids=lambda each: each.split()[0],
)
def test_report_key_that_can_not_seal_is_refused_plainly(ring: KeyRing, content: str, words: str) -> None:
    now = datetime.now(UTC)
    authority = certificates.make_authority(name="Outside Authority", at=now)
    good = certificates.make_report_key(authority, organisation="NHS North CCG", at=now)
    other = certificates.make_report_key(authority, organisation="NHS South CCG", at=now)
    end = "-----END PRIVATE KEY-----\n"
    text = {
        "words": "words",
        "short": authority,
        "mixed": other.partition(end)[0] + end + good.partition(end)[2],
    }
    (ring.folder / "reports").mkdir(mode=0o700)
    file = ring.folder / "reports" / f"{NORTH}-1.pem"
    file.write_text(text[content])
    file.chmod(0o600)
    with pytest.raises(KeysRefused, match=words):
        ring.report_signer(NORTH, organisation="NHS North CCG", at=now)
