"""Received packs over HTTP: the file whole and in parts until the moment it ends, and what a reviewer never reaches."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from backend.interests.operations import declaring
from backend.kit.clock import real_now
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from backend.together.rules import RecipientLine, ReleaseChange
from tests.portal.stage import changed, received, released
from tests.reporting.stage import Commissioner, a_commissioner, overseen
from tests.reviewing.stage import Body
from tests.scopes import a_scope
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
NEVER = ("", "/assurance-packs", "/releases", "/interests", "/meetings", "/portal", "/activity")


async def a_reviewer(visit: Visit, hands: Scope, name: str) -> tuple[Visitor, Scope]:
    """Signed in, and declared."""
    visitor = await visit(hands, name=name, roles=("reviewer",))
    scope = replace(
        hands,
        actor=Actor(name=name, person_id=visitor.person_id),
        roles=frozenset({permissions.REVIEWER}),
        permissions=permissions.permissions_for({permissions.REVIEWER}),
    )
    async with transactions.scope_tx(scope):
        await declaring.make_nil_return(scope, person_id=visitor.person_id)
    return visitor, scope


async def received_by_piers(
    visit: Visit, found: Any, **release: Any
) -> tuple[Visitor, Visitor, Commissioner, Body, Any, Any]:
    tenant = await found(demonstration=True, kind="reviewing-body", name="Marches Edge (invented)")
    hands = a_scope(tenant, now=real_now())
    piers, scope = await a_reviewer(visit, hands, "Piers Invented")
    nola, other = await a_reviewer(visit, hands, "Nola Invented")
    body = Body(officer=hands, reviewers={"Piers": scope, "Nola": other})
    ours = await a_commissioner(found, now=real_now())
    agreement_id = await overseen(ours, body)
    async with transactions.scope_tx(hands, readonly=True):
        line = await people.person_line_of(hands, person_id=piers.person_id)
    sent = await released(
        ours.scope("officer"),
        agreement_id,
        recipients=(RecipientLine(name=line.name, address=(line.email or "").upper()),),
        **release,
    )
    await ours.post()
    return piers, nola, ours, body, agreement_id, sent


async def test_file_is_had_after_proof_in_parts_and_no_byte_after_the_end(visit: Visit, found: Any) -> None:
    piers, nola, ours, body, agreement_id, sent = await received_by_piers(visit, found)
    (line,) = await received(body)
    at = line.path
    assert "Quarterly assurance pack" in (await piers.get("/portal")).text
    assert (await piers.get(f"{at}/file")).status_code == 422, "first prove who you are"
    envelope = await nola.get(at)
    assert sent.sha256 in envelope.text and "The envelope alone" in envelope.text
    for refused in (await nola.get(f"{at}/file"), await nola.post(f"{at}/taking")):
        assert refused.status_code == 403

    assert (await piers.post(f"{at}/taking")).status_code == 303
    whole = await piers.get(f"{at}/file")
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    assert hashlib.sha256(whole.content).hexdigest() == sent.sha256
    size, tag = len(sent.data), whole.headers["etag"]
    for asked, part in (
        ("bytes=0-9", sent.data[:10]),
        ("bytes=100-", sent.data[100:]),
        ("bytes=-7", sent.data[-7:]),
    ):
        answer = await piers.get(f"{at}/file", headers={"Range": asked, "If-Range": tag})
        assert (answer.status_code, answer.content) == (206, part)
    beyond = await piers.get(f"{at}/file", headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")

    officer = ours.scope("officer")
    await changed(officer, agreement_id, sent.release_id, ReleaseChange.REVOKED, because="Sent in error")
    await ours.post()
    for headers in ({}, {"Range": "bytes=100-", "If-Range": tag}):
        late = await piers.get(f"{at}/file", headers=headers)
        assert late.status_code == 422 and "revoked the release" in late.text
    kept = (await piers.get(at)).text
    assert sent.sha256 in kept and "Sent in error" in kept


async def test_release_that_ran_out_gives_no_byte(visit: Visit, found: Any) -> None:
    piers, _, _, body, _, _ = await received_by_piers(visit, found, lasts=timedelta(milliseconds=1))
    (line,) = await received(body)
    for answer in (
        await piers.post(f"{line.path}/taking"),
        await piers.get(f"{line.path}/file"),
        await piers.get(f"{line.path}/file", headers={"Range": "bytes=0-0"}),
    ):
        assert answer.status_code == 422 and "expired" in answer.text


async def test_reviewer_reaches_nothing_of_the_commissioners_own(visit: Visit, found: Any) -> None:
    """What it may read is its copies: the commissioner's own addresses answer as if it were nowhere."""
    tenant = await found(demonstration=True, kind="reviewing-body", name="Marches Edge (invented)")
    piers, _ = await a_reviewer(visit, a_scope(tenant, now=real_now()), "Piers Invented")
    ours = await found(demonstration=True, name="Bramble Vale CCG (invented)")
    for path in NEVER:
        there = await piers.client.get(f"/t/{ours.slug}{path}")
        nowhere = await piers.client.get(f"/t/nowhere-at-all{path}")
        assert there.status_code == nowhere.status_code == 404
        assert "Bramble Vale" not in there.text
