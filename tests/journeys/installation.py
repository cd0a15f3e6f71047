"""An installation of its own, as `probity run` makes it: its own home, its own port, the demonstration tenants."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.ports import free_port

_ROOT = Path(__file__).parents[2]
_PATIENCE = 240  # seconds until it says that it runs
_LAST_WORDS = "Stop with Ctrl-C."

_HOMES: dict[str, Path] = {}
"""Where each installation that we started keeps what it has, by its address."""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a fresh installation, which ends with the block."""
    home = Path(tempfile.mkdtemp(prefix="probity-journeys-"))
    home.chmod(0o711)  # the database may run as a user of its own, who must pass through
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PROBITY_")}
    environment |= {"PROBITY_HOME": str(home), "PROBITY_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    said = home / "said.txt"
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "run"],
            cwd=_ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, said)
        _HOMES[f"http://127.0.0.1:{port}"] = home
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()  # an interrupt is ignored by what a shell started in its background
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
        sys.stderr.write(_complaints(said))
        shutil.rmtree(home, ignore_errors=True)


async def command(address: str, *words: str) -> str:
    """What `probity` says to a command, in the home of the installation (JOURNEYS_HOME, where it ran already)."""
    home = _HOMES.get(address) or Path(os.environ["JOURNEYS_HOME"])
    port = address.rpartition(":")[2]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PROBITY_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "backend.cli", *words),
        cwd=_ROOT,
        env={**environment, "PROBITY_HOME": str(home), "PROBITY_PORT": port},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


def _wait(process: "subprocess.Popen[bytes]", said: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while _LAST_WORDS not in said.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"`probity run` did not come up. It said:\n{said.read_text()}")
        time.sleep(0.1)


def _complaints(said: Path) -> str:
    """What it said beyond its welcome: warnings and stacks, for whoever reads a failed run."""
    return said.read_text().partition(_LAST_WORDS)[2].removesuffix("\nProbity has stopped.\n").lstrip("\n")
