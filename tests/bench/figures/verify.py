"""A pack of a year checked by somebody who trusts nobody."""

import asyncio
import contextlib
import hashlib
import random
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from backend.kit import merkle
from backend.packs.ledger_walk import ProofLine
from backend.packs.sealed_zip import CHUNK
from backend.packs.verify import TrustedKey, verify_pack
from tests.bench.harness import Figure, Pair
from tests.packs import proving
from tests.packs.sealed import KEY

EVIDENCE_FILES = 200
EVIDENCE_BYTES = 240_000  # each
LINES = 5_000


def a_year() -> bytes:
    """Papers and other evidence, and every line of the ledger with its proof."""
    ledger = proving.a_ledger(LINES)
    tree = merkle.Tree()
    known: dict[merkle.Node, bytes] = {}
    for leaf in ledger.hashes(LINES):
        known.update(tree.add(leaf))
    read = merkle.reader(known)
    lines = tuple(
        ProofLine(
            index=number,
            leaf=ledger.leaves[number],
            private=ledger.privates[number],
            salt=ledger.salts[number],
            path=tuple(step.hex() for step in merkle.inclusion_proof(number, LINES, read)),
        )
        for number in range(LINES)
    )
    chance = random.Random(9)
    evidence = {
        f"files/papers/{number:03}.pdf": chance.randbytes(EVIDENCE_BYTES) for number in range(EVIDENCE_FILES)
    }
    return proving.made(
        ledger=ledger,
        lines=lines,
        checkpoint=ledger.checkpoint(LINES),
        consistency=(),
        index_events=tuple(proving.event_id(number) for number in range(0, LINES, 3)),
        more=tuple(evidence.items()),
    ).pack()


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack.zip"
        pack.write_bytes(await asyncio.to_thread(a_year))
        trusted = [TrustedKey.of("Example CCG", KEY.public_key)]

        def ours() -> None:
            answer = verify_pack(pack, trusted=trusted)
            assert answer.ok and answer.pinned, answer.first_problem

        def base() -> str:
            digest = hashlib.sha512()
            with pack.open("rb") as source:
                while piece := source.read(CHUNK):
                    digest.update(piece)
            return digest.hexdigest()

        yield Pair(ours=ours, base=base, sizes={"bytes": pack.stat().st_size, "lines": LINES})


FIGURE = Figure(
    name="verify",
    goal=4.0,
    floor="SHA-512 of the same bytes, read from the same file",
    prepare=prepared,
)
