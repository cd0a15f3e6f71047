"""A board pack put together from parts that are rendered: 60 parts, 360 pages."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pikepdf

from backend.kit.pdf import merge, render
from tests.bench.floors import pack_merge as floor
from tests.bench.harness import Figure, Pair

PARTS = 60
PAGES = 6


def papers(count: int, *, pages: int) -> list[bytes]:
    """Tagged papers of running text, each with its own words, each of exactly so many pages."""
    wanted = [
        render.Pages(html="".join(_page(paper, page) for page in range(1, pages + 1)), title=f"Paper {paper}")
        for paper in range(1, count + 1)
    ]
    made = []
    for answer in render.render_many(wanted):
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, bytes)
        made.append(answer)
    return made


def _page(paper: int, page: int) -> str:
    sentence = (
        f"Paper {paper}, page {page}: the committee is asked to note what the programme has spent so far."
    )
    paragraphs = "".join(f"<p>{number}. {sentence} {sentence}</p>" for number in range(1, 11))
    start = "" if page == 1 else ' style="break-before: page"'
    return f"<section{start}><h2>Part {page}</h2>{paragraphs}</section>"


def parts_of(made: list[bytes], *, stamped: bool) -> list[merge.Part]:
    return [
        merge.Part(key=f"paper-{n}", pdf=pdf, title=f"Paper {n}", label=f"{n}-", stamped=stamped)
        for n, pdf in enumerate(made, start=1)
    ]


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    made = papers(PARTS, pages=PAGES)
    parts = parts_of(made, stamped=True)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number:02}.pdf" for number in range(1, PARTS + 1)]
        for file, pdf in zip(files, made, strict=True):
            file.write_bytes(pdf)
        target = Path(folder) / "merged.pdf"

        def ours() -> bytes:
            return merge.merge(parts, title="Board pack", foot_left="Governing Body").pdf

        def counters() -> dict[str, float]:
            pdf = ours()
            target.write_bytes(pdf)
            with pikepdf.open(target) as opened:
                return {"pages": len(opened.pages), "bytes": len(pdf)}

        yield Pair(
            ours=ours,
            base=lambda: floor.merged(files, into=target),
            sizes={"parts": PARTS, "pages": PARTS * PAGES, "bytes": sum(map(len, made))},
            counters=counters,
        )


FIGURE = Figure(
    name="pack-merge",
    goal=6.0,
    floor="qpdf --empty --pages of the same files, with no scan of resources: no tags, labels, bookmarks or stamps",
    prepare=prepared,
)
