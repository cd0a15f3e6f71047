"""Publishing: who approves, when it is released, what a recall does, and what the public files hold."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import httpx
import pikepdf
import pypdfium2
import pytest

from backend.desk import chores as desk_chores
from backend.desk.scheduled import DOINGS
from backend.evidence import queries as evidence
from backend.interests.operations.declaring import make_nil_return
from backend.interests.operations.reviewing import approve_declaration
from backend.interests.rules.declaring import InterestType
from backend.registers import chores, files, printing, reach
from backend.registers.operations import publishing, withholding
from backend.registers.queries import publications, published
from backend.registers.rules.publication import Change, ChangedSince, State, UnableToPublish
from backend.schedules import queries as schedules
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.registers.published import Stage, as_worker, at, declared, in_public, prepared, released

ROOT = "http://127.0.0.1:8014"


async def state_of(scope: Scope, publication_id: UUID) -> State:
    async with transactions.scope_tx(scope, readonly=True):
        return (await publications.publication_of(scope, publication_id=publication_id)).state


async def test_nobody_approves_what_they_prepared_or_what_they_did_not_see(stage: Stage) -> None:
    line = await prepared(stage.officer)
    async with transactions.scope_tx(stage.officer):
        with pytest.raises(NotPermitted, match="somebody else"):
            await publishing.approve_publication(
                stage.officer, publication_id=line.id, sha256=line.sha256 or ""
            )
        with pytest.raises(ChangedSince):
            await publishing.approve_publication(stage.approver, publication_id=line.id, sha256="0" * 64)
        with pytest.raises(UnableToPublish, match="passed already"):
            await publishing.approve_publication(
                stage.approver,
                publication_id=line.id,
                sha256=line.sha256 or "",
                release_at=stage.approver.now - timedelta(minutes=1),
            )
        await publishing.approve_publication(stage.approver, publication_id=line.id, sha256=line.sha256 or "")
        with pytest.raises(OvertakenByAnother):
            await publishing.approve_publication(
                stage.guardian, publication_id=line.id, sha256=line.sha256 or ""
            )


async def test_clock_prepares_and_releases_at_the_hour_but_approves_nothing(stage: Stage) -> None:
    first = await released(stage.officer, stage.approver)
    worker = as_worker(stage.officer)
    async with transactions.scope_tx(worker):
        (line,) = [each for each in await schedules.schedules_of(worker) if each.key == "register-refresh"]
        refresh, calendar = DOINGS[line.key], await schedules.calendar_of(worker)
        due = await refresh.due_at(worker, line.settings, calendar)
    assert due is not None and due.date() == date(2018, 7, 3), "the rule set says every twelve months"

    later = at(worker, "2018-07-03T06:10")
    await desk_chores.run_schedules(at(worker, "2018-07-03T05:55"))
    async with transactions.scope_tx(worker):
        assert "register-refresh" not in await schedules.open_runs(worker)
    await desk_chores.run_schedules(later)
    async with transactions.scope_tx(worker):
        run = (await schedules.open_runs(worker))["register-refresh"]
    await desk_chores.run_schedule(later, run_id=run.id)
    async with transactions.scope_tx(worker):
        newest = (await publications.publications_of(worker))[0]
    await chores.freeze_publication(later, publication_id=newest.id)
    await desk_chores.run_schedules(later)
    async with transactions.scope_tx(worker):
        ended = await schedules.run_of(worker, run_id=run.id)
    assert ended.words == "Prepared refresh 2 of the public registers. It waits for approval."
    await chores.release_publications(at(worker, "2018-08-01"))
    assert await state_of(worker, newest.id) is State.PREPARED, "nobody has approved it"
    assert await state_of(worker, first.id) is State.RELEASED

    approver = at(stage.approver, "2018-08-01")
    async with transactions.scope_tx(approver):
        line = await publications.publication_of(approver, publication_id=newest.id)
        hour = at(worker, "2018-08-02T09:30").now
        await publishing.approve_publication(
            approver, publication_id=line.id, sha256=line.sha256 or "", release_at=hour
        )
    await chores.release_publications(replace(worker, now=hour - timedelta(minutes=1)))
    assert await state_of(worker, line.id) is State.APPROVED
    await chores.release_publications(replace(worker, now=hour))
    assert await state_of(worker, line.id) is State.RELEASED
    assert await state_of(worker, first.id) is State.REPLACED


async def test_changes_are_listed_against_the_release_before(stage: Stage) -> None:
    await declared(stage, stage.officer, nature="Trustee", since=date(2017, 1, 1))
    await released(stage.officer, stage.approver)
    later = at(stage.officer, "2017-08-01")
    await declared(
        stage, later, nature="Partner", since=date(2017, 2, 1), interest_type=InterestType.FINANCIAL
    )
    line = await prepared(later)
    async with transactions.scope_tx(later):
        counts, lines = await publications.changes_of(later, publication=line)
    assert counts == {Change.ADDED: 1}
    assert [(each.who, each.change_in_words) for each in lines] == [("Sasha Invented", "Added")]


async def test_nil_returns_are_published_and_people_without_decisions_are_not(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer):
        for person_id in (stage.person_id, stage.approver.actor.person_id):
            assert person_id
            declaration_id = await make_nil_return(stage.officer, person_id=person_id)
            await approve_declaration(stage.officer, declaration_id=declaration_id)
    line = await released(stage.officer, stage.approver)
    async with transactions.scope_tx(stage.officer):
        rows = await published.all_rows(stage.officer, publication_id=line.id, register="interests")
    assert [(row.cells["name"], row.cells["organisation"]) for row in rows] == [
        ("Sasha Invented", "Nil return")
    ]


async def test_recall_takes_everything_back_and_says_whom_it_reached(stage: Stage) -> None:
    line = await released(stage.officer, stage.approver)
    stranger = in_public(stage.officer)
    reach.served(stranger, publication_id=line.id, form="csv", register="interests")
    reach.served(stranger, publication_id=line.id, form="csv", register="interests")
    await reach.write()
    async with transactions.scope_tx(stage.officer):
        with pytest.raises(UnableToPublish, match="reason"):
            await publishing.recall_publication(stage.officer, publication_id=line.id, reason=" ")
        await publishing.recall_publication(stage.officer, publication_id=line.id, reason="A wrong name")
        (reached,) = await publications.reach_of(stage.officer, publication_id=line.id)
        mails = await publications.mails_of(stage.officer, publication_id=line.id)
        assert (reached.form, reached.served) == ("csv", 2)
        assert mails == (), "nobody here has a role that approves, so nobody was told"
        with pytest.raises(NotFound):
            await published.public_release(stranger)
        assert await published.releases_of(stranger) == ()


async def test_files_hold_the_lines_and_no_formula_and_the_pdf_loses_what_is_withheld(stage: Stage) -> None:
    canary = await declared(
        stage, stage.officer, nature='=HYPERLINK("x","Canaryword")', since=date(2017, 1, 1)
    )
    await declared(
        stage,
        at(stage.officer, "2017-07-03T10:00"),
        nature="Trustee",
        since=date(2017, 1, 2),
        interest_type=InterestType.FINANCIAL,
    )
    line = await released(at(stage.officer, "2017-07-03T11:00"), at(stage.approver, "2017-07-03T11:00"))
    assert "Canaryword" in await pdf_text(stage)
    async with transactions.scope_tx(stage.officer, readonly=True):
        sheet = await a_sheet(stage.officer, line.id)
    cells = [cell for row in csv.reader(io.StringIO(files.as_csv(sheet).decode("utf-8-sig"))) for cell in row]
    assert any("Canaryword" in cell for cell in cells)
    assert not any(cell[:1] in "=+-@" for cell in cells if cell)
    assert json.loads(files.as_json(sheet))["entries"][0]["since"] == "2017-01-01"

    guardian = at(stage.guardian, "2017-07-04")
    async with transactions.scope_tx(guardian):
        await withholding.withhold_row(
            guardian, register="interests", record_id=canary, reason="Harm", review_on=date(2018, 1, 1)
        )
        sheet = await a_sheet(guardian, line.id)
        part = sheet.part
        key = (await published.keys_of(guardian, publication_id=line.id))["interests"]
    assert part.pdf_key != printing.key_of(key, part, sheet.release), (
        "the PDF of before is not served any more"
    )
    assert b"Canaryword" not in files.as_csv(sheet) + files.as_json(sheet)
    text = await pdf_text(stage, at(stage.officer, "2017-07-04"))
    assert "Canaryword" not in text and "Trustee" in text


async def test_visitor_reads_the_public_pages_without_signing_in(stage: Stage, app: object) -> None:
    root = f"/t/{stage.officer.tenant.slug}/public"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ROOT) as nobody:  # type: ignore[arg-type]  # ASGI
        before = await nobody.get(f"{root}/registers")
        assert before.status_code == 200 and "has not published" in before.text
        assert (await nobody.get(f"{root}/registers/interests")).status_code == 404

        await declared(stage, stage.officer, nature="Trustee", since=date(2017, 1, 1))
        line = await released(stage.officer, stage.approver)
        index = await nobody.get(f"{root}/registers")
        assert "No breaches" in index.text and "3 July 2017" in index.text
        page = await nobody.get(f"{root}/registers/interests", params={"q": "sasha trust"})
        assert "Trustee" in page.text and page.headers["cache-control"] == "public, max-age=60"
        assert "Trustee" not in (await nobody.get(f"{root}/registers/interests", params={"q": "nobody"})).text
        for form in ("csv", "json"):
            assert "Trustee" in (await nobody.get(f"{root}/registers/interests/{form}")).text
        feed = await nobody.get(f"{root}/registers/feed.atom")
        assert str(line.id) in feed.text and "Sasha" not in feed.text
        assert (await nobody.get(f"{root}/registers/interests/pdf")).status_code == 503, "it is not made yet"
        assert "Guidelines, version 2.2" in (await nobody.get(f"{root}/accessibility")).text
    await reach.write()
    async with transactions.scope_tx(stage.officer):
        forms = {each.form for each in await publications.reach_of(stage.officer, publication_id=line.id)}
    assert forms == {"index", "page", "csv", "json", "feed"}


async def a_sheet(scope: Scope, publication_id: UUID) -> files.Sheet:
    release = await published.public_release(scope)
    part = await published.part_of(
        scope, publication_id=publication_id, register="interests", as_at=release.as_at
    )
    rows = await published.all_rows(scope, publication_id=publication_id, register="interests")
    return files.Sheet(scope=scope, release=release, part=part, rows=rows)


async def pdf_text(stage: Stage, scope: Scope | None = None) -> str:
    """The words of the PDF of interests as a second tool reads them; it is tagged."""
    worker = as_worker(scope or stage.officer)
    await chores.keep_public_files(worker)
    async with transactions.scope_tx(worker, readonly=True):
        release = await published.public_release(worker)
        part = await published.part_of(
            worker, publication_id=release.id, register="interests", as_at=release.as_at
        )
        assert part.pdf_file_id
        data = await evidence.bytes_of(worker, file_id=part.pdf_file_id)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert "/StructTreeRoot" in document.Root and document.Root.MarkInfo.Marked
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
