"""The life of an organisation in the app: an export that is taken away, and two people who end it."""

import io
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.archives import making
from backend.archives.operations import exporting, settling
from backend.archives.queries import life
from backend.archives.rules import settling as rules
from backend.archives.rules.settling import Ending, ProposalState, Standing
from backend.evidence import store
from backend.kit import keyholder
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.packs import sealing
from backend.provision import lifetime
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
TODAY = real_now().date()
A_DAY = {"ends_on-day": TODAY.day, "ends_on-month": TODAY.month, "ends_on-year": TODAY.year}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, ring: KeyRing) -> None:
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))
    sealing.use(ring)
    keyholder.use(ring)


async def test_everything_is_taken_along_and_two_people_end_it(
    visit: Visit, demo_scope: Scope, found: Callable[..., Awaitable[Tenant]]
) -> None:
    officer, executive = await visit(), await visit(name="Kim Made-up", roles=("executive-owner",))

    # an export: asked for, made, fetched by whoever proves who they are, and then readable by nobody
    assert (await officer.post("/life/exports")).status_code == 303
    assert "being made already" in (await officer.post("/life/exports")).text
    (export,) = await _exports(demo_scope)
    for path in (f"/life/exports/{export.id}/file", f"/life/exports/{new_id()}/file"):
        assert (await officer.get(path)).status_code in {404, 422}
    await making.make(demo_scope, export_id=export.id)
    await making.make(demo_scope, export_id=export.id)
    page = (await officer.get("/life")).text
    assert "Download" in page and "Ready" in page
    sent = await officer.post(f"/life/exports/{export.id}/download")
    assert sent.headers["location"].endswith(f"/life/exports/{export.id}/file")
    answer = await officer.client.get(sent.headers["location"])
    assert answer.headers["content-type"] == "application/zip"
    assert b"Robin Invented" in zipfile.ZipFile(io.BytesIO(answer.content)).read("tables/people_person.jsonl")
    assert (await executive.post(f"/life/exports/{export.id}/download")).status_code == 403
    stranger = a_scope(await found(demonstration=True), now=real_now())
    assert await _exports(stranger) == ()
    later = _at(demo_scope, days=8)
    async with transactions.scope_tx(later):
        await exporting.end_old(later)
    assert (await officer.get(f"/life/exports/{export.id}/file")).status_code == 422
    assert "No longer kept" in (await officer.get("/life")).text

    # ending: everything that is wrong is said, one proposal at a time, and the second person is another one
    empty = await officer.post("/life/closing", {"reason": ""})
    assert empty.status_code == 422 and "There is a problem" in empty.text
    early = {**A_DAY, "ends_on-year": TODAY.year + 1, "reason": "An order"}
    assert "has not come yet" in (await officer.post("/life/closing", early)).text
    assert (await executive.post("/life/closing", {**A_DAY, "reason": "An order"})).status_code == 403
    assert (await officer.post("/life/closing", {**A_DAY, "reason": "An order"})).status_code == 303
    again = await officer.post("/life/closing", {**A_DAY, "reason": "An order"})
    assert again.status_code == 409 and "open proposal already" in again.text
    proposal = (await _proposals(demo_scope))[0]
    assert (await officer.post(f"/life/proposals/{proposal.id}/approval")).status_code == 403
    assert (await executive.post(f"/life/proposals/{new_id()}/approval")).status_code == 404
    with pytest.raises(rules.UnableToApprove, match="second person"):
        await _as(demo_scope, officer.person_id, settling.approve, proposal_id=proposal.id)
    assert "Approve: close the organisation" in (await executive.get("/life")).text
    assert (await executive.post(f"/life/proposals/{proposal.id}/approval")).status_code == 303

    # closed: read by all, changed by nobody, exported still, and not to be deleted for a long time
    page = (await officer.get("/life")).text
    assert "CLOSED." in page and "kept for 20 years" in page and "Propose to close" not in page
    assert "Bring in" not in (await officer.get("/interests")).text  # what would be refused is not offered
    assert (await officer.post("/organisations", {"name": "Late"})).status_code == 409
    late = await officer.post("/life/deletion", {"reason": "Old"})
    assert late.status_code == 422 and "kept for 20 years" in late.text
    assert (await officer.post("/life/exports")).status_code == 303
    (newest, *_) = await _exports(demo_scope)
    await making.make(demo_scope, export_id=newest.id)
    assert "Closed" in (await officer.get("/life")).text
    (newest, *_) = await _exports(demo_scope)
    assert newest.state is rules.ExportState.READY


async def test_deletion_is_proposed_approved_and_waits(demo_scope: Scope, visit: Visit) -> None:
    officer, executive = await visit(), await visit(name="Kim Made-up", roles=("executive-owner",))
    ended = _at(demo_scope)
    async with transactions.scope_tx(ended):
        await lifetime.close_tenant(ended, on=ended.today - timedelta(days=366 * 21), reason="Long ago")
    closed = _closed(ended)
    proposal_id = await _as(closed, officer.person_id, settling.propose_deletion, reason="Kept long enough")
    await _as(closed, executive.person_id, settling.approve, proposal_id=proposal_id)
    (view,) = await _proposals(closed)
    assert (view.kind, view.state) == (Ending.DELETE, ProposalState.APPROVED)
    assert view.not_before == closed.now + rules.WAITS
    await _as(closed, officer.person_id, settling.withdraw, proposal_id=proposal_id, because="An inquiry")
    assert [each.state for each in await _proposals(closed)] == [ProposalState.WITHDRAWN]


def test_everything_in_the_way_of_a_deletion_is_said_at_once() -> None:
    standing = Standing(state="live", name="North", ended_on=TODAY, holds=1, requests_open=2, links_live=1)
    found = rules.in_the_way_of_deleting(standing, today=TODAY)
    assert len(found) == 5 and "1 hold stands" in found[2] and "2 requests" in found[3]
    assert rules.kept_until(TODAY.replace(year=2024, month=2, day=29)) == TODAY.replace(
        year=2044, month=2, day=29
    )
    with pytest.raises(rules.UnableToApprove, match=r"no approved deletion.*It waits until.*hold"):
        rules.check_can_carry_out(
            kind=Ending.CLOSE,
            state=ProposalState.OPEN,
            not_before=real_now() + timedelta(days=1),
            now=real_now(),
            in_the_way=found,
        )


async def _exports(scope: Scope) -> tuple[life.ExportView, ...]:
    async with transactions.scope_tx(scope, readonly=True):
        return await life.exports_of(scope)


async def _proposals(scope: Scope) -> tuple[life.ProposalView, ...]:
    async with transactions.scope_tx(scope, readonly=True):
        return await life.proposals_of(scope)


def _at(scope: Scope, *, days: int = 0) -> Scope:
    return a_scope(scope.tenant, now=scope.now + timedelta(days=days))


def _closed(scope: Scope) -> Scope:
    ended = scope.today - timedelta(days=366 * 21)
    return replace(scope, tenant=replace(scope.tenant, state="closed", ended_on=ended))


async def _as(scope: Scope, person_id: UUID, act: Any, **given: Any) -> Any:
    acting = a_scope(scope.tenant, now=scope.now, person_id=person_id)
    proved = {"proved_by": "A test"} if act is settling.approve else {}
    async with transactions.scope_tx(acting, after_end=True):
        return await act(acting, **proved, **given)
