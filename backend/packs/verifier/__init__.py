"""verify.html: one file with which anybody checks a pack, from disk and without a network.

It is built from `src/` by infra/assets/verifier.py when a checkout is prepared, the same bytes from the same sources.
It makes the checks of `backend.packs.verify` in a language that every browser knows, and the same hostile packs are
tried on both. What it says and in which order is the same, word for word.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

NAME = "verify.html"
_BUILT = Path(__file__).parent / NAME


class NoVerifier(Exception):
    """The file was not built here; one plain sentence."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """The file and what it is known by."""

    content: bytes
    sha256: str


@functools.cache
def the_verifier() -> Verifier:
    """The file that this installation hands out and puts into its packs; raises NoVerifier."""
    try:
        content = _BUILT.read_bytes()
    except FileNotFoundError:
        raise NoVerifier(f"{NAME} was not built: run 'make setup'.") from None
    return Verifier(content=content, sha256=hashlib.sha256(content).hexdigest())
