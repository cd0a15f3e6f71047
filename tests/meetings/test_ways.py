"""Covers, sponsors, late and tabled papers on the real database."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.kit import database
from backend.meetings import covers, lateness, operations, queries, rules, stages
from backend.meetings.operations import excusing
from backend.meetings.queries import every_paper as queries_of_papers
from backend.meetings.queries.every_paper import Sifting, every_paper
from backend.people.operations import persons
from backend.scope import Scope
from backend.signoff import rules as signing
from backend.tenancy import transactions
from tests.committees.made import a_person
from tests.kit.documents.made import a_word_file as a_hiding_word_file
from tests.kit.documents.made import hide_text
from tests.meetings.stage import ENDS, LONDON, Stage, as_person, at
from tests.meetings.test_papers import PROOF, a_picture, a_word_file, paper, replace_with, sign

COVER = {"summary": "A pilot of longer hours", "financial": {"yes": True, "words": "£10,000"}}
TOO_LATE = datetime(2014, 9, 12, 10, 0, tzinfo=LONDON)


async def change_cover(stage: Stage, paper_id: UUID, **answers: object) -> int:
    async with transactions.scope_tx(stage.officer):
        return await operations.change_cover(stage.officer, paper_id=paper_id, answers={**COVER, **answers})


async def packed(stage: Stage, scope: Scope | None = None) -> queries.PackItem:
    reader = scope or stage.officer
    async with transactions.scope_tx(reader, readonly=True):
        return (await queries.agenda_for_pack(reader, meeting_id=stage.meeting_id)).items[0]


async def an_executive(stage: Stage, name: str = "Ellis Invented") -> Scope:
    async with transactions.scope_tx(stage.officer):
        person_id = await a_person(stage.officer, name)
        await persons.grant_role(stage.officer, person_id=person_id, role="executive-owner")
    return as_person(stage.officer, person_id, name, roles=("executive-owner",))


async def step(scope: Scope, paper_id: UUID, step_id: str, reason: str | None = None) -> None:
    async with transactions.scope_tx(scope):
        await operations.move_paper_on(scope, paper_id=paper_id, step_id=step_id, reason=reason)


async def test_cover_is_a_version_of_its_own_and_undoes_a_sign_off(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair(filename="Hours.docx", data=a_word_file(picture=a_picture()))
    await sign(stage, stage.chair, paper_id)
    before = await paper(stage, paper_id)

    assert await change_cover(stage, paper_id) == 2

    after = await paper(stage, paper_id)
    assert not after.line.run.signed and after.line.run.state == "draft"
    assert after.line.sha256 != before.line.sha256 == after.versions[1].sha256
    assert after.newest.content == before.newest.content
    (covered,) = (await packed(stage)).papers
    assert [(line.label, line.words) for line in covered.cover] == [
        ("Executive summary", "A pilot of longer hours"),
        ("Financial implications", "£10,000"),
    ]
    assert len(covered.assets) == 1
    with pytest.raises(rules.UnableToSubmitPaper, match="exactly what that of version 2 says"):
        await change_cover(stage, paper_id)


async def test_cover_with_a_needed_field_empty_stops_at_the_check_until_an_officer_says_why(
    stage: Stage,
) -> None:
    no = {"yes": False, "words": ""}
    nothing = ("financial", "risk", "workforce", "involvement", "equality", "procurement", "confidential")
    lacking: dict[str, Any] = {
        "purpose": "DECISION",
        "summary": "A pilot",
        "freedom-of-information": {"exempt": False, "sections": []},
        **dict.fromkeys(nothing, no),
    }
    item_id = await stage.add_item()
    paper_id = await stage.submit(item_id, cover=lacking)
    await step(stage.officer, paper_id, "send")

    stopped = "says nothing in “Recommendation” and “Legal implications”"
    with pytest.raises(covers.UnableToPassCheck, match=stopped):
        await step(stage.officer, paper_id, "pass-to-chair")
    shown = await paper(stage, paper_id)
    assert shown.line.run.state == "governance-check" and shown.may_excuse
    assert shown.unexcused == ("Recommendation", "Legal implications")
    author = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("governance-officer",))
    for refused, reason, sentence in (
        (author, "It is short", "another governance officer"),
        (stage.gp, "It is short", "A governance officer says why"),
        (stage.officer, " ", "Say why they may stay empty"),
    ):
        with pytest.raises(excusing.UnableToExcuse, match=sentence):
            async with transactions.scope_tx(refused):
                await operations.excuse_empty_fields(refused, paper_id=paper_id, reason=reason)
    await stage.excuse_cover(paper_id)
    # what was excused stays so in later versions; what is emptied after it does not
    without = {name: answer for name, answer in lacking.items() if name != "equality"}
    await change_cover(stage, paper_id, **without, legal=no)
    assert (await paper(stage, paper_id)).unexcused == ("Equality implications",)
    await change_cover(stage, paper_id, **lacking)
    for step_id in ("send", "pass-to-chair"):
        await step(stage.officer, paper_id, step_id)
    shown = await paper(stage, paper_id)
    assert shown.line.run.state == "with-chair" and shown.excuses[0].reason == "It goes without a cover sheet"
    assert shown.lacking == ("Recommendation", "Legal implications")

    appendix = await stage.submit(item_id, title="Appendix", kind=rules.PaperKind.APPENDIX)
    for step_id in ("send", "pass-to-chair"):
        await step(stage.officer, appendix, step_id)


async def test_new_text_takes_the_cover_with_it_and_the_same_text_is_no_new_version(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), cover=COVER)

    assert await replace_with(stage, paper_id) == 2

    assert [line.words for line in (await paper(stage, paper_id)).cover] == [
        "A pilot of longer hours",
        "£10,000",
    ]
    with pytest.raises(rules.UnableToSubmitPaper, match="says exactly what version 2 says"):
        await replace_with(stage, paper_id)


async def test_cover_that_was_kept_refuses_to_change(stage: Stage) -> None:
    await stage.submit(await stage.add_item(), cover=COVER)

    for statement in ("UPDATE meetings_paper_cover SET answers = '{}'", "DELETE FROM meetings_paper_cover"):
        with pytest.raises(Exception, match=r"permission denied|append"):
            async with transactions.scope_tx(stage.officer):
                await database.execute(statement)


async def test_paper_goes_by_its_sponsor_and_each_question_gets_its_answer(stage: Stage) -> None:
    sponsor, other = await an_executive(stage), await an_executive(stage, "Toby Invented")
    author = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("executive-owner",))
    paper_id = await stage.submit(await stage.add_item(), author, sponsor_person_id=sponsor.actor.person_id)

    with pytest.raises(stages.UnableToGoOn, match="Ellis Invented sponsors “Longer opening hours”"):
        await step(author, paper_id, "send")
    await step(author, paper_id, "send-to-sponsor")
    with pytest.raises(signing.UnableToTakeStep):
        await step(other, paper_id, "ask-as-sponsor", "Why?")
    await step(sponsor, paper_id, "ask-as-sponsor", "What does it cost?")
    asked = await paper(stage, paper_id, author)
    assert asked.pen == "Arden Invented" and asked.question is not None
    await step(author, paper_id, "answer-sponsor", "£10,000")
    await sign(stage, sponsor, paper_id)
    await stage.excuse_cover(paper_id)
    await step(stage.officer, paper_id, "pass-to-chair")

    shown = await paper(stage, paper_id)
    (question,) = shown.questions
    assert (question.asked_by, question.words, question.answered_by, question.answer) == (
        "Ellis Invented", "What does it cost?", "Arden Invented", "£10,000",
    )  # fmt: skip
    assert [stage.place.value for stage in shown.stages] == ["done", "done", "done", "here", "ahead"]
    assert shown.line.run.state == "with-chair"


async def test_author_cannot_sponsor_and_sponsor_must_own(stage: Stage) -> None:
    item_id = await stage.add_item()
    sponsor = await an_executive(stage)

    with pytest.raises(rules.UnableToSubmitPaper, match="wrote the paper"):
        await stage.submit(
            item_id, author_person_id=sponsor.actor.person_id, sponsor_person_id=sponsor.actor.person_id
        )
    with pytest.raises(rules.UnableToSubmitPaper, match="from the executive owners"):
        await stage.submit(item_id, sponsor_person_id=stage.chair.actor.person_id)


async def test_sponsor_of_a_private_paper_sits_on_its_committee(stage: Stage) -> None:
    sponsor = await an_executive(stage)
    private = await stage.add_item(part=rules.Part.PRIVATE, private_reason="It names a person")

    with pytest.raises(rules.UnableToSubmitPaper, match="Choose a sponsor who sits on the committee"):
        await stage.submit(private, sponsor_person_id=sponsor.actor.person_id)
    paper_id = await stage.submit(private)
    with pytest.raises(rules.UnableToSubmitPaper, match="Choose a sponsor who sits on the committee"):
        async with transactions.scope_tx(stage.officer):
            await operations.name_sponsor(stage.officer, paper_id=paper_id, person_id=sponsor.actor.person_id)


async def test_run_that_began_on_the_first_edition_finishes_on_it(stage: Stage) -> None:
    pinned = stage.officer.tenant.__class__(
        **{
            name: getattr(stage.officer.tenant, name)
            for name in ("id", "slug", "name", "kind", "demonstration", "time_zone")
        },
        pins={"paper-sign-off": "v1"},
    )
    first = as_person(stage.officer, stage.officer.actor.person_id or UUID(int=0), "Olive Invented")
    first = Scope(
        tenant=pinned,
        actor=first.actor,
        now=stage.officer.now,
        request_id="test",
        roles=stage.officer.roles,
        permissions=stage.officer.permissions,
    )
    paper_id = await stage.submit(await stage.add_item(), first)
    await stage.pass_to_chair(paper_id)
    sha256 = (await paper(stage, paper_id)).line.sha256
    async with transactions.scope_tx(stage.chair):
        await operations.return_paper(
            stage.chair, paper_id=paper_id, sha256=sha256, reason="Why?", proved_by=PROOF
        )

    shown = await paper(stage, paper_id)
    assert (shown.line.run.workflow, shown.line.run.state) == ("paper-sign-off/v1", "draft")
    assert [stage.id for stage in shown.stages] == ["draft", "governance-check", "with-chair", "signed-off"]
    assert shown.question is not None and shown.question.words == "Why?"


async def test_late_paper_waits_for_the_chair_and_says_why_it_is_late(stage: Stage) -> None:
    item_id = await stage.add_item()
    officer, chair = at(stage.officer, TOO_LATE), at(stage.chair, TOO_LATE)
    paper_id = await stage.submit(item_id, officer)
    await step(officer, paper_id, "send")
    (waiting,) = (await packed(stage, officer)).papers
    assert waiting.late_note is None and "awaiting the chair’s agreement" in (waiting.awaiting or "")

    async with transactions.scope_tx(officer):
        await operations.ask_for_late_paper(officer, paper_id=paper_id, reason="The figures came late")
    async with transactions.scope_tx(chair, readonly=True):
        assert [line.id for line in await queries.papers_waiting(chair)] == [paper_id]
    with pytest.raises(lateness.UnableToAgree, match="Only the chair or the vice-chair"):
        async with transactions.scope_tx(officer):
            await operations.answer_late_paper(officer, paper_id=paper_id, agreed=True)
    async with transactions.scope_tx(chair):
        await operations.answer_late_paper(chair, paper_id=paper_id, agreed=True)

    (taken,) = (await packed(stage, officer)).papers
    assert taken.awaiting is None
    assert (taken.late_note or "").endswith(
        "Charlie Invented (chair) agreed to take it. Reason: The figures came late"
    )
    async with transactions.scope_tx(officer, readonly=True):
        told = await database.fetch(
            "SELECT act FROM ledger_event WHERE tenant_id = $1 AND act LIKE 'meetings.late-paper.%' ORDER BY id",
            officer.tenant.id,
        )
        letters = await database.fetch(
            "SELECT kind, recipient_name FROM notices_letter WHERE tenant_id = $1 AND kind LIKE 'late-paper-%' "
            "ORDER BY kind, recipient_name",
            officer.tenant.id,
        )
    assert [row["act"] for row in told] == ["meetings.late-paper.asked", "meetings.late-paper.agreed"]
    assert [tuple(row.values()) for row in letters] == [
        ("late-paper-answered", "Arden Invented"),
        ("late-paper-answered", "Olive Invented"),
        ("late-paper-asked", "Charlie Invented"),
        ("late-paper-asked", "Vivian Invented"),
    ]


async def test_chair_does_not_agree_to_their_own_late_paper(stage: Stage) -> None:
    officer, chair = at(stage.officer, TOO_LATE), at(stage.chair, TOO_LATE)
    paper_id = await stage.submit(
        await stage.add_item(), officer, author_person_id=stage.chair.actor.person_id
    )
    async with transactions.scope_tx(officer):
        await operations.ask_for_late_paper(officer, paper_id=paper_id, reason="Because")

    with pytest.raises(lateness.UnableToAgree, match="is your own paper"):
        async with transactions.scope_tx(chair):
            await operations.answer_late_paper(chair, paper_id=paper_id, agreed=True)


async def test_paper_in_time_needs_nobodys_agreement(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item())

    with pytest.raises(rules.UnableToSubmitPaper, match="is in time"):
        async with transactions.scope_tx(stage.officer):
            await operations.ask_for_late_paper(stage.officer, paper_id=paper_id, reason="Because")


async def test_verbal_item_takes_no_paper_and_one_to_follow_becomes_one_with_papers(stage: Stage) -> None:
    verbal = await stage.add_item("A report", paper_state=rules.PaperState.VERBAL)
    follows = await stage.add_item("Another", paper_state=rules.PaperState.TO_FOLLOW)

    with pytest.raises(rules.UnableToSubmitPaper, match="“1 A report” is a verbal item"):
        await stage.submit(verbal)
    await stage.submit(follows)

    async with transactions.scope_tx(stage.officer, readonly=True):
        view = await queries.meeting(stage.officer, meeting_id=stage.meeting_id)
    assert [item.paper_state.value for item in view.items] == ["verbal", "papers"]


async def test_what_was_tabled_is_added_afterwards_and_marked_for_ever(stage: Stage) -> None:
    item_id = await stage.add_item(paper_state=rules.PaperState.TABLED)
    given: dict[str, Any] = {
        "item_id": item_id,
        "title": "Figures of the day",
        "author_person_id": stage.author_id,
        "filename": "figures.md",
        "data": b"# Figures\n\nOf the day.",
    }

    with pytest.raises(rules.UnableToSubmitPaper, match="has not begun"):
        async with transactions.scope_tx(stage.officer):
            await operations.table_paper(stage.officer, **given)
    after = at(stage.officer, ENDS + timedelta(days=1))
    async with transactions.scope_tx(after):
        await operations.mark_held(after, meeting_id=stage.meeting_id)
        paper_id = await operations.table_paper(after, **given)

    shown = await paper(stage, paper_id, after)
    assert shown.line.state_in_words == "Tabled at the meeting" and shown.line.run.state == "tabled"
    assert not shown.line.wants_sign_off and shown.line.withdrawn_because is None
    (tabled,) = (await packed(stage, after)).papers
    assert tabled.tabled and tabled.awaiting is None
    assert tabled.late_note == (
        "Tabled at the meeting on 17 September 2014: members had this paper in the room. "
        "It was not circulated before the meeting."
    )


async def test_list_shows_what_is_late_whose_it_is_and_what_hides_something(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sponsor = await an_executive(stage)
    item_id = await stage.add_item()
    hiding = a_hiding_word_file(hide_text)
    mine = {"sponsor_person_id": sponsor.actor.person_id, "filename": "mine.docx", "data": hiding}
    await stage.submit(item_id, title="Mine", **mine)
    await stage.submit(item_id, title="Another")
    private = await stage.add_item(
        "Private matter", part=rules.Part.PRIVATE, private_reason="It names a person"
    )
    await stage.submit(private, title="Private paper")
    reading = at(sponsor, datetime(2014, 9, 4, 9, 0, tzinfo=LONDON))

    async def titles(**traits: object) -> list[str]:
        async with transactions.scope_tx(reading, readonly=True):
            found = await every_paper(reading, sifting=Sifting(**traits))  # type: ignore[arg-type]  # as named
        return [each.line.title for each in found.papers]

    assert await titles() == ["Mine", "Another"]
    assert await titles(mine=True) == ["Mine"]
    assert await titles(uncleared=True) == ["Mine"]
    # by 4 September the sponsor should have had it on the 1st, and the check on the 3rd
    assert await titles(late=True) == ["Mine", "Another"]
    assert await titles(due_by=date(2014, 9, 1)) == ["Mine"]
    assert await titles(stage="With the chair") == []
    assert await titles(past=True) == []

    monkeypatch.setattr(queries_of_papers, "PAGE_SIZE", 1)
    async with transactions.scope_tx(reading, readonly=True):
        found = await every_paper(reading, sifting=Sifting())
    pages = [[each.line.title for group in found.page(n) for each in group] for n in (1, 2, 3)]
    assert pages == [["Mine"], ["Another"], []] and found.pages == 2
