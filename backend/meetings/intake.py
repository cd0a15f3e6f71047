"""Taking a paper in: from what somebody uploads to what is read on the page, printed in the pack and signed off.

The parsing is done in confined children (`kit.documents`); what they refuse comes back as one sentence that names
the file.
"""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from backend.kit import confine
from backend.kit.documents import content, hidden, uploads
from backend.kit.pdf import text as texts
from backend.ledger.records import content_hash
from backend.meetings import coach
from backend.meetings.rules import UnableToSubmitPaper

# The request's transaction stays open meanwhile, and the server ends one that is idle for a minute.
_LIMITS = confine.Limits(wall_seconds=25, cpu_seconds=25)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEDIA_TYPES = {"docx": _WORD, "pdf": "application/pdf", "xlsx": _SHEET, "markdown": "text/markdown"}
_ASSET_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A paper as it will be kept. `media_type` is the original's; `sha256` binds the content with its assets.

    `kind` is html (with `assets` by name, each shown as src="asset:NAME") or pdf; `losses` says in sentences what
    could not be kept; `findings` are what is hidden in what was handed in, `prose` what it reads
    like.
    """

    name: str
    media_type: str
    kind: Literal["html", "pdf"]
    content: bytes
    sha256: str
    losses: tuple[str, ...]
    assets: Mapping[str, bytes] = field(default_factory=dict)
    words: int | None = None
    pages: int | None = None
    findings: tuple[hidden.Finding, ...] = ()
    prose: coach.Prose = field(default_factory=coach.Prose)

    @property
    def content_name(self) -> str:
        """The name of the content as a file."""
        return self.name if self.kind == "pdf" else f"{PurePosixPath(self.name).stem}.html"

    @property
    def content_media_type(self) -> str:
        return "application/pdf" if self.kind == "pdf" else "text/html"


async def take_in(filename: str, data: bytes, *, caps: uploads.Caps = uploads.DEFAULT_CAPS) -> TakenIn:
    """Read an upload: Word, PDF, a spreadsheet or Markdown. Raises UnableToSubmitPaper, naming the file."""
    try:
        return await asyncio.to_thread(_take_in, filename, data, caps)
    except uploads.UnusableDocument as unusable:
        raise UnableToSubmitPaper(str(unusable), field="file") from unusable


def made_here(
    name: str, *, html: str, drawings: Mapping[str, str], original: bytes, media_type: str = "application/pdf"
) -> TakenIn:
    """A paper that the service itself made of its records: its HTML, with SVG drawings as src="asset:NAME.svg".

    `original` is the same paper as a file of that name, to be downloaded. What the allow-list of handed-in papers would
    not let through is refused here too: a drawing is shown as a picture and never stands in the HTML itself.
    """
    assets = {name: drawing.encode() for name, drawing in drawings.items()}
    written = content.safe_html(html, assets=assets)
    assert not written.losses, written.losses
    safe = written.html.encode()
    return TakenIn(
        name=name,
        media_type=media_type,
        kind="html",
        content=safe,
        sha256=sha256_of_html(safe, written.assets),
        losses=(),
        assets=written.assets,
        words=_words_in(written.html),
        prose=coach.prose_of_html(written.html),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanCopy:
    """A PDF without what was hidden in it. `findings` are what no program can take out; `losses` are sentences."""

    content: bytes
    sha256: str
    pages: int
    losses: tuple[str, ...]
    findings: tuple[hidden.Finding, ...]


async def clean_copy(filename: str, content_of_pdf: bytes) -> CleanCopy:
    """Make it, in a confined child. Raises UnableToSubmitPaper with a sentence that names the file."""
    try:
        clean = await asyncio.to_thread(uploads.clean_pdf, filename, content_of_pdf, limits=_LIMITS)
    except uploads.UnusableDocument as unusable:
        raise UnableToSubmitPaper(str(unusable)) from unusable
    return CleanCopy(
        content=clean.data,
        sha256=hashlib.sha256(clean.data).hexdigest(),
        pages=clean.pages or 1,
        losses=clean.warnings,
        findings=clean.findings,
    )


def sha256_of_html(html: bytes, assets: Mapping[str, bytes]) -> str:
    """What a sign-off of a written paper binds to: the text's own SHA-256 where it has no pictures.

    With pictures it is the SHA-256 of the canonical JSON of the text's hash and theirs by name.
    """
    text = hashlib.sha256(html).hexdigest()
    if not assets:
        return text
    pictures = {name: hashlib.sha256(data).hexdigest() for name, data in assets.items()}
    return content_hash({"assets": pictures, "html": text})


def file_name_for(title: str) -> str:
    """The file name of a paper that is written in the app."""
    plain = " ".join(re.sub(r"[^\w .,()&+-]", " ", title).split())
    return f"{plain[:100].strip(' .') or 'Paper'}.md"


def asset_media_type(name: str) -> str:
    """Pictures come out of `kit.documents` as PNG or JPEG, whatever they went in as; our own drawings are SVG."""
    return _ASSET_TYPES.get(PurePosixPath(name).suffix.removeprefix("."), "application/octet-stream")


def _take_in(filename: str, data: bytes, caps: uploads.Caps) -> TakenIn:
    inspected = uploads.inspect_upload(filename, data, caps=caps, limits=_LIMITS)
    name = uploads.shown_name(filename)
    media_type = _MEDIA_TYPES[inspected.kind]
    if inspected.kind == "pdf":
        return TakenIn(
            name=name,
            media_type=media_type,
            kind="pdf",
            content=inspected.data,
            sha256=hashlib.sha256(inspected.data).hexdigest(),
            losses=inspected.warnings,
            pages=inspected.pages,
            findings=inspected.findings,
            prose=_prose_of_pdf(inspected.data),
        )
    if inspected.kind == "docx":
        written = content.docx_to_html(filename, inspected.data, limits=_LIMITS)
    elif inspected.kind == "xlsx":
        written = content.xlsx_to_html(filename, inspected.data, caps=caps, limits=_LIMITS)
    else:
        text = uploads.decoded(name, inspected.data, caps=caps)
        written = content.markdown_to_html(text, filename=name, limits=_LIMITS)
    words = _words_in(written.html)
    if not words and not written.assets:
        raise uploads.UnusableDocument(f"“{name}” holds no text and no picture that could be shown.")
    html = written.html.encode()
    return TakenIn(
        name=name,
        media_type=media_type,
        kind="html",
        content=html,
        sha256=sha256_of_html(html, written.assets),
        losses=(*inspected.warnings, *written.losses),
        assets=written.assets,
        words=words,
        findings=(*inspected.findings, *written.findings),
        prose=coach.prose_of_html(written.html),
    )


def _prose_of_pdf(pdf: bytes) -> coach.Prose:
    """As far as its words can be had: a scan has none, and advice is not worth a refusal."""
    try:
        blocks = texts.blocks_of(pdf, limits=_LIMITS)
    except (texts.UnableToRead, confine.ConfinedFailure):
        return coach.Prose()
    return coach.prose_of(coach.Block(block.text, heading=block.kind == "heading") for block in blocks)


def _words_in(html: str) -> int:
    return len(re.sub(r"<[^<>]*>", " ", html).split())
