"""Reading the register: as it stood on a day, as it was known at a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests import rules
from backend.interests.tables import Declaration
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One line of the register of interests, in the columns of the published template (domain facts, 1.4)."""

    interest_id: UUID
    person_id: UUID
    person_name: str
    position: str
    organisation_id: UUID
    organisation_name: str
    interest_type: rules.InterestType
    is_indirect: bool
    relationship: rules.Relationship | None
    nature: str
    since: date
    until: date | None
    mitigation: str | None
    status: rules.DeclarationStatus
    declared_on: date
    late: bool
    rule_set: str

    @property
    def type_in_words(self) -> str:
        return rules.TYPE_IN_WORDS[self.interest_type]

    @property
    def held_by_in_words(self) -> str:
        """Direct, or indirect and whose: never a name."""
        if self.relationship is None:
            return "Direct"
        return f"Indirect: {rules.RELATIONSHIP_IN_WORDS[self.relationship].lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationLine:
    """One act of declaring, as its declarant and its reviewer see it."""

    id: UUID
    person_id: UUID
    person_name: str
    kind: rules.DeclarationKind
    declared_at: datetime
    declared_on: date
    known_on: date
    late: bool
    rule_set: str
    status: rules.DeclarationStatus
    reviewer_name: str | None
    reviewed_at: datetime | None
    review_note: str | None

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def status_in_words(self) -> str:
        return rules.STATUS_IN_WORDS[self.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one person stands: when they last declared, what they said, and when they next owe it."""

    person_id: UUID
    person_name: str
    position: str
    joined_on: date
    last_kind: rules.DeclarationKind | None
    last_declared_on: date | None
    open_interests: int

    def due_on(self, *, within_days: int, refresh_months: int) -> date:
        return rules.next_due_on(
            joined_on=self.joined_on,
            last_declared_on=self.last_declared_on,
            within_days=within_days,
            refresh_months=refresh_months,
        )

    @property
    def in_words(self) -> str:
        """What the register says of this person, a nil return included."""
        if self.last_kind is None:
            return "Has not declared"
        if self.open_interests:
            return f"{self.open_interests} interest{'' if self.open_interests == 1 else 's'} declared"
        return "Nil return"


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchingInterest:
    """An interest that a person holds in an organisation on a day: what conflicts are found from."""

    interest_id: UUID
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    interest_type: rules.InterestType
    is_indirect: bool
    relationship: rules.Relationship | None
    nature: str
    since: date

    @property
    def in_words(self) -> str:
        """Such as: financial interest in Castle Hill (close family): partner in the practice."""
        whose = f" ({rules.RELATIONSHIP_IN_WORDS[self.relationship].lower()})" if self.relationship else ""
        kind = rules.TYPE_IN_WORDS[self.interest_type].lower()
        return f"{kind} in {self.organisation_name}{whose}: {self.nature}"


_ENTRIES = """
SELECT e.interest_id, e.person_id, p.name AS person_name, coalesce(p.job_title, '') AS position,
  e.organisation_id, o.name AS organisation_name, e.interest_type, e.is_indirect, e.relationship, e.nature,
  e.since, e.until, e.mitigation, d.status, d.declared_on, d.late, e.rule_set
FROM interests_entry e
JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
JOIN interests_declaration d ON d.tenant_id = $1 AND d.id = e.declaration_id
WHERE e.tenant_id = $1
"""


async def register_of(
    scope: Scope,
    *,
    on: date | None = None,
    known_at: datetime | None = None,
    person_id: UUID | None = None,
    interest_type: rules.InterestType | None = None,
    text: str = "",
    include_ended: bool = False,
) -> tuple[RegisterEntry, ...]:
    """The register as it stood on `on`, as it was known at `known_at`; both are now unless given.

    `include_ended` adds interests that had ended by that day. `text` is looked for in person, organisation, nature.
    """
    rows = await fetch(
        _ENTRIES
        + """
        AND e.known_from <= $3 AND (e.known_to IS NULL OR e.known_to > $3)
        AND e.since <= $2 AND ($7 OR e.until IS NULL OR e.until >= $2)
        AND ($4::uuid IS NULL OR e.person_id = $4) AND ($5::text IS NULL OR e.interest_type = $5)
        AND ($6 = '' OR strpos(lower(concat_ws(E'\\n', p.name, o.name, e.nature)), lower($6)) > 0)
        ORDER BY lower(p.name), e.person_id, e.since, e.interest_id""",
        scope.tenant.id,
        on or scope.today,
        known_at or scope.now,
        person_id,
        interest_type,
        text.strip(),
        include_ended,
    )
    return tuple(map(_entry, rows))


async def entry(scope: Scope, *, interest_id: UUID) -> RegisterEntry:
    """The newest version of one interest. Raises `NotFound`."""
    rows = await fetch(
        _ENTRIES + " AND e.interest_id = $2 AND e.known_to IS NULL", scope.tenant.id, interest_id
    )
    if not rows:
        raise NotFound("interest")
    return _entry(rows[0])


async def versions_of(
    scope: Scope, *, interest_id: UUID
) -> tuple[tuple[datetime, datetime | None, RegisterEntry], ...]:
    """Every version of one interest with the time in which the register said so, oldest first."""
    rows = await fetch(
        _ENTRIES.replace("SELECT e.interest_id", "SELECT e.known_from, e.known_to, e.interest_id", 1)
        + " AND e.interest_id = $2 ORDER BY e.known_from",
        scope.tenant.id,
        interest_id,
    )
    return tuple((row["known_from"], row["known_to"], _entry(row, skip=2)) for row in rows)


async def standings_of(scope: Scope, *, person_id: UUID | None = None) -> tuple[Standing, ...]:
    """Where each person of the tenant stands today, by name; a regulator owes no declaration here."""
    rows = await fetch(
        """
        SELECT p.id AS person_id, p.name AS person_name, coalesce(p.job_title, '') AS position, p.joined_on,
          last.kind AS last_kind, last.declared_on AS last_declared_on,
          (SELECT count(*) FROM interests_entry e
           WHERE e.tenant_id = $1 AND e.person_id = p.id AND e.known_to IS NULL
             AND (e.until IS NULL OR e.until >= $2)) AS open_interests
        FROM people_person p
        LEFT JOIN LATERAL (
          SELECT kind, declared_on FROM interests_declaration d
          WHERE d.tenant_id = $1 AND d.person_id = p.id ORDER BY d.declared_at DESC, d.id DESC LIMIT 1
        ) last ON true
        WHERE p.tenant_id = $1 AND p.joined_on <= $2 AND (p.left_on IS NULL OR p.left_on > $2)
          AND ($3::uuid IS NULL OR p.id = $3)
          AND NOT EXISTS (SELECT 1 FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id
            AND r.role = 'regulator' AND r.from_on <= $2 AND (r.to_on IS NULL OR r.to_on > $2))
        ORDER BY lower(p.name), p.id""",
        scope.tenant.id,
        scope.today,
        person_id,
    )
    return tuple(
        Standing(
            **{**row, "last_kind": rules.DeclarationKind(row["last_kind"]) if row["last_kind"] else None}
        )
        for row in rows
    )


async def standing_of(scope: Scope, *, person_id: UUID) -> Standing:
    """Where one person stands. Raises `NotFound` for somebody who owes no declaration here."""
    found = await standings_of(scope, person_id=person_id)
    if not found:
        raise NotFound("person")
    return found[0]


async def declarations_of(
    scope: Scope, *, person_id: UUID | None = None, only_open: bool = False
) -> tuple[DeclarationLine, ...]:
    """Acts of declaring, newest first; `only_open` leaves out what has been reviewed."""
    rows = await fetch(
        """
        SELECT d.id, d.person_id, p.name AS person_name, d.kind, d.declared_at, d.declared_on, d.known_on, d.late,
          d.rule_set, d.status, r.name AS reviewer_name, d.reviewed_at, d.review_note
        FROM interests_declaration d
        JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id
        LEFT JOIN people_person r ON r.tenant_id = $1 AND r.id = d.reviewed_by
        WHERE d.tenant_id = $1 AND ($2::uuid IS NULL OR d.person_id = $2) AND (NOT $3 OR d.status <> 'APPROVED')
        ORDER BY d.declared_at DESC, d.id DESC""",
        scope.tenant.id,
        person_id,
        only_open,
    )
    return tuple(map(_declaration, rows))


async def declaration(
    scope: Scope, *, declaration_id: UUID
) -> tuple[DeclarationLine, tuple[RegisterEntry, ...]]:
    """One act of declaring and the entries that it wrote. Raises `NotFound`."""
    rows = await Declaration.within(scope, Declaration.person_id).where(Declaration.id == declaration_id)
    if not rows:
        raise NotFound("declaration")
    lines = await declarations_of(scope, person_id=rows[0]["person_id"])
    line = next(line for line in lines if line.id == declaration_id)
    entries = await fetch(
        _ENTRIES + " AND e.declaration_id = $2 ORDER BY e.since, e.known_from",
        scope.tenant.id,
        declaration_id,
    )
    return line, tuple(map(_entry, entries))


async def interests_touching(
    scope: Scope, *, person_ids: tuple[UUID, ...], organisation_ids: tuple[UUID, ...], on: date
) -> tuple[TouchingInterest, ...]:
    """The interests that any of these people hold, on `on`, in any of these organisations. One statement."""
    rows = await fetch(
        """
        SELECT e.interest_id, e.person_id, p.name AS person_name, e.organisation_id, o.name AS organisation_name,
          e.interest_type, e.is_indirect, e.relationship, e.nature, e.since
        FROM interests_entry e
        JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
        JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
        WHERE e.tenant_id = $1 AND e.known_to IS NULL AND e.person_id = ANY($2) AND e.organisation_id = ANY($3)
          AND e.since <= $4 AND (e.until IS NULL OR e.until >= $4)
        ORDER BY lower(p.name), e.person_id, e.since, e.interest_id""",
        scope.tenant.id,
        list(person_ids),
        list(organisation_ids),
        on,
    )
    return tuple(
        TouchingInterest(
            **{
                **row,
                "interest_type": rules.InterestType(row["interest_type"]),
                "relationship": rules.Relationship(row["relationship"]) if row["relationship"] else None,
            }
        )
        for row in rows
    )


def _entry(row: Any, *, skip: int = 0) -> RegisterEntry:
    values = dict(list(row.items())[skip:])
    values["interest_type"] = rules.InterestType(values["interest_type"])
    values["relationship"] = rules.Relationship(values["relationship"]) if values["relationship"] else None
    values["status"] = rules.DeclarationStatus(values["status"])
    return RegisterEntry(**values)


def _declaration(row: Any) -> DeclarationLine:
    values = dict(row)
    values["kind"] = rules.DeclarationKind(values["kind"])
    values["status"] = rules.DeclarationStatus(values["status"])
    return DeclarationLine(**values)
