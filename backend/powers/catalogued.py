"""The scheme as a tenant's folder writes it, rebuilt from the rows; and the folder's holders as parties."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from backend.catalogue.powers import Holder, PowerEntry, PowerFunction
from backend.catalogue.shapes import Provenance
from backend.kit.database import fetch
from backend.powers import rules
from backend.powers.queries.reading import Read, read
from backend.powers.rules import Party, PartyKind
from backend.scope import Scope


async def catalogued_functions(scope: Scope) -> dict[str, PowerFunction]:
    """The living functions by slug. One statement."""
    rows = await fetch(
        "SELECT * FROM powers_function WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY id",
        scope.tenant.id,
    )
    return {row["slug"]: function_of(row) for row in rows}


async def catalogued_entries(scope: Scope) -> dict[str, PowerEntry]:
    """The entries that a folder can say, by slug, in the order in which they were made.

    Left out: what was withdrawn or left the folder before, what a person holds by name (folders hold no people), and
    what names a function or a committee that is not there any more.
    """
    known = await read(scope)
    slugs = await slugs_of_committees(scope)
    return {
        known.rows[entry.id]["slug"]: _entry(entry, known, slugs)
        for entry in sorted(known.scheme.entries, key=lambda each: str(each.id))
        if _can_be_said(entry, known, slugs)
    }


def function_of(row: Any) -> PowerFunction:
    return PowerFunction(
        id=row["slug"], name=row["name"], authority=row["authority"], about=row["about"], **_sourced(row)
    )


async def slugs_of_committees(scope: Scope) -> dict[UUID, str]:
    """The living committees' short names."""
    rows = await fetch(
        "SELECT id, slug FROM committees_committee WHERE tenant_id = $1 AND retired_on IS NULL",
        scope.tenant.id,
    )
    return {row["id"]: row["slug"] for row in rows}


def party_of(holder: Holder, ids: Mapping[str, UUID]) -> Party:
    """What a folder calls a holder, as a party. Raises UnableToKeepPower for a committee that is not there."""
    if holder.outside is not None:
        return Party(kind=PartyKind.OUTSIDE, outside=holder.outside)
    if holder.committee is not None and holder.committee not in ids:
        raise rules.UnableToKeepPower(
            f"The scheme names the committee “{holder.committee}”, which is not there.", field="holder"
        )
    committee_id = ids[holder.committee] if holder.committee is not None else None
    kind = PartyKind.OFFICE if holder.office is not None else PartyKind.COMMITTEE
    return Party(kind=kind, committee_id=committee_id, office=holder.office)


def _can_be_said(entry: rules.Entry, known: Read, slugs: Mapping[UUID, str]) -> bool:
    parties = _parties(entry)
    return (
        not known.rows[entry.id]["dropped"]
        and known.functions[entry.function_id]["retired_on"] is None
        and all(party.kind is not PartyKind.PERSON for party in parties)
        and all(party.committee_id is None or party.committee_id in slugs for party in parties)
    )


def _parties(entry: rules.Entry) -> Iterable[Party]:
    return (*entry.holders, *entry.consent, *((entry.upward,) if entry.upward else ()))


def _entry(entry: rules.Entry, known: Read, slugs: Mapping[UUID, str]) -> PowerEntry:
    row = known.rows[entry.id]
    return PowerEntry(
        id=row["slug"],
        function=known.functions[entry.function_id]["slug"],
        held_by=tuple(_holder(party, slugs) for party in entry.holders),
        limit=None if entry.limit is None else entry.limit // 100,
        conditions=entry.conditions,
        clause=entry.clause,
        needs_consent_of=tuple(_holder(party, slugs) for party in entry.consent),
        upward_to=None if entry.upward is None else _holder(entry.upward, slugs),
        effective_from=entry.from_on,
        effective_until=entry.until_on,
        **_sourced(row),
    )


def _holder(party: Party, slugs: Mapping[UUID, str]) -> Holder:
    return Holder(
        committee=slugs[party.committee_id] if party.committee_id else None,
        office=party.office,
        outside=party.outside,
    )


def _sourced(row: Any) -> dict[str, Any]:
    found = Provenance.model_validate_json(row["source"])
    return {"source": found.source, "mark": found.mark, "note": found.note}
