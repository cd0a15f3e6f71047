"""The frameworks of a folder: planned, applied, changed in the app, written back."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from backend import provision
from backend.assurance.operations import editions, mappings
from backend.assurance.queries import editions as read
from backend.assurance.queries import requirements as asked
from backend.assurance.rules.mapping import Relation
from backend.catalogue import shelf
from backend.catalogue.in_use import AssuranceSettings, FrameworkInUse
from backend.catalogue.loader import load_catalogue
from backend.catalogue.shapes import Mark
from backend.kit import database
from backend.tenancy import transactions
from tests.scopes import a_scope

ROOT = Path(__file__).resolve().parents[2]


async def test_frameworks_are_applied_changed_in_the_app_exported_and_dropped(
    db: database.Database, tmp_path: Path
) -> None:
    catalogue = shelf.catalogue()
    tenant = provision.founding_tenant(catalogue.tenants["example-icb"])
    slug = f"example-icb-{str(tenant.id)[-8:]}"
    document = catalogue.tenants["example-icb"].model_copy(update={"slug": slug})
    scope = a_scope(replace(tenant, slug=slug), now="2023-05-02 09:00")
    async with transactions.scope_tx(scope):
        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()
        running = {each.framework: each for each in await read.in_use(scope)}
        assert running["delegated-commissioning"].in_use_from == date(2022, 7, 1)
        outcomes = await editions.take_into_use(
            scope, framework="nhs-outcomes-framework", edition="2011-12", on=date(2023, 4, 1)
        )
        first, *_ = await asked.requirements_of(scope, edition_id=outcomes)
        place = await asked.requirements_of(scope, edition_id=running["place-based-systems-of-care"].id)
        await mappings.map_requirement(
            scope, from_id=first.id, to_id=place[0].id, relation=Relation.INTERSECTS, note="Our own view"
        )
        sentences = [change.sentence for change in await provision.plan(scope, document, catalogue)]
        assert sum("is not in the folder and would be retired" in each for each in sentences) == 2
    for part in ("frameworks", "workflows", "tenants/_kinds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    async with transactions.scope_tx(scope, readonly=True):
        await provision.export(scope, tmp_path / "tenants" / slug, document=document)
        written = load_catalogue(tmp_path)
        assert await provision.plan(scope, written.tenants[slug], written) == ()
        assert len(written.tenants[slug].assurance.mappings) == 2
    later = FrameworkInUse(
        edition="delegated-commissioning/2022-07", since=date(2022, 8, 1), mark=Mark.SETTING
    )
    changed = document.model_copy(update={"assurance": AssuranceSettings(frameworks=(later,))})
    async with transactions.scope_tx(scope):
        await provision.apply(scope, changed, catalogue)
        assert await provision.plan(scope, changed, catalogue) == ()
        assert [each.in_use_from for each in await read.in_use(scope)] == [date(2022, 8, 1)]
        await provision.apply(scope, document, catalogue)
        assert await provision.plan(scope, document, catalogue) == ()
