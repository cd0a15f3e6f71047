"""Merging duplicates: their links follow, and undoing brings everything back."""

from datetime import date
from uuid import UUID

import pytest

from backend.catalogue.organisations import Organisation
from backend.interests.operations import declaring
from backend.interests.queries import register
from backend.interests.rules.declaring import InterestType
from backend.kit.database import fetch
from backend.organisations import merging, operations, queries
from backend.people.operations import persons
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.tenancy import transactions


async def added(scope: Scope, name: str, **traits: object) -> UUID:
    values = {"name": name, "type": "company", "mark": "setting", **traits}
    values.setdefault("id", await queries.free_slug(scope, name=name))
    return await operations.add_organisation(scope, organisation=Organisation.model_validate(values))


async def everything(scope: Scope) -> list[dict[str, object]]:
    rows = await fetch(
        "SELECT * FROM organisations_organisation WHERE tenant_id = $1 ORDER BY id", scope.tenant.id
    )
    return [dict(row) for row in rows]


async def named(scope: Scope, organisation_id: UUID) -> tuple[UUID, str]:
    rows = await fetch(
        "SELECT kept_id, name FROM organisations_named WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        organisation_id,
    )
    return rows[0]["kept_id"], rows[0]["name"]


async def test_merged_organisation_is_read_as_the_kept_one_and_undone_without_a_trace(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        kept = await added(scope, "Castle Hill Invented Ltd", id="kept")
        merged = await added(
            scope,
            "Castle Hill (Invented) Limited",
            id="merged",
            also_known_as=("CHI",),
            company_number="01234567",
            started_on=date(2009, 4, 1),
        )
        part = await added(scope, "Branch of Castle Hill (invented)", part_of="merged")
        before = await everything(scope)

        await merging.merge(scope, kept_id=kept, merged_id=merged)

        assert await named(scope, merged) == (kept, "Castle Hill Invented Ltd")
        line = (await queries.organisations_by_id(scope, ids=[kept]))[kept]
        assert line.company_number == "01234567" and line.started_on == date(2009, 4, 1)
        assert line.other_names == ("Castle Hill (Invented) Limited", "CHI")
        assert [found.id for found in (await queries.organisations_named(scope, names=["chi"]))["chi"]] == [
            kept
        ]
        assert (await queries.organisations_by_id(scope, ids=[part]))[part].part_of == kept
        assert merged not in {each.id for each in await queries.organisations_of(scope, include_retired=True)}

        (standing,) = await merging.merges_into(scope, organisation_id=kept)
        assert await merging.undo_merge(scope, merge_id=standing.id) == kept

        assert await everything(scope) == before
        with pytest.raises(NotFound):
            await merging.undo_merge(scope, merge_id=standing.id)


async def test_interest_in_a_duplicate_is_found_for_the_kept_one_and_called_by_its_name(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        kept = await added(scope, "Kept Invented Ltd")
        merged = await added(scope, "Merged Invented Ltd")
        person_id = await persons.add_person(
            scope, name="Robin Invented", job_title=None, email=None, joined_on=date(2014, 1, 6)
        )
        await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=merged,
            interest_type=InterestType.FINANCIAL,
            nature="Partner",
            since=date(2010, 1, 1),
        )
        await merging.merge(scope, kept_id=kept, merged_id=merged)
        for asked in (kept, merged):
            (found,) = await register.interests_touching(
                scope, person_ids=(person_id,), organisation_ids=(asked,), on=scope.today
            )
            assert (found.organisation_id, found.organisation_name) == (kept, "Kept Invented Ltd")
        assert [entry.organisation_name for entry in await register.register_of(scope)] == [
            "Kept Invented Ltd"
        ]


async def test_undoing_keeps_what_was_changed_since(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        kept = await added(scope, "Kept Invented Ltd", id="kept")
        merged = await added(scope, "Merged Invented Ltd", id="merged", ods_code="M87001")
        await merging.merge(scope, kept_id=kept, merged_id=merged)
        changed = (await queries.catalogued_organisations(scope))["kept"].model_copy(
            update={"ods_code": "M87999"}
        )
        await operations.change_organisation(scope, organisation_id=kept, organisation=changed)

        (standing,) = await merging.merges_into(scope, organisation_id=kept)
        await merging.undo_merge(scope, merge_id=standing.id)

        assert (await queries.organisations_by_id(scope, ids=[kept]))[kept].ods_code == "M87999"
        assert (await queries.organisations_by_id(scope, ids=[merged]))[merged].ods_code == "M87001"


async def test_chain_of_merges_is_undone_in_its_order_only(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        first, second, third = [
            await added(scope, f"{word} Invented Ltd") for word in ("One", "Two", "Three")
        ]
        await merging.merge(scope, kept_id=second, merged_id=first)
        (inner,) = await merging.merges_into(scope, organisation_id=second)
        await merging.merge(scope, kept_id=third, merged_id=second)

        assert (await named(scope, first))[0] == third
        with pytest.raises(OvertakenByAnother, match="Undo that first"):
            await merging.undo_merge(scope, merge_id=inner.id)
        (outer,) = await merging.merges_into(scope, organisation_id=third)
        await merging.undo_merge(scope, merge_id=outer.id)
        assert (await named(scope, first))[0] == second
        await merging.undo_merge(scope, merge_id=inner.id)
        assert (await named(scope, first))[0] == first


async def test_what_can_not_be_merged_is_refused_in_words(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        whole = await added(scope, "Whole Invented Ltd", id="whole")
        part = await added(scope, "Part Invented Ltd", id="part", part_of="whole")
        other = await added(scope, "Other Invented Ltd", id="other")
        for kept, merged, words in ((whole, whole, "itself"), (whole, part, "two"), (part, whole, "two")):
            with pytest.raises(merging.UnableToMerge, match=words):
                await merging.merge(scope, kept_id=kept, merged_id=merged)
        await operations.retire_organisation(scope, organisation_id=other)
        with pytest.raises(merging.UnableToMerge, match="retired"):
            await merging.merge(scope, kept_id=whole, merged_id=other)


async def test_name_that_was_taken_since_is_told_on_undoing(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        kept = await added(scope, "Kept Invented Ltd")
        merged = await added(scope, "Merged Invented Ltd")
        await merging.merge(scope, kept_id=kept, merged_id=merged)
        await added(scope, "Merged  invented LTD")
        (standing,) = await merging.merges_into(scope, organisation_id=kept)
        with pytest.raises(merging.UnableToMerge, match="Rename it first"):
            await merging.undo_merge(scope, merge_id=standing.id)


async def test_likely_duplicates_are_suggested_with_the_reason(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await added(scope, "The Castle Hill Practice Ltd")
        await added(scope, "Castle Hill Practice, Limited")
        await added(scope, "Quite Another (invented)", ods_code="M87001")
        await added(scope, "Renamed Since (invented)", ods_code="M87001")
        await added(scope, "Stands Alone (invented)")
        found = await merging.alike_in(scope)
    assert {(tuple(sorted(each.name for each in group.organisations)), group.because) for group in found} == {
        (("Quite Another (invented)", "Renamed Since (invented)"), "the same ODS code"),
        (("Castle Hill Practice, Limited", "The Castle Hill Practice Ltd"), "names that are alike"),
    }
