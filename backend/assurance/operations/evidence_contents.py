"""What a version of evidence holds, checked and made ready to be kept: a file, a link to a record, or a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from backend.assurance.linking import Looked
from backend.assurance.rules import evidence as rules
from backend.evidence import operations as files
from backend.evidence import queries as kept_files
from backend.kit.documents import uploads
from backend.ledger.records import content_hash
from backend.meetings import intake
from backend.meetings.rules import UnableToSubmitPaper
from backend.people import queries as people
from backend.scope import Scope

_EMPTY: Mapping[str, Any] = MappingProxyType(
    dict.fromkeys(
        (
            *("file_id", "record_room", "record_kind", "record_id", "record_title", "record_path"),
            *("record_as_at", "statement", "stated_by_person_id", "stated_by_name", "stated_on"),
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A file as somebody uploaded it: Word, PDF, a spreadsheet or Markdown."""

    filename: str
    data: bytes
    caps: uploads.Caps = uploads.DEFAULT_CAPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A record, as it was looked at a moment ago."""

    looked: Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What somebody says, and when they said it: a person of the tenant, or a name from outside."""

    words: str
    on: date
    by_person_id: UUID | None = None
    by_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """What the version before held: only what is said of it changes."""


Content = HandedIn | Linked | Stated | Same


async def columns_of(
    scope: Scope, content: Content, *, confidential: bool, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns of a version that say what it holds, with its hash; a file is kept. Raises UnableToKeepEvidence."""
    if isinstance(content, HandedIn):
        return await _file(scope, content)
    if isinstance(content, Linked):
        return _record(content.looked, confidential=confidential)
    if isinstance(content, Stated):
        return await _statement(scope, content)
    assert before is not None, "a first version holds something of its own"
    if before["record_id"] is not None:
        raise rules.UnableToKeepEvidence(
            "A link is read anew with each version: choose the record once more.", field="record_id"
        )
    return {name: before[name] for name in ("sort", "sha256", *_EMPTY)}


async def _file(scope: Scope, content: HandedIn) -> dict[str, Any]:
    try:
        taken = await intake.take_in(content.filename, content.data, caps=content.caps)
    except UnableToSubmitPaper as refused:
        raise rules.UnableToKeepEvidence(refused.sentence, field="file") from refused
    file_id = await files.keep_file(scope, name=taken.name, media_type=taken.media_type, data=content.data)
    kept = await kept_files.file_of(scope, file_id=file_id)
    return {**_EMPTY, "sort": rules.Sort.FILE.value, "file_id": file_id, "sha256": kept.sha256}


def _record(looked: Looked, *, confidential: bool) -> dict[str, Any]:
    if looked.private and not confidential:
        raise rules.UnableToKeepEvidence(
            "This record is private, so evidence that names it must be confidential.", field="confidential"
        )
    return {
        **_EMPTY,
        "sort": rules.Sort.RECORD.value,
        "record_room": looked.room,
        "record_kind": looked.kind,
        "record_id": looked.id,
        "record_title": looked.title,
        "record_path": looked.path,
        "record_as_at": looked.as_at,
        "sha256": looked.sha256,
    }


async def _statement(scope: Scope, content: Stated) -> dict[str, Any]:
    words, name = content.words.strip(), (content.by_name or "").strip()
    if not words:
        raise rules.UnableToKeepEvidence("Write what is stated.", field="statement")
    if (content.by_person_id is None) == (not name):
        raise rules.UnableToKeepEvidence(
            "Choose who states it from the list, or write the name of somebody from outside: one of the two.",
            field="stated_by_person_id",
        )
    if content.on > scope.today:
        raise rules.UnableToKeepEvidence("A statement can’t be made on a day to come.", field="stated_on")
    if content.by_person_id is not None:
        known = await people.persons_by_id(scope, [content.by_person_id])
        if content.by_person_id not in known:
            raise rules.UnableToKeepEvidence(
                "Choose who states it from the list.", field="stated_by_person_id"
            )
        name = known[content.by_person_id].name
    said = {"statement": words, "stated_by_name": name, "stated_on": content.on}
    return {
        **_EMPTY,
        **said,
        "sort": rules.Sort.STATEMENT.value,
        "stated_by_person_id": content.by_person_id,
        "sha256": content_hash(said),
    }
