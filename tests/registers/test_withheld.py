"""The Guardian's list: a page at a time, each entry by its name, in as many statements for fifty as for one."""

from dataclasses import replace
from datetime import date
from typing import Any

from backend.interests.queries import withholding as queries
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.registers.operations import withholding
from backend.registers.queries.withheld import names_of
from backend.tenancy import transactions
from tests.registers.published import Stage, declared


async def test_guardian_turns_the_pages_of_what_is_withheld_and_reads_each_name(
    stage: Stage, db: Any
) -> None:
    guardian = stage.guardian
    interest_id = await declared(stage, stage.officer, nature="Trustee", since=date(2017, 1, 1))
    async with transactions.scope_tx(guardian):
        await withholding.withhold_row(
            guardian,
            register="interests",
            record_id=interest_id,
            reason="A risk to them",
            review_on=date(2018, 1, 1),
        )
        await execute(
            """
            INSERT INTO interests_withholding (tenant_id, id, register, record_id, reason, review_on, withheld_at,
              withheld_by, withheld_by_name)
            SELECT $1, gen_random_uuid(), 'gifts', gen_random_uuid(), 'A reason', date '2019-01-01' + n, $2, $3, 'G'
            FROM generate_series(1, 54) n""",
            guardian.tenant.id,
            guardian.now,
            guardian.actor.person_id,
        )
    async with transactions.scope_tx(guardian, readonly=True):
        before = db.statements
        first = await queries.page_of_withholdings(guardian)
        records = [(line.register, line.record_id) for line in first.lines]
        names = await names_of(guardian, records=records)
        assert db.statements - before == 3
        last = await queries.page_of_withholdings(guardian, number=7)
        unseeing = replace(guardian, permissions=frozenset({"interests.see-withheld"}))
        unnamed = await names_of(unseeing, records=[("interests", interest_id), ("breaches", new_id())])

    assert (first.count, first.pages, len(first.lines)) == (55, 2, 50)
    assert (last.number, len(last.lines)) == (2, 5)
    assert first.lines[0].record_id == interest_id, "the first to be looked at again"
    title, path = names["interests", interest_id]
    assert (title, path) == ("Sasha Invented: Invented Shelter", f"/interests/{interest_id}")
    gone = {name for record, name in names.items() if record[0] == "gifts"}
    assert gone == {("An entry of the register of gifts, hospitality and sponsorship", None)}
    assert {path for _, path in unnamed.values()} == {None}, "no name for whoever may not open the register"
