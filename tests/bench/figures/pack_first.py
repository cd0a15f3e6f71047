"""The first build of a board pack, on two cores."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from tests.bench import pack_floor, pack_stage
from tests.bench.harness import Figure, Pair


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with pack_stage.a_pack() as pack:
        with tempfile.TemporaryDirectory() as folder, pack_floor.floor() as process:
            order = pack_floor.order_of(await pack.laid_out(), folder=Path(folder) / "whole")

            async def ours() -> float:
                await pack.forget()
                return await pack.built()

            await ours()
            yield Pair(
                ours=ours,
                base=lambda: pack_floor.ask(process, order)["seconds"],
                sizes={"papers": pack_stage.PAPERS, "pages": await pack.pages()},
            )


FIGURE = Figure(
    name="pack-first",
    goal=0.7,
    floor="one WeasyPrint call, already loaded and as nice to others, over all that ours lays out, as one tagged PDF "
    "with the same style sheets; the PDFs that were handed in are left out of it",
    prepare=prepared,
    unit="seconds",
    pairs=4,
)
