"""Meeting in common: an agreement on both sides, an agenda taken up, a pack shared, and nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.catalogue.demonstrations import Part, Purpose
from backend.evidence import store
from backend.kit.database import execute
from backend.kit.storage import storage_from_url
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings.queries.threads import thread_id_of
from backend.people.operations import persons
from backend.scope import Actor, NotFound, Scope
from backend.tenancy import transactions
from backend.together import door, operations, queries, rules
from backend.together.operations import posting
from backend.together.queries.meetings import offers_of
from backend.together.rules import Shares, UnableToAgree, UnableToShare
from tests.scopes import a_scope
from tests.together.stage import Found, Side, a_body, a_meeting, a_pack, accepted, agreed, proposed

OPEN, CLOSED = ("Local care homes", Part.PUBLIC), ("A practice in trouble", Part.PRIVATE)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> None:
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))


@pytest_asyncio.fixture
async def north(found: Found) -> Side:
    return await a_body(found, "NHS North CCG (invented)")


@pytest_asyncio.fixture
async def south(found: Found) -> Side:
    return await a_body(found, "NHS South CCG (invented)")


async def test_both_sides_hold_one_text_and_both_signatures(north: Side, south: Side) -> None:
    agreement_id = await agreed(north, south)
    views = [await side.act(queries.agreement, agreement_id=agreement_id) for side in (north, south)]
    assert views[0].line.sha256 == views[1].line.sha256 == rules.sha256_of_terms(views[0].terms)
    assert views[0].terms == views[1].terms
    assert all(view.line.in_force for view in views)
    signed = [{(s.body, s.signed_by, s.authority, s.sha256) for s in view.signatures} for view in views]
    assert signed[0] == signed[1] and len(signed[0]) == 2
    assert [view.line.their_committee for view in views] == ["Commissioning Committee"] * 2
    letters = await south.rows("SELECT subject, recipient_name FROM notices_letter WHERE tenant_id = $1")
    assert [tuple(row) for row in letters] == [
        ("DEMONSTRATION: Agreement proposed: NHS North CCG (invented)", "Officer of NHS South CCG (invented)")
    ]


async def test_officer_cannot_authorise_an_agreement_alone_and_reasons_are_asked_for(
    north: Side, south: Side
) -> None:
    me = replace(north, scope=replace(north.scope, actor=Actor(name="Me", person_id=north.signer_id)))
    with pytest.raises(UnableToAgree, match="somebody else"):
        await proposed(me, south)
    with pytest.raises(UnableToAgree, match="no organisation"):
        await proposed(north, south, to_slug="nowhere")
    agreement_id = await proposed(north, south)
    with pytest.raises(UnableToAgree, match="our own proposal"):
        await accepted(north, agreement_id)
    await south.act(operations.refuse, agreement_id=agreement_id, because="We meet alone.")
    await south.post()
    view = await north.act(queries.agreement, agreement_id=agreement_id)
    assert (view.refused_because, view.line.state_in_words) == ("We meet alone.", "Refused")


async def test_guest_makes_its_own_meeting_and_follows_changes(north: Side, south: Side) -> None:
    agreement_id = await agreed(north, south)
    meeting_id, (open_id, _) = await a_meeting(north, items=(OPEN, CLOSED))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    with pytest.raises(UnableToShare, match="Mark it so first"):
        await north.act(operations.share_agenda, **given)
    await north.act(operations.mark_in_common, **given)
    first = await north.act(operations.share_agenda, **given)
    await north.post()

    ours = await south.act(operations.take_up_agenda, received_id=first)
    assert await south.act(operations.take_up_agenda, received_id=first) == ours, "pressed twice"
    view = await south.act(meeting_queries.meeting, meeting_id=ours)
    assert [(item.title, item.purpose) for item in view.items] == [("Local care homes", Purpose.DECISION)]
    assert (view.committee_id, view.venue) == (south.committee_id, "Town Hall")
    assert await south.act(thread_id_of, item_id=view.items[0].id) == open_id
    (shared,) = await south.act(queries.in_common, meeting_id=ours)
    assert (shared.role, shared.host_meeting_id) == ("guest", meeting_id)
    assert [(item.label, item.host_number) for item in shared.items] == [("1", "1")]

    assert (await _hosted(north, meeting_id)).taken_up_at is None, "not heard of yet"
    assert await south.post() == 1
    heard = await _hosted(north, meeting_id)
    assert heard.taken_up_at is not None and heard.up_to_date
    told = await north.rows(
        "SELECT subject FROM notices_letter WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1"
    )
    assert told[0]["subject"] == "DEMONSTRATION: Agenda taken up: NHS South CCG (invented)"

    with pytest.raises(UnableToShare, match="nobody hands it on"):
        await south.act(operations.mark_in_common, meeting_id=ours, agreement_id=agreement_id)

    async with transactions.scope_tx(south.scope):
        await meetings.add_item(south.scope, meeting_id=ours, title="Our own business", purpose=Purpose.NOTE)
    async with transactions.scope_tx(north.scope):
        await meetings.withdraw_item(north.scope, item_id=open_id, because="Not ready")
        await meetings.add_item(north.scope, meeting_id=meeting_id, title="Winter beds", purpose=Purpose.NOTE)
    second = await north.act(operations.share_agenda, **given)
    await north.post()
    offers = await south.act(offers_of, agreement_id=agreement_id)
    assert [(offer.id, offer.state) for offer in offers] == [(second, "offered"), (first, "taken-up")]
    assert [change.words for change in offers[0].changes] == [
        "New: 2 Winter beds",
        "Taken off: 1 Local care homes",
    ]
    assert not (await _hosted(north, meeting_id)).up_to_date, "they have the first one still"
    assert await south.act(operations.take_up_agenda, received_id=second) == ours
    await south.post()
    assert (await _hosted(north, meeting_id)).up_to_date
    view = await south.act(meeting_queries.meeting, meeting_id=ours)
    assert {item.title for item in view.standing_items} == {"Our own business", "Winter beds"}
    async with transactions.scope_tx(north.scope):
        await meetings.cancel_meeting(north.scope, meeting_id=meeting_id, because="Snow")
    third = await north.act(operations.share_agenda, **given)
    await north.post()
    await south.act(operations.take_up_agenda, received_id=third)
    off = await south.act(meeting_queries.meeting, meeting_id=ours)
    assert off.cancelled_because == "NHS North CCG (invented) cancelled it: Snow"
    assert "took it off" in next(item.withdrawn_because for item in view.items if item.withdrawn)


async def _hosted(side: Side, meeting_id: UUID) -> queries.InCommon:
    (shared,) = await side.act(queries.in_common, meeting_id=meeting_id)
    found: queries.InCommon = shared
    return found


async def test_word_that_an_agenda_was_taken_up_is_about_a_meeting_of_the_host(
    north: Side, south: Side
) -> None:
    agreement_id = await agreed(north, south)
    meeting_id, _ = await a_meeting(north, items=(OPEN,))
    agreement = await south.act(posting.hold_agreement, agreement_id=agreement_id)
    said = rules.TakenUp(meeting_id=meeting_id, meeting="Theirs", edition=1)
    message_id = await south.act(
        posting.send, agreement=agreement, kind=rules.MessageKind.TAKEN_UP, said=said, about_id=meeting_id
    )
    await south.post()
    sent = await south.act(queries.passed, message_id=message_id)
    assert sent.line.state == "refused" and "hosts no such meeting" in (sent.line.refused_because or "")
    with pytest.raises(rules.UnableToDeliver, match="joint committee"):
        rules.check_within(rules.Kind.JOINT, Shares.ALL, said)


async def test_private_items_pass_only_where_the_agreement_says_so(north: Side, south: Side) -> None:
    for shares, titles in ((Shares.PUBLIC, {OPEN[0]}), (Shares.ALL, {OPEN[0], CLOSED[0]})):
        agreement_id = await agreed(north, south, shares=shares)
        meeting_id, _ = await a_meeting(north, items=(OPEN, CLOSED))
        given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
        await north.act(operations.mark_in_common, **given)
        await north.act(operations.share_agenda, **given)
        await north.post()
        (offer,) = await south.act(offers_of, agreement_id=agreement_id)
        assert {item.title for item in offer.agenda.items} == titles


async def test_nothing_passes_before_the_answer_or_after_the_end(north: Side, south: Side) -> None:
    agreement_id = await proposed(north, south)
    meeting_id, _ = await a_meeting(north, items=(OPEN,))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    with pytest.raises(UnableToShare, match="not in force here"):
        await north.act(operations.mark_in_common, **given)
    await accepted(south, agreement_id)
    await north.act(operations.mark_in_common, **given)
    late = await north.act(operations.share_agenda, **given)
    await south.act(operations.end, agreement_id=agreement_id, because="We merge.")

    await door.deliver(north.scope, message_id=late)  # written in time, carried after the other side ended it
    sent = await north.act(queries.passed, message_id=late)
    assert sent.line.state == "refused" and "not in force at NHS South CCG" in (
        sent.line.refused_because or ""
    )
    assert await south.act(offers_of, agreement_id=agreement_id) == ()

    await south.post()
    view = await north.act(queries.agreement, agreement_id=agreement_id)
    assert (view.line.state_in_words, view.ended_because) == ("Ended", "We merge.")
    with pytest.raises(UnableToShare, match="not in force here"):
        await north.act(operations.share_agenda, **given)
    await north.post()


@pytest.mark.parametrize("what", ["body", "to", "kind", "undeclared"])
async def test_message_that_was_changed_is_refused_with_a_sentence(
    north: Side, south: Side, what: str
) -> None:
    agreement_id = await agreed(north, south)
    meeting_id, _ = await a_meeting(north, items=(OPEN,))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await north.act(operations.mark_in_common, **given)
    message_id = await north.act(operations.share_agenda, **given)
    change = {
        "body": "body = replace(body, 'Local', 'Other')",
        "to": "to_name = 'x', sent_by_name = 'Somebody else'",
        "kind": "kind = 'powers'",
        "undeclared": 'body = replace(body, \'{"agreement\', \'{"secret":"x","agreement\')',
    }[what]
    async with transactions.scope_tx(north.scope):
        if what == "undeclared":
            await _reseal_with_a_secret(north, message_id)
        else:
            await execute(
                f"UPDATE together_message SET {change} WHERE tenant_id = $1 AND id = $2",
                north.scope.tenant.id,
                message_id,
            )
    await north.post()
    (row,) = await north.rows(
        "SELECT state, refused_because FROM together_message WHERE tenant_id = $1 AND id = $2", message_id
    )
    wanted = "may not pass (secret)" if what == "undeclared" else "SHA-256 differs"
    assert row["state"] == "refused" and wanted in row["refused_because"]
    assert await south.rows("SELECT id FROM together_received WHERE tenant_id = $1 AND kind = 'agenda'") == []


async def _reseal_with_a_secret(side: Side, message_id: UUID) -> None:
    """Whoever can write the sender's rows can seal anew; an undeclared field passes all the same not."""
    from backend.kit.database import fetch
    from backend.together.operations.posting import envelope_of

    (row,) = await fetch(
        "SELECT * FROM together_message WHERE tenant_id = $1 AND id = $2", side.scope.tenant.id, message_id
    )
    body = row["body"].replace("{", '{"secret":"x",', 1)
    sealed = envelope_of(side.scope, {**row, "body": body}).sha256
    await execute(
        "UPDATE together_message SET body = $3, sha256 = $4 WHERE tenant_id = $1 AND id = $2",
        side.scope.tenant.id,
        message_id,
        body,
        sealed,
    )


async def test_message_that_is_carried_twice_arrives_once(north: Side, south: Side) -> None:
    agreement_id = await agreed(north, south)
    meeting_id, _ = await a_meeting(north, items=(OPEN,))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await north.act(operations.mark_in_common, **given)
    message_id = await north.act(operations.share_agenda, **given)
    await north.post()
    async with transactions.scope_tx(north.scope):  # as if the worker died before it noted that it arrived
        await execute(
            "UPDATE together_message SET state = 'waiting', settled_at = NULL WHERE tenant_id = $1 AND id = $2",
            north.scope.tenant.id,
            message_id,
        )
    before = await _counts(south)
    await door.deliver(north.scope, message_id=message_id)
    assert await _counts(south) == before
    assert (await north.act(queries.passed, message_id=message_id)).line.state == "delivered"


async def test_third_body_has_no_part_in_it(found: Found, north: Side, south: Side) -> None:
    third = await a_body(found, "NHS Third CCG (invented)")
    agreement_id = await agreed(north, south)
    before = await _counts(third)
    meeting_id, _ = await a_meeting(north, items=(OPEN,))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await north.act(operations.mark_in_common, **given)
    message_id = await north.act(operations.share_agenda, **given)
    await door.deliver(third.scope, message_id=message_id)  # not its own: it is not there
    async with transactions.scope_tx(north.scope):
        await execute(
            "UPDATE together_message SET to_slug = $3, to_tenant_id = $4 WHERE tenant_id = $1 AND id = $2",
            north.scope.tenant.id,
            message_id,
            third.scope.tenant.slug,
            third.scope.tenant.id,
        )
    await north.post()
    assert (await north.act(queries.passed, message_id=message_id)).line.state == "refused"
    for act in (
        third.act(operations.take_up_agenda, received_id=message_id),
        third.act(operations.end, agreement_id=agreement_id, because="Mine"),
        third.act(queries.passed, message_id=message_id),
    ):
        with pytest.raises(NotFound):
            await act
    assert await _counts(third) == before


async def test_three_bodies_meet_on_one_agenda(found: Found, north: Side, south: Side) -> None:
    third = await a_body(found, "NHS Third CCG (invented)")
    meeting_id, _ = await a_meeting(north, items=(OPEN, CLOSED))
    made = []
    for guest, shares, count in ((south, Shares.PUBLIC, 1), (third, Shares.ALL, 2)):
        given = {"meeting_id": meeting_id, "agreement_id": await agreed(north, guest, shares=shares)}
        await north.act(operations.mark_in_common, **given)
        message_id = await north.act(operations.share_agenda, **given)
        jobs = await north.rows(
            "SELECT id FROM queue.procrastinate_jobs WHERE (args ->> 'tenant_id')::uuid = $1 "
            "AND args ->> 'message_id' = $2",
            str(message_id),
        )
        assert len(jobs) == 1, "one chore a message"
        await north.post()
        ours = await guest.act(operations.take_up_agenda, received_id=message_id)
        assert len((await guest.act(meeting_queries.meeting, meeting_id=ours)).items) == count
        made.append(ours)
    assert len(await north.act(queries.in_common, meeting_id=meeting_id)) == 2
    with pytest.raises(NotFound):
        await south.act(meeting_queries.meeting, meeting_id=made[1])


async def test_pack_goes_to_the_guests_members_but_not_past_a_withholding(north: Side, south: Side) -> None:
    agreement_id = await agreed(north, south, shares=Shares.ALL)
    meeting_id, _ = await a_meeting(north, items=(OPEN, CLOSED))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await north.act(operations.mark_in_common, **given)
    agenda = await north.act(operations.share_agenda, **given)
    full, public, mine = [
        await a_pack(north, meeting_id, variant) for variant in ("full", "public", "member")
    ]
    await north.act(operations.share_pack, **given, pack_id=full)
    await north.act(operations.share_pack, **given, pack_id=public)
    with pytest.raises(UnableToShare, match="one member"):
        await north.act(operations.share_pack, **given, pack_id=mine)
    await north.post()
    ours = await south.act(operations.take_up_agenda, received_id=agenda)
    private_id = (await south.act(meeting_queries.meeting, meeting_id=ours)).items[1].id
    reader = await _a_member(south)

    async def reads() -> list[str]:
        async with transactions.scope_tx(reader, readonly=True):
            (shared,) = await queries.in_common(reader, meeting_id=ours)
            return [pack.pack.variant for pack in shared.packs]

    assert await reads() == ["public", "full"]
    assert reader.actor.person_id
    await south.act(
        meetings.withhold_papers, item_id=private_id, person_id=reader.actor.person_id, reason="A partner"
    )
    assert await reads() == ["public"]
    (kept,) = await south.rows(
        "SELECT id FROM together_received WHERE tenant_id = $1 AND body LIKE '%\"full\"%'"
    )
    with pytest.raises(NotFound):
        async with transactions.scope_tx(reader, readonly=True):
            await queries.shared_pack(reader, received_id=kept["id"])
    assert (await south.act(queries.shared_pack, received_id=kept["id"])).pack.variant == "full"


async def test_members_copy_stays_where_papers_are_withheld(north: Side, south: Side) -> None:
    agreement_id = await agreed(north, south, shares=Shares.ALL)
    meeting_id, ids = await a_meeting(north, items=(OPEN, CLOSED))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await north.act(operations.mark_in_common, **given)
    full = await a_pack(north, meeting_id, "full")
    conflicted = (await _a_member(north)).actor.person_id
    await north.act(meetings.withhold_papers, item_id=ids[1], person_id=conflicted, reason="A partner")
    with pytest.raises(UnableToShare, match="withheld from somebody"):
        await north.act(operations.share_pack, **given, pack_id=full)


async def _a_member(side: Side) -> Scope:
    """Somebody who sits on the side's committee, with what a member may do."""
    from backend.committees import operations as committees
    from backend.committees import queries as committee_queries
    from backend.people import permissions
    from tests.committees.made import seat_id

    async with transactions.scope_tx(side.scope):
        person_id = await persons.add_person(side.scope, name="Member Invented")
        await committees.appoint(
            side.scope,
            seat_id=await seat_id(side.scope, side.committee_id, "gp"),
            person_id=person_id,
            from_on=side.scope.today,
        )
        seats = await committee_queries.seats_held_by(side.scope, person_id=person_id, on=side.scope.today)
    held = permissions.roles_of_seats(seats)
    return a_scope(
        side.scope.tenant,
        person_id=person_id,
        roles=tuple(held),
        seats=seats,
        permissions=permissions.permissions_for(held),
    )


async def _counts(side: Side) -> dict[str, int]:
    tables = ("together_agreement", "together_received", "notices_letter", "meetings_meeting", "ledger_event")
    found: dict[str, Any] = {}
    for table in tables:
        (row,) = await side.rows(f"SELECT count(*) AS n FROM {table} WHERE tenant_id = $1")
        found[table] = row["n"]
    return found
