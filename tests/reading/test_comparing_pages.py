"""Two versions of a paper compared over HTTP: any two, by whoever may read them, and said where words can't be had."""

from collections.abc import Awaitable, Callable

from backend.committees import operations as committees
from backend.meetings import operations as meetings
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed, seat_id
from tests.kit.documents import made
from tests.kit.pdf.plain import scanned_pdf
from tests.reading.test_pages import a_paper
from tests.visitors import Visitor

SECOND = (
    b"# Premises\n\nThe lease at <Kiln Lane> ends in **July**, & nobody minds.\n\n"
    b"The landlord was asked for five more years.\n"
)


async def test_members_compare_any_two_versions(
    visit: Callable[..., Awaitable[Visitor]], demo_scope: Scope
) -> None:
    officer = await visit(name="Olive Invented")
    gp, audit = await visit(name="Glenn Invented", roles=()), await visit(roles=("regulator",))
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
        seat = await seat_id(demo_scope, committee_id, "gp")
        await committees.appoint(demo_scope, seat_id=seat, person_id=gp.person_id, from_on=FIRST)
    _, paper_id = await a_paper(demo_scope, committee_id)
    here = f"/papers/{paper_id}"

    async def hand_in(name: str, data: bytes) -> None:
        async with transactions.scope_tx(demo_scope):
            await meetings.replace_paper(demo_scope, paper_id=paper_id, filename=name, data=data)

    assert "only one version" in (await gp.get(f"{here}/compare")).text
    await hand_in("premises.md", SECOND)
    async with transactions.scope_tx(demo_scope):
        await meetings.change_cover(
            demo_scope, paper_id=paper_id, answers={"summary": "The lease is running out."}
        )

    assert f"{here}/compare?from=1&amp;to=2" in (await gp.get(here)).text
    page = (await gp.get(f"{here}/compare?from=1&to=2")).text
    assert "What version 2 changed of version 1" in page
    assert "Text: 1 paragraph changed, 1 paragraph added." in page
    assert '<del><span class="nhsuk-u-visually-hidden">[removed: </span>June,' in page
    assert '<ins><span class="nhsuk-u-visually-hidden">[added: </span>July,' in page
    assert "<ins>The landlord was asked for five more years.</ins>" in page
    assert "Cover sheet: neither version has one." in page
    newest = (await gp.get(f"{here}/compare")).text
    assert "What version 3 changed of version 2" in newest and "It is the same file." in newest
    assert "Cover sheet: 1 field added." in newest and "The lease is running out." in newest
    back = (await gp.get(f"{here}/compare?from=2&to=1")).text
    assert "Text: 1 paragraph changed, 1 paragraph removed." in back
    assert "Choose two versions" in (await gp.get(f"{here}/compare?from=2&to=2")).text
    for wrong in ("from=9", "to=0", "from=x", "from=1&to=9999999999"):
        assert (await gp.get(f"{here}/compare?{wrong}")).status_code == 404, wrong
    assert (await audit.get(f"{here}/compare")).status_code in {403, 404}

    await hand_in("scan.pdf", scanned_pdf())
    scan = (await gp.get(f"{here}/compare?from=2&to=4")).text
    assert "The words of version 4 can’t be had." in scan and 'id="text"' not in scan

    await hand_in("premises.docx", made.a_word_file(made.track_changes))
    assert "Version 5 can be read once its hidden data is cleared." in (await gp.get(f"{here}/compare")).text
    assert "its hidden data" not in (await officer.get(f"{here}/compare?from=1&to=5")).text
