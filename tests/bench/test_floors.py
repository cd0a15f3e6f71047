"""Each floor gives the same answer as ours: a floor that does less work than it says would flatter nobody."""

import io
from pathlib import Path

import pypdfium2
import pytest

from backend.kit.pdf import merge, render
from tests.bench import pack_floor
from tests.bench.figures import pack_merge as figure
from tests.bench.floors import pack_merge


def words_of(pdf: bytes) -> list[str]:
    """The text of each page, read by PDFium, which neither side uses."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_pack_merge_floor_has_the_pages_and_words_of_ours(tmp_path: Path) -> None:
    papers = figure.papers(3, pages=2)
    files = []
    for number, pdf in enumerate(papers):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(pdf)

    ours = merge.merge(figure.parts_of(papers, stamped=False), title="Board pack").pdf
    bare = pack_merge.merged(files, into=tmp_path / "bare.pdf")

    assert len(words_of(ours)) == 6
    assert "Paper 3, page 2" in words_of(ours)[-1]
    assert words_of(bare) == words_of(ours)


@pytest.mark.soak
def test_pack_layout_floor_has_the_words_of_ours(tmp_path: Path) -> None:
    pages = [
        render.Pages(html=f"<h1>Paper {n}</h1><p>Its words.</p>", title=f"Paper {n}") for n in range(1, 4)
    ]
    files = []
    for number, answer in enumerate(render.render_many(pages)):
        assert isinstance(answer, bytes)
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(answer)
    order = pack_floor.order_of(pages, folder=tmp_path / "floor")
    with pack_floor.floor() as process:
        told = pack_floor.ask(process, {**order, "files": [str(file) for file in files]})

    ours = [words for file in files for words in words_of(file.read_bytes())]
    made = Path(order["into"])
    assert words_of(made.read_bytes()) == ours
    assert words_of(Path(f"{made}.all").read_bytes()) == [*ours, *ours]
    assert told["seconds"] > 0 and told["idle"] > 0
