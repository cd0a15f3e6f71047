"""Word and Markdown to HTML: what is kept, what is lost and told, and what never gets through."""

import io
import time
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from backend.kit.documents import content
from backend.kit.documents.uploads import UnusableDocument, inspect_upload
from backend.kit.pdf import render

from .test_uploads import DOCUMENT, TYPES


def picture(kind: str = "PNG", **save: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(made, kind, **save)  # type: ignore[arg-type]
    return made.getvalue()


def full_docx() -> bytes:
    document = docx.Document()
    document.add_heading("A title", 0)
    document.add_heading("A heading", 1)
    document.add_paragraph("Some bold words").runs[0].bold = True
    document.add_paragraph("One", style="List Bullet")
    document.add_paragraph("First", style="List Number")
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"r{row}c{column}"
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(header.makeelement(docx.oxml.ns.qn("w:tblHeader"), {}))
    shape = document.add_picture(io.BytesIO(picture()))
    shape._inline.docPr.set("descr", "A red box")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def docx_with_footnote() -> bytes:
    reference = b'<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:footnote w:id="2"><w:p><w:r><w:t>A small note</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
        b"</Relationships>"
    )
    top = rels.replace(b"relationships/footnotes", b"relationships/officeDocument").replace(
        b"footnotes.xml", b"word/document.xml"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", top)
        archive.writestr("word/document.xml", DOCUMENT.replace(b"</w:p>", reference))
        archive.writestr("word/_rels/document.xml.rels", rels)
        archive.writestr("word/footnotes.xml", notes)
    return made.getvalue()


def test_word_file_keeps_headings_lists_tables_and_pictures() -> None:
    found = content.docx_to_html("a.docx", full_docx())
    for kept in (
        "<h1>A title</h1>", "<h1>A heading</h1>", "<strong>Some bold words</strong>", "<ul><li>One</li></ul>",
        "<ol><li>First</li></ol>", "<thead><tr><th><p>r0c0</p></th>", "<td><p>r1c1</p></td>", 'alt="A red box"',
    ):  # fmt: skip
        assert kept in found.html, kept
    (name,) = found.assets
    assert f'src="asset:{name}"' in found.html and found.losses == ()
    made = render.render(found.html, title="T", assets=found.assets)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        alts = [str(f.Alt) for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and "/Alt" in f]
    assert alts == ["A red box"]


def test_footnotes_are_kept_with_their_links() -> None:
    data = docx_with_footnote()
    assert inspect_upload("a.docx", data).kind == "docx"
    found = content.docx_to_html("a.docx", data)
    assert 'href="#note-footnote-2"' in found.html and 'id="note-footnote-2"' in found.html
    assert "A small note" in found.html


def test_what_a_camera_wrote_into_a_picture_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-4711"
    document = docx.Document()
    document.add_picture(io.BytesIO(picture("JPEG", exif=exif)))
    made = io.BytesIO()
    document.save(made)
    (data,) = content.docx_to_html("a.docx", made.getvalue()).assets.values()
    assert b"canary" not in data and data.startswith(b"\xff\xd8")


def test_picture_without_description_is_told() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(picture()))
    made = io.BytesIO()
    document.save(made)
    found = content.docx_to_html("a.docx", made.getvalue())
    assert found.losses == ("A picture has no description for people who cannot see it.",)


def test_word_file_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(UnusableDocument, match=r"“a\.docx” .*damaged"):
        content.docx_to_html("a.docx", b"PK\x03\x04 nothing")


def test_markdown_keeps_headings_tables_and_own_pictures() -> None:
    text = "# Title\n\n| a | b |\n|---|---|\n| 1 | 2<br>3 |\n\n![A box](asset:a.png) [web](https://example.org)\n\n1. x"
    found = content.markdown_to_html(text, assets={"a.png": picture()})
    for kept in ("<h1>Title</h1>", "<th>a</th>", "2<br>", '<img src="asset:a.png" alt="A box">', "<ol>"):
        assert kept in found.html
    assert '<a href="https://example.org">web</a>' in found.html and found.losses == ()


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("<script>alert(1)</script>", "HTML on line 1"),
        ("words <img src='{uri}'> words", "The picture {uri}"),
        ("![x]({uri})", "The picture {uri}"),
        ("![x](https://example.org/x.png)", "The picture https://example.org/x.png"),
        ("![x](data:image/png;base64,AAAA)", "The picture data:image/png"),
        ("![x](asset:unknown.png)", "The picture asset:unknown.png"),
        ("<link rel=attachment href={uri}>", "HTML on line 1"),
        ("<style>@import url({uri})</style>", "HTML on line 1"),
        ("[x](javascript:alert(1))", "A link to javascript:alert(1)"),
        ("[x]({uri})", "A link to {uri}"),
    ],
)
def test_hostile_markdown_loses_it_says_so_and_leaks_nothing(text: str, loss: str, tmp_path: Path) -> None:
    canary = tmp_path / "c"
    canary.write_text("canary-4711")
    uri = canary.as_uri()
    found = content.markdown_to_html("Before\n\n" * 0 + text.format(uri=uri))
    assert any(loss.format(uri=uri)[:90] in told for told in found.losses), found.losses
    for never in ("<script", "<style", "<link", "javascript:", "file:", "<img", "alert"):
        assert never not in found.html
    made = render.render(found.html, title="T", assets=found.assets)
    assert b"canary" not in made and b"file:" not in made


def test_paper_with_a_picture_of_the_password_file_loses_it_and_says_so() -> None:
    found = content.safe_html('<p>Words<img src="file:///etc/passwd" alt="x">more</p>')
    assert found.html == "<p>Wordsmore</p>"
    assert found.losses == ("The picture file:///etc/passwd was left out: it is not part of this paper.",)


@pytest.mark.parametrize(
    "html",
    [
        "<p style='position:fixed' class='x' id='y' onclick='z()'>w</p>",
        "<svg><script>alert(1)</script></svg><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<a href='  javascript:alert(1)'>w</a><a href='//evil.example'>w</a><a href='/t/x'>w</a>",
        "<img src='asset:a' onerror='alert(1)' srcset='x 2x'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<form action=x><input name=csrf><button>w</button></form><iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<meta http-equiv=refresh content='0;url=//x'><base href='//x'>",
    ],
)
def test_hostile_html_is_cleaned(html: str) -> None:
    clean = content.safe_html(html, assets={}).html
    for never in (
        "style",
        "class",
        "id=",
        "on",
        "script",
        "svg",
        "math",
        "href",
        "img",
        "form",
        "input",
        "meta",
        "base",
    ):
        assert never not in clean.replace("<p>", "").replace("</p>", ""), (never, clean)


def test_absurd_spans_are_dropped() -> None:
    clean = content.safe_html(
        "<table><tr><td colspan=1000000 rowspan='-1'>w</td><th scope='row' colspan=2>h</th></tr></table>"
    )
    assert clean.html == '<table><tbody><tr><td>w</td><th scope="row" colspan="2">h</th></tr></tbody></table>'


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table", "a", "font"])
def test_absurd_nesting_is_refused_quickly(tag: str) -> None:
    started = time.process_time()  # not what others of this machine take meanwhile
    with pytest.raises(UnusableDocument, match="nested too deeply"):
        content.safe_html(f"<{tag}>" * 100_000)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("piece", ["[", "![", "> ", "*a **b ", "`", "| a ", "<a ", "- " * 3 + "\n"])
def test_markdown_made_to_be_slow_ends(piece: str) -> None:
    started = time.monotonic()
    try:
        content.markdown_to_html(
            piece * (100_000 // len(piece)), limits=content.confine.Limits(wall_seconds=10)
        )
    except UnusableDocument as refused:
        assert "the paper" in str(refused)
    assert time.monotonic() - started < 60
