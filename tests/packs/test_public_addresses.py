"""Nothing served to the public names what is private, withheld, withdrawn or replaced: every address is asked."""

import re
from collections.abc import AsyncIterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest_asyncio

from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.pdf import render
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import operations, queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.house.route_table import PUBLIC, ROUTES
from tests.packs import looking
from tests.packs.publicity import INSIDE, SECRET, Stage, Visit, a_public_stage

PRIVATE = (
    SECRET, INSIDE, "Quokka terms", "quokka-file", "It names a contract", "Bilby annex", "The bilby paragraph",
    "bilby-annex", "Bilby metadata",
)  # fmt: skip
GONE = (
    "Ibis numbers",
    "The ibis sentence",
    "ibis-file",
    "The numbat inquiry",
    "The heron figure",
    "heron-file",
)
"""Of a withdrawn item's paper, why it was withdrawn, and of a version that was replaced before anything was public."""
WITHHELD = ("Report on access", "otter")


@pytest_asyncio.fixture
async def stage(demo_scope: Scope, visit: Visit, app: Any) -> AsyncIterator[Stage]:
    async with a_public_stage(demo_scope, visit, app) as made:
        yield made


async def ids_of(stage: Stage) -> dict[str, list[str]]:
    """Every id of the tenant that an address could hold, whatever it is of."""
    async with transactions.scope_tx(stage.now, readonly=True):
        rows = await fetch(
            "SELECT 'meeting' AS kind, id FROM meetings_meeting WHERE tenant_id = $1 "
            "UNION ALL SELECT 'paper', id FROM meetings_paper WHERE tenant_id = $1 "
            "UNION ALL SELECT 'item', id FROM meetings_item WHERE tenant_id = $1",
            stage.scope.tenant.id,
        )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["kind"], []).append(str(row["id"]))
    return found


async def all_that_is_public(stage: Stage) -> dict[str, str]:
    """Every byte that is served without signing in, by its address: our routes with every id, and what they link to."""
    ids = await ids_of(stage)
    known = {
        "slug": [stage.scope.tenant.slug],
        "meeting_id": ids["meeting"],
        "paper_id": [*ids["paper"], *ids["item"]],
        "name": ["quokka-file.md"],
        "register": ["interests", "gifts", "procurement"],
        "token": ["nobody-was-given-this-one"],
        **{key: [str(new_id())] for key in ("recipient_id", "download_id", "disclosure_id", "document_id")},
    }
    waiting: list[str] = []
    for route in ROUTES:
        if route.permission == PUBLIC and route.method == "GET":
            holes = re.findall(r"{(\w+)}", route.path)
            assert set(holes) <= set(known), f"{route.path}: say with what its address is tried"
            fitting = [
                dict(zip(holes, one, strict=True)) for one in product(*(known[name] for name in holes))
            ]
            waiting += [route.path.format(**one) for one in fitting]
    served: dict[str, str] = {}
    asked = set()
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in asked or not address.startswith(f"/t/{stage.scope.tenant.slug}/public/"):
            continue
        asked.add(address)
        answer = await stage.public.get(address)
        assert answer.status_code in {200, 303, 404}, address
        if answer.headers.get("content-type", "").startswith("application/pdf"):
            body = looking.everything_in(answer.content)
        else:
            body = answer.content.decode().lower()
            waiting += re.findall(r'(?:href|src)="([^"]+)"', answer.text)
        if answer.status_code == 200:
            served[address] = f"{body} {answer.headers}".lower()
    return served


def named(served: dict[str, str], words: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    return [(word, address) for word in words for address, body in served.items() if word.lower() in body]


async def test_no_public_address_names_what_is_private_withheld_withdrawn_or_replaced(stage: Stage) -> None:
    pdf = render.render("<h1>Annex</h1><p>The bilby paragraph.</p>", title="Bilby metadata")
    annex = await stage.say(stage.private_id, "Bilby annex", "bilby-annex.pdf", pdf)
    async with transactions.scope_tx(stage.now):
        gone = await meetings.add_item(
            stage.now,
            meeting_id=stage.meeting_id,
            title="An item that went",
            purpose=meeting_rules.Purpose.NOTE,
        )
    await stage.say(gone, "Ibis numbers", "ibis-file.md", b"# Ibis\n\nThe ibis sentence.\n")
    second = await stage.say(stage.item_id, "An annex", "heron-file.md", b"# Annex\n\nThe heron figure.\n")
    async with transactions.scope_tx(stage.now):
        await meetings.withdraw_item(stage.now, item_id=gone, because="The numbat inquiry")
        await meetings.replace_paper(
            stage.now, paper_id=second, filename="annex.md", data=b"# Annex\n\nA kingfisher.\n"
        )
        (withholding,) = await fetch(
            "INSERT INTO meetings_withholding (tenant_id, id, item_id, person_id, reason, decided_at, decided_by_name) "
            "VALUES ($1, gen_random_uuid(), $2, $3, 'Conflicted', $4, 'Somebody') RETURNING id",
            stage.scope.tenant.id,
            stage.item_id,
            stage.executive.person_id,
            stage.now.now,
        )

    # with papers that somebody may not read there is nothing public of the meeting at all
    path = await stage.prepared()
    sha256 = (await stage.line(path)).sha256 or ""
    refused = await stage.executive.post(f"{path}/approve", {"sha256": sha256, "when": "now"})
    assert refused.status_code == 422 and "withheld from somebody" in refused.text
    assert named(await all_that_is_public(stage), [*PRIVATE, *GONE, *WITHHELD, "The spring meeting"]) == []

    async with transactions.scope_tx(stage.now):
        await meetings.give_papers_again(
            stage.now, withholding_id=withholding["id"], because="Given up the interest"
        )
    assert (await stage.approve(await stage.prepared())).status_code == 303
    served = await all_that_is_public(stage)
    kinds = [address.rsplit("/", 1)[1] for address in served]
    assert {"meetings", "pack", "calendar.ics", "feed.atom", str(stage.meeting_id), str(second)} <= set(kinds)
    assert str(annex) not in kinds
    assert len(named(served, ["otter"])) == 2, "its page and the pack: so what is looked for would be found"
    private_ids = [str(annex), str(stage.private_id)]
    assert named(served, [*PRIVATE, *GONE, *private_ids]) == []

    # the same words are in the members' copy, so that this can fail
    async with transactions.scope_tx(stage.now):
        pack_id = await operations.ask_for_board_pack(stage.now, meeting_id=stage.meeting_id)
    await stage.work()
    full = looking.everything_in(await _bytes(stage, pack_id))
    in_full = (SECRET, INSIDE, "Quokka terms", "Bilby annex", "The bilby paragraph", "It names a contract")
    assert [word for word in in_full if word.lower() not in full] == []
    assert all(each in full for each in private_ids)


async def _bytes(stage: Stage, pack_id: UUID) -> bytes:
    async with transactions.scope_tx(stage.now, readonly=True):
        view = await queries.board_pack(stage.now, pack_id=pack_id)
        assert view.file_id is not None, view.failure
        return await evidence.bytes_of(stage.now, file_id=view.file_id)
