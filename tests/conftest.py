"""One PostgreSQL server a run, one database a test process (a clone of a migrated template), a fresh tenant a test."""

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from jinja2 import FileSystemBytecodeCache

from backend import piccolo_conf
from backend.app import create_app
from backend.kit import database, embedded
from backend.kit.clock import Clock, real_now
from backend.kit.keys import KeyRing
from backend.kit.settings import Settings, read_settings
from backend.provision import lifetime
from backend.scope import Scope, Tenant
from backend.tenancy import roles, transactions
from backend.web import templating
from tests.scopes import a_scope, a_tenant
from tests.visitors import Visitor, a_visitor

_TEMPLATE = "probity_template"


# How long an example takes says more of the machine than of us: no test of ours is timed.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("soak", deadline=None)
settings.load_profile("house")

# Hypothesis would read every module of ours for constants to try, again whenever one more is imported: four seconds in
# each process, and examples that hang on which tests ran there before, so that no two runs were the same.
providers._get_local_constants = lambda: providers._local_constants


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the run starts the server; its test processes are told where it is."""
    if config.getoption("markexpr") == "soak":
        settings.load_profile(
            "soak"
        )  # chance looks for what nobody thought of; a run of every day says the same twice
    if hasattr(config, "workerinput"):
        _keep_templates(Path(os.environ["PROBITY_HOME"]))
        return
    home = Path(tempfile.mkdtemp(prefix="probity-tests-"))
    home.chmod(0o711)
    ring = KeyRing.open(home / "keys")
    server = embedded.start(home, password=ring.load_or_make_password("superuser"), fsync=False)
    asyncio.run(piccolo_conf.migrate(server.url(), ring=ring, name=_TEMPLATE))
    os.environ["PROBITY_HOME"] = str(home)
    os.environ["PROBITY_TEST_SERVER"] = server.url()
    config.stash[_HOME] = home
    _keep_templates(home)


def _keep_templates(home: Path) -> None:
    """A template is compiled once a run, not once by each process for each application that a test makes."""
    kept = home / "templates"
    kept.mkdir(exist_ok=True)
    templating.Environment = partial(
        templating.Environment, bytecode_cache=FileSystemBytecodeCache(str(kept))
    )


def pytest_collection_finish() -> None:
    """What stands by now stays to the end: it is not looked through again whenever a test has made a few things."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    home = config.stash.get(_HOME, None)
    if home is not None:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


_HOME = pytest.StashKey[Path]()


_TOGETHER = {
    "tests/journeys/test_year.py": "the year",
    "tests/journeys/": "journeys",
    "tests/house/test_routes.py": "worlds",
    "tests/house/test_sweep.py": "worlds",
    "tests/house/test_pool.py": "worlds",
    "tests/house/test_one_door.py": "worlds",
    "tests/house/test_ended.py": "worlds",
    "tests/house/test_canaries.py": "worlds",
}
"""Tests that share something dear to make, which is then made in one process: an installation, the two worlds."""

_LONGEST_FIRST = (
    "tests/durable/",
    "tests/journeys/test_year.py",
    "tests/journeys/",
    "tests/house/test_sweep.py",
    "tests/house/test_routes.py",
    "tests/house/test_pool.py",
    "tests/house/test_one_door.py",
    "tests/house/test_ended.py",
    "tests/house/test_canaries.py",
    "tests/packs/test_board_packs.py",
    "tests/desk/test_demo.py",
    "tests/test_worker.py",
    "tests/packs/test_assurance_packs.py",
    "tests/packs/",
    "tests/people/test_in_browser.py",
    "tests/kit/",
    "tests/registers/",
    "tests/people/",
    "tests/web/",
    "tests/house/",
)
"""Where the tests are that take long, the longest first, so that neither process is left with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(_LONGEST_FIRST) if item.nodeid.startswith(start)), 99)

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests stay together, since they share what it makes once; files go out in the order above."""
    # xdist's own groups are marked in the names of tests, which pytest 9.2 no longer lets a plugin change
    from xdist.scheduler import LoadScopeScheduling

    class FilesTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            shared = next((name for start, name in _TOGETHER.items() if nodeid.startswith(start)), None)
            return shared or nodeid.partition("::")[0]

    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # by number of tests, which says little
    return FilesTogether(config, log)


@pytest.fixture(scope="session")
def home() -> Path:
    """The PROBITY_HOME of this run."""
    return Path(os.environ["PROBITY_HOME"])


@pytest.fixture(scope="session")
def ring(home: Path) -> KeyRing:
    return KeyRing.open(home / "keys")


@pytest.fixture(scope="session")
def server_url() -> str:
    """The superuser's address of the run's server."""
    return os.environ["PROBITY_TEST_SERVER"]


@pytest_asyncio.fixture(scope="session")
async def database_name(server_url: str) -> str:
    """A database of this test process's own: a clone of the template."""
    name = f"probity_{os.getpid()}"
    await clone_database(server_url, name)
    return name


async def clone_database(server_url: str, name: str) -> None:
    """Make database `name` as a copy of the migrated template."""
    connection = await asyncpg.connect(**database.connection_config(server_url))
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE} OWNER probity_owner')
        await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO probity_app, probity_worker')
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def role_url(server_url: str, ring: KeyRing, database_name: str) -> Callable[[str], str]:
    """The address of this process's database for one of our roles, such as `probity_app`."""

    def url(role: str) -> str:
        password = ring.load_or_make_password(role)
        return roles.role_url(server_url, role=role, password=password, name=database_name)

    return url


@pytest_asyncio.fixture(scope="session")
async def db(role_url: Callable[[str], str], ring: KeyRing) -> AsyncIterator[database.Database]:
    """The engine, open as the web's role."""
    transactions.use_tenant_key(roles.tenant_key(ring))
    database.DB.configure(role_url("probity_app"))
    await database.DB.open(max_size=8)
    yield database.DB
    await database.DB.close()


@pytest_asyncio.fixture
async def found(db: database.Database) -> Callable[..., Awaitable[Tenant]]:
    """Found a new tenant in the database: `tenant = await found(slug="north")`."""

    async def make(**traits: object) -> Tenant:
        tenant = a_tenant(**traits)
        scope = a_scope(tenant)
        async with transactions.scope_tx(scope):
            await lifetime.found_tenant(scope)
        return tenant

    return make


@pytest_asyncio.fixture
async def tenant(found: Callable[..., Awaitable[Tenant]]) -> Tenant:
    """A tenant of this test's own."""
    return await found()


@pytest.fixture
def scope(tenant: Tenant) -> Scope:
    """A governance officer of `tenant`, on 1 September 2014 at nine in the morning."""
    return a_scope(tenant)


@pytest_asyncio.fixture(scope="session")
async def app(db: database.Database, home: Path) -> Any:
    """The real application, on this process's database."""
    return create_app(_settings(home), clock=Clock())


@pytest_asyncio.fixture
async def demo_scope(found: Callable[..., Awaitable[Tenant]]) -> Scope:
    """A governance officer of a demonstration tenant of this test's own; its clock is the real one."""
    tenant = await found(demonstration=True)
    return a_scope(tenant, now=real_now())


@pytest_asyncio.fixture
async def visit(app: Any, home: Path, demo_scope: Scope) -> Callable[..., Awaitable[Visitor]]:
    """Sign somebody in: `officer = await visit()`, `member = await visit(name=..., roles=())`."""

    async def make(scope: Scope | None = None, **traits: Any) -> Visitor:
        return await a_visitor(app, _settings(home).cookie_name, scope or demo_scope, **traits)

    return make


def _settings(home: Path) -> Settings:
    address = "http://127.0.0.1:8014"  # as `tests.visitors` calls it
    return read_settings({"PROBITY_HOME": str(home), "PROBITY_PORT": "8014", "PROBITY_PUBLIC_URL": address})
