"""Files are kept whole or not at all, under their hash, and read back only if they are still the same."""

import asyncio
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from backend.evidence import operations, queries, store
from backend.kit import database
from backend.kit.storage import storage_from_url
from backend.ledger import queries as ledger
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.scopes import a_scope

PAPER = b"%PDF-1.7 a paper, invented"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    store.use(storage_from_url(f"file://{place}"))
    return place


async def keep(scope: Scope, data: bytes = PAPER, name: str = "paper.pdf") -> UUID:
    async with transactions.scope_tx(scope):
        return await operations.keep_file(scope, name=name, media_type="application/pdf", data=data)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def remove(folder: Path) -> None:
    folder.rmdir()


async def test_officer_keeps_file_and_reads_the_same_bytes(scope: Scope) -> None:
    file_id = await keep(scope)
    async with transactions.scope_tx(scope, readonly=True):
        file = await queries.file_of(scope, file_id=file_id)
        data = await queries.bytes_of(scope, file_id=file_id)
        history = await ledger.history_of(scope, room="evidence", kind="file", record_id=file_id)
    assert data == PAPER
    assert file.sha256 == hashlib.sha256(PAPER).hexdigest()
    assert (file.size, file.media_type, file.added_at) == (len(PAPER), "application/pdf", scope.now)
    assert [(line.act, line.subject_hash) for line in history] == [("evidence.file.kept", file.sha256)]


async def test_same_file_kept_twice_is_one_row_and_one_event(scope: Scope) -> None:
    first, second = await keep(scope), await keep(scope)
    other_name = await keep(scope, name="the same paper.pdf")
    assert first == second != other_name
    async with transactions.scope_tx(scope, readonly=True):
        files = await queries.files_added_between(scope, start=scope.now, end=scope.now.replace(year=2015))
        found = await queries.files_of(scope, file_ids=[first, other_name])
        events = await ledger.history_of(scope, room="evidence", kind="file", record_id=first)
    assert {file.id for file in files} == set(found) == {first, other_name}
    assert len({file.kept_at for file in files}) == 1
    assert len(events) == 1


async def test_two_people_keeping_the_same_file_at_once_get_the_same_id(scope: Scope) -> None:
    ids = await asyncio.gather(*(keep(scope) for _ in range(5)))
    assert len(set(ids)) == 1


async def test_bytes_are_there_before_the_row_and_stay_when_the_row_is_rolled_back(
    scope: Scope, folder: Path
) -> None:
    with pytest.raises(RuntimeError, match="something else failed"):
        async with transactions.scope_tx(scope):
            await operations.keep_file(scope, name="paper.pdf", media_type="application/pdf", data=PAPER)
            raise RuntimeError("something else failed")
    assert (folder / "tenants" / str(scope.tenant.id) / hashlib.sha256(PAPER).hexdigest()).exists()
    async with transactions.scope_tx(scope, readonly=True):
        assert not await queries.files_added_between(scope, start=scope.now, end=scope.now.replace(year=2015))


async def test_other_tenant_finds_no_file_by_its_id(scope: Scope, found) -> None:
    file_id = await keep(scope)
    other = a_scope(await found())
    async with transactions.scope_tx(other, readonly=True):
        with pytest.raises(NotFound):
            await queries.bytes_of(other, file_id=file_id)
        assert await queries.files_of(other, file_ids=[file_id]) == {}


async def test_damaged_file_is_not_given_out(scope: Scope, folder: Path) -> None:
    file_id = await keep(scope)
    files_below(folder)[0].write_bytes(PAPER.replace(b"invented", b"tampered"))
    async with transactions.scope_tx(scope, readonly=True):
        with pytest.raises(store.UnableToReadFile, match=r"“paper\.pdf” can't be read"):
            await queries.bytes_of(scope, file_id=file_id)


async def test_storage_that_went_away_is_a_plain_refusal_with_nothing_written(
    scope: Scope, folder: Path
) -> None:
    remove(folder)
    with pytest.raises(store.StorageIsAway, match="nothing was saved") as refusal:
        await keep(scope)
    assert refusal.value.status == 503
    assert str(folder) not in refusal.value.sentence
    async with transactions.scope_tx(scope, readonly=True):
        assert not await queries.files_added_between(scope, start=scope.now, end=scope.now.replace(year=2015))


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB, where the machine lets us have one."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if os.geteuid() != 0 or made.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


async def test_full_disk_is_a_plain_refusal_with_nothing_written(scope: Scope, full_disk: Path) -> None:
    store.use(storage_from_url(f"file://{full_disk / 'files'}"))
    with pytest.raises(store.StorageIsFull, match="no room left") as refusal:
        await keep(scope, data=b"x" * 200_000)
    assert refusal.value.status == 507
    assert files_below(full_disk) == []
    async with transactions.scope_tx(scope, readonly=True):
        assert not await queries.files_added_between(scope, start=scope.now, end=scope.now.replace(year=2015))


async def test_file_without_a_name_is_refused(scope: Scope) -> None:
    with pytest.raises(store.UnableToKeepFile, match="has no name"):
        await keep(scope, name="../")


async def test_row_of_a_file_is_never_changed(scope: Scope) -> None:
    file_id = await keep(scope)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transactions.scope_tx(scope):
            await database.execute("UPDATE evidence_file SET name = 'x' WHERE id = $1", file_id)


async def test_chore_records_bytes_that_it_stored_before_its_transaction(scope: Scope) -> None:
    stored = await store.put(scope, PAPER)
    async with transactions.scope_tx(scope):
        file_id = await operations.record_stored(
            scope, name="pack.pdf", media_type="application/pdf", stored=stored
        )
    async with transactions.scope_tx(scope, readonly=True):
        file = await queries.file_of(scope, file_id=file_id)
    assert await queries.bytes_in(file) == PAPER
