"""The text of papers: by tags, by lines, and from HTML in the same shape."""

import io

import pikepdf
import pytest
from docx import Document

from backend.kit.documents import content
from backend.kit.pdf import render, structure, text
from backend.kit.pdf.passages import tidied

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d000000104944415478da63f8cfc000410c100a001fee03fd"
    "67f8f2b60000000049454e44ae426082"
)
LONG = "The committee asked for the same list in every report, so that the position can be followed. " * 6
HTML = f"""
<h1>Premises in the north</h1>
<p>Members are <strong>asked</strong> to <em>agree</em> the plan, see <a href='https://example.org/'>the page</a>.</p>
<h2>Why now</h2><p>{LONG}</p><p>Second paragraph.</p>
<ul><li>First point<ul><li>Point below it</li></ul></li><li><p>Second point</p><p>with more</p></li></ul>
<table><thead><tr><th>Step</th><th>Due</th></tr></thead><tbody>{
    "".join(f"<tr><td>Step {n}</td><td>{n} June 2014</td></tr>" for n in range(1, 40))
}</tbody></table>
<p><img src="asset:a.png" alt="A map of the practices"></p>
"""


@pytest.fixture(scope="module")
def tagged() -> bytes:
    return render.render(HTML, title="Premises", assets={"a.png": PICTURE})


@pytest.fixture(scope="module")
def read(tagged: bytes) -> list[tuple[text.Block, ...]]:
    """The paper with its tags, the same without them, and a scan: in one child."""
    with pikepdf.open(io.BytesIO(tagged)) as pdf:
        structure.drop(pdf)
        untagged = io.BytesIO()
        pdf.save(untagged)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        scan = io.BytesIO()
        pdf.save(scan)
    found = text.blocks_of_many([tagged, untagged.getvalue(), scan.getvalue()])
    assert all(isinstance(each, tuple) for each in found), found
    return [each for each in found if isinstance(each, tuple)]


def shapes(blocks: tuple[text.Block, ...]) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in blocks]


def test_html_and_tagged_pdf_of_one_paper_have_the_same_shape(read: list[tuple[text.Block, ...]]) -> None:
    html = text.blocks_of_html(HTML)
    assert shapes(html)[:4] == [
        ("heading", 1, "Premises in the north"),
        ("paragraph", 0, "Members are asked to agree the plan, see the page."),
        ("heading", 2, "Why now"),
        ("paragraph", 0, LONG.strip()),
    ]
    assert ("list-item", 2, "Point below it") in shapes(html)
    assert ("list-item", 1, "Second point with more") in shapes(html)
    assert shapes(html)[-1] == ("figure", 0, "A map of the practices")
    assert shapes(html) == shapes(read[0])
    assert [block.page for block in read[0]] == sorted(block.page for block in read[0])
    assert read[0][-1].page > 1


def test_without_tags_lines_become_paragraphs_headings_and_rows(read: list[tuple[text.Block, ...]]) -> None:
    plain = shapes(read[1])
    assert ("heading", 1, "Premises in the north") in plain
    assert ("paragraph", 0, LONG.strip()) in plain
    assert ("paragraph", 0, "Second paragraph.") in plain
    assert [each[2] for each in plain if each[0] == "row"][1:3] == [
        "Step 1 | 1 June 2014",
        "Step 2 | 2 June 2014",
    ]


def test_a_scan_gives_no_blocks(read: list[tuple[text.Block, ...]]) -> None:
    assert read[2] == ()


def drawn(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """An untagged PDF with each line at its place."""
    with pikepdf.new() as pdf:
        for lines in pages:
            page = pdf.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            shown = "".join(f"BT /F 11 Tf {x} {y} Td ({words}) Tj ET\n" for x, y, words in lines)
            page.obj.Contents = pdf.make_stream(shown.encode("latin-1"))
        made = io.BytesIO()
        pdf.save(made)
        return made.getvalue()


def test_running_heads_go_and_cut_words_are_joined_over_lines_and_pages() -> None:
    def page(number: int, *body: tuple[int, int, str]) -> list[tuple[int, int, str]]:
        return [(60, 810, "Example CCG: primary care"), *body, (280, 30, f"Page {number} of 3")]

    blocks = text.blocks_of(
        drawn(
            [
                page(1, (60, 700, "The joint committee will co-"), (60, 686, "commission services, and commis-"),
                     (60, 672, "sioning stays well-led in its long-"), (60, 658, "term plan.")),
                page(2, (60, 700, "Co-commission and long-term are words. A sentence that"),),
                page(3, (60, 760, "goes on over the page."), (60, 720, "Another paragraph."),),
            ]
        )
    )  # fmt: skip
    assert [(block.page, block.text) for block in blocks] == [
        (
            1,
            "The joint committee will co-commission services, and commissioning stays well-led in its long-term plan.",
        ),
        (2, "Co-commission and long-term are words. A sentence that goes on over the page."),
        (3, "Another paragraph."),
    ]


def test_word_paper_has_the_same_shape() -> None:
    document = Document()
    document.add_heading("Estates", level=1)
    document.add_paragraph("A paragraph of the paper.")
    document.add_paragraph("A point", style="List Bullet")
    held = io.BytesIO()
    document.save(held)
    html = content.docx_to_html("estates.docx", held.getvalue()).html
    assert shapes(text.blocks_of_html(html)) == [
        ("heading", 1, "Estates"),
        ("paragraph", 0, "A paragraph of the paper."),
        ("list-item", 1, "A point"),
    ]


def test_what_cannot_be_read_is_refused_with_a_sentence() -> None:
    with pytest.raises(text.UnableToRead, match="not a PDF"):
        text.blocks_of(b"%PDF-1.7 nothing of the kind")
    with pytest.raises(text.UnableToRead, match="longer than can be read"):
        text.blocks_of_html("x" * (21 * 1024**2))
    with pytest.raises(text.TooMuchText):
        tidied(text.Block(1, "paragraph", 0, "x") for _ in range(60_001))
    assert text.blocks_of_html("") == ()
