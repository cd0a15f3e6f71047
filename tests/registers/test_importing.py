"""A spreadsheet from its file to the register: what comes of each odd shape, and that nothing comes in by half."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.interests.operations import reviewing
from backend.interests.queries import declarations, register
from backend.interests.rules.declaring import DeclarationStatus, Relationship
from backend.kit.database import DB
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.registers import chores
from backend.registers.operations import import_ending, import_writing
from backend.registers.operations import imports as acts
from backend.registers.queries import imports, surveys
from backend.registers.rules.importing import Choices, ImportState, UnableToImport, UnableToUndo
from backend.scope import NotPermitted, Scope, Tenant
from backend.tenancy import transactions
from tests.registers import sheets
from tests.scopes import a_scope


@pytest.fixture
async def officer(tenant: Tenant) -> Scope:
    """The governance officer of a tenant of this test's own."""
    return await an_officer(tenant)


async def an_officer(tenant: Tenant) -> Scope:
    """A governance officer who is a person of the tenant."""
    hands = a_scope(tenant)
    async with transactions.scope_tx(hands):
        person_id = await persons.add_person(hands, name="Morgan Invented", joined_on=date(2013, 4, 1))
    return a_scope(tenant, person_id=person_id)


async def surveyed(scope: Scope, name: str, data: bytes, *, choices: Choices | None = None) -> surveys.Survey:
    """The file, started, with the columns that are suggested."""
    async with transactions.scope_tx(scope):
        import_id = await acts.start(scope, file_name=name, data=data)
        survey = await surveys.survey(scope, import_id=import_id)
        mapped = {n: {c: each.key for c, each in found.items()} for n, found in survey.suggested.items()}
        await acts.settle_columns(scope, import_id=import_id, columns_by_group=mapped, choices=choices or {})
        return await surveys.survey(scope, import_id=import_id)


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
        await import_writing.ask_to_write(
            scope, import_id=import_id, leave_out=leave_out, split_confirmed=True
        )
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
            await import_writing.ask_to_write(
                officer, import_id=again.view.id, leave_out=False, split_confirmed=True
            )


def problems_of(survey: surveys.Survey) -> list[tuple[str, str]]:
    """Where each problem stands, and the first words of it."""
    return [(each.place, " ".join(each.sentence.split()[:6])) for each in survey.reading.problems]


async def test_merged_titles_and_two_rows_of_headings_are_understood(officer: Scope) -> None:
    top = ["Name", "Position", "Declared interest", "Type of interest", "", "", "", "Nature of interest"]
    rows = [
        ["Register of interests of an invented body", *[""] * 9],
        [*top, "Date of interest", ""],
        [
            "",
            "",
            "",
            "Financial",
            "Non-Financial Professional",
            "Non-Financial Personal",
            "Indirect",
            "",
            "From",
            "To",
        ],
        ["Avery Invented", "Member", "Castle Hill Surgery", "X", "", "", "", "Partner", "Apr-14", "present"],
        ["", "", "Mill Lane Ltd", "", "", "✓", "x", "Husband is a director", "since 2009", ""],
        ["Name", "Position", "Declared interest", "", "", "", "", "Nature of interest"],
        ["Blake Exemplar", "Chair", "Abbey Trust", "x", "x", "", "", "Trustee", "13/4", ""],
    ]
    merged = {"Board": [(0, 0, 0, 9), (1, 3, 1, 6), (1, 8, 1, 9)]}

    survey = await surveyed(officer, "two headings.xlsx", sheets.xlsx(("Board", rows), merge=merged))

    first, second = survey.reading.lines
    assert (first.said.interest_type, first.said.since, first.said.until) == (
        "FINANCIAL",
        date(2014, 4, 1),
        None,
    )
    assert (
        second.people["person"].name,
        second.said.interest_type,
        second.said.relationship,
        second.said.since,
    ) == (
        "Avery Invented",
        "NON_FINANCIAL_PERSONAL",
        Relationship.SPOUSE,
        date(2009, 1, 1),
    )
    assert [each.sentence for each in survey.reading.notes if each.row == 5] == [
        "There is no name in this row, so it was read as Avery Invented’s, from row 4.",
        "By its words, the interest was read as that of: spouse or partner.",
        "“since 2009” gives no day, so it was read as 1 January 2009.",
    ]
    assert problems_of(survey) == [
        ("Board, Row 7", "The row names more than one"),
        ("Board, I7", "“13/4” gives no year, or no"),
    ]


async def test_interests_in_one_cell_become_entries_of_their_own_once_confirmed(officer: Scope) -> None:
    rows = [
        ["Name", "Interests declared", "Type of interest"],
        [
            "Avery Invented",
            "• GP partner at Castle Hill Surgery since 2009\n• Director, Mill Lane Ltd (since Apr 2012)\n\n"
            "- Abbey Trust: trustee, 2010 - 2013",
            "Financial",
        ],
        ["Blake Exemplar", "Something or other since 2010", "Financial"],
        ["Casey Fictional", "No interests to declare", ""],
    ]

    survey = await surveyed(officer, "cells.xlsx", sheets.xlsx(("Register", rows)))

    assert [
        (
            line.organisations["organisation"].name,
            line.said.nature,
            line.said.since,
            line.said.until,
            line.part,
        )
        for line in survey.reading.lines
        if not line.said.nil
    ] == [
        ("Castle Hill Surgery", "GP partner", date(2009, 1, 1), None, 1),
        ("Mill Lane Ltd", "Director", date(2012, 4, 1), None, 2),
        ("Abbey Trust", "trustee", date(2010, 1, 1), date(2013, 12, 31), 3),
    ]
    assert problems_of(survey) == [("Register, B3", "“Something or other since 2010” does")]
    with pytest.raises(UnableToImport, match="Look at how cells with several interests"):
        async with transactions.scope_tx(officer):
            await import_writing.ask_to_write(
                officer, import_id=survey.view.id, leave_out=True, split_confirmed=False
            )


async def test_columns_of_several_lines_go_together_and_are_refused_where_they_do_not(officer: Scope) -> None:
    rows = [
        sheets.TEMPLATE,
        [
            "Avery Invented",
            "",
            "Abbey Trust\nMill Lane Ltd",
            "Financial",
            "",
            "Trustee\nOwner",
            "2009\n1/2/2010",
        ],
        ["Blake Exemplar", "", "Abbey Trust\nMill Lane Ltd", "Financial", "", "A\nB\nC", "2009"],
    ]

    survey = await surveyed(officer, "lines.ods", sheets.ods(rows))

    assert [
        (line.organisations["organisation"].name, line.said.nature, line.said.since)
        for line in survey.reading.lines
    ] == [
        ("Abbey Trust", "Trustee", date(2009, 1, 1)),
        ("Mill Lane Ltd", "Owner", date(2010, 2, 1)),
    ]
    assert problems_of(survey) == [("Register, F3", "The cell has 3 lines, but")]


async def test_four_hundred_declarants_over_four_sheets_are_ready_to_publish(
    officer: Scope, found: Callable[..., Awaitable[Tenant]]
) -> None:
    before = DB.statements
    view = await brought_in(officer, "Register 2014.xlsx", sheets.declarants(400))
    spent = DB.statements - before
    assert view.outcome["nil_returns"] == 40
    assert view.outcome["interests"] == 360
    assert view.outcome["people"] == 400
    assert view.outcome["organisations"] == 8

    async with transactions.scope_tx(officer):
        accepted, waiting = await import_ending.accept(officer, import_id=view.id)
        standings = await declarations.standings_of(officer)

    assert (accepted, waiting) == (400, 0)
    assert all(entry.status is DeclarationStatus.APPROVED for entry in await the_register(officer))
    assert sum(1 for each in standings if each.last_kind == "NIL") == 40

    other = await an_officer(await found())
    before = DB.statements
    await brought_in(other, "small.xlsx", sheets.declarants(20, sheets=1))
    assert spent <= DB.statements - before + 2  # as many statements for four hundred as for twenty


async def test_hidden_columns_and_rows_are_refused_by_name_and_a_hidden_sheet_is_told(officer: Scope) -> None:
    rows = [sheets.TEMPLATE, ROW]
    for traits, ending, words in (
        ({"hide_columns": {"Board": [2, 3, 4]}}, "xlsx", "sheet “Board” has hidden columns C to E"),
        ({"hide_rows": {"Board": [1]}}, "xlsx", "hidden row 2"),
    ):
        with pytest.raises(UnableToImport, match=words):
            await surveyed(officer, f"hidden.{ending}", sheets.xlsx(("Board", rows), **traits))
    with pytest.raises(UnableToImport, match="hidden column F"):
        await surveyed(officer, "hidden.ods", sheets.ods(rows, hidden_column=5))

    harmless = sheets.xlsx(
        ("Board", rows), ("Notes", [["Private", "word"]]), hide_columns={"Board": [20]}, hide_sheets=["Notes"]
    )
    survey = await surveyed(officer, "harmless.xlsx", harmless)
    assert survey.notes == ("The sheet “Notes” is hidden, so it was not read.",)
    assert len(survey.plan.new) + len(survey.plan.waiting) == 1


async def test_windows_csv_with_semicolons_formulae_and_turning_marks(officer: Scope) -> None:
    rows = [
        sheets.TEMPLATE,
        ["Zoë Invented", "", "Café Ltd", "Financial", "", "Owner – 10%", "01/04/13", "n/a"],
        ["Avery \u202edetnevnI", "", "Abbey Trust", "Financial", "", "Owner", "2013"],
        ["=HYPERLINK(1)", "", "Abbey Trust", "Financial", "", "Owner", "2013"],
        ["Blake Exemplar", "", "Abbey Trust", "Financial", "", "'=1+1", "04/13/2013"],
    ]

    survey = await surveyed(officer, "windows.csv", sheets.text(rows[:2], encoding="cp1252", delimiter=";"))
    odd = await surveyed(officer, "odd.csv", sheets.text([rows[0], *rows[2:]], encoding="utf-8-sig"))

    (line,) = survey.reading.lines
    assert (
        line.people["person"].name,
        line.organisations["organisation"].name,
        line.said.nature,
        line.said.since,
    ) == (
        "Zoë Invented",
        "Café Ltd",
        "Owner – 10%",
        date(2013, 4, 1),
    )
    assert problems_of(odd) == [
        ("A2", "The cell holds invisible characters that"),
        ("A3", "A name can’t begin like a"),
        ("G4", "“04/13/2013” has the month first. Write"),
    ]


async def test_formulae_are_read_as_their_values_and_broken_ones_refused(officer: Scope) -> None:
    rows = [
        sheets.TEMPLATE,
        [
            sheets.Formula("=A9", "Avery Invented"),
            "",
            "Abbey Trust",
            "Financial",
            "",
            "Owner",
            sheets.Formula("=B1", 41000),
        ],
        ["Blake Exemplar", "", sheets.Formula("=Z1", "#REF!"), "Financial", "", "Owner", 2009],
        ["Blake Exemplar", "", "Abbey Trust", "Financial", "", "Owner", sheets.Formula("=Z2", "#N/A")],
    ]

    survey = await surveyed(officer, "formulae.xlsx", sheets.xlsx(("Board", rows)))

    assert [(line.people["person"].name, line.said.since) for line in survey.reading.lines] == [
        ("Avery Invented", date(2012, 4, 1))
    ]
    assert problems_of(survey) == [
        ("Board, C3", "The formula in this cell came"),
        ("Board, G4", "The formula in this cell came"),
    ]


async def test_names_that_are_alike_are_asked_and_never_decided(officer: Scope) -> None:
    async with transactions.scope_tx(officer):
        known = await persons.add_person(
            officer, name="Robin Exemplar", email="robin.exemplar@example.invalid"
        )
        await persons.add_person(officer, name="Sam Namesake", job_title="Chair")
        await persons.add_person(officer, name="Sam Namesake", job_title="Nurse")
    headings = ["Name", "Email", "Current position", *sheets.TEMPLATE[2:]]
    rest = ["Abbey Trust (invented)", "Financial", "Direct", "Trustee", "2009"]
    rows = [
        headings,
        ["Dr Robin Exemplar", "", "", *rest],
        ["R. Exemplar", "ROBIN.exemplar@example.invalid", "", *rest],
        ["Sam Namesake", "", "Nurse", *rest],
        ["Sam Namesake", "", "", *rest],
        ["Quite Different", "", "", *rest],
    ]

    survey = await surveyed(officer, "names.xlsx", sheets.xlsx(("Board", rows)))
    asked = {each.wanted.name: each for each in survey.people.questions}

    assert asked["Dr Robin Exemplar"].choices[0].id == known
    assert asked["Dr Robin Exemplar"].choices[0].score == 97
    assert len([each for each in asked["Sam Namesake"].choices if each.score == 100]) == 2
    assert not asked["Quite Different"].must_be_answered
    assert {line.people["person"].name for line in survey.plan.waiting} == {
        "Dr Robin Exemplar",
        "Sam Namesake",
    }
    async with transactions.scope_tx(officer):
        await acts.settle_names(
            officer,
            import_id=survey.view.id,
            people={
                asked["Dr Robin Exemplar"].wanted.key: str(known),
                asked["Sam Namesake"].wanted.key: "new",
            },
            organisations={},
        )
        settled = await surveys.survey(officer, import_id=survey.view.id)
    assert settled.plan.waiting == ()
    assert {each.people["person"] for each in settled.plan.new if each.line.row in (2, 3)} == {known}


async def test_last_import_is_undone_until_somebody_changes_what_it_wrote(officer: Scope) -> None:
    first = await brought_in(officer, "a.xlsx", sheets.xlsx(("Board", [sheets.TEMPLATE, ROW])))
    other = ["Blake Exemplar", *ROW[1:]]
    second = await brought_in(officer, "b.xlsx", sheets.xlsx(("Board", [sheets.TEMPLATE, other])))
    later = replace(officer, now=officer.now + timedelta(days=3))

    async with transactions.scope_tx(later):
        with pytest.raises(UnableToUndo, match="Only the last import"):
            await import_ending.undo(later, import_id=first.id)
        await import_ending.undo(later, import_id=second.id)
        entries = await register.register_of(later)
        as_known = await register.register_of(later, known_at=officer.now)
        standings = {each.person_name: each for each in await declarations.standings_of(later)}
        assert await declarations.declarations_of(later, only_open=True) != ()
        line = (await declarations.declarations_of(later, only_open=True))[0]
        await reviewing.approve_declaration(later, declaration_id=line.id)
        with pytest.raises(UnableToUndo, match="Avery Invented: Castle Hill Surgery"):
            await import_ending.undo(later, import_id=first.id)
    again = await surveyed(later, "b.xlsx", sheets.xlsx(("Board", [sheets.TEMPLATE, other])))

    assert [entry.person_name for entry in entries] == ["Avery Invented"]
    assert [entry.person_name for entry in as_known] == ["Avery Invented", "Blake Exemplar"]
    assert standings["Blake Exemplar"].last_kind is None
    assert len(again.plan.new) == 1


async def test_job_that_fails_writes_nothing_and_opens_the_file_again(officer: Scope) -> None:
    survey = await surveyed(officer, "a.xlsx", sheets.xlsx(("Board", [sheets.TEMPLATE, ROW])))
    async with transactions.scope_tx(officer):
        await import_writing.ask_to_write(
            officer, import_id=survey.view.id, leave_out=False, split_confirmed=False
        )
        # Another officer adds the same practice meanwhile; the job finds it and uses it.
        await organisations.add_as_named(officer, name="Castle Hill Surgery (Invented)", demonstration=False)
    await chores.bring_in(officer, import_id=survey.view.id)
    await chores.bring_in(officer, import_id=survey.view.id)  # a second run does nothing
    (entry,) = await the_register(officer)
    assert entry.organisation_name == "Castle Hill Surgery (Invented)"

    closed = replace(officer, permissions=frozenset())
    with pytest.raises(NotPermitted):
        async with transactions.scope_tx(closed):
            await acts.start(closed, file_name="a.xlsx", data=b"x")
