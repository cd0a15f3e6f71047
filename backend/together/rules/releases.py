"""What passes about a sealed pack: its release with the pack, changes, receipts, and requests for evidence.

A release is of one issue of one pack, to people named by mail address. What was received is not taken back: a
change says what became of the release, and the body that received it keeps what came. Moments are aware.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.together.rules.declared import Body, Declared, Hash, Line, Words
from backend.together.rules.reviews import Enclosure

MOST_CARRIED = 200 * 1024 * 1024
"""In bytes: the largest pack that passes the door, which holds it in memory. A larger one is released by link."""


class RecipientLine(Declared):
    """One person to whom a pack is released."""

    name: Line
    address: Line


class PackRelease(Declared):
    """One issue of a pack, released to named people. Its one file is the sealed ZIP, of which `sha256` is."""

    release_id: UUID
    pack_id: UUID
    definition: Line
    definition_title: Line
    period: Line
    period_from: date | None
    period_until: date | None
    issue: Annotated[int, Field(ge=1)]
    title: Line
    as_at: datetime
    sealed_at: datetime
    key_name: Line
    fingerprint: Line
    """Of the key in the seal, as the sender says: the receiver compares it with the one that it holds."""
    name: Line
    media_type: Line
    size: Annotated[int, Field(ge=1)]
    sha256: Hash
    recipients: Annotated[tuple[RecipientLine, ...], Field(min_length=1)]
    released_by: Line
    released_at: datetime
    expires_at: datetime
    downloads: Annotated[int, Field(ge=1)] | None
    """How often each of them may take it; none where there is no limit."""
    words: Words | None
    supersedes_id: UUID | None
    """The release of an earlier issue, which stays and is shown as superseded."""
    answers_request_id: UUID | None
    """The request for evidence in answer to which the pack was issued anew."""


class ReleaseChange(StrEnum):
    REVOKED = "revoked"
    EXTENDED = "extended"
    SUPERSEDED = "superseded"


class ReleaseChanged(Declared):
    """What became of a release. `because` with a revocation, `expires_at` with another end, the issue with a later."""

    release_id: UUID
    change: ReleaseChange
    because: Words | None
    expires_at: datetime | None
    superseded_by_id: UUID | None
    superseded_by_issue: Annotated[int, Field(ge=1)] | None
    changed_by: Line
    changed_at: datetime


class PackReceipt(Declared):
    """That a named person says that they received the pack with this SHA-256; `verified` is what the check found."""

    receipt_id: UUID
    release_id: UUID
    sha256: Hash
    received_by: Line
    address: Line | None
    verified: Words
    given_at: datetime


class EvidenceRequest(Declared):
    """A request for evidence about a released pack, or about a place in it."""

    request_id: UUID
    release_id: UUID
    number: Annotated[int, Field(ge=1)]
    place: Line | None
    words: Words
    asked_by: Line
    asked_on: date
    due_on: date
    follows_id: UUID | None
    """The request that it follows up."""


class EvidenceAnswer(Declared):
    """An answer to one request as it was approved, with its files."""

    answer_id: UUID
    request_id: UUID
    release_id: UUID
    words: Words
    prepared_by: Line
    approved_by: Line
    approved_at: datetime
    reissued_as: Annotated[int, Field(ge=1)] | None
    """The issue of the pack that was made in answer, where one was."""
    enclosures: tuple[Enclosure, ...]


class EvidenceClosed(Declared):
    """What whoever asked says of the answers: that they will do, or that they will not."""

    request_id: UUID
    release_id: UUID
    satisfied: bool
    words: Words | None
    closed_by: Line
    closed_on: date


class PackHandedOver(Declared):
    """A received pack that a body which is replaced hands to its successor, with what became of it.

    `sha256` of the release is what the commissioner sealed; the first enclosure is the pack, then files of answers.
    """

    release: PackRelease
    commissioner: Body
    message_sha256: Hash
    """Of the message with which the release came."""
    received_at: datetime
    changes: tuple[ReleaseChanged, ...]
    receipts: tuple[PackReceipt, ...]
    requests: tuple[EvidenceRequest, ...]
    answers: tuple[EvidenceAnswer, ...]
    closed: tuple[EvidenceClosed, ...]
    handed_by: Line
    handed_at: datetime
    enclosures: tuple[Enclosure, ...]


class BodyReplaced(Declared):
    """Told to a commissioner: who holds now what it released to the body that is replaced."""

    release_id: UUID
    successor: Body
    from_on: date
    said_by: Line
