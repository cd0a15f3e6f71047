"""PDFs as other people's programs make them: without tags, scanned, on other paper."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name


def plain_pdf(text: str, *, pages: int = 1, rotate: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF without tags, as an old printer driver makes one."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(f"BT /F1 20 Tf 72 300 Td ({text} {number + 1}) Tj ET".encode())
        if rotate:
            page.obj.Rotate = rotate
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def scanned_pdf(*, pages: int = 1) -> bytes:
    """Pages that are pictures alone."""
    pdf = pikepdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pdf.make_stream(bytes([80 + number % 100] * 12))
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 2, 2, 8
        picture.ColorSpace = Name.DeviceRGB
        page.obj.Resources = Dictionary(XObject=Dictionary(Scan=picture))
        page.obj.MediaBox = Array([0, 0, 595, 842])
        page.obj.Contents = pdf.make_stream(b"q 500 0 0 700 40 70 cm /Scan Do Q")
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()
