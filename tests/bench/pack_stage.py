"""A board pack of 60 papers and about 360 pages, as committees send them: text, tables, Word, PDFs."""

import contextlib
import io
import random
import struct
import time
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import docx
import pikepdf
from pikepdf import Dictionary, Name

from backend.evidence import store
from backend.kit.database import fetch
from backend.kit.pdf import render
from backend.kit.storage import storage_from_url
from backend.meetings import operations as meetings
from backend.packs import sealing
from backend.packs.board import copies, leaves
from backend.provision import lifetime
from backend.tenancy import transactions
from tests.bench.installation import Installation, installation
from tests.meetings.stage import Stage, a_stage
from tests.packs.agenda import ask, build
from tests.scopes import a_scope, a_tenant

PAPERS = 60
PAGES = 6  # each; the last of a table or of a text may be part empty
_SENTENCE = "The committee is asked to note what the programme has spent so far, and what it may yet spend."
_ROWS = 23  # of a table, to a page


@dataclass(kw_only=True)
class Pack:
    """The meeting, its papers by kind, and the folder where files are kept."""

    place: Installation
    name: str
    stage: Stage
    folder: Path
    papers: dict[str, list[UUID]]
    turns: int = 0
    issued: list[UUID] = field(default_factory=list)

    async def built(self) -> float:
        """Ask for an issue and build it: the seconds that the build takes."""
        pack_id = await ask(self.stage.officer, self.stage.meeting_id)
        began = time.perf_counter()
        await build(self.stage.officer, pack_id)
        taken = time.perf_counter() - began
        self.issued.append(pack_id)
        return taken

    async def change_a_paper(self) -> bytes:
        """Replace one written paper by another as long; its Markdown."""
        self.turns += 1
        data = text(f"Changed {self.turns}", pages=PAGES)
        async with transactions.scope_tx(self.stage.officer):
            await meetings.replace_paper(
                self.stage.officer, paper_id=self.papers["text"][0], filename="changed.md", data=data
            )
        return data

    async def forget(self) -> None:
        """As if no pack of the meeting had been built, nor anything laid out."""
        async with self.place.connected(self.name) as connection:
            await connection.execute(
                "SET session_replication_role = replica; DELETE FROM packs_part; DELETE FROM packs_number; "
                "DELETE FROM packs_render; DELETE FROM packs_pack; SET session_replication_role = DEFAULT"
            )
        self.issued.clear()

    async def pages(self) -> int:
        """How many the newest issue has, none of them in the place of a paper that could not be laid out."""
        async with transactions.scope_tx(self.stage.officer, readonly=True):
            (row,) = await fetch(
                "SELECT state, failure, pages FROM packs_pack WHERE tenant_id = $1 AND id = $2",
                self.stage.officer.tenant.id,
                self.issued[-1],
            )
        if row["state"] != "ready":
            raise RuntimeError(f"The pack was not built: {row['failure']}")
        count: int = row["pages"]
        return count

    async def states(self) -> dict[str, int]:
        """The states of the meeting's packs, each with how many parts are done."""
        async with transactions.scope_tx(self.stage.officer, readonly=True):
            rows = await fetch(
                "SELECT state, max(done) AS done FROM packs_pack WHERE tenant_id = $1 GROUP BY state",
                self.stage.officer.tenant.id,
            )
        return {row["state"]: row["done"] for row in rows}

    async def renders(self) -> list[Path]:
        """The files of the newest issue's parts, in order, as they are kept before they are put together."""
        async with transactions.scope_tx(self.stage.officer, readonly=True):
            rows = await fetch(
                "SELECT r.kept_at FROM packs_part p JOIN packs_render r ON r.tenant_id = $1 AND r.key = p.render_key "
                "WHERE p.tenant_id = $1 AND p.pack_id = $2 ORDER BY p.position",
                self.stage.officer.tenant.id,
                self.issued[-1],
            )
        return [self.folder / row["kept_at"] for row in rows]

    async def inputs(self) -> list[Path]:
        """What was handed in for the pack: the file of every paper and picture."""
        copy = await self._copy()
        papers = [paper for item in copy.items for paper in item.item.papers]
        kept = [paper.original for paper in papers]
        kept += [asset.file for paper in papers for asset in paper.assets]
        return [self.folder / file.kept_at for file in kept]

    async def laid_out(self, *, only: UUID | None = None) -> list[render.Pages]:
        """What is laid out for the pack, or for one paper; PDFs that were handed in are not."""
        wanted = leaves.leaves_of(await self._copy())
        if only:
            wanted = tuple(leaf for leaf in wanted if leaf.paper and leaf.paper.id == only)
        loaded = [await leaf.wanted.load() for leaf in wanted]
        return [each for each in loaded if isinstance(each, render.Pages)]

    async def _copy(self) -> copies.Copy:
        async with transactions.scope_tx(self.stage.officer, readonly=True):
            return await copies.full_copy(self.stage.officer, meeting_id=self.stage.meeting_id)


@contextlib.asynccontextmanager
async def a_pack(*, papers: int = PAPERS, pages: int = PAGES) -> AsyncIterator[Pack]:
    """The pack in an installation of its own, nothing of it built yet."""
    async with installation() as place:
        await place.make("packs")
        async with place.opened("packs"):
            yield await pack_in(place, "packs", papers=papers, pages=pages)


async def pack_in(place: Installation, name: str, *, papers: int, pages: int) -> Pack:
    """The pack in a database that is open."""
    folder = Path(place.settings(name, 8015).storage_url.removeprefix("file://"))
    store.use(storage_from_url(f"file://{folder}"))
    sealing.use(place.ring)
    scope = a_scope(a_tenant(slug="packed", name="NHS Packed CCG (invented)", demonstration=True))
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    stage = await a_stage(scope)
    made: dict[str, list[UUID]] = {kind: [] for kind in KINDS}
    kinds = list(KINDS)
    for number in range(papers):
        kind = _ORDER[number % len(_ORDER)]
        ending, write = KINDS[kind]
        title = f"Paper {number + 1}"
        if number % 2 == 0:
            item = await stage.add_item(f"Item {number // 2 + 1}")
        made[kind].append(
            await stage.submit(
                item, title=title, filename=f"paper-{number + 1}.{ending}", data=write(title, pages=pages)
            )
        )
    assert all(made[kind] for kind in kinds)
    async with transactions.scope_tx(stage.officer):
        await meetings.publish_agenda(stage.officer, meeting_id=stage.meeting_id)
    return Pack(place=place, name=name, stage=stage, folder=folder, papers=made)


def text(title: str, *, pages: int) -> bytes:
    """Headings and paragraphs."""
    parts = [f"# {title}\n"]
    for page in range(1, pages + 1):
        parts.append(f"## Part {page} of {title}\n")
        parts += [f"{n}. {title}: {_SENTENCE} {_SENTENCE} {_SENTENCE}\n" for n in range(1, 9)]
    return "\n".join(parts).encode()


def table(title: str, *, pages: int) -> bytes:
    """One table over all its pages."""
    rows = "".join(
        f"| Practice {n} | {n * 97:,} | {n % 13} | £{n * 311:,} | On its way, see {title} |\n"
        for n in range(1, pages * _ROWS)
    )
    return (
        f"# {title}\n\n| Practice | Attendances | Waiting | Cost | Remarks |\n| --- | --- | --- | --- | --- |\n{rows}"
    ).encode()


def word(title: str, *, pages: int) -> bytes:
    """A document of Word: headings, lists, a small table, a picture as big as a chart."""
    paper = docx.Document()
    paper.add_heading(title, 1)
    paper.add_picture(io.BytesIO(_picture(title)), width=docx.shared.Cm(12))
    for page in range(1, pages + 1):
        paper.add_heading(f"Part {page} of {title}", 2)
        for number in range(1, 6):
            paper.add_paragraph(f"{title}: {_SENTENCE} {_SENTENCE} {_SENTENCE}")
            paper.add_paragraph(f"Point {number}: {_SENTENCE}", style="List Bullet")
        small = paper.add_table(rows=4, cols=3)
        for row in small.rows:
            for cell in row.cells:
                cell.text = f"{page}"
    return _saved(paper.save)


def tagged(title: str, *, pages: int) -> bytes:
    """Somebody's PDF with tags of its own."""
    sections = "".join(
        f'<section style="break-before: page"><h2>Part {page}</h2>'
        + f"<p>{title}: {_SENTENCE} {_SENTENCE}</p>" * 9
        + "</section>"
        for page in range(2, pages + 1)
    )
    return render.render(f"<h1>{title}</h1><p>{_SENTENCE}</p>{sections}", title=title)


def scan(title: str, *, pages: int) -> bytes:
    """Somebody's scan: a picture of some 150 kB for each page, and no text."""
    chance = random.Random(title)
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pdf.make_stream(chance.randbytes(330 * 467))
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 330, 467, 8
        picture.ColorSpace = Name.DeviceGray
        page.obj.Resources = Dictionary(XObject=Dictionary(Scan=picture))
        page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
    return _saved(pdf.save)


KINDS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "text": ("md", text),
    "table": ("md", table),
    "word": ("docx", word),
    "tagged": ("pdf", tagged),
    "scan": ("pdf", scan),
}
_ORDER = (
    "text", "table", "word", "text", "table", "tagged", "text", "table", "word", "text", "table", "scan",
)  # fmt: skip


def _picture(title: str) -> bytes:
    """A PNG of 200 kB that does not shrink."""
    chance = random.Random(title)
    wide, high = 320, 210
    lines = b"".join(b"\0" + chance.randbytes(wide * 3) for _ in range(high))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines, 1))
        + chunk(b"IEND", b"")
    )


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    save(made)
    return made.getvalue()
