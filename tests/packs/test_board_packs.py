"""Board packs, built by the chore from a real agenda and opened by other tools than ours."""

import asyncio
import io
import json
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.pdf import render, walk
from backend.ledger import queries as ledger
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.packs import chores, operations, queries, rules
from backend.packs.linked import BOARD_PACK
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.packs.agenda import (
    SECRET_FILE,
    SECRET_PDF_TEXT,
    SECRET_TEXT,
    SECRET_TITLE,
    Agenda,
    Finished,
    as_worker,
    ask,
    build,
    built,
    read,
    text_of,
)

PUBLIC, FULL = rules.Variant.PUBLIC, rules.Variant.FULL


def test_pack_is_one_tagged_file_that_other_tools_accept(finished: Finished, tmp_path: Path) -> None:
    view, pdf = finished.full
    file = tmp_path / "pack.pdf"
    file.write_bytes(pdf)

    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told
    assert "Title:           DEMONSTRATION: Commissioning Committee" in told
    assert "Keywords:        board pack, DEMONSTRATION" in told
    assert not [word for word in ("Author", "Creator") if f"{word}:" in told]
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert (checked.returncode, "No syntax or stream encoding errors" in checked.stdout) == (0, True)
    walked = walk.walk(pdf)
    assert walked.problems == ()
    assert walked.language == "en-GB"
    assert walked.pages == view.pages == len(text_of(pdf))
    assert view.sha256 and view.size == len(pdf)


async def test_a_finished_pack_can_be_evidence_and_a_full_copy_is_private(finished: Finished) -> None:
    officer = finished.agenda.officer
    async with transactions.scope_tx(officer, readonly=True):
        found = {each.id for each in await BOARD_PACK.search(officer, "commissioning")}
        assert {finished.full[0].id, finished.public[0].id} <= found
        assert await BOARD_PACK.search(officer, "no such words") == ()
        full = await BOARD_PACK.look(officer, finished.full[0].id, None)
        public = await BOARD_PACK.look(officer, finished.public[0].id, None)
        with pytest.raises(NotFound):
            await BOARD_PACK.look(officer, new_id(), None)
    assert (full.private, public.private) == (True, False)
    assert public.sha256 == finished.public[0].sha256


def test_bookmarks_labels_and_links_are_the_agenda(finished: Finished) -> None:
    _, pdf = finished.full

    walked = walk.walk(pdf)
    marks = [(mark.level, mark.title) for mark in walked.outline]
    assert marks == [
        (1, "Cover"),
        (1, "Agenda and contents"),
        (1, "1 Welcome and apologies"),
        (1, "2 Access to general practice"),
        (2, "Report on access"),
        (1, "3 Finance"),
        (2, "3.1 Costs by practice"),
        (3, "Costs to date"),
        (1, "4 Zebra settlement"),
        (2, "Zebra terms"),
        (2, "Zebra annex"),
    ]
    pages = text_of(pdf)
    for mark in walked.outline[2:]:
        title = mark.title.split(" ", 1)[1] if mark.title[0].isdigit() else mark.title
        label = walked.labels[mark.page - 1]
        assert label in pages[mark.page - 1], f"{mark.title} stands on a page labelled {label}"
        if mark.title[0].isdigit():
            assert title in " ".join(pages[mark.page - 1].split())
    by_label = {label: number for number, label in enumerate(walked.labels, start=1)}
    assert len(by_label) == walked.pages, "no label stands twice"
    assert [label for label in walked.labels if label.startswith("2-")] == ["2-1", "2-2", "2-3"]
    first = {mark.title: mark.page for mark in walked.outline}
    contents = [link.target for link in walked.links if link.page == 2]
    assert contents == [first[title] for _, title in marks[2:]]
    assert all(not link.address for link in walked.links), "no link leads out of the file"
    assert first["Report on access"] in [link.target for link in walked.links if link.page == by_label["2-1"]]


def test_cover_sheet_says_who_signed_which_words_and_bytes(finished: Finished) -> None:
    _, pdf = finished.full

    pages = {
        label: " ".join(text.split()) for label, text in zip(walk.labels_of(pdf), text_of(pdf), strict=True)
    }
    sheet = pages["2-1"]
    for words in (
        "For decision",
        "Arden Invented",
        "20 minutes",
        "The pilot ends in March.",
        "Castle Hill Invented Practice",
        "Glenn Invented: financial interest in Castle Hill Invented Practice",
        "Charlie Invented, chair, 1 September 2014",
        rules.in_groups(finished.agenda.report_sha256),
    ):
        assert words in sheet
    assert "Not signed off" in pages["3.1-1"]
    assert "No paper." in pages["1-1"]
    assert "3.1 Costs by practice" in pages["3-1"], "a heading names what stands under it"
    assert "PRIVATE" in pages["4-1"]
    assert "PRIVATE" in pages["4-2"], "the mark stands on each page of a private paper"
    assert "DEMONSTRATION" in pages["i"]
    assert "DEMONSTRATION" in pages["2-3"]
    assert "NHS North CCG (invented)" in pages["i"]


def decompressed(pdf: bytes) -> Iterable[bytes]:
    """Every byte of a file in the forms that it can be read in: as it is, and each of its streams and strings."""
    yield pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_raw_bytes()
                yield thing.read_bytes()
            yield repr(thing).encode()
            yield from strings_in(thing)


def strings_in(thing: object) -> Iterable[bytes]:
    if isinstance(thing, pikepdf.String):
        yield str(thing).encode()
    elif isinstance(thing, pikepdf.Array):
        for each in thing:
            yield from strings_in(each)
    elif isinstance(thing, pikepdf.Dictionary):
        for each in thing.values():
            if not (isinstance(each, pikepdf.Object) and each.is_indirect):
                yield from strings_in(each)


def test_public_copy_holds_no_byte_of_private_business(finished: Finished) -> None:
    (_, full), (_, public) = finished.full, finished.public

    words = " ".join(" ".join(text_of(public)).split())
    secrets = (
        SECRET_TITLE,
        "Zebra",
        SECRET_TEXT[:20],
        "quokka",
        SECRET_FILE,
        SECRET_PDF_TEXT,
        "narwhal",
        "weasel",
    )
    for secret in secrets:
        assert secret not in words
    for piece in decompressed(public):
        lower = piece.lower()
        for secret in ("zebra", "quokka", "narwhal", "weasel", str(finished.agenda.private)):
            assert secret.encode() not in lower
    every = b"".join(decompressed(full)).lower()
    assert b"zebra" in every, "the search would have found it"
    assert "Glenn Invented" not in words, "interests are not in a public copy"
    assert "resolve that the public be excluded" in words
    assert "Access to general practice" in words
    assert "public copy" in words
    assert not [title for title in walk.walk(public).parts if "Zebra" in title]


async def test_renamed_item_shows_its_new_title_everywhere_and_little_is_laid_out(agenda: Agenda) -> None:
    await built(agenda)
    before = await renders(agenda.officer)
    async with transactions.scope_tx(agenda.officer):
        await rename(agenda, "Money and walrus")
    view, pdf = await built(agenda)

    walked = walk.walk(pdf)
    assert "3 Money and walrus" in [mark.title for mark in walked.outline]
    pages = text_of(pdf)
    assert "Finance" not in " ".join(pages)
    assert view.issue == 2
    assert "issue 2" in pages[0]
    assert "What changed since issue 1" in pages[1]
    assert "Money and walrus" in pages[2], "in the contents"
    # its cover sheet, the cover, what changed and the contents; nothing else had changed
    assert await renders(agenda.officer) == before + 4


async def rename(agenda: Agenda, title: str) -> None:
    await meetings.change_item(
        agenda.officer,
        item_id=agenda.finance,
        title=title,
        purpose=meeting_rules.Purpose.ASSURANCE,
        part=meeting_rules.Part.PUBLIC,
        private_reason=None,
        lead_person_id=None,
        minutes=None,
        notes=None,
        organisation_ids=(),
    )


async def renders(scope: Scope) -> int:
    async with transactions.scope_tx(scope, readonly=True):
        (row,) = await fetch("SELECT count(*) AS n FROM packs_render WHERE tenant_id = $1", scope.tenant.id)
    return int(row["n"])


async def test_unchanged_agenda_is_the_same_issue_and_lays_nothing_out(agenda: Agenda) -> None:
    first, pdf = await built(agenda)
    before = await renders(agenda.officer)

    second, again = await built(agenda)

    assert await renders(agenda.officer) == before
    assert again == pdf
    assert (second.issue, second.same_as) == (1, first.id)
    assert "Nothing has changed since issue 1" in second.words
    third, _ = await built(agenda)
    assert third.same_as == first.id


async def test_lost_render_is_made_again(agenda: Agenda, folder: Path) -> None:
    await built(agenda)
    async with transactions.scope_tx(agenda.officer):
        rows = await fetch("SELECT kept_at FROM packs_render WHERE tenant_id = $1", agenda.officer.tenant.id)
        await rename(agenda, "Other")
    html = {row["kept_at"] for row in rows} - await contents(agenda)
    for kept_at in html:
        (folder / kept_at).unlink()
    view, pdf = await built(agenda)
    assert view.ready
    assert walk.walk(pdf).problems == ()


async def contents(agenda: Agenda) -> set[str]:
    """The storage keys of files that people handed in."""
    async with transactions.scope_tx(agenda.officer, readonly=True):
        rows = await fetch("SELECT kept_at FROM evidence_file WHERE tenant_id = $1", agenda.officer.tenant.id)
    return {row["kept_at"] for row in rows}


async def test_missing_file_is_a_failed_pack_with_a_sentence(agenda: Agenda, folder: Path) -> None:
    async with transactions.scope_tx(agenda.officer, readonly=True):
        paper = await meeting_queries.paper(agenda.officer, paper_id=agenda.report)
    (folder / paper.newest.content.kept_at).unlink()
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)

    await build(agenda.officer, pack_id)

    async with transactions.scope_tx(agenda.officer, readonly=True):
        view = await queries.pack(agenda.officer, pack_id=pack_id)
        lines = await ledger.history_of(agenda.officer, room="packs", kind="board-pack", record_id=pack_id)
    assert view.state is rules.State.FAILED
    assert view.failure is not None
    assert "“access.html” can't be read" in view.failure
    assert (view.file_id, view.pages) == (None, None)
    assert [line.act for line in lines] == ["packs.pack.asked", "packs.pack.failed"]
    await build(agenda.officer, pack_id)  # and stays so
    other = await ask(agenda.officer, agenda.stage.meeting_id)
    async with transactions.scope_tx(agenda.officer, readonly=True):
        assert (await queries.pack(agenda.officer, pack_id=other)).issue == 1, "a failed pack used no number"


async def test_storage_that_is_away_is_tried_again(agenda: Agenda, folder: Path) -> None:
    from backend.evidence import store
    from backend.kit.storage import NotStored, StorageRefused, storage_from_url

    class Away:
        """The same storage, with its network cut: nothing comes back from it."""

        def get(self, key: str) -> bytes:
            raise StorageRefused("no route")

        def __getattr__(self, name: str) -> object:
            raise StorageRefused("no route")

    assert issubclass(NotStored, Exception)
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)
    store.use(Away())  # type: ignore[arg-type]  # only what a build asks of it
    for _ in range(rules.MOST_ATTEMPTS - 1):
        with pytest.raises(store.UnableToReadFile):
            await build(agenda.officer, pack_id)
    async with transactions.scope_tx(agenda.officer, readonly=True):
        assert (await queries.pack(agenda.officer, pack_id=pack_id)).state is rules.State.ASKED
    store.use(storage_from_url(f"file://{folder}"))
    await build(agenda.officer, pack_id)
    assert (await read(agenda.officer, pack_id))[0].ready


async def test_paper_that_cannot_be_laid_out_gets_a_page_that_says_so(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.kit import confine
    from backend.packs import rendering

    real = render.render_many

    def one_too_long(wanted: list[render.Pages]) -> list[confine.Answer]:
        # one paper alone gets a limit that no paper can keep
        hasty = [page.title == "Report on access" and "Month 39" in page.html for page in wanted]
        limits = [replace(confine.DEFAULT, wall_seconds=0.01) if each else confine.DEFAULT for each in hasty]
        return [real([page], limits=limit)[0] for page, limit in zip(wanted, limits, strict=True)]

    monkeypatch.setattr(rendering.render, "render_many", one_too_long)
    view, pdf = await built(agenda)

    assert view.ready
    pages = {
        label: " ".join(text.split()) for label, text in zip(walk.labels_of(pdf), text_of(pdf), strict=True)
    }
    assert (
        "This paper can’t be shown here. The file “access.md” took longer than 0.01 seconds." in pages["2-2"]
    )
    assert "could not be shown" in pages["ii"]
    assert walk.walk(pdf).problems == ()
    monkeypatch.undo()
    better, _ = await built(agenda)
    assert better.issue == 2, "a pack with a page in a paper's place is not one to come back to"
    assert better.same_as is None


async def test_job_that_runs_twice_builds_once(agenda: Agenda) -> None:
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)
    await build(agenda.officer, pack_id)
    first, pdf = await read(agenda.officer, pack_id)
    before = await renders(agenda.officer)

    await build(agenda.officer, pack_id)

    assert await read(agenda.officer, pack_id) == (first, pdf)
    assert await renders(agenda.officer) == before
    async with transactions.scope_tx(agenda.officer, readonly=True):
        lines = await ledger.history_of(agenda.officer, room="packs", kind="board-pack", record_id=pack_id)
    assert [line.act for line in lines] == ["packs.pack.asked", "packs.pack.built"]


async def test_two_builders_at_once_finish_one_pack(agenda: Agenda) -> None:
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)

    await asyncio.gather(*(build(agenda.officer, pack_id) for _ in range(2)))

    view, _ = await read(agenda.officer, pack_id)
    assert view.ready
    async with transactions.scope_tx(agenda.officer, readonly=True):
        lines = await ledger.history_of(agenda.officer, room="packs", kind="board-pack", record_id=pack_id)
        parts = await queries.parts_of(agenda.officer, pack_id=pack_id)
    assert [line.act for line in lines] == ["packs.pack.asked", "packs.pack.built"]
    assert len(parts) == 11


async def test_asking_twice_before_a_worker_begins_is_asking_once(agenda: Agenda) -> None:
    first = await ask(agenda.officer, agenda.stage.meeting_id)
    assert await ask(agenda.officer, agenda.stage.meeting_id) == first
    assert await ask(agenda.officer, agenda.stage.meeting_id, PUBLIC) != first


async def test_job_is_deferred_with_ids_alone(agenda: Agenda, server_url: str, database_name: str) -> None:
    from tests.workers import Queue

    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)
    queue = await Queue.open(server_url, database_name)
    try:
        jobs = await queue.jobs(operations.BUILD_BOARD_PACK)
    finally:
        await queue.close()
    arguments = [json.loads(job["args"]) if isinstance(job["args"], str) else job["args"] for job in jobs]
    assert {"tenant_id": str(agenda.officer.tenant.id), "pack_id": str(pack_id)} in arguments


async def test_worker_of_another_tenant_finds_no_pack(agenda: Agenda, demo_scope: Scope) -> None:
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)
    with pytest.raises(NotFound):
        await chores.build_board_pack(as_worker(demo_scope), pack_id=pack_id)


async def test_member_asks_for_no_pack_and_empty_agenda_has_none(agenda: Agenda) -> None:
    with pytest.raises(NotPermitted):
        await ask(agenda.stage.gp, agenda.stage.meeting_id)
    async with transactions.scope_tx(agenda.officer):
        await meetings.cancel_meeting(agenda.officer, meeting_id=agenda.stage.meeting_id, because="Snow")
    with pytest.raises(rules.UnableToAskForPack, match="was cancelled"):
        await ask(agenda.officer, agenda.stage.meeting_id)
    with pytest.raises(NotFound):
        await ask(agenda.officer, new_id())


async def test_members_copy_is_for_members_and_officers(agenda: Agenda) -> None:
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id)
    outsider = replace(
        agenda.stage.gp,
        seats=(),
        roles=frozenset({"executive-owner"}),
        permissions=agenda.stage.gp.permissions,
    )
    auditor = replace(outsider, roles=frozenset({"internal-audit"}))

    async def finds(scope: Scope, sought: UUID) -> bool:
        async with transactions.scope_tx(scope, readonly=True):
            try:
                await queries.board_pack(scope, pack_id=sought)
            except NotFound:
                return False
            return True

    assert [await finds(scope, pack_id) for scope in (agenda.stage.observer, auditor, outsider)] == [
        True,
        True,
        False,
    ]
    public = await ask(agenda.officer, agenda.stage.meeting_id, PUBLIC)
    assert await finds(outsider, public)


async def test_withdrawn_item_is_named_and_has_no_page(agenda: Agenda) -> None:
    async with transactions.scope_tx(agenda.officer):
        await meetings.withdraw_item(agenda.officer, item_id=agenda.welcome, because="The otter is ill.")
    _, full = await built(agenda, FULL)
    _, public = await built(agenda, PUBLIC)
    assert "The otter is ill." in text_of(full)[1]
    assert "Withdrawn" in text_of(public)[1]
    assert "otter" not in " ".join(text_of(public))
    assert "1-1" not in walk.labels_of(full)


def test_words_of_a_single_day_are_that_day() -> None:
    period = rules.Period(since=date(2014, 9, 1), until=date(2014, 9, 1))
    assert period.in_words == "1 September 2014"
    assert (period.end - period.start).days == 1
