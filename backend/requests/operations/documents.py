"""Files of a request: what came with it, what was found, what is taken out, and redacted copies."""

import asyncio
from pathlib import PurePosixPath
from uuid import UUID

from backend.evidence import rules as evidence
from backend.evidence import store
from backend.kit.confined.outcome import ConfinedFailure, ConfinedRefusal
from backend.kit.database import fetch
from backend.kit.documents import uploads
from backend.kit.pdf import redact
from backend.ledger.records import canonical
from backend.requests.operations import records
from backend.requests.queries.views import DocumentView, RequestView
from backend.requests.rules import Disclosing, UnableToHandle, answering
from backend.requests.tables import Document, Redaction
from backend.scope import NotFound, Scope

PDF, TEXT = "application/pdf", "text/plain"
_TYPES = {
    ".pdf": PDF,
    ".txt": TEXT,
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}
_LOOKED_INTO = frozenset({".pdf", ".docx", ".xlsx"})
MOST_MARKS = 500


async def add(
    scope: Scope,
    *,
    request_id: UUID,
    name: str,
    data: bytes,
    received: bool = False,
    search_id: UUID | None = None,
) -> UUID:
    """Keep a file with a request: one that came with it, or one that was found. Raises UnableToHandle."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    if received:
        scope.check_may("requests.names", "Your role doesn’t see what a requester sent.")
        answering.check_owed(line.state, doing="add a file")
    else:
        answering.check_being_prepared(line.state)
    plain = evidence.plain_name(name)
    if not plain or not data:
        raise UnableToHandle("The file has no name or is empty. Choose another.", field="file")
    ending = PurePosixPath(plain).suffix.lower()
    if ending not in _TYPES:
        listed = ", ".join(each.removeprefix(".") for each in _TYPES)
        raise UnableToHandle(
            f"Files of this kind can’t be kept with a request. Use one of these: {listed}.", field="file"
        )
    if search_id is not None and all(each.id != search_id for each in view.searches):
        raise NotFound("search")
    return await _keep(
        scope,
        view,
        part="received" if received else "found",
        name=plain,
        media_type=_TYPES[ending],
        data=data,
        search_id=search_id,
    )


async def decide(
    scope: Scope,
    *,
    request_id: UUID,
    document_id: UUID,
    disclosing: Disclosing,
    hidden_is_fine: bool = False,
) -> None:
    """Say what becomes of a document. One that goes out as it is, is looked into first for what is hidden in it."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    document = found_of(view, document_id)
    if disclosing is Disclosing.REDACTED and not document.can_be_redacted:
        raise UnableToHandle(
            "Only PDF and plain text can be redacted. Save the document as a PDF, add that, and take this one back.",
            field="disclosing",
        )
    if disclosing in {Disclosing.REDACTED, Disclosing.WITHHELD} and not view.standing:
        raise UnableToHandle(
            "Apply the exemption first: nothing is withheld without one.", field="disclosing"
        )
    if disclosing is Disclosing.AS_IT_IS and not hidden_is_fine:
        await _check_nothing_hidden(document)
    await Document.change(scope, disclosing=disclosing.value).where(Document.id == document_id)
    await records.record(
        scope, "document.decided", view.line, document=document.number, disclosing=disclosing
    )


async def take_back(scope: Scope, *, request_id: UUID, document_id: UUID, because: str) -> None:
    """Take a file back that was added by mistake; it goes nowhere, and stays readable to handlers."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    document = next((each for each in (*view.found, *view.received) if each.id == document_id), None)
    if document is None:
        raise NotFound("document")
    plain = records.words_of(because, sentence="Say why it is taken back.", field="because")
    await Document.change(scope, withdrawn_because=plain).where(Document.id == document_id)
    await records.record(scope, "document.taken-back", view.line, document=document.number)


async def mark(
    scope: Scope,
    *,
    request_id: UUID,
    document_id: UUID,
    applied_id: UUID,
    words: str | None = None,
    page: int | None = None,
    area: tuple[int, int, int, int] | None = None,
) -> UUID:
    """Mark what is to be taken out: words (everywhere, or on one page), an area of a page, or a whole page."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    document = found_of(view, document_id)
    if not document.can_be_redacted:
        raise UnableToHandle("Only PDF and plain text can be redacted.")
    applied = next((each for each in view.standing if each.id == applied_id), None)
    if applied is None:
        raise UnableToHandle("Choose the exemption by which it is taken out.", field="applied_id")
    plain = (words or "").strip() or None
    _check_mark(document, plain, page, area)
    if len(view.marks_on(document_id)) >= MOST_MARKS:
        raise UnableToHandle(f"A document has {MOST_MARKS} marks at the most. Mark whole pages.")
    mark_id: UUID = await Redaction.add(
        scope,
        request_id=request_id,
        document_id=document_id,
        applied_id=applied_id,
        words=plain,
        page=page,
        area=canonical(list(area)) if area else None,
        marked_at=scope.now,
        marked_by=scope.actor.name,
    )
    await _marked(scope, document_id)
    await records.record(
        scope, "document.marked", view.line, document=document.number, section=applied.exemption.section
    )
    return mark_id


async def unmark(scope: Scope, *, request_id: UUID, mark_id: UUID) -> None:
    """Take a mark back."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    found = next((each for each in view.marks if each.id == mark_id), None)
    if found is None:
        raise NotFound("mark")
    await Redaction.change(scope, withdrawn_at=scope.now).where(Redaction.id == mark_id)
    await _marked(scope, found.document_id)
    document = found_of(view, found.document_id)
    await records.record(
        scope, "document.unmarked", view.line, document=document.number, section=found.section
    )


async def make_copy(scope: Scope, *, request_id: UUID, document_id: UUID) -> UUID:
    """Make the redacted copy of a document, with all its marks. Raises UnableToHandle where words stand nowhere."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    document = found_of(view, document_id)
    marks = view.marks_on(document_id)
    if not marks:
        raise UnableToHandle("Mark first what is to be taken out.")
    title = f"{view.line.reference}, document {document.number}, redacted"
    wanted = [
        redact.Mark(label=each.section, words=each.words, page=each.page, area=each.area) for each in marks
    ]
    data = await store.get(document.kept_at, name=document.name)
    try:
        made, found = await asyncio.to_thread(_without, document.media_type, data, wanted, title)
    except ConfinedRefusal as refused:
        raise UnableToHandle(str(refused)) from None
    except ConfinedFailure:
        raise UnableToHandle(
            "The redacted copy could not be made: the file takes too long to draw. Split it into parts."
        ) from None
    for each, times in zip(marks, found, strict=True):
        await Redaction.change(scope, found=times).where(Redaction.id == each.id)
    ending = ".pdf" if document.media_type == PDF else ".txt"
    copy_id = await _keep(
        scope,
        view,
        part="redacted",
        name=f"{view.line.reference}-document-{document.number}-redacted{ending}",
        media_type=document.media_type,
        data=made,
        of=document,
    )
    await Document.change(scope, disclosing=Disclosing.REDACTED.value).where(Document.id == document_id)
    return copy_id


def found_of(view: RequestView, document_id: UUID) -> DocumentView:
    found = next((each for each in view.found if each.id == document_id), None)
    if found is None:
        raise NotFound("document")
    return found


def _without(
    media_type: str, data: bytes, marks: list[redact.Mark], title: str
) -> tuple[bytes, tuple[int, ...]]:
    if media_type == PDF:
        made = redact.redact(data, marks, title=title)
        return made.pdf, made.found
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfinedRefusal(
            "The text is not in UTF-8. Save it so, add that, and take this one back."
        ) from None
    plain, found = redact.redact_text(text, marks)
    return plain.encode(), found


def _check_mark(
    document: DocumentView, words: str | None, page: int | None, area: tuple[int, int, int, int] | None
) -> None:
    if words is None and page is None:
        raise UnableToHandle("Enter the words that are to go, or the page.", field="mark_words")
    if words is not None and not any(letter.isalnum() for letter in words):
        raise UnableToHandle("The words must hold a letter or a number.", field="mark_words")
    if words is not None and len(words) > 500:
        raise UnableToHandle("Mark 500 characters or fewer at once.", field="mark_words")
    if document.media_type == TEXT and (page is not None or words is None):
        raise UnableToHandle("A text has no pages. Mark the words that are to go.", field="mark_words")
    if area is None:
        return
    if words is not None:
        raise UnableToHandle("Mark words or an area, one at a time.", field="mark_words")
    left, top, right, bottom = area
    if not (0 <= left < right <= 100 and 0 <= top < bottom <= 100):
        raise UnableToHandle(
            "The area must lie on the page: left before right and top before bottom, each from 0 to 100.",
            field="area_left",
        )


async def _check_nothing_hidden(document: DocumentView) -> None:
    """Raises UnableToHandle with what is hidden in a file that is to go out as it is."""
    if PurePosixPath(document.name).suffix.lower() not in _LOOKED_INTO:
        return
    data = await store.get(document.kept_at, name=document.name)
    try:
        inspected = await asyncio.to_thread(uploads.inspect_upload, document.name, data)
    except uploads.UnusableDocument as unusable:
        raise UnableToHandle(
            f"It could not be looked into for what is hidden: {unusable}", field="disclosing"
        ) from None
    if inspected.findings:
        told = "; ".join(f"{each.place}: {each.words}" for each in inspected.findings[:3])
        raise UnableToHandle(
            f"Something is hidden in it ({told}). Add a copy without that, redact it, or tick that it may go out so.",
            field="disclosing",
        )


async def _marked(scope: Scope, document_id: UUID) -> None:
    await Document.change(scope, marked_at=scope.now).where(Document.id == document_id)


async def _keep(
    scope: Scope,
    view: RequestView,
    *,
    part: str,
    name: str,
    media_type: str,
    data: bytes,
    of: DocumentView | None = None,
    search_id: UUID | None = None,
) -> UUID:
    stored = await store.put(scope, data)
    number = of.number if of else await next_number(scope, view.line.id, part)
    document_id: UUID = await Document.add(
        scope,
        request_id=view.line.id,
        part=part,
        number=number,
        of_document_id=of.id if of else None,
        search_id=search_id,
        name=name,
        media_type=media_type,
        sha256=stored.sha256,
        size=stored.size,
        kept_at=stored.key,
        disclosing=Disclosing.UNDECIDED.value,
        made_from_marks_at=of.marked_at if of else None,
        added_at=scope.now,
        added_by=scope.actor.name,
    )
    await records.record(
        scope, f"document.{part}", view.line, sha256=stored.sha256, document=number, size=stored.size
    )
    return document_id


async def next_number(scope: Scope, request_id: UUID, part: str) -> int:
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS next FROM requests_document "
        "WHERE tenant_id = $1 AND request_id = $2 AND part = $3",
        scope.tenant.id,
        request_id,
        part,
    )
    number: int = rows[0]["next"]
    return number
