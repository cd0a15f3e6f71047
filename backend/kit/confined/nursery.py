"""A process that has loaded what tasks need, and forks a child for each order; the child puts up its walls itself.

Loading WeasyPrint costs more than a second of processor time, laying out a page a twentieth of one. The nursery reads
no payload and never works on one: it hears only which task's module to load and gets the ends of a child's pipes. It
ends when its parent's end of the line closes and its last child has ended.
"""

import ctypes
import gc
import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

_IDLE_SECONDS = 900.0
_PARENT_DEATH, _CHILD_SUBREAPER = 1, 36
_DESCRIPTORS = 4  # standard input, output and error of the child, and its leash


def tend(line: socket.socket, work: Callable[[], None]) -> None:
    """Serve the parent at the other end of `line`; `work` is what a child does, on its standard pipes.

    A child's leash carries its process number, then how it ended, as `waitstatus_to_exitcode` tells it, with the
    seconds of processor that it used. Whoever shuts the other end of a leash stops that child.
    """
    libc = ctypes.CDLL(None)
    libc.prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)  # what a stopped child leaves is ours to bury
    _Nursery(line, work, libc).run()


class _Nursery:
    def __init__(self, line: socket.socket, work: Callable[[], None], libc: ctypes.CDLL) -> None:
        self.line = line
        self.work = work
        self.libc = libc
        self.leashes: dict[int, socket.socket] = {}
        self.loaded: set[str] = set()
        self.closed = False
        self.selector = selectors.DefaultSelector()
        self.selector.register(line, selectors.EVENT_READ)
        self.woken, waking = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.selector.register(self.woken, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking, warn_on_full_buffer=False)

    def run(self) -> None:
        while True:
            ready = self.selector.select(_IDLE_SECONDS)
            if not ready and not self.leashes:
                return
            for key, _ in ready:
                if key.fileobj is self.line:
                    self._take_order()
                elif key.fd == self.woken:
                    with suppress(BlockingIOError):
                        os.read(self.woken, 4096)
                else:
                    self._stop(key.data)
                    self.selector.unregister(key.fileobj)
            self._bury()
            if self.closed and not self.leashes:
                return

    def _take_order(self) -> None:
        word, descriptors, _, _ = socket.recv_fds(self.line, 4096, _DESCRIPTORS)
        if len(descriptors) != _DESCRIPTORS:
            self.closed = True
            self.selector.unregister(self.line)
            return
        self._load(word.decode())
        leash = socket.socket(fileno=descriptors.pop())
        child = os.fork()
        if child == 0:
            self._be_a_child(descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self.leashes[child] = leash
        self._tell(child, f"{child}")
        self.selector.register(leash, selectors.EVENT_READ, child)

    def _load(self, name: str) -> None:
        """Import a task's module, and whatever its `prepare` brings."""
        if name in self.loaded:
            return
        self.loaded.add(name)
        with suppress(Exception):  # the child will fail on it as well, and tell
            prepare = getattr(import_module(name), "prepare", None)
            if prepare:
                prepare()
        gc.collect()
        gc.freeze()

    def _be_a_child(self, descriptors: list[int]) -> None:
        code = 1
        try:
            self.libc.prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
            os.closerange(3, 65_536)  # the line, the leashes of other children, and what came doubly
            self.work()
            code = 0
        except BaseException as error:  # nothing of a child may come back into the nursery's loop
            os.write(2, f"{type(error).__name__}: {error}".encode()[:1000])
        finally:
            os._exit(code)

    def _stop(self, child: int) -> None:
        if child in self.leashes:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)  # which may not have made a session yet
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)

    def _bury(self) -> None:
        """Tell how each child ended that did, and leave nothing of its session."""
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            # Still unburied, so its number is nobody else's yet.
            self._stop(ended.si_pid)
            _, status, used = os.wait4(ended.si_pid, 0)
            if leash := self.leashes.get(ended.si_pid):
                seconds = used.ru_utime + used.ru_stime
                self._tell(ended.si_pid, f"{os.waitstatus_to_exitcode(status)} {seconds:.6f}")
                with suppress(KeyError):
                    self.selector.unregister(leash)
                leash.close()
                del self.leashes[ended.si_pid]

    def _tell(self, child: int, words: str) -> None:
        with suppress(OSError):
            self.leashes[child].send(words.encode())
