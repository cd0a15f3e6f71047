"""The scheme of a folder: planned, applied, changed in the app, written back."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backend import provision
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.powers import SchemeFile
from backend.committees import queries as committee_queries
from backend.kit import database
from backend.powers import operations, queries
from backend.powers.rules import Entry, Party, PartyKind, Said
from backend.tenancy import transactions
from tests.committees.made import a_person
from tests.powers.made import a_function, an_entry, body
from tests.scopes import a_scope

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT)


async def test_scheme_is_applied_changed_in_the_app_exported_and_dropped(
    db: database.Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    tenant = provision.founding_tenant(catalogue.tenants["dudley-ccg"])
    slug = f"dudley-ccg-{str(tenant.id)[-8:]}"
    document = catalogue.tenants["dudley-ccg"].model_copy(update={"slug": slug})
    scope = a_scope(replace(tenant, slug=slug))
    async with transactions.scope_tx(scope):
        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()
        view = await queries.scheme_view(scope)
        assert {line.slug for line in (*view.lines, *view.later)} == {e.id for e in document.scheme.entries}
        payments = next(line for line in view.lines if line.slug == "demonstration-payments-committee")
        ended = replace(_said(payments.entry), limit=30_000_000, from_on=date(2015, 1, 1))
        await operations.change_entry(scope, entry_id=payments.entry.id, said=ended)
        function_id = await a_function(scope, "One more invented")
        bodies = {line.slug: line.id for line in await committee_queries.committees_of(scope)}
        await an_entry(scope, function_id, body(bodies["governing-body"]))
        person = await a_person(scope, "Kim Invented")
        await an_entry(scope, function_id, Party(kind=PartyKind.PERSON, person_id=person))
        sentences = [change.sentence for change in await provision.plan(scope, document, catalogue)]
        assert "The function “One more invented” is not in the folder and would be retired." in sentences
        assert any("effective until" in sentence for sentence in sentences)
    for part in ("frameworks", "workflows", "tenants/_kinds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    async with transactions.scope_tx(scope, readonly=True):
        await provision.export(scope, tmp_path / "tenants" / slug, document=document)
        written = load_catalogue(tmp_path)
        assert await provision.plan(scope, written.tenants[slug], written) == ()
    text = (tmp_path / "tenants" / slug / "scheme.toml").read_text()
    assert "limit = 300000" in text and "Kim" not in text
    assert written.tenants[slug].scheme.about == document.scheme.about
    emptied = document.model_copy(update={"scheme": SchemeFile(), "functions": FunctionsFile()})
    async with transactions.scope_tx(scope):
        await provision.apply(scope, emptied, catalogue)
        assert await provision.plan(scope, emptied, catalogue) == ()
        assert await queries.functions_of(scope) == ()
        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()


def test_no_limit_of_dudley_is_said_to_be_read(catalogue: Catalogue) -> None:
    """The sources print no scheme and no limit: each is plainly marked as invented."""
    for slug in ("dudley-ccg", "example-icb"):
        for entry in catalogue.tenants[slug].scheme.entries:
            invented = entry.mark == "setting"
            assert invented == entry.clause.startswith("DEMONSTRATION"), entry.id
            assert entry.limit is None or invented, entry.id


def _said(entry: Entry) -> Said:
    return Said(
        function_id=entry.function_id,
        holders=entry.holders,
        clause=entry.clause,
        from_on=entry.from_on,
        limit=entry.limit,
        upward=entry.upward,
    )
