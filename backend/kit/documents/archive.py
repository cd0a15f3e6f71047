"""The child's look at a .docx, and at the archive of an .xlsx: a zip archive that is what it says, with nothing in it
that acts or reaches outside.
"""

from __future__ import annotations

import io
import re
import stat
import xml.etree.ElementTree as ET
import zipfile
import zlib
from typing import Any

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents import hidden, office, word_hidden

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ARCHIVES = re.compile(
    r"\.(zip|docx|docm|xlsx|xlsm|xlsb|pptx|pptm|jar|7z|gz|tgz|bz2|xz|rar|tar|cab|iso|odt|ods)$"
)
_ARCHIVE_STARTS = (
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ\x00",
)
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# A workbook's links to other workbooks: never followed, and listed with what they keep.
_TOLD_AS_HIDDEN = ("externalLinkPath", "xlPathMissing", "externalLink")
_ADDRESSES = ("http://", "https://", "mailto:")
_MOST_XML = 100 * 1024**2
# A small document of even text packs tighter than any rule of thumb allows.
_SMALL = 20 * 1024**2


def inspect_task(payload: bytes) -> bytes:
    """A bundle of the caps and one archive in; a bundle of what was found out. Refuses with a sentence's end."""
    caps, (data,) = bundle.unpack(payload)
    parts, names = unpacked(data, caps)
    _check_is_word(parts)
    warnings = outside_links(parts)
    found, losses = word_hidden.look(parts)
    told = {
        "pages": None,
        "title": _title(parts),
        "tagged": False,
        "warnings": [*warnings, *losses],
        "findings": hidden.told([*found, *office.findings(parts, names)]),
    }
    return bundle.pack(told)


def unpacked(data: bytes, caps: dict[str, Any]) -> tuple[dict[str, bytes], list[str]]:
    """The parts of XML by name, and the names of all entries, of an archive that is what it says."""
    try:
        _check_edges(data)
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        check_entries(entries, packed=len(data), caps=caps)
        parts = _read(archive, entries, caps)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise ConfinedRefusal("is damaged: its archive cannot be unpacked") from None
    return parts, [entry.filename for entry in entries]


def _check_edges(data: bytes) -> None:
    """A file that is also another one has the other before or behind its archive."""
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) >= end + 22:
        comment = int.from_bytes(data[end + 20 : end + 22], "little")
        if end + 22 + comment != len(data) or comment:
            raise ConfinedRefusal("has something behind its end, as files have that are two things at once")


def check_entries(entries: list[zipfile.ZipInfo], *, packed: int, caps: dict[str, Any]) -> None:
    """Refuse an archive by its table of contents alone, before a byte is unpacked."""
    if len(entries) > caps["entries"]:
        raise ConfinedRefusal(f"is an archive of more than {caps['entries']:,} files")
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 0x1:
            raise ConfinedRefusal("is encrypted")
        if (
            name.startswith(("/", "\\"))
            or "\\" in name
            or ":" in name
            or ".." in name.split("/")
            or "\0" in name
        ):
            raise ConfinedRefusal("has a file inside whose path leads outside")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ConfinedRefusal("has a link to another file inside")
        if name.casefold() in names:
            raise ConfinedRefusal("has two files of the same name inside")
        names.add(name.casefold())
        if name.casefold().endswith("vbaproject.bin") or "vbadata" in name.casefold():
            raise ConfinedRefusal("holds macros; save it without them")
        if _ARCHIVES.search(name.casefold()) and not office.is_inside(name):
            short = name.rsplit("/", 1)[-1][:60]
            raise ConfinedRefusal(
                f"holds another document inside ({short}); put a picture or a table in its place"
            )
    total = sum(entry.file_size for entry in entries)
    if total > caps["unpacked_bytes"]:
        raise ConfinedRefusal(f"unpacks to more than {caps['unpacked_bytes'] // 1024**2} MB")
    if total > max(_SMALL, caps["ratio"] * packed):
        raise ConfinedRefusal(f"unpacks to more than {caps['ratio']} times its size")
    if sum(entry.compress_size for entry in entries) > packed:
        raise ConfinedRefusal("is damaged: its files overlap")


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], caps: dict[str, Any]) -> dict[str, bytes]:
    """Unpack all, counting; keep the XML and look at how the rest begins."""
    kept: dict[str, bytes] = {}
    left = caps["unpacked_bytes"]
    for entry in entries:
        if entry.is_dir():
            continue
        is_xml = entry.filename.casefold().endswith((".xml", ".rels"))
        pieces: list[bytes] = []
        first = True
        with archive.open(entry) as file:
            while piece := file.read(1 << 20):
                left -= len(piece)
                if left < 0:
                    raise ConfinedRefusal(f"unpacks to more than {caps['unpacked_bytes'] // 1024**2} MB")
                if first and piece.startswith(_ARCHIVE_STARTS) and not office.is_inside(entry.filename):
                    raise ConfinedRefusal("holds another archive inside")
                if first and piece.startswith(_OLE_START):
                    raise ConfinedRefusal("holds an embedded object; put a picture or a table in its place")
                first = False
                if is_xml:
                    pieces.append(piece)
                    if len(pieces) > _MOST_XML >> 20:
                        raise ConfinedRefusal("holds more text than can be read")
        if is_xml:
            kept[entry.filename] = b"".join(pieces)
            _check_xml(kept[entry.filename])
    return kept


def _check_xml(data: bytes) -> None:
    """Entities are how XML is made to explode or to read other files; a Word document declares none."""
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4] else "utf-8"
    if _DECLARES.search(data.decode(coding, errors="replace")):
        raise ConfinedRefusal("declares XML entities, which a document of Word or Excel never does")


def _check_is_word(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"").decode("utf-8", errors="replace")
    if "macroEnabled" in types:
        raise ConfinedRefusal("holds macros; save it as a Word document without them")
    if _MAIN not in types or "word/document.xml" not in parts:
        raise ConfinedRefusal("is an archive, but not a Word document")


def outside_links(parts: dict[str, bytes]) -> list[str]:
    """Only hyperlinks may lead outside, and only to the web or to a mail address."""
    odd = 0
    for name, data in parts.items():
        if not name.endswith(".rels"):
            continue
        try:
            tree = ET.fromstring(data)  # noqa: S314 — entities were refused above, and this runs in a confined child
        except ET.ParseError:
            raise ConfinedRefusal("is damaged: one of its parts cannot be read") from None
        for relation in tree.iter(_RELATION):
            if relation.get("TargetMode", "").lower() != "external":
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            if kind != "hyperlink":
                what = {"image": "a picture", "attachedTemplate": "its template", "oleObject": "an object"}
                if kind in _TOLD_AS_HIDDEN:
                    continue
                raise ConfinedRefusal(
                    f"takes {what.get(kind, 'a part')} from outside the document; put it inside"
                )
            if not relation.get("Target", "").strip().lower().startswith((*_ADDRESSES, "#")):
                odd += 1
    return [f"has {odd} link{'' if odd == 1 else 's'} to files or programs, left out."] if odd else []


def _title(parts: dict[str, bytes]) -> str:
    try:
        tree = ET.fromstring(parts.get("docProps/core.xml", b"<none/>"))  # noqa: S314 — as above
    except ET.ParseError:
        return ""
    return (tree.findtext(_TITLE) or "").strip()
