"""A gain-share held by a practice reaches the conflict radar by way of what its people have declared themselves."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.organisations import OrganisationType
from backend.contracts import operations, queries
from backend.kit.database import fetch
from backend.meetings import chores
from backend.meetings.queries.searching import asked_of_radar, item_to_search, made_from
from backend.scope import Scope
from backend.tenancy import transactions
from tests.contracts.made import BEGUN, a_contract, a_partner, a_share, an_organisation
from tests.meetings.stage import STARTS, Stage


async def hits_of(scope: Scope, item_id: UUID) -> dict[UUID, Any]:
    """What was kept of an item after a search, by person."""
    await chores.search_for_conflicts(scope, item_id=item_id)
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT * FROM meetings_hit WHERE tenant_id = $1 AND item_id = $2 AND gone_at IS NULL",
            scope.tenant.id,
            item_id,
        )
    return {row["person_id"]: row for row in rows}


def who(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None
    return scope.actor.person_id


async def test_item_that_names_a_contract_finds_the_partner_of_a_practice_that_shares_in_its_gain(
    stage: Stage,
) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        staying = await an_organisation(officer, "Heron Lane Surgery")
        left = await an_organisation(officer, "Quarry Bank Surgery")
        joint = await an_organisation(officer, "Marlstone Orthopaedics Ltd", OrganisationType.COMPANY)
        contract_id = await a_contract(officer, other_names=("JBP",))
        await a_partner(officer, contract_id, joint, role="prime-provider")
        stays = await a_partner(officer, contract_id, staying)
        leaves = await a_partner(officer, contract_id, left)
        await a_share(officer, stays)
        await a_share(officer, leaves)
    await stage.conflicted(stage.gp, staying)
    await stage.conflicted(stage.second_gp, left)
    named = await stage.add_item("Joint and Bone Pathway: first year")
    silent = await stage.add_item("Longer opening hours")
    carrier = await stage.add_item("Orthopaedics: who bids", organisation_ids=[joint])

    found = await hits_of(officer, named)
    assert set(found) == {who(stage.gp), who(stage.second_gp)}
    told = found[who(stage.gp)]["reason"]
    assert told == (
        "Glenn Invented has a declared financial interest in Heron Lane Surgery (Partner in the practice (invented)), "
        "and the item's title names “Joint and Bone Pathway”; Heron Lane Surgery holds 12% of the gain-share of the "
        "contract “Joint and Bone Pathway” (of savings), from 1 April 2014 to 31 March 2019."
    )
    assert found[who(stage.gp)]["sureness"] >= 75
    assert await hits_of(officer, silent) == {}
    through_carrier = await hits_of(officer, carrier)
    assert through_carrier[who(stage.gp)]["sureness"] == 60
    assert "is carried out by Marlstone Orthopaedics Ltd" in through_carrier[who(stage.gp)]["reason"]

    # the other practice left the day before the meeting: its partner is found no more, and the first still is
    async with transactions.scope_tx(officer):
        await operations.end_partner(
            officer, partner_id=leaves, last_day=STARTS.date() - timedelta(days=1), because="It left"
        )
    assert set(await hits_of(officer, named)) == {who(stage.gp)}
    # one that leaves on the day of the meeting was in it that day
    async with transactions.scope_tx(officer):
        await operations.end_partner(officer, partner_id=stays, last_day=STARTS.date(), because="It leaves")
    assert set(await hits_of(officer, named)) == {who(stage.gp)}


async def test_interest_that_is_not_financial_is_a_hint_and_words_that_say_no_partner_are_less_sure(
    stage: Stage,
) -> None:
    from backend.interests.operations import declaring
    from backend.interests.rules.declaring import InterestType

    officer = stage.officer
    async with transactions.scope_tx(officer):
        practice = await an_organisation(officer, "Heron Lane Surgery")
        contract_id = await a_contract(officer)
        await a_share(officer, await a_partner(officer, contract_id, practice))
        for scope, kind, nature in (
            (stage.gp, InterestType.FINANCIAL, "Salaried doctor there, not a partner"),
            (stage.second_gp, InterestType.NON_FINANCIAL_PERSONAL, "Registered patient"),
        ):
            await declaring.declare_interest(
                officer,
                person_id=who(scope),
                organisation_id=practice,
                interest_type=kind,
                nature=nature,
                since=BEGUN,
            )
    found = await hits_of(officer, await stage.add_item("Joint and Bone Pathway: first year"))
    assert found[who(stage.gp)]["sureness"] == 70
    assert found[who(stage.second_gp)]["sureness"] == 30


async def test_item_is_searched_again_once_a_gain_share_changes(stage: Stage) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        practice = await an_organisation(officer, "Heron Lane Surgery")
        contract_id = await a_contract(officer)
        partner_id = await a_partner(officer, contract_id, practice)
    item_id = await stage.add_item("Joint and Bone Pathway: first year")

    async def mark() -> str:
        async with transactions.scope_tx(officer, readonly=True):
            item = await item_to_search(officer, item_id=item_id)
            assert item is not None
            return made_from(await asked_of_radar(officer, item))

    before = await mark()
    async with transactions.scope_tx(officer):
        share_id = await a_share(officer, partner_id)
    after = await mark()
    assert after != before
    async with transactions.scope_tx(officer):
        (step, *_) = await queries.history_of(officer, contract_id=contract_id)
        await operations.undo_step(
            officer, contract_id=contract_id, step_id=step.id, because="Wrong contract"
        )
        assert not await queries.shares_held(officer, share_ids=[share_id])
    assert await mark() == before


async def test_contract_that_has_ended_or_is_no_longer_followed_conflicts_nobody(stage: Stage) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        practice = await an_organisation(officer, "Heron Lane Surgery")
        contract_id = await a_contract(officer, ends_on=date(2014, 9, 16))
        await a_share(officer, await a_partner(officer, contract_id, practice))
        other_id = await a_contract(officer, title="Ankle and Foot Pathway")
        await a_share(officer, await a_partner(officer, other_id, practice))
    await stage.conflicted(stage.gp, practice)
    item_id = await stage.add_item("Joint and Bone Pathway: last year")
    other_item = await stage.add_item("Ankle and Foot Pathway: first year")
    assert await hits_of(officer, item_id) == {}
    assert set(await hits_of(officer, other_item)) == {who(stage.gp)}
    async with transactions.scope_tx(officer):
        await operations.retire_contract(officer, contract_id=other_id, because="Entered twice")
    assert await hits_of(officer, other_item) == {}


async def test_contract_that_is_called_like_its_holder_is_told_apart_from_it(stage: Stage) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        practice = await an_organisation(officer, "Heron Lane Surgery")
        holder = await an_organisation(officer, "Marlstone Orthopaedics Ltd", OrganisationType.COMPANY)
        contract_id = await a_contract(officer, title="Marlstone Orthopaedics Ltd")
        await a_partner(officer, contract_id, holder, role="prime-provider")
        await a_share(officer, await a_partner(officer, contract_id, practice))
    await stage.conflicted(stage.gp, practice)
    found = await hits_of(officer, await stage.add_item("Marlstone Orthopaedics Ltd: first year"))
    (hit,) = found.values()
    assert hit["person_id"] == who(stage.gp) and hit["sureness"] == 60
    assert "Heron Lane Surgery holds 12% of the gain-share" in hit["reason"]
    assert "31 March 2019 contract" not in hit["reason"]
    assert hit["reason"].endswith("is carried out by Marlstone Orthopaedics Ltd.")
