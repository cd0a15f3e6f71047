"""What a test sees in a PDF: every byte that can be read out of it, its links and bookmarks by two other readers."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


def decompressed(pdf: bytes) -> Iterable[bytes]:
    """Every byte of a file in the forms that it can be read in: as it is, and each of its streams and strings."""
    yield pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_raw_bytes()
                yield thing.read_bytes()
            yield repr(thing).encode()
            yield from strings_in(thing)


def strings_in(thing: object) -> Iterable[bytes]:
    """The strings of an object: bookmarks, titles, alternative texts, identifiers, metadata."""
    if isinstance(thing, pikepdf.String):
        yield str(thing).encode()
    elif isinstance(thing, pikepdf.Array):
        for each in thing:
            yield from strings_in(each)
    elif isinstance(thing, pikepdf.Dictionary):
        for each in thing.values():
            if not (isinstance(each, pikepdf.Object) and each.is_indirect):
                yield from strings_in(each)


def everything_in(pdf: bytes) -> str:
    """All of it in one text, the words of its pages as PDFium reads them included, in small letters."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    return f"{b' '.join(decompressed(pdf)).decode('latin-1')} {words}".lower()


@dataclass(frozen=True)
class Marked:
    """A bookmark or a link as another reader has it: on which page it stands (bookmarks: 0), what it leads to."""

    words: str
    page: int
    target: int


def bookmarks_of(pdf: bytes) -> list[Marked]:
    """The bookmarks as PDFium reads them."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = []
    for entry in document.get_toc():
        target = entry.get_dest()
        index = target.get_index() if target else None
        found.append(Marked(entry.get_title(), 0, -1 if index is None else index + 1))
    return found


def links_of(pdf: bytes) -> list[Marked]:
    """The links within a file as pikepdf reads them, each with the words that PDFium finds under it."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        for number, page in enumerate(opened.pages, start=1):
            text = document[number - 1].get_textpage()
            for note in page.obj.get("/Annots", ()):
                if note.get("/Subtype") == "/Link" and "/Dest" in note:
                    left, bottom, right, top = (float(edge) for edge in note.Rect)
                    words = text.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1)
                    found.append(Marked(" ".join(words.split()), number, numbers[note.Dest[0].objgen]))
    return found


def labels_of(pdf: bytes) -> list[str]:
    """The page labels as PDFium has them."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [document.get_page_label(number) for number in range(len(document))]


def letters_of(pdf: bytes) -> Iterator[tuple[int, str, float]]:
    """Page, letter and size in points of every letter that is shown."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        for place in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, place))
            if letter.strip():
                yield number, letter, pdfium.FPDFText_GetFontSize(text.raw, place)


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in points."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [(round(page.get_width()), round(page.get_height())) for page in document]
