"""Writing what is said of an entry: one more version with its parties, whoever says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.catalogue.shapes import Provenance
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.powers import rules
from backend.powers.queries.entries import versions_of
from backend.powers.queries.reading import entries_of
from backend.powers.rules import Party, PartyKind, Said
from backend.powers.tables import Entry, Function, Version
from backend.powers.tables import Party as PartyTable
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A version as it stands in the rows."""

    entry_id: UUID
    number: int
    act_id: UUID
    said: Said
    source: str
    function: str
    withdrawn_because: str | None = None
    dropped: bool = False


async def one_at_a_time(scope: Scope) -> None:
    """Two officers at once wait for each other, so that a check still holds when its row is written."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('powers/' || $1::text, 0))", str(scope.tenant.id)
    )


async def check(scope: Scope, said: Said) -> None:
    """The rule, and that everybody named is one of the tenant's own. Raises UnableToKeepPower."""
    rules.check_said(said)
    rows = await Function.within(scope, Function.id, Function.retired_on).where(
        Function.id == said.function_id
    )
    if not rows or rows[0]["retired_on"] is not None:
        raise rules.UnableToKeepPower("Choose a function from the list.", field="function_id")
    every = [*said.holders, *said.consent, *([said.upward] if said.upward else [])]
    bodies = {party.committee_id for party in every if party.committee_id}
    persons = {party.person_id for party in every if party.person_id}
    known = await fetch(
        "SELECT id FROM committees_committee WHERE tenant_id = $1 AND id = ANY($2) "
        "UNION ALL SELECT id FROM people_person WHERE tenant_id = $1 AND id = ANY($3)",
        scope.tenant.id,
        list(bodies),
        list(persons),
    )
    if {row["id"] for row in known} != bodies | persons:
        raise rules.UnableToKeepPower("Choose the holders from the list.", field="holder")


async def add(scope: Scope, *, slug: str, follows: UUID | None = None) -> UUID:
    """A new entry, of which nothing is said yet."""
    entry_id: UUID = await Entry.add(scope, slug=slug, follows=follows)
    return entry_id


async def say(
    scope: Scope,
    *,
    entry_id: UUID,
    act_id: UUID,
    act: str,
    said: Said,
    source: str | Provenance,
    before: Written | None = None,
    withdrawn_because: str | None = None,
    dropped: bool = False,
) -> None:
    """Write one more version of the entry, and its line in the ledger."""
    text = source if isinstance(source, str) else canonical(source.model_dump(mode="json", exclude_none=True))
    version_id = await Version.add(
        scope,
        entry_id=entry_id,
        number=before.number + 1 if before else 1,
        act_id=act_id,
        known_from=scope.now,
        known_by=scope.actor.name,
        function_id=said.function_id,
        limit_pence=said.limit,
        conditions=said.conditions,
        clause=said.clause,
        effective_from=said.from_on,
        effective_until=said.until_on,
        withdrawn_because=withdrawn_because,
        dropped=dropped,
        source=text,
    )
    await _parties(scope, version_id, said)
    names = await Function.within(scope, Function.name).where(Function.id == said.function_id)
    title = f"{names[0]['name']}: {said.clause}"
    old = plain(before.said, withdrawn_because=before.withdrawn_because) if before else {}
    new = plain(said, withdrawn_because=withdrawn_because)
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    await ledger.record(
        scope,
        act,
        Record(room="powers", kind="entry", id=entry_id, title=title),
        before={name: old.get(name) for name in changed} if before else None,
        after={name: new.get(name) for name in changed},
    )


async def versions(scope: Scope, *, entry_id: UUID) -> tuple[Written, ...]:
    """Everything said of an entry, the newest first. Raises NotFound."""
    rows = await versions_of(scope, entry_id=entry_id)
    if not rows:
        raise NotFound("entry of the scheme")
    entries = await entries_of(scope, rows)
    return tuple(_written(row, entry) for row, entry in zip(rows, entries, strict=True))


async def newest(scope: Scope, *, entry_id: UUID) -> Written:
    """What is said of an entry now. Raises NotFound for one that was withdrawn."""
    found = (await versions(scope, entry_id=entry_id))[0]
    if found.withdrawn_because is not None:
        raise NotFound("entry of the scheme")
    return found


def plain(said: Said, *, withdrawn_because: str | None = None) -> dict[str, Any]:
    """What is said as plain values, for the ledger."""
    values: dict[str, Any] = {
        "function_id": said.function_id,
        "held_by": [_told(party) for party in said.holders],
        "limit_pence": said.limit,
        "conditions": said.conditions,
        "clause": said.clause,
        "needs_consent_of": [_told(party) for party in said.consent],
        "upward_to": _told(said.upward) if said.upward else None,
        "effective_from": said.from_on,
        "effective_until": said.until_on,
        "withdrawn_because": withdrawn_because,
    }
    return {name: value for name, value in values.items() if value not in (None, [])}


async def _parties(scope: Scope, version_id: UUID, said: Said) -> None:
    parts: Sequence[tuple[str, Sequence[Party]]] = (
        ("holder", said.holders),
        ("consent", said.consent),
        ("upward", (said.upward,) if said.upward else ()),
    )
    rows = [
        PartyTable(
            tenant_id=scope.tenant.id,
            id=new_id(),
            version_id=version_id,
            part=part,
            place=place,
            kind=party.kind.value,
            committee_id=party.committee_id,
            office=party.office.value if party.office else None,
            person_id=party.person_id,
            outside=party.outside,
        )
        for part, parties in parts
        for place, party in enumerate(parties, start=1)
    ]
    await PartyTable.insert(*rows).run()


def _written(row: Any, entry: rules.Entry) -> Written:
    return Written(
        entry_id=row["entry_id"],
        number=row["number"],
        act_id=row["act_id"],
        said=Said(
            function_id=entry.function_id,
            holders=entry.holders,
            clause=entry.clause,
            from_on=entry.from_on,
            until_on=entry.until_on,
            limit=entry.limit,
            conditions=entry.conditions,
            consent=entry.consent,
            upward=entry.upward,
        ),
        source=row["source"],
        function=row["function"],
        withdrawn_because=row["withdrawn_because"],
        dropped=row["dropped"],
    )


def _told(party: Party) -> str:
    """A party in the ledger: a person by id, so that no name stays there."""
    return f"person {party.person_id}" if party.kind is PartyKind.PERSON else party.label
