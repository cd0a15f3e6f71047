"""Short cuts along the paths of neighbouring lines lead where the whole paths do."""

import random

import pytest

from backend.kit import merkle, notes
from backend.packs.ledger_walk import _Paths


def tree_of(size: int) -> tuple[list[bytes], merkle.Read, notes.Checkpoint]:
    tree = merkle.Tree()
    known: dict[merkle.Node, bytes] = {}
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    for leaf in leaves:
        known.update(tree.add(leaf))
    return leaves, merkle.reader(known), notes.Checkpoint(origin="x", size=size, root=tree.root)


def path_of(index: int, size: int, read: merkle.Read) -> tuple[str, ...]:
    return tuple(step.hex() for step in merkle.inclusion_proof(index, size, read))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 31, 32, 33, 100])
def test_every_line_is_proved_in_any_selection(size: int) -> None:
    leaves, read, checkpoint = tree_of(size)
    rng = random.Random(size)
    for share in (1.0, 0.3):
        paths = _Paths()
        for index in [number for number in range(size) if rng.random() < share]:
            paths.leads(leaves[index], index, path_of(index, size, read), checkpoint)


@pytest.mark.parametrize("size", [2, 3, 5, 13, 32, 33])
def test_no_wrong_line_index_or_step_is_taken_after_right_ones(size: int) -> None:
    leaves, read, checkpoint = tree_of(size)
    for index in range(size):
        paths, right = _Paths(), path_of(index, size, read)
        for before in range(index):
            paths.leads(leaves[before], before, path_of(before, size, read), checkpoint)
        wrong = [(leaves[index], other, right) for other in range(-1, size + 2) if other != index]
        wrong += [(merkle.leaf_hash(b"other"), index, right), (leaves[index], index, right[:-1])]
        wrong += [(leaves[index], index, (*right, "00" * 32))]
        wrong += [
            (leaves[index], index, (*right[:at], "11" * 32, *right[at + 1 :])) for at in range(len(right))
        ]
        for leaf, place, path in wrong:
            with pytest.raises((merkle.ProofFails, ValueError)):
                paths.leads(leaf, place, path, checkpoint)
        paths.leads(leaves[index], index, right, checkpoint)
