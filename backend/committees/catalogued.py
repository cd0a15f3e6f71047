"""Committees as a tenant's folder writes them, rebuilt from the rows: what operations compare and the plan shows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from backend.catalogue.committees import Committee, CommitteeKind, ReportingLine, Seat, Terms
from backend.catalogue.quorum import Capacity, Office, Quorum
from backend.catalogue.shapes import Provenance
from backend.catalogue.voting import Voting
from backend.kit.database import fetch
from backend.organisations import queries as organisations
from backend.scope import Scope

_QUORUM: TypeAdapter[Any] = TypeAdapter(Quorum)


async def catalogued_committees(scope: Scope) -> dict[str, Committee]:
    """The living committees by slug, each with its seats, quorum, terms and reporting lines. Four statements."""
    rows = await fetch(
        "SELECT * FROM committees_committee WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY id",
        scope.tenant.id,
    )
    holders = await organisations.slugs_of_ids(scope, ids=[row["held_by"] for row in rows])
    seats = await fetch(
        "SELECT * FROM committees_seat WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY id",
        scope.tenant.id,
    )
    lines = await fetch(
        """
        SELECT l.committee_id, l.through, l.source, p.slug AS parent FROM committees_reporting_line l
        JOIN committees_committee p ON p.tenant_id = $1 AND p.id = l.parent_id
        WHERE l.tenant_id = $1 AND l.retired_on IS NULL ORDER BY l.id""",
        scope.tenant.id,
    )
    return {
        row["slug"]: as_catalogued(
            row,
            holders=holders,
            seats=[seat for seat in seats if seat["committee_id"] == row["id"]],
            lines=[line for line in lines if line["committee_id"] == row["id"]],
        )
        for row in rows
    }


def as_catalogued(
    row: Any, *, holders: Mapping[UUID, str], seats: Iterable[Any], lines: Iterable[Any]
) -> Committee:
    """One committee's row, the slugs of who may hold it, its living seat places and lines (with `parent`)."""
    return Committee(
        id=row["slug"],
        name=row["name"],
        kind=CommitteeKind(row["kind"]),
        held_by=holders.get(row["held_by"]),
        reports_to=tuple(
            ReportingLine(to=line["parent"], through=line["through"], **sourced(line["source"]))
            for line in lines
        ),
        purpose=row["purpose"],
        meets_in_public=row["meets_in_public"],
        meets_every_months=row["meets_every_months"],
        seats=seats_alike(seats),
        seats_from=provenance(row["seats_from"]),
        quorum=quorum_of(row["quorum"]),
        quorum_from=provenance(row["quorum_from"]),
        voting=voting_of(row["voting"]),
        voting_from=provenance(row["voting_from"]),
        terms=terms_of(row),
        **sourced(row["source"]),
    )


def seats_alike(places: Iterable[Any]) -> tuple[Seat, ...]:
    """Places that share a slug as one seat with a count, in the order in which they were made."""
    alike: dict[str, list[Any]] = {}
    for place in places:
        alike.setdefault(place["slug"], []).append(place)
    return tuple(
        Seat(
            id=slug,
            name=rows[0]["name"],
            capacity=Capacity(rows[0]["capacity"]),
            office=Office(rows[0]["office"]) if rows[0]["office"] else None,
            voting=rows[0]["voting"],
            count=len(rows),
        )
        for slug, rows in alike.items()
    )


def terms_of(row: Any) -> Terms | None:
    if row["terms_summary"] is None:
        return None
    return Terms(
        summary=row["terms_summary"], review_months=row["terms_review_months"], **sourced(row["terms_source"])
    )


def quorum_of(text: str | None) -> Any:
    """The quorum in a jsonb column, or `None`."""
    return None if text is None else quorum_from_plain(json.loads(text))


def quorum_from_plain(plain: Any) -> Any:
    """The quorum that plain values spell."""
    return _QUORUM.validate_python(plain)


def quorum_plain(quorum: Any) -> dict[str, Any] | None:
    """The quorum as plain values."""
    if quorum is None:
        return None
    plain: dict[str, Any] = _QUORUM.dump_python(quorum, mode="json", exclude_defaults=True)
    return plain


def voting_of(text: str | None) -> Voting | None:
    """The classes in a jsonb column, or `None`."""
    return None if text is None else Voting.model_validate_json(text)


def provenance(text: str | None) -> Provenance | None:
    return None if text is None else Provenance.model_validate_json(text)


def sourced(text: str) -> dict[str, Any]:
    """The fields of a `Sourced` model from a jsonb column."""
    found = Provenance.model_validate_json(text)
    return {"source": found.source, "mark": found.mark, "note": found.note}


def ids_of(rows: Sequence[Any]) -> Mapping[str, UUID]:
    return {row["slug"]: row["id"] for row in rows}
