"""What Word and Excel write about a file beside its content: properties, and files put inside. The child's side."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from backend.kit.documents.hidden import Finding, Kind, counted

_CORE = {
    "creator": "its author",
    "lastModifiedBy": "who changed it last",
    "description": "a comment about the file",
    "keywords": "keywords",
    "category": "a category",
    "contentStatus": "a status",
}
_APP = {"Company": "a company", "Manager": "a manager", "HyperlinkBase": "a folder"}
# Word puts an empty list of literature into every other file.
_EMPTY_SOURCES = re.compile(rb"officeDocument/2006/bibliography\"[^>]*(?:/>|>\s*</)")
_INSIDE = (".xlsx", ".docx", ".pptx")


def findings(parts: Mapping[str, bytes], names: Iterable[str]) -> list[Finding]:
    """Properties and files inside, from the parts of XML by name and the names of all entries."""
    told = [words for tag, words in _CORE.items() if _text(parts.get("docProps/core.xml"), tag)]
    told += [words for tag, words in _APP.items() if _text(parts.get("docProps/app.xml"), tag)]
    found = []
    if told:
        listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
        found.append(_property(f"Says {listed}."))
    custom = _root(parts.get("docProps/custom.xml"))
    if custom is not None and len(custom):
        found.append(_property(f"Holds {counted(len(custom), 'property', 'properties')} of its maker’s own."))
    others = [
        name
        for name, xml in parts.items()
        if re.fullmatch(r"customXml/item\d*\.xml", name) and not _EMPTY_SOURCES.search(xml)
    ]
    if others:
        found.append(_property(f"Holds {counted(len(others), 'piece')} of data that another program put in."))
    inside = [name for name in names if is_inside(name)]
    if inside:
        words = (
            f"Holds {counted(len(inside), 'whole file', 'whole files')}, such as the numbers behind a chart."
        )
        found.append(Finding(kind=Kind.ATTACHMENT, place="in the file", words=words, left_out=True))
    return found


def is_inside(name: str) -> bool:
    """Whether an entry is a document put inside, as Office does with the numbers of its charts."""
    path = name.casefold()
    return "/embeddings/" in path and path.endswith(_INSIDE)


def _property(words: str) -> Finding:
    return Finding(kind=Kind.PROPERTIES, place="in the document’s properties", words=words, left_out=True)


def _text(xml: bytes | None, tag: str) -> str:
    root = _root(xml)
    if root is None:
        return ""
    return next((each.text or "" for each in root.iter() if each.tag.rsplit("}", 1)[-1] == tag), "").strip()


def _root(xml: bytes | None) -> ET.Element | None:
    try:
        return ET.fromstring(xml) if xml else None  # noqa: S314 — entities were refused, and this is a confined child
    except ET.ParseError:
        return None
