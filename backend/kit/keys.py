"""Keys that live in files: one master key, what is derived from it, one checkpoint key, keys of reports, passwords.

Nothing here is ever written to a database. A key file is made on first use and read from then on, so a folder
that somebody else filled (and may only be read) works just as well as one that we made.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.kit import certificates
from backend.kit.certificates import ReportSigner

KEY_BYTES = 32
"""Length of the master key, of every derived key and of every Ed25519 seed."""

PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64

_USE = re.compile(r"[a-z][a-z0-9/-]{0,79}")
_PASSWORD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")


class KeysRefused(Exception):
    """The keys can't be read, made or trusted; the text is one plain sentence and never holds a key."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key with the name that readers see beside its fingerprint."""

    name: str
    _private: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        if (
            not self.name
            or len(self.name) > 200
            or not self.name.isprintable()
            or self.name != self.name.strip()
        ):
            raise ValueError("The name of a key must be one line of 1 to 200 printable characters.")

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature of the message (RFC 8032; the same message gives the same bytes)."""
        return self._private.sign(message)

    def named(self, name: str) -> SigningKey:
        """The same key under another name: the one that it was made known by."""
        return SigningKey(name, self._private)

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the public key."""
        return self._private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public_key)


class KeyRing:
    """The keys of one installation, in one folder that nobody else may read."""

    def __init__(self, *, folder: Path, master: bytes, checkpoint: SigningKey) -> None:
        self.folder = folder
        self.checkpoint_key = checkpoint
        self._master = master

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The ring in this folder, made on first use; raises KeysRefused.

        Two processes that open a new folder at the same moment end with the same keys.
        """
        _make_folder(folder)
        master = _read_or_make_key(folder / "master.key")
        checkpoint_seed = _read_or_make_key(folder / "checkpoint.key")
        checkpoint = SigningKey("checkpoint", Ed25519PrivateKey.from_private_bytes(checkpoint_seed))
        return cls(folder=folder, master=master, checkpoint=checkpoint)

    def __repr__(self) -> str:
        return f"KeyRing({str(self.folder)!r})"

    def derive(self, tenant_id: UUID, use: str) -> bytes:
        """32 bytes for one tenant and one use, by HKDF-SHA256 (RFC 5869) from the master key.

        `use` is lower-case words with hyphens and strokes, such as "render-cache/v1". The id has a fixed
        length and stands first, so that no two pairs of tenant and use can meet in the same bytes.
        """
        if not _USE.fullmatch(use):
            raise ValueError(
                f"The use of a key is lower-case letters, digits, hyphens and strokes, not {use!r}."
            )
        info = b"probity/v1/" + tenant_id.bytes + b"/" + use.encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)

    def seal_key(
        self, tenant_id: UUID, *, name: str, demonstration: bool = False, generation: int = 1
    ) -> SigningKey:
        """The key with which this tenant's packs are sealed, in the generation that is in force.

        A demonstration has another key than the same tenant would have for real, and its name begins with
        DEMONSTRATION, so that neither can be mistaken for the other.
        """
        if demonstration:
            seed = self.derive(tenant_id, f"pack-seal/demonstration/v{generation}")
            return SigningKey(f"DEMONSTRATION {name}", Ed25519PrivateKey.from_private_bytes(seed))
        seed = self.derive(tenant_id, f"pack-seal/v{generation}")
        return SigningKey(name, Ed25519PrivateKey.from_private_bytes(seed))

    def report_signer(
        self,
        tenant_id: UUID,
        *,
        organisation: str,
        at: datetime,
        demonstration: bool = False,
        generation: int = 1,
    ) -> ReportSigner:
        """The certificate and key that seal this tenant's reports; raises KeysRefused.

        Read from `reports/<tenant id>-<generation>.pem`, which an operator may have put there (key, certificate,
        chain). Where there is none, a key is made at `at`, with a certificate of this installation's own authority.
        """
        mark = "demonstration-" if demonstration else ""
        file = self.folder / "reports" / f"{tenant_id}-{mark}{generation}.pem"
        name = f"DEMONSTRATION {organisation}" if demonstration else organisation
        _make_folder(file.parent)
        try:
            return certificates.report_signer(
                _read_or_make(
                    file,
                    made=lambda: certificates.make_report_key(self._authority(at), organisation=name, at=at),
                )
            )
        except certificates.CertificateRefused as error:
            raise KeysRefused(f"The report key {file} can't be used. {error}") from error

    def _authority(self, at: datetime) -> str:
        """The authority of this installation, made on first use; two installations never share a name."""
        mark = hashlib.sha256(self.public_key).hexdigest()[:8]
        return _read_or_make(
            self.folder / "authority.pem",
            made=lambda: certificates.make_authority(name=f"Probity sealing authority {mark}", at=at),
        )

    def log_key(
        self, tenant_id: UUID, *, name: str, demonstration: bool = False, generation: int = 1
    ) -> SigningKey:
        """The key that signs the checkpoints of this tenant's ledger, in the generation that is in force."""
        use = "ledger-checkpoint/demonstration" if demonstration else "ledger-checkpoint"
        seed = self.derive(tenant_id, f"{use}/v{generation}")
        return SigningKey(name, Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, message: bytes) -> bytes:
        """Signed by the checkpoint key of this ring."""
        return self.checkpoint_key.sign(message)

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the checkpoint key's public half."""
        return self.checkpoint_key.public_key

    @property
    def fingerprint(self) -> str:
        return self.checkpoint_key.fingerprint

    def load_or_make_password(self, name: str) -> str:
        """The password kept under this name, made on first use: 43 characters that are safe in an address."""
        if not _PASSWORD_NAME.fullmatch(name):
            raise ValueError(f"The name of a password is lower-case letters, digits, - and _, not {name!r}.")
        return _read_or_make(self.folder / f"{name}.password", made=random_secret)


def random_secret(length: int = KEY_BYTES) -> str:
    """`length` random bytes as text that is safe in an address, a file and an environment variable."""
    return secrets.token_urlsafe(length)


def fingerprint_of(public_key: bytes) -> str:
    """SHA-256 of the 32 raw bytes of a public key, as sixteen groups of four: "3f2a 91bc …"."""
    digest = hashlib.sha256(public_key).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def plain_fingerprint(text: str) -> str:
    """The 64 hexadecimal digits of a fingerprint that a person typed; raises ValueError.

    Spaces, hyphens, colons and capitals are all the same to us: people copy fingerprints from paper.
    """
    digits = re.sub(r"[\s:-]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise ValueError("A fingerprint is 64 digits and letters from a to f, such as 3f2a 91bc and so on.")
    return digits


def public_key_pem(public_key: bytes) -> str:
    """The key in the form that openssl reads."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signature_holds(*, public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this Ed25519 signature is of this message by this key; malformed parts are simply False."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077 and folder.stat().st_uid == os.geteuid():
            folder.chmod(0o700)
    except OSError as error:
        raise KeysRefused(
            f"The folder for keys, {folder}, can't be made or used: {error.strerror}."
        ) from error


def _read_or_make_key(file: Path) -> bytes:
    text = _read_or_make(file, made=lambda: secrets.token_hex(KEY_BYTES))
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise KeysRefused(
            f"The key file {file} is damaged: it must hold {KEY_BYTES * 2} digits and letters from a to f. "
            "Put back the copy from your backup; a new key can't read what the old one protected."
        )
    return bytes.fromhex(text)


def _read_or_make(file: Path, *, made: Callable[[], str]) -> str:
    """The text of the file, first written with what `made` answers if there is none yet.

    The file appears whole or not at all: it's written under another name and then linked to its own, which
    fails for every process but the first. A plain O_EXCL open would let the second one read half a key.
    """
    try:
        if not file.exists():
            content = made().encode() + b"\n"
            part = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                with contextlib.suppress(FileExistsError):
                    os.link(part, file)
            finally:
                part.unlink()
        if file.stat().st_mode & 0o027:
            raise KeysRefused(
                f"The key file {file} can be read or changed by other people on this machine. Make sure that "
                f"nobody has copied it, then run: chmod 600 {file}"
            )
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise KeysRefused(f"The key file {file} can't be read or made: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise KeysRefused(f"The key file {file} is damaged: it isn't plain text.") from error
