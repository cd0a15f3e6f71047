"""A clean copy of a PDF: what is seen, and nothing of what is not. The child's side."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents import hidden, layers, portable, portable_faint, portable_hidden
from backend.kit.documents.hidden import Kind
from backend.kit.documents.portable_drawn import Follower

_KEPT = ("/Link", "/Widget")


def clean_task(payload: bytes) -> bytes:
    """A bundle of one PDF, as it was taken in; a bundle of what is still found in the clean copy, and the copy."""
    _, (data,) = bundle.unpack(payload)
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
        found, _ = portable_hidden.look(pdf)
        unseen = {int(each.place.removeprefix("page ")) for each in found if each.kind is Kind.TEXT}
        faint = {
            number: portable_faint.sources_of(Follower().follow(page))
            for number, page in enumerate(pdf.pages, start=1)
            if number in unseen
        }
        for page in pdf.pages:
            _remove_marks(page.obj)
        layers.remove(pdf, unseen_on=unseen, faint=faint)
        # what a filled-in field shows becomes part of its page
        pdf.flatten_annotations("all")
        portable.forget(pdf)
        tagged, why = portable.tags_of(pdf)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        left, _ = portable_hidden.look(pikepdf.open(io.BytesIO(made.getvalue()), suppress_warnings=True))
    except pikepdf.PdfError:
        raise ConfinedRefusal("cannot be cleaned: what its pages draw cannot be read") from None
    told = {
        "pages": len(pdf.pages),
        "title": "",
        "tagged": tagged,
        "warnings": [why] if why else [],
        "findings": hidden.told(left),
    }
    return bundle.pack(told, [made.getvalue()])


def _remove_marks(page: pikepdf.Object) -> None:
    notes = page.get(Name.Annots)
    if not isinstance(notes, Array):
        return
    kept = [
        note for note in notes if isinstance(note, Dictionary) and str(note.get(Name.Subtype, "")) in _KEPT
    ]
    if len(kept) != len(notes):
        page.Annots = Array(kept)
