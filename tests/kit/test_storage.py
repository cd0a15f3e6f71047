"""One set of promises, kept on a real disk and by a real S3 server over HTTP."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import boto3
import botocore.session
import httpx
import pytest
from moto.server import ThreadedMotoServer

from backend.kit.storage import (
    Held,
    NotStored,
    Storage,
    StorageDamaged,
    StorageFull,
    StorageRefused,
    key_for,
    s3,
    storage_from_url,
)
from backend.kit.storage.locked import locked_bucket_from_url
from tests.ports import free_port

TENANT = UUID("018f0000-0000-7000-8000-000000000001")
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module", autouse=True)
def models_read_once() -> Iterator[None]:
    """botocore reads its descriptions of services from disk for every session, which here is every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def bucket(s3_server: str, aws: None, tmp_path: Path) -> str:
    name = "files-" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:20]
    boto3.session.Session().client("s3", endpoint_url=s3_server, region_name="us-east-1").create_bucket(
        Bucket=name
    )
    return name


@pytest.fixture(params=["disk", "s3", "s3 without prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "disk":
        return storage_from_url((tmp_path / "files").as_uri())
    server, bucket = request.getfixturevalue("s3_server"), request.getfixturevalue("bucket")
    prefix = "" if "without" in request.param else "/some/where"
    return storage_from_url(f"s3://{bucket}{prefix}?endpoint={server}")


@pytest.fixture
def spoil(store: Storage, request: pytest.FixtureRequest) -> object:
    """Changes what is stored behind our back."""

    def disk(key: str, data: bytes) -> None:
        (request.getfixturevalue("tmp_path") / "files" / key).write_bytes(data)

    def s3(key: str, data: bytes) -> None:
        client = boto3.session.Session().client(
            "s3", endpoint_url=request.getfixturevalue("s3_server"), region_name="us-east-1"
        )
        prefix = getattr(store, "prefix", "")
        client.put_object(
            Bucket=request.getfixturevalue("bucket"), Key=f"{prefix}/{key}" if prefix else key, Body=data
        )

    return s3 if hasattr(store, "bucket") else disk


@pytest.mark.parametrize("data", [b"", b"a", b"\0" * 70_000, os.urandom(9 * MEGABYTE)], ids=len)
def test_what_is_put_comes_back(store: Storage, data: bytes) -> None:
    key = key_for(TENANT, data)
    stored = store.put(key, data)
    assert (stored.key, stored.sha256, stored.size) == (key, hashlib.sha256(data).hexdigest(), len(data))
    assert store.get(key) == data
    assert store.exists(key)
    assert store.size(key) == len(data)
    with store.open_stream(key) as stream:
        assert stream.read() == data


def test_key_names_tenant_and_hash() -> None:
    assert key_for(TENANT, b"") == f"tenants/{TENANT}/{hashlib.sha256(b'').hexdigest()}"


def test_stream_is_put_from_where_it_stands_and_left_open(store: Storage) -> None:
    data = os.urandom(9 * MEGABYTE)
    stream = io.BytesIO(b"skip" + data)
    stream.seek(4)
    assert store.put(key_for(TENANT, data), stream).size == len(data)
    assert not stream.closed
    assert store.get(key_for(TENANT, data)) == data


def test_stream_gives_pieces_of_any_size(store: Storage) -> None:
    data = os.urandom(3 * MEGABYTE + 7)
    key = store.put(key_for(TENANT, data), data).key
    with store.open_stream(key) as stream:
        pieces = iter(lambda: stream.read(999_999), b"")
        assert b"".join(pieces) == data


def test_putting_twice_changes_nothing(store: Storage) -> None:
    key = key_for(TENANT, b"same")
    assert store.put(key, b"same") == store.put(key, b"same")
    assert store.get(key) == b"same"


def test_same_file_of_two_tenants_is_stored_twice(store: Storage) -> None:
    other = UUID("018f0000-0000-7000-8000-000000000002")
    store.put(key_for(TENANT, b"same"), b"same")
    assert not store.exists(key_for(other, b"same"))


def test_all_of_one_tenant_is_removed_and_nothing_of_another(store: Storage) -> None:
    other = UUID("018f0000-0000-7000-8000-000000000002")
    for tenant in (TENANT, other):
        for data in (b"one", b"two!", b"three"):
            store.put(key_for(tenant, data), data)
    assert store.held_for(TENANT) == Held(files=3, size=12)
    assert (store.remove_tenant(TENANT), store.remove_tenant(TENANT)) == (3, 0)
    assert store.held_for(TENANT) == Held(files=0, size=0)
    assert not store.exists(key_for(TENANT, b"one"))
    assert store.get(key_for(other, b"one")) == b"one" and store.held_for(other).files == 3
    store.put(key_for(TENANT, b"one"), b"one")  # nothing is in the way of beginning again
    assert store.get(key_for(TENANT, b"one")) == b"one"


def test_removal_that_was_broken_off_is_finished_by_another(store: Storage) -> None:
    for data in (b"one", b"two!", b"three"):
        store.put(key_for(TENANT, data), data)
    place, name = (store._client, "delete_object") if isinstance(store, s3.S3Storage) else (Path, "unlink")
    removes, done = getattr(place, name), []

    def once(*asked: object, **how: object) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(asked)
        removes(*asked, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, once)
        with pytest.raises(KeyboardInterrupt):
            store.remove_tenant(TENANT)
    assert store.held_for(TENANT).files == 2
    assert store.remove_tenant(TENANT) == 2 and store.held_for(TENANT).files == 0


def test_a_bucket_of_versions_keeps_none_behind_and_what_is_locked_stays(
    s3_server: str, aws: None, tmp_path: Path
) -> None:
    client = boto3.session.Session().client("s3", endpoint_url=s3_server, region_name="us-east-1")
    bucket = "locked-" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:20]
    client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)  # which keeps versions
    anchors = locked_bucket_from_url(f"s3://{bucket}/anchors?endpoint={s3_server}")
    anchors.keep(f"{TENANT}/root-7.txt", b"a root", now=datetime.now(UTC))
    store = storage_from_url(f"s3://{bucket}?endpoint={s3_server}")
    key = key_for(TENANT, b"one")
    store.put(key, b"one")
    store.put(key, b"one")
    client.delete_object(Bucket=bucket, Key=key)
    started = client.create_multipart_upload(Bucket=bucket, Key=key)
    client.upload_part(Bucket=bucket, Key=key, UploadId=started["UploadId"], PartNumber=1, Body=b"half")
    assert store.remove_tenant(TENANT) == 3  # two versions, and the mark of a removal
    left = client.list_object_versions(Bucket=bucket)
    assert [each["Key"] for each in left["Versions"]] == [f"anchors/{TENANT}/root-7.txt"]
    assert "DeleteMarkers" not in left and not client.list_multipart_uploads(Bucket=bucket).get("Uploads")
    client.put_object(
        Bucket=bucket,
        Key=key,
        Body=b"one",
        ObjectLockMode="COMPLIANCE",
        ObjectLockRetainUntilDate=datetime.now(UTC) + timedelta(days=1),
    )
    with pytest.raises(StorageRefused, match="turned us away"):
        store.remove_tenant(TENANT)
    assert store.get(key) == b"one"


def test_data_that_is_not_what_the_key_says_is_refused(store: Storage) -> None:
    key = key_for(TENANT, b"what was promised")
    for data in (b"something else", io.BytesIO(b"something else")):
        with pytest.raises(ValueError, match="but the key says"):
            store.put(key, data)
    assert not store.exists(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "0" * 64,
        "/tenants/" + "0" * 64,
        "a/../b/" + "0" * 64,
        "a/" + "0" * 63,
        "a/" + "A" * 64,
        "a//" + "0" * 64,
        "a/" + "0" * 64 + "\n",
        "A/" + "0" * 64,
        "a\0/" + "0" * 64,
        "é/" + "0" * 64,
    ],
)
def test_key_of_another_shape_is_refused(store: Storage, key: str) -> None:
    for ask in (store.get, store.exists, store.size, store.open_stream, lambda key: store.put(key, b"")):
        with pytest.raises(ValueError, match="A storage key is"):
            ask(key)


def test_missing_file_is_told_apart_from_a_missing_place(store: Storage) -> None:
    key = key_for(TENANT, b"never put")
    assert not store.exists(key)
    for ask in (store.get, store.size, store.open_stream):
        with pytest.raises(NotStored, match="There is no stored file tenants/"):
            ask(key)


@pytest.mark.parametrize("change", ["flipped", "shorter", "longer", "empty"])
def test_damaged_file_is_never_given_out_whole(store: Storage, spoil: object, change: str) -> None:
    data = os.urandom(2 * MEGABYTE)
    key = store.put(key_for(TENANT, data), data).key
    changed = {
        "flipped": bytes([data[0] ^ 1]) + data[1:],
        "shorter": data[:-1],
        "longer": data + b"x",
        "empty": b"",
    }
    spoil(key, changed[change])  # type: ignore[operator]  # the fixture gives a function of the place
    with pytest.raises(StorageDamaged, match=f"{key} is damaged"):
        store.get(key)
    with pytest.raises(StorageDamaged), store.open_stream(key) as stream:
        while stream.read(65536):
            pass


def test_putting_again_heals_a_damaged_file(store: Storage, spoil: object) -> None:
    key = store.put(key_for(TENANT, b"good"), b"good").key
    spoil(key, b"evil")  # type: ignore[operator]  # the fixture gives a function of the place
    store.put(key, b"good")
    assert store.get(key) == b"good"


def test_many_writers_of_one_file_leave_one_good_file(store: Storage) -> None:
    data = os.urandom(MEGABYTE)
    key = key_for(TENANT, data)
    writers = [threading.Thread(target=store.put, args=(key, data)) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.get(key) == data


# Disk alone


def files_below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


@contextmanager
def tiny_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets us mount nothing; the file size limit below stands in")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_full_disk_is_a_plain_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "tiny"):
        store = storage_from_url((tmp_path / "tiny" / "files").as_uri())
        kept = store.put(key_for(TENANT, b"small"), b"small").key
        large = os.urandom(100_000)
        with pytest.raises(StorageFull, match="no room left in the storage folder"):
            store.put(key_for(TENANT, large), large)
        assert not store.exists(key_for(TENANT, large))
        assert len(files_below(tmp_path / "tiny")) == 1
        assert store.get(kept) == b"small"


FILE_SIZE_LIMIT = """
import resource, sys
from uuid import UUID
from backend.kit.storage import StorageFull, key_for, storage_from_url
store = storage_from_url(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
data = bytes(100_000)
try:
    store.put(key_for(UUID(int=1), data), data)
except StorageFull as full:
    print(full)
"""


def test_file_above_the_size_limit_is_a_plain_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    done = subprocess.run(
        [sys.executable, "-c", FILE_SIZE_LIMIT, folder.as_uri()], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"There is no room left in the storage folder {folder}.\n"
    assert files_below(folder) == []


def test_read_only_disk_refuses(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "tiny"):
        store = storage_from_url((tmp_path / "tiny" / "files").as_uri())
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "tiny")], check=True)
        with pytest.raises(StorageRefused, match="can't be used: Read-only file system"):
            store.put(key_for(TENANT, b"x"), b"x")


def test_folder_that_is_a_file_or_has_no_parent_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "no" / "such" / "place"):
        with pytest.raises(StorageRefused, match="can't be made"):
            storage_from_url(folder.as_uri())


def test_folder_that_went_away_refuses_and_is_not_made_anew(tmp_path: Path) -> None:
    store = storage_from_url((tmp_path / "files").as_uri())
    (tmp_path / "files").rmdir()
    key = key_for(TENANT, b"x")
    for ask in (store.get, store.exists, store.size, store.open_stream, lambda key: store.put(key, b"x")):
        with pytest.raises(StorageRefused, match="isn't there"):
            ask(key)
    assert not (tmp_path / "files").exists()


def test_writer_that_dies_leaves_no_half_file_under_the_key(tmp_path: Path) -> None:
    """The stream kills its own process half way."""
    script = """
import io, os, signal, sys
from backend.kit.storage import key_for, storage_from_url
from uuid import UUID
data = bytes(5_000_000)
class Deadly(io.BytesIO):
    rounds = 0
    def read(self, size=-1):
        self.rounds += 1
        if self.rounds > 9:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(size)
storage_from_url(sys.argv[1]).put(key_for(UUID(int=1), data), Deadly(data))
"""
    folder = tmp_path / "files"
    done = subprocess.run([sys.executable, "-c", script, folder.as_uri()], capture_output=True, check=False)
    assert done.returncode == -9
    left = files_below(folder)
    assert [file.name[:6] for file in left] == [".part-"]
    store = storage_from_url(folder.as_uri())
    assert not store.exists(key_for(UUID(int=1), bytes(5_000_000)))


def test_stream_is_stored_and_read_in_constant_memory(tmp_path: Path) -> None:
    script = """
import hashlib, resource, sys
from pathlib import Path
from uuid import UUID
from backend.kit.storage import storage_from_url
source, folder = Path(sys.argv[1]), sys.argv[2]
digest = hashlib.file_digest(source.open("rb"), "sha256").hexdigest()
store = storage_from_url(folder)
resource.setrlimit(resource.RLIMIT_DATA, (120 << 20, 120 << 20))
with source.open("rb") as stream:
    key = store.put(f"tenants/a/{digest}", stream).key
with store.open_stream(key) as stream:
    print(sum(len(piece) for piece in iter(lambda: stream.read(1 << 20), b"")))
"""
    source = tmp_path / "large"
    with source.open("wb") as out:
        out.truncate(200 * MEGABYTE)
    folder = (tmp_path / "files").as_uri()
    done = subprocess.run(
        [sys.executable, "-c", script, source, folder], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == (str(200 * MEGABYTE), "")


# S3 alone


def refusals(store: Storage) -> list[str]:
    key = key_for(TENANT, b"x")
    said = []
    for ask in (store.get, store.exists, store.size, store.open_stream, lambda key: store.put(key, b"x")):
        with pytest.raises(StorageRefused) as refused:
            ask(key)
        said.append(str(refused.value))
    return said


def test_missing_bucket_refuses(s3_server: str, aws: None) -> None:
    store = storage_from_url(f"s3://nowhere?endpoint={s3_server}")
    assert set(refusals(store)) == {"The storage bucket nowhere doesn't exist."}


def test_server_that_is_down_refuses(aws: None) -> None:
    port = free_port()
    store = storage_from_url(f"s3://files?endpoint=http://127.0.0.1:{port}")
    with pytest.raises(StorageRefused, match="The storage bucket files can't be reached, or is too slow"):
        store.put(key_for(TENANT, b"x"), b"x")


def test_no_credentials_refuse(
    s3_server: str, aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    store = storage_from_url(f"s3://files?endpoint={s3_server}")
    assert all("There is no access key for the storage bucket files" in said for said in refusals(store))


def test_user_without_rights_is_turned_away(
    s3_server: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """moto checks signatures and policies once told to."""
    iam = boto3.session.Session().client("iam", endpoint_url=s3_server, region_name="us-east-1")
    iam.create_user(UserName=bucket)
    key = iam.create_access_key(UserName=bucket)["AccessKey"]
    nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
    iam.put_user_policy(UserName=bucket, PolicyName="nothing", PolicyDocument=json.dumps(nothing))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    with moto_checks_rights(s3_server):
        store = storage_from_url(f"s3://{bucket}?endpoint={s3_server}")
        assert all(f"{bucket} turned us away" in said for said in refusals(store))


def test_wrong_secret_is_turned_away(s3_server: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIANOSUCHKEY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with moto_checks_rights(s3_server):
        store = storage_from_url(f"s3://{bucket}?endpoint={s3_server}")
        assert all("turned us away" in said and "wrong" not in said for said in refusals(store))


@contextmanager
def moto_checks_rights(server: str) -> Iterator[None]:
    def after(count: str) -> None:
        httpx.post(f"{server}/moto-api/reset-auth", content=count).raise_for_status()

    after("0")
    try:
        yield
    finally:
        after("Infinity")


@contextmanager
def s3_that_answers(status: int, code: str, *, seconds: float = 0) -> Iterator[str]:
    """A server that speaks just enough S3 to fail in one chosen way."""
    stop = threading.Event()

    class Answers(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            stop.wait(seconds)
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_POST = answer

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("status", "code", "failure", "words"),
    [
        (507, "InsufficientStorage", StorageFull, "There is no room left in the storage bucket files"),
        (507, "XMinioStorageFull", StorageFull, "no room left"),
        (403, "QuotaExceeded", StorageFull, "no room left"),
        (400, "OddRequest", StorageRefused, r"answered with an error \(OddRequest\)"),
        (503, "SlowDown", StorageRefused, r"answered with an error \(SlowDown\)"),
    ],
)
def test_answer_of_the_server_becomes_a_plain_sentence(
    aws: None, monkeypatch: pytest.MonkeyPatch, status: int, code: str, failure: type[Exception], words: str
) -> None:
    monkeypatch.setattr(s3, "ATTEMPTS", 1)
    with s3_that_answers(status, code) as server:
        store = storage_from_url(f"s3://files?endpoint={server}")
        with pytest.raises(failure, match=words):
            store.put(key_for(TENANT, b"x"), b"x")


def test_server_that_never_answers_is_given_up(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "READ_SECONDS", 0.2)
    with s3_that_answers(200, "late", seconds=30) as server:
        store = storage_from_url(f"s3://files?endpoint={server}")
        with pytest.raises(StorageRefused, match="too slow"):
            store.put(key_for(TENANT, b"x"), b"x")


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "",
        "files",
        "file://host/folder",
        "file:relative",
        "file:///a?x=1",
        "s3:///prefix",
        "s3://b?endpoint=",
        "s3://b?colour=red",
        "s3://user:secret@b/prefix",
        "http://b",
        "s3://b?endpoint=nonsense",
    ],
)
def test_address_that_cannot_be_read_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL") as refused:
        storage_from_url(url)
    assert "secret" not in str(refused.value)
