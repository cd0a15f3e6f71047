"""The tree: known answers of RFC 6962's reference implementation, and a naive model for everything else."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit.merkle import (
    EMPTY_ROOT,
    Node,
    ProofFails,
    Tree,
    consistency_nodes,
    consistency_proof,
    inclusion_nodes,
    inclusion_proof,
    leaf_hash,
    reader,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
_CONSISTENCY = {
    (1, 1): (),
    (1, 8): _INCLUSION[(0, 8)],
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def _hashes(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def _kept(leaves: Sequence[bytes]) -> dict[Node, bytes]:
    tree = Tree()
    return {node: made for leaf in leaves for node, made in tree.add(leaf)}


def test_roots_are_those_of_the_reference_implementation() -> None:
    leaves = [leaf_hash(leaf) for leaf in _LEAVES]
    assert [root_of(leaves[:size]).hex() for size in range(9)] == _ROOTS


@pytest.mark.parametrize(("index", "size"), _INCLUSION)
def test_inclusion_is_that_of_the_reference_implementation(index: int, size: int) -> None:
    read = reader(_kept([leaf_hash(leaf) for leaf in _LEAVES[:size]]))
    assert tuple(step.hex() for step in inclusion_proof(index, size, read)) == _INCLUSION[(index, size)]


@pytest.mark.parametrize(("earlier", "later"), _CONSISTENCY)
def test_consistency_is_that_of_the_reference_implementation(earlier: int, later: int) -> None:
    read = reader(_kept([leaf_hash(leaf) for leaf in _LEAVES]))
    found = tuple(step.hex() for step in consistency_proof(earlier, later, read))
    assert found == _CONSISTENCY[(earlier, later)]


def _naive_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _naive_split(len(leaves))
    return hashlib.sha256(b"\x01" + _naive_root(leaves[:split]) + _naive_root(leaves[split:])).digest()


def _naive_split(count: int) -> int:
    split = 1
    while split * 2 < count:
        split *= 2
    return split


def _naive_path(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """RFC 6962, 2.1.1, as it is written."""
    if len(leaves) == 1:
        return ()
    split = _naive_split(len(leaves))
    if index < split:
        return (*_naive_path(index, leaves[:split]), _naive_root(leaves[split:]))
    return (*_naive_path(index - split, leaves[split:]), _naive_root(leaves[:split]))


def _naive_subproof(earlier: int, leaves: Sequence[bytes], whole: bool) -> tuple[bytes, ...]:
    """RFC 6962, 2.1.2, as it is written."""
    if earlier == len(leaves):
        return () if whole else (_naive_root(leaves),)
    split = _naive_split(len(leaves))
    if earlier <= split:
        return (*_naive_subproof(earlier, leaves[:split], whole), _naive_root(leaves[split:]))
    return (*_naive_subproof(earlier - split, leaves[split:], False), _naive_root(leaves[:split]))


def test_every_proof_of_every_small_tree_is_the_naive_one_and_holds() -> None:
    leaves = _hashes(33)
    kept = _kept(leaves)
    roots = [_naive_root(leaves[:size]) for size in range(34)]
    for size in range(1, 34):
        assert root_at(size, reader(kept)) == roots[size]
        for index in range(size):
            only = {node: kept[node] for node in inclusion_nodes(index, size)}
            path = inclusion_proof(index, size, reader(only))
            assert path == _naive_path(index, leaves[:size])
            verify_inclusion(leaf=leaves[index], index=index, size=size, path=path, root=roots[size])
        for earlier in range(size + 1):
            only = {node: kept[node] for node in consistency_nodes(earlier, size)}
            path = consistency_proof(earlier, size, reader(only))
            if earlier:
                assert path == _naive_subproof(earlier, leaves[:size], True)
            verify_consistency(
                earlier=earlier,
                later=size,
                path=path,
                earlier_root=roots[earlier],
                later_root=roots[size],
            )


@given(st.data())
def test_no_altered_proof_holds(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 300))
    leaves = _hashes(size)
    read = reader(_kept(leaves))
    index = data.draw(st.integers(0, size - 1))
    earlier = data.draw(st.integers(1, size - 1))
    root, old = root_of(leaves), root_of(leaves[:earlier])
    path = data.draw(_altered(inclusion_proof(index, size, read)))
    with pytest.raises(ProofFails):
        verify_inclusion(leaf=leaves[index], index=index, size=size, path=path, root=root)
    path = data.draw(_altered(consistency_proof(earlier, size, read)))
    with pytest.raises(ProofFails):
        verify_consistency(earlier=earlier, later=size, path=path, earlier_root=old, later_root=root)


@st.composite
def _altered(draw: st.DrawFn, path: tuple[bytes, ...]) -> tuple[bytes, ...]:
    steps = list(path)
    at = draw(st.integers(0, len(steps) - 1))
    match draw(st.sampled_from(["flip", "drop", "add", "cut", "twice"])):
        case "flip":
            bit = draw(st.integers(0, 255))
            steps[at] = (int.from_bytes(steps[at]) ^ 1 << bit).to_bytes(32)
        case "drop":
            del steps[at]
        case "add":
            steps.insert(at, draw(st.binary(min_size=32, max_size=32)))
        case "cut":
            steps[at] = steps[at][: draw(st.integers(0, 31))]
        case _:
            steps.insert(at, steps[at])
    return tuple(steps)


@given(
    st.integers(0, 200),
    st.integers(0, 200),
    st.lists(st.binary(min_size=32, max_size=32), max_size=9),
    st.binary(min_size=32, max_size=32),
)
def test_a_made_up_proof_is_refused_in_words(first: int, second: int, path: list[bytes], root: bytes) -> None:
    with pytest.raises(ProofFails):
        verify_inclusion(leaf=leaf_hash(b"x"), index=first, size=second, path=path, root=root)
    with pytest.raises(ProofFails):
        verify_consistency(earlier=first, later=second, path=path, earlier_root=root, later_root=EMPTY_ROOT)


def test_another_leaf_another_place_and_a_fork_do_not_hold() -> None:
    leaves, forked = _hashes(21), _hashes(21)
    forked[3] = leaf_hash(b"another history")
    read = reader(_kept(leaves))
    path = inclusion_proof(7, 21, read)
    for leaf, index, size in ((leaves[8], 7, 21), (leaves[7], 6, 21), (leaves[7], 23, 21)):
        with pytest.raises(ProofFails):
            verify_inclusion(leaf=leaf, index=index, size=size, path=path, root=root_of(leaves))
    path = consistency_proof(9, 21, reader(_kept(forked)))
    with pytest.raises(ProofFails, match="earlier root"):
        verify_consistency(
            earlier=9, later=21, path=path, earlier_root=root_of(leaves[:9]), later_root=root_of(forked)
        )


def test_a_tree_takes_up_where_it_stopped() -> None:
    leaves = _hashes(100)
    first = Tree()
    for leaf in leaves[:37]:
        first.add(leaf)
    kept = _kept(leaves[:37])
    again = Tree(37, [kept[node] for node in first.nodes()])
    for leaf in leaves[37:]:
        again.add(leaf)
    assert again.root == root_of(leaves)
    with pytest.raises(ValueError, match="whole subtrees"):
        Tree(3, [leaves[0]])
