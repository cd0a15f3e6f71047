"""Passwords as argon2id hashes. Unknown accounts are checked as slowly as known ones."""

import asyncio
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# argon2id at OWASP's first recommended setting (46 MiB, one pass, one lane): a web process has few cores to lend.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)


async def hash_of(password: str) -> str:
    """The argon2id hash, made in a thread: it takes some tens of milliseconds by design."""
    return await asyncio.to_thread(_HASHER.hash, _normal(password))


async def matches(password: str, known_hash: str | None) -> bool:
    """Whether `password` made `known_hash`; where there is none, the same time is spent and the answer is no."""
    right = await asyncio.to_thread(_verify, known_hash or _hash_of_nobody(), _normal(password))
    return right and known_hash is not None


def _verify(known_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(known_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _normal(password: str) -> str:
    """The same letters typed on two keyboards are the same password."""
    return unicodedata.normalize("NFKC", password)
