"""A joint committee: seats of two bodies, powers from each, and what the other body is told of its decisions."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend.catalogue.demonstrations import Part
from backend.catalogue.powers import PowerFunction
from backend.committees import queries as committees
from backend.evidence import store
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.kit.storage import storage_from_url
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.people import permissions
from backend.powers import operations as powers
from backend.powers.queries import finding_for, joint_power_lines
from backend.powers.rules import FindingKind
from backend.scope import NotFound
from backend.tenancy import transactions
from backend.together import operations, queries, rules
from backend.together.beside import records_of_joint
from backend.together.rules import Kind, UnableToShare
from tests.powers.made import body, said
from tests.scopes import a_scope
from tests.together.stage import Found, a_body, a_meeting, agreed


async def test_joint_committee_has_powers_of_every_body_or_none(found: Found, tmp_path: Path) -> None:
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))
    north = await a_body(found, "NHS North CCG (invented)")
    south = await a_body(found, "NHS South CCG (invented)")
    async with transactions.scope_tx(north.scope):
        function_id = await powers.add_function(
            north.scope,
            function=PowerFunction(
                id="approve-schemes", name="Approve schemes", authority="NHS Act 2006", mark="setting"
            ),
        )
        await powers.add_entry(
            north.scope,
            said=said(function_id, body(north.committee_id), clause="North 3.1", from_on=north.scope.today),
        )

    async def may(value: int) -> tuple[FindingKind, str]:
        async with transactions.scope_tx(north.scope, readonly=True):
            finding = await finding_for(north.scope, function_id, value, north.committee_id)
        return finding.kind, finding.words

    assert (await may(100))[0] is FindingKind.WITHIN, "a committee of its own needs its own scheme alone"
    agreement_id = await agreed(north, south, kind=Kind.JOINT)
    kind, words = await may(100)
    assert kind is FindingKind.BEYOND and "NHS South CCG (invented): it has not delegated" in words

    line = rules.PowerLine(
        function="Agree local schemes",
        function_slug=None,
        authority="Section 14Z3",
        limit_pence=50_000,
        conditions=None,
        consent_from=None,
        clause="South 9(b)",
        effective_from=south.scope.today,
        effective_until=None,
    )
    await south.act(operations.state_powers, agreement_id=agreement_id, lines=[line])
    await south.post()
    (stated,) = await north.act(joint_power_lines, agreement_id=agreement_id)
    assert (stated.ours, stated.power.clause) == (None, "South 9(b)")
    assert (await may(100))[0] is FindingKind.BEYOND, "nobody has said yet which function of ours that is"
    await north.act(powers.match_power, power_id=stated.id, function_id=function_id)
    kind, words = await may(50_000)
    assert kind is FindingKind.WITHIN and "(South 9(b))" in words and "(North 3.1)" in words
    assert (await may(50_001))[0] is FindingKind.BEYOND

    await south.act(
        operations.state_powers,
        agreement_id=agreement_id,
        lines=[line.model_copy(update={"limit_pence": 60_000, "consent_from": "the Board"})],
    )
    await south.post()
    assert (await may(50_001))[0] is FindingKind.NEEDS_CONSENT, (
        "a later statement, still known for what it means"
    )
    await north.act(operations.state_powers, agreement_id=agreement_id)
    await north.post()
    told = await south.act(queries.stated_powers, agreement_id=agreement_id)
    assert [(each.ours, each.powers.lines[0].clause) for each in told] == [
        (True, "South 9(b)"),
        (False, "North 3.1"),
    ]

    await north.act(operations.represent, agreement_id=agreement_id, theirs=["gp"], at_least_each=1)
    view = await north.act(committees.committee, committee_id=north.committee_id)
    assert "one of those in the seat “gp”" in (view.quorum_in_words or "")

    meeting_id, (item_id,) = await a_meeting(north, items=(("A scheme", Part.PUBLIC),), in_days=-1)
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    with pytest.raises(UnableToShare, match="no decision"):
        await north.act(operations.share_decisions, **given)
    with pytest.raises(UnableToShare, match="not signed yet"):
        await north.act(operations.share_minutes, **given)
    await north.act(
        meetings.record_decision,
        item_id=item_id,
        text="The scheme is agreed.",
        outcome=Outcome.AGREED,
        decided_at=north.scope.now - timedelta(hours=23),
        decision_id=new_id(),
    )
    message_id = await north.act(operations.share_decisions, **given)
    await north.post()
    received = await south.act(queries.passed, message_id=message_id)
    assert ("Decisions, 1, words", "The scheme is agreed.") in received.said
    member = a_scope(south.scope.tenant, permissions=permissions.permissions_for([permissions.MEMBER]))
    async with transactions.scope_tx(member, readonly=True):
        told_members = await records_of_joint(member, south.committee_id)
        record = await queries.joint_record(member, record_id=message_id)
        assert await records_of_joint(member, new_id()) is None, "another committee"
    assert told_members is not None and told_members.rows[0].path == f"/together/records/{message_id}"
    assert [(each.words, outcome) for each, outcome in record.decisions] == [
        ("The scheme is agreed.", "Agreed")
    ]
    newer = await north.act(operations.share_decisions, **given)
    await north.post()
    async with transactions.scope_tx(member, readonly=True):
        assert [each.id for each in await queries.joint_records(member)] == [newer], (
            "the last of each meeting"
        )
    async with transactions.scope_tx(south.scope):
        await execute(
            "UPDATE together_agreement SET shares = 'all' WHERE tenant_id = $1", south.scope.tenant.id
        )
        assert len(await queries.joint_records(south.scope)) == 1, "an officer sees what passed"
    async with transactions.scope_tx(member, readonly=True):
        assert await queries.joint_records(member) == (), "where private business passes, members do not"
        with pytest.raises(NotFound):
            await queries.joint_record(member, record_id=newer)

    await south.act(operations.end, agreement_id=agreement_id, because="We merge.")
    await south.post()
    kind, words = await may(100)
    assert kind is FindingKind.BEYOND and "it left it on 1 September 2014" in words
