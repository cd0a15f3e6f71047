"""The directory of organisations: kept, searched, matched by exact name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue.organisations import Level, ListSize, Locality, Organisation, OrganisationType
from backend.catalogue.shapes import Mark, Source, SourceDocument
from backend.ledger.queries import history_of
from backend.organisations import areas, operations, queries, rules
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.scopes import a_scope


def an_organisation(**traits: object) -> Organisation:
    values: dict[str, object] = {
        "id": "acme",
        "name": "Acme Care (invented)",
        "type": "company",
        "mark": "setting",
        **traits,
    }
    return Organisation.model_validate(values)


async def test_officer_adds_practice_with_its_source_and_reads_it_back(scope: Scope) -> None:
    practice = an_organisation(
        id="bath-street",
        name="Bath Street Surgery",
        type="practice",
        number="2",
        locality="sedgley",
        also_known_as=("Bath St",),
        ods_code="M87001",
        list_size=ListSize(
            patients=2727, as_at="April 2013", source=Source(document="eoi", page=72), mark=Mark.READ
        ),
        source={"document": "eoi", "page": 63, "also": [70, 72]},
        mark="read",
    )
    async with transactions.scope_tx(scope):
        await operations.put_document(
            scope, document=SourceDocument(id="eoi", title="Expression of Interest")
        )
        await areas.put_locality(scope, locality=Locality(id="sedgley", name="Sedgley", mark=Mark.SETTING))
        organisation_id = await operations.add_organisation(scope, organisation=practice)
        detail = await queries.organisation(scope, organisation_id=organisation_id)
        assert await queries.catalogued_organisations(scope) == {"bath-street": practice}
        assert (await queries.documents_of(scope))["eoi"].title == "Expression of Interest"
        history = await history_of(
            scope, room="organisations", kind="organisation", record_id=organisation_id
        )
    assert detail.line.locality == "Sedgley"
    assert detail.list_size is not None and detail.list_size.patients == 2727
    assert detail.line.provenance.provenance_in_words == "read in the source, pages 63, 70 and 72"
    assert [event.act for event in history] == ["organisations.organisation.added"]


async def test_directory_is_narrowed_by_type_locality_and_any_name(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await areas.put_locality(scope, locality=Locality(id="lye", name="Lye", mark=Mark.SETTING))
        for organisation in (
            an_organisation(
                id="a", name="Álder Practice", type="practice", locality="lye", ods_code="M87009"
            ),
            an_organisation(
                id="b", name="Birch Trust", type="trust", also_known_as=("The  Old   ALDER house",)
            ),
            an_organisation(id="c", name="100% Cedar_Care", type="company"),
        ):
            await operations.add_organisation(scope, organisation=organisation)
        lye = (await queries.localities_of(scope))[0]

        async def names(**narrowing: object) -> list[str]:
            return [line.slug for line in await queries.organisations_of(scope, **narrowing)]  # type: ignore[arg-type] # narrowed by name

        assert sorted(await names()) == ["a", "b", "c"]
        assert await names(type=OrganisationType.TRUST) == ["b"]
        assert await names(locality_id=lye.id) == ["a"]
        assert await names(text="old alder") == ["b"]
        assert await names(text="m87009") == ["a"]
        assert await names(text="%") == ["c"]
        assert await names(text="_") == ["c"]


async def test_name_means_exactly_the_organisations_that_bear_it(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        for organisation in (
            an_organisation(id="st-james-1", name="St James’ Surgery", also_known_as=("The LMC",)),
            an_organisation(id="st-james-2", name="St James Two", also_known_as=("the lmc",)),
        ):
            await operations.add_organisation(scope, organisation=organisation)
        found = await queries.organisations_named(
            scope, names=["  ST  JAMES' surgery", "St James", "the LMC", ""]
        )
    assert [line.slug for line in found["  ST  JAMES' surgery"]] == ["st-james-1"]
    assert found["St James"] == ()
    assert found[""] == ()
    assert {line.slug for line in found["the LMC"]} == {"st-james-1", "st-james-2"}


async def test_second_organisation_of_one_name_is_refused(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await operations.add_organisation(scope, organisation=an_organisation())
        with pytest.raises(rules.UnableToKeepOrganisation, match="called “ACME CARE"):
            await operations.add_organisation(
                scope, organisation=an_organisation(id="acme-2", name="ACME CARE  (invented)")
            )


async def test_organisation_is_never_part_of_itself(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        top = await operations.add_organisation(scope, organisation=an_organisation(id="top", name="Top"))
        await operations.add_organisation(
            scope, organisation=an_organisation(id="low", name="Low", part_of="top")
        )
        with pytest.raises(rules.UnableToKeepOrganisation, match="part of itself"):
            await operations.change_organisation(
                scope, organisation_id=top, organisation=an_organisation(id="top", name="Top", part_of="low")
            )
        with pytest.raises(rules.UnableToKeepOrganisation, match="from the list"):
            await operations.change_organisation(
                scope,
                organisation_id=top,
                organisation=an_organisation(id="top", name="Top", part_of="nobody"),
            )


async def test_retired_organisation_leaves_lists_keeps_its_page_and_comes_back(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        acme = await operations.add_organisation(scope, organisation=an_organisation())
        branch = await operations.add_organisation(
            scope, organisation=an_organisation(id="branch", name="Acme branch", part_of="acme")
        )
        with pytest.raises(rules.UnableToRetireOrganisation, match="Acme branch"):
            await operations.retire_organisation(scope, organisation_id=acme)
        await operations.retire_organisation(scope, organisation_id=branch)
        await operations.retire_organisation(scope, organisation_id=acme)
        assert await queries.organisations_of(scope) == ()
        detail = await queries.organisation(scope, organisation_id=acme)
        assert detail.line.retired_on == scope.today
        assert await operations.add_organisation(scope, organisation=an_organisation()) == acme
        assert [line.slug for line in await queries.organisations_of(scope)] == ["acme"]


async def test_change_that_changes_nothing_leaves_no_trace(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        acme = await operations.add_organisation(scope, organisation=an_organisation())
        await operations.change_organisation(scope, organisation_id=acme, organisation=an_organisation())
        await operations.change_organisation(
            scope, organisation_id=acme, organisation=an_organisation(name="Acme Health (invented)")
        )
        history = await history_of(scope, room="organisations", kind="organisation", record_id=acme)
    assert [event.act.rsplit(".", 1)[1] for event in history] == ["added", "changed"]
    assert history[-1].before == {"name": "Acme Care (invented)"}


async def test_locality_with_practices_is_not_retired(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await areas.put_locality(scope, locality=Locality(id="lye", name="Lye", mark=Mark.SETTING))
        await operations.add_organisation(scope, organisation=an_organisation(locality="lye"))
        with pytest.raises(rules.UnableToKeepOrganisation, match="Acme Care"):
            await areas.retire_locality(scope, slug="lye")


async def test_other_tenants_directory_is_out_of_sight(scope: Scope, found) -> None:  # type: ignore[no-untyped-def] # a fixture
    other = a_scope(await found())
    async with transactions.scope_tx(other):
        theirs = await operations.add_organisation(other, organisation=an_organisation())
    async with transactions.scope_tx(scope):
        assert await queries.organisations_of(scope) == ()
        assert await queries.organisations_by_id(scope, ids=[theirs]) == {}
        with pytest.raises(NotFound):
            await queries.organisation(scope, organisation_id=theirs)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert rules.folded(rules.folded(name)) == rules.folded(name)


@given(st.lists(st.text(max_size=40), max_size=12))
def test_slugs_are_new_and_sound(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        slug = rules.free_slug(name, taken)
        assert slug not in taken
        an_organisation(id=slug)
        taken.add(slug)


async def test_localities_lie_in_wider_ones_level_by_level(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        for name, within in (("county", None), ("town", "county")):
            await areas.put_level(
                scope, level=Level(id=name, name=name.title(), within=within, mark=Mark.SETTING)
            )
        for slug, level, part_of in (("kent", "county", None), ("deal", "town", "kent")):
            locality = Locality(id=slug, name=slug.title(), level=level, part_of=part_of, mark=Mark.SETTING)
            await areas.put_locality(scope, locality=locality)
        await operations.add_organisation(scope, organisation=an_organisation(locality="deal"))
        kent, deal = sorted(await queries.localities_of(scope), key=lambda each: each.slug, reverse=True)
        assert deal.in_words == "Deal (town), in Kent"
        assert [line.name for line in await queries.organisations_of(scope, locality_id=kent.id)] == [
            an_organisation().name
        ]
        places = await queries.places_of(scope)
        assert [(each.locality.slug, each.depth, each.organisations) for each in places] == [
            ("kent", 0, 1),
            ("deal", 1, 1),
        ]
        for wrong, sentence in (
            (Locality(id="kent", name="Kent", level="county", part_of="deal", mark=Mark.SETTING), "itself"),
            (Locality(id="dover", name="Dover", level="county", part_of="kent", mark=Mark.SETTING), "wider"),
            (Locality(id="dover", name="Dover", level="parish", mark=Mark.SETTING), "no level “parish”"),
        ):
            with pytest.raises(rules.UnableToKeepOrganisation, match=sentence):
                await areas.put_locality(scope, locality=wrong)
        with pytest.raises(rules.UnableToKeepOrganisation, match="within itself"):
            await areas.put_level(
                scope, level=Level(id="county", name="County", within="town", mark=Mark.SETTING)
            )
        with pytest.raises(rules.UnableToKeepOrganisation, match="“Deal” lies in it"):
            await areas.retire_locality(scope, slug="kent")
        with pytest.raises(rules.UnableToKeepOrganisation, match="“Deal” is of it"):
            await areas.retire_level(scope, slug="town")
