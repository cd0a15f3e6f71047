"""Interests that a spreadsheet brings in: written, accepted and undone in as many statements for one as for many."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from backend.interests import chasing, settings
from backend.interests.operations import versions
from backend.interests.queries import bringing_in
from backend.interests.rules.declaring import DeclarationKind, DeclarationStatus, InterestType, Relationship
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.organisations.searching import search_ahead
from backend.scope import NotPermitted, Scope

_DECLARATIONS = """
INSERT INTO interests_declaration (tenant_id, id, person_id, kind, declared_at, declared_on, known_on, late, rule_set,
  status, entered_by, brought_in_by, brought_in_from)
SELECT $1, d.id, d.person_id, d.kind, $2, d.declared_on, d.known_on, d.late, $3, 'SUBMITTED', $4, $5, $6
FROM unnest($7::uuid[], $8::uuid[], $9::text[], $10::date[], $11::date[], $12::boolean[])
  AS d (id, person_id, kind, declared_on, known_on, late)
"""
_ENTRIES = """
INSERT INTO interests_entry (tenant_id, id, interest_id, declaration_id, person_id, organisation_id, interest_type,
  is_indirect, relationship, nature, mitigation, since, until, known_from, rule_set)
SELECT $1, e.id, e.interest_id, e.declaration_id, e.person_id, e.organisation_id, e.interest_type,
  e.relationship IS NOT NULL, e.relationship, e.nature, e.mitigation, e.since, e.until, $2, $3
FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[],
  $12::text[], $13::date[], $14::date[])
  AS e (id, interest_id, declaration_id, person_id, organisation_id, interest_type, relationship, nature, mitigation,
    since, until)
"""
_CHASED = ("interests.declaration-owed", "interests.campaign-asked")
"""What letters that chase a person are about; whoever is brought in has declared."""
# What somebody did since with what was brought in: a later version, or a review that was not the bulk one.
_CHANGED = """
SELECT p.name AS person_name, o.name AS organisation_name
FROM interests_declaration d
JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id
LEFT JOIN interests_entry e ON e.tenant_id = $1 AND e.declaration_id = d.id
LEFT JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
WHERE d.tenant_id = $1 AND d.brought_in_by = $2 AND d.undone_at IS NULL
  AND (e.known_to IS NOT NULL OR d.status = 'RETURNED' OR (d.status = 'APPROVED' AND d.reviewed_at IS DISTINCT FROM $3)
    OR e.known_from > $4)
ORDER BY lower(p.name), lower(o.name) LIMIT 4
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """One interest of an old register, or a nil return where `organisation_id` is `None`; `place` is where it stood.

    `declared_on` is the day that the old register gives, if it does; nothing is called late unless it says so.
    """

    person_id: UUID
    person_name: str
    place: str
    organisation_id: UUID | None = None
    organisation_name: str = ""
    interest_type: InterestType = InterestType.FINANCIAL
    relationship: Relationship | None = None
    nature: str = ""
    since: date | None = None
    until: date | None = None
    mitigation: str | None = None
    declared_on: date | None = None
    late: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How much was written; `unreviewed` are the declarations that the old register does not call reviewed."""

    declarations: int
    interests: int
    unreviewed: tuple[UUID, ...]


@dataclass(slots=True)
class _Act:
    """One act of declaring: what one person said on one day."""

    id: UUID
    first: BroughtIn
    known_on: date
    kind: DeclarationKind
    reviewed: bool
    items: list[BroughtIn] = field(default_factory=list)


async def bring_in(scope: Scope, *, import_id: UUID, source: str, batch: Sequence[BroughtIn]) -> Written:
    """Enter what an old register holds, on behalf of the people in it. What one person said on one day is one act.

    Every declaration waits for its review, as others do. `source` says which file.
    """
    if not scope.may("interests.review"):
        raise NotPermitted("Your role in this organisation does not include keeping the registers.")
    rule_set = (await settings.rule_set_of(scope)).key
    acts = _acts(scope, batch)
    await execute(
        _DECLARATIONS,
        scope.tenant.id,
        scope.now,
        rule_set,
        scope.actor.person_id,
        import_id,
        source,
        [act.id for act in acts],
        [act.first.person_id for act in acts],
        [act.kind.value for act in acts],
        [act.first.declared_on or scope.today for act in acts],
        [act.known_on for act in acts],
        [act.first.late for act in acts],
    )
    pairs = [
        (act, each, new_id()) for act in acts if act.kind is DeclarationKind.INTEREST for each in act.items
    ]
    await execute(
        _ENTRIES,
        scope.tenant.id,
        scope.now,
        rule_set,
        [new_id() for _ in pairs],
        [interest_id for _, _, interest_id in pairs],
        [act.id for act, _, _ in pairs],
        [each.person_id for _, each, _ in pairs],
        [each.organisation_id for _, each, _ in pairs],
        [each.interest_type.value for _, each, _ in pairs],
        [each.relationship.value if each.relationship else None for _, each, _ in pairs],
        [each.nature for _, each, _ in pairs],
        [each.mitigation for _, each, _ in pairs],
        [each.since for _, each, _ in pairs],
        [each.until for _, each, _ in pairs],
    )
    await _record(scope, import_id=import_id, source=source, rule_set=rule_set, acts=acts, pairs=pairs)
    declarants = {act.first.person_id for act in acts}
    await notices.withdraw_all(
        scope, keys=[f"{chased}/{person_id}" for person_id in declarants for chased in _CHASED]
    )
    await chasing.schedule(scope)
    search_ahead(scope)
    return Written(
        declarations=len(acts),
        interests=len(pairs),
        unreviewed=tuple(act.id for act in acts if not act.reviewed),
    )


async def accept_brought_in(
    scope: Scope, *, import_id: UUID, source: str, leave: Collection[UUID] = ()
) -> tuple[int, int]:
    """Accept at once what an import brought in, but `leave` and the officer's own, as reviewed in the old register.

    Returns how many were accepted and how many of the import still wait.
    """
    if not scope.may("interests.review"):
        raise NotPermitted("Your role in this organisation does not include reviewing declarations.")
    note = f"Reviewed in the register that it was brought in from: {source}."
    rows = await fetch(
        """
        WITH accepted AS (
          UPDATE interests_declaration SET status = 'APPROVED', reviewed_by = $3, reviewed_at = $4, review_note = $5
          WHERE tenant_id = $1 AND brought_in_by = $2 AND undone_at IS NULL AND status = 'SUBMITTED'
            AND person_id <> $3 AND NOT id = ANY($6)
          RETURNING id, person_id)
        SELECT a.id, p.name FROM accepted a JOIN people_person p ON p.tenant_id = $1 AND p.id = a.person_id""",
        scope.tenant.id,
        import_id,
        scope.actor.person_id,
        scope.now,
        note,
        list(leave),
    )
    lines = [
        ledger.Line(
            subject=versions.declaration_record(row["id"], row["name"]),
            before={"status": DeclarationStatus.SUBMITTED},
            after={"status": DeclarationStatus.APPROVED, "because": note},
        )
        for row in rows
    ]
    await ledger.record_many(scope, "interests.declaration.approved", lines)
    return len(rows), await bringing_in.waiting_of(scope, import_id=import_id)


async def changed_since(
    scope: Scope, *, import_id: UUID, accepted_at: object, written_at: object
) -> tuple[str, ...]:
    """Of up to four interests of an import, whose they are, where somebody changed or reviewed them since."""
    rows = await fetch(_CHANGED, scope.tenant.id, import_id, accepted_at, written_at)
    return tuple(
        f"{row['person_name']}: {row['organisation_name']}"
        if row["organisation_name"]
        else row["person_name"]
        for row in rows
    )


async def undo_brought_in(scope: Scope, *, import_id: UUID, source: str) -> int:
    """Close every version that an import wrote; what was known meanwhile stays known. Returns how many interests."""
    rows = await fetch(
        """
        WITH undone AS (
          UPDATE interests_declaration SET undone_at = $3
          WHERE tenant_id = $1 AND brought_in_by = $2 AND undone_at IS NULL RETURNING id)
        UPDATE interests_entry e SET known_to = $3 FROM undone, people_person p, organisations_organisation o
        WHERE e.tenant_id = $1 AND e.declaration_id = undone.id AND e.known_to IS NULL
          AND p.tenant_id = $1 AND p.id = e.person_id AND o.tenant_id = $1 AND o.id = e.organisation_id
        RETURNING e.interest_id, p.name AS person_name, o.name AS organisation_name""",
        scope.tenant.id,
        import_id,
        scope.now,
    )
    lines = [
        ledger.Line(
            subject=_subject(row["interest_id"], row["person_name"], row["organisation_name"]),
            after={"import": import_id, "from": source, "known_to": scope.now},
        )
        for row in rows
    ]
    await ledger.record_many(scope, "interests.interest.taken-back", lines)
    await chasing.schedule(scope)
    search_ahead(scope)
    return len(rows)


def _acts(scope: Scope, batch: Sequence[BroughtIn]) -> list[_Act]:
    """What each person declared on each day, nil returns by themselves, in the order of the sheet."""
    found: dict[object, _Act] = {}
    for each in batch:
        kind = DeclarationKind.NIL if each.organisation_id is None else DeclarationKind.INTEREST
        declared_on = each.declared_on or scope.today
        known_on = min(each.since or declared_on, declared_on)
        key = (each.person_id, kind, each.declared_on, each.late, each.reviewed)
        act = found.get(key)
        if act is None:
            act = found[key] = _Act(
                id=new_id(), first=each, known_on=known_on, kind=kind, reviewed=each.reviewed
            )
        act.known_on = min(act.known_on, known_on)
        act.items.append(each)
    return list(found.values())


async def _record(
    scope: Scope,
    *,
    import_id: UUID,
    source: str,
    rule_set: str,
    acts: Sequence[_Act],
    pairs: Sequence[tuple[_Act, BroughtIn, UUID]],
) -> None:
    """One line of the ledger for each interest and each nil return, as if each had been declared by itself."""
    declared = [
        ledger.Line(
            subject=_subject(interest_id, each.person_name, each.organisation_name),
            after={
                "organisation_id": each.organisation_id,
                "interest_type": each.interest_type,
                "is_indirect": each.relationship is not None,
                "relationship": each.relationship,
                "nature": each.nature,
                "mitigation": each.mitigation,
                "since": each.since,
                "until": each.until,
                "rule_set": rule_set,
                "person_id": each.person_id,
                "declaration": act.id,
                "import": import_id,
                "from": f"{source}, {each.place}",
            },
        )
        for act, each, interest_id in pairs
    ]
    await ledger.record_many(scope, "interests.interest.declared", declared)
    nil = [
        ledger.Line(
            subject=versions.declaration_record(act.id, act.first.person_name),
            after={"rule_set": rule_set, "import": import_id, "from": f"{source}, {act.first.place}"},
        )
        for act in acts
        if act.kind is DeclarationKind.NIL
    ]
    await ledger.record_many(scope, "interests.declaration.nil-returned", nil)


def _subject(interest_id: UUID, person_name: str, organisation_name: str) -> Record:
    title = f"{person_name}: {organisation_name}"
    return Record(room="interests", kind="interest", id=interest_id, title=title)
