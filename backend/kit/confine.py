"""Run work on files that strangers sent us in a child process that can do no harm.

A confined child has no network, sees a read-only file tree that holds programs, fonts and our own code but
neither the home, the keys nor the database socket, has an empty environment, may start no other program, and
is stopped when it takes too long or wants too much memory. What the machine refuses to give (a container
without namespaces, say) is named once in the log, and the rest still holds.

The child is trusted with nothing: it gets one payload on its standard input and gives one answer back.
"""

import asyncio
import json
import logging
import os
import selectors
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from backend.kit import children
from backend.kit.confined.outcome import ConfinedFailure, ConfinedRefusal

__all__ = [
    "DEFAULT",
    "PATIENT",
    "Answer",
    "ConfinedFailure",
    "ConfinedRefusal",
    "Limits",
    "hide",
    "run_confined",
    "run_confined_async",
    "run_confined_many",
    "walls_refused",
]

log = logging.getLogger(__name__)

# The only work that a child may be asked to do. A task takes bytes and returns bytes.
TASKS = frozenset(
    {
        "backend.kit.bounces:read_task",
        "backend.kit.confined.probe:probe",
        "backend.kit.documents.archive:inspect_task",
        "backend.kit.documents.folders:read_task",
        "backend.kit.documents.logo:draw_task",
        "backend.kit.documents.portable:inspect_task",
        "backend.kit.documents.portable_clean:clean_task",
        "backend.kit.documents.sheet_paper:convert_task",
        "backend.kit.documents.word:convert_task",
        "backend.kit.documents.marked:convert_task",
        "backend.kit.documents.sheet_cells:read_task",
        "backend.kit.pdf.weasy:render_task",
        "backend.kit.pdf.join:merge_task",
        "backend.kit.pdf.reading:walk_task",
        "backend.kit.pdf.picture:picture_task",
        "backend.kit.pdf.redact:redact_task",
        "backend.kit.pdf.text:blocks_task",
        "backend.portal.opened:check_task",
        "backend.portal.opened:bag_task",
        "backend.kit.pdf.watermark:mark_task",
    }
)

_STDERR_KEPT = 16_384


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one child may use. Times count per payload; memory is address space, the whole child's."""

    wall_seconds: float = 120.0
    cpu_seconds: int = 120
    memory_bytes: int = 2 * 1024**3
    answer_bytes: int = 512 * 1024**2
    file_bytes: int = 512 * 1024**2
    open_files: int = 128
    niceness: int = 10


DEFAULT = Limits()
PATIENT = Limits(wall_seconds=600.0, niceness=19)
"""For work that nobody waits for at a screen: it takes what others leave, and so may take longer by the clock."""


# What came of one payload.
Answer = bytes | ConfinedFailure | ConfinedRefusal

_hidden: set[Path] = set()
_warned: set[str] = set()


def hide(*folders: Path) -> None:
    """Hide these folders from every later child, even where they lie inside a folder that a child may read."""
    _hidden.update(folder.resolve() for folder in folders)


def run_confined(
    task: str, payload: bytes, *, limits: Limits = DEFAULT, hidden: Sequence[Path] = ()
) -> bytes:
    """Run one allow-listed task over one payload and return its answer.

    Raises ConfinedRefusal where the task refused the payload, ConfinedFailure where it could not finish.
    """
    (answer,) = run_confined_many(task, [payload], limits=limits, hidden=hidden)
    if isinstance(answer, bytes):
        return answer
    raise answer


async def run_confined_async(
    task: str, payload: bytes, *, limits: Limits = DEFAULT, hidden: Sequence[Path] = ()
) -> bytes:
    """The same, off the event loop."""
    return await asyncio.to_thread(run_confined, task, payload, limits=limits, hidden=hidden)


def run_confined_many(
    task: str, payloads: Sequence[bytes], *, limits: Limits = DEFAULT, hidden: Sequence[Path] = ()
) -> list[Answer]:
    """Run one task over several payloads in one child, because putting up walls costs some time.

    The answers stand in the order of the payloads. A payload that breaks the child costs only its own answer:
    the rest go to a fresh child.
    """
    if task not in TASKS:
        raise ValueError(f"{task} is not a task that a confined child may run")
    answers: list[Answer] = []
    while len(answers) < len(payloads):
        more, refused = _one_child(task, payloads[len(answers) :], limits, hidden)
        answers += more
        for wall in refused:
            if wall not in _warned:
                _warned.add(wall)
                log.warning("This machine refuses part of the confinement of child processes: %s", wall)
    return answers


def walls_refused() -> tuple[str, ...]:
    """What this machine refuses to give a child, in plain words; empty where the confinement is whole."""
    _, refused = _one_child("backend.kit.confined.probe:probe", [b'{"act": "self"}'], DEFAULT, ())
    return tuple(refused)


def _one_child(
    task: str, payloads: Sequence[bytes], limits: Limits, hidden: Sequence[Path]
) -> tuple[list[Answer], list[str]]:
    """The answers of one child, to all payloads or up to and including the one that broke it; and the walls
    refused.
    """
    order = {
        "task": task,
        "sizes": [len(payload) for payload in payloads],
        "cpu_seconds": limits.cpu_seconds * len(payloads),
        "memory_bytes": limits.memory_bytes,
        "file_bytes": limits.file_bytes,
        "open_files": limits.open_files,
        "niceness": limits.niceness,
        "readable": [str(path) for path in _readable()],
        "hidden": [str(path) for path in _to_hide(hidden)],
        "forced_refusals": sorted(_forced_refusals),
    }
    child = children.start(task)
    talk = _Talk(child, [json.dumps(order).encode() + b"\n", *payloads], limits)
    try:
        return talk.answers(len(payloads)), talk.refused
    finally:
        seconds, memory = talk.used
        children.count(child, seconds=seconds, memory=memory)
        child.end()


# Walls that a test pretends the machine refuses; empty in earnest.
_forced_refusals: set[str] = set()


def _readable() -> list[Path]:
    """Our own code and the Python that runs it; entry.py adds what the system itself needs."""
    checkout = Path(__file__).resolve().parents[1]
    return sorted({checkout, Path(sys.prefix), Path(sys.base_prefix), Path(sys.prefix).resolve()})


def _to_hide(extra: Sequence[Path]) -> list[Path]:
    wanted = {folder.resolve() for folder in extra} | _hidden
    if home := os.environ.get("PROBITY_HOME"):
        wanted.add(Path(home).resolve())
    return sorted(wanted)


class _Talk:
    """The conversation with one child: feed it, read it, and never wait longer than the limits say."""

    def __init__(self, child: children.Child, outgoing: list[bytes], limits: Limits) -> None:
        self.child = child
        self.outgoing = [memoryview(piece) for piece in outgoing]
        self.limits = limits
        self.incoming = bytearray()
        self.stderr = bytearray()
        self.refused: list[str] = []
        self.ended = False
        self.used = (0.0, 0)

    def answers(self, wanted: int) -> list[Answer]:
        found: list[Answer] = []
        deadline = time.monotonic() + self.limits.wall_seconds
        with selectors.DefaultSelector() as selector:
            for pipe in (self.child.stdin, self.child.stdout, self.child.stderr):
                os.set_blocking(pipe.fileno(), False)
            selector.register(self.child.stdin, selectors.EVENT_WRITE)
            selector.register(self.child.stdout, selectors.EVENT_READ)
            selector.register(self.child.stderr, selectors.EVENT_READ)
            while len(found) < wanted:
                left = deadline - time.monotonic()
                if left <= 0:
                    return [*found, ConfinedFailure(_took_longer(self.limits.wall_seconds))]
                for key, _ in selector.select(timeout=left):
                    self._move(selector, key)
                while (answer := self._next_answer()) is not None:
                    found.append(answer)
                    deadline = time.monotonic() + self.limits.wall_seconds
                if len(self.incoming) > self.limits.answer_bytes:
                    return [*found, ConfinedFailure("gave a larger answer than allowed")]
                if self.ended and len(found) < wanted:
                    return [*found, self._why_it_ended()]
        return found

    def _move(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        pipe = key.fileobj
        assert not isinstance(pipe, int)
        if pipe is self.child.stdin:
            try:
                written = os.write(key.fd, self.outgoing[0][: 1 << 20]) if self.outgoing else 0
            except BlockingIOError:
                return
            except BrokenPipeError:
                self.outgoing = []
            else:
                if self.outgoing:
                    self.outgoing[0] = self.outgoing[0][written:]
            while self.outgoing and not len(self.outgoing[0]):
                self.outgoing.pop(0)
            if not self.outgoing:
                _close(selector, self.child.stdin)
            return
        try:
            read = os.read(key.fd, 1 << 20)
        except BlockingIOError:
            return
        if pipe is self.child.stdout:
            self.incoming += read
            self.ended = self.ended or not read
        elif len(self.stderr) < _STDERR_KEPT:
            self.stderr += read
        if not read:
            selector.unregister(pipe)

    def _next_answer(self) -> Answer | None:
        """Take one whole frame off what has come in: a line of JSON, then as many bytes as it says."""
        end = self.incoming.find(b"\n", 0, 65_536)
        if end < 0:
            return None
        try:
            frame = json.loads(bytes(self.incoming[:end]))
            status, size, text = str(frame["status"]), int(frame["size"]), str(frame["text"])
            refused = [str(one) for one in frame["walls_refused"]]
            used = float(frame["used"][0]), int(frame["used"][1])
        except (ValueError, KeyError, TypeError, IndexError):
            self.incoming.clear()
            self.ended = True
            return None
        if len(self.incoming) < end + 1 + size:
            return None
        body = bytes(self.incoming[end + 1 : end + 1 + size])
        del self.incoming[: end + 1 + size]
        self.refused, self.used = refused, used
        match status:
            case "done":
                return body
            case "refused":
                return ConfinedRefusal(text)
            case "memory":
                return ConfinedFailure("needed more memory than allowed")
            case _:
                log.warning("A confined child failed: %s", text)
                return ConfinedFailure("could not be read: the file is damaged or uses something unheard of")

    def _why_it_ended(self) -> ConfinedFailure:
        try:
            code = self.child.wait(timeout=2)
        except TimeoutError:
            return ConfinedFailure("stopped without an answer")
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return ConfinedFailure(_took_longer(self.limits.cpu_seconds, " of processor time"))
        log.warning("A confined child ended with %s: %s", code, bytes(self.stderr).decode(errors="replace"))
        if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGTRAP, -signal.SIGBUS):
            return ConfinedFailure("needed more memory than allowed, or is damaged")
        if code == -signal.SIGXFSZ:
            return ConfinedFailure("wrote a larger file than allowed")
        return ConfinedFailure("stopped without an answer")


def _close(selector: selectors.BaseSelector, pipe: IO[bytes]) -> None:
    selector.unregister(pipe)
    pipe.close()


def _took_longer(seconds: float, what: str = "") -> str:
    return f"took longer than {seconds:g} second{'' if seconds == 1 else 's'}{what}"
