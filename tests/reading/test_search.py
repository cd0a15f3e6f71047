"""The search finds what a reader may read, with the page, and nothing else: neither notes nor what others may read."""

import io
from dataclasses import replace
from uuid import UUID

import pikepdf
import pytest

from backend.evidence import operations as evidence
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.treating import Treatment
from backend.reading import chores, operations
from backend.reading.queries import notes, searching, texts
from backend.reading.rules.notes import UnableToNote
from backend.scope import Scope
from backend.tenancy import transactions
from tests.kit.test_pdf_text import drawn
from tests.meetings.stage import Stage

PAPER = b"# Premises\n\nThe lease at **Kiln Lane** ends in June.\n\nMembers heard of <b>quagmires</b> & more."


async def search(scope: Scope, words: str) -> searching.Found:
    async with transactions.scope_tx(scope, readonly=True):
        return await searching.search(scope, words)


async def titles(scope: Scope, words: str) -> list[str]:
    return [found.paper.title for found in (await search(scope, words)).papers]


async def take_in(scope: Scope) -> None:
    """What the worker does with every version that was handed in, twice."""
    async with transactions.scope_tx(scope):
        rows = await fetch(
            "SELECT id FROM meetings_paper_version WHERE tenant_id = $1 ORDER BY id", scope.tenant.id
        )
    for row in [*rows, *rows]:
        await chores.read_version(scope.as_chore("reading.read_version"), version_id=row["id"])


async def test_words_are_found_by_whoever_may_read_the_paper(stage: Stage) -> None:
    public = await stage.submit(await stage.add_item(), title="Premises in public", data=PAPER)
    private_item = await stage.add_item(
        "In private", part=meeting_rules.Part.PRIVATE, private_reason="Commercial"
    )
    await stage.submit(private_item, title="Premises in private", data=PAPER)
    waiting = await search(stage.gp, "lease")
    assert (waiting.papers, waiting.unread) == ((), 2)
    await take_in(stage.officer)
    async with transactions.scope_tx(stage.gp):
        await operations.add_note(stage.gp, paper_id=public, words="A zebra of a lease")

    found = await search(stage.gp, "leases")
    assert [each.paper.title for each in found.papers] == ["Premises in public", "Premises in private"]
    (passage,) = found.papers[0].passages
    assert passage.pieces == (("The ", False), ("lease", True), (" at Kiln Lane ends in June.", False))
    assert (passage.page, found.unread) == (None, 0)
    stranger = replace(stage.gp, seats=())
    assert await titles(stranger, "lease") == ["Premises in public"]
    assert await titles(replace(stranger, permissions=frozenset()), "lease") == []
    assert await titles(stage.gp, "zebra") == []
    assert await titles(stage.gp, '"lane ends"') == ["Premises in public", "Premises in private"]
    assert await titles(stage.gp, "lease -june") == []
    assert await titles(stage.gp, "'); DROP TABLE reading_text; -- : & | ! <-> \\") == []

    assert stage.gp.actor.person_id is not None
    async with transactions.scope_tx(stage.chair):
        await meetings.decide_treatment(
            stage.chair,
            item_id=private_item,
            person_id=stage.gp.actor.person_id,
            treatment=Treatment.NO_PAPERS,
            reason="Partner",
        )
    assert await titles(stage.gp, "lease") == ["Premises in public"]
    assert await titles(stage.second_gp, "lease") == ["Premises in public", "Premises in private"]
    async with transactions.scope_tx(stage.officer):
        await meetings.replace_paper(
            stage.officer, paper_id=public, filename="p.md", data=b"# Other\n\nRent."
        )
    await take_in(stage.officer)
    assert await titles(stage.gp, "lease") == []
    assert await titles(stage.gp, "rent premises") == []
    assert await titles(stage.gp, "public") == ["Premises in public"]


async def test_words_are_not_found_before_hidden_data_is_cleared(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), title="Premises", data=PAPER)
    await take_in(stage.officer)
    async with transactions.scope_tx(stage.officer):
        (version,) = await fetch(
            "SELECT id FROM meetings_paper_version WHERE tenant_id = $1", stage.officer.tenant.id
        )
        await execute(
            "INSERT INTO meetings_finding (tenant_id, id, paper_version_id, position, kind, place, words, removable, "
            "state) VALUES ($1, $2, $3, 1, 'covered', 'page 1', 'Words under a box', false, 'open')",
            stage.officer.tenant.id,
            new_id(),
            version["id"],
        )
    assert await titles(stage.gp, "lease") == []
    assert await titles(stage.officer, "lease") == ["Premises"]
    async with transactions.scope_tx(stage.gp):
        quote = operations.QuotedWords(exact="The lease")
        with pytest.raises(UnableToNote, match="hidden data is cleared"):
            await operations.add_note(stage.gp, paper_id=paper_id, words="Ah", quote=quote)
        await operations.add_note(stage.gp, paper_id=paper_id, words="On the whole")
        _, (note,) = await notes.notes_on(stage.gp, paper_id=paper_id)
    assert note.placed is None and note.words == "On the whole"


async def test_a_pdf_is_found_with_its_page_and_the_packs_label(stage: Stage) -> None:
    pdf = drawn([[(60, 700, "Filling words.")], [(60, 700, "The okapi stands at the end.")]])
    item_id = await stage.add_item()
    paper_id = await stage.submit(item_id, title="Plan", filename="plan.pdf", data=pdf)
    await take_in(stage.officer)
    (found,) = (await search(stage.gp, "okapi")).papers
    (passage,) = found.passages
    assert (passage.page, passage.label) == (2, None)

    await a_pack(stage, paper_id)
    (found,) = (await search(stage.gp, "okapi")).papers
    assert found.passages[0].label == "7.2-3"


async def test_a_written_paper_is_found_with_the_page_on_which_it_begins_in_the_pack(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), title="Premises", data=PAPER)
    await take_in(stage.officer)
    await a_pack(stage, paper_id)

    (found,) = (await search(stage.gp, "lease")).papers
    assert [(each.page, each.label) for each in found.passages] == [(None, "7.2-2")]


async def a_pack(stage: Stage, paper_id: UUID) -> None:
    """A finished pack in which the paper begins on the second page of its item: the rows that a build leaves."""
    pack_id, scope = new_id(), stage.officer
    async with transactions.scope_tx(scope):
        file_id = await evidence.keep_file(
            scope, name="pack.pdf", media_type="application/pdf", data=b"%PDF-"
        )
        await execute(
            "INSERT INTO packs_pack (tenant_id, id, kind, meeting_id, variant, issue, state, done, total, words, "
            "attempts, asked_at, asked_by_name, as_at, sealed_at, file_id, sha256, size, pages) "
            "VALUES ($1, $2, 'board', $3, 'full', 1, 'ready', 1, 1, 'Ready', 1, $4, 'Test', $4, $4, $5, "
            "repeat('0', 64), 9, 9)",
            scope.tenant.id,
            pack_id,
            stage.meeting_id,
            scope.now,
            file_id,
        )
        await execute(
            "INSERT INTO packs_part (tenant_id, id, pack_id, position, label, title, level, first_page, pages, tagged, "
            "render_key, key, start) VALUES ($1, $2, $3, 1, '7.2-', 'Plan', 1, 4, 9, true, repeat('0', 64), $4, 2)",
            scope.tenant.id,
            new_id(),
            pack_id,
            f"paper-{paper_id}",
        )


async def test_a_scan_is_told_to_hold_no_text(stage: Stage) -> None:
    with pikepdf.new() as scan:
        scan.add_blank_page()
        held = io.BytesIO()
        scan.save(held)
    await stage.submit(await stage.add_item(), filename="scan.pdf", data=held.getvalue())
    await take_in(stage.officer)
    async with transactions.scope_tx(stage.officer):
        (row,) = await fetch(
            "SELECT id FROM meetings_paper_version WHERE tenant_id = $1", stage.officer.tenant.id
        )
        read = await texts.text_of(stage.officer, version_id=row["id"])
    assert read.stored and read.blocks == () and read.problem and "pictures" in read.problem
