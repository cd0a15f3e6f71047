"""The child's look at a PDF: whole, open, of a sane size; and a copy of it in which nothing acts."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name, Stream

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents import hidden, pictures, portable_hidden
from backend.kit.pdf import clean, marks, structure, tags
from backend.kit.pdf.reading import read_structure
from backend.kit.pdf.stamp import shown_box

# 200 inches, the largest page that the format's first editions allowed.
_LONGEST_EDGE = 14_400.0
_SHORTEST_EDGE = 3.0


def inspect_task(payload: bytes) -> bytes:
    """A bundle of the caps and one PDF in; a bundle of what was found and the clean copy out."""
    caps, (data,) = bundle.unpack(payload)
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
        if pdf.is_encrypted:
            raise ConfinedRefusal("is encrypted; save it without a password or restrictions")
        pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise ConfinedRefusal("is encrypted; save it without a password or restrictions") from None
    except pikepdf.PdfError:
        raise ConfinedRefusal("is damaged: it is not a PDF that can be read") from None
    if not pages:
        raise ConfinedRefusal("has no pages")
    if pages > caps["pages"]:
        raise ConfinedRefusal(f"has {pages:,} pages; the most that can be taken is {caps['pages']:,}")
    form = pdf.Root.get(Name.AcroForm)
    if Name.NeedsRendering in pdf.Root or (isinstance(form, Dictionary) and Name.XFA in form):
        raise ConfinedRefusal("is a form drawn by a program (XFA); print it to a plain PDF")
    for number, page in enumerate(pdf.pages, start=1):
        x0, y0, x1, y1, _ = shown_box(page.obj)
        if max(x1 - x0, y1 - y0) > _LONGEST_EDGE or min(x1 - x0, y1 - y0) < _SHORTEST_EDGE:
            raise ConfinedRefusal(f"has a page {number} of a size that cannot be printed")
    found, losses = portable_hidden.look(pdf)
    removed = dict.fromkeys(clean.remove_actions(pdf, own_links=False) + clean.remove_outside_files(pdf))
    forget(pdf)
    told_of = ("attached files", "scripts")  # among the findings
    warnings = [*(f"had {what}, taken out." for what in removed if what not in told_of), *losses]
    tagged, why = tags_of(pdf)
    if why:
        warnings.append(why)
    title = str(pdf.docinfo.get(Name.Title, "")) if isinstance(pdf.docinfo, Dictionary) else ""
    made = io.BytesIO()
    try:
        pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PdfError:
        raise ConfinedRefusal("is damaged: it is not a PDF that can be read") from None
    told = {
        "pages": pages,
        "title": title,
        "tagged": tagged,
        "warnings": warnings,
        "findings": hidden.told(found),
    }
    return bundle.pack(told, [made.getvalue()])


def forget(pdf: pikepdf.Pdf) -> None:
    """Take out what says who made a document, how and where, its pictures' included. Its title stays."""
    if isinstance(pdf.trailer.get(Name.Info), Dictionary):
        for key in list(pdf.docinfo.keys()):
            if key != "/Title":
                del pdf.docinfo[key]
    for each in pdf.objects:
        if isinstance(each, Dictionary | Stream) and Name.Metadata in each:
            del each[Name.Metadata]
        if (
            isinstance(each, Stream)
            and each.get(Name.Filter) == Name.DCTDecode
            and not each.get(Name.DecodeParms)
        ):
            raw = each.read_raw_bytes()
            plain = pictures.without_camera(raw)
            if plain is not raw:
                each.write(plain, filter=Name.DCTDecode)


def tags_of(pdf: pikepdf.Pdf) -> tuple[bool, str]:
    """Whether the document's own structure can be kept, and if not, what to tell its author. One that is
    broken goes.
    """
    had = structure.is_tagged(pdf)
    problems = read_structure(pdf)[0] if had else []
    # Without these two the merged file is whole all the same: it has a language and a mark of its own.
    problems = [problem for problem in problems if not problem.startswith("The file does not say")]
    if had and not problems:
        for element in tags.elements(Dictionary(K=pdf.Root.StructTreeRoot.K)):
            if element.get(Name.S) == Name.TH:
                tags.give_scope(element)
        for page in pdf.pages:
            if Name.Contents in page.obj:
                marks.balance(pdf, page)
        return True, ""
    try:
        for page in pdf.pages:
            if Name.Contents in page.obj:
                marks.balance(pdf, page)
        structure.drop(pdf)
    except pikepdf.PdfError:
        raise ConfinedRefusal("is damaged: what its pages draw cannot be read") from None
    if had:
        return False, f"has tags for screen readers that are broken, and were taken off: {problems[0]}"
    return False, "has no tags, so that screen readers cannot tell its headings, tables and order."
