"""The keys of a tenant: what they are for, when each was in force, and what is said of one that no longer is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.kit import certificates
from backend.scope import Refusal


class Use(StrEnum):
    """What a key is for."""

    PACK_SEAL = "pack-seal"
    CHECKPOINT = "checkpoint"
    REPORT_SEAL = "report-seal"


USES = {
    Use.PACK_SEAL: "seals packs",
    Use.CHECKPOINT: "signs the checkpoints of the ledger",
    Use.REPORT_SEAL: "seals the reports in packs (a certificate)",
}
"""In words, as in: this key seals packs."""

OVERLAP = timedelta(days=90)
"""For so long after a change of key a checkpoint is also signed with the one before, for whoever holds only that."""

RENEW_BEFORE = timedelta(days=60)
"""So long before its end a certificate is followed by a new one."""

_LONGEST_REASON = 500


class UnableToChangeKey(Refusal):
    """A change of key that can't be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One generation of a key. Moments are real ones. `public`: 32 bytes of Ed25519, or a certificate in DER.

    `since` is None for a first key that was there before anybody wrote it down.
    """

    id: UUID | None
    use: Use
    generation: int
    name: str
    public: bytes
    fingerprint: str
    since: datetime | None
    until: datetime | None = None
    retired_because: str = ""
    compromised_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        return self.until is None

    @property
    def certificate(self) -> bytes | None:
        return self.public if self.use is Use.REPORT_SEAL else None

    @property
    def certificate_life(self) -> tuple[datetime, datetime] | None:
        return certificates.life_of(self.public) if self.use is Use.REPORT_SEAL else None

    def was_in_force(self, at: datetime) -> bool:
        """Whether what it sealed at a moment was sealed in its time, and before anybody else may have had it."""
        begun = self.since is None or self.since <= at
        ended = self.until is not None and at > self.until
        lost = self.compromised_at is not None and at >= self.compromised_at
        return begun and not ended and not lost


def use_of(text: str) -> Use:
    """The use that a person named; raises UnableToChangeKey with those that there are."""
    try:
        return Use(text)
    except ValueError as error:
        known = ", ".join(use.value for use in Use)
        raise UnableToChangeKey(f"A key is for one of these: {known}.", field="use") from error


def check_reason(text: str) -> str:
    """Why a key is changed, in one line that everybody may read."""
    reason = " ".join(text.split())
    if not reason:
        raise UnableToChangeKey(
            "Say why the key is changed: everybody who trusted it will read it.", field="because"
        )
    if len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise UnableToChangeKey(
            f"The reason must be plain words, at most {_LONGEST_REASON} letters.", field="because"
        )
    return reason


def check_compromised_at(key: KeyLine, at: datetime, *, now: datetime) -> None:
    """A moment from which a key may have been somebody else's lies in its life and not ahead."""
    if at > now:
        raise UnableToChangeKey("A moment that is still to come can’t be when a key was lost.", field="at")
    if key.compromised_at is not None and at > key.compromised_at:
        raise UnableToChangeKey(
            "This key is known to have been lost earlier than that; the moment can only be moved back.",
            field="at",
        )
