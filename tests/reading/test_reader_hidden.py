"""A paper with hidden data that nobody has cleared: the reader shows it to nobody to whom the paper's page does not."""

import re
from collections.abc import Awaitable, Callable

from backend.committees import operations as committees
from backend.kit.database import fetch
from backend.kit.keys import KeyRing
from backend.meetings import operations as meetings
from backend.packs import sealing
from backend.reading import chores
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed, seat_id
from tests.kit.documents import made
from tests.reading.test_pages import a_paper
from tests.reading.test_reader_pages import a_pack
from tests.visitors import Visitor

WORDS = "asked to agree the pilot"


async def test_a_member_reads_no_paper_whose_hidden_data_is_not_cleared(
    visit: Callable[..., Awaitable[Visitor]], demo_scope: Scope, ring: KeyRing
) -> None:
    sealing.use(ring)
    officer, gp = await visit(name="Olive Invented"), await visit(name="Glenn Invented", roles=())
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
        seat = await seat_id(demo_scope, committee_id, "gp")
        await committees.appoint(demo_scope, seat_id=seat, person_id=gp.person_id, from_on=FIRST)
    meeting_id, paper_id = await a_paper(demo_scope, committee_id)
    async with transactions.scope_tx(demo_scope):
        await meetings.replace_paper(
            demo_scope, paper_id=paper_id, filename="hours.docx", data=made.a_word_file(made.track_changes)
        )
        (version,) = await fetch(
            "SELECT id FROM meetings_paper_version WHERE tenant_id = $1 AND version = 2", demo_scope.tenant.id
        )
    await chores.read_version(demo_scope, version_id=version["id"])

    pack_id = await a_pack(demo_scope, meeting_id)
    assert (await gp.post(f"/packs/{pack_id}/opening")).status_code == 303
    here = f"/packs/{pack_id}/read/paper-{paper_id}"

    page = (await gp.get(here)).text
    assert WORDS not in page and re.search("hidden data[^-]", page.lower())
    assert (await gp.get(f"{here}/note?block=0")).status_code == 404
    note = {"block": "0", "version": "2", "exact": WORDS, "words": "Why?"}
    assert (await gp.post(f"{here}/note", note)).status_code == 404
    assert f"paper-{paper_id}#" not in (await gp.get(f"/packs/{pack_id}/words?words={WORDS}")).text
    assert WORDS not in (await gp.get(f"/packs/{pack_id}/read")).text
    assert (await gp.get(f"/papers/{paper_id}/versions/2/content")).status_code in {403, 404}
    assert WORDS in (await officer.get(f"/papers/{paper_id}/versions/2/content")).text
