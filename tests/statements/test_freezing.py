"""A year frozen at 31 March stays as it was when the registers are corrected in May, and the correction is listed."""

import csv
import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from backend.committees.operations import terms
from backend.desk.scheduled.years import YearFreeze
from backend.interests.operations import correcting, withholding
from backend.interests.operations.correcting import Correction
from backend.interests.rules.declaring import InterestType
from backend.kit.database import execute
from backend.people import permissions
from backend.schedules.rules import Calendar
from backend.sittings import operations as sittings
from backend.sittings import rules as sitting_rules
from backend.statements.operations import freezing
from backend.statements.queries import changes, freezes
from backend.statements.queries.freezes import FreezeView
from backend.statements.rules.parts import PartKind
from backend.statements.rules.years import UnableToFreeze
from backend.tenancy import transactions
from tests.statements.conftest import YEAR, Year
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
CLOCK = Calendar(zone="Europe/London")


async def frozen(lived: Year, moment: str = "2015-04-01T09:00", reason: str | None = None) -> FreezeView:
    scope = lived.then(moment)
    async with transactions.scope_tx(scope):
        freeze_id = await freezing.freeze_year(scope, year=YEAR, reason=reason)
        return await freezes.freeze(scope, freeze_id=freeze_id)


async def correct(lived: Year, moment: str = "2015-05-12T10:00") -> None:
    scope = lived.then(moment, lived.stage.chair)
    async with transactions.scope_tx(scope):
        await correcting.correct_interest(
            scope,
            interest_id=lived.interest_id,
            correction=Correction(
                organisation_id=lived.organisation_id,
                interest_type=InterestType.FINANCIAL,
                nature="Owns 25% of the shares",
                since=date(2014, 9, 1),
                reason="The share was misread.",
            ),
        )


async def test_year_frozen_at_31_march_stays_the_same_when_the_register_is_corrected_in_may(
    lived: Year, visit: Visit
) -> None:
    officer = await visit(lived.officer, name="Olwen Invented")
    view = await frozen(lived)
    assert (view.as_at, view.number) == (date(2015, 3, 31), 1)
    page = f"/statements/freezes/{view.id}"
    before = (await officer.get(page)).text
    assert "Gives the same hash today" in before
    assert "Nothing reads otherwise now" in (await officer.get(f"{page}/changes")).text

    await correct(lived)

    # what was frozen says what it said, with the same hash, on its pages and as a file
    after = (await officer.get(page)).text
    assert view.sha256 in after and "Gives the same hash today" in after
    async with transactions.scope_tx(lived.officer, readonly=True):
        lines = await freezes.contents_of(lived.officer, freeze_id=view.id)
    register = next(line for line in lines if line.key == "register:interests")
    shown = (await officer.get(f"{page}/parts/{register.id}")).text
    assert "Owns 10% of the shares" in shown and "Owns 25%" not in shown
    as_file = (await officer.get(f"{page}/parts/{register.id}/lines.csv")).content.decode("utf-8-sig")
    assert "Owns 10% of the shares" in as_file

    # and the correction is listed: what it said, what it says, who changed it, when and why
    listed = (await officer.get(f"{page}/changes")).text
    for words in (
        "Owns 10% of the shares",
        "Owns 25% of the shares",
        "Charlie Invented",
        "12 May 2015",
        "The share was misread.",
    ):
        assert words in listed, words
    rows = list(
        csv.reader(io.StringIO((await officer.get(f"{page}/changes.csv")).content.decode("utf-8-sig")))
    )
    (nature,) = [row for row in rows if row[3] == "Nature of interest"]
    assert nature[4:7] == ["Owns 10% of the shares", "Owns 25% of the shares", "Charlie Invented"]
    assert nature[8] == "The share was misread."
    assert "register:interests" in (await officer.get(f"{page}/changes?part=register:interests")).text

    # a statement that rests on the freeze is assembled from what was frozen
    started = await officer.post("/statements", {"kind": "governance-statement", "year": "2014"})
    assert started.status_code == 303, started.text
    statement = (await officer.get(started.headers["location"].split(f"/t/{officer.slug}")[1])).text
    assert "Freeze 1</a> as at 31 March 2015" in statement

    # frozen again with a reason, the second holds the correction and the first still does not
    refused = await officer.post("/statements/years/2014/freezing")
    assert refused.status_code == 422 and "Say why it is frozen again" in refused.text
    again = await officer.post("/statements/years/2014/freezing", {"reason": "The share was misread."})
    assert again.status_code == 303, again.text
    second = (await officer.get(again.headers["location"].split(f"/t/{officer.slug}")[1])).text
    assert "Freeze 2" in second and "Gives the same hash today" in second
    assert "The year was frozen again since" in (await officer.get(page)).text
    assert "Owns 25% of the shares" in (await officer.get(f"{page}/changes")).text
    newest = await _newest(lived)
    assert "Nothing reads otherwise now" in (await officer.get(f"/statements/freezes/{newest}/changes")).text


async def _newest(lived: Year) -> UUID:
    async with transactions.scope_tx(lived.officer, readonly=True):
        return (await freezes.freezes_of(lived.officer, year=YEAR))[0].id


async def test_attendance_and_membership_are_frozen_and_later_corrections_name_who_and_why(
    lived: Year,
) -> None:
    view = await frozen(lived)
    stage = lived.stage
    may = lived.then("2015-05-20T11:00")
    async with transactions.scope_tx(may):
        parts = {part.key: part for part in await freezes.frozen_parts(may, freeze_id=view.id)}
        came = parts[f"attendance:{stage.committee_id}"]
        told = {row.cells["name"]: (row.cells["came"], row.cells["share"]) for row in came.rows}
        assert told["Charlie Invented"] == (1, "100%")
        assert told["Glenn Invented"] == (0, "0%")
        seats = parts[f"membership:{stage.committee_id}"]
        assert {row.cells["name"] for row in seats.rows} >= {"Charlie Invented", "Vivian Invented"}
        assert {row.cells["to"] for row in seats.rows} == {None}
        assert parts["bodies"].rows[0].cells["meetings"] == 1
        assert next(part for part in parts.values() if part.kind is PartKind.FIGURES).rows

        # Glenn had come after all; Gale's seat ends in May, which says nothing of the year
        await sittings.record_presence(
            may,
            meeting_id=stage.meeting_id,
            kind=sitting_rules.Kind.ARRIVED,
            person_id=stage.gp.actor.person_id,
            at=lived.officer.now,
            note="The sheet was found.",
        )
        gale = next(row for row in seats.rows if row.cells["name"] == "Gale Invented")
        await terms.end_term(may, term_id=UUID(gale.record), last_on=date(2015, 5, 31))
        found = await changes.changes_since(may, view=view)
    said = {(each.difference.part, each.difference.label, each.difference.column): each for each in found}
    mark = next(each for key, each in said.items() if key[2].startswith("17 September 2014"))
    assert (mark.difference.was, mark.difference.now) == ("Apologies", "Present")
    assert (mark.who, mark.why) == ("Olive Invented", "The sheet was found.")
    assert not [each for each in found if "Membership" in each.difference.part]
    assert [each.difference.now for each in found if each.difference.column == "Share"] == ["100%"]


async def test_what_is_frozen_can_be_changed_by_nobody(lived: Year) -> None:
    view = await frozen(lived)
    for table in ("statements_freeze", "statements_frozen_part", "statements_frozen_row"):
        with pytest.raises(asyncpg.PostgresError):
            async with transactions.scope_tx(lived.officer):
                await execute(f"UPDATE {table} SET sha256 = repeat('0', 64) WHERE tenant_id = $1", view.id)
    early = lived.then("2015-03-31T22:59")
    with pytest.raises(UnableToFreeze, match="it can be frozen from the day after"):
        async with transactions.scope_tx(early):
            await freezing.freeze_year(early, year=YEAR)


async def test_schedule_freezes_as_known_at_midnight_however_late_it_runs_and_once(lived: Year) -> None:
    await correct(lived, "2015-04-02T10:00")
    late = lived.then("2015-04-03T08:00").as_chore("desk.run_schedule")
    late = replace(late, permissions=frozenset())
    async with transactions.scope_tx(late):
        did = await YearFreeze().do(late, None, CLOCK, by_hand=False)  # type: ignore[arg-type]  # it reads no settings
        again = await YearFreeze().do(late, None, CLOCK, by_hand=False)  # type: ignore[arg-type]  # it reads no settings
        (view,) = await freezes.freezes_of(late, year=YEAR)
        parts = await freezes.frozen_parts(late, freeze_id=view.id, keys=["register:interests"])
    assert did.words.startswith("Froze 2014/15") and not again.anything
    assert view.known_at.isoformat() == "2015-03-31T23:00:00+00:00"
    assert [row.cells["nature"] for row in parts[0].rows] == ["Owns 10% of the shares"]


async def test_entry_that_is_withheld_later_is_shown_in_a_freeze_to_those_alone_who_may_see_it(
    lived: Year, visit: Visit
) -> None:
    executive = await visit(lived.officer, name="Ellis Invented", roles=("executive-owner",))
    officer = await visit(lived.officer, name="Olwen Invented")
    view = await frozen(lived)
    await correct(lived)
    roles = frozenset({"coi-guardian", "governance-officer"})
    may = replace(lived.then("2015-05-20T11:00"), roles=roles, permissions=permissions.permissions_for(roles))
    async with transactions.scope_tx(may):
        (line,) = [
            each
            for each in await freezes.contents_of(may, freeze_id=view.id)
            if each.key == "register:interests"
        ]
        await withholding.withhold(
            may,
            register="interests",
            record_id=lived.interest_id,
            reason="A threat was made.",
            review_on=date(2016, 5, 20),
        )
    page = f"/statements/freezes/{view.id}"
    for path in (f"{page}/parts/{line.id}", f"{page}/parts/{line.id}/lines.csv", f"{page}/changes"):
        assert "of the shares" not in (await executive.get(path)).text, path
        assert "of the shares" in (await officer.get(path)).text, path
    assert "Gives the same hash today" in (await executive.get(page)).text
