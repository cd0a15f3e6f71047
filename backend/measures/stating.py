"""What is stated of measures."""

from collections.abc import Collection
from uuid import UUID

from backend.catalogue.measures import Said
from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Statement
from backend.measures.queries import measures_of
from backend.scope import Scope


async def _measures(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Every measure that is kept; they are few, so all are read where some are asked for."""
    return tuple(
        Statement(
            subject=view.slug,
            title=view.title,
            room="measures",
            kind="measure",
            id=view.id,
            facts={
                "measure.owned": view.owner_person_id is not None,
                "measure.newest-on": max(
                    (each.period.ends_on for each in view.values if each.said is Said.ACTUAL), default=None
                ),
                "measure.off-track": view.off_track,
                "measure.differences": len(view.differences),
            },
        )
        for view in await measures_of(scope)
        if ids is None or view.id in ids
    )


STATINGS = (Stating(room="measures", about="measure", reach={"measures.measure": ITSELF}, state=_measures),)
