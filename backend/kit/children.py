"""Starting the processes that `kit.confine` confines: forked from a nursery that has loaded what they need, or, where
the machine is no Linux, from the ground up.
"""

import atexit
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

_ENTRY = Path(__file__).parent / "confined" / "entry.py"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
# Not -I: that would ignore PYTHONHASHSEED, without which sets, and so PDFs, differ from run to run. The
# environment is ours alone, so -s and -P give the same isolation.
_COMMAND = [sys.executable, "-s", "-P", str(_ENTRY)]
_PATIENCE = 60.0
"""Seconds that a nursery may take to load a task's module and fork."""
_CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGTRAP}


class Child(Protocol):
    """One process, as yet without walls, that waits for its order on its standard input."""

    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]

    def wait(self, timeout: float) -> int:
        """Its exit status, negative for a signal; TimeoutError where it goes on."""

    def end(self) -> None:
        """Stop it if it still runs, with whatever is left of its session, and close its pipes."""


def start(task: str) -> Child:
    """A child for `task`, named as `package.module:function`."""
    if sys.platform != "linux":  # forking a process that has loaded graphics is not safe everywhere
        return _FromTheGround()
    for _ in range(2):
        try:
            return _Forked(task.partition(":")[0])
        except (OSError, EOFError):  # it ended meanwhile, for want of work or of memory
            _retire_nursery()
    return _FromTheGround()


def processor_seconds() -> float:
    """What the nursery's children have used for their answers so far; others are in the system's own count."""
    return _used


def count(child: Child, *, seconds: float, memory: int = 0) -> None:
    """Note what a child has used beyond what is noted of it already."""
    global _used, _largest  # noqa: PLW0603 - one a process
    if isinstance(child, _Forked):
        with _opening:
            child.counted += seconds
            _used += seconds
            _largest = max(_largest, memory)


def largest_child(*, forget: bool = False) -> int:
    """The most memory, in bytes, that any child of the nursery has had so far, what it shares with it included.

    `forget` begins anew.
    """
    global _largest  # noqa: PLW0603 - one a process
    with _opening:
        largest = _largest
        if forget:
            _largest = 0
    return largest


_used = 0.0
_largest = 0


class _Nursery:
    """The process that forks, and our end of the line to it."""

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [*_COMMAND, "nursery"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                close_fds=True,
                start_new_session=True,
            )


_nursery: _Nursery | None = None
_retired: list[_Nursery] = []
_opening = threading.Lock()


def nursery() -> _Nursery:
    """This process's own, started when it is first wanted."""
    global _nursery  # noqa: PLW0603 - one a process
    with _opening:
        _nursery = _nursery or _Nursery()
        return _nursery


def _retire_nursery() -> None:
    """The next child comes from a new one; the old one ends with its last child."""
    global _nursery  # noqa: PLW0603 - one a process
    with _opening:
        if _nursery:
            _nursery.line.close()
            _retired.append(_nursery)
            _nursery = None
        _retired[:] = [old for old in _retired if old.process.poll() is None]


@atexit.register
def _close() -> None:
    _retire_nursery()
    for old in _retired:
        with suppress(subprocess.TimeoutExpired):
            old.process.wait(timeout=2)


def _forget_nursery() -> None:
    """After a fork of ours: the nursery is the parent's."""
    global _nursery, _opening
    _nursery, _opening = None, threading.Lock()


os.register_at_fork(after_in_child=_forget_nursery)


class _Forked:
    """A child of the nursery, held on a leash: it is stopped when we let go, or are no more."""

    def __init__(self, module: str) -> None:
        near_leash, far_leash = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._leash = near_leash
        far: list[int] = []
        self._code: int | None = None
        self.counted = 0.0
        try:
            far_in, near_in = os.pipe()
            near_out, far_out = os.pipe()
            near_err, far_err = os.pipe()
            far = [far_in, far_out, far_err]
            _widen(far_in)
            _widen(far_out)
            self.stdin: IO[bytes] = os.fdopen(near_in, "wb", buffering=0)
            self.stdout: IO[bytes] = os.fdopen(near_out, "rb", buffering=0)
            self.stderr: IO[bytes] = os.fdopen(near_err, "rb", buffering=0)
            socket.send_fds(nursery().line, [module.encode()], [*far, far_leash.fileno()])
        except OSError:
            self._close()
            raise
        finally:
            far_leash.close()
            for descriptor in far:
                os.close(descriptor)
        self._leash.settimeout(_PATIENCE)
        if not self._leash.recv(64):
            self._close()
            raise EOFError("the nursery ended")

    def wait(self, timeout: float) -> int:
        if self._code is None:
            self._leash.settimeout(timeout)
            told = self._leash.recv(64).split()
            code, seconds = told or (-signal.SIGKILL, 0.0)
            self._code = int(code)
            # one that was stopped at work has not said it; of one stopped after its work, less is seen here
            count(self, seconds=max(0.0, float(seconds) - self.counted))
            if self._code in _CRASHES:
                # All children of one nursery have the same layout of memory: what crashed one has learnt it.
                _retire_nursery()
        return self._code

    def end(self) -> None:
        with suppress(OSError):
            self._leash.shutdown(socket.SHUT_WR)
            self.wait(5)
        self._close()

    def _close(self) -> None:
        self._leash.close()
        for name in ("stdin", "stdout", "stderr"):
            if pipe := getattr(self, name, None):
                pipe.close()


def _widen(pipe: int) -> None:
    """Let a pipe hold a megabyte, so that many files take a few turns to pass and not hundreds."""
    if setting := getattr(fcntl, "F_SETPIPE_SZ", None):
        with suppress(OSError):  # more than the system lets an ordinary user have
            fcntl.fcntl(pipe, setting, 1 << 20)


class _FromTheGround:
    """A Python of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_ENVIRONMENT,
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self.stdin, self.stdout, self.stderr = self._process.stdin, self._process.stdout, self._process.stderr

    def wait(self, timeout: float) -> int:
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired as late:
            raise TimeoutError from late

    def end(self) -> None:
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):  # it is killed below
            self._process.wait(timeout=1)
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()
        for pipe in (self.stdin, self.stdout, self.stderr):
            pipe.close()
