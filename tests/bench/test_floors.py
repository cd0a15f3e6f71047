"""Each floor gives the same answer as ours: a floor that does less work than it says would flatter nobody."""

import io
from pathlib import Path

import pypdfium2

from backend.kit.pdf import merge
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
