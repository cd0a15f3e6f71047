"""Scale pages onto a sheet of another size: what was handed in as A3 onto A4, a scan onto a larger sheet."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from backend.kit.pdf.stamp import shown_box

A4 = (595.276, 841.89)
A3 = (841.89, 1190.551)
_NEAR = 6.0  # points: a page that is as near as this to the sheet is left as it is


def fit(pdf: pikepdf.Pdf, page: Object, sheet: tuple[float, float], *, done: set[tuple[int, int]]) -> None:
    """Scale one page to fill a sheet, given upright in points; a page that lies on its side gets the sheet so.

    What it draws keeps its marks, so its tags stay true. `done` are annotations that were scaled already, for all pages
    of one file.
    """
    x0, y0, x1, y1, turned = shown_box(page)
    width, height = x1 - x0, y1 - y0
    lies = height > width if turned in (90, 270) else width > height
    across, up = (max(sheet), min(sheet)) if lies else (min(sheet), max(sheet))
    if turned in (90, 270):
        across, up = up, across
    if abs(width - across) < _NEAR and abs(height - up) < _NEAR:
        return
    scale = min(across / width, up / height)
    left, low = (across - width * scale) / 2 - x0 * scale, (up - height * scale) / 2 - y0 * scale
    # what lay outside the shown box stays outside
    opening = (
        f"q {scale:.5f} 0 0 {scale:.5f} {left:.3f} {low:.3f} cm {x0:g} {y0:g} {width:g} {height:g} re W n\n"
    )
    old = page.get("/Contents")
    kept = list(old) if isinstance(old, Array) else [old] if isinstance(old, Stream) else []
    page.Contents = Array([pdf.make_stream(opening.encode()), *kept, pdf.make_stream(b"\nQ\n")])
    for name in ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        if name in page:
            del page[name]
    page.MediaBox = Array([0, 0, round(across, 3), round(up, 3)])
    for note in _notes(page):
        if note.is_indirect:
            if note.objgen in done:
                continue
            done.add(note.objgen)
        _scale(note, scale, left, low)


def _scale(note: Dictionary, scale: float, left: float, low: float) -> None:
    for name in ("/Rect", "/QuadPoints"):
        numbers = _numbers(note.get(name))
        if numbers is not None:
            moved = [
                number * scale + (left if place % 2 == 0 else low) for place, number in enumerate(numbers)
            ]
            note[name] = Array([round(number, 3) for number in moved])


def _numbers(value: Any) -> list[float] | None:
    if not isinstance(value, Array):
        return None
    try:
        return [float(each) for each in value]
    except (TypeError, ValueError):
        return None


def _notes(page: Object) -> list[Dictionary]:
    notes = page.get("/Annots")
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []
