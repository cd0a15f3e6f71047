"""What an assurance pack tells of gates and functions: as they stood at the end of its period, whatever came later."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from backend.delegation import operations, rules
from backend.delegation.queries import gates
from backend.packs.rules import Period
from backend.packs.sections import delegation as delegation_section
from backend.packs.sections import functions as functions_section
from backend.packs.sections import gates as gates_section
from backend.packs.sections.shapes import Reading, Section
from backend.scope import Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_person, a_programme, taken_up

SINCE, UNTIL = date(2014, 9, 1), date(2014, 9, 30)


async def read(scope: Scope, section: Any) -> Section:
    reader = replace(scope, now=datetime(2014, 11, 1, 9, tzinfo=UTC))
    period = Period(since=SINCE, until=UNTIL, zone="Europe/London")
    async with transactions.scope_tx(reader, readonly=True):
        found: Section = await section(Reading(scope=reader, period=period))
    return found


async def test_gates_are_told_as_they_stood_at_the_end_of_the_period(scope: Scope) -> None:
    start = replace(scope, now=datetime(2014, 9, 2, 9, tzinfo=UTC))
    programme = await taken_up(start)
    officer = await a_person(start, "Olive Invented", roles=("governance-officer",))
    executive = await a_person(start, "Ellis Invented", roles=("executive-owner",))
    async with transactions.scope_tx(officer):
        (gate,) = await gates.gates_of(officer, programme_id=programme.line.id)
        for each in gate.conditions:
            await operations.judge_condition(
                officer, condition_id=each.id, state=rules.Judgement.MET, words="Agreed in writing (invented)"
            )
    late = replace(executive, now=datetime(2014, 10, 6, 9, tzinfo=UTC))
    async with transactions.scope_tx(late):
        (gate,) = await gates.gates_of(late, programme_id=programme.line.id)
        await operations.pass_gate(
            late,
            gate_id=gate.id,
            seen=gate.sha256,
            proved_by="password",
            conditions=(operations.ToSet(words="A note each quarter (invented)", due_on=date(2015, 3, 31)),),
        )

    section = await read(officer, gates_section.section)

    told = json.loads(section.files["gates.json"])["gates"][0]
    assert [each["state"] for each in told["criteria"]] == ["met", "met"]
    assert (told["signatures"], told["conditions_set"]) == ([], []), "that was in October"
    assert section.numbers == (("Gates passed", "0 of 1"),)
    criteria = next(table for table in section.tables if table.caption == "Criteria")
    assert criteria.rows[0][4] == "Agreed in writing (invented) (Olive Invented)"


async def test_without_gates_or_functions_the_sections_say_so(scope: Scope) -> None:
    assert "No gate is on record." in (await read(scope, gates_section.section)).lead
    (words,) = (await read(scope, functions_section.section)).lead
    assert words == "The organisation keeps no register of functions."


async def test_every_programme_of_the_period_is_told_and_none_that_came_later(scope: Scope) -> None:
    start = replace(scope, now=datetime(2014, 9, 2, 9, tzinfo=UTC))
    await taken_up(start)
    await taken_up(start, a_programme(id="second", name="Second programme"))
    await taken_up(
        replace(start, now=datetime(2014, 10, 2, 9, tzinfo=UTC)),
        a_programme(id="third", name="Third programme"),
    )

    section = await read(scope, delegation_section.section)

    told = [each["programme"]["name"] for each in json.loads(section.files["milestones.json"])["programmes"]]
    assert sorted(told) == ["Invented programme", "Second programme"]
    assert section.numbers == (("Milestones accepted", "0 of 6"),)
    assert "Milestones of Second programme" in [table.caption for table in section.tables]
