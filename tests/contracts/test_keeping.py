"""What may be kept of contracts: days, percentages, steps that are undone, ends that take effect by date."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from backend.contracts import operations, queries, rules
from backend.contracts.operations import PartnerSaid, Said
from backend.contracts.picture import structure
from backend.contracts.queries.suggestions import suggestions_of
from backend.contracts.rules import Span, State
from backend.contracts.rules.shares import says_partner
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.database import fetch
from backend.organisations import operations as organisations
from backend.organisations import queries as directory
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.committees.made import a_person
from tests.contracts.made import BEGUN, a_contract, a_partner, a_share, an_organisation
from tests.meetings.stage import as_person

FIVE_YEARS = {"begins_on": date(2014, 4, 1), "ends_on": date(2019, 3, 31), "retired_on": None}


@pytest.mark.parametrize(
    ("day", "dates", "state"),
    [
        (date(2014, 3, 31), FIVE_YEARS, State.PLANNED),
        (date(2014, 4, 1), FIVE_YEARS, State.RUNNING),
        (date(2019, 3, 31), FIVE_YEARS, State.RUNNING),
        (date(2019, 4, 1), FIVE_YEARS, State.ENDED),
        (date(2015, 1, 1), {**FIVE_YEARS, "retired_on": date(2015, 1, 1)}, State.RETIRED),
        (date(2014, 12, 31), {**FIVE_YEARS, "retired_on": date(2015, 1, 1)}, State.RUNNING),
        (date(2015, 1, 1), {"begins_on": None, "ends_on": None, "retired_on": None}, State.UNDATED),
    ],
)
def test_state_of_a_contract_follows_from_its_days(
    day: date, dates: dict[str, date | None], state: State
) -> None:
    assert rules.state_on(day, **dates) is state


@pytest.mark.parametrize(
    ("nature", "said"),
    [
        ("Partner in the practice", True),
        ("GP principal", True),
        ("Owns 10% of the shares", True),
        ("Single-handed doctor", True),
        ("Salaried doctor", False),
        ("Salaried doctor, not a partner", False),
        ("Former partner", False),
        ("Retired partner", False),
        ("Employed by the partnership as a nurse", False),
        ("Her civil partner works there", False),
        ("Patient of the practice", False),
    ],
)
def test_nobody_is_taken_for_a_partner_whose_words_do_not_say_so(nature: str, said: bool) -> None:
    assert says_partner(nature) is said


def test_spans_meet_where_they_share_a_day() -> None:
    first = Span(since=date(2014, 4, 1), until=date(2015, 3, 31))
    assert first.meets(Span(since=date(2015, 3, 31)))
    assert not first.meets(Span(since=date(2015, 4, 1)))
    assert first.meets(Span(since=None)) and Span(since=None).meets(Span(since=None))
    assert [rules.in_per_cent(Decimal(text)) for text in ("12.000", "0.5", "100", "2.25")] == [
        *("12%", "0.5%", "100%", "2.25%")
    ]


async def test_what_can_not_be_is_refused_in_words_and_nothing_is_written(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        practice = await an_organisation(scope, "Heron Lane Surgery")
        contract_id = await a_contract(scope)
        partner_id = await a_partner(scope, contract_id, practice, until=date(2016, 3, 31))
        with pytest.raises(rules.UnableToKeepContract, match="can’t end before it begins"):
            await a_contract(scope, ends_on=date(2013, 3, 31))
        with pytest.raises(rules.UnableToKeepContract, match="Choose a form of contract"):
            await a_contract(scope, form="handshake")
        with pytest.raises(rules.UnableToKeepContract, match="Name the programme"):
            await a_contract(scope, gate="G1")
        with pytest.raises(rules.UnableToKeepContract, match="is partner of this contract already"):
            await a_partner(scope, contract_id, practice, since=date(2015, 4, 1))
        with pytest.raises(rules.UnableToKeepContract, match="between 0 and 100"):
            await a_share(scope, partner_id, percent=Decimal("100.5"))
        with pytest.raises(rules.UnableToKeepContract, match="three decimals"):
            await a_share(scope, partner_id, percent=Decimal("1.2345"))
        with pytest.raises(rules.UnableToKeepContract, match="is a partner from 1 April 2014 only"):
            await a_share(scope, partner_id, since=date(2014, 3, 1))
        with pytest.raises(rules.UnableToKeepContract, match="is a partner until 31 March 2016 only"):
            await a_share(scope, partner_id, since=date(2016, 4, 1))
        # a fact is never refused for what should have come before it
        late = await a_contract(scope, title="Signed first", signed_on=date(2013, 1, 1), programme="any")
        await a_partner(scope, contract_id, practice, since=date(2016, 4, 1))
        rows = await fetch(
            "SELECT count(*)::int AS n FROM contracts_version WHERE tenant_id = $1", scope.tenant.id
        )
        assert rows[0]["n"] == 4
        assert (await queries.contract_of(scope, contract_id=late)).signed_on == date(2013, 1, 1)
        reader = replace(scope, permissions=frozenset({"contracts.read"}))
        with pytest.raises(NotPermitted):
            await a_contract(reader)


async def test_ends_of_partner_organisation_and_contract_take_effect_by_date(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        first = await an_organisation(scope, "Heron Lane Surgery")
        second = await an_organisation(scope, "Quarry Bank Surgery")
        contract_id = await a_contract(scope)
        await a_share(scope, await a_partner(scope, contract_id, first))
        await a_share(scope, await a_partner(scope, contract_id, second), until=date(2014, 8, 31))
        line = (await directory.catalogued_organisations(scope, demonstration=None))["heron-lane-surgery"]
        await organisations.change_organisation(
            scope,
            organisation_id=first,
            organisation=line.model_copy(update={"ended_on": date(2015, 3, 31)}),
        )

        async def on(day: date) -> set[str]:
            return {share.organisation for share in await queries.shares_held(scope, on=day)}

        assert await on(date(2014, 3, 31)) == set()
        assert await on(date(2014, 8, 31)) == {"Heron Lane Surgery", "Quarry Bank Surgery"}
        assert await on(date(2014, 9, 1)) == {"Heron Lane Surgery"}
        assert await on(date(2015, 3, 31)) == {"Heron Lane Surgery"}
        assert await on(date(2015, 4, 1)) == set()
        view = await queries.contract_of(scope, contract_id=contract_id, on=date(2015, 4, 1))
        assert [partner.organisation for partner in view.partners_on] == ["Quarry Bank Surgery"]
        over = await queries.contract_of(scope, contract_id=contract_id, on=date(2019, 4, 1))
        assert over.partners_on == () and over.state is State.ENDED


async def test_picture_and_table_say_the_same_and_a_share_above_the_whole_is_told(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        contract_id = await a_contract(scope, value_pounds=Decimal(26_500_000))
        for number, name in enumerate(("Heron Lane Surgery", "Quarry Bank Surgery", "Marl Pit Practice")):
            partner_id = await a_partner(
                scope, contract_id, await an_organisation(scope, name), stake_percent=Decimal(20 + number)
            )
            await a_share(scope, partner_id, percent=Decimal(40))
        view = await queries.contract_of(scope, contract_id=contract_id)
    picture = structure(view, commissioner="NHS Invented CCG")
    drawn = str(picture.svg)
    for row in picture.table.rows:
        assert row[0].words in drawn
    assert "Gain-share: 40%" in drawn and "Stake: 22%" in drawn and "style=" not in drawn
    assert "A gain is shared by" in picture.says
    assert view.value_in_words == "£26,500,000"
    assert any("come to 120%" in each for each in view.warnings)
    assert any("under whose name" in each for each in view.warnings)


async def test_only_the_last_step_is_undone_and_two_at_once_are_told(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        contract_id = await a_contract(scope)
        said = Said(title="Another name", form="alliance")
        await operations.change_contract(scope, contract_id=contract_id, said=said, version=1)
        with pytest.raises(rules.ChangedMeanwhile):
            await operations.change_contract(scope, contract_id=contract_id, said=said, version=1)
        first, second = reversed(await queries.history_of(scope, contract_id=contract_id))
        with pytest.raises(rules.UnableToUndoStep):
            await operations.undo_step(scope, contract_id=contract_id, step_id=first.id, because="Wrong")
        await operations.undo_step(scope, contract_id=contract_id, step_id=second.id, because="Wrong")
        view = await queries.contract_of(scope, contract_id=contract_id)
        assert (view.title, view.form_name, view.version) == ("Joint and Bone Pathway", "Prime provider", 3)
        await operations.undo_step(scope, contract_id=contract_id, step_id=first.id, because="Wrong")
        with pytest.raises(NotFound):
            await queries.contract_of(scope, contract_id=contract_id)


async def test_suggestion_waits_for_the_person_and_never_becomes_an_entry_by_itself(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        glenn = await a_person(scope, "Glenn Invented")
        practice = await an_organisation(scope, "Heron Lane Surgery")
        interest_id = await _declared(scope, glenn, practice)
        contract_id = await a_contract(scope)
        partner_id = await a_partner(scope, contract_id, practice)
        share_id = await a_share(scope, partner_id)
        assert await _letters(scope) == [
            ("Is this an interest of yours: C1 Joint and Bone Pathway", "Glenn Invented")
        ]
        own = as_person(scope, glenn, "Glenn Invented", roles=("governance-officer",))
        (found,) = await suggestions_of(own, person_id=glenn)
        assert found.open and found.partner
        assert found.way(own) == (
            "Glenn Invented has declared a financial interest in Heron Lane Surgery: Partner in the practice; Heron "
            "Lane Surgery holds 12% of the gain-share of the contract “Joint and Bone Pathway” (of savings), from 1 "
            "April 2014 to 31 March 2019"
        )
        entries = await fetch("SELECT id FROM interests_entry WHERE tenant_id = $1", scope.tenant.id)
        assert len(entries) == 1
        # nobody answers for them, and no entry but their own is an answer
        with pytest.raises(NotFound):
            await operations.answer_suggestion(
                scope, share_id=share_id, answer=rules.Answer.NOTHING, words="No"
            )
        with pytest.raises(rules.UnableToAnswer):
            await operations.answer_suggestion(own, share_id=share_id, answer=rules.Answer.DECLARED)
        with pytest.raises(rules.UnableToAnswer):
            await operations.answer_suggestion(own, share_id=share_id, answer=rules.Answer.NOTHING)
        await operations.answer_suggestion(
            own, share_id=share_id, answer=rules.Answer.DECLARED, interest_id=interest_id
        )
        (answered,) = await suggestions_of(own, person_id=glenn)
        assert not answered.open
        # a changed share is asked of them again, and one who left is asked no more
        await operations.change_partner(
            scope, partner_id=partner_id, said=PartnerSaid(role="partner", since=BEGUN, stake_words="A seat")
        )
        assert not (await suggestions_of(own, person_id=glenn))[0].open
        (share,) = await queries.shares_held(scope, share_ids=[share_id])
        await operations.change_share(
            scope,
            share_id=share_id,
            said=operations.ShareSaid(percent=Decimal(15), basis=share.basis, since=share.since),
        )
        assert (await suggestions_of(own, person_id=glenn))[0].open
        await operations.end_partner(
            scope, partner_id=partner_id, last_day=date(2014, 8, 31), because="It left"
        )
        assert await suggestions_of(own, person_id=glenn) == ()


async def _letters(scope: Scope) -> list[tuple[str, str]]:
    rows = await fetch(
        "SELECT subject, recipient_name FROM notices_letter WHERE tenant_id = $1", scope.tenant.id
    )
    return [(row["subject"], row["recipient_name"]) for row in rows]


async def _declared(scope: Scope, person_id: UUID, organisation_id: UUID) -> UUID:
    declaration_id = await declaring.declare_interest(
        scope,
        person_id=person_id,
        organisation_id=organisation_id,
        interest_type=InterestType.FINANCIAL,
        nature="Partner in the practice",
        since=BEGUN,
    )
    (row,) = await fetch(
        "SELECT interest_id FROM interests_entry WHERE tenant_id = $1 AND declaration_id = $2",
        scope.tenant.id,
        declaration_id,
    )
    return UUID(str(row["interest_id"]))
