"""A release to a regulator that is an organisation here: the pack, its end and its newer issue pass the door."""

from pathlib import Path
from typing import Any

import pytest

from backend.kit.keys import KeyRing
from backend.packs import sealing
from backend.portal.rules import Standing
from backend.releases import operations
from backend.releases.operations import Named
from tests.portal.stage import post, received
from tests.releases.stage import Released, a_pack, released
from tests.reporting.stage import a_commissioner, keep_files_in, overseen
from tests.reviewing.stage import a_body


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, ring: KeyRing) -> None:
    keep_files_in(tmp_path)
    sealing.use(ring)


async def test_a_release_its_end_and_a_newer_issue_arrive(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers")
    ours = await a_commissioner(found)
    agreement_id = await overseen(ours, body)
    people = (Named(name="Piers Invented", post="Reviewer", email="piers@example.invalid"),)
    to = {"agreement_id": agreement_id, "regulator": "A body", "people": people}
    officer = ours.scope("officer")
    first = await released(officer, ours.scope("approver"), a_pack(), **to)
    await post(ours, body)
    (line,) = await received(body)
    view = await first.view()
    assert (line.sha256, line.issue, line.standing) == (view.sha256, 1, Standing.LIVE)

    second = await released(officer, ours.scope("approver"), a_pack("second"), **to)
    await first.act(operations.look_after)
    await _revoked(second)
    await post(ours, body)
    lines = {each.issue: each for each in await received(body)}
    assert lines[1].standing is Standing.SUPERSEDED
    assert lines[2].standing is Standing.REVOKED
    assert lines[1].sha256 == view.sha256  # what was received is not withdrawn


async def _revoked(made: Released) -> None:
    version = (await made.view()).version
    await made.act(operations.revoke, release_id=made.release_id, version=version, because="A test")
