"""What commands share: one loop, the services open around an act, and the embedded database as it was found."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

from backend.kit.settings import Settings


def do(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


async def bring_up_to_date(settings: Settings) -> None:
    from backend import piccolo_conf
    from backend.kit.keys import KeyRing
    from backend.worker import services

    keys = KeyRing.open(settings.keys)
    address = await asyncio.to_thread(services.server_address, settings, keys)
    await piccolo_conf.migrate(address, ring=keys, name=services.database_name(settings))


async def with_services(
    settings: Settings,
    act: Callable[..., Coroutine[Any, Any, Any]],
    *arguments: Any,
    role: str = "probity_app",
) -> Any:
    """Run `act` with everything open, as the web's role unless another is named.

    An embedded database that we started is stopped again, and is brought up to date on the way; another's is
    `probity migrate`'s matter.
    """
    from backend.worker import open_services

    with embedded_database(settings):
        if settings.database_url is None:
            await bring_up_to_date(settings)
        async with open_services(settings, role=role, connections=4) as services:
            return await act(services, *arguments)


@contextlib.contextmanager
def embedded_database(settings: Settings) -> Any:
    """If the embedded database was not running before the block, it is not running after."""
    from backend.kit import embedded

    ours = settings.database_url is None and not embedded.is_running(settings.home)
    try:
        yield
    finally:
        if ours and settings.home.exists():
            embedded.stop(settings.home)
