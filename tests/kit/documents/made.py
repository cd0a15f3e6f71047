"""Documents that hide things, made by hand or by the programs that people use, in one line each."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pikepdf
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pikepdf import Array, Dictionary, Name, String

from backend.kit.pdf import render

NHS_NUMBER = "943 476 5919"
"""The number of examples: its check digit is right, and it was never given to anybody."""


def a_word_file(change: Callable[[Any], Any] = lambda document: None, **entries: bytes) -> bytes:
    """A Word file of a heading and two paragraphs, as Word would write it; `entries` are put into its archive."""
    document = docx.Document()
    for name in ("author", "comments", "keywords", "last_modified_by"):
        setattr(document.core_properties, name, "")
    document.add_heading("Longer opening hours", 1)
    document.add_paragraph("The committee is asked to agree the pilot.")
    document.add_paragraph("It opens on Saturdays.")
    change(document)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made, "a") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def track_changes(document: Any) -> None:
    """Puts “Sundays” in and takes “Saturdays” out, as Word does while it keeps track."""
    paragraph = document.paragraphs[-1]._p
    run = paragraph.findall(qn("w:r"))[0]
    taken = OxmlElement("w:del")
    words = OxmlElement("w:delText")
    words.text = "a deleted figure"
    gone = OxmlElement("w:r")
    gone.append(words)
    taken.append(gone)
    put = OxmlElement("w:ins")
    paragraph.replace(run, put)
    put.append(run)
    paragraph.append(taken)


def hide_text(document: Any) -> None:
    document.add_paragraph().add_run("a hidden aside").font.hidden = True


def shade(told: Any, colour: str) -> None:
    """Puts a colour under what these properties are of."""
    shading = OxmlElement("w:shd")
    for name, word in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), word)
    told.append(shading)


def comment(document: Any) -> None:
    paragraph = document.paragraphs[-1]
    document.add_comment(paragraph.runs, text="a private remark", author="Arden Invented")


def name_author(document: Any) -> None:
    document.core_properties.author = "Arden Invented"
    document.core_properties.last_modified_by = "Arden Invented"


def a_workbook(change: Callable[[Any, Any], Any] = lambda book, sheet: None) -> bytes:
    """A workbook of one sheet with a small table, made by XlsxWriter."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Costs")
    sheet.write(0, 0, "Costs of the pilot")
    sheet.write_row(2, 0, ["Line", "Pounds", "Share", "From"])
    sheet.write(3, 0, "Staff")
    sheet.write(3, 1, 1234567.4, book.add_format({"num_format": "£#,##0"}))
    sheet.write(3, 2, 0.256, book.add_format({"num_format": "0.0%"}))
    change(book, sheet)
    book.close()
    return made.getvalue()


def a_pdf(
    change: Callable[[pikepdf.Pdf], Any] = lambda pdf: None, *, drawn: bytes = b"", html: str = ""
) -> bytes:
    """A tagged PDF of a heading and a paragraph; `drawn` is put behind what its first page draws."""
    made = render.render(
        html or "<h1>Longer hours</h1><p>The committee is asked to agree.</p>", title="Hours"
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.pages[0].contents_add(b"q", prepend=True)
        pdf.pages[0].contents_add(b" Q " + drawn)
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def first_words(pdf: bytes) -> tuple[float, float, float, float]:
    """Where the first words of a PDF stand, by PDFium: left, bottom, right, top, in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    boxes = [document[0].get_textpage().get_charbox(letter) for letter in range(6)]
    return (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))


def words_in(pdf: bytes) -> str:
    """All words that PDFium finds on a PDF's pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def blacked_out(html: str = "") -> bytes:
    """A PDF whose first words somebody has drawn a black box over."""
    x0, y0, x1, y1 = first_words(a_pdf(html=html))
    return a_pdf(html=html, drawn=f"q 0 0 0 rg {x0 - 2} {y0 - 2} {x1 - x0 + 4} {y1 - y0 + 4} re f Q".encode())


def note(pdf: pikepdf.Pdf, kind: Name = Name.Text, **traits: Any) -> None:
    """Puts a comment on the first page."""
    page = pdf.pages[0].obj
    usual = {"Rect": Array([20, 20, 40, 40]), "Contents": String("private")}
    made = Dictionary(Type=Name.Annot, Subtype=kind, **{**usual, **traits})
    page.Annots = Array([*page.get(Name.Annots, Array()), pdf.make_indirect(made)])


def layer(pdf: pikepdf.Pdf) -> None:
    """Two layers, the first hidden: “Draft only” stands on it, “For all” on the other."""
    one = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("one")))
    two = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("two")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([one, two]), D=Dictionary(OFF=Array([one])))
    page = pdf.pages[0]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources.Font.Own = pdf.make_indirect(font)
    page.obj.Resources.Properties = Dictionary(L1=one, L2=two)
    page.contents_add(
        b" /OC /L1 BDC BT /Own 9 Tf 40 40 Td (Draft only) Tj ET EMC "
        b"/OC /L2 BDC BT /Own 9 Tf 40 60 Td (For all) Tj ET EMC"
    )


def field(pdf: pikepdf.Pdf) -> None:
    """A filled-in field of a form, which shows “Yes please”."""
    font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    shown = pdf.make_stream(b"BT /F1 9 Tf 2 5 Td (Yes please) Tj ET")
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 80, 20])
    shown.Resources = Dictionary(Font=font)
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("answer"), V=String("Yes please"),
            Rect=Array([100, 100, 180, 120]), F=4, AP=Dictionary(N=shown),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))
