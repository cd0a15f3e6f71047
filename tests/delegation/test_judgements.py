"""Conditions and commitments: judged with words, remembered in time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from backend.delegation import operations, queries
from backend.delegation.rules import Judgement, UnableToJudge
from backend.kit.identity import new_id
from backend.ledger.queries import history_of
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.delegation.stage import taken_up


async def test_condition_met_and_then_not_is_remembered_both_ways(scope: Scope) -> None:
    programme = await taken_up(scope)
    condition = programme.gates[0].conditions[0]
    assert (condition.state_in_words, programme.gates[0].open) == ("Not judged yet", False)
    later = replace(scope, now=datetime(2014, 10, 20, 9, tzinfo=UTC))

    async with transactions.scope_tx(scope):
        await operations.judge_condition(
            scope,
            condition_id=condition.id,
            state=Judgement.MET,
            words="Letter of 28 August",
            on=date(2014, 8, 28),
        )
    async with transactions.scope_tx(later):
        await operations.judge_condition(
            later, condition_id=condition.id, state=Judgement.NOT_MET, words="The plan was withdrawn"
        )
        gate = (await queries.gates_of(later, programme_id=programme.line.id, on=date(2014, 10, 1)))[0]
        today = (await queries.gates_of(later, programme_id=programme.line.id))[0]
        said = await queries.judgements_of(later, subject_id=condition.id)
        lines = await history_of(later, room="delegation", kind="condition", record_id=condition.id)

    assert (gate.conditions[0].state, gate.conditions[0].words) == (Judgement.MET, "Letter of 28 August")
    assert (today.conditions[0].state, today.conditions[0].words) == (
        Judgement.NOT_MET,
        "The plan was withdrawn",
    )
    assert [each.slug for each in gate.unmet] == ["C2"]
    assert [(line.version, line.state_in_words) for line in said] == [(1, "Met"), (2, "Not met")]
    assert [line.act for line in lines] == ["delegation.condition.judged"] * 2
    assert lines[1].before == {"state": "met"}


async def test_commitment_moves_from_nothing_to_in_place(scope: Scope) -> None:
    programme = await taken_up(scope)
    commitment = programme.commitments[0]
    assert commitment.state_in_words == "Nothing recorded yet"

    async with transactions.scope_tx(scope):
        for state, words in ((Judgement.UNDER_WAY, "Ledger codes asked for"), (Judgement.MET, "Two ledgers")):
            await operations.judge_commitment(scope, commitment_id=commitment.id, state=state, words=words)
        found = (await queries.commitments_of(scope, programme_id=programme.line.id))[0]

    assert (found.state_in_words, found.words, found.judged_by) == (
        "In place",
        "Two ledgers",
        "Morgan Invented",
    )


async def test_judgement_without_words_or_of_tomorrow_is_refused(scope: Scope) -> None:
    programme = await taken_up(scope)
    condition = programme.gates[0].conditions[0]
    for values in (
        {"state": Judgement.MET, "words": " "},
        {"state": Judgement.UNDER_WAY, "words": "Half"},
        {"state": Judgement.MET, "words": "Soon", "on": date(2014, 9, 2)},
    ):
        with pytest.raises(UnableToJudge):
            async with transactions.scope_tx(scope):
                await operations.judge_condition(scope, condition_id=condition.id, **values)  # type: ignore[arg-type]  # three kinds of value
    async with transactions.scope_tx(scope):
        assert await queries.judgements_of(scope, subject_id=condition.id) == ()
        with pytest.raises(NotFound):
            await operations.judge_condition(
                scope, condition_id=new_id(), state=Judgement.MET, words="A letter"
            )
