"""Hidden data in papers on the real database: listed, cleared, never in a pack before, and private for ever."""

import re
from uuid import UUID

import asyncpg
import pikepdf
import pytest

from backend.evidence import queries as evidence
from backend.kit import database
from backend.kit.database import fetch
from backend.meetings import operations, queries
from backend.meetings.queries import hidden
from backend.scope import NotFound, Refusal, Scope
from backend.tenancy import transactions
from tests.kit.documents import made
from tests.meetings.stage import Stage, as_person
from tests.meetings.test_papers import paper, sign

REASON = "The layer is a map legend that everybody may see."


async def found_in(scope: Scope, paper_id: UUID, version: int = 1) -> hidden.HiddenView:
    async with transactions.scope_tx(scope, readonly=True):
        return await hidden.hidden_in(scope, paper_id=paper_id, version=version, changeable=True)


async def packed(stage: Stage) -> queries.PackPaper:
    async with transactions.scope_tx(stage.officer, readonly=True):
        agenda = await queries.agenda_for_pack(stage.officer, meeting_id=stage.meeting_id)
    return agenda.items[0].papers[0]


async def clean(scope: Scope, paper_id: UUID, version: int = 1) -> int:
    async with transactions.scope_tx(scope):
        return await operations.make_clean_copy(scope, paper_id=paper_id, version=version)


async def settle(scope: Scope, paper_id: UUID, finding_id: UUID, reason: str = REASON) -> None:
    async with transactions.scope_tx(scope):
        await operations.settle_findings(scope, paper_id=paper_id, finding_ids=[finding_id], reason=reason)


async def is_to_be_read(server_url: str, database_name: str, version_id: UUID) -> bool:
    """Whether the words of a version are to be taken out of it."""
    address = {**database.connection_config(server_url), "database": database_name}
    connection = await asyncpg.connect(**address)
    try:
        rows = await connection.fetch(
            "SELECT 1 FROM queue.procrastinate_jobs WHERE task_name = 'reading.read_version' "
            "AND args ->> 'version_id' = $1",
            str(version_id),
        )
    finally:
        await connection.close()
    return bool(rows)


def author(stage: Stage) -> Scope:
    return as_person(stage.officer, stage.author_id, "Arden Invented", roles=("executive-owner",))


async def test_hidden_data_of_a_word_file_is_listed_and_cleared_without_a_new_version(stage: Stage) -> None:
    def hide(document: object) -> None:
        made.track_changes(document)
        made.name_author(document)

    paper_id = await stage.submit(await stage.add_item(), filename="hours.docx", data=made.a_word_file(hide))

    found = await found_in(stage.officer, paper_id)
    assert [(each.kind, each.state) for each in found.findings] == [
        ("tracked-changes", "open"),
        ("properties", "cleared"),
    ]
    assert (await packed(stage)).uncleared == 1

    assert await clean(author(stage), paper_id) == 1

    assert (await packed(stage)).uncleared == 0
    (settled,) = [
        each for each in (await found_in(stage.officer, paper_id)).settled if each.kind == "tracked-changes"
    ]
    assert (settled.settled_by_name, settled.state) == ("Arden Invented", "cleared")
    with pytest.raises(operations.UnableToClear, match="Nothing in “Longer opening hours” can be taken out"):
        await clean(stage.officer, paper_id)


async def test_clean_copy_of_a_pdf_is_a_new_version_and_undoes_the_sign_off(
    stage: Stage, server_url: str, database_name: str
) -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        made.note(pdf)
        made.layer(pdf)

    paper_id = await stage.paper_with_chair(filename="hours.pdf", data=made.a_pdf(hide))
    await sign(stage, stage.chair, paper_id)

    assert await clean(stage.officer, paper_id) == 2

    shown = await paper(stage, paper_id)
    assert (shown.line.version, shown.line.run.signed) == (2, False)
    assert shown.newest.original.sha256 == shown.versions[1].original.sha256
    assert "Draft only" not in made.words_in(await evidence.bytes_in(shown.newest.content))
    assert (await found_in(stage.officer, paper_id, 2)).open == ()
    assert await is_to_be_read(server_url, database_name, shown.newest.id), (
        "its words are looked for, and noted on"
    )
    assert len((await found_in(stage.officer, paper_id, 1)).open) == 2
    assert (await packed(stage)).uncleared == 0
    with pytest.raises(operations.NewerPaper):
        await clean(stage.officer, paper_id, 1)


async def test_words_under_a_box_are_cleared_by_a_corrected_file_or_a_named_officer_alone(
    stage: Stage,
) -> None:
    paper_id = await stage.submit(await stage.add_item(), filename="hours.pdf", data=made.blacked_out())
    (found,) = (await found_in(stage.officer, paper_id)).open
    assert found.kind == "covered-text" and not found.removable

    for scope, sentence in (
        (author(stage), "A governance officer says"),
        (stage.chair, "A governance officer says"),
    ):
        with pytest.raises(operations.UnableToClear, match=sentence):
            await settle(scope, paper_id, found.id)
    with pytest.raises(operations.UnableToClear, match="Say why"):
        await settle(stage.officer, paper_id, found.id, " ")
    with pytest.raises(operations.UnableToClear):
        await clean(stage.officer, paper_id)
    assert (await packed(stage)).uncleared == 1

    await settle(stage.officer, paper_id, found.id)

    (settled,) = (await found_in(stage.officer, paper_id)).settled
    assert (settled.state, settled.settled_by_name, settled.reason) == ("no-matter", "Olive Invented", REASON)
    assert (await packed(stage)).uncleared == 0
    with pytest.raises(NotFound):
        await settle(stage.officer, paper_id, found.id)


async def test_officer_who_wrote_the_paper_cannot_say_that_it_is_no_matter(stage: Stage) -> None:
    assert stage.officer.actor.person_id is not None
    paper_id = await stage.submit(
        await stage.add_item(),
        data=f"# Case\n\nMRN 7654321 and {made.NHS_NUMBER}".encode(),
        author_person_id=stage.officer.actor.person_id,
    )
    (found,) = (await found_in(stage.officer, paper_id)).open
    with pytest.raises(Refusal, match="another governance officer"):
        await settle(stage.officer, paper_id, found.id)


async def test_identifier_is_in_no_finding_and_no_event(stage: Stage) -> None:
    paper_id = await stage.submit(
        await stage.add_item(), data=f"# Case\n\nNHS number {made.NHS_NUMBER}".encode()
    )
    (found,) = (await found_in(stage.officer, paper_id)).open
    await settle(stage.officer, paper_id, found.id, "It is the number of examples.")

    async with transactions.scope_tx(stage.officer, readonly=True):
        for table in ("ledger_event", "meetings_finding", "meetings_prose"):
            sql = f"SELECT t::text AS whole FROM {table} t WHERE tenant_id = $1"
            rows = await fetch(sql, stage.officer.tenant.id)
            assert rows and not any(re.search(r"943\W{0,2}476\W{0,2}5919", row["whole"]) for row in rows)


async def test_original_is_private_to_its_author_its_hander_in_and_officers(stage: Stage) -> None:
    paper_id = await stage.submit(
        await stage.add_item(), filename="hours.docx", data=made.a_word_file(made.comment)
    )

    async def access(scope: Scope) -> tuple[bool, bool]:
        async with transactions.scope_tx(scope, readonly=True):
            found = await hidden.access_to(scope, paper_id=paper_id, version=1)
        return found.original, found.content

    audit = as_person(
        stage.officer, stage.observer.actor.person_id, "Oakley Invented", roles=("internal-audit",)
    )  # type: ignore[arg-type]  # a person of the stage
    assert await access(stage.officer) == await access(author(stage)) == (True, True)
    assert await access(stage.chair) == await access(audit) == (False, True)
    assert await access(stage.gp) == (False, False)
    await clean(stage.officer, paper_id)
    assert await access(stage.gp) == (False, True)


async def test_spreadsheet_is_a_paper_of_tables(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), filename="costs.xlsx", data=made.a_workbook())

    shown = await paper(stage, paper_id)
    html = (await evidence.bytes_in(shown.newest.content)).decode()
    assert "<h2>Costs</h2>" in html and "<td>£1,234,567</td>" in html and shown.newest.content_kind == "html"


async def test_coach_reads_what_was_handed_in_by_the_purpose_of_its_item(stage: Stage) -> None:
    html = "<h1>Hours</h1><p>The committee is asked to note the report.</p>"
    paper_id = await stage.submit(await stage.add_item(), filename="a.pdf", data=made.a_pdf(html=html))
    kind = (await paper(stage, paper_id)).line.kind
    async with transactions.scope_tx(stage.officer, readonly=True):
        advice = await hidden.advice_on(stage.officer, paper_id=paper_id, version=1, kind=kind)
    assert [each.about for each in advice] == ["Recommendation"] and "to note, but" in advice[0].words
