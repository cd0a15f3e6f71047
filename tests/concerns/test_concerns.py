"""The life of a concern, and that it exists for its handlers alone."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.concerns.operations import breaches, handling, keeping, life, notices, raising
from backend.concerns.queries import breaches as told
from backend.concerns.queries import handled, threads
from backend.concerns.queries import notices as mine
from backend.concerns.registers import BREACHES
from backend.concerns.rules import Body, Category, Finding, Investigator, Route, State
from backend.concerns.rules import handling as handling_rules
from backend.concerns.rules import life as life_rules
from backend.concerns.rules.anonymity import UnableToPublish
from backend.facts.registers import Moment
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.notices import queries as letters
from backend.people.operations import persons
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.concerns.stage import WHAT, Cast, a_cast, does, handled_by, later, raised


async def _view(scope: Scope, concern_id: UUID) -> handled.ConcernView:
    async with transactions.scope_tx(scope, readonly=True):
        return await handled.concern(scope, concern_id=concern_id)


async def _one(cast: Cast, **traits: object) -> UUID:
    await raised(cast.member, **traits)
    return (await handled_by(cast.guardian))[-1]


async def _assessed(cast: Cast, *, person: UUID | None) -> UUID:
    concern_id = await _one(cast)
    await does(
        cast.guardian,
        life.assess,
        concern_id=concern_id,
        category=Category.MEETING,
        assessment="Serious, if true.",
        person_concerned=person,
    )
    return concern_id


async def test_concern_is_seen_by_its_handlers_and_never_was_for_others(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _one(cast)

    assert (await _view(cast.guardian, concern_id)).what == WHAT
    for name, somebody in cast.everybody.items():
        if name == "guardian":
            continue
        answers = []
        for each in (concern_id, new_id()):
            with pytest.raises(NotFound) as refusal:
                await _view(somebody, each)
            answers.append(refusal.value.sentence)
        assert answers[0] == answers[1], name
        assert await handled_by(somebody) == ()
        for act, given in (
            (life.assess, {"category": Category.GIFT, "assessment": "x"}),
            (life.close, {}),
            (life.answer_raiser, {"words": "x"}),
            (handling.add_handler, {"person_id": somebody.actor.person_id, "because": "x"}),
            (breaches.withdraw_text, {"because": "x"}),
        ):
            with pytest.raises(NotFound):
                await does(somebody, act, concern_id=concern_id, **given)


async def test_nothing_of_it_stands_in_ledger_or_outbox(scope: Scope) -> None:
    cast = await a_cast(scope)
    day = timedelta(days=1)
    async with transactions.scope_tx(scope):
        before = await ledger.events_between(scope, start=scope.now - day, end=scope.now + day)
        sent = await letters.letters_by_state(scope)
    concern_id = await _one(cast)

    async with transactions.scope_tx(cast.guardian, readonly=True):
        after = await ledger.events_between(cast.guardian, start=scope.now - day, end=scope.now + day)
        history = await ledger.history_of(
            cast.guardian, room="concerns", kind="concern", record_id=concern_id
        )
        known = await handled.history(
            cast.guardian, view=await handled.concern(cast.guardian, concern_id=concern_id)
        )
        now_sent = await letters.letters_by_state(cast.guardian)
        outbox = await letters.letters_of(cast.guardian)
    assert after == before and history == () and now_sent == sent and outbox == ()
    assert [line.act for line in known] == ["concerns.concern.raised"]


async def test_nameless_concern_keeps_no_way_to_its_raiser(scope: Scope) -> None:
    cast = await a_cast(scope)
    await raised(cast.member, nameless=True, name="Slip Invented")
    concern_id = (await handled_by(cast.guardian))[0]
    view = await _view(cast.guardian, concern_id)
    async with transactions.scope_tx(cast.guardian, readonly=True):
        lines = await handled.history(cast.guardian, view=view)
    assert view.raised_by is None
    assert lines[0].actor_name == "Somebody who gave no name"
    assert lines[0].request_id != cast.member.request_id


async def test_concern_about_guardian_or_lead_goes_to_the_named_other(scope: Scope) -> None:
    cast = await a_cast(scope)
    for about in ("Guardian Invented", "What officer invented did"):
        await raised(cast.member, about=about)
    await raised(cast.member, about_the_top=True)
    await raised(cast.guardian)
    assert len(await handled_by(cast.other)) == 4
    assert await handled_by(cast.guardian) == ()


async def test_concern_about_guardian_is_refused_where_nobody_else_is_named(scope: Scope) -> None:
    cast = await a_cast(scope, stand_in=False)
    with pytest.raises(handling_rules.NobodyToHandle, match="nothing was kept"):
        await raised(cast.member, about_the_top=True)
    assert await handled_by(cast.guardian) == ()


async def test_concern_leaves_the_guardian_once_it_is_about_a_lead(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _assessed(cast, person=cast.officer.actor.person_id)
    assert await handled_by(cast.guardian) == ()
    view = await _view(cast.other, concern_id)
    assert [line.name for line in view.handlers if line.to_at is None] == ["Other Invented"]
    with pytest.raises(handling_rules.UnableToHandle, match="can't handle it"):
        await does(
            cast.other,
            handling.add_handler,
            concern_id=concern_id,
            person_id=cast.guardian.actor.person_id,
            because="x",
        )


async def test_raiser_and_person_concerned_can_not_handle_it(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _assessed(cast, person=cast.other.actor.person_id)
    for somebody, says in (
        (cast.member, "raised the concern"),
        (cast.other, "is the person concerned"),
        (cast.auditor, "no role"),
        (cast.guardian, "handles it already"),
    ):
        with pytest.raises(handling_rules.UnableToHandle, match=says):
            await does(
                cast.guardian,
                handling.add_handler,
                concern_id=concern_id,
                person_id=somebody.actor.person_id,
                because="x",
            )


async def test_handler_hands_over_and_sees_it_no_more(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _one(cast)
    with pytest.raises(handling_rules.UnableToHandle, match="Hand it over"):
        await does(cast.guardian, handling.leave_concern, concern_id=concern_id, because="x")
    await does(
        cast.guardian,
        handling.hand_over,
        concern_id=concern_id,
        person_id=cast.other.actor.person_id,
        because="Away for long",
    )
    assert await handled_by(cast.guardian) == ()
    assert await handled_by(cast.other) == (concern_id,)


async def test_raiser_reads_the_answer_with_both_words_and_nothing_with_one(scope: Scope) -> None:
    cast = await a_cast(scope)
    nobody = raising.without_name(scope)
    receipt = await raised(nobody, route=Route.PUBLIC)
    concern_id = (await handled_by(cast.guardian))[0]
    await does(cast.guardian, life.answer_raiser, concern_id=concern_id, words="When was it?")

    both = {"reference": receipt.reference.lower(), "word": receipt.word.replace("-", " ")}
    thread = await does(nobody, raising.add_words, **both, words="In March.")
    assert [(line.from_raiser, line.words) for line in thread.messages] == [
        (False, "When was it?"),
        (True, "In March."),
    ]
    sentences = set()
    for wrong in (
        {**both, "word": "AAAA-AAAA-AAAA-AAAA-AAAA"},
        {**both, "reference": "C-AAAA-AAAA"},
        {"reference": "", "word": ""},
    ):
        with pytest.raises(threads.UnableToFollowUp) as refusal:
            await does(nobody, threads.thread, **wrong)
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1


async def test_breach_is_found_heard_told_and_published_without_names(scope: Scope) -> None:
    cast = await a_cast(scope)
    concerned = cast.other
    concern_id = await _assessed(cast, person=concerned.actor.person_id)
    guardian = cast.guardian
    step = {"concern_id": concern_id}
    await does(
        guardian,
        life.investigate,
        **step,
        investigator=Investigator.EXTERNAL,
        name="Ash Invented",
        from_on=scope.today,
    )
    with pytest.raises(life_rules.UnableToFind, match="unheard"):
        await does(guardian, life.find, **step, finding=Finding.BREACH, reasons="Seen")

    assert await does(concerned, mine.my_notices) == ()
    words = "It is alleged that you voted."
    notice_id = await does(
        guardian, notices.give_notice, **step, words=words, reply_by=scope.today + timedelta(days=14)
    )
    assert [each.words for each in await does(concerned, mine.my_notices)] == [words]
    assert await does(cast.member, mine.my_notices) == ()
    with pytest.raises(NotFound):
        await does(cast.member, notices.reply, notice_id=notice_id, words="x")
    await does(concerned, notices.reply, notice_id=notice_id, words="I forgot.")
    with pytest.raises(OvertakenByAnother):
        await does(concerned, notices.reply, notice_id=notice_id, words="Again")

    await does(guardian, life.find, **step, finding=Finding.BREACH, reasons="Minutes show it")
    await does(guardian, life.refer, **step, body=Body.COUNTER_FRAUD, on=scope.today, words="A copy")
    text = {"what_happened": "A member voted.", "action": "Training.", "lessons": "Ask early."}
    with pytest.raises(life_rules.UnableToMoveOn, match="first"):
        await does(guardian, breaches.agree_text, **step, **text)
    await does(
        guardian,
        life.settle_outcome,
        **step,
        action="A letter to Other Invented",
        lessons="Ask",
        notified=True,
        notified_on=scope.today,
    )
    with pytest.raises(UnableToPublish, match="Other Invented"):
        await does(guardian, breaches.agree_text, **step, **{**text, "action": "Other was trained."})
    breach_id = await does(guardian, breaches.agree_text, **step, **text)
    await does(guardian, life.close, **step)

    known = later(scope, days=1)
    rows = await does(known, BREACHES.rows, moment=Moment(on=known.today, known_at=known.now))
    assert [(row.id, row.person_id, row.values["what_happened"], row.values["notified"]) for row in rows] == [
        (breach_id, None, "A member voted.", True)
    ]
    assert str(concern_id) not in str(rows)
    years = await does(known, told.years_of)
    assert years[0].sentence == "1 breach was found in 2014/15."
    view = await _view(guardian, concern_id)
    assert view.state is State.CLOSED and view.referrals and view.notices[0].reply == "I forgot."


async def test_text_that_is_withdrawn_stays_as_it_was_known(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _assessed(cast, person=None)
    step = {"concern_id": concern_id}
    guardian = cast.guardian
    await does(
        guardian, life.investigate, **step, investigator=Investigator.INTERNAL, name="x", from_on=scope.today
    )
    await does(guardian, life.find, **step, finding=Finding.BREACH, reasons="x")
    await does(
        guardian, life.settle_outcome, **step, action="x", lessons="x", notified=False, notified_on=None
    )
    text = {"what_happened": "It happened.", "action": "None.", "lessons": "None."}
    await does(guardian, breaches.agree_text, **step, **text)
    await does(later(guardian, days=2), breaches.agree_text, **step, **{**text, "action": "Advice."})
    await does(later(guardian, days=4), breaches.withdraw_text, **step, because="An error")

    said = {}
    for days in (1, 3, 5):
        then = later(scope, days=days)
        rows = await does(then, BREACHES.rows, moment=Moment(on=then.today, known_at=then.now))
        said[days] = [row.values["action"] for row in rows]
    assert said == {1: ["None."], 3: ["Advice."], 5: []}


async def test_allegation_that_was_not_found_is_on_no_register(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _assessed(cast, person=None)
    await does(cast.guardian, life.find, concern_id=concern_id, finding=Finding.NOT_PROCEEDED, reasons="x")
    with pytest.raises(life_rules.UnableToMoveOn, match="Only a breach"):
        await does(
            cast.guardian,
            breaches.agree_text,
            concern_id=concern_id,
            what_happened="x",
            action="x",
            lessons="x",
        )
    rows = await does(scope, BREACHES.rows, moment=Moment(on=scope.today, known_at=scope.now))
    years = await does(scope, told.years_of)
    assert rows == () and [year.sentence for year in years] == ["No breaches were found in 2014/15."]


async def test_letters_of_a_concern_reach_their_reader_and_hold_no_word(scope: Scope) -> None:
    from backend.kit import database

    cast = await a_cast(scope)
    await _one(cast, about="Zyxwork")
    async with transactions.scope_tx(scope):
        rows = await database.fetch(
            "SELECT recipient_person_id, subject, text, html, confidential FROM notices_letter WHERE tenant_id = $1",
            scope.tenant.id,
        )
    assert [row["recipient_person_id"] for row in rows] == [cast.guardian.actor.person_id]
    assert rows[0]["confidential"]
    assert not [w for w in ("concern ", "Zyxwork", WHAT) if w in rows[0]["subject"] + rows[0]["text"].lower()]


async def test_concern_whose_handlers_have_left_goes_to_the_next_guardian(scope: Scope) -> None:
    cast = await a_cast(scope)
    concern_id = await _one(cast)
    assert await does(scope.as_chore("test"), keeping.keep_handled) == 0
    async with transactions.scope_tx(scope):
        await persons.change_person(
            scope,
            person_id=cast.guardian.actor.person_id,
            name="Guardian Invented",
            job_title=None,
            email=None,
            left_on=later(scope, days=3).today,
            now=scope.now,
        )
        await persons.grant_role(scope, person_id=cast.member.actor.person_id, role="coi-guardian")

    then = later(scope, days=5).as_chore("concerns.keep_handled")
    assert await does(then, keeping.keep_handled) == 1
    assert await does(then, keeping.keep_handled) == 0
    assert await handled_by(cast.other) == (concern_id,), "the next Guardian is who raised it"
    assert await handled_by(cast.member) == ()
