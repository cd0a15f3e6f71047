"""What anybody could read of a predecessor before the merger, they read after it: links, pages and proofs."""

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from backend.kit import merkle
from backend.kit.clock import real_now
from backend.people.permissions import EXECUTIVE
from tests.conftest import _settings
from tests.house.world import World, a_world
from tests.succession import stage
from tests.succession.stage import Body

THINGS = ("public_meeting", "public_minutes", "public_register", "release", "line")
PUBLIC = (
    "/meetings",
    "/meetings/feed.atom",
    "/meetings/calendar.ics",
    "/meetings/{public_meeting}",
    "/meetings/{public_meeting}/pack",
    "/meetings/{public_minutes}/minutes",
    "/meetings/{public_minutes}/minutes/file",
    "/registers",
    "/registers/interests",
    "/registers/interests/csv",
    "/registers/interests/json",
    "/registers/interests/pdf",
    "/releases/links/{token}",
)
_EVERY_TIME_ANOTHER = re.compile(rb'nonce[-=]"?[\w-]+|at \d+:\d+[ap]m')
_MERGED = re.compile(rb'<aside class="pb-state pb-state--merged".*?</aside>\s*', re.DOTALL)
"""Every page says that the organisation was merged; that is all that is new on it."""


async def test_links_public_pages_and_proofs_of_a_predecessor_answer_as_before(
    found: Any, app: Any, home: Path, folder: Any
) -> None:
    board = await stage.a_body(found, "NHS One Shire ICB (invented)", kind="ics", now=real_now())
    old = await found(demonstration=True, name="NHS Shire Vale CCG (invented)", kind="ccg")
    world = await a_world(app, _settings(home).cookie_name, old, "SHIRE", others=(EXECUTIVE,))
    made = {thing: await world.new(thing) for thing in THINGS}
    names = {
        **{thing: made[thing]["meeting_id"] for thing in ("public_meeting", "public_minutes")},
        **made["release"],
    }
    before, pack = await _read(app, world, names), await _opened(app, world, names)
    line = await _proven(world, made["line"]["event_id"])

    body = Body(
        officer=world.officer,
        executive=world.scopes[EXECUTIVE],
        committee_id=world.committee_id,
        people=(),
    )
    plan_id = await stage.announced(board, [body])
    await stage.stock_taken(board, plan_id)
    await stage.settled(board, plan_id)
    await stage.as_if_rehearsed(board, plan_id)
    await stage.merged(board, plan_id)
    assert (await stage.plan_of(board, plan_id))["failed_because"] is None

    after = await _read(app, world, names)
    assert {path for path in PUBLIC if before[path] != after[path]} == set()
    assert await _opened(app, world, names) == pack
    assert await _proven(world, made["line"]["event_id"]) == line


def _stranger(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014")


async def _read(app: Any, world: World, names: Mapping[str, str]) -> dict[str, bytes]:
    """What anybody is told at each address."""
    answers = {}
    async with _stranger(app) as client:
        for path in PUBLIC:
            answer = await client.get(f"/t/{world.tenant.slug}/public{path.format(**names)}")
            assert answer.status_code == 200, (path, answer.status_code)
            answers[path] = _MERGED.sub(b"", _EVERY_TIME_ANOTHER.sub(b"", answer.content))
    return answers


async def _opened(app: Any, world: World, names: Mapping[str, str]) -> bytes:
    """The released pack, by its link and its code."""
    root = f"/t/{world.tenant.slug}/public/releases"
    async with _stranger(app) as client:
        given = {"token": names["token"], "code": names["code"]}
        here = (await client.post(f"{root}/links", data=given)).headers["location"]
        begun = await client.post(f"{here}/downloads", data={"form": "sealed"})
        file = await client.get(begun.headers["location"])
    assert file.status_code == 200 and file.content.startswith(b"PK")
    return file.content


async def _proven(world: World, event_id: str) -> tuple[int, str]:
    """A line of the ledger and its place in it, by the file that proves it, followed up to the signed root."""
    answer = await world.visitors["officer"].get(f"/activity/lines/{event_id}/proof.json")
    assert answer.status_code == 200
    file = answer.json()
    _, size, root, *_ = file["checkpoint"].splitlines()
    proof = file["proof"]
    merkle.verify_inclusion(
        leaf=merkle.leaf_hash(proof["leaf"].encode()),
        index=proof["index"],
        size=int(size),
        path=[bytes.fromhex(each) for each in proof["path"]],
        root=base64.b64decode(root),
    )
    return proof["index"], proof["leaf"]
