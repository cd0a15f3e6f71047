"""A pack goes to a regulator, is checked, asked about, answered, issued anew and closed, and nothing else goes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.portal import operations, queries
from backend.portal.rules import Asked, NotARecipient, Standing, UnableToOpen
from backend.releases.operations import answers, evidence
from backend.releases.queries.evidence import requests_of, successor_of
from backend.releases.rules.evidence import UnableToAnswer, Wanted
from backend.reviewing import operations as reviewing
from backend.scope import NotFound
from backend.tenancy import transactions
from backend.together import door
from backend.together import queries as together
from backend.together.rules import ReleaseChange
from tests.packs.sealed import KEY, OTHER_KEY
from tests.portal.stage import a_bag, changed, checked, post, received, released, rows_of
from tests.reporting.stage import a_commissioner, keep_files_in, overseen
from tests.reviewing.stage import a_body

DUE = date(2014, 11, 24)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> None:
    keep_files_in(tmp_path)


async def test_pack_is_received_checked_asked_about_answered_and_issued_anew(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers", "Nola")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    officer = ours.scope("officer")
    sent = await released(officer, agreement_id)
    await ours.post()
    (line,) = await received(body)
    assert (line.sha256, line.issue, line.named, line.standing) == (sent.sha256, 1, True, Standing.LIVE)
    assert line.checked is None
    await checked(body, line.id)
    view = await body.read("Piers", queries.pack_of, pack_id=line.id)
    assert (view.check.holds, view.check.pinned) == (True, False), "whose key it is was left open"

    given: dict[str, Any] = {"commissioner_id": line.commissioner_id, "name": KEY.name}
    await body.act(
        "Piers", operations.enter, **given, fingerprint=KEY.fingerprint, source="Letter of 3 October 2014"
    )
    with pytest.raises(UnableToOpen, match="held for this commissioner"):
        await body.act("Piers", operations.enter, **given, fingerprint=KEY.fingerprint.upper(), source="x")
    with pytest.raises(UnableToOpen, match="64 digits"):
        await body.act("Piers", operations.enter, **given, fingerprint="abc", source="x")
    found_now = await body.act("Piers", operations.check, pack_id=line.id)
    assert (found_now.holds, found_now.pinned) == (True, True)

    # one who is not named sees the envelope, and none of the rest
    (seen,) = await received(body, "Nola")
    assert (seen.sha256, seen.named) == (sent.sha256, False)
    refused: tuple[tuple[Any, dict[str, Any]], ...] = (
        (operations.take, {"proved_by": "A code"}),
        (operations.give_receipt, {}),
        (operations.ask, {"words": "x", "due_on": DUE}),
    )
    for act, more in refused:
        with pytest.raises(NotARecipient):
            await body.act("Nola", act, pack_id=line.id, **more)

    await body.act("Piers", operations.take, pack_id=line.id, proved_by="A code (invented)")
    await body.act("Piers", operations.give_receipt, pack_id=line.id)
    with pytest.raises(UnableToOpen, match="already"):
        await body.act("Piers", operations.give_receipt, pack_id=line.id)
    request_id = await body.act(
        "Piers",
        operations.ask,
        pack_id=line.id,
        place="registers/interests.csv",
        words="Which committee decided?",
        due_on=DUE,
    )
    await post(ours, body)
    receipts = await ours.rows("SELECT name, sha256, matches FROM releases_receipt WHERE tenant_id = $1")
    assert [tuple(row) for row in receipts] == [("Piers Invented", sent.sha256, True)]

    (asked,) = await ours.act("officer", requests_of, release_id=sent.release_id)
    assert (asked.id, asked.standing, asked.due_on) == (request_id, Wanted.OPEN, DUE)
    actions = await ours.rows(
        "SELECT due_on, owner_person_id, source_kind FROM actions_action WHERE tenant_id = $1 AND id = $2",
        asked.action_id,
    )
    assert [tuple(row) for row in actions] == [(DUE, ours.person("officer"), "review")]
    await ours.act(
        "officer", evidence.name_owner, request_id=request_id, owner_person_id=ours.person("writer")
    )
    await ours.act(
        "writer",
        answers.write_answer,
        request_id=request_id,
        words="The Remuneration Committee; its minute is enclosed.",
        files=[("minute.txt", "text/plain", b"Minute 7")],
    )
    with pytest.raises(UnableToAnswer, match="Somebody else"):
        await ours.act("writer", answers.approve_answer, request_id=request_id, proved_by="A code")
    await ours.act("approver", answers.approve_answer, request_id=request_id, proved_by="A code")
    await ours.post()
    state = await ours.rows(
        "SELECT state FROM actions_action WHERE tenant_id = $1",
    )
    assert [row["state"] for row in state] in (["open"], ["done-claimed"])
    (back,) = (await body.read("Piers", queries.pack_of, pack_id=line.id)).requests
    assert (back.standing, back.answers[0].files[0]["name"]) == (Asked.ANSWERED, "minute.txt")
    (hidden,) = (await body.read("Nola", queries.pack_of, pack_id=line.id)).requests
    assert (hidden.words, hidden.place, hidden.answers) == ("", None, ()), "words of one's own pack alone"

    again = await released(
        officer,
        agreement_id,
        issue=2,
        data=a_bag("Anne Example,No interest\nBo Example,Invented Homes\n"),
        supersedes_id=sent.release_id,
        answers_request_id=request_id,
    )
    await ours.post()
    second, first = await received(body)
    assert (first.standing, first.superseded_by_issue, second.issue) == (Standing.SUPERSEDED, 2, 2)
    assert first.may_be_taken, "a later issue never takes the earlier one away"
    assert (await body.read("Piers", queries.pack_of, pack_id=second.id)).answers_to.id == request_id
    with pytest.raises(UnableToOpen, match="Check issue 2"):
        await body.read("Piers", queries.comparison, before_id=first.id, after_id=second.id)
    await checked(body, second.id)
    compared = await body.read("Piers", queries.comparison, before_id=first.id, after_id=second.id)
    assert [each.path for each in compared.files] == ["registers/interests.csv"]
    (table,) = compared.tables
    assert [(row.key, row.how.value) for row in table.rows] == [
        ("Anne Example", "changed"),
        ("Bo Example", "added"),
    ]
    with pytest.raises(NotARecipient):
        await body.read("Nola", queries.comparison, before_id=first.id, after_id=second.id)

    await body.act("Piers", operations.close, request_id=request_id, satisfied=True, words=None)
    await door.deliver_waiting(body.officer)
    (settled,) = await ours.act("officer", requests_of, release_id=sent.release_id)
    assert (settled.standing, settled.closed_by) == (
        Wanted.SATISFIED,
        f"Piers Invented, {body.officer.tenant.name}",
    )
    assert again.sha256 == second.sha256


async def test_change_closes_the_pack_at_once_and_keeps_what_was_received(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    officer = ours.scope("officer")
    sent = await released(officer, agreement_id, lasts=timedelta(hours=1), downloads=1)
    await ours.post()
    (line,) = await received(body)
    given: dict[str, Any] = {"pack_id": line.id, "proved_by": "A code"}
    await body.act("Piers", operations.take, **given)
    with pytest.raises(UnableToOpen, match="once, and you have"):
        await body.act("Piers", operations.take, **given)
    last = replace(body.scope("Piers"), now=sent.said.expires_at - timedelta(seconds=1))
    over = replace(last, now=sent.said.expires_at)
    for scope, open_ in ((last, True), (over, False)):
        async with transactions.scope_tx(scope, readonly=True):
            view = await queries.pack_line_of(scope, pack_id=line.id)
            assert view.may_be_taken is open_, "to the second"
    await changed(
        officer,
        agreement_id,
        sent.release_id,
        ReleaseChange.EXTENDED,
        expires_at=sent.said.expires_at + timedelta(days=2),
    )
    await ours.post()
    async with transactions.scope_tx(over, readonly=True):
        assert (await queries.pack_line_of(over, pack_id=line.id)).may_be_taken
    await changed(
        officer, agreement_id, sent.release_id, ReleaseChange.REVOKED, because="Sent to the wrong body"
    )
    await ours.post()
    (line,) = await received(body)
    assert (line.standing, line.revoked_because, line.sha256) == (
        Standing.REVOKED,
        "Sent to the wrong body",
        sent.sha256,
    )
    with pytest.raises(UnableToOpen, match="revoked the release"):
        await body.act("Piers", operations.take, **given)
    await checked(body, line.id)
    await body.act("Piers", operations.give_receipt, pack_id=line.id)  # what was received, was
    view = await body.read("Piers", queries.pack_of, pack_id=line.id)
    assert [each.what for each in view.changes] == ["extended", "revoked"]
    assert view.own_receipt.sha256 == sent.sha256


async def test_whoever_stands_aside_sees_no_pack_and_a_spoiled_one_does_not_hold(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers", "Nola")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    await released(ours.scope("officer"), agreement_id, data=a_bag(spoiled=True), to=("piers", "nola"))
    await ours.post()
    (line,) = await received(body)
    await body.act(
        "Piers",
        operations.enter,
        commissioner_id=line.commissioner_id,
        name=KEY.name,
        fingerprint=OTHER_KEY.fingerprint,
        source="Invented",
    )
    spoiled = await body.act("Piers", operations.check, pack_id=line.id)
    assert not spoiled.holds
    await body.act(
        "officer",
        reviewing.stand_aside,
        commissioner_id=line.commissioner_id,
        person_id=body.person("Nola"),
        because="A brother works there",
    )
    assert await received(body, "Nola") == ()
    for query in (queries.pack_of, queries.opened, queries.pack_line_of):
        with pytest.raises(NotFound):
            await body.read("Nola", query, pack_id=line.id)
    with pytest.raises(NotARecipient, match="stand aside"):
        await body.act(
            "Nola",
            operations.enter,
            commissioner_id=line.commissioner_id,
            name="x",
            fingerprint=KEY.fingerprint,
            source="x",
        )
    # the door's own page shows the envelope of the message and none of its words
    message = await together_message(body)
    assert (message.body, message.said) == ("", ())


async def together_message(body: Any) -> together.PassedView:
    rows = await rows_of(
        body.officer, "SELECT id FROM together_received WHERE tenant_id = $1 AND kind = 'pack-release'"
    )
    found: together.PassedView = await body.read("officer", together.passed, message_id=rows[0]["id"])
    return found


async def test_regulator_that_is_replaced_hands_its_packs_and_history_to_its_successor(
    db: Any, found: Any
) -> None:
    old = await a_body(found, "Piers")
    new = await a_body(found, "Nola")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, old)
    officer = ours.scope("officer")
    sent = await released(officer, agreement_id)
    await ours.post()
    (line,) = await received(old)
    await checked(old, line.id)
    await old.act("Piers", operations.give_receipt, pack_id=line.id)
    request_id = await old.act("Piers", operations.ask, pack_id=line.id, words="Which one?", due_on=DUE)
    await post(ours, old)
    with pytest.raises(UnableToOpen, match="takes over"):
        await old.act("officer", operations.hand_over, agreement_id=agreement_id, pack_id=line.id)

    hand_over_id = await succeeded(old, new)
    await old.act("officer", operations.hand_over, agreement_id=hand_over_id, pack_id=line.id)
    await door.deliver_waiting(old.officer)
    (kept,) = await received(old)
    assert (kept.standing, kept.sha256) == (Standing.HANDED_ON, sent.sha256)
    refused: tuple[tuple[Any, dict[str, Any]], ...] = (
        (operations.take, {"proved_by": "A code"}),
        (operations.ask, {"words": "x", "due_on": DUE}),
    )
    for act, more in refused:
        with pytest.raises(UnableToOpen, match="handed on"):
            await old.act("Piers", act, pack_id=line.id, **more)
    successor = await ours.act("officer", successor_of, release_id=sent.release_id)
    assert successor.slug == new.officer.tenant.slug

    (taken,) = await received(new, "Nola")
    assert (taken.sha256, taken.came_from, taken.named) == (sent.sha256, old.officer.tenant.name, False)
    (recipient,) = await new.read("officer", queries.recipients_of, pack_id=taken.id)
    await new.act(
        "officer",
        operations.name_recipient,
        pack_id=taken.id,
        recipient_id=recipient.id,
        person_id=new.person("Nola"),
    )
    await checked(new, taken.id)
    view = await new.read("Nola", queries.pack_of, pack_id=taken.id)
    assert (view.line.named, view.check.holds) == (True, True), "the bytes are the same"
    assert [each.received_by for each in view.receipts] == [f"Piers Invented, {old.officer.tenant.name}"]
    assert [(each.id, each.words) for each in view.requests] == [(request_id, "Which one?")]

    # the commissioner answers whoever holds the pack now, once there is an agreement with it
    await ours.act("writer", answers.write_answer, request_id=request_id, words="The second.")
    with pytest.raises(UnableToAnswer, match="took over"):
        await ours.act("approver", answers.approve_answer, request_id=request_id, proved_by="A code")
    await overseen(ours, new)
    await ours.act("approver", answers.approve_answer, request_id=request_id, proved_by="A code")
    await ours.post()
    state = await ours.rows(
        "SELECT state, refused_because FROM together_message WHERE tenant_id = $1 AND kind = 'evidence-answer'"
    )
    assert [tuple(row) for row in state] == [("delivered", None)]


async def succeeded(old: Any, new: Any) -> Any:
    """The successor proposes to take over, and the body before it accepts."""
    from backend.together import operations as agreements
    from backend.together.rules import Kind, Shares

    agreement_id = await new.act(
        "officer",
        agreements.propose,
        to_slug=old.officer.tenant.slug,
        kind=Kind.OVERSIGHT,
        shares=Shares.SUBMITTED,
        name="Taking over",
        terms="Records of packs pass to the successor.",
        committee_id=None,
        acting_as="The new region",
        from_on=new.officer.today,
        signed_by_id=new.person("Nola"),
        authority="The Order of 2014",
    )
    await door.deliver_waiting(new.officer)
    await old.act(
        "officer",
        agreements.accept,
        agreement_id=agreement_id,
        committee_id=None,
        acting_as="The old team",
        signed_by_id=old.person("Piers"),
        authority="The Order of 2014",
    )
    await door.deliver_waiting(old.officer)
    return agreement_id
