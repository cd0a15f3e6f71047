"""Mappings between requirements, read from either side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.assurance.rules.mapping import RELATION_IN_WORDS, Pair, Relation, turned
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedView:
    """A requirement that another is mapped to, read from that other's side.

    `relation` says what the requirement asked about asks, set beside `requirement_id`. `state` is the state of the
    edition that it stands in.
    """

    id: UUID
    requirement_id: UUID
    ref: str
    text: str
    heading: str | None
    edition_id: UUID
    edition_title: str
    edition_label: str
    state: str
    relation: Relation
    note: str | None
    origin: str
    made_at: datetime
    made_by_name: str

    @property
    def relation_in_words(self) -> str:
        return RELATION_IN_WORDS[self.relation]


async def mapped_of(
    scope: Scope, *, requirement_ids: Iterable[UUID], at: datetime | None = None
) -> Mapping[UUID, tuple[MappedView, ...]]:
    """What each requirement is mapped to, whichever side it was written from; none is an empty entry. One statement.

    `at` asks for the mappings as they stood at a moment.
    """
    asked = list(requirement_ids)
    rows = await fetch(
        """
        SELECT m.id, near.id AS near_id, far.id AS requirement_id, far.reference AS ref, far.text, far.heading,
          far.edition_id, e.title AS edition_title, e.label AS edition_label, e.state,
          m.relation, m.from_id = near.id AS forwards,
          m.note, m.origin, m.made_at, m.made_by_name
        FROM unnest($2::uuid[]) near (id)
        JOIN assurance_mapping m ON m.tenant_id = $1 AND near.id IN (m.from_id, m.to_id)
          AND CASE WHEN $3::timestamptz IS NULL THEN m.ended_at IS NULL
            ELSE m.made_at <= $3 AND (m.ended_at IS NULL OR m.ended_at > $3) END
        JOIN assurance_requirement far ON far.tenant_id = $1 AND far.left_out_at IS NULL
          AND far.id = CASE WHEN m.from_id = near.id THEN m.to_id ELSE m.from_id END
        JOIN assurance_edition e ON e.tenant_id = $1 AND e.id = far.edition_id AND e.state <> 'withdrawn'
        ORDER BY lower(e.title), e.label, far.position, m.id
        """,
        scope.tenant.id,
        asked,
        at,
    )
    found: dict[UUID, list[MappedView]] = {each: [] for each in asked}
    for row in rows:
        found[row["near_id"]].append(_view(row))
    return {each: tuple(views) for each, views in found.items()}


async def requirement_of_mapping(scope: Scope, *, mapping_id: UUID) -> UUID:
    """The requirement from which a mapping was written. Raises NotFound."""
    rows = await fetch(
        "SELECT from_id FROM assurance_mapping WHERE tenant_id = $1 AND id = $2", scope.tenant.id, mapping_id
    )
    if not rows:
        raise NotFound("mapping")
    requirement_id: UUID = rows[0]["from_id"]
    return requirement_id


async def pairs_of(scope: Scope) -> tuple[Pair, ...]:
    """Every mapping that stands, for finding circles. One statement."""
    rows = await fetch(
        "SELECT from_id, to_id, relation FROM assurance_mapping WHERE tenant_id = $1 AND ended_at IS NULL",
        scope.tenant.id,
    )
    return tuple(
        Pair(from_id=row["from_id"], to_id=row["to_id"], relation=Relation(row["relation"])) for row in rows
    )


def _view(row: Any) -> MappedView:
    values = {key: value for key, value in row.items() if key not in ("near_id", "forwards", "relation")}
    relation = Relation(row["relation"])
    return MappedView(**values, relation=relation if row["forwards"] else turned(relation))
