"""The memory of the largest child that builds a board pack, above WeasyPrint with nothing to do."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from backend.kit import children, confine
from tests.bench import pack_floor, pack_stage
from tests.bench.harness import Figure, Pair


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with pack_stage.a_pack() as pack:
        with tempfile.TemporaryDirectory() as folder:
            order = pack_floor.order_of(await pack.laid_out(), folder=Path(folder) / "whole")
            idle = 0.0

            async def ours() -> float:
                await pack.forget()
                children.largest_child(forget=True)
                confine.walls_refused()  # a child that has all that the others have, and does nothing
                resting = children.largest_child(forget=True)
                await pack.built()
                return children.largest_child() - resting

            def base() -> float:
                nonlocal idle
                with pack_floor.floor() as process:
                    answer = pack_floor.ask(process, order)
                idle = answer["idle"]
                return answer["peak"]

            base()
            await ours()
            yield Pair(
                ours=ours,
                base=base,
                sizes={"papers": pack_stage.PAPERS, "pages": await pack.pages()},
                counters=lambda: {"idle_bytes": idle},
            )


FIGURE = Figure(
    name="pack-memory",
    goal=0.35,
    floor="one WeasyPrint call over all that ours lays out, in a process of its own; both above what such a "
    "process holds when WeasyPrint is loaded and nothing is laid out",
    prepare=prepared,
    unit="bytes",
    pairs=3,
)
