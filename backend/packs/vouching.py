"""`signature/keys.json`: the other keys that the sealer of a pack vouches for.

It is one of the papers under the seal. So whoever trusts the key of the seal needs no other list to know which key
signed the ledger's checkpoint, which certificate the report, and which one its time stamp.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from backend.kit import notes

PATH = "signature/keys.json"
_HEX = re.compile(r"[0-9a-f]{64}")


class UnableToVouch(Exception):
    """The file isn't one that says whose keys these are; one plain sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKey:
    """The certificate that signs reports: SHA-256 of its DER bytes, and its life."""

    certificate_sha256: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a pack's seal vouches for beside the files."""

    checkpoint: notes.Verifier
    report: ReportKey
    stamp_sha256: str | None = None
    """SHA-256 of the certificate of the authority that stamped the report's time; None: nobody did."""


def keys_text(vouched: Vouched) -> bytes:
    """The file, the same bytes for the same keys."""
    report = vouched.report
    told = {
        "checkpoint": {"vkey": vouched.checkpoint.vkey},
        "report": {
            "certificate_sha256": report.certificate_sha256,
            "valid_from": _written(report.valid_from),
            "valid_until": _written(report.valid_until),
        },
        "stamp": {"certificate_sha256": vouched.stamp_sha256} if vouched.stamp_sha256 else None,
    }
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def keys_in(content: bytes) -> Vouched:
    """The keys that the file names; raises UnableToVouch."""
    try:
        told = json.loads(content.decode())
        stamp = told["stamp"]
        return Vouched(
            checkpoint=notes.read_vkey(_text(told["checkpoint"]["vkey"])),
            report=ReportKey(
                certificate_sha256=_digest(told["report"]["certificate_sha256"]),
                valid_from=moment(told["report"]["valid_from"]),
                valid_until=moment(told["report"]["valid_until"]),
            ),
            stamp_sha256=None if stamp is None else _digest(stamp["certificate_sha256"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, notes.NoteRefused) as error:
        raise UnableToVouch(
            f"“{PATH}” doesn't say in the form of a pack which keys signed the report and the ledger."
        ) from error


def moment(text: Any) -> datetime:
    """A moment with its zone, as ISO 8601 writes it; raises ValueError."""
    found = datetime.fromisoformat(_text(text))
    if found.tzinfo is None:
        raise ValueError("The moment has no zone.")
    return found.astimezone(UTC)


def _written(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _digest(text: Any) -> str:
    if not _HEX.fullmatch(_text(text)):
        raise ValueError("This is no SHA-256.")
    return str(text)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("This is no text.")
    return value
