"""The register of interests told anew from the ledger's events alone: no table of the room is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests.queries.register import RegisterEntry
from backend.ledger.queries import EventLine

SAID = (
    "person_id",
    "organisation_id",
    "interest_type",
    "is_indirect",
    "relationship",
    "nature",
    "mitigation",
    "since",
    "until",
    "rule_set",
)
"""What a version of an interest says, by the names that the ledger gives it."""

Fact = tuple[UUID, tuple[Any, ...]]


@dataclass
class _Version:
    known_from: datetime
    said: dict[str, Any]
    known_to: datetime | None = None


@dataclass
class Retold:
    """Every version of every interest, as the events tell them."""

    versions: dict[UUID, list[_Version]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[EventLine]) -> "Retold":
        retold = cls()
        for event in events:
            retold._take(event)
        return retold

    def _take(self, event: EventLine) -> None:
        after = event.after or {}
        match event.act:
            case "interests.interest.declared":
                self.versions[event.subject_id] = [_Version(event.at, {name: after[name] for name in SAID})]
            case "interests.interest.withdrawn" | "interests.interest.taken-back":
                self._close(event.subject_id, event.at)
            case "interests.interest.ended" | "interests.interest.corrected":
                self._supersede(event.subject_id, event.at, after)
            case "interests.declaration.approved":
                if after.get("mitigation"):
                    for interest_id in after["interests"]:
                        agreed = {"mitigation": after["mitigation"]}
                        self._supersede(UUID(interest_id), event.at, agreed)

    def _close(self, interest_id: UUID, at: datetime) -> _Version:
        newest = self.versions[interest_id][-1]
        assert newest.known_to is None, "something was said of an interest that was withdrawn"
        newest.known_to = at
        return newest

    def _supersede(self, interest_id: UUID, at: datetime, after: dict[str, Any]) -> None:
        before = self._close(interest_id, at)
        changes = {name: value for name, value in after.items() if name in SAID}
        self.versions[interest_id].append(_Version(at, {**before.said, **changes}))

    def register(self, *, on: date, known_at: datetime, include_ended: bool) -> frozenset[Fact]:
        """The register as it stood on a day, as it was known at a moment."""
        day = on.isoformat()
        return frozenset(
            (interest_id, tuple(version.said[name] for name in SAID))
            for interest_id, versions in self.versions.items()
            for version in versions
            if version.known_from <= known_at
            and (version.known_to is None or version.known_to > known_at)
            and version.said["since"] <= day
            and (include_ended or version.said["until"] is None or version.said["until"] >= day)
        )


def told(entries: Iterable[RegisterEntry]) -> frozenset[Fact]:
    """The same facts of the register's own answer."""
    return frozenset((entry.interest_id, tuple(_plain(entry, name) for name in SAID)) for entry in entries)


def _plain(entry: RegisterEntry, name: str) -> Any:
    value = getattr(entry, name)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else getattr(value, "value", value)
