"""Take words, areas and whole pages out of a PDF so that they are truly gone.

Each page is drawn as a picture, what is taken out is painted over in the picture, and a new file is built of the
pictures alone. No text, font, attachment, form, bookmark, earlier version or property of the old file is carried over,
so nothing can be hidden beneath the paint. The price is that the new file can't be read aloud or searched.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal

_TASK = "backend.kit.pdf.redact:redact_task"
_LIMITS = confine.Limits(wall_seconds=180, cpu_seconds=180, answer_bytes=256 * 1024**2)
_SCALE = 150 / 72
_MOST_PIXELS = 40_000_000
MOST_PAGES = 300
_MARGIN = 1.5  # points around each letter, since a box may be tighter than the ink
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing to take out, and the words that stand in its place.

    `words`: wherever they stand, or on `page` alone. Without words: the `area` of the page (left, top, right, bottom in
    hundredths of it), or the whole page.
    """

    label: str
    words: str | None = None
    page: int | None = None
    area: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """The new file, how many pages it has, and how often each mark was found."""

    pdf: bytes
    pages: int
    found: tuple[int, ...]


def redact(pdf: bytes, marks: Sequence[Mark], *, title: str, limits: confine.Limits = _LIMITS) -> Redacted:
    """The file without what is marked.

    Raises ConfinedRefusal, with a plain sentence, where words stand nowhere, a page is not there, or the file can't be
    drawn; ConfinedFailure where it takes too much.
    """
    head = {"marks": [asdict(mark) for mark in marks], "title": title}
    answer = confine.run_confined(_TASK, bundle.pack(head, [pdf]), limits=limits)
    told, (data,) = bundle.unpack(answer)
    return Redacted(pdf=data, pages=told["pages"], found=tuple(told["found"]))


def redact_text(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[int, ...]]:
    """Plain text without the marked words, and how often each was found. Raises ConfinedRefusal as `redact` does."""
    letters, places = _plain([(letter, at) for at, letter in enumerate(text)])
    gone: dict[int, str] = {}
    found = []
    for mark in marks:
        if mark.words is None:
            raise ConfinedRefusal("A text has no pages. Mark the words that are to go.")
        spans = _spans(letters, mark.words)
        if not spans:
            raise ConfinedRefusal(_nowhere(mark))
        found.append(len(spans))
        for start, end in spans:
            first, last = places[start], places[end - 1]
            gone |= dict.fromkeys(range(first, last + 1), mark.label)
    out: list[str] = []
    before: str | None = None
    for at, letter in enumerate(text):
        label = gone.get(at)
        if label is None:
            out.append(letter)
        elif label != before:
            out.append(f"[taken out: {label}]")
        before = label
    return "".join(out), tuple(found)


def redact_task(payload: bytes) -> bytes:
    """The child's side: a bundle of the marks and one PDF in, a bundle of the counts and one PDF out."""
    import pypdfium2

    head, (data,) = bundle.unpack(payload)
    marks = [
        Mark(**{**each, "area": tuple(each["area"]) if each["area"] else None}) for each in head["marks"]
    ]
    found = [0] * len(marks)
    pictures: list[tuple[bytes, int, int, float, float]] = []
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if len(pdf) > MOST_PAGES:
                raise ConfinedRefusal(
                    f"The file has more than {MOST_PAGES} pages. Split it, and redact each part."
                )
            _check_pages(marks, len(pdf))
            for number in range(1, len(pdf) + 1):
                page = pdf[number - 1]
                pictures.append(_without(page, number, marks, found))
                page.close()
    except pypdfium2.PdfiumError:
        raise ConfinedRefusal("The file can’t be opened or drawn as a PDF.") from None
    for mark, count in zip(marks, found, strict=True):
        if not count:
            raise ConfinedRefusal(_nowhere(mark))
    return bundle.pack({"pages": len(pictures), "found": found}, [_bound(pictures, head["title"])])


def _without(
    page: Any, number: int, marks: Sequence[Mark], found: list[int]
) -> tuple[bytes, int, int, float, float]:
    """The picture of a page with paint over what is to go, as a JPEG; counts what was found in `found`."""
    from PIL import ImageDraw

    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    brush = ImageDraw.Draw(picture)
    letters, boxes = _letters_of(page)
    for at, mark in enumerate(marks):
        if mark.page not in (None, number):
            continue
        if mark.words is None:
            left, top, right, bottom = mark.area or (0, 0, 100, 100)
            corners = (
                picture.width * left / 100,
                picture.height * top / 100,
                picture.width * right / 100,
                picture.height * bottom / 100,
            )
            _paint(brush, corners, mark.label)
            found[at] += 1
            continue
        for start, end in _spans(letters, mark.words):
            found[at] += 1
            for box in _lines([each for each in boxes[start:end] if each is not None]):
                _paint(brush, _on_picture(page, box, scale, picture.height), mark.label)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80, subsampling=0)
    return written.getvalue(), picture.width, picture.height, width, height


def _letters_of(page: Any) -> tuple[str, list[_Box | None]]:
    """The page's letters as they are compared, each with where it stands, in PDFium's units."""
    import ctypes

    from pypdfium2 import raw

    text = page.get_textpage()
    read: list[tuple[str, _Box | None]] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, at) or 0x20)
        ok = raw.FPDFText_GetCharBox(text.raw, at, left, right, bottom, top)
        read.append((letter, (left.value, bottom.value, right.value, top.value) if ok else None))
    text.close()
    return _plain(read)


def _plain(read: Sequence[tuple[str, Any]]) -> tuple[str, list[Any]]:
    """Letters folded for comparing, without space or hyphen of any kind, each with what belongs to it.

    Words that a line breaks, or a program spaced out, are found so: what is taken out too much can be seen, what is
    left in can't be called back.
    """
    letters: list[str] = []
    kept: list[Any] = []
    for letter, belongs in read:
        for each in unicodedata.normalize("NFKD", letter).casefold():
            if unicodedata.category(each)[0] in "LNS" or (
                unicodedata.category(each)[0] == "P" and unicodedata.category(each) != "Pd"
            ):
                letters.append("'" if each in "‘’ʼ`´" else each)
                kept.append(belongs)
    return "".join(letters), kept


def _spans(letters: str, words: str) -> list[tuple[int, int]]:
    sought, _ = _plain([(letter, None) for letter in words])
    if not sought:
        return []
    spans, start = [], letters.find(sought)
    while start >= 0:
        spans.append((start, start + len(sought)))
        start = letters.find(sought, start + 1)
    return spans


def _lines(boxes: Sequence[_Box]) -> list[_Box]:
    """Boxes of letters joined where they follow each other on a line."""
    joined: list[_Box] = []
    for left, bottom, right, top in boxes:
        if joined:
            last = joined[-1]
            same = min(top, last[3]) - max(bottom, last[1]) > 0 and left >= last[0] - 1
            if same:
                joined[-1] = (
                    min(left, last[0]), min(bottom, last[1]), max(right, last[2]), max(top, last[3]),
                )  # fmt: skip
                continue
        joined.append((left, bottom, right, top))
    return joined


def _on_picture(page: Any, box: _Box, scale: float, height: int) -> _Box:
    """A box of the page as corners of its picture, whichever way the page is turned or cut."""
    import ctypes

    from pypdfium2 import raw

    width, tall = page.get_size()
    corners = []
    x, y = ctypes.c_int(), ctypes.c_int()
    fine = 16  # PDFium answers in whole dots: so it is asked for a picture much larger
    for across, up in (
        (box[0] - _MARGIN, box[1] - _MARGIN),
        (box[2] + _MARGIN, box[3] + _MARGIN),
    ):
        raw.FPDF_PageToDevice(page.raw, 0, 0, int(width * fine), int(tall * fine), 0, across, up, x, y)
        corners.append((x.value * scale / fine, y.value * scale / fine))
    (x0, y0), (x1, y1) = corners
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _paint(brush: Any, corners: _Box, label: str) -> None:
    from PIL import ImageFont

    brush.rectangle(corners, fill=(0, 0, 0))
    left, top, right, bottom = corners
    size = max(8, min(28, int((bottom - top) * 0.62)))
    font = ImageFont.load_default(size)
    if brush.textlength(label, font=font) <= right - left - 4:
        brush.text(
            ((left + right) / 2, (top + bottom) / 2), label, fill=(255, 255, 255), font=font, anchor="mm"
        )


def _bound(pictures: Sequence[tuple[bytes, int, int, float, float]], title: str) -> bytes:
    """A file of pictures, one a page, with nothing else but a title and a language."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, Stream

    with pikepdf.new() as pdf:
        for data, across, down, width, height in pictures:
            picture = Stream(
                pdf,
                data,
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=across,
                Height=down,
                ColorSpace=Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            drawing = Stream(pdf, f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q".encode())
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
                Resources=Dictionary(XObject=Dictionary(P=picture)),
                Contents=drawing,
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.Root.Lang = pikepdf.String("en-GB")
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.docinfo[Name.Title] = title
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _check_pages(marks: Sequence[Mark], pages: int) -> None:
    for mark in marks:
        if mark.page is not None and not 1 <= mark.page <= pages:
            raise ConfinedRefusal(f"The file has no page {mark.page}: it has {pages}.")


def _nowhere(mark: Mark) -> str:
    where = f" on page {mark.page}" if mark.page else ""
    return (
        f"“{mark.words}” stands nowhere{where} as words that can be found. If the page is a picture, such as a scan, "
        "mark the area or the page."
    )


def pages_of(made: bytes) -> int:
    """How many pages a file has that `redact` made; for no other, since it is opened here and not in a child."""
    import pypdfium2

    with pypdfium2.PdfDocument(made) as pdf:
        return len(pdf)
