"""The keys that a reader trusts, in a plain file that they keep and can type from a letter.

key-name: NHS Dudley CCG packs
fingerprint: 3f2a 91bc …
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backend.kit import keys

_MOST_BYTES = 1024 * 1024
_HEADING = (
    "# Keys whose packs I trust. Each fingerprint came from the organisation itself, not from a pack.\n"
)


class TrustFileUnreadable(Exception):
    """The trust file can't be used; one plain sentence naming the line. Nothing is to be trusted then."""


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key is known by its fingerprint; the name is what its holder calls it."""

    name: str
    fingerprint: str
    """64 hexadecimal digits, with or without the groups; kept in groups of four."""

    def __post_init__(self) -> None:
        digits = keys.plain_fingerprint(self.fingerprint)
        grouped = " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
        object.__setattr__(self, "fingerprint", grouped)
        if not self.name.strip() or not self.name.isprintable():
            raise ValueError("The name of a trusted key must be one line of plain text.")

    @classmethod
    def of(cls, name: str, public_key: bytes) -> TrustedKey:
        return cls(name=name, fingerprint=keys.fingerprint_of(public_key))


def write_trust_file(path: Path, trusted: Iterable[TrustedKey]) -> None:
    """Replaces the file."""
    blocks = [f"\nkey-name: {key.name}\nfingerprint: {key.fingerprint}\n" for key in trusted]
    path.write_text(_HEADING + "".join(blocks), encoding="utf-8")


def read_trust_file(path: Path) -> tuple[TrustedKey, ...]:
    """The keys in the file; raises TrustFileUnreadable, also when there is none in it: an empty list would look
    like a choice to trust nobody."""
    try:
        with path.open("rb") as source:
            content = source.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise TrustFileUnreadable(f"The trust file {path} is too large to be one.")
        lines = content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise TrustFileUnreadable(f"The trust file {path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TrustFileUnreadable(f"The trust file {path} isn't plain text.") from error
    trusted: list[TrustedKey] = []
    name: str | None = None
    for number, line in enumerate(lines, start=1):
        label, colon, value = line.partition(":")
        label, value = label.strip().lower(), value.strip()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if label == "key-name" and colon and name is None and value:
            name = value
        elif label == "fingerprint" and colon and name is not None:
            try:
                trusted.append(TrustedKey(name=name, fingerprint=value))
            except ValueError as error:
                raise TrustFileUnreadable(f"Line {number} of the trust file {path}: {error}") from error
            name = None
        else:
            raise TrustFileUnreadable(
                f"Line {number} of the trust file {path} should be a key-name: followed by its fingerprint:"
            )
    if name is not None or not trusted:
        raise TrustFileUnreadable(f"The trust file {path} ends without the fingerprint of a key.")
    return tuple(trusted)
