"""What was asked: by topic, from asking to an answer, private ones, what a paper opens with, and the report."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.challenge import operations, queries, rules
from backend.challenge.rules import Act, Kind, State
from backend.kit.identity import new_id
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage, at

ASKED_ON = date(2014, 8, 20)
AUTHOR = frozenset({"challenge.read", "papers.write"})


def test_an_answer_ends_a_question_and_not_assurance_that_was_sought() -> None:
    assert not rules.is_open(Kind.QUESTION, State.ANSWERED)
    assert rules.is_open(Kind.ASSURANCE, State.ANSWERED)
    assert not rules.is_open(Kind.ASSURANCE, State.RECEIVED)
    with pytest.raises(rules.UnableToAsk, match="assurance is received where it was sought"):
        rules.state_after(Act.RECEIVE, kind=Kind.QUESTION, state=State.ASKED)


@pytest.mark.parametrize("state", list(State), ids=str)
def test_every_state_but_asked_can_be_asked_again_and_only_what_can_be_is_offered(state: State) -> None:
    for kind in Kind:
        offered = [act for act in Act if rules.can_take(act, kind=kind, state=state)]
        assert (Act.ASK_AGAIN in offered) is (state is not State.ASKED)
        assert (Act.ANSWER in offered) is (state in (State.ASKED, State.IN_PART))
        for act in set(Act) - set(offered):
            with pytest.raises(rules.UnableToAsk):
                rules.state_after(act, kind=kind, state=state)


async def ask(stage: Stage, words: str = "Are the leases safe?", **traits: Any) -> UUID:
    given: dict[str, Any] = {
        "topic": "Leases of surgeries",
        "kind": Kind.ASSURANCE,
        "asked_by_name": "Ash Invented",
        "at": operations.Asked(on=ASKED_ON, committee_id=stage.committee_id),
        **traits,
    }
    async with transactions.scope_tx(stage.officer):
        return await operations.ask(stage.officer, words=words, **given)


async def read(scope: Scope, question_id: UUID, on: date | None = None) -> queries.QuestionView:
    async with transactions.scope_tx(scope):
        return await queries.question(scope, question_id=question_id, on=on)


async def take(scope: Scope, question_id: UUID, act: Act, version: int, **traits: Any) -> State:
    async with transactions.scope_tx(scope):
        return await operations.take_step(
            scope, question_id=question_id, version=version, act=act, words="Said in a test", **traits
        )


async def test_topics_are_the_tenants_own_words_and_small_letters_make_no_new_one(stage: Stage) -> None:
    first = await ask(stage)
    second = await ask(stage, topic="leases  of SURGERIES", kind=Kind.QUESTION)
    assert (await read(stage.officer, first)).line.topic_id == (
        await read(stage.officer, second)
    ).line.topic_id
    async with transactions.scope_tx(stage.officer):
        (topic,) = await queries.topics_of(stage.officer)
    assert (topic.title, topic.asked, topic.open) == ("Leases of surgeries", 2, 2)


async def test_a_question_that_is_sent_twice_is_kept_once(stage: Stage) -> None:
    known = new_id()
    assert await ask(stage, question_id=known) == await ask(stage, question_id=known) == known
    async with transactions.scope_tx(stage.officer):
        assert len(await queries.questions_of(stage.officer)) == 1


async def test_an_author_answers_and_only_the_chair_or_an_officer_says_that_it_is_enough(
    stage: Stage,
) -> None:
    question_id = await ask(stage)
    author = at(stage.gp, stage.gp.now + timedelta(days=3))
    assert author.may("papers.write")
    with pytest.raises(NotPermitted):
        await take(author, question_id, Act.RECEIVE, 1)
    assert await take(author, question_id, Act.ANSWER, 1, path="/papers/1") is State.ANSWERED
    with pytest.raises(rules.ChangedMeanwhile):
        await take(stage.chair, question_id, Act.RECEIVE, 1)
    chair = at(stage.chair, author.now + timedelta(days=3))
    assert await take(chair, question_id, Act.RECEIVE, 2, minuted="Minutes, item 4") is State.RECEIVED
    view = await read(chair, question_id)
    assert [step.kind for step in view.steps] == ["asked", "answered", "assurance-received"]
    assert view.steps[-1].minuted == "Minutes, item 4"
    then = await read(chair, question_id, author.today)
    assert (then.line.state, then.line.open) == (State.ANSWERED, True)


async def test_a_day_before_it_was_asked_or_to_come_is_refused(stage: Stage) -> None:
    question_id = await ask(stage)
    for day in (ASKED_ON - timedelta(days=1), stage.officer.today + timedelta(days=1)):
        with pytest.raises(rules.UnableToAsk) as refused:
            await take(stage.officer, question_id, Act.ANSWER, 1, said_on=day)
        assert refused.value.field == "said_on"


async def test_what_is_private_is_read_by_its_committee_and_stays_out_of_everything_else(
    stage: Stage,
) -> None:
    where = operations.Asked(on=ASKED_ON, committee_id=stage.committee_id, private=True)
    question_id = await ask(stage, at=where)
    from tests.meetings.stage import as_person

    stranger = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("executive-owner",))
    assert (await read(stage.observer, question_id)).line.private
    with pytest.raises(NotFound):
        await read(stranger, question_id)
    async with transactions.scope_tx(stranger):
        assert await queries.questions_of(stranger) == ()
        assert await queries.topics_of(stranger) == ()
        assert await queries.report_of(stranger) == ()
        owed = await queries.owed_to_item(stranger, thread_id=new_id(), title="Leases of surgeries")
    assert owed == ()


async def test_a_paper_opens_with_what_was_asked_on_its_thread_or_topic_and_is_not_done_with(
    stage: Stage,
) -> None:
    thread = new_id()
    where = operations.Asked(on=ASKED_ON, committee_id=stage.committee_id, thread_id=thread)
    on_thread = await ask(stage, at=where, topic="Rent")
    by_words = await ask(stage, topic="leases of surgeries")
    done = await ask(stage, topic="Rent", kind=Kind.QUESTION)
    await ask(stage, topic="Lease")
    await take(stage.officer, done, Act.ANSWER, 1)
    async with transactions.scope_tx(stage.officer):
        owed = await queries.owed_to_item(
            stage.officer, thread_id=thread, title="Update on leases of surgeries in Netherton"
        )
    assert {line.id for line in owed} == {on_thread, by_words}


async def test_the_report_is_by_topic_oldest_first_as_at_a_day(stage: Stage) -> None:
    await ask(stage, topic="Rent", at=operations.Asked(on=ASKED_ON - timedelta(days=40)))
    received = await ask(stage)
    await ask(stage, kind=Kind.QUESTION, topic="Lifts")
    later = at(stage.officer, stage.officer.now + timedelta(days=10))
    await take(later, received, Act.RECEIVE, 1)
    async with transactions.scope_tx(later):
        now = await queries.report_of(later)
        before = await queries.report_of(later, on=stage.officer.today)
        of_committee = await queries.report_of(later, committee_id=stage.committee_id, every_kind=True)
    assert [group.topic for group in now] == ["Rent"]
    assert now[0].oldest == 62
    assert [group.topic for group in before] == ["Rent", "Leases of surgeries"]
    assert [group.topic for group in of_committee] == ["Lifts"]
