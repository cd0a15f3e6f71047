"""Judging a ledger line by line: rows in, findings out. Constant memory, no database.

Feed it the lines in order and, whenever `size` reaches that of a kept checkpoint, that checkpoint. Whoever altered rows
and forgot one of the copies (event, leaf, subtrees, checkpoint) is named by line; whoever redid them all is caught by
the first signature that no longer fits, and then by a checkpoint from outside, which nobody here can redo.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit import merkle, notes
from backend.ledger.rules import leaves

ERASING = "ledger.person.erased"
"""The act of the event that says that a person's details were erased."""

SLACK = timedelta(hours=1)
"""How far apart the clocks of the database and ours, and the two ends of a transaction, may honestly lie."""

MOST_FINDINGS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong, in a sentence; `line` and `until` are the first and last line that it can be about."""

    what: str
    line: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A checkpoint that somebody else kept, already checked to be signed by a key of this log."""

    name: str
    checkpoint: notes.Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What an erasure says that it did: when, to how many lines, and the sum of their ids (see `sum_of`)."""

    on: datetime
    lines: int
    ids: str


@dataclass(slots=True, kw_only=True)
class Found:
    """How many lines are marked with an erasure, and the sum of their ids."""

    lines: int = 0
    ids: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was read and what is wrong; nothing is wrong if `findings` is empty. `more` were found than are listed."""

    lines: int
    checkpoints: int
    signed: int
    sealed_at: datetime | None
    waiting: int
    erased: tuple[tuple[datetime, int], ...]
    compared: tuple[str, ...]
    findings: tuple[Finding, ...]
    more: int

    def with_findings(self, others: Sequence[Finding]) -> "Report":
        """The same with what was found besides."""
        return replace(self, findings=(*others, *self.findings))


@dataclass(slots=True, kw_only=True)
class Verification:
    """The judgement under way."""

    origin: str
    keys: Sequence[notes.Verifier]
    outside: Sequence[Outside] = ()
    erasures: Mapping[UUID, Erasure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    newest_xid: int = 0
    sealed_at: datetime | None = None
    signed: int = 0
    marked: dict[UUID, Found] = field(default_factory=dict)
    _tree: merkle.Tree = field(default_factory=merkle.Tree)
    _torn: bool = False
    _checkpoints: int = 0
    _more: int = 0
    _unsound: bool = False
    _latest: tuple[datetime, int] | None = None
    _compared: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many lines were read."""
        return self._tree.size

    def line(self, row: Mapping[str, Any]) -> None:
        """The next line: its leaf's row, with the columns of its event, which are empty where it is gone."""
        line, kept = row["line"], bytes(row["hashes"])
        if line != self.size:
            self._gap(line)
            return
        if row["id"] is None:
            self._find(f"Line {line} is sealed, but its event is gone.", line)
        else:
            self._event(row, line, kept[: merkle.HASH_BYTES])
        made = self._tree.add(kept[: merkle.HASH_BYTES])
        if kept != b"".join(each for _, each in made):
            self._wrong_subtree(line, kept, made)
        self._look_outside()

    def checkpoint(self, row: Mapping[str, Any]) -> None:
        """A kept checkpoint whose size has been reached; also one that promises more than there is."""
        self._checkpoints += 1
        size, name = row["size"], f"The checkpoint of {row['size']:,} lines"
        try:
            note = notes.open_checkpoint(row["note"].encode(), self.keys)
        except notes.NoteRefused as refusal:
            self._find(f"{name} is not one that this ledger signed: {refusal}", None)
            return
        if (note.origin, note.size, note.root, note.sealed_at) != (
            self.origin,
            size,
            bytes(row["root"]),
            leaves.moment_text(row["sealed_at"]),
        ):
            self._find(f"{name} was signed with other words than are kept beside it.", None)
            return
        if size > self.size:
            self._short(name, size)
            return
        self._dates(name, row["sealed_at"])
        if note.root != self._tree.root and not self._torn:
            self._other_root(size, row["sealed_at"])
        else:
            self.signed = size
        self.sealed_at = row["sealed_at"]

    def torn(self) -> bool:
        """Whether a line is missing, so that nothing after it could be compared with what was signed."""
        return self._torn

    def finish(self, *, waiting: int, slipped: int, back_dated: int) -> Report:
        """What all came to. `slipped`: settled events that were not there when others after them were sealed."""
        for each in self.outside:
            if each.checkpoint.size > self.size:
                self._short(f"The checkpoint in {each.name}", each.checkpoint.size)
        if slipped:
            self._find(
                f"{_events(slipped)} not sealed, though later transactions are: "
                "slipped in afterwards, or taken out of the tree.",
                None,
            )
        if back_dated:
            self._find(f"{_events(back_dated)} not sealed and dated before what is: back-dated.", None)
        for erasure_id, erasure in self.erasures.items():
            found = self.marked.get(erasure_id, Found())
            if (found.lines, f"{found.ids:064x}") != (erasure.lines, erasure.ids):
                self._find(
                    f"The erasure of {_date(erasure.on)} says that it was of {erasure.lines:,} lines; "
                    f"{found.lines:,} are marked with it, or others.",
                    None,
                )
        return Report(
            lines=self.size,
            checkpoints=self._checkpoints,
            signed=self.signed,
            sealed_at=self.sealed_at,
            waiting=waiting,
            erased=tuple((each.on, each.lines) for each in self.erasures.values()),
            compared=tuple(self._compared),
            findings=tuple(self.findings),
            more=self._more,
        )

    def mark(self, event_id: UUID, erased_by: UUID) -> None:
        """An event that is marked as erased, sealed or not."""
        found = self.marked.setdefault(erased_by, Found())
        found.lines += 1
        found.ids = sum_of(found.ids, event_id)

    def _event(self, row: Mapping[str, Any], line: int, leaf: bytes) -> None:
        try:
            right = merkle.leaf_hash(leaves.leaf_text(row).encode()) == leaf and row["id"] == row["leaf_id"]
        except (ValueError, TypeError, RecursionError, AttributeError):
            right = False
        if not right:
            self._find(f"Line {line} was altered since it was sealed.", line)
        if row["erased_by"] is not None and row["erased_by"] not in self.erasures:
            self._find(f"Line {line} is marked as erased, but no erasure is recorded.", line)
        recorded_at = row["recorded_at"]
        if self.sealed_at and recorded_at < self.sealed_at - SLACK:
            self._find(
                f"Line {line} says that it was recorded at {_moment(recorded_at)}, but it was sealed only after "
                f"{_moment(self.sealed_at)}: back-dated, or held back.",
                line,
            )
        if self._latest is None or recorded_at > self._latest[0]:
            self._latest = (recorded_at, line)
        self.newest_xid = max(self.newest_xid, row["xid"])

    def _gap(self, line: int) -> None:
        if line < self.size:
            self._find(f"Line {line} stands twice.", line)
        elif not self._torn:
            missing = (
                f"Line {self.size} is" if line == self.size + 1 else f"Lines {self.size} to {line - 1} are"
            )
            self._find(f"{missing} missing.", self.size, line - 1)
        self._torn = True

    def _wrong_subtree(self, line: int, kept: bytes, made: Sequence[tuple[merkle.Node, bytes]]) -> None:
        steps = [kept[at : at + merkle.HASH_BYTES] for at in range(0, len(kept), merkle.HASH_BYTES)]
        wrong = next((node for (node, right), step in zip(made, steps, strict=False) if right != step), None)
        first = line if wrong is None else wrong.at << wrong.level
        self._find(f"{_lines(first, line)} not what the tree was made of.", first, line)

    def _other_root(self, size: int, sealed_at: datetime) -> None:
        if self._unsound:
            return  # the first says where; those after it can say no more
        self._unsound = True
        self._find(
            f"{_lines(self.signed, size - 1)} not what the checkpoint signed at {_moment(sealed_at)} was signed over.",
            self.signed,
            size - 1,
        )

    def _dates(self, name: str, sealed_at: datetime) -> None:
        if self.sealed_at and sealed_at < self.sealed_at:
            self._find(f"{name} is dated before the smaller one that it follows.", None)
        if self._latest and self._latest[0] > sealed_at + SLACK:
            self._find(
                f"Line {self._latest[1]} says that it was recorded after it was sealed, at {_moment(sealed_at)}.",
                self._latest[1],
            )
        self._latest = None

    def _look_outside(self) -> None:
        for each in self.outside:
            if each.checkpoint.size == self.size and not self._torn:
                if each.checkpoint.root == self._tree.root:
                    self._compared.append(each.name)
                else:
                    self._find(
                        f"This is not the ledger that {each.name} vouches for: its first {self.size:,} lines were "
                        f"others when that was signed{_at(each.checkpoint)}. It was forked or altered.",
                        0,
                        self.size - 1,
                    )

    def _short(self, name: str, size: int) -> None:
        if self._torn:
            return
        self._find(
            f"{name} vouches for lines that are not there: of {size:,} there are {self.size:,}. The ledger was cut "
            f"short, or lines were taken out of it from line {self.signed} on.",
            self.signed,
            self.size,
        )

    def _find(self, what: str, line: int | None, until: int | None = None) -> None:
        if len(self.findings) >= MOST_FINDINGS:
            self._more += 1
            return
        self.findings.append(Finding(what=what, line=line, until=line if until is None else until))


def sum_of(total: int, event_id: UUID) -> int:
    """A sum over ids that comes out the same in any order, and that nobody can make come out by choosing ids."""
    return (total + int.from_bytes(hashlib.sha256(event_id.bytes).digest())) % (1 << 256)


def _events(count: int) -> str:
    return "One settled event is" if count == 1 else f"{count:,} settled events are"


def _lines(first: int, last: int) -> str:
    return f"Line {first} is" if first == last else f"Lines {first} to {last} are"


def _at(checkpoint: notes.Checkpoint) -> str:
    return f" at {checkpoint.sealed_at}" if checkpoint.sealed_at else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _date(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
