"""The register of a folder: planned, applied, lived with, written back; and nothing of it makes a function held."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backend import provision
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.functions import operations, queries
from backend.functions.rules.agreements import AgreementState
from backend.functions.rules.holding import UnableToKeepFunction
from backend.kit import database
from backend.scope import Actor
from backend.tenancy import transactions
from tests.committees.made import a_person
from tests.functions.made import said
from tests.scopes import a_scope

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT)


async def test_register_is_applied_by_a_chore_held_by_nobody_exported_and_dropped(
    db: database.Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    tenant = provision.founding_tenant(catalogue.tenants["example-icb"])
    slug = f"example-icb-{str(tenant.id)[-8:]}"
    document = catalogue.tenants["example-icb"].model_copy(update={"slug": slug})
    scope = replace(a_scope(replace(tenant, slug=slug)), now=datetime(2024, 1, 1, tzinfo=UTC))
    async with transactions.scope_tx(scope):
        await provision.apply(scope.as_chore("provision.apply"), document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()
        lines = await queries.register_of(scope)
        assert {line.slug for line in lines} == {each.id for each in document.functions.functions}
        assert [line.held_here for line in lines] == [None, None, None], "a file makes nothing held"
        agreement = (await queries.agreements_of(scope))[0]
        assert agreement.state is AgreementState.NOT_SIGNED, "a file signs nothing"
        assert not await queries.reports_due(scope, since=date(2022, 1, 1), until=date(2024, 1, 1))
        person_id = await a_person(scope, "Olive Invented")
        officer = replace(
            scope,
            actor=Actor(name="Olive Invented", person_id=person_id),
            permissions=scope.permissions | {"functions.keep"},
        )
        by_slug = {line.slug: line.id for line in lines}
        await operations.record_holding(officer, said=said(by_slug["primary-medical"], date(2022, 7, 1)))
        await operations.sign_agreement(
            officer, agreement_id=agreement.id, signed_on=date(2022, 6, 28), by_us="A", by_body="B"
        )
    for part in ("frameworks", "workflows", "tenants/_kinds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    async with transactions.scope_tx(scope, readonly=True):
        await provision.export(scope, tmp_path / "tenants" / slug, document=document)
        written = load_catalogue(tmp_path)
        assert written.tenants[slug].functions == document.functions
        assert await provision.plan(scope, written.tenants[slug], written) == ()
    text = (tmp_path / "tenants" / slug / "functions.toml").read_text()
    assert "Olive" not in text and "2022-06-28" not in text, "who holds and who signed stays in the app"
    emptied = document.model_copy(update={"functions": FunctionsFile()})
    async with transactions.scope_tx(scope):
        sentences = [change.sentence for change in await provision.plan(scope, emptied, catalogue)]
        assert any("“Commission primary medical services” is not in the folder" in each for each in sentences)
        with pytest.raises(UnableToKeepFunction, match="so it stays"):
            await provision.apply(scope, emptied, catalogue)


def test_file_of_dudley_says_only_what_its_source_says(catalogue: Catalogue) -> None:
    register = catalogue.tenants["dudley-ccg"].functions
    assert all(each.source and each.source.document == "eoi" for each in register.functions)
    silent = {each.id for each in register.functions if not each.says}
    assert silent == {
        "assess-needs",
        "discretionary-payments",
        "monitor-contracts",
        "new-providers-and-mergers",
    }
    assert register.agreements == (), "the source tells of none"
    assert [phase.planned_month for phase in register.plans[0].phases] == [None, "2015-04"]
