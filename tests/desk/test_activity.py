"""What was done, in sentences, for those who may see the record; and the proof of each line."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.desk.activity import seeing, sentences
from backend.kit import database, merkle, notes
from backend.kit.identity import new_id
from backend.ledger import reading, sealing
from backend.people import permissions
from backend.scope import NotFound
from backend.tenancy import transactions
from tests.house.route_table import ROUTES


def a_line(**said: Any) -> reading.EventLine:
    values: dict[str, Any] = dict.fromkeys(reading.EventLine.__dataclass_fields__)
    return reading.EventLine(**{**values, "erased": False, **said})


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("actions.action.closed", "Action “Send the plan” was closed by Rowan Exemplar."),
        (
            "assurance.evidence-file.taken-off",
            "Evidence file “Send the plan” was taken off by Rowan Exemplar.",
        ),
        ("together.message.came-back", "Message “Send the plan” came back; recorded by Rowan Exemplar."),
    ],
)
def test_line_reads_like_a_sentence(act: str, told: str) -> None:
    assert (
        sentences.sentence_of(a_line(act=act, subject_title="Send the plan", actor_name="Rowan Exemplar"))
        == told
    )


def test_changes_are_told_field_by_field_and_what_stayed_is_not() -> None:
    line = a_line(
        before={"due_on": "2014-06-03", "owner_id": "a", "words": "Same", "open": True},
        after={"due_on": "2014-06-10", "owner_id": "b", "words": "Same", "open": False, "steps": [{"a": 1}]},
    )
    told = [(each.field, each.before, each.after) for each in sentences.changes_of(line)]
    assert told == [
        ("due on", "3 June 2014", "10 June 2014"),
        ("owner", "a", "b"),
        ("open", "yes", "no"),
        ("steps", None, "1 of them"),
    ]
    assert sentences.changes_of(a_line(before=None, after=None)) == ()


def test_every_record_with_lines_leads_to_a_page_that_there_is_under_the_permission_that_it_asks() -> None:
    pages = {
        route.path.removeprefix("/t/{slug}").replace(
            "{" + route.parameters[0] + "}", "{id}"
        ): route.permission
        for route in ROUTES
        if route.method == "GET" and len(route.parameters) == 1
    }
    for kind, seen in seeing.KINDS.items():
        assert pages.get(seen.path) == seen.permission, kind
        assert seen.permission in permissions.PERMISSIONS


async def test_every_kind_is_asked_of_its_own_room(demo_scope: Any) -> None:
    async with transactions.scope_tx(demo_scope, readonly=True):
        for kind, seen in seeing.KINDS.items():
            with pytest.raises(NotFound):
                await seen.ask(demo_scope, new_id())
                pytest.fail(f"{kind} answers for one that never was")


async def an_action(scope: Any, *, owner: UUID) -> UUID:
    async with transactions.scope_tx(scope):
        return await actions.undertake(
            scope,
            source=Source(kind=SourceKind.AUDIT, title="An invented audit"),
            words="Send the invented plan",
            owner_person_id=owner,
            due_on=scope.today + timedelta(days=30),
        )


async def test_lines_are_read_by_those_who_may_see_the_record_and_proven(demo_scope: Any, visit: Any) -> None:
    officer = await visit(roles=(permissions.OFFICER,))
    owner = await visit(roles=(permissions.EXECUTIVE,))
    finance = await visit(roles=(permissions.FINANCE,))
    action_id = await an_action(demo_scope, owner=owner.person_id)
    path = f"/activity/records/actions/action/{action_id}"

    page = await officer.get(path)
    assert (
        "Action “A-1 Send the invented plan” was undertaken by" in page.text and "Not sealed yet" in page.text
    )
    assert (await owner.get(path)).status_code == 200, "who may see the action may see what was done to it"
    assert (await finance.get(path)).status_code == 404
    assert (await owner.get(f"/activity/records/actions/action/{new_id()}")).status_code == 404

    event_id = page.text.split("/activity/lines/")[1].split('"')[0]
    assert "not sealed yet" in (await officer.get(f"/activity/lines/{event_id}")).text
    assert (await officer.get(f"/activity/lines/{event_id}/proof.json")).status_code == 404
    await sealing.seal_now(demo_scope)
    told = await owner.get(f"/activity/lines/{event_id}")
    assert (
        "were followed just now, and hold" in told.text
        or "was followed" in told.text
        or "0 steps" in told.text
    )
    assert (await finance.get(f"/activity/lines/{event_id}")).status_code == 404

    file = json.loads((await owner.get(f"/activity/lines/{event_id}/proof.json")).content)
    checkpoint = notes.read_checkpoint(notes.read_note(file["checkpoint"].encode()).text)
    merkle.verify_inclusion(
        leaf=merkle.leaf_hash(file["proof"]["leaf"].encode()),
        index=file["proof"]["index"],
        size=checkpoint.size,
        path=[bytes.fromhex(each) for each in file["proof"]["path"]],
        root=checkpoint.root,
    )


async def test_line_that_was_altered_after_sealing_is_told_as_such(
    demo_scope: Any, visit: Any, server_url: str, database_name: str
) -> None:
    officer = await visit(roles=(permissions.OFFICER,))
    action_id = await an_action(demo_scope, owner=officer.person_id)
    await sealing.seal_now(demo_scope)
    page = await officer.get(f"/activity/records/actions/action/{action_id}")
    event_id = page.text.split("/activity/lines/")[1].split('"')[0]
    superuser = await asyncpg.connect(**{**database.connection_config(server_url), "database": database_name})
    async with superuser.transaction():
        await superuser.execute("SET LOCAL session_replication_role = replica")
        await superuser.execute(
            "UPDATE ledger_event SET subject_title = 'Something else' WHERE tenant_id = $1 AND id = $2::text::uuid",
            demo_scope.tenant.id,
            event_id,
        )
    await superuser.close()
    told = await officer.get(f"/activity/lines/{event_id}")
    assert told.status_code == 200 and "does not agree with what was sealed" in told.text
    assert (await officer.get(f"/activity/lines/{event_id}/proof.json")).status_code == 404


async def test_activity_is_found_by_person_part_word_and_day_and_exported(
    demo_scope: Any, visit: Any
) -> None:
    officer = await visit(roles=(permissions.OFFICER,))
    owner = await visit(roles=(permissions.EXECUTIVE,))
    await an_action(demo_scope, owner=owner.person_id)
    found = "was undertaken by"
    assert found in (await officer.get("/activity")).text
    assert found in (await officer.get("/activity", params={"text": "INVENTED PLAN"})).text
    assert found in (await officer.get("/activity", params={"room": "actions"})).text
    for other in ({"room": "risks"}, {"text": "nothing of the kind"}, {"until": "1/1/2001"}):
        assert "No line matches" in (await officer.get("/activity", params=other)).text
    wrong = await officer.get("/activity", params={"since": "32/13/2014"})
    assert wrong.status_code == 200 and "The first day can’t be read" in wrong.text
    sheet = await officer.get("/activity.csv", params={"room": "actions"})
    assert "Action “A-1 Send the invented plan” was undertaken by" in sheet.content.decode("utf-8-sig")
    assert (await owner.get("/activity")).status_code == 403
    assert (await owner.get(f"/activity/people/{owner.person_id}")).status_code == 200
    assert (await owner.get(f"/activity/people/{officer.person_id}")).status_code == 404
    assert (await officer.get(f"/activity/people/{owner.person_id}")).status_code == 200
