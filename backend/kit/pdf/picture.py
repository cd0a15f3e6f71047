"""A page of a PDF as a picture, drawn by PDFium in a confined child."""

from __future__ import annotations

import io

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal

_TASK = "backend.kit.pdf.picture:picture_task"
_WIDTH, _HIGHEST = 1240, 3500  # pixels: A4 at 150 to the inch
_LIMITS = confine.Limits(wall_seconds=30, cpu_seconds=30, answer_bytes=32 * 1024**2)


def picture_of(pdf: bytes, *, page: int) -> bytes:
    """The page, counted from 1, as a PNG.

    Raises ConfinedRefusal where there is no such page or no such PDF, ConfinedFailure where it takes too much.
    """
    return confine.run_confined(_TASK, bundle.pack({"page": page}, [pdf]), limits=_LIMITS)


def picture_task(payload: bytes) -> bytes:
    """The child's side: a bundle of the page's number and one PDF in, a PNG out."""
    import pypdfium2

    head, (data,) = bundle.unpack(payload)
    number = int(head["page"])
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if not 1 <= number <= len(pdf):
                raise ConfinedRefusal("The file has no such page.")
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(_WIDTH / max(width, 1), _HIGHEST / max(height, 1))
            picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        raise ConfinedRefusal("The page can’t be drawn.") from None
    written = io.BytesIO()
    picture.quantize(64).save(written, "PNG", optimize=False)
    return written.getvalue()
