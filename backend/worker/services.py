"""What web and worker share: keys, database, storage, mail and clock, opened from the settings and closed again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from backend.evidence import store
from backend.kit import database, embedded
from backend.kit.clock import Clock
from backend.kit.keys import KeyRing, KeysRefused
from backend.kit.settings import BadSetting, Settings
from backend.kit.storage import StorageFailure, storage_from_url
from backend.ledger import places
from backend.notices import post
from backend.packs import sealing
from backend.tenancy import roles, transactions

DATABASE = "probity"
"""The name of our database where DATABASE_URL does not say another."""


class UnableToStart(RuntimeError):
    """Something that a process needs can't be had; the text is a plain sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What is open. `database_url` signs in as the role that was asked for."""

    settings: Settings
    keys: KeyRing
    clock: Clock
    database_url: str


@contextlib.asynccontextmanager
async def open_services(
    settings: Settings, *, role: str = "probity_app", connections: int = 10
) -> AsyncIterator[Services]:
    """Everything that operations need in this process, until the block ends. The schema must be there already.

    `role` is `probity_app` for the web and `probity_worker` for workers and chores. The embedded database is started
    if it doesn't run, and left running. Raises UnableToStart.
    """
    try:
        keys = KeyRing.open(settings.keys)
        clock = Clock(settings.clock)
        url = roles.role_url(
            await asyncio.to_thread(server_address, settings, keys),
            role=role,
            password=keys.load_or_make_password(role),
            name=database_name(settings),
        )
        store.use(storage_from_url(settings.storage_url))
        places.use(places.of(settings))
        post.use(mail_url=settings.mail_url, public_url=settings.public_url, key_of=keys.derive)
        transactions.use_tenant_key(roles.tenant_key(keys))
        sealing.use(keys)
        database.DB.configure(url)
        await database.DB.open(max_size=connections)
    except (
        BadSetting,
        KeysRefused,
        StorageFailure,
        ValueError,
        embedded.UnableToStartDatabase,
        database.DatabaseUnavailable,
    ) as refusal:
        raise UnableToStart(str(refusal)) from refusal
    try:
        yield Services(settings=settings, keys=keys, clock=clock, database_url=url)
    finally:
        await database.DB.close()


def server_address(settings: Settings, keys: KeyRing) -> str:
    """The address of the PostgreSQL server: the one of the settings, or the embedded one, started if need be."""
    if settings.database_url:
        return settings.database_url
    return embedded.start(settings.home, password=keys.load_or_make_password("superuser")).url()


def database_name(settings: Settings) -> str:
    """The database of the address in the settings; ours where it names none, or only the server's own."""
    if not settings.database_url:
        return DATABASE
    name: str = database.connection_config(settings.database_url)["database"]
    return DATABASE if name == "postgres" else name
