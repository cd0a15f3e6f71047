"""What a record says of itself to serve as evidence. A room above hands its own sort down; nothing calls back up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that the reader may link to, as a search shows it. `about` says where and when it came about."""

    id: UUID
    title: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A record as it is at this moment. `path` is its page within the tenant, `sha256` of what it says now.

    `private`: what may not be told to everybody who reads evidence, so that the item must be confidential.
    """

    room: str
    kind: str
    id: UUID
    title: str
    path: str
    sha256: str
    as_at: date | None = None
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of record. `dated`: it is meant as at a day.

    `search` finds those whose words hold what was typed, as far as the reader may see them; `look` reads one, and
    raises NotFound.
    """

    code: str
    words: str
    dated: bool
    search: Callable[[Scope, str], Awaitable[tuple[Found, ...]]]
    look: Callable[[Scope, UUID, date | None], Awaitable[Looked]]
