"""What packs take of requests: figures of a period, and the answer to one request with the files that go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.evidence import store
from backend.requests.queries import log, one
from backend.requests.queries.figures import Figures, figures_of
from backend.requests.queries.views import RequestLine
from backend.requests.rules import UnableToHandle
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSummary:
    """A section of an assurance pack: figures, and what is late. Nobody who asked is named in it."""

    figures: Figures
    late: tuple[RequestLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedFile:
    """A file as it goes out. `taken_out` says by section how often something was taken out of it."""

    name: str
    media_type: str
    sha256: str
    size: int
    kept_at: str
    taken_out: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForPack:
    """A checked answer: what was checked with its hash, and the files. The requester is not in it."""

    reference: str
    content: Mapping[str, Any]
    sha256: str
    prepared_by: str
    checked_by: str
    files: tuple[DisclosedFile, ...]
    withheld: int


async def summary_for_pack(scope: Scope, *, since: date, until: date) -> PackSummary:
    """What the requests received from one day to another came to, and those of them that are late."""
    lines = await log.requests_of(
        scope, sought=log.Sought(show="overdue", since=since, until=until), most=None
    )
    return PackSummary(figures=await figures_of(scope, since=since, until=until), late=lines)


async def answer_for_pack(scope: Scope, *, request_id: UUID) -> AnswerForPack:
    """The answer to one request, for a pack. Raises UnableToHandle before it is checked, NotFound."""
    view = await one.request_of(scope, request_id=request_id)
    answer = view.answer
    if answer is None or answer.checked_at is None or answer.checked_by_name is None:
        raise UnableToHandle("The answer is not checked by a second person yet.")
    files = []
    for each in view.going_out:
        taken: dict[str, int] = {}
        for mark in view.marks_on(each.of_document_id) if each.of_document_id else ():
            taken[mark.section] = taken.get(mark.section, 0) + (mark.found or 1)
        files.append(
            DisclosedFile(
                name=each.name,
                media_type=each.media_type,
                sha256=each.sha256,
                size=each.size,
                kept_at=each.kept_at,
                taken_out=taken,
            )
        )
    return AnswerForPack(
        reference=view.line.reference,
        content=answer.content,
        sha256=answer.sha256,
        prepared_by=answer.prepared_by_name,
        checked_by=answer.checked_by_name,
        files=tuple(files),
        withheld=len(view.found) - len(files),
    )


async def bytes_of(file: DisclosedFile) -> bytes:
    """The bytes of a file that goes out."""
    return await store.get(file.kept_at, name=file.name)
