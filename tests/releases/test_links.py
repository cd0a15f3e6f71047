"""A link, its code, and what each recipient may fetch, by the rooms' own operations."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.kit import database
from backend.kit.clock import real_now
from backend.packs import operations as packs
from backend.packs.assurance import rules as assurance
from backend.releases import operations, queries, rules
from backend.releases.operations import Entered, Given
from backend.releases.rules import (
    Form,
    LinkEnded,
    NoVisit,
    UnableToFetch,
    UnableToOpen,
    UnableToRelease,
)
from backend.scope import NotFound, NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from backend.together.rules import UnableToDeliver
from tests.releases.conftest import Release
from tests.releases.stage import Released, a_pack, a_ready_pack, a_signed_pack, a_wish

SECOND = timedelta(seconds=1)


async def entered(
    made: Released, *, code: str | None = None, at: datetime | None = None, who: int = 0
) -> Entered:
    told = made.told[who]
    found = await made.act(
        operations.give_code,
        at=at,
        token=told.token,
        code=code or told.code,
        real=real_now(),
        asked_with="a test",
    )
    if isinstance(found, Refusal):
        raise found
    assert isinstance(found, Entered)
    return found


async def begun(
    made: Released, visit: Entered, *, at: datetime | None = None, form: Form = Form.SEALED
) -> UUID:
    found: UUID = await made.act(
        operations.begin_download,
        at=at,
        recipient_id=visit.recipient_id,
        visit=visit.token,
        form=form,
        real=real_now(),
        asked_with="a test",
    )
    return found


async def taken(
    made: Released,
    visit: Entered,
    download_id: UUID,
    *,
    at: datetime | None = None,
    range_: str | None = None,
) -> Given | Refusal:
    found: Given | Refusal = await made.act(
        operations.take,
        at=at,
        recipient_id=visit.recipient_id,
        download_id=download_id,
        visit=visit.token,
        range_=range_,
        if_range=None,
        real=real_now(),
        asked_with="a test",
    )
    return found


async def test_only_what_everybody_signed_leaves(officer: Scope, executive: Scope) -> None:
    unsigned = await a_ready_pack(officer, a_pack())
    for scope, pack_id, refusal in (
        (officer, unsigned, UnableToRelease),
        (officer, UUID(int=1), UnableToRelease),
        (executive, unsigned, NotPermitted),
    ):
        async with transactions.scope_tx(scope):
            with pytest.raises(refusal):
                await operations.release(
                    replace(scope, permissions=scope.permissions - {"releases.release"})
                    if refusal is NotPermitted
                    else scope,
                    wish=a_wish(scope, pack_id),
                    seen_sha256="0" * 64,
                )
    async with transactions.scope_tx(officer, readonly=True):
        assert await queries.releases_of(officer) == ()


async def test_what_is_seen_in_the_preview_is_what_goes(officer: Scope, executive: Scope) -> None:
    pack_id = await a_signed_pack(officer, executive, a_pack())
    async with transactions.scope_tx(officer):
        with pytest.raises(UnableToRelease, match="another file"):
            await operations.release(officer, wish=a_wish(officer, pack_id), seen_sha256="0" * 64)


async def test_the_database_holds_neither_token_nor_code(made: Released, superuser: Any) -> None:
    rows = await superuser.fetch("SELECT row_to_json(r)::text AS row FROM releases_recipient r")
    text = "\n".join(row["row"] for row in rows)
    for told in made.told:
        assert told.token and len(told.token) >= 43  # 256 bits
        for secret in (told.token, told.code, rules.plain_code(told.code)):
            assert secret not in text
    assert len({each.token for each in made.told}) == len(made.told) == 2
    assert "$argon2id$" in text


async def test_five_wrong_codes_lock_one_persons_link_and_tell_the_officer(
    made: Released, superuser: Any
) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(UnableToOpen, match=f"{left} more"):
            await entered(made, code="0000 0000")
    with pytest.raises(UnableToOpen, match="locked"):
        await entered(made, code="0000 0000")
    with pytest.raises(UnableToOpen, match="locked"):
        await entered(made)  # the right one
    view = await made.view()
    assert [each.locked_at is not None for each in view.recipients] == [True, False]
    await entered(made, who=1)
    letters = await superuser.fetch(
        "SELECT subject, recipient_name FROM notices_letter WHERE tenant_id = $1 AND kind = 'link-locked'",
        made.officer.tenant.id,
    )
    assert [letter["recipient_name"] for letter in letters] == ["Morgan Invented"]

    told = await made.act(
        operations.new_code, release_id=made.release_id, recipient_id=made.first.recipient_id
    )
    assert told.token is None
    with pytest.raises(UnableToOpen, match="4 more"):
        await entered(made)  # the old code
    await entered(made, code=told.code)
    assert (await made.view()).recipients[0].failures == 0


async def test_a_new_code_or_link_closes_what_the_old_one_opened(made: Released) -> None:
    visit = await entered(made)
    given: dict[str, Any] = {"release_id": made.release_id, "recipient_id": made.first.recipient_id}
    await made.act(operations.new_code, **given)
    with pytest.raises(NoVisit):
        await begun(made, visit)
    told = await made.act(operations.new_link, **given, by_mail=False, email=None)
    with pytest.raises(NotFound):
        await entered(made)
    fresh = replace(made, told=(told,))
    await begun(fresh, await entered(fresh))


async def test_a_visit_is_of_one_person_and_of_one_hour(made: Released) -> None:
    visit = await entered(made)
    later = real_now() + rules.VISIT_FOR
    for other in (
        {"recipient_id": made.told[1].recipient_id},
        {"token": "x"},
        {"token": ""},
        {"real": later},
        {"real": real_now() - timedelta(hours=1)},
    ):
        given: dict[str, Any] = {"recipient_id": visit.recipient_id, "token": visit.token, "real": real_now()}
        with pytest.raises(NoVisit):
            await made.act(queries.opened, **{**given, **other})
    assert (
        await made.act(queries.opened, recipient_id=visit.recipient_id, token=visit.token, real=real_now())
    ).release
    await made.act(operations.leave, recipient_id=visit.recipient_id, token=visit.token, real=real_now())
    with pytest.raises(NoVisit):
        await begun(made, visit)


async def test_it_ends_to_the_second_at_each_request(made: Released) -> None:
    ends = (await made.view()).expires_at
    visit = await entered(made, at=ends - SECOND)
    download_id = await begun(made, visit, at=ends - SECOND)
    assert isinstance(await taken(made, visit, download_id, at=ends - SECOND, range_="bytes=0-9"), Given)
    for range_ in (None, "bytes=10-19", "bytes=-1"):
        assert isinstance(await taken(made, visit, download_id, at=ends, range_=range_), LinkEnded)
    with pytest.raises(LinkEnded):
        await begun(made, visit, at=ends)
    with pytest.raises(UnableToOpen, match="ended"):
        await entered(made, at=ends)
    extended = ends + timedelta(days=1)
    await made.act(
        operations.extend,
        at=ends,
        release_id=made.release_id,
        version=1,
        expires_at=extended,
        most_downloads=3,
    )
    assert isinstance(await taken(made, visit, download_id, at=ends, range_="bytes=10-19"), Given)
    assert isinstance(await taken(made, visit, download_id, at=extended), Refusal)


async def test_revocation_stops_the_next_byte(made: Released) -> None:
    visit = await entered(made)
    download_id = await begun(made, visit)
    assert isinstance(await taken(made, visit, download_id, range_="bytes=0-9"), Given)
    await made.act(operations.revoke, release_id=made.release_id, version=1, because="Sent to the wrong body")
    refused = await taken(made, visit, download_id, range_="bytes=10-19")
    assert isinstance(refused, LinkEnded)
    assert "revoked" in refused.sentence
    with pytest.raises(UnableToOpen):
        await entered(made, who=1)
    accesses = await made.act(queries.accesses_of, release_id=made.release_id)
    assert [(each.kind, each.given) for each in reversed(accesses)] == [
        ("code", True),
        ("download", True),
        ("part", True),
        ("part", False),
    ]
    assert sum(each.much for each in accesses) == 10
    with pytest.raises(UnableToRelease):
        await made.act(operations.revoke, release_id=made.release_id, version=2, because="Again")


async def test_one_persons_end_leaves_the_others(made: Released) -> None:
    visits = [await entered(made, who=who) for who in (0, 1)]
    await made.act(
        operations.end_recipient,
        release_id=made.release_id,
        recipient_id=made.first.recipient_id,
        because="Has left",
    )
    with pytest.raises(NoVisit):
        await begun(made, visits[0])
    with pytest.raises(UnableToOpen):
        await entered(made)
    await begun(made, visits[1])


async def test_a_limit_of_downloads_and_of_bytes_for_each_person(release: Release) -> None:
    made = await release(most_downloads=1)
    visit = await entered(made)
    download_id = await begun(made, visit)
    with pytest.raises(UnableToFetch, match="once"):
        await begun(made, visit)
    size = len(made.data)
    for range_ in (None, f"bytes=0-{size - 2}", "bytes=-1"):
        assert isinstance(await taken(made, visit, download_id, range_=range_), Given)
    assert isinstance(await taken(made, visit, download_id, range_="bytes=0-0"), UnableToFetch)
    late = made.officer.now + rules.DOWNLOAD_FOR
    other = await entered(made, who=1)
    second = await begun(made, other)
    assert isinstance(await taken(made, other, second, at=late - SECOND, range_="bytes=0-0"), Given)
    assert isinstance(await taken(made, other, second, at=late, range_="bytes=0-0"), UnableToFetch)
    with pytest.raises(NoVisit):
        await taken(made, other, download_id)  # the other's download
    line = (await made.view()).recipients[0].downloads[0]
    assert (line.requests, line.taken) == (3, 2 * size)


async def test_the_sealed_file_is_given_byte_for_byte_and_a_newer_issue_never_is(
    made: Released, superuser: Any
) -> None:
    visit = await entered(made)
    newer = await a_signed_pack(made.officer, made.executive, a_pack("second"), name="pack-2.zip")
    view = await made.view()
    assert (view.newer_issue, view.newer_pack_id, view.issue) == (2, newer, 1)
    download_id = await begun(made, visit)
    given = await taken(made, visit, download_id)
    assert isinstance(given, Given)
    assert given.tag == f'"{hashlib.sha256(made.data).hexdigest()}"'
    async with transactions.scope_tx(made.officer, readonly=True):
        data = await queries.bytes_of(made.officer, pack_id=view.pack_id, sha256=view.sha256)
        assert data == made.data
        with pytest.raises(UnableToFetch, match="not the one"):
            await queries.bytes_of(made.officer, pack_id=newer, sha256=view.sha256)
    async with transactions.scope_tx(made.officer):
        with pytest.raises(UnableToRelease, match="newer issue"):
            await operations.check_wish(made.officer, wish=a_wish(made.officer, made.pack_id))
        with pytest.raises(assurance.UnableToSign, match="left already"):
            await packs.withdraw(made.executive, pack_id=made.pack_id, because="Too late")


async def test_receipts_stay_whatever_becomes_of_the_link(made: Released, superuser: Any) -> None:
    visit = await entered(made)
    sha256 = hashlib.sha256(made.data).hexdigest()
    given: dict[str, Any] = {"recipient_id": visit.recipient_id, "visit": visit.token, "real": real_now()}
    await made.act(operations.give_receipt, **given, sha256=sha256.upper(), how="computed")
    with pytest.raises(UnableToRelease):
        await made.act(operations.give_receipt, **given, sha256="abc", how="computed")
    await made.act(operations.revoke, release_id=made.release_id, version=1, because="A test")
    await made.act(operations.give_receipt, **given, sha256="0" * 64, how="confirmed")
    view = await made.view()
    assert [(each.name, each.matches, each.how) for each in view.receipts] == [
        ("Jo Inspector", True, "computed"),
        ("Jo Inspector", False, "confirmed"),
    ]
    for statement in ("UPDATE releases_receipt SET sha256 = sha256", "DELETE FROM releases_receipt"):
        with pytest.raises(asyncpg.PostgresError):
            await superuser.execute(statement)


async def test_a_receipt_through_the_door_is_of_a_release_under_that_agreement(made: Released) -> None:
    with pytest.raises(UnableToDeliver):
        await made.act(
            operations.keep_receipt,
            release_id=made.release_id,
            agreement_id=UUID(int=7),
            receipt_id=UUID(int=8),
            received_by="Jo Inspector",
            address=None,
            given_at=made.officer.now,
            sha256="0" * 64,
            verified="Holds",
        )


async def test_each_access_is_a_line_of_the_ledger_by_its_own_name(made: Released) -> None:
    visit = await entered(made)
    download_id = await begun(made, visit)
    await taken(made, visit, download_id, range_="bytes=0-0")
    async with transactions.scope_tx(made.officer, readonly=True):
        rows = await database.fetch(
            "SELECT act, actor_name, actor_person_id FROM ledger_event "
            "WHERE tenant_id = $1 AND act LIKE 'releases.%' ORDER BY recorded_at, id",
            made.officer.tenant.id,
        )
    assert [row["act"] for row in rows] == [
        "releases.release.made",
        "releases.link.opened",
        "releases.download.begun",
        "releases.download.served",
    ]
    by_link = {(row["actor_name"], row["actor_person_id"]) for row in rows[1:]}
    assert by_link == {("Jo Inspector of Invented Assurance Authority, by a link", None)}


async def test_links_by_mail_wait_and_can_be_undone(release: Release, superuser: Any) -> None:
    made = await release(by_mail=True)
    assert [each.token for each in made.told] == [None, None]
    letters = await _letters(superuser, made)
    assert [(each["state"], each["kind"]) for each in letters] == [("pending", "pack-released")] * 2
    assert all(each["retry_at"] is not None and each["confidential"] for each in letters)
    for told, letter in zip(made.told, letters, strict=True):
        assert told.code not in letter["text"]
        assert rules.plain_code(told.code) not in letter["text"]
        assert "/public/releases/links/" in letter["text"]
    late = made.officer.now + rules.HELD_FOR
    with pytest.raises(UnableToRelease):
        await made.act(operations.undo_release, at=late, release_id=made.release_id)
    await made.act(operations.undo_release, release_id=made.release_id)
    assert {each["state"] for each in await _letters(superuser, made)} == {"withdrawn"}
    assert (await made.view()).revoked_because == "Undone before its letters went"


async def test_what_time_and_newer_issues_do_is_told_once(release: Release, superuser: Any) -> None:
    made = await release(by_mail=True)
    soon = made.officer.now + timedelta(days=24)
    look: Callable[..., Awaitable[Any]] = operations.look_after
    await made.act(look)
    assert len(await _letters(superuser, made)) == 2
    await a_signed_pack(made.officer, made.executive, a_pack("second"), name="pack-2.zip")
    for _ in range(2):
        await made.act(look, at=soon)
    kinds = sorted(each["kind"] for each in await _letters(superuser, made))
    assert kinds == ["link-ending"] * 2 + ["pack-released"] * 2 + ["pack-superseded"] * 2
    await made.act(operations.revoke, release_id=made.release_id, version=1, because="A test")
    states = {each["kind"]: each["state"] for each in await _letters(superuser, made)}
    assert states["pack-released"] == "withdrawn"
    assert states["link-revoked"] == "pending"


async def _letters(superuser: Any, made: Released) -> list[Any]:
    rows: list[Any] = await superuser.fetch(
        "SELECT kind, state, text, retry_at, confidential FROM notices_letter WHERE tenant_id = $1 "
        "AND room = 'releases' ORDER BY recipient_name",
        made.officer.tenant.id,
    )
    return rows
