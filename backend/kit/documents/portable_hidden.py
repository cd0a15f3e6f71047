"""What a PDF holds that a reader of its pages would not see. The child's side, before anything is taken out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from backend.kit.documents import identifiers, layers, portable_faint
from backend.kit.documents.hidden import Finding, Kind, counted
from backend.kit.documents.portable_drawn import Drawn, Follower, Run
from backend.kit.documents.portable_paths import Box

_AUTHORSHIP = {
    "/Author": "its author",
    "/Subject": "a subject",
    "/Keywords": "keywords",
    "/Company": "a company",
    "/Manager": "a manager",
    "/SourceModified": "when its source was changed",
}
_PLAIN = {"/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", "/GTS_PDFXVersion"}
_TELLING_XMP = re.compile(
    rb"<dc:creator>|xmpMM:History|xmpMM:Ingredients|<pdfx:|photoshop:|pdf:Keywords|<dc:description>"
)
_NO_COMMENT = {
    "/Link", "/Popup", "/Widget", "/PrinterMark", "/TrapNet", "/FileAttachment", "/Sound", "/Movie", "/Screen",
    "/RichMedia", "/3D", "/Redact",
}  # fmt: skip
_MOST_ANNOTATIONS = 100_000
# A picture over so much of a page is a scan, and letters that nobody sees are then what was read out of it.
_SCAN = 0.5
_MOST_PAGES_NAMED = 12
# Of the processor, for all pages: the upload waits meanwhile.
_MOST_SECONDS = 12.0


def look(pdf: pikepdf.Pdf) -> tuple[list[Finding], list[str]]:
    """Findings, and ends of sentences that its author should know. Nothing is changed."""
    found = [*_properties(pdf), *_attached(pdf), *_scripts(pdf), *_layers(pdf)]
    pictures: list[int] = []
    follower = Follower()
    started = time.process_time()
    for number, page in enumerate(pdf.pages, start=1):
        found += _notes(page.obj, number)
        if time.process_time() - started > _MOST_SECONDS:
            words = "Too long to be looked through for words under boxes and for what may identify a patient."
            found.append(Finding(kind=Kind.UNCHECKED, place=f"from page {number} on", words=words))
            break
        try:
            drawn = follower.follow(page)
        except (pikepdf.PdfError, ValueError, TypeError, ArithmeticError, RecursionError):
            drawn = Drawn(whole=False)
        found += _on_page(page.obj, drawn, number)
        if drawn.pictures and not any(run.letters.strip() for run in drawn.runs):
            pictures.append(number)
    losses = []
    if pictures:
        listed = _numbers(pictures)
        losses.append(
            f"shows only a picture on {listed}: what the picture says can be neither read aloud nor looked through "
            "for what may identify a patient."
        )
    return found, losses


def _properties(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    told = [key for key in _docinfo(pdf) if key not in _PLAIN]
    said = [_AUTHORSHIP[key] for key in told if key in _AUTHORSHIP]
    own = len(told) - len(said)
    if own:
        said.append(counted(own, "property of its maker’s own", "properties of its maker’s own"))
    xmp = pdf.Root.get(Name.Metadata)
    if not said and isinstance(xmp, Stream) and _TELLING_XMP.search(_bytes(xmp)):
        said.append("who made it, or how (XMP)")
    if said:
        listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
        yield _left_out(Kind.PROPERTIES, "in the document’s properties", f"Says {listed}.")


def _docinfo(pdf: pikepdf.Pdf) -> list[str]:
    told = pdf.trailer.get(Name.Info)
    return [key for key in told.keys() if str(told[key]).strip()] if isinstance(told, Dictionary) else []  # noqa: SIM118 - no mapping


def _attached(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    try:
        number = len(pdf.attachments)
    except (pikepdf.PdfError, ValueError, TypeError):
        number = 1
    if number:
        words = f"Carries {counted(number, 'attached file')}. What belongs to the paper is handed in as an appendix."
        yield _left_out(Kind.ATTACHMENT, "in the document", words)


def _scripts(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    names = pdf.Root.get(Name.Names)
    scripted = isinstance(names, Dictionary) and Name.JavaScript in names
    number = 0
    for each in pdf.objects:
        if isinstance(each, Dictionary) and (each.get(Name.S) == Name.JavaScript or Name.JS in each):
            number += 1
    if scripted or number:
        yield _left_out(Kind.SCRIPT, "in the document", f"Has {counted(max(1, number), 'script')}.")


def _left_out(kind: Kind, place: str, words: str) -> Finding:
    return Finding(kind=kind, place=place, words=words, left_out=True)


def _layers(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    every, off = layers.of(pdf)
    if not every:
        return
    places = [n for n, page in enumerate(pdf.pages, start=1) if layers.are_on(page.obj)]
    words = f"Has {counted(len(every), 'layer')}, "
    words += (
        "all of which are shown, though a reader can switch them off."
        if not off
        else f"of which {len(off)} {'is' if len(off) == 1 else 'are'} hidden, though a reader can switch them on."
    )
    yield Finding(
        kind=Kind.LAYER, place=f"on {_numbers(places)}" if places else "in the document", words=words
    )


def _notes(page: Object, number: int) -> Iterator[Finding]:
    remarks = fields = 0
    for kind, note in _annotations(page):
        if kind == "/Widget":
            fields += _is_filled_in(note)
        elif kind == "/Redact":
            yield Finding(
                kind=Kind.COVERED,
                place=f"page {number}",
                words="Has a place marked to be blacked out, but the words are still there.",
            )
        elif kind == "/FileAttachment":
            yield _left_out(Kind.ATTACHMENT, f"page {number}", "Carries an attached file.")
        elif kind not in _NO_COMMENT:
            remarks += 1
    if remarks:
        words = (
            f"Has {counted(remarks, 'comment or mark', 'comments or marks')} (notes, highlights, drawings)."
        )
        yield Finding(kind=Kind.ANNOTATION, place=f"page {number}", words=words)
    if fields:
        words = f"Has {counted(fields, 'field')} of a form, filled in."
        yield Finding(kind=Kind.FORM, place=f"page {number}", words=words)


def _annotations(page: Object) -> Iterator[tuple[str, Dictionary]]:
    notes = page.get(Name.Annots)
    for note in islice(notes, _MOST_ANNOTATIONS) if isinstance(notes, Array) else ():
        if isinstance(note, Dictionary):
            yield str(note.get(Name.Subtype, "")), note


def _is_filled_in(field: Dictionary) -> bool:
    for _ in range(10):
        value = field.get(Name.V)
        if value is not None:
            return str(value).strip() not in ("", "/Off")
        above = field.get(Name.Parent)
        if not isinstance(above, Dictionary):
            return False
        field = above
    return False


def _on_page(page: Object, drawn: Drawn, number: int) -> Iterator[Finding]:
    place = f"page {number}"
    if not drawn.whole:
        words = (
            "Draws too much to be looked through for words under boxes and for what may identify a patient."
        )
        yield Finding(kind=Kind.UNCHECKED, place=place, words=words)
    boxes = [*drawn.boxes, *((len(drawn.runs), box) for box in _boxes_laid_on(page))]
    scanned = any(_share(picture, page) > _SCAN for picture in drawn.pictures)
    under = [run for run in drawn.runs if not run.invisible and _is_covered(run, boxes, drawn.runs, page)]
    if under:
        words = "Words lie under a filled box: they cannot be seen there, but anybody can copy or search for them."
        yield Finding(kind=Kind.COVERED, place=place, words=words)
    if not scanned and any(run.invisible and run.letters.strip() for run in drawn.runs):
        yield Finding(kind=Kind.TEXT, place=place, words="Has words that are drawn so that nobody sees them.")
    if not scanned:
        yield from _faint(drawn, place)
    said = [each for line in lines_of(drawn.runs) for each in identifiers.found_in(line)]
    if said:
        yield Finding(kind=Kind.IDENTIFIER, place=place, words=identifiers.sentence(said))


def _faint(drawn: Drawn, place: str) -> Iterator[Finding]:
    faint, tiny, whole = portable_faint.runs_of(drawn)
    if faint:
        words = "Has words in the colour of what lies under them, so that nobody sees them."
        yield Finding(kind=Kind.TEXT, place=place, words=words)
    if tiny:
        words = "Has words in letters smaller than 2 point, which nobody can read."
        yield Finding(kind=Kind.TEXT, place=place, words=words)
    if not whole:
        words = "Draws too much to be looked through for words in the colour of what lies under them."
        yield Finding(kind=Kind.UNCHECKED, place=place, words=words)


def _boxes_laid_on(page: Object) -> Iterator[Box]:
    """Filled squares that lie on the page as marks, through which nothing is seen."""
    for kind, note in _annotations(page):
        opaque = float(note.get(Name.CA, 1)) > 0.95 if _is_number(note.get(Name.CA, 1)) else True
        inside, corners = note.get(Name.IC), note.get(Name.Rect)
        if (
            kind == "/Square"
            and opaque
            and isinstance(inside, Array)
            and len(inside)
            and isinstance(corners, Array)
        ):
            xs, ys = [float(c) for c in list(corners)[0::2]], [float(c) for c in list(corners)[1::2]]
            if len(xs) == 2 and len(ys) == 2:
                yield (min(xs), min(ys), max(xs), max(ys))


def _is_number(word: Any) -> bool:
    try:
        float(word)
    except (TypeError, ValueError, ArithmeticError):
        return False
    return True


def _is_covered(run: Run, boxes: list[tuple[int, Box]], runs: list[Run], page: Object) -> bool:
    """Whether at least two letters of a run lie under a box that was drawn later, and aren't drawn again above it."""
    for order, box in boxes:
        if order <= run.order or _share(box, page) > _SCAN:
            continue
        x0, y0, x1, y1 = box
        if max(run.start[0], run.end[0]) < x0 or min(run.start[0], run.end[0]) > x1:
            continue
        lost = [
            letter
            for letter, (x, y) in zip(run.letters, run.middles(), strict=True)
            if x0 < x < x1 and y0 < y < y1 and letter.strip()
        ]
        if len(lost) > 1 and not any(
            later.letters.strip() == run.letters.strip() and abs(later.start[1] - run.start[1]) < run.size
            for later in runs[order:]
        ):
            return True
    return False


def _share(box: Box, page: Object) -> float:
    """How much of the page a box takes."""
    edges = page.get(Name.CropBox, page.get(Name.MediaBox))
    if not isinstance(edges, Array) or len(edges) != 4 or not all(_is_number(edge) for edge in edges):
        return 0.0
    x0, y0, x1, y1 = (float(edge) for edge in edges)
    whole = abs((x1 - x0) * (y1 - y0))
    return (box[2] - box[0]) * (box[3] - box[1]) / whole if whole else 0.0


def lines_of(runs: Iterable[Run]) -> Iterator[str]:
    """The words of a page by lines, as far as their places tell."""
    line: list[Run] = []
    for run in sorted(runs, key=lambda each: (-round(each.start[1], 0), each.start[0])):
        if line and abs(run.start[1] - line[-1].start[1]) > max(1.5, 0.3 * run.size):
            yield _joined(line)
            line = []
        line.append(run)
    if line:
        yield _joined(line)


def _joined(line: list[Run]) -> str:
    words: list[str] = []
    before: Run | None = None
    for run in sorted(line, key=lambda each: each.start[0]):
        if before is not None and run.start[0] - before.end[0] > 0.12 * max(run.size, 1):
            words.append(" ")
        words.append(run.letters)
        before = run
    return "".join(words)


def _bytes(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()[: 4 * 1024**2]
    except pikepdf.PdfError:
        return b""


def _numbers(pages: list[int]) -> str:
    """page 3; pages 3 and 5; pages 3, 5 and others."""
    named = [str(page) for page in pages[:_MOST_PAGES_NAMED]]
    if len(pages) > _MOST_PAGES_NAMED:
        return f"pages {', '.join(named)} and others"
    return f"page {named[0]}" if len(named) == 1 else f"pages {', '.join(named[:-1])} and {named[-1]}"
