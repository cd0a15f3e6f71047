"""Packs of papers of every origin, opened by Poppler, qpdf, PDFium, pdf.js and our own reader."""

import io
from pathlib import Path

import docx
import pytest

from backend.kit import confine
from backend.kit.pdf import merge, render, walk
from tests.kit.pdf.plain import plain_pdf
from tests.meetings.stage import Stage
from tests.packs.agenda import Agenda, ask, build, read
from tests.packs.opening import opens_everywhere

LONG = confine.Limits(wall_seconds=600, cpu_seconds=600, memory_bytes=6 * 1024**3)


def a_docx(title: str) -> bytes:
    document, written = docx.Document(), io.BytesIO()
    document.add_heading(title, level=1)
    document.add_paragraph("A paragraph of invented words.")
    table = document.add_table(rows=2, cols=2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Cell"
    document.save(written)
    return written.getvalue()


async def test_pack_of_one_paper_opens_everywhere(stage: Stage, tmp_path: Path) -> None:
    item = await stage.add_item("The one item")
    await stage.submit(item, title="The one paper", filename="one.docx", data=a_docx("One"))
    pack_id = await ask(stage.officer, stage.meeting_id)
    await build(stage.officer, pack_id)
    view, pdf = await read(stage.officer, pack_id)

    walked = opens_everywhere(pdf, tmp_path)
    assert [mark.title for mark in walked.outline][2:] == ["1 The one item", "The one paper"]
    assert view.pages == walked.pages == 4


@pytest.mark.soak
async def test_pack_of_sixty_papers_opens_everywhere(agenda: Agenda, tmp_path: Path) -> None:
    stage = agenda.stage
    tagged = render.render("<h1>Tagged</h1><p>Words.</p>", title="Tagged")
    origins = (
        ("written.md", "# Paper {n}\n\nWords of paper {n}.\n"),
        ("word.docx", None),
        ("tagged.pdf", tagged),
        ("untagged.pdf", None),
    )
    for n in range(1, 61):
        item = await stage.add_item(f"Item {n}") if n % 3 == 1 else item  # noqa: F821 - three papers to an item
        name, data = origins[n % 4]
        if name == "word.docx":
            data = a_docx(f"Paper {n}")
        elif name == "untagged.pdf":
            data = plain_pdf(f"Paper {n}", pages=2)
        elif isinstance(data, str):
            data = data.format(n=n).encode()
        assert isinstance(data, bytes)
        await stage.submit(item, title=f"Paper {n}", filename=f"{n}-{name}", data=data)
    pack_id = await ask(stage.officer, stage.meeting_id)
    await build(stage.officer, pack_id)
    _, pdf = await read(stage.officer, pack_id)

    walked = opens_everywhere(pdf, tmp_path)
    assert len([mark for mark in walked.outline if mark.title.startswith("Paper ")]) == 60


@pytest.mark.soak
def test_pack_of_a_thousand_papers_opens_everywhere(tmp_path: Path) -> None:
    kinds = [
        render.render("<h1>Written</h1><p>Words.</p>", title="Written"),
        render.render("<h1>Table</h1><table><tr><th>A</th></tr><tr><td>1</td></tr></table>", title="Table"),
        plain_pdf("Untagged", pages=2),
    ]
    contents = render.render(
        "<h1>Contents</h1><ul>"
        + "".join(f'<li><a href="part:{n}">Paper {n}</a></li>' for n in range(1, 1001))
        + "</ul>",
        title="Contents",
        limits=LONG,
    )
    parts = [merge.Part(key="contents", pdf=contents, title="Contents", numbers="roman")]
    parts += [
        merge.Part(key=str(n), pdf=kinds[n % 3], title=f"Paper {n}", label=f"{n}-", tags=n % 3 != 2)
        for n in range(1, 1001)
    ]
    merged = merge.merge(parts, title="A thousand papers", limits=LONG)

    walked = opens_everywhere(merged.pdf, tmp_path, limits=LONG)
    assert len(walked.outline) == 1001
    first = {place.key: place.first for place in merged.places}
    assert [link.target for link in walked.links] == [first[str(n)] for n in range(1, 1001)]
    assert walk.structure_problems(merged.pdf, sources=[part.pdf for part in parts], limits=LONG) == []
