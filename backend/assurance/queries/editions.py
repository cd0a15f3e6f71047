"""Editions as the organisation keeps them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.assurance.rules.editions import STATE_IN_WORDS, Origin, Scale, State, scales_of
from backend.catalogue.shapes import Provenance
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """One edition. `in_use_from` is the first day of its use, `left_on` the day on which it was no longer in use."""

    id: UUID
    framework: str
    label: str
    kind: str
    origin: Origin
    title: str
    publisher: str
    about: str
    licence: str | None
    provenance: str | None
    effective_from: date | None
    effective_to: date | None
    documents: tuple[dict[str, Any], ...]
    scales: tuple[Scale, ...]
    content: str | None
    state: State
    succeeds_id: UUID | None
    drafted_at: datetime
    drafted_by_name: str
    in_use_from: date | None
    taken_at: datetime | None
    taken_by_name: str | None
    taken_source: Provenance | None
    left_on: date | None
    left_at: datetime | None
    left_by_name: str | None
    left_because: str | None
    version: int

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def name(self) -> str:
        """The title with its edition, as records and lists name it: `NHS Outcomes Framework 2011/12 (2011-12)`."""
        return f"{self.title} ({self.label})"

    @property
    def editable(self) -> bool:
        return self.state is State.DRAFT and self.origin is Origin.OWN

    def scale(self, key: str) -> Scale | None:
        return next((scale for scale in self.scales if scale.key == key), None)

    def in_use_on(self, on: date) -> bool:
        """Whether it was in use on a day."""
        return (
            self.in_use_from is not None
            and self.in_use_from <= on
            and (self.left_on is None or on < self.left_on)
        )


async def editions_of(scope: Scope, *, framework: str | None = None) -> tuple[EditionView, ...]:
    """Every edition but withdrawn drafts, by title, the newest edition of a framework first. One statement."""
    rows = await fetch(
        f"{_EDITIONS} WHERE tenant_id = $1 AND state <> 'withdrawn' AND ($2::text IS NULL OR framework = $2)"
        " ORDER BY lower(title), framework, label DESC, id",
        scope.tenant.id,
        framework,
    )
    return tuple(map(_view, rows))


async def edition_of(scope: Scope, *, edition_id: UUID) -> EditionView:
    """One edition. Raises NotFound."""
    found = await editions_by_id(scope, edition_ids=[edition_id])
    if edition_id not in found:
        raise NotFound("framework")
    return found[edition_id]


async def editions_by_id(scope: Scope, *, edition_ids: Iterable[UUID]) -> dict[UUID, EditionView]:
    """Several editions at once, those of another tenant left out. One statement."""
    rows = await fetch(
        f"{_EDITIONS} WHERE tenant_id = $1 AND id = ANY($2)", scope.tenant.id, list(edition_ids)
    )
    return {row["id"]: _view(row) for row in rows}


async def in_use(scope: Scope, *, on: date | None = None) -> tuple[EditionView, ...]:
    """The editions that were in use on a day (today where none is given), by title. One statement."""
    rows = await fetch(
        f"{_EDITIONS} WHERE tenant_id = $1 AND in_use_from <= $2 AND (left_on IS NULL OR left_on > $2)"
        " ORDER BY lower(title), framework, label DESC, id",
        scope.tenant.id,
        on or scope.today,
    )
    return tuple(map(_view, rows))


async def running(scope: Scope) -> tuple[EditionView, ...]:
    """The editions in use by their state, those too whose first day lies ahead, by title. One statement."""
    rows = await fetch(
        f"{_EDITIONS} WHERE tenant_id = $1 AND state = 'in-use' ORDER BY lower(title), framework, id",
        scope.tenant.id,
    )
    return tuple(map(_view, rows))


_EDITIONS = """
SELECT id, framework, label, kind, origin, title, publisher, about, licence, provenance, effective_from, effective_to,
  documents, scales, content, state, succeeds_id, drafted_at, drafted_by_name, in_use_from, taken_at, taken_by_name,
  taken_source, left_on, left_at, left_by_name, left_because, version
FROM assurance_edition
"""


def _view(row: Any) -> EditionView:
    return EditionView(
        **{
            **row,
            "origin": Origin(row["origin"]),
            "state": State(row["state"]),
            "documents": tuple(json.loads(row["documents"])),
            "taken_source": Provenance.model_validate_json(row["taken_source"])
            if row["taken_source"]
            else None,
            "scales": scales_of(json.loads(row["scales"])),
        }
    )
