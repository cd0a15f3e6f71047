"""A neighbour's page of the register while a worker on the same machine builds a pack of 500 pages."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator

from tests.bench import pack_stage, register_rows
from tests.bench.figures.register_page import PATH
from tests.bench.harness import Figure, Pair
from tests.bench.installation import Browser, Installation, installation, served
from tests.packs.agenda import ask

PAPERS = 84
ASKED = 100  # pages for each measurement; the 95th of them in order counts
_PATIENCE = 1200.0


@contextlib.contextmanager
def working(place: Installation, name: str) -> Iterator[None]:
    """`probity worker` as a process of its own on the database."""
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "worker"],
        env={**os.environ, **place.environment(name, 8016)},
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def slow_page(browser: Browser) -> float:
    """The seconds in which 95 of 100 pages come."""
    taken = []
    for _ in range(ASKED):
        began = time.perf_counter()
        browser.get(PATH)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[ASKED * 95 // 100 - 1]


async def until(pack: pack_stage.Pack, *, building: bool) -> None:
    """Wait until the worker lays papers out, or until it has nothing to do."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        states = await pack.states()
        if "failed" in states:
            raise RuntimeError("The pack was not built.")
        busy = [done for state, done in states.items() if state in ("asked", "building")]
        if (building and busy and max(busy) > 0) or (not building and not busy):
            return
        await asyncio.sleep(0.2)
    raise RuntimeError("The worker did not get on with the pack.")


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        officer, _ = await register_rows.a_measured_tenant(place, "packs")
        async with place.opened("packs"):
            pack = await pack_stage.pack_in(place, "packs", papers=PAPERS, pages=pack_stage.PAGES)
            with working(place, "packs"), served(place, "packs", officer) as browser:

                async def ours() -> float:
                    while True:
                        if not {"asked", "building"} & (await pack.states()).keys():
                            await pack.forget()
                            await ask(pack.stage.officer, pack.stage.meeting_id)
                        await until(pack, building=True)
                        slow = await asyncio.to_thread(slow_page, browser)
                        if "building" in await pack.states():
                            return slow

                async def base() -> float:
                    await until(pack, building=False)
                    return await asyncio.to_thread(slow_page, browser)

                yield Pair(
                    ours=ours,
                    base=base,
                    sizes={"papers": PAPERS, "entries": register_rows.ENTRIES, "asked": ASKED},
                )


FIGURE = Figure(
    name="pack-neighbour",
    goal=1.5,
    floor="the same page of the same tenant while the worker has nothing to do; of each, the 95th of 100 in order",
    prepare=prepared,
    unit="seconds",
    pairs=8,
)
