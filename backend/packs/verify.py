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

from backend.packs import verdict
from backend.packs.inspection import Inspection
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


def verify_pack(source: Path | str | bytes, *, trusted: Sequence[TrustedKey] | None) -> Verification:
    """Checks the pack in this file (in constant memory, however large) or these bytes. Never raises.

    `trusted` None: nobody said which keys to trust, and the answer says that this is open. An empty sequence:
    no key is trusted, so no pack holds.
    """
    try:
        if isinstance(source, bytes):
            return Inspection().of(io.BytesIO(source), trusted)
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
            return Inspection().of(opened, trusted)
    except OSError as error:
        return _cannot(f"The file can't be read: {error.strerror or error}.")
    except Exception as error:
        # The last fence: whatever a hostile file finds in us, the answer is no and not a crash. Tests hold that
        # nothing which we know of ends here.
        return _cannot(f"This file breaks the check itself ({type(error).__name__}), so it can't be trusted.")


def _cannot(sentence: str) -> Verification:
    return Verification((Line(verdict.ZIP, False, sentence), *verdict.unchecked(verdict.CHECKS[1:])))
