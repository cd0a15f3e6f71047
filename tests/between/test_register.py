"""Whatever happened is taken into the register, and all of it is within its checks or says what is irregular."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from backend.between import operations, queries, rules
from backend.between.operations import Said
from backend.between.rules import ActKind, ActState, Answer, Closing, Declared, Handling
from backend.tenancy import transactions
from tests.between.test_acts import AFTER, the_function, who
from tests.meetings.stage import LONDON, Stage, an_organisation, at

ACTS = 16


async def test_no_act_is_refused_and_every_one_is_within_its_checks_or_marked(stage: Stage) -> None:
    """Acts of chance: before anybody sat, by strangers, beyond power, alone, conflicted, inquorate."""
    chance = Random(1963)
    officer = at(stage.officer, AFTER + timedelta(days=60))
    within = await the_function(officer, stage.committee_id, limit=5_000_00)
    practice = await an_organisation(officer)
    await stage.conflicted(stage.chair, practice)
    people: list[UUID | None] = [
        *(who(each) for each in (stage.chair, stage.vice_chair, stage.gp, stage.second_gp, stage.observer)),
        stage.author_id,
        None,
    ]

    def said(moment: datetime) -> Said:
        person_id = chance.choice(people)
        interest = chance.choice([None, None, "It is about my sister."])
        return Said(
            person_id=person_id,
            name="" if person_id else "Sky Invented, of another body",
            answer=chance.choice([None, *Answer]),
            words=chance.choice([None, "As I said on the telephone."]),
            said_at=moment + timedelta(hours=chance.choice([-4, 4])),
            declared=Declared.NONE if interest is None else Declared.INTEREST,
            interest=interest,
            handling=chance.choice([None, *Handling]),
            handled_by=chance.choice([None, "Vivian Invented"]),
        )

    async def one(number: int) -> None:
        moment = chance.choice(
            [datetime(2012, 5, 1, 9, tzinfo=LONDON), AFTER, AFTER + timedelta(days=chance.randint(1, 50))]
        )
        kind = chance.choice(list(ActKind))
        facts: dict[str, Any] = {
            "committee_id": stage.committee_id,
            "kind": kind,
            "title": f"Act {number}",
            "words": "So it was decided.",
            "because": chance.choice(["", "It could not wait."]),
            "function_id": chance.choice([None, within]),
            "value_pence": chance.choice([None, 0, 1_000_00, 9_000_00]),
            "private_reason": chance.choice([None, None, "It names somebody."]),
            "organisation_ids": chance.choice([[], [practice]]),
        }
        if kind is not ActKind.CORRESPONDENCE:
            acted = [said(moment) for _ in range(chance.randint(1, 2))]
            consulted = [said(moment) for _ in range(chance.randint(0, 3))]
            await operations.record_act(officer, **facts, taken_at=moment, acted=acted, consulted=consulted)
            return
        act_id = await operations.begin_act(officer, **facts)
        asked = {each for each in chance.sample(people, chance.randint(1, 5)) if each} or {who(stage.gp)}
        await operations.ask_members(
            officer, act_id=act_id, person_ids=asked, asked_at=moment, by_letter=chance.choice([True, False])
        )
        for person_id in sorted(asked):
            if chance.random() < 0.7:
                await operations.reply(
                    officer,
                    act_id=act_id,
                    person_id=person_id,
                    answer=chance.choice(list(Answer)),
                    interest=chance.choice([None, None, "It is about my sister."]),
                )
        await operations.close(officer, act_id=act_id, closing=chance.choice(list(Closing)))

    async with transactions.scope_tx(officer):
        for number in range(ACTS):
            await one(number)
    async with transactions.scope_tx(officer, readonly=True):
        lines = await queries.acts_of(officer, committee_id=stage.committee_id)
        views = [await queries.act(officer, act_id=line.id) for line in lines]
    assert len(lines) == ACTS
    assert len({line.number for line in lines}) == ACTS
    assert 0 < sum(line.irregular for line in lines) < ACTS
    for view in views:
        line = view.line
        assert line.sha256 and line.finding_words and view.rule_words
        if line.irregular:
            assert line.state is ActState.AWAITING_RATIFICATION
            assert all(fault.way for fault in view.faults)
            continue
        if view.closing is Closing.TO_MEETING:
            continue
        assert line.finding_kind == "within"
        assert view.because
        if line.kind is ActKind.CORRESPONDENCE:
            assert view.quorate is True
        else:
            assert any(each.name in {"Charlie Invented", "Vivian Invented"} for each in view.acted)
            assert view.consulted
            for each in view.acted:
                assert not each.touched or each.handling is rules.Handling.TOOK_PART
