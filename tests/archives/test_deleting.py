"""An approved deletion is carried out: what goes, what stays and still proves, and what it never touches."""

import types
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.archives import deleting
from backend.archives.deleting import UnableToDelete
from backend.archives.operations import exporting, settling
from backend.archives.queries import deletions
from backend.archives.queries.catalogue import foreign_keys_of, tables_of
from backend.archives.rules import last_note
from backend.archives.rules.last_note import STAYS, LastNote, NotedLine
from backend.archives.rules.settling import Standing, UnableToApprove, in_the_way_of_carrying_out
from backend.desk import archived, deleted, keys, ledgers, lives
from backend.desk import stage as desk_stage
from backend.evidence import operations as evidence
from backend.evidence import store
from backend.kit import database, keyholder, notes
from backend.kit.clock import real_now
from backend.kit.keys import KeyRing
from backend.kit.storage import Held, Storage, StorageRefused, storage_from_url
from backend.ledger import sealing as ledger_sealing
from backend.ledger import tree
from backend.ledger.rules import checkpoints
from backend.packs import chores, operations, queries
from backend.packs import sealing as pack_sealing
from backend.packs.verify import read_trust_file, verify_pack
from backend.provision import lifetime
from backend.tenancy import transactions
from backend.tenancy.queries import tenant_by_slug
from tests.house.footprint import Footprint, changed
from tests.packs.agenda import as_worker
from tests.succession import stage
from tests.succession.stage import Body

LONG_AGO = date(1990, 3, 31)


@dataclass(kw_only=True)
class House:
    """One installation, as the command finds it."""

    services: Any
    owner: dict[str, Any]
    said: list[str]

    @property
    def storage(self) -> Storage:
        return storage_from_url(self.services.settings.storage_url)

    async def delete(self, slug: str, typed: str | None = None) -> str:
        self.said.clear()
        await deleted.delete(
            self.services, self.owner, slug, lambda: typed if typed is not None else slug, self.said.append
        )
        return "\n".join(self.said)


@pytest.fixture
def house(tmp_path: Path, ring: KeyRing, server_url: str, database_name: str) -> House:
    url = f"file://{tmp_path / 'files'}"
    store.use(storage_from_url(url))
    pack_sealing.use(ring)
    keyholder.use(ring)
    settings = types.SimpleNamespace(home=tmp_path, storage_url=url)
    owner = {**database.connection_config(server_url), "database": database_name}
    return House(services=types.SimpleNamespace(keys=ring, settings=settings), owner=owner, said=[])


async def ended(body: Body, superuser: Any, on: date = LONG_AGO) -> Body:
    """The body as it stands once its end is long enough ago."""
    await superuser.execute("UPDATE tenancy_tenant SET closed_on = $2 WHERE id = $1", body.tenant.id, on)
    tenant = (await lives.operator_of(body.tenant.slug)).tenant
    return replace(
        body, officer=replace(body.officer, tenant=tenant), executive=replace(body.executive, tenant=tenant)
    )


async def approved(body: Body) -> None:
    """Two people approved the deletion, more than four weeks ago."""
    async with transactions.scope_tx(body.officer, after_end=True):
        proposal_id = await settling.propose_deletion(body.officer, reason="Kept long enough")
    async with transactions.scope_tx(body.executive, after_end=True):
        await settling.approve(body.executive, proposal_id=proposal_id, proved_by="password")


async def test_a_record_goes_and_what_is_left_still_proves(
    found: Any, house: House, superuser: Any, footprint: Footprint, tmp_path: Path, visit: Any
) -> None:
    board = await stage.a_body(found, "NHS Two Valleys ICB (invented)", kind="ics")
    body = await stage.a_body(found, "NHS Old Valley CCG (invented)")
    await stage.work_of(body, called="Old Valley")
    await body.act(evidence.keep_file, name="plan.txt", media_type="text/plain", data=b"A plan")
    pack = await _pack(body)
    await _one_body_now(board, body)
    body = await ended(body, superuser)
    slug = body.tenant.slug

    # not before everything is in order, and not by a slip
    with pytest.raises(UnableToApprove, match=r"No deletion .* approved.*Nobody has taken it along"):
        await house.delete(slug)
    await approved(body)
    with pytest.raises(UnableToApprove, match="Nobody has taken it along"):
        await house.delete(slug)
    await archived.back_up(house.services, slug, tmp_path / "old.backup", house.said.append)
    everything = await footprint.of_everything()
    with pytest.raises(UnableToDelete, match="Nothing is deleted"):
        await house.delete(slug, typed="yes")
    assert changed(everything, await footprint.of_everything()) == []
    others = await footprint.of_tenant(board.tenant.id)

    said = await house.delete(slug)

    assert "Approved by Executive of NHS Old Valley" in said and "a backup, made on" in said
    assert said.index("For good goes") < said.index("rows are gone")
    await _only_what_stays(superuser, body, house)
    assert changed(others, await footprint.of_tenant(board.tenant.id)) == []
    assert await _broken_references(superuser) == []
    await _still_proves(body, pack, tmp_path, house)

    # whoever comes afterwards
    officer = await visit(board.officer)
    for path in ("", "/meetings", "/public/registers", "/api/registers"):
        answer = await officer.client.get(f"/t/{slug}{path}")
        assert answer.status_code == 410 and "was deleted on" in answer.text, path
    assert "was deleted on" in (await officer.client.get(f"/t/{slug}/keys")).text
    page = await officer.get("/succession")
    assert page.status_code == 200
    async with database.DB.transaction_with({}, readonly=True):
        living = await tenant_by_slug(slug)
    assert living and desk_stage.state_in_words(living).startswith("deleted on")
    assert "Nothing is left to do" in await house.delete(slug)
    with pytest.raises(archived.UnableToBackUp, match="is deleted"):
        await archived.back_up(house.services, slug, tmp_path / "late.backup", house.said.append)


async def _pack(body: Body) -> bytes:
    """An assurance pack of the body, as somebody keeps it."""
    october = replace(body.officer, now=body.officer.now + timedelta(days=40))
    pack_id = await body.act(
        operations.ask_for_assurance_pack, by=october, since=date(2014, 9, 1), until=date(2014, 9, 30)
    )
    await chores.build_assurance_pack(as_worker(october), pack_id=pack_id)
    async with transactions.scope_tx(october, readonly=True):
        return await queries.bytes_of(october, pack_id=pack_id)


async def _one_body_now(board: Body, body: Body) -> None:
    plan_id = await stage.announced(board, [body])
    await stage.stock_taken(board, plan_id)
    await stage.rehearsed(board, plan_id)
    await stage.merged(board, plan_id)
    assert (await stage.plan_of(board, plan_id))["state"] == "carried-out"


async def _only_what_stays(superuser: Any, body: Body, house: House) -> None:
    left = {}
    for shape in await tables_of(superuser.fetch):
        sql = f"SELECT count(*) FROM {shape.name} WHERE {shape.tenant_column} = $1"
        if count := await superuser.fetchval(sql, body.tenant.id):
            left[shape.name] = count
    assert set(left) <= set(STAYS) and left["ledger_checkpoint"] == left["archives_deletion"] == 1
    row = await superuser.fetchrow("SELECT * FROM tenancy_tenant WHERE id = $1", body.tenant.id)
    assert (row["state"], row["kept"], row["closed_on"]) == ("deleted", "{}", LONG_AGO)
    assert row["merged_into_name"] == "NHS Two Valleys ICB (invented)" and row["deleted_on"]
    assert house.storage.held_for(body.tenant.id).files == 0


async def _broken_references(superuser: Any) -> list[str]:
    """Foreign keys of any tenant's rows that name what is not there."""
    shapes = await tables_of(superuser.fetch)
    tenants = [row["id"] for row in await superuser.fetch("SELECT id FROM tenancy_tenant")]
    every = await foreign_keys_of(superuser.fetch, [shape.name for shape in shapes])
    sql = " UNION ALL ".join(
        f"SELECT '{key.name}' AS name, missing FROM ({key.missing.replace('= $1', '= ANY ($1::uuid[])')}) x"
        for key in every
    )
    return [row["name"] for row in await superuser.fetch(sql, tenants) if row["missing"]]


async def _still_proves(body: Body, pack: bytes, tmp_path: Path, house: House) -> None:
    """The pack by the trust file that is still given out, and the note of who approved it by the last checkpoint."""
    scope = await lives.operator_of(body.tenant.slug)
    async with transactions.scope_tx(scope, readonly=True):
        trust = tmp_path / "trust.txt"
        trust.write_text(keys.trust_text(scope, await keys.shown_of(scope), at=real_now()))
        note, newest = await deletions.note_of(scope), await tree.newest_checkpoint(scope)
    verified = verify_pack(pack, trusted=read_trust_file(trust))
    assert (verified.ok, verified.pinned) == (True, True), verified.first_problem
    assert note is not None and newest is not None and note.files_gone_at
    assert (note.proposed_by_name, note.approved_by_name) == (
        body.officer.actor.name,
        body.executive.actor.name,
    )
    said: list[str] = []
    assert await ledgers.verify_ledgers(
        house.services, scope.tenant.slug, (), (), said.append, lambda *_: None
    )
    assert "was deleted on" in said[0] and "Approved by Executive" in "".join(said)
    key = notes.verifier_of(
        checkpoints.log_key(house.services.keys, scope.tenant.id, demonstration=scope.tenant.demonstration)
    )
    for harmed, what in (
        (replace(note, lines=note.lines[:-1]), "No line of the ledger says"),
        (
            _with(note, private=(note.lines[0].private or "").replace("Valley", "Nowhere")),
            "not what was recorded",
        ),
        (_with(note, leaf=note.lines[0].leaf.replace("Z", "X")), "does not lead"),
    ):
        faults = last_note.faults_of(harmed, checkpoint=newest.note, keys=[key], tenant_id=scope.tenant.id)
        assert what in " ".join(faults)


def _with(note: LastNote, **other: Any) -> LastNote:
    first, *rest = note.lines
    return replace(note, lines=(NotedLine(**{**first.model_dump(), **other}), *rest))


def test_without_a_copy_nothing_is_carried_out_and_all_is_said_at_once() -> None:
    today = date(2026, 11, 23)
    standing = Standing(state="merged", name="North", ended_on=LONG_AGO)
    assert in_the_way_of_carrying_out(standing, today=today, taken_along="a backup") == ()
    (alone,) = in_the_way_of_carrying_out(standing, today=today, taken_along=None)
    assert "make a backup" in alone
    held = Standing(state="merged", name="North", ended_on=today, holds=2)
    assert len(in_the_way_of_carrying_out(held, today=today, taken_along=None)) == 3


def test_every_table_that_stays_is_there_and_says_why() -> None:
    assert set(STAYS) == {
        *("tenancy_tenant", "ledger_key", "ledger_checkpoint", "ledger_anchor", "archives_deletion")
    }
    assert set(deleting._GOES) < set(STAYS) and all(STAYS.values())


class _Away:
    """A place of storage that can't be reached while files are removed."""

    def held_for(self, _tenant_id: Any) -> Held:
        return Held(files=1, size=6)

    def remove_tenant(self, _tenant_id: Any) -> int:
        raise StorageRefused("The storage bucket files can't be reached, or is too slow.")


@pytest.mark.soak
async def test_broken_off_anywhere_it_is_finished_by_running_it_again(
    found: Any, house: House, superuser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the rows, in the midst of them, between rows and files, and with the storage away."""
    body = await stage.a_body(found, "NHS Old Valley CCG (invented)")
    await body.act(evidence.keep_file, name="plan.txt", media_type="text/plain", data=b"A plan")
    async with transactions.scope_tx(body.officer):
        await lifetime.close_tenant(body.officer, on=LONG_AGO, reason="An order")
    body = await ended(body, superuser)
    slug = body.tenant.slug
    await approved(body)
    await archived.back_up(house.services, slug, tmp_path / "old.backup", house.said.append)
    people = "SELECT count(*) FROM people_person WHERE tenant_id = $1"
    state = "SELECT state FROM tenancy_tenant WHERE id = $1"

    async def killed(*_asked: Any, **_given: Any) -> None:
        raise KeyboardInterrupt

    for place, name, is_shut in (
        (deleted.operations, "begin", False),
        (ledger_sealing, "seal_now", True),
        (deleting, "_check_whole", True),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, killed)
            with pytest.raises(KeyboardInterrupt):
                await house.delete(slug)
        assert (await superuser.fetchval(state, body.tenant.id) == "deleted") is is_shut, name
        assert await superuser.fetchval(people, body.tenant.id) == 4, name
    said: list[str] = []
    assert not await ledgers.verify_ledgers(house.services, slug, (), (), said.append, lambda *_: None)
    assert "not finished" in said[0]

    # the process of the server that works for it is killed in the midst of removing rows
    owner = await asyncpg.connect(**house.owner)
    empties = deleting._emptied

    async def cut_off(connection: Any, scope: Any) -> int:
        rows = await empties(connection, scope)
        await owner.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
        return rows

    with monkeypatch.context() as patch:
        patch.setattr(deleting, "_emptied", cut_off)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await house.delete(slug)
    await owner.close()
    assert await superuser.fetchval(people, body.tenant.id) == 4

    with monkeypatch.context() as patch:
        patch.setattr(deleted, "storage_from_url", lambda _url: _Away())
        with pytest.raises(UnableToDelete, match="Its rows are gone, and not all of its files"):
            await house.delete(slug)
    assert await superuser.fetchval(people, body.tenant.id) == 0
    assert house.storage.held_for(body.tenant.id).files == 1

    # somebody's request that had begun before wrote a row behind us
    await superuser.execute(
        "INSERT INTO tenancy_due (tenant_id, chore, due_at) VALUES ($1, 'ledger.seal', now())", body.tenant.id
    )
    assert "Its rows were gone already" in await house.delete(slug)
    assert (
        await superuser.fetchval("SELECT count(*) FROM tenancy_due WHERE tenant_id = $1", body.tenant.id) == 0
    )
    assert house.storage.held_for(body.tenant.id).files == 0
    assert await ledgers.verify_ledgers(house.services, slug, (), (), said.append, lambda *_: None)


@pytest.mark.soak
async def test_an_export_counts_once_somebody_has_it(found: Any, house: House, superuser: Any) -> None:
    body = await stage.a_body(found, "NHS Old Valley CCG (invented)")
    async with transactions.scope_tx(body.officer):
        await lifetime.close_tenant(body.officer, on=LONG_AGO, reason="An order")
    body = await ended(body, superuser)
    scope = body.officer
    made = exporting.Made(key=b"k" * 32, sha256="a" * 64, stored_sha256="b" * 64, size=1, rows=1, files=0)
    async with transactions.scope_tx(scope, after_end=True):
        export_id = await exporting.ask(scope)
        await exporting.finish(scope, export_id=export_id, made=made)
        assert await deletions.taken_along(scope) is None
        await exporting.fetched(scope, export_id=export_id, proved_by="password")
        assert "an export, downloaded on 1 September 2014 by Officer" in str(
            await deletions.taken_along(scope)
        )
