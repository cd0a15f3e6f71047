"""A stream sealed piece by piece (AES-256-GCM), so that a file of any size is made and read in constant memory.

The first line says the format and a random salt, from which and from the key comes the key of this file alone. Then
pieces follow, each with its length; a piece knows its number and whether it is the last, so that none can be left out,
put elsewhere or cut off at the end.
"""

import io
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from typing_extensions import Buffer

PIECE = 1024 * 1024
_HEAD = b"probity-sealed/1 "
_SALT = 32
_LENGTH = 4


class Unsealable(Exception):
    """The file is not sealed with this key, or is not whole; the text is one plain sentence."""


class Sealer(io.RawIOBase):
    """Writes what it is given, sealed, to `out`. Call `finish` at the end, or the file will never open."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        super().__init__()
        salt = os.urandom(_SALT)
        self._out, self._cipher = out, _cipher(key, salt)
        self._waiting, self._number = bytearray(), 0
        out.write(_HEAD + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer") -> int:
        piece = bytes(data)
        self._waiting += piece
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(piece)

    def finish(self) -> None:
        """Seal what is left, as the last piece."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), piece, _mark(last))
        self._out.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._number += 1


def opened(sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The pieces of what was sealed. Raises Unsealable, for a file that was cut off at its end at the latest."""
    head = sealed.read(len(_HEAD) + _SALT)
    if not head.startswith(_HEAD) or len(head) != len(_HEAD) + _SALT:
        raise Unsealable("The file is not one that was sealed here: it begins with other words.")
    cipher = _cipher(key, head[len(_HEAD) :])
    number, ahead = 0, sealed.read(_LENGTH)
    while True:
        length = int.from_bytes(ahead, "big")
        if len(ahead) != _LENGTH or not 16 <= length <= PIECE + 16:
            raise Unsealable("The file is cut off or damaged.")
        piece, ahead = sealed.read(length), sealed.read(_LENGTH)
        try:
            yield cipher.decrypt(_nonce(number), piece, _mark(not ahead))
        except InvalidTag:
            raise Unsealable("The file was sealed with other keys, or it is cut off or damaged.") from None
        number += 1
        if not ahead:
            return


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    info = b"probity/sealed-stream/v1"
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _mark(last: bool) -> bytes:
    return b"last" if last else b"more"
