"""A programme from its folder: the real one of Dudley, whole; changed, retired, and read in few statements."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backend import provision
from backend.catalogue import shelf
from backend.catalogue.programmes import InScope
from backend.catalogue.tenants import TenantDocument
from backend.delegation import catalogued, operations, queries
from backend.delegation.queries import ProgrammeView
from backend.kit import database
from backend.kit.calendar import MonthDate
from backend.scope import NotFound, Scope
from backend.signoff.workflows import NoWorkflow
from backend.tenancy import transactions
from tests.delegation.stage import a_programme, taken_up
from tests.scopes import a_scope


async def provisioned(slug: str) -> tuple[Scope, TenantDocument]:
    """A fresh tenant that lives as the folder `slug` says, under a slug of its own."""
    catalogue = shelf.catalogue()
    tenant = provision.founding_tenant(catalogue.tenants[slug])
    document = catalogue.tenants[slug].model_copy(update={"slug": f"{slug}-{str(tenant.id)[-8:]}"})
    scope = a_scope(replace(tenant, slug=document.slug))
    async with transactions.scope_tx(scope):
        await provision.apply(scope, document, catalogue)
    return scope, document


async def living_of(scope: Scope, *, on: date | None = None) -> ProgrammeView:
    async with transactions.scope_tx(scope, readonly=True):
        lines = await queries.programmes_of(scope)
        return await queries.programme(scope, programme_id=lines[0].id, on=on)


async def test_dudleys_programme_is_whole_with_its_pages_and_its_doubts(db: database.Database) -> None:
    scope, document = await provisioned("dudley-ccg")
    found = await living_of(scope)

    assert (len(found.milestones), len(found.commitments), len(found.scope_rows)) == (21, 12, 8)
    assert [len(gate.conditions) for gate in found.gates] == [2, 5]
    assert [gate.before for gate in found.gates] == ["M08", "M20"]
    assert all(gate.before_inferred for gate in found.gates)
    assert "management costs" in (found.gates[1].provenance.note or "")
    assert [section.name for section in found.sections][1:] == [
        "Primary Care Co-Commissioning",
        "Devolved Commissioning",
    ]
    tenth = found.milestone("M10")
    assert tenth is not None
    assert (tenth.due, tenth.due_in_words) == (MonthDate(2014, 9), "September 2014")
    assert tenth.reconstructed
    assert tenth.provenance.provenance_in_words == "read in the source, page 16"
    assert found.line.reconstruction_note is not None
    assert found.line.reconstruction_note.startswith("Reconstructed.")
    unknown = [row.n for row in found.scope_rows if row.in_scope is InScope.UNKNOWN]
    assert unknown == [1, 2, 3, 4, 5, 7]
    assert all(row.inferred is InScope.YES for row in found.scope_rows if row.n in unknown)
    assert found.gates[1].conditions[0].met_by == "M12"
    assert "eoi" in found.documents
    assert document.delegation is not None
    async with transactions.scope_tx(scope, readonly=True):
        assert await provision.plan(scope, document, shelf.catalogue()) == ()
        assert await catalogued.catalogued_programmes(scope) == {document.delegation.id: document.delegation}


async def test_no_real_milestone_is_called_late_for_what_nobody_recorded(db: database.Database) -> None:
    """The programme is kept here from 1 September 2014; what was due before is unrecorded, not a failing."""
    scope, _ = await provisioned("dudley-ccg")
    timings = {each.slug: each.timing_in_words for each in (await living_of(scope)).milestones}
    assert timings["M01"] == timings["M09"] == "Due before records began here"
    assert timings["M10"] == timings["M12"] == "Due this month"
    assert timings["M20"] == "Not yet due"
    assert not any("late" in words.lower() for words in timings.values())


@pytest.mark.parametrize("slug", ["dudley-ccg", "example-icb"])
async def test_exported_programme_is_the_folders_own(
    db: database.Database, tmp_path: Path, slug: str
) -> None:
    scope, document = await provisioned(slug)
    async with transactions.scope_tx(scope, readonly=True):
        await provision.export(scope, tmp_path, document=document.model_copy(update={"delegation": None}))
    import tomllib

    from backend.catalogue.programmes import DelegationProgramme

    written = DelegationProgramme.model_validate(
        tomllib.loads((tmp_path / "delegation.toml").read_text(encoding="utf-8"))
    )
    assert written == document.delegation


async def test_change_in_the_folder_is_told_and_keeps_what_was_said(scope: Scope) -> None:
    programme = await taken_up(scope)
    second = programme.milestone("M02")
    assert second is not None
    async with transactions.scope_tx(scope):
        await operations.mark_at_risk(scope, milestone_id=second.id, at_risk=True, reason="No answer.")
    values = a_programme().model_dump(mode="json", exclude_none=True)
    values["milestones"][1]["due_month"] = "2014-10"
    values["milestones"][0]["activity"] = "Agree the whole plan"
    del values["commitments"][1]
    values["gates"][0]["conditions"][0]["text"] = "All the money is agreed"
    changed = a_programme(**values)

    async with transactions.scope_tx(scope):
        await operations.change_programme(scope, programme=changed)
        assert (await catalogued.catalogued_programmes(scope))[changed.id] == changed
    found = await living_of(scope)

    kept = found.milestone("M02")
    assert kept is not None
    assert (kept.id, kept.at_risk, kept.baseline) == (second.id, True, MonthDate(2014, 10))
    assert [each.slug for each in found.commitments] == ["GC01"]
    assert len((await living_of(scope, on=date(2014, 8, 31))).commitments) == 2


async def test_retired_programme_comes_back_with_its_milestones(scope: Scope) -> None:
    first = await taken_up(scope)
    async with transactions.scope_tx(scope):
        await operations.retire_programme(scope, slug=first.line.slug)
        assert await queries.programmes_of(scope) == ()
        assert len(await queries.programmes_of(scope, include_retired=True)) == 1
        with pytest.raises(NotFound):
            await operations.retire_programme(scope, slug=first.line.slug)
        with pytest.raises(NotFound):
            await operations.change_programme(scope, programme=a_programme())
    again = await taken_up(scope)
    assert again.line.id == first.line.id
    assert [each.version for each in again.milestones] == [1, 1, 1]


async def test_tenant_with_an_unknown_workflow_takes_nothing_up(scope: Scope) -> None:
    pinned = replace(scope, tenant=replace(scope.tenant, pins={"milestone-acceptance": "v99"}))
    with pytest.raises(NoWorkflow):
        async with transactions.scope_tx(pinned):
            await operations.take_up_programme(pinned, programme=a_programme())
    async with transactions.scope_tx(scope):
        assert await queries.programmes_of(scope, include_retired=True) == ()


async def test_programme_of_forty_milestones_takes_as_many_statements_as_one_of_three(
    db: database.Database, scope: Scope
) -> None:
    async def statements() -> int:
        before = db.statements
        await living_of(scope)
        return db.statements - before

    await taken_up(scope)
    few = await statements()
    values = a_programme().model_dump(mode="json", exclude_none=True)
    values["milestones"] += [
        {**values["milestones"][0], "id": f"M{n}", "activity": f"Invented activity {n}"}
        for n in range(10, 47)
    ]
    async with transactions.scope_tx(scope):
        await operations.change_programme(scope, programme=a_programme(**values))
    assert len((await living_of(scope)).milestones) == 40
    assert await statements() == few
