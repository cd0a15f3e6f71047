"""The numbers of an item's pages: given once, and then never to another page.

7.2-9 is what people write in the margin and say in the room. So the numbers that a paper's pages were given stay theirs
when another paper of the item grows, shrinks, goes or comes: what comes takes the next free numbers, and pages that a
paper gained carry its last number and a letter (7.2-9a), as items that come late do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.scope import Scope
from backend.tenancy import transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The numbers that one part was given: `count` of them from `start`."""

    start: int
    count: int

    @property
    def last(self) -> int:
        return self.start + self.count - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """How the pages of one part are numbered: from `start`, `own` of them; the later ones with letters."""

    start: int
    own: int


Key = tuple[str, str]
"""A part by its item's key and its own."""


def number(
    known: Mapping[Key, Given], parts: Sequence[tuple[Key, int]]
) -> tuple[dict[Key, Numbered], dict[Key, Given]]:
    """The numbers of parts, told with their pages in their order; and all that is given by then, to be kept.

    `known` are the parts that were given numbers before, here or not: what one copy lacks keeps its numbers for the
    others.
    """
    given = dict(known)
    taken: dict[str, int] = {}
    for (item, _), each in known.items():
        taken[item] = max(taken.get(item, 0), each.last)
    numbered: dict[Key, Numbered] = {}
    for key, pages in parts:
        last = taken.get(key[0], 0)
        has = given.get(key)
        if has is None:
            has = Given(start=last + 1, count=pages)
        elif pages > has.count and has.last == last:
            has = Given(start=has.start, count=pages)  # no number after its own is taken, so it may grow
        given[key] = has
        taken[key[0]] = max(last, has.last)
        numbered[key] = Numbered(start=has.start, own=min(pages, has.count))
    return numbered, given


async def numbers_of(
    scope: Scope, *, meeting_id: UUID, format_key: str, afresh: bool, parts: Sequence[tuple[Key, int]]
) -> dict[Key, Numbered]:
    """`number`, with what is known read from and kept in the database.

    `afresh` forgets what was given before: an agenda that nobody outside has seen may still be numbered anew.
    """
    async with transactions.scope_tx(scope):
        # two copies that are built at once must not give one number twice
        await fetch(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            f"packs/numbers/{scope.tenant.id}/{meeting_id}/{format_key}",
        )
        known = {} if afresh else await _known(scope, meeting_id, format_key)
        numbered, given = number(known, parts)
        changed = {key: each for key, each in given.items() if afresh or known.get(key) != each}
        if changed:
            await _keep(scope, meeting_id, format_key, changed)
    return numbered


async def _known(scope: Scope, meeting_id: UUID, format_key: str) -> dict[Key, Given]:
    rows = await fetch(
        "SELECT part, start, taken FROM packs_number WHERE tenant_id = $1 AND meeting_id = $2 AND format = $3",
        scope.tenant.id,
        meeting_id,
        format_key,
    )
    found: dict[Key, Given] = {}
    for row in rows:
        item, _, part = row["part"].partition("/")
        found[item, part] = Given(start=row["start"], count=row["taken"])
    return found


async def _keep(scope: Scope, meeting_id: UUID, format_key: str, given: Mapping[Key, Given]) -> None:
    keys = list(given)
    await execute(
        "INSERT INTO packs_number (tenant_id, id, meeting_id, format, part, start, taken) "
        "SELECT $1, told.id, $2, $3, told.part, told.start, told.taken "
        "FROM unnest($4::uuid[], $5::text[], $6::integer[], $7::integer[]) AS told (id, part, start, taken) "
        "ON CONFLICT (tenant_id, meeting_id, format, part) "
        "DO UPDATE SET start = excluded.start, taken = excluded.taken",
        scope.tenant.id,
        meeting_id,
        format_key,
        [new_id() for _ in keys],
        [f"{item}/{part}" for item, part in keys],
        [given[key].start for key in keys],
        [given[key].count for key in keys],
    )
