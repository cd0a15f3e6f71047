"""Merkle trees over lists of leaves, as RFC 6962 (section 2.1) and RFC 9162 describe them. Standard library only.

A tree of n leaves is a row of whole trees, one for each bit of n, the largest first: its *crown*. A log grows by adding
to the crown, which is at most 64 hashes; the hash of each whole subtree, once known, never changes. So a log that keeps
those can prove anything about any of its sizes by reading a few: `Node(level, at)` is the subtree over the leaves from
`at * 2**level` on, `2**level` of them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

HASH_BYTES = 32

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of the tree that has no leaves."""


class Node(NamedTuple):
    """A whole subtree: over `2**level` leaves, the `at`-th such from the left. `Node(0, i)` is leaf i."""

    level: int
    at: int


Read = Callable[[Node], bytes]
"""Gives the hash of a whole subtree."""


class ProofFails(Exception):
    """A proof does not show what it should; the text is one plain sentence."""


def leaf_hash(leaf: bytes) -> bytes:
    """What a leaf's bytes are in the tree."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Tree:
    """A tree that grows, of which only the crown is kept: constant memory, however many leaves.

    `size` and `crown` (the hashes of the whole subtrees, the largest first) say where an earlier one stopped.
    """

    size: int = 0
    crown: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(self.crown) != self.size.bit_count():
            raise ValueError(f"A tree of {self.size} leaves has {self.size.bit_count()} whole subtrees.")

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Append a leaf's hash; answers every whole subtree that this completes, the leaf itself first."""
        at, level, made = self.size, 0, leaf
        completed = [(Node(0, at), made)]
        while at & 1:
            made = hashlib.sha256(b"\x01" + self.crown.pop() + made).digest()
            level, at = level + 1, at >> 1
            completed.append((Node(level, at), made))
        self.crown.append(made)
        self.size += 1
        return completed

    @property
    def root(self) -> bytes:
        return _joined(self.crown)

    def nodes(self) -> list[Node]:
        """Which subtrees the crown's hashes are of."""
        return list(crown_of(0, self.size))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root


def root_at(size: int, read: Read) -> bytes:
    """The root of the tree when it had `size` leaves, out of kept subtrees."""
    return _range_hash(0, size, read) if size else EMPTY_ROOT


def inclusion_nodes(index: int, size: int) -> list[Node]:
    """The whole subtrees to have at hand for `inclusion_proof` (so that they can be read in one go)."""
    return [node for start, end in _inclusion_ranges(index, size) for node in crown_of(start, end)]


def inclusion_proof(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """The path from leaf `index` (the first is 0) to the root of the tree of `size` leaves."""
    return tuple(_range_hash(start, end, read) for start, end in _inclusion_ranges(index, size))


def consistency_nodes(earlier: int, later: int) -> list[Node]:
    """The whole subtrees to have at hand for `consistency_proof`."""
    return [node for start, end in _consistency_ranges(earlier, later) for node in crown_of(start, end)]


def consistency_proof(earlier: int, later: int, read: Read) -> tuple[bytes, ...]:
    """What shows that the tree of `later` leaves begins with all those of the tree of `earlier` leaves."""
    return tuple(_range_hash(start, end, read) for start, end in _consistency_ranges(earlier, later))


def verify_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Whether the leaf hash stands at `index` in the tree of this size and root; raises ProofFails.

    RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size:
        raise ProofFails(f"There is no line {index} in a ledger of {size} lines.")
    at, last, made = index, size - 1, leaf
    for sibling in path:
        _check_hash(sibling)
        if last == 0:
            raise ProofFails("The path to the root is longer than it can be.")
        if at & 1 or at == last:
            made = node_hash(sibling, made)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofFails("The path to the root is shorter than it must be.")
    if made != root:
        raise ProofFails("The path does not lead to the root.")


def verify_consistency(
    *, earlier: int, later: int, path: Sequence[bytes], earlier_root: bytes, later_root: bytes
) -> None:
    """Whether the later tree begins with the whole of the earlier one; raises ProofFails. RFC 9162, 2.1.4.2."""
    if not 0 <= earlier <= later:
        raise ProofFails(f"A ledger of {later} lines can't have grown from one of {earlier}.")
    if earlier in (0, later):
        if path:
            raise ProofFails("The proof is longer than it can be.")
        if earlier_root != (later_root if earlier else EMPTY_ROOT):
            raise ProofFails("Two ledgers of one length have different roots.")
        return
    steps = list(path) if earlier & (earlier - 1) else [earlier_root, *path]
    if not steps:
        raise ProofFails("The proof is shorter than it must be.")
    _check_hash(*steps)
    at, last = earlier - 1, later - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofFails("The proof is longer than it can be.")
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofFails("The proof is shorter than it must be.")
    if old != earlier_root:
        raise ProofFails("The proof does not begin at the earlier root.")
    if new != later_root:
        raise ProofFails("The proof does not lead to the later root.")


def reader(hashes: Mapping[Node, bytes]) -> Read:
    """Reads from what is at hand; raises LookupError for a subtree that is not."""

    def read(node: Node) -> bytes:
        return hashes[node]

    return read


def crown_of(start: int, end: int) -> Iterator[Node]:
    """The whole subtrees that the leaves from `start` up to `end` fall into, as the tree splits them.

    `start` must be a multiple of the greatest of their sizes, as it is for each range that a proof names.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield Node(level, start >> level)
        start += 1 << level


def _range_hash(start: int, end: int, read: Read) -> bytes:
    return _joined([read(node) for node in crown_of(start, end)])


def _joined(crown: Sequence[bytes]) -> bytes:
    if not crown:
        return EMPTY_ROOT
    made = crown[-1]
    for left in reversed(crown[:-1]):
        made = node_hash(left, made)
    return made


def _split(start: int, end: int) -> int:
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def _consistency_ranges(earlier: int, later: int) -> list[tuple[int, int]]:
    if not 0 <= earlier <= later:
        raise ValueError(f"A tree of {later} leaves did not grow from one of {earlier}.")
    if earlier in (0, later):
        return []
    start, end, ranges, whole = 0, later, [], True
    while earlier != end:
        middle = _split(start, end)
        if earlier <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def _check_hash(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofFails(f"Each step of a proof is {HASH_BYTES} bytes.")
