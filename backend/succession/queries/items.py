"""What was listed at the predecessors, a page at a time, with what is chosen for it; the whole for the report."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.kit.database import fetch, in_bulk
from backend.scope import Scope
from backend.succession import rules
from backend.succession.rules import Choice, Thing

PAGE_SIZE = 50

_PATHS = {
    Thing.COMMITTEE: "/committees",
    Thing.ACTION: "/actions",
    Thing.RISK: "/risks",
    Thing.PERSON: "/people",
}
"""Where the page of a record is, in whichever organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One thing. `into` names what it is merged into, `taker` who takes what is open.

    `old_path` leads to the record at the predecessor, and `new_path` to ours, once it was carried over.
    """

    id: UUID
    thing: Thing
    predecessor: str
    reference: str | None
    title: str
    detail: dict[str, Any]
    choice: Choice
    into: str | None
    new_name: str | None
    taker: str | None
    because: str | None
    chosen_by: str | None
    old_path: str | None
    new_path: str | None

    @property
    def becomes(self) -> str:
        """What becomes of it, in words."""
        words = rules.CHOICE_IN_WORDS[self.choice]
        if self.choice is Choice.MERGE:
            return f"{words} {self.into or 'something that is gone'}"
        if self.choice is Choice.CARRY and self.thing is Thing.REGISTER:
            return "Offer each entry to whoever declared it"
        return f"{words} as {self.new_name}" if self.new_name else words


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsPage:
    items: tuple[ItemLine, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


_ITEMS = """
SELECT i.*, p.name AS predecessor, p.slug, x.to_id, t.name AS taker, coalesce(
  (SELECT o.title FROM succession_item o WHERE o.tenant_id = $1 AND o.id = i.into_item_id),
  (SELECT c.name FROM committees_committee c WHERE c.tenant_id = $1 AND c.id = i.into_id),
  (SELECT c.name FROM people_person c WHERE c.tenant_id = $1 AND c.id = i.into_id),
  (SELECT c.title FROM risks_risk c WHERE c.tenant_id = $1 AND c.id = i.into_id),
  (SELECT c.title || ', ' || c.label FROM assurance_edition c WHERE c.tenant_id = $1 AND c.id = i.into_id)) AS into,
  o.title AS owner, mapped.name AS owner_here
FROM succession_item i
JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
LEFT JOIN people_person t ON t.tenant_id = $1 AND t.id = coalesce(i.taker_person_id, p.taker_person_id)
LEFT JOIN succession_item o ON o.tenant_id = $1 AND o.plan_id = $2 AND o.predecessor_id = p.id AND o.kind = 'person'
  AND o.from_id = (i.detail ->> 'owner')::uuid AND o.choice IN ('carry', 'merge') AND NOT o.gone
LEFT JOIN succession_carried x ON x.tenant_id = $1 AND x.predecessor_id = p.id AND x.kind = i.kind
  AND x.from_id = i.from_id
LEFT JOIN people_person mapped ON mapped.tenant_id = $1 AND mapped.id = o.into_id
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND NOT i.gone AND i.kind = ANY ($3)
  AND ($4::uuid IS NULL OR i.predecessor_id = $4)
ORDER BY array_position($5::text[], i.kind), p.position, i.title, i.id LIMIT $6 OFFSET $7
"""


async def items_of(
    scope: Scope, *, plan_id: UUID, thing: Thing, predecessor_id: UUID | None = None, number: int = 1
) -> ItemsPage:
    """Page `number` of everything of a kind, by predecessor and title. Two statements."""
    counted = await fetch(
        "SELECT count(*)::int AS many FROM succession_item WHERE tenant_id = $1 AND plan_id = $2 AND NOT gone "
        "AND kind = $3 AND ($4::uuid IS NULL OR predecessor_id = $4)",
        scope.tenant.id,
        plan_id,
        thing.value,
        predecessor_id,
    )
    count: int = counted[0]["many"]
    number = max(1, min(number, -(-count // PAGE_SIZE)))
    async with in_bulk():
        rows = await fetch(
            _ITEMS,
            scope.tenant.id,
            plan_id,
            [thing.value],
            predecessor_id,
            [each.value for each in Thing],
            PAGE_SIZE,
            (number - 1) * PAGE_SIZE,
        )
    return ItemsPage(items=tuple(map(_line, rows)), number=number, count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCount:
    """How many of a kind are open, and of how many it is said who takes them; of some kinds nobody is asked."""

    thing: Thing
    many: int
    taken: int | None


_COUNTS = """
SELECT i.kind, count(*)::int AS many, count(*) FILTER (WHERE coalesce(i.taker_person_id, p.taker_person_id) IS NOT NULL
  OR (i.kind IN ('action', 'risk') AND (o.id IS NOT NULL OR i.detail ->> 'outside' <> '')))::int AS taken
FROM succession_item i
JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
LEFT JOIN succession_item o ON o.tenant_id = $1 AND o.plan_id = $2 AND o.predecessor_id = p.id AND o.kind = 'person'
  AND o.from_id = (i.detail ->> 'owner')::uuid AND o.choice IN ('carry', 'merge') AND NOT o.gone
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND NOT i.gone AND i.kind = ANY ($3)
GROUP BY i.kind
"""


async def counts_of(scope: Scope, *, plan_id: UUID) -> tuple[OpenCount, ...]:
    """By kind, in the order of the report: all of it, however many there are."""
    kinds = [each.value for each in Thing if each is not Thing.PERSON]
    async with in_bulk():
        rows = {row["kind"]: row for row in await fetch(_COUNTS, scope.tenant.id, plan_id, kinds)}
    return tuple(
        OpenCount(
            thing=Thing(kind),
            many=rows[kind]["many"],
            taken=None if Thing(kind) in rules.TAKEN_BY_NOBODY else rows[kind]["taken"],
        )
        for kind in kinds
        if kind in rows
    )


async def everything_open(scope: Scope, *, plan_id: UUID, most: int) -> tuple[ItemLine, ...]:
    """At most so many of everything that is open, in the order of the report: what it is, and who takes it."""
    kinds = [each.value for each in Thing if each is not Thing.PERSON]
    async with in_bulk():
        rows = await fetch(_ITEMS, scope.tenant.id, plan_id, kinds, None, kinds, most, 0)
    return tuple(map(_line, rows))


async def targets_of(scope: Scope, *, plan_id: UUID, thing: Thing) -> list[tuple[UUID, str]]:
    """Into what something of a kind can be merged: ours first, then what is carried over."""
    ours = {
        Thing.COMMITTEE: "SELECT id, name FROM committees_committee WHERE tenant_id = $1 AND retired_on IS NULL "
        "AND held_by IS NULL ORDER BY name LIMIT 200",
        Thing.PERSON: "SELECT id, name FROM people_person WHERE tenant_id = $1 AND left_on IS NULL ORDER BY name "
        "LIMIT 200",
        Thing.RISK: "SELECT id, title AS name FROM risks_risk WHERE tenant_id = $1 AND state = 'open' "
        "AND struck_at IS NULL ORDER BY number LIMIT 200",
        Thing.FRAMEWORK: "SELECT id, title || ', ' || label AS name FROM assurance_edition WHERE tenant_id = $1 "
        "AND state = 'in-use' ORDER BY title LIMIT 200",
    }
    if thing not in ours:
        return []
    found = [(row["id"], f"Ours: {row['name']}") for row in await fetch(ours[thing], scope.tenant.id)]
    rows = await fetch(
        "SELECT i.id, i.title, p.name FROM succession_item i "
        "JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id WHERE i.tenant_id = $1 "
        "AND i.plan_id = $2 AND i.kind = $3 AND i.choice = 'carry' AND NOT i.gone ORDER BY i.title, "
        "p.position LIMIT 200",
        scope.tenant.id,
        plan_id,
        thing.value,
    )
    return found + [(row["id"], f"{row['title']} ({row['name']})") for row in rows]


def _line(row: Any) -> ItemLine:
    detail = json.loads(row["detail"]) if isinstance(row["detail"], str) else row["detail"]
    thing = Thing(row["kind"])
    owned = thing in (Thing.ACTION, Thing.RISK)
    return ItemLine(
        id=row["id"],
        thing=thing,
        predecessor=row["predecessor"],
        reference=row["reference"],
        title=row["title"],
        detail=detail,
        choice=Choice(row["choice"]),
        into=row["into"],
        new_name=row["new_name"],
        taker=(row["owner_here"] or row["owner"] or detail.get("outside") or row["taker"])
        if owned
        else row["taker"],
        because=row["because"],
        chosen_by=row["chosen_by_name"],
        old_path=f"/t/{row['slug']}{_PATHS[thing]}/{row['from_id']}"
        if thing in _PATHS and row["to_id"]
        else None,
        new_path=f"{_PATHS[thing]}/{row['to_id']}" if thing in _PATHS and row["to_id"] else None,
    )
