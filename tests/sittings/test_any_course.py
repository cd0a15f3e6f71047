"""Whatever happens at a meeting: no fact is refused, and the register says of each decision how it stands.

Courses are drawn at random, from seeds that are written down; each holds arrivals in any order, deputies, declarations,
decisions that are quorate or not, within power or not, and lines that are struck out or corrected.
"""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from backend.committees import operations as committee_operations
from backend.interests.rules.declaring import InterestType
from backend.meetings.rules import Outcome
from backend.meetings.treating import Treatment
from backend.powers import queries as power_queries
from backend.scope import Scope
from backend.sittings import operations, queries, rules
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, seat_id
from tests.meetings.stage import STARTS, Stage, at
from tests.powers.made import a_function, an_entry, body, outside

FACTS = 40


async def persons_of(stage: Stage) -> list[UUID]:
    """Every member, a deputy who was named with a vote, one without, and somebody who is nobody here."""
    found = [
        who.actor.person_id
        for who in (stage.chair, stage.vice_chair, stage.gp, stage.second_gp, stage.observer)
        if who.actor.person_id
    ]
    for place, may_vote in ((1, True), (2, False)):
        person_id = await a_person(stage.officer, f"Dora {place} Invented")
        await committee_operations.name_deputy(
            stage.officer,
            committee_id=stage.committee_id,
            seat_id=await seat_id(stage.officer, stage.committee_id, "gp", place),
            person_id=person_id,
            from_on=FIRST,
            may_vote=may_vote,
        )
        found.append(person_id)
    return [*found, stage.author_id]


async def happen(
    scope: Scope,
    stage: Stage,
    draw: random.Random,
    persons: list[UUID],
    items: list[UUID],
    taken: dict[UUID, bool],
) -> None:
    """One fact of the meeting, as it might have been."""
    when = STARTS + timedelta(minutes=draw.randint(-30, 60))
    meeting_id, item_id = stage.meeting_id, draw.choice([None, *items])
    match draw.randint(0, 9):
        case 0 | 1 | 2 | 3:
            await operations.record_presence(
                scope,
                meeting_id=meeting_id,
                kind=draw.choice(list(rules.Kind)),
                person_id=draw.choice(persons),
                item_id=item_id,
                at=when,
                stands_for_person_id=draw.choice([None, None, *persons]),
                counts=draw.random() < 0.7,
            )
        case 4:
            await operations.record_declaration(
                scope,
                meeting_id=meeting_id,
                person_id=draw.choice(persons),
                nature="Partner in an invented practice",
                is_new=draw.random() < 0.5,
                item_id=item_id,
                interest_type=draw.choice([None, *InterestType]),
                treatment=draw.choice([None, *Treatment]),
                at=when,
            )
        case 5:
            await operations.record_turn(
                scope, meeting_id=meeting_id, turn=draw.choice(list(rules.Turn)), at=when
            )
        case 6:
            await operations.add_action(
                scope,
                meeting_id=meeting_id,
                words="To write",
                owner_person_id=draw.choice(persons),
                item_id=item_id,
            )
        case 7 if taken:
            await operations.strike_out(
                scope,
                meeting_id=meeting_id,
                what="decision",
                event_id=(struck := draw.choice(list(taken))),
                because="It was not so",
            )
            taken[struck] = True
        case _:
            await decide(scope, stage, draw, persons, draw.choice(items), taken)


async def decide(
    scope: Scope,
    stage: Stage,
    draw: random.Random,
    persons: list[UUID],
    item_id: UUID,
    taken: dict[UUID, bool],
) -> None:
    functions = [line.id for line in await power_queries.functions_of(scope, on=STARTS.date())]
    wrong = draw.choice([None, None, None, *taken])
    recorded = await operations.take_decision(
        scope,
        meeting_id=stage.meeting_id,
        item_id=item_id,
        outcome=draw.choice(list(Outcome)),
        text="To agree it",
        function_id=draw.choice([None, *functions]),
        procedural=draw.random() < 0.4,
        value_pence=draw.choice([None, 100, 99_999_999_99]),
        consent=draw.choice([None, "NHS England, by letter"]),
        mover_person_id=draw.choice([None, *persons]),
        named={who: draw.choice(list(rules.Choice)) for who in draw.sample(persons, draw.choice([0, 0, 2]))},
        tally=rules.Tally(votes_for=draw.randint(2, 9), against=draw.randint(2, 9), abstained=2),
        at=None if wrong else STARTS + timedelta(minutes=draw.randint(0, 60)),
        corrects=wrong,
        because="It was not so" if wrong else None,
    )
    taken[recorded.decision_id] = False
    if wrong:
        taken[wrong] = True


OTHERWISE = {rules.Fault.PAST_GATE, rules.Fault.BARRED_VOTE}
"""What hangs on papers and treatments, and not on the decision's own words."""


def expected_of(decision: queries.TakenDecision) -> set[rules.Fault]:
    """What is wrong with a decision that binds, by what was kept of it."""
    if decision.outcome not in (Outcome.AGREED, Outcome.NOT_AGREED):
        return set()
    found = set()
    if decision.quorate is False:
        found.add(rules.Fault.INQUORATE)
    if decision.power is rules.Power.BEYOND:
        found.add(rules.Fault.BEYOND_POWER)
    if decision.power is rules.Power.NEEDS_CONSENT and not decision.consent:
        found.add(rules.Fault.WITHOUT_CONSENT)
    if decision.power is rules.Power.NO_FUNCTION:
        found.add(rules.Fault.NO_FUNCTION)
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_no_fact_is_refused_and_every_decision_says_how_it_stands(stage: Stage, seed: int) -> None:
    draw = random.Random(seed)
    items = [await stage.add_item(), await stage.add_item("Something else")]
    await stage.submit(items[1])
    scope = at(stage.officer, STARTS + timedelta(minutes=61))
    taken: dict[UUID, bool] = {}
    async with transactions.scope_tx(scope):
        persons = await persons_of(replace(stage, officer=scope))
        payments = await a_function(scope)
        await an_entry(scope, payments, body(stage.committee_id), limit=1_000_00)
        rents = await a_function(scope, "Agree rents")
        await an_entry(scope, rents, body(stage.committee_id), consent=(outside(),))
        for _ in range(FACTS):
            await happen(scope, stage, draw, persons, items, taken)
    async with transactions.scope_tx(scope, readonly=True):
        register = await queries.decision_register(scope, committee_id=stage.committee_id)
        situation = await queries.situation_of(scope, meeting_id=stage.meeting_id)
    assert {line.decision.id for line in register} == set(taken), "nothing that was decided is missing"
    assert {line.decision.id for line in register if line.decision.struck} == {
        decision_id for decision_id, struck in taken.items() if struck
    }
    for line in register:
        decision = line.decision
        found_faults = {fault.fault for fault in decision.faults}
        assert found_faults - OTHERWISE == expected_of(decision)
        assert all(fault.words and fault.way for fault in decision.faults)
        if decision.struck:
            assert decision.standing == "struck" and decision.struck_because and not decision.open_faults
        else:
            assert decision.standing == ("irregular" if found_faults else "regular")
        for moment in (decision.decided_at, STARTS):
            found = situation.quorum_at(decision.item_id, moment)
            room = situation.room(decision.item_id, moment)
            voters = {seat.holder for present in room for seat in present.seats if seat.voting}
            lay = {
                seat.holder
                for present in room
                for seat in present.seats
                if seat.voting and seat.capacity.value == "lay"
            }
            assert found.quorate is (len(voters) >= 2 and len(lay) >= 1)
