"""What pages of committees and people show of shared offices: `app` hands these down to the rooms below."""

from uuid import UUID

from backend.committees import queries as committees
from backend.committees.views import Beside, BesideRow
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.systems.queries.clusters import also_held


async def shared_offices_of_committee(scope: Scope, committee_id: UUID) -> Beside | None:
    """Who of its members holds an office in another body of a cluster too; nothing where nobody does."""
    if not scope.may("systems.read"):
        return None
    members = await committees.members_on(scope, committee_id=committee_id, on=scope.today)
    return await _told(scope, {each.person_id for each in members})


async def shared_offices_of_person(scope: Scope, person_id: UUID) -> Beside | None:
    """The offices that somebody holds in another body of a cluster too."""
    return await _told(scope, {person_id}) if scope.may("systems.read") else None


async def _told(scope: Scope, person_ids: set[UUID]) -> Beside | None:
    found = await also_held(scope, person_ids=list(person_ids)) if person_ids else ()
    if not found:
        return None
    return Beside(
        heading="Offices shared with another body",
        lead="Both bodies keep their own record; interests are declared in each by the person themselves.",
        rows=tuple(
            BesideRow(
                words=f"{each.person} also holds this office in {each.other}: {each.office}",
                note=f"since {in_words(each.since)}, under “{cluster.name}”",
                path=f"/systems/clusters/{cluster.id}",
            )
            for each, cluster in found
        ),
        empty="",
    )
