"""Roots go where nobody here can reach them; what fails is shown and tried again, and stops nothing."""

import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from backend.desk import anchoring as desk
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.kit.settings import BadSetting, read_settings
from backend.kit.stamps import Stamp, StampRefused, read_stamp
from backend.kit.storage.contract import StorageRefused
from backend.kit.storage.locked import LockedBucket, locked_bucket_from_url
from backend.ledger import anchoring, anchors, places, sealing, tree
from backend.ledger.operations import record
from backend.ledger.records import Record
from backend.ledger.rules.anchors import Often, Place, UnableToSettleAuditor, retry_after, root_in_words
from backend.ledger.sealing import ANCHOR
from backend.scope import Scope
from backend.tenancy import transactions
from tests.notices.kept import letters_in_words
from tests.stamping import AtHand, Authority, an_authority
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return an_authority()


@pytest.fixture
async def sealed(demo_scope: Scope) -> AsyncIterator[Scope]:
    await sealing.seal_now(demo_scope)  # others' transactions may be open in the same server
    yield demo_scope
    places.use(None)


class Down:
    """An authority that is away."""

    def stamp(self, digest: bytes) -> Stamp:
        raise StampRefused("The time-stamping authority can’t be reached.")


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """An S3 of moto's, with one bucket that has Object Lock and one that has none."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "invented")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "invented")
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1")
    client.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    client.create_bucket(Bucket="plain")
    yield url
    server.stop()


def bucket_of(store: str, name: str = "locked") -> LockedBucket:
    return locked_bucket_from_url(f"s3://{name}/roots?endpoint={store}&days=400")


async def lines_of(scope: Scope) -> list[tuple[Place, bool]]:
    async with transactions.scope_tx(scope, readonly=True):
        return [(line.place, line.held) for line in await anchors.anchors_of(scope)]


async def test_root_is_stamped_once_a_day_and_the_stamp_is_of_the_signed_note(
    sealed: Scope, authority: Authority
) -> None:
    places.use(places.Places(stamper=AtHand(authority)))
    next_look = await anchoring.anchor_newest(sealed)
    assert next_look > real_now() + timedelta(hours=23)
    async with transactions.scope_tx(sealed):
        (line,) = await anchors.anchors_of(sealed)
        file = await anchors.file_of(sealed, anchor_id=line.id)
        newest = await tree.newest_checkpoint(sealed)
        await record(sealed, "ledger.test.made", Record(room="ledger", kind="key", id=line.id))
    assert newest is not None and file.note == newest.note and file.proof is not None
    stamp = read_stamp(file.proof, digest=hashlib.sha256(file.note).digest(), roots=(authority.root,))
    assert (stamp.authority, line.where, line.until) == (
        "Invented Time Authority",
        stamp.authority,
        stamp.certificate_until,
    )
    await sealing.seal_now(sealed)
    await anchoring.anchor_newest(sealed)
    assert len(await lines_of(sealed)) == 1
    await anchoring.anchor_newest(sealed, at_once=True)
    assert len(await lines_of(sealed)) == 2


async def test_authority_that_is_away_is_shown_tried_again_later_and_later_and_stops_nothing(
    sealed: Scope, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    places.use(places.Places(stamper=Down()))
    assert await anchoring.anchor_newest(sealed) < real_now() + timedelta(hours=1, minutes=1)
    await anchoring.anchor_newest(sealed)
    assert await lines_of(sealed) == [(Place.STAMP, False)]
    later = real_now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(anchoring, "real_now", lambda: later)
    next_look = await anchoring.anchor_newest(sealed)
    assert timedelta(hours=1, minutes=59) < next_look - later < timedelta(hours=2, minutes=1)
    async with transactions.scope_tx(sealed, readonly=True):
        shown = {each.place: each for each in await desk.places_shown(sealed)}
    assert len(shown[Place.STAMP].failures) == 2
    assert "can’t be reached" in shown[Place.STAMP].failures[0].said
    places.use(places.Places(stamper=AtHand(authority)))
    await anchoring.anchor_newest(sealed, at_once=True)
    async with transactions.scope_tx(sealed, readonly=True):
        assert (await anchors.last_held(sealed, Place.STAMP)) is not None


async def test_root_in_a_locked_bucket_can_not_be_removed_or_shortened(sealed: Scope, store: str) -> None:
    places.use(places.Places(bucket=bucket_of(store)))
    await anchoring.anchor_newest(sealed)
    async with transactions.scope_tx(sealed, readonly=True):
        (line,) = await anchors.anchors_of(sealed)
        newest = await tree.newest_checkpoint(sealed)
    assert line.held and line.until is not None and newest is not None
    assert line.until > real_now() + timedelta(days=399)
    key, _, version = line.where.removeprefix("s3://locked/").partition("?versionId=")
    client = boto3.client("s3", endpoint_url=store, region_name="us-east-1")
    assert client.get_object(Bucket="locked", Key=key)["Body"].read() == newest.note
    with pytest.raises(ClientError):
        client.delete_object(Bucket="locked", Key=key, VersionId=version)
    assert client.get_object(Bucket="locked", Key=key, VersionId=version)["Body"].read() == newest.note


async def test_bucket_that_holds_nothing_is_no_anchor(sealed: Scope, store: str) -> None:
    places.use(places.Places(bucket=bucket_of(store, "plain")))
    await anchoring.anchor_newest(sealed)
    places.use(places.Places(bucket=bucket_of(store, "nowhere")))
    await anchoring.anchor_newest(sealed, at_once=True)
    assert await lines_of(sealed) == [(Place.BUCKET, False)] * 2


async def test_auditor_gets_one_letter_a_month_with_the_root(sealed: Scope) -> None:
    places.use(places.Places())
    async with transactions.scope_tx(sealed):
        await anchoring.settle_auditor(
            sealed, name="Quin Invented", address="audit@example.invalid", often=Often.MONTHLY
        )
    await desk.anchor_ledger(sealed)
    await desk.anchor_ledger(sealed)
    (letter,) = await letters_in_words(sealed)
    async with transactions.scope_tx(sealed, readonly=True):
        newest = await tree.newest_checkpoint(sealed)
        (due,) = await fetch(
            "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = $2", sealed.tenant.id, ANCHOR
        )
    assert newest is not None
    assert letter["recipient_address"] == "audit@example.invalid"
    assert newest.root.hex()[:32] in letter["text"] and newest.root.hex()[32:] in letter["text"]
    assert due["due_at"] > sealed.now + timedelta(hours=23)
    assert await lines_of(sealed) == [(Place.MAIL, True)]


@pytest.mark.parametrize(
    ("name", "address"),
    [("", "audit@example.invalid"), ("Quin", "nobody"), ("Quin", "a@b.example, c@d.example")],
    ids=["nameless", "no address", "two"],
)
async def test_auditor_who_can_not_be_written_to_is_refused(sealed: Scope, name: str, address: str) -> None:
    async with transactions.scope_tx(sealed):
        with pytest.raises(UnableToSettleAuditor):
            await anchoring.settle_auditor(sealed, name=name, address=address, often=Often.MONTHLY)


async def test_page_shows_what_is_kept_and_what_failed_and_settles_the_auditor(
    visit: Visit, sealed: Scope, authority: Authority
) -> None:
    places.use(places.Places(stamper=Down()))
    await anchoring.anchor_newest(sealed)
    places.use(places.Places(stamper=AtHand(authority)))
    await anchoring.anchor_newest(sealed, at_once=True)
    officer = await visit()
    page = (await officer.get("/ledger/anchors")).text
    assert "Not kept: The time-stamping authority can’t be reached." in page
    assert "Invented Time Authority" in page
    wrong = await officer.post("/ledger/auditor", {"name": "Quin", "address": "x", "often": "monthly"})
    assert wrong.status_code == 422
    assert "Enter one email address" in wrong.text
    right = {"name": "Quin Invented", "address": "audit@example.invalid", "often": "quarterly"}
    assert (await officer.post("/ledger/auditor", right)).status_code == 303
    assert "audit@example.invalid" in (await officer.get("/ledger/anchors")).text
    auditor = await visit(name="Sky Invented", roles=("internal-audit",))
    assert (await auditor.get("/ledger/anchors")).status_code == 200
    assert (await auditor.post("/ledger/auditor", right)).status_code == 403


async def test_foot_of_a_page_names_the_newest_root(scope: Scope) -> None:
    async with transactions.scope_tx(scope, readonly=True):
        assert await anchors.foot_words(scope) == ""
    assert root_in_words(bytes(range(32)), 12_345) == (
        "Ledger of 12,345 lines: 0001 0203 0405 0607 0809 0a0b 0c0d 0e0f"
    )


def test_retries_grow_to_a_day() -> None:
    hours = [retry_after(number) / timedelta(hours=1) for number in (1, 2, 3, 4, 5, 6, 900)]
    assert hours == [1, 2, 4, 8, 16, 24, 24]


@pytest.mark.parametrize(
    "values",
    [
        {"ANCHOR_URL": "https://bucket"},
        {"ANCHOR_URL": "s3://bucket?days=0"},
        {"ANCHOR_URL": "s3://key:secret@bucket/x"},
        {"TSA_URL": "https://time.example"},
        {"TSA_URL": "https://time.example", "TSA_ROOTS": "/nowhere/roots.pem"},
    ],
    ids=["no store", "no days", "a secret", "no roots", "roots away"],
)
def test_places_that_can_not_be_used_are_refused_at_the_start(values: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        places.of(read_settings({"PROBITY_HOME": "/tmp", **values}))


def test_bucket_that_can_not_be_reached_is_refused_plainly() -> None:
    bucket = locked_bucket_from_url("s3://bucket?endpoint=http://127.0.0.1:9")
    with pytest.raises(StorageRefused, match="can’t be reached"):
        bucket.keep("root.txt", b"x", now=datetime.now(UTC))
