"""What anybody may learn of a tenant's keys, also when it has closed; and the letter that an officer sends."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from backend.kit import keyholder
from backend.kit.clock import real_now
from backend.kit.database import execute
from backend.kit.keys import KeyRing
from backend.kit.pdf import walk
from backend.ledger import keeping
from backend.ledger.rules.keys import Use
from backend.packs.trust import read_trust_file
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest.fixture
async def changed(demo_scope: Scope, ring: KeyRing) -> Scope:
    """A tenant whose first seal key was lost and whose second is in force."""
    keyholder.use(ring)
    async with transactions.scope_tx(demo_scope):
        await keeping.rotate(
            demo_scope,
            use=Use.PACK_SEAL,
            because="A laptop was stolen.",
            compromised_at=real_now() - timedelta(days=2),
        )
        await keeping.report_seal(demo_scope)
    return demo_scope


async def test_anybody_reads_the_keys_and_takes_them_along(
    visit: Visit, changed: Scope, tmp_path: Path
) -> None:
    visitor = await visit()
    visitor.client.cookies.clear()
    page = await visitor.get("/keys")
    assert page.status_code == 200
    assert "A laptop was stolen." in page.text
    assert "Somebody else may have had this key since" in page.text
    told = (await visitor.get("/keys/keys.json")).json()["keys"]
    assert [(key["use"], key["generation"]) for key in told] == [
        ("pack-seal", 2),
        ("pack-seal", 1),
        ("checkpoint", 1),
        ("report-seal", 1),
    ]
    assert all(key["fingerprint"] in page.text for key in told)
    file = tmp_path / "trust.txt"
    file.write_bytes((await visitor.get("/keys/trust.txt")).content)
    assert [key.fingerprint for key in read_trust_file(file)] == [told[0]["fingerprint"]]


async def test_keys_outlive_the_organisation_that_sealed_with_them(visit: Visit, changed: Scope) -> None:
    visitor = await visit()
    visitor.client.cookies.clear()
    before = (await visitor.get("/keys/keys.json")).json()
    async with transactions.scope_tx(changed):
        await execute("UPDATE tenancy_tenant SET state = 'closed' WHERE id = $1", changed.tenant.id)
    assert (await visitor.get("/keys/keys.json")).json() == before
    assert (await visitor.get("/keys")).status_code == 200
    assert (await visitor.get("/public/meetings")).status_code == 200, "what was published stays"


async def test_officer_prints_one_page_with_the_fingerprints_in_force(visit: Visit, changed: Scope) -> None:
    officer = await visit()
    answer = await officer.get("/ledger/keys/letter")
    assert answer.headers["content-type"] == "application/pdf"
    (read,) = walk.walk_many([answer.content])
    words = "".join(" ".join(read.texts).split())
    told = json.loads((await officer.get("/keys/keys.json")).text)["keys"]
    assert read.pages == 1
    assert read.problems == ()
    for key in told:
        assert (key["fingerprint"].replace(" ", "") in words) is (key["until"] is None)
    member = await visit(name="Sage Invented", roles=())
    assert (await member.get("/ledger/keys/letter")).status_code == 403
