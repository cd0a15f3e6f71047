"""Questions from the public: over HTTP without an account, and what officers do with them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend.kit import database
from backend.meetings import operations as meetings
from backend.people.permissions import OFFICER
from backend.planning import operations, queries
from backend.planning.pages import public
from backend.planning.rules import questions as rules
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web.patience import Patience
from tests.committees.made import formed
from tests.meetings.stage import STARTS, Stage, at
from tests.planning.test_plans import act, another_meeting
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def asked(stage: Stage, **traits: Any) -> Any:
    given = {
        "meeting_id": stage.meeting_id,
        "text": "When does the practice open?",
        "route": rules.Route.LETTER,
        "name": "Ash Invented",
        "email": "ash@example.invalid",
        **traits,
    }
    receipt = await act(stage.officer, operations.ask, **given)
    return receipt.id


async def seen(stage: Stage, question_id: Any, scope: Scope | None = None) -> queries.QuestionView:
    reader = scope or stage.officer
    async with transactions.scope_tx(reader, readonly=True):
        return await queries.question(reader, question_id=question_id)


async def letters(stage: Stage) -> list[dict[str, Any]]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        return list(
            await database.fetch(
                "SELECT kind, recipient_name, recipient_address, text FROM notices_letter WHERE tenant_id = $1 "
                "ORDER BY id",
                stage.officer.tenant.id,
            )
        )


async def test_question_is_acknowledged_chosen_and_answered_for_the_minutes(stage: Stage) -> None:
    question_id = await asked(stage)
    await act(stage.chair, operations.choose_question, question_id=question_id, at_meeting=True)
    assert not await act(
        stage.officer, operations.answer_question, question_id=question_id, answer="At eight, I think."
    )
    view = await seen(stage, question_id)
    assert view.prepared == "At eight, I think." and view.state is rules.QuestionState.CHOSEN
    assert [each["kind"] for each in await letters(stage)].count("question-answered") == 0
    begun = at(stage.officer, STARTS + timedelta(hours=1))
    assert await act(begun, operations.answer_question, question_id=question_id, answer="At eight.")
    async with transactions.scope_tx(stage.officer, readonly=True):
        (minuted,) = await queries.questions_for(stage.officer, stage.meeting_id)
    assert (minuted.name, minuted.answer, minuted.at_meeting) == ("A member of the public", "At eight.", True)
    told = [
        each["kind"] for each in await letters(stage) if each["recipient_address"] == "ash@example.invalid"
    ]
    assert told == ["question-received", "question-answered"]


async def test_refused_question_says_on_which_ground(stage: Stage) -> None:
    question_id = await asked(stage)
    with pytest.raises(rules.UnableToHandle):
        await act(stage.officer, operations.refuse_question, question_id=question_id, ground="dull")
    await act(stage.officer, operations.refuse_question, question_id=question_id, ground="not-ours")
    view = await seen(stage, question_id)
    assert view.state is rules.QuestionState.REFUSED and view.ground and "not responsible" in view.ground
    with pytest.raises(rules.UnableToHandle):
        await act(stage.officer, operations.answer_question, question_id=question_id, answer="No.")


async def test_late_letter_is_kept_and_marked_and_the_form_is_shut(stage: Stage) -> None:
    await act(stage.officer, operations.take_questions, meeting_id=stage.meeting_id, takes=True)
    eve = at(stage.officer, STARTS - timedelta(days=1))
    receipt = await act(
        eve,
        operations.ask,
        meeting_id=stage.meeting_id,
        text="Why?",
        route=rules.Route.TELEPHONE,
        name=None,
    )
    assert receipt.late
    with pytest.raises(rules.UnableToAsk):
        await act(
            eve, operations.ask, meeting_id=stage.meeting_id, text="Why?", route=rules.Route.FORM, name="Ash"
        )


async def test_name_and_address_are_forgotten_with_their_letters(stage: Stage) -> None:
    question_id = await asked(stage)
    await act(stage.officer, operations.withdraw_question, question_id=question_id)
    assert await act(stage.officer, operations.forget_askers) == 0
    later = at(stage.officer, STARTS + timedelta(days=400))
    assert await act(later, operations.forget_askers) == 1
    view = await seen(stage, question_id)
    assert (view.name, view.email, view.contact) == (None, None, None)
    assert not any("ash" in str(each).casefold() for each in await letters(stage))
    assert await act(later, operations.forget_askers) == 0


async def test_open_question_goes_with_the_business_of_a_cancelled_meeting(stage: Stage) -> None:
    question_id = await asked(stage)
    other_id = await another_meeting(stage)
    await act(
        stage.officer, operations.call_off, meeting_id=stage.meeting_id, because="Snow", carry_to_id=other_id
    )
    assert (await seen(stage, question_id)).meeting_id == other_id


async def test_member_does_not_read_who_asked(stage: Stage) -> None:
    question_id = await asked(stage)
    assert (await seen(stage, question_id, stage.chair)).name == "Ash Invented"
    with pytest.raises(Exception, match="no such question"):
        await seen(stage, question_id, stage.gp)


async def test_anybody_asks_reads_it_back_and_gets_a_number(
    app: Any, visit: Visit, demo_scope: Scope
) -> None:
    public.ASKING = Patience(most=6, most_in_all=50)
    officer = await visit(roles=(OFFICER,))
    scope = demo_scope
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=committee_id,
            title="Commissioning Committee",
            starts_at=scope.now + timedelta(days=40),
            ends_at=scope.now + timedelta(days=40, hours=2),
            venue="An invented hall",
            in_public=True,
        )
    nobody = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url=f"http://127.0.0.1:8014/t/{officer.slug}/public",
    )
    question = {
        "meeting_id": str(meeting_id),
        "question": "When does <b>it</b> open?",
        "name": "Ash Invented",
        "email": "ash@example.invalid",
        "name_public": "no",
    }
    assert "No meeting takes questions" in (await nobody.get("/questions")).text
    shut = await nobody.post("/questions", data={**question, "act": "send"})
    assert shut.status_code == 422

    opened = await officer.post(f"/meetings/{meeting_id}/question-time", {"takes": "yes"})
    assert opened.status_code == 303, opened.text
    assert "Commissioning Committee" in (await nobody.get("/questions")).text
    back = await nobody.post("/questions", data={**question, "act": "read-back"})
    assert back.status_code == 200 and "Nothing has been sent yet" in back.text
    assert "When does &lt;b&gt;it&lt;/b&gt; open?" in back.text
    trapped = await nobody.post("/questions", data={**question, "act": "send", "website": "spam"})
    assert trapped.status_code == 422
    sent = await nobody.post("/questions", data={**question, "act": "send"})
    assert sent.status_code == 200 and "Q-1" in sent.text, sent.text
    await nobody.post("/questions", data={**question, "act": "send"})
    third = await nobody.post("/questions", data={**question, "act": "send"})
    assert third.status_code == 422 and "the most for one person" in third.text
    assert (await nobody.post("/questions", data={**question, "act": "send"})).status_code == 429
    assert "Q-1" in (await officer.get("/public-questions")).text
