"""What is sealed before it is stored or lent to a browser: AES-256-GCM, bound to what it is for."""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.kit.keys import KeyRing

_NONCE_BYTES = 12
_NO_TENANT = UUID(int=0)


class Unsealed(Exception):
    """The seal is broken, or of another key or purpose."""


class Seal:
    """Seals with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._digest_key = hmac.new(key, b"digest", hashlib.sha256).digest()

    @classmethod
    def of(cls, ring: KeyRing) -> "Seal":
        """The seal of an installation: accounts belong to no tenant, so neither does their key."""
        return cls(ring.derive(_NO_TENANT, "totp/v1"))

    def close(self, plain: bytes, *, purpose: str) -> bytes:
        """`plain`, unreadable to whoever lacks the key. `purpose` must be given again to open it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> bytes:
        """What was sealed for `purpose`; raises `Unsealed`."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealed("A sealed value was changed, or sealed for something else.") from error

    def digest(self, text: str) -> bytes:
        """A digest of `text` that nobody without the key can find the text from."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).digest()


def new_token() -> str:
    """256 random bits that are safe in a cookie and an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).digest()
