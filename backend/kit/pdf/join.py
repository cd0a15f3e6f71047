"""The child's side of `merge`."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.pdf import clean, fit, links, outline, structure
from backend.kit.pdf.stamp import Stamper

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
)
_ROMAN_LOW = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class Joined:
    """One part on its way into the whole: what was asked for, and where its pages now stand."""

    key: str
    title: str
    level: int
    label: str
    numbers: str
    start: int
    most: int | None
    mark: str
    foot: float
    stamped: bool
    tags: bool
    sheet: list[float] | None
    first: int = 0
    pages: int = 0
    tagged: bool = False


def merge_task(payload: bytes) -> list[bytes]:
    """A bundle of parts in; a bundle of one PDF and the places of its parts out, in pieces.

    No file is held twice while the whole is written: that is when most memory is wanted.
    """
    head, files = bundle.unpack(payload)
    del payload
    parts = [Joined(**told) for told in head["parts"]]
    whole = pikepdf.new()
    # Sources stay open until the save: their streams are read only then.
    sources = [_opened(part, file) for part, file in zip(parts, files, strict=True)]
    tree = structure.Tree(whole)
    waiting = links.Waiting()
    for part, source in zip(parts, sources, strict=True):
        clean.remove_actions(source)
        part.tagged = part.tags and structure.is_tagged(source)
        if not part.tagged:
            structure.drop(source)
        found = links.take(source)
        part.first, part.pages = len(whole.pages), len(source.pages)
        whole.pages.extend(source.pages)
        pages = [whole.pages[number].obj for number in range(part.first, part.first + part.pages)]
        if part.tagged:
            tree.add_tagged(source, pages, title=part.title)
        else:
            tree.add_untagged(pages, title=part.title)
        waiting.add(_whole_pages(found) if part.sheet else found, pages)
        if part.sheet:
            _fit(whole, pages, part.sheet)
    starts = {part.key: (part.first, part.pages, part.title) for part in parts}
    missing = waiting.resolve(whole, starts)
    if missing:
        raise ConfinedRefusal(f"A link leads to “{missing[0]}”, which is not in the file.")
    tree.close()
    _stamp(whole, parts, head)
    _label(whole, parts)
    outline.write(whole, [(part.title, part.level, part.first) for part in parts if part.title])
    _describe(whole, head)
    made = io.BytesIO()
    whole.save(
        made, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
    )
    places = [
        {"key": part.key, "first": part.first + 1, "pages": part.pages, "tagged": part.tagged}
        for part in parts
    ]
    return bundle.pieces({"places": places}, [made.getvalue()])


def _fit(whole: pikepdf.Pdf, pages: list[Any], sheet: list[float]) -> None:
    done: set[tuple[int, int]] = set()
    for page in pages:
        fit.fit(whole, page, (sheet[0], sheet[1]), done=done)


def _whole_pages(found: list[links.Link]) -> list[links.Link]:
    """The same links, each to the whole of its page: where on it would no longer be true once it is scaled."""
    return [replace(link, view=(Name.Fit,)) if link.target is not None else link for link in found]


def _opened(part: Joined, file: bytes) -> pikepdf.Pdf:
    name = part.title or part.key
    try:
        source = pikepdf.open(io.BytesIO(file))
        pages = len(source.pages)
    except pikepdf.PasswordError:
        raise ConfinedRefusal(f"“{name}” is encrypted.") from None
    except pikepdf.PdfError:
        raise ConfinedRefusal(f"“{name}” is not a PDF that can be read.") from None
    if not pages:
        raise ConfinedRefusal(f"“{name}” has no pages.")
    return source


def label_of(part: Joined, number: int) -> str:
    """The label of a part's page, counted from 1."""
    own = part.most or number
    letters = letters_of(number - own) if number > own else ""
    number = min(number, own) + part.start - 1
    match part.numbers:
        case "none":
            return part.label
        case "roman":
            return part.label + roman(number) + letters
        case _:
            return f"{part.label}{number}{letters}"


def letters_of(number: int) -> str:
    """a to z, then aa to zz: as the letters of page labels run in a PDF."""
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)


def roman(number: int) -> str:
    """A number in small roman figures."""
    figures = ""
    for value, letters in (*_ROMAN, *_ROMAN_LOW):
        while number >= value:
            figures += letters
            number -= value
    return figures


_SMALL, _STEP, _ROOM_BELOW = (
    6.5,
    11.0,
    24.0,
)  # points: type, step down and least height of a second line at the foot


def _stamp(whole: pikepdf.Pdf, parts: list[Joined], head: dict[str, Any]) -> None:
    stamper = Stamper(whole, size=head["stamp_size"])
    below = Stamper(whole, size=_SMALL) if head.get("foot_below") else None
    pages = iter(whole.pages)
    for part in parts:
        for number in range(1, part.pages + 1):
            page = next(pages)
            if part.stamped:
                centre = "  ".join(filter(None, (head["foot_centre"], part.mark)))
                stamper.stamp(
                    page.obj,
                    left=head["foot_left"],
                    centre=centre,
                    right=label_of(part, number),
                    foot=part.foot,
                )
                if below and part.foot >= _ROOM_BELOW:
                    below.stamp(
                        page.obj, left=head["foot_below"], centre="", right="", foot=part.foot - _STEP
                    )


def _label(whole: pikepdf.Pdf, parts: list[Joined]) -> None:
    flat: list[Any] = []
    for part in parts:
        style = Dictionary()
        if part.numbers != "none":
            style.S = Name.r if part.numbers == "roman" else Name.D
            style.St = part.start
        if part.label:
            style.P = String(part.label)
        flat += [part.first, style]
        if part.most and part.most < part.pages and part.numbers != "none":
            last = label_of(part, part.most)
            flat += [part.first + part.most, Dictionary(S=Name.a, St=1, P=String(last))]
    whole.Root.PageLabels = whole.make_indirect(Dictionary(Nums=Array(flat)))


def _describe(whole: pikepdf.Pdf, head: dict[str, Any]) -> None:
    """Title, language and the rest, in the catalogue, the information dictionary and as XMP, all saying the
    same.
    """
    root, told = whole.Root, whole.docinfo
    root.Lang = String(head["language"])
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    keywords = ", ".join(head["keywords"])
    told.Title = String(head["title"])
    told.Producer = String("Probity")
    if head["subject"]:
        told.Subject = String(head["subject"])
    if keywords:
        told.Keywords = String(keywords)
    dates = ""
    if head["created"]:
        created = datetime.fromisoformat(head["created"])
        moment = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
        told.CreationDate = String(moment.strftime("D:%Y%m%d%H%M%SZ"))
        dates = f"<xmp:CreateDate>{moment:%Y-%m-%dT%H:%M:%SZ}</xmp:CreateDate>"
    title, subject = escape(_sayable(head["title"])), escape(_sayable(head["subject"]))
    xmp = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        + (
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
            if subject
            else ""
        )
        + f"<dc:language><rdf:Bag><rdf:li>{escape(head['language'])}</rdf:li></rdf:Bag></dc:language>"
        + (f"<pdf:Keywords>{escape(_sayable(keywords))}</pdf:Keywords>" if keywords else "")
        + f"<pdf:Producer>Probity</pdf:Producer>{dates}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )
    stream = whole.make_stream(xmp.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    root.Metadata = stream


def _sayable(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " ")
