"""Marks in the content of a page: put one round all of it, or take all of them out."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Stream

_OPENING = {"BMC", "BDC"}


def may_have_text(page: Object) -> bool:
    """Whether a page, or a form that it draws, uses a font."""
    waiting = [page.get(Name.Resources)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        resources = waiting.pop()
        if not isinstance(resources, Dictionary):
            continue
        if isinstance(resources.get(Name.Font), Dictionary) and len(resources.Font.keys()):
            return True
        drawn = resources.get(Name.XObject)
        for _, thing in drawn.items() if isinstance(drawn, Dictionary) else ():
            if isinstance(thing, Stream) and thing.objgen not in seen:
                seen.add(thing.objgen)
                waiting.append(thing.stream_dict.get(Name.Resources))
    return False


def wrap(pdf: pikepdf.Pdf, page: Object, role: Name) -> None:
    """Mark all that a page draws as content number 0 of one element."""
    old = page.get(Name.Contents)
    kept = list(old) if isinstance(old, Array) else [old] if isinstance(old, Stream) else []
    opening = pdf.make_stream(f"{role} <</MCID 0>> BDC\nq\n".encode())
    page.Contents = Array([opening, *kept, pdf.make_stream(b"\nQ\nEMC\n")])


def balance(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Give a page's content as many ends as beginnings, so that what is stamped after it stands where it should."""
    page.obj.Contents = pdf.make_stream(_stripped(page, marks_too=False))


def strip_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take the marks out of a page's own content, and leave its drawing state as it was found."""
    if not _may_be_marked(page.obj.get(Name.Contents)):
        return
    page.obj.Contents = pdf.make_stream(_stripped(page))


def strip_form(pdf: pikepdf.Pdf, form: Stream) -> None:
    """Take the marks out of a form's content, where it is a form."""
    if form.stream_dict.get(Name.Subtype) == Name.Form and _may_be_marked(form):
        form.write(_stripped(form))


def _may_be_marked(content: Object | None) -> bool:
    """A quick look, since to parse a content takes a hundred times as long."""
    streams = list(content) if isinstance(content, Array) else [content]
    return any(b"EMC" in stream.read_bytes() for stream in streams if isinstance(stream, Stream))


def _stripped(content: pikepdf.Page | Stream, *, marks_too: bool = True) -> bytes:
    """The content without marks, save those that switch layers; with as many Q as q, so that nothing leaks out."""
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    layers: list[bool] = []
    depth = 0
    for line in pikepdf.parse_content_stream(content):
        what = str(line.operator)
        if what in _OPENING:
            stays = not marks_too or (bool(line.operands) and line.operands[0] == Name.OC)
            layers.append(stays)
            if not stays:
                continue
        elif what == "EMC":
            if not layers or not layers.pop():
                continue
        elif what in ("MP", "DP") and marks_too:
            continue
        elif what == "q":
            depth += 1
        elif what == "Q":
            if not depth:
                continue
            depth -= 1
        kept.append(line)
    while layers:
        if layers.pop():
            kept.append(pikepdf.ContentStreamInstruction([], Operator("EMC")))
    kept += [pikepdf.ContentStreamInstruction([], Operator("Q"))] * depth
    return pikepdf.unparse_content_stream(kept)
