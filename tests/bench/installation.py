"""An installation of a bench's own: a database server in a temporary home, a web process, rows by the million."""

import asyncio
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from backend import piccolo_conf
from backend.kit import database, embedded
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.kit.keys import KeyRing
from backend.kit.settings import Settings, read_settings
from backend.people.operations import accounts, persons, sessions
from backend.provision import lifetime
from backend.scope import Actor, Scope, Tenant
from backend.tenancy import roles, transactions

PASSWORD = "heather-mountain-otter-lantern"


@dataclass(frozen=True)
class Installation:
    """A running server and its keys; databases are made in it one by one."""

    home: Path
    url: str
    ring: KeyRing

    def address(self, name: str) -> str:
        """The superuser's address of the database `name`."""
        return self.url.replace("/postgres?", f"/{name}?", 1)

    def settings(self, name: str, port: int) -> Settings:
        return read_settings(self.environment(name, port))

    def environment(self, name: str, port: int) -> dict[str, str]:
        return {
            "PROBITY_HOME": str(self.home),
            "PROBITY_PORT": str(port),
            "PROBITY_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": self.address(name),
        }

    async def make(self, name: str) -> None:
        """A database of the newest schema."""
        await piccolo_conf.migrate(self.url, ring=self.ring, name=name)

    @contextlib.asynccontextmanager
    async def opened(
        self, name: str, *, role: str = "probity_app", connections: int = 2
    ) -> AsyncIterator[None]:
        """The application's own engine, open on the database in this process; for chores as `probity_worker`."""
        transactions.use_tenant_key(roles.tenant_key(self.ring))
        password = self.ring.load_or_make_password(role)
        database.DB.configure(roles.role_url(self.url, role=role, password=password, name=name))
        await database.DB.open(max_size=connections)
        try:
            yield
        finally:
            await database.DB.close()

    @contextlib.asynccontextmanager
    async def connected(self, name: str) -> AsyncIterator[Any]:
        """The superuser's connection, which no wall stands before."""
        connection = await asyncpg.connect(**database.connection_config(self.address(name)))
        try:
            yield connection
        finally:
            await connection.close()


@contextlib.asynccontextmanager
async def installation() -> AsyncIterator[Installation]:
    """A server that is gone afterwards."""
    home = _new_home()
    ring = KeyRing.open(home / "keys")
    try:
        server = await asyncio.to_thread(
            embedded.start, home, password=ring.load_or_make_password("superuser"), fsync=False
        )
        yield Installation(home=home, url=server.url(), ring=ring)
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def _new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="probity-bench-"))
    home.chmod(0o711)  # the server's own account passes through
    return home


@dataclass(frozen=True)
class Officer:
    """A governance officer with a session, and their tenant."""

    scope: Scope
    token: str


async def an_officer() -> Officer:
    """Found a tenant in the open database, with an officer who is signed in."""
    from tests.scopes import a_scope, a_tenant

    tenant: Tenant = a_tenant(slug="measured", name="NHS Measured CCG (invented)", demonstration=True)
    scope = a_scope(tenant, now=real_now())
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
        person_id = await persons.add_person(scope, name="Robin Invented", email="robin@example.invalid")
        await persons.grant_role(scope, person_id=person_id, role="governance-officer")
        account_id = await accounts.give_account(
            scope, person_id=person_id, password=PASSWORD, now=real_now()
        )
        token = await sessions.begin_session(
            account_id=account_id,
            methods=("password", "demonstration"),
            authenticated_at=real_now(),
            device="a bench",
            now=real_now(),
        )
    actor = Actor(name="Robin Invented", person_id=person_id, account_id=account_id)
    return Officer(
        scope=Scope(
            tenant=tenant,
            actor=actor,
            now=scope.now,
            request_id=str(new_id()),
            roles=scope.roles,
            permissions=scope.permissions,
        ),
        token=token,
    )


async def multiply(
    connection: Any, table: str, prototype: UUID, numbers: str, changes: Mapping[str, str]
) -> None:
    """Copy one row as often as `numbers` (a FROM item that gives `n`, and `t` where it likes) says.

    `changes` are SQL expressions by column; every other column is the prototype's. Triggers and keys sleep meanwhile:
    the rows are ours, and they are many.
    """
    rows = await connection.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum",
        table,
    )
    columns = [row["attname"] for row in rows]
    values = ", ".join(changes.get(column, f"p.{column}") for column in columns)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} p, {numbers} "
        f"WHERE p.id = '{prototype}'"
    )
    await connection.execute("SET session_replication_role = DEFAULT")


class Browser:
    """One connection to the web process that stays open, with a session's cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": cookie, "Host": f"127.0.0.1:{port}"}

    def get(self, path: str) -> bytes:
        """The body of a page that must answer with success."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {body[:300]!r}")
        return body

    def close(self) -> None:
        self._connection.close()


@contextlib.contextmanager
def served(place: Installation, name: str, officer: Officer) -> Iterator[Browser]:
    """`probity web` as a process of its own on the database, and a browser of the officer's."""
    port = _free_port()
    environment = {**os.environ, **place.environment(name, port)}
    command = [sys.executable, "-m", "backend.cli", "web"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        _wait_for(port, process)
        cookie = f"{place.settings(name, port).cookie_name}={officer.token}"
        browser = Browser(port, cookie)
        yield browser
        browser.close()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The web process ended before it answered.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The web process did not answer within a minute.")
