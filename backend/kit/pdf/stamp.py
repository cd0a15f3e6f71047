"""What is written on a page after it was laid out: its label and the words at its foot.

Stamps are artifacts, drawn apart from the page's own content, so that the page's tags stay true and a page
can get a new label without being laid out again. The font is embedded: a cut of DejaVu Sans Condensed (see
stamp.LICENCE.txt).
"""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

_HERE = Path(__file__).parent
_FONT = "/ProbityStamp"
_SIDE = 56.7  # points from the page's edge: the print sheet's 20 mm
_GREY = "0.2980 0.3843 0.4471"


class Stamper:
    """Stamps the pages of one document; holds what they share."""

    def __init__(self, pdf: pikepdf.Pdf, *, size: float) -> None:
        self.pdf = pdf
        self.size = size
        self.font = _font(pdf)
        self.opening = pdf.make_stream(b"q\n")
        self.dressed: set[tuple[int, int]] = set()

    def stamp(self, page: Object, *, left: str, centre: str, right: str, foot: float) -> None:
        """Write up to three texts along the foot of one page, `foot` points up, upright as the page is shown."""
        self._give_font(page)
        drawn = self._drawn(page, left=left, centre=centre, right=right, foot=foot)
        old = page.get(Name.Contents)
        kept = list(old) if isinstance(old, Array) else [old] if isinstance(old, Stream) else []
        page.Contents = Array([self.opening, *kept, self.pdf.make_stream(drawn)])

    def _give_font(self, page: Object) -> None:
        resources = page.get(Name.Resources)
        if not isinstance(resources, Dictionary):
            resources = page.Resources = Dictionary()
        if resources.is_indirect:
            if resources.objgen in self.dressed:
                return
            self.dressed.add(resources.objgen)
        fonts = resources.get(Name.Font)
        if not isinstance(fonts, Dictionary):
            fonts = resources.Font = Dictionary()
        fonts[_FONT] = self.font

    def _drawn(self, page: Object, *, left: str, centre: str, right: str, foot: float) -> bytes:
        x0, y0, x1, y1, turned = shown_box(page)
        width, height = (y1 - y0, x1 - x0) if turned in (90, 270) else (x1 - x0, y1 - y0)
        # From the page as it is shown, its lower left corner at the origin, to the page as it is stored.
        upright = {
            0: (1, 0, 0, 1, x0, y0),
            90: (0, 1, -1, 0, x1, y0),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, -1, 1, 0, x0, y1),
        }[turned]
        side, foot = min(_SIDE, width / 10), min(foot, height / 20)
        pieces = [
            f"\nQ\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq {_numbers(upright)} cm {_GREY} rg\n"
        ]
        for text, share in ((left, 0.0), (centre, 0.5), (right, 1.0)):
            if text:
                encoded = in_font(text)
                start = side + (width - 2 * side) * share - width_of(encoded, self.size) * share
                hexed = encoded.hex()
                pieces.append(
                    f"BT {_FONT} {self.size:g} Tf 0 Tr 0 Tc 0 Tw 100 Tz "
                    f"1 0 0 1 {start:.2f} {foot:.2f} Tm <{hexed}> Tj ET\n"
                )
        pieces.append("Q\nEMC\n")
        return "".join(pieces).encode()


def shown_box(page: Object) -> tuple[float, float, float, float, int]:
    """The part of a page that is shown, in points, and how far it is turned clockwise; A4 where the page is
    silent.
    """
    turned = 0
    try:
        turned = int(page.get(Name.Rotate, 0)) % 360
    except (TypeError, ValueError):
        turned = 0
    for name in (Name.CropBox, Name.MediaBox):
        box = page.get(name)
        if isinstance(box, Array) and len(box) == 4:
            try:
                a, b, c, d = (float(edge) for edge in box)
            except (TypeError, ValueError):
                continue
            if a != c and b != d:
                return min(a, c), min(b, d), max(a, c), max(b, d), turned if turned % 90 == 0 else 0
    return 0.0, 0.0, 595.276, 841.89, turned if turned % 90 == 0 else 0


def in_font(text: str) -> bytes:
    """A text in the font's own encoding; a letter that it lacks loses its accent, or becomes a question mark."""
    encoded = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            encoded += letter.encode("cp1252")
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", letter)[0]
            encoded += plain.encode("cp1252", errors="replace")
    return bytes(byte for byte in encoded if byte >= 32)


def width_of(encoded: bytes, size: float) -> float:
    """How wide a text is, in points."""
    widths = _metrics()["widths"]
    return float(sum(widths[byte - 32] for byte in encoded)) * size / 1000


@cache
def _metrics() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_HERE / "stamp.json").read_text())
    return found


def _font(pdf: pikepdf.Pdf) -> Object:
    told = _metrics()
    outline = pdf.make_stream((_HERE / "stamp.ttf").read_bytes())
    outline.Length1 = (_HERE / "stamp.ttf").stat().st_size
    describes = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/PRBTYS+ProbityStamp"),
        Flags=32,
        FontBBox=Array(told["box"]),
        ItalicAngle=0,
        Ascent=told["ascent"],
        Descent=told["descent"],
        CapHeight=told["capital"],
        StemV=80,
        FontFile2=outline,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/PRBTYS+ProbityStamp"),
            FirstChar=told["first"],
            LastChar=told["first"] + len(told["widths"]) - 1,
            Widths=pdf.make_indirect(Array(told["widths"])),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(describes),
        )
    )


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:g}" if float(value).is_integer() else f"{value:.3f}" for value in values)
