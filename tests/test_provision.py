"""Folder against life: planned in words, applied through the rooms, written back."""

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import provision
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.tenants import TenantDocument
from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.kit import database
from backend.ledger.queries import events_between
from backend.organisations import operations as organisations
from backend.organisations import queries as organisation_queries
from backend.provision import toml
from backend.provision.planning import UnableToApply
from backend.provision.resting import UnableToRetire
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, seat_id
from tests.organisations.test_directory import an_organisation
from tests.scopes import a_scope

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT)


def a_folder(catalogue: Catalogue, slug: str, *, called: str | None = None) -> TenantDocument:
    """The tenant's document under a slug of the test's own, so that it may be founded more than once a run."""
    return catalogue.tenants[slug].model_copy(update={"slug": called} if called else {})


async def provisioned(catalogue: Catalogue, slug: str) -> tuple[Scope, TenantDocument]:
    """A fresh tenant that lives as the folder `slug` says."""
    tenant = provision.founding_tenant(catalogue.tenants[slug])
    document = a_folder(catalogue, slug, called=f"{slug}-{str(tenant.id)[-8:]}")
    scope = a_scope(replace(tenant, slug=document.slug))
    async with transactions.scope_tx(scope):
        await provision.apply(scope, document, catalogue)
    return scope, document


@pytest.mark.parametrize("slug", ["dudley-ccg", "example-icb"])
async def test_plan_right_after_apply_says_that_nothing_would_change(
    db: database.Database, catalogue: Catalogue, slug: str
) -> None:
    scope, document = await provisioned(catalogue, slug)
    async with transactions.scope_tx(scope, readonly=True):
        assert await provision.plan(scope, document, catalogue) == ()
        lines = await committee_queries.committees_of(scope)
        directory = await organisation_queries.organisations_of(scope)
    assert len(lines) == len(document.committees)
    assert len(directory) == len(document.organisations)


async def test_applying_twice_writes_nothing_the_second_time(
    db: database.Database, catalogue: Catalogue
) -> None:
    scope, document = await provisioned(catalogue, "dudley-ccg")
    async with transactions.scope_tx(scope):
        before = await _events(scope)
        assert await provision.apply(scope, document, catalogue) == ()
        assert await _events(scope) == before > 0


async def test_plan_of_new_tenant_names_everything_and_writes_nothing(
    db: database.Database, catalogue: Catalogue
) -> None:
    tenant = provision.founding_tenant(catalogue.tenants["dudley-ccg"])
    document = a_folder(catalogue, "dudley-ccg", called=f"new-{str(tenant.id)[-8:]}")
    scope = a_scope(replace(tenant, slug=document.slug))
    async with transactions.scope_tx(scope, readonly=True):
        changes = await provision.plan(scope, document, catalogue)
    assert {change.kind for change in changes} == {provision.ChangeKind.ADD}
    sentences = [change.sentence for change in changes]
    assert sentences[0] == "The tenant “NHS Dudley CCG” would be added."
    assert "The committee “Audit Committee” would be added." in sentences
    assert "The organisation “Northway Surgery” would be added." in sentences


@pytest.mark.parametrize("slug", ["dudley-ccg", "example-icb"])
async def test_exported_folder_passes_the_gates_and_plans_nothing(
    db: database.Database, catalogue: Catalogue, tmp_path: Path, slug: str
) -> None:
    scope, document = await provisioned(catalogue, slug)
    await _change_in_the_app(scope)
    for part in ("frameworks", "workflows", "tenants/_kinds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    async with transactions.scope_tx(scope, readonly=True):
        await provision.export(scope, tmp_path / "tenants" / document.slug, document=document)
        written = load_catalogue(tmp_path)
        assert await provision.plan(scope, document, catalogue) != ()
        assert await provision.plan(scope, written.tenants[document.slug], written) == ()
    assert written.tenants[document.slug].counts == document.counts
    assert written.tenants[document.slug].delegation == document.delegation


async def test_officers_changes_in_the_app_show_as_drift_in_words(
    db: database.Database, catalogue: Catalogue
) -> None:
    scope, document = await provisioned(catalogue, "dudley-ccg")
    await _change_in_the_app(scope)
    async with transactions.scope_tx(scope, readonly=True):
        changes = await provision.plan(scope, document, catalogue)
    sentences = {change.sentence for change in changes}
    assert sentences == {
        "The organisation “Acme Care (invented)” is not in the folder and would be retired.",
        "The name of the committee “Audit and Risk Committee” would change from “Audit and Risk Committee” "
        "to “Audit Committee”.",
        "The quorum of the committee “Audit and Risk Committee” would change from “at least three members” "
        "to “at least two members, among them one lay member”.",
        "The seat “Governor” of the committee “Audit and Risk Committee” is not in the folder and would be retired.",
    }
    by_sentence = {change.sentence: change for change in changes}
    renamed = next(change for sentence, change in by_sentence.items() if sentence.startswith("The name"))
    assert (renamed.kind, renamed.room, renamed.before, renamed.after) == (
        "change",
        "committees",
        "Audit and Risk Committee",
        "Audit Committee",
    )


async def test_apply_takes_back_what_officers_changed_without_losing_it(
    db: database.Database, catalogue: Catalogue
) -> None:
    scope, document = await provisioned(catalogue, "dudley-ccg")
    await _change_in_the_app(scope)
    async with transactions.scope_tx(scope):
        assert len(await provision.apply(scope, document, catalogue)) == 4
        assert await provision.plan(scope, document, catalogue) == ()
        everything = await organisation_queries.organisations_of(scope, include_retired=True)
    retired = [line.slug for line in everything if line.retired_on]
    assert retired == ["acme"]


async def test_committee_that_left_the_folder_with_people_on_it_stops_the_apply_whole(
    db: database.Database, catalogue: Catalogue
) -> None:
    scope, document = await provisioned(catalogue, "dudley-ccg")
    async with transactions.scope_tx(scope):
        audit = await _committee_id(scope, "audit-committee")
        avery = await a_person(scope, "Avery Invented")
        seat = await seat_id(scope, audit, "chair")
        term = await committees.appoint(scope, seat_id=seat, person_id=avery, from_on=FIRST)
    smaller = document.model_copy(
        update={
            "committees": tuple(each for each in document.committees if each.id != "audit-committee"),
            "organisations": document.organisations[:-1],
        }
    )
    with pytest.raises(UnableToRetire, match="Avery Invented"):
        async with transactions.scope_tx(scope):
            await provision.apply(scope, smaller, catalogue)
    async with transactions.scope_tx(scope):
        assert await provision.plan(scope, document, catalogue) == ()
        await committees.withdraw_term(scope, term_id=term, because="Never took the seat.")
        done = await provision.apply(scope, smaller, catalogue)
        assert {change.kind for change in done} == {provision.ChangeKind.RETIRE}
        assert await provision.plan(scope, smaller, catalogue) == ()


async def test_folder_that_turns_reporting_round_is_applied(
    db: database.Database, catalogue: Catalogue
) -> None:
    scope, document = await provisioned(catalogue, "example-icb")
    flipped = []
    for each in document.committees:
        values = each.model_dump(mode="json", exclude_none=True)
        values["reports_to"] = {
            "board": [{"to": "audit-committee", "mark": "setting"}],
            "audit-committee": [],
        }.get(each.id, values["reports_to"])
        flipped.append(type(each).model_validate(values))
    turned = document.model_copy(update={"committees": tuple(flipped)})
    async with transactions.scope_tx(scope):
        sentences = [change.sentence for change in await provision.apply(scope, turned, catalogue)]
        assert await provision.plan(scope, turned, catalogue) == ()
    assert "The reporting line to “audit-committee” of the committee “Board” would be added." in sentences


async def test_demonstrations_own_organisations_are_no_drift(
    db: database.Database, catalogue: Catalogue
) -> None:
    scope, document = await provisioned(catalogue, "example-icb")
    async with transactions.scope_tx(scope):
        await organisations.add_organisation(scope, organisation=an_organisation(), demonstration=True)
        assert await provision.plan(scope, document, catalogue) == ()


async def test_other_tenants_folder_is_refused(scope: Scope, catalogue: Catalogue) -> None:
    async with transactions.scope_tx(scope):
        with pytest.raises(UnableToApply, match="does not describe"):
            await provision.apply(scope, catalogue.tenants["dudley-ccg"], catalogue)


plain_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
plain = st.one_of(plain_text, st.integers(-(10**6), 10**6), st.booleans(), st.dates())
table = st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.one_of(plain, st.lists(plain_text)))


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.one_of(plain, table, st.lists(table)))
)
def test_written_toml_reads_back_the_same(document: dict[str, object]) -> None:
    said = {key: value for key, value in document.items() if value != []}
    assert tomllib.loads(toml.written(document)) == said


async def _change_in_the_app(scope: Scope) -> None:
    """What an officer might do: rename the audit committee, raise its quorum, add a seat, add an organisation."""
    async with transactions.scope_tx(scope):
        committee_id = await _committee_id(scope, "audit-committee")
        living = await committees.living(scope, committee_id=committee_id)
        values = living.model_dump(mode="json", exclude_none=True)
        values["name"] = "Audit and Risk Committee"
        values["quorum"] = {"at_least": 3}
        values["seats"].append({"id": "governor", "name": "Governor", "capacity": "provider"})
        await committees.change_committee(
            scope, committee_id=committee_id, committee=type(living).model_validate(values)
        )
        await organisations.add_organisation(scope, organisation=an_organisation())


async def _committee_id(scope: Scope, slug: str):  # type: ignore[no-untyped-def] # an id
    return next(line.id for line in await committee_queries.committees_of(scope) if line.slug == slug)


async def _events(scope: Scope) -> int:
    from datetime import timedelta

    day = timedelta(days=1)
    return len(await events_between(scope, start=scope.now - day, end=scope.now + day))


@pytest.mark.parametrize("slug", ["dudley-ccg", "example-icb", "marches-edge-area-team"])
async def test_everything_that_a_folder_says_lives_in_the_database(
    db: database.Database, catalogue: Catalogue, slug: str
) -> None:
    scope, document = await provisioned(catalogue, slug)
    async with transactions.scope_tx(scope, readonly=True):
        living = await provision.document_of(scope, catalogue)
    assert _unordered(living) == _unordered(document)


def _unordered(document: TenantDocument) -> object:
    """The document without the order of its lists, which rooms keep by their own keys."""

    def loosened(value: object) -> object:
        if isinstance(value, dict):
            return {name: loosened(each) for name, each in value.items()}
        if isinstance(value, list):
            return sorted((loosened(each) for each in value), key=repr)
        return value

    return loosened(document.model_dump(mode="json"))
