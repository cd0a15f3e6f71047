"""Gifts, contracts and breaches in the shapes that real registers have, with problems in sentences."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.interests.queries import gifts
from backend.interests.rules.gifts import OfferKind, Outcome
from backend.procurement.queries import procurements
from backend.registers.operations import import_ending
from backend.registers.rules.importing import UnableToUndo
from backend.registers.shelf import register_named
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.registers import sheets
from tests.registers.test_importing import an_officer, brought_in, problems_of, surveyed

GIFTS = (
    ["Register of gifts and hospitality of an invented body", *[""] * 7],
    [
        "Recipient",
        "",
        "Date of",
        "",
        "Details of gift or hospitality",
        "Estimated value",
        "Supplier",
        "Accepted",
    ],
    ["Name", "Position", "offer", "receipt", "", "", "", ""],
    [
        "Avery Invented",
        "Nurse",
        "Apr-14",
        "",
        "Box of chocolates, a gift",
        "£1,250.00",
        "Castle Ltd (invented)",
        "Yes",
    ],
    [
        "",
        "",
        "3/6/2014",
        "4/6/2014",
        "Lunch at a conference",
        12.5,
        "Castle Ltd (invented)",
        "Passed to charity raffle",
    ],
    ["Blake Exemplar", "", "3/6/2014", "", "Pen, a gift", "£20-30", "Castle Ltd (invented)", "Declined"],
    ["Blake Exemplar", "", "3/6/2014", "", "Pen, a gift", "-5", "Castle Ltd (invented)", "perhaps"],
    ["Blake Exemplar", "", "13/4", "", "Pen, a gift", 1e9, "", "Declined"],
)
CONTRACTS = (
    ["Register of procurement decisions and contracts awarded", *[""] * 8],
    ["Ref", "Contract", "Date of decision", "Procurement route", "Awarded to", "Contract value", "",
     "Conflicts", "Committee"],
    ["", "", "", "", "", "Total", "CCG", "", ""],
    ["C1", "Podiatry", "Apr-14", "Open tender", "Mill Lane Ltd (invented)", "£1,250.00", 1000, "None", "Old Committee"],
    ["C2", "Audiology", "1 May 2014", "Single tender waiver", "Not awarded", "", "", "None", ""],
    ["C3", "Dermatology", "1 May 2014", "AQP", "Mill Lane Ltd (invented)", "100", "200", "None", ""],
    ["", "Optometry", "soon", "by magic", "", "lots", "", "None", ""],
)  # fmt: skip
BREACHES = (
    [
        "Date found",
        "Type of breach",
        "Details of breach",
        "Action taken",
        "Lessons learned",
        "NHS England notified",
    ],
    ["Apr-14", "Late declaration", "A member declared a shareholding late.", "Reminded", "Ask yearly", "No"],
    ["1 May 2014", "Gift", "Morgan took a voucher.", "Returned", "", "Yes"],
)


@pytest.fixture
async def officer(tenant: Tenant) -> Scope:
    return await an_officer(tenant)


async def test_old_register_of_gifts_is_read_brought_in_and_undone(officer: Scope) -> None:
    merged = {"Gifts": [(0, 0, 0, 7), (1, 0, 1, 1), (1, 2, 1, 3)]}
    data = sheets.xlsx(("Gifts", [list(row) for row in GIFTS]), merge=merged)

    survey = await surveyed(officer, "gifts.xlsx", data)
    view = await brought_in(officer, "gifts.xlsx", data, leave_out=True)
    later = replace(officer, now=officer.now + timedelta(hours=1))
    async with transactions.scope_tx(later):
        entries = await gifts.every_gift(later)
        await import_ending.undo(later, import_id=view.id)
        left = await gifts.every_gift(replace(later, now=later.now + timedelta(hours=1)))
        with pytest.raises(UnableToUndo, match="Only the last import"):
            await import_ending.undo(later, import_id=view.id)
    again = await surveyed(replace(later, now=later.now + timedelta(hours=1)), "gifts.xlsx", data)

    assert survey.view.register == "gifts"
    assert [(e.kind, e.pounds, e.offered_on, e.received_on, e.outcome) for e in entries] == [
        (OfferKind.GIFT, Decimal("1250.00"), date(2014, 4, 1), None, Outcome.ACCEPTED),
        (OfferKind.HOSPITALITY, Decimal("12.50"), date(2014, 6, 3), date(2014, 6, 4), Outcome.PASSED_ON),
    ]
    assert {e.person_name for e in entries} == {"Avery Invented"}
    assert entries[0].brought_in_from == "Brought in from “gifts.xlsx”"
    places = [place for place, _ in problems_of(survey)]
    assert places == ["Gifts, F6", "Gifts, F7", "Gifts, H7", "Gifts, G8", "Gifts, F8", "Gifts, C8"]
    assert left == ()
    assert len(again.plan.new) == 2


async def test_old_register_of_contracts_is_read_brought_in_and_undone(officer: Scope) -> None:
    merged = {"Contracts": [(0, 0, 0, 8), (1, 5, 1, 6)]}
    data = sheets.xlsx(("Contracts", [list(row) for row in CONTRACTS]), merge=merged)

    survey = await surveyed(officer, "contracts.xlsx", data)
    view = await brought_in(officer, "contracts.xlsx", data, leave_out=True)
    later = replace(officer, now=officer.now + timedelta(hours=1))
    async with transactions.scope_tx(later):
        register = register_named("procurement")
        page = await procurements.procurements_of(later)
        decided = await procurements.decided(later, on=later.today, known_at=later.now)
        await import_ending.undo(later, import_id=view.id)
        left = await procurements.decided(later, on=later.today, known_at=later.now)
    again = replace(later, now=later.now + timedelta(hours=1))
    await brought_in(again, "contracts.xlsx", data, leave_out=True)  # its references are free again

    assert survey.view.register == register.id
    told = {p.reference: (d.total, d.own, d.awarded, d.committee_named, d.decided_on) for p, d in decided}
    assert told == {
        "C1": (Decimal("1250.00"), Decimal("1000.00"), True, "Old Committee", date(2014, 4, 1)),
        "C2": (None, None, False, None, date(2014, 5, 1)),
    }
    assert {line.procurement.status_in_words for line in page.lines} == {"Awarded", "Decided"}
    assert [sentence for place, sentence in problems_of(survey) if place == "Contracts, G6"] != []
    assert {place for place, _ in problems_of(survey)} >= {"Contracts, E7", "Contracts, D7", "Contracts, C7"}
    assert left == ()


async def test_breach_that_may_name_somebody_is_a_problem_until_an_officer_says_otherwise(
    officer: Scope,
) -> None:
    data = sheets.text(BREACHES)

    doubted = await surveyed(officer, "breaches.csv", data)
    view = await brought_in(officer, "breaches.csv", data, choices={"names_nobody": "yes"})

    assert doubted.view.register == "breaches"
    assert [each.place for each in doubted.problems] == ["C3"]
    assert "may name Morgan Invented" in doubted.problems[0].sentence
    assert view.outcome["breaches"] == 2
    assert view.what_came_of_it == "2 breaches"
