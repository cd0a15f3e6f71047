"""What may happen to audits, recommendations and engagements, and how a sample is drawn."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar
from uuid import UUID

from backend.scope import Refusal


class AuditKind(StrEnum):
    INTERNAL = "internal"
    EXTERNAL = "external"
    OTHER = "other"


KIND_IN_WORDS: Mapping[AuditKind, str] = MappingProxyType(
    {
        AuditKind.INTERNAL: "Internal audit",
        AuditKind.EXTERNAL: "External audit",
        AuditKind.OTHER: "Another review",
    }
)


class AuditState(StrEnum):
    PLANNED = "planned"
    FIELDWORK = "fieldwork"
    DRAFT = "draft"
    FINAL = "final"
    CANCELLED = "cancelled"


STATE_IN_WORDS: Mapping[AuditState, str] = MappingProxyType(
    {
        AuditState.PLANNED: "Planned",
        AuditState.FIELDWORK: "Fieldwork",
        AuditState.DRAFT: "Draft report",
        AuditState.FINAL: "Final report",
        AuditState.CANCELLED: "Cancelled",
    }
)


class Level(StrEnum):
    """Levels of assurance as reports of commissioners name them, from memory; names differ between firms."""

    SUBSTANTIAL = "substantial"
    SIGNIFICANT = "significant"
    LIMITED = "limited"
    NONE = "none"


LEVEL_IN_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.SUBSTANTIAL: "Substantial assurance",
        Level.SIGNIFICANT: "Significant or moderate assurance",
        Level.LIMITED: "Limited assurance",
        Level.NONE: "No assurance",
    }
)


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


PRIORITY_IN_WORDS: Mapping[Priority, str] = MappingProxyType(
    {Priority.HIGH: "High", Priority.MEDIUM: "Medium", Priority.LOW: "Low"}
)


class Response(StrEnum):
    AGREED = "agreed"
    IN_PART = "agreed-in-part"
    NOT_AGREED = "not-agreed"


RESPONSE_IN_WORDS: Mapping[Response, str] = MappingProxyType(
    {
        Response.AGREED: "Agreed",
        Response.IN_PART: "Agreed in part",
        Response.NOT_AGREED: "Not agreed",
    }
)


class Tracked(StrEnum):
    """How far a recommendation is: what its owner says is not yet what somebody has seen."""

    OPEN = "open"
    CARRIED_OUT = "carried-out"
    VERIFIED = "verified"
    NOT_AGREED = "not-agreed"
    SUPERSEDED = "superseded"


TRACKED_IN_WORDS: Mapping[Tracked, str] = MappingProxyType(
    {
        Tracked.OPEN: "Open",
        Tracked.CARRIED_OUT: "Said to be carried out",
        Tracked.VERIFIED: "Seen to be carried out",
        Tracked.NOT_AGREED: "Not agreed: the risk is accepted",
        Tracked.SUPERSEDED: "Superseded",
    }
)


class Asked(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


ASKED_IN_WORDS: Mapping[Asked, str] = MappingProxyType(
    {Asked.OPEN: "Open", Asked.ANSWERED: "Answered", Asked.WITHDRAWN: "Withdrawn"}
)

MOST_SAMPLED = 200


class UnableToAudit(Refusal):
    """An audit, or something about one, that cannot be kept as it was given."""


def check_days(from_on: date, until_on: date, *, today: date) -> None:
    """An engagement has an end that has not passed. Raises UnableToAudit."""
    if until_on < from_on:
        raise UnableToAudit("The engagement would end before it begins.", field="until_on")
    if until_on < today:
        raise UnableToAudit("The engagement would have ended already.", field="until_on")
    if (until_on - from_on).days > 366:
        raise UnableToAudit(
            "An engagement lasts a year at most; extend it by another where the audit takes longer.",
            field="until_on",
        )


def check_may_verify(
    *, state: Tracked, said_by: UUID | None, owner_id: UUID | None, actor_id: UUID | None
) -> None:
    """Whoever owns a recommendation, or said that it was carried out, does not close it. Raises UnableToAudit."""
    if state is not Tracked.CARRIED_OUT:
        raise UnableToAudit("It has not been said to be carried out, so there is nothing to verify.")
    if actor_id is not None and actor_id in {said_by, owner_id}:
        raise UnableToAudit(
            "Somebody else looks at it: not its owner, and not whoever said that it was carried out."
        )


Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Generic[Line]):
    """`lines` in the order in which they were drawn. `fingerprint` is of every id that could have been drawn."""

    lines: tuple[tuple[str, Line], ...]
    population: int
    fingerprint: str


def draw(population: Sequence[tuple[str, Line]], *, size: int, seed: str) -> Sample[Line]:
    """`size` lines by lot, the same for anybody who repeats it.

    Each id is ranked by SHA-256 of `seed:id` in UTF-8, and the lowest are drawn. The fingerprint is SHA-256 of the
    sorted ids, a line feed after each: two who have it alike drew from the same lines. Raises UnableToAudit.
    """
    if not 1 <= size <= MOST_SAMPLED:
        raise UnableToAudit(f"A sample has between 1 and {MOST_SAMPLED} lines.", field="size")
    if not seed.strip():
        raise UnableToAudit("Write the seed: any word or number, and note it in your papers.", field="seed")
    ranked = sorted(population, key=lambda each: hashlib.sha256(f"{seed}:{each[0]}".encode()).digest())
    every = "".join(f"{key}\n" for key in sorted(key for key, _ in population))
    return Sample(
        lines=tuple(ranked[:size]),
        population=len(population),
        fingerprint=hashlib.sha256(every.encode()).hexdigest(),
    )
