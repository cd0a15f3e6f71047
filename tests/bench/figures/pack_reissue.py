"""A board pack built again after one of its papers has changed."""

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

            async def ours() -> float:
                await pack.change_a_paper()
                return await pack.built()

            await pack.built()
            await ours()
            changed = await pack.laid_out(only=pack.papers["text"][0])
            order = pack_floor.order_of(changed, folder=Path(folder) / "changed")
            files = await pack.renders()
            order["files"] = [str(file) for file in files]
            yield Pair(
                ours=ours,
                base=lambda: pack_floor.ask(process, order)["seconds"],
                sizes={
                    "papers": pack_stage.PAPERS,
                    "pages": await pack.pages(),
                    "bytes": sum(file.stat().st_size for file in files),
                },
            )


FIGURE = Figure(
    name="pack-reissue",
    goal=1.5,
    floor="WeasyPrint, already loaded and as nice to others, lays the changed paper out, and qpdf puts the files of "
    "all parts together with it: no contents, tags, labels, bookmarks, stamps or list of changes, nothing kept",
    prepare=prepared,
    unit="seconds",
    pairs=20,
)
