"""What a paper may link to that a room above keeps. `app` hands the questions down; nothing here calls back up."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkable:
    """Something that a paper may link to, by the title under which its cover sheet then names it."""

    id: UUID
    title: str


Offer = Callable[[Scope], Awaitable[Iterable[Linkable]]]


async def offered(offers: Iterable[Offer], scope: Scope) -> tuple[Linkable, ...]:
    """All that the visitor may link to, in the order of the offers."""
    return tuple([each for offer in offers for each in await offer(scope)])
