"""Packs that a neighbour released to this world, and what regulators ask of it, in the two worlds of the sweep."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.portal import operations
from backend.portal.tables import Answer, Check
from backend.releases.operations import answers, evidence
from backend.releases.queries.evidence import request_of
from backend.scope import Scope
from backend.tenancy import transactions
from backend.together import operations as together
from backend.together.rules import Kind, Shares
from tests.house.world_reviewing import _declared, _reviewer
from tests.house.world_together import _neighbour
from tests.packs.sealed import KEY
from tests.portal.stage import a_bag, released
from tests.together.stage import Side

Ids = dict[str, str]
Maker = Callable[[Any], Awaitable[Ids]]
_AGREED: dict[UUID, tuple[Side, UUID]] = {}
"""By world: a neighbour that this world oversees, and the agreement; made once."""


async def _overseen(world: Any) -> tuple[Side, UUID]:
    if world.tenant.id not in _AGREED:
        from tests.house.world import MAKERS

        neighbour = await _neighbour(world)
        person_id = UUID((await MAKERS["person"](world))["person_id"])
        ours = Side(scope=world.officer, committee_id=new_id(), signer_id=person_id)
        _AGREED[world.tenant.id] = (neighbour, await _agreed(world, ours, neighbour))
    return _AGREED[world.tenant.id]


async def _agreed(world: Any, reviewer: Side, commissioner: Side) -> UUID:
    """Oversight, proposed by the reviewer and accepted."""
    agreement_id: UUID = await reviewer.act(
        together.propose,
        to_slug=commissioner.scope.tenant.slug,
        kind=Kind.OVERSIGHT,
        shares=Shares.SUBMITTED,
        name=world.word("oversight"),
        terms=world.word("terms"),
        committee_id=None,
        from_on=world.officer.today,
        signed_by_id=reviewer.signer_id,
        authority=world.word("minute"),
    )
    await reviewer.post()
    await commissioner.act(
        together.accept,
        agreement_id=agreement_id,
        committee_id=None,
        signed_by_id=commissioner.signer_id,
        authority=world.word("minute"),
    )
    await commissioner.post()
    return agreement_id


async def _received(world: Any, **traits: Any) -> Ids:
    """A pack that came, and nobody here has the address of its recipient."""
    await _declared(_reviewer(world))
    neighbour, agreement_id = await _overseen(world)
    sender = replace(neighbour.scope, now=real_now())
    sent = await released(
        sender,
        agreement_id,
        title=world.word("pack"),
        to=(f"who-{new_id()}",),
        issue=traits.pop("issue", 1),
        lasts=timedelta(days=9),
        **traits,
    )
    await neighbour.post()
    async with transactions.scope_tx(world.officer, readonly=True):
        rows = await fetch(
            "SELECT k.id, k.commissioner_id, r.id AS recipient_id FROM portal_pack k "
            "JOIN portal_recipient r ON r.tenant_id = $1 AND r.pack_id = k.id "
            "WHERE k.tenant_id = $1 AND k.release_id = $2",
            world.tenant.id,
            sent.release_id,
        )
    return {
        "pack_id": str(rows[0]["id"]),
        "commissioner_id": str(rows[0]["commissioner_id"]),
        "recipient_id": str(rows[0]["recipient_id"]),
        "person_id": str(world.visitors["reviewer"].person_id),
    }


async def _named(world: Any, **traits: Any) -> Ids:
    """A pack that came for the world's reviewer."""
    ids = await _received(world, **traits)
    async with transactions.scope_tx(world.officer):
        await operations.name_recipient(
            world.officer,
            pack_id=UUID(ids["pack_id"]),
            recipient_id=UUID(ids["recipient_id"]),
            person_id=UUID(ids["person_id"]),
        )
    return ids


async def _checked(world: Any, **traits: Any) -> Ids:
    """With a check of which nothing wrong came, as the worker leaves it."""
    ids = await _named(world, **traits)
    scope = world.officer.as_chore("portal.check")
    async with transactions.scope_tx(scope):
        await Check.add(
            scope,
            pack_id=UUID(ids["pack_id"]),
            checked_at=real_now(),
            checked_by_name=scope.actor.name,
            holds=True,
            pinned=False,
            lines=json.dumps([["the ZIP file", True, world.word("line of the check")]]),
            fingerprint=KEY.fingerprint,
            key_name=KEY.name,
            words="Invented",
        )
    return ids


async def _taken(world: Any) -> Ids:
    ids = await _named(world)
    reviewer = _reviewer(world)
    async with transactions.scope_tx(reviewer):
        await operations.take(reviewer, pack_id=UUID(ids["pack_id"]), proved_by="A code (invented)")
    return ids


async def _two(world: Any) -> Ids:
    """Two issues of which the second says more."""
    before = await _checked(world)
    data = a_bag(f"{world.word('row')},Invented Homes\n")
    return {**await _checked(world, issue=2, data=data), "before_id": before["pack_id"]}


async def _asked(world: Any) -> Ids:
    """Asked by the world's reviewer, and answered with a file."""
    from backend.evidence import operations as files

    ids = await _named(world)
    reviewer = _reviewer(world)
    data = world.word("in the file").encode()
    async with transactions.scope_tx(reviewer):
        request_id = await operations.ask(
            reviewer,
            pack_id=UUID(ids["pack_id"]),
            words=world.word("request"),
            due_on=reviewer.today + timedelta(days=9),
        )
        name = f"{world.word('file')}.txt"
        file_id = await files.keep_file(reviewer, name=name, media_type="text/plain", data=data)
        file = {
            "part": "attachment",
            "name": name,
            "media_type": "text/plain",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "file_id": str(file_id),
        }
        await Answer.add(
            reviewer,
            request_id=request_id,
            answer_id=new_id(),
            words=world.word("answer"),
            prepared_by="Perry Invented",
            approved_by="Addison Invented",
            approved_at=reviewer.now,
            files=json.dumps([file]),
            sha256="0" * 64,
            received_at=reviewer.now,
        )
    return {**ids, "request_id": str(request_id), "file_id": str(file_id)}


async def _key(world: Any) -> Ids:
    ids = await _received(world)
    reviewer = _reviewer(world)
    async with transactions.scope_tx(reviewer):
        key_id = await operations.enter(
            reviewer,
            commissioner_id=UUID(ids["commissioner_id"]),
            name=world.word("key"),
            fingerprint=_digits(),
            source=world.word("letter"),
        )
    return {**ids, "key_id": str(key_id), "fingerprint": _digits()}


async def _handing(world: Any) -> Ids:
    """A pack, and a neighbour that takes over."""
    ids = await _named(world)
    agreement_id = await _under(world)
    return {**ids, "agreement_id": str(agreement_id)}


async def _under(world: Any) -> UUID:
    """An agreement under which a neighbour oversees this world."""
    from tests.house.world import MAKERS

    neighbour = await _neighbour(world)
    person_id = UUID((await MAKERS["person"](world))["person_id"])
    ours = Side(scope=world.officer, committee_id=new_id(), signer_id=person_id)
    return await _agreed(world, neighbour, ours)


async def _request(world: Any) -> Ids:
    """A request of a regulator about a pack that this world released."""
    scope = world.officer
    sent = await released(scope, await _under(world), title=world.word("pack"))
    async with transactions.scope_tx(scope):
        request_id = await evidence.ask_for_evidence(
            scope,
            release_id=sent.release_id,
            words=world.word("request"),
            place=None,
            asked_by=world.word("asker"),
            asked_on=scope.today,
            due_on=scope.today + timedelta(days=9),
        )
    return {
        "request_id": str(request_id),
        "release_id": str(sent.release_id),
        "person_id": str(world.visitors["executive-owner"].person_id),
    }


async def _answer(world: Any) -> Ids:
    """An answer with a file, that waits for approval."""
    ids = await _request(world)
    scope: Scope = world.officer
    async with transactions.scope_tx(scope):
        await answers.write_answer(
            scope,
            request_id=UUID(ids["request_id"]),
            words=world.word("answer"),
            files=[(f"{world.word('file')}.txt", "text/plain", world.word("in the file").encode())],
        )
        asked = await request_of(scope, request_id=UUID(ids["request_id"]))
    return {**ids, "file_id": str(asked.answers[0].files[0].file_id)}


def _digits() -> str:
    return hashlib.sha256(new_id().bytes).hexdigest()


MAKERS: dict[str, Maker] = {
    "portal_pack": _named,
    "portal_unknown": _received,
    "portal_checked": _checked,
    "portal_taken": _taken,
    "portal_two": _two,
    "portal_request": _asked,
    "portal_key": _key,
    "portal_handing": _handing,
    "evidence_request": _request,
    "evidence_answer": _answer,
}
