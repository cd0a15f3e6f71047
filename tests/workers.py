"""Worker processes of a test's own, and a queue that holds its jobs alone."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import asyncpg

from backend.kit import database

PATIENCE = 60.0
"""Seconds that a test waits for a process on a busy machine."""


class Worker:
    """`python -m backend.worker`, with its log in a file; killed at the end if it still runs."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        handle, name = tempfile.mkstemp(prefix="worker-", suffix=".log", dir=folder)
        self._log = Path(name)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backend.worker"],
            env={**os.environ, **environment},
            stdout=handle,
            stderr=handle,
        )
        os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    async def says(self, words: str) -> None:
        """Wait until the log holds `words`."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.log:
            assert self.process.poll() is None, f"the worker ended before it said {words!r}:\n{self.log}"
            assert time.monotonic() < deadline, f"the worker never said {words!r}:\n{self.log}"
            await asyncio.sleep(0.05)

    def kill(self) -> None:
        """What no process survives or hears of."""
        self.process.kill()
        self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop, and wait; returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self.process.wait, PATIENCE)


async def eventually(question: Callable[[], Awaitable[Any]], what: str) -> Any:
    """The first answer of `question` that isn't empty; fails after a while, saying `what` never happened."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := await question()):
        assert time.monotonic() < deadline, f"{what}: it never happened"
        await asyncio.sleep(0.05)
    return answer


class Queue:
    """The queue as a superuser sees it, across tenants."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, server_url: str, name: str) -> Self:
        config = {**database.connection_config(server_url), "database": name}
        return cls(await asyncpg.connect(**config))

    async def close(self) -> None:
        await self._connection.close()

    async def clear(self) -> None:
        """Forget what other tests of this process left behind."""
        await self._connection.execute(
            "TRUNCATE queue.procrastinate_jobs, queue.procrastinate_workers CASCADE; DELETE FROM tenancy_due"
        )

    async def rows(self, sql: str, *arguments: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in await self._connection.fetch(sql, *arguments)]

    async def jobs(self, task: str) -> list[dict[str, Any]]:
        return await self.rows(
            "SELECT id, status::text, attempts, args FROM queue.procrastinate_jobs WHERE task_name = $1 ORDER BY id",
            task,
        )

    async def let_workers_be_dead(self) -> None:
        """As if half a minute had passed without a beat of any heart."""
        await self._connection.execute(
            "UPDATE queue.procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
