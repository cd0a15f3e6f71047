"""How a tenant chases, in its folder: planned, applied, changed in the app, written back, and dropped."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backend import provision
from backend.actions import operations as actions
from backend.actions import settings as colours
from backend.actions.rules.rag import Setting
from backend.catalogue import shelf
from backend.catalogue.chasing import ChasingSettings, OwnLadder
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.problems import CatalogueProblems
from backend.chasing import operations, queries
from backend.chasing.rules import drafting
from backend.kit import database
from backend.provision.chased import SOURCES
from backend.scope import Actor
from backend.tenancy import transactions
from tests.scopes import a_scope

ROOT = Path(__file__).resolve().parents[2]
SAID = {
    "letters_at": "08:15",
    "cap": 5,
    "switched_off": ["annual-declaration"],
    "closed_days": [{"day": date(2014, 12, 29), "name": "Between the years (invented)"}],
    "colours": [
        {"effective_from": date(2014, 4, 1), "amber_within": 10, "source": "The board (invented)"},
        {
            "effective_from": date(2014, 6, 1),
            "committee": "audit-committee",
            "red_after": 3,
            "source": "The committee (invented)",
        },
    ],
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT)


async def test_chase_is_applied_changed_in_the_app_exported_and_dropped(
    db: database.Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    tenant = provision.founding_tenant(catalogue.tenants["example-icb"])
    slug = f"example-icb-{str(tenant.id)[-8:]}"
    ladder = OwnLadder(
        id="action-chase", rungs=drafting.own_rungs(shelf.catalogue().workflows["action-chase/v1"])[1:]
    )
    said = ChasingSettings.model_validate({**SAID, "ladders": (ladder,)})
    plain = catalogue.tenants["example-icb"].model_copy(update={"slug": slug})
    document = plain.model_copy(update={"chasing": said})
    scope = a_scope(replace(tenant, slug=slug))
    applier = replace(scope, actor=Actor(name="Command line", chore="provision"), roles=frozenset())
    async with transactions.scope_tx(applier):
        await provision.apply(applier, document, catalogue)
        assert await provision.plan(applier, document, catalogue) == ()
        settings = await queries.settings_of(applier)
        assert (settings.cap, settings.hours.letters_at) == (5, 495)
        assert not settings.is_on("annual-declaration")
        assert len(queries.ladder_for(applier, "action-chase", settings).rungs) == len(ladder.rungs)
        assert (await colours.setting_of(applier, committee_id=None)).amber_within == 10

    async with transactions.scope_tx(scope):
        await operations.settle_hours(scope, SOURCES, hours=settings.hours, cap=9)
        await operations.close_day(scope, SOURCES, day=date(2014, 12, 30), name="One more (invented)")
        await operations.switch_ladder(
            scope, SOURCES, ladder="annual-declaration", switched_on=True, reason="Now"
        )
        await operations.begin_draft(scope, SOURCES, ladder="action-chase")
        await operations.remove_rung(scope, ladder="action-chase", rung_id=ladder.rungs[0].id)
        await operations.put_in_force(scope, SOURCES, ladder="action-chase", because="Enough")
        await actions.set_rule(scope, Setting(effective_from=date(2014, 8, 1), source="The chair (invented)"))
        sentences = [change.sentence for change in await provision.plan(scope, document, catalogue)]
    for words in ("from 9 to 5", "One more (invented)", "own ladder", "rule of colours", "switched off"):
        assert any(words in sentence for sentence in sentences), (words, sentences)
    for part in ("frameworks", "workflows", "tenants/_kinds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    async with transactions.scope_tx(scope, readonly=True):
        await provision.export(scope, tmp_path / "tenants" / slug, document=document)
        written = load_catalogue(tmp_path)
        assert await provision.plan(scope, written.tenants[slug], written) == ()
    text = (tmp_path / "tenants" / slug / "chasing.toml").read_text()
    assert "cap = 9" in text and "action-escalated" in text and "audit-committee" in text

    async with transactions.scope_tx(applier):
        await provision.apply(applier, plain, catalogue)
        assert await provision.plan(applier, plain, catalogue) == ()
        assert (await queries.settings_of(applier)).own == {}
        assert await colours.settings_of(applier) == ()

    broken = text.replace("audit-committee", "no-such").replace("action-chase", "no-ladder")
    (tmp_path / "tenants" / slug / "chasing.toml").write_text(broken)
    with pytest.raises(CatalogueProblems) as problems:
        load_catalogue(tmp_path)
    assert "no-such" in str(problems.value) and "no-ladder" in str(problems.value)
