"""What goes from a predecessor's tenant to the successor's within one transaction: read there, written here,
in pages."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch, in_bulk
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import Scope
from backend.succession.operations.stocktaking import PAGE
from backend.tenancy.transactions import Several

FIRST = UUID(int=0)

MADE_ID = "substr(encode(sha256(convert_to($2::uuid::text || {of}::text, 'UTF8')), 'hex'), 1, 32)::uuid"
"""The id of a record that is carried over: it follows from the plan and the record's own, so that a rehearsal and the
day itself, and whatever points at the record, all name the same. `$2` is the plan."""


_ENDS = """
SELECT s.from_id FROM (
  SELECT i.from_id, row_number() OVER (ORDER BY i.from_id) AS turn, count(*) OVER () AS many FROM succession_item i
  WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.predecessor_id = $3 AND NOT i.gone
) s WHERE s.turn % $4 = 0 OR s.turn = s.many ORDER BY s.from_id
"""
"""Where one part of a predecessor's things ends and the next begins."""


@dataclass(frozen=True, kw_only=True)
class Ferry:
    """Between one predecessor (`there`) and the successor (`here`). `ends`: of its things, see `here_in_parts`."""

    several: Several
    here: Scope
    there: Scope
    plan: Any
    predecessor: Any
    ends: list[UUID] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"Carried over from {self.there.tenant.name} on {in_words(self.plan['falls_on'])}"

    @property
    def mark(self) -> str:
        """The provenance of what is carried over, as JSON."""
        return canonical({"mark": "setting", "note": f"{self.words}; where it was read is said there."})

    async def ashore(self) -> None:
        """Be in the successor's tenant."""
        await self.several.into(self.here.tenant.id)

    async def over(self) -> None:
        """Be in the predecessor's tenant."""
        await self.several.into(self.there.tenant.id)

    async def carry(self, read: str, write: str, *given: Any, reads: tuple[Any, ...] = ()) -> list[Any]:
        """Take what `read` gives over to `write`, page by page; returns what `write` returned.

        `read`: a SELECT of whole rows `x` with `x.tenant_id = $1`; `reads` are its parameters from `$4`.
        `write`: `$1` our tenant, `$2` the plan, `$3` the predecessor, `$4` the page, `given` from `$5`.
        """
        statement = (
            "SELECT coalesce(json_agg(to_jsonb(x)), '[]')::text AS rows, count(*)::int AS many, "  # noqa: S608 - our own words
            f"(array_agg(x.id ORDER BY x.id DESC))[1] AS last FROM ({read} AND x.id > $2 ORDER BY x.id LIMIT $3) x"
        )
        last = FIRST
        made: list[Any] = []
        while True:
            await self.over()
            page = (await fetch(statement, self.there.tenant.id, last, PAGE, *reads))[0]
            if page["many"]:
                await self.ashore()
                made += await self._here(write, page["rows"], *given)
                last = page["last"]
            if page["many"] < PAGE:
                break
        await self.ashore()
        return made

    async def here_in_parts(self, statement: str, *given: Any) -> None:
        """Run a statement in the successor for a part of the predecessor's things at a time.

        `$1` our tenant, `$2` the plan, `$3` the predecessor; of the things those after `$4` up to `$5`, by their ids
        there; `given` from `$6`.
        """
        ours = (self.here.tenant.id, self.plan["id"], self.predecessor["id"])
        await self.ashore()
        if not self.ends:
            self.ends.extend(row["from_id"] for row in await fetch(_ENDS, *ours, PAGE))
        for first, last in pairwise((FIRST, *self.ends)):
            async with in_bulk():
                await execute(statement, *ours, first, last, *given)

    async def told(self, statement: str, *given: Any) -> list[Any]:
        """Rows in the successor, of a statement with the same parameters."""
        await self.ashore()
        return await self._here(statement, *given)

    async def _here(self, statement: str, *given: Any) -> list[Any]:
        async with in_bulk():
            return list(
                await fetch(statement, self.here.tenant.id, self.plan["id"], self.predecessor["id"], *given)
            )

    async def record(self, room: str, kind: str, made: list[Any]) -> None:
        """Tell in the successor's ledger what was carried over: one line a record, of rows with id, title, came."""
        for start in range(0, len(made), PAGE):
            lines = [
                ledger.Line(
                    subject=Record(room=room, kind=kind, id=row["id"], title=row["title"]),
                    after={"from": self.there.tenant.slug, "as": row["came"], "sha256": row["sha256"]},
                )
                for row in made[start : start + PAGE]
            ]
            await ledger.record_many(self.here, f"{room}.{kind}.carried", lines)
