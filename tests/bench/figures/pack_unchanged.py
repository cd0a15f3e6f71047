"""A board pack asked for again when nothing has changed."""

import contextlib
from collections.abc import AsyncIterator

from backend.kit import children, database
from tests.bench import pack_stage
from tests.bench.floors import pack_inputs
from tests.bench.harness import Figure, Pair


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with pack_stage.a_pack() as pack:
        await pack.built()
        pages = await pack.pages()
        files = await pack.inputs()
        worked = statements = 0.0

        async def ours() -> float:
            nonlocal worked, statements
            used, before = children.processor_seconds(), database.DB.statements
            taken = await pack.built()
            worked, statements = children.processor_seconds() - used, database.DB.statements - before
            return taken

        yield Pair(
            ours=ours,
            base=lambda: pack_inputs.hashed(files),
            sizes={
                "papers": pack_stage.PAPERS,
                "pages": pages,
                "files": len(files),
                "bytes": sum(file.stat().st_size for file in files),
            },
            counters=lambda: {"child_s": worked, "statements": statements},
        )


FIGURE = Figure(
    name="pack-unchanged",
    goal=5.0,
    floor="SHA-256 of every file that was handed in, read from disk",
    prepare=prepared,
    unit="seconds",
    limits={"child_s": 0.0, "statements": 60},
)
