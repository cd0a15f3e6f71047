"""Chasing reviews of terms of reference: the newest version of each committee, by the day that it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.chasing import deriving, sweeping
from backend.chasing.queries import Settings
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.committees import queries as committees
from backend.committees import reviewed
from backend.kit.calendar import in_words
from backend.scope import Scope

LADDER = "terms-review"


class _Terms(deriving.Derived):
    """Terms of reference, one version for each committee that has any."""

    ladder = LADDER
    chore = reviewed.CHASE_TERMS

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        rows = await reviewed.terms_to_review(scope)
        if not rows:
            return ()
        offices = await committees.offices_of_all(scope, on=scope.today)
        return tuple(_thing(scope, row, offices.get(row["committee_id"], {})) for row in rows)

    def links(self, line: Line) -> tuple[tuple[str, str], ...]:
        return (("See the terms of reference", f"/committees/{line.thing.more}"),)


SOURCE = _Terms()


async def settle(scope: Scope, *, version_ids: tuple[UUID, ...]) -> None:
    """Versions that hold no longer: what still waits to chase their review is taken back."""
    for version_id in version_ids:  # a committee has few
        await sweeping.settle(scope, thing_id=version_id, key=_key(version_id))


def _thing(scope: Scope, row: Mapping[str, Any], offices: Mapping[str, tuple[UUID, ...]]) -> Thing:
    return Thing(
        key=_key(row["id"]),
        id=row["id"],
        ladder=LADDER,
        title=f"Terms of reference of the {row['committee']}",
        state="in-force",
        owner=row["committee"],
        due_on=row["review_by"],
        holders=(),
        posts={office: offices.get(office, ()) for office in ("chair", "vice-chair")},
        places={
            "tenant": scope.tenant.name,
            "committee": row["committee"],
            "adopted_on": in_words(row["in_force_from"]),
            "opened_on": in_words(row["in_force_from"]),
            "signed_by": "Governance team",
            "address": "",
        },
        more=row["committee_id"],
    )


def _key(version_id: UUID) -> str:
    return f"committees.terms-owed/{version_id}"
