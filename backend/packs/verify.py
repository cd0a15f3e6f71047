"""What can be said of a pack by somebody who trusts nobody: file in hand, no network, no database.

    verification = verify_pack(Path("assurance-pack.zip"), trusted=read_trust_file(Path("keys-i-trust.txt")))
    print(in_words(verification))

Every check ends in a line that holds, doesn't hold, or couldn't be made. A pack is accepted only if none fails
and all were made, save one: whose key it is can't be told from the pack, so without `trusted` that line stays
open, and the words say so.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from backend.kit import notes
from backend.packs import verdict
from backend.packs.inspection import Inspection
from backend.packs.proof_checks import Ledgers
from backend.packs.trust import TrustedKey, TrustFileUnreadable, read_trust_file, write_trust_file
from backend.packs.verdict import HONEST_WORDS, Line, Verification, in_words

__all__ = [
    "HONEST_WORDS",
    "Line",
    "TrustFileUnreadable",
    "TrustedKey",
    "Verification",
    "in_words",
    "read_trust_file",
    "verify_pack",
    "write_trust_file",
]


def verify_pack(
    source: Path | str | bytes,
    *,
    trusted: Sequence[TrustedKey] | None,
    earlier: Path | str | bytes | None = None,
) -> Verification:
    """Checks the pack in this file (in constant memory, however large) or these bytes. Never raises.

    `trusted` None: nobody said which keys to trust, and the answer says that this is open. An empty sequence:
    no key is trusted, so no pack holds. `earlier`: a pack or a checkpoint that the reader kept; the ledger of this one
    must have grown out of it.
    """
    try:
        before = _earlier(earlier, trusted) if earlier is not None else None
        if isinstance(source, bytes):
            return Inspection().of(io.BytesIO(source), trusted, earlier=before)
        path = Path(source)
        if path.is_dir():
            return _cannot(
                f"{path} is a folder. Give the ZIP file as it was received, not what was unpacked of it."
            )
        if not path.exists():
            return _cannot(f"There is no file {path}.")
        if not path.is_file():
            return _cannot(f"{path} isn't an ordinary file.")
        with path.open("rb") as opened:
            return Inspection().of(opened, trusted, earlier=before)
    except OSError as error:
        return _cannot(f"The file can't be read: {error.strerror or error}.")
    except Exception as error:
        # The last fence: whatever a hostile file finds in us, the answer is no and not a crash. Tests hold that
        # nothing which we know of ends here.
        return _cannot(f"This file breaks the check itself ({type(error).__name__}), so it can't be trusted.")


def _earlier(source: Path | str | bytes, trusted: Sequence[TrustedKey] | None) -> Ledgers | Line:
    """The ledger in an earlier pack or checkpoint, or the line that says why it can't be compared."""
    try:
        if isinstance(source, bytes):
            return _ledgers_in(io.BytesIO(source), trusted)
        with Path(source).open("rb") as opened:
            return _ledgers_in(opened, trusted)
    except OSError as error:
        problem = f"What you gave as earlier can't be read: {error.strerror or error}."
    except notes.NoteRefused as error:
        problem = f"What you gave as earlier is neither a pack nor a checkpoint: {error}"
    return Line(verdict.EARLIER, None, problem)


def _ledgers_in(opened: BinaryIO, trusted: Sequence[TrustedKey] | None) -> Ledgers | Line:
    start = opened.read(4)
    opened.seek(0)
    if start.startswith(b"PK"):
        inspection = Inspection()
        found = inspection.of(opened, trusted)
        if found.ok and (ledgers := inspection.ledgers):
            return ledgers
        why = found.first_problem or "it is of the first form, which proves no ledger."
        return Line(verdict.EARLIER, None, f"The earlier pack can't be compared with this one: {why}")
    note = notes.read_note(opened.read(notes.LONGEST + 1))
    return Ledgers(note=note, checkpoint=notes.read_checkpoint(note.text), earlier={}, key=None)


def _cannot(sentence: str) -> Verification:
    return Verification((Line(verdict.ZIP, False, sentence), *verdict.unchecked(verdict.CHECKS[1:])))
