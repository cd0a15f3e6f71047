"""What an organisation owns, runs or belongs to, and since when: a partner of a practice may own its landlord."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import queries
from backend.organisations.searching import search_ahead
from backend.organisations.tables import Tie
from backend.scope import NotFound, Refusal, Scope


class TieKind(StrEnum):
    OWNS = "owns"
    RUNS = "runs"
    MEMBER_OF = "member-of"


TIE_IN_WORDS = {TieKind.OWNS: "Owns", TieKind.RUNS: "Runs", TieKind.MEMBER_OF: "Is a member of"}
TIE_BACKWARDS = {TieKind.OWNS: "Owned by", TieKind.RUNS: "Run by", TieKind.MEMBER_OF: "Has as a member"}


class UnableToTie(Refusal):
    """A tie that can't be recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieLine:
    """A tie as one of its two sides reads it."""

    id: UUID
    words: str
    other_id: UUID
    other_name: str
    since: date | None
    until: date | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieBetween:
    """A tie as it reads forwards: the organisation owns, runs or is a member of the other."""

    organisation_id: UUID
    kind: TieKind
    other_id: UUID
    since: date | None
    until: date | None


def check_can_tie(*, organisation_id: UUID, other_id: UUID, since: date | None, until: date | None) -> None:
    if organisation_id == other_id:
        raise UnableToTie("Choose another organisation: this is the one itself.", field="other_id")
    if since and until and until < since:
        raise UnableToTie("It can’t end before it began.", field="until")


async def every_tie(scope: Scope) -> tuple[TieBetween, ...]:
    """Every tie of the directory; what was merged counts as what it was merged into. One statement."""
    rows = await fetch(
        "SELECT one.kept_id AS organisation_id, t.kind, other.kept_id AS other_id, t.since, t.until "
        "FROM organisations_tie t "
        "JOIN organisations_named one ON one.tenant_id = $1 AND one.id = t.organisation_id "
        "JOIN organisations_named other ON other.tenant_id = $1 AND other.id = t.other_id "
        "WHERE t.tenant_id = $1 AND one.kept_id <> other.kept_id ORDER BY t.id",
        scope.tenant.id,
    )
    return tuple(TieBetween(**{**row, "kind": TieKind(row["kind"])}) for row in rows)


async def ties_of(scope: Scope, *, organisation_id: UUID) -> tuple[TieLine, ...]:
    """The ties of an organisation, read from its side; what was merged into it counts as itself."""
    rows = await fetch(
        """
        SELECT t.id, t.kind, t.since, t.until, t.note, one.kept_id = $2 AS forwards,
          CASE WHEN one.kept_id = $2 THEN other.kept_id ELSE one.kept_id END AS other_id,
          CASE WHEN one.kept_id = $2 THEN other.name ELSE one.name END AS other_name
        FROM organisations_tie t
        JOIN organisations_named one ON one.tenant_id = $1 AND one.id = t.organisation_id
        JOIN organisations_named other ON other.tenant_id = $1 AND other.id = t.other_id
        WHERE t.tenant_id = $1 AND (one.kept_id = $2 OR other.kept_id = $2)
        ORDER BY t.until NULLS FIRST, lower(other.name), t.id""",
        scope.tenant.id,
        organisation_id,
    )
    return tuple(
        TieLine(
            id=row["id"],
            words=(TIE_IN_WORDS if row["forwards"] else TIE_BACKWARDS)[TieKind(row["kind"])],
            other_id=row["other_id"],
            other_name=row["other_name"],
            since=row["since"],
            until=row["until"],
            note=row["note"],
        )
        for row in rows
    )


async def tie(
    scope: Scope,
    *,
    organisation_id: UUID,
    kind: TieKind,
    other_id: UUID,
    since: date | None = None,
    until: date | None = None,
    note: str | None = None,
) -> UUID:
    """Record that one organisation owns, runs or is a member of another. Raises `UnableToTie`, `NotFound`."""
    known = await queries.organisations_by_id(scope, ids=[organisation_id, other_id])
    if organisation_id not in known:
        raise NotFound("organisation")
    if other_id not in known:
        raise UnableToTie("Choose the other organisation from the list.", field="other_id")
    check_can_tie(organisation_id=organisation_id, other_id=other_id, since=since, until=until)
    tie_id: UUID = await Tie.add(
        scope,
        organisation_id=organisation_id,
        kind=kind.value,
        other_id=other_id,
        since=since,
        until=until,
        note=note,
    )
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.tie.recorded",
        _record(organisation_id, known[organisation_id].name),
        after={
            "kind": kind,
            "other": known[other_id].name,
            "other_id": other_id,
            "since": since,
            "until": until,
        },
    )
    return tie_id


async def end_tie(scope: Scope, *, organisation_id: UUID, tie_id: UUID, ended_on: date) -> None:
    """Record the last day of a tie. Raises `UnableToTie`, `NotFound`."""
    lines = {line.id: line for line in await ties_of(scope, organisation_id=organisation_id)}
    if tie_id not in lines:
        raise NotFound("tie")
    line = lines[tie_id]
    if line.until is not None:
        raise UnableToTie("This has ended already.", field="ended_on")
    if line.since is not None and ended_on < line.since:
        raise UnableToTie("It can’t end before it began.", field="ended_on")
    await Tie.change(scope, until=ended_on).where(Tie.id == tie_id)
    known = await queries.organisations_by_id(scope, ids=[organisation_id])
    title = known[organisation_id].name
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.tie.ended",
        _record(organisation_id, title),
        after={"until": ended_on, "tie": tie_id},
    )


def _record(organisation_id: UUID, title: str) -> Record:
    return Record(room="organisations", kind="organisation", id=organisation_id, title=title)
