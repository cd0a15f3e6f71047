"""One leadership, two records: each body says who holds an office in its own, and what that brings is listed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.people.operations import persons
from backend.scope import NotFound
from backend.systems import operations
from backend.systems.beside import shared_offices_of_committee, shared_offices_of_person
from backend.systems.queries.clusters import clusters_of
from backend.systems.rules.clusters import Bound, Ours, Theirs, UnableToShareOffice, findings_of
from backend.together.rules import UnableToShare
from tests.house.world_systems import clustered
from tests.scopes import FIRST_OF_SEPTEMBER
from tests.together.stage import Found, a_body, agreed


async def test_offices_are_stated_by_each_and_what_they_bring_is_listed(found: Found) -> None:
    north = await a_body(found, "North ICB (invented)")
    south = await a_body(found, "South ICB (invented)")
    third = await a_body(found, "Third ICB (invented)")
    both = "Rowan Both (invented)"
    here = await north.act(persons.add_person, name=both)
    there = await south.act(persons.add_person, name=both)
    with pytest.raises(UnableToShareOffice, match="which offices"):
        await clustered(north, south, offices=[" "])
    agreement_id = await clustered(north, south)
    given = {"agreement_id": agreement_id, "office": "Chief executive", "since": north.scope.today}

    office_id = await north.act(operations.hold_office, **given, person_id=here, source="Board paper")
    with pytest.raises(UnableToShareOffice, match="already"):
        await north.act(operations.hold_office, **given, person_id=here, source="")
    with pytest.raises(UnableToShareOffice, match="from the list"):
        await north.act(operations.hold_office, **given, person_id=there, source="")
    await north.post()
    (cluster,) = await south.act(clusters_of)
    assert [(each.office, each.holder) for each in cluster.theirs] == [("Chief executive", both)]
    assert (
        cluster.findings[0].words == f"Chief executive: North ICB (invented) names {both}, and we name nobody"
    )

    await south.act(operations.hold_office, **given, person_id=there, source="")
    await south.post()
    (cluster,) = await north.act(clusters_of)
    assert cluster.findings == () and cluster.offices[0].declared == "Has not declared"
    await agreed(north, south, name="One winter plan")
    (cluster,) = await north.act(clusters_of)
    assert [each.words for each in cluster.findings] == [
        f"{both} would decide on both sides of “One winter plan”"
    ]
    told = await north.act(shared_offices_of_person, person_id=here)
    assert told is not None and "also holds this office in South ICB (invented)" in told.rows[0].words
    assert await north.act(shared_offices_of_person, person_id=north.signer_id) is None
    assert await north.act(shared_offices_of_committee, committee_id=north.committee_id) is None

    assert await third.act(clusters_of) == ()
    with pytest.raises(NotFound):
        await third.act(operations.hold_office, **given, person_id=third.signer_id, source="")
    with pytest.raises(NotFound):
        await third.act(operations.end_office, office_id=office_id)

    await north.act(operations.end_office, office_id=office_id)
    await north.post()
    assert (await south.act(clusters_of))[0].theirs == ()
    later = replace(north, scope=replace(north.scope, now=north.scope.now + timedelta(days=1)))
    assert await later.act(shared_offices_of_person, person_id=here) is None
    await later.act(operations.end_cluster, agreement_id=agreement_id, because="They are one body now")
    await later.post()
    assert await south.act(shared_offices_of_person, person_id=there) is None
    with pytest.raises(UnableToShare):
        await south.act(
            operations.hold_office, **{**given, "office": "Chair"}, person_id=south.signer_id, source=""
        )


def test_findings_name_what_differs_and_who_signed_twice() -> None:
    from backend.kit.identity import new_id

    agreement_id = new_id()
    chair = Ours(
        id=new_id(),
        agreement_id=agreement_id,
        other="South",
        office="Chair",
        person_id=new_id(),
        person="Ash Both",
        since=FIRST_OF_SEPTEMBER.date(),
        until=None,
    )
    theirs = Theirs(
        agreement_id=agreement_id, office="chair", holder="Elm Other", since=FIRST_OF_SEPTEMBER.date()
    )
    bound = Bound(
        what="Hosting", path="/together/1", signed_for_us="Ash Both, Chair", signed_for_them="ash both"
    )
    found = findings_of([chair], [theirs], [bound], other="South")
    assert [each.words for each in found] == [
        "Ash Both signed “Hosting” for both bodies",
        "Ash Both would decide on both sides of “Hosting”",
        "Chair: we name Ash Both, South names Elm Other",
    ]
