"""The lines of the ledger in a pack, proved one after the other as the file is read: constant memory for any number.

Each line of `data/ledger/proofs.jsonl` leads from its own words to the root in `data/ledger/checkpoint.txt` by a path
of hashes (RFC 6962). Who may say what the root is, is checked apart: the checkpoint is signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.kit import merkle, notes
from backend.packs import bag

ORIGIN = re.compile(r"probity-ledger/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(/demonstration)?")
MOST_LINE_BYTES = 16 * 1024 * 1024
MOST_INDEX_BYTES = 64 * 1024 * 1024
_FIELDS = {"index", "leaf", "private", "salt", "path"}
_MOST_PROBLEMS = 20
_MOST_STEPS = 64
_WATCHED = (bag.INDEX, bag.CHECKPOINT, bag.CONSISTENCY, bag.EVENTS, bag.PROOFS)


class LineFails(Exception):
    """A line doesn't prove; the text ends a sentence that begins with the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One line of `proofs.jsonl`."""

    index: int
    leaf: str
    private: str | None
    salt: str | None
    path: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line as it is written."""
        told = {"index": self.index, "leaf": self.leaf, "private": self.private, "salt": self.salt}
        return json.dumps(told | {"path": self.path}, ensure_ascii=False, separators=(",", ":")) + "\n"

    @property
    def event_text(self) -> str:
        """The same event as a reader looks for it, in `events.jsonl`."""
        return event_text(self.leaf, self.private)


def event_text(leaf: str, private: str | None) -> str:
    """A line of `events.jsonl`: both texts as they were sealed, so that nothing is lost in between."""
    return f'{{"event":{leaf},"private":{"null" if private is None else private}}}\n'


class _Paths:
    """Which nodes of the tree lead to the root, and by which steps: as many as one path has.

    Neighbouring lines share all but the first steps of their paths, so that each costs two hashes and not twenty.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, bytes, Sequence[str]]] = {}

    def leads(self, leaf: bytes, index: int, path: Sequence[str], checkpoint: notes.Checkpoint) -> None:
        """As `merkle.verify_inclusion`, by the same steps (RFC 9162, 2.1.3.2). Raises ProofFails or ValueError."""
        if not 0 <= index < checkpoint.size:
            raise merkle.ProofFails(f"There is no line {index} in a ledger of {checkpoint.size} lines.")
        at, last, made = index, checkpoint.size - 1, leaf
        found: dict[int, tuple[int, bytes, Sequence[str]]] = {}
        for number, step in enumerate(path):
            known = self._known.get(last)
            if known is not None and known[0] == at:
                if known[1] != made or known[2] != path[number:]:
                    raise merkle.ProofFails("The path does not lead to the root.")
                self._known.update(found)
                return
            if last == 0:
                raise merkle.ProofFails("The path to the root is longer than it can be.")
            found[last] = (at, made, path[number:])
            sibling = _hash(step)
            if at & 1 or at == last:
                made = merkle.node_hash(sibling, made)
                while not at & 1 and at:
                    at, last = at >> 1, last >> 1
            else:
                made = merkle.node_hash(made, sibling)
            at, last = at >> 1, last >> 1
        if last != 0 or made != checkpoint.root:
            raise merkle.ProofFails("The path does not lead to the root.")
        self._known.update(found)


@dataclass(slots=True)
class LedgerWalk:
    """Fed with the pack's files in their order, it says at the end what is wrong with its ledger."""

    problems: list[str] = field(default_factory=list)
    checkpoint_note: notes.Note | None = None
    checkpoint: notes.Checkpoint | None = None
    lines: int = 0
    left_out: int = 0
    """Lines whose words aren't in the pack: they were redacted or erased, and the rest of them still proves."""
    wanted: set[str] = field(default_factory=set)
    """Events that the index names and no proof was seen for yet."""
    earlier: dict[int, tuple[notes.Checkpoint, tuple[bytes, ...]]] = field(default_factory=dict)
    """Earlier checkpoints by their size, with the path that leads here."""
    _kept: dict[str, bytearray] = field(default_factory=dict)
    _rest: bytearray = field(default_factory=bytearray)
    _last_index: int = -1
    _paths: _Paths = field(default_factory=_Paths)
    _told: Any = field(default_factory=hashlib.sha256)
    _expected: Any = field(default_factory=hashlib.sha256)

    def watches(self, path: str) -> bool:
        return path in _WATCHED

    def feed(self, path: str, piece: bytes) -> None:
        """The next bytes of a file that it watches."""
        if path == bag.EVENTS:
            self._told.update(piece)
        elif path == bag.PROOFS:
            self._feed_proofs(piece)
        else:
            kept = self._kept.setdefault(path, bytearray())
            if len(kept) <= MOST_INDEX_BYTES:
                kept += piece

    def ends(self, path: str) -> None:
        """The file was read to its end."""
        content = bytes(self._kept.pop(path, b""))
        if len(content) > MOST_INDEX_BYTES:
            self._wrong(f"“{path}” is far too large to be what it should.")
        elif path == bag.INDEX:
            self._read_index(content)
        elif path == bag.CHECKPOINT:
            self._read_checkpoint(content)
        elif path == bag.CONSISTENCY:
            self._read_consistency(content)
        elif path == bag.PROOFS:
            self._end_proofs()

    def _wrong(self, problem: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)

    def _read_index(self, content: bytes) -> None:
        try:
            records = json.loads(content.decode())["records"]
            self.wanted = {_text(event) for record in records for event in record["events"]}
        except (ValueError, KeyError, TypeError, RecursionError):
            self._wrong(f"“{bag.INDEX}” can't be read as the list of the records that the pack quotes.")

    def _read_checkpoint(self, content: bytes) -> None:
        try:
            self.checkpoint_note = notes.read_note(content)
            self.checkpoint = notes.read_checkpoint(self.checkpoint_note.text)
        except notes.NoteRefused as error:
            self._wrong(f"“{bag.CHECKPOINT}” isn't a checkpoint of a ledger: {error}")
            return
        if not ORIGIN.fullmatch(self.checkpoint.origin):
            self._wrong(f"“{bag.CHECKPOINT}” isn't a checkpoint of a ledger of this kind.")
            self.checkpoint = None

    def _read_consistency(self, content: bytes) -> None:
        if self.checkpoint is None:
            return
        try:
            for told in json.loads(content.decode()):
                earlier = notes.read_checkpoint(notes.read_note(_text(told["from"]).encode()).text)
                path = tuple(_hash(step) for step in told["path"])
                self._leads_here(earlier, path)
        except (ValueError, KeyError, TypeError, RecursionError, notes.NoteRefused):
            self._wrong(f"“{bag.CONSISTENCY}” can't be read as proofs that the ledger only grew.")

    def _leads_here(self, earlier: notes.Checkpoint, path: tuple[bytes, ...]) -> None:
        assert self.checkpoint is not None
        told = f"The checkpoint of {earlier.size:,} lines in “{bag.CONSISTENCY}”"
        if earlier.origin != self.checkpoint.origin:
            self._wrong(f"{told} is of another ledger.")
            return
        try:
            merkle.verify_consistency(
                earlier=earlier.size,
                later=self.checkpoint.size,
                path=path,
                earlier_root=earlier.root,
                later_root=self.checkpoint.root,
            )
        except merkle.ProofFails as error:
            self._wrong(
                f"{told} doesn't lead to the ledger of this pack, so one of them is of a fork: {error}"
            )
            return
        self.earlier[earlier.size] = (earlier, path)

    def _feed_proofs(self, piece: bytes) -> None:
        if self.checkpoint is None or len(self.problems) >= _MOST_PROBLEMS:
            return  # one wrong thing is named; what follows can't be judged
        self._rest += piece
        if b"\n" not in piece:
            if len(self._rest) > MOST_LINE_BYTES:
                self._wrong(
                    f"Line {self.lines + 1:,} of “{bag.PROOFS}” is far too long to be a line of a ledger."
                )
                self.checkpoint = None
            return
        *lines, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        for line in lines:
            self.lines += 1
            try:
                self._prove(line)
            except LineFails as error:
                self._wrong(f"Line {self.lines:,} of “{bag.PROOFS}” {error}.")

    def _prove(self, content: bytes) -> None:
        line = read_line(content)
        if line.index <= self._last_index:
            raise LineFails("isn't in its place")
        self._last_index = line.index
        assert self.checkpoint is not None
        leaf = line.leaf.encode()
        told = _leaf(line.leaf, self.checkpoint.origin)
        if line.private is None:
            self.left_out += 1
        elif _private_hash(line) != told["private"]:
            raise LineFails("was changed: who did it, or what was different, isn't what the ledger holds")
        try:
            self._paths.leads(merkle.leaf_hash(leaf), line.index, line.path, self.checkpoint)
        except (merkle.ProofFails, ValueError, TypeError) as error:
            raise LineFails("was changed: it isn't in the ledger that was sealed") from error
        self.wanted.discard(told["id"])
        self._expected.update(line.event_text.encode())

    def _end_proofs(self) -> None:
        if self._rest:
            self._wrong(f"“{bag.PROOFS}” breaks off in the middle of a line.")
        if self.problems or self.checkpoint is None:
            return
        if self.wanted:
            number = f"{len(self.wanted):,} lines" if len(self.wanted) > 1 else "1 line"
            self._wrong(
                f"“{bag.INDEX}” quotes {number} of the ledger for which “{bag.PROOFS}” has no proof, such as "
                f"{min(self.wanted)[:40]}."
            )
        if self._told.digest() != self._expected.digest():
            self._wrong(f"“{bag.EVENTS}” doesn't say what the proven lines say.")


def read_line(content: bytes) -> ProofLine:
    """A line of `proofs.jsonl`, without its end; raises LineFails."""
    try:
        told = json.loads(content.decode())
        if not isinstance(told, dict) or set(told) != _FIELDS or type(told["index"]) is not int:
            raise ValueError("This is no line of proofs.")
        private, salt = told["private"], told["salt"]
        if (private is None) != (salt is None):
            raise ValueError("Words and salt go together.")
        return ProofLine(
            index=told["index"],
            leaf=_text(told["leaf"]),
            private=None if private is None else _text(private),
            salt=None if salt is None else _hash(salt).hex(),
            path=_steps(told["path"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LineFails("can't be read as a line of the ledger with its proof") from error


def _leaf(text: str, origin: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        if _text(told["tenant"]) != origin.split("/")[1]:
            raise LineFails("is a line of another ledger")
        return {"id": _text(told["id"]), "private": _text(told["private"])}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LineFails("can't be read as a line of the ledger with its proof") from error


def _private_hash(line: ProofLine) -> str:
    words, salt = line.private or "", bytes.fromhex(line.salt or "")
    return hashlib.sha256(salt + words.encode()).hexdigest()


def _steps(told: Any) -> tuple[str, ...]:
    """Their hashes are read one by one where they are needed, which is seldom."""
    if not isinstance(told, list) or len(told) > _MOST_STEPS:
        raise TypeError("This is no path.")
    return tuple(told)


def _hash(text: Any) -> bytes:
    made = bytes.fromhex(_text(text))
    if len(made) != merkle.HASH_BYTES or made.hex() != text:
        raise ValueError("This is no hash.")
    return made


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("This is no text.")
    value.encode()  # half a sign, which JSON can name, is a ValueError here
    return value
