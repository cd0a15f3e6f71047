"""A spreadsheet from its file to the register: what comes of each odd shape, and that nothing comes in by half."""

from datetime import date

import pytest

from backend.interests.queries import register
from backend.interests.rules.declaring import DeclarationStatus
from backend.people.operations import persons
from backend.registers import chores
from backend.registers.operations import imports as acts
from backend.registers.queries import imports
from backend.registers.rules.importing import Choices, ImportState, UnableToImport
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.registers import sheets
from tests.scopes import a_scope


@pytest.fixture
async def officer(tenant: Tenant) -> Scope:
    """The governance officer, who is a person of the tenant."""
    hands = a_scope(tenant)
    async with transactions.scope_tx(hands):
        person_id = await persons.add_person(hands, name="Morgan Invented", joined_on=date(2013, 4, 1))
    return a_scope(tenant, person_id=person_id)


async def surveyed(scope: Scope, name: str, data: bytes, *, choices: Choices | None = None) -> imports.Survey:
    """The file, started, with the columns that are suggested."""
    async with transactions.scope_tx(scope):
        import_id = await acts.start(scope, file_name=name, data=data)
        survey = await imports.survey(scope, import_id=import_id)
        mapped = {n: {c: each.key for c, each in found.items()} for n, found in survey.suggested.items()}
        await acts.settle_columns(
            scope, import_id=import_id, columns_by_group=mapped, choices=choices or Choices()
        )
        return await imports.survey(scope, import_id=import_id)


async def brought_in(
    scope: Scope, name: str, data: bytes, *, leave_out: bool = False, choices: Choices | None = None
) -> imports.ImportView:
    """The file brought in to its end, every doubtful name taken as new."""
    survey = await surveyed(scope, name, data, choices=choices)
    import_id = survey.view.id
    async with transactions.scope_tx(scope):
        await acts.settle_names(
            scope,
            import_id=import_id,
            people={each.wanted.key: "new" for each in survey.people.questions},
            organisations={each.wanted.key: "new" for each in survey.organisations.questions},
        )
        await acts.ask_to_write(scope, import_id=import_id, leave_out=leave_out, split_confirmed=True)
    await chores.bring_in(scope, import_id=import_id)
    async with transactions.scope_tx(scope):
        view = await imports.import_(scope, import_id=import_id)
    assert view.failure is None
    assert view.state is ImportState.DONE
    return view


async def the_register(scope: Scope) -> tuple[register.RegisterEntry, ...]:
    async with transactions.scope_tx(scope):
        return await register.register_of(scope, include_ended=True)


ROW = [
    "Avery Invented",
    "Member",
    "Castle Hill Surgery (invented)",
    "Financial",
    "Direct",
    "Partner",
    "1 April 2013",
]


async def test_officer_brings_a_template_in_and_the_same_file_again_changes_nothing(officer: Scope) -> None:
    data = sheets.xlsx(("Register", [sheets.TEMPLATE, ROW, ["Blake Exemplar", "", "Nil"]]))

    view = await brought_in(officer, "register.xlsx", data)
    entries = await the_register(officer)
    again = await surveyed(officer, "register.xlsx", data)

    assert view.outcome["interests"] == 1
    assert view.outcome["nil_returns"] == 1
    assert [(e.person_name, e.organisation_name, e.since) for e in entries] == [
        ("Avery Invented", "Castle Hill Surgery (invented)", date(2013, 4, 1))
    ]
    assert entries[0].status is DeclarationStatus.SUBMITTED
    assert not entries[0].late
    assert again.plan.new == ()
    assert len(again.plan.unchanged) == 2
    with pytest.raises(UnableToImport, match="nothing new"):
        async with transactions.scope_tx(officer):
            await acts.ask_to_write(officer, import_id=again.view.id, leave_out=False, split_confirmed=True)
