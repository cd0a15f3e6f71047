"""Look at a file that somebody uploads: what it is, whether it can be used, and what had to be taken out."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.documents import hidden, identifiers

_MB = 1024**2
Kind = Literal["docx", "pdf", "xlsx", "markdown"]
_KINDS: dict[str, Kind] = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".md": "markdown",
    ".markdown": "markdown",
}
_STARTS: dict[Kind, bytes] = {"docx": b"PK\x03\x04", "pdf": b"%PDF-", "xlsx": b"PK\x03\x04"}
_TASKS: dict[Kind, str] = {
    "docx": "backend.kit.documents.archive:inspect_task",
    "pdf": "backend.kit.documents.portable:inspect_task",
}


class UnusableDocument(ValueError):
    """The document cannot be used; one plain sentence that names the file and the reason."""


@dataclass(frozen=True, kw_only=True)
class Caps:
    """The largest that is taken. Bytes, entries, times, pages."""

    upload_bytes: int = 50 * _MB
    unpacked_bytes: int = 500 * _MB
    entries: int = 5_000
    ratio: int = 150
    pages: int = 2_000
    text_bytes: int = 2 * _MB


DEFAULT_CAPS = Caps()


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """A document that can be used.

    `data` is what to keep and to work on from here: the upload itself, or for a PDF the copy without what can act.
    `pages` are a PDF's, else None. `title` is as the document's own properties give it, or empty. `tagged` says of a
    PDF that it has a structure for screen readers and that the structure is whole. `warnings` are plain sentences for
    the author: what was taken out, what the pages won't show. `findings` are what is hidden in it.
    """

    kind: Kind
    data: bytes
    pages: int | None = None
    title: str = ""
    tagged: bool = False
    warnings: tuple[str, ...] = ()
    findings: tuple[hidden.Finding, ...] = ()


def inspect_upload(
    filename: str, data: bytes, *, caps: Caps = DEFAULT_CAPS, limits: confine.Limits = confine.DEFAULT
) -> Inspected:
    """What an upload is, by its ending and by its content, which must agree. Raises UnusableDocument."""
    name = shown_name(filename)
    if not data:
        raise UnusableDocument(f"“{name}” is empty.")
    if len(data) > caps.upload_bytes:
        raise UnusableDocument(
            f"“{name}” is {megabytes(len(data))}; the largest file that can be taken is {megabytes(caps.upload_bytes)}."
        )
    kind = _KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise UnusableDocument(
            f"“{name}” is not a Word file (.docx), a PDF, a spreadsheet (.xlsx) or a Markdown file (.md)."
        )
    if kind == "markdown":
        text = decoded(name, data, caps=caps)
        return Inspected(
            kind=kind, data=data, title=_first_heading(text), findings=_identifiers_by_line(text)
        )
    if not data.startswith(_STARTS[kind]):
        kinds = {"docx": "a Word file (.docx)", "pdf": "a PDF", "xlsx": "a spreadsheet (.xlsx)"}
        raise UnusableDocument(f"“{name}” is not {kinds[kind]}, although its name ends as one does.")
    if kind == "xlsx":
        # read once, where it becomes HTML
        return Inspected(kind=kind, data=data)
    head = {
        "unpacked_bytes": caps.unpacked_bytes,
        "entries": caps.entries,
        "ratio": caps.ratio,
        "pages": caps.pages,
    }
    answer = in_child(name, _TASKS[kind], bundle.pack(head, [data]), limits=limits)
    return _inspected(name, kind, data, answer)


def clean_pdf(filename: str, data: bytes, *, limits: confine.Limits = confine.DEFAULT) -> Inspected:
    """A copy of a PDF, as it was taken in, without what is hidden in it; `findings` are what is left all the same.

    Comments and marks, layers with what is hidden on them, letters that nobody sees, and fields of forms go; what a
    field shows stays. Raises UnusableDocument.
    """
    name = shown_name(filename)
    task = "backend.kit.documents.portable_clean:clean_task"
    return _inspected(name, "pdf", data, in_child(name, task, bundle.pack({}, [data]), limits=limits))


def _inspected(name: str, kind: Kind, data: bytes, answer: bytes) -> Inspected:
    told, files = bundle.unpack(answer)
    return Inspected(
        kind=kind,
        data=files[0] if files else data,
        pages=told["pages"],
        title=" ".join(str(told["title"]).split())[:300],
        tagged=told["tagged"],
        warnings=tuple(f"“{name}” {warning}" for warning in told["warnings"]),
        findings=hidden.read(told["findings"]),
    )


def in_child(name: str, task: str, payload: bytes, *, limits: confine.Limits) -> bytes:
    """Run a task over a document; its refusals and failures become sentences that name the file."""
    try:
        return confine.run_confined(task, payload, limits=limits)
    except (confine.ConfinedRefusal, confine.ConfinedFailure) as reason:
        raise UnusableDocument(f"“{name}” {str(reason).rstrip('.')}.") from None


def decoded(name: str, data: bytes, *, caps: Caps = DEFAULT_CAPS) -> str:
    """The text of a Markdown file. Raises UnusableDocument where it is no text, or too long."""
    if len(data) > caps.text_bytes:
        raise UnusableDocument(
            f"“{name}” is {megabytes(len(data))} of text; the most that can be taken is {megabytes(caps.text_bytes)}."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableDocument(f"“{name}” is not a text file in UTF-8.") from None
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        raise UnusableDocument(f"“{name}” holds characters that no text file has.")
    return text


def shown_name(filename: str) -> str:
    """A file name as it may stand in a sentence: no folders, no control or direction characters, not too long."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    name = "".join(
        letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    name = " ".join(name.split())
    if len(name) > 120:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 110 - len(ending)]}…{dot}{ending}" if dot and len(ending) < 12 else name[:119] + "…"
    return name or "the file"


def megabytes(size: int) -> str:
    """A size for people: 50 MB, 1.5 MB, 12 kB."""
    if size < _MB:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / _MB:.1f}".removesuffix(".0") + " MB"


def _identifiers_by_line(text: str) -> tuple[hidden.Finding, ...]:
    found = [
        hidden.Finding(kind=hidden.Kind.IDENTIFIER, place=f"line {number}", words=identifiers.sentence(said))
        for number, line in enumerate(text.splitlines(), start=1)
        if (said := identifiers.found_in(line))
    ]
    return hidden.read(hidden.told(found))


def _first_heading(text: str) -> str:
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip().rstrip("#").strip()[:300]
    return ""
