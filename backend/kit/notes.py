"""Signed notes and the checkpoints of a log, in the form of C2SP (signed-note, tlog-checkpoint). No domain words.

A note is a text that ends with a newline, an empty line, and lines of signatures: `— NAME BASE64`. The base64 holds
four bytes that hint at the key and the Ed25519 signature of the text. A checkpoint is a note whose text is the log's
origin, its size, its root, and what else the log says, one a line. A `vkey` is how a public key is written down:
`NAME+HINT+BASE64`.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.kit.keys import PUBLIC_KEY_BYTES, SigningKey, signature_holds

ED25519 = b"\x01"
"""The byte that stands before an Ed25519 key wherever C2SP writes one."""

LONGEST = 1_000_000
MOST_SIGNATURES = 100

_NAME = re.compile(r"[^\s+\u0000-\u001f\u007f]{1,250}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_MARK = "— "


class NoteRefused(Exception):
    """A note is not one, or no signature on it is by the key asked for; the text is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name, as a `vkey` says them."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteRefused("The name of a key must have no spaces and no plus sign.")
        if len(self.public_key) != PUBLIC_KEY_BYTES:
            raise NoteRefused(f"An Ed25519 key is {PUBLIC_KEY_BYTES} bytes.")

    @property
    def hint(self) -> bytes:
        """The four bytes that stand before each signature of this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.hint.hex()}+{base64.b64encode(ED25519 + self.public_key).decode()}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of signature: whose it says it is, and the bytes."""

    name: str
    hint: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read. Nothing is proved until `signed_by`."""

    text: str
    signatures: tuple[Signature, ...]

    def signed_by(self, verifier: Verifier) -> bool:
        """Whether a signature on it is by this key. One that names the key and does not hold is no signature."""
        named = [each for each in self.signatures if (each.name, each.hint) == (verifier.name, verifier.hint)]
        return bool(named) and all(
            signature_holds(
                public_key=verifier.public_key, signature=each.signature, message=self.text.encode()
            )
            for each in named
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log was at a moment; `extensions` are further lines, of which `sealed-at` is ours."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def sealed_at(self) -> str | None:
        """The moment that it says it was sealed at, as written."""
        found = [line.removeprefix("sealed-at ") for line in self.extensions if line.startswith("sealed-at ")]
        return found[0] if len(found) == 1 else None

    @property
    def text(self) -> str:
        """The text of the note."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def verifier_of(key: SigningKey) -> Verifier:
    """The public half of a key, under the key's own name."""
    return Verifier(key.name, key.public_key)


def read_vkey(text: str) -> Verifier:
    """The key that a `vkey` writes down; raises NoteRefused."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise NoteRefused("A key is written as its name, a hint and the key, with a plus sign between them.")
    name, hint, written = parts
    key = _base64(written, "The key")
    if key[:1] != ED25519:
        raise NoteRefused("The key is of a kind that is not known here; only Ed25519 is.")
    verifier = Verifier(name, key[1:])
    if hint != verifier.hint.hex():
        raise NoteRefused("The hint in the key is not that of its name and bytes: it was copied wrongly.")
    return verifier


def sign_note(text: str, *keys: SigningKey) -> bytes:
    """The text as a note that is signed by each of these keys."""
    if not text.endswith("\n") or "\n\n" in text or not _printable(text):
        raise NoteRefused("The text of a note must be printable lines, none of them empty.")
    lines = []
    for key in keys:
        verifier = verifier_of(key)
        blob = base64.b64encode(verifier.hint + key.sign(text.encode())).decode()
        lines.append(f"{_MARK}{verifier.name} {blob}\n")
    return f"{text}\n{''.join(lines)}".encode()


def read_note(note: bytes) -> Note:
    """The text and the signatures of a note, none of them checked; raises NoteRefused."""
    if len(note) > LONGEST:
        raise NoteRefused("The note is longer than any note of ours.")
    try:
        whole = note.decode()
    except UnicodeDecodeError:
        raise NoteRefused("The note is not plain text.") from None
    text, parted, tail = whole.rpartition("\n\n")
    if not parted or not tail or not tail.endswith("\n") or not _printable(whole):
        raise NoteRefused("The note has no signature where one must be.")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteRefused("The note has more signatures than any note of ours.")
    return Note(f"{text}\n", tuple(_signature(line) for line in lines))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text states; raises NoteRefused."""
    if not text.endswith("\n"):
        raise NoteRefused("The checkpoint breaks off.")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise NoteRefused("A checkpoint has a line for its log, one for its size and one for its root.")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise NoteRefused("The size in the checkpoint is not a whole number.")
    made = _base64(root, "The root in the checkpoint")
    if len(made) != 32:
        raise NoteRefused("The root in the checkpoint is not 32 bytes.")
    return Checkpoint(origin=origin, size=int(size), root=made, extensions=tuple(extensions))


def open_checkpoint(note: bytes, verifiers: Sequence[Verifier]) -> Checkpoint:
    """The checkpoint in a signed note, once one of these keys has signed it under the log's own name.

    Raises NoteRefused.
    """
    read = read_note(note)
    checkpoint = read_checkpoint(read.text)
    if not any(each.name == checkpoint.origin and read.signed_by(each) for each in verifiers):
        raise NoteRefused(f"No key that is known here for {checkpoint.origin} has signed this checkpoint.")
    return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, *keys: SigningKey) -> bytes:
    """The signed note of a checkpoint."""
    return sign_note(checkpoint.text, *keys)


def _signature(line: str) -> Signature:
    name, space, written = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK) or not space or not _NAME.fullmatch(name):
        raise NoteRefused("A line of signature in the note is not in the right form.")
    blob = _base64(written, "A signature")
    if len(blob) < 5:
        raise NoteRefused("A signature in the note is too short.")
    return Signature(name, blob[:4], blob[4:])


def _base64(text: str, what: str) -> bytes:
    try:
        made = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteRefused(f"{what} is not in base64.") from None
    if base64.b64encode(made).decode() != text:
        raise NoteRefused(f"{what} is not in base64 as it is written.")
    return made


def _printable(text: str) -> bool:
    return not any(ord(letter) < 32 and letter != "\n" for letter in text)
