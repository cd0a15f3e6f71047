"""Take out of a PDF what can act, carry files or reach outside: scripts, launches, attachments, forms'
logic.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

# Annotations that show or carry something other than words and links.
_FOREIGN_KINDS = {
    "/FileAttachment": "attached files",
    "/Sound": "sound",
    "/Movie": "film",
    "/Screen": "film",
    "/RichMedia": "film",
    "/3D": "three-dimensional models",
    "/TrapNet": "printers’ marks",
}
_CATALOGUE = {
    "/OpenAction": "an action on opening",
    "/AA": "actions",
    "/AcroForm": "the working of form fields (what they show is kept)",
    "/Collection": "attached files",
    "/AF": "attached files",
    "/Threads": "article threads",
    "/URI": "a base address",
    "/Requirements": "requirements of the reader",
    "/PieceInfo": "a program’s private data",
    "/SpiderInfo": "web capture data",
    "/NeedsRendering": "a form that is drawn by a program (XFA)",
}
_NAMED = {
    "/JavaScript": "scripts",
    "/EmbeddedFiles": "attached files",
    "/AlternatePresentations": "slide shows",
}
_PAGE = (
    "/AA",
    "/AF",
    "/PieceInfo",
    "/B",
    "/Trans",
    "/Dur",
    "/Thumb",
    "/PresSteps",
    "/Metadata",
    "/SeparationInfo",
)
_SCHEMES = ("http://", "https://", "mailto:")


def remove_actions(pdf: pikepdf.Pdf, *, own_links: bool = True) -> list[str]:
    """Remove all that acts from catalogue, pages and annotations; answer with what was removed, in plain words.

    `own_links` keeps addresses that begin with "part:", which only our own pages may have.
    """
    removed: dict[str, None] = {}
    root = pdf.Root
    for key, words in _CATALOGUE.items():
        if key in root:
            plain_view = key == "/OpenAction" and _only_looks(root[key])
            del root[key]
            if not plain_view:
                removed[words] = None
    names = root.get(Name.Names)
    if isinstance(names, Dictionary):
        for key, words in _NAMED.items():
            if key in names:
                del names[key]
                removed[words] = None
    schemes = (*_SCHEMES, "part:") if own_links else _SCHEMES
    for page in pdf.pages:
        _clean_page(page.obj, schemes, removed)
    return list(removed)


def remove_outside_files(pdf: pikepdf.Pdf) -> list[str]:
    """Remove what lies deeper: streams kept in other files, private data and scripts on any object whatever."""
    removed: dict[str, None] = {}
    for found in pdf.objects:
        if isinstance(found, Stream):
            for key in ("/F", "/Ref", "/OPI", "/AF", "/PieceInfo"):
                if key in found.stream_dict:
                    del found.stream_dict[key]
                    removed["references to other files"] = None
        elif isinstance(found, Dictionary):
            if "/AF" in found:
                del found["/AF"]
                removed["attached files"] = None
            if found.get(Name.S) == Name.JavaScript or Name.JS in found:
                for key in list(found.keys()):
                    del found[key]
                removed["scripts"] = None
    return list(removed)


def _only_looks(action: Object) -> bool:
    """Whether an opening action only says which page to show first."""
    return isinstance(action, Array) or (isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo)


def _clean_page(page: Object, schemes: tuple[str, ...], removed: dict[str, None]) -> None:
    for key in _PAGE:
        if key in page:
            if key == "/AA":
                removed["actions"] = None
            del page[key]
    notes = page.get(Name.Annots)
    if notes is None:
        return
    if not isinstance(notes, Array):
        del page[Name.Annots]
        return
    kept = [note for note in notes if isinstance(note, Dictionary) and _clean_note(note, schemes, removed)]
    if len(kept) != len(notes):
        page.Annots = Array(kept)


def _clean_note(note: Dictionary, schemes: tuple[str, ...], removed: dict[str, None]) -> bool:
    """Clean one annotation; False where it is to go altogether."""
    kind = str(note.get(Name.Subtype, ""))
    if kind in _FOREIGN_KINDS:
        removed[_FOREIGN_KINDS[kind]] = None
        return False
    for key in ("/AA", "/PA", "/AF", "/Parent", "/Popup", "/IRT", "/FS", "/RC"):
        if key in note:
            if key == "/AA":
                removed["actions"] = None
            del note[key]
    if kind == "/Popup":
        return False
    action = note.get(Name.A)
    if action is not None and not _harmless(action, schemes):
        del note[Name.A]
        what = str(action.get(Name.S, "")) if isinstance(action, Dictionary) else ""
        words = {
            "/JavaScript": "scripts",
            "/URI": "links to files or programs",
            "/Launch": "links that start programs",
        }
        removed[words.get(what, "actions")] = None
    elif isinstance(action, Dictionary) and Name.Next in action:
        del action[Name.Next]
        removed["actions"] = None
    return True


def _harmless(action: Object, schemes: tuple[str, ...]) -> bool:
    """A way to a page of this document, or to a web or mail address."""
    if not isinstance(action, Dictionary):
        return False
    if action.get(Name.S) == Name.GoTo:
        return True
    if action.get(Name.S) != Name.URI:
        return False
    return address_of(action).lower().startswith(schemes)


def address_of(action: Dictionary) -> str:
    """The address of a URI action; empty where it has none that can be read."""
    uri = action.get(Name.URI)
    return str(uri).strip() if isinstance(uri, pikepdf.String) else ""
