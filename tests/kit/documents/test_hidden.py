"""What is hidden in documents: found, said where and what, and never repeated; and copies without it."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from docx.shared import Pt, RGBColor
from pikepdf import Array, Dictionary, Name, String

from backend.kit.documents import content, identifiers
from backend.kit.documents.hidden import Kind
from backend.kit.documents.uploads import Inspected, clean_pdf, inspect_upload
from tests.kit.documents import made


def kinds(found: Inspected | content.PaperHtml) -> dict[str, str]:
    """Kinds and places of what was found."""
    return {each.kind.value: each.place for each in found.findings}


# Identifiers


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("NHS number 943 476 5919", "an NHS number"),
        ("(9434765919)", "an NHS number"),
        ("943-476-5919.", "an NHS number"),
        ("943 476 5918", ""),
        ("1111111111", ""),
        ("0 9434765919 1", "an NHS number"),
        ("19434765919", ""),
        ("£9,434,765,919", ""),
        ("Hospital number: X123456", "a hospital number"),
        ("MRN 7654321", "a hospital number"),
        ("Unit 10000 of the site", ""),
        ("DOB: 12/03/1956", "a date of birth"),
        ("Date of birth 3 June 1970", "a date of birth"),
        ("Mrs Jane Invented (12/03/1956)", "a date of birth"),
        ("Mrs Jane Invented joined on 3 June 2014", ""),
        ("Patient of Dr Invented, DY1 2AB", "a patient’s postcode"),
        ("Patient Participation Group, DY1 2AB", ""),
        ("The surgery moves to DY1 2AB", ""),
    ],
)
def test_what_looks_like_an_identifier_is_told_as_looking_like_one(text: str, looks: str) -> None:
    found = identifiers.found_in(text)
    assert found == ((f"looks like {looks}",) if looks else ())
    assert not any(letter.isdigit() for letter in identifiers.sentence(found))


@pytest.mark.parametrize(
    "piece", ["patient ", "1", "mr a ", "hospital no ", "dob ", "Patient DY1 ", "943 476 "]
)
def test_no_text_makes_the_search_slow(piece: str) -> None:
    import time

    started = time.process_time()
    identifiers.found_in(piece * (100_000 // len(piece)))
    # what looks back from each letter would take minutes
    assert time.process_time() - started < 5


# Word


@pytest.mark.parametrize(
    ("hide", "kind", "left_out"),
    [
        (made.track_changes, Kind.TRACKED, False),
        (made.comment, Kind.COMMENTS, False),
        (made.hide_text, Kind.TEXT, False),
        (made.name_author, Kind.PROPERTIES, True),
    ],
)
def test_what_word_hides_is_found_where_it_is_and_not_shown(
    hide: Callable[[Any], Any], kind: Kind, left_out: bool
) -> None:
    data = made.a_word_file(hide)

    (found,) = inspect_upload("a.docx", data).findings

    assert (found.kind, found.left_out) == (kind, left_out)
    assert found.place == "in the document’s properties" or "under “Longer opening hours”" in found.place
    shown = content.docx_to_html("a.docx", data).html
    for secret in ("deleted figure", "private remark", "hidden aside", "Arden"):
        assert secret not in shown and secret not in found.words
    assert "It opens on Saturdays." in shown


def test_plain_word_file_hides_nothing() -> None:
    assert inspect_upload("a.docx", made.a_word_file()).findings == ()


def test_text_of_a_style_that_is_hidden_is_left_out() -> None:
    def style(document: Any) -> None:
        aside = document.styles.add_style("Aside", 1)
        aside.font.hidden = True
        document.add_paragraph("an aside by style", style="Aside")

    data = made.a_word_file(style)
    assert kinds(inspect_upload("a.docx", data)) == {
        "hidden-text": "paragraph 4, under “Longer opening hours”"
    }
    assert "aside by style" not in content.docx_to_html("a.docx", data).html


def test_white_and_tiny_text_of_a_word_file_is_found_and_left_out_and_what_is_seen_stays() -> None:
    white, tiny = RGBColor(0xFF, 0xFF, 0xFF), Pt(1)

    def write(document: Any) -> None:
        styles = document.styles
        ghost = styles.add_style("Ghost", 1)
        ghost.font.color.rgb = white
        document.add_paragraph().add_run("unseen in white").font.color.rgb = white
        document.add_paragraph("unseen by its style", style="Ghost")
        document.add_paragraph().add_run("unseen for its size").font.size = tiny
        document.add_paragraph().add_run("  ").font.size = tiny
        black = document.add_paragraph().add_run("unseen in black on black")
        black.font.color.rgb = RGBColor(0, 0, 0)
        made.shade(black._r.get_or_add_rPr(), "000000")
        table = document.add_table(1, 2)
        for cell, words in zip(table._cells, ("seen on blue", "unseen in a cell"), strict=True):
            cell.paragraphs[0].add_run(words).font.color.rgb = white
        made.shade(table._cells[0]._tc.get_or_add_tcPr(), "005EB8")
        styled = document.add_table(1, 1, style="Medium Shading 1 Accent 1")
        styled._cells[0].paragraphs[0].add_run("seen in a shaded table").font.color.rgb = white
        marked = document.add_paragraph().add_run("seen under a marker")
        marked.font.color.rgb = white
        marked.font.highlight_color = 3
        document.add_paragraph().add_run("seen in grey").font.color.rgb = RGBColor(0xC0, 0xC0, 0xC0)
        document.add_paragraph().add_run("seen though small").font.size = Pt(4)

    data = made.a_word_file(write)
    found = inspect_upload("a.docx", data).findings

    assert {(each.kind, each.removable, each.left_out) for each in found} == {(Kind.TEXT, True, False)}
    assert [each.place.split(",")[0] for each in found] == [
        "paragraph 4", "paragraph 5", "paragraph 6", "paragraph 8", "table 1",
    ]  # fmt: skip
    assert "smaller than 2 point" in found[0].words
    shown = content.docx_to_html("a.docx", data).html
    assert "unseen" not in shown and shown.count("seen ") == 5


def test_identifiers_in_a_word_file_are_placed_by_paragraph_and_table() -> None:
    def write(document: Any) -> None:
        document.add_heading(f"Case {made.NHS_NUMBER}", 2)
        document.add_paragraph("MRN 7654321")
        table = document.add_table(2, 2)
        for cell, words in zip(table._cells, ("Name", "Date of birth", "A", "12/03/1956"), strict=True):
            cell.text = words

    found = inspect_upload("a.docx", made.a_word_file(write)).findings

    assert {each.kind for each in found} == {Kind.IDENTIFIER}
    assert [each.place for each in found] == [
        "paragraph 4, under “Case …”",
        "paragraph 5, under “Case …”",
        "table 1",
    ]
    assert "476" not in str(found)


def test_chart_equation_and_text_box_are_told_with_their_places() -> None:
    def draw(document: Any) -> None:
        from docx.oxml import parse_xml

        for inside in (
            '<w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing>',
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>',
            "<w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict>",
        ):
            name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            document.add_paragraph()._p.append(parse_xml(f"<w:r {name}>{inside}</w:r>"))
        document.sections[0].header.paragraphs[0].text = "Private and confidential"

    data = made.a_word_file(draw, word__embeddings__numbers__1__xlsx=b"")
    warnings = " ".join(inspect_upload("a.docx", data).warnings)
    for told in ("a chart", "paragraph 4, under", "an equation", "text boxes", "head or foot"):
        assert told in warnings, warnings
    assert "boxed" in content.docx_to_html("a.docx", data).html


def test_numbers_behind_a_chart_are_listed_and_never_opened() -> None:
    data = made.a_word_file(**{"word__embeddings__Sheet1.xlsx": made.a_workbook()})
    (found,) = inspect_upload("a.docx", data).findings
    assert (found.kind, found.left_out) == (Kind.ATTACHMENT, True)


# Spreadsheets


def test_workbook_becomes_a_heading_and_a_table_for_each_visible_sheet() -> None:
    def more(book: Any, sheet: Any) -> None:
        sheet.merge_range(4, 0, 4, 1, "Both")
        sheet.write(4, 2, "x")
        book.add_worksheet("Empty")
        sheet.insert_chart("H1", _chart(book))

    found = content.xlsx_to_html("a.xlsx", made.a_workbook(more))

    for kept in (
        "<h2>Costs</h2>", "<p>Costs of the pilot</p>", '<th scope="col">Pounds</th>', "<td>£1,234,567</td>",
        "<td>25.6%</td>", '<td colspan="2">Both</td>',
    ):  # fmt: skip
        assert kept in found.html, found.html
    assert any("chart" in loss for loss in found.losses) and any("“Empty”" in loss for loss in found.losses)
    assert found.findings == ()


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Costs!$B$4:$B$4"})
    return chart


def test_what_a_workbook_hides_is_found_where_it_is_and_not_shown() -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.write(3, 6, "a secret column")
        sheet.set_column(6, 6, None, None, {"hidden": True})
        sheet.write(5, 0, "a secret row")
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.write_comment(3, 0, "a private remark")
        other = book.add_worksheet("Notes")
        other.write(0, 0, "a secret sheet")
        other.hide()
        sheet.write(7, 0, int(made.NHS_NUMBER.replace(" ", "")))
        book.set_properties({"author": "Arden Invented", "company": "Invented Ltd"})

    found = content.xlsx_to_html("a.xlsx", made.a_workbook(hide))

    assert kinds(found) == {
        "hidden-columns": "sheet “Costs”, column G",
        "hidden-rows": "sheet “Costs”, row 6",
        "hidden-sheet": "sheet “Notes”",
        "comments": "in the workbook",
        "patient-identifier": "sheet “Costs”, row 8",
        "properties": "in the document’s properties",
    }
    for secret in ("secret", "private remark", "Arden"):
        assert secret not in found.html and secret not in str(found.findings)


def test_pivot_cache_and_outside_data_are_found_by_their_parts() -> None:
    import zipfile

    book = io.BytesIO(made.a_workbook())
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/pivotCache/pivotCacheDefinition1.xml", "<x/>")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    assert set(kinds(content.xlsx_to_html("a.xlsx", book.getvalue()))) == {"pivot-cache", "outside-data"}


# PDFs


def test_words_under_a_black_box_are_found_and_words_under_a_highlight_are_not() -> None:
    assert kinds(inspect_upload("a.pdf", made.blacked_out())) == {"covered-text": "page 1"}

    x0, y0, x1, y1 = made.first_words(made.a_pdf())
    area = f"{x0} {y0} {x1 - x0} {y1 - y0} re f".encode()

    def see_through(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(
            G=Dictionary(BM=Name.Multiply), H=Dictionary(ca=0.4)
        )

    for seen in (b"q /G gs 1 1 0 rg " + area + b" Q", b"q /H gs 0 g " + area + b" Q"):
        assert inspect_upload("a.pdf", made.a_pdf(see_through, drawn=seen)).findings == ()
    shaded = made.a_pdf(html="<table><tr><th>one</th><td>two</td></tr></table>")
    assert inspect_upload("a.pdf", shaded).findings == ()


def test_square_and_redaction_marks_over_words_are_found() -> None:
    x0, y0, x1, y1 = made.first_words(made.a_pdf())
    where = Array([x0 - 2, y0 - 2, x1 + 2, y1 + 2])

    def square(pdf: pikepdf.Pdf) -> None:
        made.note(pdf, Name.Square, IC=Array([0, 0, 0]))
        pdf.pages[0].obj.Annots[0].Rect = where

    assert kinds(inspect_upload("a.pdf", made.a_pdf(square)))["covered-text"] == "page 1"
    assert kinds(inspect_upload("a.pdf", made.a_pdf(lambda pdf: made.note(pdf, Name.Redact)))) == {
        "covered-text": "page 1"
    }


def _trail(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Arden Invented"
    pdf.docinfo["/Case"] = "canary-4711"
    pdf.attachments["canary-4711.txt"] = b"canary-4711"
    pdf.Root.Names.JavaScript = Dictionary(
        Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("x"))])
    )
    with pdf.open_metadata(update_docinfo=False) as xmp:
        xmp["dc:creator"] = ["Arden Invented"]


def test_properties_attachments_and_scripts_are_told_and_gone_at_once() -> None:
    found = inspect_upload("a.pdf", made.a_pdf(_trail))

    assert {each.kind: each.left_out for each in found.findings} == {
        Kind.PROPERTIES: True,
        Kind.ATTACHMENT: True,
        Kind.SCRIPT: True,
    }
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title"} and Name.Metadata not in pdf.Root
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"Arden" not in out.getvalue() and b"canary" not in out.getvalue()


def test_camera_data_of_a_picture_in_a_pdf_is_gone() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "canary-4711"
    photo = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(photo, "JPEG", exif=exif)

    def place(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(photo.getvalue())
        image.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=40, Height=20, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )  # fmt: skip
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im=image)

    found = inspect_upload("a.pdf", made.a_pdf(place, drawn=b"q 40 0 0 20 0 0 cm /Im Do Q"))
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        (kept,) = pdf.pages[0].get_images().values()
        raw = kept.read_raw_bytes()
        assert pikepdf.PdfImage(kept).as_pil_image().size == (40, 20)
    assert raw.startswith(b"\xff\xd8") and b"canary" not in raw


def test_clean_copy_shows_what_was_seen_and_holds_nothing_else() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        made.field(pdf)
        made.note(pdf)
        made.layer(pdf)
        made.note(
            pdf,
            Name.Link,
            Contents=String("the web"),
            A=Dictionary(S=Name.URI, URI=String("https://example.org/kept")),
        )

    taken = inspect_upload("a.pdf", made.a_pdf(hide, drawn=b"q BT 3 Tr /Own 9 Tf 40 90 Td (Unseen) Tj ET Q "))
    assert set(kinds(taken)) == {"layer", "annotation", "form-data", "hidden-text"}

    clean = clean_pdf("a.pdf", taken.data)

    assert clean.findings == () and clean.pages == 1
    words = made.words_in(clean.data)
    for seen in ("Longer hours", "For all", "Yes please"):
        assert seen in words
    with pikepdf.open(io.BytesIO(clean.data)) as pdf:
        assert Name.OCProperties not in pdf.Root
        (link,) = pdf.pages[0].obj.Annots
        assert str(link.A.URI) == "https://example.org/kept"
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    for gone in (b"Draft only", b"private", b"Unseen"):
        assert gone not in out.getvalue()


def test_white_and_tiny_words_of_a_pdf_are_found_and_the_clean_copy_is_without_them() -> None:
    html = """<p style="color: #fff">Ghostly words</p><p style="font-size: 1pt">Tiny words</p>
        <p style="background: #005eb8; color: #fff">White on blue</p>
        <p style="background: #005eb8; color: #005fb9">Blue on blue</p>
        <p style="background: #333; border-radius: 4pt; color: #fff">On a round box</p>
        <p style="background: linear-gradient(#000, #333); color: #fff">On a gradient</p><p>Plain words</p>"""

    taken = inspect_upload("a.pdf", made.a_pdf(html=html))

    assert [(each.kind, each.place) for each in taken.findings] == [(Kind.TEXT, "page 1")] * 2
    assert "in the colour of what lies under them" in taken.findings[0].words
    assert "smaller than 2 point" in taken.findings[1].words
    clean = clean_pdf("a.pdf", taken.data)
    words = made.words_in(clean.data)
    assert clean.findings == ()
    for gone in ("Ghostly", "Tiny", "Blue on blue"):
        assert gone not in words
    for seen in ("White on blue", "On a round box", "On a gradient", "Plain words"):
        assert seen in words
    only_seen = html.replace("Ghostly words", "").replace("Tiny words", "").replace("Blue on blue", "")
    assert inspect_upload("a.pdf", made.a_pdf(html=only_seen)).findings == ()


def test_identifier_is_found_on_its_page_though_it_is_drawn_in_pieces() -> None:
    html = f"<p>NHS <b>943</b> <i>476</i> 5919</p><p>{made.NHS_NUMBER}</p>"
    (found,) = inspect_upload("a.pdf", made.a_pdf(html=html)).findings
    assert (found.kind, found.place) == (Kind.IDENTIFIER, "page 1")
    assert found.words == "Holds 2 things that look like NHS numbers."


def test_scanned_page_is_told_for_what_cannot_be_looked_through() -> None:
    from PIL import Image

    scan = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(scan, "PDF")
    assert any(
        "shows only a picture on page 1" in warning
        for warning in inspect_upload("a.pdf", scan.getvalue()).warnings
    )


def test_more_than_can_be_read_is_counted() -> None:
    text = "\n".join(["MRN 7654321"] * 300)
    found = inspect_upload("a.md", text.encode()).findings
    assert len(found) == 200 and "101 more" in found[-1].words
