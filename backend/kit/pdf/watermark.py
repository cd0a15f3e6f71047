"""Words at the foot of every page of a finished PDF, which then is a copy: any signature in it is taken out.

The words are artifacts, so that the tags of the pages stay true. It is done in a confined child.
"""

from __future__ import annotations

import asyncio
import io

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal

_TASK = "backend.kit.pdf.watermark:mark_task"
_LIMITS = confine.Limits(wall_seconds=120, cpu_seconds=120)
_SIZE, _FOOT = 7.0, 14.0  # points: below the numbers of the pages


def marked(pdf: bytes, *, words: str, title: str) -> bytes:
    """A copy of the PDF with `words` on every page; the same copy each time. `title` is that of the copy.

    Raises ConfinedRefusal for what is no PDF that can be read, ConfinedFailure where it takes too much.
    """
    return confine.run_confined(_TASK, bundle.pack({"words": words, "title": title}, [pdf]), limits=_LIMITS)


def mark_task(payload: bytes) -> bytes:
    """The child's side: a bundle of the words and one PDF in, the marked PDF out."""
    import pikepdf

    head, (data,) = bundle.unpack(payload)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _marked(pdf, words=str(head["words"]), title=str(head["title"]))
    except pikepdf.PdfError:
        raise ConfinedRefusal("The PDF can’t be read, so no copy of it can be made.") from None


def _marked(pdf: object, *, words: str, title: str) -> bytes:
    import pikepdf
    from pikepdf import Name

    from backend.kit.pdf.stamp import Stamper

    assert isinstance(pdf, pikepdf.Pdf)
    _take_signatures_out(pdf)
    stamper = Stamper(pdf, size=_SIZE)
    for page in pdf.pages:
        stamper.stamp(page.obj, left="", centre=words, right="", foot=_FOOT)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:title"] = title
    pdf.docinfo[Name.Title] = title
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _take_signatures_out(pdf: object) -> None:
    """A signature is over the file as it was; in a changed copy it would only look broken."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    assert isinstance(pdf, pikepdf.Pdf)
    for name in (Name.AcroForm, Name.Perms, Name.DSS):
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        notes = page.obj.get(Name.Annots)
        if isinstance(notes, Array):
            kept = [
                each
                for each in notes
                if not (isinstance(each, Dictionary) and each.get(Name.Subtype) == Name.Widget)
            ]
            page.obj.Annots = Array(kept)


async def marked_async(pdf: bytes, *, words: str, title: str) -> bytes:
    """`marked`, off the event loop."""
    return await asyncio.to_thread(marked, pdf, words=words, title=title)
