"""What PDFium reads on a page: lines of letters, each with the mark that it belongs to and its place.

Only a confined child calls this: PDFium is a large library, and the files are strangers'.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# A mark of a page's content: its number, and whether it is counted inside a form that the page draws.
Mark = tuple[int, bool]

# PDFium writes this where a word was cut at the end of a line.
CUT = "\x02"
_DEEPEST_FORM = 8
_MOST_OBJECTS = 200_000
_MOST_LETTERS = 400_000
_NO_MARK = -1


@dataclass
class Line:
    """One line as it is drawn. Places in points from the lower left; `size` is the height of its letters."""

    text: str = ""
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    size: float = 0.0
    bold: bool = False
    cells: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """One page: `lines` as drawn, and the words of each mark."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    marked: dict[Mark, list[str]] = field(default_factory=dict)
    letters: int = 0


def sheets_of(data: bytes, *, places: bool) -> Iterator[Sheet]:
    """Each page in turn; without `places` the lines are left out, which is quicker."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for index in range(len(document)):
            page = document[index]
            words = page.get_textpage()
            try:
                sheet = Sheet(number=index + 1, height=page.get_height())
                _read(page, words, sheet, places=places)
                yield sheet
            finally:
                words.close()
                page.close()


def _read(page: Any, words: Any, sheet: Sheet, *, places: bool) -> None:
    import pypdfium2.raw as pdfium

    marks = _marks_of(page)
    mark: Mark | None = None
    line: list[_Letter] = []
    for index in range(min(words.count_chars(), _MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(words, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if not pdfium.FPDFText_IsGenerated(words, index):
            thing = pdfium.FPDFText_GetTextObject(words, index)
            mark = marks.get(_address(thing))
        if mark is not None:
            sheet.marked.setdefault(mark, []).append(letter)
        if not letter.isspace():
            sheet.letters += 1
        if not places:
            continue
        if letter in "\r\n":
            _end_line(line, sheet)
            line = []
        else:
            line.append(_letter(pdfium, words, index, letter))
            if letter == CUT:
                _end_line(line, sheet)
                line = []
    _end_line(line, sheet)


@dataclass(slots=True)
class _Letter:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool


def _letter(pdfium: Any, words: Any, index: int, letter: str) -> _Letter:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(words, index, ctypes.byref(box))
    bold = pdfium.FPDFText_GetFontWeight(words, index) >= 600
    return _Letter(letter, box.left, box.right, box.bottom, box.top, bold)


def _end_line(letters: list[_Letter], sheet: Sheet) -> None:
    drawn = [each for each in letters if not each.text.isspace() and each.right > each.left]
    if not drawn:
        return
    heights = sorted(each.top - each.bottom for each in drawn)
    size = heights[len(heights) // 2]
    sheet.lines.append(
        Line(
            text="".join(each.text for each in letters),
            left=min(each.left for each in drawn),
            right=max(each.right for each in drawn),
            bottom=min(each.bottom for each in drawn),
            top=max(each.top for each in drawn),
            size=size,
            bold=sum(each.bold for each in drawn) * 2 > len(drawn),
            cells=_cells(letters, size),
        )
    )


def _cells(letters: list[_Letter], size: float) -> list[str]:
    """A line cut where a space is wider than any between two words."""
    cells: list[str] = [""]
    end: float | None = None
    for each in letters:
        if each.text.isspace():
            cells[-1] += " "
            continue
        if end is not None and each.left - end > 1.4 * size:
            cells.append("")
        cells[-1] += each.text
        end = each.right
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def _marks_of(page: Any) -> dict[int, Mark]:
    """The mark of each piece of text of a page, by the piece's address; a form's text takes the form's own mark
    where it has none itself.
    """
    import pypdfium2.raw as pdfium

    found: dict[int, Mark] = {}
    waiting: list[tuple[Any, Mark | None, int]] = [
        (pdfium.FPDFPage_GetObject(page, index), None, 0)
        for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS))
    ]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        thing, above, depth = waiting.pop()
        seen += 1
        if not thing:
            continue
        number = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        mark = above if number == _NO_MARK else (number, depth > 0)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and mark is not None:
            found[_address(thing)] = mark
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            below = min(pdfium.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS - seen)
            waiting += [
                (pdfium.FPDFFormObj_GetObject(thing, index), mark, depth + 1) for index in range(below)
            ]
    return found


def _address(thing: Any) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0
