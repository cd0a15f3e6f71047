"""A task that tries the walls from inside: `probity` asks it what holds on this machine, tests ask it to
misbehave.
"""

import json
import mmap
import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from backend.kit.confined.outcome import ConfinedRefusal


def probe(payload: bytes) -> bytes:
    """Try one act; the answer is JSON: what came of it. Acts and their words are the functions below."""
    wish: dict[str, Any] = json.loads(payload)
    act = _ACTS[wish.pop("act")]
    try:
        came = act(**wish)
    except OSError as error:
        came = {"refused": f"{type(error).__name__}: {error.strerror}"}
    return json.dumps(came).encode()


def _connect(host: str, port: int) -> Any:
    with socket.create_connection((host, port), timeout=2):
        return "connected"


def _connect_file(path: str) -> Any:
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(2)
        end.connect(path)
        return "connected"


def _read(path: str) -> Any:
    return Path(path).read_text(errors="replace")


def _list(path: str) -> Any:
    return sorted(entry.name for entry in Path(path).iterdir())


def _write(path: str, size: int) -> Any:
    with Path(path).open("wb") as file:
        return file.write(b"x" * size)


def _run(program: str) -> Any:
    return subprocess.run([program], check=False, capture_output=True).returncode


def _signal(process: int) -> Any:
    os.kill(process, signal.SIGCONT)
    return "sent"


def _burn() -> Any:
    while True:
        pass


def _sleep(seconds: float) -> Any:
    time.sleep(seconds)
    return "slept"


def _eat(size: int) -> Any:
    held = bytearray(size)
    return len(held)


def _map(size: int) -> Any:
    with mmap.mmap(-1, size) as held:
        return len(held)


def _open_many(count: int) -> Any:
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(count)]
    return len(held)


def _die() -> Any:
    os.abort()


def _held() -> Any:
    """Every open descriptor, and what kind of thing it is."""
    kinds = {stat.S_IFIFO: "pipe", stat.S_IFDIR: "folder", stat.S_IFSOCK: "socket", stat.S_IFREG: "file"}
    held = {}
    for number in range(1024):
        with suppress(OSError):
            mode = stat.S_IFMT(os.fstat(number).st_mode)
            held[number] = kinds.get(mode, oct(mode))
    return held


def _shout(size: int) -> Any:
    os.write(1, b"shouted on standard output\n")
    return "x" * size


def _refuse(sentence: str) -> Any:
    raise ConfinedRefusal(sentence)


def _self() -> Any:
    return {
        "environment": dict(os.environ),
        "user": os.geteuid(),
        "niceness": os.nice(0),
        "process": os.getpid(),
    }


_ACTS: dict[str, Callable[..., Any]] = {
    "connect": _connect,
    "connect-file": _connect_file,
    "read": _read,
    "list": _list,
    "write": _write,
    "run": _run,
    "signal": _signal,
    "burn": _burn,
    "sleep": _sleep,
    "eat": _eat,
    "map": _map,
    "open-many": _open_many,
    "die": _die,
    "held": _held,
    "shout": _shout,
    "refuse": _refuse,
    "self": _self,
}
