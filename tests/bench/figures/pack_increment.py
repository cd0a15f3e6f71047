"""A board pack built again after one of its papers has changed, and its first build."""

import contextlib
from collections.abc import AsyncIterator

from tests.bench import pack_stage
from tests.bench.harness import Figure, Pair


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with pack_stage.a_pack() as pack:

        async def ours() -> float:
            await pack.change_a_paper()
            return await pack.built()

        async def base() -> float:
            await pack.forget()
            return await pack.built()

        await base()
        yield Pair(ours=ours, base=base, sizes={"papers": pack_stage.PAPERS, "pages": await pack.pages()})


FIGURE = Figure(
    name="pack-increment",
    goal=0.15,
    floor="the first build of the same pack by ours",
    prepare=prepared,
    unit="seconds",
    pairs=4,
)
