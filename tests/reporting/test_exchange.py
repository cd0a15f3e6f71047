"""A commissioner and its reviewing body, each a tenant of its own: what goes over, what comes back, what is refused."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.delegation.queries import milestones
from backend.evidence import queries as evidence
from backend.reporting import operations, queries
from backend.reporting.beside import submission_of_milestone
from backend.reporting.operations import LetterSaid
from backend.reporting.rules import Said, Standing, UnableToReport, What
from backend.reviewing import operations as reviewing
from backend.reviewing import queries as reviewer_queries
from backend.reviewing.rules import Decided
from backend.scope import OvertakenByAnother
from backend.tenancy import transactions
from backend.together import door
from backend.together import operations as agreements
from backend.together import queries as together
from backend.together.rules import Verdict
from tests.delegation.stage import a_programme, taken_up
from tests.house.test_one_door import PASSES
from tests.reporting.stage import a_commissioner, approved, keep_files_in, overseen, owed, written
from tests.reviewing.stage import a_body


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> None:
    keep_files_in(tmp_path)


async def test_return_goes_over_is_asked_about_answered_issued_anew_and_accepted(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    return_id = await owed(ours, agreement_id)
    issue_id = await written(ours, return_id)
    sha256 = await approved(ours, issue_id)
    await ours.act("officer", operations.send, issue_id=issue_id)
    await ours.post()

    async def stands(**given: Any) -> queries.ReturnView:
        view: queries.ReturnView = await ours.act("officer", queries.return_of, return_id=return_id, **given)
        return view

    view = await stands()
    assert (view.stands.code, view.stands.late, view.stands.sent_late) == (Standing.SUBMITTED, False, False)
    assert view.issues[0].state_in_words == "Arrived"

    front = await body.read("Piers", reviewer_queries.front_of)
    (entry,) = [entry for row in front.rows for entry in row.entries]
    assert [(red.because) for red in entry.reds] == ["The second this year"]
    theirs = await body.rows(
        "SELECT e.sha256, e.name, e.media_type FROM together_enclosure c JOIN evidence_file e "
        "ON e.tenant_id = $1 AND e.id = c.file_id WHERE c.tenant_id = $1 ORDER BY c.position"
    )
    sent: queries.IssueView = await ours.act("officer", queries.issue_of, issue_id=issue_id)
    assert [row["sha256"] for row in theirs] == [each.sha256 for each in sent.files]
    assert [each.part for each in sent.files] == ["document", "data", "data"]
    assert sent.line.sha256 == sha256

    await body.act("Piers", reviewing.claim, return_id=entry.return_id)
    question_id = await body.act(
        "Piers",
        reviewing.ask,
        return_id=entry.return_id,
        words="Which gift?",
        due_on=date(2014, 11, 7),
        figure="breaches",
    )
    await door.deliver_waiting(body.officer)
    view = await stands()
    assert (view.stands.code, view.stands.open_questions) == (Standing.QUERIED, 1)
    (question,) = view.questions
    assert (question.id, question.figure, question.due_on) == (question_id, "breaches", date(2014, 11, 7))
    assert question.owner == "Writer Invented", "chased as an action of the owner's"
    assert await ours.rows(
        "SELECT 1 FROM actions_action WHERE tenant_id = $1 AND id = $2 AND source_kind = 'review'",
        question.action_id,
    )

    answer_id = await ours.act("writer", operations.begin, what=What.ANSWER, of_id=question.id)
    await ours.act("writer", operations.write, issue_id=answer_id, version=1, words="A lunch of £12.")
    await ours.act("writer", operations.ask, issue_id=answer_id, version=2)
    with pytest.raises(UnableToReport, match="wrote on it does not approve"):
        scope = ours.scope("writer")
        async with transactions.scope_tx(scope):
            answer = await queries.issue_of(scope, issue_id=answer_id)
            seen = queries.hash_of(await queries.content_of(scope, answer))
            await operations.approve(scope, issue_id=answer_id, seen=seen, proved_by="A code (invented)")
    await approved(ours, answer_id)
    await ours.act("officer", operations.send, issue_id=answer_id)
    await ours.post()
    assert (await stands()).stands.code is Standing.SUBMITTED
    kept = await body.rows("SELECT words FROM reviewing_answer WHERE tenant_id = $1")
    assert [row["words"] for row in kept] == ["A lunch of £12."]

    second = await written(ours, return_id, notices=Said(value="2"))
    await approved(ours, second)
    await ours.act("officer", operations.send, issue_id=second)
    await ours.post()
    anew: queries.IssueView = await ours.act("officer", queries.issue_of, issue_id=second)
    assert [(each.label, each.before, each.after) for each in anew.changes] == [
        ("Breach and remedial notices", "0", "2")
    ]
    await body.act(
        "Piers",
        reviewing.decide,
        return_id=entry.return_id,
        issue=2,
        verdict=Decided.CONDITIONAL,
        words="Good, but.",
        conditions=(("Publish the register", date(2014, 12, 1)),),
    )
    await door.deliver_waiting(body.officer)
    view = await stands()
    assert (view.stands.code, view.stands.issue) == (Standing.CONDITIONAL, 2)
    (outcome,) = view.outcomes
    assert outcome.decided_by == f"Piers Invented, {body.officer.tenant.name}"
    assert outcome.conditions[0].action_id is not None
    assert (await stands(on=date(2014, 10, 26))).stands.code is Standing.DUE, "as it stood before"
    fates = await ours.act(
        "officer", together.fates_of, message_ids=[each.message_id for each in view.issues if each.message_id]
    )
    assert {each.state for each in fates.values()} == {"delivered"}


async def test_what_the_other_side_does_not_take_comes_back_as_a_sentence(db: Any, found: Any) -> None:
    """Their row is gone: what was sent is refused there, its sentence stands on the issue, and it can go again."""
    body = await a_body(found, "Piers")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    return_id = await owed(ours, agreement_id)
    issue_id = await written(ours, return_id)
    await approved(ours, issue_id)
    await ours.act("officer", operations.send, issue_id=issue_id)
    with pytest.raises(UnableToReport, match="sent already"):
        await ours.act("officer", operations.send, issue_id=issue_id)
    async with transactions.scope_tx(body.officer):
        await agreements.end(body.officer, agreement_id=agreement_id, because="Reorganised")
    await ours.post()
    issue: queries.IssueView = await ours.act("officer", queries.issue_of, issue_id=issue_id)
    assert issue.line.not_taken and "not in force at Marches Edge" in issue.line.state_in_words
    await door.deliver_waiting(body.officer)
    assert await body.rows("SELECT 1 FROM reviewing_issue WHERE tenant_id = $1") == []


async def test_body_outside_the_portal_has_the_same_return_recorded_as_sent(db: Any, found: Any) -> None:
    ours = await a_commissioner(found)
    return_id = await owed(ours, None, definition=None)
    issue_id = await ours.act("writer", operations.begin, what=What.RETURN, of_id=return_id)
    with pytest.raises(UnableToReport, match="Write the words"):
        await ours.act("writer", operations.ask, issue_id=issue_id, version=1)
    await ours.act("writer", operations.write, issue_id=issue_id, version=1, words="All is well.")
    await ours.act(
        "writer", operations.attach, issue_id=issue_id, name="table.csv", media_type="text/csv", data=b"a,b\n"
    )
    await ours.act("writer", operations.ask, issue_id=issue_id, version=3)
    with pytest.raises(UnableToReport, match="once it is approved"):
        await ours.act(
            "officer", operations.record_sent, issue_id=issue_id, on=date(2014, 10, 27), how="By mail"
        )
    await approved(ours, issue_id)
    with pytest.raises(UnableToReport, match="outside the portal"):
        await ours.act("officer", operations.send, issue_id=issue_id)
    await ours.act("officer", operations.record_sent, issue_id=issue_id, on=date(2014, 10, 27), how="By mail")
    issue: queries.IssueView = await ours.act("officer", queries.issue_of, issue_id=issue_id)
    assert [(each.part, each.name) for each in issue.attachments] == [("attachment", "table.csv")]
    assert issue.attachments[0].sha256 == hashlib.sha256(b"a,b\n").hexdigest()
    document = next(each for each in issue.files if each.part == "document")
    data = await _bytes(ours, document.file_id)
    assert data.startswith(b"%PDF") and hashlib.sha256(data).hexdigest() == document.sha256
    with pytest.raises(UnableToReport, match="file of the letter"):
        await ours.act(
            "officer",
            operations.record_outcome,
            return_id=return_id,
            verdict=Verdict.ACCEPTED,
            words=None,
            conditions=(),
            decided_by="Somebody there",
            decided_on=date(2014, 10, 27),
            file_id=None,
        )


async def test_milestone_goes_over_and_is_accepted_by_the_bodys_own_act_alone(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    programme = await taken_up(ours.scope("officer"), a_programme(reviewing_body=body.officer.tenant.name))
    milestone_id = programme.milestones[0].id
    given = {"milestone_id": milestone_id, "agreement_id": agreement_id}
    return_id = await ours.act("officer", operations.submit_milestone, **given)
    assert await ours.act("officer", operations.submit_milestone, **given) == return_id, "pressed twice"
    issue_id = await ours.act("writer", operations.begin, what=What.RETURN, of_id=return_id)
    await ours.act("writer", operations.write, issue_id=issue_id, version=1, words="It is done.")
    await ours.act("writer", operations.ask, issue_id=issue_id, version=2)
    await approved(ours, issue_id)
    await ours.act("officer", operations.send, issue_id=issue_id)
    await ours.post()
    (row,) = await body.rows("SELECT id, title FROM reviewing_return WHERE tenant_id = $1")
    await body.act("Piers", reviewing.claim, return_id=row["id"])
    await body.act(
        "Piers", reviewing.decide, return_id=row["id"], issue=1, verdict=Decided.ACCEPTED, words="Accepted."
    )
    await door.deliver_waiting(body.officer)
    view: queries.ReturnView = await ours.act("officer", queries.return_of, return_id=return_id)
    assert view.stands.code is Standing.ACCEPTED
    milestone = await ours.act("officer", milestones.milestone, milestone_id=milestone_id)
    review = milestone.review
    assert review is not None and (review.body, review.by_name) == (
        body.officer.tenant.name,
        "Piers Invented",
    )
    beside = await ours.act("officer", submission_of_milestone, milestone_id=milestone_id)
    assert beside.rows[0].note.startswith("Accepted; issue 1 sent on") and beside.links == ()


async def test_letter_from_outside_is_answered_exactly_as_it_was_approved(db: Any, found: Any) -> None:
    ours = await a_commissioner(found)
    said = LetterSaid(
        body="A regulator (invented)",
        subject="Waits",
        words="Why do they wait?",
        received_on=date(2014, 10, 20),
        due_on=date(2014, 10, 25),
        owner_person_id=ours.person("writer"),
    )
    letter_id = await ours.act("officer", operations.log_letter, said=said)
    with pytest.raises(UnableToReport, match="dated after"):
        wrong = replace(said, dated_on=date(2014, 10, 21))
        await ours.act("officer", operations.log_letter, said=wrong)

    async def stands(**given: Any) -> queries.LetterView:
        view: queries.LetterView = await ours.act("officer", queries.letter_of, letter_id=letter_id, **given)
        return view

    letter = await stands()
    assert (letter.called, letter.state_in_words, letter.stands.late) == ("L1", "To be answered", True)
    (action,) = await ours.rows(
        "SELECT state, due_on FROM actions_action WHERE tenant_id = $1 AND source_id = $2", letter_id
    )
    assert (action["state"], action["due_on"]) == ("open", date(2014, 10, 25)), "chased as any action"
    issue_id = await ours.act("writer", operations.begin, what=What.REPLY, of_id=letter_id)
    await ours.act("writer", operations.write, issue_id=issue_id, version=1, words="They wait for beds.")
    await ours.act("writer", operations.ask, issue_id=issue_id, version=2)
    await ours.act("approver", operations.send_back, issue_id=issue_id, words="Say how many.")
    await ours.act("writer", operations.write, issue_id=issue_id, version=4, words="Nine wait for beds.")
    await ours.act("writer", operations.ask, issue_id=issue_id, version=5)
    with pytest.raises(OvertakenByAnother):
        await ours.act("writer", operations.ask, issue_id=issue_id, version=5)
    sha256 = await approved(ours, issue_id)
    with pytest.raises(UnableToReport, match="can’t have gone out before"):
        await ours.act(
            "officer", operations.record_sent, issue_id=issue_id, on=date(2014, 10, 26), how="Post"
        )
    await ours.act("officer", operations.record_sent, issue_id=issue_id, on=date(2014, 10, 27), how="Post")
    letter = await stands()
    assert (letter.state_in_words, letter.stands.sent_late) == ("Answered", True)
    assert letter.sent is not None and (letter.sent.words, letter.sent.sha256) == (
        "Nine wait for beds.",
        sha256,
    )
    (action,) = await ours.rows(
        "SELECT state FROM actions_action WHERE tenant_id = $1 AND source_id = $2", letter_id
    )
    assert action["state"] == "done-claimed"
    await ours.act(
        "officer",
        operations.follow_up,
        letter_id=letter_id,
        words="Open two wards",
        owner_person_id=ours.person("writer"),
        due_on=None,
    )
    await ours.act("officer", operations.close_letter, letter_id=letter_id, because="Answered.")
    with pytest.raises(UnableToReport, match="closed"):
        await ours.act("officer", operations.close_letter, letter_id=letter_id, because="Again")


async def _bytes(ours: Any, file_id: Any) -> bytes:
    data: bytes = await ours.act("officer", evidence.bytes_of, file_id=file_id)
    return data


def test_fields_that_pass_for_review_are_listed() -> None:
    assert {"submission", "question", "answer", "outcome"} <= set(PASSES)
